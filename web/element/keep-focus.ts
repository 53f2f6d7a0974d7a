/**
 * Keeps the focus on the page: where the thing that has it leaves, or is disabled, the nearest
 * heading or control takes it, and whoever has only a keyboard goes on from there.
 */

const headings = "h1, h2, h3";
/** The link that skips to the cluster is for those who come from the top of the page. */
const controls =
  "button:enabled, a[href]:not(.skip), input:enabled, select:enabled, summary, [tabindex='0']";
/** A part that is still on its way: its heading comes with it. */
const late = "raft-compare-head:not(:defined)";

export function keepFocus(root: ShadowRoot): void {
  /** What had the focus last, and all that it stood in, from the inside out. */
  let path: readonly Element[] = [];
  root.addEventListener("focusin", (event) => {
    const all = event.composedPath();
    path = all.slice(0, all.indexOf(root)).filter((place) => place instanceof Element);
  });
  root.addEventListener("focusout", ({ target }) => {
    // Once the drawing is done: whoever pressed somewhere else wants no focus.
    queueMicrotask(() => {
      if (path[0] === target && root.activeElement === null && isThere(target)) path = [];
    });
  });
  const mend = (changes: readonly MutationRecord[]) => {
    if (path[0] === undefined) return;
    // The page changes in every frame, and to see whether a thing is in sight costs a layout.
    const isKept = path[0] === root.activeElement;
    if (isKept && changes.every(({ type }) => type === "childList")) return;
    if (isThere(path[0]) || isElsewhere(root, path[0])) return;
    const [, ...places] = path;
    path = [];
    for (const place of places) {
      const coming = isThere(place) ? place.querySelector(late) : null;
      if (coming !== null) return whenCome(root, coming, place);
      const home = isThere(place) ? nearest(place) : null;
      if (home !== null) return takeFocus(home);
    }
  };
  new MutationObserver(mend).observe(root, {
    subtree: true,
    childList: true,
    attributeFilter: ["disabled", "open", "hidden"],
  });
}

/** Gives the focus to a place once the part of it that is on its way is drawn. */
function whenCome(root: ShadowRoot, { localName }: Element, place: Element): void {
  void customElements.whenDefined(localName).then(() =>
    requestAnimationFrame(() => {
      const home = root.activeElement === null ? nearest(place) : null;
      if (home !== null) takeFocus(home);
    }),
  );
}

/** Gives the focus to the heading of what is selected, once its details are drawn. */
export function focusDetails(from: Element): void {
  const root = from.getRootNode();
  requestAnimationFrame(() => {
    const heading =
      root instanceof ShadowRoot ? root.querySelector<HTMLElement>(".inspector h2") : null;
    if (heading !== null) takeFocus(heading);
  });
}

/** Whether something else has the focus by now, here or on the page around. */
function isElsewhere(root: ShadowRoot, gone: Element): boolean {
  const { activeElement } = document;
  if (activeElement !== document.body && activeElement !== root.host) return true;
  return root.activeElement !== null && root.activeElement !== gone;
}

function isThere(place: unknown): boolean {
  if (!(place instanceof Element) || !place.isConnected || place.matches(":disabled")) return false;
  return place.getClientRects().length > 0;
}

/** The heading of a place, or its first control. */
function nearest(place: Element): HTMLElement | null {
  const first = (selector: string) =>
    [...place.querySelectorAll<HTMLElement>(selector)].find(isThere) ?? null;
  return first(headings) ?? first(controls);
}

function takeFocus(home: HTMLElement): void {
  if (home.matches(headings)) {
    home.tabIndex = -1;
    // Within the heading's own place, which may cut off what is outside.
    home.style.outlineOffset = "-2px";
  }
  home.focus({ preventScroll: true });
}
