/** The one place where claims become sentences. Pure. */

import { countOf, listWords } from "../words/format.ts";
import { noteOf } from "../words/note.ts";
import type { Claim, Invitation, Rule } from "./claim.ts";
import { numberWord, subjectOf } from "./facts.ts";

/** Returns the claim as one sentence or two. */
export function wordsOf(claim: Claim): string {
  switch (claim.kind) {
    case "event":
      return claim.event.sentence;
    case "note":
      return noteOf(claim.event);
    case "caption":
    case "title":
    case "about":
    case "violation":
    case "assumption":
      return claim.text;
    case "violated":
      return `${claim.title} is violated.`;
    case "afterThat":
      return `After that, ${claim.title}: ${claim.sentence}`;
    case "assumptionBroken":
      return `${claim.name}.`;

    case "beginning":
      return claim.nodes === 1
        ? "One server agrees with itself."
        : `${numberWord(claim.nodes)} servers must agree on one leader.`;
    case "leads":
      return `Node ${claim.node} leads term ${claim.term}.`;
    case "leaderPaused":
      return `Node ${claim.node}, leader of term ${claim.term}, is paused.`;
    case "nobodyLeads":
      return "Nobody leads.";
    case "transfer_begun":
      return `Node ${claim.node} hands over its lead of term ${claim.term}.`;
    case "transfer_aborted":
      return `Node ${claim.node} keeps its lead of term ${claim.term}.`;
    case "snapshot_sent":
      return `Node ${claim.node}, leader of term ${claim.term}, sends its snapshot.`;
    case "snapshot_installed":
      return `Node ${claim.node} goes on from a snapshot.`;
    case "asks":
      return `${nodesWords(claim.nodes, "asks", "ask")} for votes in term ${claim.term}.`;
    case "ballots":
      return ballotWords(claim.votes, claim.needed, claim.of);
    case "timersRun":
      return "Each arc is a timer. The first to run out seeks votes.";
    case "noMajority":
      return `${numberWord(claim.up)} of ${claim.of} up: no majority.`;

    case "down":
      return `Node ${claim.node} is down; ${claim.leader === null ? "nobody" : `Node ${claim.leader}`} leads.`;
    case "back":
      return `Node ${claim.node} is up again.`;
    case "up":
      return claim.up === claim.of
        ? `All ${numberWord(claim.of).toLowerCase()} are up.`
        : `${numberWord(claim.up)} of ${claim.of} are up.`;
    case "groups":
      return `The network is cut: ${claim.groups.map((group) => listWords(group)).join(" apart from ")}.`;
    case "cutLink":
      return `Nothing gets from Node ${claim.from} to Node ${claim.to}.`;
    case "cutLinks":
      return `${numberWord(claim.count)} directions between nodes are cut.`;
    case "nothingCut":
      return "No link is cut any more.";
    case "cutOffLeader":
      return `Node ${claim.node} reaches ${claim.reaches} of ${claim.of}, and still believes it leads.`;
    case "majorityLeads":
      return `Node ${claim.node} leads term ${claim.term} on the side of the majority.`;

    case "copies":
      return `Node ${claim.node} copies entry ${claim.index} to the others.`;
    case "waits":
      return `${shortened(claim.command)} is still waiting for an answer.`;
    case "unanswered":
      return `Nobody answered ${shortened(claim.command)}.`;
    case "committed":
      return `Node ${claim.node} has committed through index ${claim.through}.`;
    case "isCommitted":
      return `${claim.command === null ? "An entry" : shortened(claim.command)} is committed.`;
    case "stored":
      return `At least ${some(claim)} store it.`;
    case "survived": {
      const subject = claim.command === null ? "every committed entry" : subjectOf(claim.command);
      return `Node ${claim.node} leads term ${claim.term}, and ${subject} survived.`;
    }
    case "oneLog":
      return "One leader and one log again.";
    case "overwritten":
      return "An unfinished entry was overwritten. Nobody was promised it.";
    case "truncated":
      return `Node ${claim.node} has removed entries from its log.`;
    case "refused":
      return `Node ${claim.node} has refused a message that breaks the rules.`;
    case "disk_lost":
      return `Node ${claim.node}'s disk has lost what it had confirmed.`;

    case "rule":
      return ruleWords(claim.rule, claim.needed, claim.of);

    case "press":
      return pressWords[claim.button];
    case "askFirst":
      return `Whose timer runs out first?${claim.tap ? " Tap a node." : ""}`;
    case "askFate":
      return "Press Write: what becomes of it?";
    case "askSurvives": {
      const subject = claim.command === null ? "it" : subjectOf(claim.command);
      return `${claim.crash ? "Crash the leader. " : ""}Will ${subject} survive?`;
    }
  }
}

