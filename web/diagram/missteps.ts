/** Where a rule that is broken on purpose was missing in a run: a hunt found that out for its story. */

import type { Microseconds, View } from "../engine/view.ts";

export interface Misstep {
  readonly at: Microseconds;
  /** What was done without the rule, and what the rule asks for. */
  readonly sentence: string;
}

/** What a story is known by, however often it is opened; its other branches go another way. */
type Story = Pick<View, "seed" | "title" | "branch" | "options">;

const found = new WeakMap<object, Map<string, readonly Misstep[]>>();

/** `page` is the session of the page. */
export function noteMissteps(page: object, story: Story, missteps: readonly Misstep[]): void {
  const known = found.get(page) ?? new Map<string, readonly Misstep[]>();
  found.set(page, known.set(keyOf(story), missteps));
}

export function misstepsOf(page: object, story: Story): readonly Misstep[] {
  return found.get(page)?.get(keyOf(story)) ?? [];
}

function keyOf({ seed, title, branch, options }: Story): string {
  return JSON.stringify([seed, title, branch, options]);
}
