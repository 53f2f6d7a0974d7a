import { readFile } from "node:fs/promises";
import { expectAccessible } from "./axe.ts";
import { expect, type Playground, test } from "./support.ts";

/** A run with a crash in it. */
async function aRun(playground: Playground): Promise<void> {
  await playground.seek(5_000);
  await playground.act({ write: "SET x=1", to: "leader" });
  await playground.seek(6_000);
  await playground.act({ crash: "leader" });
  await playground.seek(9_000);
}

/** Drops a file of this name on the page, which takes one once it is drawn. */
async function drop(playground: Playground, name: string, text: string): Promise<void> {
  await expect(() => dropNow(playground, name, text)).toPass();
}

async function dropNow({ host }: Playground, name: string, text: string): Promise<void> {
  await host.evaluate(
    (element, [name, text]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([text], name));
      const page = element.shadowRoot?.querySelector(".page");
      for (const type of ["dragover", "drop"]) {
        const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
        if (page?.dispatchEvent(event)) throw new Error(`${type} was left to the browser.`);
      }
    },
    [name, text] as const,
  );
}

test("what is done in a scenario that was just opened stays in its main run", async ({
  playground,
}) => {
  await drop(playground, "seven.json", '{"format": 1, "seed": 3, "options": {"nodes": 7}}');
  await expect(playground.node(6)).toBeVisible();
  await playground.press("Partition");
  const { branches } = await playground.view();
  expect(branches.map(({ title }) => title)).toEqual(["Main run"]);
});

test("a run is saved by a key, picked again in another browser, and is the same run", async ({
  playground,
  page,
  another,
}) => {
  await aRun(playground);
  const saving = page.waitForEvent("download");
  await page.keyboard.press("Shift+S");
  const download = await saving;
  const { seed } = await playground.view();
  expect(download.suggestedFilename()).toBe(`raft-seed-${seed}.json`);
  await expect(playground.notice).toHaveText(
    `Saved as raft-seed-${seed}.json: this run with all its actions.`,
  );

  const other = await another();
  await other.open();
  const picking = other.page.waitForEvent("filechooser");
  await other.page.keyboard.press("o");
  await (await picking).setFiles(await download.path());
  await expect(other.notice).toHaveText(/^Opened /);
  await other.seek(9_000);
  expect((await other.moment()).digest).toBe((await playground.moment()).digest);
});

test("a file of another program is refused by its name", async ({ playground }) => {
  await drop(playground, "election.mmd", "sequenceDiagram\n  S1->>S2: RequestVote");
  await expect(playground.notice).toHaveText(
    /^This is a diagram for Mermaid, not a scenario: expected a scenario file, .* or a share link\.$/,
  );
});

test("what comes late in a scenario is said when it is opened, and when it comes", async ({
  playground,
  page,
}) => {
  const late = {
    format: 1,
    seed: 1,
    actions: [
      { after: "leader_elected", do: { write: "SET x=1" } },
      { at_ms: 1000, do: { crash: "leader" } },
    ],
  };
  const sentence = /actions\[1\] came at 1\.6\d+ s and not at 1 s: it stood behind actions\[0\]/;
  await drop(playground, "late.json", JSON.stringify(late));
  await expect(playground.notice).toHaveText(/^Opened late\.json\. /);
  await expect(playground.notice).toHaveText(sentence);
  await page.keyboard.press("Space");
  await expect(playground.notice).toHaveText(/^actions\[1\] came at /, { timeout: 30_000 });
});

test("its events are saved as JSON lines", async ({ playground, page }) => {
  await aRun(playground);
  await playground.press("Share");
  const saving = page.waitForEvent("download");
  await playground.press("Save events");
  const text = await readFile(await (await saving).path(), "utf8");
  const lines = text.trimEnd().split("\n");
  const kinds = lines.map((line) => JSON.parse(line).kind);
  expect(kinds).toContain("crashed");
  await expect(playground.notice).toHaveText(
    /^Saved as raft-seed-\d+\.jsonl: [\d\u202f]+ events\.$/,
  );
});

