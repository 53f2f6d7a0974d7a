/** The real engine in wasm, held against the promises of `view.ts`. */

import { beforeEach, describe, expect, it } from "vitest";
import type { Engine } from "../engine/engine.ts";
import type { Action, Frame, NodeView } from "../engine/view.ts";
import { readComparedRun } from "../session/compared-run.ts";
import {
  anElectedEngine,
  anEngine,
  aPacketInFlight,
  leaderOf,
  nameOf,
  openedWell,
  playEvening,
  showing,
  stepUntil,
} from "./engine.ts";
import * as shapes from "./shapes.ts";

/** A scenario in which a rule of Raft is left out, and its breach is caught. */
const violating = JSON.stringify({
  format: 1,
  title: "A leftover counts",
  about: "A follower acknowledges by the length of its log.",
  options: { nodes: 3, latency_ms: [50, 50], bugs: ["match_whole_log"] },
  start: { logs: { "0": [1], "1": [1], "2": [1, 1] } },
  actions: [
    { at_ms: 0, do: { timeout: 0 } },
    { at_ms: 100, do: { write: "SET x=1", to: 0 } },
    { at_ms: 160, do: { cut: [0, 1] } },
    { at_ms: 161, do: { cut: [0, 2] } },
    { at_ms: 300, do: { timeout: 2 } },
  ],
  captions: [{ when: "leader_elected", say: "Somebody leads." }],
  until_ms: 1000,
});

let engine: Engine;
beforeEach(() => {
  engine = anElectedEngine();
});

function thrownBy(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(WebAssembly.RuntimeError);
    return (error as Error).message;
  }
  throw new Error("Nothing was refused.");
}

