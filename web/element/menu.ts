/** The context menu: opened by right click, long press or the menu key. */

import { html, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from "lit";
import menuCss from "../styles/menu.css?inline";
import { adopt } from "./adopt.ts";
import { focusDetails } from "./keep-focus.ts";
import { type Menu, type MenuItem, menuFor } from "./menu-items.ts";
import { Panel } from "./panel.ts";

/** CSS pixels kept free at the edges of the page. */
const MARGIN = 8;
/** CSS pixels between a node and its menu: the node may have two rings around it. */
const GAP = 14;

const styles = unsafeCSS(menuCss);

export class RaftMenu extends Panel {
  #menu: Menu | null = null;
  #openFor: unknown = null;
  #focusBefore: Element | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override willUpdate(_changed: PropertyValues): void {
    const open = this.picture.page.menu;
    if (open === this.#openFor) return;
    this.#openFor = open;
    this.#menu = open ? menuFor(open.target, this.session) : null;
  }

  override render(): TemplateResult {
    if (!this.#menu) return html``;
    return html`<div class="menu" role="menu" aria-label=${this.#menu.title} @keydown=${this.#key} @focusout=${this.#left}>
      <p class="menu-title" aria-hidden="true">${this.#menu.title}</p>
      ${this.#menu.items.map(
        (
          item,
        ) => html`<button role="menuitem" class="menu-item" tabindex="-1" aria-disabled=${item.disabled ?? false}
          aria-current=${item.isNow ? "true" : nothing} aria-haspopup=${item.opens ? "menu" : nothing}
          @click=${() => this.#run(item)}><span>${item.label}</span>${item.key ? html`<kbd aria-hidden="true">${item.key}</kbd>` : nothing}</button>`,
      )}
    </div>`;
  }

  override updated(): void {
    const menu = this.querySelector<HTMLElement>(".menu");
    const open = this.picture.page.menu;
    if (!menu || !open || menu.dataset.placed === `${open.x}/${open.y}`) return;
    menu.dataset.placed = `${open.x}/${open.y}`;
    const root = this.getRootNode();
    this.#focusBefore = root instanceof ShadowRoot ? root.activeElement : null;
    this.#fit();
  }

  /** Keeps the menu inside the page, and focuses its first item. */
  #fit(): void {
    const menu = this.querySelector<HTMLElement>(".menu");
    const open = this.picture.page.menu;
    if (!menu || !open) return;
    const room = this.offsetParent ?? document.documentElement;
    // A low page has less room than a menu needs: the rest is scrolled to.
    menu.style.setProperty("max-height", `${room.clientHeight - 2 * MARGIN}px`);
    menu.style.setProperty("overflow-y", "auto");
    const left = Math.min(
      this.#besideNode(menu) ?? open.x,
      room.clientWidth - menu.offsetWidth - MARGIN,
    );
    // The menu of moments opens above its button, which is at the foot of the page.
    const foot = open.target.kind === "moments" ? open.y : room.clientHeight;
    const top = Math.min(open.y, foot - menu.offsetHeight - MARGIN);
    menu.style.setProperty("left", `${Math.max(MARGIN, left)}px`);
    menu.style.setProperty("top", `${Math.max(MARGIN, top)}px`);
    this.#items[0]?.focus();
  }

  /** The place of a node's menu: at the side of the node that has the room, so that it stays seen. */
  #besideNode({ offsetWidth }: HTMLElement): number | null {
    const target = this.picture.page.menu?.target;
    const root = this.getRootNode();
    if (target?.kind !== "node" || !(root instanceof ShadowRoot)) return null;
    const node = root.querySelector(`[data-node="${target.id}"]`)?.getBoundingClientRect();
    if (!node) return null;
    const page = root.host.getBoundingClientRect();
    const [before, after] = [
      node.left - page.left - GAP - offsetWidth,
      node.right - page.left + GAP,
    ];
    if (after + offsetWidth + MARGIN <= page.width) return after;
    return before >= MARGIN ? before : null;
  }

  get #items(): readonly HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>(".menu-item")];
  }

  #run(item: MenuItem): void {
    if (item.disabled) return;
    if (item.opens) {
      this.#open(item.opens);
      return;
    }
    this.#close();
    item.run(this.session);
    if (item.inspects) focusDetails(this);
  }

  /** Replaces this menu with a submenu. */
  #open(menu: Menu): void {
    // Every menu has a first item, so the focus is not lost.
    this.#items[0]?.focus();
    this.#menu = menu;
    this.requestUpdate();
    void this.updateComplete.then(() => this.#fit());
  }

  #close(): void {
    this.session.update((page) => ({ ...page, menu: null }));
    if (this.#focusBefore instanceof HTMLElement) this.#focusBefore.focus();
  }

  #key(event: KeyboardEvent): void {
    const items = this.#items;
    const at = items.findIndex((item) => item.matches(":focus"));
    const to: Readonly<Record<string, number>> = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    };
    const next = to[event.key];
    event.stopPropagation();
    if (next !== undefined) items[next]?.focus();
    else if (event.key === "ArrowRight") this.#openFocused(at);
    else if (event.key === "ArrowLeft") this.#back();
    else if (event.key === "Escape" || event.key === "Tab") this.#close();
    else return;
    event.preventDefault();
  }

  #openFocused(at: number): void {
    const submenu = this.#menu?.items[at]?.opens;
    if (submenu) this.#open(submenu);
  }

  /** Returns to the menu that this one replaced. */
  #back(): void {
    const open = this.picture.page.menu;
    const menu = open && menuFor(open.target, this.session);
    if (menu && menu.title !== this.#menu?.title) this.#open(menu);
  }

  /** Closes the menu on a click elsewhere. */
  #left(event: FocusEvent): void {
    const to = event.relatedTarget;
    if (to instanceof Node && this.contains(to)) return;
    queueMicrotask(() => {
      if (this.session.page.menu === this.#openFor) {
        this.session.update((page) => ({ ...page, menu: null }));
      }
    });
  }
}

customElements.define("raft-menu", RaftMenu);
