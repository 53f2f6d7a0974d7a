/** Shrinks a catch in a worker of its own, with progress, until it is done or stopped. */

import type { HuntWorker } from "./hunt.ts";
import type { HuntPlan, ShrinkProgress, ShrunkenCatch } from "./words.ts";

export interface ShrinkingSettings {
  /** The link of the run to shrink. */
  readonly link: string;
  /** The property that each smaller run must violate as well. */
  readonly property: string;
  readonly plan: HuntPlan;
  readonly makeWorker: () => HuntWorker;
  readonly onProgress: (progress: ShrinkProgress) => void;
}

/** The end of a shrinking. `best` is the smallest run that the worker reported, if any. */
export type ShrinkEnd =
  | { readonly kind: "done"; readonly shrunken: ShrunkenCatch }
  | { readonly kind: "stopped"; readonly best: ShrunkenCatch | null }
  | { readonly kind: "broken"; readonly best: ShrunkenCatch | null; readonly sentence: string };

export interface Shrinking {
  readonly end: Promise<ShrinkEnd>;
  stop(): void;
}

export function shrinkCatch(settings: ShrinkingSettings): Shrinking {
  const { link, property, plan, makeWorker, onProgress } = settings;
  const worker = makeWorker();
  let best: ShrunkenCatch | null = null;
  let stop = () => {};
  const end = new Promise<ShrinkEnd>((resolve) => {
    const finish = (end: ShrinkEnd) => {
      worker.onmessage = null;
      worker.terminate();
      resolve(end);
    };
    const breakOff = (sentence: string) => finish({ kind: "broken", best, sentence });
    stop = () => finish({ kind: "stopped", best });
    worker.onerror = (event) => {
      event.preventDefault?.();
      breakOff("The worker that shrinks has broken.");
    };
    worker.onmessage = ({ data }) => {
      if (data.kind === "ready") worker.postMessage({ kind: "shrink", link, property });
      else if (data.kind === "progress") onProgress(data.progress);
      else if (data.kind === "best") best = data.shrunken;
      else if (data.kind === "shrunken") finish({ kind: "done", shrunken: data.shrunken });
      else if (data.kind === "refused") breakOff(data.sentence);
    };
    worker.postMessage({ kind: "begin", plan });
  });
  return { end, stop };
}
