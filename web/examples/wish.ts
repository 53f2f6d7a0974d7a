/**
 * What the address of the page asks for: an example by its name (`?example=`), or a scenario file
 * of the same origin (`?src=`). Pure; a refusal is one sentence.
 */

import { nearest } from "./nearest.ts";
import { type Example, tour } from "./shelf.ts";

export type Wish =
  | { readonly kind: "tour" }
  /** A scenario file, at this address. */
  | { readonly kind: "file"; readonly address: string; readonly shown: string }
  | { readonly kind: "refused"; readonly sentence: string };

/** Bytes; the engine counts characters, of which the longest has four. */
export const FILE_MAX = 4_000_000;
/** Characters of a stranger's text that a sentence repeats. */
const SHOWN_MAX = 60;

/** The wish in the page's address, or null. `base` is where the page's own files lie. */
export function wishOf(page: URL, base: URL, examples: readonly Example[]): Wish | null {
  const name = page.searchParams.get("example");
  if (name !== null) return exampleWish(name, base, examples);
  const source = page.searchParams.get("src");
  return source === null ? null : fileWish(source, page);
}

function exampleWish(name: string, base: URL, examples: readonly Example[]): Wish {
  if (name === tour.name) return { kind: "tour" };
  const found = examples.find((example) => example.name === name);
  if (found === undefined) return refused(unknownExample(name, examples));
  return { kind: "file", address: new URL(found.path, base).href, shown: found.path };
}

function fileWish(source: string, page: URL): Wish {
  const address = URL.canParse(source, page.href) ? new URL(source, page.href) : null;
  if (address === null || !/^https?:$/.test(address.protocol)) {
    return refused(
      `?src=${cut(source)} is no address of a file: expected one of this page's own origin, such as ?src=scenarios/story.json.`,
    );
  }
  if (address.origin !== page.origin) {
    return refused(
      `?src= names a file of ${cut(address.origin)}: expected one of this page's own origin, ${page.origin}; save that file and open it with Open file.`,
    );
  }
  return { kind: "file", address: address.href, shown: cut(source) };
}

function refused(sentence: string): Wish {
  return { kind: "refused", sentence };
}

/** The sentence about a name that no example has, with the nearest that one has. */
export function unknownExample(name: string, examples: readonly Example[]): string {
  const names = [tour.name, ...examples.map((example) => example.name)];
  return `There is no example “${cut(name)}”: the nearest ${listed(nearest(name, names))}.`;
}

/** The sentence about a file that is not there, with the example whose name is the nearest. */
export function missingFile(shown: string, status: number, examples: readonly Example[]): string {
  const name = shown.replace(/^.*\//, "").replace(/\.json$/, "");
  const paths = nearest(
    name,
    examples.map((example) => example.name),
  ).flatMap((near) => examples.find((example) => example.name === near)?.path ?? []);
  return `${shown} was not found (${status}): the nearest here ${listed(paths)}.`;
}

/** The sentence about a file that is too large. */
export function largeFile(shown: string): string {
  return `${shown} has more than ${FILE_MAX / 1_000_000} MB: expected a scenario file, which has at most that.`;
}

function cut(text: string): string {
  const letters = [...text.replace(/\p{Cc}/gu, " ")];
  return letters.length <= SHOWN_MAX
    ? letters.join("")
    : `${letters.slice(0, SHOWN_MAX).join("")}…`;
}

/** "is one", or "are one, another, and a third". */
function listed(names: readonly string[]): string {
  return `${names.length === 1 ? "is" : "are"} ${new Intl.ListFormat("en").format(names)}`;
}
