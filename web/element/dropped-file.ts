/** Opens a scenario file that is dropped on the page. */

import type { Session } from "../session/session.ts";
import { load } from "./lazy-parts.ts";

export function allowDrop(event: DragEvent): void {
  if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
}

export function openDropped(session: Session, event: DragEvent): void {
  const [file] = event.dataTransfer?.files ?? [];
  if (!file) return;
  event.preventDefault();
  load(
    session,
    import("./files.ts").then((files) => files.openFile(session, file)),
  );
}
