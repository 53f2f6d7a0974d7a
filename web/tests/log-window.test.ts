import { describe, expect, it } from "vitest";
import { contentHeight, looksAtNewest, visibleRows } from "../element/log-window.ts";

const rowHeight = 26;
const height = 260;

describe("visibleRows", () => {
  it("shows nothing of an empty log", () => {
    expect(visibleRows({ scrollTop: 0, height, rowHeight, lastIndex: 0 })).toEqual({
      first: 1,
      count: 0,
    });
  });

  it("shows a short log whole", () => {
    expect(visibleRows({ scrollTop: 0, height, rowHeight, lastIndex: 3 })).toEqual({
      first: 1,
      count: 3,
    });
  });

  it("asks for a screenful and a little more, however long the log is", () => {
    const rows = visibleRows({
      scrollTop: 50_000 * rowHeight,
      height,
      rowHeight,
      lastIndex: 100_000,
    });
    expect(rows).toEqual({ first: 49_997, count: 18 });
  });

  it("ends at the last entry", () => {
    const lastIndex = 1_000;
    const scrollTop = contentHeight(lastIndex, rowHeight) - height;
    const { first, count } = visibleRows({ scrollTop, height, rowHeight, lastIndex });
    expect(first + count - 1).toBe(lastIndex);
  });

  it("stays within a log that has become shorter than what was scrolled to", () => {
    const { first, count } = visibleRows({ scrollTop: 9_999, height, rowHeight, lastIndex: 2 });
    expect(first).toBeGreaterThanOrEqual(1);
    expect(first + count - 1).toBeLessThanOrEqual(2);
  });

  it("covers every row in sight at every scroll position", () => {
    const lastIndex = 200;
    for (
      let scrollTop = 0;
      scrollTop <= contentHeight(lastIndex, rowHeight) - height;
      scrollTop += 7
    ) {
      const { first, count } = visibleRows({ scrollTop, height, rowHeight, lastIndex });
      expect((first - 1) * rowHeight).toBeLessThanOrEqual(scrollTop);
      expect((first - 1 + count) * rowHeight).toBeGreaterThanOrEqual(scrollTop + height);
    }
  });
});

describe("looksAtNewest", () => {
  it("follows at the foot, and forgives half a row", () => {
    const lastIndex = 100;
    const foot = contentHeight(lastIndex, rowHeight) - height;
    const at = (scrollTop: number) => looksAtNewest({ scrollTop, height, rowHeight, lastIndex });
    expect([at(foot), at(foot - 12), at(foot - 14), at(0)]).toEqual([true, true, false, false]);
  });

  it("follows a log that fits", () => {
    expect(looksAtNewest({ scrollTop: 0, height, rowHeight, lastIndex: 2 })).toBe(true);
  });
});
