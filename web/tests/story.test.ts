import { describe, expect, it } from "vitest";
import type { FeedEvent, View } from "../engine/view.ts";
import { ballotWords, tell } from "../story/chapters.ts";
import { freeTelling } from "../story/free.ts";
import { subjectOf } from "../story/reading.ts";
import {
  type Act,
  noStory,
  onAct,
  onView,
  type Story,
  storyStart,
  storySteps,
} from "../story/story.ts";
import { isFirstVisit, rememberVisit } from "../story/visits.ts";
import { aNode, anEvent, aRequest, aView, fiveNodes } from "./samples.ts";

const beginning = aView({ now: 0, head: 0 });
const asking = aView({ nodes: fiveNodes({ 2: { role: "candidate", term: 1, votes: [2, 0] } }) });
const led = aView({ nodes: fiveNodes({ 2: { role: "leader", term: 1 } }) });
const stored = aView({
  nodes: fiveNodes({
    2: { role: "leader", term: 1, lastIndex: 1, commitIndex: 1 },
    0: { lastIndex: 1 },
  }),
});
const crashed = aView({ nodes: fiveNodes({ 2: { status: "crashed", term: 1 } }) });
const ledAgain = aView({
  nodes: fiveNodes({
    2: { status: "crashed", term: 1 },
    0: { role: "leader", term: 2, lastIndex: 1 },
  }),
});
const whole = aView({ nodes: fiveNodes({ 0: { role: "leader", term: 2, lastIndex: 1 } }) });
const cut = aView({
  ...whole,
  groups: [
    [0, 1],
    [2, 3, 4],
  ],
});
const twoLeaders = aView({
  groups: [
    [0, 1],
    [2, 3, 4],
  ],
  nodes: fiveNodes({ 0: { role: "leader", term: 2 }, 3: { role: "leader", term: 3 } }),
});
const healed = aView({ nodes: fiveNodes({ 0: { term: 2 }, 3: { role: "leader", term: 3 } }) });

/** Follows the story through what is done and what happens. */
class Follow {
  story: Story = storyStart;
  view: View = beginning;

  does(act: Act): this {
    this.story = onAct(this.story, act, this.view);
    return this;
  }

  sees(view: View, ...events: readonly FeedEvent[]): this {
    this.view = view;
    this.story = onView(this.story, view, events);
    return this;
  }

  get tells() {
    return tell(this.story, this.view);
  }

  writes(command: string): this {
    return this.does({ kind: "wrote", command });
  }
}

const untilWrite = () =>
  new Follow()
    .does({ kind: "predicted", node: 2 })
    .sees(asking, anEvent("election_timeout", 2))
    .sees(led);
const untilCrash = () => untilWrite().writes("SET x=1").sees(stored, anEvent("committed", 2));
const untilPartition = () =>
  untilCrash()
    .does({ kind: "expected", survives: true })
    .sees(crashed, anEvent("crashed", 2))
    .sees(ledAgain);
const untilHeal = () =>
  untilPartition()
    .sees(whole)
    .sees(cut)
    .writes("SET x=2")
    .sees(twoLeaders)
    .writes("SET x=3")
    .sees(twoLeaders, anEvent("committed", 3));

