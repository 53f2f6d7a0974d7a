/** What is to be hunted, and what a hunt came to, in words. */

import { describe, expect, it } from "vitest";
import { type HuntChoice, huntCommand, leavingOut, planOf, usualHunt } from "../hunt/choice.ts";
import { clusterLike, clusterSizes, optionsWords, withoutExtensions } from "../hunt/cluster.ts";
import type { HuntProgress } from "../hunt/hunt.ts";
import { huntOutcomeWords, seenCounts, triedCounts } from "../hunt/outcome.ts";
import { nothingHunted } from "../hunt/tally.ts";
import type { GalleryEntry } from "../hunt/words.ts";
import { aCatch } from "./played-worker.ts";

const voteAgain: GalleryEntry = {
  name: "vote_again",
  title: "Voting again",
  paragraph: "A node votes twice.",
  rule: "Vote once in a term.",
  section: "Raft §5.2",
  breaks: "election_safety",
  source: null,
};

function chosen(change: Partial<HuntChoice>): HuntChoice {
  return { ...usualHunt, ...change };
}

describe("a rule that is chosen", () => {
  it("brings the property that the gallery names for it", () => {
    expect(leavingOut(voteAgain)).toEqual({ bug: "vote_again", property: "election_safety" });
  });

  it("leaves any property to count when it is none", () => {
    expect(leavingOut(null)).toEqual({ bug: null, property: null });
  });
});

describe("a cluster", () => {
  it("is drawn by each seed at first", () => {
    expect(planOf(usualHunt).options).toBeNull();
    expect(huntCommand(usualHunt)).toBe(
      "cargo run --release -p raft-cli -- hunt --seeds 0..20000 --first",
    );
  });

  it("has any size that the engine plays", () => {
    expect(clusterSizes).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const nine = chosen({ cluster: { kind: "size", nodes: 9 }, stopsAtCatch: false });
    expect(planOf(nine).options).toEqual({ nodes: 9 });
    expect(huntCommand(nine)).toBe(
      "cargo run --release -p raft-cli -- hunt --seeds 0..20000 --nodes 9",
    );
  });

  it("is like a run's, but for the rules that the run leaves out", () => {
    const options = { nodes: 3, disk_ms: [1, 40], bugs: ["vote_again"] } as const;
    const like = chosen({ cluster: clusterLike(options, "#run"), bug: "commit_whole_log" });
    expect(planOf(like)).toMatchObject({
      options: { nodes: 3, disk_ms: [1, 40] },
      bugs: ["commit_whole_log"],
    });
    expect(planOf(like).options).not.toHaveProperty("bugs");
    expect(huntCommand(like)).toBe(
      "cargo run --release -p raft-cli -- hunt --seeds 0..20000 --bug commit_whole_log --like '#run' --first",
    );
  });
});

describe("disks that lie", () => {
  it("are trusted by a hunt, unless it is told otherwise", () => {
    expect(planOf(usualHunt).breaksAssumptions).toBe(false);
    const lied = chosen({ breaksAssumptions: true });
    expect(planOf(lied).breaksAssumptions).toBe(true);
    expect(huntCommand(lied)).toBe(
      "cargo run --release -p raft-cli -- hunt --seeds 0..20000 --break-assumptions --first",
    );
  });
});

describe("what seeds draw", () => {
  it("is more when all is asked for, as on the command line", () => {
    expect(planOf(usualHunt)).toMatchObject({ allOptions: false, allFaults: false });
    const all = chosen({ allOptions: true, allFaults: true });
    expect(planOf(all)).toMatchObject({ allOptions: true, allFaults: true });
    expect(huntCommand(all)).toBe(
      "cargo run --release -p raft-cli -- hunt --seeds 0..20000 --all-options --all-faults --first",
    );
  });
});

describe("the options of a cluster in words", () => {
  it("are the lab's where nothing is said", () => {
    expect(optionsWords({})).toBe(
      "5 nodes, election timeout 1500 to 3000 ms, heartbeat 500 ms, latency 40 to 80 ms",
    );
  });

  it("say no extension where each seed draws them", () => {
    const options = { nodes: 3, pre_vote: true, reads: "lease", snapshot_after: 4 } as const;
    expect(optionsWords(options)).toMatch(/pre-vote, reads by a lease, a snapshot after 4/);
    expect(withoutExtensions(options)).toEqual({ nodes: 3 });
  });

  it("say all that is said", () => {
    const words = optionsWords({
      nodes: 1,
      election_timeout_ms: [150, 300],
      heartbeat_ms: 50,
      latency_ms: [5, 5],
      disk_ms: [1, 40],
      loss: "1/20",
      duplicate: "1/10",
      blank_entry: true,
    });
    expect(words).toBe(
      "1 node, election timeout 150 to 300 ms, heartbeat 50 ms, latency 5 ms, " +
        "disk 1 to 40 ms, 5 % of messages lost, 10 % doubled, a blank entry at each election",
    );
  });
});

describe("what a hunt has come to", () => {
  function words(change: Partial<HuntProgress>, choice: HuntChoice = usualHunt): string {
    const results = { ...nothingHunted, runs: 128 };
    const seeds = 20_000;
    const progress = { state: "done", results, names: null, seeds, sentence: null } as const;
    return huntOutcomeWords({ ...progress, ...change }, choice);
  }
  const caught = { ...nothingHunted, runs: 64, catches: [aCatch(3), aCatch(9)] };

  it("is how far it has come while it runs", () => {
    expect(words({ state: "running" })).toBe("128 of 20\u202f000 runs.");
  });

  it("is what was found, whole Raft or not", () => {
    expect(words({})).toBe("No violation in 128 runs.");
    expect(words({ results: caught })).toBe("2 violations in 64 runs.");
    const withoutRule = chosen({ bug: "vote_again" });
    expect(words({ results: caught }, withoutRule)).toBe("2 violations in 64 runs.");
  });

  it("is advice when a rule was not missed", () => {
    expect(words({}, chosen({ bug: "vote_again" }))).toBe(
      "No violation in 128 runs. " +
        "The rule was not missed there: try more seeds, or let any property count.",
    );
  });

  it("is what was found until it was stopped", () => {
    const withoutRule = chosen({ bug: "vote_again" });
    expect(words({ state: "stopped" }, withoutRule)).toBe("Stopped. No violation in 128 runs.");
  });

  it("is why it failed, and what was found before", () => {
    const failed = { state: "failed", sentence: "Two workers broke." } as const;
    expect(words(failed)).toBe("Two workers broke. No violation in 128 runs.");
    expect(words({ ...failed, results: caught })).toBe(
      "Two workers broke. 2 violations in 64 runs.",
    );
  });
});

describe("what was tried", () => {
  it("is faults alone, with the repairs apart", () => {
    const names = { faults: ["crash", "restart", "cut", "network healed"], repairs: [1, 3] };
    expect(triedCounts(names, [7, 5, 0, 2])).toEqual({
      faults: [{ name: "crash", count: 7 }],
      repairs: [
        { name: "restart", count: 5 },
        { name: "network healed", count: 2 },
      ],
    });
  });
});

describe("what came up", () => {
  it("has its count, and what did not is left out", () => {
    expect(seenCounts(["crash", "cut", "stall"], [2, 0])).toEqual([{ name: "crash", count: 2 }]);
  });
});
