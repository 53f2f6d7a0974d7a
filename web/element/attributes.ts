/** Applies the element's attributes to a session. */

import { autoSpeed, manualSpeed } from "../clock/speed.ts";
import { openLink, openScenario } from "../session/runs.ts";
import type { Session } from "../session/session.ts";
import { type ControlSet, controlSets, type Theme, themes } from "../session/state.ts";

/** The attributes, in the order in which they are first applied. */
export const attributes = ["controls", "present", "theme", "speed", "src", "link", "at"] as const;

export async function applyAttribute(
  session: Session,
  name: string,
  value: string | null,
): Promise<void> {
  switch (name) {
    case "controls":
      return session.update((page) => ({
        ...page,
        controls: oneOf<ControlSet>(controlSets, value, "full"),
      }));
    case "present":
      return session.update((page) => ({ ...page, presents: value !== null }));
    case "theme":
      if (value === null) return;
      return session.update((page) => ({
        ...page,
        theme: oneOf<Theme>(themes, value, "system"),
      }));
    case "speed":
      if (value !== null)
        session.transport.setSpeed(value === "auto" ? autoSpeed : manualSpeed(Number(value)));
      return;
    case "at":
      if (value !== null) session.transport.seekNow(Number(value) * 1000);
      return;
    case "link":
      if (value !== null && value !== "") await new Promise((end) => openLink(session, value, end));
      return;
    case "src":
      if (value !== null) await openAddress(session, value);
      return;
    default:
      return;
  }
}

function oneOf<T extends string>(known: readonly T[], value: string | null, otherwise: T): T {
  return known.find((candidate) => candidate === value) ?? otherwise;
}

async function openAddress(session: Session, address: string): Promise<void> {
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address} was not found (${answer.status}).`);
    const text = await answer.text();
    if (await session.fullEngine.fetch()) openScenario(session, text);
  } catch (error) {
    session.say(
      error instanceof Error ? error.message : `${address} could not be read.`,
      "refused",
    );
  }
}
