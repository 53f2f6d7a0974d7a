//! The state of one server of the cluster, and the operations that all its rules share: writing to
//! the disk, sending, timers, cutting the log and moving the commit index.
//!
//! The rules themselves stand in other files: `step.rs` takes an input to its rule,
//! `election.rs` holds RequestVote, `append.rs` the receiver of AppendEntries, and `leader.rs`
//! its sender.

use alloc::sync::Arc;

use crate::chance::Key;
use crate::config::{Bug, Bugs, Config};
use crate::decision::{CommitEvidence, Decision, IgnoreReason};
use crate::durability::{Durability, last_asserted};
use crate::effect::{Effect, Effects};
use crate::entry::Entries;
use crate::extension::FollowerExtensions;
use crate::log::Log;
use crate::message::{Body, Message};
use crate::persistent::{LogWrite, Persistent, Token, Unconfirmed, Write};
use crate::quorum::Configuration;
use crate::reading::Reading;
use crate::role::{Follower, Progress, Role, RoleName, Timer};
use crate::snapshot::Receiving;
use crate::types::{Duration, Index, Instant, NodeId, NodeSet, Term};
use crate::whole::IS_WHOLE;

/// One Raft node: a value that is stepped, cloned and compared; it does nothing by itself.
///
/// Its invariants, which no peer, fault or person can break:
/// 1. `current_term` never falls.
/// 2. `voted_for` changes at most once within a term, from none to a node.
/// 3. A message leaves only after all that it asserts is durable.
/// 4. Data that belongs to a role exists only while the node has that role.
/// 5. `commit_index` never falls, and no entry at or before it is ever replaced.
/// 6. No entry is of a newer term than `current_term`, and terms never fall along the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub(crate) id: NodeId,
    pub(crate) config: Config,
    pub(crate) persistent: Persistent,
    pub(crate) commit_index: Option<Index>,
    /// Where the configuration in force comes from: see [`Node::configured_at`].
    pub(crate) configured_at: Option<Index>,
    /// The configuration in force; without [`crate::Extension::Membership`], that of `config`.
    pub(crate) configuration: Configuration,
    pub(crate) role: Role,
    pub(crate) durability: Durability,
    /// Reads beside the log; `None` without [`crate::Extension::OF_READS`].
    pub(crate) reading: Option<Arc<Reading>>,
    /// The snapshot that a leader is sending to this node, as far as it has come (Raft §7).
    pub(crate) receiving: Option<Arc<Receiving>>,
    unwritten: Unwritten,
    timer_chance: Key,
    timers_started: u64,
    /// Only [`Bug::LastReplyKillsLeader`] sets it: the process is up, but does nothing any more.
    pub(crate) halted: bool,
}

/// Changes of the persistent state that no [`Write`] has described yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Unwritten {
    state: bool,
    /// Whether there is a new snapshot.
    snapshot: bool,
    log_from: Option<Index>,
    /// The entries from `log_from` to the end of the log, where a copy of just these exists.
    copied: Option<Entries>,
}

impl Node {
    /// A node as it boots, for the first time or again: a follower with what its disk holds and
    /// nothing else (Raft §5.2). Its election timeouts are drawn from `timer_chance`; give each
    /// incarnation of each node its own key.
    #[must_use]
    pub fn new(
        id: NodeId,
        config: Config,
        mut persistent: Persistent,
        now: Instant,
        timer_chance: Key,
    ) -> Node {
        if config.bugs.has(Bug::ForgetVoteAtRestart) {
            persistent.voted_for = None;
        }
        if config.bugs.has(Bug::SnapshotWithoutTerm) {
            persistent.forget_snapshot_term();
        }
        if config.bugs.has(Bug::ForgetTermAtRestart) {
            (persistent.current_term, persistent.voted_for) = (Term(0), None);
        }
        // Only a disk made by hand can hold a log that is ahead of its term.
        let newest = persistent.log.last().map_or(Term(0), |last| last.term);
        let term_behind_log = persistent.current_term < newest;
        if term_behind_log {
            persistent.current_term = newest;
            persistent.voted_for = None;
        }
        let (configuration, configured_at) = Node::configured_at_boot(&config, &persistent);
        let mut node = Node {
            id,
            config,
            configured_at,
            configuration,
            commit_index: Node::committed_at_boot(&persistent),
            persistent,
            role: Role::Follower(Follower {
                leader: None,
                timer: None,
                extended: FollowerExtensions::default(),
            }),
            durability: Durability::default(),
            reading: None,
            receiving: None,
            unwritten: Unwritten {
                state: term_behind_log,
                ..Unwritten::default()
            },
            timer_chance,
            timers_started: 0,
            halted: false,
        };
        let timer = node.start_timer(now);
        node.restart_timer(timer);
        node.promise_at_boot(now);
        node
    }

