/**
 * Every sentence that the page says of a moment is checked by a second reading of the moment: in
 * hundreds of runs, at moments drawn with a fixed seed, after rewinds, forks and links.
 */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rules } from "../compare/rules.ts";
import type { Engine } from "../engine/engine.ts";
import type { Action } from "../engine/view.ts";
import { Hunter, initSync } from "../generated/hunter.js";
import { captionOf } from "../narrator/facts.ts";
import { type Narration, narrate } from "../narrator/narrate.ts";
import { isForTour } from "../narrator/tour.ts";
import { wordsOf } from "../narrator/words.ts";
import type { Captions } from "../session/state.ts";
import { checksAndFaults } from "../words/fault-counts.ts";
import { machineWords } from "../words/fault-signs.ts";
import { verdictOf } from "../words/verdict.ts";
import { faultOf } from "./claim-checker.ts";
import { anEngine, anExtended } from "./engine.ts";
import {
  badgeFault,
  eventFault,
  inspectorFault,
  machineFault,
  statusFault,
} from "./feed-checker.ts";

initSync({
  module: readFileSync(new URL("../generated/hunter_bg.wasm", import.meta.url)),
});

/** Draws whole numbers below a limit, the same ones for the same seed. */
function drawer(seed: number) {
  let state = (seed * 2654435761 + 1) >>> 0;
  return (below: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
type Draw = ReturnType<typeof drawer>;

const spoken = new Map<string, number>();
const said = new Set<string>();
const runs = new Set<string>();

/** Checks all that the page says of the moment that the engine shows. */
function checkMoment(engine: Engine, captions: Captions | null, where: string): void {
  const view = engine.view();
  const feed = engine.feed(2000, "decisive");
  const faults: string[] = [];
  const note = (what: string, fault: string | null) => {
    if (fault !== null) faults.push(`${what} — but ${fault}`);
  };
  const caption = captionOf(view, captions);
  for (const touring of isForTour(view) ? [false, true] : [false]) {
    const narration = narrate({
      view,
      decisive: touring ? feed : feed.slice(-1),
      caption,
      touring,
    });
    for (const claim of narration.claims) {
      note(
        `${narration.headline} ${narration.reason} [${claim.kind}]`,
        faultOf(claim, { view, feed }),
      );
      spoken.set(claim.kind, (spoken.get(claim.kind) ?? 0) + 1);
    }
    said.add(narration.headline);
    note(narration.headline, orderFault(engine, narration, caption));
    if (narration.invitation !== null && narration.invitation !== "nodes") {
      note(
        narration.reason,
        faultOf({ kind: "press", button: narration.invitation }, { view, feed }),
      );
    }
  }
  note(view.status, statusFault(view));
  const badge = checksAndFaults(verdictOf(view).checks, view);
  note(badge, badgeFault(view, badge));
  for (const { id } of view.nodes) {
    note(`Node ${id}`, inspectorFault(view, engine.node(id)));
    const words = machineWords(view, id);
    note(words, machineFault(view, id, words));
  }
  // Broken rules make other sentences true; those of whole Raft are read.
  if (view.options.bugs.length === 0) {
    const now = engine.feed(40, "notable").filter(({ at }) => at === view.now);
    const last = now.filter(
      (event, place) => !now.slice(place + 1).some((later) => later.node === event.node),
    );
    for (const event of last) note(event.kind, eventFault(view, event));
  }
  expect(faults, `${where}, at ${view.now} of branch ${view.branch}`).toEqual([]);
}

/**
 * Why headline and reason do not belong together, or null. What a caption says belongs to its time:
 * whether that has begun, the captions of earlier moments tell.
 */
function orderFault(
  engine: Engine,
  { headline, event, voice, claims }: Narration,
  caption: string | null,
): string | null {
  const { now, violation, latestViolation, assumptionAt } = engine.view();
  const repeated = claims.slice(1).find((claim) => headline.includes(wordsOf(claim)));
  if (repeated) return `"${wordsOf(repeated)}" is said twice`;
  const captionAt = (at: number): string | null => {
    engine.seek(at);
    const then = engine.view().caption;
    engine.seek(now);
    return then;
  };
  if (voice === "caption" && event !== null && captionAt(event.at) !== headline)
    return `"${event.sentence}" happened before that was said`;
  if (violation === null && assumptionAt === null) return null;
  const last = engine
    .marks()
    .filter(({ kind, at }) => kind === "violation" && at <= now)
    .at(-1);
  if (violation !== null && last?.at !== latestViolation?.at)
    return "a later violation is not told";
  if (caption === null || now === 0) return null;
  // What follows from a broken assumption is told once; what came before it keeps the word.
  const told =
    violation === null || last === undefined
      ? assumptionAt
      : last.at < (assumptionAt ?? Number.POSITIVE_INFINITY)
        ? last.at
        : violation.at;
  const isOld = captionAt(told ?? 0) === caption;
  if (voice === "caption" && isOld) return "the violation is newer than the caption";
  if (voice === "violation" && !isOld) return `the story has gone on: ${caption}`;
  return null;
}

/** What the page says of the moment, as one text. */
function words(engine: Engine, touring: boolean): string {
  const view = engine.view();
  const decisive = engine.feed(touring ? 1000 : 1, "decisive");
  const { headline, reason, section } = narrate({ view, decisive, caption: null, touring });
  return `${headline} ${reason} ${section}`;
}

/** Moments drawn anywhere, and moments at which something happens. */
function aMoment(engine: Engine, draw: Draw): number {
  const { head } = engine.view();
  const marks = engine.marks();
  return draw(2) === 0 && marks.length > 0
    ? (marks[draw(marks.length)]?.at ?? 0)
    : draw(Math.max(1, head + 1));
}

/** Goes to moments in any order, forks, and opens links; each moment says the same each time. */
function wander(
  engine: Engine,
  draw: Draw,
  moments: number,
  where: string,
  captions: Captions | null = null,
): void {
  const other = anEngine();
  runs.add(where);
  engine.seek(0);
  checkMoment(engine, captions, where);
  for (let count = 0; count < moments; count += 1) {
    engine.seek(aMoment(engine, draw));
    checkMoment(engine, captions, where);
    const touring = isForTour(engine.view());
    const then = words(engine, touring);
    if (count % 3 === 0) {
      const { now, branch } = engine.view();
      engine.seek(draw(now + 1));
      if (count % 2 === 0) {
        attempt(engine, anAction(draw, engine));
        checkMoment(engine, captions, `${where}, forked`);
        engine.advanceTo(engine.view().now + draw(4_000_000));
        checkMoment(engine, captions, `${where}, on the fork`);
        engine.openBranch(branch);
      }
      engine.seek(now);
      expect(words(engine, touring), `${where}, come back to ${now}`).toBe(then);
    }
    if (count % 4 === 1) {
      other.open(engine.link());
      // A link does not carry a title, which would have the word at the beginning.
      if (engine.view().title === "" || engine.view().now > 0)
        expect(words(other, touring), `${where}, by link`).toBe(words(engine, touring));
    }
  }
}

function attempt(engine: Engine, action: Action): void {
  try {
    engine.act(action);
  } catch {
    // Not everything is possible at every moment.
  }
}

function anAction(draw: Draw, engine: Engine, plain = false): Action {
  const { nodes } = engine.view();
  const node = draw(nodes.length);
  const other = (node + 1 + draw(nodes.length - 1)) % nodes.length;
  const pair = [node, other] as const;
  const group = nodes.map(({ id }) => id).filter(() => draw(2) === 0);
  const rest = nodes.map(({ id }) => id).filter((id) => !group.includes(id));
  const usual: readonly Action[] = [
    { write: `SET x=${draw(99)}`, to: "any" },
    { write: `SET y=${draw(99)}`, to: node },
    { write: "GET x", to: "any" },
    { crash: "leader" },
    { crash: node },
    { restart: "all" },
    { restart: node },
    { partition: [group, rest] },
    { partition: [[node, other], nodes.map(({ id }) => id).filter((id) => !pair.includes(id))] },
    "heal",
    "heal",
    { pause: node },
    { resume: node },
    { timeout: node },
    { cut: pair },
    { isolate: node },
    { loss: "1/10" },
  ];
  const rough: readonly Action[] = [
    { disk: "stalls", node },
    { disk: "lies", node },
    { disk: "syncs", node },
    { wipe_disk: node },
    { clock_rate: "2/1", node },
    { crash_at_write: node },
    { transfer: node },
    { transfer: node },
  ];
  const all = plain ? usual : [...usual, ...rough];
  return all[draw(all.length)] ?? "heal";
}

/** A run in which things are done at random; with these extensions of Raft on. */
function aRoughRun(seed: number, plain: boolean, extensions: readonly string[] = []): Engine {
  const draw = drawer(seed);
  const nodes = [3, 5, 5, 5, 4, 7][draw(6)] ?? 5;
  const engine =
    extensions.length === 0 ? anEngine(seed, nodes) : anExtended(seed, nodes, extensions);
  for (let count = 0; count < 14; count += 1) {
    engine.advanceTo(engine.view().now + draw(2_500_000));
    attempt(engine, anAction(draw, engine, plain));
  }
  engine.advanceTo(engine.view().now + 3_000_000);
  return engine;
}

/** A run as the tour asks for it, with detours. */
function aTouredRun(seed: number): Engine {
  const draw = drawer(seed);
  const engine = anEngine(seed);
  for (let count = 0; count < 24; count += 1) {
    const view = engine.view();
    const { invitation } = narrate({
      view,
      decisive: engine.feed(1000, "decisive"),
      caption: null,
      touring: true,
    });
    const leader =
      view.nodes.find(({ role, status }) => role === "leader" && status === "up")?.id ?? 0;
    const rest = view.nodes
      .map(({ id }) => id)
      .filter((id) => id !== leader && id !== (leader + 1) % 5);
    const does: Readonly<Record<string, Action>> = {
      write: { write: `SET x=${count}`, to: "any" },
      crash: { crash: "leader" },
      restart: { restart: "all" },
      partition: { partition: [[leader, (leader + 1) % 5], rest] },
      heal: "heal",
    };
    if (draw(8) === 0) attempt(engine, anAction(draw, engine, true));
    else if (invitation !== null && does[invitation]) attempt(engine, does[invitation]);
    engine.advanceTo(engine.view().now + draw(1_500_000));
  }
  return engine;
}

const files = ["", "bugs/", "conformance/"].flatMap((folder) =>
  readdirSync(new URL(`../../scenarios/${folder}`, import.meta.url))
    .filter((name) => name.endsWith(".json") && name !== "schema.json")
    .map((name) => `${folder}${name}`),
);

describe("nothing that the page says is false", () => {
  it.each(files)("in %s", (file) => {
    const engine = anEngine();
    engine.openScenario(readFileSync(new URL(`../../scenarios/${file}`, import.meta.url), "utf8"));
    const { head, branch, branches } = engine.view();
    const captions = { branch, end: head, actions: branches[0]?.actionCount ?? 0 };
    engine.seek(0);
    checkMoment(engine, captions, file);
    engine.seek(head);
    wander(engine, drawer(file.length), 6, file, captions);
  });

  it.each([0, 1, 2, 3])("in runs with faults at random (%i)", (part) => {
    for (let seed = part * 15; seed < part * 15 + 15; seed += 1) {
      wander(aRoughRun(seed, seed % 2 === 0), drawer(seed), 7, `rough run ${seed}`);
    }
  });

  it.each([
    "pre_vote",
    "check_quorum",
    "leader_stickiness",
    "pre_vote check_quorum leader_stickiness",
  ])("in runs with faults at random and extensions on (%s)", (names) => {
    const extensions = names.split(" ");
    for (let seed = 0; seed < 12; seed += 1) {
      const engine = aRoughRun(seed, seed % 2 === 0, extensions);
      wander(engine, drawer(seed), 7, `rough run ${seed} with ${extensions.join()}`);
    }
  });

  it.each([0, 1, 2])("in runs that follow the tour (%i)", (part) => {
    for (let seed = part * 15; seed < part * 15 + 15; seed += 1) {
      wander(aTouredRun(seed), drawer(seed), 10, `toured run ${seed}`);
    }
  });

  it.each(rules.map(({ name }) => name))("in hunted runs without the rule %s", (bug) => {
    const caught = new Hunter(undefined, [bug], undefined, false).hunt(0, 30).catches;
    for (const { link, seed } of caught.slice(0, 3)) {
      const engine = anEngine();
      engine.open(link);
      wander(engine, drawer(seed), 5, `hunted ${bug}, seed ${seed}`);
    }
  });

  it.each([0, 1, 2, 3])("under chaos and a workload (%i)", (part) => {
    for (let seed = part * 6; seed < part * 6 + 6; seed += 1) {
      const engine = anEngine(seed, 3 + (seed % 4));
      engine.act({ chaos: { per_minute: 40, assumptions: seed % 4 === 3 ? "broken" : "kept" } });
      engine.act({ workload: { per_second: 2 } });
      engine.advanceTo(60_000_000);
      wander(engine, drawer(seed), 6, `chaos ${seed}`);
    }
  });

  it("while links are cut one by one, and a leader is paused", () => {
    const engine = anEngine(1);
    const actions: readonly Action[] = [
      { cut: [0, 1] },
      { cut: [1, 0] },
      { uncut: [0, 1] },
      { isolate: 3 },
      "heal",
      { pause: "leader" },
      { resume: "all" },
    ];
    engine.advanceTo(5_000_000);
    for (const action of actions) {
      engine.act(action);
      checkMoment(engine, null, JSON.stringify(action));
      engine.advanceTo(engine.view().now + 300_000);
      checkMoment(engine, null, `after ${JSON.stringify(action)}`);
    }
    expect([...spoken.keys()]).toEqual(expect.arrayContaining(["cutLink", "leaderPaused"]));
  });

  it("in hundreds of runs", () => {
    expect(runs.size).toBeGreaterThan(220);
  });

  it("and all kinds of sentences have been said", () => {
    const kinds = [...spoken.keys()];
    for (const kind of mustBeSaid) expect(kinds).toContain(kind);
    expect(said.size).toBeGreaterThan(100);
  });
});

const mustBeSaid = [
  "event",
  "note",
  "caption",
  "title",
  "about",
  "violated",
  "violation",
  "assumptionBroken",
  "assumption",
  "beginning",
  "leads",
  "nobodyLeads",
  "transfer_begun",
  "transfer_aborted",
  "asks",
  "ballots",
  "timersRun",
  "noMajority",
  "down",
  "back",
  "up",
  "groups",
  "cutLinks",
  "nothingCut",
  "cutOffLeader",
  "majorityLeads",
  "copies",
  "waits",
  "committed",
  "isCommitted",
  "stored",
  "survived",
  "oneLog",
  "overwritten",
  "truncated",
  "rule",
  "press",
  "askFirst",
  "askFate",
  "askSurvives",
] as const;
