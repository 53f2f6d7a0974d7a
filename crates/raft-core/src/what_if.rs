//! A node of which one value is another one, to ask it what it would have done: its rules then
//! answer, and nobody writes the answer by hand.
//!
//! A changed node is as whole as any other: what cannot be, such as a log with an entry of a newer
//! term than the node's, is not made. Nothing in a run uses such nodes.

use alloc::vec::Vec;

use crate::config::{Bug, Bugs};
use crate::entry::{Entry, Payload};
use crate::extension::{Extension, FollowerExtensions, Transfer};
use crate::log::Log;
use crate::node::Node;
use crate::role::{Candidate, Follower, Leader, Progress, ReplicationMode, Role, RoleName, Timer};
use crate::types::{Index, Instant, NodeId, NodeSet, Position, Term};

/// One value of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeValue {
    /// Its term. A follower has given no vote in another term than its own.
    CurrentTerm(Term),
    /// Its vote in its term.
    VotedFor(Option<NodeId>),
    /// The end of its log: shorter, or longer by blank entries of this term.
    LastEntry(Option<Position>),
    /// The term of one of its entries.
    EntryTerm(Position),
    /// Its commit index.
    CommitIndex(Option<Index>),
    /// Its role: a follower of this leader, or of none that it knows.
    Follows(Option<NodeId>),
    /// Its role: a candidate that has its own vote alone.
    Stands,
    /// Its role: a leader that has heard no reply yet.
    Leads,
    /// Whether this node's vote is among a candidate's.
    HasVoteOf(NodeId, bool),
    /// Whether this node's answer is among those that a node has which asks first (Thesis §9.6).
    HasPreVoteOf(NodeId, bool),
    /// What a leader knows of this follower's log (Raft Figure 2, `matchIndex`).
    MatchIndex(NodeId, Option<Index>),
    /// The first index that a leader sends this follower next (Raft Figure 2, `nextIndex`).
    NextIndex(NodeId, Index),
    /// When a follower last heard from its leader, by its clock.
    HeardLeaderAt(Instant),
    /// When a leader with check-quorum last heard from this node, by its clock.
    HeardAt(NodeId, Instant),
    /// When its election timer was started, by its clock; the timer runs as long as it would.
    TimerStartedAt(Instant),
    /// The node to which a leader hands its lead, from this step on.
    HandsOverTo(Option<NodeId>),
    /// Whether its disk has confirmed its term and its vote.
    StateOnDisk(bool),
    /// The last index through which its disk has confirmed its log.
    LogOnDisk(Option<Index>),
    /// When it last promised to elect nobody for a while (Thesis §6.4.1), by its clock.
    PromisedAt(Instant),
    /// Whether an extension is on.
    Extends(Extension, bool),
    /// Whether a rule is left out.
    LeavesOut(Bug, bool),
}

impl Node {
    /// The value of this kind that the node has; `None` where it has none.
    #[must_use]
    pub fn value_like(&self, kind: NodeValue) -> Option<NodeValue> {
        let log = &self.persistent.log;
        Some(match kind {
            NodeValue::CurrentTerm(_) => NodeValue::CurrentTerm(self.current_term()),
            NodeValue::VotedFor(_) => NodeValue::VotedFor(self.voted_for()),
            NodeValue::LastEntry(_) => NodeValue::LastEntry(log.last()),
            NodeValue::EntryTerm(at) => NodeValue::EntryTerm(log.position_at(at.index)?),
            NodeValue::CommitIndex(_) => NodeValue::CommitIndex(self.commit_index),
            NodeValue::Follows(_) | NodeValue::Stands | NodeValue::Leads => match &self.role {
                Role::Follower(follower) => NodeValue::Follows(follower.leader),
                Role::Candidate(_) => NodeValue::Stands,
                Role::Leader(_) => NodeValue::Leads,
            },
            NodeValue::HasVoteOf(node, _) => match &self.role {
                Role::Candidate(candidate) => {
                    NodeValue::HasVoteOf(node, candidate.votes.contains(node))
                }
                Role::Follower(_) | Role::Leader(_) => return None,
            },
            NodeValue::HasPreVoteOf(node, _) => {
                NodeValue::HasPreVoteOf(node, self.pre_votes()?.contains(node))
            }
            NodeValue::MatchIndex(node, _) => {
                NodeValue::MatchIndex(node, self.progress_of(node)?.match_index)
            }
            NodeValue::NextIndex(node, _) => {
                NodeValue::NextIndex(node, self.progress_of(node)?.next_index)
            }
            NodeValue::HeardLeaderAt(_) => match &self.role {
                Role::Follower(follower) => NodeValue::HeardLeaderAt(follower.extended.heard_at?),
                Role::Candidate(_) | Role::Leader(_) => return None,
            },
            NodeValue::HeardAt(node, _) => match &self.role {
                Role::Leader(leader) => {
                    let heard_at = leader.extended.heard_at.get(node.position());
                    NodeValue::HeardAt(node, *heard_at?)
                }
                Role::Follower(_) | Role::Candidate(_) => return None,
            },
            NodeValue::TimerStartedAt(_) => {
                NodeValue::TimerStartedAt(self.election_timer()?.started_at)
            }
            NodeValue::HandsOverTo(_) => match self.role_name() {
                RoleName::Leader => NodeValue::HandsOverTo(self.successor()),
                RoleName::Follower | RoleName::Candidate => return None,
            },
            NodeValue::StateOnDisk(_) => NodeValue::StateOnDisk(self.durability.state_is_durable()),
            NodeValue::LogOnDisk(_) => NodeValue::LogOnDisk(self.durable_index()),
            NodeValue::PromisedAt(_) => {
                NodeValue::PromisedAt(self.reading.as_ref()?.promise?.made_at)
            }
            NodeValue::Extends(extension, _) => {
                NodeValue::Extends(extension, self.config.extensions.has(extension))
            }
            NodeValue::LeavesOut(bug, _) => NodeValue::LeavesOut(bug, self.config.bugs.has(bug)),
        })
    }

