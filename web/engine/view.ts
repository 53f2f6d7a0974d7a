/**
 * All that the page may know: the types of the data that the engine gives to it, plain and
 * read-only.
 *
 * Times are whole microseconds of simulated time. "None" is `null`, never 0 or -1.
 * Log indexes start at 1. Every page that embeds the element may rely on these
 * types; `web/tests/bindings.test.ts` compares them with what the engine really sends.
 */

import type { Action } from "./action.ts";
import type { DiskConduct, Microseconds, NodeId, Party } from "./values.ts";

export type { Action, PacketName, WorkloadOptions } from "./action.ts";
export {
  type DiskConduct,
  diskConducts,
  type Microseconds,
  type NodeId,
  type Party,
} from "./values.ts";

export const roles = ["follower", "candidate", "leader"] as const;
export type Role = (typeof roles)[number];

export const nodeStatuses = ["up", "paused", "crashed"] as const;
export type NodeStatus = (typeof nodeStatuses)[number];

export const packetKinds = [
  "requestVote",
  "requestVoteReply",
  "appendEntries",
  "appendEntriesReply",
  "clientRequest",
  "clientReply",
  "preVote",
  "preVoteReply",
  "timeoutNow",
  "confirm",
  "confirmReply",
  "readIndex",
  "readIndexReply",
  "installSnapshot",
  "installSnapshotReply",
] as const;
export type PacketKind = (typeof packetKinds)[number];

/**
 * The fate of a message: it arrives, it is lost on the way (drawn half-way), or it meets a cut link
 * (drawn at the wall).
 */
export const packetFates = ["arrives", "lost", "cut"] as const;
export type PacketFate = (typeof packetFates)[number];

/** What is drawn each frame. Decoded from one typed array (see frame.ts). */
export interface Frame {
  readonly now: Microseconds;
  readonly nodes: readonly NodeView[];
  readonly packets: readonly PacketView[];
}

export interface NodeView {
  readonly id: NodeId;
  readonly status: NodeStatus;
  /** A crashed node keeps "follower". */
  readonly role: Role;
  readonly term: number;
  readonly votedFor: NodeId | null;
  /** The leader this node believes in, itself when it leads. */
  readonly leader: NodeId | null;
  /** The last index this node knows to be committed, or null. */
  readonly commitIndex: number | null;
  readonly lastIndex: number | null;
  readonly lastTerm: number | null;
  /** When the election timer was started and when it ends; null for a leader or a crashed node. */
  readonly timerStartedAt: Microseconds | null;
  readonly timerEndsAt: Microseconds | null;
  /** A candidate's votes so far, itself included; empty otherwise. */
  readonly votes: readonly NodeId[];
  /** Votes that win an election: 3 of 5. */
  readonly votesNeeded: number;
}

export interface PacketView {
  /** Unique within a run, grows with time. */
  readonly id: number;
  readonly from: Party;
  readonly to: Party;
  readonly kind: PacketKind;
  readonly term: number;
  readonly sentAt: Microseconds;
  /** When it arrives, or would have arrived. */
  readonly dueAt: Microseconds;
  readonly fate: PacketFate;
  /**
   * Entries carried by an appendEntries (0 is a heartbeat), or entries that an
   * appendEntriesReply makes known to the leader (0 is the answer to a heartbeat).
   */
  readonly entryCount: number;
  /** Whether a reply grants, accepts or acknowledges; null for a message that is no such reply. */
  readonly positive: boolean | null;
  /** A second copy made by the network. */
  readonly duplicate: boolean;
}

