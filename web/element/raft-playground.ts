/**
 * `<raft-playground>`: the whole page as one element, for any page to embed.
 *
 * Attributes: `src` (address of a scenario), `link` (a run), `at` (milliseconds), `speed`
 * ("auto" or a rate), `theme` ("system", "light", "dark"), `controls` ("full", "basic",
 * "none"). Whatever a person can press goes through the same calls that scripts use.
 */

import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { autoSpeed, manualSpeed } from "../clock/speed.ts";
import { createEngine } from "../playground.ts";
import { act } from "../session/cluster.ts";
import { pressNode } from "../session/guesses.ts";
import type { Picture } from "../session/picture.ts";
import { openLink, openScenario } from "../session/runs.ts";
import { Session } from "../session/session.ts";
import { shareUrl } from "../share.ts";
import { type CommandName, commandOf, nodeOf } from "../shortcuts.ts";
import {
  type ControlSet,
  closeTopmost,
  controlSets,
  openDrawer,
  startState,
  type Theme,
  tabs,
  themes,
} from "../state.ts";
import { openingRun } from "../story/seed.ts";
import { noStory, storyStart } from "../story/story.ts";
import { isFirstVisit, rememberVisit } from "../story/visits.ts";
import frameCss from "../styles/frame.css?inline";
import paletteCss from "../styles/palette.css?inline";
import panelCss from "../styles/panels.css?inline";
import pieceCss from "../styles/pieces.css?inline";
import type { Action, FeedEvent, View } from "../view.ts";
import type { RaftBesideRing } from "./beside-ring.ts";
import { type Breakdown, breakdownScreen } from "./breakdown.ts";
import { automaticWords, faultButtons, faultsDrawerButton } from "./buttons.ts";
import { bar, headline, leavesRuleOut, rulesOff } from "./head.ts";
import { runCommand } from "./key-commands.ts";
import { load } from "./late-parts.ts";
import { moment } from "./moment.ts";
import { notice } from "./notice.ts";
import type { RaftRing } from "./ring.ts";
import { thumbBar, timelinePanel, transport } from "./transport.ts";
import "./client.ts";
import "./feed.ts";
import "./inspector.ts";
import "./logs.ts";
import "./network.ts";
import "./ring.ts";
import "./time-line.ts";
import { icon } from "./icons.ts";

/** Narrower than this, the element lays itself out as on a phone (CSS pixels). */
const COMPACT_BELOW = 820;
/** Milliseconds: with the next frame of the screen, twenty frames a second do for creeping timers. */
const QUIET_NAP = 40;
/** Milliseconds a notice stays. */
const NOTICE_STAYS = 7000;

/** What `raft-events` carries: everything decided since the last one. */
export type RaftEvents = CustomEvent<{ readonly events: readonly FeedEvent[] }>;

export class RaftPlayground extends LitElement {
  static override styles = [paletteCss, frameCss, panelCss, pieceCss].map((sheet) =>
    unsafeCSS(sheet),
  );
  static override properties = {
    breakdown: { state: true },
    started: { state: true },
  };
  static override get observedAttributes(): string[] {
    // biome-ignore lint/complexity/noThisInStatic: Lit finishes this very class in its getter.
    return [...super.observedAttributes, "src", "link", "at", "speed", "theme", "controls"];
  }

  declare private breakdown: Breakdown | null;
  declare private started: boolean;

  /** Settled once the engine runs and whatever the attributes name has been opened. */
  readonly ready: Promise<void>;

  #session: Session | null = null;
  #settleReady: { resolve: () => void; reject: (error: unknown) => void };
  #animation = 0;
  /** A pause between two frames while only timers creep. */
  #nap = 0;
  #sizes = new ResizeObserver(() => this.#measure());
  #systemTheme = matchMedia("(prefers-color-scheme: dark)");
  #waitsForEngine = false;
  #noticeTimer = 0;
  #shownTheme = "";
  #noticeShown: unknown = null;
  /** The thing a pointer pressed last: Space plays on, though the focus stays there. */
  #pressedByPointer: EventTarget | null = null;

  constructor() {
    super();
    this.breakdown = null;
    this.started = false;
    let settle: { resolve: () => void; reject: (error: unknown) => void } | null = null;
    this.ready = new Promise<void>((resolve, reject) => {
      settle = { resolve, reject };
    });
    this.#settleReady = settle ?? { resolve: () => undefined, reject: () => undefined };
    // A page that does not ask need not handle it: the screen says what went wrong.
    this.ready.catch(() => undefined);
  }

