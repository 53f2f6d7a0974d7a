import { describe, expect, it, vi } from "vitest";
import type { FeedEvent } from "../engine/view.ts";
import { Session } from "../session/session.ts";
import { anEvent } from "./samples.ts";
import { ScriptedEngine } from "./scripted-engine.ts";

const SECOND = 1_000_000;
const PICTURE_MS = 104;

/** A run that plays at real speed; `happen` brings an event, `watch` shows a picture or more. */
function aPlayingRun(touring = false) {
  const engine = new ScriptedEngine();
  const wall = { now: 0 };
  const host = {
    wallTime: () => wall.now,
    pageUrl: () => "https://example.org/",
    copy: () => Promise.resolve(true),
    onChange: vi.fn(),
    onEvents: () => undefined,
    onBreak: (error: unknown) => {
      throw error;
    },
  };
  engine.shown = { ...engine.shown, head: 60 * SECOND };
  const session = new Session(engine, host, touring);
  const watch = (milliseconds: number) => {
    for (const end = wall.now + milliseconds; wall.now < end; wall.now += 8) session.tickFrame();
  };
  const happen = (changes: Partial<FeedEvent> = {}) => {
    const seq = (engine.events.at(-1)?.seq ?? 0) + 1;
    engine.shown = { ...engine.shown, version: engine.shown.version + 1 };
    const event = { ...anEvent("committed", 1), at: engine.shown.now, seq, ...changes };
    engine.events = [...engine.events, event];
  };
  const newest = () => session.picture.feed.at(-1)?.seq ?? 0;
  session.transport.setSpeed({ kind: "manual", rate: 1 });
  session.transport.play();
  watch(PICTURE_MS);
  return { engine, session, watch, happen, newest };
}

/** Something happens before each of so many pictures; returns how many of them showed new lists. */
function showings(run: ReturnType<typeof aPlayingRun>, pictures: number): number {
  const shown = new Set([run.session.picture.lists]);
  for (let nth = 0; nth < pictures; nth += 1) {
    run.happen();
    run.watch(PICTURE_MS);
    shown.add(run.session.picture.lists);
  }
  return shown.size - 1;
}

describe("the long lists, while a run plays", () => {
  it("show what happens now and then as it happens", () => {
    const run = aPlayingRun();
    for (let nth = 1; nth <= 5; nth += 1) {
      run.happen();
      run.watch(PICTURE_MS);
      expect(run.newest()).toBe(nth);
      run.watch(2_000);
    }
  });

  it("change no more often than is read when something happens all the time", () => {
    const run = aPlayingRun();
    const count = showings(run, 50);
    expect(count).toBeGreaterThan(10);
    expect(count).toBeLessThan(18);
  });

  it("stay as they were drawn while time goes on and nothing happens", () => {
    const run = aPlayingRun();
    showings(run, 1);
    const { lists, view } = run.session.picture;
    run.watch(2_000);
    expect(run.session.picture.view.now).toBeGreaterThan(view.now + SECOND);
    expect(run.session.picture.lists).toBe(lists);
    expect(showings(run, 1)).toBe(1);
  });

  it("lag by no more than an interval, and catch up while it plays on", () => {
    const run = aPlayingRun();
    showings(run, 20);
    run.watch(500);
    expect(run.newest()).toBe(20);
  });

  it.each<[string, (run: ReturnType<typeof aPlayingRun>) => void]>([
    ["a pause", ({ session }) => session.transport.pause()],
    [
      "a seek",
      ({ session, watch }) => {
        session.transport.seek(50 * SECOND);
        watch(32);
      },
    ],
    [
      "a rewind",
      ({ session, watch }) => {
        session.transport.seek(0);
        watch(32);
      },
    ],
    ["a press", ({ session }) => session.update((page) => ({ ...page, tab: "explain" }))],
    [
      "another branch",
      ({ engine, session }) => {
        engine.shown = { ...engine.shown, branch: 7, version: engine.shown.version + 1 };
        session.refresh();
      },
    ],
    [
      "another run",
      ({ engine, session }) => {
        session.turn();
        engine.shown = { ...engine.shown, version: engine.shown.version + 1 };
        session.refresh();
      },
    ],
  ])("are those of the moment at once after %s", (_name, change) => {
    const run = aPlayingRun();
    showings(run, 12);
    // Just after new lists were shown, they wait the longest.
    while (showings(run, 1) === 0) expect(run.session.picture.feed).not.toEqual(run.engine.events);
    run.happen();
    run.watch(PICTURE_MS);
    const last = run.engine.events.length;
    expect(run.newest()).toBe(last - 1);
    change(run);
    expect(run.newest()).toBe(last);
  });

  it("are the very same ones while nothing new is in them, so that nobody draws them again", () => {
    const run = aPlayingRun();
    run.happen();
    run.watch(PICTURE_MS);
    const { feed } = run.session.picture;
    run.engine.shown = { ...run.engine.shown, version: run.engine.shown.version + 1 };
    run.watch(PICTURE_MS);
    expect(run.session.picture.feed).toBe(feed);
    run.session.transport.pause();
    expect(run.session.picture.feed).not.toBe(feed);
  });
});

describe("the tour, while a run plays", () => {
  it("goes by the same events as when all are read at once", () => {
    const run = aPlayingRun(true);
    const steps = [];
    for (const kind of ["leader_elected", "committed", "crashed", "leader_elected", "restarted"]) {
      run.engine.shown = { ...run.engine.shown, committed: 1 };
      run.happen({ kind, node: 1 });
      run.watch(PICTURE_MS);
      steps.push(run.session.picture.narration.step);
    }
    const played = run.session.picture.narration;
    run.session.transport.pause();
    expect(run.session.picture.narration).toEqual(played);
    expect(new Set(steps).size).toBeGreaterThan(3);
  });

  it("forgets what comes after the moment that is gone back to", () => {
    const run = aPlayingRun(true);
    run.happen({ kind: "leader_elected", node: 1 });
    run.watch(PICTURE_MS);
    expect(run.session.picture.narration.step).toBe("write");
    run.engine.events = [];
    run.session.transport.seekNow(0);
    expect(run.session.picture.narration.step).toBe("elect");
  });
});
