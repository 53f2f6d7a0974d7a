/** Opens a scenario file that is dropped on the page, and shows where to drop it. */

import type { LitElement } from "lit";
import type { Session } from "../session/session.ts";
import type { load } from "./lazy-parts.ts";

export function takeDrops(
  { renderRoot: root }: LitElement,
  session: Session,
  fetching: typeof load,
): void {
  const place = document.createElement("div");
  place.className = "drop-place";
  place.role = "status";
  place.innerHTML = "<p>Drop a scenario file or a saved link here to open it.</p>";

  root.addEventListener("dragover", (event) => {
    if (!(event instanceof DragEvent) || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (!place.isConnected) root.querySelector(".page")?.append(place);
  });
  // Leaving one element for another within the page is not leaving it.
  root.addEventListener("dragleave", (event) => {
    const to = event instanceof DragEvent ? event.relatedTarget : null;
    if (!(to instanceof Node) || !root.contains(to)) place.remove();
  });
  root.addEventListener("drop", (event) => {
    place.remove();
    const [file] = (event instanceof DragEvent && event.dataTransfer?.files) || [];
    if (!file) return;
    event.preventDefault();
    fetching(
      session,
      import("./files.ts").then((files) => files.openFile(session, file)),
    );
  });
}
