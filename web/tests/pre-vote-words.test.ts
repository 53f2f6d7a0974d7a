/**
 * What the page says while nodes ask before they stand (Thesis §9.6): nothing that only holds where
 * each timer that runs out opens a term, and never nothing at all.
 */

import { describe, expect, it } from "vitest";
import { signs } from "../element/signs.ts";
import type { Engine } from "../engine/engine.ts";
import { narrate } from "../narrator/narrate.ts";
import { packetKindName } from "../words/format.ts";
import { anExtended } from "./engine.ts";
import { eventFault } from "./feed-checker.ts";

const extensions = ["pre_vote", "pre_vote check_quorum leader_stickiness"];

/** Steps through a run in which the leader crashes, a follower is cut off, and both come back. */
function play(engine: Engine, check: () => void): void {
  const story = [
    { until: 5_000_000, action: { crash: "leader" } },
    { until: 10_000_000, action: { restart: "all" } },
    { until: 14_000_000, action: { isolate: 0 } },
    { until: 20_000_000, action: "heal" },
    { until: 24_000_000, action: { timeout: 1 } },
  ] as const;
  for (const { until, action } of story) {
    while (engine.view().now < until && engine.step() !== null) check();
    engine.act(action);
    check();
  }
}

describe.each(extensions)("while nodes ask first (%s)", (names) => {
  const on = names.split(" ");

  it("every moment has a headline and a reason, and only candidates ask for votes", () => {
    const said = new Set<string>();
    const engine = anExtended(3, 5, on);
    play(engine, () => {
      const view = engine.view();
      const decisive = engine.feed(1, "decisive");
      const { headline, reason } = narrate({ view, decisive, caption: null, touring: false });
      expect(headline).not.toBe("");
      expect(reason, headline).not.toBe("");
      const asks = `${headline} ${reason}`.includes("asks for votes");
      const stands = view.nodes.some(({ role }) => role === "candidate");
      expect(asks && !stands, `${headline} ${reason}`).toBe(false);
      said.add(reason);
    });
    expect([...said].filter((it) => it.includes("seeks votes")).length).toBeGreaterThan(0);
  });

  it("every message has a name, and the sign of pre-votes is there when one travels", () => {
    const sign = signs.find(({ id }) => id === "preVote");
    const kinds = new Set<string>();
    const engine = anExtended(3, 5, on);
    play(engine, () => {
      const { packets } = engine.frame();
      for (const packet of packets) kinds.add(packetKindName(packet));
      const travels = packets.some(({ kind }) => kind === "preVote" || kind === "preVoteReply");
      const picture = { packets } as unknown as Parameters<
        NonNullable<typeof sign>["isIn"] & object
      >[0];
      expect(sign?.isIn?.(picture)).toBe(travels);
    });
    expect(kinds).toContain("PreVote");
    expect(kinds).toContain("PreVote reply");
    expect(kinds).not.toContain("");
  });

  it("every event says what is so", () => {
    const told = new Set<string>();
    const engine = anExtended(3, 5, on);
    play(engine, () => {
      const view = engine.view();
      for (const event of engine.feed(40, "routine").filter(({ at }) => at === view.now)) {
        expect(event.sentence, event.kind).toMatch(/^\S.*[.!?]$/s);
        if (event.kind.startsWith("pre_vote")) {
          expect(eventFault(view, event)).toBeNull();
          expect(event.section).toMatch(/§/);
          told.add(event.kind);
        }
      }
    });
    const kinds = ["pre_vote_asked", "pre_vote_counted", "pre_vote_denied", "pre_vote_granted"];
    expect([...told].sort()).toEqual(kinds);
  });
});
