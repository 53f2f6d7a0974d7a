import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  draftOf,
  extensionRows,
  extensionWords,
  type NewRunDraft,
  presetNames,
  presetOf,
  refusalOf,
  scenarioOf,
  warningsOf,
  withPreset,
} from "../compare/new-run.ts";
import { beginRun } from "../session/new-run.ts";
import { Session } from "../session/session.ts";
import { undo } from "../session/undo.ts";
import { anEngine } from "./engine.ts";

function aSession() {
  const engine = anEngine(1);
  const host = {
    wallTime: () => 0,
    pageUrl: () => "https://example.org/",
    copy: () => Promise.resolve(true),
    onChange: () => undefined,
    onEvents: () => undefined,
    onBreak: () => undefined,
  };
  return { engine, session: new Session(engine, host, false) };
}

describe("the form of a new run", () => {
  it("begins as the lab, with the size of the run shown", () => {
    const draft = draftOf({ nodes: 3 }, 42);
    expect(presetOf(draft)).toBe("lab");
    const engine = anEngine();
    engine.openScenario(scenarioOf(draft));
    expect(engine.options()).toEqual({ nodes: 3 });
    expect(engine.view()).toMatchObject({ seed: 42, now: 0, head: 0, title: "" });
  });

  it.each(Object.keys(presetNames) as (keyof typeof presetNames)[])(
    "knows the timings of %s as the engine does",
    (name) => {
      const draft = withPreset(draftOf({ nodes: 5 }, 1), name);
      expect(presetOf(draft)).toBe(name);
      const [typed, named] = [anEngine(), anEngine()];
      typed.openScenario(scenarioOf(draft));
      const timings = name === "lab" ? {} : { preset: name };
      expect(draft.snapshot_after).toBe(0);
      const switches = Object.fromEntries(
        extensionRows
          .map(({ option }) => [option, draft[option]] as const)
          .filter(([, value]) => value !== 0),
      );
      named.openScenario(JSON.stringify({ format: 1, options: { ...timings, ...switches } }));
      expect(typed.options()).toEqual(named.options());
    },
  );

  it("switches on what etcd and Consul have on, and off again", () => {
    const etcd = withPreset(draftOf({ nodes: 5 }, 1), "etcd");
    expect(extensionWords(etcd)).toEqual([
      "a blank entry at each election",
      "pre-vote",
      "check-quorum",
      "requests for votes ignored while a leader is heard",
      "leaders that send while their disks write",
      "reads after a round to a majority",
    ]);
    expect(presetOf({ ...etcd, pre_vote: false })).toBeNull();
    const consul = withPreset(etcd, "consul");
    expect(consul).toMatchObject({ parallel_write: false, reads: "lease", check_quorum: true });
    expect(extensionWords(withPreset(consul, "lab"))).toEqual([]);
  });

  it("names the field of an extension that is refused", async () => {
    const { session } = aSession();
    const draft = { ...draftOf({ nodes: 5 }, 1), reads: "lease" } as const;
    expect((await beginRun(session, draft))?.field).toBe("reads");
  });

  it("says snapshots, and names their field when they are refused", async () => {
    const draft = { ...draftOf({ nodes: 5 }, 1), snapshot_after: 6 };
    expect(extensionWords(draft)).toEqual(["a snapshot after 6 applied entries"]);
    expect(presetOf(draft)).toBeNull();
    const { session } = aSession();
    for (const snapshot_after of [-1, 0.5, Number.NaN])
      expect((await beginRun(session, { ...draft, snapshot_after }))?.field).toBe("snapshot_after");
  });

  it.each([
    ["max_entries_per_message", "3 entries in a message at most"],
    ["max_in_flight", "3 unanswered messages to a follower at most"],
    ["batch_for_ms", "commands gathered for 3 ms"],
    ["max_uncommitted", "3 uncommitted entries at most"],
  ] as const)("says %s, and names its field when it is refused", async (option, words) => {
    const draft = { ...draftOf({}, 1), [option]: 3 };
    expect(extensionWords(draft)).toEqual([words]);
    expect(presetOf(draft)).toBeNull();
    const { session, engine } = aSession();
    for (const limit of [-1, 0.5, Number.NaN])
      expect((await beginRun(session, { ...draft, [option]: limit }))?.field).toBe(option);
    expect(await beginRun(session, draft)).toBeNull();
    expect(engine.options()[option]).toBe(3);
  });

  it("takes over every option of the run shown, and adds none", () => {
    for (const file of ["figure_8_lost_write", "conformance/a_lease_trusts_clocks"]) {
      const engine = anEngine();
      engine.openScenario(
        readFileSync(new URL(`../../scenarios/${file}.json`, import.meta.url), "utf8"),
      );
      const options = engine.options();
      expect(Object.keys(options).length, file).toBeGreaterThan(2);
      engine.openScenario(scenarioOf(draftOf(options, 7)));
      expect(engine.options(), file).toEqual(options);
    }
  });

  it("warns of what can elect nobody, and of leaders that are not heard in time", () => {
    const draft = draftOf({}, 1);
    expect(warningsOf(draft)).toEqual([]);
    expect(warningsOf({ ...draft, loss: 100, heartbeat_ms: 5_000 })).toHaveLength(2);
    expect(warningsOf({ ...draft, nodes: 1, loss: 100, heartbeat_ms: 5_000 })).toEqual([]);
  });

  it("has no preset once something else is typed", () => {
    expect(presetOf({ ...draftOf({ nodes: 5 }, 1), heartbeat_ms: 499 })).toBeNull();
    expect(presetOf({ ...draftOf({ nodes: 5 }, 1), loss: 3 })).toBe("lab");
  });
});

