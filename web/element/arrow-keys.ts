/** Arrow keys in a list. */

/**
 * Moves the focus among the elements that match the selector by arrows, Home and End, so that the
 * whole list is one stop of Tab.
 */
export function moveFocus(event: KeyboardEvent, selector: string): void {
  const list = event.currentTarget;
  if (!(list instanceof HTMLElement)) return;
  const things = [...list.querySelectorAll<HTMLElement>(selector)];
  const at = things.findIndex((thing) => thing.matches(":focus"));
  const to: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: things.length - 1,
  };
  const next = things[to[event.key] ?? -1];
  if (next === undefined) return;
  next.focus();
  event.preventDefault();
  event.stopPropagation();
}
