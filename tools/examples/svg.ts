/** Draws a scene of the page's own layout as SVG, without words: for the cards of the examples. */

import type { NodeShape, PacketShape, Scene } from "../../web/stage/scene.ts";
import { colorOf, type Theme } from "../../web/stage/theme.ts";

/** The scene from back to front, in its own pixels. */
export function ringSvg(scene: Scene, theme: Theme): string {
  return [
    ...scene.links.map(({ from, to }) => line(from, to, theme.lineFaint, 1.5)),
    ...scene.walls.map(({ points }) => {
      const path = points.map(({ x, y }) => `${n(x)} ${n(y)}`).join("L");
      return `<path d="M${path}" fill="none" stroke="${theme.ink}" stroke-width="5" stroke-linecap="round"/>`;
    }),
    ...scene.barriers.map(({ ends: [one, other] }) => line(one, other, theme.lineFaint, 1.5)),
    ...scene.barriers.map(({ at, angle }) => {
      const dx = 13 * Math.sin(angle);
      const dy = -13 * Math.cos(angle);
      const [from, to] = [
        { x: at.x - dx, y: at.y - dy },
        { x: at.x + dx, y: at.y + dy },
      ];
      return line(from, to, theme.ink, 5);
    }),
    ...scene.nodes.map((node) => nodeSvg(node, theme)),
    ...scene.packets.map((packet) => packetSvg(packet, theme)),
  ].join("");
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function line(from: Point, to: Point, color: string, width: number): string {
  return `<path d="M${n(from.x)} ${n(from.y)}L${n(to.x)} ${n(to.y)}" stroke="${color}" stroke-width="${width}" stroke-linecap="round"/>`;
}

function nodeSvg(node: NodeShape, theme: Theme): string {
  const hue = colorOf({ kind: "term", hue: node.term }, theme);
  const { x, y } = node.center;
  const disc = (fill: string, stroke: string, more = "") =>
    `<circle cx="${n(x)}" cy="${n(y)}" r="${n(node.radius)}" fill="${fill}" stroke="${stroke}"${more}/>`;
  const violated = node.violating
    ? `<circle cx="${n(x)}" cy="${n(y)}" r="${n(node.radius + 9)}" fill="none" stroke="${theme.violation}" stroke-width="4"/>`
    : "";
  switch (node.form) {
    case "follower":
      return disc(theme.paper, hue, ' stroke-width="4"') + paused(node, hue) + violated;
    case "candidate":
      return disc(theme.paper, hue, ' stroke-width="6" stroke-dasharray="11 8"') + violated;
    case "leader":
      return disc(hue, hue) + crown(node, theme) + violated;
    case "down":
      return disc(theme.paper, theme.line, ' stroke-width="3"') + hatching(node, theme) + violated;
  }
}

/** A crown within the disc, in the color of paper. */
function crown({ center: { x, y }, radius }: NodeShape, theme: Theme): string {
  const at = (right: number, down: number) => `${n(x + right * radius)} ${n(y + down * radius)}`;
  const points = [
    at(-0.55, -0.35),
    at(-0.27, 0),
    at(0, -0.5),
    at(0.27, 0),
    at(0.55, -0.35),
    at(0.42, 0.4),
    at(-0.42, 0.4),
  ];
  return `<path d="M${points.join("L")}Z" fill="${theme.paper}"/>`;
}

function paused({ paused, center: { x, y }, radius }: NodeShape, color: string): string {
  if (!paused) return "";
  const bar = (side: number) =>
    line(
      { x: x + side * radius * 0.25, y: y - radius * 0.4 },
      { x: x + side * radius * 0.25, y: y + radius * 0.4 },
      color,
      6,
    );
  return bar(-1) + bar(1);
}

function hatching({ center: { x, y }, radius }: NodeShape, theme: Theme): string {
  return [-0.5, 0, 0.5]
    .map((offset) => {
      const half = Math.sqrt(1 - offset * offset) * radius * Math.SQRT1_2;
      const [middleX, middleY] = [x + offset * radius * 0.7, y + offset * radius * 0.7];
      const from = { x: middleX - half * 0.9, y: middleY + half * 0.9 };
      return line(from, { x: middleX + half * 0.9, y: middleY - half * 0.9 }, theme.line, 3);
    })
    .join("");
}

function packetSvg(packet: PacketShape, theme: Theme): string {
  const hue = colorOf(packet.tone, theme);
  const { x, y } = packet.at;
  if (packet.death !== null) {
    const arm = 7;
    return (
      line({ x: x - arm, y: y - arm }, { x: x + arm, y: y + arm }, hue, 3) +
      line({ x: x - arm, y: y + arm }, { x: x + arm, y: y - arm }, hue, 3)
    );
  }
  const tail = packet.tail === null ? "" : line(packet.tail, packet.at, hue, packet.reply ? 2 : 3);
  const fill = packet.reply ? theme.paper : hue;
  const square = packet.body.kind !== "heartbeat" && packet.body.kind !== "answer";
  const body = square
    ? `<rect x="${n(x - 8)}" y="${n(y - 8)}" width="16" height="16" rx="3" fill="${fill}" stroke="${hue}" stroke-width="3"/>`
    : `<circle cx="${n(x)}" cy="${n(y)}" r="6" fill="${fill}" stroke="${hue}" stroke-width="3"/>`;
  return packet.opacity < 1
    ? `<g opacity="${n(Math.max(0.5, packet.opacity))}">${tail}${body}</g>`
    : tail + body;
}

/** A number with one decimal at most, so that pictures stay small and equal on every machine. */
export function n(value: number): string {
  return String(Math.round(value * 10) / 10);
}
