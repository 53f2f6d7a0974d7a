import { expect, it } from "vitest";
import { watcher } from "../hunt/watcher.ts";
import type { Answer } from "../hunt/words.ts";
import { aShrunken } from "./played-worker.ts";

it("passes on how far a shrinking has come, and goes on", () => {
  const said: Answer[] = [];
  const watching = watcher(
    (answer) => said.push(answer),
    () => 0,
  );
  expect(watching.seen({ actions: 7, attempts: 64 })).toBe(true);
  expect(said).toEqual([{ kind: "progress", progress: { actions: 7, attempts: 64 } }]);
});

it("wants the smallest run so far at once, and then four times a second at most", () => {
  let now = 5_000;
  const said: Answer[] = [];
  const watching = watcher(
    (answer) => said.push(answer),
    () => now,
  );
  expect(watching.wantsBest()).toBe(true);
  watching.best(aShrunken(4, 9));
  expect(said).toEqual([{ kind: "best", shrunken: aShrunken(4, 9) }]);
  now += 249;
  expect(watching.wantsBest()).toBe(false);
  now += 1;
  expect(watching.wantsBest()).toBe(true);
});
