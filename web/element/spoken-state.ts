/**
 * Speaks the state of the cluster while a run plays so fast that it would be another one several
 * times a second: soon when the leader or the number of nodes that are up changes, and else every
 * few seconds. Fetched when a run first plays fast.
 */

import type { Session } from "../session/session.ts";

/** Milliseconds of the viewer's time between two sentences; fewer when the leader has changed. */
const APART = 5000;
const APART_AT_CHANGE = 2000;

class Speaker {
  readonly #region = document.createElement("p");
  #said = "";
  #at = Number.NEGATIVE_INFINITY;
  #timer = 0;

  constructor(root: ParentNode) {
    this.#region.className = "hidden";
    this.#region.ariaLive = "polite";
    root.append(this.#region);
  }

  /** Called after each drawing; the last state is said even if the run stands still by then. */
  hear(session: Session): void {
    const { status } = session.picture.view;
    window.clearTimeout(this.#timer);
    if (status === this.#said) return;
    const apart = headOf(status) === headOf(this.#said) ? APART : APART_AT_CHANGE;
    const wait = Math.max(0, this.#at + apart - performance.now());
    this.#timer = window.setTimeout(() => this.#say(session.picture.view.status), wait);
  }

  #say(status: string): void {
    this.#said = status;
    this.#at = performance.now();
    this.#region.textContent = status;
  }
}

/** Who leads and how many are up: the status without its count of commands. */
function headOf(status: string): string {
  return status.slice(0, status.lastIndexOf(";"));
}

const speakers = new WeakMap<ParentNode, Speaker>();

export function speakState(session: Session, root: ParentNode): void {
  const speaker = speakers.get(root) ?? new Speaker(root);
  speakers.set(root, speaker);
  speaker.hear(session);
}