/** All that the page shows besides the frame; read again only when `version` has changed. */
export interface View {
  /** Grows whenever anything but the time has changed. */
  readonly version: number;
  readonly now: Microseconds;
  /** The furthest moment this branch has been played to. */
  readonly head: Microseconds;
  readonly seed: number;
  readonly title: string;
  readonly about: string;
  /** What the scenario says at this moment; null for a run without captions. */
  readonly caption: string | null;
  /** When that caption began; null without one. */
  readonly captionAt: Microseconds | null;
  /** 16 hex digits: the run so far. */
  readonly digest: string;
  /** The cluster's state in words: "Node 2 leads term 3; 5 of 5 up; 4 commands committed". */
  readonly status: string;
  readonly options: OptionsView;
  readonly nodes: readonly NodeView[];
  /** What each node runs on: its disk and its clock. */
  readonly machines: readonly MachineView[];
  /** Directed links that are cut now. */
  readonly cuts: readonly { readonly from: NodeId; readonly to: NodeId }[];
  /** Directed links with a latency or a loss of their own. */
  readonly oddLinks: readonly OddLinkView[];
  /** The partition in force: groups of nodes that reach only each other; null without one. */
  readonly groups: readonly (readonly NodeId[])[] | null;
  /** The newest client requests (at most 50), oldest first. */
  readonly requests: readonly RequestView[];
  readonly requestCounts: Readonly<Record<RequestOutcome, number>>;
  /** The automatic operations of clients; null when there are none. */
  readonly workload: WorkloadView | null;
  /** The faults that come by themselves at the moment shown; null when there are none. */
  readonly chaos: ChaosView | null;
  /** Commands of clients committed so far: the highest any node's commit index ever covered. */
  readonly committed: number;
  readonly checks: readonly CheckView[];
  /** The first violation of this run up to now. */
  readonly violation: ViolationView | null;
  /** The one found last up to now, of another property unless it is the first; null without one. */
  readonly latestViolation: ViolationView | null;
  /** The assumption of Raft that the run broke, in a sentence; null when none. */
  readonly assumption: string | null;
  /** When it broke that assumption; null when it did not. */
  readonly assumptionAt: Microseconds | null;
  /**
   * How the run was too slow for its election timeouts, in a sentence; null when it never was.
   * Progress may then fail; safety may not.
   */
  readonly timing: string | null;
  /** Sentences about the actions of the scenario that came later than its file says, up to now. */
  readonly lateActions: readonly string[];
  readonly branches: readonly BranchView[];
  /** The id of the branch shown. */
  readonly branch: number;
  /** The compared run; null when nothing is compared. */
  readonly beside: BesideView | null;
  readonly counts: {
    readonly messages: number;
    readonly events: number;
    readonly elections: number;
    readonly crashes: number;
  };
  /** The faults up to now: "0 violations" says little about a run with few of them. */
  readonly tried: FaultCountsView;
}

export interface OddLinkView {
  readonly from: NodeId;
  readonly to: NodeId;
  /** Null where the link takes as long as the others. */
  readonly latencyMs: readonly [number, number] | null;
  /** Null where it loses as many as the others. */
  readonly lossPerMille: number | null;
}

/**
 * How often each kind of fault was made, by the options or by an action; actions that mend are not
 * counted.
 */
export interface FaultCountsView {
  readonly crashes: number;
  readonly pauses: number;
  /** Partitions, and nodes cut off from all others. */
  readonly partitions: number;
  /** Directions of a link that were cut. */
  readonly cuts: number;
  /** Changes of latency, loss and duplication; loss and duplication of the options included. */
  readonly networks: number;
  /** Messages dropped, doubled, delayed or delivered early. */
  readonly messages: number;
  /** Disks that stall or take their time, those that the options make slow included. */
  readonly disks: number;
  readonly clocks: number;
  /** Disks made to lie, or wiped, which Raft does not tolerate. */
  readonly brokenDisks: number;
}

export interface OptionsView {
  readonly nodes: number;
  readonly electionTimeoutMs: readonly [number, number];
  readonly heartbeatMs: number;
  /** Live network settings, as changed so far. */
  readonly latencyMs: readonly [number, number];
  /** How long disks take for a write. */
  readonly diskMs: readonly [number, number];
  /** Per mille, 0 … 1000. */
  readonly lossPerMille: number;
  readonly duplicatePerMille: number;
  readonly bugs: readonly string[];
}

