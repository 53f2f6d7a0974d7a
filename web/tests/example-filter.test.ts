import { expect, test } from "vitest";
import { scenarioFiles } from "../../tools/examples/plugin.ts";
import { isFound, leftWords } from "../examples/filter.ts";
import { shelfOf } from "../examples/shelf.ts";

const card = {
  name: "figure_8_lost_write",
  title: "Figure 8, broken on purpose",
  sentence: "An acknowledged write is lost.",
  group: "figures",
} as const;

test("a card is found by words of its title, its sentence, its name and its group, in any order", () => {
  for (const text of [
    "",
    " ",
    "figure 8",
    "LOST acknowledged",
    "lost_write",
    "the paper's",
    "8 fig",
  ])
    expect(isFound(card, text), text).toBe(true);
  for (const text of ["election", "figure 7", "lost election"])
    expect(isFound(card, text), text).toBe(false);
});

test("an example is found by what people call what it shows", () => {
  const shelf = shelfOf(scenarioFiles());
  const found = (text: string) =>
    shelf.filter((each) => isFound(each, text)).map(({ name }) => name);
  expect(found("quorum")).toContain("replication");
  for (const text of ["repair", "log repair", "inconsistent", "catch up"])
    expect(found(text), text).toContain("figure_7");
});

test("how many are left is said once something is typed", () => {
  expect(leftWords("", 70, 70)).toBe("");
  expect(leftWords("fig", 7, 70)).toBe("7 of 70");
  expect(leftWords("xyz", 0, 70)).toMatch(/^No example has these words: try/);
});
