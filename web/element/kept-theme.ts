/** Keeps the theme that a person has chosen over a reload. Refused storage changes nothing else. */

import type { Session } from "../session/session.ts";
import { nextTheme, type Theme, themes } from "../session/state.ts";

const KEY = "raft-playground.theme";

export function keptTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return themes.find((theme) => theme === kept) ?? "system";
  } catch {
    return "system";
  }
}

/** Changes to the next theme, and keeps it. */
export function turnTheme(session: Session): void {
  const theme = nextTheme(session.page.theme);
  session.update((page) => ({ ...page, theme }));
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Without storage, the next visit begins with the system's theme.
  }
}
