/** The headings of the panels. */

import type { PanelId } from "./panels.ts";

export const panelTitles: Readonly<Record<PanelId, string>> = {
  examples: "Examples",
  branches: "Branches of this run",
  twin: "Compare with a twin",
  faults: "Faults",
  history: "Requests over time",
  diagram: "Space-time diagram",
  figure: "Figure",
  verdict: "What is checked",
  ask: "Ask why",
  hunt: "Hunt for a failure",
  "new-run": "New run",
  runs: "Runs kept in this browser",
  help: "Help",
};
