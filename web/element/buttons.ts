/** The buttons that act on the cluster and on the run: one table each, used by every layout. */

import { html, nothing, type TemplateResult } from "lit";
import { crashLeader, heal, partition, restartAll } from "../session/cluster.ts";
import type { Picture } from "../session/picture.ts";
import { beginRun } from "../session/runs.ts";
import type { Session } from "../session/session.ts";
import { shareRun } from "../session/sharing.ts";
import { nextTheme, openDrawer, togglePanel } from "../session/state.ts";
import type { Invitation } from "../story/telling.ts";
import { countOf } from "../words/format.ts";
import { classes } from "./classes.ts";
import { type IconName, icon } from "./icons.ts";

interface Button {
  readonly label: string;
  readonly icon: IconName;
  readonly key: string;
  readonly invitation?: Invitation;
  readonly run: (session: Session) => void;
}

const faults: readonly Button[] = [
  {
    label: "Crash leader",
    icon: "crash",
    key: "C",
    invitation: "crash",
    run: crashLeader,
  },
  {
    label: "Restart all",
    icon: "restart",
    key: "R",
    invitation: "restart",
    run: restartAll,
  },
  {
    label: "Partition",
    icon: "partition",
    key: "P",
    invitation: "partition",
    run: partition,
  },
  { label: "Heal", icon: "heal", key: "H", invitation: "heal", run: heal },
];

export function faultButtons(session: Session, picture: Picture): TemplateResult {
  return html`${faults.map((button) => labelled(button, session, picture))}`;
}

/** The button that opens the drawer with all other faults and the Lab. */
export function faultsDrawerButton(session: Session, { page }: Picture): TemplateResult {
  const open = openDrawer(page) === "faults";
  return html`<button class="button" title="L" aria-expanded=${open}
    @click=${() => session.update((now) => togglePanel(now, "faults"))}>
    ${icon("more")}<span>Faults…</span>
  </button>`;
}

export function historyDrawerButton(session: Session, { page }: Picture): TemplateResult {
  const open = openDrawer(page) === "history";
  return html`<button class="button ${page.compact ? "" : "over-time"}" title="Requests over time (K)" aria-expanded=${open}
    @click=${() => session.update((now) => togglePanel(now, "history"))}>Over time</button>`;
}

/** A line that says which faults and operations are automatic. */
export function automaticWords({ view }: Picture): TemplateResult | typeof nothing {
  const { chaos, workload } = view;
  if (chaos === null && workload === null) return nothing;
  return html`<p class="quiet automatic">
    ${chaos === null ? nothing : html`<span>Chaos: ${countOf(chaos.perMinute, "fault", "faults")} a minute.</span>`}
    ${workload === null ? nothing : html`<span>Clients: ${countOf(workload.perSecond, "operation", "operations")} a second.</span>`}
  </p>`;
}

/** The drawers' buttons in a phone's More. */
export function drawerButtons(session: Session, picture: Picture): TemplateResult {
  return html`${faultsDrawerButton(session, picture)} ${historyDrawerButton(session, picture)}`;
}

const share: Button = {
  label: "Share",
  icon: "share",
  key: "S",
  invitation: "share",
  run: shareRun,
};
const newRun: Button = {
  label: "New run",
  icon: "newRun",
  key: "N",
  run: beginRun,
};
const step: Button = {
  label: "Step",
  icon: "step",
  key: "→",
  run: (session) => session.transport.step(),
};
const back: Button = {
  label: "Back",
  icon: "stepBack",
  key: "←",
  run: (session) => session.transport.stepBack(),
};

/** The buttons for which a phone's thumb bar has no room. */
export function runButtons(session: Session, picture: Picture): TemplateResult {
  const help: Button = {
    label: "Keyboard",
    icon: "help",
    key: "?",
    run: (now) => now.openSheet({ kind: "shortcuts" }),
  };
  return html`${[newRun, themeSwitch(picture), help].map((button) => labelled(button, session, picture))}`;
}

function themeSwitch({ page }: Picture): Button {
  const names = { system: "System", light: "Light", dark: "Dark" } as const;
  const signs = { system: "themeSystem", light: "themeLight", dark: "themeDark" } as const;
  return {
    label: `Theme: ${names[page.theme]}`,
    icon: signs[page.theme],
    key: "T",
    run: (session) => session.update((now) => ({ ...now, theme: nextTheme(now.theme) })),
  };
}

export function shareButton(session: Session, picture: Picture): TemplateResult {
  return picture.page.compact ? bare(share, session, picture) : labelled(share, session, picture);
}

/** The button that opens the shelf of examples. */
export function examplesButton(session: Session, { page }: Picture): TemplateResult {
  return html`<button class=${page.compact ? "quiet-button" : "button"} title="Examples (I)" aria-haspopup="dialog"
    aria-label="Examples" @click=${() => session.openSheet({ kind: "examples" })}>
    ${page.compact ? icon("examples") : "Examples"}
  </button>`;
}

export function themeButton(session: Session, picture: Picture): TemplateResult {
  return bare(themeSwitch(picture), session, picture);
}

export function stepButtons(session: Session, picture: Picture): TemplateResult {
  const { compact } = picture.page;
  return html`${bare(back, session, picture)} ${(compact ? bare : labelled)(step, session, picture)}`;
}

export function newRunButton(session: Session, picture: Picture): TemplateResult {
  return labelled(newRun, session, picture);
}

/** The button that plays and pauses. */
export function playButton(session: Session, { page }: Picture): TemplateResult {
  return html`<button class="button primary play" title="Space" @click=${() => session.transport.toggle()}>
    ${icon(page.playing ? "pause" : "play")}<span>${page.playing ? "Pause" : "Play"}</span>
  </button>`;
}

export function labelled(button: Button, session: Session, { telling }: Picture): TemplateResult {
  const inviting = button.invitation !== undefined && button.invitation === telling.invitation;
  return html`<button class=${classes("button", inviting && "inviting")} title=${button.key} @click=${() => button.run(session)}>
    ${icon(button.icon)}<span>${button.label}</span>
  </button>`;
}

export function bare(button: Button, session: Session, { telling }: Picture): TemplateResult {
  const inviting = button.invitation !== undefined && button.invitation === telling.invitation;
  return html`<button class=${classes("quiet-button", inviting && "inviting")} title="${button.label} (${button.key})"
    aria-label=${button.label} @click=${() => button.run(session)}>${icon(button.icon)}</button>`;
}
