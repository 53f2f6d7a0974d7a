/** The TypeScript type and the lines of words know every action of the published schema. */

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import published from "../../scenarios/schema.json";
import { takesFullEngine, wordsOf } from "../engine/action.ts";
import { allSamples, samples } from "./action-samples.ts";

/** The part of JSON Schema that the actions use. */
interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

const definitions = published.$defs as unknown as Readonly<Record<string, Schema>>;

function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : (definitions[name] ?? {});
}

/** What the schema leaves open, one line for each alternative: "restart.restart=all". */
function formsOf(schema: Schema, path: string): readonly string[] {
  const it = resolved(schema);
  const choices = it.anyOf ?? it.oneOf;
  if (choices) return choices.flatMap((choice) => formsOf(choice, path));
  const words = it.const === undefined ? it.enum : [it.const];
  if (words) return words.map((word) => `${path}=${word}`);
  if (it.properties) {
    return Object.entries(it.properties).flatMap(([name, field]) => [
      ...formsOf(field, `${path}.${name}`),
      ...(it.required?.includes(name) ? [] : [`${path}.${name} is missing`]),
    ]);
  }
  if (it.items) return formsOf(it.items, `${path}[]`);
  const types = [it.type ?? "any"].flat().filter((type) => type !== "null");
  return types.map((type) => `${path} is a ${type}`);
}

/** Those of them that a value takes. */
function formsIn(value: unknown, schema: Schema, path: string): readonly string[] {
  const it = resolved(schema);
  const choices = it.anyOf ?? it.oneOf;
  if (choices) return choices.flatMap((choice) => formsIn(value, choice, path));
  if (it.const !== undefined || it.enum) return [`${path}=${value}`];
  if (it.properties) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
    const fields = value as Readonly<Record<string, unknown>>;
    return Object.entries(it.properties).flatMap(([name, field]) =>
      name in fields
        ? formsIn(fields[name], field, `${path}.${name}`)
        : [`${path}.${name} is missing`],
    );
  }
  const items = it.items;
  if (items) {
    return Array.isArray(value) ? value.flatMap((item) => formsIn(item, items, `${path}[]`)) : [];
  }
  const type = typeof value === "number" ? "integer" : typeof value;
  return [`${path} is a ${type}`];
}

const actions = definitions.ActionSpec?.anyOf ?? [];
/** The one field that must be there and names the action; undefined for a word alone. */
const nameOf = (action: Schema) =>
  action.required?.find((name) => !["to", "link", "node", "keep", "from"].includes(name));

describe("the actions of the published schema", () => {
  it("are those of the samples", () => {
    const names = actions.map((action) => nameOf(action) ?? formsOf(action, "")[0]?.slice(1));
    const sampled = allSamples.map((it) => (typeof it === "string" ? it : nameIn(it, names)));
    expect([...new Set(sampled)].toSorted()).toEqual(names.toSorted());
  });

  it.each(actions.map((action) => [nameOf(action) ?? "a word alone", action] as const))(
    "have a sample of each form: %s",
    (name, action) => {
      const ofName = allSamples.filter((it) => (typeof it === "string" ? false : name in it));
      const taken = (name === "a word alone" ? ["heal"] : ofName).flatMap((it) =>
        formsIn(it, action, name),
      );
      expect(formsOf(action, name).filter((form) => !taken.includes(form))).toEqual([]);
    },
  );

  it.each(allSamples.map((it) => [JSON.stringify(it), it] as const))(
    "have a line, or take the full engine: %s",
    (_, it) => {
      expect(wordsOf(it) === null).toBe(takesFullEngine(it));
    },
  );
});

function nameIn(action: object, names: readonly (string | undefined)[]): string | undefined {
  return Object.keys(action).find((key) => names.includes(key));
}

describe("the actions of the page", () => {
  const rooms = ["element", "element/panels", "session"].map(
    (room) => new URL(`../${room}/`, import.meta.url),
  );
  const sources = rooms.flatMap((room) =>
    readdirSync(room)
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(new URL(name, room), "utf8")),
  );
  /** People read by writing GET and a key, so no button does it. */
  const names = Object.keys(samples).filter((name) => name !== "read");

  it.each(names)("have a button or a line of a menu: %s", (name) => {
    const made = new RegExp(`\\{\\s*${name}: `);
    expect(sources.some((source) => made.test(source))).toBe(true);
  });
});
