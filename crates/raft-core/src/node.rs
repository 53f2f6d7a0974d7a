//! One server of the cluster: its state, and the step that changes it.

use crate::append::Follower;
use crate::chance::Key;
use crate::config::{Bug, Bugs, Config};
use crate::decision::{Decision, IgnoreReason, RoleName};
use crate::durability::Durability;
use crate::election::Candidate;
use crate::entry::Entries;
use crate::leader::{Leader, Progress};
use crate::log::Log;
use crate::message::{Body, Message};
use crate::persistent::{LogWrite, Persistent, Write};
use crate::step::{Effect, Effects, Input};
use crate::types::{Duration, Index, Instant, NodeId, NodeSet, Term};

/// One Raft node: a value that is stepped, cloned and compared; it does nothing by itself.
///
/// Its invariants, which no peer, fault or person can break:
/// 1. `current_term` never falls.
/// 2. `voted_for` changes at most once within a term, from nobody to somebody.
/// 3. A message leaves only after all that it speaks of is durable.
/// 4. Data that belongs to a role exists only while the node has that role.
/// 5. `commit_index` never falls, and no entry at or before it is ever replaced.
/// 6. No entry is of a newer term than `current_term`, and terms never fall along the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub(crate) id: NodeId,
    pub(crate) config: Config,
    pub(crate) persistent: Persistent,
    pub(crate) commit_index: Option<Index>,
    pub(crate) role: Role,
    pub(crate) durability: Durability,
    unwritten: Unwritten,
    timer_chance: Key,
    timers_started: u64,
    /// Only [`Bug::LastReplyKillsLeader`] sets it: the process stands, its thread is dead.
    pub(crate) halted: bool,
}

/// What a node is at the moment, with the data that only this role has (Raft §5.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Follower(Follower),
    Candidate(Candidate),
    Leader(Leader),
}

/// A running election timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timer {
    /// When it was started.
    pub started_at: Instant,
    /// When it runs out.
    pub ends_at: Instant,
}

/// Changes of the persistent state that no [`Write`] has described yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Unwritten {
    state: bool,
    log_from: Option<Index>,
    /// The entries from `log_from` on, when a message has brought just these.
    brought: Option<Entries>,
}

