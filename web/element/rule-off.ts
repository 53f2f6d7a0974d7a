/** Says which rules of Raft are broken on purpose in the run shown. */

import { html, nothing, type TemplateResult } from "lit";
import { type Rule, rules } from "../compare/rules.ts";
import { ruleInSentence } from "../words/rule-names.ts";
import { Panel } from "./panel.ts";

export class RaftRuleOff extends Panel {
  override render(): TemplateResult {
    const { page, view } = this.picture;
    const { bugs } = view.options;
    const broken = bugs.map((name) => rules.find((rule) => rule.name === name));
    const names = bugs.map((name, place) => sourced(ruleInSentence(name), broken[place]));
    // A small page keeps its room for the reason of what is shown.
    const [only] = bugs.length > 1 || page.compact || page.low ? [] : broken;
    return html`<b>Broken on purpose: ${names.join("; ")}.</b>
      ${only === undefined ? nothing : `${only.title}. The rule that is not kept here: ${only.rule}`}`;
  }
}

function sourced(name: string, rule: Rule | undefined): string {
  return rule === undefined ? `“${name}”` : `“${name}” (${rule.source})`;
}

customElements.define("raft-rule-off", RaftRuleOff);
