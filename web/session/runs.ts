/** Opening runs: a fresh one, that of a link, that of a scenario file; or another branch. */

import type { OpenedLink } from "../engine/engine.ts";
import type { View } from "../engine/view.ts";
import { arrived, leaving, type OpenRun, type RunBefore } from "./open-run.ts";
import type { Openable } from "./opening.ts";
import type { Session } from "./session.ts";
import { refusalOfFragment } from "./share.ts";
import { type Captions, forgetRun, type Notice } from "./state.ts";

/**
 * Opens a run from its link, paused at its moment; false when it is refused at once. The full
 * engine is fetched first, and a long run is opened while the page goes on; `end` is called with whether it came to be shown.
 */
export function openLink(
  session: Session,
  link: string,
  end: (isShown: boolean) => void = () => undefined,
): boolean {
  const refusal = refusalOfFragment(link);
  if (refusal !== null) {
    session.say(refusal, "refused");
    end(false);
    return false;
  }
  return openInPortions(session, "link", link, end);
}

/** Opens a link or a kept run in portions; false when it is refused at once. */
export function openInPortions(
  session: Session,
  from: OpenRun["from"],
  run: Openable,
  end: (isShown: boolean) => void,
): boolean {
  let before: RunBefore | null = null;
  return session.opening.begin(run, {
    leave: () => {
      before = leaving(session);
    },
    show: (opened) => {
      arrived(session, from, before);
      showAnother(session);
      sayShared(session, opened);
      end(true);
    },
    giveUp: () => end(false),
  });
}

/** Ends the tour, and says when a run comes out differently here than where it was made. */
function sayShared(session: Session, opened: OpenedLink): void {
  const { digestAgrees, notice: words, hasCaptions: isCaptioned } = opened;
  let notice: Notice | null = words === null ? null : { text: words, tone: "calm" };
  if (!digestAgrees) {
    const text =
      words ?? "This engine replays the link differently: what you see is not what was shared.";
    notice = { text, tone: "refused" };
  }
  const captions = isCaptioned ? captionsOf(session.engine.view()) : null;
  session.update((page) => ({
    ...page,
    touring: false,
    captions,
    ...(notice !== null && { notice }),
  }));
}

/**
 * Opens the text of a scenario file, and says what does not come about as the file says. Returns
 * these sentences, or null when the file is refused. Takes the full engine.
 */
export function openScenario(session: Session, json: string): readonly string[] | null {
  let notices: readonly string[] = [];
  const opened = change(session, "scenario", () => {
    notices = session.engine.openScenario(json);
  });
  if (!opened) return null;
  if (hasCaptions(json)) {
    const captions = captionsOf(session.picture.view);
    session.update((page) => ({ ...page, captions }));
  }
  if (notices.length > 0) session.say(noticeWords(notices));
  return notices;
}

/** A notice has room for a few sentences; the command line prints all of them. */
const NOTICES_SHOWN = 3;

/** The first sentences about a scenario, and how many more there are. */
export function noticeWords(notices: readonly string[]): string {
  const more = notices.length - NOTICES_SHOWN;
  const shown = notices.slice(0, NOTICES_SHOWN).join(" ");
  return more > 0 ? `${shown} (${more} more.)` : shown;
}

/** The captions of a scenario or a link that was just opened end where its run does. */
function captionsOf({ head, branch, branches }: View): Captions {
  const shown = branches.find(({ id }) => id === branch);
  return { branch, end: head, actions: shown?.actionCount ?? 0 };
}

/** Shows another run; the one shown can be brought back. */
export function change(session: Session, from: OpenRun["from"], work: () => void): boolean {
  const before = leaving(session);
  return take(session, () => {
    work();
    arrived(session, from, before);
  });
}

/** Opens a fresh run with a seed of its own. */
export function openFresh(session: Session): void {
  change(session, "fresh", () => session.engine.newRun());
}

/** Shows another branch of the same run. */
export function turnTo(session: Session, work: () => void): void {
  const { removed, guesses, captions } = session.page;
  if (take(session, work)) session.update((page) => ({ ...page, removed, guesses, captions }));
}

/** Shows another run or branch; when the engine refuses, everything stays as it was. */
export function take(session: Session, work: () => void): boolean {
  return session.attempt(() => {
    session.opening.cancel();
    work();
    showAnother(session);
  });
}

function showAnother(session: Session): void {
  session.transport.stand();
  session.prepare(forgetRun);
  session.turn();
}

/** Whether a scenario file, which the engine has accepted, has captions. */
function hasCaptions(json: string): boolean {
  const { captions } = JSON.parse(json) as { readonly captions?: readonly unknown[] };
  return (captions ?? []).length > 0;
}
