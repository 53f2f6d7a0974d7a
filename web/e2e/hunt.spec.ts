import type { Locator } from "@playwright/test";
import type { RaftPlayground } from "../element/raft-playground.ts";
import { brokenRule, ruleInSentence } from "../words/rule-names.ts";
import { expectAccessible } from "./axe.ts";
import { expect, type Playground, test } from "./support.ts";

/** As people do it: through the Faults drawer's Lab. */
async function openHunt(playground: Playground): Promise<void> {
  await playground.press("Faults…");
  await playground.press("Hunt for a failure…");
  await expect(playground.dialog).toHaveAccessibleName("Hunt for a failure");
  await expect(begins(playground)).toBeVisible();
}

/** The form's button; the header has one of the same name, which opens the form. */
function begins({ dialog }: Playground): Locator {
  return dialog.getByRole("button", { name: "Hunt", exact: true });
}

async function leaveOut({ page }: Playground, bug: string): Promise<void> {
  await page.getByRole("combobox", { name: "Rules" }).selectOption(brokenRule(bug));
}

/** Until something is caught. */
async function huntDown(playground: Playground): Promise<Locator> {
  await begins(playground).click();
  const caught = playground.page.getByRole("list", { name: "Catches" }).getByRole("listitem");
  await expect(caught.first()).toBeVisible();
  return caught;
}

/** Until something is caught and made small. */
async function huntAndShrink(playground: Playground): Promise<void> {
  const caught = await huntDown(playground);
  await caught.getByRole("button", { name: /^Shrink seed/ }).click();
  await expect(caught.getByRole("button", { name: /^Watch the story/ })).toBeVisible();
}

/** What the hunt has come to, in words. */
function outcome({ page }: Playground): Locator {
  return page.getByRole("region", { name: "The hunt" }).getByRole("status");
}

/**
 * From now on, workers begin with this script of a test, before their own: all of them, or only
 * the one that is made as the nth.
 */
async function tamper({ page }: Playground, script: string, nth?: number): Promise<void> {
  let made = 0;
  await page.unrouteAll();
  await page.route("**/worker-*.js", async (route) => {
    made += 1;
    const response = await route.fetch();
    const own = await response.text();
    const isMeant = nth === undefined || made === nth;
    await route.fulfill({ response, body: isMeant ? `${script}\n${own}` : own });
  });
}

/** A worker that breaks at its first lot, or only at the lot that begins with a seed. */
function breakingAt(seed?: number): string {
  const isMeant = seed === undefined ? "true" : `data.first === ${seed}`;
  return `addEventListener("message", (event) => {
    const { data } = event;
    if (data.kind !== "lot" || !(${isMeant})) return;
    event.stopImmediatePropagation();
    throw new Error("Broken on purpose.");
  });`;
}

/** A worker that makes a run small and never says that it is done. */
const neverDone = `{
  const say = postMessage.bind(self);
  self.postMessage = (answer) => {
    if (answer.kind !== "shrunken") say(answer);
  };
}`;

/** A worker whose engine ends with a trap, where it should be done with making a run small. */
const trapped = `{
  const say = postMessage.bind(self);
  self.postMessage = (answer) => {
    if (answer.kind === "shrunken") throw new WebAssembly.RuntimeError("unreachable");
    say(answer);
  };
}`;

/** What is said at the moment shown and cannot be read without scrolling. */
async function cutWords({ host }: Playground): Promise<readonly string[]> {
  return host.evaluate((element) => {
    const places = ".status, raft-rule-off, .narration-words";
    const found = element.shadowRoot?.querySelectorAll(places) ?? [];
    return [...found]
      .filter(
        (box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1,
      )
      .map((box) => box.textContent?.trim() ?? "");
  });
}

/** At a moment of the run. */
async function violationOf(playground: Playground, at: number) {
  await playground.seek(at / 1000);
  return (await playground.view()).violation;
}

test("what clients saw is a violation in the run that is watched, from its moment on", async ({
  playground,
  page,
}) => {
  await openHunt(playground);
  await leaveOut(playground, "apply_retry_twice");
  const caught = await huntDown(playground);
  const row = caught.filter({ hasText: "Linearizability" }).first();
  await row.getByRole("button", { name: /^Watch seed/ }).click();
  await expect(playground.dialog).toBeHidden();
  const badge = page.getByRole("button", { name: /^1 violation in/ });
  await expect(badge).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Linearizability/);
  await playground.seek(100);
  await expect(page.getByRole("button", { name: /^0 violations in/ })).toBeVisible();
});

