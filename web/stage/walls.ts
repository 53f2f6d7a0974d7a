/**
 * Lays out what stops messages: walls between the groups of a partition, barriers on
 * single cut links, and the links that still work.
 *
 * A wall passes through two gaps of the ring and separates exactly the nodes that cannot reach
 * each other. Groups that interleave on the ring have no such walls, and neither has a partition of
 * which words would hide a wall; then every cut link has its own barrier, and each node the letter
 * of its group.
 */

import type { Frame, NodeId } from "../engine/view.ts";
import { gapBefore } from "./gaps.ts";
import { groupOfPlaces, partedByGroups } from "./groups.ts";
import { placeNotes } from "./link-notes.ts";
import { type Path, pointOn } from "./path.ts";
import { between, crossing, distanceToBox, type ScenePoint, scenePoint } from "./point.ts";
import type { Ring } from "./ring.ts";
import type { BarrierShape, LinkShape, WallShape } from "./scene.ts";
import type { StageSettings } from "./settings.ts";

export interface Obstacles {
  readonly walls: readonly WallShape[];
  readonly barriers: readonly BarrierShape[];
  readonly links: readonly LinkShape[];
  /** Whether walls cannot show the groups in force. */
  readonly needsLetters: boolean;
}

export function layoutObstacles(frame: Frame, settings: StageSettings, ring: Ring): Obstacles {
  const walls = settings.groups === null ? [] : wallsOf(settings.groups, frame.nodes, ring);
  const walled = walls !== null && settings.groups !== null;
  const barriers: BarrierShape[] = [];
  const links: LinkShape[] = [];
  frame.nodes.forEach((first, firstPlace) => {
    frame.nodes.slice(firstPlace + 1).forEach((second, rest) => {
      const from = ring.nodes[firstPlace];
      const to = ring.nodes[firstPlace + 1 + rest];
      if (from === undefined || to === undefined) return;
      const parted = partedByGroups(settings, first.id, second.id);
      if (walled && parted) return;
      const there = parted || isCut(settings, first.id, second.id);
      const back = parted || isCut(settings, second.id, first.id);
      if (there || back) barriers.push(barrier(first.id, second.id, from, to, there, back, ring));
      else links.push(link(first.id, second.id, from, to, settings, ring));
    });
  });
  return { walls: walls ?? [], barriers, links, needsLetters: walls === null };
}

/** Returns the fraction of its path at which a message of fate "cut" meets a wall. */
export function wallFraction(path: Path, walls: readonly WallShape[]): number {
  const steps = 12;
  let best = 0.5;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let step = 0; step < steps; step += 1) {
    const start = pointOn(path, step / steps);
    const end = pointOn(path, (step + 1) / steps);
    for (const whole of new Set(walls.map((wall) => wall.whole))) {
      whole.forEach((corner, index) => {
        const next = whole[index + 1];
        if (next === undefined) return;
        const along = crossing(start, end, corner, next);
        if (along === null) return;
        const fraction = (step + along) / steps;
        if (fraction < bestDistance) {
          bestDistance = fraction;
          best = fraction;
        }
      });
    }
  }
  return best;
}

/** Returns the walls of a partition; null when its groups interleave, or words hide all of one. */
export function wallsOf(
  groups: readonly (readonly NodeId[])[],
  order: readonly { readonly id: NodeId }[],
  ring: Ring,
): WallShape[] | null {
  const groupAt = groupOfPlaces(groups, order);
  const runs = runsOnRing(groupAt);
  if (runs.length < 2) return [];
  const runCount = new Map<number, number>();
  for (const run of runs) runCount.set(run.group, (runCount.get(run.group) ?? 0) + 1);
  const single = runs.filter((run) => runCount.get(run.group) === 1);
  const scattered = [...runCount.values()].filter((count) => count > 1).length;
  if (runs.length === 2) return inSight([wallAround(single[0], ring)]);
  if (scattered === 0) return inSight(runs.map((run) => spoke(run.first, ring)));
  if (scattered === 1) return inSight(single.map((run) => wallAround(run, ring)));
  return null;
}

function inSight(walls: readonly (readonly WallShape[])[]): WallShape[] | null {
  return walls.every(({ length }) => length > 0) ? walls.flat() : null;
}

/** Neighbors on the ring of one group: places `first` … `last`, clockwise. */
interface Run {
  readonly group: number;
  readonly first: number;
  readonly last: number;
}

