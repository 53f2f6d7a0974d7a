import { describe, expect, it } from "vitest";
import {
  closeTopmost,
  forgetRun,
  nextTheme,
  type PageState,
  select,
  selectedNode,
  startState,
} from "../session/state.ts";

const busy: PageState = {
  ...startState,
  selected: { kind: "node", id: 1 },
  sheet: { kind: "verdict" },
  menu: { target: { kind: "node", id: 1 }, x: 0, y: 0 },
  raised: "faults",
  notice: { text: "Sent.", tone: "calm" },
};

describe("escape", () => {
  it("leaves the presentation last, and lowers a phone's sheet before", () => {
    expect(closeTopmost({ ...startState, presents: true }).presents).toBe(false);
    const said = { ...startState, presents: true, notice: busy.notice };
    expect(closeTopmost(said).presents).toBe(false);
    const risen = { ...startState, risen: true, selected: { kind: "node", id: 1 } } as const;
    expect(closeTopmost(risen)).toEqual({ ...risen, risen: false });
  });

  it("closes one thing at a time, the topmost first", () => {
    const steps: PageState[] = [busy];
    for (let i = 0; i < 5; i += 1) steps.push(closeTopmost(steps[i] ?? startState));
    expect(
      steps.map((state) =>
        [state.menu, state.sheet, state.raised, state.notice, state.selected].map(
          (open) => open !== null,
        ),
      ),
    ).toEqual([
      [true, true, true, true, true],
      [false, true, true, true, true],
      [false, false, true, true, true],
      [false, false, false, true, true],
      [false, false, false, false, true],
      [false, false, false, false, false],
    ]);
  });
});

describe("select", () => {
  it("names the node that writes go to", () => {
    expect(selectedNode(select(startState, { kind: "node", id: 3 }))).toBe(3);
    expect(selectedNode(select(startState, { kind: "packet", id: 3 }))).toBeNull();
    expect(selectedNode(startState)).toBeNull();
  });

  it("closes the menu", () => {
    expect(select(busy, { kind: "node", id: 2 }).menu).toBeNull();
  });

  it.each([
    { kind: "packet", id: 7 },
    { kind: "node", id: 1 },
    { kind: "link", from: 0, to: 1 },
  ] as const)("brings what it says of $kind forward, beside the ring and on a phone", (hit) => {
    expect(select(startState, hit)).toMatchObject({ reading: "selected", tab: "explain" });
  });

  it("brings the decisions back when nothing is selected any more, and leaves other tabs", () => {
    const selected = select(startState, { kind: "node", id: 1 });
    expect(select(selected, null).reading).toBe("decisions");
    expect(select({ ...selected, reading: "flight" }, null).reading).toBe("flight");
  });
});

describe("forgetRun", () => {
  it("pauses and lets go of what spoke of the old run, but keeps settings of the page", () => {
    const state = forgetRun({
      ...busy,
      playing: true,
      draft: "SET a=b",
      theme: "dark",
      tab: "time",
      presents: true,
      risen: true,
      reading: "flight",
    });
    expect(state).toEqual({ ...startState, theme: "dark", tab: "time", presents: true });
  });
});

describe("nextTheme", () => {
  it("goes round", () => {
    expect(nextTheme(nextTheme(nextTheme("system")))).toBe("system");
  });
});
