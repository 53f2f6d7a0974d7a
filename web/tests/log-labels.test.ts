import { describe, expect, it } from "vitest";
import { logLabels } from "../words/log-labels.ts";

const labels = (...commands: readonly string[]) => [...logLabels(commands).values()];

describe("the label of an entry", () => {
  it("leaves out the words that all of its kind begin with", () => {
    expect(labels("entry 1 of term 1", "entry 2 of term 2", "SET x=3")).toEqual([
      "1 of term 1",
      "2 of term 2",
      "x=3",
    ]);
    expect(labels("note of entry a", "note of entry b")).toEqual(["a", "b"]);
  });

  it("keeps the words of a command that is alone, and of any that differ at once", () => {
    expect(labels("AUDIT log entry")).toEqual(["AUDIT log entry"]);
    expect(labels("SET x=1", "DELETE x")).toEqual(["x=1", "DELETE x"]);
    expect(labels("TRANSFER 200 a -> b", "TRANSFER 300 a -> b")).toEqual([
      "200 a -> b",
      "300 a -> b",
    ]);
  });

  it("is never empty, and never the same for two", () => {
    const commands = ["SET", "SET x=1", "note", "note one", "note one two", "a  b", ""];
    const found = labels(...commands);
    expect(found).toHaveLength(commands.length);
    expect(new Set(found).size).toBe(found.length);
    expect(labels("SET")).toEqual(["SET"]);
  });
});
