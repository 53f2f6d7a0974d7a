/** Lays out the nodes: form by role, words, election timer, votes. */

import type { Frame, NodeView } from "../engine/view.ts";
import type { FaultSign } from "../words/fault-signs.ts";
import { type CaptionPlace, type CaptionPlaces, captionLeading } from "./captions.ts";
import type { Hit } from "./hit.ts";
import { impossible } from "./impossible.ts";
import { distanceToBox, type ScenePoint, scenePoint } from "./point.ts";
import type { Ring } from "./ring.ts";
import type {
  BadgeShape,
  BallotShape,
  Label,
  NodeForm,
  NodeShape,
  TimerShape,
  Tone,
} from "./scene.ts";
import type { StageSettings } from "./settings.ts";

export function layoutNodes(
  frame: Frame,
  settings: StageSettings,
  ring: Ring,
  letters: ReadonlyMap<number, string>,
): NodeShape[] {
  const captions = captionPlaces(frame.nodes, settings, ring);
  return frame.nodes.map((node, place) => {
    const spot = captions[place] ?? null;
    const center = ring.nodes[place] ?? ring.center;
    const form = formOf(node);
    return {
      id: node.id,
      center,
      radius: ring.nodeRadius,
      outerRadius: ring.nodeRadius + (ring.compact ? 9 : 11.5),
      form,
      term: node.term,
      paused: node.status === "paused",
      badges: badges(settings.faultSigns[node.id] ?? [], center, ring, spot),
      labels: innerLabels(node, form, center, ring),
      caption: spot === null ? [] : caption(node, ring, spot, center, settings),
      timer: timer(node, frame.now, settings, ring),
      ballot: form === "candidate" ? ballot(node, frame.nodes.length, center, ring) : null,
      selected: isNode(settings.selected, node.id),
      hovered: isNode(settings.hovered, node.id),
      predicted: settings.predicted === node.id,
      violating: settings.violating.includes(node.id),
      group: letters.get(node.id) ?? null,
    };
  });
}

/** Mean width of a bold letter as a multiple of the text size. */
const boldWidth = 0.62;

const ink: Tone = { kind: "ink" };
const soft: Tone = { kind: "soft" };
const paper: Tone = { kind: "paper" };

function formOf(node: NodeView): NodeForm {
  return node.status === "crashed" ? "down" : node.role;
}

function isNode(hit: Hit | null, id: number): boolean {
  return hit !== null && hit.kind === "node" && hit.id === id;
}

/** The role in a word, or the status of a node that does not run. */
function roleWord(node: NodeView): string {
  switch (node.status) {
    case "up":
      return node.role;
    case "paused":
    case "crashed":
      return node.status;
    default:
      return impossible(node.status);
  }
}

function innerLabels(node: NodeView, form: NodeForm, center: ScenePoint, ring: Ring): Label[] {
  const { name, inner } = ring.text;
  const onFill = form === "leader";
  const nameTone = onFill ? paper : form === "down" ? soft : ink;
  const termTone: Tone = onFill ? paper : form === "down" ? soft : { kind: "term", hue: node.term };
  const line = (text: string, dy: number, size: number, bold: boolean, tone: Tone): Label => ({
    text,
    at: scenePoint(center.x, center.y + dy),
    size,
    bold,
    align: "center",
    tone,
  });
  // A candidate's ballot pips need the foot of its disc, so its words move up a little.
  const lift = form === "candidate" ? ring.nodeRadius * 0.14 : 0;
  if (ring.compact) {
    return [
      line(String(node.id), -inner * 0.62 - lift, name, true, nameTone),
      line(shortTerm(node.term, ring), inner * 0.72 - lift, inner, true, termTone),
    ];
  }
  const step = inner * 1.32;
  return [
    line(`Node ${node.id}`, -step * 1.02 - lift, name, true, nameTone),
    line(roleWord(node), step * 0.1 - lift, inner, false, onFill ? paper : soft),
    line(`term ${node.term}`, step * 1.12 - lift, inner, true, termTone),
  ];
}

/** "term 7", or "t 7" where that would come near the outline, which is narrower at the words' foot. */
function shortTerm(term: number, { nodeRadius, text }: Ring): string {
  const words = `term ${term}`;
  const room = 2 * Math.sqrt(nodeRadius ** 2 - (1.2 * text.inner) ** 2) - 6;
  return words.length * boldWidth * text.inner < room ? words : `t ${term}`;
}

/**
 * Where not all captions have room, the leader's matters most, then those of nodes with faults.
 * Else each keeps its place, whoever leads.
 */
function captionPlaces(
  nodes: readonly NodeView[],
  { faultSigns, violating }: StageSettings,
  ring: Ring,
): CaptionPlaces {
  if (!ring.captions.includes(null)) return ring.captions;
  const places = (matters: (node: NodeView) => boolean): number[] =>
    nodes.flatMap((node, place) => (matters(node) ? [place] : []));
  return ring.placeCaptions([
    ...places((node) => formOf(node) === "leader"),
    ...places(
      ({ id, status }) => status !== "up" || violating.includes(id) || !!faultSigns[id]?.length,
    ),
  ]);
}

