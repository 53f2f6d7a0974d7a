/**
 * The narrator: what the page says of a moment. It depends on the moment alone, never on what was
 * pressed before. Pure.
 *
 * The first that applies has the word: the latest violation that Raft answers for, or else a broken
 * assumption, until the scenario tells on; a caption of the scenario, a step of the tour, the latest
 * decisive event, the state of the cluster.
 */

import type { FeedEvent, NodeView, View } from "../engine/view.ts";
import { askedCount } from "../words/format.ts";
import { noteOf } from "../words/note.ts";
import { assumptionStory, brokenAssumption } from "../words/tried.ts";
import { latestViolation } from "../words/violations.ts";
import type { Claim, Invitation } from "./claim.ts";
import {
  currentCandidates,
  currentLeader,
  isOfOneMind,
  lacksMajority,
  majorityLeader,
  minorityLeader,
  upCount,
  upVoters,
  voters,
  votesNeeded,
} from "./facts.ts";
import { type TourPlace, type TourStep, tourEvents, tourPlace } from "./tour.ts";
import { sectionOf, wordsOf } from "./words.ts";

/** All that the narrator may know. */
export interface Moment {
  readonly view: View;
  /** The decisive events up to the moment, oldest first; without the tour, the last one will do. */
  readonly decisive: readonly FeedEvent[];
  /** What the scenario says at the moment, if anything. */
  readonly caption: string | null;
  /** Whether the tour is on. */
  readonly touring: boolean;
}

/** Who has the word. */
export type Voice = "violation" | "caption" | "tour" | "event" | "state";

export interface Narration {
  readonly headline: string;
  /** Empty when there is nothing to add. */
  readonly reason: string;
  /** The section behind the reason, or null. */
  readonly section: string | null;
  /** The event that the reason tells, or null. */
  readonly event: FeedEvent | null;
  readonly voice: Voice;
  /** The step of the tour; null while it is off. */
  readonly step: TourStep | null;
  /** The one control that pulses, if any. */
  readonly invitation: Invitation | null;
  /** Whether the page offers Yes and No as answers. */
  readonly asksYesOrNo: boolean;
  /** All that is said, the headline first. */
  readonly claims: readonly Claim[];
}

/** What is said, before it is worded. */
interface Draft {
  readonly headline: Claim;
  readonly reason: readonly Claim[];
  readonly invitation?: Invitation;
}

export function narrate(moment: Moment): Narration {
  const { view, decisive, caption } = moment;
  const event = decisive.at(-1) ?? null;
  const urgent = brokenDraft(view, caption);
  if (urgent) return worded(urgent, urgent.headline.kind === "caption" ? "caption" : "violation");
  if (view.now === 0 && view.title !== "") {
    const reason: readonly Claim[] = [{ kind: "about", text: view.about }];
    return worded({ headline: { kind: "title", text: view.title }, reason }, "caption");
  }
  if (caption !== null) {
    const belongs = event && event.at >= (view.captionAt ?? 0) && lasts(view, event);
    const reason: readonly Claim[] = belongs ? toldOf(event) : [];
    return worded(captionDraft(caption, reason), "caption");
  }
  if (moment.touring && decisive.length < tourEvents) {
    const place = tourPlace(view, decisive);
    return { ...worded(tourDraft(view, place), "tour"), step: place.step };
  }
  const told = eventDraft(view, event);
  return told ? worded(told, "event") : worded(stateDraft(view), "state");
}

function worded({ headline, reason, invitation }: Draft, voice: Voice): Narration {
  const told = reason.find((claim) => claim.kind === "event");
  const head = wordsOf(headline);
  return {
    headline: head,
    // An event that ends in what the headline says has said its reason by then.
    reason: reason.map(wordsOf).join(" ").replace(`: ${head}`, "."),
    section: reason.map(sectionOf).find((section) => section !== null) ?? null,
    event: told?.event ?? null,
    voice,
    step: null,
    invitation: invitation ?? null,
    asksYesOrNo: reason.some(({ kind }) => kind === "askSurvives"),
    claims: [headline, ...reason],
  };
}

// --- What breaks --------------------------------------------------------------------------

function brokenDraft(view: View, caption: string | null): Draft | null {
  const { captionAt } = view;
  const own = latestViolation(view);
  const draft = own
    ? {
        headline: { kind: "violated", title: own.title } as const,
        reason: [{ kind: "violation", text: own.sentence } as const],
      }
    : assumptionDraft(view);
  if (draft === null || caption === null) return draft;
  const at = (own ?? view.violation)?.at ?? view.assumptionAt ?? 0;
  // What the scenario says after that is the story that goes on.
  if ((captionAt ?? 0) > at) return captionDraft(caption, [draft.headline, ...draft.reason]);
  if (own === null) return draft;
  return { ...draft, reason: [...news(caption, draft.reason), { kind: "caption", text: caption }] };
}

