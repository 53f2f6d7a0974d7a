/** Begins the run of the form. Fetched with the form. */

import {
  complaintOf,
  type NewRunDraft,
  type Refusal,
  refusalOf,
  scenarioOf,
} from "../compare/new-run.ts";
import { countOf } from "../words/format.ts";
import { openScenario } from "./runs.ts";
import type { Session } from "./session.ts";

/** Returns the refusal, and then all stays as it was; null when the run is shown. */
export async function beginRun(session: Session, draft: NewRunDraft): Promise<Refusal | null> {
  const complaint = complaintOf(draft);
  if (complaint !== null) return complaint;
  if (!(await session.fullEngine.fetch())) return takeNotice(session);
  if (openScenario(session, scenarioOf(draft)) === null) return takeNotice(session);
  const { seed, options } = session.picture.view;
  const nodes = countOf(options.nodes, "node", "nodes");
  const before = session.page.compact
    ? "Runs… has the run before."
    : "U brings back the run before.";
  session.say(`A new run: ${nodes}, seed ${seed}. ${before}`);
  return null;
}

/** The form says the refusal by its field, so that no notice repeats it. */
function takeNotice(session: Session): Refusal {
  const { notice } = session.page;
  session.update((page) => ({ ...page, notice: null }));
  return refusalOf(notice?.text ?? "The run could not begin.");
}
