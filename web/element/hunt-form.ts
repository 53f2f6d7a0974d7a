/** The form that chooses a hunt. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { type HuntChoice, leavingOut, SEED_MAX, SEEDS_MAX } from "../hunt/choice.ts";
import { clusterLike, clusterSizes, optionsWords, withoutExtensions } from "../hunt/cluster.ts";
import type { HuntDesk } from "../hunt/desk.ts";
import type { GalleryEntry, HuntNames } from "../hunt/words.ts";
import type { Session } from "../session/session.ts";
import { leaveTour } from "../session/tour.ts";
import { countOf } from "../words/format.ts";
import { brokenRule } from "../words/rule-names.ts";

/** A value of a select, and its words. */
type Option = readonly [string, string];

export function huntForm(session: Session, desk: HuntDesk, names: HuntNames): TemplateResult {
  const { choice, progress } = desk;
  const runs = progress?.state === "running";
  const exhibit = names.bugs.find(({ name }) => name === choice.bug) ?? null;
  const begin = (event: SubmitEvent) => {
    event.preventDefault();
    desk.begin();
    leaveTour(session);
  };
  return html`<form class="hunt-form" @submit=${begin}>
    <fieldset ?disabled=${runs}>
      <legend class="hidden">What to hunt</legend>
      <div class="hunt-rules">${ruleChooser(desk, names)}</div>
      <div class="hunt-exhibit">${exhibit === null ? wholeRaft(choice) : exhibitWords(exhibit, names)}</div>
      ${chooser("What counts", choice.property ?? "", [["", "Any property"], ...names.properties], (property) => desk.choose({ property: property === "" ? null : property }))}
      ${clusterChooser(session, desk)}
      <div class="hunt-seeds">
        ${figure("First seed", choice.first, 0, SEED_MAX, (first) => desk.choose({ first }))}
        ${figure("How many seeds", choice.seeds, 1, SEEDS_MAX, (seeds) => desk.choose({ seeds }))}
      </div>
      <p class="quiet hunt-cluster">${clusterWords(desk)}</p>
      <div class="hunt-checks">
        ${check("Stop at the first catch", choice.stopsAtCatch, (stopsAtCatch) => desk.choose({ stopsAtCatch }))}
        ${check("Disks may lie and be wiped, more than Raft can bear", choice.breaksAssumptions, (breaksAssumptions) => desk.choose({ breaksAssumptions }))}
        ${check("Each seed draws all extensions of Raft, and transfers of the lead", choice.allOptions, (allOptions) => desk.choose({ allOptions }))}
        ${check("All kinds of faults: failing disks, jumping clocks and torn writes, too", choice.allFaults, (allFaults) => desk.choose({ allFaults }))}
      </div>
    </fieldset>
    <div class="button-row sheet-acts">
      <button class="button primary" type="submit" ?disabled=${runs}>Hunt</button>
      <button class="button" type="button" ?disabled=${!runs} @click=${() => desk.stop()}>Stop</button>
      <span class="quiet">${countOf(desk.workers, "worker", "workers")}, every check on.${runs ? " It goes on while this is closed." : ""}</span>
    </div>
  </form>`;
}

// --- The rule ---------------------------------------------------------------------------

function ruleChooser(desk: HuntDesk, { bugs }: HuntNames): TemplateResult {
  const rules = bugs.map(({ name }): Option => [name, brokenRule(name)]);
  const choose = (chosen: string) =>
    desk.choose(leavingOut(bugs.find(({ name }) => name === chosen) ?? null));
  const chosen = desk.choice.bug ?? "";
  return chooser("Rules", chosen, [["", "All kept: whole Raft"]], choose, {
    title: "One rule broken on purpose",
    options: rules,
  });
}

function wholeRaft({ breaksAssumptions }: HuntChoice): TemplateResult {
  return breaksAssumptions
    ? html`<p>
        Raft relies on disks that keep what they have confirmed. These may not: what breaks then is
        no fault of Raft.
      </p>`
    : html`<p>
        Expect no catch: with every rule kept, nothing that the hunt does to a cluster may break a
        promise of Raft. To see failures caught, break a rule.
      </p>`;
}

