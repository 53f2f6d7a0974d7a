/**
 * What crosses the bindings, written a second time as checks: the compiler holds each table to the
 * type of its name in `view.ts`, and the tests hold what the engine sends to the table.
 */

import type { Cost, CostsView, KindCost } from "../engine/costs.ts";
import {
  type DiagramView,
  type ForecastLane,
  type ForecastView,
  type Happening,
  type MessageCount,
  type Passage,
  passageEnds,
  type Silence,
} from "../engine/diagram.ts";
import type { OpenedLink } from "../engine/engine.ts";
import type { Band } from "../engine/lanes.ts";
import {
  type BesideView,
  type BranchView,
  type ChaosView,
  type CheckView,
  type Choice,
  type Comparison,
  type Difference,
  diskConducts,
  type EntryView,
  eventWeights,
  type FaultCountsView,
  type FeedEvent,
  type Frame,
  type HistoryVerdict,
  type HistoryView,
  historyVerdicts,
  type LogWindow,
  type MachineView,
  type Mark,
  type NodeDetail,
  type NodeDifference,
  type NodeView,
  nodeStatuses,
  type OddLinkView,
  type OptionsView,
  type PacketDetail,
  type PacketView,
  type Party,
  packetFates,
  packetKinds,
  type RequestView,
  requestOutcomes,
  roles,
  storagePlaces,
  type Upcoming,
  type View,
  type ViolationView,
  type WorkloadView,
} from "../engine/view.ts";

/** What is wrong with a value, each with the place where. The type is held exactly. */
export interface Check<T> {
  readonly faults: (value: unknown, place: string) => readonly string[];
  readonly exactly?: (value: T) => T;
  /** Whether it need not be there. */
  readonly isOptional?: boolean;
}

type Fields<T> = { readonly [K in keyof Required<T>]: Check<T[K]> };

function check<T>(what: string, holds: (value: unknown) => boolean): Check<T> {
  return {
    faults: (value, place) =>
      holds(value) ? [] : [`${place}: expected ${what}, found ${JSON.stringify(value)}`],
  };
}

const isWhole = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
const whole = check<number>("a whole number, 0 or more", isWhole);
const text = check<string>("text", (value) => typeof value === "string");
const sentence = check<string>(
  "a sentence",
  (value) => typeof value === "string" && value.trim() !== "",
);
const digest = check<string>(
  "16 hex digits",
  (value) => typeof value === "string" && /^[0-9a-f]{16}$/.test(value),
);
const flag = check<boolean>("true or false", (value) => typeof value === "boolean");
const snakeCase = check<string>(
  "a snake_case name",
  (value) => typeof value === "string" && /^[a-z]+(_[a-z]+)*$/.test(value),
);

function oneOf<T extends string>(words: readonly T[]): Check<T> {
  return check(words.join(" or "), (value) => words.some((word) => word === value));
}

function orNull<T>(inner: Check<T>): Check<T | null> {
  return { faults: (value, place) => (value === null ? [] : inner.faults(value, place)) };
}

/** A key that need not be there: only the full engine has it. */
function optional<T>({ faults }: Check<T>): Check<T | undefined> {
  return { faults, isOptional: true };
}

function listOf<T>(inner: Check<T>): Check<readonly T[]> {
  return {
    faults: (value, place) =>
      Array.isArray(value)
        ? value.flatMap((item, order) => inner.faults(item, `${place}[${order}]`))
        : [`${place}: expected a list, found ${JSON.stringify(value)}`],
  };
}

/** Exactly these keys, no more and no fewer. */
function shape<T>(name: string, fields: Fields<T>): Check<T> {
  const known: readonly (keyof Fields<T> & string)[] = Object.keys(fields) as never;
  return {
    faults: (value, place) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) {
        return [`${place}: expected a ${name}, found ${JSON.stringify(value)}`];
      }
      const found = value as Readonly<Record<string, unknown>>;
      return [
        ...Object.keys(found)
          .filter((key) => !known.some((other) => other === key))
          .map((key) => `${place}.${key}: ${name} has no such key`),
        ...known.flatMap((key) =>
          key in found
            ? fields[key].faults(found[key], `${place}.${key}`)
            : fields[key].isOptional
              ? []
              : [`${place}.${key}: ${name} lacks this key`],
        ),
      ];
    },
  };
}

const range: Check<readonly [number, number]> = check(
  "two whole numbers, the smaller first",
  (value) =>
    Array.isArray(value) && value.length === 2 && value.every(isWhole) && value[0] <= value[1],
);
const party: Check<Party> = check(
  "a node or the client",
  (value) => value === "client" || isWhole(value),
);

export const nodeView = shape<NodeView>("NodeView", {
  id: whole,
  status: oneOf(nodeStatuses),
  role: oneOf(roles),
  term: whole,
  votedFor: orNull(whole),
  leader: orNull(whole),
  commitIndex: orNull(whole),
  lastIndex: orNull(whole),
  lastTerm: orNull(whole),
  timerStartedAt: orNull(whole),
  timerEndsAt: orNull(whole),
  votes: listOf(whole),
  votesNeeded: whole,
});

