/**
 * Puts the focus into a drawer that opens beside the ring, and back where it was when it closes.
 * Fetched once the page is drawn.
 */

import type { LitElement, ReactiveController } from "lit";
import type { Session } from "../session/session.ts";
import type { PageState } from "../session/state.ts";

export class DrawerFocus implements ReactiveController {
  readonly #host: LitElement;
  readonly #session: Session;
  #open: PageState["raised"] = null;
  /** Whether the drawer has yet to get the focus: its file may still be on its way. */
  #waits = false;
  #before: HTMLElement | null = null;

  constructor(host: LitElement, session: Session) {
    this.#host = host;
    this.#session = session;
  }

  hostUpdated(): void {
    const { raised } = this.#session.page;
    if (raised !== this.#open) this.#change(raised);
    this.#enter();
  }

  /** What the drawer holds is drawn after the page, so it may take another frame. */
  #enter(): void {
    if (!this.#waits) return;
    const drawer = this.#host.renderRoot.querySelector(".raised");
    const first =
      drawer?.querySelector<HTMLElement>("[data-first]") ??
      drawer?.querySelector<HTMLElement>(".scroll[tabindex], button:enabled");
    if (first) {
      this.#waits = false;
      if (!drawer?.matches(":focus-within")) first.focus();
    } else if (drawer) {
      requestAnimationFrame(() => this.#enter());
    }
  }

  #change(raised: PageState["raised"]): void {
    const active = this.#active;
    if (this.#open === null) this.#before = active;
    this.#open = raised;
    this.#waits = raised !== null;
    // What had the focus is gone with the drawer, unless something else has been pressed.
    if (raised === null && (active === null || !active.isConnected)) this.#before?.focus();
  }

  get #active(): HTMLElement | null {
    const root = this.#host.renderRoot;
    const active = root instanceof ShadowRoot ? root.activeElement : null;
    return active instanceof HTMLElement ? active : null;
  }
}