test("what happened is saved for tools that draw it", async ({ playground, page }) => {
  await aRun(playground);
  await playground.press("Share");
  const saved = async (button: string) => {
    const saving = page.waitForEvent("download");
    await playground.press(button);
    return readFile(await (await saving).path(), "utf8");
  };
  const diagram = await saved("Save for Mermaid");
  expect(diagram).toContain("sequenceDiagram\nparticipant C as Clients\n");
  expect(diagram).toContain(" crashes");
  await expect(playground.notice).toHaveText(
    /^Saved as raft-seed-\d+\.mmd: what happened from 0\.00 s to 9\.00 s\.$/,
  );
  const log = await saved("Save for ShiViz");
  expect(log).toContain('\nclients {"clients":1}\n');
  await expect(playground.notice).toHaveText(/^Saved as raft-seed-\d+\.log: /);
});

test("copy buttons say what they copied", async ({ another }) => {
  const other = await another({ permissions: ["clipboard-read", "clipboard-write"] });
  await other.open();
  await aRun(other);
  await other.press("Share");
  await other.press("Copy link");
  await expect(other.notice).toHaveText("Copied: the link to this run at 9.00 s.");
  await other.press("Copy scenario");
  await expect(other.notice).toHaveText(
    /^Copied: this run as a scenario, [\d\u202f]+ characters\.$/,
  );
  const copied = await other.page.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(copied)).toMatchObject({ format: 1 });
});

test("a file that holds a link can be dropped on the page", async ({ playground, another }) => {
  await aRun(playground);
  const { link } = await playground.host.evaluate((host) => ({ link: Reflect.get(host, "link") }));
  const other = await another();
  await other.open();
  await drop(other, "from-a-chat.txt", `${link}\n`);
  await expect(other.notice).toHaveText("Opened the link in from-a-chat.txt.");
  expect((await other.moment()).digest).toBe((await playground.moment()).digest);
});

test("the place to drop a file is shown while one is held over the page", async ({
  playground,
  page,
}) => {
  const place = page.getByText("Drop a scenario file or a saved link here to open it.");
  const drag = (kind: "dragover" | "dragleave", holds: "file" | "text") =>
    playground.host.evaluate(
      (host, [type, held]) => {
        const dataTransfer = new DataTransfer();
        if (held === "file") dataTransfer.items.add(new File(["{}"], "story.json"));
        else dataTransfer.setData("text/plain", "a word");
        const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
        host.shadowRoot?.querySelector(".page")?.dispatchEvent(event);
      },
      [kind, holds] as const,
    );
  await drag("dragover", "text");
  await expect(place).toBeHidden();
  await expect(async () => {
    await drag("dragover", "file");
    await expect(place).toBeVisible({ timeout: 500 });
  }).toPass();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(playground, `a place to drop, ${colorScheme}`);
  }
  await drag("dragleave", "file");
  await expect(place).toBeHidden();
  await drag("dragover", "file");
  await drop(playground, "three.json", '{"format":1,"title":"Three","options":{"nodes":3}}');
  await expect(place).toBeHidden();
  await expect(playground.node(2)).toBeVisible();
});

test("a scenario file can be dropped on the page", async ({ playground }) => {
  await drop(playground, "three.json", '{"format":1,"title":"Three","options":{"nodes":3}}');
  await expect(playground.notice).toHaveText("Opened three.json.");
  await expect(playground.node(2)).toBeVisible();
  await expect(playground.node(3)).toBeHidden();
});

test("a bad file is refused with one sentence, and nothing is lost", async ({
  playground,
  page,
}) => {
  await aRun(playground);
  const bad: readonly (readonly [string, string, RegExp])[] = [
    ["picture.png", "\u0089PNG\r\n\u001a\n", /expected|not/],
    ["empty.json", "", /empty/],
    ["other.json", '{"name":"left-pad"}', /format/],
    ["newer.json", '{"format":99,"whatever":true}', /format.*99|99.*format/],
    ["large.json", " ".repeat(4_100_000), /^large\.json has 4 MB: expected a scenario file/],
    ["long.json", " ".repeat(1_100_000), /at most 1000000/],
  ];
  for (const [name, text, reason] of bad) {
    await test.step(name, async () => {
      await playground.unchangedBy(async () => {
        await drop(playground, name, text);
        await expect(playground.notice).toHaveText(reason);
        await expect(playground.notice).toHaveText(/^[^\n]*\.$/);
      });
      await page.keyboard.press("Escape");
      await expect(playground.notice).toBeHidden();
    });
  }
});
