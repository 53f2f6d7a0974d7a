/** The base classes of the page's parts. */

import { LitElement, type TemplateResult } from "lit";
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

/** The type of `draw` in each file of `panels/`; `place` is the class of its place on the page. */
export type DrawPanel = (
  session: Session,
  picture: Picture,
  place: "raised" | "",
) => TemplateResult;