function caption(
  node: NodeView,
  ring: Ring,
  { box, align }: CaptionPlace,
  center: ScenePoint,
  settings: StageSettings,
): Label[] {
  const lines = captionTexts(
    node,
    ring.compact,
    settings.predicted === node.id,
    settings.faultSigns[node.id] ?? [],
  );
  const x =
    align === "left"
      ? box.left
      : align === "right"
        ? box.left + box.width
        : box.left + box.width / 2;
  const leading = ring.text.caption * captionLeading;
  // Above the node, lines start at the foot of the box; below it, at the head.
  const above = box.top + box.height / 2 < center.y;
  const first = above
    ? box.top + box.height - leading * (lines.length - 0.5)
    : box.top + leading / 2;
  return lines.map((text, index) => ({
    text: text.words,
    at: scenePoint(x, first + leading * index),
    size: ring.text.caption,
    bold: text.bold,
    align,
    tone: text.bold ? ink : soft,
  }));
}

interface CaptionText {
  readonly words: string;
  readonly bold: boolean;
}

/** Returns at most two lines; a value that is not there has no line. */
function captionTexts(
  node: NodeView,
  compact: boolean,
  predicted: boolean,
  faultSigns: readonly FaultSign[],
): CaptionText[] {
  const committed = node.commitIndex === null ? [] : [commitWords(node.commitIndex)];
  const voted = node.votedFor === null ? [] : [`vote → Node ${node.votedFor}`];
  const prediction = predicted ? [{ words: "your guess", bold: true }] : [];
  const signs = faultSigns.map(({ short }) => ({ words: short, bold: true }));
  // On a small stage the role is in the caption, and the vote only while no leader is known.
  const facts = compact
    ? [roleWord(node), ...(node.leader === null && voted.length > 0 ? voted : committed)]
    : [...committed, ...voted];
  const plain = facts.map((words) => ({ words, bold: false }));
  const role = compact ? plain.splice(0, 1) : [];
  return [...prediction, ...role, ...signs, ...plain].slice(0, 2);
}

/** "committed 999"; a larger index has a shorter word, to fit `longestCaption`. */
function commitWords(index: number): string {
  return index < 1000 ? `committed ${index}` : `commit ${index}`;
}

/** Angles for signs, in radians, clear of pause bars, group letters and the crown. */
const badgeSlots = [(3 * Math.PI) / 4, (-3 * Math.PI) / 4, Math.PI, 0, Math.PI / 2];

/** Places the fault signs around the node, clear of its caption where possible. */
function badges(
  faultSigns: readonly FaultSign[],
  center: ScenePoint,
  ring: Ring,
  spot: CaptionPlace | null,
): readonly BadgeShape[] {
  if (faultSigns.length === 0) return [];
  const reach = ring.nodeRadius + (ring.compact ? 5 : 9);
  const radius = ring.compact ? 9 : 11.5;
  const slots = badgeSlots.map((angle) =>
    scenePoint(center.x + Math.cos(angle) * reach, center.y + Math.sin(angle) * reach),
  );
  const free = slots.filter((at) => spot === null || distanceToBox(at, spot.box) >= radius);
  return faultSigns.flatMap(({ kind }, order) => {
    const at = (free.length >= faultSigns.length ? free : slots)[order];
    return at === undefined ? [] : [{ kind, at, radius }];
  });
}

function timer(
  node: NodeView,
  now: number,
  settings: StageSettings,
  ring: Ring,
): TimerShape | null {
  if (node.timerEndsAt === null || node.status === "crashed" || settings.timerFull <= 0)
    return null;
  const left = (node.timerEndsAt - now) / settings.timerFull;
  return {
    radius: ring.nodeRadius + (ring.compact ? 4.5 : 6.5),
    left: Math.min(1, Math.max(0, left)),
    paused: node.status === "paused",
  };
}

/** The arc at the disc's foot that pips may occupy, in radians. */
const widestBallot = 1.55;

/** Pips along the foot of the disc, from left to right: first those that make a majority. */
function ballot(node: NodeView, clusterSize: number, center: ScenePoint, ring: Ring): BallotShape {
  const reach = ring.nodeRadius * 0.79;
  const unit = ring.nodeRadius / 42;
  const radiusOf = (index: number): number => (index < node.votesNeeded ? 3.9 : 2.3) * unit;
  const wanted = Array.from({ length: clusterSize }, (_, index) => radiusOf(index));
  const wantedGap = 3.2 * unit;
  const wantedSpan = wanted.reduce((sum, radius) => sum + 2 * radius + wantedGap, -wantedGap);
  // Large clusters have small pips: the arc must stay below the words.
  const shrink = Math.min(1, (reach * widestBallot) / wantedSpan);
  const radii = wanted.map((radius) => radius * shrink);
  const gap = wantedGap * shrink;
  const span = wantedSpan * shrink;
  let along = -span / 2;
  const pips = radii.map((radius, index) => {
    const angle = Math.PI / 2 - (along + radius) / reach;
    along += 2 * radius + gap;
    return {
      at: scenePoint(center.x + reach * Math.cos(angle), center.y + reach * Math.sin(angle)),
      radius,
      filled: index < node.votes.length,
    };
  });
  return { pips };
}
