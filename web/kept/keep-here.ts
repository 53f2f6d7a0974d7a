/** The keeper of a session in a browser. Fetched after the first picture. */

import type { Session } from "../session/session.ts";
import { Keeper } from "./keeper.ts";
import { browserPlace, type Place } from "./place.ts";
import { Shelf } from "./shelf.ts";
import { Tab } from "./tab.ts";

const keepers = new WeakMap<Session, Keeper>();

/** The shelf of this browser, of which every page has one. */
export const shelf = new Shelf(onDemand(browserPlace));

export function keeperOf(session: Session): Keeper {
  const known = keepers.get(session);
  if (known) return known;
  const tab = new Tab(
    () => sessionStorage,
    () => localStorage,
  );
  const keeper = new Keeper(session, shelf, tab, {
    date: () => Date.now(),
    newId,
    later: (work, milliseconds) => void setTimeout(work, milliseconds),
  });
  keepers.set(session, keeper);
  return keeper;
}

/** Keeps the runs of a session from now on. */
export function beginKeeping(session: Session): Keeper {
  const keeper = keeperOf(session);
  keeper.begin();
  window.addEventListener("pagehide", () => keeper.leave());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") void keeper.save();
  });
  return keeper;
}

function newId(): string {
  const numbers = crypto.getRandomValues(new Uint32Array(4));
  return Array.from(numbers, (number) => number.toString(36)).join("-");
}

/** A place that is made at its first use, so that a refusal is a rejection and nothing else. */
function onDemand(make: () => Place): Place {
  let made: Place | null = null;
  const place = async () => {
    made ??= make();
    return made;
  };
  return {
    all: async () => (await place()).all(),
    put: async (key, decide) => (await place()).put(key, decide),
    remove: async (keys) => (await place()).remove(keys),
  };
}
