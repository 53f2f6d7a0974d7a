/** Addresses of runs: the fragment of a page's URL holds the whole run. */

/** Longer fragments are refused before anything looks at them. */
export const FRAGMENT_LIMIT = 65_536;

/** The run in an address bar, or null when it holds none. */
export function fragmentOf(hash: string): string | null {
  return hash === "" || hash === "#" ? null : hash;
}

/** The page's own address with the run in its fragment; whatever fragment it had goes. */
export function shareUrl(pageUrl: string, fragment: string): string {
  const [withoutFragment] = pageUrl.split("#", 1);
  return `${withoutFragment ?? ""}${fragment.startsWith("#") ? fragment : `#${fragment}`}`;
}

/** One sentence when a fragment is hopeless, or null. */
export function refusalOfFragment(fragment: string): string | null {
  if (fragment.length <= FRAGMENT_LIMIT) return null;
  return `This link is longer than ${FRAGMENT_LIMIT} characters, so it was not opened.`;
}

/**
 * Whether a link may hold a comparison, which takes the full engine: those of version 2 may,
 * and their first three bytes, in base64, are these letters.
 */
export function mayCompare(fragment: string): boolean {
  return /(^|#)UlAC/.test(fragment);
}

/** What a copied link holds, in words. */
export function shareWords(copied: boolean, at: string): string {
  return copied
    ? `Link copied. It holds this run up to ${at}: every crash, cut and write.`
    : `The browser does not let this page copy. Here is the link; it holds this run up to ${at}.`;
}
