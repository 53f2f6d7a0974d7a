// @ts-check
// Runs cargo in a checkout.

import { spawnSync } from "node:child_process";
import { env } from "node:process";

/**
 * Runs cargo in the checkout at `root` and lets it build in the folder `target`. Its progress and
 * its errors go to stderr. Throws a sentence if it fails.
 * @param {string} root
 * @param {string} target
 * @param {string[]} args
 */
export function cargo(root, target, ...args) {
  const { status } = spawnSync("cargo", args, {
    cwd: root,
    env: { ...env, CARGO_TARGET_DIR: target },
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error(`\`cargo ${args.join(" ")}\` failed, as it says above.`);
}
