/** The part of the Share sheet that copies the link, and saves the run or its events as a file. */

import { html, nothing, type TemplateResult } from "lit";
import type { Session } from "../session/session.ts";
import { copyText } from "../session/sharing.ts";
import { countWords, momentWords } from "../words/format.ts";
import { pickFile, saveLines, saveScenario } from "./files.ts";
import { lateIcon } from "./late-icons.ts";

/** `url` is null for a run that has no link. */
export function exportSection(session: Session, url: string | null): TemplateResult {
  return html`
    ${url === null ? nothing : copyButton(session, url)}
    <h3>As a file</h3>
    <div class="button-row">
      <button class="button" title="Shift S" @click=${() => saveScenario(session)}>${lateIcon("save")}Save scenario</button>
      <button class="button" @click=${() => copyScenario(session)}>${lateIcon("copy")}Copy scenario</button>
      <button class="button" @click=${() => saveLines(session)}>${lateIcon("save")}Save events</button>
      ${openButton(session)}
    </div>
    <p class="quiet">
      A scenario holds the run and can be played again; events come as JSON lines. A scenario file
      can also be dropped on the page.
    </p>`;
}

function copyButton(session: Session, url: string): TemplateResult {
  const what = `the link to this run at ${momentWords(session.frame.now)}`;
  return html`<div class="button-row">
    <button class="button" @click=${() => copyText(session, url, what)}>${lateIcon("copy")}Copy link</button>
  </div>`;
}

export function openButton(session: Session): TemplateResult {
  return html`<button class="button" title="O" @click=${() => pickFile(session)}>${lateIcon("open")}Open file…</button>`;
}

async function copyScenario(session: Session): Promise<void> {
  if (!(await session.fullEngine.fetch())) return;
  session.attempt(() => {
    const text = session.engine.saveScenario();
    void copyText(session, text, `this run as a scenario, ${countWords(text.length)} characters`);
  });
}
