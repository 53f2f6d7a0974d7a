/** What each command of the keyboard does. */

import {
  crashLeader,
  heal,
  partition,
  restartAll,
  toggleChoices,
  write,
} from "../session/cluster.ts";
import { isJump, type JumpName } from "../session/jumps.ts";
import { isKeyedPanel, type KeyedPanel } from "../session/panels.ts";
import type { Session } from "../session/session.ts";
import { shareRun } from "../session/sharing.ts";
import type { CommandName } from "../session/shortcuts.ts";
import { closeTopmost, togglePanel } from "../session/state.ts";
import { turnTheme } from "./kept-choices.ts";
import { load } from "./load.ts";

/** What a command needs of the page besides the session. */
export interface Reach {
  /** Moves the focus to the field for commands. */
  typeCommand(): void;
  /** Drops the cutting line that is being drawn; returns false when there is none. */
  letGo(): boolean;
}

type Does = (session: Session, reach: Reach) => void;

const does: Readonly<Record<Exclude<CommandName, JumpName | KeyedPanel>, Does>> = {
  toggle: ({ transport }) => transport.toggle(),
  step: (session) => (session.page.presents ? toStop(session, 1) : session.transport.step()),
  stepBack: (session) =>
    session.page.presents ? toStop(session, -1) : session.transport.stepBack(),
  secondOn: ({ transport }) => transport.secondOn(),
  secondBack: ({ transport }) => transport.secondBack(),
  nextMark: (session) => leap(session, (leaps) => leaps.nextMark(session)),
  previousMark: (session) => leap(session, (leaps) => leaps.previousMark(session)),
  slower: ({ transport }) => transport.nudgeSpeed(-1),
  faster: ({ transport }) => transport.nudgeSpeed(1),
  autoSpeed: ({ transport }) => transport.autoSpeed(),

  write,
  typeWrite: (_session, reach) => reach.typeCommand(),
  crashLeader,
  restartAll,
  partition,
  chooseGroups: (session) => session.openSheet({ kind: "partition" }),
  heal,
  choices: toggleChoices,

  share: shareRun,
  save: (session) =>
    load(
      session,
      import("./files.ts").then((files) => files.saveScenario(session)),
    ),
  openFile: (session) =>
    load(
      session,
      import("./files.ts").then((files) => files.pickFile(session)),
    ),
  undo: (session) =>
    load(
      session,
      import("../session/undo.ts").then(({ undo }) => undo(session)),
    ),
  parting: (session) => comparing(session, (part) => part.goToParting(session)),
  swap: (session) =>
    load(
      session,
      import("../session/swapping.ts").then(({ swapSides }) => swapSides(session)),
    ),
  alone: (session) => comparing(session, (part) => part.stopComparing(session)),

  feed: (session) =>
    session.update((page) => ({
      ...page,
      reading: "decisions",
      tab: "explain",
      risen: page.compact && !page.low && !page.risen,
    })),
  present: (session) => session.update((page) => ({ ...page, presents: !page.presents })),
  theme: turnTheme,
  escape: (session, reach) => {
    if (!reach.letGo()) session.update(closeTopmost);
  },
};

function comparing(
  session: Session,
  go: (part: typeof import("../session/comparing.ts")) => void,
): void {
  load(session, import("../session/comparing.ts").then(go));
}

function leap(session: Session, go: (leaps: typeof import("../session/leaps.ts")) => void): void {
  load(session, import("../session/leaps.ts").then(go));
}

/** To the next or the previous caption of a presentation. */
function toStop(session: Session, direction: 1 | -1): void {
  load(
    session,
    import("../session/presenting.ts").then((part) => part.goToStop(session, direction)),
  );
}

export function runCommand(command: CommandName, session: Session, reach: Reach): void {
  if (isJump(command)) leap(session, ({ jump }) => jump(session, command));
  else if (isKeyedPanel(command)) session.update((page) => togglePanel(page, command));
  else does[command](session, reach);
}
