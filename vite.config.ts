import { configDefaults, defineConfig } from "vitest/config";
import { examples } from "./tools/examples/plugin.ts";
import {
  engine,
  looserPolicyWhileDeveloping,
  scenarios,
  shapesOfIcons,
  shorterWarning,
  smaller,
  stylesBeforeScripts,
  withoutIndentation,
} from "./tools/vite-plugins.ts";

/**
 * The library that draws, without what only late parts use of it, the state of the page, and the runs
 * that it opens.
 */
const SHARED =
  /node_modules\/(lit|lit-html|lit-element|@lit)\/(?!.*\blive\b)|web\/(session\/(state|runs|tour|open-run|share)|words\/format|stage\/(impossible|point)|element\/(panel|load))\.ts/;

export default defineConfig({
  // Relative addresses: the page works from any folder of any static host.
  base: "./",
  publicDir: "web/public",
  plugins: [
    engine(),
    scenarios(),
    examples(),
    looserPolicyWhileDeveloping(),
    stylesBeforeScripts(),
    shapesOfIcons(),
    shorterWarning(),
    withoutIndentation(),
    smaller(),
  ],
  server: {
    watch: { ignored: ["**/target/**", "**/dist/**", "**/bench/**", "**/test-results/**"] },
  },
  worker: { format: "es" },
  build: {
    target: "es2022",
    // The page's policy loads files of its own origin, so nothing becomes a data: address.
    assetsInlineLimit: 0,
    // A list of what each late part imports would stand in the first load: a part that is asked for
    // asks for its own.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, imports, { hostType }) => (hostType === "html" ? imports : []),
    },
    // What the first load shares with late parts is one file: five small ones pack worse.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "shared", test: SHARED }] } },
    },
  },
  test: {
    include: ["web/**/*.test.ts"],
    // A busy machine is no failure: only a test that hangs ends this way.
    testTimeout: 60_000,
    exclude: [...configDefaults.exclude, "web/e2e/**"],
  },
});
