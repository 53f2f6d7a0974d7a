/** The same engine, compiled for this machine: the command line's account of a run. */

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Microseconds } from "../engine/view.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

export interface NativeReport {
  readonly digest: string;
  readonly until_us: Microseconds;
  readonly link: string;
  readonly digest_agrees: boolean | null;
  readonly committed: number;
}

let program: string | null = null;

/** Built with the whole workspace's features, so that nothing is compiled a second time. */
export function buildNative(): string {
  if (program !== null) return program;
  const args = ["build", "--bin", "raft-playground", "--message-format", "json", "--quiet"];
  const { status, stdout, stderr } = run("cargo", [...args, "--locked"], "");
  if (status !== 0) throw new Error(`The command line could not be built:\n${stderr}`);
  const built = stdout
    .split("\n")
    .map((line) => /"executable":"((?:[^"\\]|\\.)*raft-playground(?:\.exe)?)"/.exec(line)?.[1])
    .find((path) => path !== undefined);
  if (built === undefined) throw new Error("cargo did not say where the command line is.");
  program = JSON.parse(`"${built}"`) as string;
  return program;
}

/** Plays a scenario's text or a link, to its own end or to a moment. */
export function nativeReport(run_: string, until?: Microseconds): NativeReport {
  const limit = until === undefined ? [] : ["--until", `${until}us`];
  const { status, stdout, stderr } = run(
    buildNative(),
    ["run", "-", "--format", "json", ...limit],
    run_,
  );
  // 1 is a run that was played and did not hold: it has a digest all the same.
  if (status !== 0 && status !== 1) throw new Error(`The command line refused: ${stderr}`);
  return JSON.parse(stdout) as NativeReport;
}

function run(command: string, args: readonly string[], input: string) {
  return spawnSync(command, args, { cwd: ROOT, encoding: "utf8", input, maxBuffer: 1e9 });
}