/** One line for people, that begins as a sentence or with the field at fault, and ends. */
function expectOneSentence(message: string): void {
  expect(message).toMatch(/^([A-Z{["“]|[\w .[\]]+: )[^\n]*[.!?]$/);
  expect(message.length).toBeLessThan(440);
  expect(message).not.toMatch(/undefined|NaN|\[object|panicked|unwrap|Error:/);
}

describe("what crosses the bindings", () => {
  /** Everything there is to read, at the moment shown. */
  function faultsNow(): readonly string[] {
    const frame = engine.frame();
    return [
      ...shapes.view.faults(engine.view(), "view"),
      ...shapes.frame.faults(frame, "frame"),
      ...shapes.logWindow.faults(engine.logs(1, 20), "logs"),
      ...shapes.feed.faults(engine.feed(50, "routine"), "feed"),
      ...shapes.marks.faults(engine.marks(), "marks"),
      ...shapes.upcoming.faults(engine.upcoming(), "upcoming"),
      ...shapes.choices.faults(engine.choices(), "choices"),
      ...shapes.history.faults(engine.history(0, frame.now), "history"),
      ...shapes.diagram.faults(engine.diagram(frame.now - 500_000, frame.now, 1000), "diagram"),
      ...shapes.diagram.faults(engine.diagram(0, frame.now, 3), "diagram with counts"),
      ...shapes.forecast.faults(engine.forecast(frame.now + 3_000_000), "forecast"),
      ...shapes.costs.faults(engine.costs(), "costs"),
      ...shapes.historyVerdict.faults(engine.historyVerdict(), "historyVerdict"),
      ...frame.nodes.flatMap((node) => shapes.nodeDetail.faults(engine.node(node.id), "node")),
      ...frame.packets.flatMap((packet) =>
        shapes.packetDetail.faults(engine.packet(packet.id), "packet"),
      ),
    ];
  }

  it("has the shapes of view.ts, at every event of a run that has everything", () => {
    engine = anEngine();
    expect(faultsNow()).toEqual([]);
    playEvening(engine);
    const end = engine.view().now;
    const electedAt = engine.marks().find((mark) => mark.kind === "leader_elected")?.at ?? 0;
    const seen = { packets: new Set<string>(), groups: 0, requests: new Set<string>() };
    // Every event of the most eventful seconds, then a look now and then.
    for (const [from, until] of [
      [electedAt - 200_000, electedAt + 200_000],
      [5_000_000, 6_200_000],
      [12_000_000, 13_000_000],
      [18_000_000, 18_400_000],
    ] as const) {
      engine.seek(from);
      while (engine.view().now < until) {
        expect(faultsNow()).toEqual([]);
        for (const packet of engine.frame().packets) seen.packets.add(packet.kind);
        for (const request of engine.view().requests) seen.requests.add(request.outcome);
        if (engine.view().groups !== null) seen.groups += 1;
        engine.step();
      }
    }
    engine.seek(end);
    expect(faultsNow()).toEqual([]);
    expect([...seen.packets].toSorted()).toEqual([
      "appendEntries",
      "appendEntriesReply",
      "clientReply",
      "clientRequest",
      "requestVote",
      "requestVoteReply",
    ]);
    expect(seen.requests.has("acknowledged")).toBe(true);
    expect(seen.groups).toBeGreaterThan(0);
  });

  it("has the shape of OpenedLink when a link is opened", () => {
    expect(shapes.openedLink.faults(engine.open(engine.link()), "opened")).toEqual([]);
  });

  it("has the shape of a violation when a broken rule is caught", () => {
    engine.openScenario(violating);
    expect(engine.view().title).toBe("A leftover counts");
    engine.seek(1_000_000);
    expect(faultsNow()).toEqual([]);
    expect(engine.view().caption).toBe("Somebody leads.");
    expect(engine.view().options.bugs).toEqual(["match_whole_log"]);
    expect(engine.view().violation).not.toBeNull();
    expect(engine.view().checks.some((check) => check.violated)).toBe(true);
    expect(engine.marks().some((mark) => mark.kind === "violation")).toBe(true);
  });

  it("says the same of the nodes in the frame as in the view", () => {
    engine = anEngine();
    playEvening(engine);
    for (let at = 0; at <= 25_000_000; at += 333_333) {
      engine.seek(at);
      expect(engine.frame().nodes, `at ${at}`).toEqual(engine.view().nodes);
      expect(engine.frame().now).toBe(engine.view().now);
    }
  });

  it("says the same of a message in the frame as in its detail", () => {
    engine.act({ write: "SET x=1", to: "leader" });
    for (let steps = 0; steps < 30; steps += 1, engine.step()) {
      for (const packet of engine.frame().packets) {
        const detail = engine.packet(packet.id);
        // What an answer is worth to its leader is known in the frame only.
        expect({ ...detail?.packet, entryCount: 0 }).toEqual({ ...packet, entryCount: 0 });
      }
    }
  });

  it("keeps to the limits that the reader of a log asks for", () => {
    engine.act({ write: "SET x=1", to: "leader" });
    engine.tick(200);
    const window = engine.logs(1, 3);
    expect(window.first).toBe(1);
    expect(window.nodes.map((log) => log.entries.length)).toEqual([3, 3, 3, 3, 3]);
    expect(window.nodes[0]?.entries).toEqual([{ term: 1, command: "SET x=1" }, null, null]);
    expect(engine.feed(2, "routine")).toHaveLength(2);
    const seqs = engine.feed(50, "notable").map((event) => event.seq);
    expect(seqs).toEqual(seqs.toSorted((one, other) => one - other));
    expect(engine.packet(123_456)).toBeNull();
  });
});

describe("every action", () => {
  const without = (frame: Frame, id: number) => frame.packets.every((packet) => packet.id !== id);
  const nodeNow = (id: number): NodeView => {
    const node = engine.frame().nodes[id];
    if (!node) throw new Error(`There is no Node ${id}.`);
    return node;
  };
  const aFollower = () => (leaderOf(engine) + 1) % 5;

  it("writes to a node, to the leader, or to anybody", () => {
    engine.act({ write: "SET x=1", to: 2 });
    engine.act({ write: "SET y=2", to: "leader" });
    engine.act({ write: "SET z=3", to: "any" });
    engine.act({ write: "SET a=4" });
    engine.tick(300);
    const outcomes = engine.view().requests.map((request) => request.outcome);
    expect(outcomes).toEqual(Array(4).fill("acknowledged"));
    expect(engine.view().committed).toBe(4);
  });

  it("crashes and restarts, one node or all", () => {
    const leader = leaderOf(engine);
    engine.act({ crash: "leader" });
    engine.act({ crash: (leader + 1) % 5 });
    expect(nodeNow(leader).status).toBe("crashed");
    engine.act({ restart: leader });
    expect(nodeNow(leader).status).toBe("up");
    expect(nodeNow((leader + 1) % 5).status).toBe("crashed");
    engine.act({ restart: "all" });
    expect(engine.frame().nodes.every((node) => node.status === "up")).toBe(true);
  });

  it("pauses and resumes", () => {
    const leader = leaderOf(engine);
    engine.act({ pause: "leader" });
    engine.act({ pause: (leader + 1) % 5 });
    expect(nodeNow(leader).status).toBe("paused");
    engine.act({ resume: leader });
    expect(nodeNow(leader).status).toBe("up");
  });

  it("forces an election timeout", () => {
    engine.act({ timeout: aFollower() });
    expect(nodeNow(aFollower()).role).toBe("candidate");
  });

  it("parts, isolates, cuts, opens and heals", () => {
    engine.act({
      partition: [
        [0, 1],
        [2, 3, 4],
      ],
    });
    expect(engine.view().groups).toEqual([
      [0, 1],
      [2, 3, 4],
    ]);
    expect(engine.view().cuts).toHaveLength(12);
    engine.act("heal");
    expect([engine.view().groups, engine.view().cuts]).toEqual([null, []]);
    engine.act({ isolate: "leader" });
    expect(engine.view().cuts).toHaveLength(8);
    engine.act("heal");
    engine.act({ isolate: 0 });
    expect(engine.view().cuts).toHaveLength(8);
    engine.act("heal");
    engine.act({ cut: [0, 1] });
    expect(engine.view().cuts).toEqual([{ from: 0, to: 1 }]);
    engine.act({ uncut: [0, 1] });
    expect(engine.view().cuts).toEqual([]);
  });

  it("changes latency, loss and duplication, everywhere or on one link", () => {
    engine.act({ latency_ms: [10, 20] });
    engine.act({ loss: "1/20" });
    engine.act({ duplication: "1/4" });
    engine.act({ latency_ms: [100, 200], link: [0, 1] });
    engine.act({ loss: "1", link: [1, 0] });
    engine.act({ duplication: "0", link: [2, 3] });
    const { options } = engine.view();
    expect(options.latencyMs).toEqual([10, 20]);
    expect(options.lossPerMille).toBe(50);
    expect(options.duplicatePerMille).toBe(250);
  });

  it("drops, delivers, duplicates and delays a message in flight", () => {
    const dropped = aPacketInFlight(engine);
    engine.act({ drop: nameOf(engine, dropped) });
    const dead = engine.frame().packets.find((packet) => packet.id === dropped.id);
    expect(dead?.fate ?? "lost").toBe("lost");

    const delivered = aPacketInFlight(engine);
    engine.act({ deliver: nameOf(engine, delivered) });
    engine.advanceTo(engine.frame().now);
    expect(without(engine.frame(), delivered.id)).toBe(true);

    const twin = aPacketInFlight(engine);
    const before = engine.frame().packets.length;
    engine.act({ duplicate: nameOf(engine, twin) });
    expect(engine.frame().packets).toHaveLength(before + 1);
    expect(engine.frame().packets.some((packet) => packet.duplicate)).toBe(true);

    // A twin has its original's name: so this one is of a later round.
    engine.tick(40);
    const delayed = aPacketInFlight(engine);
    engine.act({ delay: { ...nameOf(engine, delayed), by_ms: 500 } });
    const late = engine.frame().packets.find((packet) => packet.id === delayed.id);
    expect(late?.dueAt).toBe(delayed.dueAt + 500_000);
  });
});

describe("a refusal", () => {
  const long = "x".repeat(201);
  const refusedActions: readonly unknown[] = [
    { write: long },
    { write: "" },
    { write: 7 },
    { write: "SET x=1", to: 9 },
    { write: "SET x=1", whom: 1 },
    { crash: 5 },
    { crash: -1 },
    { crash: 1.5 },
    { crash: "nobody" },
    { restart: "some" },
    { partition: [[0, 0]] },
    { partition: [[0, 7]] },
    { partition: 3 },
    { cut: [1, 1] },
    { cut: [1] },
    { latency_ms: [80, 40] },
    { latency_ms: [0, 1e12] },
    { loss: "2/1" },
    { loss: "many" },
    { loss: "1/0" },
    { drop: { from: 0, to: 1, nth: 999_999 } },
    { drop: { from: 0, to: 0, nth: 0 } },
    { delay: { from: 0, to: 1, nth: 0, by_ms: -5 } },
    { explode: true },
    {},
    [],
    "hael",
    null,
    7,
  ];

  it.each(refusedActions.map((action) => [JSON.stringify(action).slice(0, 60), action]))(
    "of the action %s is one sentence, and nothing has changed",
    (_, action) => {
      const before = showing(engine);
      const version = engine.version();
      expectOneSentence(thrownBy(() => engine.act(action as Action)));
      expect(engine.version()).toBe(version);
      expect(showing(engine)).toEqual(before);
    },
  );

  it("names the limit of a command", () => {
    expect(thrownBy(() => engine.act({ write: long }))).toContain("200");
    engine.act({ write: "x".repeat(200), to: "leader" });
  });

  it.each([
    ["crash", { crash: "leader" }],
    ["pause", { pause: "leader" }],
    ["isolate", { isolate: "leader" }],
  ] as const)("to %s a leader says that there is none", (_, action) => {
    engine = anEngine();
    expectOneSentence(thrownBy(() => engine.act(action)));
    expect(engine.view().now).toBe(0);
  });

  const links = (): readonly (readonly [string, string])[] => {
    const good = anElectedEngine().link();
    const middle = Math.floor(good.length / 2);
    const changed = good[middle] === "A" ? "B" : "A";
    return [
      ["nothing", ""],
      ["only a sign", "#"],
      ["a link cut short", good.slice(0, -3)],
      ["a link cut shorter", good.slice(0, 9)],
      ["one character changed", good.slice(0, middle) + changed + good.slice(middle + 1)],
      ["one character more", `${good}A`],
      ["a future version", withVersion(good, 99)],
      ["random text", "#hello-world"],
      ["random words", "This is not a link, is it?"],
      ["markup", "#<img src=x onerror=alert(1)>"],
      ["megabytes", `#${"A".repeat(3_000_000)}`],
      ["other alphabets", "#\u{1f980}\u0000\u202e"],
    ];
  };

  it.each(links())("of %s as a link is one sentence, and nothing has changed", (_, link) => {
    const before = showing(engine);
    const version = engine.version();
    expectOneSentence(thrownBy(() => engine.open(link)));
    expect(engine.version()).toBe(version);
    expect(showing(engine)).toEqual(before);
  });

  it("of every single changed character of a link is a sentence too", () => {
    const good = anElectedEngine().link();
    for (let place = 1; place < good.length; place += 1) {
      const other = good[place] === "A" ? "B" : "A";
      const changed = good.slice(0, place) + other + good.slice(place + 1);
      // The last character holds spare bits: what differs only there says the same.
      try {
        expect(engine.open(changed).digestAgrees).toBe(true);
      } catch (error) {
        expect(error).not.toBeInstanceOf(WebAssembly.RuntimeError);
        expectOneSentence((error as Error).message);
      }
    }
  });

  it.each([
    ["no JSON", "hello"],
    ["nothing", ""],
    ["a list", "[]"],
    ["no format", "{}"],
    ["a future format", '{"format":2}'],
    ["an unknown field", '{"format":1,"nodes":5}'],
    ["a hundred nodes", '{"format":1,"options":{"nodes":100}}'],
    ["a text over the limit", JSON.stringify({ format: 1, title: "x".repeat(10_000) })],
    ["depth without end", "[".repeat(100_000)],
    ["megabytes", `{"format":1,"title":"${"x".repeat(3_000_000)}"}`],
  ])("of a scenario with %s is one sentence, and nothing has changed", (_, json) => {
    const before = showing(engine);
    const version = engine.version();
    expectOneSentence(thrownBy(() => engine.openScenario(json)));
    expect(engine.version()).toBe(version);
    expect(showing(engine)).toEqual(before);
  });

  it("says of a scenario what comes late, what never comes, and what fails", () => {
    const open = (actions: string, expected: string) =>
      engine.openScenario(`{"format":1,"actions":[${actions}],"expect":[${expected}]}`);
    expect(open('{"at_ms":0,"do":"heal"}', '{"leader":true}')).toEqual([]);
    const elected = '{"after":"leader_elected","do":{"crash":0}}';
    const notices = open(`${elected},{"at_ms":500,"do":"heal"}`, '{"at_ms":1,"leader":true}');
    expect(notices).toEqual([
      expect.stringMatching(/^actions\[1\] came at .* and not at 500 ms: it stood behind/),
      "Expected a leader at 1 ms, found no leader.",
    ]);
    expect(engine.view().lateActions).toEqual([]);
    engine.seek(engine.view().head);
    expect(engine.view().lateActions).toEqual([notices[0]]);
  });

  it.each([
    ["a run of no nodes", () => engine.newRun({ seed: 1, nodes: 0 })],
    ["a run of ten nodes", () => engine.newRun({ seed: 1, nodes: 10 })],
    ["a node that is not there", () => engine.node(7)],
    ["a branch that is not there", () => engine.openBranch(7)],
    ["to remove the only branch", () => engine.removeBranch(0)],
    ["a name for a branch that is not there", () => engine.nameBranch(7, "Seven")],
    ["a name that is too long", () => engine.nameBranch(0, "n".repeat(61))],
    ["to compare with a branch that is not there", () => engine.compareBranch(7)],
    ["a twin of another size", () => engine.compareTwin({ nodes: 3 })],
    ["a twin under no known option", () => engine.compareTwin({ speed: 3 } as never)],
  ])("of %s is one sentence, and nothing has changed", (_, work) => {
    const before = showing(engine);
    const version = engine.version();
    expectOneSentence(thrownBy(work));
    expect(engine.version()).toBe(version);
    expect(showing(engine)).toEqual(before);
  });

  it("of odd numbers where moments belong is no breakdown", () => {
    for (const odd of [-1, Number.NaN, Number.POSITIVE_INFINITY, 0.5, 1e300]) {
      expect(engine.seek(odd)).toBe(engine.view().now);
      engine.logs(odd, 3);
      engine.packet(odd);
      engine.seek(0);
      expect(engine.view().now).toBe(0);
    }
  });
});

describe("time", () => {
  it("sought is time played: any moment equals a fresh run to it", () => {
    engine = anEngine();
    playEvening(engine);
    for (const at of [0, 1, 1_234_567, 5_000_000, 5_050_001, 9_999_999, 12_000_000, 24_999_999]) {
      const fresh = anEngine();
      playEvening(fresh, at);
      engine.seek(at);
      expect(showing(engine), `at ${at}`).toEqual(showing(fresh));
    }
  });

  it("goes by ticks of 10 ms, in steps from event to event, and in slices", () => {
    const before = engine.view().now;
    engine.tick(7);
    expect(engine.view().now).toBe(before + 70_000);
    const due = engine.upcoming().nextEventAt;
    expect(engine.step()).toBe(due);
    expect(engine.view().now).toBe(due);
    expect(engine.advanceTo(0)).toBe(due);
    expect(engine.advanceTo(20_000_000)).toBe(20_000_000);
  });

  it("reaches the same digest in one leap, in ticks and in events", () => {
    const leap = anEngine();
    const ticks = anEngine();
    const steps = anEngine();
    leap.advanceTo(10_000_000);
    ticks.tick(1_000);
    while ((steps.upcoming().nextEventAt ?? 10_000_001) <= 10_000_000) steps.step();
    steps.advanceTo(10_000_000);
    expect(showing(ticks)).toEqual(showing(leap));
    expect(showing(steps)).toEqual(showing(leap));
  });

  it("looks ahead without touching the run", () => {
    const before = showing(engine);
    const version = engine.version();
    engine.upcoming();
    engine.marks();
    engine.feed(100, "routine");
    engine.link();
    expect(showing(engine)).toEqual(before);
    expect(engine.version()).toBe(version);
  });

  it("ends after a day, and a seek beyond goes there", () => {
    engine.act({ crash: 0 });
    for (const id of [1, 2, 3, 4]) engine.act({ crash: id });
    engine.seek(1e15);
    expect(engine.view().now).toBe(24 * 3_600 * 1_000_000);
  });
});

describe("a link", () => {
  it("opens at the same moment, with the same digest and the same end", () => {
    engine = anEngine();
    playEvening(engine);
    for (const at of [0, 5_050_000, 13_000_000, 25_000_000]) {
      engine.seek(at);
      const link = engine.link();
      expect(link).toMatch(/^#[A-Za-z0-9_-]+$/);
      const other = anEngine(99);
      expect(other.open(link)).toEqual(openedWell);
      expect(showing(other)).toEqual(showing(engine));
      expect(other.view().head).toBe(engine.view().head);
      expect(other.link()).toBe(link);
      // What lay ahead where it was made lies ahead here too.
      other.seek(25_000_000);
      engine.seek(25_000_000);
      expect(other.view().digest).toBe(engine.view().digest);
    }
  });

  it("opens without its sign, and as a whole address", () => {
    const { digest } = engine.view();
    for (const form of [engine.link().slice(1), `https://example.org/any/${engine.link()}`]) {
      const other = anEngine(99);
      other.open(form);
      expect(other.view().digest).toBe(digest);
    }
  });

  it("whose digest is another one opens, and says so", () => {
    const opened = anEngine(99).open(withOtherDigest(engine.link()));
    expect(opened.digestAgrees).toBe(false);
    expectOneSentence(opened.notice ?? "");
  });
});

describe("the past", () => {
  it("forks where it is acted on, and the old branch is kept", () => {
    engine.act({ write: "SET x=1", to: "leader" });
    engine.advanceTo(10_000_000);
    const old = showing(engine);
    const head = engine.view().head;

    engine.seek(4_000_000);
    expect(engine.view().branches).toHaveLength(1);
    engine.act({ crash: "leader" });
    expect(engine.view().branches).toHaveLength(2);
    const [main, fork] = engine.view().branches;
    expect(engine.view().branch).toBe(fork?.id);
    expect(fork).toMatchObject({ parent: main?.id, forkedAt: 4_000_000, head: 4_000_000 });
    expect(main?.head).toBe(head);
    engine.advanceTo(8_000_000);
    const new_ = showing(engine);

    engine.openBranch(main?.id ?? 0);
    engine.seek(10_000_000);
    expect(showing(engine)).toEqual(old);
    engine.openBranch(fork?.id ?? 1);
    engine.seek(8_000_000);
    expect(showing(engine)).toEqual(new_);
  });

  it("lets go of a branch that is not shown", () => {
    engine.advanceTo(10_000_000);
    engine.seek(4_000_000);
    engine.act({ crash: "leader" });
    const fork = engine.view().branch;
    engine.openBranch(0);
    engine.removeBranch(fork);
    expect(engine.view().branches.map((branch) => branch.id)).toEqual([0]);
    expect(() => engine.openBranch(fork)).toThrow();
  });

  it("does not fork where nothing lies ahead", () => {
    engine.act({ write: "SET x=1", to: "leader" });
    engine.tick(10);
    engine.act({ crash: "leader" });
    expect(engine.view().branches).toHaveLength(1);
  });
});

describe("moving through the past", () => {
  it("steps back to where stepping on came from", () => {
    const moments = [engine.view().now];
    for (let steps = 0; steps < 40; steps += 1) moments.push(engine.step() ?? 0);
    for (const at of moments.toReversed().slice(1)) expect(engine.stepBack()).toBe(at);
    engine.seek(0);
    expect(engine.stepBack()).toBeNull();
  });

  it("jumps to each event of a kind, there and back", () => {
    playEvening(engine);
    for (const kind of ["leader_elected", "committed", "crashed"]) {
      const marked = engine.marks().filter((mark) => mark.kind === kind);
      const moments = [...new Set(marked.map((mark) => mark.at))];
      expect(moments.length, kind).toBeGreaterThan(0);
      const ahead = [];
      engine.seek(0);
      for (let at = engine.jump(kind, "ahead"); at !== null; at = engine.jump(kind, "ahead")) {
        expect(engine.view().now).toBe(at);
        ahead.push(at);
      }
      expect(ahead).toEqual(moments);
      engine.seek(25_000_000);
      expect(engine.jump(kind, "back")).toBe(moments.at(-1));
    }
    engine.seek(25_000_000);
    expect(engine.jump("violation", "back")).toBeNull();
    expect(engine.view().now).toBe(25_000_000);
    expect(engine.jump("any", "back")).toBeLessThan(25_000_000);
  });

  it("still knows of a violation that lies ahead", () => {
    engine.openScenario(violating);
    engine.seek(1_000_000);
    const at = engine.view().violation?.at ?? 0;
    engine.seek(0);
    expect(engine.marks().some((mark) => mark.kind === "violation")).toBe(true);
    expect(engine.jump("violation", "ahead")).toBe(at);
    expect(engine.view().violation).not.toBeNull();
  });
});

describe("branches", () => {
  /** A branch that leaves the main run at 4 s, shown at 10 s. */
  function fork(): void {
    engine.advanceTo(10_000_000);
    engine.seek(4_000_000);
    engine.act({ crash: "leader" });
    engine.advanceTo(10_000_000);
  }

  it("have names, and come back with them", () => {
    fork();
    engine.nameBranch(1, "  Without its leader ");
    expect(engine.view().branches[1]).toMatchObject({
      name: "Without its leader",
      title: "Without its leader",
    });
    const before = engine.view().branches;
    engine.removeBranch(1);
    expect(engine.view()).toMatchObject({ branch: 0, now: 10_000_000 });
    expect(engine.undoRemove()).toBe(1);
    expect(engine.view().branches).toEqual(before);
    expect(engine.undoRemove()).toBeNull();
    engine.nameBranch(1, "");
    expect(engine.view().branches[1]).toMatchObject({ name: null, title: "What if, from 4.00 s" });
  });

  it("are not made of a scenario's end that nobody has seen", () => {
    engine.openScenario('{"format": 1}');
    expect(engine.view()).toMatchObject({ now: 0, head: 30_000_000 });
    engine.act({ crash: 2 });
    expect(engine.view().branches).toMatchObject([{ title: "Main run", head: 0, actionCount: 1 }]);

    const written = { at_ms: 9_000, do: { crash: 1 } };
    engine.openScenario(JSON.stringify({ format: 1, actions: [written] }));
    engine.act({ crash: 2 });
    expect(engine.view().branches).toMatchObject([
      { title: "Main run", head: 30_000_000 },
      { title: "What if, from 0.00 s", head: 0 },
    ]);
  });

  it("play side by side, and the first difference is named", () => {
    fork();
    expect(engine.comparison()).toBeNull();
    engine.compareBranch(0);
    const comparison = engine.comparison();
    expect(shapes.comparison.faults(comparison, "comparison")).toEqual([]);
    expect(comparison?.divergence).toMatchObject({ at: 4_000_000 });
    expect(comparison?.divergence?.left?.sentence).toMatch(/crashes/);
    expect(comparison?.nodes.some((node) => node.state.includes("status"))).toBe(true);
    for (const at of [2_000_000, 7_000_000, 12_000_000]) {
      engine.seek(at);
      const shown = showing(engine);
      engine.lookBeside(true);
      expect(engine.view().now).toBe(at);
      if (at < 4_000_000) expect(showing(engine)).toEqual(shown);
      else expect(showing(engine)).not.toEqual(shown);
      engine.lookBeside(false);
      expect(showing(engine)).toEqual(shown);
    }
    engine.compareBranch(null);
    expect(engine.view().beside).toBeNull();
  });

  it("share a link to the pair and the moment", () => {
    fork();
    engine.nameBranch(1, "Without its leader");
    engine.compareBranch(0);
    engine.seek(6_000_000);
    const [before, comparison] = [engine.view(), engine.comparison()];
    const other = anEngine(99);
    expect(other.open(engine.link())).toEqual(openedWell);
    expect(other.comparison()).toEqual(comparison);
    expect(other.view()).toMatchObject({ now: 6_000_000, digest: before.digest });
    const shown = other.view().branches.find((branch) => branch.id === other.view().branch);
    expect(shown).toMatchObject({ name: "Without its leader", forkedAt: 4_000_000 });
    expect(other.view().branches).toHaveLength(2);
  });
});

describe("a twin that becomes the run", () => {
  function aPair() {
    const engine = anEngine();
    engine.advanceTo(9_000_000);
    engine.seek(5_000_000);
    engine.act({ crash: 0 });
    engine.advanceTo(8_000_000);
    const own = engine.options();
    engine.compareTwin({ ...own, latency_ms: [40, 400] });
    return { engine, own };
  }

  const seenIn = (engine: Engine) => {
    const { version: _, branches: __, branch: ___, beside: ____, ...view } = engine.view();
    return view;
  };
  const beside = (engine: Engine) => readComparedRun(engine, seenIn);

  it("changes places with the run shown, at the same moment, and back", () => {
    const { engine, own } = aPair();
    const [left, right] = [seenIn(engine), beside(engine)];
    engine.openTwin(true);
    expect(engine.options()).toMatchObject({ latency_ms: [40, 400] });
    expect(seenIn(engine)).toEqual(right);
    expect(beside(engine)).toEqual(left);
    expect(engine.view().beside).toEqual({ branch: null });
    engine.openTwin(true);
    expect(engine.options()).toEqual(own);
    expect(seenIn(engine)).toEqual(left);
    expect(beside(engine)).toEqual(right);
  });

  it("goes on alone, and the run before is kept with its branches", () => {
    const { engine } = aPair();
    const [left, right] = [engine.view(), beside(engine)];
    engine.openTwin(false);
    expect(engine.view().beside).toBeNull();
    expect(seenIn(engine)).toEqual(right);
    engine.act({ write: "SET x=1", to: "any" });
    engine.advanceTo(12_000_000);
    const other = anEngine();
    other.open(engine.link());
    expect(other.view().digest).toBe(engine.view().digest);
    expect(engine.bringBack()).toBe(true);
    const { version: _, ...back } = engine.view();
    const { version: __, ...before } = left;
    expect(back).toEqual(before);
  });

  it("is there only while a twin is compared", () => {
    const engine = anEngine();
    expect(() => engine.openTwin(true)).toThrow("No twin is compared: choose the options");
    engine.advanceTo(2_000_000);
    engine.seek(1_000_000);
    engine.act({ crash: 0 });
    engine.compareBranch(0);
    expect(() => engine.openTwin(false)).toThrow(/^No twin is compared/);
  });
});

describe("the twin", () => {
  it("does what its run does, under other options", () => {
    engine.openScenario(violating);
    engine.seek(1_000_000);
    engine.compareTwin({ ...engine.options(), bugs: [] });
    expect(engine.view().beside).toEqual({ branch: null });
    expect(engine.view().violation).not.toBeNull();
    engine.lookBeside(true);
    expect(engine.view()).toMatchObject({ violation: null, now: 1_000_000 });
    engine.lookBeside(false);
    engine.act({ write: "SET y=1", to: 2 });
    engine.advanceTo(2_000_000);
    engine.lookBeside(true);
    expect(engine.view()).toMatchObject({ now: 2_000_000 });
    expect(engine.view().requests.map((request) => request.command)).toContain("SET y=1");
    expect(anEngine(99).open(engine.link()).digestAgrees).toBe(true);
  });
});

describe("what can happen next", () => {
  it("is done by its action", () => {
    aPacketInFlight(engine);
    const now = engine.view().now;
    const offered = engine.choices();
    expect(offered.filter((choice) => choice.packet !== null).length % 3).toBe(0);
    engine.advanceTo(now + 1_000_000);
    for (const choice of offered) {
      engine.openBranch(0);
      engine.seek(now);
      engine.act(choice.do);
    }
    expect(engine.view().branches).toHaveLength(1 + offered.length);
    const timeouts = offered.filter((choice) => /election timer runs out/.test(choice.sentence));
    expect(timeouts).toHaveLength(4);
  });
});

describe("what is taken along", () => {
  it("is a scenario file that comes to the same", () => {
    playEvening(engine);
    const { digest, seed } = engine.view();
    const text = engine.saveScenario();
    const other = anEngine(99);
    other.openScenario(text);
    expect(other.view()).toMatchObject({ now: 0, head: 25_000_000, seed });
    other.seek(25_000_000);
    expect(other.view().digest).toBe(digest);
  });

  it("is JSON lines, in whatever portions", () => {
    playEvening(engine);
    const whole = engine.traceLines(0, 1_000_000);
    const portions = [];
    for (let after = 0; ; ) {
      const portion = engine.traceLines(after, 500);
      if (portion === "") break;
      portions.push(portion);
      after = JSON.parse(portion.trimEnd().split("\n").at(-1) ?? "").seq;
    }
    expect(portions.join("")).toBe(whole);
    const lines = whole
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const sent = lines.filter((line) => line.kind === "sent");
    expect(sent).toHaveLength(engine.view().counts.messages);
  });
});

describe("the version", () => {
  it("only grows, whatever is done", () => {
    const versions = [engine.version()];
    const then = (work: () => unknown) => {
      work();
      versions.push(engine.version());
    };
    const link = engine.link();
    then(() => engine.act({ write: "SET x=1", to: "leader" }));
    then(() => engine.tick(100));
    then(() => engine.step());
    then(() => engine.seek(1_000_000));
    then(() => engine.act({ crash: 0 }));
    then(() => engine.openBranch(0));
    then(() => engine.removeBranch(1));
    then(() => engine.open(link));
    then(() => engine.newRun());
    then(() => engine.newRun({ seed: 3 }));
    then(() => engine.openScenario('{"format":1}'));
    expect(versions).toEqual(versions.toSorted((one, other) => one - other));
    expect(new Set(versions).size).toBe(versions.length);
  });

  it("stands still while nothing but the time changes", () => {
    const due = engine.upcoming().nextEventAt ?? 0;
    const version = engine.version();
    engine.advanceTo(due - 1);
    expect(engine.version()).toBe(version);
    expect(engine.view().now).toBe(due - 1);
    engine.advanceTo(due);
    expect(engine.version()).toBeGreaterThan(version);
  });
});

describe("machines", () => {
  const machine = (id: number) => engine.view().machines.find((it) => it.id === id);

  it("have disks that stall and lie, and clocks that run fast", () => {
    const leader = leaderOf(engine);
    const follower = (leader + 1) % 5;
    engine.act({ disk: "stalls", node: follower });
    engine.act({ clock_rate: "3/2", node: follower });
    engine.act({ write: "SET x=1", to: "leader" });
    engine.tick(30);
    expect(machine(follower)).toMatchObject({ disk: "stalls", clockPerMille: 1500 });
    expect(machine(follower)?.unstableWrites).toBeGreaterThan(0);
    engine.act({ disk: "lies", node: follower });
    engine.act({ crash: follower });
    expect(engine.view().assumption).toMatch(
      /^Assumption broken: stable storage \(Node \d's disk confirmed writes it had not synced at .+\)\.$/,
    );
  });

  it("tell what is on their disks from what waits to be written, and what waits for it", () => {
    const leader = leaderOf(engine);
    const before = engine.view().nodes[leader]?.term ?? 0;
    expect(machine(leader)).toMatchObject({ termIn: "disk", voteIn: "disk", heldMessages: 0 });
    engine.act({ disk: "stalls", node: leader });
    const stalledAt = engine.view().now;
    engine.act({ write: "SET x=1", to: leader });
    engine.tick(60);
    const stored = machine(leader)?.storedThrough ?? 0;
    expect(machine(leader)).toMatchObject({ termIn: "disk", newestEntriesIn: "waiting" });
    const field = (name: string) => engine.node(leader).fields.find((it) => it.name === name);
    expect(field("current_term")?.meaning).toMatch(/; on disk\.$/);
    expect(field("log")?.meaning).toContain(
      `entry ${stored + 1} in memory, waiting to be written: the log on disk `,
    );
    const [silence] = engine.node(leader).silences ?? [];
    expect(silence?.sentence).toMatch(
      new RegExp(
        `^Node ${leader}'s disk has stalled since .+: entry ${stored + 1} is not confirmed, and \\d+ messages wait for that`,
      ),
    );
    expect(silence?.at).toBe(stalledAt);
    const held = engine.feed(50, "notable").filter(({ kind }) => kind === "messages_held");
    expect(held.map(({ node }) => node)).toEqual([leader]);
    const other = (leader + 1) % 5;
    engine.act({ disk: "stalls", node: other });
    engine.act({ timeout: other });
    const open = engine.node(other).fields.find((it) => it.name === "current_term");
    expect(open?.meaning).toContain(
      `in memory, waiting to be written: the disk holds term ${before}.`,
    );
    expect(machine(other)).toMatchObject({ termIn: "waiting", voteIn: "waiting" });
  });

  it("measure by their own clocks, and say so", () => {
    const other = (leaderOf(engine) + 1) % 5;
    engine.act({ clock_rate: "2", node: other });
    engine.tick(1);
    const timer = engine.node(other).fields.find((it) => it.name === "election_timer");
    expect(timer?.value).toMatch(
      /^ends in \d+\.\d\d s, at \d+\.\d\d s; it was set to \d+\.\d\d s by its own clock$/,
    );
    engine.act({ clock_rate: "1", node: other });
    expect(machine(other)).toMatchObject({ clockPerMille: 1000, clockIsTrue: false });
  });

  it("have slow disks from the options, a fault that is named", () => {
    engine.openScenario('{"format":1,"options":{"nodes":3,"preset":"etcd","disk_ms":[1500,2500]}}');
    expect(engine.view().tried.disks).toBe(3);
    expect(engine.view().timing).toMatch(
      /^Timing requirement missed: .*each disk takes up to 2\.5 s for a write.*Raft §5\.6\)\.$/,
    );
    expect(engine.view().assumption).toBeNull();
  });

  it("crash at their next write, when told to", () => {
    engine.act({ crash_at_write: "leader" });
    const leader = leaderOf(engine);
    expect(machine(leader)?.crashesAtWrite).toBe(true);
    engine.act({ write: "SET x=1", to: "leader" });
    engine.tick(30);
    expect(engine.view().nodes[leader]?.status).toBe("crashed");
  });
});

describe("a workload", () => {
  it("asks by itself, and what its clients saw is linearizable", () => {
    engine.act({ workload: { per_second: 10, reads: "1/3", keys: 2, clients: 4 } });
    expect(engine.view().workload).toEqual({
      perSecond: 10,
      readsPerMille: 333,
      keys: 2,
      clients: 4,
    });
    engine.tick(1_000);
    const { now } = engine.view();
    const { requests } = engine.history(0, now);
    expect(requests.length).toBeGreaterThan(50);
    expect(new Set(requests.map((request) => request.client)).size).toBeGreaterThan(1);
    const verdict = engine.historyVerdict();
    expect(verdict.verdict).toBe("holds");
    expect(verdict.operations).toBeGreaterThan(50);
    engine.act({ workload: "off" });
    expect(engine.view().workload).toBeNull();
  });
});

describe("chaos", () => {
  const chaos = (perMinute: number) => ({ chaos: { per_minute: perMinute } });

  it("is one action, which a link replays with all its faults", () => {
    engine.act({ workload: {} });
    engine.act(chaos(60));
    expect(engine.view().chaos).toEqual({ perMinute: 60, breaksAssumptions: false });
    engine.tick(6_000);
    const done = engine.view();
    expect(done.branches[0]?.actionCount).toBe(2);
    expect(done.violation).toBeNull();
    expect(engine.history(0, done.now).faults.length).toBeGreaterThan(30);

    const link = engine.link();
    engine.newRun({ seed: 1 });
    expect(engine.view().chaos).toBeNull();
    expect(engine.open(link).digestAgrees).toBe(true);
    expect(engine.view().digest).toBe(done.digest);
    expect(engine.view().chaos).toEqual({ perMinute: 60, breaksAssumptions: false });
  });

  it("is as it was at each moment, and its end puts right what it broke", () => {
    engine.tick(1_000);
    const began = engine.view().now;
    engine.act(chaos(120));
    engine.tick(3_000);
    const reached = engine.view();
    engine.seek(began / 2);
    expect(engine.view().chaos).toBeNull();
    engine.seek(reached.now);
    expect(engine.view().digest).toBe(reached.digest);
    expect(engine.view().chaos?.perMinute).toBe(120);
    engine.act({ chaos: "off" });
    const { chaos: after, nodes, cuts, machines } = engine.view();
    expect(after).toBeNull();
    expect(nodes.map(({ status }) => status)).toEqual(nodes.map(() => "up"));
    expect(cuts).toEqual([]);
    expect(
      machines.every(({ disk, clockPerMille }) => disk === "syncs" && clockPerMille === 1000),
    ).toBe(true);
  });
});

describe("a new run", () => {
  it("of a seed is the same run every time; without one, a seed is drawn", () => {
    engine.newRun({ seed: 42, nodes: 3 });
    expect(engine.view()).toMatchObject({ seed: 42, now: 0 });
    expect(engine.view().nodes).toHaveLength(3);
    const seeds = [1, 2, 3].map(() => {
      engine.newRun();
      return engine.view().seed;
    });
    expect(new Set(seeds).size).toBe(3);
    expect(seeds.every(Number.isSafeInteger)).toBe(true);
  });
});

describe("a thousand writes", () => {
  it("are all there, in the same order on every node", () => {
    for (let write = 0; write < 1_000; write += 1) {
      engine.act({ write: `SET x=${write}`, to: "leader" });
      engine.tick(1);
    }
    engine.tick(500);
    expect(engine.view().committed).toBe(1_000);
    expect(engine.view().requests).toHaveLength(50);
    expect(engine.view().requestCounts.acknowledged).toBe(1_000);
    const { nodes } = engine.logs(1, 1_000);
    for (const log of nodes) expect(log.entries).toEqual(nodes[0]?.entries);
    expect(stepUntil(engine, () => true).nodes.every((node) => node.commitIndex === 1_000)).toBe(
      true,
    );
  });
});

function bytesOf(link: string): Buffer {
  return Buffer.from(link.slice(1), "base64url");
}

/** The byte after the two magic ones is the version. */
function withVersion(link: string, version: number): string {
  const bytes = bytesOf(link);
  bytes[2] = version;
  return `#${bytes.toString("base64url")}`;
}

/** The digest ends the link; the checksum is made anew, as who forges a link would. */
function withOtherDigest(link: string): string {
  const bytes = bytesOf(link);
  const place = bytes.length - 2;
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  const body = bytes.subarray(7);
  const add = (hash: bigint, number: bigint) => {
    const mixed = BigInt.asUintN(64, (hash ^ number) * 0x9e37_79b9_7f4a_7c15n);
    return mixed ^ (mixed >> 29n);
  };
  const start = add(0x5261_6674_2031_2e30n, BigInt(body.length));
  const checksum = [...body].reduce((hash, byte) => add(hash, BigInt(byte)), start);
  bytes.writeUInt32LE(Number(BigInt.asUintN(32, checksum)), 3);
  return `#${bytes.toString("base64url")}`;
}
