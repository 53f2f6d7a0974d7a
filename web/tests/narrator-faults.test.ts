/**
 * Sentences that the page once said and that were false, each in the run in which it was seen: the
 * page is played as a person would play it, over the real engine.
 */

import { describe, expect, it } from "vitest";
import type { Action } from "../engine/view.ts";
import { openBranch } from "../session/branches.ts";
import { press, write } from "../session/cluster.ts";
import { answer, pressNode } from "../session/predictions.ts";
import { openLink, openScenario } from "../session/runs.ts";
import { Session } from "../session/session.ts";
import { anEngine } from "./engine.ts";

const SECOND = 1_000_000;

/** A visit with the tour, in the run of a first visit. */
function aVisit(touring = true) {
  const engine = anEngine(18630);
  const host = {
    wallTime: () => 0,
    pageUrl: () => "https://example.org/",
    copy: () => Promise.resolve(true),
    onChange: () => {},
    onEvents: () => {},
    onBreak: () => {},
  };
  const session = new Session(engine, host, touring);
  /** Plays on for some milliseconds. */
  const wait = (milliseconds: number) => session.transport.tick(milliseconds / 10);
  const does = (...actions: readonly Action[]) => {
    for (const action of actions) press(session, action);
  };
  const seek = (at: number) => session.transport.seekNow(at);
  return { engine, session, wait, does, seek };
}
type Visit = ReturnType<typeof aVisit>;

/** All that the page says of the moment. */
function says({ session }: Visit): string {
  const { headline, reason } = session.picture.narration;
  return `${headline} ${reason}`;
}

/** A visit in which a leader was elected, something was committed, and the leader crashed. */
function aCrash(): Visit {
  const visit = aVisit();
  visit.wait(3_000);
  write(visit.session);
  visit.wait(1_000);
  visit.does({ crash: "leader" });
  visit.wait(100);
  return visit;
}

/** Opens a scenario of 6 s with a caption that is true only while its leader leads. */
function openCaptioned({ session }: ReturnType<typeof aVisit>): void {
  const captions = [
    { at_ms: 0, say: "Nobody leads." },
    { when: "leader_elected", say: "There is a leader, and it stays." },
  ];
  openScenario(session, JSON.stringify({ format: 1, seed: 18630, captions, until_ms: 6_000 }));
}