    /// The node with this value in place of its own, as it would be asked at `now` by its clock;
    /// `None` where it has this value already, and where no such node can be.
    #[must_use]
    pub fn with_value(&self, now: Instant, value: NodeValue) -> Option<Node> {
        if self.value_like(value)? == value {
            return None;
        }
        let mut node = self.clone();
        node.take_value(now, value).then_some(node)
    }

    /// Takes the value over. Returns whether such a node can be.
    fn take_value(&mut self, now: Instant, value: NodeValue) -> bool {
        let log = &self.persistent.log;
        match value {
            NodeValue::CurrentTerm(term) => self.take_term(term),
            NodeValue::VotedFor(vote) => {
                self.persistent.voted_for = vote;
                self.role_name() == RoleName::Follower
            }
            NodeValue::LastEntry(last) => self.take_last_entry(last),
            NodeValue::EntryTerm(at) => self.take_entry_term(at),
            NodeValue::CommitIndex(index) => {
                let fits = index <= log.last_index() && Index::after(index) >= log.first_index();
                self.commit_index = index;
                fits
            }
            NodeValue::Follows(leader) => self.take_follower(now, leader),
            NodeValue::Stands => self.take_candidate(now),
            NodeValue::Leads => self.take_lead(now),
            NodeValue::HasVoteOf(voter, has) => match &mut self.role {
                Role::Candidate(candidate) => {
                    put(&mut candidate.votes, voter, has);
                    self.configuration.others(self.id).contains(voter)
                }
                Role::Follower(_) | Role::Leader(_) => false,
            },
            NodeValue::HasPreVoteOf(voter, has) => match &mut self.role {
                Role::Follower(Follower { extended, .. }) => {
                    if let Some(asking) = &mut extended.asking {
                        put(&mut asking.votes, voter, has);
                    }
                    self.configuration.others(self.id).contains(voter)
                }
                Role::Candidate(_) | Role::Leader(_) => false,
            },
            NodeValue::MatchIndex(follower, index) => {
                let fits = index <= log.last_index();
                fits && self.take_progress(follower, |progress| {
                    progress.match_index = index;
                    progress.next_index = progress.next_index.max(Index::after(index));
                    true
                })
            }
            NodeValue::NextIndex(follower, index) => {
                let fits = index <= log.next_index();
                fits && self.take_progress(follower, |progress| {
                    progress.next_index = index;
                    Some(index) > progress.match_index
                })
            }
            NodeValue::HeardLeaderAt(at) => match &mut self.role {
                Role::Follower(follower) => {
                    follower.extended.heard_at = Some(at);
                    at <= now
                }
                Role::Candidate(_) | Role::Leader(_) => false,
            },
            NodeValue::HeardAt(node, at) => match &mut self.role {
                Role::Leader(leader) => match leader.extended.heard_at.get_mut(node.position()) {
                    Some(heard_at) => {
                        *heard_at = at;
                        at <= now
                    }
                    None => false,
                },
                Role::Follower(_) | Role::Candidate(_) => false,
            },
            NodeValue::TimerStartedAt(at) => at <= now && self.take_timer(at),
            NodeValue::HandsOverTo(to) => match &mut self.role {
                Role::Leader(leader) => {
                    leader.extended.transfer = to.map(|to| Transfer {
                        to,
                        began_at: now,
                        told: false,
                    });
                    let others = self.configuration.others(self.id);
                    to.is_none_or(|to| others.contains(to))
                }
                Role::Follower(_) | Role::Candidate(_) => false,
            },
            NodeValue::StateOnDisk(is) => {
                self.durability.set_state_durable(is);
                true
            }
            NodeValue::LogOnDisk(through) => {
                let last = log.last_index();
                self.durability.set_log_durable(through, last);
                through <= last
            }
            NodeValue::PromisedAt(at) => {
                if let Some(promise) = &mut self.reading_mut().promise {
                    promise.made_at = at;
                }
                at <= now
            }
            NodeValue::Extends(extension, is) => {
                let others = self.config.extensions.without(extension);
                self.config.extensions = if is { others.with(extension) } else { others };
                true
            }
            NodeValue::LeavesOut(bug, is) => {
                let others = self.config.bugs.iter().filter(|it| *it != bug);
                let bugs = others.chain(is.then_some(bug));
                self.config.bugs = bugs.fold(Bugs::NONE, Bugs::with);
                true
            }
        }
    }

