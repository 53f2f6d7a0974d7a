/** The table of keys, read by the keyboard, by the help that `?` opens, and by the tests. */

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
  /** How the sheet prints the keys. */
  readonly shown: string;
  readonly does: string;
}

/** The keys of the panels, in the order of their table. */
const panelShortcuts: readonly Shortcut[] = panels.flatMap(({ id, key }) =>
  key === null
    ? []
    : [{ command: id, keys: [key.letter], shown: key.letter.toUpperCase(), does: key.does }],
);

/** Branches stand with the keys of comparing; the other panels stand together. */
export const shortcuts: readonly Shortcut[] = [
  { command: "toggle", keys: [" "], shown: "Space", does: "Play or pause" },
  { command: "step", keys: ["ArrowRight"], shown: "→", does: "Step to the next event" },
  { command: "stepBack", keys: ["ArrowLeft"], shown: "←", does: "Back to the event before" },
  {
    command: "secondOn",
    keys: ["ArrowRight"],
    shift: true,
    shown: "Shift →",
    does: "One second on",
  },
  {
    command: "secondBack",
    keys: ["ArrowLeft"],
    shift: true,
    shown: "Shift ←",
    does: "One second back",
  },
  { command: "previousMark", keys: ["["], shown: "[", does: "To the mark before on the time line" },
  { command: "nextMark", keys: ["]"], shown: "]", does: "To the next mark on the time line" },
  ...jumps.map(({ name, key, direction, label }) => ({
    command: name,
    keys: [key],
    shift: direction === "back",
    shown: `${direction === "back" ? "Shift " : ""}${key.toUpperCase()}`,
    does: label,
  })),
  { command: "choices", keys: ["q"], shown: "Q", does: "What can happen next" },
  ...panelShortcuts.filter(({ command }) => command === "branches"),
  {
    command: "parting",
    keys: ["d"],
    shown: "D",
    does: "To the first difference of the two compared",
  },
  { command: "swap", keys: ["d"], shift: true, shown: "Shift D", does: "Swap left and right" },
  { command: "alone", keys: ["b"], shift: true, shown: "Shift B", does: "Stop comparing" },
  {
    command: "undo",
    keys: ["u"],
    shown: "U",
    does: "Bring back a removed branch, or the run before",
  },
  { command: "write", keys: ["w"], shown: "W", does: "Write the suggested or typed command" },
  { command: "typeWrite", keys: ["/"], shown: "/", does: "Type a command" },
  { command: "crashLeader", keys: ["c"], shown: "C", does: "Crash the leader" },
  { command: "restartAll", keys: ["r"], shown: "R", does: "Restart all crashed nodes" },
  { command: "partition", keys: ["p"], shown: "P", does: "Cut the leader and its neighbor off" },
  {
    command: "chooseGroups",
    keys: ["p"],
    shift: true,
    shown: "Shift P",
    does: "Choose the groups of a partition",
  },
  { command: "heal", keys: ["h"], shown: "H", does: "Heal the network" },
  { command: "slower", keys: [",", "-"], shown: ",", does: "Slower" },
  { command: "faster", keys: [".", "+", "="], shown: ".", does: "Faster" },
  { command: "autoSpeed", keys: ["a"], shown: "A", does: "Speed that follows what happens" },
  { command: "share", keys: ["s"], shown: "S", does: "Copy a link to this moment" },
  { command: "save", keys: ["s"], shift: true, shown: "Shift S", does: "Save as a scenario file" },
  { command: "openFile", keys: ["o"], shown: "O", does: "Open a scenario file" },
  { command: "feed", keys: ["f"], shown: "F", does: "Decisions" },
  {
    command: "present",
    keys: ["z"],
    shown: "Z",
    does: "Present: the figure alone, large; ← and → lead from caption to caption",
  },
  ...panelShortcuts.filter(({ command }) => command !== "branches"),
  { command: "theme", keys: ["t"], shown: "T", does: "Light, dark, or as the system has it" },
  { command: "escape", keys: ["Escape"], shown: "Esc", does: "Close, or let go of the selection" },
];

/** Keys of a focused node, which its button handles; they are here for the sheet. */
export const nodeKeys: readonly { readonly shown: string; readonly does: string }[] = [
  { shown: "0 … 8", does: "Select a node" },
  { shown: "Shift F10", does: "Menu of the focused node" },
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