function exhibitWords(
  { paragraph, rule, section, breaks, source }: GalleryEntry,
  names: HuntNames,
) {
  const property = names.properties.find(([name]) => name === breaks)?.[1] ?? breaks;
  const expectation =
    breaks === null
      ? "Expect no catch: without this rule nothing breaks, and a cluster only becomes slower. " +
        "Compare a run with its twin to see it."
      : "Expect a catch, soon or after many seeds: some broken rules show themselves in nearly " +
        "every run, others only when much comes together.";
  return html`<p>${expectation}</p>
    <p>${paragraph}</p>
    <p>The rule (${section}): <b>${rule}</b></p>
    <p class="quiet">It keeps: ${property ?? "elections short and few"}.${source === null ? "" : ` Seen in: ${source}.`}</p>`;
}

// --- The cluster ------------------------------------------------------------------------

function clusterChooser(session: Session, desk: HuntDesk): TemplateResult {
  const { cluster } = desk.choice;
  const sizes = clusterSizes.map((size): Option => [String(size), countOf(size, "node", "nodes")]);
  const choose = (chosen: string) => {
    if (chosen === "like") void likeTheRunShown(session, desk);
    else if (chosen === "drawn") desk.choose({ cluster: { kind: "drawn" } });
    else desk.choose({ cluster: { kind: "size", nodes: Number(chosen) } });
  };
  return chooser(
    "Cluster",
    cluster.kind === "size" ? String(cluster.nodes) : cluster.kind,
    [["drawn", "Each seed draws one"], ...sizes, ["like", "Like the run shown"]],
    choose,
  );
}

/** Chooses the run's cluster; without the full engine, which knows its options, nothing changes. */
export async function likeTheRunShown(session: Session, desk: HuntDesk): Promise<void> {
  const { engine } = session;
  const take = () => desk.choose({ cluster: clusterLike(engine.options(), engine.link()) });
  const isTaken = (await session.fullEngine.fetch()) && session.attempt(take);
  if (!isTaken) desk.choose({});
}

function clusterWords({ choice }: HuntDesk): string {
  const { cluster, allOptions } = choice;
  if (cluster.kind === "drawn") return "One to seven nodes, and a network of its own for each.";
  const drawn = allOptions ? " Its extensions of Raft are drawn by each seed." : "";
  if (cluster.kind === "size")
    return `In every run: ${optionsWords({ nodes: cluster.nodes })}.${drawn}`;
  const options = allOptions ? withoutExtensions(cluster.options) : cluster.options;
  return `As in the run shown: ${optionsWords(options)}.${drawn}`;
}

// --- Fields -----------------------------------------------------------------------------

function chooser(
  name: string,
  chosen: string,
  options: readonly Option[],
  choose: (value: string) => void,
  group?: { readonly title: string; readonly options: readonly Option[] },
): TemplateResult {
  const option = ([value, words]: Option) =>
    html`<option value=${value} .selected=${live(value === chosen)}>${words}</option>`;
  const read = ({ target }: Event) => {
    if (target instanceof HTMLSelectElement) choose(target.value);
  };
  return html`<label class="hunt-field">
    <span>${name}</span>
    <select class="command" @change=${read}>
      ${options.map(option)}
      ${group === undefined ? nothing : html`<optgroup label=${group.title}>${group.options.map(option)}</optgroup>`}
    </select>
  </label>`;
}

function check(words: string, checked: boolean, set: (checked: boolean) => void): TemplateResult {
  return html`<label class="check">
    <input type="checkbox" .checked=${checked} @change=${() => set(!checked)} />
    ${words}
  </label>`;
}

function figure(
  name: string,
  value: number,
  min: number,
  max: number,
  set: (value: number) => void,
): TemplateResult {
  const read = ({ target }: Event) => {
    if (target instanceof HTMLInputElement && target.validity.valid) set(target.valueAsNumber);
  };
  return html`<label class="hunt-field">
    <span>${name}</span>
    <input class="command" type="number" required min=${min} max=${max} step="1" .value=${String(value)} @input=${read} />
  </label>`;
}
