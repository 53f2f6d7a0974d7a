import { existsSync, readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
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
    const found = sources.filter(({ text }) => text.includes("unsafeCSS"));
    expect(found.length).toBeGreaterThan(0);
    expect(sources.flatMap(styleSheetFaults)).toEqual([]);
  });

  it("would be found as a style sheet", () => {
    const path = "element/sheets.ts";
    const faults = (...lines: string[]) => styleSheetFaults({ path, text: lines.join("\n") });
    const built = 'import sheets from "../styles/sheets.css?inline";';
    expect(faults(built, "unsafeCSS(sheets)")).toEqual([]);
    expect(faults(built, "unsafeCSS(view.title)")).toEqual(["unsafeCSS(view.title)"]);
    expect(faults(built, "unsafeCSS(sheets + view.title)")).toHaveLength(1);
    expect(faults(built, "const insert = unsafeCSS;")).toEqual(["unsafeCSS;"]);
    const renamed = 'import { unsafeCSS as css } from "lit";';
    expect(faults(built, renamed, "css(view.title)")).toHaveLength(1);
    expect(faults(built, "new CSSStyleSheet()")).toEqual(["CSSStyleSheet("]);
    const elsewhere = 'import sheets from "../../styles/sheets.css?inline";';
    expect(faults(elsewhere, "unsafeCSS(sheets)")).toEqual(["unsafeCSS(sheets)"]);
  });
});

/**
 * Every mention of `unsafeCSS` but its import and a call with the default export of a file in
 * `web/styles`, and every style sheet made without it.
 */
function styleSheetFaults({ path, text }: { readonly path: string; readonly text: string }) {
  const imports = text.matchAll(/^import (\w+) from "([^"]+\.css)\?inline";$/gm);
  const files = [...imports].map(([, name = "", file = ""]) => ({
    name,
    file: posix.join(posix.dirname(path), file),
  }));
  const built = files
    .filter(({ file }) => /^styles\/\w+\.css$/.test(file) && existsSync(`web/${file}`))
    .map(({ name }) => `unsafeCSS(${name})`);
  const code = text.replaceAll(/^import [^;]*from "lit";$/gm, (line) =>
    line.includes("unsafeCSS as") ? line : "",
  );
  const uses =
    code.match(/unsafeCSS(?:\([^)]*\)?|.?)|CSSStyleSheet\(|replaceSync\(|insertRule\(/g) ?? [];
  return uses.filter((use) => !built.includes(use));
}

describe("the page's policy", () => {
  it("is kept: no inline styles or handlers, and nothing from another origin", () => {
    expect(pathsWith(/\sstyle="|\sstyle=\$|\son[a-z]+="|<style|<script/)).toEqual([]);
    // A link that a person follows is not asked for by the page.
    expect(pathsWith(/(?<!<a )(?:href|src)="https?:|fetch\("https?:|@import/)).toEqual([]);
  });

  it("stands in the page as agreed", () => {
    expect(readFileSync("index.html", "utf8")).toContain(
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval' 'sha256-gbwXO3T4h8oHAqTnmoBzmepd+5BaiieLM75LGhLrtzs='; img-src 'self' blob: data:; worker-src 'self'",
    );
  });
});
