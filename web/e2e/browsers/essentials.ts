/**
 * What must work in every browser: open, elect, write, crash, share and reopen, with the digest
 * that the same run has natively.
 */

import { expect as baseExpect } from "@playwright/test";
import { nativeReport } from "../../tests/native.ts";
import { statusOf, type Visitor } from "./visitor.ts";

/** Patient, because a busy machine is no fault of the page. */
const expect = baseExpect.configure({ timeout: 30_000 });

export async function essentials(visitor: Visitor, another: () => Promise<Visitor>): Promise<void> {
  await visitor.open("./");
  await visitor.ask((host) => host.setAttribute("speed", "20"));
  await playUntil(visitor, /^Node \d leads term \d+; 5 of 5 up/);
  const [, leader] = /^Node (\d) /.exec(await statusOf(visitor)) ?? [];

  await visitor.type("Command", "SET x=7");
  await visitor.press("Write");
  await playUntil(visitor, /1 command committed/);

  await visitor.press("Crash leader");
  await playUntil(visitor, new RegExp(`^Node [^${leader}] leads term \\d+; 4 of 5 up`));

  await visitor.press("Share");
  const url = await visitor.typed("Link to this run");
  const shown = await momentOf(visitor);
  expect(nativeReport(url.slice(url.indexOf("#"))).digest_agrees).toBe(true);

  const other = await another();
  await other.open(url);
  expect(await momentOf(other)).toEqual(shown);
  expect(await statusOf(other)).toBe(await statusOf(visitor));
  expect([...(await visitor.faults()), ...(await other.faults())]).toEqual([]);
}

async function playUntil(visitor: Visitor, status: RegExp): Promise<void> {
  await visitor.press("Play");
  await expect.poll(() => statusOf(visitor)).toMatch(status);
  await visitor.press("Pause");
}

function momentOf(visitor: Visitor): Promise<{ now: number; digest: string }> {
  return visitor.ask(({ view: { now, digest } }) => ({ now, digest }));
}
