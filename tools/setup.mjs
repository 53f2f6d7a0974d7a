// @ts-check
// Installs the parts that the other scripts need: the pinned Rust with its wasm target, the node
// modules and, with --tests, three browsers and GNU parallel. Parts that are there are only checked.
// Plain Node without packages, because this runs before any package is installed.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { argv, env, execPath, exit, getuid, platform, versions } from "node:process";
import { findChromiumForTests, findFirefox, findWebKitDriver } from "./browsers.mjs";

const ROOT = new URL("..", import.meta.url);
const WASM_TARGET = "wasm32-unknown-unknown";
/** A download that hangs is given up after this long, and tried once more. */
const PATIENCE_MS = 300_000;

/**
 * @param {string} title
 * @param {() => string | Promise<string>} work
 */
async function step(title, work) {
  const start = performance.now();
  const result = await work();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`setup: ${title} - ${result} (${seconds} s)`);
}

/**
 * Runs a program and returns what it printed, or undefined if it failed or does not exist.
 * @param {string} program
 * @param {string[]} args
 */
function ask(program, ...args) {
  const { status, stdout } = spawnSync(program, args, { cwd: ROOT, encoding: "utf8" });
  return status === 0 ? stdout : undefined;
}

/**
 * Runs a program whose output people should see. True if it succeeded.
 * @param {string} program
 * @param {string[]} args
 */
function run(program, ...args) {
  console.log(`setup: $ ${program} ${args.join(" ")}`);
  return (
    spawnSync(program, args, { cwd: ROOT, stdio: "inherit", timeout: PATIENCE_MS }).status === 0
  );
}

/**
 * @param {string} program
 * @param {string[]} args
 */
function runTwice(program, ...args) {
  return run(program, ...args) || run(program, ...args);
}

function checkNode() {
  const [major = 0, minor = 0] = versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(
      `Node is ${versions.node}, but 20.19 or newer is needed: \`nvm install 20\` or nodejs.org has it.`,
    );
  }
  return versions.node;
}

/** The toolchain of rust-toolchain.toml, read without a TOML parser: the file is ours and short. */
function wantedRust() {
  const text = readFileSync(new URL("rust-toolchain.toml", ROOT), "utf8");
  /** @param {string} name */
  const list = (name) => [...(text.match(`${name} = \\[(.*)\\]`)?.[1] ?? "").matchAll(/"(.*?)"/g)];
  return {
    channel: text.match(/channel = "(.*)"/)?.[1] ?? "",
    parts: [
      ...list("components").map((part) => ({ verb: "component", name: part[1] ?? "" })),
      ...list("targets").map((part) => ({ verb: "target", name: part[1] ?? "" })),
    ],
  };
}

function checkRust() {
  const { channel, parts } = wantedRust();
  if (!ask("cargo", "-V") && !ask("rustup", "-V")) {
    throw new Error(
      "Rust is missing (no cargo on the PATH): " +
        "`curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh` installs it.",
    );
  }
  if (!ask("rustup", "-V")) return checkRustWithoutRustup(channel);

  // One list names both: components as they are, targets as rust-std-<target>.
  let installed = ask("rustup", "component", "list", "--installed");
  const added = [];
  if (installed === undefined) {
    // Without arguments rustup installs exactly the toolchain of rust-toolchain.toml.
    if (!runTwice("rustup", "toolchain", "install")) {
      throw new Error(`Rust ${channel} is missing: \`rustup toolchain install\` installs it.`);
    }
    added.push(channel);
    installed = ask("rustup", "component", "list", "--installed") ?? "";
  }
  const lines = installed.split("\n");
  for (const { verb, name } of parts) {
    const shown = verb === "target" ? `rust-std-${name}` : name;
    if (lines.some((line) => line === shown || line.startsWith(`${shown}-`))) continue;
    if (!runTwice("rustup", verb, "add", name)) {
      throw new Error(
        `Rust's ${verb} ${name} could not be added: \`rustup ${verb} add ${name}\` adds it ` +
          "once the network is there.",
      );
    }
    added.push(name);
  }
  return added.length ? `${channel}, added ${added.join(", ")}` : `${channel} is ready`;
}

/**
 * A Rust that came from a Linux distribution: it cannot be extended, only judged.
 * @param {string} channel
 */
