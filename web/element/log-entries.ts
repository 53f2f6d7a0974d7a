/**
 * Entries of the logs can be asked about: by a press, or by keys. Enter in the logs goes to the
 * newest entry that is not known as committed, arrows lead from entry to entry, and Enter asks. Fetched
 * with the first request.
 */

import { unsafeCSS } from "lit";
import { questionOfEntry } from "../session/entry-question.ts";
import type { Session } from "../session/session.ts";
import entriesCss from "../styles/entries.css?inline";
import { adopt } from "./adopt.ts";
import type { RaftLogs } from "./logs.ts";

const styles = unsafeCSS(entriesCss);

// Heard before the page's own keys, in every logs of the document.
for (const type of ["click", "keydown", "pointerover"] as const)
  document.addEventListener(type, heard, { capture: true });

function heard(event: Event): void {
  const [target] = event.composedPath();
  if (!(target instanceof Element)) return;
  const logs = target.closest<RaftLogs>("raft-logs");
  if (logs === null) return;
  adopt(logs, styles);
  const cell = cellOf(target);
  if (event instanceof KeyboardEvent) press(logs, cell, event);
  else if (event.type === "click" && cell !== null) ask(logs.session, cell);
}

function press(logs: RaftLogs, cell: HTMLElement | null, event: KeyboardEvent): void {
  const { key, ctrlKey, altKey, metaKey } = event;
  if (ctrlKey || altKey || metaKey) return;
  if (key === "Enter") {
    if (cell !== null) ask(logs.session, cell);
    else if (!isScroller(event)) return;
    else focus(firstOf(logs));
  } else if (cell === null) return;
  else if (key.startsWith("Arrow")) focus(next(cell, key));
  else if (key === "Escape") logs.querySelector<HTMLElement>(".log-scroll")?.focus();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Not a button in the logs, which Enter presses. */
function isScroller(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof Element && target.classList.contains("log-scroll");
}

/** A cell with an entry in it. */
function cellOf(target: Element | null): HTMLElement | null {
  if (target === null) return null;
  return target.closest<HTMLElement>(".log-cell:not(.none, .in-snapshot)");
}

/** The newest entry that some node does not know as committed, else the newest one. */
function firstOf(logs: RaftLogs): HTMLElement | null {
  const all = [...logs.querySelectorAll<HTMLElement>(".log-cell:not(.none, .in-snapshot)")];
  return all.findLast((cell) => cell.classList.contains("hollow")) ?? all.at(-1) ?? null;
}

function next(cell: HTMLElement, key: string): HTMLElement | null {
  const row = cell.parentElement;
  if (key === "ArrowLeft") return cellOf(cell.previousElementSibling);
  if (key === "ArrowRight") return cellOf(cell.nextElementSibling);
  const other = key === "ArrowUp" ? row?.previousElementSibling : row?.nextElementSibling;
  return cellOf(other?.children[columnOf(cell) + 1] ?? null);
}

function focus(cell: HTMLElement | null): void {
  if (cell === null) return;
  cell.tabIndex = -1;
  cell.focus();
}

/** The first child of a row is its index. */
function columnOf(cell: HTMLElement): number {
  return [...(cell.parentElement?.children ?? [])].indexOf(cell) - 1;
}

function ask(session: Session, cell: HTMLElement): void {
  const { view } = session.picture;
  const node = view.nodes[columnOf(cell)];
  const index = Number(cell.parentElement?.firstElementChild?.textContent);
  const term = Number(cell.querySelector("b")?.textContent);
  if (node === undefined) return;
  session.openSheet({ kind: "ask", asked: questionOfEntry(node.id, index, term, view) });
}
