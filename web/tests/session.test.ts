import { describe, expect, it, vi } from "vitest";
import type { FeedEvent, View } from "../engine/view.ts";
import { openBranch, removeBranch, undoRemove } from "../session/branches.ts";
import { act, crashLeader, press, write } from "../session/cluster.ts";
import { goToParting, stopComparing } from "../session/comparing.ts";
import { findViolation } from "../session/finding.ts";
import { jump } from "../session/leaps.ts";
import { heldBy } from "../session/open-run.ts";
import { guessedNode, pressNode } from "../session/predictions.ts";
import { openFresh, openLink, openScenario } from "../session/runs.ts";
import { Session } from "../session/session.ts";
import { copyText, shareRun } from "../session/sharing.ts";
import { swapSides } from "../session/swapping.ts";
import { leaveTour, startOver } from "../session/tour.ts";
import { aBranch, anEvent, fiveNodes } from "./samples.ts";
import { ScriptedEngine } from "./scripted-engine.ts";

function aSession(touring = false) {
  const engine = new ScriptedEngine();
  const wall = { now: 0 };
  const heard: FeedEvent[] = [];
  const host = {
    wallTime: () => wall.now,
    pageUrl: () => "https://example.org/a/#old",
    copy: vi.fn((_text: string) => Promise.resolve(true)),
    onChange: vi.fn(),
    onEvents: (events: readonly FeedEvent[]) => void heard.push(...events),
    onBreak: vi.fn(),
  };
  const session = new Session(engine, host, touring);
  /** Plays for some of the viewer's milliseconds, sixty frames a second. */
  const watch = (milliseconds: number) => {
    for (const end = wall.now + milliseconds; wall.now < end; wall.now += 16) session.tickFrame();
  };
  return { engine, session, host, heard, watch, wall };
}

describe("a scenario file", () => {
  it("says what does not come about as it says, a few sentences at most", () => {
    const { session, engine } = aSession();
    expect(openScenario(session, '{"format":1}')).toEqual([]);
    expect(session.page.notice).toBeNull();
    engine.notices = ["One.", "Two.", "Three.", "Four.", "Five."];
    expect(openScenario(session, '{"format":1}')).toEqual(engine.notices);
    expect(session.page.notice?.text).toBe("One. Two. Three. (2 more.)");
    engine.refusal = new Error("This is a diagram.");
    expect(openScenario(session, "sequenceDiagram")).toBeNull();
    expect(session.page.notice?.text).toBe("This is a diagram.");
  });
});

