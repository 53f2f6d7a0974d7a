/** What the keys do, in the words of the help that `?` opens. */

import { type JumpName, jumps } from "./jumps.ts";
import type { CommandName, Shortcut } from "./shortcuts.ts";

const does: Readonly<Record<Exclude<CommandName, JumpName>, string>> = {
  toggle: "Play or pause; a focused button is pressed by it",
  step: "Step to the next event",
  stepBack: "Back to the event before",
  secondOn: "One second on",
  secondBack: "One second back",
  previousMark: "To the mark before on the time line",
  nextMark: "To the next mark on the time line",
  choices: "What can happen next",
  parting: "To the first difference of the two compared",
  swap: "Swap left and right",
  alone: "Stop comparing",
  undo: "Bring back a removed branch, or the run before",
  write: "Write the suggested or typed command",
  typeWrite: "Type a command",
  crashLeader: "Crash the leader",
  restartAll: "Restart all crashed nodes",
  partition: "Cut the leader and its neighbor off",
  chooseGroups: "Choose the groups of a partition",
  heal: "Heal the network",
  slower: "Slower",
  faster: "Faster",
  autoSpeed: "Speed that follows what happens",
  share: "Copy a link to this moment",
  save: "Save as a scenario file",
  openFile: "Open a scenario file",
  feed: "Decisions",
  present: "Present: the figure alone, large; ← and → lead from caption to caption",
  theme: "Light, dark, or as the system has it",
  escape: "Close, or let go of the selection",
  examples: "Examples",
  branches: "Branches, and what to compare",
  faults: "Faults, chaos and workload",
  history: "Requests over time",
  diagram: "Space-time diagram",
  verdict: "What is checked",
  ask: "Ask why",
  hunt: "Hunt for a failure",
  "new-run": "New run",
  runs: "Runs kept in this browser",
  help: "Signs, keys, and what this page is",
};

const names: Readonly<Record<string, string>> = {
  " ": "Space",
  ArrowRight: "→",
  ArrowLeft: "←",
  Escape: "Esc",
};

export interface KeyLine {
  /** The keys as they are printed. */
  readonly shown: string;
  readonly does: string;
}

/** The line of a shortcut in the list of keys. */
export function keyLine({ command, keys: [key = ""], shift }: Shortcut): KeyLine {
  const shown = `${shift ? "Shift " : ""}${names[key] ?? key.toUpperCase()}`;
  const jump = jumps.find(({ name }) => name === command);
  return { shown, does: jump?.label ?? does[command as keyof typeof does] };
}

/** Keys of a focused node, which its button handles. */
export const nodeKeys: readonly KeyLine[] = [
  { shown: "0 … 8", does: "Select a node" },
  { shown: "↑ ↓", does: "From the focused node to another" },
  { shown: "Shift F10", does: "Menu of the focused node" },
];
