/** Adds the styles of a part of the page that is fetched later. */

import type { CSSResult } from "lit";

/** Adds the styles to the shadow root of this element, once. */
export function adopt(element: Element, styles: CSSResult): void {
  const root = element.getRootNode();
  const sheet = styles.styleSheet;
  if (!(root instanceof ShadowRoot) || !sheet || root.adoptedStyleSheets.includes(sheet)) return;
  root.adoptedStyleSheets.push(sheet);
}