describe("time", () => {
  it("stands still until somebody plays, and again after a pause", () => {
    const { session, engine, watch } = aSession();
    session.transport.setSpeed({ kind: "manual", rate: 1 });
    watch(100);
    expect(engine.shown.now).toBe(0);
    session.transport.play();
    watch(1000);
    const reached = engine.shown.now;
    expect(reached).toBeGreaterThan(900_000);
    session.transport.pause();
    watch(500);
    expect(engine.shown.now).toBe(reached);
    expect(session.busy).toBe(false);
  });

  it("ends with a sentence when the run may do no more", () => {
    const { session, engine, watch } = aSession();
    engine.ended = "This run ends at 0 s: it has done enough.";
    session.transport.play();
    watch(100);
    expect(session.page.playing).toBe(false);
    expect(session.page.notice?.text).toBe(engine.ended);
  });

  it("shows how far a long seek is, and stops it where it has come to", () => {
    const { session, engine, watch } = aSession();
    engine.stops = [1_000_000, 2_000_000, 3_000_000, 4_000_000];
    session.transport.seek(10_000_000);
    watch(32);
    expect(session.page.waiting).toEqual({ what: "seeking", percent: 20 });
    session.stopWaiting();
    watch(100);
    expect(engine.shown.now).toBe(2_000_000);
    expect(session.page.waiting).toBeNull();
    session.transport.seek(10_000_000);
    watch(100);
    expect(engine.shown.now).toBe(10_000_000);
    expect(session.page.waiting).toBeNull();
  });

  it("goes by whole ticks, forward, for a day at most", () => {
    const { session, engine } = aSession();
    session.transport.tick(3);
    const reached = engine.shown.now;
    for (const count of [-1, 0.5, Number.NaN, 1e9])
      expect(() => session.transport.tick(count)).toThrow(/^tick takes a whole number .*\.$/);
    expect(engine.shown.now).toBe(reached);
  });

  it("hears what a story says as soon as it is said", () => {
    const { session, engine, watch } = aSession();
    const say = (caption: string) => {
      engine.shown = { ...engine.shown, version: engine.shown.version + 1, caption };
    };
    engine.shown = { ...engine.shown, head: 60_000_000 };
    openScenario(
      session,
      '{ "format": 1, "captions": [{ "at_ms": 0, "say": "Node 1 crashes." }] }',
    );
    say("Node 1 crashes.");
    session.transport.play();
    watch(120);
    expect(session.picture.view.caption).toBe("Node 1 crashes.");
    say("Node 2 leads term 2.");
    watch(16);
    expect(session.picture.view.caption).toBe("Node 2 leads term 2.");
  });

  it("says that an action came late when it comes, and not after a jump", () => {
    const { session, engine, watch } = aSession();
    const late = (...lateActions: readonly string[]) => {
      engine.shown = { ...engine.shown, version: engine.shown.version + 1, lateActions };
    };
    session.transport.play();
    watch(120);
    late("actions[1] came late.");
    watch(120);
    expect(session.page.notice?.text).toBe("actions[1] came late.");
    session.transport.pause();
    late("actions[1] came late.", "actions[2] came late.");
    session.refresh();
    expect(session.page.notice?.text).toBe("actions[1] came late.");
  });

  it("goes to the last of many moments asked for in one frame, and stays there", () => {
    const { session, engine, watch } = aSession();
    session.transport.play();
    session.transport.seek(1_000);
    session.transport.seek(5_000);
    watch(16);
    expect(engine.calls).toEqual(["seek 5000"]);
    expect(session.page.playing).toBe(false);
  });

  it("never seeks before the beginning, and says so", () => {
    const { session, engine, watch } = aSession();
    session.transport.secondBack();
    watch(16);
    expect(engine.calls).toEqual(["seek 0"]);
    expect(session.page.notice?.text).toMatch(/^This is the beginning/);
  });

  it("never seeks beyond the longest run, nor to what is no moment, and says so", () => {
    const { session, engine } = aSession();
    session.transport.seekNow(1e15);
    expect(session.page.notice?.text).toMatch(/at most 24 hours/);
    session.transport.seekNow(Number.NaN);
    expect(session.page.notice?.text).toMatch(/no moment/);
    session.transport.seekNow(Number.NEGATIVE_INFINITY);
    expect(session.page.notice?.text).toMatch(/^This is the beginning/);
    expect(engine.calls).toEqual(["seek 86400000000", "seek 0", "seek 0"]);
  });

  it("leaps to what was found in the run, where the engine knows of nothing nearer", () => {
    const { session, engine } = aSession();
    const found = {
      property: "linearizability",
      title: "Linearizability",
      nodes: [],
      sentence: "",
    };
    findViolation(session, { ...found, at: 5_000_000 });
    engine.leap = null;
    jump(session, "nextViolation");
    expect(engine.calls).toEqual(["jump violation ahead", "seek 5000000"]);
    jump(session, "previousViolation");
    expect(session.page.notice?.text).toBe("No further violation lies before this moment.");
    engine.leap = 3_000_000;
    jump(session, "nextViolation");
    expect(engine.calls.at(-1)).toBe("jump violation ahead");
  });

  it("leaps back by whole events, and says when none is left", () => {
    const { session, engine } = aSession();
    session.transport.play();
    session.transport.stepBack();
    expect(session.page.playing).toBe(false);
    expect(session.page.notice).toBeNull();
    engine.leap = null;
    session.transport.stepBack();
    expect(session.page.notice?.text).toMatch(/^This is the beginning/);
    jump(session, "previousElection");
    expect(session.page.notice?.text).toBe("No election lies before this moment.");
    engine.leap = 7;
    jump(session, "nextCrash");
    expect(engine.calls).toEqual([
      "stepBack",
      "stepBack",
      "jump leader_elected back",
      "jump crashed ahead",
    ]);
  });

  it("reads the view at most ten times a second while playing", () => {
    const { session, engine, watch } = aSession();
    const view = vi.spyOn(engine, "view");
    session.transport.play();
    engine.shown = { ...engine.shown, version: 99 };
    view.mockClear();
    for (let second = 0; second < 3; second += 1) {
      watch(1000);
      engine.shown = { ...engine.shown, version: engine.shown.version + 1 };
    }
    expect(view.mock.calls.length).toBeLessThanOrEqual(31);
  });
});