export interface MachineView {
  readonly id: NodeId;
  readonly disk: DiskConduct;
  /** How long its disk takes for a write; null when as long as the others. */
  readonly diskMs: readonly [number, number] | null;
  /** How many writes a crash now would lose. */
  readonly unstableWrites: number;
  /** Whether it crashes as soon as its next write is on stable storage. */
  readonly crashesAtWrite: boolean;
  /** How fast its clock runs: 1000 is right. */
  readonly clockPerMille: number;
  /** Whether its clock shows the world's time: false, too, for one that has run wrong before. */
  readonly clockIsTrue: boolean;
  /** Where its term, its vote of that term, and its entries after `storedThrough` are. */
  readonly termIn: StoragePlace;
  readonly voteIn: StoragePlace;
  readonly newestEntriesIn: StoragePlace;
  /** The last index through which its log is on stable storage; null for none. */
  readonly storedThrough: number | null;
  /** The last index that its snapshot stands for: its log begins behind it. Null without one. */
  readonly snapshotIndex: number | null;
  /** How many messages it holds back until its disk has written what they assert. */
  readonly heldMessages: number;
  /** What it is to the cluster, by the configuration of its leader; null where all vote. */
  readonly membership: Membership | null;
}

/**
 * What a machine is to the cluster (Thesis §4.2.1). In a joint configuration (Raft §6) a voter votes
 * on both sides; one that is joining votes among the new voters only, one that is leaving among the
 * old ones.
 */
export type Membership = "voter" | "joining" | "leaving" | "learner" | "outside";

/**
 * Where a part of a node's persistent state is: on stable storage; in the cache of a disk that
 * lies, where a crash would lose it; waiting to be written; or in memory with no write under way.
 */
export const storagePlaces = ["disk", "cache", "waiting", "memory"] as const;
export type StoragePlace = (typeof storagePlaces)[number];

export interface WorkloadView {
  /** Operations begun in a second, on average. */
  readonly perSecond: number;
  readonly readsPerMille: number;
  readonly keys: number;
  readonly clients: number;
}

export interface ChaosView {
  /** Faults in a minute, on average; those that mend earlier ones count, too. */
  readonly perMinute: number;
  /** Whether disks may lie and be wiped. */
  readonly breaksAssumptions: boolean;
}

export const requestOutcomes = ["waiting", "acknowledged", "refused", "unknown"] as const;
export type RequestOutcome = (typeof requestOutcomes)[number];

export interface RequestView {
  readonly id: number;
  /** Which client asks, from 0; each has one request under way at a time. */
  readonly client: number;
  /** The command as typed: "SET x=1". */
  readonly command: string;
  /** The node it was last sent to. */
  readonly to: NodeId | null;
  readonly sentAt: Microseconds;
  readonly endedAt: Microseconds | null;
  readonly outcome: RequestOutcome;
  /** What the client sees: "Node 2 leads; sent there instead", "no answer for 5 s", "x = 1". */
  readonly note: string;
  /** How often it was sent (redirects and retries included). */
  readonly attempts: number;
}

/** The clients' history between two moments. */
export interface HistoryView {
  /** The newest requests under way meanwhile (at most 500), oldest first. */
  readonly requests: readonly RequestView[];
  /** The faults meanwhile (the newest 500), oldest first. */
  readonly faults: readonly FeedEvent[];
}

export const historyVerdicts = ["holds", "broken", "undecided"] as const;

/** Whether the clients' history is linearizable. */
export interface HistoryVerdict {
  readonly verdict: (typeof historyVerdicts)[number];
  readonly sentence: string;
  /** How many operations were checked. */
  readonly operations: number;
  /** Into how many independent parts the history falls, by keys. */
  readonly partitions: number;
  /** The ids of the few requests that contradict each other; none unless broken. */
  readonly contradiction: readonly number[];
}

