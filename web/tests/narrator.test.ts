import { describe, expect, it } from "vitest";
import promises from "../compare/promises.json";
import type { FeedEvent, View } from "../engine/view.ts";
import { narrate } from "../narrator/narrate.ts";
import { tourPlace, tourSteps } from "../narrator/tour.ts";
import { isFirstVisit, rememberVisit } from "../narrator/visits.ts";
import { ballotWords } from "../narrator/words.ts";
import { aNode, anEvent, aRequest, aView, fiveNodes } from "./samples.ts";

const counts = { messages: 9, events: 9, elections: 1, crashes: 0 };
const written = { requestCounts: { waiting: 0, acknowledged: 1, refused: 0, unknown: 0 } };
const beginning = aView({ now: 0, head: 0 });
const asking = aView({
  counts,
  nodes: fiveNodes({ 2: { role: "candidate", term: 1, votes: [2, 0] } }),
});
const led = aView({ counts, nodes: fiveNodes({ 2: { role: "leader", term: 1 } }) });
const stored = aView({
  counts,
  committed: 1,
  ...written,
  requests: [aRequest("acknowledged")],
  nodes: fiveNodes({
    2: { role: "leader", term: 1, lastIndex: 1, lastTerm: 1, commitIndex: 1 },
    0: { lastIndex: 1, lastTerm: 1 },
  }),
});
const crashed = aView({ ...stored, nodes: fiveNodes({ 2: { status: "crashed", term: 1 } }) });
const ledAgain = aView({
  ...stored,
  nodes: fiveNodes({
    2: { status: "crashed", term: 1 },
    0: { role: "leader", term: 2, lastIndex: 1, lastTerm: 1 },
  }),
});
const whole = aView({
  ...stored,
  nodes: fiveNodes({ 0: { role: "leader", term: 2, lastIndex: 1, lastTerm: 1 } }),
});
const groups = [
  [0, 1],
  [2, 3, 4],
];
const cuts = [0, 1].flatMap((one) =>
  [2, 3, 4].flatMap((other) => [
    { from: one, to: other },
    { from: other, to: one },
  ]),
);
const cut = aView({ ...whole, groups, cuts });
const twoLeaders = aView({
  ...cut,
  nodes: fiveNodes({
    0: { role: "leader", term: 2, lastIndex: 1, lastTerm: 1 },
    3: { role: "leader", term: 3, lastIndex: 1, lastTerm: 1 },
  }),
});
const healed = aView({
  ...stored,
  nodes: fiveNodes({ 0: { term: 2 }, 3: { role: "leader", term: 3 } }),
});
const ofOneMind = aView({
  ...stored,
  nodes: [0, 1, 2, 3, 4].map((id) =>
    aNode({ id, term: 3, lastIndex: 2, lastTerm: 3, role: id === 3 ? "leader" : "follower" }),
  ),
});

/** Events one after the other. */
function events(...those: readonly (readonly [string, number | null])[]): readonly FeedEvent[] {
  return those.map(([kind, node], place) => ({ ...anEvent(kind, node), seq: place + 1 }));
}

const won = ["leader_elected", 2] as const;
const untilCommit = [won, ["committed", 2]] as const;
const untilReelection = [...untilCommit, ["crashed", 2], ["leader_elected", 0]] as const;
const untilRestart = [...untilReelection, ["restarted", 2]] as const;
const untilCut = [...untilRestart, ["partitioned", null]] as const;
const untilMajority = [...untilCut, ["leader_elected", 3], ["committed", 3]] as const;
const untilHeal = [...untilMajority, ["healed", null]] as const;

function tour(view: View, ...those: readonly (readonly [string, number | null])[]) {
  return narrate({ view, decisive: events(...those), caption: null, touring: true });
}

function free(view: View, event: FeedEvent | null = null, caption: string | null = null) {
  return narrate({ view, decisive: event === null ? [] : [event], caption, touring: false });
}

