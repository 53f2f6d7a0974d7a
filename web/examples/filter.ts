/** Which examples a typed text leaves on the shelf. Pure. */

import { type Example, groups } from "./shelf.ts";

/** What people call what an example shows, where its card says it in other words. */
const alsoCalled: Readonly<Record<string, string>> = {
  replication: "quorum commit replicate replicated log",
  partition: "split brain network partition quorum",
  split_vote: "tie",
  crash: "failover failure",
  restart: "recovery reboot catch up",
  figure_7: "log repair inconsistent logs inconsistency consistency check catch up conflict",
  figure_8_overwritten: "quorum older term",
  deaf_leader: "check-quorum",
};

/** What a card says, and what finds it. */
type Card = Pick<Example, "name" | "title" | "sentence"> & Partial<Pick<Example, "group">>;

/** Whether every word of the text stands in the card's words, its name, or its group's title. */
export function isFound(card: Card, text: string): boolean {
  const group = groups.find(({ id }) => id === card.group)?.title ?? "";
  const all =
    `${card.title} ${card.sentence} ${card.name} ${group} ${alsoCalled[card.name] ?? ""}`.toLowerCase();
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
