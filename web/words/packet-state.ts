/** Where the selected message is at the moment shown, in words. */

import type { Microseconds, PacketFate, PacketView } from "../engine/view.ts";
import { momentWords, packetRoute } from "./format.ts";

/**
 * Says where a message is. Once it travels no more, what was read of it is older than the moment:
 * it may have been delivered early meanwhile, so no moment of its arrival is named.
 */
export function packetState(packet: PacketView, travels: boolean, now: Microseconds): string {
  const route = packetRoute(packet);
  if (now < packet.sentAt) return `${route}. It has not been sent yet at this moment.`;
  return travels && packet.fate === "arrives"
    ? `${route}, due at ${momentWords(packet.dueAt)}.`
    : `${route}, ${gone[packet.fate]}: nothing can be done to it any more.`;
}

const gone: Readonly<Record<PacketFate, string>> = {
  arrives: "no longer on its way",
  lost: "lost on the way",
  cut: "stopped by a cut",
};
