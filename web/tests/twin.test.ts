import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import schema from "../../scenarios/schema.json" with { type: "json" };
import { type Rule, rules } from "../compare/rules.ts";
import { draftOf, isChanged, labDraft, optionsOf } from "../compare/twin.ts";
import { anEngine } from "./engine.ts";

describe("the options of a twin", () => {
  it("start from those of the run, as a fresh one has them", () => {
    const engine = anEngine();
    expect(draftOf(engine.options())).toEqual(labDraft);
    const { options } = engine.view();
    expect([labDraft.timeoutLeast, labDraft.timeoutMost]).toEqual(options.electionTimeoutMs);
    expect([labDraft.latencyLeast, labDraft.latencyMost]).toEqual(options.latencyMs);
    expect(labDraft.heartbeat).toBe(options.heartbeatMs);
    expect([labDraft.loss, labDraft.duplicate]).toEqual([
      options.lossPerMille / 10,
      options.duplicatePerMille / 10,
    ]);
  });

  it("keep to the letter what is not changed", () => {
    const own = { nodes: 3, loss: "1/3", disk_ms: [1, 2], bugs: ["a_later_rule"] } as const;
    const draft = { ...draftOf(own), latencyMost: 200 };
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
    const draft = { ...labDraft, timeoutLeast: 3000, timeoutMost: 100 };
    expect(() => engine.compareTwin(optionsOf(draft, {}))).toThrow(/election_timeout_ms.*\.$/);
    expect(engine.view().beside).toBeNull();
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