  // --- The documented interface ---------------------------------------------------------

  /** The run at the moment shown. */
  get view(): View {
    return this.#running.engine.view();
  }

  /** The share link's fragment, beginning with "#". */
  get link(): string {
    return this.#running.engine.link();
  }

  /** Does it at the moment shown; throws one sentence when the engine refuses. */
  act(action: Action): void {
    act(this.#running, action);
  }

  /** n ticks of 10 ms of simulated time. */
  tick(n: number): void {
    this.#running.transport.tick(n);
  }

  /** To a moment in milliseconds, and stays there. */
  seek(ms: number): void {
    this.#running.transport.seekNow(ms * 1000);
  }

  play(): void {
    this.#running.transport.play();
  }

  pause(): void {
    this.#running.transport.pause();
  }

  /** Opens a share link; false when it is refused, and then all stays as it was. */
  open(link: string): boolean {
    return openLink(this.#running, link);
  }

  get #running(): Session {
    if (!this.#session)
      throw new Error("The playground is not ready yet: await its `ready` promise.");
    return this.#session;
  }

  // --- Life -----------------------------------------------------------------------------

  override connectedCallback(): void {
    super.connectedCallback();
    this.#sizes.observe(this);
    this.#systemTheme.addEventListener("change", this.#onSystemTheme);
    document.addEventListener("keydown", this.#onKey);
    if (!this.#session) void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    this.#systemTheme.removeEventListener("change", this.#onSystemTheme);
    document.removeEventListener("keydown", this.#onKey);
    window.clearTimeout(this.#nap);
    cancelAnimationFrame(this.#animation);
    this.#animation = 0;
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (this.#session && old !== value) this.#obey(this.#session, name, value);
  }

  async #start(): Promise<void> {
    try {
      const engine = await createEngine();
      engine.newRun(openingRun);
      const storage = () => localStorage;
      const told = this.#asksForStory() && isFirstVisit(storage);
      if (told) rememberVisit(storage);
      const session = new Session(
        engine,
        {
          wallTime: () => performance.now(),
          pageUrl: () => location.href,
          copy: copyText,
          onChange: () => this.#changed(),
          onEvents: (events) => this.#tellEvents(events),
          onBreak: (error) => this.#break(error),
        },
        told ? storyStart : noStory,
        startState,
      );
      this.#session = session;
      for (const name of ["controls", "theme", "speed", "src", "link", "at"]) {
        await this.#obey(session, name, this.getAttribute(name));
      }
      this.#measure();
      this.started = true;
      this.#settleReady.resolve();
    } catch (error) {
      this.#break(error);
      this.#settleReady.reject(error);
    }
  }

  /** The story is for a page of its own, which says `controls="full"`: not for links, not for embeds. */
  #asksForStory(): boolean {
    return (
      this.getAttribute("controls") === "full" &&
      !this.hasAttribute("link") &&
      !this.hasAttribute("src")
    );
  }

  async #obey(session: Session, name: string, value: string | null): Promise<void> {
    switch (name) {
      case "controls":
        return session.update((page) => ({
          ...page,
          controls: oneOf<ControlSet>(controlSets, value, "full"),
        }));
      case "theme":
        return session.update((page) => ({
          ...page,
          theme: oneOf<Theme>(themes, value, "system"),
        }));
      case "speed":
        if (value !== null)
          session.transport.setSpeed(value === "auto" ? autoSpeed : manualSpeed(Number(value)));
        return;
      case "at":
        if (value !== null) session.transport.seekNow(Number(value) * 1000);
        return;
      case "link":
        if (value !== null && value !== "") openLink(session, value);
        return;
      case "src":
        if (value !== null) await openAddress(session, value);
        return;
      default:
        return;
    }
  }

  #tellEvents(events: readonly FeedEvent[]): void {
    this.dispatchEvent(new CustomEvent("raft-events", { detail: { events } }) satisfies RaftEvents);
  }

  #break(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    const link = this.#session?.lastLink;
    this.breakdown = { reason, url: link === undefined ? null : shareUrl(location.href, link) };
  }

  // --- The loop -------------------------------------------------------------------------

  #changed(): void {
    this.requestUpdate();
    this.#requestFrame();
  }

  /** One loop, which runs only while there is something to move or to draw. */
  #requestFrame = (): void => {
    window.clearTimeout(this.#nap);
    if (this.#animation === 0) this.#animation = requestAnimationFrame(this.#onFrame);
  };

  #onFrame = (): void => {
    this.#animation = 0;
    const session = this.#session;
    if (!session || this.breakdown) return;
    session.tickFrame();
    this.#ring?.draw();
    this.#besideRing?.draw?.();
    if (session.quiet) this.#nap = window.setTimeout(this.#requestFrame, QUIET_NAP);
    else if (session.busy) this.#requestFrame();
  };

  get #ring(): RaftRing | null {
    return this.renderRoot.querySelector<RaftRing>("raft-ring");
  }

  /** Its methods are there once its part of the page is. */
  get #besideRing(): Partial<RaftBesideRing> | null {
    return this.renderRoot.querySelector<RaftBesideRing>("raft-beside-ring");
  }

