/** The picture: all that the elements draw, from the engine and from the page's own state. */

import { type Lanes, noLanes } from "../engine/lanes.ts";
import type {
  FeedEvent,
  Frame,
  NodeDetail,
  PacketDetail,
  PacketView,
  View,
} from "../engine/view.ts";
import { tell } from "../story/chapters.ts";
import type { Story } from "../story/story.ts";
import type { Telling } from "../story/telling.ts";
import type { ComparedRun } from "./compared-run.ts";
import type { PageState } from "./state.ts";
import { suggestedWrite } from "./writing.ts";

/** A new value whenever something in it has changed. */
export interface Picture {
  /** A number that changes whenever another run or branch is shown. */
  readonly run: number;
  readonly view: View;
  readonly page: PageState;
  readonly story: Story;
  readonly telling: Telling;
  /** The newest decisions, oldest first, of the weight the page shows. */
  readonly feed: readonly FeedEvent[];
  /** The newest decisive event: the sentence that explains the moment. */
  readonly moment: FeedEvent | null;
  /** What each node was at each moment of the branch shown. */
  readonly lanes: Lanes;
  /** What the run shown is compared with, if anything. */
  readonly comparedRun: ComparedRun | null;
  /** Details of the selected node or message. */
  readonly node: NodeDetail | null;
  readonly packet: PacketDetail | null;
  readonly packets: readonly PacketView[];
  /** The command that Write sends when nothing is typed. */
  readonly suggestion: string;
}

/** The picture of a session that has just begun. */
export function firstPicture(
  { packets }: Frame,
  view: View,
  page: PageState,
  story: Story,
): Picture {
  return {
    run: 0,
    view,
    page,
    story,
    telling: tell(story, view),
    feed: [],
    moment: null,
    lanes: noLanes,
    comparedRun: null,
    node: null,
    packet: null,
    packets,
    suggestion: suggestedWrite(0),
  };
}
