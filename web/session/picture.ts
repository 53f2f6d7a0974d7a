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
import { type Narration, narrate } from "../narrator/narrate.ts";
import type { ComparedRun } from "./compared-run.ts";
import type { PageState } from "./state.ts";
import { suggestedWrite } from "./writing.ts";

/** A new value whenever something in it has changed. */
export interface Picture {
  /** A number that changes whenever another run or branch is shown. */
  readonly run: number;
  readonly view: View;
  readonly page: PageState;
  /** What the page says of the moment. */
  readonly narration: Narration;
  /** The person's guess that the narration is about, in words; empty without one. */
  readonly guess: string;
  /** The newest decisions, oldest first, of the weight the page shows. */
  readonly feed: readonly FeedEvent[];
  /** A number that stays while the long lists, feed and logs, are to be left as they were drawn. */
  readonly lists: number;
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
export function firstPicture({ packets }: Frame, view: View, page: PageState): Picture {
  return {
    run: 0,
    view,
    page,
    narration: narrate({ view, decisive: [], caption: null, touring: page.touring }),
    guess: "",
    feed: [],
    lists: 0,
    lanes: noLanes,
    comparedRun: null,
    node: null,
    packet: null,
    packets,
    suggestion: suggestedWrite(0),
  };
}
