/** Opening runs: a new one, that of a link, that of a scenario file, or another branch. */

import type { OpenedLink } from "../engine/engine.ts";
import type { View } from "../engine/view.ts";
import type { Session } from "./session.ts";
import { refusalOfFragment } from "./share.ts";
import { type Captions, forgetRun, type Notice } from "./state.ts";

export function beginRun(session: Session): void {
  const { nodes } = session.picture.view.options;
  change(session, () => session.engine.newRun({ nodes }));
}

/**
 * Opens a run from its link, paused at its moment; false when it is refused at once. A long run is
 * opened while the page goes on; `end` is called with whether it came to be shown.
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
  return session.opening.begin(link, {
    show: (opened) => {
      showAnother(session);
      const notice = noticeOf(opened);
      const captions = opened.hasCaptions ? captionsOf(session.engine.view()) : null;
      session.prepare((page) => ({
        ...page,
        touring: false,
        captions,
        ...(notice !== null && { notice }),
      }));
      if (opened.isCompared) void session.fullEngine.fetch();
      end(true);
    },
    giveUp: () => end(false),
  });
}

function noticeOf({ digestAgrees, notice }: OpenedLink): Notice | null {
  if (digestAgrees) return notice === null ? null : { text: notice, tone: "calm" };
  const text =
    notice ?? "This engine replays the link differently: what you see is not what was shared.";
  return { text, tone: "refused" };
}

/**
 * Opens the text of a scenario file, and says what does not come about as the file says. Returns
 * these sentences, or null when the file is refused. Takes the full engine.
 */
export function openScenario(session: Session, json: string): readonly string[] | null {
  let notices: readonly string[] = [];
  const opened = change(session, () => {
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
