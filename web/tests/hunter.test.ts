/** The hunter in wasm, held against the one on the command line. */

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { Hunter, huntNames, initSync } from "../generated/hunter.js";
import { nothingHunted, sum } from "../hunt/tally.ts";
import type { HuntResults, ShrinkProgress } from "../hunt/words.ts";
import { anEngine, openedWell } from "./engine.ts";
import { buildNative } from "./native.ts";

beforeAll(() => {
  const path = fileURLToPath(new URL("../generated/hunter_bg.wasm", import.meta.url));
  initSync({ module: readFileSync(path) });
  buildNative();
}, 900_000);

function hunt(hunter: Hunter, first: number, count: number): HuntResults {
  return hunter.hunt(first, count);
}

/** What the command line says of the same seeds. */
function native(...args: string[]) {
  const { stdout } = spawnSync(buildNative(), ["hunt", "--json", ...args], { encoding: "utf8" });
  return JSON.parse(stdout);
}

describe("a hunt of whole Raft", () => {
  it("comes to the same natively and in wasm, in one piece and in parts", () => {
    const hunter = new Hunter(undefined, [], undefined, false);
    const whole = hunt(hunter, 0, 500);
    const { tally, digest } = native("--seeds", "0..500");
    expect(whole).toMatchObject({ ...tally, digest, catches: [] });
    const parts = [hunt(hunter, 300, 200), hunt(hunter, 0, 300)];
    expect(parts.reduce(sum, nothingHunted)).toEqual(whole);
  });

  it("comes to the same with all options and all faults", () => {
    const hunter = new Hunter(undefined, [], undefined, false, false, true, true);
    const { tally, digest } = native("--seeds", "0..200", "--all-options", "--all-faults");
    const usual = hunt(new Hunter(undefined, [], undefined, false), 0, 200);
    const all = hunt(hunter, 0, 200);
    expect(all).toMatchObject({ ...tally, digest, catches: [] });
    expect(all.digest).not.toBe(usual.digest);
  });

  it("has a name for each of its counts", () => {
    const names = huntNames();
    const { faults, sights } = hunt(new Hunter(undefined, [], undefined, false), 0, 1);
    expect(names.faults).toHaveLength(faults.length);
    expect(names.sights).toHaveLength(sights.length);
    expect(names.repairs.map((place) => names.faults[place])).toEqual([
      "restart",
      "resume",
      "link mended",
      "network healed",
      "disk syncing again",
    ]);
    expect(names.properties.map(([name]) => name)).toContain("linearizability");
    expect(names.bugs.length).toBeGreaterThanOrEqual(16);
    const breaks = names.bugs.find(({ name }) => name === "match_whole_log")?.breaks;
    expect(breaks).toBe("leader_completeness");
  });
});

describe("a rule left out", () => {
  const property = "state_machine_safety";
  const hunter = () => new Hunter(undefined, ["commit_whole_log"], property, false);

  it("is caught where the command line catches it, and shrunk to a story that plays", () => {
    const caught = hunt(hunter(), 0, 100).catches[0];
    const theirs = native("--seeds", "0..100", "--bug", "commit_whole_log", "--property", property);
    expect(caught).toMatchObject({
      seed: theirs.catches[0].seed,
      sentence: theirs.catches[0].sentence,
      link: theirs.catches[0].link,
    });
    if (!caught) throw new Error("Nothing was caught.");

    const seen: number[] = [];
    const watcher = {
      seen(progress: ShrinkProgress) {
        seen.push(progress.actions);
        return true;
      },
      wantsBest: () => false,
      best() {},
    };
    const small = hunter().shrink(caught.link, property, watcher);
    const actions = small.catch.actions?.length ?? 0;
    expect(actions).toBeLessThanOrEqual(12);
    expect(seen.length).toBeGreaterThan(0);
    expect(Math.min(...seen)).toBe(actions);

    const engine = anEngine();
    expect(engine.open(small.catch.link)).toEqual(openedWell);
    expect(engine.view().violation?.property).toBeDefined();
    engine.openScenario(small.scenario);
    engine.seek(small.catch.at_us);
    expect(engine.view().caption).toContain("State Machine Safety");
  });

  it("comes to the same figures as on the command line when it stops at its first catch", () => {
    const stopping = new Hunter(undefined, ["commit_whole_log"], property, false, true);
    const bug = ["--bug", "commit_whole_log", "--property", property, "--first", "--jobs", "1"];
    const { tally, digest } = native("--seeds", "0..100", ...bug);
    expect(hunt(stopping, 0, 64)).toMatchObject({ ...tally, digest });
  });

  it("is shrunk as far as the watcher likes", () => {
    const caught = hunt(hunter(), 0, 100).catches[0];
    if (!caught) throw new Error("Nothing was caught.");
    let asked = 0;
    const watcher = {
      seen() {
        asked += 1;
        return asked < 2;
      },
      wantsBest: () => false,
      best() {},
    };
    hunter().shrink(caught.link, property, watcher);
    expect(asked).toBe(2);
  });
});

describe("a hunt that cannot be", () => {
  it("is refused with a sentence", () => {
    const made = (...args: ConstructorParameters<typeof Hunter>) => {
      return () => new Hunter(...args);
    };
    expect(made('{"nodes": 12}', [], undefined, false)).toThrow(/nodes: expected .* found 12/);
    expect(made(undefined, ["none"], undefined, false)).toThrow('There is no rule "none"');
    expect(made(undefined, [], "none", false)).toThrow('There is no property "none"');
  });
});
