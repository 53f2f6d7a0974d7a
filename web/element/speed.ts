/** Speed: Auto, or any rate from 0.01× to 100×. */

import { html, type TemplateResult } from "lit";
import { sliderFromSpeed, speedFromSlider, speedSlider, speedWords } from "../clock/speed.ts";
import type { Picture } from "../session/picture.ts";
import type { Session } from "../session/session.ts";

export function speedControl(session: Session, { page }: Picture): TemplateResult {
  const auto = page.speed.kind === "auto";
  const words = speedWords(page.speed);
  const slide = (event: Event) => {
    if (event.target instanceof HTMLInputElement)
      session.transport.setSpeed(speedFromSlider(Number(event.target.value)));
  };
  return html`<div class="speed">
    <label class="slider">
      <span class="slider-name">Speed</span>
      <input type="range" aria-label="Speed" min=${speedSlider.min} max=${speedSlider.max} step=${speedSlider.step}
        .value=${String(sliderFromSpeed(page.speed, 1))} aria-valuetext=${words} @input=${slide} />
    </label>
    <button class="button speed-value" aria-pressed=${auto} title="Auto follows what happens (A)"
      aria-label="Auto" @click=${() => (auto ? session.transport.setSpeed({ kind: "manual", rate: 1 }) : session.transport.autoSpeed())}>
      ${words}
    </button>
  </div>`;
}
