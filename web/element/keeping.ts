/** Keeps the runs of the page, if it asks for that. All but this is fetched after the start. */

import type { Keeper } from "../kept/keeper.ts";
import type { Session } from "../session/session.ts";

export class Keeping {
  #keeper: Promise<Keeper | null> | null = null;

  /** Brings back the last run of this browser. */
  async restore(session: Session): Promise<void> {
    const keeper = await this.#fetch(session);
    // A visit begins without its last run rather than not at all.
    await keeper?.restore().catch(() => undefined);
  }

  /** Shows the run that was there before the address named a link, or a fresh one. */
  async leaveLink(session: Session): Promise<void> {
    const { keeperOf } = await import("../kept/keep-here.ts");
    await keeperOf(session).leaveLink();
  }

  noteChange(session: Session): void {
    void this.#fetch(session).then((keeper) => keeper?.noteChange());
  }

  #fetch(session: Session): Promise<Keeper | null> {
    this.#keeper ??= import("../kept/keep-here.ts")
      .then(({ beginKeeping }) => beginKeeping(session))
      // Without it the page works as before, and the next visit tries again.
      .catch(() => null);
    return this.#keeper;
  }
}
