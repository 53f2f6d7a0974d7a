import { describe, expect, it } from "vitest";
import {
  FRAGMENT_LIMIT,
  fragmentOf,
  refusalOfFragment,
  shareUrl,
  shareWords,
} from "../session/share.ts";

describe("shareUrl", () => {
  it("keeps the page's own address and replaces whatever run it held", () => {
    expect(shareUrl("https://example.org/a/b/?x=1#old", "#new")).toBe(
      "https://example.org/a/b/?x=1#new",
    );
    expect(shareUrl("https://example.org/", "new")).toBe("https://example.org/#new");
    expect(shareUrl("https://example.org/#a#b", "#c")).toBe("https://example.org/#c");
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
    expect(refusalOfFragment("#".repeat(FRAGMENT_LIMIT))).toBeNull();
    expect(refusalOfFragment("#".repeat(FRAGMENT_LIMIT + 1))).toContain(String(FRAGMENT_LIMIT));
  });
});

describe("shareWords", () => {
  it("says what was copied, or why not", () => {
    expect(shareWords(true, "4.20 s")).toBe(
      "Link copied. It holds this run up to 4.20 s: every crash, cut and write.",
    );
    expect(shareWords(false, "4.20 s")).toContain("does not let this page copy");
  });
});