export const packetView = shape<PacketView>("PacketView", {
  id: whole,
  from: party,
  to: party,
  kind: oneOf(packetKinds),
  term: whole,
  sentAt: whole,
  dueAt: whole,
  fate: oneOf(packetFates),
  entryCount: whole,
  positive: orNull(flag),
  duplicate: flag,
});

export const frame = shape<Frame>("Frame", {
  now: whole,
  nodes: listOf(nodeView),
  packets: listOf(packetView),
});

const options = shape<OptionsView>("OptionsView", {
  nodes: whole,
  electionTimeoutMs: range,
  heartbeatMs: whole,
  latencyMs: range,
  diskMs: range,
  lossPerMille: whole,
  duplicatePerMille: whole,
  bugs: listOf(snakeCase),
});

const machine = shape<MachineView>("MachineView", {
  id: whole,
  disk: oneOf(diskConducts),
  diskMs: orNull(range),
  unstableWrites: whole,
  crashesAtWrite: flag,
  clockPerMille: whole,
  clockIsTrue: flag,
  termIn: oneOf(storagePlaces),
  voteIn: oneOf(storagePlaces),
  newestEntriesIn: oneOf(storagePlaces),
  storedThrough: orNull(whole),
  snapshotIndex: orNull(whole),
  heldMessages: whole,
  membership: orNull(oneOf(["voter", "joining", "leaving", "learner", "outside"])),
});

const workload = shape<WorkloadView>("WorkloadView", {
  perSecond: whole,
  readsPerMille: whole,
  keys: whole,
  clients: whole,
});

const chaos = shape<ChaosView>("ChaosView", { perMinute: whole, breaksAssumptions: flag });

const request = shape<RequestView>("RequestView", {
  id: whole,
  client: whole,
  command: sentence,
  to: orNull(whole),
  sentAt: whole,
  endedAt: orNull(whole),
  outcome: oneOf(requestOutcomes),
  note: sentence,
  attempts: whole,
});

const checked = shape<CheckView>("CheckView", {
  name: snakeCase,
  title: sentence,
  checked: whole,
  violated: flag,
});

const violation = shape<ViolationView>("ViolationView", {
  property: snakeCase,
  title: sentence,
  at: whole,
  nodes: listOf(whole),
  sentence,
});

const branch = shape<BranchView>("BranchView", {
  id: whole,
  parent: orNull(whole),
  forkedAt: whole,
  head: whole,
  actionCount: whole,
  title: sentence,
  name: orNull(sentence),
});

const oddLink = shape<OddLinkView>("OddLinkView", {
  from: whole,
  to: whole,
  latencyMs: orNull(range),
  lossPerMille: orNull(whole),
});

const link = shape<View["cuts"][number]>("cut", { from: whole, to: whole });

export const view = shape<View>("View", {
  version: whole,
  now: whole,
  head: whole,
  seed: whole,
  title: text,
  about: text,
  caption: orNull(sentence),
  captionAt: orNull(whole),
  digest,
  status: sentence,
  options,
  nodes: listOf(nodeView),
  machines: listOf(machine),
  cuts: listOf(link),
  oddLinks: listOf(oddLink),
  groups: orNull(listOf(listOf(whole))),
  requests: listOf(request),
  requestCounts: shape<View["requestCounts"]>("requestCounts", {
    waiting: whole,
    acknowledged: whole,
    refused: whole,
    unknown: whole,
  }),
  workload: orNull(workload),
  chaos: orNull(chaos),
  committed: whole,
  checks: listOf(checked),
  violation: orNull(violation),
  latestViolation: orNull(violation),
  assumption: orNull(sentence),
  assumptionAt: orNull(whole),
  timing: orNull(sentence),
  lateActions: listOf(sentence),
  branches: listOf(branch),
  branch: whole,
  beside: orNull(shape<BesideView>("BesideView", { branch: orNull(whole) })),
  counts: shape<View["counts"]>("counts", {
    messages: whole,
    events: whole,
    elections: whole,
    crashes: whole,
  }),
  tried: shape<FaultCountsView>("tried", {
    crashes: whole,
    pauses: whole,
    partitions: whole,
    cuts: whole,
    networks: whole,
    messages: whole,
    disks: whole,
    clocks: whole,
    brokenDisks: whole,
  }),
});

export const feedEvent = shape<FeedEvent>("FeedEvent", {
  seq: whole,
  at: whole,
  node: orNull(whole),
  kind: snakeCase,
  weight: oneOf(eventWeights),
  sentence,
  section: orNull(sentence),
  term: orNull(whole),
  copies: orNull(whole),
  broken: flag,
});

export const feed = listOf(feedEvent);

export const history = shape<HistoryView>("HistoryView", {
  requests: listOf(request),
  faults: feed,
});