describe("the tour", () => {
  it("opens with a question and nothing moving", () => {
    expect(tour(beginning)).toMatchObject({
      headline: "Five servers must agree on one leader.",
      reason: "Whose timer runs out first? Tap a node.",
      invitation: "nodes",
      asksYesOrNo: false,
      step: "elect",
    });
  });

  it("counts ballots one by one", () => {
    expect(tour(asking).reason).toBe("1… 2 of 5; 3 are needed.");
    expect(ballotWords([[2, 3]], 3, 5)).toBe("1… 2… 3 of 5: a majority.");
  });

  it.each([
    ["elect", "nodes", beginning, []],
    ["write", "write", led, [won]],
    ["crash", "crash", stored, untilCommit],
    ["restart", "restart", ledAgain, untilReelection],
    ["partition", "partition", whole, untilRestart],
    ["writeAgain", "write", cut, untilCut],
    ["writeAgain", "write", twoLeaders, [...untilCut, ["leader_elected", 3]]],
    ["heal", "heal", twoLeaders, untilMajority],
    ["share", "share", ofOneMind, untilHeal],
  ] as const)("at the step %s invites to %s", (step, invitation, view, those) => {
    expect(tour(view, ...those)).toMatchObject({ step, invitation });
  });

  it("has eight steps, in an order that a run cannot leave", () => {
    expect(tourSteps).toHaveLength(8);
    for (let count = 0; count <= untilHeal.length; count += 1) {
      const those = untilHeal.slice(0, count);
      const here = tourSteps.indexOf(tourPlace(stored, events(...those)).step);
      const next = tourSteps.indexOf(
        tourPlace(stored, events(...untilHeal.slice(0, count + 1))).step,
      );
      expect(next).toBeGreaterThanOrEqual(here);
    }
  });

  it("asks whether the committed entry survives", () => {
    expect(tour(stored, ...untilCommit)).toMatchObject({
      headline: "SET x=1 is committed.",
      reason: "At least 3 of 5 store it. Crash the leader. Will x survive?",
      section: "Raft §5.3",
      asksYesOrNo: true,
    });
    expect(tour(crashed, ...untilCommit, ["crashed", 2])).toMatchObject({
      headline: "Node 2 is down; nobody leads.",
      asksYesOrNo: true,
    });
  });

  it("answers with the reason", () => {
    expect(tour(ledAgain, ...untilReelection)).toMatchObject({
      headline: "Node 0 leads term 2, and x survived.",
      reason: "A majority stores it, so no node without it can win. Press Restart all.",
      section: "Raft §5.4.1",
    });
  });

  it("does not take the crash of a follower for that of the leader", () => {
    const view = aView({
      ...stored,
      nodes: stored.nodes.map((node) => (node.id === 4 ? { ...node, status: "crashed" } : node)),
    });
    expect(tour(view, ...untilCommit, ["crashed", 4])).toMatchObject({ step: "crash" });
  });

  it("tells what waits on the minority's side, and what was acknowledged on the other", () => {
    expect(tour(cut, ...untilCut)).toMatchObject({
      headline: "Node 0 reaches 2 of 5, and still believes it leads.",
      reason: "Press Write: what becomes of it?",
    });
    const waits = { ...aRequest("waiting"), command: "SET x=2" };
    const view = { ...twoLeaders, requests: [waits, aRequest("acknowledged")] };
    expect(tour(view, ...untilMajority)).toMatchObject({
      headline: "SET x=1 is committed.",
      reason: "SET x=2 is still waiting for an answer. Press Heal.",
    });
  });

  it("goes on when the network is healed early, and deposes no leader that is the only one", () => {
    const early = [...untilCut, ["healed", null]] as const;
    expect(tour({ ...twoLeaders, cuts: [], groups: null }, ...early)).toMatchObject({
      step: "share",
      headline: "No link is cut any more.",
      reason: "The newer term wins: the old leader steps down and takes over the new log.",
      invitation: null,
    });
    expect(tour(healed, ...early)).toMatchObject({
      step: "share",
      headline: "Node 3 leads term 3.",
      reason: "A node that hears no heartbeat for too long seeks votes.",
      invitation: null,
    });
  });

  it("says of a log whose commands nobody knows that what was committed survived", () => {
    const view = { ...ledAgain, requests: [] };
    expect(tour(view, ...untilReelection).headline).toMatch(
      /and every committed entry survived\.$/,
    );
  });

  it("says that nothing promised was lost only where something was overwritten", () => {
    expect(tour(ofOneMind, ...untilHeal).reason).not.toContain("overwritten");
    expect(tour(ofOneMind, ...untilHeal, ["truncated", 0]).reason).toContain(
      "An unfinished entry was overwritten. Nobody was promised it.",
    );
  });

  it("gives way to a cluster without a majority", () => {
    const down = aView({
      ...stored,
      nodes: [0, 1, 2, 3, 4].map((id) => aNode({ id, status: id < 3 ? "crashed" : "up" })),
    });
    expect(tour(down, ...untilCommit)).toMatchObject({
      headline: "Two of 5 up: no majority.",
      invitation: "restart",
    });
  });
});

