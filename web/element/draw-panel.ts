/** Draws the panels of `session/panels.ts`; the file of each is fetched when it is first opened. */

import { nothing, type TemplateResult } from "lit";
import { type PanelId, panelOf } from "../session/panels.ts";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";
import { openDrawer, type PageState } from "../session/state.ts";
import type { DrawPanel } from "./panel.ts";

const files = import.meta.glob<{ readonly draw: DrawPanel }>("./panels/*.ts");
const fetched = new Map<PanelId, DrawPanel>();

/** Draws a panel, or nothing until its file has arrived. */
export function drawPanel(
  id: PanelId,
  session: Session,
  picture: Picture,
  place: "raised" | "" = "",
): TemplateResult | typeof nothing {
  return fetched.get(id)?.(session, picture, place) ?? nothing;
}

/** Draws the drawer that is open beside the ring of a wide page. */
export function raisedDrawer(session: Session, picture: Picture): TemplateResult | typeof nothing {
  const drawer = openDrawer(picture.page);
  return drawer !== null && drawer === picture.page.raised
    ? drawPanel(drawer, session, picture, "raised")
    : nothing;
}

/** Returns the open panel, whether it is a drawer or a dialog. */
export function openPanel(page: PageState): ReturnType<typeof panelOf> {
  return panelOf(page.sheet?.kind ?? page.raised ?? "");
}

export function isFetched(id: PanelId): boolean {
  return fetched.has(id);
}

export async function fetchPanel(id: PanelId): Promise<void> {
  const file = files[`./panels/${id}.ts`];
  if (file === undefined) {
    throw new Error(`No file draws the panel ${id}: expected element/panels/${id}.ts.`);
  }
  fetched.set(id, (await file()).draw);
}
