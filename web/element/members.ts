/** The members of the cluster, with buttons that change them (Thesis §4): a part of the drawer. */

import { html, nothing, type TemplateResult } from "lit";
import type { MachineView, NodeId } from "../engine/view.ts";
import { press, pressAll } from "../session/cluster.ts";
import { memberChanges } from "../session/membership.ts";
import type { Session } from "../session/session.ts";

/** What a machine is to the cluster. */
const words = {
  voter: "votes",
  joining: "votes among the new voters only",
  leaving: "votes among the old voters only, until the change is done",
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
      As the leader's log has it. One vote changes at a time, and a new server catches up before it
      gets its vote.
    </p>
    ${machines.map((machine) => row(session, machine))} ${manyAtOnce(session, machines)}
  </section>`;
}

/** Other voters, all at once: by way of a joint configuration (Raft §6). */
function manyAtOnce(session: Session, machines: readonly MachineView[]): TemplateResult {
  const isJoint = machines.some(({ membership }) => oneSided.has(membership));
  const change = (event: SubmitEvent) => {
    event.preventDefault();
    const chosen = new FormData(event.currentTarget as HTMLFormElement).getAll("voter");
    press(session, { change_membership: chosen.map((id): NodeId => Number(id)) });
  };
  return html`<form class="lab-part" @submit=${change}>
    <p>
      ${
        isJoint
          ? "A joint configuration is in force: nothing is decided without majorities of both, the old voters and the new."
          : "Or all votes at once: old and new voters then decide together, by majorities of both, until the change is done (Raft §6)."
      }
    </p>
    <fieldset class="button-row">
      <legend class="hidden">The voters that there are to be</legend>
      ${machines.map(
        ({ id, membership }) => html`<label>
          <input type="checkbox" name="voter" value=${id}
            ?checked=${membership === "voter" || membership === "joining"}>
          Node ${id}
        </label>`,
      )}
    </fieldset>
    <button class="button" ?disabled=${isJoint}>Change the voters at once</button>
  </form>`;
}

const oneSided: ReadonlySet<MachineView["membership"]> = new Set(["joining", "leaving"]);

function row(session: Session, machine: MachineView): TemplateResult {
  const { id, membership } = machine;
  return html`<div class="lab-part">
    <p>Node ${id} ${membership === null ? "" : words[membership]}.</p>
    <div class="button-row">
      ${memberChanges(machine).map(
        ({
          label,
          named,
          does,
          idle,
        }) => html`<button class="button" aria-label=${named} ?disabled=${idle}
          @click=${() => pressAll(session, does)}>${label}</button>`,
      )}
    </div>
  </div>`;
}
