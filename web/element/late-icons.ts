/** Icons of the parts that are fetched later; see icons.ts. */

import type { TemplateResult } from "lit";
import swap from "lucide-static/icons/arrow-left-right.svg?raw";
import compare from "lucide-static/icons/columns-2.svg?raw";
import copy from "lucide-static/icons/copy.svg?raw";
import another from "lucide-static/icons/dices.svg?raw";
import save from "lucide-static/icons/download.svg?raw";
import open from "lucide-static/icons/folder-open.svg?raw";
import present from "lucide-static/icons/presentation.svg?raw";
import undo from "lucide-static/icons/undo-2.svg?raw";
import { iconOf } from "./icons.ts";

const icons = { another, compare, copy, open, present, save, swap, undo } as const;

/** An icon, hidden from screen readers: the button around it has the name. */
export function lateIcon(name: keyof typeof icons): TemplateResult {
  return iconOf(icons[name]);
}
