//! Leading: taking commands, replicating them, and knowing when they are committed
//! (Raft §5.3, §5.4.2).

use alloc::vec::Vec;

use crate::config::Bug;
use crate::decision::{CommitEvidence, CommitHold, Decision, IgnoreReason, Impossible};
use crate::entry::{Command, Entries, Entry, Origin, Payload};
use crate::message::{AppendEntries, AppendEntriesReply, Body};
use crate::node::{Node, Role, ignore};
use crate::step::{Effect, Effects};
use crate::types::{Index, Instant, NodeId, NodeSet, Position, index_of};

/// Decides what the log is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Leader {
    /// One for each node number; a leader's own stays unused.
    pub(crate) progress: Vec<Progress>,
    pub(crate) heartbeat_at: Instant,
}

/// What a leader knows about one follower (Raft Figure 2, "volatile state on leaders").
///
/// `match_index < next_index`, and `match_index` never falls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The next entry to send.
    pub next_index: Index,
    /// Through where the follower is known to hold the leader's log.
    pub match_index: Option<Index>,
    /// How the next entries go out.
    pub pace: Pace,
}

/// How a leader sends to one follower.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// The logs agree as far as anybody knows: entries go out as they come, without waiting
    /// for answers (Thesis §10.2.2).
    Pipelining,
    /// The logs differ somewhere: one message at a time until that place is found, and without
    /// entries while it is a guess (Thesis §3.5).
    Probing,
}

impl Progress {
    /// Whether nobody knows yet that the follower agrees before `next_index`, and somebody
    /// has doubted it: then entries would most likely be sent in vain.
    fn is_guess(&self) -> bool {
        self.pace == Pace::Probing && self.next_index > Index::after(self.match_index)
    }
}

impl Node {
    /// Takes office: everybody is assumed to hold the same log until an answer says
    /// otherwise, and is told at once who leads (Raft §5.2, §5.3).
    pub(crate) fn become_leader(&mut self, now: Instant, votes: u32, effects: &mut Effects) {
        let term = self.current_term();
        effects.push(Effect::Decide(Decision::BecameLeader {
            term,
            votes,
            needed: self.config.configuration.majority(),
        }));
        if self.config.bugs.has(Bug::DropUncommittedTail) {
            self.truncate_unasked(Index::after(self.commit_index), effects);
        }
        let fresh = Progress {
            next_index: self.persistent.log.next_index(),
            match_index: None,
            pace: Pace::Pipelining,
        };
        let highest = self.config.configuration.members().iter().last();
        let places = highest.map_or(0, |node| node.position() + 1);
        self.role = Role::Leader(Leader {
            progress: alloc::vec![fresh; places],
            heartbeat_at: now,
        });
        if self.config.blank_entry_at_election {
            self.append(Payload::Blank, effects);
        }
        self.send_heartbeats(now, effects);
    }

    /// Speaks to every follower, whether or not there is something to say (Raft §5.2). This
    /// is also how lost messages are made up for: a follower that misses entries rejects.
    pub(crate) fn send_heartbeats(&mut self, now: Instant, effects: &mut Effects) {
        if let Role::Leader(leader) = &mut self.role {
            leader.heartbeat_at = now + self.config.heartbeat;
        }
        self.send_to(self.config.configuration.others(self.id), None, effects);
    }

    /// Takes a command into the log and sends it on at once (Raft §5.3); anybody but a leader
    /// says who leads instead (Raft §8).
    pub(crate) fn propose(&mut self, origin: Origin, command: Command, effects: &mut Effects) {
        let Role::Leader(leader) = &self.role else {
            let leader = self.leader();
            effects.push(Effect::Decide(Decision::CommandRefused { leader }));
            effects.push(Effect::NotLeader { origin, leader });
            return;
        };
        let ready = |node: &NodeId| leader.progress[node.position()].pace == Pace::Pipelining;
        let ready: NodeSet = self
            .config
            .configuration
            .others(self.id)
            .iter()
            .filter(ready)
            .collect();
        let (at, fresh) = self.append(Payload::Command { origin, command }, effects);
        effects.push(Effect::Decide(Decision::CommandTaken { at }));
        effects.push(Effect::Taken { origin, at });
        self.send_to(ready, Some((at.index, fresh)), effects);
    }

