/** A scene in words, one shape per line, for goldens that people can read. */

import type { ScenePoint } from "../stage/point.ts";
import type { Label, NodeShape, PacketShape, Scene, Tone } from "../stage/scene.ts";

export function describeScene(scene: Scene): string {
  const lines = [
    `stage ${scene.width}x${scene.height}${scene.compact ? " compact" : ""}${scene.moving ? " moving" : ""}`,
    ...scene.links.map(
      (link) => `link ${link.between.join("-")}${mention(link.emphasis !== "none", link.emphasis)}`,
    ),
    ...scene.links.flatMap((link) => link.notes.map(words)),
    ...scene.walls.map((wall) => `wall ${wall.points.filter(everyEighth).map(place).join(" ")}`),
    ...scene.barriers.map(
      (one) => `barrier ${one.from}→${one.to} blocks ${one.blocks} at ${place(one.at)}`,
    ),
    `client at ${one(scene.client.box.left)},${one(scene.client.box.top)}`,
    ...scene.client.labels.map(words),
    ...scene.client.requests.flatMap((request) => request.labels.map(words)),
    ...scene.packets.map(describePacket),
    ...scene.nodes.flatMap(describeNode),
  ];
  if (scene.drag !== null) {
    const cuts = scene.drag.across === null ? "parts nobody" : "cuts";
    lines.push(`drag ${place(scene.drag.from)} to ${place(scene.drag.to)} ${cuts}`);
  }
  return `${lines.join("\n")}\n`;
}

function describeNode(node: NodeShape): string[] {
  const timer = node.timer;
  return [
    `node ${node.id} ${node.form}${mention(node.paused, "paused")} at ${place(node.center)} radius ${one(node.radius)}` +
      mention(node.selected, "selected") +
      mention(node.hovered, "hovered") +
      mention(node.predicted, "predicted") +
      mention(node.violating, "violating") +
      (node.group === null ? "" : ` group ${node.group}`),
    ...node.badges.map((badge) => `  ${badge.kind} at ${place(badge.at)}`),
    ...(timer === null
      ? []
      : [`  timer ${Math.round(timer.left * 100)} %${mention(timer.paused, "paused")}`]),
    ...(node.ballot === null
      ? []
      : [`  ballot ${node.ballot.pips.map((pip) => (pip.filled ? "●" : "○")).join("")}`]),
    ...node.labels.map(words),
    ...node.caption.map(words),
  ];
}

function describePacket(packet: PacketShape): string {
  const body =
    packet.body.kind === "entries"
      ? `entries ${packet.body.squares}${packet.body.more ? "+" : ""}`
      : packet.body.kind;
  return (
    `packet ${packet.id} ${packet.from}→${packet.to} ${body} ${packet.reply ? "reply" : "request"}` +
    mention(packet.mark !== "none", packet.mark) +
    ` at ${place(packet.at)} ${tone(packet.tone)} opacity ${packet.opacity.toFixed(2)}` +
    mention(packet.tail !== null, "tail") +
    mention(packet.duplicate, "duplicate") +
    mention(packet.emphasis !== "none", packet.emphasis) +
    (packet.death === null ? "" : ` dies: ${packet.death}`)
  );
}

function words(label: Label): string {
  return `  "${label.text}" ${label.align} at ${place(label.at)} ${tone(label.tone)}${mention(label.bold, "bold")}`;
}

function tone(value: Tone): string {
  return value.kind === "term" ? `term-${value.hue}` : value.kind;
}

function place(point: ScenePoint): string {
  return `${one(point.x)},${one(point.y)}`;
}

/** Whole pixels: a golden changes when the eye could tell. */
function one(value: number): string {
  const whole = Math.round(value);
  return String(whole === 0 ? 0 : whole);
}

function everyEighth(_: ScenePoint, index: number, all: readonly ScenePoint[]): boolean {
  return index % 8 === 0 || index === all.length - 1;
}

function mention(condition: boolean, word: string): string {
  return condition ? ` ${word}` : "";
}
