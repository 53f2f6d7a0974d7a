/** Keys that go from one thing of a list to the next. */

/**
 * Arrows, Home and End move the focus among what fits the selector: the list itself is one stop
 * of Tab, however long it is.
 */
export function walk(event: KeyboardEvent, selector: string): void {
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