    /// Where the new entry stands, and a copy of it.
    fn append(&mut self, payload: Payload, effects: &mut Effects) -> (Position, Entries) {
        let at = Position {
            term: self.current_term(),
            index: self.persistent.log.next_index(),
        };
        self.persistent.log.push(Entry {
            term: at.term,
            payload,
        });
        let fresh = self.persistent.log.slice(at.index, 1);
        self.log_holds_from(at.index, &fresh);
        effects.push(Effect::Decide(Decision::EntriesAppended {
            first: at.index,
            count: 1,
        }));
        (at, fresh)
    }

    /// Sends each of `followers` what it lacks. Followers that lack the same share one copy, which
    /// may have been made already: of all entries from some index on.
    fn send_to(
        &mut self,
        followers: NodeSet,
        mut shared: Option<(Index, Entries)>,
        effects: &mut Effects,
    ) {
        let limit = self.config.entries_per_message.max(1) as usize;
        for follower in followers.iter() {
            let Role::Leader(leader) = &mut self.role else {
                return;
            };
            let progress = &mut leader.progress[follower.position()];
            let first = progress.next_index;
            let log = &self.persistent.log;
            let entries = match &shared {
                _ if progress.is_guess() => Entries::NONE,
                Some((from, entries)) if *from == first => entries.clone(),
                _ => log.slice(first, limit),
            };
            if progress.pace == Pace::Pipelining {
                progress.next_index = Index::after_count(first.get() - 1 + entries.len() as u64);
            }
            if !progress.is_guess() {
                shared = Some((first, entries.clone()));
            }
            let request = AppendEntries {
                prev: first.previous().and_then(|index| log.position_at(index)),
                entries,
                leader_commit: self.commit_index,
            };
            self.send(follower, Body::AppendEntries(request), effects);
        }
    }

    pub(crate) fn handle_append_reply(
        &mut self,
        from: NodeId,
        reply: AppendEntriesReply,
        effects: &mut Effects,
    ) {
        if !matches!(self.role, Role::Leader(_)) {
            ignore(from, IgnoreReason::NotLeader, effects);
            return;
        }
        if self.config.bugs.has(Bug::LastReplyKillsLeader)
            && Some(from) == self.config.configuration.members().iter().last()
        {
            self.halted = true;
            return;
        }
        match reply {
            AppendEntriesReply::Matched(matched) => self.hear_match(from, matched, effects),
            AppendEntriesReply::Rejected { prev, hint } => {
                self.hear_rejection(from, prev, hint, effects);
            }
        }
    }

    /// "If successful: update nextIndex and matchIndex for follower" (Raft Figure 2). Answers
    /// may overtake each other, so both only ever rise.
    fn hear_match(&mut self, from: NodeId, matched: Option<Index>, effects: &mut Effects) {
        let last = self.persistent.log.last_index();
        if let Some(matched) = matched.filter(|_| matched > last) {
            let impossible = Impossible::MatchBeyondLog { matched, last };
            effects.push(Effect::Decide(Decision::Refused { from, impossible }));
            return;
        }
        let believe_late = self.config.bugs.has(Bug::BelieveLateReplies);
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        let progress = &mut leader.progress[from.position()];
        let advanced = matched.filter(|_| matched > progress.match_index);
        if advanced.is_some() || believe_late {
            progress.match_index = matched;
        }
        let beyond_match = Index::after(progress.match_index);
        if progress.pace == Pace::Probing || believe_late {
            progress.next_index = beyond_match;
            progress.pace = Pace::Pipelining;
        }
        progress.next_index = progress.next_index.max(beyond_match);
        let behind = last >= Some(progress.next_index);
        if let Some(match_index) = advanced {
            effects.push(Effect::Decide(Decision::MatchAdvanced {
                follower: from,
                match_index,
            }));
            self.advance_commit(Some(match_index), effects);
        }
        if behind {
            self.send_to(NodeSet::from_iter([from]), None, effects);
        }
    }