const pressWords: Readonly<Record<Exclude<Invitation, "nodes">, string>> = {
  write: "Press Write.",
  crash: "Press Crash leader.",
  restart: "Press Restart all.",
  partition: "Press Partition: it cuts the leader off from the majority.",
  heal: "Press Heal.",
  share: "Press Share to send exactly this run to someone.",
};

/** "3 of 5", or what it takes in a joint configuration (Raft §6). */
function some({ needed, of }: { readonly needed: number; readonly of: number }): string {
  return needed ? `${needed} of ${of}` : "majorities of old and new voters";
}

function ruleWords(rule: Rule, needed: number, of: number): string {
  switch (rule) {
    case "winning":
      return needed
        ? `${needed} of ${of} votes are a majority.`
        : `It takes ${some({ needed, of })}.`;
    case "leading":
      return "A node that hears no heartbeat for too long seeks votes.";
    case "deciding":
      return needed
        ? `${needed} of ${of} must agree, to elect or to commit.`
        : `It takes ${some({ needed, of })}, to elect or to commit.`;
    case "committing":
      return `An entry of its own term is committed once ${some({ needed, of })} have stored it.`;
    case "appending":
      return "A leader appends what it is asked to its log, and copies it to the others.";
    case "electing":
      return "A majority stores it, so no node without it can win.";
    case "newerTerm":
      return "The newer term wins: the old leader steps down and takes over the new log.";
  }
}

/** Returns the section behind a claim that has one of its own, or null. */
export function sectionOf(claim: Claim): string | null {
  switch (claim.kind) {
    case "event":
      return claim.event.section;
    case "ballots":
    case "timersRun":
      return "Raft §5.2";
    case "stored":
      return "Raft §5.3";
    case "rule":
      return sections[claim.rule];
    default:
      return null;
  }
}

const sections: Readonly<Record<Rule, string>> = {
  winning: "Raft §5.2",
  leading: "Raft §5.2",
  deciding: "Raft §5.2",
  committing: "Raft §5.4.2",
  appending: "Raft §5.3",
  electing: "Raft §5.4.1",
  newerTerm: "Raft §5.1",
};

/** Counts the ballots of one candidate: "1… 2… 3 of 5: a majority." Those of rivals are compared. */
export function ballotWords(
  candidates: readonly (readonly [number, number])[],
  needed: number,
  of: number,
): string {
  const [only, ...rivals] = candidates;
  if (only === undefined) return "";
  if (rivals.length === 0) {
    const [, votes] = only;
    const counted = Array.from({ length: Math.max(0, votes - 1) }, (_, i) => `${i + 1}… `).join("");
    return `${counted}${votes} of ${of}${votes >= needed ? ": a majority." : `; ${needed} are needed.`}`;
  }
  const each = candidates.map(
    ([node, votes]) => `Node ${node} has ${countOf(votes, "vote", "votes")}`,
  );
  return `${listWords(each)}; ${needed} of ${of} are needed.`;
}

function nodesWords(nodes: readonly number[], one: string, many: string): string {
  return nodes.length === 1 ? `Node ${nodes[0]} ${one}` : `Nodes ${listWords(nodes)} ${many}`;
}

function shortened(command: string): string {
  return command.length > 24 ? `${command.slice(0, 23)}…` : command;
}