export const diagram = shape<DiagramView>("DiagramView", {
  from: whole,
  until: whole,
  messages: listOf(
    shape<Passage>("Passage", {
      packet: packetView,
      sentence,
      client: orNull(whole),
      request: orNull(whole),
      first: orNull(whole),
      matched: orNull(whole),
      through: orNull(whole),
      sentSeq: orNull(whole),
      waitedAt: orNull(whole),
      endedSeq: orNull(whole),
      endedAt: orNull(whole),
      end: oneOf(passageEnds),
    }),
  ),
  events: listOf(
    shape<Happening>("Happening", {
      told: feedEvent,
      client: orNull(whole),
      request: orNull(whole),
      first: orNull(whole),
      last: orNull(whole),
    }),
  ),
  counts: orNull(
    listOf(shape<MessageCount>("MessageCount", { from: whole, until: whole, messages: whole })),
  ),
  silences: listOf(shape<Silence>("Silence", { node: whole, from: whole, until: orNull(whole) })),
});

const cost = { messages: whole, bytes: whole };
const costShare = orNull(shape<Cost>("Cost", cost));

export const costs = shape<CostsView>("CostsView", {
  ...cost,
  perCommittedWrite: costShare,
  perElection: costShare,
  perSecond: costShare,
  byKind: listOf(
    shape<KindCost>("KindCost", {
      kind: snakeCase,
      ...cost,
      stretches: listOf(shape<Cost>("Cost", cost)),
    }),
  ),
  from: whole,
  step: whole,
});

export const forecast = shape<ForecastView>("ForecastView", {
  from: whole,
  until: whole,
  nodes: listOf(
    shape<ForecastLane>("ForecastLane", {
      bands: listOf(
        shape<Band>("Band", {
          at: whole,
          term: whole,
          role: oneOf(roles),
          status: oneOf(nodeStatuses),
          cutOffFrom: whole,
        }),
      ),
      elected: listOf(whole),
      committed: listOf(whole),
    }),
  ),
});

export const historyVerdict = shape<HistoryVerdict>("HistoryVerdict", {
  verdict: oneOf(historyVerdicts),
  sentence,
  operations: whole,
  partitions: whole,
  contradiction: listOf(whole),
});

export const marks = listOf(
  shape<Mark>("Mark", { at: whole, kind: snakeCase, node: orNull(whole), term: orNull(whole) }),
);

const entry = shape<EntryView>("EntryView", { term: whole, command: sentence });

export const logWindow = shape<LogWindow>("LogWindow", {
  first: whole,
  nodes: listOf(
    shape<LogWindow["nodes"][number]>("log", {
      id: whole,
      lastIndex: orNull(whole),
      commitIndex: orNull(whole),
      entries: listOf(orNull(entry)),
    }),
  ),
});

const fields = listOf(
  shape<NodeDetail["fields"][number]>("field", {
    name: snakeCase,
    value: sentence,
    meaning: sentence,
  }),
);

export const nodeDetail = shape<NodeDetail>("NodeDetail", {
  id: whole,
  fields,
  progress: listOf(
    shape<NodeDetail["progress"][number]>("progress", {
      node: whole,
      nextIndex: whole,
      matchIndex: orNull(whole),
      mode: oneOf<string>(["pipelining", "probing"]),
    }),
  ),
  machine: listOf(shape<NodeDetail["machine"][number]>("pair", { key: text, value: text })),
  decisions: feed,
  silences: optional(
    listOf(
      shape<NonNullable<NodeDetail["silences"]>[number]>("silence", {
        sentence,
        at: orNull(whole),
      }),
    ),
  ),
});

export const packetDetail = shape<PacketDetail>("PacketDetail", {
  packet: packetView,
  nth: whole,
  copy: whole,
  sentence,
  fields,
});

export const upcoming = shape<Upcoming>("Upcoming", {
  nextEventAt: orNull(whole),
  decisive: orNull(
    shape<NonNullable<Upcoming["decisive"]>>("decisive", {
      at: whole,
      kind: snakeCase,
      node: orNull(whole),
    }),
  ),
});

export const openedLink = shape<OpenedLink>("OpenedLink", {
  digestAgrees: flag,
  hasCaptions: flag,
  notice: orNull(sentence),
});

const difference = orNull(
  shape<Difference>("Difference", { at: whole, node: orNull(whole), sentence }),
);

export const comparison = shape<Comparison>("Comparison", {
  divergence: orNull(
    shape<NonNullable<Comparison["divergence"]>>("divergence", {
      at: whole,
      left: difference,
      right: difference,
    }),
  ),
  nodes: listOf(
    shape<NodeDifference>("NodeDifference", {
      id: whole,
      state: listOf(snakeCase),
      sameThrough: orNull(whole),
      sameLog: flag,
      rows: listOf(
        shape<NodeDifference["rows"][number]>("row", {
          index: whole,
          left: orNull(entry),
          right: orNull(entry),
        }),
      ),
    }),
  ),
});

const action: Check<Choice["do"]> = check(
  "an action",
  (value) => value === "heal" || (typeof value === "object" && value !== null),
);

export const choices = listOf(
  shape<Choice>("Choice", {
    do: action,
    sentence,
    packet: orNull(whole),
    node: orNull(whole),
    dueAt: orNull(whole),
  }),
);
