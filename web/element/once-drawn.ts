/** What a page has no need of before it is drawn. Fetched then. */

import type { Session } from "../session/session.ts";
import { keepFocus } from "./keep-focus.ts";
import { preparePrinting } from "./printing.ts";
import type { RaftPlayground } from "./raft-playground.ts";

export function onceDrawn(host: RaftPlayground, session: Session): void {
  keepFocus(host.renderRoot as ShadowRoot);
  preparePrinting(host, session);
}
