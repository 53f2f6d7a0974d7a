import { describe, expect, it, vi } from "vitest";
import { Keeper } from "../kept/keeper.ts";
import { isKeptRun, type KeptRun } from "../kept/kept-run.ts";
import type { Place } from "../kept/place.ts";
import { RUNS_MAX, Shelf } from "../kept/shelf.ts";
import { Tab } from "../kept/tab.ts";
import { openBranch } from "../session/branches.ts";
import { act } from "../session/cluster.ts";
import { heldBy } from "../session/open-run.ts";
import { openFresh, openLink, openScenario } from "../session/runs.ts";
import { Session } from "../session/session.ts";
import { undo } from "../session/undo.ts";
import { anEngine } from "./engine.ts";

/** A browser: its storage, and as many tabs as are asked for. */
function aBrowser({ room = Number.POSITIVE_INFINITY, refuses = false } = {}) {
  const held = new Map<string, unknown>();
  const common = aStorage();
  let ids = 0;
  const browser = { room, refuses };
  const answer = async <T>(work: () => T): Promise<T> => {
    if (browser.refuses) throw new DOMException("refused", "SecurityError");
    return structuredClone(work());
  };
  const place: Place = {
    all: () => answer(() => [...held]),
    put: (key, decide) =>
      answer(() => {
        const value = decide(structuredClone(held.get(key)));
        if (held.size + (held.has(key) ? 0 : 1) > browser.room)
          throw new DOMException("full", "QuotaExceededError");
        held.set(key, value);
      }),
    remove: (keys) => answer(() => keys.forEach((key) => void held.delete(key))),
  };
  const shelf = new Shelf(place);

  /** A page in a tab; the same storage makes it a reload of that tab. */
  function aPage(own = aStorage(), engine = anEngine(7, 3)) {
    const timers: (() => void)[] = [];
    /** Milliseconds that pass whenever somebody looks at the clock. */
    const wall = { now: 0, pace: 0 };
    const host = {
      wallTime: () => {
        wall.now += wall.pace;
        return wall.now;
      },
      pageUrl: () => "https://example.org/",
      copy: () => Promise.resolve(true),
      onChange: () => undefined,
      onEvents: () => undefined,
      onBreak: () => undefined,
    };
    const session = new Session(engine, host, false);
    heldBy(session);
    const keeper = new Keeper(
      session,
      shelf,
      new Tab(
        () => own,
        () => common,
      ),
      {
        date: () => 1_000_000 + ids,
        newId: () => {
          ids += 1;
          return `id ${ids}`;
        },
        later: (work) => void timers.push(work),
      },
    );
    keeper.begin();
    return { session, engine, keeper, own, timers, wall };
  }

  return { held, shelf, aPage, common, browser };
}

function aStorage() {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  };
}

/** A run with a fork at 4 s, of which the fork is shown at 6 s. */
function forked(session: Session): void {
  session.transport.seekNow(9_000_000);
  session.transport.seekNow(4_000_000);
  act(session, { crash: 0 });
  session.transport.seekNow(6_000_000);
  session.engine.nameBranch(1, "Without Node 0");
  session.refresh();
}

function shown({ session }: { session: Session }) {
  const { version: _, ...view } = session.engine.view();
  return view;
}

function aRun(id: string, changes: Partial<KeptRun> = {}): KeptRun {
  return {
    format: 1,
    id,
    revision: "r",
    page: "p",
    name: null,
    title: "",
    seed: 1,
    nodes: 5,
    at: 0,
    head: 0,
    savedAt: Number(id),
    run: { branches: [{ link: "#run", parent: null, forkedAt: 0 }], shown: 0 },
    beside: null,
    ...changes,
  };
}

