/** Share links: the fragment of the page's address holds the whole run. */

/** The page refuses longer fragments without reading them. */
export const FRAGMENT_LIMIT = 65_536;

/** Returns the run in an address's hash, or null when there is none. */
export function fragmentOf(hash: string): string | null {
  return hash === "" || hash === "#" ? null : hash;
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
