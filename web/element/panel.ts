/** What the parts of the page have in common. */

import { LitElement, type TemplateResult } from "lit";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";

/** A part without a shadow root of its own: one root and one set of styles for the whole page. */
export abstract class LightElement extends LitElement {
  protected override createRenderRoot(): this {
    return this;
  }
}

/** A part that shows the picture and passes presses on to the session. */
export abstract class Panel extends LightElement {
  static override properties = {
    session: { attribute: false },
    picture: { attribute: false },
  };
  declare session: Session;
  declare picture: Picture;
}

/** What each file in `panels/` exports as `draw`; `place` is the class that says where it stands. */
export type DrawPanel = (
  session: Session,
  picture: Picture,
  place: "raised" | "",
) => TemplateResult;
