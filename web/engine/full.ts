/** The whole engine: fetched when something is asked for that playing does not take. */

import init, { Playground } from "../generated/whole.js";
import wasmUrl from "../generated/whole_bg.wasm?url";
import type { Module } from "./playground.ts";

export async function loadWhole(): Promise<Module> {
  const { memory } = await init({ module_or_path: wasmUrl });
  const whole = new Playground(0);
  return { playground: whole, memory, whole };
}
