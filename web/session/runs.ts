/** Opening runs: a new one, that of a link, that of a scenario file, or another branch. */

import type { View } from "../engine/view.ts";
import type { Session } from "./session.ts";
import { mayCompare, refusalOfFragment } from "./share.ts";
import { type Captions, forgetRun, type Notice } from "./state.ts";

export function beginRun(session: Session): void {
  const { nodes } = session.picture.view.options;
  change(session, () => session.engine.newRun({ nodes }));
}

/** Opens a run from its link, paused at its moment; false when it is refused. */
export function openLink(session: Session, link: string): boolean {
  const refusal = refusalOfFragment(link);
  if (refusal !== null) {
    session.say(refusal, "refused");
    return false;
  }
  let notice: Notice | null = null;
  const opened = change(session, () => {
    const result = session.engine.open(link);
    session.prepare((page) => ({ ...page, touring: false }));
    if (result.notice !== null) notice = { text: result.notice, tone: "calm" };
    if (!result.digestAgrees) {
      const text =
        result.notice ??
        "This engine replays the link differently: what you see is not what was shared.";
      notice = { text, tone: "refused" };
    }
  });
  if (notice !== null) session.update((page) => ({ ...page, notice }));
  if (opened && mayCompare(link)) void session.fullEngine.fetch();
  return opened;
}

/** Opens the text of a scenario file. Takes the full engine. */
export function openScenario(session: Session, json: string): boolean {
  const opened = change(session, () => session.engine.openScenario(json));
  if (opened && hasCaptions(json)) {
    const captions = captionsOf(session.picture.view);
    session.update((page) => ({ ...page, captions }));
  }
  return opened;
}

/** The captions of a scenario that was just opened end where its run does. */
function captionsOf({ head, branch, branches }: View): Captions {
  const shown = branches.find(({ id }) => id === branch);
  return { branch, end: head, actions: shown?.actionCount ?? 0 };
}

/** Shows another run. */
export function change(session: Session, work: () => void): boolean {
  return take(session, work);
}

/** Shows another branch of the same run. */
export function turnTo(session: Session, work: () => void): void {
  const { removed, guesses, captions } = session.page;
  if (take(session, work)) session.update((page) => ({ ...page, removed, guesses, captions }));
}

/** Shows another run or branch; when the engine refuses, everything stays as it was. */
function take(session: Session, work: () => void): boolean {
  return session.attempt(() => {
    work();
    session.transport.stand();
    session.prepare(forgetRun);
    session.turn();
  });
}

/** Whether a scenario file, which the engine has accepted, has captions. */
function hasCaptions(json: string): boolean {
  const { captions } = JSON.parse(json) as { readonly captions?: readonly unknown[] };
  return (captions ?? []).length > 0;
}
