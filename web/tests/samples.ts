/** Views for tests: complete, and calm unless told otherwise. */

import type {
  BranchView,
  FaultCountsView,
  FeedEvent,
  MachineView,
  NodeView,
  RequestOutcome,
  RequestView,
  View,
} from "../engine/view.ts";

export function aNode(changes: Partial<NodeView> = {}): NodeView {
  return {
    id: 0,
    status: "up",
    role: "follower",
    term: 0,
    votedFor: null,
    leader: null,
    commitIndex: null,
    lastIndex: null,
    lastTerm: null,
    timerStartedAt: 0,
    timerEndsAt: 2_000_000,
    votes: [],
    votesNeeded: 3,
    ...changes,
  };
}

/** Five followers; `changes` by node. */
export function fiveNodes(
  changes: Readonly<Record<number, Partial<NodeView>>> = {},
): readonly NodeView[] {
  return [0, 1, 2, 3, 4].map((id) => aNode({ id, ...changes[id] }));
}

export function aMachine(id: number): MachineView {
  return {
    id,
    disk: "syncs",
    diskMs: null,
    unstableWrites: 0,
    crashesAtWrite: false,
    clockPerMille: 1000,
    clockIsTrue: true,
    termIn: "disk",
    voteIn: "disk",
    newestEntriesIn: "disk",
    storedThrough: null,
    snapshotIndex: null,
    heldMessages: 0,
    membership: null,
  };
}

export const nothingTried: FaultCountsView = {
  crashes: 0,
  pauses: 0,
  partitions: 0,
  cuts: 0,
  networks: 0,
  messages: 0,
  disks: 0,
  clocks: 0,
  brokenDisks: 0,
};

export function aView(changes: Partial<View> = {}): View {
  return {
    version: 1,
    now: 1_000_000,
    head: 1_000_000,
    seed: 42,
    title: "",
    about: "",
    caption: null,
    captionAt: null,
    digest: "0123456789abcdef",
    status: "No leader; 5 of 5 up; 0 commands committed",
    options: {
      nodes: 5,
      electionTimeoutMs: [1500, 3000],
      heartbeatMs: 500,
      latencyMs: [40, 80],
      diskMs: [0, 0],
      lossPerMille: 0,
      duplicatePerMille: 0,
      bugs: [],
    },
    nodes: fiveNodes(),
    machines: [0, 1, 2, 3, 4].map(aMachine),
    workload: null,
    chaos: null,
    assumption: null,
    assumptionAt: null,
    timing: null,
    lateActions: [],
    cuts: [],
    oddLinks: [],
    groups: null,
    requests: [],
    requestCounts: { waiting: 0, acknowledged: 0, refused: 0, unknown: 0 },
    committed: 0,
    checks: [],
    violation: null,
    latestViolation: null,
    branches: [],
    branch: 0,
    beside: null,
    counts: { messages: 0, events: 0, elections: 0, crashes: 0 },
    tried: nothingTried,
    ...changes,
  };
}

/** The first branch, or one that left it; ten seconds long. */
export function aBranch(id: number, changes: Partial<BranchView> = {}): BranchView {
  return {
    id,
    parent: id === 0 ? null : 0,
    forkedAt: 0,
    head: 10_000_000,
    actionCount: 0,
    title: `Branch ${id}`,
    name: null,
    ...changes,
  };
}

export function anEvent(kind: string, node: number | null = null): FeedEvent {
  const said = { sentence: "", section: null, term: null, copies: null, broken: false };
  return { seq: 1, at: 0, node, kind, weight: "decisive", ...said };
}

export function aRequest(outcome: RequestOutcome): RequestView {
  return {
    id: 1,
    client: 0,
    command: "SET x=1",
    to: 0,
    sentAt: 0,
    endedAt: null,
    outcome,
    note: "",
    attempts: 1,
  };
}
