/** Handles key presses: those of the page, and not those that the focused element needs. */

import type { LitElement, ReactiveController } from "lit";
import { pressNode } from "../session/predictions.ts";
import type { Session } from "../session/session.ts";
import { commandOf, nodeOf } from "../session/shortcuts.ts";
import { runCommand } from "./key-commands.ts";
import type { Rings } from "./rings.ts";

export class Keyboard implements ReactiveController {
  readonly #host: LitElement;
  readonly #session: () => Session | null;
  readonly #rings: Rings;
  /** The element pressed last by a pointer: Space still plays while it has the focus. */
  #pressedByPointer: EventTarget | null = null;

  /** `session` returns null while there is no session. */
  constructor(host: LitElement, session: () => Session | null, rings: Rings) {
    host.addController(this);
    this.#host = host;
    this.#session = session;
    this.#rings = rings;
  }

  hostConnected(): void {
    document.addEventListener("keydown", this.#onKey);
  }

  hostDisconnected(): void {
    document.removeEventListener("keydown", this.#onKey);
  }

  notePointer = (event: PointerEvent): void => {
    this.#pressedByPointer =
      event.composedPath().find((target) => target instanceof HTMLButtonElement) ?? null;
  };

  #onKey = (event: KeyboardEvent): void => {
    const session = this.#session();
    if (!session || event.defaultPrevented || !this.#hears(event)) return;
    const [target] = event.composedPath();
    if (session.page.sheet !== null) return;
    if (target instanceof HTMLInputElement && isText(target)) {
      if (event.key === "Escape") target.blur();
      return;
    }
    if (keysOfItsOwn(target, event.key) && target !== this.#pressedByPointer) return;
    if (this.#obey(session, event)) event.preventDefault();
  };

  /** Whether a key is for this element: keys outside of all go to the first one on the page. */
  #hears(event: KeyboardEvent): boolean {
    const path = event.composedPath();
    if (path.includes(this.#host)) return true;
    const first = document.querySelector("raft-playground");
    const onPage = path[0] === document.body || path[0] === document.documentElement;
    return first === this.#host && onPage;
  }

  /** Runs the command of a key; returns false when it has none. */
  #obey(session: Session, event: KeyboardEvent): boolean {
    const node = nodeOf(event, session.picture.view.nodes.length);
    const command = commandOf(event);
    if (node !== null) {
      pressNode(session, node);
      this.#rings.focusNode(node);
    } else if (command !== null) {
      runCommand(command, session, this);
    } else {
      return false;
    }
    return true;
  }

  // --- What a command needs of the page besides the session -----------------------------

  typeCommand(): void {
    this.#host.renderRoot.querySelector<HTMLInputElement>(".command")?.focus();
  }

  letGo(): boolean {
    return this.#rings.letGo();
  }
}

function isText(input: HTMLInputElement): boolean {
  return input.type === "text";
}

/** Whether the focused element needs the key itself: Space on a button, arrows on a slider. */
function keysOfItsOwn(target: EventTarget | undefined, key: string): boolean {
  if (target instanceof HTMLInputElement)
    return key === " " || key.startsWith("Arrow") || key === "Home" || key === "End";
  if (target instanceof HTMLButtonElement) return key === " " || key === "Enter";
  return false;
}
