import { describe, expect, it } from "vitest";
import { CallLog } from "../engine/call-log.ts";

/** A log, and a target that notes what is repeated on it. */
function aLog() {
  const log = new CallLog<ReturnType<typeof aTarget>>();
  const call = (name: string) => (target: ReturnType<typeof aTarget>) => target.note(name);
  return { log, call, target: aTarget() };
}

function aTarget() {
  const heard: string[] = [];
  /** What happens while the call of this name takes long. */
  const meanwhile = new Map<string, () => void>();
  return {
    heard,
    meanwhile,
    note: async (name: string) => {
      heard.push(name);
      await Promise.resolve();
      meanwhile.get(name)?.();
    },
    approach: (at: number) => {
      heard.push(`to ${at}`);
      return true;
    },
  };
}

describe("the log of calls", () => {
  it("repeats the run shown after the run before, and no older one", async () => {
    const { log, call, target } = aLog();
    log.add(call("act 1"));
    log.restart(call("run 2"));
    log.move(9);
    log.move(5);
    await log.repeat(target, () => target.heard.push("done"));
    expect(target.heard).toEqual(["act 1", "run 2", "to 9", "to 5", "done"]);

    log.restart(call("run 3"));
    log.add(call("act 3"));
    const other = aTarget();
    await log.repeat(other, () => undefined);
    expect(other.heard).toEqual(["run 2", "to 9", "to 5", "run 3", "act 3"]);
  });

  it("goes on with what is logged meanwhile, without what is forgotten meanwhile", async () => {
    const { log, call, target } = aLog();
    log.add(call("act 1"));
    log.add(call("another 1"));
    target.meanwhile.set("act 1", () => {
      log.restart(call("run 2"));
      log.add(call("act 2"));
    });
    target.meanwhile.set("run 2", () => {
      log.restart(call("run 3"));
      log.restart(call("run 4"));
    });
    await log.repeat(target, () => undefined);
    expect(target.heard).toEqual(["act 1", "another 1", "run 2", "run 3", "run 4"]);
  });
});