describe("writes", () => {
  it("go to whoever can tell where the leader is while there is none", () => {
    const { session, engine } = aSession();
    write(session);
    expect(engine.calls).toEqual(['{"write":"SET x=1","to":"any"}']);
  });

  it("go to the leader, or to the node that is selected", () => {
    const { session, engine } = aSession();
    engine.shown = {
      ...engine.shown,
      version: 2,
      nodes: fiveNodes({ 3: { role: "leader", term: 1 } }),
    };
    session.select({ kind: "client" });
    write(session);
    session.select({ kind: "node", id: 1 });
    write(session);
    expect(engine.calls).toEqual([
      '{"write":"SET x=1","to":"leader"}',
      '{"write":"SET x=1","to":1}',
    ]);
  });

  it("write what is typed once, then suggest again", () => {
    const { session, engine } = aSession();
    session.update((page) => ({ ...page, draft: "ADD n 3" }));
    write(session);
    expect(engine.calls).toEqual(['{"write":"ADD n 3","to":"any"}']);
    expect(session.page.draft).toBeNull();
  });

  it("refuse what is too long, with the limit named, before the engine is asked", () => {
    const { session, engine } = aSession();
    session.update((page) => ({ ...page, draft: "x".repeat(201) }));
    write(session);
    expect(engine.calls).toEqual([]);
    expect(session.page.notice?.text).toContain("200");
    expect(session.page.draft).not.toBeNull();
  });
});

describe("refusals", () => {
  it("are shown in the engine's own words, and change nothing", () => {
    const { session, engine } = aSession();
    const before = session.picture.view;
    engine.refusal = new Error("No node leads now.");
    crashLeader(session);
    expect(session.page.notice).toEqual({ text: "No node leads now.", tone: "refused" });
    expect(session.picture.view).toBe(before);
  });

  it("reach a script as errors", () => {
    const { session, engine } = aSession();
    engine.refusal = new Error("No node leads now.");
    expect(() => act(session, { crash: "leader" })).toThrow("No node leads now.");
  });

  it("of a link leave the run and the tour as they were", () => {
    const { session, engine } = aSession(true);
    engine.refusal = new Error("This link is damaged.");
    expect(openLink(session, "#broken")).toBe(false);
    expect(session.page.notice?.text).toBe("This link is damaged.");
    expect(session.picture.narration.step).toBe("elect");
  });
});

describe("links", () => {
  it("open paused, without the tour", () => {
    const { session } = aSession(true);
    session.transport.play();
    expect(openLink(session, "#good")).toBe(true);
    expect(session.page.playing).toBe(false);
    expect(session.picture.narration.step).toBeNull();
  });

  it("say so when the digest disagrees", () => {
    const { session, engine } = aSession();
    engine.opened = { ...engine.opened, digestAgrees: false };
    openLink(session, "#old");
    expect(session.page.notice?.tone).toBe("refused");
    expect(session.page.notice?.text).toContain("differently");
  });

  it("that take long open while what is on screen stays, and may be given up", () => {
    const { session, engine, watch, wall } = aSession(true);
    const portion = engine.goOnOpening.bind(engine);
    engine.goOnOpening = () => {
      wall.now += 100;
      return portion();
    };
    engine.portions = [10, 20, 30, 40, 50];
    const ends: boolean[] = [];
    expect(openLink(session, "#long", (isShown) => ends.push(isShown))).toBe(true);
    expect(session.page.waiting).toMatchObject({ what: "opening" });
    expect(session.busy).toBe(true);
    expect(session.picture.narration.step).not.toBeNull();
    watch(200);
    expect(session.page.waiting?.percent).toBeGreaterThan(20);
    session.stopWaiting();
    expect(engine.calls.at(-1)).toBe("cancelOpening");
    expect(session.page.waiting).toBeNull();
    expect(session.busy).toBe(false);
    expect(session.picture.narration.step).not.toBeNull();

    engine.portions = [10, 20, 30, 40, 50];
    openLink(session, "#long", (isShown) => ends.push(isShown));
    watch(600);
    expect(session.page.waiting).toBeNull();
    expect(session.picture.narration.step).toBeNull();
    expect(ends).toEqual([false, true]);
  });

  it("that turn out to be too long leave everything as it was", () => {
    const { session, engine, watch, wall } = aSession(true);
    engine.goOnOpening = () => {
      wall.now += 200;
      return 10;
    };
    openLink(session, "#long");
    expect(session.page.waiting).toMatchObject({ what: "opening" });
    engine.goOnOpening = () => {
      throw new Error("This link shows 9 s, but its run ends at 8 s.");
    };
    watch(16);
    expect(session.page.waiting).toBeNull();
    expect(session.page.notice?.text).toContain("its run ends at 8 s");
    expect(session.picture.narration.step).not.toBeNull();
  });

  it("are copied whole, and shown", async () => {
    const { session, host } = aSession();
    await shareRun(session);
    expect(host.copy).toHaveBeenCalledWith("https://example.org/a/#run");
    expect(session.page.sheet).toEqual({
      kind: "share",
      url: "https://example.org/a/#run",
      copied: true,
      now: 0,
      head: 0,
      endsTour: false,
    });
  });
});

