/** What a session needs of the page around it, so that the session knows nothing of the DOM. */

import type { FeedEvent } from "../engine/view.ts";

export interface Host {
  /** Milliseconds of the viewer's time. */
  readonly wallTime: () => number;
  /** The page's address, to which share links add a fragment. */
  readonly pageUrl: () => string;
  /** Puts text on the clipboard; false when that is refused. */
  readonly copy: (text: string) => Promise<boolean>;
  /** Called when there is something new to draw. */
  readonly onChange: () => void;
  readonly onEvents: (events: readonly FeedEvent[]) => void;
  /** The engine has stopped for good. */
  readonly onBreak: (error: unknown) => void;
}
