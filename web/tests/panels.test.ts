import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { panels } from "../session/panels.ts";
import { shortcuts } from "../session/shortcuts.ts";
import { openDrawer, startState, togglePanel } from "../session/state.ts";

const folder = new URL("../element/panels/", import.meta.url);

describe("the table of panels", () => {
  it("has a row for every file in element/panels, and a file for every row", () => {
    const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
    expect(files.toSorted()).toEqual(panels.map(({ id }) => `${id}.ts`).toSorted());
  });

  it.each(panels)("$id is drawn by what its file exports", ({ id }) => {
    const source = readFileSync(new URL(`${id}.ts`, folder), "utf8");
    expect(source).toContain("export const draw: DrawPanel =");
    expect(source).toContain(`customElements.define("raft-${id}"`);
  });

  it.each(panels.filter(({ stands }) => stands === "drawer"))(
    "$id knows its place as a drawer, and its style sheet has a rule for it",
    ({ id }) => {
      const source = readFileSync(new URL(`${id}.ts`, folder), "utf8");
      expect(source).toContain(`<raft-${id} class=\${place}`);
      const styles = readFileSync(new URL(`../styles/${id}.css`, import.meta.url), "utf8");
      expect(styles).toContain(`raft-${id}.raised {`);
    },
  );

  it("names each panel once, and lists the key of each", () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { id, key } of panels) {
      const listed = shortcuts.filter(({ command }) => command === id);
      expect(listed.map(({ keys }) => keys)).toEqual(key === null ? [] : [[key]]);
    }
  });
});

describe("a panel without a key", () => {
  const rooms = ["element", "element/panels", "session"].map(
    (room) => new URL(`../${room}/`, import.meta.url),
  );
  const sources = rooms.flatMap((room) =>
    readdirSync(room)
      .filter((name) => name.endsWith(".ts") && name !== "panels.ts")
      .map((name) => readFileSync(new URL(name, room), "utf8")),
  );
  const keyless = panels.filter(({ key }) => key === null);

  it.each(keyless)("$id is opened by something that can be pressed", ({ id }) => {
    expect(sources.some((source) => source.includes(`kind: "${id}"`))).toBe(true);
  });
});

describe("togglePanel", () => {
  it.each(panels)("opens $id where the table says that it stands", ({ id, stands }) => {
    const wide = togglePanel(startState, id);
    expect(wide.raised).toBe(stands === "drawer" ? id : null);
    expect(wide.sheet).toEqual(stands === "drawer" ? null : { kind: id });
    expect(togglePanel({ ...startState, compact: true }, id).sheet).toEqual({ kind: id });
  });

  it("closes a drawer that is open", () => {
    const open = togglePanel(startState, "faults");
    expect(openDrawer(open)).toBe("faults");
    expect(openDrawer(togglePanel(open, "faults"))).toBeNull();
  });
});
