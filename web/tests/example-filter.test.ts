import { expect, test } from "vitest";
import { isFound, leftWords } from "../examples/filter.ts";

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

test("how many are left is said once something is typed", () => {
  expect(leftWords("", 70, 70)).toBe("");
  expect(leftWords("fig", 7, 70)).toBe("7 of 70");
  expect(leftWords("xyz", 0, 70)).toMatch(/^No example has these words: try/);
});
