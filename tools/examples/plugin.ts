/**
 * The examples in the build: their shelf, which the page imports; their pictures; and for each a
 * small page whose link unfurls as a card.
 *
 * Chats want addresses with their host. `PLAYGROUND_URL=https://example.org/raft/` gives it to the
 * build; without it, the addresses on the cards are relative, which some chats accept.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { type Plugin, runnerImport } from "vite";
import { type Example, type ScenarioFile, shelfOf, tour } from "../../web/examples/shelf.ts";
import { pictureCache } from "./cache.ts";
import { cardPage, cardTags } from "./cards.ts";

const ID = "virtual:examples";
const FOLDER = "scenarios";
/** The example whose picture stands for the whole page. */
const FACE = "story";

/**
 * All scenario files of the shelf, each by its path from their folder. Those of `questions/` are
 * for the command line, which answers what people asked about them.
 */
export function scenarioFiles(): readonly ScenarioFile[] {
  return readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".json") && name !== "schema.json")
    .filter((name) => !name.startsWith("questions/"))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(FOLDER, path), "utf8") }));
}

export function examples(): Plugin {
  let root = process.cwd();
  const site = (process.env.PLAYGROUND_URL ?? "").replace(/\/?$/, "/").replace(/^\/$/, "");
  return {
    name: "examples",
    configResolved(config) {
      root = config.root;
    },
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    load(id) {
      if (id !== `\0${ID}`) return undefined;
      return `export const examples = ${JSON.stringify(shelfOf(scenarioFiles()))};`;
    },
    transformIndexHtml(html) {
      const of = (name: string) =>
        new RegExp(`name="${name}"\\s+content="([^"]*)"`).exec(html)?.[1];
      const card = {
        title: "Raft Playground",
        sentence: of("description") ?? "",
        address: site === "" ? null : site,
        picture: `${site}examples/${FACE}.png`,
      };
      return html.replace("</title>", `</title>\n    ${cardTags(card)}`);
    },
    async generateBundle() {
      const keep = pictureCache(root);
      const draw = async (text: string) => (await drawing(root)).pictureOf(root, text);
      const policy = policyOf(readFileSync(join(root, "index.html"), "utf8"));
      const emit = (fileName: string, source: string | Uint8Array) =>
        this.emitFile({ type: "asset", fileName: `examples/${fileName}`, source });
      const page = (name: string, picture: string, { title, sentence }: Words) =>
        emit(
          `${name}.html`,
          cardPage(name, policy, {
            title,
            sentence,
            address: site === "" ? null : `${site}examples/${name}.html`,
            picture: site === "" ? `./${picture}.png` : `${site}examples/${picture}.png`,
          }),
        );
      const texts = new Map(scenarioFiles().map(({ path, text }) => [path, text]));
      for (const example of shelfOf(scenarioFiles())) {
        const text = texts.get(example.path.slice(FOLDER.length + 1)) ?? "";
        const { light, dark, card } = await keep(text, () => draw(text));
        emit(`${example.name}.svg`, light);
        emit(`${example.name}.dark.svg`, dark);
        emit(`${example.name}.png`, card);
        page(example.name, example.name, example);
      }
      page(tour.name, FACE, tour);
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const found = /^\/examples\/(\w+?)(\.dark)?\.svg$/.exec(request.url ?? "");
        const file = scenarioFiles().find(({ path }) => path.endsWith(`${found?.[1]}.json`));
        if (found === null || file === undefined) return next();
        drawing(root)
          .then(({ pictureOf }) => pictureOf(root, file.text))
          .then((picture) => {
            response.setHeader("Content-Type", "image/svg+xml");
            response.end(found[2] === undefined ? picture.light : picture.dark);
          })
          .catch(next);
      });
    },
  };
}

type Words = Pick<Example, "title" | "sentence">;

type Pictures = typeof import("./pictures.ts");
let loading: Promise<Pictures> | null = null;

/** The drawing takes the engine and the page's layout, so it is loaded only when something is drawn. */
function drawing(root: string): Promise<Pictures> {
  const path = join(root, "tools/examples/pictures.ts");
  const options = { root, configFile: false, logLevel: "error" } as const;
  loading ??= runnerImport<Pictures>(path, options).then(({ module }) => module);
  return loading;
}

function policyOf(html: string): string {
  return /Content-Security-Policy"\s+content="([^"]*)"/.exec(html)?.[1] ?? "default-src 'none'";
}
