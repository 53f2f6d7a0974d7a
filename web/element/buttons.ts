/** The buttons that act on the cluster and on the run: one table each, used by every layout. */

import { html, nothing, type TemplateResult } from "lit";
import type { Invitation } from "../narrator/claim.ts";
import { crashLeader, heal, partition, restartAll } from "../session/cluster.ts";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { shareRun } from "../session/sharing.ts";
import { openDrawer, togglePanel } from "../session/state.ts";
import { countOf } from "../words/format.ts";
import { classes } from "./classes.ts";
import { type IconName, icon } from "./icons.ts";
import { turnTheme } from "./kept-choices.ts";

export interface Button {
  readonly label: string;
  /** What it does, where the label alone says too little. */
  readonly does?: string;
  readonly icon: IconName;
  /** The key that does the same; null when none does. */
  readonly key: string | null;
  readonly invitation?: Invitation;
  readonly run: (session: Session) => void;
}

const faults: readonly Button[] = [
  {
    label: "Crash leader",
    does: "Crash the leader",
    icon: "crash",
    key: "C",
    invitation: "crash",
    run: crashLeader,
  },
  {
    label: "Restart all",
    does: "Restart all crashed nodes",
    icon: "restart",
    key: "R",
    invitation: "restart",
    run: restartAll,
  },
  {
    label: "Partition",
    does: "Cut the leader and its neighbor off",
    icon: "partition",
    key: "P",
    invitation: "partition",
    run: partition,
  },
  {
    label: "Heal",
    does: "Heal the network",
    icon: "heal",
    key: "H",
    invitation: "heal",
    run: heal,
  },
];

export function faultButtons(session: Session, picture: Picture): TemplateResult {
  return html`${faults.map((button) => labelled(button, session, picture))}`;
}

/** The button that opens the drawer with all other faults and the Lab. */
export function faultsDrawerButton(session: Session, { page }: Picture): TemplateResult {
  const open = openDrawer(page) === "faults";
  return html`<button class="button" title="Faults, chaos and workload (L)" aria-expanded=${open}
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
    ${workload === null ? nothing : html`<span>${countOf(workload.perSecond, "operation", "operations")} a second.</span>`}
  </p>`;
}

const share: Button = {
  label: "Share",
  does: "Copy a link to this moment",
  icon: "share",
  key: "S",
  invitation: "share",
  run: shareRun,
};
export const newRun: Button = {
  label: "New run",
  icon: "newRun",
  key: "N",
  run: (session) => session.openSheet({ kind: "new-run" }),
};
const step: Button = {
  label: "Step",
  does: "Step to the next event",
  icon: "step",
  key: "→",
  run: (session) => session.transport.step(),
};
const back: Button = {
  label: "Back",
  does: "Back to the event before",
  icon: "stepBack",
  key: "←",
  run: (session) => session.transport.stepBack(),
};

export function themeSwitch({ page }: Picture): Button {
  const names = { system: "System", light: "Light", dark: "Dark" } as const;
  const signs = { system: "themeSystem", light: "themeLight", dark: "themeDark" } as const;
  return {
    label: `Theme: ${names[page.theme]}`,
    icon: signs[page.theme],
    key: "T",
    run: turnTheme,
  };
}

export function shareButton(session: Session, picture: Picture): TemplateResult {
  return labelled(share, session, picture);
}

/** The button that opens the shelf of examples, in a phone's header. */
export function examplesButton(session: Session): TemplateResult {
  return html`<button class="quiet-button text entry" title="Examples (I)" aria-haspopup="dialog"
    @click=${() => session.openSheet({ kind: "examples" })}>${icon("examples")}<span>Examples</span></button>`;
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

/** The button that lists the runs kept in this browser. */
export function runsButton(session: Session): TemplateResult {
  return html`<button class="button runs-button" title="Runs kept in this browser (Y)" @click=${() => session.openSheet({ kind: "runs" })}>Runs…</button>`;
}

/** The button that plays and pauses. */
export function playButton(session: Session, { page }: Picture): TemplateResult {
  return html`<button class="button primary play" title="${page.playing ? "Pause" : "Play"} (Space)" @click=${() => session.transport.toggle()}>
    ${icon(page.playing ? "pause" : "play")}<span>${page.playing ? "Pause" : "Play"}</span>
  </button>`;
}

/** Says what the button does, with its key. */
function titleOf({ label, does, key }: Button): string {
  return key === null ? (does ?? label) : `${does ?? label} (${key})`;
}

export function labelled(button: Button, session: Session, { narration }: Picture): TemplateResult {
  const inviting = button.invitation !== undefined && button.invitation === narration.invitation;
  return html`<button class=${classes("button", inviting && "inviting")} title=${titleOf(button)} @click=${() => button.run(session)}>
    ${icon(button.icon)}<span>${button.label}</span>
  </button>`;
}

export function bare(button: Button, session: Session, { narration }: Picture): TemplateResult {
  const inviting = button.invitation !== undefined && button.invitation === narration.invitation;
  return html`<button class=${classes("quiet-button", inviting && "inviting")} title=${titleOf(button)}
    aria-label=${button.label} @click=${() => button.run(session)}>${icon(button.icon)}</button>`;
}
