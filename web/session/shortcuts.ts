/** The table of keys. `key-words.ts` says what each does, for the help that `?` opens. */

import { type JumpName, jumps } from "./jumps.ts";
import { isKeyedPanel, type KeyedPanel, panels } from "./panels.ts";

export const commandNames = [
  "toggle",
  "step",
  "stepBack",
  "secondOn",
  "secondBack",
  "nextMark",
  "previousMark",
  ...jumps.map((jump): JumpName => jump.name),
  ...panels.map(({ id }) => id).filter((id): id is KeyedPanel => isKeyedPanel(id)),
  "choices",
  "parting",
  "swap",
  "alone",
  "undo",
  "write",
  "typeWrite",
  "crashLeader",
  "restartAll",
  "partition",
  "chooseGroups",
  "heal",
  "share",
  "save",
  "openFile",
  "slower",
  "faster",
  "autoSpeed",
  "theme",
  "feed",
  "present",
  "escape",
] as const;
export type CommandName = (typeof commandNames)[number];

export interface Shortcut {
  readonly command: CommandName;
  /** `KeyboardEvent.key` values, letters in lower case. */
  readonly keys: readonly string[];
  readonly shift?: boolean;
}

/** The keys of the panels, in the order of their table. */
const panelShortcuts: readonly Shortcut[] = panels.flatMap(({ id, key }) =>
  key === null ? [] : [{ command: id, keys: [key] }],
);

/** Branches stand with the keys of comparing; the other panels stand together. */
export const shortcuts: readonly Shortcut[] = [
  { command: "toggle", keys: [" "] },
  { command: "step", keys: ["ArrowRight"] },
  { command: "stepBack", keys: ["ArrowLeft"] },
  { command: "secondOn", keys: ["ArrowRight"], shift: true },
  { command: "secondBack", keys: ["ArrowLeft"], shift: true },
  { command: "previousMark", keys: ["["] },
  { command: "nextMark", keys: ["]"] },
  ...jumps.map(({ name, key, direction }) => ({
    command: name,
    keys: [key],
    shift: direction === "back",
  })),
  { command: "choices", keys: ["q"] },
  ...panelShortcuts.filter(({ command }) => command === "branches"),
  { command: "parting", keys: ["d"] },
  { command: "swap", keys: ["d"], shift: true },
  { command: "alone", keys: ["b"], shift: true },
  { command: "undo", keys: ["u"] },
  { command: "write", keys: ["w"] },
  { command: "typeWrite", keys: ["/"] },
  { command: "crashLeader", keys: ["c"] },
  { command: "restartAll", keys: ["r"] },
  { command: "partition", keys: ["p"] },
  { command: "chooseGroups", keys: ["p"], shift: true },
  { command: "heal", keys: ["h"] },
  { command: "slower", keys: [",", "-"] },
  { command: "faster", keys: [".", "+", "="] },
  { command: "autoSpeed", keys: ["a"] },
  { command: "share", keys: ["s"] },
  { command: "save", keys: ["s"], shift: true },
  { command: "openFile", keys: ["o"] },
  { command: "feed", keys: ["f"] },
  { command: "present", keys: ["z"] },
  ...panelShortcuts.filter(({ command }) => command !== "branches"),
  { command: "theme", keys: ["t"] },
  { command: "escape", keys: ["Escape"] },
];

/** The fields of a KeyboardEvent that select a command. */
export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** Returns the command of a key press, or null. Keys with Control, Alt or Meta have none. */
export function commandOf(press: KeyPress): CommandName | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const fits = (shortcut: Shortcut) => shortcut.keys.includes(key);
  const exact = shortcuts.find((entry) => fits(entry) && (entry.shift ?? false) === press.shiftKey);
  // Signs such as "?" and "+" need Shift on most keyboards: the sign itself decides.
  const isSign = key.length === 1 && key.toUpperCase() === key && key !== " ";
  return (exact ?? (isSign ? shortcuts.find(fits) : undefined))?.command ?? null;
}

/** The node that a digit selects, or null. */
export function nodeOf(press: KeyPress, nodeCount: number): number | null {
  if (press.ctrlKey || press.altKey || press.metaKey || !/^[0-8]$/.test(press.key)) return null;
  const id = Number(press.key);
  return id < nodeCount ? id : null;
}
