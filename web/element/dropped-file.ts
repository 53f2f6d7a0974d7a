/** Opens a scenario file that is dropped on the page, and shows where to drop it. */

import { html, type LitElement, nothing, type TemplateResult } from "lit";
import type { Session } from "../session/session.ts";
import { load } from "./lazy-parts.ts";

export class DroppedFile {
  readonly #host: LitElement;
  readonly #session: () => Session | null;
  #isOver = false;

  constructor(host: LitElement, session: () => Session | null) {
    this.#host = host;
    this.#session = session;
  }

  /** Whether a file is held over the page. */
  get isOver(): boolean {
    return this.#isOver;
  }

  over = (event: DragEvent): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.#show(true);
  };

  /** Leaving one element for another within the page is not leaving it. */
  leave = (event: DragEvent): void => {
    const { currentTarget, relatedTarget } = event;
    const within = currentTarget instanceof Node && relatedTarget instanceof Node;
    if (!within || !currentTarget.contains(relatedTarget)) this.#show(false);
  };

  take = (event: DragEvent): void => {
    this.#show(false);
    const session = this.#session();
    const [file] = event.dataTransfer?.files ?? [];
    if (!file || !session) return;
    event.preventDefault();
    load(
      session,
      import("./files.ts").then((files) => files.openFile(session, file)),
    );
  };

  #show(isOver: boolean): void {
    if (isOver === this.#isOver) return;
    this.#isOver = isOver;
    this.#host.requestUpdate();
  }
}

export function dropPlace({ isOver }: DroppedFile): TemplateResult | typeof nothing {
  return isOver
    ? html`<div class="drop-place" role="status"><p>Drop a scenario file or a saved link here to open it.</p></div>`
    : nothing;
}
