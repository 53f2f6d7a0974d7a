/** The buttons of a phone's More, for which its thumb bar has no room; fetched with it. */

import { html, nothing, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import {
  type Button,
  faultsDrawerButton,
  historyDrawerButton,
  labelled,
  newRun,
  runsButton,
  themeSwitch,
} from "./buttons.ts";

/** The buttons of the drawers, and of the lists that other pages have beside the ring. */
export function drawerButtons(session: Session, picture: Picture): TemplateResult {
  const list = (kind: "all-flights" | "all-requests", words: string) =>
    html`<button class="button" aria-haspopup="dialog" @click=${() => session.openSheet({ kind })}>${words}</button>`;
  return html`${faultsDrawerButton(session, picture)} ${historyDrawerButton(session, picture)}
    ${picture.page.low ? nothing : html`${list("all-flights", "In flight…")} ${list("all-requests", "Requests…")}`}`;
}

export function runButtons(session: Session, picture: Picture): TemplateResult {
  const hunt: Button = {
    label: "Hunt",
    icon: "held",
    key: "G",
    run: (now) => now.openSheet({ kind: "hunt" }),
  };
  const ask: Button = {
    label: "Ask",
    icon: "help",
    key: "!",
    run: (now) => now.openSheet({ kind: "ask" }),
  };
  const help: Button = {
    label: "Help",
    icon: "help",
    key: "?",
    run: (now) => now.openSheet({ kind: "help" }),
  };
  return html`${[newRun, hunt, ask, themeSwitch(picture), help].map((button) => labelled(button, session, picture))} ${runsButton(session)}`;
}
