/** Styles of parts that are fetched later, for the one root they live in. */

import { unsafeCSS } from "lit";

const adopted = new WeakMap<ShadowRoot, Set<string>>();

export function adoptStyles(element: Element, css: string): void {
  const root = element.getRootNode();
  if (!(root instanceof ShadowRoot)) return;
  const known = adopted.get(root) ?? new Set();
  adopted.set(root, known);
  const sheet = unsafeCSS(css).styleSheet;
  if (!sheet || known.has(css)) return;
  known.add(css);
  root.adoptedStyleSheets.push(sheet);
}
