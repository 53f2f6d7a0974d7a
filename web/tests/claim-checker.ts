/**
 * Whether a claim of the narrator is true of a moment. It reads the view and the feed on its own: it
 * shares no code with the narrator, so that a mistake of one shows in the other.
 */

import type { FeedEvent, NodeView, View, ViolationView } from "../engine/view.ts";
import type { Claim } from "../narrator/claim.ts";

/** A moment as the checker sees it: the view, and every event of the feed up to it. */
export interface Reading {
  readonly view: View;
  readonly feed: readonly FeedEvent[];
}

/** Returns a sentence that says why the claim is false, or null when it is true. */
export function faultOf(claim: Claim, { view, feed }: Reading): string | null {
  const { nodes } = view;
  const voterAs = (...memberships: readonly string[]) =>
    nodes.filter(({ id }) => memberships.includes(view.machines[id]?.membership ?? "voter"));
  const [incoming, outgoing] = [voterAs("voter", "joining"), voterAs("voter", "leaving")];
  const voting = voterAs("voter", "joining", "leaving");
  const hasVote = (node: NodeView) => voting.includes(node);
  const isJoint = incoming.length < voting.length || outgoing.length < voting.length;
  const majority = isJoint ? 0 : Math.floor(voting.length / 2) + 1;
  const isMajority = (these: readonly NodeView[]) =>
    [incoming, outgoing].every((side) => {
      const [inside, all] = [side.filter((node) => these.includes(node)).length, side.length];
      return inside > all - inside;
    });
  const running = nodes.filter(({ status }) => status === "up");
  const leaders = running.filter(({ role }) => role === "leader");
  const newest = Math.max(-1, ...leaders.map(({ term }) => term));
  const decisive = feed.filter(({ weight }) => weight === "decisive");
  const whole = view.options.bugs.length === 0 && view.tried.brokenDisks === 0;
  const has = (kind: string) => decisive.some((event) => event.kind === kind);
  const isIntact = (name: string) => !view.checks.some((it) => it.name === name && it.violated);
  const sameNode = (id: number): NodeView => {
    const found = nodes.find((node) => node.id === id);
    if (!found) throw new Error(`There is no Node ${id}.`);
    return found;
  };
  const say = (isTrue: boolean, why: string) => (isTrue ? null : why);

  switch (claim.kind) {
    case "event": {
      const last = decisive.at(-1);
      if (last?.kind === "healed" && view.cuts.length > 0) return "links are cut";
      return say(
        last?.seq === claim.event.seq && last.sentence === claim.event.sentence,
        `the latest decisive event is "${last?.sentence}"`,
      );
    }
    case "note": {
      const { broken, copies, sentence } = claim.event;
      if (decisive.at(-1)?.seq !== claim.event.seq) return "another event is the latest";
      if (broken) return say(!whole, "every rule is kept");
      const counted = /: (\d+) nodes? stores? it/.exec(sentence)?.[1];
      return say(
        copies !== null && Number(counted) === copies && copies < nodes.length,
        `it counts ${counted} of ${nodes.length}`,
      );
    }
    case "caption":
      return say(view.caption === claim.text, `the caption is ${view.caption}`);
    case "title":
      return say(view.title === claim.text && view.now === 0, `the title is ${view.title}`);
    case "about":
      return say(view.about === claim.text, "the description is another one");
    case "violated":
      return say(
        latestBroken(view)?.title === claim.title &&
          view.checks.some(({ title, violated }) => violated && title === claim.title),
        "that property holds, or another one was violated later",
      );
    case "violation":
      return say(latestBroken(view)?.sentence === claim.text, "the violation is another one");
    case "afterThat":
      return say(
        view.assumptionAt !== null &&
          view.violation?.sentence === claim.sentence &&
          view.violation.title === claim.title &&
          view.violation.at >= view.assumptionAt,
        "no such violation followed",
      );
    case "assumptionBroken":
      return say(view.assumption?.startsWith(claim.name) ?? false, "no such assumption is broken");
    case "assumption":
      return say(view.assumption?.includes(claim.text.slice(0, -1)) ?? false, "another story");

    case "beginning":
      return say(claim.nodes === nodes.length && view.counts.elections === 0, "it has begun");
    case "leads": {
      const node = sameNode(claim.node);
      return say(
        node.status === "up" &&
          node.role === "leader" &&
          node.term === claim.term &&
          node.term === newest,
        `it is ${node.status}, ${node.role} of term ${node.term}`,
      );
    }
    case "transfer_begun":
    case "transfer_aborted": {
      const node = sameNode(claim.node);
      const newestWord = feed.findLast(
        (event) =>
          event.node === claim.node &&
          (event.kind === "transfer_begun" || event.kind === "transfer_aborted"),
      );
      return say(
        node.status === "up" &&
          node.role === "leader" &&
          node.term === claim.term &&
          newestWord?.kind === claim.kind &&
          newestWord.term === claim.term,
        `it is ${node.status}, ${node.role} of term ${node.term}, after ${newestWord?.kind}`,
      );
    }
    case "snapshot_sent": {
      const { role, status, term } = sameNode(claim.node);
      const { kind, node } = decisive.at(-1) ?? {};
      return say(
        status === "up" &&
          role === "leader" &&
          term === claim.term &&
          kind === claim.kind &&
          node === claim.node,
        `it is ${status}, ${role} of term ${term}, and the latest decisive event is ${kind}`,
      );
    }
    case "snapshot_installed":
      return say(
        feed.some(({ kind, node }) => kind === claim.kind && node === claim.node),
        "no such snapshot",
      );
    case "leaderPaused": {
      const node = sameNode(claim.node);
      return say(
        node.status === "paused" &&
          node.role === "leader" &&
          node.term === claim.term &&
          leaders.length === 0,
        `it is ${node.status}, ${node.role} of term ${node.term}`,
      );
    }
    case "nobodyLeads":
      return say(leaders.length === 0, `${leaders.length} lead`);
    case "asks": {
      const asking = running.filter((node) => node.role === "candidate" && node.votes.length > 0);
      const term = Math.max(...asking.map((node) => node.term));
      const ids = asking.filter((node) => node.term === term).map(({ id }) => id);
      return say(
        ids.join() === claim.nodes.join() && term === claim.term && term > newest,
        `${ids.join()} ask in term ${term}, and term ${newest} has a leader`,
      );
    }
    case "ballots":
      return say(
        claim.needed === majority &&
          claim.of === voting.length &&
          claim.votes.every(([id, count]) => sameNode(id).votes.length === count),
        "the votes differ",
      );
    case "timersRun":
      return say(
        leaders.length === 0 && running.some(({ timerEndsAt }) => timerEndsAt !== null),
        "a leader is there, or no timer runs",
      );
    case "noMajority":
      return say(
        running.filter(hasVote).length === claim.up &&
          claim.of === voting.length &&
          !isMajority(running),
        `${running.filter(hasVote).length} of those who vote are up`,
      );

    case "down":
      return say(
        sameNode(claim.node).status === "crashed" &&
          (claim.leader === null
            ? leaders.length === 0
            : leaders.some(({ id, term }) => id === claim.leader && term === newest)),
        `it is ${sameNode(claim.node).status}; ${leaders.length} lead`,
      );
    case "back":
      return say(sameNode(claim.node).status === "up" && has("restarted"), "it is not up");
    case "up":
      return say(claim.up === running.length && claim.of === nodes.length, `${running.length} are`);
    case "groups": {
      const apart = claim.groups.flatMap((group) =>
        group.flatMap((from) =>
          nodes.filter(({ id }) => !group.includes(id)).map(({ id: to }) => `${from} ${to}`),
        ),
      );
      const cut = new Set(view.cuts.map(({ from, to }) => `${from} ${to}`));
      return say(apart.length > 0 && apart.every((pair) => cut.has(pair)), "not all is cut");
    }
    case "cutLink":
      return say(
        view.cuts.length === 1 && view.cuts[0]?.from === claim.from && view.cuts[0].to === claim.to,
        "other links are cut",
      );
    case "cutLinks":
      return say(view.cuts.length === claim.count, `${view.cuts.length} are cut`);
    case "nothingCut":
      return say(view.cuts.length === 0 && has("healed"), `${view.cuts.length} are cut`);
    case "cutOffLeader": {
      const { id, role, status } = sameNode(claim.node);
      const reached = running.filter(
        (node) => !view.cuts.some(({ from, to }) => from === id && to === node.id),
      );
      return say(
        role === "leader" &&
          status === "up" &&
          reached.length === claim.reaches &&
          view.groups !== null,
        `it is ${role} and reaches ${reached.length}`,
      );
    }
    case "majorityLeads": {
      const { role, status, term } = sameNode(claim.node);
      const group = view.groups?.find((members) => members.includes(claim.node)) ?? [];
      return say(
        role === "leader" &&
          status === "up" &&
          term === claim.term &&
          isMajority(nodes.filter(({ id }) => group.includes(id))),
        `it is ${role} of term ${term} in a group of ${group.length}`,
      );
    }

    case "copies": {
      const node = sameNode(claim.node);
      return say(
        node.role === "leader" &&
          node.status === "up" &&
          node.lastIndex === claim.index &&
          node.lastTerm === node.term &&
          (node.commitIndex ?? 0) < claim.index,
        `its log ends at ${node.lastIndex}, committed through ${node.commitIndex}`,
      );
    }
    case "waits":
    case "unanswered": {
      const outcome = claim.kind === "waits" ? "waiting" : "unknown";
      const fits = view.requests.some(
        (it) => it.command === claim.command && it.outcome === outcome,
      );
      return say(fits, `no such request is ${outcome}`);
    }
    case "committed": {
      const node = sameNode(claim.node);
      return say(
        node.status === "up" && node.role === "leader" && node.commitIndex === claim.through,
        `it has committed through ${node.commitIndex}`,
      );
    }
    case "isCommitted": {
      const { command } = claim;
      const isOnly = Object.values(view.requestCounts).reduce((sum, count) => sum + count, 0) === 1;
      const isKnown =
        command === null ||
        isOnly ||
        view.requests.some((it) => it.command === command && it.outcome === "acknowledged");
      return say(view.committed > 0 && isKnown && whole, "nothing says that it is committed");
    }
    case "stored":
      return say(
        whole && view.committed > 0 && claim.needed === majority && isIntact("commit_on_majority"),
        "it may be on fewer",
      );
    case "survived": {
      const node = sameNode(claim.node);
      const commit = Math.max(...nodes.map(({ commitIndex }) => commitIndex ?? 0));
      const crash = decisive.findLastIndex(({ kind }) => kind === "crashed");
      const won = decisive.findLastIndex(({ kind }) => kind === "leader_elected");
      return say(
        whole &&
          node.role === "leader" &&
          node.term === claim.term &&
          (node.lastIndex ?? 0) >= commit &&
          view.committed > 0 &&
          crash >= 0 &&
          won >= 0 &&
          isIntact("leader_completeness"),
        "it need not have",
      );
    }
    case "oneLog": {
      const ends = new Set(
        running.map(({ term, lastIndex, lastTerm }) => `${term} ${lastIndex} ${lastTerm}`),
      );
      const all = nodes.filter(({ role }) => role === "leader");
      return say(ends.size === 1 && all.length === 1, `${ends.size} ends, ${all.length} leaders`);
    }
    case "overwritten":
      return say(has("truncated") && whole && isIntact("acknowledged_never_lost"), "nothing was");
    case "truncated":
    case "refused":
      return say(decisive.at(-1)?.kind === claim.kind, "another event is the latest");
    case "disk_lost":
      return say(decisive.at(-1)?.kind === "disk_lost", "another event is the latest");

    case "rule":
      if (claim.rule === "newerTerm" && nodes.filter(({ role }) => role === "leader").length < 2)
        return "no leader of an older term is left";
      return say(claim.needed === majority && claim.of === voting.length, "another majority");

    case "press":
      return pressFault(claim.button, view);
    case "askFirst":
      return say(view.now === 0 && view.counts.elections === 0, "timers have run out");
    case "askFate":
      return say(view.groups !== null, "the network is not cut");
    case "askSurvives":
      return say(view.committed > 0 && (!claim.crash || leaders.length > 0), "nothing to survive");
  }
}

/** The violation found last before an assumption was broken, of those that the view shows. */
function latestBroken({ violation, latestViolation, assumptionAt }: View): ViolationView | null {
  return [violation, latestViolation].reduce(
    (last, it) =>
      it !== null && it.at >= (last?.at ?? 0) && (assumptionAt === null || it.at < assumptionAt)
        ? it
        : last,
    null,
  );
}

/** Whether the button that a sentence invites to would do what it says. */
function pressFault(button: string, { nodes, cuts }: View): string | null {
  const can =
    button === "restart"
      ? nodes.some(({ status }) => status === "crashed")
      : button === "heal"
        ? cuts.length > 0
        : button === "crash" || button === "partition"
          ? nodes.some(({ role, status }) => role === "leader" && status === "up")
          : true;
  return can ? null : `${button} does nothing now`;
}
