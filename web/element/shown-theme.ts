/** The theme shown: the one chosen, else that of the system. */

import type { LitElement, ReactiveController } from "lit";
import type { Theme } from "../session/state.ts";
import type { Rings } from "./rings.ts";

export class ShownTheme implements ReactiveController {
  readonly #host: LitElement;
  readonly #rings: Rings;
  #system = matchMedia("(prefers-color-scheme: dark)");
  #shown = "";

  constructor(host: LitElement, rings: Rings) {
    host.addController(this);
    this.#host = host;
    this.#rings = rings;
  }

  hostConnected(): void {
    this.#system.addEventListener("change", this.#onSystem);
  }

  hostDisconnected(): void {
    this.#system.removeEventListener("change", this.#onSystem);
  }

  show(theme: Theme): void {
    const shown = theme === "system" ? (this.#system.matches ? "dark" : "light") : theme;
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#host.dataset.theme = shown;
    this.#rings.refreshTheme();
  }

  #onSystem = (): void => {
    this.#shown = "";
    this.#host.requestUpdate();
  };
}
