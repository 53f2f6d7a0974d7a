/** Adds the styles of a part of the page that is fetched later. */

import type { CSSResult } from "lit";

/** Adds the styles to the shadow root of this element, once. */
export function adopt(element: Element, styles: CSSResult): void {
  adoptInto(element.getRootNode(), styles);
}

/** Adds the styles to this shadow root, once. */
export function adoptInto(root: Node, { styleSheet: sheet }: CSSResult): void {
  if (!(root instanceof ShadowRoot) || !sheet || root.adoptedStyleSheets.includes(sheet)) return;
  root.adoptedStyleSheets.push(sheet);
}
