/** A read of each kind, seen on the ring, in the logs and on the time strip, wide and on a phone. */

import type { PacketKind } from "../engine/view.ts";
import { expect, kindsOnRing, sizes, test } from "./support.ts";

interface Story {
  readonly way: string;
  readonly example: string;
  /** A moment, in milliseconds, at which a message of these reads travels. */
  readonly at: number;
  readonly kind: PacketKind;
  /** A moment at which the read is answered, what is said of it, and how long the logs are then. */
  readonly answeredAt: number;
  readonly said: RegExp;
  readonly caption: string;
  readonly entries: number;
}

const stories: readonly Story[] = [
  {
    way: "after a round",
    example: "a_read_waits_for_a_round",
    at: 2_070,
    kind: "confirm",
    answeredAt: 2_149,
    said: /answers a read that must see the log through index 2: a majority has confirmed its round 1/,
    caption: "The next round serves both of the others.",
    entries: 2,
  },
  {
    way: "by a lease",
    example: "a_lease_answers_at_once",
    at: 3_640,
    kind: "confirm",
    answeredAt: 4_200,
    said: /answers a read that must see the log through index 2: its lease lasts for another/,
    caption: "An answer without a message to anybody: the lease still lasts.",
    entries: 2,
  },
  {
    way: "at a follower",
    example: "a_follower_reads_what_it_has_applied",
    at: 2_570,
    kind: "readIndex",
    answeredAt: 3_310,
    said: /answers a read that must see the log through index 2: Node 0 has told it so/,
    caption: "Now it has.",
    entries: 2,
  },
];

for (const { name, viewport } of sizes) {
  test.describe(name, () => {
    test.use({ viewport });

    for (const story of stories) {
      test(`a read ${story.way} is seen`, async ({ playground, page }) => {
        await playground.open(`./?example=${story.example}`);
        await playground.seek(story.at);
        if (name !== "wide") await playground.tab("Time");
        await expect(playground.slider("Time")).toHaveValue(String(story.at));
        expect(await kindsOnRing(playground)).toContain(story.kind);

        await playground.seek(story.answeredAt);
        await playground.tick(1);
        await expect(page.getByText(story.caption).first()).toBeVisible();
        const { nodes, committed, violation } = await playground.view();
        expect(violation).toBeNull();
        expect(committed).toBe(1);
        for (const { lastIndex } of nodes) expect(lastIndex).toBe(story.entries);
        if (name === "wide") {
          await playground.tab("Decisions");
          await expect(page.getByRole("list", { name: /^Decisions/ })).toContainText(story.said);
          for (const log of await playground.logs()) expect(log).toHaveLength(story.entries);
        }
      });
    }
  });
}