describe("the first five minutes", () => {
  it("open with a question and nothing moving", () => {
    expect(new Follow().tells).toEqual({
      headline: "Five servers must agree on one leader.",
      question: "Whose timer runs out first? Tap a node.",
      invitation: "nodes",
      asksYesOrNo: false,
    });
  });

  it("answer the prediction, and count ballots one by one", () => {
    const follow = new Follow()
      .does({ kind: "predicted", node: 2 })
      .sees(asking, anEvent("election_timeout", 2));
    expect(follow.tells.headline).toBe("Node 2 heard from nobody, so it asks for votes.");
    expect(follow.tells.question).toBe("You were right. 1… 2 of 5.");
    expect(follow.sees(led).tells.question).toBe(
      "You were right. 1… 2… 3 of 5: a majority. Press Write.",
    );
    expect(ballotWords(3, 3, 5)).toBe("1… 2… 3 of 5: a majority.");
  });

  it("are kind about a wrong prediction", () => {
    const follow = new Follow()
      .does({ kind: "predicted", node: 4 })
      .sees(asking, anEvent("election_timeout", 2));
    expect(follow.tells.question).toContain("Node 2 was first.");
  });

  it("need no prediction", () => {
    expect(new Follow().does({ kind: "played" }).sees(led).tells.invitation).toBe("write");
  });

  it("invite in order: write, crash, restart, partition, write, write, heal, share", () => {
    const follow = new Follow();
    const invitations: (string | null)[] = [follow.tells.invitation];
    const note = () => invitations.push(follow.tells.invitation);
    follow.does({ kind: "predicted", node: 2 }).sees(led);
    note();
    follow.writes("SET x=1").sees(stored, anEvent("committed", 2));
    note();
    follow.sees(crashed, anEvent("crashed", 2)).sees(ledAgain);
    note();
    follow.sees(whole);
    note();
    follow.sees(cut);
    note();
    follow.writes("SET x=2").sees(twoLeaders);
    note();
    follow.writes("SET x=3").sees(twoLeaders, anEvent("committed", 3));
    note();
    follow.sees(healed).sees(healed, anEvent("truncated", 0));
    note();
    follow.does({ kind: "shared" });
    note();
    expect(invitations).toEqual([
      "nodes",
      "write",
      "crash",
      "restart",
      "partition",
      "write",
      "write",
      "heal",
      "share",
      null,
    ]);
  });

  it("say what was stored, and ask whether it survives", () => {
    const { headline, question, asksYesOrNo } = untilCrash().tells;
    expect(headline).toBe("Stored by 3 of 5: committed.");
    expect(question).toBe("Crash the leader. Will x survive?");
    expect(asksYesOrNo).toBe(true);
  });

  it.each([
    [true, "You say x survives. Crash the leader and see."],
    [false, "You say x is lost. Crash the leader and see."],
  ])("hear the answer %s", (survives, question) => {
    const told = untilCrash().does({ kind: "expected", survives }).tells;
    expect(told).toMatchObject({ question, invitation: "crash", asksYesOrNo: false });
  });

  it("ask again while the leader is down, until there is an answer", () => {
    const down = () => untilCrash().sees(crashed, anEvent("crashed", 2));
    expect(down().tells).toMatchObject({ question: "Will x survive?", asksYesOrNo: true });
    const answered = down().does({ kind: "expected", survives: true }).tells;
    expect(answered.question).toBe("The first timer to run out asks for votes.");
    expect(answered.asksYesOrNo).toBe(false);
  });

  it("call a write acknowledged once the client has heard of it", () => {
    const follow = untilHeal();
    expect(follow.tells.headline).toBe("Committed: 3 of 5 have stored it.");
    const requests = [aRequest("waiting"), aRequest("acknowledged")];
    expect(follow.sees({ ...twoLeaders, requests }).tells.headline).toBe(
      "Acknowledged: 3 of 5 have stored it.",
    );
  });

  it("answer with the reason", () => {
    const { headline, question } = untilPartition().tells;
    expect(headline).toBe("Node 0 leads, and x survived.");
    expect(question).toContain("You were right.");
    expect(question).toContain("no node without it can win");
  });

  it("say so when the entry is gone, as under a broken rule", () => {
    const lost = aView({
      ...ledAgain,
      nodes: ledAgain.nodes.map((node) => ({ ...node, lastIndex: null })),
    });
    const follow = untilCrash().sees(crashed, anEvent("crashed", 2)).sees(lost);
    expect(follow.tells.headline).toBe("x is gone.");
  });

  it("do not take the crash of a follower for that of the leader", () => {
    const down = aView({
      nodes: stored.nodes.map((node) => (node.id === 4 ? { ...node, status: "crashed" } : node)),
    });
    expect(untilCrash().sees(down, anEvent("crashed", 4)).story.step).toBe("crash");
  });

  it("tell what waits on the minority's side, and what was acknowledged on the other", () => {
    const follow = untilPartition().sees(whole).sees(cut);
    expect(follow.tells.headline).toBe("Node 0 reaches 2 of 5, and still believes it leads.");
    expect(follow.writes("SET x=2").tells.headline).toBe("SET x=2 is still waiting.");
    expect(untilHeal().tells.question).toBe("SET x=2 was never acknowledged. Press Heal.");
  });

  it("go on when nobody writes on the minority's side", () => {
    expect(untilPartition().sees(whole).sees(cut).sees(twoLeaders).story.step).toBe(
      "majorityWrite",
    );
  });

  it("go on when the network is healed early", () => {
    expect(untilPartition().sees(whole).sees(cut).sees(healed).story.step).toBe("repair");
  });

  it("give way to a cluster without a majority", () => {
    const down = aView({
      nodes: [0, 1, 2, 3, 4].map((id) => aNode({ id, status: id < 3 ? "crashed" : "up" })),
    });
    const told = untilCrash().sees(down).tells;
    expect(told.headline).toBe("Two of 5 up: no majority.");
    expect(told.invitation).toBe("restart");
  });

  it("end when the person leaves for another run", () => {
    expect(untilCrash().does({ kind: "left" }).tells.invitation).toBeNull();
  });

  it("never invite twice at once, and always say something, at every step", () => {
    for (const step of storySteps) {
      for (const view of [beginning, asking, led, crashed, cut, twoLeaders]) {
        expect(tell({ ...storyStart, step }, view).headline).not.toBe("");
      }
    }
  });
});

describe("without a story", () => {
  it("the same calm start, without a pulse", () => {
    const told = tell(noStory, beginning);
    expect(told.headline).toBe("Five servers must agree on one leader.");
    expect(told.invitation).toBeNull();
  });

  it("the head says how things are", () => {
    expect(freeTelling(led).headline).toBe("Node 2 leads term 1.");
    expect(freeTelling(asking).headline).toBe("Node 2 asks for votes in term 1.");
    expect(freeTelling(cut).question).toBe("The network is cut: 0 and 1 apart from 2, 3 and 4.");
    expect(freeTelling(aView({ cuts: [{ from: 1, to: 2 }] })).question).toBe(
      "Nothing gets from Node 1 to Node 2.",
    );
  });

  it("a scenario's own title and words open it", () => {
    const told = freeTelling(
      aView({ now: 0, title: "Figure 8", about: "Why old terms do not count." }),
    );
    expect([told.headline, told.question]).toEqual(["Figure 8", "Why old terms do not count."]);
  });

  it("a violation comes before everything", () => {
    const violation = {
      property: "election_safety",
      title: "Election Safety",
      at: 1,
      nodes: [1, 2],
      sentence: "Two lead.",
    };
    expect(freeTelling(aView({ violation })).headline).toBe("Election Safety is violated.");
  });
});

describe("subjectOf", () => {
  it.each([
    ["SET x=1", "x"],
    ["SET balance=1000", "balance"],
    ["ADD n 3", "n"],
    ["AUDIT log entry", "your write"],
    ["SET a-very-long-key-name=1", "a-very-long-"],
  ])("%s is about %s", (command, subject) => {
    expect(subjectOf(command)).toBe(subject);
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
