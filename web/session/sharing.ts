/** Copies the share link, or a text, to the clipboard. */

import type { Session } from "./session.ts";
import { shareUrl } from "./share.ts";
import { leaveTour } from "./tour.ts";

/** Copies the share link of the moment shown, and opens the sheet that shows it. */
export async function shareRun(session: Session): Promise<void> {
  const { pageUrl, copy } = session.host;
  const url = shareUrl(pageUrl(), session.engine.link());
  const copied = await copy(url);
  if (session.picture.narration.step === "share") leaveTour(session);
  session.openSheet({ kind: "share", url, copied });
}

/** Copies a text, and names it in a notice. */
export async function copyText(session: Session, text: string, what: string): Promise<void> {
  const copied = await session.host.copy(text);
  if (copied) session.say(`Copied: ${what}.`);
  else session.say("The browser does not let this page copy.", "refused");
}