describe("without the tour", () => {
  it("the same calm start, without a pulse", () => {
    expect(free(beginning)).toMatchObject({
      headline: "Five servers must agree on one leader.",
      invitation: null,
      voice: "state",
    });
  });

  it("the latest decisive event has the word, with its reason and its section", () => {
    const event = {
      ...anEvent("leader_elected", 2),
      term: 1,
      sentence: "3 votes are a majority: Node 2 leads term 1.",
      section: "Raft §5.2",
    };
    expect(free(led, event)).toMatchObject({
      headline: "Node 2 leads term 1.",
      // What the headline says is not said again.
      reason: "3 votes are a majority.",
      section: "Raft §5.2",
      event,
      voice: "event",
    });
  });

  it("a cut network has a reason that says more than the cut", () => {
    expect(free(cut, anEvent("partitioned", null))).toMatchObject({
      headline: "The network is cut: 0 and 1 apart from 2, 3 and 4.",
      reason: "3 of 5 must agree, to elect or to commit.",
      section: "Raft §5.2",
    });
  });

  it("an event whose state is over gives way to the state", () => {
    const event = { ...anEvent("leader_elected", 2), term: 1 };
    expect(free(aView({ counts }), event)).toMatchObject({
      headline: "Nobody leads.",
      voice: "state",
      event: null,
    });
    expect(free(asking, anEvent("crashed", 4))).toMatchObject({
      headline: "Node 2 asks for votes in term 1.",
    });
  });

  it("the state says how the network is cut", () => {
    expect(free(cut)).toMatchObject({
      headline: "Node 0 leads term 2.",
      reason: "The network is cut: 0 and 1 apart from 2, 3 and 4.",
    });
    expect(free({ ...led, cuts: [{ from: 1, to: 2 }] }).reason).toBe(
      "Nothing gets from Node 1 to Node 2.",
    );
  });

  it("a paused leader does not lead", () => {
    const nodes = fiveNodes({ 2: { role: "leader", term: 1, status: "paused" } });
    expect(free(aView({ counts, nodes })).headline).toBe("Node 2, leader of term 1, is paused.");
  });
});

