/**
 * The first five minutes, as a pure state machine.
 *
 * `onAct` hears what the person did, `onView` what the cluster did, and `tell` says what
 * the head of the page shows. The story never blocks: it only follows, and whoever walks
 * past it finds every control working.
 */

import { currentLeader } from "../commands.ts";
import type { FeedEvent, NodeId, View } from "../view.ts";
import { beginning, emergency, freeTelling } from "./free.ts";
import {
  currentCandidate,
  highestCommit,
  isAnswered,
  majorityLeader,
  minorityLeader,
  numberWord,
  subjectOf,
  votesNeeded,
} from "./reading.ts";
import { type Telling, telling } from "./telling.ts";

/** The chapters, in their order. */
export const storySteps = [
  "predict",
  "election",
  "write",
  "replication",
  "crash",
  "reelection",
  "partition",
  "minorityWrite",
  "stalled",
  "majorityWrite",
  "heal",
  "repair",
  "share",
  "over",
] as const;
export type StoryStep = (typeof storySteps)[number];

export interface Story {
  readonly step: StoryStep;
  /** The node they expect to time out first. */
  readonly predicted: NodeId | null;
  /** The node whose timer did run out first. */
  readonly first: NodeId | null;
  /** Whether they expect the committed entry to survive. */
  readonly expects: boolean | null;
  /** The first command written: the one whose fate is followed. */
  readonly command: string;
  /** The command the minority cannot commit; empty when nobody wrote there. */
  readonly stalledCommand: string;
  /** The newest leader seen. */
  readonly leader: NodeId | null;
  /** The leader that was crashed. */
  readonly crashed: NodeId | null;
  /** The highest index that was committed before it crashed. */
  readonly committedBefore: number;
  /** Whether the entry was there when the next leader was elected. */
  readonly survived: boolean;
  /** Whether an unfinished entry was seen to be overwritten. */
  readonly overwritten: boolean;
}

/** What the person did, as far as the story cares. */
export type Act =
  | { readonly kind: "predicted"; readonly node: NodeId }
  | { readonly kind: "expected"; readonly survives: boolean }
  | { readonly kind: "played" }
  | { readonly kind: "wrote"; readonly command: string }
  | { readonly kind: "shared" }
  /** Another run, another branch, another moment: the story has lost its thread. */
  | { readonly kind: "left" };

export const storyStart: Story = {
  step: "predict",
  predicted: null,
  first: null,
  expects: null,
  command: "",
  stalledCommand: "",
  leader: null,
  crashed: null,
  committedBefore: 0,
  survived: true,
  overwritten: false,
};

/** For links, embedded pages and people who have been here before. */
export const noStory: Story = { ...storyStart, step: "over" };

export function onAct(story: Story, act: Act, view: View): Story {
  switch (act.kind) {
    case "predicted":
      return story.step === "predict" ? { ...story, step: "election", predicted: act.node } : story;
    case "played":
      return story.step === "predict" ? { ...story, step: "election" } : story;
    case "expected":
      return { ...story, expects: act.survives };
    case "wrote":
      return onWrite(story, act.command, view);
    case "shared":
      return story.step === "share" ? { ...story, step: "over" } : story;
    case "left":
      return { ...story, step: "over" };
  }
}

function onWrite(story: Story, command: string, view: View): Story {
  switch (story.step) {
    case "predict":
    case "election":
    case "write":
      return currentLeader(view.nodes) ? { ...story, step: "replication", command } : story;
    case "minorityWrite":
      return minorityLeader(view)
        ? { ...story, step: "stalled", stalledCommand: command }
        : { ...story, step: "majorityWrite" };
    default:
      return story;
  }
}

/** Events come in their order; a step may end by an event or by what the view shows. */
export function onView(story: Story, view: View, events: readonly FeedEvent[]): Story {
  const told = events.reduce((now, event) => onEvent(now, event, view), story);
  return settle({ ...told, leader: currentLeader(view.nodes)?.id ?? told.leader }, view);
}

function onEvent(story: Story, event: FeedEvent, view: View): Story {
  switch (event.kind) {
    case "election_timeout":
      return story.first === null ? { ...story, first: event.node } : story;
    case "committed":
      return onCommitted({ ...story, committedBefore: commitSeen(story, view) });
    case "crashed":
      return onCrashed(story, event);
    case "truncated":
      return { ...story, overwritten: true };
    default:
      return story;
  }
}

function onCommitted(story: Story): Story {
  switch (story.step) {
    case "write":
    case "replication":
      return { ...story, step: "crash" };
    case "majorityWrite":
      return { ...story, step: "heal" };
    default:
      return story;
  }
}

/** The crash of a follower is no turn of the story. */
function onCrashed(story: Story, event: FeedEvent): Story {
  if (story.step !== "crash" || event.node !== story.leader) return story;
  return { ...story, step: "reelection", crashed: event.node };
}

function commitSeen(story: Story, view: View): number {
  return story.step === "reelection"
    ? story.committedBefore
    : Math.max(story.committedBefore, highestCommit(view));
}

/** Steps that end by what the view shows, however it came about. */
function settle(story: Story, view: View): Story {
  const leader = currentLeader(view.nodes);
  switch (story.step) {
    case "predict":
      return view.now > 0 ? settle({ ...story, step: "election" }, view) : story;
    case "election":
      return leader ? { ...story, step: "write" } : story;
    case "reelection":
      return leader && leader.id !== story.crashed
        ? {
            ...story,
            step: "partition",
            survived: (leader.lastIndex ?? 0) >= story.committedBefore,
          }
        : story;
    case "partition":
      if (!view.groups) return story;
      return settle({ ...story, step: "minorityWrite", overwritten: false }, view);
    case "minorityWrite":
    case "stalled":
      if (!view.groups) return { ...story, step: "repair" };
      return majorityLeader(view) ? { ...story, step: "majorityWrite" } : story;
    case "majorityWrite":
    case "heal":
      return view.groups ? story : { ...story, step: "repair" };
    case "repair":
      return isRepaired(story, view) ? { ...story, step: "share" } : story;
    case "write":
    case "replication":
    case "crash":
    case "share":
    case "over":
      return story;
  }
}

function isRepaired(story: Story, view: View): boolean {
  if (view.groups) return false;
  if (story.overwritten) return true;
  const running = view.nodes.filter((node) => node.status === "up");
  const [one, ...rest] = running;
  const sameTerm = rest.every(
    (node) =>
      node.term === one?.term && node.lastIndex === one.lastIndex && node.lastTerm === one.lastTerm,
  );
  return running.filter((node) => node.role === "leader").length === 1 && sameTerm;
}

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
            `${guessWords(story)}${ballotWords(needed, needed, all)} Press Write.`,
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

/** The answer is repeated, so that pressing it has been heard. */
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
      `${guessWords(story)}${ballotWords(candidate.votes.length, candidate.votesNeeded, view.nodes.length)}`,
    );
  }
  return telling(
    `${numberWord(view.nodes.length)} servers must agree on one leader.`,
    story.predicted === null
      ? "Each arc is a timer. The first to run out asks for votes."
      : `You say Node ${story.predicted}. The first arc to run out asks for votes.`,
  );
}

/** "1… 2… 3 of 5: a majority." */
export function ballotWords(votes: number, needed: number, all: number): string {
  const counted = Array.from({ length: Math.max(0, votes - 1) }, (_, i) => `${i + 1}… `).join("");
  return `${counted}${votes} of ${all}${votes >= needed ? ": a majority." : "."}`;
}

function guessWords(story: Story): string {
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

/** The crashed node is asked back first, so that two against three is a fair cut. */
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
