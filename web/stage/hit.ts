/** Finds what is under a point of the stage, in the same scene that is drawn. */

import type { NodeId } from "../engine/view.ts";
import { boxContains, distance, distanceToSegment, grown, type ScenePoint } from "./point.ts";
import type { PacketShape, Scene } from "./scene.ts";

export type Hit =
  | { readonly kind: "node"; readonly id: NodeId }
  | { readonly kind: "packet"; readonly id: number }
  /** `from` is the end nearer to the point. */
  | { readonly kind: "link"; readonly from: NodeId; readonly to: NodeId }
  | { readonly kind: "client" };

/** A press this near to a message hits it (CSS pixels), since messages are small and move. */
export const packetReach = 24;
/** A press this near to a link hits it (CSS pixels). */
export const linkReach = 9;
/** A press this far outside a node's outline, on its timer, hits the node (CSS pixels). */
const nodeReach = 8;

/** Returns what is under the point; null for the empty stage, where a drag draws a cutting line. */
export function hitTest(scene: Scene, point: ScenePoint): Hit | null {
  const inside = scene.nodes.find((node) => distance(node.center, point) <= node.radius);
  if (inside !== undefined) return { kind: "node", id: inside.id };
  const packet = nearestPacket(scene.packets, point);
  if (packet !== null) return { kind: "packet", id: packet.id };
  const beside = scene.nodes.find(
    (node) => distance(node.center, point) <= node.radius + nodeReach,
  );
  if (beside !== undefined) return { kind: "node", id: beside.id };
  if (scene.client.isDrawn && boxContains(grown(scene.client.box, 4), point))
    return { kind: "client" };
  return linkAt(scene, point);
}

export function sameHit(a: Hit | null, b: Hit | null): boolean {
  if (a === null || b === null) return a === b;
  if (a.kind === "link" && b.kind === "link") return a.from === b.from && a.to === b.to;
  if (a.kind === "client" || b.kind === "client") return a.kind === b.kind;
  if (a.kind === "link" || b.kind === "link") return false;
  return a.kind === b.kind && a.id === b.id;
}

/** Returns the nearest message within reach that is still in flight. */
function nearestPacket(packets: readonly PacketShape[], point: ScenePoint): PacketShape | null {
  let nearest: PacketShape | null = null;
  let nearestDistance = packetReach;
  for (const packet of packets) {
    if (packet.death !== null) continue;
    const away = distance(packet.at, point);
    if (away > nearestDistance) continue;
    nearest = packet;
    nearestDistance = away;
  }
  return nearest;
}

/** Returns the link under the point, whether it works or has a barrier. */
function linkAt(scene: Scene, point: ScenePoint): Hit | null {
  const barrier = scene.barriers.find((one) => distance(one.at, point) <= 2 * linkReach);
  if (barrier !== undefined) return { kind: "link", from: barrier.from, to: barrier.to };
  let nearest: Hit | null = null;
  let nearestDistance = linkReach;
  for (const link of scene.links) {
    const away = distanceToSegment(point, link.from, link.to);
    if (away > nearestDistance) continue;
    nearestDistance = away;
    const [first, second] = link.between;
    const forward = distance(point, link.from) <= distance(point, link.to);
    nearest = forward
      ? { kind: "link", from: first, to: second }
      : { kind: "link", from: second, to: first };
  }
  return nearest;
}
