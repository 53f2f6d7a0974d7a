/** Opening runs: a new one, that of a link, that of a scenario file, or another branch. */

import { openingRun } from "../story/seed.ts";
import { storyStart } from "../story/story.ts";
import type { Session } from "./session.ts";
import { refusalOfFragment } from "./share.ts";
import { forgetRun, type Notice } from "./state.ts";

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
  let isCompared = false;
  let hasCaptions = false;
  const opened = change(session, () => {
    const result = session.engine.open(link);
    ({ isCompared, hasCaptions } = result);
    if (result.notice !== null) notice = { text: result.notice, tone: "calm" };
    if (!result.digestAgrees) {
      const text =
        result.notice ??
        "This engine replays the link differently: what you see is not what was shared.";
      notice = { text, tone: "refused" };
    }
  });
  if (notice !== null) session.update((page) => ({ ...page, notice }));
  if (opened && hasCaptions) session.playback.captionsUntil(session.picture.view.head);
  if (opened && isCompared) void session.fullEngine.fetch();
  return opened;
}

/** Begins the tour anew. */
export function beginTour(session: Session): void {
  if (change(session, () => session.engine.newRun(openingRun))) session.tellAnew(storyStart);
}

/** Opens the text of a scenario file. Takes the full engine. */
export function openScenario(session: Session, json: string): boolean {
  const opened = change(session, () => session.engine.openScenario(json));
  if (opened && hasCaptions(json)) session.playback.captionsUntil(session.picture.view.head);
  return opened;
}

function change(session: Session, work: () => void): boolean {
  return take(session, () => {
    work();
    session.playback.captionsUntil(0);
  });
}

/** Shows another branch of the same run. */
export function turnTo(session: Session, work: () => void): void {
  const { removed } = session.page;
  if (take(session, work)) session.update((page) => ({ ...page, removed }));
}

/** Shows another run or branch; when the engine refuses, everything stays as it was. */
function take(session: Session, work: () => void): boolean {
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
