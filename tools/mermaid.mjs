// @ts-check
// Gives every shipped scenario as a sequence diagram to Mermaid's own parser.
//
//   node tools/mermaid.mjs
//
// Mermaid is no dependency of the project: it is installed below target/ (about 150 MB).

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { exit } from "node:process";
import { fileURLToPath } from "node:url";

const VERSION = "11.17.2";
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const HOME = `${ROOT}/target/mermaid`;
/** Commands that hold what Mermaid takes for its own. */
const HOSTILE = {
  format: 1,
  seed: 3,
  actions: [
    { at_ms: 4000, do: { write: 'a;b#c %% end <b> "x" {y} : -->> N0 & \\ `q` $z', to: "leader" } },
    { at_ms: 4100, do: { write: "end", to: "leader" } },
    { at_ms: 4200, do: { write: "Note over N0: #59; 🦀", to: 0 } },
    { at_ms: 5000, do: { isolate: "leader" } },
  ],
  until_ms: 9000,
};

/** @type {(program: string, ...args: string[]) => string} */
function run(program, ...args) {
  return execFileSync(program, args, { cwd: ROOT, encoding: "utf8", maxBuffer: 1 << 28 });
}

if (!existsSync(`${HOME}/node_modules/mermaid`)) {
  mkdirSync(HOME, { recursive: true });
  run("npm", "install", "--prefix", HOME, "--no-save", "--no-audit", `mermaid@${VERSION}`);
}
const { default: mermaid } = await import(`${HOME}/node_modules/mermaid/dist/mermaid.core.mjs`);
run("cargo", "build", "--quiet", "--locked", "--release", "--package", "raft-cli");
writeFileSync(`${HOME}/hostile.json`, JSON.stringify(HOSTILE));

const files = readdirSync(`${ROOT}/scenarios`, { recursive: true, encoding: "utf8" })
  .filter((it) => it.endsWith(".json") && it !== "schema.json")
  .map((it) => `scenarios/${it}`);
let refused = 0;
for (const file of [...files, `${HOME}/hostile.json`]) {
  let text = "";
  try {
    text = run("target/release/raft-playground", "run", file, "--format", "mermaid");
  } catch (error) {
    // A story of a broken rule ends with code 1: its diagram is printed all the same.
    text = String(/** @type {{ stdout?: unknown }} */ (error).stdout);
  }
  try {
    const { diagramType } = await mermaid.parse(text);
    if (diagramType !== "sequence") throw new Error(`It takes this for a ${diagramType}.`);
  } catch (error) {
    refused += 1;
    console.error(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}
console.log(
  `Mermaid ${VERSION} read ${files.length + 1 - refused} of ${files.length + 1} diagrams.`,
);
exit(refused ? 1 : 0);
