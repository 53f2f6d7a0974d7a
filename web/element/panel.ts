/** The base classes of the page's parts. */

import { LitElement, type PropertyValues, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";

/** A part that renders into the page's one shadow root, to share its styles. */
export abstract class LightElement extends LitElement {
  protected override createRenderRoot(): this {
    return this;
  }
}

/** A part that draws the picture and passes input to the session. */
export abstract class Panel extends LightElement {
  static override properties = {
    session: { attribute: false },
    picture: { attribute: false },
  };
  declare session: Session;
  declare picture: Picture;
}

/**
 * A list, which is drawn as often as lists are read: see `unhurried.ts`. While a run plays on, it comes
 * some frames after the rest: all in one frame would make that one late. What stands still is drawn
 * in the very next frame.
 */
export abstract class ListPanel extends Panel {
  protected readonly later: number = 3;
  #lists = -1;

  override shouldUpdate(changed: PropertyValues<this>): boolean {
    return changed.get("picture")?.lists !== this.picture.lists;
  }

  protected override async scheduleUpdate(): Promise<void> {
    const { lists } = this.picture;
    for (let frame = 0; lists !== this.#lists && frame < this.later; frame += 1)
      if (this.picture.page.playing) await new Promise(requestAnimationFrame);
    this.#lists = lists;
    super.scheduleUpdate();
  }
}

/** The type of `draw` in each file of `panels/`; `place` is the class of its place on the page. */
export type DrawPanel = (
  session: Session,
  picture: Picture,
  place: "raised" | "",
) => TemplateResult;