test("a rule is switched off, hunted, shrunk and watched; its link shows the same", async ({
  playground,
  another,
  page,
}) => {
  await openHunt(playground);
  await leaveOut(playground, "commit_whole_log");
  await expect(playground.dialog).toContainText("Raft Figure 2, §5.3");
  await huntAndShrink(playground);
  const story = page.getByRole("region", { name: /^Shrunk to \d+ actions?$/ });
  await expect(story.getByRole("listitem").first()).toContainText(/^\d+\.\d\d s/);

  await story.getByRole("button", { name: /^Watch the story/ }).click();
  await expect(playground.dialog).toBeHidden();
  await expect(playground.button("Pause")).toBeVisible();
  await expect(
    page.getByText(
      `Broken on purpose: “${ruleInSentence("commit_whole_log")}” (Raft Figure 2, §5.3).`,
    ),
  ).toBeVisible();
  await playground.speed(2);
  await expect(page.getByRole("button", { name: /^[1-9]\d* violations?/ })).toBeVisible();
  await playground.press("Pause");
  const violation = (await playground.view()).violation;
  if (violation === null) throw new Error("The story shows no violation.");

  // The diagram marks where the rule was missing, and leads there, from before that, too.
  await playground.seek(100);
  await page.keyboard.press(";");
  const missteps = page.getByRole("group", { name: "Missteps" }).getByRole("button");
  await expect(missteps.first()).toHaveAccessibleName(/^\d+\.\d{3} s: Without it: .* With it/);
  await missteps.first().click();
  await expect(page.locator(".diagram-events button:focus")).toHaveCount(1);
  await expect(page.locator(".diagram-reading")).toContainText(
    /where the rule is missing: Without/,
  );
  await page.keyboard.press(";");
  await expect(missteps).toHaveCount(0);

  await playground.press("Share");
  const url = await page.getByRole("textbox", { name: "Link to this run" }).inputValue();
  const other = await another();
  await other.open(url);
  expect(await other.moment()).toEqual(await playground.moment());
  expect(await violationOf(other, violation.at)).toEqual(violation);
  await expect(
    other.page.getByText(/^Broken on purpose: “commits end where the message does/),
  ).toBeVisible();
});

test("the form says what to expect of a hunt, by the rule that is broken", async ({
  playground,
  page,
}) => {
  await openHunt(playground);
  const { dialog } = playground;
  await expect(dialog).toContainText("Expect no catch: with every rule kept");
  await expect(dialog).not.toContainText("Expect a catch");
  await leaveOut(playground, "vote_again");
  await expect(dialog).toContainText("Expect a catch, soon or after many seeds");
  await expect(dialog).toContainText("Raft §5.2");
  await expect(dialog).not.toContainText("Expect no catch");
  await page.getByRole("combobox", { name: "Rules" }).selectOption("All kept: whole Raft");
  await expect(dialog).toContainText("Expect no catch");
});

test("a rule that is chosen brings its property, which can be chosen otherwise", async ({
  playground,
  page,
}) => {
  await openHunt(playground);
  const counts = page.getByRole("combobox", { name: "What counts" });
  await expect(counts).toHaveValue("");
  await leaveOut(playground, "commit_whole_log");
  await expect(counts).toHaveValue("state_machine_safety");
  await counts.selectOption("Leader Completeness");
  await page.getByRole("combobox", { name: "Cluster" }).selectOption("9 nodes");
  await page.getByRole("checkbox", { name: "Stop at the first catch" }).uncheck();
  await expect(counts).toHaveValue("leader_completeness");
  await leaveOut(playground, "vote_again");
  await expect(counts).toHaveValue("election_safety");
  await page.getByRole("combobox", { name: "Rules" }).selectOption("All kept: whole Raft");
  await expect(counts).toHaveValue("");
});

