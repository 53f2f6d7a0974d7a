/** Snapshots (Raft §7): what the page shows and says of one that is sent to a follower. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { draftOf, isChanged, labDraft, optionPhrases, optionsOf } from "../compare/twin.ts";
import { signs } from "../element/signs.ts";
import { narrate } from "../narrator/narrate.ts";
import { packetKindName } from "../words/format.ts";
import { anEngine } from "./engine.ts";

const EXAMPLE = "../../scenarios/conformance/a_follower_that_was_away_is_sent_a_snapshot.json";

describe("a snapshot for a follower that was away", () => {
  it("is seen, named and told", () => {
    const engine = anEngine();
    engine.openScenario(readFileSync(new URL(EXAMPLE, import.meta.url), "utf8"));
    const sign = signs.find(({ id }) => id === "snapshot");
    const names = new Set<string>();
    const headlines = new Set<string>();
    const told = new Map<string, string>();
    while (engine.step() !== null && engine.view().now < 4_000_000) {
      const view = engine.view();
      const { packets } = engine.frame();
      for (const packet of packets) names.add(packetKindName(packet));
      const picture = { packets } as unknown as Parameters<
        NonNullable<typeof sign>["isIn"] & object
      >[0];
      const travels = packets.some(({ kind }) => kind === "installSnapshot");
      expect(sign?.isIn?.(picture)).toBe(travels);
      const decisive = engine.feed(1, "decisive");
      headlines.add(narrate({ view, decisive, caption: null, touring: false }).headline);
      for (const event of engine.feed(40, "routine").filter(({ at }) => at === view.now))
        if (event.kind.startsWith("snapshot")) told.set(event.kind, String(event.section));
    }
    expect([...names]).toEqual(
      expect.arrayContaining(["InstallSnapshot", "InstallSnapshot reply"]),
    );
    expect([...headlines]).toEqual(
      expect.arrayContaining([
        "Node 0, leader of term 1, sends its snapshot.",
        "Node 2 goes on from a snapshot.",
      ]),
    );
    expect([...told.keys()]).toEqual(
      expect.arrayContaining(["snapshot_taken", "snapshot_sent", "snapshot_installed"]),
    );
    for (const [kind, section] of told) expect(section, kind).toMatch(/^Raft (§7|Figure 13)$/);
    const { machines, violation } = engine.view();
    expect(violation).toBeNull();
    for (const { snapshotIndex } of machines) expect(snapshotIndex).toBeGreaterThanOrEqual(8);
  });
});

describe("the option", () => {
  it("is said in the sentence about a cluster, and not where there are no snapshots", () => {
    expect(optionPhrases({}).join(", ")).not.toContain("snapshot");
    expect(optionPhrases({ snapshot_after: 4 }).join(", ")).toContain(
      "a snapshot after 4 applied entries",
    );
  });

  it("makes a twin, and goes with 0", () => {
    const engine = anEngine();
    const own = engine.options();
    const draft = { ...labDraft, snapshot_after: 4 };
    expect(isChanged(draft, own)).toBe(true);
    const options = optionsOf(draft, own);
    expect(draftOf(options)).toEqual(draft);
    engine.compareTwin(options);
    expect(JSON.stringify(optionsOf(labDraft, options))).not.toContain("snapshot_after");
  });
});
