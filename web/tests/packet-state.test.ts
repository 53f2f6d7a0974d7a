import { expect, it } from "vitest";
import type { PacketView } from "../engine/view.ts";
import { packetState } from "../words/packet-state.ts";

const packet: PacketView = {
  id: 1,
  from: 1,
  to: 2,
  kind: "requestVote",
  term: 1,
  sentAt: 1_000_000,
  dueAt: 1_060_000,
  fate: "arrives",
  entryCount: 0,
  positive: null,
  duplicate: false,
};

it("a message that travels has a moment at which it is due", () => {
  expect(packetState(packet, true, 1_030_000)).toBe("Node 1 → Node 2, due at 1.06 s.");
});

it("one that was delivered early did not arrive when it was due", () => {
  expect(packetState(packet, false, 1_030_000)).toBe(
    "Node 1 → Node 2, no longer on its way: nothing can be done to it any more.",
  );
});

it("before it is sent, none has arrived or is lost", () => {
  for (const fate of ["arrives", "lost"] as const)
    expect(packetState({ ...packet, fate }, false, 990_000)).toBe(
      "Node 1 → Node 2. It has not been sent yet at this moment.",
    );
});

it("what stopped a message is said", () => {
  expect(packetState({ ...packet, fate: "lost" }, false, 1_070_000)).toMatch(/, lost on the way: /);
});