test("the cluster of a hunt may be of any size, or like the run shown", async ({
  playground,
  page,
}) => {
  await page.route("**/odd.json", (route) =>
    route.fulfill({
      json: {
        format: 1,
        options: { nodes: 4, latency_ms: [5, 9], loss: "1/20", bugs: ["keep_leading"] },
      },
    }),
  );
  await playground.host.evaluate((host) => host.setAttribute("src", "./odd.json"));
  await expect(playground.node(3)).toBeVisible();
  await expect(playground.node(4)).toBeHidden();
  await page.keyboard.press("g");
  await page.getByRole("spinbutton", { name: "How many seeds" }).fill("64");
  const cluster = page.getByRole("combobox", { name: "Cluster" });
  await cluster.selectOption("9 nodes");
  await expect(playground.dialog).toContainText("In every run: 9 nodes, election timeout 1500");
  await begins(playground).click();
  await expect(outcome(playground)).toHaveText("Whole Raft. No violation in 64 runs.");
  await expect(playground.dialog).toContainText("--seeds 0..64 --nodes 9 --first");

  await cluster.selectOption("Like the run shown");
  await expect(playground.dialog).toContainText(
    /As in the run shown: 4 nodes, .* latency 5 to 9 ms, 5 % of messages lost\./,
  );
  await begins(playground).click();
  await expect(playground.dialog).toContainText(/--seeds 0\.\.64 --like '#[\w-]+' --first/);
  await expect(outcome(playground)).toHaveText("Whole Raft. No violation in 64 runs.");

  // Another run may be shown when the sheet is opened again.
  await page.keyboard.press("Escape");
  await playground.press("New run");
  await page.getByRole("spinbutton", { name: "Nodes" }).fill("3");
  await playground.press("Begin");
  await expect(playground.dialog).toBeHidden();
  await page.keyboard.press("g");
  await expect(playground.dialog).toContainText(
    /As in the run shown: 3 nodes, .* latency 5 to 9 ms, 5 % of messages lost\./,
  );
});

test("a story played at Auto says all that it has to say", async ({ playground, page }) => {
  await page.keyboard.press("g");
  await leaveOut(playground, "keep_leading");
  await huntAndShrink(playground);
  await page.getByRole("button", { name: /^Watch the story/ }).click();
  await expect(playground.dialog).toBeHidden();
  const shown = await playground.host.evaluate(async (host: RaftPlayground) => {
    const said = new Set<string>();
    // The story ends half a second after it has broken.
    while (host.view.now < (host.view.violation?.at ?? Number.POSITIVE_INFINITY) + 400_000) {
      said.add(host.shadowRoot?.querySelector(".narration-words")?.textContent ?? "");
      await new Promise(requestAnimationFrame);
    }
    return [...said];
  });
  await playground.press("Pause");
  const captions = await playground.host.evaluate((host: RaftPlayground) => {
    const said = new Set<string>();
    const end = (host.view.violation?.at ?? 0) / 1000 + 400;
    for (let at = 1; at < end; at += 1) {
      host.seek(at);
      if (host.view.caption !== null) said.add(host.view.caption);
    }
    return [...said];
  });
  expect(captions.length).toBeGreaterThan(1);
  // A violation has the word; the caption of its moment is its reason.
  for (const caption of captions) expect(shown.some((words) => words.includes(caption))).toBe(true);
});

