/** Styles that are fetched with the part of the page they dress. */

import type { CSSResult } from "lit";

/** Adds them to the root in which this element stands, once. */
export function adopt(element: Element, styles: CSSResult): void {
  const root = element.getRootNode();
  const sheet = styles.styleSheet;
  if (!(root instanceof ShadowRoot) || !sheet || root.adoptedStyleSheets.includes(sheet)) return;
  root.adoptedStyleSheets.push(sheet);
}
