import { describe, expect, it } from "vitest";
import { latencyParts, latencyRange } from "../session/latency.ts";

describe("latency", () => {
  it("goes from limits to middle and spread, and back", () => {
    expect(latencyParts([40, 80])).toEqual({ center: 60, jitter: 20 });
    expect(latencyRange(60, 20)).toEqual([40, 80]);
    expect(latencyRange(10, 20)).toEqual([0, 30]);
  });
});
