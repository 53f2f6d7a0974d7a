/** What the signs of faults need on the stage. Fetched with the full engine, which alone knows any. */

export { drawBadge } from "./draw-badges.ts";
export { placeNotes } from "./place-notes.ts";