function assumptionDraft({ assumption, violation }: View): Draft | null {
  if (assumption === null) return null;
  const story: Claim = { kind: "assumption", text: assumptionStory(assumption) };
  return {
    headline: { kind: "assumptionBroken", name: brokenAssumption(assumption) },
    reason: violation
      ? [story, { kind: "afterThat", title: violation.title, sentence: violation.sentence }]
      : [story],
  };
}

// --- What the scenario says ---------------------------------------------------------------

function captionDraft(text: string, reason: readonly Claim[]): Draft {
  return { headline: { kind: "caption", text }, reason: news(text, reason) };
}

/** The claims that a caption does not make already: those of a hunt's story repeat what happens. */
function news(caption: string, claims: readonly Claim[]): readonly Claim[] {
  return claims.filter((claim) => !caption.includes(wordsOf(claim)));
}

/** Whether the sentence of an event is still true: a network may be whole for a moment only. */
function lasts({ cuts }: View, { kind }: Pick<FeedEvent, "kind">): boolean {
  return kind !== "healed" || cuts.length === 0;
}

// --- The latest event, and the state --------------------------------------------------------

/** The latest decisive event, as long as the state that it brought about lasts. */
function eventDraft(view: View, event: FeedEvent | null): Draft | null {
  if (event === null || lacksMajority(view) || currentCandidates(view).length > 0) return null;
  const headline = eventHeadline(view, event);
  if (headline?.kind === "groups") return { headline, reason: [rule(view, "deciding")] };
  return headline && { headline, reason: toldOf(event) };
}

function toldOf(event: FeedEvent): readonly Claim[] {
  const told: Claim = { kind: "event", event };
  return noteOf(event) === "" ? [told] : [told, { kind: "note", event }];
}

function eventHeadline(view: View, { kind, node: id, term }: FeedEvent): Claim | null {
  const leader = leaderUp(view);
  const node = id === null ? undefined : view.nodes[id];
  if (node === undefined) {
    if (kind === "healed") return lasts(view, { kind }) ? { kind: "nothingCut" } : null;
    return cutClaim(view);
  }
  switch (kind) {
    case "leader_elected":
    case "transfer_begun":
    case "transfer_aborted":
    case "snapshot_sent":
      if (leader?.id !== node.id || leader.term !== term) return null;
      return kind === "leader_elected" ? leads(leader) : { kind, node: node.id, term };
    case "committed":
      return leader?.id === node.id && node.commitIndex !== null
        ? { kind, node: node.id, through: node.commitIndex }
        : null;
    case "crashed":
      return node.status === "crashed"
        ? { kind: "down", node: node.id, leader: leader?.id ?? null }
        : null;
    case "restarted":
      return node.status === "up" ? { kind: "back", node: node.id } : null;
    case "truncated":
    case "refused":
    case "snapshot_installed":
    case "disk_lost":
      return { kind, node: node.id };
    default:
      return null;
  }
}

function stateDraft(view: View): Draft {
  if (lacksMajority(view)) return noMajority(view);
  const asking = askingDraft(view);
  if (asking) return asking;
  const leader = leaderUp(view);
  const cut = cutClaim(view);
  if (leader) return { headline: leads(leader), reason: [cut ?? rule(view, "leading")] };
  const paused = currentLeader(view.nodes);
  if (paused) {
    const { id, term } = paused;
    return {
      headline: { kind: "leaderPaused", node: id, term },
      reason: [cut ?? rule(view, "leading")],
    };
  }
  return isUntouched(view)
    ? { headline: beginning(view), reason: [{ kind: "askFirst", tap: false }] }
    : { headline: { kind: "nobodyLeads" }, reason: [cut ?? { kind: "timersRun" }] };
}

function noMajority(view: View): Draft {
  const [up, of, needed] = [upVoters(view), voters(view).length, votesNeeded(view)];
  return {
    headline: { kind: "noMajority", up, of, needed },
    reason: [rule(view, "deciding")],
  };
}

/** Names all candidates, while no leader is of their term. */
function askingDraft(view: View): Draft | null {
  const candidates = currentCandidates(view);
  const [one] = candidates;
  if (!one) return null;
  const votes = candidates.map((node) => [node.id, node.votes.length] as const);
  return {
    headline: { kind: "asks", nodes: candidates.map(({ id }) => id), term: one.term },
    reason:
      one.votesNeeded === votesNeeded(view)
        ? [{ kind: "ballots", votes, needed: one.votesNeeded, of: voters(view).length }]
        : [],
  };
}

function cutClaim({ groups, cuts }: View): Claim | null {
  const [cut] = cuts;
  if (groups) return { kind: "groups", groups };
  if (!cut) return null;
  return cuts.length === 1 ? { kind: "cutLink", ...cut } : { kind: "cutLinks", count: cuts.length };
}