    /// Leaves out these rules from now on, and no others.
    pub fn leave_out(&mut self, bugs: Bugs) {
        self.config.bugs = bugs;
    }

    /// When this node needs its next [`crate::Input::Deadline`]: at its election timeout, at a
    /// leader's next heartbeat, or when a leader gives up handing over its lead. `None` when it
    /// waits for nothing.
    #[inline]
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        match &self.role {
            _ if self.halted => None,
            Role::Follower(follower) => follower.timer.map(|timer| timer.ends_at),
            Role::Candidate(candidate) => Some(candidate.timer.ends_at),
            Role::Leader(leader) => Some(match self.transfer_ends_at() {
                Some(ends_at) => leader.heartbeat_at.min(ends_at),
                None => leader.heartbeat_at,
            }),
        }
    }

    /// When a leader's next heartbeat is due; `None` for other roles. The end of a transfer of its
    /// lead may come before that.
    #[must_use]
    pub fn heartbeat_at(&self) -> Option<Instant> {
        match &self.role {
            Role::Leader(leader) if !self.halted => Some(leader.heartbeat_at),
            _ => None,
        }
    }

    /// The node's number.
    #[inline]
    #[must_use]
    pub fn id(&self) -> NodeId {
        self.id
    }

    /// The settings that the node was made with.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The latest term that the node has seen.
    #[inline]
    #[must_use]
    pub fn current_term(&self) -> Term {
        self.persistent.current_term
    }

    /// The candidate that has the node's vote in this term, if any.
    #[inline]
    #[must_use]
    pub fn voted_for(&self) -> Option<NodeId> {
        self.persistent.voted_for
    }

    /// The node's log.
    #[inline]
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.persistent.log
    }

    /// The highest index that the node knows to be committed.
    #[inline]
    #[must_use]
    pub fn commit_index(&self) -> Option<Index> {
        self.commit_index
    }

    /// The name of the node's role.
    #[inline]
    #[must_use]
    pub fn role_name(&self) -> RoleName {
        self.role.name()
    }

    /// The leader of this term as far as the node knows; the node itself when it leads.
    #[inline]
    #[must_use]
    pub fn leader(&self) -> Option<NodeId> {
        match &self.role {
            Role::Follower(follower) => follower.leader,
            Role::Candidate(_) => None,
            Role::Leader(_) => Some(self.id),
        }
    }

    /// The node's election timer. A leader has none, nor has one that was deposed while
    /// [`Bug::DeposedWithoutTimer`] or [`Bug::UnheardWithoutTimer`] is left out.
    #[must_use]
    pub fn election_timer(&self) -> Option<Timer> {
        match &self.role {
            Role::Follower(follower) => follower.timer,
            Role::Candidate(candidate) => Some(candidate.timer),
            Role::Leader(_) => None,
        }
    }

    /// The nodes whose votes a candidate has so far; empty for other roles.
    #[must_use]
    pub fn votes(&self) -> NodeSet {
        match &self.role {
            Role::Candidate(candidate) => candidate.votes,
            Role::Follower(_) | Role::Leader(_) => NodeSet::EMPTY,
        }
    }

    /// What a leader knows about one follower (`next_index`, `match_index`); `None` for other
    /// roles, and for a node that is not its follower.
    #[must_use]
    pub fn progress_of(&self, follower: NodeId) -> Option<Progress> {
        match &self.role {
            Role::Leader(leader) if self.configuration.receivers(self.id).contains(follower) => {
                Some(leader.progress[follower.position()])
            }
            _ => None,
        }
    }

    /// The last index through which the node knows its log to be on disk.
    #[must_use]
    pub fn durable_index(&self) -> Option<Index> {
        self.durability.durable_index(&self.persistent.log)
    }

    /// What the node's disk has not confirmed yet; `None` when all is on disk.
    #[must_use]
    pub fn unconfirmed(&self) -> Option<Unconfirmed> {
        let state = !self.durability.state_is_durable();
        let log_from = self.durability.first_unconfirmed();
        (state || log_from.is_some()).then(|| Unconfirmed {
            term: state.then_some(self.current_term()),
            voted: state && self.voted_for().is_some(),
            log_from,
            log_last: self.log().last_index(),
        })
    }

    /// How many messages the node holds back until its disk has confirmed what they assert.
    #[must_use]
    pub fn held_messages(&self) -> usize {
        self.durability.held_count()
    }

    /// How many log entries the messages carry that the node holds back.
    #[must_use]
    pub fn held_entries(&self) -> usize {
        self.durability.held_entries()
    }

    /// Moves to the newer term `new`, in which the node has not voted yet.
    pub(crate) fn enter_term(&mut self, new: Term) {
        self.persistent.current_term = new;
        self.persistent.voted_for = None;
        self.unwritten.state = true;
        self.durability.forget_held();
    }

    /// Gives the node's vote of the current term to `candidate`.
    pub(crate) fn set_vote(&mut self, candidate: NodeId) {
        self.persistent.voted_for = Some(candidate);
        self.unwritten.state = true;
    }

    /// Notes for the next write that the log has changed from `first` on.
    pub(crate) fn log_changed_from(&mut self, first: Index) {
        let earliest = self
            .unwritten
            .log_from
            .map_or(first, |earlier| earlier.min(first));
        self.unwritten.log_from = Some(earliest);
        self.unwritten.copied = None;
    }

    /// Notes for the next write that the log has changed from `first` on and ends with these
    /// `entries`, so that the write can share them instead of copying the log.
    pub(crate) fn log_holds_from(&mut self, first: Index, entries: &Entries) {
        self.log_changed_from(first);
        if self.unwritten.log_from == Some(first) {
            self.unwritten.copied = Some(entries.clone());
        }
    }

    /// Notes for the next write that there is a new snapshot.
    pub(crate) fn snapshot_changed(&mut self) {
        self.unwritten.snapshot = true;
        self.unwritten.copied = None;
    }

    /// Asks for a write of all that has changed since the last one, if anything has.
    #[inline]
    pub(crate) fn write_changes(&mut self, effects: &mut Effects) {
        let Unwritten {
            state, snapshot, ..
        } = self.unwritten;
        if state || snapshot || self.unwritten.log_from.is_some() {
            self.issue_write(effects);
        }
    }

    fn issue_write(&mut self, effects: &mut Effects) {
        let Unwritten {
            state,
            snapshot,
            log_from,
            copied,
        } = core::mem::take(&mut self.unwritten);
        let log = &self.persistent.log;
        effects.push(Effect::Persist(Write {
            token: self.durability.issue(state, log_from),
            current_term: self.persistent.current_term,
            voted_for: self.persistent.voted_for,
            snapshot: match IS_WHOLE && snapshot {
                true => self.persistent.snapshot.clone(),
                false => None,
            },
            // What stands before the log's first index is in the snapshot.
            log: log_from
                .map(|first| first.max(log.first_index()))
                .map(|first| LogWrite {
                    first,
                    entries: copied.unwrap_or_else(|| log.slice(first, usize::MAX)),
                }),
        }));
    }

    /// Sends a message, or holds it until all that it asserts is on disk.
    // The page's first module is to be small rather than quick.
    #[cfg_attr(
        feature = "extensions",
        expect(
            clippy::inline_always,
            reason = "a body is written where it stays, instead of being moved there"
        ),
        inline(always)
    )]
    pub(crate) fn send(&mut self, to: NodeId, body: Body, effects: &mut Effects) {
        self.write_changes(effects);
        let until = self.must_wait_for(&body);
        let message = Message {
            term: self.current_term(),
            body,
        };
        match until {
            None => effects.push(Effect::Send { to, message }),
            Some(until) => self.durability.hold(until, to, message),
        }
    }

    /// The write that a message must wait for: the one after which all that it asserts is on disk.
    #[inline]
    fn must_wait_for(&self, body: &Body) -> Option<Token> {
        if self.durability.is_idle() || self.config.bugs.has(Bug::SpeakBeforeDisk) {
            return None;
        }
        let asserted = match self.sends_while_writing(body) {
            true => None,
            false => last_asserted(body),
        };
        self.durability.must_wait_for(asserted)
    }

    /// A fresh election timer of random length (Raft §5.2).
    pub(crate) fn start_timer(&mut self, now: Instant) -> Timer {
        let chance = self.timer_chance.with(self.timers_started);
        self.timers_started += 1;
        let (min, mut max) = (
            self.config.election_timeout_min,
            self.config.election_timeout_max,
        );
        if self.config.bugs.has(Bug::EqualTimeouts) {
            max = min;
        }
        Timer {
            started_at: now,
            ends_at: now + Duration(chance.between(min.0, max.0)),
        }
    }

    /// Puts `timer` in the place of the running election timer, with which a question (Thesis §9.6)
    /// ends; a leader has none.
    pub(crate) fn restart_timer(&mut self, timer: Timer) {
        match &mut self.role {
            Role::Follower(follower) => {
                follower.timer = Some(timer);
                follower.extended.asking = None;
            }
            Role::Candidate(candidate) => candidate.timer = timer,
            Role::Leader(_) => {}
        }
    }

    /// Removes the entry at `first` and all that follow it. `own` is the term of that entry, and
    /// `leaders` the term of the leader's entry that conflicts with it.
    pub(crate) fn truncate(
        &mut self,
        first: Index,
        own: Term,
        leaders: Option<Term>,
        effects: &mut Effects,
    ) {
        let last = self.persistent.log.last_index().unwrap_or(first);
        self.persistent.log.truncate_from(first);
        self.log_changed_from(first);
        effects.push(Effect::Decide(Decision::EntriesTruncated {
            first,
            last,
            own,
            leaders,
        }));
        self.log_reconfigures(first, effects);
    }

    /// Removes the entries from `first` on although none conflicts with the leader's. No rule of
    /// Raft does so; some [`Bug`]s do.
    pub(crate) fn truncate_without_conflict(&mut self, first: Index, effects: &mut Effects) {
        if let Some(own) = self.persistent.log.term_at(first) {
            self.truncate(first, own, None, effects);
        }
    }

    /// Moves the commit index to `new`, and has the entries through it applied.
    pub(crate) fn commit_through(
        &mut self,
        new: Index,
        evidence: CommitEvidence,
        effects: &mut Effects,
    ) {
        let old = self.commit_index.replace(new);
        effects.push(Effect::Decide(Decision::CommitAdvanced {
            old,
            new,
            evidence,
        }));
        effects.push(Effect::Commit(new));
    }
}

/// Records that the node did nothing with a message, and why.
pub(crate) fn ignore(from: NodeId, reason: IgnoreReason, effects: &mut Effects) {
    effects.push(Effect::Decide(Decision::MessageIgnored { from, reason }));
}
