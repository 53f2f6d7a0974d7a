/** A whole life: all that an entry meets, however far it is from what is in sight, and nothing else. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { lifeOf, type Subject } from "../diagram/life.ts";
import { type Point, pointsOf } from "../diagram/points.ts";
import { WholeLife } from "../diagram/whole-life.ts";
import type { Engine } from "../engine/engine.ts";
import { anEngine, leaderOf, playEvening, stepUntil } from "./engine.ts";

const SECOND = 1_000_000;

function wholeLife(engine: Engine, subject: Subject, from: number, takesSnapshots = false) {
  const { nodes, head } = engine.view();
  const life = new WholeLife(subject, from, { nodes: nodes.length, takesSnapshots });
  while (life.hasMore(head))
    life.readOn((start, until, most) => engine.diagram(start, until, most), head);
  return life;
}

function lifeOfRequest(engine: Engine, number: number, takesSnapshots = false) {
  const request = engine.view().requests.find(({ id }) => id === number);
  if (!request) throw new Error(`There is no request ${number}.`);
  return wholeLife(engine, { kind: "request", number }, request.sentAt, takesSnapshots);
}

/** Where something of this kind happened, each place once. */
function placesOf(points: readonly Point[], kind: string): readonly (number | null)[] {
  const found = points.filter(
    ({ what }) => what.kind === "happened" && what.happening.told.kind === kind,
  );
  return [...new Set(found.map(({ lane }) => lane))].toSorted();
}

describe("the life of an entry", () => {
  it("goes on to a node that was down for long, and is over there", () => {
    const engine = anEngine();
    stepUntil(engine, ({ nodes }) => nodes.some(({ role }) => role === "leader"));
    const away = (leaderOf(engine) + 1) % 5;
    engine.act({ crash: away });
    engine.act({ write: "SET x=1", to: "leader" });
    engine.advanceTo(40 * SECOND);
    engine.act({ restart: away });
    engine.advanceTo(200 * SECOND);
    const life = lifeOfRequest(engine, 0);
    expect(placesOf(life.points, "committed")).toEqual([0, 1, 2, 3, 4]);
    expect(placesOf(life.points, "applied")).toEqual([0, 1, 2, 3, 4]);
    const last = life.points.at(-1)?.at ?? 0;
    expect(last).toBeGreaterThan(40 * SECOND);
    expect(last).toBeLessThan(45 * SECOND);
    expect(life.readUntil).toBeLessThan(100 * SECOND);
    expect(life.words()).toMatch(
      /^Acknowledged after [\d.]+ ms\. Known to be committed on 5 of 5 nodes, applied on 5\.$/,
    );
  });

  it("is the same in portions as in one piece", () => {
    const engine = anEngine();
    playEvening(engine);
    const all = pointsOf(engine.diagram(0, 25 * SECOND, 100_000), 5);
    const { requests } = engine.view();
    expect(requests.length).toBeGreaterThanOrEqual(3);
    for (const { id } of requests) {
      const seqs = (points: readonly Point[]) => points.map(({ seq }) => seq);
      const life = lifeOfRequest(engine, id);
      const whole = lifeOf(all, { kind: "request", number: id });
      const until = life.points.at(-1)?.seq ?? 0;
      expect(seqs(life.points)).toEqual(seqs(whole).filter((seq) => seq <= until));
      // A message has its end, also where that was read later than its sending.
      const ends = (points: readonly Point[]) =>
        points.flatMap(({ what }) => (what.kind === "sent" ? [what.passage.end] : []));
      const told = new Set(seqs(life.points));
      expect(ends(life.points)).toEqual(ends(whole.filter(({ seq }) => told.has(seq))));
    }
  });

  it("has nothing of another entry at the same index, where it is overwritten", () => {
    const engine = anEngine();
    stepUntil(engine, ({ nodes }) => nodes.some(({ role }) => role === "leader"));
    const leader = leaderOf(engine);
    const few = [leader, (leader + 1) % 5];
    engine.act({ partition: [few, [0, 1, 2, 3, 4].filter((id) => !few.includes(id))] });
    engine.act({ write: "SET lost=1", to: leader });
    engine.advanceTo(engine.view().now + 10 * SECOND);
    const next = leaderOf(engine);
    expect(next).not.toBe(leader);
    engine.act({ write: "SET kept=1", to: next });
    engine.advanceTo(engine.view().now + SECOND);
    engine.act("heal");
    engine.advanceTo(engine.view().now + 10 * SECOND);
    const [lost, kept] = [lifeOfRequest(engine, 0), lifeOfRequest(engine, 1)];
    expect(placesOf(lost.points, "command_taken")).toEqual([leader]);
    expect(placesOf(lost.points, "truncated")).toEqual(few.toSorted());
    expect(placesOf(lost.points, "committed")).toEqual([]);
    expect(placesOf(lost.points, "applied")).toEqual([]);
    expect(lost.words()).toContain("Known to be committed on 0 of 5 nodes, applied on 0.");
    expect(placesOf(kept.points, "committed")).toEqual([0, 1, 2, 3, 4]);
    expect(placesOf(kept.points, "truncated")).toEqual([]);
  });

  it("ends in a snapshot of each node, with the parts that bring it to a follower", () => {
    const engine = anEngine();
    const file = "../../scenarios/conformance/a_follower_that_was_away_is_sent_a_snapshot.json";
    engine.openScenario(readFileSync(new URL(file, import.meta.url), "utf8"));
    engine.seek(engine.view().head);
    const { nodes, machines, requests } = engine.view();
    for (const { snapshotIndex } of machines) expect(snapshotIndex).toBeGreaterThanOrEqual(8);
    // It was away from the second write on.
    const missed = requests[2]?.id ?? 0;
    const life = lifeOfRequest(engine, missed, true);
    const { points } = life;
    const ids = nodes.map(({ id }) => id);
    const [installed, ...others] = placesOf(points, "snapshot_installed");
    expect(others).toEqual([]);
    expect(placesOf(points, "snapshot_taken")).toEqual(
      expect.arrayContaining(ids.filter((id) => id !== installed)),
    );
    const parts = points.filter(
      ({ what }) => what.kind === "arrived" && what.passage.packet.kind === "installSnapshot",
    );
    expect(parts.length).toBeGreaterThan(1);
    for (const { lane } of parts) expect(lane).toBe(installed);
    expect(placesOf(points, "entries_appended")).not.toContain(installed);
    expect(life.words()).toContain(`in a snapshot on ${ids.length}.`);
  });
});

describe("the life of an election", () => {
  it("goes on until the next one begins, wherever what is in sight ends", () => {
    const engine = anEngine();
    playEvening(engine);
    const all = pointsOf(engine.diagram(0, 25 * SECOND, 100_000), 5);
    const first = all.find(
      ({ what }) => what.kind === "happened" && what.happening.told.kind === "election_timeout",
    );
    const term = first?.what.kind === "happened" ? (first.what.happening.told.term ?? 0) : 0;
    const life = wholeLife(engine, { kind: "election", term }, first?.at ?? 0);
    expect(life.points.map(({ seq }) => seq)).toEqual(
      lifeOf(all, { kind: "election", term }).map(({ seq }) => seq),
    );
    expect(life.points.length).toBeGreaterThan(8);
    expect(life.words()).toMatch(/^Won after [\d.]+ (ms|s)\.$/);
  });
});
