/** Copies the share link, or a text, to the clipboard. */

import type { Session } from "./session.ts";
import { refusalOfFragment, shareUrl } from "./share.ts";
import { leaveTour } from "./tour.ts";

/**
 * Copies the share link of the moment shown, and opens the sheet that shows it. A run that does
 * not fit a link has none: the sheet offers it as a file.
 */
export async function shareRun(session: Session): Promise<void> {
  const { pageUrl, copy } = session.host;
  const link = session.engine.link();
  const { now, head } = session.engine.view();
  const fits = refusalOfFragment(link) === null;
  const url = fits ? shareUrl(pageUrl(), link) : "";
  const copied = fits && (await copy(url));
  const endsTour = session.picture.narration.step === "share";
  if (endsTour) leaveTour(session);
  session.openSheet({ kind: "share", url, copied, now, head, endsTour });
}

/** Copies a text, and names it in a notice. */
export async function copyText(session: Session, text: string, what: string): Promise<void> {
  const copied = await session.host.copy(text);
  if (copied) session.say(`Copied: ${what}.`);
  else session.say("The browser does not let this page copy.", "refused");
}