// --- The tour -----------------------------------------------------------------------------

function tourDraft(view: View, place: TourPlace): Draft {
  if (lacksMajority(view)) return { ...noMajority(view), ...pressing(view, "restart") };
  if (isAstray(view, place)) return astrayDraft(view);
  const draft = stepDraft(view, place);
  if (draft) return draft;
  const asking = askingDraft(view);
  if (asking) return asking;
  if (leaderUp(view)) return stateDraft(view);
  const nobody: Claim = view.counts.elections === 0 ? beginning(view) : { kind: "nobodyLeads" };
  return { headline: nobody, reason: [...waiting(view), { kind: "timersRun" }] };
}

const beforeAnyCut: readonly TourStep[] = ["elect", "write", "crash", "restart", "partition"];

/** Whether the network is cut before the tour has asked for that. */
function isAstray({ cuts }: View, { step }: TourPlace): boolean {
  return cuts.length > 0 && beforeAnyCut.includes(step);
}

/** The state of the cluster, and the way back to the tour. */
function astrayDraft(view: View): Draft {
  const { headline, reason } = stateDraft(view);
  const cut = cutClaim(view);
  const others = reason.filter(
    ({ kind }) => kind !== "askFirst" && kind !== "timersRun" && kind !== cut?.kind,
  );
  return { headline, ...pressing(view, "heal", cut ? [...others, cut] : others) };
}

/** What a step says; null while it waits for a leader. */
function stepDraft(view: View, { step, since }: TourPlace): Draft | null {
  const leader = leaderUp(view);
  switch (step) {
    case "elect":
      if (!isUntouched(view)) return null;
      return {
        headline: beginning(view),
        reason: [{ kind: "askFirst", tap: true }],
        invitation: "nodes",
      };
    case "write":
      return leader && ledDraft(view, leader);
    case "crash":
      return crashDraft(view, leader, since);
    case "restart":
      return leader && restartDraft(view, leader);
    case "partition":
      return (
        leader && {
          headline: { kind: "up", up: upCount(view), of: view.nodes.length },
          ...pressing(view, "partition"),
        }
      );
    case "writeAgain":
      return cutDraft(view);
    case "heal":
      return { headline: committedLast(view), ...pressing(view, "heal", open(view)) };
    case "share":
      return healedDraft(view, since);
  }
}

/** A leader that is asked to write, or has something to copy. */
function ledDraft(view: View, leader: NodeView): Draft {
  const index = leader.lastIndex ?? 0;
  const isOpen = index > (leader.commitIndex ?? 0) && leader.lastTerm === leader.term;
  if (isOpen && isDiskQuick(view, leader)) {
    return {
      headline: { kind: "copies", node: leader.id, index },
      reason: [rule(view, "committing")],
    };
  }
  const [waits] = waiting(view);
  return waits
    ? { headline: waits, reason: [rule(view, "appending")] }
    : { headline: leads(leader), ...pressing(view, "write", [rule(view, "winning")]) };
}

function crashDraft(
  view: View,
  leader: NodeView | null,
  since: readonly FeedEvent[],
): Draft | null {
  const command = oldestCommitted(view);
  if (leader) {
    // Another write is told of, before the question comes back.
    const writing = ledDraft(view, leader);
    if (writing.headline.kind === "copies" || writing.headline.kind === "waits") return writing;
    return {
      headline: { kind: "isCommitted", command },
      reason: [...stored(view), { kind: "askSurvives", command, crash: true }],
      invitation: "crash",
    };
  }
  const down = since.findLast(({ kind }) => kind === "crashed")?.node ?? null;
  if (down === null || view.nodes[down]?.status !== "crashed") return null;
  if (currentCandidates(view).length > 0) return null;
  return {
    headline: { kind: "down", node: down, leader: null },
    reason: [{ kind: "askSurvives", command, crash: false }, { kind: "timersRun" }],
  };
}

function restartDraft(view: View, leader: NodeView): Draft {
  const holds = (leader.lastIndex ?? 0) >= highestCommit(view);
  const headline: Claim = holds
    ? { kind: "survived", node: leader.id, term: leader.term, command: oldestCommitted(view) }
    : leads(leader);
  return { headline, ...pressing(view, "restart", holds ? [rule(view, "electing")] : []) };
}

