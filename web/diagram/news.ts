/**
 * Tells the confirmations of entries from the answers to heartbeats: a follower that confirms no
 * more than before says nothing new. Pure.
 */

import type { DiagramView, Passage } from "../engine/diagram.ts";

/** The same view, in which each reply to a leader has the number of entries that it makes known. */
export function withNews(view: DiagramView): DiagramView {
  const known = new Map<string, number>();
  const messages = view.messages.map((passage): Passage => {
    const { packet, matched } = passage;
    if (packet.kind !== "appendEntriesReply" || matched === null) return passage;
    const link = `${packet.from} ${packet.to} ${packet.term}`;
    const before = known.get(link) ?? 0;
    known.set(link, Math.max(before, matched));
    return { ...passage, packet: { ...packet, entryCount: Math.max(0, matched - before) } };
  });
  return { ...view, messages };
}
