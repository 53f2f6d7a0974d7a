import { describe, expect, it } from "vitest";
import { StillList } from "../element/still-list.ts";

interface Item {
  readonly id: number;
  readonly words: string;
}

const item = (id: number, words = "new"): Item => ({ id, words });

describe("a list under a pointer", () => {
  it("keeps its rows at their places, with their newest values", () => {
    const list = new StillList<Item>(({ id }) => id);
    list.show([item(1), item(2), item(3)]);
    list.hold(true);
    expect(list.show([item(3, "later"), item(4)])).toEqual([item(1), item(2), item(3, "later")]);
  });

  it("shows what is new as soon as the pointer leaves", () => {
    const list = new StillList<Item>(({ id }) => id);
    list.show([item(1)]);
    expect(list.hold(true)).toBe(true);
    list.show([item(2)]);
    expect(list.hold(false)).toBe(true);
    expect(list.hold(false)).toBe(false);
    expect(list.show([item(2)])).toEqual([item(2)]);
  });

  it("stands still only if there is something to aim at, and for one run only", () => {
    const list = new StillList<Item>(({ id }) => id);
    list.hold(true);
    expect(list.show([])).toEqual([]);
    expect(list.show([item(1)])).toEqual([item(1)]);
    list.forget();
    expect(list.show([item(9)])).toEqual([item(9)]);
  });
});
