/**
 * Auto pace: the rate at which people can follow a run. The rate changes how fast simulated time
 * passes for the viewer and nothing else: the run is the same at any pace.
 *
 * While messages are in flight, one takes about 600 ms of wall time to cross. While none is, the
 * rate is proportional to the time left to the next event, so a wait of a millisecond and a wait of
 * an hour both take about a second, and both slow down before the event.
 *
 * On a network so fast that this would take minutes, `patience.ts` raises the rate. A run with a
 * story plays slowly while a caption is read, and at least at `storyRate` between captions.
 */

import type { Frame, Microseconds, PacketView, Upcoming } from "../engine/view.ts";
import type { Milliseconds } from "./clock.ts";
import { fullPatience, patienceAfter, slowestBorne } from "./patience.ts";
import { nothingToRead, type Reading, readOn } from "./reading.ts";

/** The state of Auto pace that one frame passes to the next. */
export interface PaceState {
  /** Simulated seconds per second of the viewer's. */
  readonly rate: number;
  /** How much longer the slow pace of the last decisive event lasts. */
  readonly lingering: Milliseconds;
  readonly ballots: BallotPace;
  readonly patience: Milliseconds;
  readonly reading: Reading;
}

/** The limit that keeps the arrivals of ballots apart, so that a viewer can count them. */
interface BallotPace {
  /** How many candidates' votes were in flight. */
  readonly flying: number;
  /** The highest rate until the next one arrives. */
  readonly atMost: number;
}

export interface PaceInput {
  readonly frame: Frame;
  readonly upcoming: Upcoming;
  /** How long messages usually fly: the middle of the latency range. */
  readonly typicalLatency: Microseconds;
  /** The caption of the story now, "" before the first; null for a run without a story. */
  readonly caption: string | null;
  /** The viewer's time since the last frame. */
  readonly elapsed: Milliseconds;
}

/** The wall time that a message takes to cross. */
export const crossingTime: Milliseconds = 600;
/** The same for heartbeats and their answers, when nothing else is in flight. */
export const heartbeatCrossingTime: Milliseconds = 300;
/** The shortest time for any message but a heartbeat, however mixed the traffic is. */
export const shortestCrossingTime: Milliseconds = 200;
export const slowestAutoRate = 1e-4;
export const fastestAutoRate = 1e4;
/** A decisive event is shown this much slower. */
export const decisiveSlowdown = 2;
/** How long the slow pace lasts after it. */
const lingerTime: Milliseconds = 350;
/** Two ballots for a candidate arrive at least this far apart. */
export const ballotInterval: Milliseconds = 450;

/** While no message is in flight: the rate for each simulated second to the next event. */
const approach = 5;
/** The same between the heartbeats of a leader, when less is worth watching. */
const approachBetweenHeartbeats = 10;
/** The rate rises at most by e to this power per second. */
const risePerSecond = 6;
/** The rate falls at most by e to this power per second, unless an event would be missed. */
const fallPerSecond = 10;
/** How far above its goal the rate may be, per second that is left to the next event. */
const brake = 3;

/** The lowest rate of a run with a story while no caption is being read. */
export const storyRate = 0.4;
/** That lowest rate doubles each time this long passes without a new caption. */
const storyDoubling: Milliseconds = 1_500;
const fastestStoryRate = 16;

const noBallots: BallotPace = { flying: 0, atMost: fastestAutoRate };
/** The state for a new run and after every jump in time. */
export const startPace: PaceState = {
  rate: 1,
  lingering: 0,
  ballots: noBallots,
  patience: fullPatience,
  reading: nothingToRead,
};

/** The pace for the next `elapsed` milliseconds. */
export function autoRate(state: PaceState, input: PaceInput): PaceState {
  if (input.elapsed <= 0) return state;
  const seconds = input.elapsed / 1000;
  const gap = gapToNext(input);
  const { rate: unhurried, waiting } = goalWithoutHurry(input);
  const near = isDecisiveNear(input, unhurried);
  const slow = near || state.lingering > 0;
  const lingering = near ? lingerTime : Math.max(0, state.lingering - input.elapsed);
  const steady = slow ? unhurried / decisiveSlowdown : unhurried;

  const reading = readOn(state.reading, input.caption, input.elapsed);
  const hurried = waiting ? steady + hurry(input.frame) * gap : steady;
  const goal = reading.left > 0 ? Math.min(hurried, readingRate(steady, gap, reading)) : hurried;
  const risen = Math.min(goal, state.rate * Math.exp(risePerSecond * seconds));
  const fallen = Math.max(risen, state.rate * Math.exp(-fallPerSecond * seconds));
  const braked = Math.min(fallen, goal + brake * gap);
  // Near the next event, one frame ends at the event, unless the followable rate goes further.
  const landed = Math.min(braked, Math.max(steady, gap / seconds));
  const borne = Math.max(landed, leastRate(state, reading));
  const due = ballotsDue(input.frame);
  const ballots = ballotPace(state.ballots, due, input.frame.now);
  const told = bounded(Math.min(borne, nextCaptionAtMost(input, reading)));
  const rate = Math.min(told, ballots.atMost, oneBallotAtMost(due, input));
  const patience = patienceAfter(state.patience, rate, input.elapsed);
  return { rate, lingering, ballots, patience, reading };
}

