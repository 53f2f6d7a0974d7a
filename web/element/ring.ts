/** The ring: a canvas, and a real button over each node. */

import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { NodeId } from "../engine/view.ts";
import { press } from "../session/cluster.ts";
import { guessedNode, pressNode } from "../session/predictions.ts";
import { groupsCutByLine } from "../stage/cutting.ts";
import { type Hit, sameHit } from "../stage/hit.ts";
import { distance, type ScenePoint } from "../stage/point.ts";
import type { StageDrag, StageInput } from "../stage/settings.ts";
import { Stage } from "../stage/stage.ts";
import { nodeWords } from "../words/format.ts";
import { latestViolation } from "../words/violations.ts";
import { classes } from "./classes.ts";
import { isClientBeside } from "./client.ts";
import { faultWords, signsReader } from "./late-signs.ts";
import { Panel } from "./panel.ts";

/** Milliseconds a finger rests before the menu opens. */
const LONG_PRESS = 500;
/** CSS pixels a pointer may stray and still be a click. */
const CLICK_REACH = 6;

interface Press {
  readonly at: ScenePoint;
  readonly hit: Hit | null;
  readonly pointer: number;
}

export class RaftRing extends Panel {
  #stage: Stage | null = null;
  #hovered: Hit | null = null;
  #drag: StageDrag | null = null;
  #press: Press | null = null;
  #longPress = 0;
  /** Whether a long press has opened the menu, so that the click that ends it is ignored. */
  #swallowClick = false;
  #placed: ScenePoint | undefined;
  #faultSigns = signsReader();
  #stillness = matchMedia("(prefers-reduced-motion: reduce)");

  /** Asks the frame loop for a frame. */
  requestFrame: () => void = () => undefined;

