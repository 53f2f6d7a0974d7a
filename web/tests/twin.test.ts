import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import schema from "../../scenarios/schema.json" with { type: "json" };
import { type Rule, rules } from "../compare/rules.ts";
import { draftOf, isChanged, labDraft, optionRows, optionsOf } from "../compare/twin.ts";
import { anEngine } from "./engine.ts";

describe("the options of a twin", () => {
  it("start from those of the run, as a fresh one has them", () => {
    const engine = anEngine();
    expect(draftOf(engine.options())).toEqual(labDraft);
    const { options } = engine.view();
    expect(labDraft.election_timeout_ms).toEqual(options.electionTimeoutMs);
    expect(labDraft.latency_ms).toEqual(options.latencyMs);
    expect(labDraft.heartbeat_ms).toBe(options.heartbeatMs);
    expect([labDraft.loss, labDraft.duplicate]).toEqual([
      options.lossPerMille / 10,
      options.duplicatePerMille / 10,
    ]);
  });

  it("keep to the letter what is not changed", () => {
    const own = { nodes: 3, loss: "1/3", disk_ms: [1, 2], bugs: ["a_later_rule"] } as const;
    const draft = { ...draftOf(own), latency_ms: [40, 200] } as const;
    expect(optionsOf(draft, own)).toMatchObject({ ...own, latency_ms: [40, 200] });
    expect(isChanged(draft, own)).toBe(true);
    expect(isChanged(draftOf(own), own)).toBe(false);
  });

  it("say percent as shares that the engine takes", () => {
    const engine = anEngine();
    engine.compareTwin(optionsOf({ ...labDraft, loss: 12.5, duplicate: 0.01 }, engine.options()));
    engine.lookBeside(true);
    expect(engine.view().options).toMatchObject({ lossPerMille: 125, bugs: [] });
  });

  it("that cannot be are refused in one sentence, and nothing is compared", () => {
    const engine = anEngine();
    const draft = { ...labDraft, election_timeout_ms: [3000, 100] } as const;
    expect(() => engine.compareTwin(optionsOf(draft, {}))).toThrow(/election_timeout_ms.*\.$/);
    expect(engine.view().beside).toBeNull();
  });
});

describe("the rows of the form", () => {
  it("are all options of a scenario file that a run of its own may have", () => {
    const published = Object.keys(schema.$defs.OptionsShape.properties);
    const elsewhere = ["bugs", "nodes", "preset"];
    const rows = optionRows.map(({ option }) => option);
    expect([...rows, ...elsewhere].toSorted()).toEqual(published.toSorted());
  });

  it("write every kind of value so that the engine takes it, and say it as it was typed", () => {
    const changed = {
      ...labDraft,
      election_timeout_ms: [100, 200],
      heartbeat_ms: 25,
      disk_ms: [1, 2],
      loss: 1.25,
      blank_entry: true,
    } as const;
    const engine = anEngine();
    const options = optionsOf(changed, engine.options());
    engine.compareTwin(options);
    expect(draftOf(options)).toEqual(changed);
  });
});

describe("the rules that can be broken", () => {
  it("are those that the engine knows", () => {
    const known = schema.$defs.BugName.enum;
    expect(rules.map((rule) => rule.name)).toEqual(known);
  });

  it("are named as in the gallery", () => {
    const gallery = readFileSync(new URL("../../docs/gallery.md", import.meta.url), "utf8");
    const isThere = ({ title, rule, source }: Rule) =>
      gallery.includes(`| ${title} | ${source} |`) &&
      gallery.includes(`- The rule: ${rule} (${source})`);
    expect(rules.filter((rule) => !isThere(rule))).toEqual([]);
  });
});
