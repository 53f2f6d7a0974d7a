/** What a page has no need of before it is drawn. Fetched then. */

import type { LitElement } from "lit";
import type { Session } from "../session/session.ts";
import { takeDroppedFiles } from "./dropped-file.ts";
import { keepFocus } from "./keep-focus.ts";
import { preparePrinting } from "./printing.ts";

export function onceDrawn(host: LitElement, session: Session): void {
  keepFocus(host.renderRoot as ShadowRoot);
  preparePrinting(host, session);
  takeDroppedFiles(host, session);
}