describe("the narrator never says", () => {
  it("that a leader copies what it never had", () => {
    const visit = aVisit();
    visit.wait(3_000);
    write(visit.session);
    visit.wait(10);
    visit.does({ crash: "leader" });
    visit.wait(100);
    expect(visit.session.picture.view.nodes.map(({ lastIndex }) => lastIndex)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(says(visit)).not.toMatch(/Node \d copies|once 3 of 5|is committed/);
    visit.wait(5_000);
    expect(says(visit)).not.toMatch(/Node \d copies|once 3 of 5|is committed/);
  });

  it("that a node is down where it is up, after a rewind", () => {
    const visit = aCrash();
    expect(says(visit)).toMatch(/^Node 2 is down/);
    visit.seek(2 * SECOND);
    expect(visit.session.picture.view.status).toMatch(/5 of 5 up/);
    expect(says(visit)).not.toMatch(/down|hear nothing/);
  });

  it("that all are up again where none was ever down, after a rewind", () => {
    const visit = aCrash();
    visit.wait(4_000);
    visit.does({ restart: "all" });
    expect(says(visit)).toMatch(/^All five are up/);
    visit.seek(0);
    expect(says(visit)).toMatch(/^Five servers must agree on one leader\./);
    expect(visit.session.picture.narration.invitation).toBe("nodes");
  });

  it("what the tour says, once chaos is on; and the tour does not come back by itself", () => {
    const visit = aCrash();
    visit.engine.act({ chaos: { per_minute: 30 } });
    for (let minute = 0; minute < 9; minute += 1) {
      visit.wait(60_000);
      expect(says(visit)).not.toMatch(/Press|nothing was lost/);
      expect(visit.session.picture.narration.step).toBeNull();
    }
    visit.seek(0);
    expect(visit.session.picture.narration.step).toBeNull();
    visit.does({ crash: 0 });
    expect(says(visit)).not.toMatch(/again|Press/);
  });

  it("less than who asks for votes, when two do in one term", () => {
    const visit = aVisit(false);
    visit.does({ timeout: 1 }, { timeout: 3 });
    const { headline, reason } = visit.session.picture.narration;
    expect(headline).toBe("Nodes 1 and 3 ask for votes in term 1.");
    expect(reason).toBe("Node 1 has 1 vote and Node 3 has 1 vote; 3 of 5 are needed.");
    expect(visit.session.picture.view.status).toMatch(/^Nodes 1 and 3 ask for votes in term 1;/);
  });

  it("that three have stored what all five hold", () => {
    const visit = aVisit();
    visit.wait(3_000);
    visit.does({ write: "SET x=1", to: "leader" });
    visit.wait(1_000);
    visit.does({ write: "SET x=2", to: "leader" }, { write: "SET x=3", to: "leader" });
    visit.wait(11_000);
    expect(visit.session.picture.view.nodes.every(({ lastIndex }) => lastIndex === 3)).toBe(true);
    expect(says(visit)).not.toMatch(/Stored by 3 of 5/);
    expect(says(visit)).toMatch(/At least 3 of 5 store it\./);
  });

  it("the caption of a scenario on a branch that has left it, nor after its end", () => {
    const visit = aVisit();
    openCaptioned(visit);
    visit.seek(6 * SECOND);
    visit.seek(5 * SECOND);
    expect(says(visit)).toMatch(/^There is a leader, and it stays\./);
    visit.does({ crash: "leader" });
    expect(says(visit)).not.toMatch(/it stays/);
    visit.wait(500);
    expect(says(visit)).not.toMatch(/it stays/);
    openBranch(visit.session, 0);
    visit.seek(6 * SECOND);
    expect(says(visit)).toMatch(/it stays/);
    visit.does({ crash: "leader" });
    expect(says(visit)).not.toMatch(/it stays/);
  });

  it("the caption of a scenario after an action before its end, which nobody had seen", () => {
    const visit = aVisit();
    openCaptioned(visit);
    visit.seek(5 * SECOND);
    visit.does({ crash: "leader" });
    expect(visit.session.picture.view.branches).toHaveLength(1);
    expect(says(visit)).not.toMatch(/it stays/);
    visit.wait(500);
    expect(says(visit)).not.toMatch(/it stays/);
    visit.seek(4.9 * SECOND);
    expect(says(visit)).toMatch(/^There is a leader, and it stays\./);
  });
});

describe("the same moment", () => {
  it("is told in the same words after a rewind, a step on a fork, and by link", () => {
    const visit = aCrash();
    const { now, branch } = visit.session.picture.view;
    const told = says(visit);
    visit.wait(6_000);
    visit.seek(now);
    expect(says(visit)).toBe(told);
    visit.seek(2_500_000);
    visit.does({ crash: 0 });
    visit.wait(3_000);
    openBranch(visit.session, branch);
    visit.seek(now);
    expect(says(visit)).toBe(told);

    const receiver = aVisit(false);
    openLink(receiver.session, visit.engine.link());
    visit.session.update((page) => ({ ...page, touring: false }));
    expect(says(receiver)).toBe(says(visit));
  });

  it("is told in the same words whatever was guessed", () => {
    const visit = aVisit();
    const untold = aVisit();
    pressNode(visit.session, 4);
    for (const { wait } of [visit, untold]) wait(3_000);
    expect(visit.session.picture.guess).toBe("Your guess was Node 4; Node 2 was first.");
    expect(says(visit)).toBe(says(untold));
    for (const { does, wait } of [visit, untold]) {
      does({ write: "SET x=1", to: "leader" });
      wait(500);
    }
    answer(visit.session, true);
    expect(visit.session.picture.guess).toBe("Your guess: x survives.");
    expect(says(visit)).toBe(says(untold));
  });
});

describe("a guess", () => {
  it("belongs to its branch and its moment", () => {
    const visit = aVisit();
    pressNode(visit.session, 2);
    visit.session.transport.pause();
    expect(visit.session.picture.guess).toBe("Your guess: Node 2.");
    visit.wait(3_000);
    expect(visit.session.picture.guess).toBe("Your guess, Node 2, was right.");
    visit.seek(1 * SECOND);
    expect(visit.session.picture.guess).toBe("Your guess: Node 2.");
    visit.seek(3 * SECOND);
    visit.does({ write: "SET x=1", to: "leader" });
    visit.wait(500);
    answer(visit.session, false);
    visit.seek(3 * SECOND);
    visit.does({ write: "SET y=2", to: "leader" });
    visit.wait(500);
    expect(visit.session.picture.narration.asksYesOrNo).toBe(true);
    expect(visit.session.picture.guess).toBe("");
  });
});
