/** The head of the page without a story: the state of the cluster in words. */

import type { View } from "../engine/view.ts";
import { assumptionStory, brokenAssumption } from "../words/fault-counts.ts";
import { listWords } from "../words/format.ts";
import {
  currentCandidate,
  currentLeader,
  lacksMajority,
  numberWord,
  upCount,
  votesNeeded,
} from "./reading.ts";
import { type Telling, telling } from "./telling.ts";

/** What the head says in place of any story: a violation, or a cluster without a majority. */
export function emergency(view: View): Telling | null {
  if (view.assumption !== null)
    return telling(`${brokenAssumption(view)}.`, assumptionStory(view.assumption));
  if (view.violation) {
    // A scenario's caption has priority, since the scenario explains its own violation.
    const { title, sentence } = view.violation;
    return telling(`${title} is violated.`, view.caption ?? sentence);
  }
  if (lacksMajority(view)) {
    return telling(
      `${numberWord(upCount(view))} of ${view.nodes.length} up: no majority.`,
      view.caption ??
        `${votesNeeded(view)} must agree, so nothing can be decided. Press Restart all.`,
      "restart",
    );
  }
  return null;
}

export function freeTelling(view: View): Telling {
  if (view.now === 0) return beginning(view);
  const urgent = emergency(view);
  if (urgent) return { ...urgent, invitation: null };
  return telling(freeHeadline(view), view.caption ?? cutWords(view));
}

export function beginning(view: View): Telling {
  if (view.title !== "") return telling(view.title, view.about);
  if (view.nodes.length === 1) {
    return telling(
      "One server agrees with itself.",
      "Its timer runs out, and its own vote is a majority.",
    );
  }
  return telling(
    `${numberWord(view.nodes.length)} servers must agree on one leader.`,
    "Whose timer runs out first?",
  );
}

function freeHeadline(view: View): string {
  const leader = currentLeader(view.nodes);
  const candidate = currentCandidate(view);
  if (candidate && (!leader || candidate.term > leader.term)) {
    return `Node ${candidate.id} asks for votes in term ${candidate.term}.`;
  }
  if (leader) return `Node ${leader.id} leads term ${leader.term}.`;
  return "No leader: the first timer to run out asks for votes.";
}

function cutWords(view: View): string {
  if (view.groups) {
    return `The network is cut: ${view.groups.map((group) => listWords(group)).join(" apart from ")}.`;
  }
  const [cut] = view.cuts;
  if (!cut) return "";
  return view.cuts.length === 1
    ? `Nothing gets from Node ${cut.from} to Node ${cut.to}.`
    : `${numberWord(view.cuts.length)} directions between nodes are cut.`;
}
