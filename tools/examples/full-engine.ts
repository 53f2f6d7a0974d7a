/** The full engine under Node, for what the tools draw. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Engine } from "../../web/engine/engine.ts";
import { fullModule } from "../../web/engine/full.ts";
import { engineOver } from "../../web/engine/playground.ts";
import * as full from "../../web/generated/full.js";

let isReady = false;

/** `root` is the folder of the project. */
export function fullEngine(root: string): Engine {
  if (!isReady) full.initSync({ module: readFileSync(join(root, "web/generated/full_bg.wasm")) });
  isReady = true;
  return engineOver(fullModule(new full.Playground(1)), () =>
    Promise.reject(new Error("It is the full engine already.")),
  );
}