test("a catch can be watched as it is, and its story beside one with the rule on", async ({
  playground,
  page,
}) => {
  await page.keyboard.press("g");
  await leaveOut(playground, "vote_again");
  await huntAndShrink(playground);
  await page.getByRole("button", { name: /^Watch seed \d+$/ }).click();
  await expect(playground.dialog).toBeHidden();
  expect((await playground.view()).violation).not.toBeNull();

  // What was caught is still there.
  await page.keyboard.press("g");
  await page.getByRole("button", { name: /^With the rule kept/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Side by side");
  await expect(page.getByRole("group", { name: "Compared" })).toContainText("Right Twin");
  await expect(playground.button("Pause")).toBeVisible();
});

test("whole Raft: no violation, and what was tried", async ({ playground, page }) => {
  await openHunt(playground);
  await page.getByRole("spinbutton", { name: "How many seeds" }).fill("300");
  await begins(playground).click();
  const hunt = page.getByRole("region", { name: "The hunt" });
  await expect(hunt).toContainText("Whole Raft. No violation in 300 runs.");
  const tried = page.getByRole("region", { name: "Faults tried" });
  await expect(tried).toContainText("partition");
  await expect(tried).not.toContainText(/restart|healed|resume/);
  const repairs = page.getByRole("region", { name: "Repairs between them" });
  await expect(repairs).toContainText("restart");
  await expect(repairs).toContainText("network healed");
  await expect(page.getByRole("region", { name: "States reached" })).toContainText("commits");
  await expect(hunt).toContainText(
    "cargo run --release -p raft-cli -- hunt --seeds 0..300 --first",
  );
  await expect(page.getByRole("list", { name: "Catches" })).toBeHidden();
});

test("disks that lie break more than Raft can bear, and the hunt says so", async ({
  playground,
  page,
}) => {
  await openHunt(playground);
  await page.getByRole("checkbox", { name: /^Disks may lie/ }).check();
  await expect(playground.dialog).toContainText("what breaks then is no fault of Raft");
  await begins(playground).click();
  await expect(outcome(playground)).toContainText(/Whole Raft, on disks that lie\. 1 violation in/);
});

test("all extensions and all kinds of faults are drawn when asked for", async ({
  playground,
  page,
}) => {
  await openHunt(playground);
  await page.getByRole("spinbutton", { name: "How many seeds" }).fill("200");
  await page.getByRole("checkbox", { name: /^Each seed draws all extensions/ }).check();
  await page.getByRole("checkbox", { name: /^All kinds of faults/ }).check();
  await begins(playground).click();
  await expect(outcome(playground)).toContainText("No violation in 200 runs.");
  const hunt = page.getByRole("region", { name: "The hunt" });
  await expect(hunt).toContainText(
    "cargo run --release -p raft-cli -- hunt --seeds 0..200 --all-options --all-faults --first",
  );
  await expect(page.getByRole("region", { name: "Faults tried" })).toContainText("disk failing");
});

test("a hunt can be stopped, goes on while its sheet is closed, and keeps its results", async ({
  playground,
  page,
}) => {
  await page.keyboard.press("g");
  await page.getByRole("spinbutton", { name: "How many seeds" }).fill("1000000");
  await begins(playground).click();
  const runs = page.getByRole("region", { name: "The hunt" });
  await expect(runs).toContainText(/[1-9]\d* of 1\u202f000\u202f000 runs\./);
  await page.keyboard.press("Escape");
  await expect(playground.dialog).toBeHidden();
  await page.keyboard.press("g");
  await playground.press("Stop");
  await expect(runs).toContainText(/Stopped\. No violation in .* runs\./);
  await expect(begins(playground)).toBeEnabled();
});

test("a hunt goes on while its tab is frozen, or after that, and loses nothing", async ({
  playground,
  page,
}) => {
  await openHunt(playground);
  await page.getByRole("spinbutton", { name: "How many seeds" }).fill("3000");
  await begins(playground).click();
  const lifecycle = await page.context().newCDPSession(page);
  await lifecycle.send("Page.setWebLifecycleState", { state: "frozen" });
  // A frozen page answers nothing: how far its hunt has come cannot be waited for.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await lifecycle.send("Page.setWebLifecycleState", { state: "active" });
  await expect(outcome(playground)).toContainText("No violation in 3\u202f000 runs.");
  const speed = page.getByText("runs a second", { exact: true }).locator("xpath=../dd");
  await expect(speed).toHaveText(/^[1-9]/);
});

test("a worker that breaks in the middle of a hunt is replaced", async ({ playground, page }) => {
  // The first worker tells the names, the second is the first to hunt.
  await tamper(playground, breakingAt(), 2);
  await openHunt(playground);
  await page.getByRole("spinbutton", { name: "How many seeds" }).fill("300");
  await begins(playground).click();
  await expect(outcome(playground)).toHaveText("Whole Raft. No violation in 300 runs.");
});

test("a lot that breaks two workers ends the hunt with a sentence, and the form stays", async ({
  playground,
  page,
}) => {
  await tamper(playground, breakingAt(64));
  await openHunt(playground);
  await page.getByRole("spinbutton", { name: "How many seeds" }).fill("300");
  await begins(playground).click();
  await expect(outcome(playground)).toContainText(
    "The hunt has ended: two workers broke at the seeds from 64 to 127; what was found before is kept. No violation in ",
  );
  await page.unrouteAll();
  await begins(playground).click();
  await expect(outcome(playground)).toHaveText("Whole Raft. No violation in 300 runs.");
});

test("a shrink that is stopped leaves its smallest run, to be watched and shrunk further", async ({
  playground,
  page,
}) => {
  await tamper(playground, neverDone);
  await page.keyboard.press("g");
  await leaveOut(playground, "commit_whole_log");
  const caught = await huntDown(playground);
  await caught.getByRole("button", { name: /^Shrink seed/ }).click();
  await expect(caught).toContainText(/\d+ actions? left, [\d\u202f]+ attempts?/);
  await playground.press("Stop shrinking");
  const stopped = page.getByRole("region", { name: /^Stopped at \d+ actions?$/ });
  await expect(stopped.getByRole("listitem").first()).toContainText(/^\d+\.\d\d s/);
  await stopped.getByRole("button", { name: /^Watch the story/ }).click();
  await expect(playground.dialog).toBeHidden();
  await expect(
    page.getByText(/^Broken on purpose: “commits end where the message does/),
  ).toBeVisible();
  await playground.speed(100);
  await expect(page.getByRole("button", { name: /^[1-9]\d* violations?/ })).toBeVisible();

  await page.unrouteAll();
  await page.keyboard.press("g");
  await page.getByRole("button", { name: /^Shrink further seed/ }).click();
  await expect(page.getByRole("region", { name: /^Shrunk to \d+ actions?$/ })).toBeVisible();
});

test("a worker that breaks while it shrinks leaves its smallest run, and says so", async ({
  playground,
  page,
}) => {
  await tamper(playground, trapped);
  await page.keyboard.press("g");
  await leaveOut(playground, "commit_whole_log");
  const caught = await huntDown(playground);
  await caught.getByRole("button", { name: /^Shrink seed/ }).click();
  await expect(caught.getByRole("alert")).toHaveText(
    "The worker that shrinks has broken. The smallest run so far is kept.",
  );
  await expect(page.getByRole("region", { name: /^Stopped at \d+ actions?$/ })).toBeVisible();
});

test("a hunter that cannot be fetched says so", async ({ playground, page, watch }) => {
  watch.excuse(/hunter|Failed to load resource|404/);
  await page.route("**/hunter_bg*.wasm", (route) => route.fulfill({ status: 404, body: "no" }));
  await page.keyboard.press("g");
  await expect(playground.dialog.getByRole("alert").first()).toHaveText(
    "The hunter could not be fetched. Is there a connection? Reload the page.",
  );
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const viewport of [
    { width: 1280, height: 800 },
    { width: 768, height: 1024 },
    { width: 360, height: 740 },
  ]) {
    test.describe(`${colorScheme}, ${viewport.width} wide`, () => {
      test.use({ colorScheme, viewport });

      test("the sheet is accessible and fits", async ({ playground, page }) => {
        await playground.host.focus();
        await page.keyboard.press("g");
        await leaveOut(playground, "vote_again");
        await expectAccessible(playground, "what to hunt");
        await huntAndShrink(playground);
        await expectAccessible(playground, "what was caught");
        const over = await playground.dialog.evaluate((box) => box.scrollWidth - box.clientWidth);
        expect(over).toBeLessThanOrEqual(0);
      });

      test("a hunt under way is accessible", async ({ playground, page }) => {
        await playground.host.focus();
        await page.keyboard.press("g");
        await leaveOut(playground, "vote_again");
        await page.getByRole("checkbox", { name: "Stop at the first catch" }).uncheck();
        await begins(playground).click();
        await expect(
          page.getByRole("list", { name: "Catches" }).getByRole("listitem"),
        ).not.toHaveCount(0);
        await expect(playground.button("Stop")).toBeVisible();
        await expectAccessible(playground, "a hunt under way");
        await playground.press("Stop");
      });

      test("a violation is seen in the bar", async ({ playground, page }) => {
        await playground.host.focus();
        await page.keyboard.press("g");
        await leaveOut(playground, "vote_again");
        await begins(playground).click();
        await page.getByRole("button", { name: /^Watch seed/ }).click();
        const badge = page.getByRole("button", { name: /^[1-9]\d* violations?/ });
        await expect(badge).toBeVisible();
        await expect(badge).not.toHaveCSS("background-color", "rgba(0, 0, 0, 0)");
        await expect(
          page.getByText(/^Broken on purpose: “one vote per term” \(Raft §5\.2\)\.$/),
        ).toBeVisible();
        expect(await cutWords(playground)).toEqual([]);
        await expectAccessible(playground, "a violation");
      });
    });
  }
}
