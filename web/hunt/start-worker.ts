/** Starts hunting workers in a browser, from a file of the page's own origin. */

import type { HuntWorker } from "./hunt.ts";
import type { Answer } from "./words.ts";

export function startWorker(): HuntWorker {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  const hunter: HuntWorker = {
    postMessage: (order) => worker.postMessage(order),
    terminate: () => worker.terminate(),
    onmessage: null,
    onerror: null,
  };
  worker.onmessage = (event: MessageEvent<Answer>) => hunter.onmessage?.(event);
  worker.onerror = (event) => hunter.onerror?.(event);
  return hunter;
}

/** The number of workers: all cores but one, which draws the page. */
export function workerCount(): number {
  return Math.max(1, navigator.hardwareConcurrency - 1);
}
