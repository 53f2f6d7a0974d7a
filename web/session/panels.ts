/**
 * The table of panels: the parts of the page that open on request, each fetched when it is first
 * opened. A panel is one row here and one file, `element/panels/<id>.ts`, that draws it; the
 * keyboard, its list (`?`), the state of the page and the fetching follow from the row; its heading
 * stands in `panel-titles.ts`, which comes with the first dialog.
 */

export interface PanelEntry {
  readonly id: string;
  /** A drawer stands beside the ring on a wide page, and is a dialog on a phone. */
  readonly stands: "drawer" | "dialog";
  /** The letter that opens it; null when none does. `key-words.ts` says so in the list of keys. */
  readonly key: string | null;
  /** Whether it shows something that only the full engine can answer. */
  readonly needsFullEngine: boolean;
}

export const panels = [
  {
    id: "examples",
    stands: "dialog",
    key: "i",
    needsFullEngine: false,
  },
  {
    id: "branches",
    stands: "dialog",
    key: "b",
    needsFullEngine: true,
  },
  /** The options of a twin, to be compared with the run shown. */
  {
    id: "twin",
    stands: "dialog",
    key: null,
    needsFullEngine: false,
  },
  {
    id: "faults",
    stands: "drawer",
    key: "l",
    needsFullEngine: false,
  },
  {
    id: "history",
    stands: "drawer",
    key: "k",
    needsFullEngine: true,
  },
  {
    id: "diagram",
    stands: "drawer",
    key: ";",
    needsFullEngine: true,
  },
  {
    id: "figure",
    stands: "dialog",
    key: null,
    needsFullEngine: true,
  },
  {
    id: "verdict",
    stands: "dialog",
    key: "j",
    needsFullEngine: true,
  },
  {
    id: "ask",
    stands: "dialog",
    key: "!",
    needsFullEngine: true,
  },
  {
    id: "hunt",
    stands: "dialog",
    key: "g",
    needsFullEngine: false,
  },
  {
    id: "new-run",
    stands: "dialog",
    key: "n",
    needsFullEngine: false,
  },
  {
    id: "runs",
    stands: "dialog",
    key: "y",
    needsFullEngine: false,
  },
  /** The signs, the keys, and what the page is. */
  {
    id: "help",
    stands: "dialog",
    key: "?",
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