function checkRustWithoutRustup(channel) {
  const version = ask("rustc", "-V")?.split(" ")[1] ?? "unknown";
  const minor = Number(version.split(".")[1]);
  const library = `${ask("rustc", "--print", "sysroot")?.trim()}/lib/rustlib/${WASM_TARGET}`;
  if (!(minor >= Number(channel.split(".")[1])) || !existsSync(library)) {
    throw new Error(
      `Rust ${channel} with the target ${WASM_TARGET} is needed, but rustc is ${version} and ` +
        "rustup, which would install it, is missing: " +
        "`curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh` installs it.",
    );
  }
  return `${version}, not from rustup`;
}

function installPackages() {
  /** @param {string} path */
  const time = (path) => statSync(new URL(path, ROOT), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  // npm writes this file last, so a broken-off installation counts as none.
  if (time("node_modules/.package-lock.json") >= time("package-lock.json")) return "are ready";
  const args = ["ci", "--no-audit", "--no-fund"];
  const done = env.npm_execpath?.endsWith(".js")
    ? runTwice(execPath, env.npm_execpath, ...args)
    : runTwice(platform === "win32" ? "npm.cmd" : "npm", ...args);
  if (!done) throw new Error("The node modules could not be installed: `npm ci` installs them.");
  return "installed";
}

const isDebian = ask("grep", "--line-regexp", "ID=debian", "/etc/os-release") !== undefined;

/**
 * On Debian, as root; elsewhere nothing.
 * @param {string[]} packages
 */
function installByApt(...packages) {
  if (!isDebian || getuid?.() !== 0) return;
  env.DEBIAN_FRONTEND = "noninteractive";
  const apt = ["--quiet", "--option", "DPkg::Lock::Timeout=120"];
  runTwice("apt-get", ...apt, "update");
  runTwice("apt-get", ...apt, "install", "--yes", "--no-install-recommends", ...packages);
}

/** A test runs the line of docs/hunting.md that splits a hunt. */
function installParallel() {
  const version = () => ask("parallel", "--version")?.split("\n")[0];
  const found = version();
  if (found) return found;
  installByApt("parallel");
  const installed = version();
  if (installed) return `${installed}, installed`;
  throw new Error("GNU parallel is missing: `sudo apt-get install parallel` installs it.");
}

async function installChromium() {
  const found = await findChromiumForTests();
  if (found) return found;
  // Ubuntu has no such packages, only a pointer to a snap; an older Debian has the second alone.
  installByApt("chromium-headless-shell", "fonts-dejavu-core");
  if (!(await findChromiumForTests())) installByApt("chromium", "fonts-dejavu-core");
  const installed = await findChromiumForTests();
  if (installed) return `${installed}, installed`;
  const command = isDebian
    ? "sudo apt-get install chromium"
    : "npx playwright install --with-deps chromium";
  throw new Error(
    `Chromium is missing: \`${command}\` installs it, or CHROMIUM may name one that is elsewhere.`,
  );
}

function installFirefox() {
  const found = findFirefox();
  if (found) return found;
  installByApt("firefox-esr");
  const installed = findFirefox();
  if (installed) return `${installed}, installed`;
  throw new Error(
    "Firefox is missing: `sudo apt-get install firefox-esr` installs it, or FIREFOX may name one that is elsewhere.",
  );
}

/** WebKit is driven on Linux alone: on other systems its test is not among those that run. */
function installWebKit() {
  if (platform !== "linux") return "none: WebKit is tested on Linux";
  const hasScreen = () => ask("which", "xvfb-run") !== undefined;
  const found = findWebKitDriver();
  if (found && hasScreen()) return found;
  installByApt("webkit2gtk-driver", "xvfb", "xauth");
  const installed = findWebKitDriver();
  if (installed && hasScreen()) return `${installed}, installed`;
  throw new Error(
    "WebKit is missing: `sudo apt-get install webkit2gtk-driver xvfb xauth` installs it.",
  );
}

// Every error here is one sentence: the missing part and the command that installs it.
try {
  await step("Node", checkNode);
  await step("Rust", checkRust);
  await step("node modules", installPackages);
  if (argv.includes("--tests")) {
    await step("GNU parallel", installParallel);
    await step("Chromium", installChromium);
    await step("Firefox", installFirefox);
    await step("WebKit", installWebKit);
  }
} catch (error) {
  console.error(`setup: ${error instanceof Error ? error.message : error}`);
  exit(1);
}