describe("the tour", () => {
  it("is skipped, and comes back when somebody starts over, in the run of a first visit", () => {
    const { session, engine } = aSession(true);
    expect(session.picture.narration.step).toBe("elect");
    leaveTour(session);
    expect(session.picture.narration.step).toBeNull();
    openFresh(session);
    expect(session.picture.narration.step).toBeNull();
    startOver(session);
    expect(session.picture.narration.step).toBe("elect");
    expect(session.page.playing).toBe(false);
    expect(engine.calls).toEqual(["newRun", "newRun"]);
  });

  it.each<Partial<View>>([
    { title: "A scenario" },
    { workload: { perSecond: 1, readsPerMille: 0, keys: 1, clients: 1 } },
    { chaos: { perMinute: 10, breaksAssumptions: false } },
    { beside: { branch: null } },
  ])("leaves when something else has the word, and stays away: %o", (other) => {
    const { session, engine } = aSession(true);
    const plain = engine.shown;
    engine.shown = { ...plain, ...other, version: 2 };
    session.refresh();
    expect(session.picture.narration.step).toBeNull();
    engine.shown = { ...plain, version: 3 };
    session.refresh();
    expect(session.picture.narration.step).toBeNull();
  });

  it("stays for a new run and for other branches", () => {
    const { session, engine } = aSession(true);
    openFresh(session);
    expect(session.picture.narration.step).toBe("elect");
    const branches = [aBranch(0), aBranch(1)];
    engine.shown = { ...engine.shown, version: 9, branches };
    openBranch(session, 1);
    expect(session.picture.narration.step).toBe("elect");
  });
});

describe("branches", () => {
  const branches = [aBranch(0), aBranch(1)];

  it("that are removed are remembered by their titles until they are back", () => {
    const { session, engine } = aSession();
    engine.shown = { ...engine.shown, version: 2, branches };
    session.select(null);
    removeBranch(session, 1);
    expect(session.page.removed).toEqual(["Branch 1"]);
    openBranch(session, 0);
    expect(session.page.removed).toEqual(["Branch 1"]);
    undoRemove(session);
    expect(session.page.removed).toEqual([]);
    removeBranch(session, 1);
    openFresh(session);
    expect(session.page.removed).toEqual([]);
  });

  it("are not compared with themselves", () => {
    const { session, engine } = aSession();
    engine.shown = { ...engine.shown, version: 2, branches, beside: { branch: 1 } };
    openBranch(session, 1);
    expect(engine.calls.slice(0, 2)).toEqual(["compareBranch null", "openBranch 1"]);
  });

  it("change sides at the moment shown", () => {
    const { session, engine } = aSession();
    engine.shown = { ...engine.shown, version: 2, now: 5, branches, beside: { branch: 1 } };
    session.select(null);
    engine.calls.length = 0;
    swapSides(session);
    expect(engine.calls.filter((call) => !call.startsWith("lookBeside"))).toEqual([
      "openBranch 1",
      "seek 5",
      "compareBranch 0",
    ]);
  });

  it("change sides with a twin, which is another run then", async () => {
    const { session, engine } = aSession();
    engine.shown = { ...engine.shown, version: 2, now: 5, branches, beside: { branch: null } };
    session.select(null);
    engine.calls.length = 0;
    const { run } = session.picture;
    await swapSides(session);
    expect(engine.calls).toContain("openTwin true");
    expect(session.picture.run).toBe(run + 1);
    expect(session.page.notice?.text).toMatch(/^The twin is the run now\. U shows the run before/);
    expect(heldBy(session).run.from).toBe("twin");
  });

  it("that are read beside the run shown leave the engine looking at the run shown", () => {
    const { session, engine } = aSession();
    engine.shown = { ...engine.shown, version: 2, branches, beside: { branch: 1 } };
    session.select({ kind: "client" });
    expect(session.picture.comparedRun).not.toBeNull();
    expect(engine.calls.at(-1)).toBe("lookBeside false");
    expect(session.comparedFrame).not.toBeNull();
    engine.shown = { ...engine.shown, version: 3, beside: null };
    session.select(null);
    expect(session.picture.comparedRun).toBeNull();
    expect(session.comparedFrame).toBeNull();
  });

  it("need a pair to be swapped or taken to where they part", () => {
    const { session, engine } = aSession();
    for (const work of [
      () => swapSides(session),
      () => goToParting(session),
      () => stopComparing(session),
    ]) {
      work();
      expect(session.page.notice?.text).toMatch(/\.$/);
      session.update((page) => ({ ...page, notice: null }));
    }
    expect(engine.calls).toEqual([]);
  });
});