    fn take_term(&mut self, term: Term) -> bool {
        self.persistent.current_term = term;
        let is_follower = self.role_name() == RoleName::Follower;
        if is_follower {
            self.persistent.voted_for = None;
        }
        let newest = self.persistent.log.last().map_or(Term(0), |last| last.term);
        // Term 0 is the time before the first election: nobody stands or leads in it.
        term >= newest && (is_follower || term > Term(0))
    }

    fn take_last_entry(&mut self, last: Option<Position>) -> bool {
        let log = &mut self.persistent.log;
        let index = last.map(|last| last.index);
        let leads = matches!(self.role, Role::Leader(_));
        let replaces_committed = last.is_some_and(|last| {
            Some(last.index) <= self.commit_index && log.position_at(last.index) != Some(last)
        });
        if index < self.commit_index || replaces_committed || leads && index < log.last_index() {
            return false;
        }
        log.truncate_from(Index::after(index));
        if let Some(last) = last {
            // The entry itself must be of that term: others before it stay.
            if log.last_index() == index && log.last() != Some(last) {
                log.truncate_from(last.index);
            }
            while log.last_index() < index {
                if log.last().is_some_and(|end| end.term > last.term) {
                    return false;
                }
                log.push(Entry {
                    term: last.term,
                    payload: Payload::BLANK,
                });
            }
        }
        self.durability.forget_log_writes_after(index);
        log.last() == last && last.is_none_or(|last| last.term <= self.persistent.current_term)
    }

    fn take_entry_term(&mut self, at: Position) -> bool {
        if Some(at.index) <= self.commit_index || at.term > self.current_term() {
            return false;
        }
        let entries: Vec<Entry> = self.persistent.log.slice(at.index, usize::MAX).to_vec();
        let log: &mut Log = &mut self.persistent.log;
        log.truncate_from(at.index);
        for (place, entry) in entries.into_iter().enumerate() {
            let changed = match place {
                0 => Entry {
                    term: at.term,
                    ..entry
                },
                _ => entry,
            };
            if log.last().is_some_and(|last| last.term > changed.term) {
                return false;
            }
            log.push(changed);
        }
        true
    }

    fn take_follower(&mut self, now: Instant, leader: Option<NodeId>) -> bool {
        let timer = match self.election_timer() {
            Some(timer) => timer,
            None => self.start_timer(now),
        };
        self.role = Role::Follower(Follower {
            leader,
            timer: Some(timer),
            extended: match leader {
                Some(_) => FollowerExtensions::heard(now),
                None => FollowerExtensions::default(),
            },
        });
        let others = self.configuration.others(self.id);
        leader.is_none_or(|leader| others.contains(leader))
    }

    fn take_candidate(&mut self, now: Instant) -> bool {
        let timer = match self.election_timer() {
            Some(timer) => timer,
            None => self.start_timer(now),
        };
        self.persistent.voted_for = Some(self.id);
        self.role = Role::Candidate(Candidate {
            votes: NodeSet::from_iter([self.id]),
            timer,
        });
        self.may_stand()
    }

    fn take_lead(&mut self, now: Instant) -> bool {
        self.persistent.voted_for = Some(self.id);
        let fresh = Progress {
            next_index: self.persistent.log.next_index(),
            match_index: None,
            mode: ReplicationMode::Pipelining,
        };
        let places = self.places();
        self.role = Role::Leader(Leader {
            progress: alloc::vec![fresh; places],
            heartbeat_at: now + self.config.heartbeat,
            extended: self.begin_leading(now, places),
        });
        self.may_stand()
    }

    /// Whether it may be a candidate or a leader: it is a member, and in a term that was opened.
    fn may_stand(&self) -> bool {
        let is_member = self.configuration.members().contains(self.id);
        is_member && self.current_term() > Term(0)
    }

    fn take_progress(
        &mut self,
        follower: NodeId,
        change: impl FnOnce(&mut Progress) -> bool,
    ) -> bool {
        match &mut self.role {
            Role::Leader(leader) => {
                let progress = leader.progress.get_mut(follower.position());
                progress.is_some_and(change)
            }
            Role::Follower(_) | Role::Candidate(_) => false,
        }
    }

    fn take_timer(&mut self, started_at: Instant) -> bool {
        let timer = match &mut self.role {
            Role::Follower(follower) => follower.timer.as_mut(),
            Role::Candidate(candidate) => Some(&mut candidate.timer),
            Role::Leader(_) => None,
        };
        let Some(timer) = timer else {
            return false;
        };
        *timer = Timer {
            started_at,
            ends_at: started_at + (timer.ends_at - timer.started_at),
        };
        true
    }
}

fn put(set: &mut NodeSet, node: NodeId, is: bool) {
    match is {
        true => set.insert(node),
        false => set.remove(node),
    }
}