/** The rate at which the next event comes when the caption has been read. */
function readingRate(steady: number, gap: number, { left }: Reading): number {
  return Math.max(steady, gap / (left / 1000));
}

/** The lowest rate: set by patience without a story, and with one by whether a caption is read. */
function leastRate({ patience }: PaceState, { caption, left, silence }: Reading): number {
  if (caption === null) return slowestBorne(patience);
  if (left > 0) return slowestAutoRate;
  return Math.min(fastestStoryRate, storyRate * 2 ** (silence / storyDoubling));
}

/** The highest rate before a decisive event, at which a new caption may replace one still read. */
function nextCaptionAtMost({ upcoming, frame, elapsed }: PaceInput, reading: Reading): number {
  if (reading.caption === null || upcoming.decisive === null) return fastestAutoRate;
  return rateFor(upcoming.decisive.at - frame.now, Math.max(elapsed, reading.left));
}

/** Returns when the granted votes in flight to candidates arrive, in order. */
function ballotsDue({ now, nodes, packets }: Frame): readonly Microseconds[] {
  const isWanted = (packet: PacketView) =>
    packet.kind === "requestVoteReply" &&
    packet.positive === true &&
    packet.fate === "arrives" &&
    packet.dueAt > now &&
    nodes.some((node) => node.id === packet.to && node.role === "candidate");
  return packets
    .filter(isWanted)
    .map((packet) => packet.dueAt)
    .sort((one, other) => one - other);
}

/** Each ballot that arrives sets the highest rate until the next one. */
function ballotPace(
  state: BallotPace,
  [next, ...rest]: readonly Microseconds[],
  now: Microseconds,
): BallotPace {
  if (next === undefined) return noBallots;
  const flying = rest.length + 1;
  const landed = flying < state.flying;
  return { flying, atMost: landed ? rateFor(next - now, ballotInterval) : state.atMost };
}

/** The highest rate at which this frame ends before the second of the next two ballots. */
function oneBallotAtMost(
  [next, second]: readonly Microseconds[],
  { frame, elapsed }: PaceInput,
): number {
  if (next === undefined || second === undefined) return fastestAutoRate;
  return rateFor((next + second) / 2 - frame.now, elapsed);
}

/** Returns the simulated seconds to the next event of any kind; 0 when nothing is due. */
function gapToNext(input: PaceInput): number {
  const { nextEventAt } = input.upcoming;
  return nextEventAt === null ? 0 : Math.max(0, nextEventAt - input.frame.now) / 1e6;
}

/** The least of many values: a call with each as an argument would overflow the stack. */
function leastOf(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

/** Returns the rate at which the messages in flight, or else the next ones, can be followed. */
function goalWithoutHurry(input: PaceInput): { readonly rate: number; readonly waiting: boolean } {
  const living = input.frame.packets.filter((packet) => isFlying(packet, input.frame.now));
  const interesting = living.filter((packet) => !isHeartbeat(packet)).map(latency);
  if (interesting.length > 0) {
    const typical = rateFor(median(interesting), crossingTime);
    const fastest = rateFor(leastOf(interesting), shortestCrossingTime);
    return { rate: bounded(Math.min(typical, fastest)), waiting: false };
  }
  if (living.length > 0) {
    const rate = rateFor(median(living.map(latency)), heartbeatCrossingTime);
    return { rate: bounded(rate), waiting: false };
  }
  if (input.upcoming.nextEventAt === null) return { rate: 1, waiting: false };
  return { rate: bounded(rateFor(input.typicalLatency, crossingTime)), waiting: true };
}

function hurry(frame: Frame): number {
  const led = frame.nodes.some((node) => node.role === "leader" && node.status === "up");
  return led ? approachBetweenHeartbeats : approach;
}

/** Whether the next decisive event is at most one crossing time away. */
function isDecisiveNear(input: PaceInput, rate: number): boolean {
  const { decisive } = input.upcoming;
  if (decisive === null) return false;
  const left = decisive.at - input.frame.now;
  return left >= 0 && left <= rate * crossingTime * 1000;
}

/** The loss of a message is visible until this share of its flight. */
const visibleLoss = 0.85;

/** Whether a message is still to be watched: false once it arrived, or once its loss was shown. */
function isFlying(packet: PacketView, now: Microseconds): boolean {
  const share = packet.fate === "arrives" ? 1 : visibleLoss;
  return now < packet.sentAt + (packet.dueAt - packet.sentAt) * share;
}

function isHeartbeat(packet: PacketView): boolean {
  if (packet.entryCount > 0 || packet.positive === false) return false;
  return packet.kind === "appendEntries" || packet.kind === "appendEntriesReply";
}

function latency(packet: PacketView): Microseconds {
  return Math.max(1, packet.dueAt - packet.sentAt);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((first, second) => first - second);
  return sorted[Math.floor(sorted.length / 2)] ?? 1;
}

/** The rate at which `span` of simulated time takes `viewerTime`. */
function rateFor(span: Microseconds, viewerTime: Milliseconds): number {
  return span / 1000 / viewerTime;
}

function bounded(rate: number): number {
  return Math.min(fastestAutoRate, Math.max(slowestAutoRate, rate));
}
