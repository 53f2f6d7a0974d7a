/**
 * What the page says while a lead changes hands (Thesis §3.10): the headline, the messages, the
 * events, and the menu of a node.
 */

import { describe, expect, it } from "vitest";
import { menuFor } from "../element/menu-items.ts";
import { signs } from "../element/signs.ts";
import type { Engine } from "../engine/engine.ts";
import type { Action } from "../engine/view.ts";
import { narrate } from "../narrator/narrate.ts";
import type { Session } from "../session/session.ts";
import { transfersFrom, transferTo } from "../session/transfers.ts";
import { packetKindName } from "../words/format.ts";
import { faultOf } from "./claim-checker.ts";
import { anEngine, anExtended, stepUntil } from "./engine.ts";
import { eventFault } from "./feed-checker.ts";

/** Node 0 leads term 1. */
function led(extensions: readonly string[] = []): Engine {
  const engine = extensions.length === 0 ? anEngine(3, 5) : anExtended(3, 5, extensions);
  engine.act({ timeout: 0 });
  engine.advanceTo(1_000_000);
  expect(engine.view().status).toMatch(/^Node 0 leads term/);
  return engine;
}

/** Steps on, and returns all headlines; each claim and event is true of its moment. */
function headlines(engine: Engine, until: number): readonly string[] {
  const said: string[] = [];
  const look = () => {
    const view = engine.view();
    const feed = engine.feed(2000, "decisive");
    const told = narrate({ view, decisive: feed.slice(-1), caption: null, touring: false });
    for (const claim of told.claims) expect(faultOf(claim, { view, feed })).toBeNull();
    expect(told.reason, told.headline).not.toBe("");
    for (const event of engine.feed(40, "routine").filter(({ at }) => at === view.now)) {
      expect(event.sentence, event.kind).toMatch(/^\S.*[.!?]$/s);
      if (/transfer|told|heeded|put_off|timeout_now/.test(event.kind)) {
        expect(eventFault(view, event)).toBeNull();
        expect(event.section ?? "", event.kind).toMatch(
          event.kind === "transfer_asked" ? /^$/ : /^Thesis §(3\.10|4\.2\.3)$/,
        );
      }
    }
    said.push(told.headline);
  };
  look();
  while (engine.view().now < until && engine.step() !== null) look();
  return said;
}

const sets = ["", "pre_vote check_quorum leader_stickiness"];

describe.each(sets)("while a lead changes hands (%s)", (names) => {
  const extensions = names === "" ? [] : names.split(" ");

  it("the page says who hands over, and then who leads", () => {
    const engine = led(extensions);
    engine.act({ transfer: 3 });
    const said = headlines(engine, 2_000_000);
    expect(said[0]).toBe("Node 0 hands over its lead of term 1.");
    expect(said).toContain("Node 3 leads term 2.");
    expect(said.some((line) => line.includes("keeps"))).toBe(false);
  });

  it("and that the leader keeps its lead where the successor is down", () => {
    const engine = led(extensions);
    engine.act({ crash: 4 });
    engine.act({ transfer: 4, from: 0 });
    engine.act({ write: "SET x=1", to: 0 });
    const said = headlines(engine, 4_500_000);
    expect(said).toContain("Node 0 hands over its lead of term 1.");
    const all = engine.feed(2000, "notable").map(({ kind }) => kind);
    expect(all).toContain("transfer_aborted");
  });

  it("TimeoutNow has its name, its sentence and its sign", () => {
    const engine = led(extensions);
    const sign = signs.find(({ id }) => id === "timeoutNow");
    engine.act({ transfer: 3 });
    const packet = engine.frame().packets.find(({ kind }) => kind === "timeoutNow");
    if (!packet) throw new Error("No TimeoutNow is under way.");
    expect(packetKindName(packet)).toBe("TimeoutNow");
    const detail = engine.packet(packet.id);
    expect(detail?.sentence).toBe(
      "Node 0, leader of term 1, tells Node 3 to begin an election now.",
    );
    const picture = { packets: [packet] } as unknown as Parameters<
      NonNullable<typeof sign>["isIn"] & object
    >[0];
    expect(sign?.isIn?.(picture)).toBe(true);
    expect(sign?.isIn?.({ ...picture, packets: [] })).toBe(false);
    const handing = engine.node(0).fields.find(({ name }) => name === "hands_lead_to");
    expect(handing?.value).toBe("Node 3");
    engine.advanceTo(1_200_000);
    const ballot = engine
      .frame()
      .packets.map(({ id }) => engine.packet(id))
      .find((it) => it?.packet.kind === "requestVote");
    const told = ballot?.fields.find(({ name }) => name === "transfer");
    if (ballot) expect(told?.value).toBe("true");
  });
});

