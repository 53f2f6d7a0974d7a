/** The tour over the real engine: what it asks waits for its reader, and it never begins anew. */

import { describe, expect, it } from "vitest";
import { tourEvents } from "../narrator/tour.ts";
import { press, write } from "../session/cluster.ts";
import { Session } from "../session/session.ts";
import { anEngine } from "./engine.ts";

/** A visit with the tour, watched by a clock of its own. */
function aVisit() {
  let wall = 0;
  const session = new Session(
    anEngine(18630),
    {
      wallTime: () => wall,
      pageUrl: () => "https://example.org/",
      copy: () => Promise.resolve(true),
      onChange: () => {},
      onEvents: () => {},
      onBreak: (error) => {
        throw error;
      },
    },
    true,
  );
  const watch = (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += 50) {
      wall += 50;
      session.tickFrame();
    }
  };
  const tick = (milliseconds: number) => session.transport.tick(milliseconds / 10);
  return { session, watch, tick };
}

/** Up to the cut, with everything done that the tour asks for. */
function aCut() {
  const visit = aVisit();
  const { session, tick } = visit;
  tick(3_000);
  write(session);
  tick(1_000);
  press(session, { crash: "leader" });
  tick(4_000);
  press(session, { restart: "all" });
  tick(1_000);
  press(session, { partition: partitionOfLeader(session) });
  return visit;
}

function partitionOfLeader({ picture }: Session) {
  const leader = picture.view.nodes.find(({ role }) => role === "leader")?.id ?? 0;
  const few = [leader, (leader + 1) % 5];
  return [few, [0, 1, 2, 3, 4].filter((id) => !few.includes(id))];
}

describe("the tour", () => {
  it("waits at the leader that is cut off until somebody has read the question", () => {
    const { session, watch } = aCut();
    const { headline } = session.picture.narration;
    expect(headline).toMatch(/still believes it leads/);
    session.transport.play();
    watch(60_000);
    expect(session.picture.narration).toMatchObject({ headline, invitation: "write" });
    expect(session.page).toMatchObject({ playing: false });
    expect(session.page.notice?.text).toMatch(/press Write, then Play/);
    write(session);
    session.transport.play();
    watch(60_000);
    expect(session.picture.narration.headline).toMatch(/leads term 3 on the side of the majority/);
  });

  it("goes on without a write when somebody presses Play", () => {
    const { session, watch } = aCut();
    session.transport.play();
    watch(200);
    session.transport.play();
    watch(60_000);
    expect(session.picture.narration.headline).toMatch(/leads term 3 on the side of the majority/);
  });

  it("stays at its step however much is written, and then has no word", () => {
    const { session, tick } = aVisit();
    tick(3_000);
    const commitMany = (count: number) => {
      for (let written = 0; written < count; written += 1) {
        session.engine.act({ write: `SET x=${written}`, to: "leader" });
        session.engine.tick(1);
      }
      tick(1_000);
    };
    write(session);
    tick(1_000);
    press(session, { crash: "leader" });
    tick(4_000);
    expect(session.picture.narration.step).toBe("restart");
    const decisive = () => session.engine.feed(2 * tourEvents, "decisive").length;
    commitMany(5_000);
    expect(decisive()).toBeGreaterThan(1_000);
    expect(session.picture.narration.step).toBe("restart");
    while (decisive() < tourEvents) commitMany(3_000);
    expect(session.picture.narration).toMatchObject({ step: null, invitation: null });
  });
});
