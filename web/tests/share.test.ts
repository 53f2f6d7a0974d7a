import { describe, expect, it } from "vitest";
import { FRAGMENT_LIMIT, fragmentOf, refusalOfFragment, shareUrl } from "../session/share.ts";
import { linkIn, shareWords } from "../session/share-words.ts";
import { anEngine } from "./engine.ts";

describe("shareUrl", () => {
  it("keeps the page's own address and replaces whatever run it held", () => {
    expect(shareUrl("https://example.org/a/b/?x=1#old", "#new")).toBe(
      "https://example.org/a/b/?x=1#new",
    );
    expect(shareUrl("https://example.org/", "new")).toBe("https://example.org/#new");
    expect(shareUrl("https://example.org/#a#b", "#c")).toBe("https://example.org/#c");
    expect(shareUrl("https://example.org/?example=crash", "#new")).toBe("https://example.org/#new");
    expect(shareUrl("https://example.org/a&b/?src=a.json&x=1&example=b#old", "#new")).toBe(
      "https://example.org/a&b/?x=1#new",
    );
  });

  it("comes back whole", () => {
    const url = new URL(shareUrl("https://example.org/any/folder/", "#RP1.abc_-"));
    expect(fragmentOf(url.hash)).toBe("#RP1.abc_-");
  });
});

describe("fragmentOf", () => {
  it("finds nothing in an empty one", () => {
    expect([fragmentOf(""), fragmentOf("#")]).toEqual([null, null]);
  });
});

describe("refusalOfFragment", () => {
  it("names the limit, and lets what fits pass", () => {
    const longest = "A".repeat(FRAGMENT_LIMIT);
    for (const link of [longest, `#${longest}`, `https://example.org/#${longest}`]) {
      expect(refusalOfFragment(link)).toBeNull();
      expect(refusalOfFragment(`${link}A`)).toContain(String(FRAGMENT_LIMIT));
    }
  });

  it("lets through what the engine still reads, and nothing longer", () => {
    const engine = anEngine();
    const refusal = (link: string) => {
      try {
        engine.open(link);
        return "";
      } catch (error) {
        return String(error);
      }
    };
    expect(refusal(`#${"A".repeat(FRAGMENT_LIMIT)}`)).not.toContain("characters");
    expect(refusal(`#${"A".repeat(FRAGMENT_LIMIT + 1)}`)).toContain(`at most ${FRAGMENT_LIMIT}`);
  });
});

describe("linkIn", () => {
  it("finds a text that is nothing but a link, whole or as its fragment", () => {
    const fragment = anEngine().link();
    const address = `https://example.org/raft/${fragment}`;
    for (const link of [fragment, address, fragment.slice(1)]) {
      expect(linkIn(link)).toBe(link);
      expect(linkIn(` ${link}\n`)).toBe(link);
    }
  });

  it("finds none in anything else", () => {
    const fragment = anEngine().link();
    for (const text of ["", "{}", '{"format":1}', `See ${fragment}`, `${fragment} `.repeat(2)])
      expect(linkIn(text), text).toBeNull();
  });
});

describe("shareWords", () => {
  it("says what was copied, or why not", () => {
    const end = { now: 4_200_000, head: 4_200_000 };
    expect(shareWords(true, end)).toBe(
      "Link copied. It holds this run up to 4.20 s: every crash, cut and write.",
    );
    expect(shareWords(false, end)).toContain("does not let this page copy");
  });

  it("says as much as the link holds, and where it opens", () => {
    expect(shareWords(true, { now: 2_060_000, head: 4_060_000 })).toBe(
      "Link copied. It holds this run up to 4.06 s and opens at 2.06 s: every crash, cut and write.",
    );
  });
});
