/**
 * The kinds of sentence that the narrator can say, each with the values that it says. `words.ts`
 * words them; `claim-checker.ts` of the tests says whether one is true of a moment.
 */

import type { FeedEvent, NodeId } from "../engine/view.ts";

/** The controls that a step of the tour may invite to. */
export const invitations = [
  "nodes",
  "write",
  "crash",
  "restart",
  "partition",
  "heal",
  "share",
] as const;
export type Invitation = (typeof invitations)[number];

/** A sentence about the cluster at the moment shown, or about its past. */
export type Claim =
  // --- Somebody else's words ----------------------------------------------------------------
  /** The sentence of an event up to now. */
  | { readonly kind: "event"; readonly event: FeedEvent }
  /** What the page adds to that: whose count it is, or that it is forbidden. */
  | { readonly kind: "note"; readonly event: FeedEvent }
  | { readonly kind: "caption"; readonly text: string }
  | { readonly kind: "title"; readonly text: string }
  | { readonly kind: "about"; readonly text: string }
  | { readonly kind: "violated"; readonly title: string }
  | { readonly kind: "violation"; readonly text: string }
  /** A violation that a broken assumption has brought about. */
  | { readonly kind: "afterThat"; readonly title: string; readonly sentence: string }
  | { readonly kind: "assumptionBroken"; readonly name: string }
  | { readonly kind: "assumption"; readonly text: string }
  // --- Who leads ----------------------------------------------------------------------------
  /** Nothing has happened yet. */
  | { readonly kind: "beginning"; readonly nodes: number }
  /** `node` leads the newest term that has a leader. */
  | { readonly kind: "leads"; readonly node: NodeId; readonly term: number }
  /** The leader of the newest term is paused. */
  | { readonly kind: "leaderPaused"; readonly node: NodeId; readonly term: number }
  | { readonly kind: "nobodyLeads" }
  /**
   * The leader hands over its lead, or has given that up, or sends a follower its snapshot: named as
   * the decisive event.
   */
  | {
      readonly kind: "transfer_begun" | "transfer_aborted" | "snapshot_sent";
      readonly node: NodeId;
      readonly term: number;
    }
  /** A follower has installed a leader's snapshot: named as the decisive event. */
  | { readonly kind: "snapshot_installed"; readonly node: NodeId }
  /** All candidates of the newest term, which no leader has. */
  | { readonly kind: "asks"; readonly nodes: readonly NodeId[]; readonly term: number }
  | {
      readonly kind: "ballots";
      readonly votes: readonly (readonly [NodeId, number])[];
      readonly needed: number;
      readonly of: number;
    }
  /** Nodes are up, none asks for votes, and none that is up leads. */
  | { readonly kind: "timersRun" }
  | {
      readonly kind: "noMajority";
      readonly up: number;
      readonly of: number;
      readonly needed: number;
    }
  // --- What is up, and what is cut ----------------------------------------------------------
  | { readonly kind: "down"; readonly node: NodeId; readonly leader: NodeId | null }
  | { readonly kind: "back"; readonly node: NodeId }
  | { readonly kind: "up"; readonly up: number; readonly of: number }
  | { readonly kind: "groups"; readonly groups: readonly (readonly NodeId[])[] }
  | { readonly kind: "cutLink"; readonly from: NodeId; readonly to: NodeId }
  | { readonly kind: "cutLinks"; readonly count: number }
  | { readonly kind: "nothingCut" }
  /** A leader in a group of the partition that has no majority. */
  | {
      readonly kind: "cutOffLeader";
      readonly node: NodeId;
      readonly reaches: number;
      readonly of: number;
    }
  /** The leader of the group with a majority. */
  | { readonly kind: "majorityLeads"; readonly node: NodeId; readonly term: number }
  // --- The logs -----------------------------------------------------------------------------
  /** The leader's log ends in an entry of its own term that it does not know to be committed. */
  | { readonly kind: "copies"; readonly node: NodeId; readonly index: number }
  /** A request of this command has no answer yet. */
  | { readonly kind: "waits"; readonly command: string }
  /** A request of this command never had an answer. */
  | { readonly kind: "unanswered"; readonly command: string }
  /** The leader knows that the log is committed through an index. */
  | { readonly kind: "committed"; readonly node: NodeId; readonly through: number }
  /** A client's entry is committed: the one of this command, when it is known which. */
  | { readonly kind: "isCommitted"; readonly command: string | null }
  /** Whatever is committed is on a majority. */
  | { readonly kind: "stored"; readonly needed: number; readonly of: number }
  /** A leader that was elected after the crash of another has the committed entries. */
  | {
      readonly kind: "survived";
      readonly node: NodeId;
      readonly term: number;
      readonly command: string | null;
    }
  | { readonly kind: "oneLog" }
  /** An entry that was not committed has been removed since the network was cut. */
  | { readonly kind: "overwritten" }
  | { readonly kind: "truncated"; readonly node: NodeId }
  | { readonly kind: "refused"; readonly node: NodeId }
  | { readonly kind: "disk_lost"; readonly node: NodeId }
  // --- What Raft asks for, always true --------------------------------------------------------
  | {
      readonly kind: "rule";
      readonly rule: Rule;
      readonly needed: number;
      readonly of: number;
    }
  // --- Invitations ----------------------------------------------------------------------------
  | { readonly kind: "press"; readonly button: Exclude<Invitation, "nodes"> }
  | { readonly kind: "askFirst"; readonly tap: boolean }
  | { readonly kind: "askFate" }
  | { readonly kind: "askSurvives"; readonly command: string | null; readonly crash: boolean };

/** What Raft asks for in general. */
export type Rule =
  | "winning"
  | "leading"
  | "deciding"
  | "committing"
  | "appending"
  | "electing"
  | "newerTerm";
