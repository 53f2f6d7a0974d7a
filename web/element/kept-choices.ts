/**
 * Keeps over a reload what a person has chosen of the page itself: the theme, and how much screen
 * readers announce. Refused storage changes nothing else.
 */

import type { Session } from "../session/session.ts";
import {
  type Announcements,
  announcements,
  nextTheme,
  type PageState,
  startState,
  themes,
} from "../session/state.ts";

/** A script in `index.html` reads the same before the first paint. */
const THEME = "raft-playground.theme";
const ANNOUNCES = "raft-playground.announces";

export function keptChoices(): Pick<PageState, "theme" | "announces"> {
  return {
    theme: kept(THEME, themes) ?? startState.theme,
    announces: kept(ANNOUNCES, announcements) ?? startState.announces,
  };
}

/** Changes to the next theme, and keeps it. */
export function turnTheme(session: Session): void {
  const theme = nextTheme(session.page.theme);
  session.update((page) => ({ ...page, theme }));
  keep(THEME, theme);
}

/** Changes how much is announced, and keeps it. */
export function chooseAnnouncements(session: Session, announces: Announcements): void {
  session.update((page) => ({ ...page, announces }));
  keep(ANNOUNCES, announces);
}

function kept<Choice extends string>(key: string, choices: readonly Choice[]): Choice | undefined {
  try {
    const found = localStorage.getItem(key);
    return choices.find((choice) => choice === found);
  } catch {
    return undefined;
  }
}

function keep(key: string, choice: string): void {
  try {
    localStorage.setItem(key, choice);
  } catch {
    // Without storage, the next visit begins as the first one did.
  }
}
