/** Which examples a typed text leaves on the shelf. Pure. */

import { type Example, groups } from "./shelf.ts";

/** What a card says, and what finds it. */
type Card = Pick<Example, "name" | "title" | "sentence"> & Partial<Pick<Example, "group">>;

/** Whether every word of the text stands in the card's words, its name, or its group's title. */
export function isFound(card: Card, text: string): boolean {
  const group = groups.find(({ id }) => id === card.group)?.title ?? "";
  const all = `${card.title} ${card.sentence} ${card.name} ${group}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** How many cards are left, in words; nothing while no text is typed. */
export function leftWords(text: string, left: number, all: number): string {
  if (text.trim() === "") return "";
  if (left > 0) return `${left} of ${all}`;
  return "No example has these words: try fewer of them, such as “election” or “figure”.";
}