describe("a new run", () => {
  it("has what was typed, and nothing has happened in it", async () => {
    const { session, engine } = aSession();
    const typed: Partial<NewRunDraft> = {
      nodes: 7,
      election_timeout_ms: [300, 600],
      heartbeat_ms: 50,
      latency_ms: [1, 2],
      disk_ms: [3, 4],
      loss: 2.5,
      duplicate: 1,
      pre_vote: true,
      clock_drift_per_mille: 50,
      membership: true,
      snapshot_after: 6,
      bugs: ["vote_for_any_log"],
    };
    expect(await beginRun(session, { ...draftOf({ nodes: 5 }, 9), ...typed })).toBeNull();
    expect(engine.view()).toMatchObject({ seed: 9, now: 0, head: 0 });
    expect(engine.options()).toEqual({ ...typed, loss: "250/10000", duplicate: "100/10000" });
    expect(session.page.notice?.text).toBe(
      "A new run: 7 nodes, seed 9. U brings back the run before.",
    );
  });

  it("is undone with all branches of the run before, and undone again", async () => {
    const { session, engine } = aSession();
    session.transport.seekNow(6_000_000);
    session.transport.seekNow(3_000_000);
    engine.act({ crash: "leader" });
    session.refresh();
    const before = engine.view();
    await beginRun(session, draftOf({ nodes: 4 }, 2));
    session.transport.seekNow(1_000_000);
    await undo(session);
    expect(engine.view()).toEqual({ ...before, version: engine.view().version });
    expect(session.picture.view.branches).toHaveLength(2);
    await undo(session);
    expect(engine.view()).toMatchObject({ seed: 2, now: 1_000_000 });
  });

  it.each([
    [{ nodes: 10 }, "nodes", /^Expected .* 9, found 10\.$/],
    [{ nodes: Number.NaN }, "nodes", /^Nothing is typed here: expected a number, such as 5\.$/],
    [{ latency_ms: [Number.NaN, 5] }, "latency_ms", /^Nothing is typed here: .* 40 to 80\.$/],
    [{ nodes: 2.5 }, "nodes", /^Expected .*\.$/],
    [{ seed: -1 }, "seed", /^Expected .*, found -1\.$/],
    [{ seed: 1e300 }, "seed", /^Expected .*\.$/],
    [{ election_timeout_ms: [0, 300] }, "election_timeout_ms", /^Expected .*\.$/],
    [{ election_timeout_ms: [900, 300] }, "election_timeout_ms", /^Expected .*\.$/],
    [{ heartbeat_ms: 0 }, "heartbeat_ms", /^Expected .*, found 0\.$/],
    [{ latency_ms: [-1, 5] }, "latency_ms", /^Expected .*\.$/],
    [{ disk_ms: [5, 4_000_000] }, "disk_ms", /^Expected .*\.$/],
    [{ loss: 101 }, "loss", /^Expected 0 to 100 percent of the messages, found 101\.$/],
    [{ duplicate: -1 }, "duplicate", /^Expected 0 to 100 percent/],
    [{ bugs: ["nothing_of_the_kind"] }, "bugs", /^Expected .*\.$/],
  ] as const)("of %j is refused by its field, and all stays", async (change, field, sentence) => {
    const { session, engine } = aSession();
    session.transport.seekNow(2_000_000);
    const before = engine.view();
    const refusal = await beginRun(session, {
      ...draftOf({ nodes: 5 }, 1),
      ...change,
    } as NewRunDraft);
    expect(refusal?.field).toBe(field);
    expect(refusal?.sentence).toMatch(sentence);
    expect(session.page.notice).toBeNull();
    expect(engine.view()).toEqual({ ...before, version: engine.view().version });
  });

  it("is refused in the engine's words when they name no field of the form", () => {
    expect(refusalOf("Something else is wrong.")).toEqual({
      field: null,
      sentence: "Something else is wrong.",
    });
  });
});