function runsOnRing(groupAt: readonly number[]): Run[] {
  const count = groupAt.length;
  const starts = groupAt.flatMap((group, place) =>
    groupAt[(place + count - 1) % count] === group ? [] : [place],
  );
  return starts.map((first, index) => {
    const next = starts[(index + 1) % starts.length] ?? first;
    return { group: groupAt[first] ?? 0, first, last: (next + count - 1) % count };
  });
}

/** A wall that goes in through the gap before a run and out through the gap after it. */
function wallAround(run: Run | undefined, ring: Ring): WallShape[] {
  if (run === undefined) return [];
  const count = ring.nodes.length;
  if (count === 2) return acrossPair(ring);
  const before = gapBefore(run.first, ring);
  const after = gapBefore((run.last + 1) % count, ring);
  const inward = 0.62;
  const start = between(before.middle, ring.center, inward);
  const end = between(after.middle, ring.center, inward);
  return wall(
    [
      ...stroke((t) => between(before.outside, before.middle, t)),
      ...stroke((t) => cubic(before.middle, start, end, after.middle, t)),
      ...stroke((t) => between(after.middle, after.outside, t)),
    ],
    ring,
  );
}

/** A wall from the center out through the gap before a place. */
function spoke(place: number, ring: Ring): WallShape[] {
  const { outside } = gapBefore(place, ring);
  return wall(
    stroke((t) => between(ring.center, outside, t)),
    ring,
  );
}

/** A wall stops before the words of a node, where they reach into its gap, and goes on behind them. */
function wall(points: readonly ScenePoint[], { captions }: Ring): WallShape[] {
  const pieces: ScenePoint[][] = [[]];
  for (const point of points) {
    if (captions.every((caption) => !caption || distanceToBox(point, caption.box) > 7))
      pieces.at(-1)?.push(point);
    else pieces.push([]);
  }
  return pieces
    .filter(({ length }) => length > 1)
    .map((piece) => ({ points: piece, whole: points }));
}

function stroke(at: (t: number) => ScenePoint): ScenePoint[] {
  const steps = 24;
  return Array.from({ length: steps + 1 }, (_, step) => at(step / steps));
}

/** The wall between two nodes alone, at right angles to their link. */
function acrossPair({ nodes: [first, second] }: Ring): WallShape[] {
  if (first === undefined || second === undefined) return [];
  const middle = between(first, second, 0.5);
  const dx = (second.x - first.x) / 2;
  const dy = (second.y - first.y) / 2;
  const points = [
    scenePoint(middle.x - dy, middle.y + dx),
    scenePoint(middle.x + dy, middle.y - dx),
  ];
  return [{ points, whole: points }];
}

function cubic(
  start: ScenePoint,
  first: ScenePoint,
  second: ScenePoint,
  end: ScenePoint,
  t: number,
): ScenePoint {
  const rest = 1 - t;
  const a = rest * rest * rest;
  const b = 3 * rest * rest * t;
  const c = 3 * rest * t * t;
  const d = t * t * t;
  return scenePoint(
    a * start.x + b * first.x + c * second.x + d * end.x,
    a * start.y + b * first.y + c * second.y + d * end.y,
  );
}

function isCut(settings: StageSettings, from: NodeId, to: NodeId): boolean {
  return settings.cuts.some((cut) => cut.from === from && cut.to === to);
}

function barrier(
  first: NodeId,
  second: NodeId,
  from: ScenePoint,
  to: ScenePoint,
  there: boolean,
  back: boolean,
  ring: Ring,
): BarrierShape {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const at = between(from, to, 0.5);
  const blocks = there && back ? "both" : "one";
  const common = { blocks, ends: [from, to], at, lane: ring.lane } as const;
  return there
    ? { ...common, from: first, to: second, angle }
    : { ...common, from: second, to: first, angle: angle + Math.PI };
}

function link(
  first: NodeId,
  second: NodeId,
  from: ScenePoint,
  to: ScenePoint,
  settings: StageSettings,
  ring: Ring,
): LinkShape {
  const matches = (hit: StageSettings["selected"]): boolean =>
    hit !== null &&
    hit.kind === "link" &&
    ((hit.from === first && hit.to === second) || (hit.from === second && hit.to === first));
  const emphasis = matches(settings.selected)
    ? "selected"
    : matches(settings.hovered)
      ? "hovered"
      : "none";
  return {
    between: [first, second],
    from,
    to,
    emphasis,
    notes: placeNotes({ first, second, from, to }, settings, ring),
  };
}
