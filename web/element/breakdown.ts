/** The screen after a breakdown of the engine, with the link of the run. Fetched then. */

import { html, type TemplateResult } from "lit";
import { toClipboard } from "./clipboard.ts";

export interface Breakdown {
  readonly reason: string;
  /** The whole address of the run, or null when there was none yet. */
  readonly url: string | null;
}

export function breakdownScreen({ reason, url }: Breakdown): TemplateResult {
  const select = (event: Event) => {
    if (event.target instanceof HTMLInputElement) event.target.select();
  };
  const press = async (event: Event) => {
    const button = event.currentTarget;
    if (url === null || !(button instanceof HTMLButtonElement)) return;
    const copied = await toClipboard(url);
    button.textContent = copied ? "Copied" : "Select the link above";
  };
  return html`<section class="breakdown" role="alert">
    <h1>${url === null ? "The playground could not start." : "The engine stopped."}</h1>
    <p>
      ${
        url === null
          ? "It needs WebAssembly and the files beside this page. Reload, or try another browser."
          : "That is our mistake, not yours. This link holds the run up to its last good moment; it is also a good bug report."
      }
    </p>
    ${url === null ? "" : html`<input class="share-url" type="text" readonly aria-label="Link to this run" .value=${url} @focus=${select} />`}
    <div class="button-row">
      ${url === null ? "" : html`<button class="button primary" @click=${press}>Copy link</button>`}
      <button class="button" @click=${() => location.reload()}>Reload</button>
    </div>
    <p class="quiet">What the browser said: ${reason}</p>
  </section>`;
}
