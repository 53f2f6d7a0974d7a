/**
 * What the engine tells the page: plain, read-only data.
 *
 * Times are whole microseconds of simulated time. "None" is `null`, never 0 or -1.
 * Log indexes start at 1. These shapes are promises to every page that embeds the
 * element; `web/tests/door.test.ts` holds them against what the engine really sends.
 */

/** A moment or a span of simulated time, in whole microseconds. */
export type Microseconds = number;
/** 0 … 8. */
export type NodeId = number;
/** An end of a message: a node, or `"client"` for the clients outside the cluster. */
export type Party = NodeId | "client";

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
] as const;
export type PacketKind = (typeof packetKinds)[number];

/**
 * What becomes of a message: it arrives, it is lost on the way (it dies half-way),
 * or it meets a cut link (it dies at the wall).
 */
export const packetFates = ["arrives", "lost", "cut"] as const;
export type PacketFate = (typeof packetFates)[number];

/** What is drawn each frame. Decoded from one typed array (see playground.ts). */
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
  /** When the running election timer was started and when it ends; null for a leader or a crashed node. */
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
  /** A granted vote, an accepted append, an acknowledged request; null where there is nothing to grant. */
  readonly positive: boolean | null;
  /** A second copy made by the network. */
  readonly duplicate: boolean;
}

/** Everything else on the page; asked for again only when `version` has changed. */
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
  /** 16 hex digits: the run so far. */
  readonly digest: string;
  /** The cluster's state in words: "Node 2 leads term 3; 5 of 5 up; 4 entries committed". */
  readonly status: string;
  readonly options: OptionsView;
  readonly nodes: readonly NodeView[];
  /** Directed links that are cut now. */
  readonly cuts: readonly { readonly from: NodeId; readonly to: NodeId }[];
  /** The partition in force: groups of nodes that hear only each other; null when the network is whole. */
  readonly groups: readonly (readonly NodeId[])[] | null;
  /** The newest client requests (at most 50), oldest first. */
  readonly requests: readonly RequestView[];
  readonly requestCounts: Readonly<Record<RequestOutcome, number>>;
  /** Client entries committed so far: the highest any node's commit index ever covered. */
  readonly committed: number;
  readonly checks: readonly CheckView[];
  /** The first violation of this run up to now. */
  readonly violation: ViolationView | null;
  readonly branches: readonly BranchView[];
  /** The id of the branch shown. */
  readonly branch: number;
  readonly counts: {
    readonly messages: number;
    readonly events: number;
    readonly elections: number;
    readonly crashes: number;
  };
}

export interface OptionsView {
  readonly nodes: number;
  readonly electionTimeoutMs: readonly [number, number];
  readonly heartbeatMs: number;
  /** Live network settings, as changed so far. */
  readonly latencyMs: readonly [number, number];
  /** Per mille, 0 … 1000. */
  readonly lossPerMille: number;
  readonly duplicatePerMille: number;
  readonly bugs: readonly string[];
}

export const requestOutcomes = ["waiting", "acknowledged", "refused", "unknown"] as const;
export type RequestOutcome = (typeof requestOutcomes)[number];

export interface RequestView {
  readonly id: number;
  /** The command as typed: "SET x=1". */
  readonly command: string;
  /** The node it was last sent to. */
  readonly to: NodeId | null;
  readonly sentAt: Microseconds;
  readonly endedAt: Microseconds | null;
  readonly outcome: RequestOutcome;
  /** What the client sees, in words: "Node 2 leads; sent there instead", "no answer for 5 s", "x = 1". */
  readonly note: string;
  /** How often it was sent (redirects and retries included). */
  readonly attempts: number;
}

export interface CheckView {
  /** snake_case name as in scenario files: "election_safety". */
  readonly name: string;
  /** The name for people, the paper's where it has one: "Election Safety". */
  readonly title: string;
  /** The property in one sentence, with its source. */
  readonly meaning: string;
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
  /** "Main run", "What if, from 4.20 s". */
  readonly title: string;
}

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

/**
 * Everything a person can do to the cluster. The same JSON as "do" in scenario files.
 * A node may be named by number or by "leader"; what the run records is the number.
 */
export type Action =
  | { readonly write: string; readonly to?: NodeId | "leader" | "any" }
  | { readonly crash: NodeId | "leader" }
  | { readonly restart: NodeId | "all" }
  | { readonly pause: NodeId | "leader" }
  | { readonly resume: NodeId }
  | { readonly timeout: NodeId }
  | { readonly partition: readonly (readonly NodeId[])[] }
  | { readonly isolate: NodeId | "leader" }
  | { readonly cut: readonly [NodeId, NodeId] }
  | { readonly uncut: readonly [NodeId, NodeId] }
  | "heal"
  | { readonly latency_ms: readonly [number, number]; readonly link?: readonly [NodeId, NodeId] }
  | { readonly loss: string; readonly link?: readonly [NodeId, NodeId] }
  | { readonly duplication: string; readonly link?: readonly [NodeId, NodeId] }
  | { readonly drop: PacketName }
  | { readonly deliver: PacketName }
  | { readonly duplicate: PacketName }
  | { readonly delay: PacketName & { readonly by_ms: number } };

/** The nth message (from 0) ever sent on the link from → to. */
export interface PacketName {
  readonly from: Party;
  readonly to: Party;
  readonly nth: number;
  /** 0, if missing: what the sender sent; 1, 2, … for the copies made of it on the way. */
  readonly copy?: number;
}

/**
 * The engine as the page uses it; implemented by playground.ts over the wasm class.
 * Whole operations; every refusal is an Error whose message is one sentence for people,
 * after which the running cluster is as it was.
 */
export interface Engine {
  /** A fresh run: fixed seed when given, else drawn by the browser's random source. */
  newRun(settings?: { readonly seed?: number; readonly nodes?: number }): void;
  /** Opens a share link (with or without the leading #, or a whole URL). */
  open(link: string): OpenedLink;
  /** Opens the text of a scenario file. */
  openScenario(json: string): void;
  /** Does it at the moment shown. Acting in the past forks; the old branch is kept. */
  act(action: Action): void;
  /** n ticks of 10 ms of simulated time. */
  tick(n: number): void;
  /** Plays on to this moment (not back). Returns the moment reached: long work comes in slices. */
  advanceTo(at: Microseconds): Microseconds;
  /** Goes to any moment between 0 and head, and beyond. */
  seek(at: Microseconds): void;
  /** To the next event; returns its moment, or null when nothing is due. */
  step(): Microseconds | null;
  upcoming(): Upcoming;
  /** Cheap; grows whenever anything but the time has changed. */
  version(): number;
  frame(): Frame;
  view(): View;
  logs(first: number, count: number): LogWindow;
  /** The newest `limit` events up to now, oldest first, of at least this weight. */
  feed(limit: number, atLeast: EventWeight): readonly FeedEvent[];
  /** The events after the one numbered `seq`, up to now: the newest `limit` of them, oldest first. */
  feedSince(seq: number, limit: number): readonly FeedEvent[];
  /** Elections, commits, crashes, violations… of the whole branch, for the time line. */
  marks(): readonly Mark[];
  node(id: NodeId): NodeDetail;
  packet(id: number): PacketDetail | null;
  /** The share link's fragment, beginning with "#". */
  link(): string;
  openBranch(id: number): void;
  removeBranch(id: number): void;
}

export interface OpenedLink {
  /** False when the replay's digest differs from the one in the link. */
  readonly digestAgrees: boolean;
  /** One sentence to show, or null. */
  readonly notice: string | null;
}
