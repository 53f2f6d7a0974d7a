// @ts-check
// One path under which both checkouts are built.

import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "./checkout.mjs";

const ALIAS = join(ROOT, "bench/target/against/checkout");

/**
 * Lets `build` see a checkout at a path that is the same for every checkout.
 *
 * The names of functions contain a fingerprint of the path of their crate, and their names decide
 * where they lie in memory. Built at two paths, the same sources differ in speed by a few percent.
 * @template T
 * @param {string} root Of the checkout.
 * @param {(root: string) => T} build
 * @returns {T}
 */
export function underOnePath(root, build) {
  mkdirSync(dirname(ALIAS), { recursive: true });
  rmSync(ALIAS, { force: true });
  symlinkSync(root, ALIAS, "junction");
  try {
    return build(ALIAS);
  } finally {
    rmSync(ALIAS, { force: true });
  }
}
