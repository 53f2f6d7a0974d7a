import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { rules } from "../compare/rules.ts";
import { ruleInSentence, ruleName, ruleNames } from "../words/rule-names.ts";

describe("the names of rules", () => {
  it("are there for each rule that can be broken on purpose", () => {
    expect(Object.keys(ruleNames)).toEqual(rules.map(({ name }) => name));
    expect(new Set(Object.values(ruleNames)).size).toBe(rules.length);
  });

  it("say the rule and not its breach", () => {
    for (const name of Object.values(ruleNames)) expect(name).not.toMatch(/^\w+ing\b/);
    expect(ruleName("vote_again")).toBe("One vote per term");
    expect(ruleInSentence("vote_again")).toBe("one vote per term");
    expect(ruleName("unheard_of")).toBe("unheard_of");
  });

  it("are the only ones on the page: no element shows the title of a breach", () => {
    const folders = ["element/", "element/panels/", "compare/", "hunt/"];
    const shown = folders.flatMap((folder) =>
      readdirSync(new URL(`../${folder}`, import.meta.url))
        .filter((name) => name.endsWith(".ts"))
        .map((name) => readFileSync(new URL(`../${folder}${name}`, import.meta.url), "utf8")),
    );
    for (const text of shown) {
      expect(text).not.toMatch(/\brule\.title|ruleTitle|Leave out|Rules? off|[Rr]ule on\b/);
    }
  });
});
