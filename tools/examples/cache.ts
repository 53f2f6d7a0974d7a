/**
 * Keeps the pictures from build to build, since playing every scenario takes seconds. A picture is
 * drawn anew when its scenario, the engine, or a source that draws has changed.
 */

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Picture } from "./pictures.ts";

/** Everything that decides how a scenario is drawn. */
const SOURCES = ["tools/examples", "web/engine", "web/stage", "web/words"];
const ENGINE = "web/generated/full_bg.wasm";
const FOLDER = "node_modules/.cache/raft-playground/examples";

/** The picture of a scenario's text: the one kept, or what `draw` makes. */
export type Keep = (text: string, draw: () => Promise<Picture>) => Promise<Picture>;

export function pictureCache(root: string): Keep {
  const drawing = createHash("sha256").update(readFileSync(join(root, ENGINE)));
  for (const folder of SOURCES) {
    for (const name of readdirSync(join(root, folder)).toSorted()) {
      if (name.endsWith(".ts")) drawing.update(readFileSync(join(root, folder, name)));
    }
  }
  const folder = join(root, FOLDER, drawing.digest("hex").slice(0, 24));
  return async (text, draw) => {
    const name = createHash("sha256").update(text).digest("hex").slice(0, 24);
    const file = (ending: string) => join(folder, `${name}${ending}`);
    if (existsSync(file(".png"))) {
      const read = (ending: string) => readFileSync(file(ending), "utf8");
      return { light: read(".svg"), dark: read(".dark.svg"), card: readFileSync(file(".png")) };
    }
    const picture = await draw();
    mkdirSync(folder, { recursive: true });
    writeFileSync(file(".svg"), picture.light);
    writeFileSync(file(".dark.svg"), picture.dark);
    // Last: its presence says that all three are there.
    writeFileSync(file(".png"), picture.card);
    return picture;
  };
}
