import { describe, expect, it } from "vitest";
import { medianInterval, medianRank } from "../../tools/bench/interval.mjs";

describe("the interval of a median", () => {
  it.each([
    [6, 1, 0.96875],
    [8, 1, 0.9921875],
    [9, 2, 0.9609375],
    [15, 4, 0.96484375],
    [25, 8, 0.95671475],
    [100, 40, 0.9647998],
  ])("of %i values goes from the %ith smallest to that largest", (count, rank, coverage) => {
    const found = medianRank(count);
    expect(found.rank).toBe(rank);
    expect(found.coverage).toBeCloseTo(coverage, 5);
  });

  it("is all there is with fewer than six values, and says how little that covers", () => {
    expect(medianRank(1)).toEqual({ rank: 1, coverage: 0 });
    expect(medianRank(3)).toEqual({ rank: 1, coverage: 0.75 });
    expect(medianRank(5)).toEqual({ rank: 1, coverage: 0.9375 });
  });

  it("would cover less than 95 % if it were any narrower", () => {
    for (let count = 6; count <= 200; count += 1) {
      const { rank, coverage } = medianRank(count);
      expect(coverage).toBeGreaterThanOrEqual(0.95);
      expect(coverage - 2 * probabilityOf(count, rank)).toBeLessThan(0.95);
    }
  });

  it("takes its values in any order", () => {
    const values = [9, 2, 14, 5, 12, 1, 7, 15, 3, 11, 8, 4, 13, 6, 10];
    const { median, low, high } = medianInterval(values);
    expect([low, median, high]).toEqual([4, 8, 12]);
    expect(values[0]).toBe(9);
  });

  it("lies between two middle values if their number is even", () => {
    const { median, low, high } = medianInterval([4, 1, 3, 2]);
    expect([low, median, high]).toEqual([1, 2.5, 4]);
  });
});

/** That exactly `below` of `count` values lie below the median. */
function probabilityOf(count: number, below: number): number {
  let probability = 0.5 ** count;
  for (let nth = 0; nth < below; nth += 1) probability *= (count - nth) / (nth + 1);
  return probability;
}
