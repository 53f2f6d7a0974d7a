// @ts-check
// Serves a folder as any static host would: right content types, no special headers. With --gzip
// it packs what it sends, as most hosts do.
//
//   node tools/serve.mjs dist [--port 8080] [--base /some/folder/] [--host 0.0.0.0] [--gzip]

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";
import process, { exit } from "node:process";
import { parseArgs } from "node:util";
import { createGzip } from "node:zlib";

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

const FIRST_PORT = 4173;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: "string", default: "/" },
    gzip: { type: "boolean", default: false },
    host: { type: "string", default: "127.0.0.1" },
    port: { type: "string" },
  },
});
const folder = resolve(positionals[0] ?? "dist");
const base = `/${values.base}/`.replace(/\/+/g, "/");

/**
 * The file that a URL names, or undefined. Nothing outside the folder has a name.
 * @param {string} url
 */
async function find(url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, "http://host").pathname);
  } catch {
    return undefined;
  }
  if (!path.startsWith(base)) return undefined;
  let file = resolve(join(folder, path.slice(base.length)));
  if (file !== folder && !file.startsWith(folder + sep)) return undefined;
  let found = await stat(file).catch(() => undefined);
  if (found?.isDirectory() && path.endsWith("/")) {
    file = join(file, "index.html");
    found = await stat(file).catch(() => undefined);
  }
  return found?.isFile() ? { file, size: found.size } : undefined;
}

const server = createServer(async (request, response) => {
  const found = await find(request.url ?? "/");
  if (!found) {
    response.writeHead(404, { "content-type": "text/plain" }).end("There is no such file.\n");
    return;
  }
  const type = TYPES[extname(found.file)] ?? "application/octet-stream";
  const packs = values.gzip && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "");
  const length = packs ? { "content-encoding": "gzip" } : { "content-length": found.size };
  response.writeHead(200, { "content-type": type, ...length });
  if (request.method === "HEAD") response.end();
  else if (packs) createReadStream(found.file).pipe(createGzip()).pipe(response);
  else createReadStream(found.file).pipe(response);
});

/** @param {number} port */
function listen(port) {
  server.listen(port, values.host);
}

server.on("listening", () => {
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const host = values.host === "127.0.0.1" ? "localhost" : values.host;
  console.log(`Raft Playground: http://${host}:${port}${base} (Ctrl+C stops it)`);
});
server.on("error", (/** @type {NodeJS.ErrnoException & { port?: number }} */ error) => {
  const next = (error.port ?? 0) + 1;
  // Only the default port may be replaced by the next one; a chosen port must be free.
  if (error.code === "EADDRINUSE" && !values.port && next < FIRST_PORT + 20) return listen(next);
  console.error(
    `serve: port ${values.port ?? next - 1} cannot be used (${error.code}); try --port.`,
  );
  exit(1);
});

if (!(await stat(join(folder, "index.html")).catch(() => undefined))) {
  console.error(`serve: ${folder} holds no index.html: \`npm run build\` makes it.`);
  exit(1);
}
listen(Number(values.port ?? FIRST_PORT));

// Stopping npm must stop this server too, but npm's shell does not pass the signal on.
if (process.env.npm_lifecycle_event) {
  const shell = process.ppid;
  setInterval(() => process.ppid === shell || exit(), 500).unref();
}