impl Node {
    /// A node as it boots, or boots again: a follower with what its disk holds and nothing
    /// else (Raft §5.2). `timer_chance` is where its election timeouts come from; give each
    /// incarnation of each node its own.
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
        let idle = Timer {
            started_at: now,
            ends_at: now,
        };
        let mut node = Node {
            id,
            config,
            persistent,
            commit_index: None,
            role: Role::Follower(Follower {
                leader: None,
                timer: idle,
            }),
            durability: Durability::default(),
            unwritten: Unwritten {
                state: term_behind_log,
                ..Unwritten::default()
            },
            timer_chance,
            timers_started: 0,
            halted: false,
        };
        node.role = Role::Follower(Follower {
            leader: None,
            timer: node.start_timer(now),
        });
        node
    }

    /// Leaves these rules out from now on, and no others.
    pub fn leave_out(&mut self, bugs: Bugs) {
        self.config.bugs = bugs;
    }

    /// Takes in one thing that happened at `now` and adds to `effects` what shall be done
    /// about it, in order. The same node, moment and input always give the same effects.
    pub fn step(&mut self, now: Instant, input: Input, effects: &mut Effects) {
        if self.halted {
            return;
        }
        match input {
            Input::Deadline if self.deadline().is_none_or(|deadline| now < deadline) => {}
            Input::Deadline if self.role_name() == RoleName::Leader => {
                self.send_heartbeats(now, effects);
            }
            Input::Deadline => self.start_election(now, self.waited(now), effects),
            Input::ForceTimeout if self.role_name() == RoleName::Leader => {}
            Input::ForceTimeout => self.start_election(now, None, effects),
            Input::Receive { from, message } => self.receive(now, from, message, effects),
            Input::Propose { origin, command } => self.propose(origin, command, effects),
            Input::Persisted(token) => {
                self.durability.confirm(token);
                while let Some((to, message)) = self.durability.release() {
                    effects.push(Effect::Send { to, message });
                }
                match self.role {
                    Role::Candidate(_) => self.count_own_vote(now, effects),
                    Role::Leader(_) => self.advance_commit(None, effects),
                    Role::Follower(_) => {}
                }
            }
        }
        self.write_changes(effects);
    }

    /// When this node next wants [`Input::Deadline`]: its election timeout, or a leader's
    /// next heartbeat. `None` when nothing will ever happen by itself.
    #[inline]
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        match &self.role {
            _ if self.halted => None,
            Role::Follower(follower) => Some(follower.timer.ends_at),
            Role::Candidate(candidate) => Some(candidate.timer.ends_at),
            Role::Leader(leader) => Some(leader.heartbeat_at),
        }
    }

    /// Its number.
    #[inline]
    #[must_use]
    pub fn id(&self) -> NodeId {
        self.id
    }

    /// The settings it was made with.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The latest term it has seen.
    #[inline]
    #[must_use]
    pub fn current_term(&self) -> Term {
        self.persistent.current_term
    }

    /// Who has its vote in this term.
    #[inline]
    #[must_use]
    pub fn voted_for(&self) -> Option<NodeId> {
        self.persistent.voted_for
    }

    /// Its log.
    #[inline]
    #[must_use]
    pub fn log(&self) -> &Log {
        &self.persistent.log
    }

    /// The highest index it knows to be committed.
    #[inline]
    #[must_use]
    pub fn commit_index(&self) -> Option<Index> {
        self.commit_index
    }

    /// Its role's name.
    #[inline]
    #[must_use]
    pub fn role_name(&self) -> RoleName {
        match self.role {
            Role::Follower(_) => RoleName::Follower,
            Role::Candidate(_) => RoleName::Candidate,
            Role::Leader(_) => RoleName::Leader,
        }
    }

    /// Who leads, as far as this node knows; itself when it does.
    #[inline]
    #[must_use]
    pub fn leader(&self) -> Option<NodeId> {
        match &self.role {
            Role::Follower(follower) => follower.leader,
            Role::Candidate(_) => None,
            Role::Leader(_) => Some(self.id),
        }
    }

    /// Its election timer; a leader has none.
    #[must_use]
    pub fn election_timer(&self) -> Option<Timer> {
        match &self.role {
            Role::Follower(follower) => Some(follower.timer),
            Role::Candidate(candidate) => Some(candidate.timer),
            Role::Leader(_) => None,
        }
    }

    /// The votes a candidate has so far; nobody's for other roles.
    #[must_use]
    pub fn votes(&self) -> NodeSet {
        match &self.role {
            Role::Candidate(candidate) => candidate.votes,
            Role::Follower(_) | Role::Leader(_) => NodeSet::EMPTY,
        }
    }

    /// A leader's book-keeping for one follower (`next_index`, `match_index`).
    #[must_use]
    pub fn progress_of(&self, follower: NodeId) -> Option<Progress> {
        match &self.role {
            Role::Leader(leader)
                if self.config.configuration.others(self.id).contains(follower) =>
            {
                Some(leader.progress[follower.position()])
            }
            _ => None,
        }
    }

    /// Through where its log is known to be on disk.
    #[must_use]
    pub fn durable_index(&self) -> Option<Index> {
        self.durability.durable_index(&self.persistent.log)
    }

    /// Only the other members are listened to: there is nobody else to agree with, and a
    /// message under one's own name is forged.
    fn receive(&mut self, now: Instant, from: NodeId, message: Message, effects: &mut Effects) {
        if !self.config.configuration.others(self.id).contains(from) {
            ignore(from, IgnoreReason::Stranger, effects);
            return;
        }
        if message.term > self.current_term() {
            self.adopt_term(now, from, message.term, effects);
        }
        let current = message.term == self.current_term();
        match message.body {
            Body::RequestVote(request) => {
                self.answer_vote_request(now, from, message.term, request, effects);
            }
            Body::AppendEntries(request) => {
                self.answer_append(now, from, message.term, &request, effects);
            }
            Body::RequestVoteReply(reply) if current => {
                self.count_vote(now, from, reply, effects);
            }
            Body::AppendEntriesReply(reply)
                if current || self.config.bugs.has(Bug::BelieveLateReplies) =>
            {
                self.handle_append_reply(from, reply, effects);
            }
            Body::RequestVoteReply(_) | Body::AppendEntriesReply(_) => {
                let (theirs, own) = (message.term, self.current_term());
                ignore(from, IgnoreReason::OlderTerm { theirs, own }, effects);
            }
        }
    }

    /// "If a server receives a request or response with a term number greater than its own,
    /// it updates its current term to the larger value", and any role but follower ends
    /// (Raft §5.1). The election timer of a follower or candidate runs on: only a leader's
    /// word or a granted vote restarts it (Thesis §9.5 and Raft Figure 2, "followers").
    fn adopt_term(&mut self, now: Instant, from: NodeId, new: Term, effects: &mut Effects) {
        let (was, old) = (self.role_name(), self.current_term());
        self.persistent.current_term = new;
        self.persistent.voted_for = None;
        self.unwritten.state = true;
        self.durability.forget_held();
        if was == RoleName::Leader && self.config.bugs.has(Bug::KeepLeading) {
            effects.push(Effect::Decide(Decision::TermAdopted { old, new, from }));
            return;
        }
        let timer = self
            .election_timer()
            .unwrap_or_else(|| self.start_timer(now));
        self.role = Role::Follower(Follower {
            leader: None,
            timer,
        });
        effects.push(Effect::Decide(match was {
            RoleName::Follower => Decision::TermAdopted { old, new, from },
            RoleName::Candidate | RoleName::Leader => Decision::SteppedDown {
                was,
                old,
                new,
                because_of: from,
            },
        }));
    }

    /// Opens a new term in which this node votes for itself.
    pub(crate) fn open_term(&mut self) {
        self.persistent.current_term = self.current_term().next();
        self.durability.forget_held();
        self.set_vote(self.id);
    }

    pub(crate) fn set_vote(&mut self, candidate: NodeId) {
        self.persistent.voted_for = Some(candidate);
        self.unwritten.state = true;
    }

    /// Notes that the log has changed from `first` on.
    pub(crate) fn log_changed_from(&mut self, first: Index) {
        let earliest = self
            .unwritten
            .log_from
            .map_or(first, |earlier| earlier.min(first));
        self.unwritten.log_from = Some(earliest);
        self.unwritten.brought = None;
    }

    /// Notes that the log has changed from `first` on, and from there on holds these entries,
    /// of which a copy is made already.
    pub(crate) fn log_holds_from(&mut self, first: Index, entries: &Entries) {
        self.log_changed_from(first);
        if self.unwritten.log_from == Some(first) {
            self.unwritten.brought = Some(entries.clone());
        }
    }

    /// Asks for a write of whatever has changed since the last one.
    #[inline]
    pub(crate) fn write_changes(&mut self, effects: &mut Effects) {
        if self.unwritten.state || self.unwritten.log_from.is_some() {
            self.write_what_changed(effects);
        }
    }

    fn write_what_changed(&mut self, effects: &mut Effects) {
        let Unwritten {
            state,
            log_from,
            brought,
        } = core::mem::take(&mut self.unwritten);
        let log = &self.persistent.log;
        effects.push(Effect::Persist(Write {
            token: self.durability.issue(state, log_from),
            current_term: self.persistent.current_term,
            voted_for: self.persistent.voted_for,
            log: log_from.map(|first| LogWrite {
                first,
                entries: brought.unwrap_or_else(|| log.slice(first, usize::MAX)),
            }),
        }));
    }

    /// Sends, or holds until all that the message speaks of is on disk.
    pub(crate) fn send(&mut self, to: NodeId, body: Body, effects: &mut Effects) {
        self.write_changes(effects);
        let message = Message {
            term: self.current_term(),
            body,
        };
        if self.config.bugs.has(Bug::SpeakBeforeDisk) {
            effects.push(Effect::Send { to, message });
        } else if let Some(message) = self.durability.hold(to, message) {
            effects.push(Effect::Send { to, message });
        }
    }

    /// A fresh election timer of random length (Raft §5.2).
    pub(crate) fn start_timer(&mut self, now: Instant) -> Timer {
        let chance = self.timer_chance.with(self.timers_started);
        self.timers_started += 1;
        let (min, max) = (
            self.config.election_timeout_min,
            self.config.election_timeout_max,
        );
        Timer {
            started_at: now,
            ends_at: now + Duration(chance.between(min.0, max.0)),
        }
    }

    /// Puts `timer` in the place of the running election timer; a leader has none.
    pub(crate) fn restart_timer(&mut self, timer: Timer) {
        match &mut self.role {
            Role::Follower(follower) => follower.timer = timer,
            Role::Candidate(candidate) => candidate.timer = timer,
            Role::Leader(_) => {}
        }
    }

    fn waited(&self, now: Instant) -> Option<Duration> {
        self.election_timer().map(|timer| now - timer.started_at)
    }
}

/// Records that a message was left alone.
pub(crate) fn ignore(from: NodeId, reason: IgnoreReason, effects: &mut Effects) {
    effects.push(Effect::Decide(Decision::MessageIgnored { from, reason }));
}
