import { describe, expect, it } from "vitest";
import type { MachineView, NodeId, OddLinkView } from "../engine/view.ts";
import {
  type FaultSignSource,
  faultSignsOf,
  faultSignsReader,
  linkNotes,
  machineWords,
  rateWords,
  signsOf,
} from "../words/fault-signs.ts";
import { aMachine, aView } from "./samples.ts";

function having(
  machine: Partial<MachineView>,
  oddLinks: readonly OddLinkView[] = [],
): FaultSignSource {
  const machines = aView().machines.map((it) => (it.id === 1 ? { ...it, ...machine } : it));
  return { ...aView(), machines, oddLinks };
}

const others: readonly NodeId[] = [0, 2, 3, 4];
const late = { latencyMs: [300, 400], lossPerMille: null } as const;
const slowNode: readonly OddLinkView[] = others.flatMap((other) => [
  { from: 1, to: other, ...late },
  { from: other, to: 1, ...late },
]);

describe("what the ring shows of a machine", () => {
  it("is that it does not vote, which is no fault", () => {
    const shorts = (membership: MachineView["membership"]) =>
      signsOf(having({ membership, disk: "stalls" }), 1).map(({ short }) => short);
    expect(shorts("learner")).toEqual(["learner", "disk stalled"]);
    expect(shorts("joining")).toEqual(["new voter", "disk stalled"]);
    expect(shorts("leaving")).toEqual(["old voter", "disk stalled"]);
    expect(shorts("outside")).toEqual(["no member", "disk stalled"]);
    expect(shorts("voter")).toEqual(["disk stalled"]);
    expect(shorts(null)).toEqual(["disk stalled"]);
    const words = machineWords({ ...having({ membership: "outside" }), cuts: [] }, 1);
    expect(words).toBe("Disk, clock and links are sound.");
  });
});

describe("what a machine suffers", () => {
  it("is nothing on a sound one", () => {
    expect(faultSignsOf(aView(), 1)).toEqual([]);
    expect(faultSignsOf({ ...aView(), machines: [aMachine(0)] }, 7)).toEqual([]);
  });

  it("is said in words", () => {
    const words = (machine: Partial<MachineView>) =>
      faultSignsOf(having(machine), 1).map((it) => it.words);
    expect(words({ disk: "stalls", unstableWrites: 1 })).toEqual([
      "its disk stalls, 1 write waits",
    ]);
    expect(words({ disk: "lies", unstableWrites: 3 })).toEqual([
      "its disk lies, a crash would lose 3",
    ]);
    expect(words({ disk: "fails" })).toEqual(["its disk fails its writes"]);
    expect(words({ diskMs: [50, 50], clockPerMille: 333 })).toEqual([
      "its disk takes 50 ms",
      "its clock runs at ⅓×",
    ]);
    expect(words({ crashesAtWrite: true })).toEqual(["it crashes at its next write"]);
  });

  it("is a slow disk, too, where the options make all disks slow", () => {
    const slow = { ...aView().options, diskMs: [1500, 2500] as const };
    const words = (source: FaultSignSource) => faultSignsOf(source, 1).map((it) => it.words);
    expect(words({ ...having({}), options: slow })).toEqual(["its disk takes 1500 to 2500 ms"]);
    expect(words({ ...having({ diskMs: [0, 0] }), options: slow })).toEqual([]);
  });

  it("fits beside the node in the picture", () => {
    const all = having({ disk: "stalls", crashesAtWrite: true, clockPerMille: 1337 }, slowNode);
    for (const { short } of faultSignsOf(all, 1)) expect(short.length).toBeLessThanOrEqual(13);
  });

  it("has slow links only when all of them are, both ways", () => {
    const kinds = (links: readonly OddLinkView[]) =>
      faultSignsOf(having({}, links), 1).map((it) => it.kind);
    expect(kinds(slowNode)).toEqual(["slowLinks"]);
    expect(kinds(slowNode.slice(1))).toEqual([]);
  });
});

describe("the signs of a ring", () => {
  it("are read once for the same machines, and again for others", () => {
    const read = faultSignsReader();
    const sound = aView();
    const first = read(sound);
    expect(first.faultSigns.flat()).toEqual([]);
    expect(read({ ...sound, now: 2_000_000 })).toBe(first);
    const [one, ...rest] = sound.machines;
    const stalled = {
      ...sound,
      machines: one ? [{ ...one, disk: "stalls" as const }, ...rest] : [],
    };
    expect(read(stalled).faultSigns[0]?.map(({ kind }) => kind)).toEqual(["diskStalled"]);
  });
});

describe("notes on links", () => {
  it("are written once where both directions do the same", () => {
    const both = having({}, [
      { from: 0, to: 2, latencyMs: null, lossPerMille: 400 },
      { from: 2, to: 0, latencyMs: null, lossPerMille: 400 },
      { from: 3, to: 4, latencyMs: [300, 300], lossPerMille: null },
    ]);
    expect(linkNotes(both).map(({ from, to }) => [from, to])).toEqual([
      [0, 2],
      [3, 4],
    ]);
    expect(linkNotes(both).at(1)?.text).toBe("300 ms");
  });

  it("leave out what a slow node says already", () => {
    expect(linkNotes(having({}, slowNode))).toEqual([]);
  });
});

it("prints clock rates as menus offer them", () => {
  expect([333, 500, 667, 1500, 3000].map(rateWords)).toEqual(["⅓×", "½×", "⅔×", "1.5×", "3×"]);
});

describe("the words about a machine", () => {
  const { options } = aView();

  it("call it sound only where nothing is amiss, there or everywhere", () => {
    expect(machineWords(aView(), 1)).toBe("Disk, clock and links are sound.");
    expect(machineWords(aView({ options: { ...options, diskMs: [100, 200] } }), 1)).toBe(
      "Now: its disk takes 100 to 200 ms.",
    );
    expect(machineWords(aView({ options: { ...options, lossPerMille: 50 } }), 1)).toBe(
      "Now: the network loses 5\u202f% of all messages.",
    );
    const oddLinks = [{ from: 2, to: 1, ...late }];
    expect(machineWords(aView({ oddLinks }), 1)).toBe("Now: its link with Node 2: 400 ms.");
    expect(machineWords(aView({ oddLinks, cuts: [{ from: 1, to: 2 }] }), 3)).toMatch(/sound/);
  });

  it("tell by direction what cuts keep from a node", () => {
    const [out, back] = [
      { from: 1, to: 2 },
      { from: 2, to: 1 },
    ];
    const said = (...cuts: readonly (typeof out)[]) => machineWords(aView({ cuts }), 1);
    expect(said(out)).toBe("Now: cannot send to Node 2.");
    expect(said(back)).toBe("Now: cannot hear Node 2.");
    expect(said(out, back, { from: 1, to: 0 })).toBe(
      "Now: cut off from Node 2; cannot send to Node 0.",
    );
  });

  it("name a clock that jumped, though it runs at the right rate", () => {
    const jumped = { ...having({ clockIsTrue: false }), cuts: [] };
    expect(machineWords(jumped, 1)).toBe("Now: its clock is off: it jumped, or ran wrong before.");
  });

  it("say of a voter that was made a learner no more than that it has no vote", () => {
    expect(signsOf(having({ membership: "learner" }), 1)[0]?.words).toBe(
      "a learner: it has no vote",
    );
  });
});
