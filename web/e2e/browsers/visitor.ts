/** Someone at the page, in any browser: all that the essentials need of one. */

import type { RaftPlayground } from "../../element/raft-playground.ts";

export interface Visitor {
  /** Opens an address of the page and waits until its engine runs. */
  open(address: string): Promise<void>;
  /** Presses a button by its accessible name, as a mouse would. */
  press(name: string): Promise<void>;
  /** Replaces what a text box of this name holds. */
  type(name: string, text: string): Promise<void>;
  /** What a text box of this name holds. */
  typed(name: string): Promise<string>;
  /** Runs a function on the page's element. It is sent as text, so that it can use nothing else. */
  ask<T>(question: (host: RaftPlayground) => T): Promise<T>;
  /** Errors that the page has reported so far. */
  faults(): Promise<readonly string[]>;
}

/** The status line of the page. */
export function statusOf(visitor: Visitor): Promise<string> {
  return visitor.ask(
    (host) => host.shadowRoot?.querySelector('[role="status"]')?.textContent?.trim() ?? "",
  );
}
