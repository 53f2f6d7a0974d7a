/** A catch made small by a worker of its own, with progress, until it is done or stopped. */

import type { HuntWorker } from "./hunt.ts";
import type { HuntCatch, HuntPlan, ShrinkProgress, ShrunkenCatch } from "./words.ts";

export interface ShrinkingSettings {
  readonly caught: HuntCatch;
  readonly plan: HuntPlan;
  readonly makeWorker: () => HuntWorker;
  readonly onProgress: (progress: ShrinkProgress) => void;
}

export interface Shrinking {
  /** The smallest run; rejects with a sentence, or with null when it was stopped. */
  readonly done: Promise<ShrunkenCatch>;
  stop(): void;
}

export function shrinkCatch(settings: ShrinkingSettings): Shrinking {
  const worker = settings.makeWorker();
  let stop = () => {};
  const done = new Promise<ShrunkenCatch>((resolve, reject) => {
    stop = () => reject(null);
    worker.onerror = (event) => {
      event.preventDefault?.();
      reject(new Error("The worker that shrinks has broken: the whole run can still be watched."));
    };
    worker.onmessage = ({ data }) => {
      if (data.kind === "ready") {
        const { link, property } = settings.caught;
        worker.postMessage({ kind: "shrink", link, property });
      } else if (data.kind === "progress") settings.onProgress(data.progress);
      else if (data.kind === "shrunken") resolve(data.shrunken);
      else if (data.kind === "refused") reject(new Error(data.sentence));
    };
    worker.postMessage({ kind: "begin", plan: settings.plan });
  });
  const end = () => worker.terminate();
  done.then(end, end);
  return { done, stop };
}
