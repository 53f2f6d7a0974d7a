/** What a page has no need of before it is drawn. Fetched then. */

import type { LitElement } from "lit";
import type { Session } from "../session/session.ts";
import { bringPictures } from "../stage/kept-part.ts";
import { paintFromPicture } from "../stage/pictures.ts";
import { takeDrops } from "./dropped-file.ts";
import { keepFocus } from "./keep-focus.ts";
import type { load } from "./lazy-parts.ts";
import { preparePrinting } from "./printing.ts";
import { openByDragging } from "./strip-edge.ts";

/** `fetching` is a function of the first load: to import it from there would split that. */
export function onceDrawn(host: LitElement, session: Session, fetching: typeof load): void {
  keepFocus(host.renderRoot as ShadowRoot);
  preparePrinting(host, session);
  openByDragging(host, session);
  takeDrops(host, session, fetching);
  bringPictures(paintFromPicture);
}
