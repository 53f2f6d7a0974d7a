// @ts-check
// A checkout of this repository: its folder, its build folders and its revision.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the checkout that this file belongs to. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * @typedef {object} Checkout
 * @property {string} root
 * @property {{ crate: string, engine: string }} targets Where the crate in bench/ is built, and
 * where the engine and the command line are.
 * @property {string} revision The commit in short, or "no revision" outside git.
 * @property {boolean} changed Whether files differ from that commit.
 */

/**
 * Looks at the checkout in a folder. Throws a sentence if there is none.
 * @param {string} path
 * @returns {Checkout}
 */
export function checkoutAt(path) {
  const root = resolve(path);
  const manifest = join(root, "bench/Cargo.toml");
  if (!existsSync(manifest) || !readFileSync(manifest, "utf8").includes('name = "raft-bench"')) {
    throw new Error(
      `${path} is no checkout of this repository, as bench/Cargo.toml of raft-bench is missing ` +
        "there: name one, such as `git worktree add ../before REVISION` makes.",
    );
  }
  /** @param {string[]} args */
  const git = (...args) => spawnSync("git", args, { cwd: root, encoding: "utf8" }).stdout?.trim();
  return {
    root,
    targets: { crate: join(root, "bench/target"), engine: join(root, "target") },
    revision: git("rev-parse", "--short=12", "HEAD") || "no revision",
    changed: Boolean(git("status", "--porcelain")),
  };
}

/**
 * The revision in words.
 * @param {Checkout} checkout
 */
export function revisionWords({ revision, changed }) {
  return changed ? `${revision} with uncommitted changes` : revision;
}
