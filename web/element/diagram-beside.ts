/** The compared run in the diagram: read beside the run shown, on the same axis of time. */

import { onlyIn } from "../diagram/differing.ts";
import type { Filter } from "../diagram/filter.ts";
import { layoutDiagram, type Room } from "../diagram/layout.ts";
import { type Reading, readEvery, readSight, serves } from "../diagram/reading.ts";
import type { DiagramScene } from "../diagram/scene.ts";
import type { Sight } from "../diagram/sight.ts";
import type { Lanes } from "../engine/lanes.ts";
import { readComparedRun } from "../session/compared-run.ts";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";

export class DiagramBeside {
  #reading: Reading | null = null;
  #lanes: Lanes | null = null;
  #version = -1;
  #readAt = 0;
  /** What was compared last, and what came of it. */
  #compared: readonly [Reading, Reading] | null = null;
  #left: ReadonlySet<number> = new Set();
  #right: ReadonlySet<number> = new Set();

  get reading(): Reading | null {
    return this.#reading;
  }

  /** The points of the left run that the right one has not. */
  get onlyLeft(): ReadonlySet<number> {
    return this.#left;
  }

  get onlyRight(): ReadonlySet<number> {
    return this.#right;
  }

  /** Reads the compared run for a stretch; forgets it when nothing is compared. */
  read(
    session: Session,
    { view, page, comparedRun }: Picture,
    sight: Sight,
    shown: Reading | null,
  ): void {
    if (comparedRun === null || shown === null) {
      this.#reading = null;
      return;
    }
    const { head } = comparedRun.view;
    const now = performance.now();
    const isSame = this.#version === view.version;
    const isFresh = isSame || (page.playing && now - this.#readAt < readEvery);
    if (!this.#reading || !isFresh || !serves(this.#reading, sight, head)) {
      [this.#readAt, this.#version] = [now, view.version];
      this.#reading = readComparedRun(session.engine, (engine) => {
        this.#lanes = engine.lanes();
        return readSight(
          (from, until, most) => engine.diagram(from, until, most),
          sight,
          this.#lanes.nodes.length,
        );
      });
    }
    if (this.#compared?.[0] === shown && this.#compared[1] === this.#reading) return;
    this.#compared = [shown, this.#reading];
    this.#left = onlyIn(shown.points, this.#reading.points);
    this.#right = onlyIn(this.#reading.points, shown.points);
  }

  /** The scene of the compared run; null while nothing is compared. */
  scene(
    { view, comparedRun }: Picture,
    filter: Filter,
    sight: Sight,
    room: Room,
  ): DiagramScene | null {
    if (!this.#reading || !this.#lanes || comparedRun === null) return null;
    const { points } = this.#reading;
    return layoutDiagram(
      {
        lanes: this.#lanes,
        view: this.#reading.view,
        points,
        now: view.now,
        head: Math.max(this.#lanes.played, view.now),
        filter,
        lit: null,
        alone: this.#right,
        rings: [],
        parting: comparedRun.comparison?.divergence?.at ?? null,
      },
      sight,
      room,
    );
  }
}
