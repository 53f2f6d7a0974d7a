/** The Faults drawer: the network and the disks, the faults now, and the Lab. */

import { html, nothing, type TemplateResult, unsafeCSS } from "lit";
import type { Action, ChaosView, View, WorkloadView } from "../../engine/view.ts";
import { press, pressAll } from "../../session/cluster.ts";
import { mending } from "../../session/faults.ts";
import faultsCss from "../../styles/faults.css?inline";
import { faultSignsOf, linkNotes } from "../../words/fault-signs.ts";
import { countOf, spanWords } from "../../words/format.ts";
import { adopt } from "../adopt.ts";
import { icon } from "../icons.ts";
import { membersSection } from "../members.ts";
import { type DrawPanel, Panel } from "../panel.ts";

/** The values of the sliders before anything is switched on. */
const usualChaos: ChaosView = { perMinute: 12, breaksAssumptions: false };
const usualWorkload: WorkloadView = { perSecond: 5, readsPerMille: 500, keys: 3, clients: 5 };
const CHAOS_MAX = 120;

interface Dial {
  readonly name: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly words: string;
  /** Called when the slider is released. */
  readonly set: (value: number) => void;
}

/** One style sheet for all instances of this element. */
const styles = unsafeCSS(faultsCss);

export class RaftFaults extends Panel {
  static override properties = {
    ...Panel.properties,
    chaos: { state: true },
    workload: { state: true },
  };
  /** The values of sliders whose switches are off. */
  declare chaos: ChaosView;
  declare workload: WorkloadView;

  constructor() {
    super();
    this.chaos = usualChaos;
    this.workload = usualWorkload;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adopt(this, styles);
  }

  override render(): TemplateResult {
    return html`
      ${this.picture.page.compact ? nothing : this.#head()}
      <div class="scroll drawer-body" tabindex="0" role="group" aria-label="Faults">
        ${this.#suffering()} ${this.#everywhere()}
        ${membersSection(this.session, this.picture.view.machines)} ${this.#lab()}
      </div>`;
  }

