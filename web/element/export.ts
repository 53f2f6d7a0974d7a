/** The part of the Share sheet that copies the link, shows the run in a hall, and saves it as a file or a figure. */

import { html, nothing, type TemplateResult } from "lit";
import type { Session } from "../session/session.ts";
import { copyText } from "../session/sharing.ts";
import { countWords, momentWords } from "../words/format.ts";
import { pickFile, saveLines, saveScenario, saveSequenceDiagram, saveShivizLog } from "./files.ts";
import { lateIcon } from "./late-icons.ts";

/** `url` is null for a run that has no link. */
export function exportSection(session: Session, url: string | null): TemplateResult {
  return html`
    <div class="button-row">
      ${url === null ? nothing : copyButton(session, url)}
      <button class="button" title="Z" @click=${() => session.update((page) => ({ ...page, sheet: null, presents: true }))}>${lateIcon("present")}Present</button>
    </div>
    <p class="quiet">
      Present shows the figure alone, in large type: ← and → lead from caption to caption, Esc leads
      back. Where there are no keys, Previous, Next and Leave do.
    </p>
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
    </p>
    <h3>As a figure</h3>
    <div class="button-row">
      <button class="button" @click=${() => session.openSheet({ kind: "figure" })}>${lateIcon("present")}Make a figure…</button>
    </div>
    <p class="quiet">
      Ring, logs and diagram of this moment as SVG or PNG, with a caption and the link, for a slide or
      a report.
    </p>
    <h3>For other tools</h3>
    <div class="button-row">
      <button class="button" @click=${() => saveSequenceDiagram(session)}>${lateIcon("save")}Save for Mermaid</button>
      <button class="button" @click=${() => saveShivizLog(session)}>${lateIcon("save")}Save for ShiViz</button>
    </div>
    <p class="quiet">
      Mermaid draws the ten seconds before this moment as a sequence diagram, ShiViz the run up to it
      by its vector clocks. A run that is too long for them loses its beginning.
    </p>`;
}

function copyButton(session: Session, url: string): TemplateResult {
  const what = `the link to this run at ${momentWords(session.frame.now)}`;
  return html`<button class="button" @click=${() => copyText(session, url, what)}>${lateIcon("copy")}Copy link</button>`;
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
