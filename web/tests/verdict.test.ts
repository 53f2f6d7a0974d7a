import { describe, expect, it } from "vitest";
import { verdictOf } from "../words/verdict.ts";
import { aView } from "./samples.ts";

describe("verdictOf", () => {
  it("adds up what was tried", () => {
    const check = { name: "a", title: "A", checked: 10, violated: false };
    const view = aView({ checks: [check, { ...check, checked: 5, violated: true }] });
    expect(verdictOf(view)).toEqual({ violations: 1, checks: 15 });
  });
});
