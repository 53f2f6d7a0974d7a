/**
 * A small WebDriver client, for the one browser that Playwright cannot drive on Linux: WebKitGTK.
 * The protocol is https://www.w3.org/TR/webdriver2/.
 */

import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";

/** How a script's result names an element. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const STARTS_WITHIN = 30_000;

export class WebDriver {
  readonly #process: ChildProcess;
  readonly #root: string;
  #session = "";

  private constructor(process: ChildProcess, port: number) {
    this.#process = process;
    this.#root = `http://127.0.0.1:${port}`;
  }

  /** Starts the driver on a screen of its own, and a browser. */
  static async start(driver: string): Promise<WebDriver> {
    const port = await freePort();
    const args = ["--auto-servernum", driver, `--port=${port}`];
    const process = spawn("xvfb-run", args, { stdio: "ignore", detached: true });
    const started = new WebDriver(process, port);
    try {
      await started.#begin();
    } catch (error) {
      started.#end();
      throw error;
    }
    return started;
  }

  async goTo(url: string): Promise<void> {
    await this.#send("POST", "url", { url });
  }

  /** Runs the body of a function, whose promise is awaited, and returns its value. */
  async run<T>(body: string, ...args: readonly unknown[]): Promise<T> {
    const script = `const done = arguments[arguments.length - 1];
      (async (...args) => { ${body} })(...arguments).then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const answer = await this.#send<{ value?: T; error?: string }>("POST", "execute/async", {
      script,
      args,
    });
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.value as T;
  }

  /** Clicks the element that a script finds, as a mouse would. */
  async click(find: string, ...args: readonly unknown[]): Promise<void> {
    await this.#send("POST", `element/${await this.#element(find, args)}/click`, {});
  }

  /** Replaces the text of the input that a script finds. */
  async type(text: string, find: string, ...args: readonly unknown[]): Promise<void> {
    const element = await this.#element(find, args);
    await this.#send("POST", `element/${element}/clear`, {});
    await this.#send("POST", `element/${element}/value`, { text });
  }

  async stop(): Promise<void> {
    await this.#send("DELETE", "", undefined).catch(() => undefined);
    this.#end();
  }

  async #element(find: string, args: readonly unknown[]): Promise<string> {
    const found = await this.run<Record<string, string> | null>(find, ...args);
    const id = found?.[ELEMENT];
    if (id === undefined) throw new Error(`Nothing on the page answers to ${args.join(" ")}.`);
    return id;
  }

  async #begin(): Promise<void> {
    const deadline = Date.now() + STARTS_WITHIN;
    for (;;) {
      const isReady = await fetch(`${this.#root}/status`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (isReady) break;
      if (Date.now() > deadline) throw new Error("The driver of WebKit did not start in time.");
      await new Promise((later) => setTimeout(later, 100));
    }
    const { sessionId } = await this.#send<{ sessionId: string }>("POST", null, {
      capabilities: { alwaysMatch: { timeouts: { script: 60_000 } } },
    });
    this.#session = sessionId;
  }

  /** Sends a command; `null` as its path opens a session. */
  async #send<T>(method: string, path: string | null, body: unknown): Promise<T> {
    const session = path === null ? "" : `/${this.#session}${path === "" ? "" : `/${path}`}`;
    const answer = await fetch(`${this.#root}/session${session}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const { value } = (await answer.json()) as { value: T & { message?: string } };
    if (!answer.ok) throw new Error(`WebDriver ${method} ${path}: ${value?.message}`);
    return value;
  }

  /** Ends the driver with the screen and the browser that it started. */
  #end(): void {
    const { pid } = this.#process;
    if (pid === undefined) return;
    try {
      process.kill(-pid);
    } catch {
      // It has ended by itself.
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const address = server.address();
  await new Promise((closed) => server.close(closed));
  if (address === null || typeof address === "string") throw new Error("There is no free port.");
  return address.port;
}
