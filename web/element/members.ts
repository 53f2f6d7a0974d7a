/** The members of the cluster, with buttons that change them (Thesis §4): a part of the drawer. */

import { html, nothing, type TemplateResult } from "lit";
import type { MachineView } from "../engine/view.ts";
import { press } from "../session/cluster.ts";
import type { Session } from "../session/session.ts";

/** What a machine is to the cluster. */
const words = {
  voter: "votes",
  learner: "learns: it is sent the log and has no vote",
  outside: "is outside the cluster",
} as const;

/** The section; nothing where members do not come and go. */
export function membersSection(
  session: Session,
  machines: readonly MachineView[],
): TemplateResult | typeof nothing {
  if (machines.every(({ membership }) => membership === null)) return nothing;
  return html`<section aria-label="Members">
    <h3>Members</h3>
    <p class="quiet">
      As the leader’s log has it. One vote changes at a time, and a new server catches up before it
      gets its vote.
    </p>
    ${machines.map((machine) => row(session, machine))}
  </section>`;
}

function row(session: Session, { id, membership }: MachineView): TemplateResult {
  return html`<div class="lab-part">
    <p>Node ${id} ${membership === null ? "" : words[membership]}.</p>
    <div class="button-row">
      <button class="button" ?disabled=${membership === "voter"}
        @click=${() => press(session, { add_server: id })}>
        Add to the cluster<span class="hidden"> Node ${id}</span>
      </button>
      <button class="button" ?disabled=${membership === "learner"}
        @click=${() => press(session, { add_learner: id })}>
        Make a learner<span class="hidden"> of Node ${id}</span>
      </button>
      <button class="button" ?disabled=${membership === "outside"}
        @click=${() => press(session, { remove_server: id })}>
        Remove from the cluster<span class="hidden"> Node ${id}</span>
      </button>
    </div>
  </div>`;
}