describe("a kept run", () => {
  it("comes back after a reload with all its branches, at the moment that was shown", async () => {
    const { aPage } = aBrowser();
    const page = aPage();
    forked(page.session);
    await page.keeper.save();
    const again = aPage(page.own);
    await again.keeper.restore();
    expect(shown(again)).toEqual(shown(page));
    expect(again.session.page.playing).toBe(false);
    expect(again.session.page.notice?.text).toBe(
      "The last run is back with its 2 branches, at 6.00 s.",
    );
    again.session.engine.openBranch(0);
    expect(again.session.engine.view().head).toBe(9_000_000);
  });

  it("comes back with the captions of its scenario, on the branch that follows it", async () => {
    const { aPage } = aBrowser();
    const page = aPage();
    const story = JSON.stringify({
      format: 1,
      title: "A story",
      seed: 7,
      captions: [
        { at_ms: 0, say: "Once." },
        { at_ms: 4_000, say: "Then." },
      ],
      until_ms: 8_000,
    });
    expect(openScenario(page.session, story)).toEqual([]);
    for (const at of [8_000_000, 2_000_000]) page.session.transport.seekNow(at);
    act(page.session, { crash: 0 });
    await page.keeper.save();
    const headlineAt = ({ session }: typeof page, branch: number, at: number) => {
      openBranch(session, branch);
      session.transport.seekNow(at);
      return session.picture.narration.headline;
    };
    const again = aPage(page.own);
    await again.keeper.restore();
    expect(again.session.engine.view().branches).toHaveLength(2);
    for (const [branch, at, headline] of [
      [0, 1_000_000, "Once."],
      [0, 5_000_000, "Then."],
      [1, 1_000_000, "Once."],
    ] as const) {
      expect(headlineAt(page, branch, at)).toBe(headline);
      expect(headlineAt(again, branch, at), `${branch} at ${at}`).toBe(headline);
    }
    expect(headlineAt(again, 1, 5_000_000)).toBe(headlineAt(page, 1, 5_000_000));
    expect(headlineAt(again, 1, 5_000_000)).not.toBe("Then.");
  });

  it("opens in portions when it is long, while the page shows how far it is", async () => {
    const { aPage } = aBrowser();
    const page = aPage();
    page.session.transport.seekNow(3_000_000_000);
    await page.keeper.save();
    const again = aPage(page.own);
    again.wall.pace = 200;
    const restored = again.keeper.restore();
    await vi.waitUntil(() => again.session.page.waiting !== null);
    expect(again.session.page.waiting).toMatchObject({ what: "opening" });
    while (again.session.opening.isUnderWay) again.session.tickFrame();
    await restored;
    expect(again.session.page.waiting).toBeNull();
    expect(shown(again)).toEqual(shown(page));
  });

  it("opens in portions with all its branches, and can be given up meanwhile", async () => {
    const { aPage } = aBrowser();
    const page = aPage();
    act(page.session, { workload: { per_second: 50 } });
    page.session.transport.seekNow(400_000_000);
    page.session.transport.seekNow(4_000_000);
    act(page.session, { crash: 0 });
    page.session.transport.seekNow(300_000_000);
    await page.keeper.save();
    const again = aPage(page.own);
    again.wall.pace = 200;
    const before = shown(again);
    const givenUp = again.keeper.restore();
    await vi.waitUntil(() => again.session.page.waiting !== null);
    again.session.tickFrame();
    again.session.stopWaiting();
    await givenUp;
    expect(again.session.page.waiting).toBeNull();
    expect(shown(again)).toEqual(before);

    const restored = again.keeper.restore();
    const percents: number[] = [];
    await vi.waitUntil(() => again.session.page.waiting !== null);
    while (again.session.opening.isUnderWay) {
      percents.push(again.session.page.waiting?.percent ?? -1);
      again.session.tickFrame();
    }
    await restored;
    expect(percents.length).toBeGreaterThan(2);
    expect(percents).toEqual(percents.toSorted((one, other) => one - other));
    expect(again.session.page.waiting).toBeNull();
    expect(shown(again)).toEqual(shown(page));
    expect(again.session.engine.view().branches).toHaveLength(2);
  });

  it("comes back even when the page went away before it was saved", async () => {
    const { aPage, held } = aBrowser();
    const page = aPage();
    page.session.transport.seekNow(2_000_000);
    page.keeper.leave();
    held.clear();
    const again = aPage(page.own);
    await again.keeper.restore();
    expect(shown(again)).toEqual(shown(page));
    await again.keeper.save();
    expect(held.size).toBe(1);
  });

  it("is saved once, soon after a change, and not again while nothing changes", async () => {
    const { aPage, held } = aBrowser();
    const { session, keeper, timers } = aPage();
    keeper.noteChange();
    keeper.noteChange();
    expect(timers).toHaveLength(1);
    await keeper.save();
    expect(held.size, "nothing has happened in it").toBe(0);
    session.transport.seekNow(1_000_000);
    await keeper.save();
    const [first] = held.values();
    await keeper.save();
    expect([...held.values()]).toEqual([first]);
  });

  it("is saved when another run takes its place, and both are kept", async () => {
    const { aPage, shelf } = aBrowser();
    const page = aPage();
    page.session.transport.seekNow(1_000_000);
    openFresh(page.session);
    page.session.transport.seekNow(2_000_000);
    await page.keeper.save();
    expect((await shelf.look()).runs.map(({ head }) => head)).toEqual([2_000_000, 1_000_000]);
    await undo(page.session);
    page.session.transport.seekNow(3_000_000);
    await page.keeper.save();
    const { runs } = await shelf.look();
    expect(runs.map(({ head }) => head)).toEqual([3_000_000, 2_000_000]);
  });

  it("has what is done in it while a long link takes its place", async () => {
    const { aPage, shelf } = aBrowser();
    const source = anEngine(3);
    source.act({ workload: { per_second: 100 } });
    const end = source.advanceTo(120_000_000);
    const page = aPage();
    page.wall.pace = 100;
    openLink(page.session, source.link());
    expect(page.session.page.waiting).toMatchObject({ what: "opening" });
    act(page.session, { crash: 1 });
    const before = shown(page);
    while (page.session.busy) page.session.tickFrame();
    expect(page.engine.view().now).toBe(end);
    await page.keeper.save();
    const { runs } = await shelf.look();
    expect(runs).toMatchObject([{ seed: before.seed, run: { shown: 0 } }]);
    const other = aPage();
    for (const run of runs) expect(await other.keeper.open(run)).toBe(true);
    expect(shown(other)).toEqual(before);
    await undo(page.session);
    expect(shown(page)).toEqual(before);
  });

  it("is not made of a link that was only looked at", async () => {
    const { aPage, held } = aBrowser();
    const source = anEngine(3);
    source.advanceTo(5_000_000);
    const page = aPage();
    openLink(page.session, source.link());
    page.session.transport.seekNow(1_000_000);
    await page.keeper.save();
    expect(held.size).toBe(0);
    act(page.session, { crash: 1 });
    await page.keeper.save();
    expect(held.size).toBe(1);
  });

  it("that broke the page is not opened by itself again, and stays", async () => {
    const { aPage, common, shelf } = aBrowser();
    const page = aPage();
    page.session.transport.seekNow(2_000_000);
    await page.keeper.save();
    const [run] = (await shelf.look()).runs;
    common.setItem("raft-playground.restoring", run?.revision ?? "");
    const again = aPage(page.own);
    await again.keeper.restore();
    expect(again.engine.view().now).toBe(0);
    expect(again.session.page.notice?.text).toMatch(/^The last run was not opened again, .*\.$/);
    expect((await shelf.look()).runs).toHaveLength(1);
  });

  it("of an older engine says so when it comes out differently", async () => {
    const { aPage, shelf } = aBrowser();
    const page = aPage();
    forked(page.session);
    page.engine.nameBranch(1, "");
    await page.keeper.save();
    const [run] = (await shelf.look()).runs;
    if (!run) throw new Error("It was not kept.");
    const branches = run.run.branches.map((branch) => ({ ...branch, link: older(branch.link) }));
    const old = { ...run, run: { ...run.run, branches } };
    const other = aPage();
    expect(await other.keeper.open(old)).toBe(true);
    expect(other.engine.view().branches).toHaveLength(2);
    expect(other.session.page.notice).toEqual({
      text: "This run came out differently here than where the link was made: another version of the playground made it.",
      tone: "refused",
    });
  });
});

