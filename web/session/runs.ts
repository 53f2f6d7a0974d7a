/** Opening runs: a fresh one, that of a link, that of a scenario file; or another branch. */

import type { OpenedLink } from "../engine/engine.ts";
import { arrived, leaving, type OpenRun } from "./open-run.ts";
import type { Session } from "./session.ts";
import { mayCompare, refusalOfFragment } from "./share.ts";
import { forgetRun, type Notice } from "./state.ts";

/** Opens a run from its link, paused at its moment; false when it is refused. */
export function openLink(session: Session, link: string): boolean {
  const refusal = refusalOfFragment(link);
  if (refusal !== null) {
    session.say(refusal, "refused");
    return false;
  }
  const opened = openShared(session, "link", () => session.engine.open(link));
  if (opened && mayCompare(link)) void session.fullEngine.fetch();
  return opened;
}

/** Opens a run that carries a digest; a notice says when it comes out differently here. */
export function openShared(
  session: Session,
  from: OpenRun["from"],
  work: () => OpenedLink,
): boolean {
  let notice: Notice | null = null;
  const opened = change(session, from, () => {
    const result = work();
    if (result.notice !== null) notice = { text: result.notice, tone: "calm" };
    if (!result.digestAgrees) {
      const text =
        result.notice ??
        "This engine replays the link differently: what you see is not what was shared.";
      notice = { text, tone: "refused" };
    }
  });
  if (notice !== null) session.update((page) => ({ ...page, notice }));
  return opened;
}

/** Opens the text of a scenario file. Takes the full engine. */
export function openScenario(session: Session, json: string): boolean {
  const opened = change(session, "scenario", () => session.engine.openScenario(json));
  if (opened && hasCaptions(json)) session.playback.captionsUntil(session.picture.view.head);
  return opened;
}

function change(session: Session, from: OpenRun["from"], work: () => void): boolean {
  const before = leaving(session);
  return take(session, () => {
    work();
    session.playback.captionsUntil(0);
    arrived(session, from, before);
  });
}

/** Opens a fresh run with a seed of its own. */
export function openFresh(session: Session): void {
  change(session, "fresh", () => session.engine.newRun());
}

/** Shows another branch of the same run. */
export function turnTo(session: Session, work: () => void): void {
  const { removed } = session.page;
  if (take(session, work)) session.update((page) => ({ ...page, removed }));
}

/** Shows another run or branch; when the engine refuses, everything stays as it was. */
export function take(session: Session, work: () => void): boolean {
  return session.attempt(() => {
    work();
    session.transport.stand();
    session.prepare(forgetRun);
    session.hear({ kind: "left" });
    session.turn();
  });
}

/** Whether a scenario file, which the engine has accepted, has captions. */
function hasCaptions(json: string): boolean {
  const { captions } = JSON.parse(json) as { readonly captions?: readonly unknown[] };
  return (captions ?? []).length > 0;
}
