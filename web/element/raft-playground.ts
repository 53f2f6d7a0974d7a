/**
 * `<raft-playground>`: the whole page as one element, for any page to embed.
 *
 * Attributes: `src` (address of a scenario), `link` (a run), `at` (milliseconds), `speed`
 * ("auto" or a rate), `theme` ("system", "light", "dark"), `controls` ("full", "basic",
 * "none"), `present` (the figure alone, in large type), `keep` (present: the browser keeps the runs,
 * and the last one comes back). Scripts use the same calls as the buttons.
 */

import { html, LitElement, nothing, type TemplateResult, unsafeCSS } from "lit";
import { takesFullEngine } from "../engine/action.ts";
import type { Answer } from "../engine/engine.ts";
import { createEngine } from "../engine/playground.ts";
import type { Action, FeedEvent, View } from "../engine/view.ts";
import { openingRun } from "../narrator/seed.ts";
import { isFirstVisit, rememberVisit } from "../narrator/visits.ts";
import { act } from "../session/cluster.ts";
import { unfetched } from "../session/full-engine.ts";
import { heldBy } from "../session/open-run.ts";
import type { Picture } from "../session/picture.ts";
import { openLink } from "../session/runs.ts";
import { Session } from "../session/session.ts";
import { shareUrl } from "../session/share.ts";
import type { PageState } from "../session/state.ts";
import frameCss from "../styles/frame.css?inline";
import paletteCss from "../styles/palette.css?inline";
import panelCss from "../styles/panels.css?inline";
import pieceCss from "../styles/pieces.css?inline";
import stripCss from "../styles/strip.css?inline";
import type { AskedRun } from "./asked-run.ts";
import { applyAttribute, attributes } from "./attributes.ts";
import type { Breakdown } from "./breakdown.ts";
import { classes } from "./classes.ts";
import { toClipboard } from "./clipboard.ts";
import { compactPage } from "./compact-page.ts";
import { FrameLoop } from "./frame-loop.ts";
import { Keeping } from "./keeping.ts";
import { keptChoices } from "./kept-choices.ts";
import { Keyboard } from "./keyboard.ts";
import { LazyParts } from "./lazy-parts.ts";
import { load } from "./load.ts";
import { lowPage } from "./low-page.ts";
import type { Layout } from "./page-parts.ts";
import { Rings } from "./rings.ts";
import { Seen } from "./seen.ts";
import { ShownTheme } from "./shown-theme.ts";
import { Size } from "./size.ts";
import { waiting } from "./waiting.ts";
import { widePage } from "./wide-page.ts";

/** The detail of `raft-events`: the events since the last one. */
export type RaftEvents = CustomEvent<{ readonly events: readonly FeedEvent[] }>;

export class RaftPlayground extends LitElement {
  static override styles = [
    unsafeCSS(paletteCss),
    unsafeCSS(frameCss),
    unsafeCSS(panelCss),
    unsafeCSS(pieceCss),
    unsafeCSS(stripCss),
  ];
  static override properties = {
    breakdown: { state: true },
    started: { state: true },
  };
  static override get observedAttributes(): string[] {
    // biome-ignore lint/complexity/noThisInStatic: Lit finishes this very class in its getter.
    return [...super.observedAttributes, ...attributes];
  }

  declare private breakdown: Breakdown | null;
  declare private started: boolean;

  /** Resolves once the engine runs and the run that the attributes name is open. */
  readonly ready: Promise<void>;

  /** The run that the page's address asks for; set before the engine has arrived. */
  asked: Promise<AskedRun> | null = null;

  #session: Session | null = null;
  #settleReady: { resolve: () => void; reject: (error: unknown) => void };
  /** The session, or null before it begins and after a breakdown. */
  #live = (): Session | null => (this.breakdown ? null : this.#session);
  #rings = new Rings(this);
  #loop = new FrameLoop(this, this.#live, this.#rings);
  #keyboard = new Keyboard(this, this.#live, this.#rings);
  #size = new Size(this, this.#live);
  #theme = new ShownTheme(this, this.#rings);
  #keeping = new Keeping();
  #lazyParts = new LazyParts();
  #seen = new Seen();
  #breakdownScreen: typeof import("./breakdown.ts").breakdownScreen | null = null;