describe("back at the address without a link", () => {
  it("is the run that was there, with all that happened in it", async () => {
    const { aPage } = aBrowser();
    const page = aPage();
    forked(page.session);
    const before = shown(page);
    openLink(page.session, anEngine(3).link());
    await page.keeper.leaveLink();
    expect(shown(page)).toEqual(before);
  });

  it("is the run that was there before several links", async () => {
    const { aPage } = aBrowser();
    const page = aPage();
    forked(page.session);
    const before = shown(page);
    openLink(page.session, anEngine(3).link());
    act(page.session, { crash: 1 });
    openLink(page.session, anEngine(4).link());
    await page.keeper.leaveLink();
    expect(shown(page)).toEqual(before);
  });

  it("is a fresh run where there was none, and the run shown where that is no link's", async () => {
    const { aPage } = aBrowser();
    const page = aPage();
    openLink(page.session, anEngine(3).link());
    await page.keeper.leaveLink();
    expect(page.engine.view()).toMatchObject({ now: 0, head: 0 });
    expect(page.engine.view().seed).not.toBe(3);
    const fresh = shown(page);
    await page.keeper.leaveLink();
    expect(shown(page)).toEqual(fresh);
  });
});

describe("two tabs", () => {
  it("that show one run keep what is done in each of them", async () => {
    const { aPage, shelf } = aBrowser();
    const one = aPage();
    one.session.transport.seekNow(2_000_000);
    await one.keeper.save();
    const two = aPage();
    await two.keeper.restore();
    await two.keeper.save();
    expect((await shelf.look()).runs, "it was only looked at").toHaveLength(1);
    act(one.session, { crash: 0 });
    await one.keeper.save();
    act(two.session, { crash: 1 });
    await two.keeper.save();
    act(two.session, { crash: 2 });
    await two.keeper.save();
    const { runs } = await shelf.look();
    expect(runs.map(({ id }) => id).toSorted()).toEqual(
      [one.keeper.openId, two.keeper.openId].toSorted(),
    );
    for (const page of [one, two]) {
      const again = aPage(page.own);
      await again.keeper.restore();
      expect(shown(again)).toEqual(shown(page));
    }
  });

  it.each([0, 1, 2, 4, 8])(
    "become two runs and no third, %i steps after the first saving",
    async (steps) => {
      const { aPage, shelf } = aBrowser();
      const one = aPage();
      one.session.transport.seekNow(2_000_000);
      await one.keeper.save();
      const two = aPage();
      await two.keeper.restore();
      act(one.session, { crash: 0 });
      await one.keeper.save();

      act(two.session, { crash: 1 });
      void two.keeper.save();
      for (let step = 0; step < steps; step += 1) await Promise.resolve();
      act(two.session, { crash: 2 });
      await two.keeper.save();
      const { runs } = await shelf.look();
      expect(runs.map(({ id }) => id).toSorted()).toEqual(
        [one.keeper.openId, two.keeper.openId].toSorted(),
      );
      const again = aPage(two.own);
      await again.keeper.restore();
      expect(shown(again)).toEqual(shown(two));
    },
  );
});

