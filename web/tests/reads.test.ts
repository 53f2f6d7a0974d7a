/**
 * Reads beside the log (Thesis §6.4): what the page shows and says of each way of reading, in runs
 * with a follower that lags and a leader that is cut off.
 */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { draftOf, isChanged, labDraft, optionPhrases, optionsOf } from "../compare/twin.ts";
import { signs } from "../element/signs.ts";
import type { Engine } from "../engine/engine.ts";
import type { PacketView, Reads, RunOptions } from "../engine/view.ts";
import { narrate } from "../narrator/narrate.ts";
import { isRoutine } from "../stage/packets.ts";
import { packetKindName } from "../words/format.ts";
import { anEngine } from "./engine.ts";

const ways = ["read_index", "lease", "follower"] as const satisfies readonly Reads[];

function optionsFor(reads: Reads): RunOptions {
  return { nodes: 3, reads, check_quorum: true, leader_stickiness: true };
}

function begun(reads: Reads): Engine {
  const engine = anEngine();
  const options = optionsFor(reads);
  engine.openScenario(JSON.stringify({ format: 1, seed: 5, options, until_ms: 0 }));
  return engine;
}

/** Writes and reads at every node, with a leader that is cut off and comes back. */
function play(engine: Engine, check: () => void): void {
  for (let second = 4; second <= 16; second += 1) {
    while (engine.view().now < second * 1_000_000 && engine.step() !== null) check();
    if (second === 8) engine.act({ isolate: "leader" });
    else if (second === 12) engine.act("heal");
    else if (second % 3 === 0) engine.act({ write: `SET x=${second}`, to: "any" });
    else for (const to of [0, 1, 2]) engine.act({ write: "GET x", to });
    check();
  }
}

const ends: Readonly<Record<(typeof ways)[number], string>> = {
  read_index: "read_answered",
  lease: "read_answered_by_lease",
  follower: "read_answered_by_follower",
};

describe.each(ways)("reads by %s", (reads) => {
  it("are answered, said with their section, and break nothing", () => {
    const told = new Map<string, string>();
    const engine = begun(reads);
    play(engine, () => {
      const view = engine.view();
      const decisive = engine.feed(1, "decisive");
      const { headline, reason } = narrate({ view, decisive, caption: null, touring: false });
      expect(headline).not.toBe("");
      expect(reason, headline).not.toBe("");
      for (const event of engine.feed(40, "routine").filter(({ at }) => at === view.now)) {
        expect(event.sentence, event.kind).toMatch(/^\S.*[.!?”]$/s);
        if (event.kind.startsWith("read")) told.set(event.kind, String(event.section));
      }
    });
    expect([...told.keys()]).toContain(ends[reads]);
    for (const [kind, section] of told) expect(section, kind).toMatch(/§(6\.4|8)/);
    expect(engine.view().violation).toBeNull();
  });

  it("have messages with names, marks and a sign of their own", () => {
    const sign = signs.find(({ id }) => id === "reads");
    const seen = new Map<string, PacketView>();
    const engine = begun(reads);
    play(engine, () => {
      const { packets } = engine.frame();
      for (const packet of packets) seen.set(packetKindName(packet), packet);
      const travels = packets.some(({ kind }) => /^(confirm|readIndex)/.test(kind));
      const picture = { packets } as unknown as Parameters<
        NonNullable<typeof sign>["isIn"] & object
      >[0];
      expect(sign?.isIn?.(picture)).toBe(travels);
    });
    expect([...seen.keys()]).toEqual(expect.arrayContaining(["Confirm", "Confirm reply"]));
    expect(seen.has("ReadIndex")).toBe(reads === "follower");
    expect(seen.has("ReadIndex reply")).toBe(reads === "follower");
    for (const name of ["Confirm", "ReadIndex"]) {
      const packet = seen.get(name);
      if (packet) expect(isRoutine(packet), name).toBe(name === "Confirm");
    }
  });
});

describe("the option", () => {
  it("is said in the sentence about a cluster, and not where reads go through the log", () => {
    const phrases = (reads: Reads) => optionPhrases(optionsFor(reads)).join(", ");
    expect(phrases("log")).not.toContain("reads");
    expect(phrases("read_index")).toContain("reads after a round to a majority");
    expect(phrases("lease")).toContain("reads by a lease");
    expect(phrases("follower")).toContain("reads at the node that is asked");
  });

  it("makes a twin, which a lease without its extensions does not", () => {
    const engine = anEngine();
    const own = engine.options();
    const draft = { ...labDraft, reads: "read_index", clock_drift_per_mille: 50 } as const;
    expect(isChanged(draft, own)).toBe(true);
    const options = optionsOf(draft, own);
    expect(draftOf(options)).toEqual(draft);
    engine.compareTwin(options);
    expect(() => engine.compareTwin(optionsOf({ ...labDraft, reads: "lease" }, own))).toThrow(
      /reads: expected check_quorum and leader_stickiness.*\.$/,
    );
  });

  it("breaks an assumption, and no promise first, where clocks drift", () => {
    const file = "../../scenarios/conformance/a_lease_trusts_clocks.json";
    const engine = anEngine();
    engine.openScenario(readFileSync(new URL(file, import.meta.url), "utf8"));
    while (engine.step() !== null && engine.view().now < 12_000_000);
    expect(engine.view().assumption).toMatch(/^Assumption broken: clock drift/);
  });
});
