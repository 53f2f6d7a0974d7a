/** What the head of the page says at each step of the story. */

import type { View } from "../engine/view.ts";
import { beginning, emergency, freeTelling } from "./free.ts";
import {
  currentCandidate,
  currentLeader,
  isAnswered,
  minorityLeader,
  numberWord,
  subjectOf,
  votesNeeded,
} from "./reading.ts";
import type { Story, StoryStep } from "./story.ts";
import { type Telling, telling } from "./telling.ts";

export function tell(story: Story, view: View): Telling {
  if (story.step === "over") return freeTelling(view);
  if (story.step === "predict") {
    return {
      ...beginning(view),
      question: "Whose timer runs out first? Tap a node.",
      invitation: "nodes",
    };
  }
  return emergency(view) ?? chapter(story, story.step, view);
}

function chapter(story: Story, step: Exclude<StoryStep, "predict" | "over">, view: View): Telling {
  const leader = currentLeader(view.nodes);
  const all = view.nodes.length;
  const needed = votesNeeded(view);
  switch (step) {
    case "election":
      return electionTelling(story, view);
    case "write":
      return leader
        ? telling(
            `Node ${leader.id} leads term ${leader.term}.`,
            `${predictionWords(story)}${ballotWords(needed, needed, all)} Press Write.`,
            "write",
          )
        : electionTelling(story, view);
    case "replication":
      return leader
        ? telling(
            `Node ${leader.id} copies ${shortened(story.command)} to the others.`,
            `It is committed once ${needed} of ${all} have stored it.`,
          )
        : telling("No leader: the write waits.", "The first timer to run out asks for votes.");
    case "crash":
      return crashTelling(story, needed, all);
    case "reelection":
      return reelectionTelling(story, view);
    case "partition":
      return partitionTelling(story, view);
    case "minorityWrite": {
      const old = minorityLeader(view);
      return old
        ? telling(
            `Node ${old.id} reaches ${old.reaches} of ${all}, and still believes it leads.`,
            "Press Write: what becomes of it?",
            "write",
          )
        : telling(
            "The network is cut in two.",
            "Only the side with a majority can elect a leader.",
          );
    }
    case "stalled":
      return telling(
        `${shortened(story.stalledCommand)} is still waiting.`,
        `${needed} of ${all} must store it. On the other side a timer runs out soon.`,
      );
    case "majorityWrite":
      return leader
        ? telling(
            `Node ${leader.id} leads term ${leader.term} on the side of the majority.`,
            "Press Write again: this side can store it.",
            "write",
          )
        : telling(
            "No leader yet on the side of the majority.",
            "The first timer to run out asks for votes.",
          );
    case "heal":
      return telling(
        `${isAnswered(view) ? "Acknowledged" : "Committed"}: ${needed} of ${all} have stored it.`,
        story.stalledCommand === ""
          ? "The others know nothing of it. Press Heal."
          : `${shortened(story.stalledCommand)} was never acknowledged. Press Heal.`,
        "heal",
      );
    case "repair":
      return telling(
        "The two sides hear each other again.",
        "The newer term wins: the old leader steps down and takes the new log.",
      );
    case "share":
      return telling(
        story.overwritten
          ? "The unfinished entry was overwritten."
          : "One leader and one log again.",
        story.overwritten
          ? "Nobody was promised it, so nothing was lost. Press Share to send this run."
          : "Press Share to send exactly this run to someone.",
        "share",
      );
  }
}

/** Asks for a prediction, and repeats the answer once it is given. */
function crashTelling(story: Story, needed: number, all: number): Telling {
  const subject = subjectOf(story.command);
  return telling(
    `Stored by ${needed} of ${all}: committed.`,
    story.expects === null
      ? `Crash the leader. Will ${subject} survive?`
      : `You say ${subject} ${story.expects ? "survives" : "is lost"}. Crash the leader and see.`,
    "crash",
    story.expects === null,
  );
}

function electionTelling(story: Story, view: View): Telling {
  const candidate = currentCandidate(view);
  if (candidate) {
    return telling(
      `Node ${candidate.id} heard from nobody, so it asks for votes.`,
      `${predictionWords(story)}${ballotWords(candidate.votes.length, candidate.votesNeeded, view.nodes.length)}`,
    );
  }
  return telling(
    `${numberWord(view.nodes.length)} servers must agree on one leader.`,
    story.predicted === null
      ? "Each arc is a timer. The first to run out asks for votes."
      : `You say Node ${story.predicted}. The first arc to run out asks for votes.`,
  );
}

/** Counts ballots in words: "1… 2… 3 of 5: a majority." */
export function ballotWords(votes: number, needed: number, all: number): string {
  const counted = Array.from({ length: Math.max(0, votes - 1) }, (_, i) => `${i + 1}… `).join("");
  return `${counted}${votes} of ${all}${votes >= needed ? ": a majority." : "."}`;
}

function predictionWords(story: Story): string {
  if (story.predicted === null || story.first === null) return "";
  return story.predicted === story.first ? "You were right. " : `Node ${story.first} was first. `;
}

function expectationWords(story: Story): string {
  if (story.expects === null) return "";
  return story.expects === story.survived ? "You were right. " : "Not this time. ";
}

function reelectionTelling(story: Story, view: View): Telling {
  const candidate = currentCandidate(view);
  if (candidate) {
    return telling(
      `Node ${candidate.id} asks for votes in term ${candidate.term}.`,
      ballotWords(candidate.votes.length, candidate.votesNeeded, view.nodes.length),
    );
  }
  return telling(
    `Node ${story.crashed ?? "?"} is down; its followers hear nothing.`,
    story.expects === null
      ? `Will ${subjectOf(story.command)} survive?`
      : "The first timer to run out asks for votes.",
    null,
    story.expects === null,
  );
}

/** Asks to restart the crashed node first, so that the majority after the cut has three nodes. */
function partitionTelling(story: Story, view: View): Telling {
  const subject = subjectOf(story.command);
  if (view.nodes.some((node) => node.status === "crashed")) {
    const leader = currentLeader(view.nodes);
    return story.survived
      ? telling(
          `${leader ? `Node ${leader.id} leads` : "A leader was elected"}, and ${subject} survived.`,
          `${expectationWords(story)}A majority holds it, so no node without it can win. Press Restart all.`,
          "restart",
        )
      : telling(`${subject} is gone.`, `${expectationWords(story)}Press Restart all.`, "restart");
  }
  return telling(
    "All five are up, with what was on their disks.".replace(
      "five",
      numberWord(view.nodes.length).toLowerCase(),
    ),
    "Now press Partition: cut the leader off from the majority.",
    "partition",
  );
}

function shortened(command: string): string {
  return command.length > 24 ? `${command.slice(0, 23)}…` : command;
}