export interface CheckView {
  /** snake_case name as in scenario files: "election_safety". */
  readonly name: string;
  /** The name for people, the paper's where it has one: "Election Safety". */
  readonly title: string;
  /** How often it was checked in this run up to now. */
  readonly checked: number;
  readonly violated: boolean;
}

export interface ViolationView {
  readonly property: string;
  readonly title: string;
  readonly at: Microseconds;
  readonly nodes: readonly NodeId[];
  readonly sentence: string;
}

export interface BranchView {
  readonly id: number;
  readonly parent: number | null;
  readonly forkedAt: Microseconds;
  readonly head: Microseconds;
  readonly actionCount: number;
  /** Its name; without one "Main run", or "What if, from 4.20 s". */
  readonly title: string;
  /** The name that a person gave it. */
  readonly name: string | null;
}

/** Another branch, or the twin: the same actions under other options. */
export interface BesideView {
  /** The id of the other branch; null for the twin. */
  readonly branch: number | null;
}

/** The comparison of the run shown (left) and the compared run (right), at the moment shown. */
export interface Comparison {
  /** Where they diverge, as far as both were played; null when they are alike. */
  readonly divergence: {
    readonly at: Microseconds;
    /** The first thing after that in this run that the other has not; null when nothing follows. */
    readonly left: Difference | null;
    readonly right: Difference | null;
  } | null;
  readonly nodes: readonly NodeDifference[];
}

/** A message or a change of state that only one of two runs has. */
export interface Difference {
  readonly at: Microseconds;
  readonly node: NodeId | null;
  readonly sentence: string;
}

export interface NodeDifference {
  readonly id: NodeId;
  /** What differs: "status", "role", "current_term", "voted_for", "commit_index". */
  readonly state: readonly string[];
  /** The last index through which both logs are the same; null when the first entries differ. */
  readonly sameThrough: number | null;
  readonly sameLog: boolean;
  /** The entries behind that (at most 50 rows), as far as either log goes. */
  readonly rows: readonly {
    readonly index: number;
    readonly left: EntryView | null;
    readonly right: EntryView | null;
  }[];
}

/** One thing that can happen next. */
export interface Choice {
  /** The action that makes it happen. */
  readonly do: Action;
  readonly sentence: string;
  /** The id of the message to which it happens. */
  readonly packet: number | null;
  /** The node to which it happens. */
  readonly node: NodeId | null;
  /** When the message arrives by itself. */
  readonly dueAt: Microseconds | null;
}

/** How a cluster answers reads (Thesis §6.4), as scenario files write it. */
export type Reads = "log" | "read_index" | "lease" | "follower";

/** `options` as scenario files write them; missing fields have the engine's defaults. */
export interface RunOptions {
  readonly nodes?: number;
  readonly election_timeout_ms?: readonly [number, number];
  readonly heartbeat_ms?: number;
  readonly latency_ms?: readonly [number, number];
  readonly disk_ms?: readonly [number, number];
  readonly loss?: string;
  readonly duplicate?: string;
  readonly blank_entry?: boolean;
  readonly pre_vote?: boolean;
  readonly check_quorum?: boolean;
  readonly leader_stickiness?: boolean;
  readonly parallel_write?: boolean;
  readonly reads?: Reads;
  readonly clock_drift_per_mille?: number;
  readonly snapshot_after?: number;
  readonly membership?: boolean;
  readonly max_entries_per_message?: number;
  readonly max_in_flight?: number;
  readonly batch_for_ms?: number;
  readonly max_uncommitted?: number;
  readonly bugs?: readonly string[];
}

/** A scenario file, as `scenarios/schema.json` describes it. */
export type ScenarioFile = Readonly<Record<string, unknown>>;

/** The direction of a jump in time. */
export const directions = ["back", "ahead"] as const;
export type Direction = (typeof directions)[number];

