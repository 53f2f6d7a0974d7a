/** The upper edge of the time strip: dragged up, it opens the strip to the diagram. */

import type { LitElement } from "lit";
import type { Session } from "../session/session.ts";
import { togglePanel } from "../session/state.ts";

/** Pixels by which the edge is dragged up until the diagram opens. */
const PULL = 12;

export function openByDragging({ renderRoot }: LitElement, session: Session): void {
  renderRoot.addEventListener("pointerdown", (event) => {
    const { target } = event;
    if (!(event instanceof PointerEvent) || !(target instanceof HTMLElement)) return;
    if (target.matches(".strip-edge")) follow(target, event, session);
  });
}

function follow(edge: HTMLElement, { pointerId, clientY }: PointerEvent, session: Session): void {
  edge.setPointerCapture(pointerId);
  edge.onpointermove = (event) => {
    if (clientY - event.clientY < PULL || !edge.hasPointerCapture(pointerId)) return;
    edge.releasePointerCapture(pointerId);
    session.update((page) => togglePanel(page, "diagram"));
  };
}
