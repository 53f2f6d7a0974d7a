/**
 * The table of panels: the parts of the page that open on request, each fetched when it is first
 * opened. A panel is one row here and one file, `element/panels/<id>.ts`, that draws it; the
 * keyboard, its list (`?`), the state of the page and the fetching follow from the row.
 */

export interface PanelEntry {
  readonly id: string;
  /** The heading of its dialog. */
  readonly title: string;
  /** A drawer stands beside the ring on a wide page, and is a dialog on a phone. */
  readonly stands: "drawer" | "dialog";
  /** The letter that opens it and what the list of keys says of it; null when no key does. */
  readonly key: { readonly letter: string; readonly does: string } | null;
  /** Whether it shows something that only the full engine can answer. */
  readonly needsFullEngine: boolean;
}

export const panels = [
  {
    id: "examples",
    title: "Examples",
    stands: "dialog",
    key: { letter: "i", does: "Examples" },
    needsFullEngine: false,
  },
  {
    id: "branches",
    title: "Branches of this run",
    stands: "dialog",
    key: { letter: "b", does: "Branches, and what to compare" },
    needsFullEngine: false,
  },
  /** The options of a twin, to be compared with the run shown. */
  {
    id: "twin",
    title: "Compare with a twin",
    stands: "dialog",
    key: null,
    needsFullEngine: false,
  },
  {
    id: "faults",
    title: "Faults",
    stands: "drawer",
    key: { letter: "l", does: "Faults, chaos and workload" },
    needsFullEngine: false,
  },
  {
    id: "history",
    title: "Requests over time",
    stands: "drawer",
    key: { letter: "k", does: "Requests over time" },
    needsFullEngine: true,
  },
  {
    id: "verdict",
    title: "What is checked",
    stands: "dialog",
    key: { letter: "j", does: "What is checked" },
    needsFullEngine: true,
  },
  {
    id: "hunt",
    title: "Hunt for a failure",
    stands: "dialog",
    key: { letter: "g", does: "Hunt for a failure" },
    needsFullEngine: false,
  },
  {
    id: "new-run",
    title: "New run",
    stands: "dialog",
    key: { letter: "n", does: "New run" },
    needsFullEngine: false,
  },
  {
    id: "runs",
    title: "Runs kept in this browser",
    stands: "dialog",
    key: { letter: "y", does: "Runs kept in this browser" },
    needsFullEngine: false,
  },
  /** The signs, the keys, and what the page is. */
  {
    id: "help",
    title: "Help",
    stands: "dialog",
    key: { letter: "?", does: "Signs, keys, and what this page is" },
    needsFullEngine: false,
  },
] as const satisfies readonly PanelEntry[];

type Entry = (typeof panels)[number];
export type PanelId = Entry["id"];
export type Drawer = Extract<Entry, { readonly stands: "drawer" }>["id"];
/** A panel that a key opens. */
export type KeyedPanel = Exclude<Entry, { readonly key: null }>["id"];

/** The row of a panel, or null when the name is that of something else. */
export function panelOf(name: string): Entry | null {
  return panels.find((panel) => panel.id === name) ?? null;
}

export function isDrawer(name: string): name is Drawer {
  return panelOf(name)?.stands === "drawer";
}

export function isKeyedPanel(name: string): name is KeyedPanel {
  return (panelOf(name)?.key ?? null) !== null;
}