describe("the menus of nodes", () => {
  it("offer each other node to the leader, and the lead to every other node", () => {
    const engine = led();
    engine.act({ crash: 4 });
    const view = engine.view();
    const does = (faults: readonly { readonly does: readonly Action[] }[]) =>
      faults.flatMap((fault) => fault.does);
    const lines = transfersFrom(view, 0);
    expect(lines.map(({ label }) => label)).toEqual([
      "Node 1",
      "Node 2",
      "Node 3",
      "Node 4 (crashed)",
      "Nobody: keep the lead",
    ]);
    expect(does(lines)).toEqual([1, 2, 3, 4, 0].map((transfer) => ({ transfer, from: 0 })));
    expect(does([transferTo(view, 2)])).toEqual([{ transfer: 2 }]);
    expect(transferTo(view, 2).idle).toBe(false);
    expect(transferTo(view, 0).idle).toBe(true);
    expect(transferTo(anEngine(3, 5).view(), 2).idle).toBe(true);
    const session = { picture: { view } } as unknown as Session;
    const labels = (id: number) =>
      menuFor({ kind: "node", id }, session)?.items.map(({ label }) => label) ?? [];
    expect(labels(0)).toContain("Transfer lead to…");
    expect(labels(1)).toContain("Transfer lead to this node");
    expect(labels(0)).not.toContain("Transfer lead to this node");
  });
});

describe("the menus of a cluster whose members change", () => {
  it("offer the lead to all who vote on either side, and to nobody else", () => {
    const engine = anEngine();
    const scenario = {
      format: 1,
      seed: 3,
      options: { nodes: 5, latency_ms: [50, 50], membership: true },
      start: { members: { voters: [0, 1, 2], learners: [4] } },
      until_ms: 0,
    };
    engine.openScenario(JSON.stringify(scenario));
    engine.act({ timeout: 0 });
    engine.advanceTo(1_000_000);
    const offered = () => {
      const view = engine.view();
      const toEach = [1, 2, 3, 4].filter((id) => !transferTo(view, id).idle);
      const fromLeader = transfersFrom(view, 0)
        .filter(({ idle }) => !idle)
        .map(({ label }) => label);
      expect(fromLeader).toEqual([...toEach.map((id) => `Node ${id}`), "Nobody: keep the lead"]);
      return toEach;
    };
    expect(offered()).toEqual([1, 2]);
    engine.act({ change_membership: [0, 2, 3] });
    stepUntil(engine, () => engine.view().machines[1]?.membership === "leaving");
    expect(engine.view().machines[3]?.membership).toBe("joining");
    expect(offered()).toEqual([1, 2, 3]);
    const answerTo = (transfer: number) => {
      engine.act({ transfer });
      return engine.feed(9, "routine").findLast(({ kind }) => kind.startsWith("transfer"))?.kind;
    };
    expect([4, 1].map(answerTo)).toEqual(["transfer_refused", "transfer_waits"]);
  });
});

describe("an impossible transfer", () => {
  it("is refused in one sentence, and nothing is lost", () => {
    const engine = anEngine(3, 5);
    const { digest } = engine.view();
    expect(() => engine.act({ transfer: 1 })).toThrow(
      "There is no leader to ask for a transfer just now.",
    );
    expect(() => engine.act({ transfer: 7, from: 0 })).toThrow(/^transfer: expected a node/);
    expect(engine.view().digest).toBe(digest);
  });
});
