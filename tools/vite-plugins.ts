// What the page's build needs beyond Vite.

import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { minify } from "terser";
import type { Plugin } from "vite";

/** While developing: rebuilds the engine when Rust changes. Vite then sees it and reloads. */
export function engine(): Plugin {
  return {
    name: "engine",
    apply: "serve",
    configureServer(server) {
      let running = false;
      let again = false;

      function rebuild(): void {
        if (running) {
          again = true;
          return;
        }
        running = true;
        again = false;
        const cargo = spawn("cargo", ["xtask", "wasm"], { stdio: "inherit" });
        cargo.on("error", (error) => server.config.logger.error(`cargo: ${error.message}`));
        cargo.on("close", () => {
          running = false;
          if (again) rebuild();
        });
      }

      server.watcher.add(join(server.config.root, "crates"));
      server.watcher.on("all", (_event, path) => {
        if (path.endsWith(".rs") && !path.includes("/tests/")) rebuild();
      });
    },
  };
}

/** Puts the scenario files beside the page, at the address they have while developing. */
export function scenarios(): Plugin {
  return {
    name: "scenarios",
    apply: "build",
    generateBundle() {
      for (const name of readdirSync("scenarios", { recursive: true, encoding: "utf8" })) {
        if (!name.endsWith(".json")) continue;
        const fileName = `scenarios/${name.replaceAll("\\", "/")}`;
        this.emitFile({ type: "asset", fileName, source: readFileSync(fileName) });
      }
    },
  };
}

/**
 * Takes out the indentation of templates: after a line's end it says nothing in HTML and CSS, and no
 * other text of the page has lines that begin with spaces. The same with comments in HTML.
 */
export function withoutIndentation(): Plugin {
  return {
    name: "without-indentation",
    apply: "build",
    // Not within the one inline script: the policy names it by the hash of its text.
    transformIndexHtml: {
      order: "post",
      handler: (html) =>
        html.replaceAll(/\s*<!--.*?-->/gs, "").replaceAll(/\n\s+(?=<(?!\/script))/g, "\n"),
    },
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== "chunk") continue;
        file.code = file.code.replaceAll(/\n[ \t]+/g, "\n");
      }
    },
  };
}

/**
 * Of each icon the shapes alone: all have one frame, which stands once, in `web/element/icons.ts`.
 */
export function shapesOfIcons(): Plugin {
  return {
    name: "shapes-of-icons",
    enforce: "pre",
    load(id) {
      const [path = "", query] = id.split("?");
      if (query !== "raw" || !path.includes("/lucide-static/icons/")) return null;
      const [, shapes] = /<svg[^>]*>\s*(.*?)\s*<\/svg>/s.exec(readFileSync(path, "utf8")) ?? [];
      if (shapes === undefined) throw new Error(`${path} holds no icon.`);
      return `export default ${JSON.stringify(shapes.replaceAll(/\n\s*/g, ""))};`;
    },
  };
}

/** Says shortly what the bindings of the engine say at length to whoever hosts the page. */
export function shorterWarning(): Plugin {
  return {
    name: "shorter-warning",
    apply: "build",
    transform(code, id) {
      if (!/\/web\/generated\/\w+\.js$/.test(id)) return null;
      const warning = /"`WebAssembly\.instantiateStreaming` failed[^"]*"/;
      if (!warning.test(code)) throw new Error(`${id} holds no warning that could be shorter.`);
      return { code: code.replace(warning, '"Serve .wasm as application/wasm:"'), map: null };
    },
  };
}

/** The first picture waits for no script, so no script is to be on its way before the style sheet. */
export function stylesBeforeScripts(): Plugin {
  return {
    name: "styles-before-scripts",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (html) =>
        html.replaceAll(
          /<script type="module"|<link rel="modulepreload"/g,
          '$& fetchpriority="low"',
        ),
    },
  };
}

/** Minifies once more what Vite has minified: each byte of the first load counts. */
export function smaller(): Plugin {
  return {
    name: "smaller",
    apply: "build",
    async generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== "chunk") continue;
        const { code } = await minify(file.code, {
          module: true,
          ecma: 2020,
          // Comparisons turned about, and statements joined to one, pack worse.
          compress: {
            ...{ passes: 2, unsafe_arrows: true, unsafe_methods: true },
            ...{ lhs_constants: false, sequences: false, if_return: false },
          },
        });
        if (code !== undefined) file.code = code;
      }
    },
  };
}

/** Vite's own client adds styles and opens a socket, which the page itself never does. */
export function looserPolicyWhileDeveloping(): Plugin {
  return {
    name: "looser-policy-while-developing",
    apply: "serve",
    transformIndexHtml: (html) =>
      html.replace(
        /(content=")(default-src 'self'; )/,
        "$1$2style-src 'self' 'unsafe-inline'; connect-src 'self' ws:; ",
      ),
  };
}
