/** All branches of a run as they are kept, and back. */

import type { Engine, KeptBranches } from "../engine/engine.ts";
import type { BranchView, View } from "../engine/view.ts";
import { openInPortions } from "../session/runs.ts";
import type { Session } from "../session/session.ts";
import type { Captions } from "../session/state.ts";

/** All branches of the run shown, as they are kept. */
export function branchesOf(
  engine: Pick<Engine, "branchLink">,
  { branches, branch: shown }: View,
): KeptBranches {
  const placeOf = (id: number) => branches.findIndex((branch) => branch.id === id);
  return {
    branches: branches.map(({ id, parent, forkedAt }) => ({
      link: engine.branchLink(id),
      parent: parent === null ? null : placeOf(parent),
      forkedAt,
    })),
    shown: placeOf(shown),
  };
}

/** What distinguishes a run that somebody has gone on with from the run that was opened. */
export function traceOf(branches: readonly BranchView[]): string {
  return JSON.stringify(
    branches.map(({ id, head, actionCount, name }) => [id, head, actionCount, name]),
  );
}

/** Where the captions of a run end, with the place of their branch; null for a run without any. */
export function captionsOfKept({ branches }: View, captions: Captions | null): Captions | null {
  const branch = branches.findIndex(({ id }) => id === captions?.branch);
  return captions === null || branch < 0 ? null : { ...captions, branch };
}

/**
 * Opens a run with all its branches, paused at the moment it was left at; false when it is refused
 * or given up. A long run is opened while the page goes on, as a link is.
 */
export async function openKept(
  session: Session,
  kept: KeptBranches,
  captions: Captions | null,
): Promise<boolean> {
  const [only, ...others] = kept.branches;
  const run = only && others.length === 0 ? only.link : kept;
  const isOpen = await new Promise<boolean>((end) => openInPortions(session, "kept", run, end));
  const told = isOpen && run === kept && captions && session.picture.view.branches[captions.branch];
  if (captions && told)
    session.update((page) => ({ ...page, captions: { ...captions, branch: told.id } }));
  return isOpen;
}
