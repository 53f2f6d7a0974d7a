/** Says which rules of Raft the run shown leaves out. */

import { html, type TemplateResult } from "lit";
import { rules } from "../compare/rules.ts";
import { Panel } from "./panel.ts";

export class RaftRuleOff extends Panel {
  override render(): TemplateResult {
    const { bugs } = this.picture.view.options;
    return html`${bugs.length === 1 ? "Rule off" : "Rules off"}: ${bugs.map(ruleWords).join("; ")}.`;
  }
}

function ruleWords(name: string): string {
  const rule = rules.find((candidate) => candidate.name === name);
  return rule ? `${rule.title} (${rule.source})` : name;
}

customElements.define("raft-rule-off", RaftRuleOff);