  #measure(): void {
    const compact = this.clientWidth > 0 && this.clientWidth < COMPACT_BELOW;
    this.#session?.update((page) =>
      page.compact === compact ? page : { ...page, compact, raised: null },
    );
  }

  // --- Keyboard -------------------------------------------------------------------------

  #onKey = (event: KeyboardEvent): void => {
    const session = this.#session;
    if (!session || this.breakdown || event.defaultPrevented || !this.#hears(event)) return;
    const [target] = event.composedPath();
    if (session.page.sheet !== null) return;
    if (target instanceof HTMLInputElement && isText(target)) {
      if (event.key === "Escape") target.blur();
      return;
    }
    if (keysOfItsOwn(target, event.key) && target !== this.#pressedByPointer) return;
    const node = nodeOf(event, session.picture.view.nodes.length);
    const command = commandOf(event);
    if (node !== null) this.#selectNode(session, node);
    else if (command !== null) this.#run(session, command);
    else return;
    event.preventDefault();
  };

  /** Keys count inside the element; on the rest of the page only for its first playground. */
  #hears(event: KeyboardEvent): boolean {
    const path = event.composedPath();
    if (path.includes(this)) return true;
    const first = document.querySelector("raft-playground");
    return first === this && (path[0] === document.body || path[0] === document.documentElement);
  }

  #selectNode(session: Session, id: number): void {
    pressNode(session, id);
    this.#ring?.focusNode(id);
  }

  #run(session: Session, command: CommandName): void {
    runCommand(command, session, {
      typeCommand: () => this.renderRoot.querySelector<HTMLInputElement>(".command")?.focus(),
      letGo: () => this.#ring?.letGo() ?? false,
    });
  }

  // --- Files ----------------------------------------------------------------------------

  #onDragOver(event: DragEvent): void {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  }

  #onDrop(event: DragEvent): void {
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    this.#load(import("./files.ts").then((files) => files.openFile(this.#running, file)));
  }

  // --- Looks ----------------------------------------------------------------------------

  #onSystemTheme = (): void => {
    this.#shownTheme = "";
    this.requestUpdate();
  };

  override render(): TemplateResult {
    if (this.breakdown) return breakdownScreen(this.breakdown, copyText);
    const session = this.#session;
    if (!session || !this.started)
      return html`<p class="starting" role="status">Waking five servers…</p>`;
    const { picture } = session;
    return html`
      <div class="page ${picture.page.compact ? "compact" : "wide"} ${picture.page.controls}"
        @pointerdown=${this.#onPointerDown} @dragover=${this.#onDragOver} @drop=${this.#onDrop}>
        ${picture.page.compact ? this.#compact(session, picture) : this.#wide(session, picture)}
        ${picture.page.sheet === null ? notice(picture) : nothing}
        <raft-menu .session=${session} .picture=${picture}></raft-menu>
        <raft-sheets .session=${session} .picture=${picture}></raft-sheets>
      </div>`;
  }

  #wide(session: Session, picture: Picture): TemplateResult {
    const { raised, controls } = picture.page;
    return html`
      ${bar(session, picture)} ${rulesOff(picture)}
      <section class="scene" aria-label="Cluster">
        ${this.#head(session, picture)}
        <div class="scene-body">
          ${
            controls === "full" && picture.beside === null
              ? html`<div class="faults" role="group" aria-label="Faults">
                  ${faultButtons(session, picture)} ${faultsDrawerButton(session, picture)}
                  <raft-network .session=${session} .picture=${picture}></raft-network>
                  ${automaticWords(picture)}
                </div>`
              : nothing
          }
          ${this.#ringPart(session, picture)}
        </div>
      </section>
      <section class="reading" aria-label="Logs and explanation">
        ${
          picture.beside === null
            ? html`<raft-logs .session=${session} .picture=${picture}></raft-logs>`
            : comparisonPart(session, picture)
        }
        ${moment(session, picture)}
      </section>
      <div class="strip">
        <section class="panel" aria-label="Client">
          <raft-client .session=${session} .picture=${picture}></raft-client>
        </section>
        <section class="panel ${raised === "feed" ? "raised" : ""}" aria-label="Decisions">
          <raft-feed .session=${session} .picture=${picture}></raft-feed>
        </section>
        <section class="panel ${raised === "inspector" ? "raised" : ""}" aria-label="Details">
          <raft-inspector .session=${session} .picture=${picture}></raft-inspector>
        </section>
      </div>
      ${raised === "faults" ? html`<raft-faults class="raised" .session=${session} .picture=${picture}></raft-faults>` : nothing}
      ${raised === "history" ? html`<raft-history class="raised" .session=${session} .picture=${picture}></raft-history>` : nothing}
      ${raised === "choices" ? choicesPart(session, picture) : nothing}
      ${controls === "none" ? nothing : transport(session, picture)}`;
  }

  #compact(session: Session, picture: Picture): TemplateResult {
    return html`
      ${bar(session, picture)} ${rulesOff(picture)}
      <section class="scene" aria-label="Cluster">
        ${this.#head(session, picture)}
        <div class="scene-body side-${picture.page.side}">${this.#ringPart(session, picture)}</div>
      </section>
      ${this.#tabs(session, picture)}
      ${picture.page.raised === "choices" ? choicesPart(session, picture) : nothing}
      ${picture.page.controls === "none" ? nothing : thumbBar(session, picture)}`;
  }

  #ringPart(session: Session, picture: Picture): TemplateResult {
    return html`<raft-ring .session=${session} .picture=${picture} .requestFrame=${this.#requestFrame}></raft-ring>
      ${
        picture.beside === null
          ? nothing
          : html`<raft-beside-ring .session=${session} .picture=${picture} .requestFrame=${this.#requestFrame}></raft-beside-ring>`
      }`;
  }

  #head(session: Session, picture: Picture): TemplateResult {
    return picture.beside === null
      ? headline(session, picture)
      : html`<raft-compare-head .session=${session} .picture=${picture}></raft-compare-head>`;
  }

  #tabs(session: Session, picture: Picture): TemplateResult {
    const { tab, raised } = picture.page;
    const tall = raised === "feed" || raised === "inspector";
    const rise = () => session.update((page) => ({ ...page, raised: tall ? null : "inspector" }));
    return html`<section class="tabs ${tall ? "tall" : ""}" aria-label="Readings">
      <div class="tab-heads">
        <div role="tablist" aria-label="Readings" class="tab-list" @keydown=${this.#tabKey}>
          ${tabs.map(
            (
              name,
            ) => html`<button role="tab" id="tab-${name}" aria-controls="tab-panel" aria-selected=${tab === name}
              tabindex=${tab === name ? 0 : -1}
              @click=${() => session.update((page) => ({ ...page, tab: name }))}>
              ${name === "logs" && picture.beside !== null ? "Differences" : tabWords[name]}
            </button>`,
          )}
        </div>
        <button class="quiet-button" aria-expanded=${tall} @click=${rise}>
          ${icon(tall ? "close" : "rise")}<span class="hidden">${tall ? "Smaller" : "Larger"}</span>
        </button>
      </div>
      <div role="tabpanel" id="tab-panel" aria-labelledby="tab-${tab}" class="tab-panel">
        ${this.#tabPanel(session, picture)}
      </div>
    </section>`;
  }

  #tabPanel(session: Session, picture: Picture): TemplateResult {
    switch (picture.page.tab) {
      case "logs":
        return picture.beside === null
          ? html`<raft-logs .session=${session} .picture=${picture}></raft-logs>`
          : comparisonPart(session, picture);
      case "timeline":
        return timelinePanel(session, picture);
      case "explain":
        return html`<div class="scroll explain" tabindex="0" role="group" aria-label="Explanation">
          ${moment(session, picture)}
          <raft-inspector .session=${session} .picture=${picture}></raft-inspector>
          <raft-feed .session=${session} .picture=${picture}></raft-feed>
        </div>`;
    }
  }

  #tabKey(event: KeyboardEvent): void {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const session = this.#running;
    const by = event.key === "ArrowRight" ? 1 : tabs.length - 1;
    const next = tabs[(tabs.indexOf(session.page.tab) + by) % tabs.length] ?? "logs";
    session.update((page) => ({ ...page, tab: next }));
    this.renderRoot.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
    event.preventDefault();
    event.stopPropagation();
  }

  #onPointerDown(event: PointerEvent): void {
    this.#pressedByPointer =
      event.composedPath().find((target) => target instanceof HTMLButtonElement) ?? null;
  }

  override updated(): void {
    const page = this.#session?.page;
    if (!page) return;
    const theme =
      page.theme === "system" ? (this.#systemTheme.matches ? "dark" : "light") : page.theme;
    if (theme !== this.#shownTheme) {
      this.#shownTheme = theme;
      this.dataset.theme = theme;
      this.#ring?.refreshTheme();
      this.#besideRing?.refreshTheme?.();
    }
    if (page.notice !== this.#noticeShown) this.#watchNotice();
    if (page.sheet !== null) this.#load(import("./sheets.ts"));
    if (page.sheet?.kind === "verdict") this.#loadWithEngine(import("./verdict.ts"));
    if (page.sheet?.kind === "hunt") this.#load(import("./hunter.ts"));
    if (openDrawer(page) === "faults") this.#load(import("./faults-drawer.ts"));
    if (openDrawer(page) === "history") this.#loadWithEngine(import("./history.ts"));
    if (page.menu !== null) this.#load(import("./menu.ts"));
    if (page.raised === "choices") this.#load(import("./choices.ts"));
    if (leavesRuleOut(this.#session?.picture)) this.#load(import("./rule-off.ts"));
    if (this.#session?.picture.beside) this.#load(import("./comparison.ts"));
  }

  #load(part: Promise<unknown>): void {
    if (this.#session) load(this.#session, part);
  }

  /** What clients saw is for the whole engine to say. */
  #loadWithEngine(part: Promise<unknown>): void {
    this.#load(part);
    const session = this.#session;
    if (!session || session.wholeEngine.isHere || this.#waitsForEngine) return;
    this.#waitsForEngine = true;
    void session.wholeEngine.fetch().then((isThere) => {
      this.#waitsForEngine = false;
      if (!isThere) session.update(closeTopmost);
    });
  }

  #watchNotice(): void {
    this.#noticeShown = this.#session?.page.notice ?? null;
    window.clearTimeout(this.#noticeTimer);
    if (this.#noticeShown === null) return;
    this.#noticeTimer = window.setTimeout(() => {
      this.#session?.update((page) => ({ ...page, notice: null }));
    }, NOTICE_STAYS);
  }
}

function comparisonPart(session: Session, picture: Picture): TemplateResult {
  return html`<raft-comparison .session=${session} .picture=${picture}></raft-comparison>`;
}

function choicesPart(session: Session, picture: Picture): TemplateResult {
  return html`<section class="panel raised choices-panel" aria-label="What can happen next">
    <raft-choices .session=${session} .picture=${picture}></raft-choices>
  </section>`;
}

const tabWords = { logs: "Logs", timeline: "Timeline", explain: "Explain" } as const;

function oneOf<T extends string>(known: readonly T[], value: string | null, otherwise: T): T {
  return known.find((candidate) => candidate === value) ?? otherwise;
}

function isText(input: HTMLInputElement): boolean {
  return input.type === "text";
}

/** Keys that the focused thing needs itself: Space on a button, arrows on a slider. */
function keysOfItsOwn(target: EventTarget | undefined, key: string): boolean {
  if (target instanceof HTMLInputElement)
    return key === " " || key.startsWith("Arrow") || key === "Home" || key === "End";
  if (target instanceof HTMLButtonElement) return key === " " || key === "Enter";
  return false;
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

async function openAddress(session: Session, address: string): Promise<void> {
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address} was not found (${answer.status}).`);
    const text = await answer.text();
    if (await session.wholeEngine.fetch()) openScenario(session, text);
  } catch (error) {
    session.say(
      error instanceof Error ? error.message : `${address} could not be read.`,
      "refused",
    );
  }
}

customElements.define("raft-playground", RaftPlayground);
