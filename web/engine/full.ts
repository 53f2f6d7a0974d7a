/** Loads the full engine, which the page fetches when it first needs it. */

import init, { Playground } from "../generated/full.js";
import wasmUrl from "../generated/full_bg.wasm?url";
import type { KeptBranch } from "./engine.ts";
import type { FullOperations, Module } from "./module.ts";
import { plainObject } from "./plain.ts";

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
    openScenario: (text) => playground.openScenario(text),
    openKept: ({ branches, shown }) => {
      const line = ({ parent, forkedAt, link }: KeptBranch) =>
        `${parent ?? "-"} ${forkedAt} ${link}`;
      return plainObject(playground.openKept(branches.map(line).join("\n"), shown));
    },
    bringBack: () => playground.bringBack(),
    act: (action) => playground.act(action),
    history: (from, until) => plainObject(playground.history(from, until)),
    historyVerdict: () => plainObject(playground.historyVerdict()),
    choices: () => plainObject(playground.choices()),
    compareBranch: (id) => playground.compareBranch(id),
    options: () => plainObject(playground.options()),
    compareTwin: (options) => playground.compareTwin(options),
    lookBeside: (beside) => playground.lookBeside(beside),
    comparison: () => plainObject(playground.comparison()),
    saveScenario: () => `${JSON.stringify(plainObject(playground.saveScenario()), null, 2)}\n`,
    traceLines: (after, count) => playground.traceLines(after, count),
  };
}
