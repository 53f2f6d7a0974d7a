import { describe, expect, it } from "vitest";
import { currentLeader } from "../story/reading.ts";
import { fiveNodes } from "./samples.ts";

describe("currentLeader", () => {
  it("believes the newest term, and no crashed node", () => {
    expect(
      currentLeader(fiveNodes({ 0: { role: "leader", term: 2 }, 3: { role: "leader", term: 3 } }))
        ?.id,
    ).toBe(3);
    expect(
      currentLeader(fiveNodes({ 0: { role: "leader", term: 2, status: "crashed" } })),
    ).toBeNull();
  });
});