describe("a shelf", () => {
  it(`keeps ${RUNS_MAX} runs: the oldest without a name goes first`, async () => {
    const { shelf } = aBrowser();
    await shelf.save(aRun("1", { name: "Named" }), null);
    for (let id = 2; id <= RUNS_MAX + 3; id += 1) await shelf.save(aRun(String(id)), null);
    const ids = (await shelf.look()).runs.map(({ id }) => Number(id));
    expect(ids).toHaveLength(RUNS_MAX);
    expect(ids.slice(-3)).toEqual([6, 5, 1]);
  });

  it("that is full drops the oldest, and says how many", async () => {
    const { shelf } = aBrowser({ room: 2 });
    await shelf.save(aRun("1", { name: "Named" }), null);
    await shelf.save(aRun("2"), null);
    expect(await shelf.save(aRun("3"), null)).toMatchObject({ kind: "saved", dropped: 1 });
    expect((await shelf.look()).runs.map(({ id }) => id)).toEqual(["3", "1"]);
  });

  it("keeps a name that was given meanwhile, and takes names away", async () => {
    const { shelf } = aBrowser();
    await shelf.save(aRun("1"), null);
    await shelf.rename("1", "Split brain");
    await shelf.save(aRun("1", { head: 9 }), "r");
    expect((await shelf.look()).runs).toMatchObject([{ name: "Split brain", head: 9 }]);
    await shelf.rename("1", null);
    expect((await shelf.look()).runs).toMatchObject([{ name: null }]);
    await expect(shelf.rename("2", "Nobody")).rejects.toThrow("That run is no longer kept.");
  });

  it("leaves out what is damaged, drops it first, and can delete it", async () => {
    const { shelf, held } = aBrowser({ room: 2 });
    held.set("broken", { format: 1, id: "broken" });
    await shelf.save(aRun("1"), null);
    expect(await shelf.look()).toMatchObject({ runs: [{ id: "1" }], damaged: ["broken"] });
    await shelf.save(aRun("2"), null);
    expect((await shelf.look()).damaged).toEqual([]);
  });

  it.each([
    null,
    "text",
    {},
    { ...aRun("1"), format: 2 },
    { ...aRun("1"), seed: "1" },
    { ...aRun("1"), run: { branches: [], shown: 0 } },
    { ...aRun("1"), run: { branches: [{ link: 1, parent: null, forkedAt: 0 }], shown: 0 } },
    { ...aRun("1"), run: { branches: [{ link: "#", parent: 4, forkedAt: 0 }], shown: 0 } },
    { ...aRun("1"), beside: 3 },
  ])("does not take %j for a run", (value) => {
    expect(isKeptRun(value)).toBe(false);
  });
});

