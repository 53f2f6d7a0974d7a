import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** Everything the page is made of, except tests and what is generated. */
const sources = readdirSync("web", { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts") && !/^(tests|e2e|generated)\//.test(path))
  .map((path) => ({ path, text: readFileSync(`web/${path}`, "utf8") }));

const pathsWith = (pattern: RegExp) =>
  sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe("text from links and scenarios", () => {
  it("cannot become markup: only the icons, which are constants, are inserted as such", () => {
    expect(pathsWith(/unsafe-html|unsafe-svg|unsafe-static/)).toEqual(["element/icons.ts"]);
    expect(
      pathsWith(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|setHTMLUnsafe/),
    ).toEqual([]);
  });

  it("cannot become a style sheet: only files of the build do", () => {
    const styled = sources.filter(({ text }) => text.includes("unsafeCSS("));
    for (const { text } of styled)
      expect(text).toMatch(/from "(?:\.\.\/){1,2}styles\/\w+\.css\?inline"/);
  });
});

describe("the page's policy", () => {
  it("is kept: no inline styles or handlers, and nothing from another origin", () => {
    expect(pathsWith(/\sstyle="|\sstyle=\$|\son[a-z]+="|<style|<script/)).toEqual([]);
    expect(pathsWith(/(?:href|src)="https?:|fetch\("https?:|@import/)).toEqual([]);
  });

  it("stands in the page as agreed", () => {
    expect(readFileSync("index.html", "utf8")).toContain(
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob: data:; worker-src 'self'",
    );
  });
});
