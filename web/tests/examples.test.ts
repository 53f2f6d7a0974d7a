/** The shelf of examples: every scenario once, in words that hold; and names that are nearest. */

import { describe, expect, it } from "vitest";
import { cardPage } from "../../tools/examples/cards.ts";
import { scenarioFiles } from "../../tools/examples/plugin.ts";
import { rules } from "../compare/rules.ts";
import { editDistance, nearest } from "../examples/nearest.ts";
import { firstSentence, groups, shelfOf, tour } from "../examples/shelf.ts";
import { largeFile, missingFile, unknownExample, wishOf } from "../examples/wish.ts";

const files = scenarioFiles();
const shelf = shelfOf(files);
const named = (name: string) => shelf.find((example) => example.name === name);

/** The rules without which a cluster only becomes slower. */
const onlySlower: ReadonlySet<string> = new Set([
  "refused_vote_restarts_timer",
  "granted_vote_keeps_timer",
  "candidate_never_yields",
]);

describe("the shelf", () => {
  it("has every scenario once, by a name of its own", () => {
    expect(files.length).toBeGreaterThan(50);
    expect(shelf.map(({ path }) => path.replace(/^scenarios\//, "")).toSorted()).toEqual(
      files.map(({ path }) => path).toSorted(),
    );
    const names = [tour.name, ...shelf.map(({ name }) => name)];
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^\w+$/);
  });

  it("does not depend on the order in which files are found", () => {
    expect(shelfOf(files.toReversed())).toEqual(shelf);
  });

  it("has a title and one sentence on each card", () => {
    for (const { name, title, sentence } of shelf) {
      expect(title.length, name).toBeGreaterThan(5);
      expect(title.length, title).toBeLessThanOrEqual(120);
      expect(sentence, name).toMatch(/^\p{Lu}.*[.!?]$/u);
      expect(sentence.length, sentence).toBeLessThanOrEqual(240);
    }
    const titles = shelf.map(({ title }) => title);
    expect(new Set(titles).size, "no two cards have one title").toBe(titles.length);
  });

  it("puts the first steps first, in their order", () => {
    expect(groups.map(({ id }) => id)).toEqual(["first", "figures", "broken", "conformance"]);
    const inGroup = (id: string) => shelf.filter(({ group }) => group === id).map((it) => it.name);
    expect(inGroup("first").slice(0, 6)).toEqual([
      "election",
      "split_vote",
      "replication",
      "crash",
      "partition",
      "restart",
    ]);
    expect(inGroup("figures")).toEqual(["figure_7", "figure_8_overwritten", "figure_8_committed"]);
    expect(inGroup("broken")[0]).toBe("figure_8_lost_write");
    expect(shelf.map(({ group }) => group)).toEqual(
      shelf.map(({ group }) => group).toSorted((one, other) => place(one) - place(other)),
    );
  });

  it("has a card for every rule that can be broken, and words it as the rule", () => {
    for (const { name, rule, title } of rules) {
      const card = named(name);
      // Where nothing breaks, there is no story to tell.
      if (onlySlower.has(name)) {
        expect(card, name).toBeUndefined();
        continue;
      }
      expect(card?.group, name).toBe("broken");
      expect(card?.title).toBe(
        `Broken on purpose: “${rule.charAt(0).toLowerCase()}${rule.slice(1, -1)}”`,
      );
      expect(card?.title).not.toContain(title);
    }
  });

  it("leaves out the numbers of the catalogue", () => {
    expect(named("chain")?.title).toBe("A chain of three, led from one of its ends");
    expect(shelf.filter(({ title }) => /^[A-Z]\d/.test(title))).toEqual([]);
  });

  it("says nothing of files that only the project has", () => {
    for (const { path, text } of files)
      expect(text, path).not.toMatch(/docs\/|scenarios\/\w|\bRows? [A-Z]\d/);
  });

  it("has captions that fit where they are shown, and name nodes as the page does", () => {
    for (const { path, text } of files) {
      const { captions = [] } = JSON.parse(text) as { captions?: readonly { say: string }[] };
      // The stories of bugs/ are found and told by the hunt.
      const most = path.startsWith("bugs/") ? 300 : 130;
      for (const { say } of captions) {
        expect(say.length, `${path}: ${say}`).toBeLessThanOrEqual(most);
        expect(say, path).not.toMatch(/\bS[1-9]\b/);
      }
    }
  });
});

function place(group: string): number {
  return groups.findIndex(({ id }) => id === group);
}

describe("the first sentence", () => {
  it.each([
    ["One. Two.", "One."],
    ["No end", "No end"],
    ["A figure (Raft §5.2). More.", "A figure (Raft §5.2)."],
    ["Within 1.5 s it ends. More.", "Within 1.5 s it ends."],
    ["Why? Because.", "Why?"],
    ["", ""],
  ])("of %j is %j", (text, sentence) => {
    expect(firstSentence(text)).toBe(sentence);
  });
});

describe("nearest names", () => {
  it.each([
    ["", "", 0],
    ["crash", "crash", 0],
    ["crash", "crush", 1],
    ["", "abc", 3],
    ["figre_8", "figure_8", 1],
    ["kitten", "sitting", 3],
  ])("%j is %j by %i letters", (one, other, distance) => {
    expect(editDistance(one, other)).toBe(distance);
    expect(editDistance(other, one)).toBe(distance);
  });

  it("come nearest first, and a part of a name is near", () => {
    const names = shelf.map(({ name }) => name);
    expect(nearest("figre_7", names)[0]).toBe("figure_7");
    expect(nearest("figure_8", names)).toEqual([
      "figure_8_overwritten",
      "figure_8_committed",
      "figure_8_lost_write",
    ]);
    expect(nearest("Vote_Agian", names)[0]).toBe("vote_again");
    expect(nearest("", names)).toHaveLength(3);
  });

  it("of a huge name are found at once", () => {
    expect(nearest("x".repeat(1_000_000), ["crash", "chain"])).toHaveLength(2);
  });
});

describe("the wish in an address", () => {
  const base = new URL("https://example.org/raft/");
  const wish = (query: string) => wishOf(new URL(query, base), base, shelf);
  const refusal = (query: string) => {
    const refused = wish(query);
    expect(refused?.kind, query).toBe("refused");
    const sentence = refused?.kind === "refused" ? refused.sentence : "";
    expect(sentence).toMatch(/^[^\n]*\.$/);
    return sentence;
  };

  it("is nothing without ?example and ?src", () => {
    expect(wish("?speed=2")).toBeNull();
  });

  it("finds an example by its name, wherever its file lies", () => {
    expect(wish("?example=figure_8_overwritten")).toEqual({
      kind: "file",
      address: "https://example.org/raft/scenarios/figure_8_overwritten.json",
      shown: "scenarios/figure_8_overwritten.json",
    });
    expect(wish("?example=vote_again")).toMatchObject({
      address: "https://example.org/raft/scenarios/bugs/vote_again.json",
    });
    expect(wish("?example=tour")).toEqual({ kind: "tour" });
  });

  it("names the nearest examples of an unknown name", () => {
    expect(refusal("?example=figure_8_overwriten")).toBe(
      "There is no example “figure_8_overwriten”: the nearest is figure_8_overwritten.",
    );
    expect(unknownExample("<b>", shelf)).toContain("“<b>”");
    expect(refusal(`?example=${"x".repeat(5000)}`).length).toBeLessThan(300);
    expect(refusal("?example=")).toContain("There is no example “”");
    expect(refusal("?example=..%2Fschema")).toContain("There is no example");
  });

  it("takes a file of the same origin only", () => {
    expect(wish("?src=my/run.json")).toMatchObject({
      kind: "file",
      address: "https://example.org/raft/my/run.json",
    });
    for (const foreign of [
      "https://evil.example/a.json",
      "//evil.example/a.json",
      "http://example.org/raft/a.json",
      "https://example.org:8443/a.json",
      "https://example.org@evil.example/a.json",
    ]) {
      expect(refusal(`?src=${encodeURIComponent(foreign)}`)).toContain(
        "expected one of this page's own origin, https://example.org",
      );
    }
    for (const odd of [
      "blob:https://example.org/123",
      "data:application/json,{}",
      "javascript:1",
      "http://[",
      "file:///etc/passwd",
    ]) {
      expect(refusal(`?src=${encodeURIComponent(odd)}`)).toContain("is no address of a file");
    }
  });

  it("says what is near a file that is not there, and how large one may be", () => {
    expect(missingFile("scenarios/figure_9.json", 404, shelf)).toBe(
      "scenarios/figure_9.json was not found (404): the nearest here is scenarios/figure_7.json.",
    );
    expect(largeFile("a.json")).toBe(
      "a.json has more than 4 MB: expected a scenario file, which has at most that.",
    );
  });
});

describe("the page of a card", () => {
  const page = cardPage("figure_7", "default-src 'self'", {
    title: 'A "title" & <script>alert(1)</script>',
    sentence: "<img src=x onerror=alert(1)>",
    address: null,
    picture: "./figure_7.png",
  });

  it("goes on to its example, and its words are text", () => {
    expect(page).toContain('content="0; url=../?example=figure_7"');
    expect(page).toContain('<a href="../?example=figure_7">');
    expect(page).toContain('property="og:image" content="./figure_7.png"');
    expect(page).not.toMatch(/<script|<img|<style|\son\w+="/);
    expect(page).toContain("A &quot;title&quot; &amp; &lt;script&gt;");
  });

  it("names its address only where the build knows it", () => {
    expect(page).not.toContain("og:url");
  });
});
