/** Keeps the runs of the page, if it asks for that. All but this is fetched after the start. */

import type { Keeper } from "../kept/keeper.ts";
import type { Session } from "../session/session.ts";

export class Keeping {
  #keeper: Keeper | null = null;

  /** From now on, runs are kept. Without the fetched part, the page works as before. */
  async begin(session: Session, restores: boolean): Promise<void> {
    try {
      this.#keeper ??= (await import("../kept/keep-here.ts")).beginKeeping(session);
      if (restores) await this.#keeper.restore();
      this.#keeper.noteChange();
    } catch {
      // The next visit tries again.
    }
  }

  noteChange(): void {
    this.#keeper?.noteChange();
  }

  /** Shows the run that was there before the address named a link, or a fresh one. */
  async leaveLink(session: Session): Promise<void> {
    const { keeperOf } = await import("../kept/keep-here.ts");
    await keeperOf(session).leaveLink();
  }
}