describe("the order of voices", () => {
  const violation = {
    property: "election_safety",
    title: "Election Safety",
    at: 1,
    nodes: [1, 2],
    sentence: "Two lead.",
  };
  const assumption = "Assumption broken: stable storage (Node 1's disk was wiped at 4.20 s).";

  it("a scenario's own title and words open it", () => {
    const view = aView({ now: 0, title: "Figure 8", about: "Why old terms do not count." });
    expect(free(view, null, "Once upon a time.")).toMatchObject({
      headline: "Figure 8",
      reason: "Why old terms do not count.",
    });
  });

  it("a caption comes before the event, which is its reason", () => {
    const event = { ...anEvent("crashed", 2), sentence: "Node 2 crashes." };
    expect(free(crashed, event, "The leader is gone.")).toMatchObject({
      headline: "The leader is gone.",
      reason: "Node 2 crashes.",
      voice: "caption",
    });
  });

  it("a violation comes before a caption, and both are said", () => {
    expect(free(aView({ violation }), null, "It goes wrong.")).toMatchObject({
      headline: "Election Safety is violated.",
      reason: "Two lead. It goes wrong.",
      voice: "violation",
    });
    expect(free(aView({ violation }), null, "Election Safety: Two lead.").reason).toBe(
      "Election Safety: Two lead.",
    );
  });

  it("a caption that begins after the violation has the headline, and the violation the reason", () => {
    const now = {
      violation,
      latestViolation: violation,
      now: 5,
      caption: "It is lost.",
      captionAt: 2,
    };
    expect(free(aView(now), null, "It is lost.")).toMatchObject({
      headline: "It is lost.",
      reason: "Election Safety is violated. Two lead.",
      voice: "caption",
    });
    expect(free(aView({ ...now, captionAt: 1 }), null, "It is lost.")).toMatchObject({
      headline: "Election Safety is violated.",
      reason: "Two lead. It is lost.",
    });
  });

  it("the latest of several violations has the word", () => {
    const latestViolation = {
      ...violation,
      title: "Leader Completeness",
      at: 3,
      sentence: "It is gone.",
    };
    const now = { violation, latestViolation, now: 5, caption: "Node 4 leads.", captionAt: 2 };
    expect(free(aView(now), null, "Node 4 leads.")).toMatchObject({
      headline: "Leader Completeness is violated.",
      reason: "It is gone. Node 4 leads.",
      voice: "violation",
    });
  });

  it("a caption that begins after an assumption was broken has the headline", () => {
    const now = { assumption, assumptionAt: 1, violation, latestViolation: violation, now: 5 };
    const told = { ...now, caption: "Its vote is gone.", captionAt: 2 };
    expect(free(aView(told), null, "Its vote is gone.")).toMatchObject({
      headline: "Its vote is gone.",
      reason:
        "Assumption broken: stable storage. Node 1's disk was wiped at 4.20 s. After that, Election Safety: Two lead.",
    });
    expect(free(aView({ ...told, captionAt: 1 }), null, "Its vote is gone.").voice).toBe(
      "violation",
    );
  });

  it("an event is the reason of the caption in whose time it falls, and of no other", () => {
    const event = { ...anEvent("crashed", 2), at: 7, sentence: "Node 2 crashes." };
    const at = (captionAt: number) =>
      free(aView({ ...crashed, captionAt }), event, "The leader is gone.").reason;
    expect(at(7)).toBe("Node 2 crashes.");
    expect(at(8)).toBe("");
  });

  it("a caption and its reason do not say the same", () => {
    const event = { ...anEvent("crashed", 2), sentence: "Node 2 crashes." };
    expect(free(crashed, event, "Nothing is lost yet. Node 2 crashes.").reason).toBe("");
  });

  it("no network is whole while one link of it is cut", () => {
    const event = { ...anEvent("healed", null), sentence: "The network is whole again." };
    expect(free(led, event, "The cuts are gone.").reason).toBe("The network is whole again.");
    const one = aView({ ...led, cuts: [{ from: 0, to: 3 }] });
    expect(free(one, event, "The cuts are gone but for one.").reason).toBe("");
  });

  it("a broken assumption comes before the violation that follows from it", () => {
    expect(free(aView({ violation, assumption, assumptionAt: 1 }))).toMatchObject({
      headline: "Assumption broken: stable storage.",
      reason: "Node 1's disk was wiped at 4.20 s. After that, Election Safety: Two lead.",
    });
  });

  it("a violation that came before the broken assumption keeps the word", () => {
    const later = { ...violation, title: "Leader Completeness", at: 3, sentence: "It is gone." };
    const view = aView({ violation, latestViolation: later, assumption, assumptionAt: 2, now: 5 });
    expect(free(view)).toMatchObject({
      headline: "Election Safety is violated.",
      reason: "Two lead.",
    });
  });

  it("where clocks drift, only reads by a lease are no fault of Raft", () => {
    const drift = "Assumption broken: clock drift (Node 1's clock jumped at 4.20 s).";
    const said = (property: string) =>
      free(aView({ violation: { ...violation, property }, assumption: drift, assumptionAt: 1 }))
        .headline;
    expect(said("lease_held")).toBe("Assumption broken: clock drift.");
    expect(said("linearizability")).toBe("Assumption broken: clock drift.");
    expect(Object.keys(promises).filter((name) => !/violated/.test(said(name)))).toEqual([
      "lease_held",
    ]);
  });
});

describe("visits", () => {
  it("are remembered, and refused storage makes each a first one", () => {
    const kept = new Map<string, string>();
    const storage = () => ({
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    });
    const refused = () => {
      throw new Error("denied");
    };
    expect(isFirstVisit(storage)).toBe(true);
    rememberVisit(storage);
    expect(isFirstVisit(storage)).toBe(false);
    rememberVisit(refused);
    expect(isFirstVisit(refused)).toBe(true);
  });
});
