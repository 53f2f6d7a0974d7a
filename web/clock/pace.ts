/**
 * Auto pace: how fast to play so that people can follow. It changes what the viewer's
 * clock makes of simulated time and nothing else; history is the same at any pace.
 *
 * While messages fly, the rate is such that one crosses in about 600 ms of the viewer's
 * time. While nothing flies, time runs ahead and brakes before the next event: the rate
 * is proportional to the time that is left, so a wait of a millisecond and a wait of an
 * hour both take about a second or a little more, and both end gently.
 *
 * It never crawls. Where a network is so fast that this would take minutes, patience runs out.
 * A story has its slow passages where it says something: there is time to read each caption,
 * and between them there is no patience.
 */

import type { Frame, Microseconds, PacketView, Upcoming } from "../engine/view.ts";
import type { Milliseconds } from "./clock.ts";
import { fullPatience, patienceAfter, slowestBorne } from "./patience.ts";
import { nothingToRead, type Reading, readOn } from "./reading.ts";

/** What one frame leaves for the next. */
export interface PaceState {
  /** Simulated seconds per second of the viewer's. */
  readonly rate: number;
  /** How long the slow pace of a decisive event lingers. */
  readonly lingering: Milliseconds;
  readonly ballots: BallotPace;
  readonly patience: Milliseconds;
  readonly reading: Reading;
}

/** What keeps ballots apart, so that they can be counted one by one. */
interface BallotPace {
  /** How many candidates' votes were in flight. */
  readonly flying: number;
  /** No faster than this until the next one lands. */
  readonly atMost: number;
}

export interface PaceInput {
  readonly frame: Frame;
  readonly upcoming: Upcoming;
  /** How long messages usually fly: the middle of the latency range. */
  readonly typicalLatency: Microseconds;
  /** What the story says now, nothing at first; null for a run that tells none. */
  readonly caption: string | null;
  /** The viewer's time since the last frame. */
  readonly elapsed: Milliseconds;
}

/** A message takes this long to cross. */
export const crossingTime: Milliseconds = 600;
/** Heartbeats and their answers, when nothing else flies. */
export const heartbeatCrossingTime: Milliseconds = 300;
/** However mixed the traffic, no message that matters crosses faster. */
export const shortestCrossingTime: Milliseconds = 200;
export const slowestAutoRate = 1e-4;
export const fastestAutoRate = 1e4;
/** A decisive event is shown this much slower. */
export const decisiveSlowdown = 2;
/** How long the slow pace lingers after it. */
const lingerTime: Milliseconds = 350;
/** Two ballots for a candidate land at least this far apart. */
export const ballotInterval: Milliseconds = 450;

/** How much of the time left one second of the viewer's consumes, while nothing flies. */
const approach = 5;
/** The same between heartbeats of a cluster that has a leader: there is little to wait for. */
const approachBetweenHeartbeats = 10;
/** The rate grows at most by this factor per second (e to the …). */
const risePerSecond = 6;
/** And falls at most by this one, unless an event is so near that it would be missed. */
const fallPerSecond = 10;
/** How far above its goal the rate may be, per second that is left to the next event. */
const brake = 3;

/** A story is told at least this fast where there is nothing to read. */
export const storyRate = 0.4;
/** The longer it has nothing to say, the faster it goes on: twice as fast after each such while. */
const storyDoubling: Milliseconds = 1_500;
const fastestStoryRate = 16;

const noBallots: BallotPace = { flying: 0, atMost: fastestAutoRate };
/** Use it for a new run and after every jump in time. */
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
  // One frame never jumps past the next event any faster than that event should be seen.
  const landed = Math.min(braked, Math.max(steady, gap / seconds));
  const borne = Math.max(landed, leastRate(state, reading));
  const due = ballotsDue(input.frame);
  const ballots = ballotPace(state.ballots, due, input.frame.now);
  const told = bounded(Math.min(borne, nextCaptionAtMost(input, reading)));
  const rate = Math.min(told, ballots.atMost, oneBallotAtMost(due, input));
  const patience = patienceAfter(state.patience, rate, input.elapsed);
  return { rate, lingering, ballots, patience, reading };
}

/** The next event comes when the caption has been read, unless something flies meanwhile. */
function readingRate(steady: number, gap: number, { left }: Reading): number {
  return Math.max(steady, gap / (left / 1000));
}

/** No slower than this: what is read takes its time, and the rest of a story takes none. */
function leastRate({ patience }: PaceState, { caption, left, silence }: Reading): number {
  if (caption === null) return slowestBorne(patience);
  if (left > 0) return slowestAutoRate;
  return Math.min(fastestStoryRate, storyRate * 2 ** (silence / storyDoubling));
}

/** A story says something at what is decisive: that comes when the last caption has been read. */
function nextCaptionAtMost({ upcoming, frame, elapsed }: PaceInput, reading: Reading): number {
  if (reading.caption === null || upcoming.decisive === null) return fastestAutoRate;
  return rateFor(upcoming.decisive.at - frame.now, Math.max(elapsed, reading.left));
}

/** When the votes in flight to somebody who still needs them land, in order. */
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

/** Each ballot that lands sets the pace to the next one. */
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

/** The rate at which this frame ends between the next two ballots, not behind both. */
function oneBallotAtMost(
  [next, second]: readonly Microseconds[],
  { frame, elapsed }: PaceInput,
): number {
  if (next === undefined || second === undefined) return fastestAutoRate;
  return rateFor((next + second) / 2 - frame.now, elapsed);
}

/** Seconds to the next event of any kind; 0 when nothing is due. */
function gapToNext(input: PaceInput): number {
  const { nextEventAt } = input.upcoming;
  return nextEventAt === null ? 0 : Math.max(0, nextEventAt - input.frame.now) / 1e6;
}

/** The rate at which the present, or the messages that come next, can be followed. */
function goalWithoutHurry(input: PaceInput): { readonly rate: number; readonly waiting: boolean } {
  const living = input.frame.packets.filter((packet) => isFlying(packet, input.frame.now));
  const interesting = living.filter((packet) => !isHeartbeat(packet)).map(latency);
  if (interesting.length > 0) {
    const typical = rateFor(median(interesting), crossingTime);
    const fastest = rateFor(Math.min(...interesting), shortestCrossingTime);
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

/** True from one crossing before the event on. */
function isDecisiveNear(input: PaceInput, rate: number): boolean {
  const { decisive } = input.upcoming;
  if (decisive === null) return false;
  const left = decisive.at - input.frame.now;
  return left >= 0 && left <= rate * crossingTime * 1000;
}

/** A message that dies half-way can be seen dying until this share of its flight. */
const mournedFraction = 0.85;

/** False once it has arrived or has been seen to die: nobody waits for it any more. */
function isFlying(packet: PacketView, now: Microseconds): boolean {
  const share = packet.fate === "arrives" ? 1 : mournedFraction;
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