  override render(): TemplateResult {
    const { view, page, narration } = this.picture;
    const inviting = narration.invitation === "nodes";
    return html`
      <canvas aria-hidden="true"
        @pointermove=${this.#move} @pointerleave=${this.#leave} @pointerdown=${this.#down}
        @pointerup=${this.#up} @pointercancel=${this.#cancel}></canvas>
      <div class="nodes" role="group" aria-label="Nodes" @keydown=${this.#walk}>
        ${view.nodes.map(
          (
            node,
          ) => html`<button class=${classes("node", inviting && "inviting")} data-node=${node.id}
            data-role=${node.role} data-light=${page.lights?.nodes.get(node.id) ?? nothing}
            aria-label="Node ${node.id}" aria-description=${[nodeWords(node, view), ...faultWords(view, node.id)].join("; ")} aria-keyshortcuts="Shift+F10"
            aria-pressed=${page.selected?.kind === "node" && page.selected.id === node.id}
            @click=${() => this.#clickNode(node.id)}
            @pointerenter=${() => this.#hover({ kind: "node", id: node.id })}
            @pointerleave=${() => this.#hover(null)}
            @pointerdown=${(event: PointerEvent) => this.#armLongPress(event, { kind: "node", id: node.id })}
            @pointerup=${this.#disarmLongPress} @pointercancel=${this.#disarmLongPress}></button>`,
        )}
      </div>`;
  }

  override firstUpdated(_changed: PropertyValues): void {
    const canvas = this.querySelector("canvas");
    if (!canvas) return;
    this.#stage = new Stage(canvas, () => this.requestFrame());
    this.addEventListener("contextmenu", (event) => this.#contextMenu(event));
    this.addEventListener("touchend", (event) => this.#lift(event));
    this.#stillness.addEventListener("change", () => this.requestFrame());
    this.requestFrame();
  }

  override updated(_changed: PropertyValues): void {
    this.requestFrame();
  }

  refreshTheme(): void {
    this.#stage?.refreshTheme();
    this.requestFrame();
  }

  /** Draws the ring; called once per animation frame. */
  draw(): void {
    const stage = this.#stage;
    if (!stage) return;
    const { view, page } = this.picture;
    const input: StageInput = {
      version: view.version,
      selected: page.selected,
      hovered: this.#hovered,
      cuts: view.cuts,
      groups: view.groups,
      ...this.#faultSigns(view),
      client: isClientBeside(this.picture) ? "beside" : "drawn",
      large: page.presents && !page.compact,
      requests: view.requests,
      waiting: view.requestCounts.waiting,
      predicted: guessedNode(this.picture),
      violating: latestViolation(view)?.nodes ?? nobody,
      timerFull: view.options.electionTimeoutMs[1] * 1000,
      drag: this.#drag,
      reducedMotion: this.#stillness.matches,
    };
    stage.update(this.session.frame, input);
    this.#placeButtons(stage);
  }

  #placeButtons(stage: Stage): void {
    const nodes = stage.scene?.nodes ?? [];
    // The stage keeps a ring, with its centers, until its size or its nodes change.
    const key = nodes.at(-1)?.center;
    if (key === this.#placed) return;
    const buttons = this.querySelectorAll<HTMLElement>(".node");
    if (buttons.length !== nodes.length) return;
    this.#placed = key;
    for (const [order, { center, radius }] of nodes.entries()) {
      const size = `${radius * 2}px`;
      const [left, top] = [center.x, center.y].map((middle) => `${middle - radius}px`);
      Object.assign(buttons[order]?.style ?? {}, { left, top, width: size, height: size });
    }
  }

  focusNode(id: NodeId): void {
    this.querySelector<HTMLElement>(`[data-node="${id}"]`)?.focus();
  }

  /**
   * Arrows lead from node to node: up and down, and while a node is to be guessed left and right, too,
   * which else step the run and so would end the question.
   */
  #walk(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1 };
    const sideways: typeof steps = { ArrowLeft: -1, ArrowRight: 1 };
    const asked = this.picture.narration.invitation === "nodes";
    const by = steps[event.key] ?? (asked ? sideways[event.key] : undefined);
    if (by === undefined || event.shiftKey) return;
    const nodes = [...this.querySelectorAll<HTMLElement>(".node")];
    const at = nodes.findIndex((node) => node.matches(":focus"));
    nodes.at((at + by) % nodes.length)?.focus();
    event.preventDefault();
  }

  // --- Pointer --------------------------------------------------------------------------

  #clickNode(id: NodeId): void {
    if (this.#swallowClick) this.#swallowClick = false;
    else pressNode(this.session, id);
  }

  #hover(hit: Hit | null): void {
    if (sameHit(hit, this.#hovered)) return;
    this.#hovered = hit;
    this.classList.toggle("pointing", hit !== null);
    this.requestFrame();
  }

  #move(event: PointerEvent): void {
    const stage = this.#stage;
    const press = this.#press;
    if (!stage) return;
    if (!press) {
      this.#hover(stage.hitAt(event));
      return;
    }
    const point = stage.pointOf(event);
    const strayed = distance(point, press.at) > CLICK_REACH;
    if (strayed) this.#disarmLongPress();
    if (press.hit !== null && press.hit.kind !== "link") return;
    if (!strayed && this.#drag === null) return;
    this.#drag = { from: press.at, to: point };
    this.requestFrame();
  }

  #leave(): void {
    this.#hover(null);
  }

  #down(event: PointerEvent): void {
    const stage = this.#stage;
    if (!stage || event.button !== 0) return;
    const hit = stage.hitAt(event);
    this.#press = { at: stage.pointOf(event), hit, pointer: event.pointerId };
    if (event.target instanceof Element) event.target.setPointerCapture(event.pointerId);
    this.#armLongPress(event, hit);
  }

  #up(event: PointerEvent): void {
    this.#disarmLongPress();
    const press = this.#press;
    const drag = this.#drag;
    this.#press = null;
    this.#drag = null;
    if (!press || press.pointer !== event.pointerId || this.#swallowClick) {
      this.#swallowClick = false;
      this.requestFrame();
      return;
    }
    if (drag) this.#cut(drag);
    else this.session.select(press.hit);
    this.requestFrame();
  }

  /** Drops the cutting line that is being drawn; returns false when there is none. */
  letGo(): boolean {
    const drawing = this.#drag !== null;
    if (drawing) this.#cancel();
    return drawing;
  }

  #cancel(): void {
    this.#disarmLongPress();
    this.#press = null;
    this.#drag = null;
    this.requestFrame();
  }

  /** Partitions the nodes on the two sides of the line drawn. */
  #cut(drag: StageDrag): void {
    const scene = this.#stage?.scene;
    const groups = scene ? groupsCutByLine(scene, drag.from, drag.to) : null;
    if (groups) press(this.session, { partition: groups });
    else
      this.session.say("Draw the line between nodes, right across the ring, to cut the network.");
  }

  // --- Menus ----------------------------------------------------------------------------

  #armLongPress(event: PointerEvent, hit: Hit | null): void {
    this.#swallowClick = false;
    if (event.pointerType === "mouse" || hit === null) return;
    const { clientX, clientY } = event;
    this.#disarmLongPress();
    this.#longPress = window.setTimeout(() => {
      this.#swallowClick = true;
      this.#openMenu(hit, clientX, clientY);
    }, LONG_PRESS);
  }

  /** The end of a long press is no click, which would take the focus from the menu and close it. */
  #lift(event: TouchEvent): void {
    if (this.#swallowClick) event.preventDefault();
    this.#swallowClick = false;
  }

  #disarmLongPress(): void {
    window.clearTimeout(this.#longPress);
  }

  #contextMenu(event: MouseEvent): void {
    event.preventDefault();
    if (this.#swallowClick) return;
    const button = event.composedPath().find((target) => target instanceof HTMLButtonElement);
    if (button instanceof HTMLButtonElement) {
      const box = button.getBoundingClientRect();
      // The menu key has no pointer position: the menu opens at the node.
      const placeless = event.clientX === 0 && event.clientY === 0;
      const x = placeless ? box.left + box.width / 2 : event.clientX;
      const y = placeless ? box.top + box.height / 2 : event.clientY;
      this.#openMenu({ kind: "node", id: Number(button.dataset.node) }, x, y);
      return;
    }
    const hit = this.#stage?.hitAt(event) ?? null;
    if (hit) this.#openMenu(hit, event.clientX, event.clientY);
  }

  #openMenu(target: Hit, clientX: number, clientY: number): void {
    const root = this.getRootNode();
    const host = root instanceof ShadowRoot ? root.host : document.documentElement;
    const box = host.getBoundingClientRect();
    if (target.kind === "packet") this.session.transport.pause();
    this.session.update((page) => ({
      ...page,
      menu: { target, x: clientX - box.left, y: clientY - box.top },
    }));
  }
}

const nobody: readonly NodeId[] = [];

customElements.define("raft-ring", RaftRing);
