/** Says which rules of Raft the run shown leaves out. */

import { html, nothing, type TemplateResult } from "lit";
import { type Rule, rules } from "../compare/rules.ts";
import { Panel } from "./panel.ts";

export class RaftRuleOff extends Panel {
  override render(): TemplateResult {
    const { bugs } = this.picture.view.options;
    const left = bugs.map((name) => rules.find((rule) => rule.name === name) ?? name);
    const [only, ...others] = left;
    const isOne = others.length === 0 && typeof only === "object";
    return html`<b>${bugs.length === 1 ? "Rule off" : "Rules off"}: ${left.map(titleWords).join("; ")}.</b>
      ${isOne ? only.rule : nothing}`;
  }
}

function titleWords(rule: Rule | string): string {
  return typeof rule === "string" ? rule : `${rule.title} (${rule.source})`;
}

customElements.define("raft-rule-off", RaftRuleOff);
