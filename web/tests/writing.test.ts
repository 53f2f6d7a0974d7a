import { describe, expect, it } from "vitest";
import { COMMAND_LIMIT, refusalOf, suggestedWrite } from "../session/writing.ts";

describe("suggestedWrite", () => {
  it("never writes the same twice", () => {
    const writes = Array.from({ length: 100 }, (_, count) => suggestedWrite(count));
    expect(writes.slice(0, 4)).toEqual(["SET x=1", "SET x=2", "SET x=3", "SET y=4"]);
    expect(new Set(writes).size).toBe(100);
  });
});

describe("refusalOf", () => {
  it("names the limit", () => {
    expect(refusalOf("x".repeat(COMMAND_LIMIT))).toBeNull();
    expect(refusalOf("x".repeat(COMMAND_LIMIT + 1))).toBe(
      "A command holds at most 200 characters; this one has 201.",
    );
    expect(refusalOf("  ")).toContain("Nothing to write");
    expect(refusalOf("🦀".repeat(200))).toBeNull();
    expect(refusalOf("🦀".repeat(201))).toMatch(/this one has 201/);
  });
});