describe("what a browser refuses is said once, in one sentence, and changes nothing else", () => {
  it("storage", async () => {
    const { aPage } = aBrowser({ refuses: true });
    const { session, keeper, engine } = aPage();
    await keeper.restore();
    expect(session.page.notice).toBeNull();
    session.transport.seekNow(2_000_000);
    const before = engine.view();
    await keeper.save();
    expect(session.page.notice?.text).toBe(
      "This browser does not let the page keep runs: share a link to keep one.",
    );
    session.update((page) => ({ ...page, notice: null }));
    session.transport.seekNow(3_000_000);
    await keeper.save();
    expect(session.page.notice).toBeNull();
    expect(engine.view()).toEqual({ ...before, ...engine.view() });
  });

  it("room", async () => {
    const { aPage, browser } = aBrowser({ room: 1 });
    const { session, keeper } = aPage();
    session.transport.seekNow(1_000_000);
    openFresh(session);
    session.transport.seekNow(2_000_000);
    await keeper.save();
    expect(session.page.notice?.text).toBe(
      "This browser's storage is full: the oldest kept runs made room for this one.",
    );
    browser.room = 0;
    session.transport.seekNow(3_000_000);
    await keeper.save();
    expect(session.page.notice?.text).toBe(
      "This browser's storage is full, so this run cannot be kept: share a link to keep it.",
    );
  });

  it("a damaged run", async () => {
    const { aPage, held } = aBrowser();
    held.set("broken", 1);
    const { session, keeper, engine } = aPage();
    await keeper.restore();
    expect(session.page.notice?.text).toBe(
      "1 kept run is damaged and cannot be opened: the list of runs can delete what is left.",
    );
    expect(engine.view().now).toBe(0);
  });

  it("a run whose link is damaged", async () => {
    const { aPage } = aBrowser();
    const { session, keeper, engine } = aPage();
    session.transport.seekNow(2_000_000);
    expect(await keeper.open(aRun("1"))).toBe(false);
    expect(session.page.notice).toMatchObject({ tone: "refused" });
    expect(engine.view().now).toBe(2_000_000);
  });
});

/** The same link as if engine 9 had made it and reached another digest. */
function older(link: string): string {
  const bytes = Buffer.from(link.slice(1), "base64url");
  const body = bytes.subarray(HEADER);
  body[0] = 9;
  // The digest is the last value of a link of version 1.
  body[body.length - 3] = (body[body.length - 3] ?? 0) ^ 1;
  bytes.writeUInt32LE(checksum(body), 3);
  return `#${bytes.toString("base64url")}`;
}

/** The bytes before a link's body, and the checksum among them: those of `link/envelope.rs`. */
const HEADER = 7;

function checksum(body: Uint8Array): number {
  const mix = (digest: bigint, number: number) => {
    const mixed = BigInt.asUintN(64, (digest ^ BigInt(number)) * 0x9e3779b97f4a7c15n);
    return mixed ^ (mixed >> 29n);
  };
  const digest = [body.length, ...body].reduce(mix, 0x526166742031_2e30n);
  return Number(BigInt.asUintN(32, digest));
}
