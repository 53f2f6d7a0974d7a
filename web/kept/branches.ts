/** All branches of a run as they are kept, and back. */

import type { Engine, KeptBranches } from "../engine/engine.ts";
import type { BranchView, View } from "../engine/view.ts";
import { openShared } from "../session/runs.ts";
import type { Session } from "../session/session.ts";

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

/** Opens a run with all its branches, paused at the moment it was left at; false when refused. */
export async function openKept(session: Session, kept: KeptBranches): Promise<boolean> {
  const [only] = kept.branches;
  if (only && kept.branches.length === 1)
    return openShared(session, "kept", () => session.engine.open(only.link));
  return (
    (await session.fullEngine.fetch()) &&
    openShared(session, "kept", () => session.engine.openKept(kept))
  );
}
