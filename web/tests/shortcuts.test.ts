import { describe, expect, it } from "vitest";
import { keyLine } from "../session/key-words.ts";
import { isKeyedPanel } from "../session/panels.ts";
import { commandNames, commandOf, type KeyPress, nodeOf, shortcuts } from "../session/shortcuts.ts";

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...held };
}

describe("the table of shortcuts", () => {
  it("gives each key one meaning", () => {
    const keys = shortcuts.flatMap((entry) =>
      entry.keys.map((key) => `${entry.shift ? "shift " : ""}${key}`),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("gives every command a key, and every key a line in the sheet", () => {
    expect(new Set(shortcuts.map((entry) => entry.command))).toEqual(new Set(commandNames));
    const lines = shortcuts.map(keyLine);
    expect(lines.filter(({ shown, does }) => !shown || !does)).toEqual([]);
    expect(new Set(lines.map(({ does }) => does)).size).toBe(lines.length);
    expect(lines).toContainEqual({ shown: "Shift ←", does: "One second back" });
    expect(lines).toContainEqual({ shown: "Shift E", does: "Previous election" });
  });
});

describe("commandOf", () => {
  it.each([
    [press(" "), "toggle"],
    [press("ArrowRight"), "step"],
    [press("ArrowRight", { shiftKey: true }), "secondOn"],
    [press("?", { shiftKey: true }), "help"],
    [press("+", { shiftKey: true }), "faster"],
    [press("p"), "partition"],
    [press("P", { shiftKey: true }), "chooseGroups"],
    [press("W"), "write"],
    [press("Escape"), "escape"],
  ])("%o is %s", (key, command) => {
    expect(commandOf(key)).toBe(command);
  });

  it("has no key that ends the run, which could be pressed by mistake: N opens a dialog", () => {
    expect(commandOf(press("n"))).toBe("new-run");
    expect(isKeyedPanel("new-run")).toBe(true);
    expect(commandOf(press("N", { shiftKey: true }))).toBeNull();
  });

  it("leaves the browser its own keys", () => {
    expect(commandOf(press("r", { ctrlKey: true }))).toBeNull();
    expect(commandOf(press("c", { metaKey: true }))).toBeNull();
    expect(commandOf(press("ArrowLeft", { altKey: true }))).toBeNull();
    expect(commandOf(press("F5"))).toBeNull();
    expect(commandOf(press("W", { shiftKey: true }))).toBeNull();
  });
});

describe("nodeOf", () => {
  it("selects only nodes there are", () => {
    expect(nodeOf(press("4"), 5)).toBe(4);
    expect(nodeOf(press("5"), 5)).toBeNull();
    expect(nodeOf(press("9"), 9)).toBeNull();
  });
});
