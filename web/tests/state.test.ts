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
  raised: "inspector",
  notice: { text: "Sent.", tone: "calm" },
};

describe("escape", () => {
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

  it("brings the explanation of a message forward on a phone only", () => {
    const message = { kind: "packet", id: 7 } as const;
    expect(select({ ...startState, compact: true }, message).tab).toBe("explain");
    expect(select(startState, message).tab).toBe("logs");
  });

  it("lowers the details when nothing is selected any more", () => {
    expect(select(busy, null).raised).toBeNull();
    expect(select({ ...busy, raised: "feed" }, null).raised).toBe("feed");
  });
});

describe("forgetRun", () => {
  it("pauses and lets go of what spoke of the old run, but keeps settings of the page", () => {
    const state = forgetRun({
      ...busy,
      playing: true,
      draft: "SET a=b",
      theme: "dark",
      tab: "timeline",
    });
    expect(state).toEqual({ ...startState, theme: "dark", tab: "timeline" });
  });
});

describe("nextTheme", () => {
  it("goes round", () => {
    expect(nextTheme(nextTheme(nextTheme("system")))).toBe("system");
  });
});
