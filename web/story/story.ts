/**
 * The first five minutes, as a pure state machine.
 *
 * `onAct` takes what the person did, `onView` what the cluster did; the words for each step are in
 * `chapters.ts`. The story never disables a control: a person may ignore it.
 */

import type { FeedEvent, NodeId, View } from "../engine/view.ts";
import { currentLeader, highestCommit, majorityLeader, minorityLeader } from "./reading.ts";

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
  /** The node that the person expects to time out first. */
  readonly predicted: NodeId | null;
  /** The node whose timer did run out first. */
  readonly first: NodeId | null;
  /** Whether the person expects the committed entry to survive. */
  readonly expects: boolean | null;
  /** The first command written, whose entry the story follows. */
  readonly command: string;
  /** The command that the minority cannot commit; empty when none was written there. */
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

/** The acts of a person that can change the step of the story. */
export type Act =
  | { readonly kind: "predicted"; readonly node: NodeId }
  | { readonly kind: "expected"; readonly survives: boolean }
  | { readonly kind: "played" }
  | { readonly kind: "wrote"; readonly command: string }
  | { readonly kind: "shared" }
  /** The person opened another run or branch, which ends the story. */
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

/** No story, for links, embedded pages and people who have visited before. */
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

/** Applies the new events in order, then the view: either of them may end a step. */
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

/** Only the crash of the leader ends the step. */
function onCrashed(story: Story, event: FeedEvent): Story {
  if (story.step !== "crash" || event.node !== story.leader) return story;
  return { ...story, step: "reelection", crashed: event.node };
}

function commitSeen(story: Story, view: View): number {
  return story.step === "reelection"
    ? story.committedBefore
    : Math.max(story.committedBefore, highestCommit(view));
}

/** Ends the steps that depend on the state of the cluster alone. */
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
