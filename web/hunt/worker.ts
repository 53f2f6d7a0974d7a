/** A worker that hunts: the engine without a page, built for speed. */

import init, { Hunter, huntNames, post } from "../generated/hunter.js";
import wasmUrl from "../generated/hunter_bg.wasm?url";
import { watcher } from "./watcher.ts";
import { type Answer, notFetched, type Order } from "./words.ts";

const loaded = init({ module_or_path: wasmUrl }).catch(() => {
  throw new Error(notFetched);
});
let hunter: Hunter | null = null;

addEventListener("message", async ({ data }: MessageEvent<Order>) => {
  try {
    await loaded;
    post(obey(data));
  } catch (error) {
    // After a trap inside the engine, it must not be called again; so this is no refusal.
    if (error instanceof WebAssembly.RuntimeError) reportError(error);
    else refuse(error instanceof Error ? error.message : String(error));
  }
});

function obey(order: Order): Answer {
  if (order.kind === "begin") {
    const { options, bugs, property, breaksAssumptions, ...rest } = order.plan;
    const json = options === null ? undefined : JSON.stringify(options);
    const wanted = property ?? undefined;
    const { stopsAtCatch, allOptions, allFaults } = rest;
    hunter = new Hunter(
      json,
      [...bugs],
      wanted,
      breaksAssumptions,
      stopsAtCatch,
      allOptions,
      allFaults,
    );
    return { kind: "ready", names: huntNames() };
  }
  if (hunter === null) throw new Error("A worker was asked to hunt before it knew what for.");
  if (order.kind === "lot") {
    const results = hunter.hunt(order.first, order.count);
    return { kind: "lot", first: order.first, results };
  }
  const watching = watcher(post, () => performance.now());
  const shrunken = hunter.shrink(order.link, order.property, watching);
  return { kind: "shrunken", shrunken };
}

/** The engine cannot post this one: it may be the engine that could not be fetched. */
function refuse(sentence: string): void {
  const answer: Answer = { kind: "refused", sentence };
  postMessage(answer);
}
