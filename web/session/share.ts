/** Share links: the fragment of the page's address holds the whole run. */

import type { Microseconds } from "../engine/view.ts";
import { momentWords } from "../words/format.ts";

/** The page refuses longer fragments without reading them. */
export const FRAGMENT_LIMIT = 65_536;

/** Returns the run in an address's hash, or null when there is none. */
export function fragmentOf(hash: string): string | null {
  return hash === "" || hash === "#" ? null : hash;
}

/** Returns the link that is all of a text, such as a file that was saved from a chat, or null. */
export function linkIn(text: string): string | null {
  const word = text.trim();
  return /^(\S*#)?UlA[A-Za-z0-9_-]*$/.test(word) ? word : null;
}

/**
 * Returns the page's address with the run as its fragment, in place of the run that the address
 * named: another fragment, an example, or a file.
 */
export function shareUrl(pageUrl: string, fragment: string): string {
  const url = new URL(pageUrl);
  for (const name of ["example", "src"]) {
    if (url.searchParams.has(name)) url.searchParams.delete(name);
  }
  url.hash = fragment;
  return url.href;
}

/** Returns a sentence that says why a fragment is refused, or null. */
export function refusalOfFragment(fragment: string): string | null {
  const run = fragment.slice(fragment.indexOf("#") + 1);
  if (run.length <= FRAGMENT_LIMIT) return null;
  return `This link is longer than ${FRAGMENT_LIMIT} characters, so it was not opened.`;
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
