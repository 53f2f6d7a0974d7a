// @ts-check
// The machine on which the figures were measured.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { arch, platform, versions } from "node:process";

const ROOT = new URL("../..", import.meta.url);

/** One line: processor, load, versions. */
export function machine() {
  const processors = cpus();
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(" ");
  const rustc = spawnSync("rustc", ["-V"], { cwd: ROOT, encoding: "utf8" });
  return [
    `machine: ${processors.length} × ${processors[0]?.model.trim()}, ${platform} ${arch}`,
    `load average ${load}`,
    rustc.stdout?.trim().replace(/ \(.*/, ""),
    `raft-rs ${lockedVersion("raft")}`,
    `Node ${versions.node}`,
  ].join("; ");
}

/**
 * The version of a crate in the lock file of the comparison.
 * @param {string} name
 */
function lockedVersion(name) {
  const lock = readFileSync(new URL("bench/Cargo.lock", ROOT), "utf8");
  return lock.match(`name = "${name}"\nversion = "(.*)"`)?.[1] ?? "unknown";
}