/** `weight` decides what the short feed shows and what Auto pace slows for. */
export const eventWeights = ["routine", "notable", "decisive"] as const;
export type EventWeight = (typeof eventWeights)[number];

/** One line of the feed: a decision with its reason, or something done to the cluster. */
export interface FeedEvent {
  /** Unique within a branch, grows with time. */
  readonly seq: number;
  readonly at: Microseconds;
  /** The node that decided; null for the world and the clients. */
  readonly node: NodeId | null;
  /**
   * snake_case, the names of `after` and `when` in scenario files: "election_timeout",
   * "vote_granted", "vote_denied", "vote_counted", "leader_elected", "stepped_down",
   * "entries_accepted", "entries_rejected", "truncated", "committed", "commit_held",
   * "crashed", "restarted", "paused", "resumed", "partitioned", "healed", "dropped",
   * "request_sent", "request_acknowledged", "request_refused", "request_unknown", "violation", …
   */
  readonly kind: string;
  readonly weight: EventWeight;
  /** A sentence a newcomer can follow, values included. */
  readonly sentence: string;
  /** "Raft §5.4.1", or null. */
  readonly section: string | null;
  readonly term: number | null;
  /** The copies of an entry that a leader has counted, where it knows of fewer than all nodes. */
  readonly copies: number | null;
  /** Whether the decision is one that a rule forbids which is broken on purpose. */
  readonly broken: boolean;
}

/** A mark on the time line. */
export interface Mark {
  readonly at: Microseconds;
  /** Same names as FeedEvent.kind. */
  readonly kind: string;
  readonly node: NodeId | null;
  readonly term: number | null;
}

/** Entries `first` … `first + count - 1` of every node's log. */
export interface LogWindow {
  readonly first: number;
  readonly nodes: readonly {
    readonly id: NodeId;
    readonly lastIndex: number | null;
    readonly commitIndex: number | null;
    /** One cell per index of the window; null where this log has no entry. */
    readonly entries: readonly (EntryView | null)[];
  }[];
}

export interface EntryView {
  readonly term: number;
  readonly command: string;
}

/** The selected node, in full. */
export interface NodeDetail {
  readonly id: NodeId;
  /** Name, value, and one sentence that says what it means; the paper's names ("current_term"). */
  readonly fields: readonly {
    readonly name: string;
    readonly value: string;
    readonly meaning: string;
  }[];
  /** A leader's book-keeping, one row per follower; empty otherwise. */
  readonly progress: readonly {
    readonly node: NodeId;
    readonly nextIndex: number;
    readonly matchIndex: number | null;
    /** "pipelining" or "probing". */
    readonly mode: string;
  }[];
  /** The key-value machine as applied here (at most 100 keys), in key order. */
  readonly machine: readonly { readonly key: string; readonly value: string }[];
  /** The newest decisions of this node. */
  readonly decisions: readonly FeedEvent[];
  /** What it keeps to itself, since when and until what; the full engine says so. */
  readonly silences?: readonly {
    readonly sentence: string;
    /** When that began. */
    readonly at: Microseconds | null;
  }[];
}

/** One message in flight, in full. */
export interface PacketDetail {
  readonly packet: PacketView;
  /** The nth message on its link, from 0: the name that actions use. */
  readonly nth: number;
  /** 0 for what the sender sent; 1, 2, … for the copies made of it on the way. */
  readonly copy: number;
  readonly sentence: string;
  readonly fields: readonly {
    readonly name: string;
    readonly value: string;
    readonly meaning: string;
  }[];
}

/** The next thing worth slowing down for, found by looking ahead without touching the run. */
export interface Upcoming {
  /** When the next event of any kind happens; null when nothing is due. */
  readonly nextEventAt: Microseconds | null;
  /** The next decisive event within the look-ahead: a deciding vote, a commit, a violation. */
  readonly decisive: {
    readonly at: Microseconds;
    readonly kind: string;
    readonly node: NodeId | null;
  } | null;
}