/** While the network is cut: first the leader of the minority, then that of the majority. */
function cutDraft(view: View): Draft | null {
  const many = majorityLeader(view);
  const few = minorityLeader(view);
  if (many?.status === "up") {
    const draft = ledDraft(view, many);
    const headline: Claim = { kind: "majorityLeads", node: many.id, term: many.term };
    if (draft.headline.kind === "copies") return draft;
    const isOnItsWay = view.requests.at(-1)?.to === many.id && waiting(view).length > 0;
    return isOnItsWay
      ? { headline, reason: [...waiting(view), rule(view, "committing")] }
      : { headline, ...pressing(view, "write", waiting(view)) };
  }
  if (currentCandidates(view).length > 0) return null;
  if (few) {
    const { node, reaches } = few;
    const headline: Claim = { kind: "cutOffLeader", node: node.id, reaches, of: view.nodes.length };
    const waits = waiting(view);
    return waits.length > 0
      ? { headline, reason: [...waits, rule(view, "committing")] }
      : { headline, reason: [{ kind: "askFate" }], invitation: "write" };
  }
  const cut = cutClaim(view);
  return cut && { headline: cut, reason: [{ kind: "timersRun" }] };
}

function healedDraft(view: View, since: readonly FeedEvent[]): Draft | null {
  if (isOfOneMind(view)) {
    const isOverwritten = since.some(({ kind }) => kind === "truncated");
    const gone: readonly Claim[] = isOverwritten ? [{ kind: "overwritten" }] : [];
    return { headline: { kind: "oneLog" }, ...pressing(view, "share", gone) };
  }
  // Where no other leader was elected meanwhile, none has to step down.
  const leaders = view.nodes.filter(({ role }) => role === "leader").length;
  if (view.cuts.length > 0 || leaders < 2) return null;
  return { headline: { kind: "nothingCut" }, reason: [rule(view, "newerTerm")] };
}

/** A reason that ends in an invitation, where its button can do something. */
function pressing(
  view: View,
  button: "restart" | "partition" | "write" | "heal" | "share",
  before: readonly Claim[] = [],
): Pick<Draft, "reason" | "invitation"> {
  const isIdle =
    (button === "restart" && !view.nodes.some(({ status }) => status === "crashed")) ||
    (button === "heal" && view.cuts.length === 0);
  return isIdle
    ? { reason: before }
    : { reason: [...before, { kind: "press", button }], invitation: button };
}

// --- Values ---------------------------------------------------------------------------------

function leaderUp({ nodes }: View): NodeView | null {
  return currentLeader(nodes.filter(({ status }) => status === "up"));
}

/** Whether it is the beginning, and nobody was told to wait no longer. */
function isUntouched({ now, counts }: View): boolean {
  return now === 0 && counts.elections === 0;
}

function leads({ id, term }: NodeView): Claim {
  return { kind: "leads", node: id, term };
}

function beginning(view: View): Claim {
  return { kind: "beginning", nodes: view.nodes.length };
}

function rule(view: View, name: Extract<Claim, { kind: "rule" }>["rule"]): Claim {
  return { kind: "rule", rule: name, needed: votesNeeded(view), of: voters(view).length };
}

/** A leader whose disk is slow sends its entries later. */
function isDiskQuick({ machines, options }: View, { id }: NodeView): boolean {
  const machine = machines[id];
  return machine?.disk === "syncs" && (machine.diskMs ?? options.diskMs)[1] === 0;
}

/** The newest request, while it waits. */
function waiting({ requests }: View): readonly Claim[] {
  const newest = requests.at(-1);
  return newest?.outcome === "waiting" ? [{ kind: "waits", command: newest.command }] : [];
}

/** The newest request that has no answer, or never had one. */
function open({ requests }: View): readonly Claim[] {
  const found = requests.findLast(({ outcome }) => outcome === "waiting" || outcome === "unknown");
  if (!found) return [];
  return [{ kind: found.outcome === "waiting" ? "waits" : "unanswered", command: found.command }];
}

function stored(view: View): readonly Claim[] {
  return [{ kind: "stored", needed: votesNeeded(view), of: voters(view).length }];
}

/** The command of an entry that is certainly committed, the oldest known; null when none is. */
function oldestCommitted(view: View): string | null {
  const { requests } = view;
  const isWrite = ({ command }: { readonly command: string }) => !command.startsWith("GET ");
  const found = requests.find((it) => it.outcome === "acknowledged" && isWrite(it));
  if (found) return found.command;
  return askedCount(view) === 1 ? (requests[0]?.command ?? null) : null;
}

/** What was committed last: by its command where its client knows of it, else by its index. */
function committedLast(view: View): Claim {
  const newest = view.requests.at(-1);
  if (newest?.outcome === "acknowledged") return { kind: "isCommitted", command: newest.command };
  const leader = majorityLeader(view) ?? leaderUp(view);
  if (leader === null || leader.commitIndex === null) return { kind: "isCommitted", command: null };
  return { kind: "committed", node: leader.id, through: leader.commitIndex };
}

function highestCommit({ nodes }: View): number {
  return Math.max(0, ...nodes.map((node) => node.commitIndex ?? 0));
}
