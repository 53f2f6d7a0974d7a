/** Lucide icons, each imported singly. Their markup is a constant of the build, never data. */

import { html, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import examples from "lucide-static/icons/book-open.svg?raw";
import newest from "lucide-static/icons/chevron-last.svg?raw";
import help from "lucide-static/icons/circle-question-mark.svg?raw";
import leader from "lucide-static/icons/crown.svg?raw";
import newRun from "lucide-static/icons/dices.svg?raw";
import more from "lucide-static/icons/ellipsis.svg?raw";
import goTo from "lucide-static/icons/flag.svg?raw";
import branch from "lucide-static/icons/git-branch.svg?raw";
import heal from "lucide-static/icons/link-2.svg?raw";
import rise from "lucide-static/icons/maximize-2.svg?raw";
import themeDark from "lucide-static/icons/moon.svg?raw";
import pause from "lucide-static/icons/pause.svg?raw";
import write from "lucide-static/icons/pencil.svg?raw";
import play from "lucide-static/icons/play.svg?raw";
import restart from "lucide-static/icons/rotate-ccw.svg?raw";
import partition from "lucide-static/icons/scissors.svg?raw";
import share from "lucide-static/icons/share-2.svg?raw";
import violated from "lucide-static/icons/shield-alert.svg?raw";
import held from "lucide-static/icons/shield-check.svg?raw";
import stepBack from "lucide-static/icons/step-back.svg?raw";
import step from "lucide-static/icons/step-forward.svg?raw";
import themeLight from "lucide-static/icons/sun.svg?raw";
import themeSystem from "lucide-static/icons/sun-moon.svg?raw";
import close from "lucide-static/icons/x.svg?raw";
import crash from "lucide-static/icons/zap.svg?raw";

const icons = {
  branch,
  close,
  crash,
  examples,
  goTo,
  heal,
  held,
  help,
  leader,
  more,
  newRun,
  newest,
  partition,
  pause,
  play,
  restart,
  rise,
  share,
  step,
  stepBack,
  themeDark,
  themeLight,
  themeSystem,
  violated,
  write,
} as const;
export type IconName = keyof typeof icons;

/** An icon, hidden from screen readers: the button around it has the name. */
export function icon(name: IconName): TemplateResult {
  return iconOf(icons[name]);
}

/** An icon from the markup of its shapes, which must be a constant of the build. */
export function iconOf(shapes: string): TemplateResult {
  return html`<span class="icon" aria-hidden="true">${unsafeHTML(`${FRAME}${shapes}</svg>`)}</span>`;
}

/** The frame of every icon: the build takes it off each of them (`shapesOfIcons`). */
const FRAME =
  "<!-- @license lucide-static - ISC -->" +
  '<svg width="24" height="24" viewBox="0 0 24 24" fill="none" ' +
  'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">';
