/** Loads the full engine, which the page fetches when it first needs it. */

import init, { Playground } from "../generated/full.js";
import wasmUrl from "../generated/full_bg.wasm?url";
import type { CostsView } from "./costs.ts";
import type { DiagramView, ForecastView } from "./diagram.ts";
import type { KeptBranch, OpenedLink } from "./engine.ts";
import type { FullOperations, Module } from "./module.ts";
import { parsed, plainObject } from "./plain.ts";
import type { Mark } from "./view.ts";

export async function loadFull(): Promise<Module<Playground>> {
  await init({ module_or_path: wasmUrl });
  return fullModule(new Playground(0));
}

/** Wraps a playground of the full module with the operations that only it has. */
export function fullModule(playground: Playground): Module<Playground> {
  return { playground, full: fullOperations(playground) };
}

function fullOperations(playground: Playground): FullOperations {
  return {
    open: (link) => parsed<OpenedLink>(playground.open(link)),
    beginOpening: (link) => playground.beginOpening(link),
    beginOpeningKept: ({ branches, shown }) => {
      const line = ({ parent, forkedAt, link }: KeptBranch) =>
        `${parent ?? "-"} ${forkedAt} ${link}`;
      playground.beginOpeningKept(branches.map(line).join("\n"), shown);
    },
    goOnOpening: () => parsed<number | OpenedLink>(playground.goOnOpening()),
    cancelOpening: () => playground.cancelOpening(),
    jump: (kind, direction) => playground.jump(kind, direction === "ahead") ?? null,
    marks: () => parsed<readonly Mark[]>(playground.marks()),
    nameBranch: (id, name) => playground.nameBranch(id, name),
    removeBranch: (id) => playground.removeBranch(id),
    undoRemove: () => playground.undoRemove() ?? null,
    openScenario: (text) => playground.openScenario(text),
    bringBack: () => playground.bringBack(),
    act: (action) => playground.act(action),
    history: (from, until) => plainObject(playground.history(from, until)),
    diagram: (from, until, most) => parsed<DiagramView>(playground.diagram(from, until, most)),
    forecast: (until) => parsed<ForecastView>(playground.forecast(until)),
    costs: () => parsed<CostsView>(playground.costs()),
    historyVerdict: () => plainObject(playground.historyVerdict()),
    choices: () => plainObject(playground.choices()),
    compareBranch: (id) => playground.compareBranch(id),
    options: () => plainObject(playground.options()),
    compareTwin: (options) => playground.compareTwin(options),
    openTwin: (isPair) => playground.openTwin(isPair),
    lookBeside: (beside) => playground.lookBeside(beside),
    comparison: () => plainObject(playground.comparison()),
    saveScenario: () => `${JSON.stringify(plainObject(playground.saveScenario()), null, 2)}\n`,
    traceLines: (after, count) => playground.traceLines(after, count),
    ask: (question) => plainObject(playground.ask(question)),
    decided: (seq) => plainObject(playground.decided(seq)),
    makeHappen: (question, alternative) => playground.makeHappen(question, alternative),
    drawnRun: (tool, from, until) => plainObject(playground.drawnRun(tool, from, until)),
  };
}
