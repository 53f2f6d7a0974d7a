/**
 * Opens a scenario file that is dropped on the page, and shows where to drop it. Fetched once the
 * page is drawn.
 */

import { type LitElement, unsafeCSS } from "lit";
import type { Session } from "../session/session.ts";
import dropCss from "../styles/drop.css?inline";
import { adoptInto } from "./adopt.ts";
import { load } from "./load.ts";

const styles = unsafeCSS(dropCss);

export function takeDroppedFiles(host: LitElement, session: Session): void {
  const root = host.renderRoot as ShadowRoot;
  adoptInto(root, styles);
  const place = dropPlace();
  const listen = (type: "dragover" | "dragleave" | "drop", hear: (event: DragEvent) => void) =>
    root.addEventListener(type, (event) => {
      if (event instanceof DragEvent && isWhole(root)) hear(event);
    });

  listen("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    if (!place.isConnected) root.querySelector(".page")?.append(place);
  });
  listen("dragleave", ({ relatedTarget }) => {
    // Leaving one element for another within the page is not leaving it.
    if (!(relatedTarget instanceof Node && root.contains(relatedTarget))) place.remove();
  });
  listen("drop", (event) => {
    place.remove();
    const [file] = event.dataTransfer?.files ?? [];
    if (!file) return;
    event.preventDefault();
    load(
      session,
      import("./files.ts").then((files) => files.openFile(session, file)),
    );
  });
}

/** After a breakdown there is no page on which anything could be opened. */
function isWhole(root: ShadowRoot): boolean {
  return root.querySelector(".page") !== null;
}

function dropPlace(): HTMLElement {
  const place = document.createElement("div");
  place.className = "drop-place";
  place.role = "status";
  const words = document.createElement("p");
  words.textContent = "Drop a scenario file or a saved link here to open it.";
  place.append(words);
  return place;
}
