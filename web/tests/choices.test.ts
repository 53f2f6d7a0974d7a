import { describe, expect, it } from "vitest";
import { choiceGroups, choiceKey } from "../compare/choices.ts";
import { anEngine, aPacketInFlight } from "./engine.ts";

describe("what can happen next", () => {
  it("is grouped by message, then the nodes, and nothing is left out", () => {
    const engine = anEngine();
    aPacketInFlight(engine);
    const choices = engine.choices();
    const groups = choiceGroups(choices);
    expect(groups.flatMap((group) => group.choices)).toEqual(choices);
    expect(groups.at(-1)?.title).toBe("Nodes");
    for (const group of groups.slice(0, -1)) {
      expect(group.title).toMatch(/^(Node \d|Client) → (Node \d|Client)$/);
      expect(group.dueAt).not.toBeNull();
      expect(group.choices).toHaveLength(3);
    }
    expect(new Set(choices.map(choiceKey)).size).toBe(choices.length);
  });

  it("is nothing where there is nothing", () => {
    expect(choiceGroups([])).toEqual([]);
  });
});
