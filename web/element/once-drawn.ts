/** What a page has no need of before it is drawn. Fetched then. */

import { type LitElement, unsafeCSS } from "lit";
import type { Session } from "../session/session.ts";
import { bringPictures } from "../stage/kept-part.ts";
import { paintFromPicture } from "../stage/pictures.ts";
import noticeCss from "../styles/notice.css?inline";
import { adoptInto } from "./adopt.ts";
import { DrawerFocus } from "./drawer-focus.ts";
import { takeDroppedFiles } from "./dropped-file.ts";
import { keepFocus } from "./keep-focus.ts";
import { NoticeTimer } from "./notice-timer.ts";
import { preparePrinting } from "./printing.ts";
import { openByDragging } from "./strip-edge.ts";

const styles = unsafeCSS(noticeCss);

export function onceDrawn(host: LitElement, session: Session): void {
  const root = host.renderRoot as ShadowRoot;
  // Only now: what is removed before a browser has noted its paint counts as never painted.
  host.querySelector(".first-paint")?.remove();
  adoptInto(root, styles);
  keepFocus(root);
  // They look at the page after each drawing, and at what is there already.
  host.addController(new DrawerFocus(host, session));
  host.addController(new NoticeTimer(session));
  host.requestUpdate();
  preparePrinting(host, session);
  openByDragging(host, session);
  takeDroppedFiles(host, session);
  bringPictures(paintFromPicture);
}
