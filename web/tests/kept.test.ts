import { describe, expect, it } from "vitest";
import { forgetBranch, type Kept, keepBranch, keptBranches } from "../compare/kept.ts";

function aStorage(content: string | null = null) {
  const held = new Map<string, string>();
  if (content !== null) held.set("raft-playground.branches", content);
  return () => ({
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
  });
}

const refused = () => {
  throw new DOMException("refused", "SecurityError");
};

const full = () => ({
  getItem: () => null,
  setItem: () => {
    throw new DOMException("full", "QuotaExceededError");
  },
});

function aBranch(name: string, changes: Partial<Kept> = {}): Kept {
  return { name, seed: 1, at: 0, link: "#run", ...changes };
}

describe("named branches", () => {
  it("are kept, the newest first, one of a name in each run", () => {
    const storage = aStorage();
    for (const name of ["a", "b", "a"]) keepBranch(storage, aBranch(name));
    keepBranch(storage, aBranch("a", { seed: 2 }));
    expect(keptBranches(storage).map(({ name, seed }) => [name, seed])).toEqual([
      ["a", 2],
      ["a", 1],
      ["b", 1],
    ]);
    expect(forgetBranch(storage, { name: "a", seed: 1 })).toBe(true);
    expect(keptBranches(storage).map(({ name, seed }) => [name, seed])).toEqual([
      ["a", 2],
      ["b", 1],
    ]);
  });

  it("are thirty at most: the oldest gives way", () => {
    const storage = aStorage();
    for (let place = 0; place < 40; place += 1) keepBranch(storage, aBranch(`branch ${place}`));
    const kept = keptBranches(storage);
    expect(kept).toHaveLength(30);
    expect(kept[0]?.name).toBe("branch 39");
  });

  it("are none, and say that they were not kept, where storage is refused or full", () => {
    for (const storage of [refused, full]) {
      expect(keptBranches(storage)).toEqual([]);
      expect(keepBranch(storage, aBranch("a"))).toBe(false);
      expect(forgetBranch(storage, aBranch("a"))).toBe(true);
    }
  });

  it("are not read out of what somebody else wrote there", () => {
    for (const content of ["", "no JSON", "7", "{}", '[null, 3, {"name": 4}]']) {
      expect(keptBranches(aStorage(content))).toEqual([]);
    }
    const half = JSON.stringify([{ name: "a" }, aBranch("b")]);
    expect(keptBranches(aStorage(half)).map(({ name }) => name)).toEqual(["b"]);
  });
});