    /// "If AppendEntries fails because of log inconsistency: decrement nextIndex and retry"
    /// (Raft Figure 2), a term at a time rather than an entry (Raft §5.3).
    fn hear_rejection(
        &mut self,
        from: NodeId,
        prev: Option<Index>,
        hint: Option<Position>,
        effects: &mut Effects,
    ) {
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        if self.config.bugs.has(Bug::NeverStepBack) {
            return;
        }
        let progress = &mut leader.progress[from.position()];
        let overtaken = prev <= progress.match_index
            || (progress.pace == Pace::Probing && prev != progress.next_index.previous());
        if overtaken {
            ignore(from, IgnoreReason::Overtaken, effects);
            return;
        }
        let agreement = index_of(self.persistent.log.last_possible_agreement(hint));
        let next_index = Index::after(agreement.max(progress.match_index));
        progress.next_index = next_index;
        progress.pace = Pace::Probing;
        effects.push(Effect::Decide(Decision::SteppedBack {
            follower: from,
            next_index,
        }));
        self.send_to(NodeSet::from_iter([from]), None, effects);
    }

    /// "If there exists an N such that N > commitIndex, a majority of `matchIndex[i]` ≥ N, and
    /// `log[N].term == currentTerm`: set commitIndex = N" (Raft Figure 2, §5.3, §5.4.2). The
    /// leader counts itself as far as its own disk has got. `news` is what has just become
    /// known, to say why it does not suffice.
    pub(crate) fn advance_commit(&mut self, news: Option<Index>, effects: &mut Effects) {
        let Role::Leader(leader) = &self.role else {
            return;
        };
        let bugs = self.config.bugs;
        let own = if bugs.has(Bug::CountUnwrittenEntry) {
            self.persistent.log.last_index()
        } else {
            self.durability.durable_index(&self.persistent.log)
        };
        let progress = |node: NodeId| {
            if node == self.id {
                own
            } else {
                leader.progress[node.position()].match_index
            }
        };
        let configuration = &self.config.configuration;
        let holders = |index: Index| -> u32 {
            let holds = |node: &NodeId| progress(*node) >= Some(index);
            configuration
                .members()
                .iter()
                .filter(holds)
                .collect::<NodeSet>()
                .count()
        };
        let needed = configuration.majority();
        let reached = if bugs.has(Bug::CommitWithMinority) {
            let one_short = |index: &Index| holders(*index) + 1 >= needed;
            let members = configuration.members().iter();
            members.filter_map(progress).filter(one_short).max()
        } else {
            configuration.reached(progress)
        };
        if let Some(index) = reached.filter(|_| reached > self.commit_index) {
            let (entry, current) = (self.persistent.log.term_at(index), self.current_term());
            if entry == Some(current) || bugs.has(Bug::CommitOlderTerm) {
                let evidence = CommitEvidence::Counted {
                    replicas: holders(index),
                    needed,
                };
                self.commit_through(index, evidence, effects);
            } else if let Some(entry) = entry {
                let reason = CommitHold::OlderTerm { entry, current };
                effects.push(Effect::Decide(Decision::CommitHeld { index, reason }));
            }
        } else if let Some(index) = news.filter(|index| Some(*index) > self.commit_index) {
            let reason = CommitHold::TooFew {
                replicas: holders(index),
                needed,
            };
            effects.push(Effect::Decide(Decision::CommitHeld { index, reason }));
        }
    }
}
