/** What is said of a share link, and how one is found in a text; fetched with what needs it. */

import type { Microseconds } from "../engine/view.ts";
import { momentWords } from "../words/format.ts";
import { FRAGMENT_LIMIT } from "./share.ts";

/** Returns the link that is all of a text, such as a file that was saved from a chat, or null. */
export function linkIn(text: string): string | null {
  const word = text.trim();
  return /^(\S*#)?UlA[A-Za-z0-9_-]*$/.test(word) ? word : null;
}

/** Said of a run for which there is no link. */
export const longRunWords = `This run does not fit a link, which has at most ${FRAGMENT_LIMIT} characters: save it as a file, and send that.`;

/**
 * Returns the sentence that says what a link holds, and whether it was copied: the branch up to
 * `head`, as far as it was ever played, and the moment at which it opens.
 */
export function shareWords(
  copied: boolean,
  { now, head }: { readonly now: Microseconds; readonly head: Microseconds },
): string {
  const opens = now < head ? ` and opens at ${momentWords(now)}` : "";
  const holds = `holds this run up to ${momentWords(head)}${opens}`;
  return copied
    ? `Link copied. It ${holds}: every crash, cut and write.`
    : `The browser does not let this page copy. Here is the link; it ${holds}.`;
}