describe("copying", () => {
  it("says what was copied, or that it was not", async () => {
    const { session, host } = aSession();
    await copyText(session, "text", "the text");
    expect(host.copy).toHaveBeenCalledWith("text");
    expect(session.page.notice).toEqual({ text: "Copied: the text.", tone: "calm" });
    host.copy.mockResolvedValue(false);
    await copyText(session, "text", "the text");
    expect(session.page.notice?.tone).toBe("refused");
  });
});

describe("events", () => {
  it("are told once, and not again after a jump in time", () => {
    const { session, engine, heard } = aSession();
    engine.events = [{ ...anEvent("committed", 1), seq: 1 }];
    press(session, "heal");
    press(session, "heal");
    expect(heard.map((event) => event.seq)).toEqual([1]);
    engine.events = [1, 2, 3].map((seq) => ({ ...anEvent("committed", 1), seq }));
    session.transport.seekNow(2_000);
    expect(heard.map((event) => event.seq)).toEqual([1]);
  });
});

describe("a breakdown", () => {
  it("ends the visit and keeps the last good link", () => {
    const { session, engine, host, watch } = aSession();
    session.transport.play();
    engine.advanceTo = () => {
      throw new WebAssembly.RuntimeError("unreachable");
    };
    watch(100);
    expect(host.onBreak).toHaveBeenCalledTimes(1);
    expect(session.lastLink).toBe("#run");
    expect(session.busy).toBe(false);
  });

  it("is told from a refusal", () => {
    const { session, engine, host } = aSession();
    engine.refusal = new WebAssembly.RuntimeError("unreachable");
    press(session, "heal");
    expect(host.onBreak).toHaveBeenCalledTimes(1);
    expect(session.page.notice).toBeNull();
  });
});

describe("a press on a node", () => {
  it("is a prediction that plays while the tour asks, else a selection", () => {
    const { session, engine } = aSession(true);
    pressNode(session, 2);
    expect(session.page.playing).toBe(true);
    expect(session.page.selected).toBeNull();
    expect(guessedNode(session.picture)).toBe(2);
    engine.shown = { ...engine.shown, now: 1_000 };
    session.refresh();
    pressNode(session, 3);
    expect(session.page.selected).toEqual({ kind: "node", id: 3 });
    pressNode(session, 3);
    expect(session.page.selected).toBeNull();
  });
});

describe("the full engine", () => {
  it("is fetched before a link is opened, unless another run is opened meanwhile", async () => {
    const { session, engine } = aSession();
    engine.isWhole = false;
    openLink(session, "#first");
    expect(engine.calls).toContain("full");
    expect(engine.calls).not.toContain("open #first");
    openLink(session, "#second");
    await vi.waitFor(() => expect(engine.calls).toContain("open #second"));
    expect(engine.calls).not.toContain("open #first");
  });

  it("is fetched for an action that the first module has not, which is done then", async () => {
    const { session, engine } = aSession();
    engine.isWhole = false;
    press(session, { chaos: { per_minute: 12 } });
    expect(engine.calls).not.toContain('{"chaos":{"per_minute":12}}');
    await vi.waitFor(() => expect(engine.calls).toContain('{"chaos":{"per_minute":12}}'));
  });

  it("is read anew once it is there, and missed in one sentence when it is not", async () => {
    const { session, engine } = aSession();
    engine.isWhole = false;
    const { full } = engine;
    engine.full = () => Promise.reject(new Error("offline"));
    expect(await session.fullEngine.fetch()).toBe(false);
    expect(session.fullEngine.isHere).toBe(false);
    expect(session.page.notice).toMatchObject({ tone: "refused" });
    expect(session.page.notice?.text).toMatch(/^That part .*\?$/);
    engine.full = full;
    engine.shown = { ...engine.shown, title: "From the full engine" };
    expect(await session.fullEngine.fetch()).toBe(true);
    expect(session.picture.view.title).toBe("From the full engine");
    engine.full = () => Promise.reject(new Error("it is there already"));
    expect(await session.fullEngine.fetch()).toBe(true);
  });
});