  #head(): TemplateResult {
    return html`<div class="panel-head">
      <h2>Faults</h2>
      <button class="quiet-button" @click=${() => this.session.update((page) => ({ ...page, raised: null }))}>
        ${icon("close")}<span class="hidden">Close the faults</span>
      </button>
    </div>`;
  }

  // --- What suffers now -----------------------------------------------------------------

  #suffering(): TemplateResult {
    const { view } = this.picture;
    const lines = sufferingLines(view);
    return html`<section aria-label="What suffers now">
      ${
        lines.length === 0
          ? html`<p class="quiet">
              Nothing suffers now. Right-click a node, a link or a message, hold a finger on it, or
              press Shift+F10 on a node, and choose what goes wrong there.
            </p>`
          : html`<ul class="suffering">${lines.map((line) => html`<li>${line}</li>`)}</ul>`
      }
      <div class="button-row">
        <button class="button" ?disabled=${lines.length === 0} @click=${() => pressAll(this.session, mending(view))}>
          ${icon("heal")}Mend everything
        </button>
        <button class="button" @click=${() => this.session.openSheet({ kind: "partition" })}>
          ${icon("partition")}Groups…
        </button>
      </div>
    </section>`;
  }

  // --- Everywhere -----------------------------------------------------------------------

  #everywhere(): TemplateResult {
    const { options } = this.picture.view;
    const [least, most] = options.diskMs;
    const act = (action: Action) => press(this.session, action);
    return html`<section aria-label="Everywhere">
      <h3>Everywhere</h3>
      ${
        this.picture.page.compact
          ? nothing
          : html`<raft-network class="where-narrow" .session=${this.session} .picture=${this.picture}></raft-network>
              <raft-network .session=${this.session} .picture=${this.picture} .shows=${"rest"}></raft-network>`
      }
      ${dial({
        name: "Doubled messages",
        value: Math.round(options.duplicatePerMille / 10),
        min: 0,
        max: 100,
        words: `${Math.round(options.duplicatePerMille / 10)}\u202f%`,
        set: (value) => act({ duplication: `${value}/100` }),
      })}
      ${dial({
        name: "Disk writes take",
        value: most,
        min: 0,
        max: 200,
        words: most === 0 ? "no time" : spanWords([least, most]),
        set: (value) => act({ disk_ms: [value, value] }),
      })}
    </section>`;
  }

  // --- Lab ------------------------------------------------------------------------------

  #lab(): TemplateResult {
    return html`<section aria-label="Lab">
      <h3>Lab</h3>
      ${this.#chaos()} ${this.#workload()} ${this.#hunt()}
    </section>`;
  }

  #chaos(): TemplateResult {
    const { view } = this.picture;
    const chaos = view.chaos ?? this.chaos;
    const set = (next: ChaosView, on: boolean) => {
      this.chaos = next;
      if (on || view.chaos !== null) this.#disturb(on ? next : null);
    };
    const on = view.chaos !== null;
    return html`<div class="lab-part">
      ${toggle("Chaos", on, () => set(chaos, !on))}
      <p class="quiet">
        Faults come by themselves, drawn from the seed; some mend earlier ones. When you switch
        chaos off, it puts right what it broke; your own faults stay.
      </p>
      ${dial({
        name: "Faults per minute",
        value: chaos.perMinute,
        min: 1,
        max: CHAOS_MAX,
        words: String(chaos.perMinute),
        set: (perMinute) => set({ ...chaos, perMinute }, on),
      })}
      <label class="check">
        <input type="checkbox" .checked=${chaos.breaksAssumptions}
          @change=${() => set({ ...chaos, breaksAssumptions: !chaos.breaksAssumptions }, on)} />
        also break what Raft assumes: disks that lie, wiped disks
      </label>
      <p class="quiet">
        Raft promises nothing once a disk forgets what it has confirmed. The verdict then names the
        broken assumption, not Raft.
      </p>
    </div>`;
  }

  #workload(): TemplateResult {
    const { view } = this.picture;
    const workload = view.workload ?? this.workload;
    const on = view.workload !== null;
    const set = (change: Partial<WorkloadView>) => {
      this.workload = { ...workload, ...change };
      if (on) this.#work(this.workload);
    };
    const reads = Math.round(workload.readsPerMille / 10);
    return html`<div class="lab-part">
      ${toggle("Workload", on, () => (on ? press(this.session, { workload: "off" }) : this.#work(workload)))}
      <p class="quiet">Clients write and read by themselves, each one operation at a time.</p>
      ${dial({
        name: "Operations per second",
        value: workload.perSecond,
        min: 1,
        max: 50,
        words: String(workload.perSecond),
        set: (perSecond) => set({ perSecond }),
      })}
      ${dial({
        name: "Reads",
        value: reads,
        min: 0,
        max: 100,
        words: `${reads}\u202f%`,
        set: (value) => set({ readsPerMille: value * 10 }),
      })}
      ${dial({
        name: "Keys",
        value: workload.keys,
        min: 1,
        max: 26,
        words: String(workload.keys),
        set: (keys) => set({ keys }),
      })}
      ${dial({
        name: "Clients",
        value: workload.clients,
        min: 1,
        max: 20,
        words: String(workload.clients),
        set: (clients) => set({ clients }),
      })}
    </div>`;
  }

  #hunt(): TemplateResult {
    return html`<div class="lab-part">
      <div class="button-row">
        <button class="button" title="G" aria-haspopup="dialog"
          @click=${() => this.session.openSheet({ kind: "hunt" })}>Hunt for a failure…</button>
      </div>
      <p class="quiet">
        Leave a rule of Raft out, and thousands of hostile runs look for what it was there to
        prevent.
      </p>
    </div>`;
  }

  #disturb(chaos: ChaosView | null): void {
    if (chaos === null) {
      press(this.session, { chaos: "off" });
      return;
    }
    const { perMinute, breaksAssumptions } = chaos;
    const assumptions = breaksAssumptions ? "broken" : "kept";
    press(this.session, { chaos: { per_minute: perMinute, assumptions } });
  }

  #work({ perSecond, readsPerMille, keys, clients }: WorkloadView): void {
    const reads = `${readsPerMille}/1000`;
    press(this.session, { workload: { per_second: perSecond, reads, keys, clients } });
  }
}

/** A switch, with its name and a mark when it is on. */
function toggle(name: string, on: boolean, press: () => void): TemplateResult {
  return html`<label class="switch">
    <input type="checkbox" role="switch" .checked=${on} @change=${press} />
    <span class="switch-name">${name}</span>
    <span class="quiet" aria-hidden="true">${on ? "on" : "off"}</span>
  </label>`;
}

function dial({ name, value, min, max, words, set }: Dial): TemplateResult {
  const read = (event: Event) => {
    if (event.target instanceof HTMLInputElement) set(Number(event.target.value));
  };
  return html`<label class="slider">
    <span class="slider-name">${name}</span><output>${words}</output>
    <input type="range" aria-label=${name} min=${min} max=${max} step="1" .value=${String(value)}
      aria-valuetext=${words} @change=${read} />
  </label>`;
}

/** Returns a line for each node and link with faults: "Node 1: its disk stalls." */
function sufferingLines(view: View): readonly string[] {
  const cut = view.cuts.length;
  return [
    ...view.nodes.flatMap((node) => {
      const state = node.status === "up" ? [] : [node.status];
      const words = [...state, ...faultSignsOf(view, node.id).map((it) => it.words)];
      return words.length === 0 ? [] : [`Node ${node.id}: ${words.join("; ")}.`];
    }),
    ...(cut === 0 ? [] : [`${countOf(cut, "way is cut", "ways are cut")} (each link has two).`]),
    ...linkNotes(view).map(
      ({ from, to, bothWays, text }) => `${from} ${bothWays ? "↔" : "→"} ${to}: ${text}.`,
    ),
  ];
}

customElements.define("raft-faults", RaftFaults);

export const draw: DrawPanel = (session, picture, place) =>
  html`<raft-faults class=${place} .session=${session} .picture=${picture}></raft-faults>`;