  constructor() {
    super();
    this.breakdown = null;
    this.started = false;
    let settle: { resolve: () => void; reject: (error: unknown) => void } | null = null;
    this.ready = new Promise<void>((resolve, reject) => {
      settle = { resolve, reject };
    });
    this.#settleReady = settle ?? { resolve: () => undefined, reject: () => undefined };
    // A page that does not use `ready` need not handle its rejection: the screen explains it.
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

  /**
   * Does an action at the moment shown. Resolves when it is done: at once, unless it takes the full
   * engine and that is not here yet. Rejects with one sentence when the engine refuses.
   */
  async act(action: Action): Promise<void> {
    const session = this.#running;
    if (takesFullEngine(action) && !(await session.fullEngine.fetch())) throw new Error(unfetched);
    act(session, action);
  }

  /**
   * The answer to a question about the moment shown, such as "leader" or "commit 7". Rejects with
   * one sentence when it is no question, or one about what is not there.
   */
  async ask(question: string): Promise<Answer> {
    const session = this.#running;
    if (!(await session.fullEngine.fetch())) throw new Error(unfetched);
    return session.engine.ask(question);
  }

  /** Advances by n ticks of 10 ms of simulated time. */
  tick(n: number): void {
    this.#running.transport.tick(n);
  }

  /** Seeks a moment in milliseconds and pauses. */
  seek(ms: number): void {
    this.#running.transport.seekNow(ms * 1000);
  }

  play(): void {
    this.#running.transport.play();
  }

  pause(): void {
    this.#running.transport.pause();
  }

  /**
   * Opens a share link; false when it is refused, and then all stays as it was. A run that takes
   * long to replay is shown when it is ready.
   */
  open(link: string): boolean {
    return openLink(this.#running, link);
  }

  /** Shows the run that was there before a link was opened, or a fresh one. */
  leaveLink(): Promise<void> {
    return this.#keeping.leaveLink(this.#running);
  }

  get #running(): Session {
    if (!this.#session)
      throw new Error("The playground is not ready yet: await its `ready` promise.");
    return this.#session;
  }

  // --- Life -----------------------------------------------------------------------------

  override connectedCallback(): void {
    super.connectedCallback();
    if (!this.#session) void this.#start();
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (this.#session && old !== value) applyAttribute(this.#session, name, value);
  }

  async #start(): Promise<void> {
    try {
      const whole = this.asked !== null || !this.#namesNoRun();
      // The first picture does not wait for what is begun here; where nothing is seen, none comes.
      if (!document.hidden) await new Promise(requestAnimationFrame);
      const engine = await createEngine(whole);
      engine.newRun(openingRun);
      const storage = () => localStorage;
      const asked = await this.asked;
      const told = asked?.tellsTour ?? (this.#asksForTour() && isFirstVisit(storage));
      if (told) rememberVisit(storage);
      const host = {
        wallTime: () => performance.now(),
        pageUrl: () => location.href,
        copy: toClipboard,
        onChange: () => this.#changed(),
        onEvents: (events: readonly FeedEvent[]) => this.#tellEvents(events),
        onBreak: (error: unknown) => this.#break(error),
      };
      const session = new Session(engine, host, told);
      this.#session = session;
      heldBy(session);
      // The attribute `theme` is applied after this, and so comes first.
      session.update((page) => ({ ...page, ...keptChoices() }));
      for (const name of attributes) await applyAttribute(session, name, this.getAttribute(name));
      const keeps = this.hasAttribute("keep");
      const namesNoRun = asked === null && this.#namesNoRun();
      if (keeps && !told && namesNoRun) await this.#keeping.begin(session, true);
      await asked?.open(session);
      this.#size.measure();
      this.started = true;
      load(
        session,
        import("./once-drawn.ts").then((part) => part.onceDrawn(this, session)),
      );
      if (keeps) void this.updateComplete.then(() => this.#keeping.begin(session, false));
      this.#settleReady.resolve();
    } catch (error) {
      this.#break(error);
      this.#settleReady.reject(error);
    }
  }

  /** Whether to begin with the tour: only with `controls="full"`, and not for a link or a scenario. */
  #asksForTour(): boolean {
    return this.getAttribute("controls") === "full" && this.#namesNoRun();
  }

  #namesNoRun(): boolean {
    return !this.hasAttribute("link") && !this.hasAttribute("src");
  }

  #changed(): void {
    this.requestUpdate();
    this.#loop.request();
    this.#keeping.noteChange();
  }

  #tellEvents(events: readonly FeedEvent[]): void {
    this.dispatchEvent(new CustomEvent("raft-events", { detail: { events } }) satisfies RaftEvents);
  }

  #break(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    const link = this.#session?.lastLink;
    this.breakdown = { reason, url: link === undefined ? null : shareUrl(location.href, link) };
    // If the screen cannot be fetched either, one sentence has to do.
    import("./breakdown.ts").then(
      (part) => {
        this.#breakdownScreen = part.breakdownScreen;
        this.requestUpdate();
      },
      () => undefined,
    );
  }

  // --- Looks ----------------------------------------------------------------------------

  override render(): TemplateResult | typeof nothing {
    if (this.breakdown) {
      const { reason, url } = this.breakdown;
      return (
        this.#breakdownScreen?.(this.breakdown) ??
        html`<p role="alert">The engine does not run: ${reason}. Reload the page. ${url}</p>`
      );
    }
    const session = this.#session;
    if (!session || !(this.started || session.page.waiting))
      // A served page has its first picture in the slot of a root that it declares.
      return this.renderOptions.renderBefore
        ? nothing
        : html`<p class="starting" role="status">Waking five servers…</p>`;
    const { picture } = session;
    const { controls } = picture.page;
    this.#seen.look(picture);
    return html`
      <div class=${classes("page", pageClass(picture.page), controls, picture.narration.invitation === "nodes" && "first")} @pointerdown=${this.#keyboard.notePointer}>
        ${pageOf(picture.page)(session, picture, { requestFrame: this.#loop.request, seen: this.#seen })}
        ${waiting(session, picture)}
        <raft-menu .session=${session} .picture=${picture}></raft-menu>
        <raft-sheets .session=${session} .picture=${picture}></raft-sheets>
      </div>`;
  }

  override updated(): void {
    const session = this.#session;
    if (!session) return;
    this.#theme.show(session.page.theme);
    this.#lazyParts.fetch(session, this.renderRoot);
  }
}

/** The page for a hall is fetched with the first presentation. */
function presentPage(session: Session, picture: Picture, layout: Layout): TemplateResult {
  return html`<raft-present .session=${session} .picture=${picture} .layout=${layout}></raft-present>`;
}

function pageOf({ presents, low, compact }: PageState) {
  if (presents) return presentPage;
  if (low) return lowPage;
  return compact ? compactPage : widePage;
}

function pageClass({ presents, low, compact }: PageState): string {
  if (presents) return "presents";
  if (low) return "compact low";
  return compact ? "compact phone" : "wide";
}

customElements.define("raft-playground", RaftPlayground);
