//! What every node does when asked: vote at most once a term, and keep a leader's entries.

use crate::config::Bug;
use crate::decision::{CommitEvidence, Decision, Impossible, Rejection, RoleName, VoteDenial};
use crate::message::{AppendEntries, AppendEntriesReply, Body, RequestVote, RequestVoteReply};
use crate::node::{Node, Role, Timer};
use crate::step::{Effect, Effects};
use crate::types::{Index, Instant, NodeId, Position, Term, index_of};

/// Listens; campaigns when it hears from nobody (Raft §5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Follower {
    /// The leader of the current term, once it has been heard from.
    pub(crate) leader: Option<NodeId>,
    pub(crate) timer: Timer,
}

impl Node {
    /// The three rules of voting: not for an older term (Raft §5.1), once per term, first
    /// come, first served (§5.2), and only for a log at least as up-to-date (§5.4.1).
    ///
    /// Only a granted vote restarts the election timer: a voter that a hopeless candidate
    /// keeps asking must still be able to run itself (Thesis §9.5).
    pub(crate) fn answer_vote_request(
        &mut self,
        now: Instant,
        candidate: NodeId,
        term: Term,
        request: RequestVote,
        effects: &mut Effects,
    ) {
        let (theirs, own) = (request.last, self.persistent.log.last());
        let denial = if term < self.current_term() {
            Some(VoteDenial::OlderTerm {
                theirs: term,
                own: self.current_term(),
            })
        } else if let Some(voted_for) = self.vote_for_another(candidate) {
            Some(VoteDenial::AlreadyVoted { voted_for, term })
        } else if self.is_behind(theirs, own) {
            Some(VoteDenial::LogBehind { theirs, own })
        } else {
            None
        };
        let reply = if let Some(reason) = denial {
            effects.push(Effect::Decide(Decision::VoteDenied { candidate, reason }));
            RequestVoteReply::Denied
        } else {
            if self.voted_for() != Some(candidate) {
                self.set_vote(candidate);
            }
            let timer = self.start_timer(now);
            self.restart_timer(timer);
            effects.push(Effect::Decide(Decision::VoteGranted {
                candidate,
                term,
                theirs,
                own,
            }));
            RequestVoteReply::Granted
        };
        self.send(candidate, Body::RequestVoteReply(reply), effects);
    }

    /// Who else has this node's vote of this term already (Raft §5.2).
    fn vote_for_another(&self, candidate: NodeId) -> Option<NodeId> {
        let another = self.voted_for().filter(|choice| *choice != candidate);
        another.filter(|_| !self.config.bugs.has(Bug::VoteAgain))
    }

    /// Whether a log that ends at `theirs` is behind one that ends at `own`: the one of the older
    /// term is, and of the same term the shorter one (Raft §5.4.1).
    fn is_behind(&self, theirs: Option<Position>, own: Option<Position>) -> bool {
        let bugs = self.config.bugs;
        if bugs.has(Bug::VoteForLongestLog) {
            return index_of(theirs) < index_of(own);
        }
        theirs < own && !bugs.has(Bug::VoteForAnyLog)
    }

    /// Receiver's rules of AppendEntries (Raft Figure 2), in their order.
    pub(crate) fn answer_append(
        &mut self,
        now: Instant,
        leader: NodeId,
        term: Term,
        request: &AppendEntries,
        effects: &mut Effects,
    ) {
        if term < self.current_term() {
            if !self.config.bugs.has(Bug::AcceptOlderTerm) {
                let reason = Rejection::OlderTerm {
                    theirs: term,
                    own: self.current_term(),
                };
                self.reject(leader, reason, effects);
                return;
            }
        } else if !self.follow(now, leader, effects) {
            return;
        }
        if let Some(reason) = self.disagreement(request) {
            self.reject(leader, reason, effects);
            return;
        }
        if let Some(impossible) = self.impossibility(term, request) {
            let from = leader;
            effects.push(Effect::Decide(Decision::Refused { from, impossible }));
            return;
        }
        self.take_entries(request, effects);
        self.commit_as_told(leader, request, effects);
        let matched = if self.config.bugs.has(Bug::MatchWholeLog) {
            self.persistent.log.last_index()
        } else {
            request.last_covered()
        };
        let count = request.entries.len() as u64;
        effects.push(Effect::Decide(Decision::EntriesAccepted {
            leader,
            count,
            matched,
        }));
        let reply = AppendEntriesReply::Matched(matched);
        self.send(leader, Body::AppendEntriesReply(reply), effects);
    }

    /// Accepts `leader` as the leader of the current term and restarts the timer. A candidate
    /// yields to it (Raft §5.2). False when there can be no such leader.
    fn follow(&mut self, now: Instant, leader: NodeId, effects: &mut Effects) -> bool {
        let term = self.current_term();
        if let Some(known) = self.leader().filter(|known| *known != leader) {
            let impossible = Impossible::SecondLeader { known, term };
            effects.push(Effect::Decide(Decision::Refused {
                from: leader,
                impossible,
            }));
            return false;
        }
        let (was, known) = (self.role_name(), self.leader());
        let timer = self.start_timer(now);
        self.role = Role::Follower(Follower {
            leader: Some(leader),
            timer,
        });
        if was == RoleName::Candidate {
            effects.push(Effect::Decide(Decision::SteppedDown {
                was,
                old: term,
                new: term,
                because_of: leader,
            }));
        } else if known.is_none() {
            effects.push(Effect::Decide(Decision::LeaderRecognized { leader, term }));
        }
        true
    }

    /// The consistency check (Raft §5.3): does the entry before the new ones agree?
    #[inline]
    fn disagreement(&self, request: &AppendEntries) -> Option<Rejection> {
        let prev = request.prev?;
        let log = &self.persistent.log;
        match log.term_at(prev.index) {
            Some(own) if own == prev.term => None,
            Some(own) if own < prev.term && self.config.bugs.has(Bug::SkipConsistencyCheck) => None,
            Some(own) => Some(Rejection::Conflict { prev, own }),
            None => Some(Rejection::Missing {
                prev,
                last: log.last_index(),
            }),
        }
    }

    /// What no leader can send while the rules hold. Taking it would break a belief that the
    /// rest of the node rests on, so the message is not answered at all.
    fn impossibility(&self, term: Term, request: &AppendEntries) -> Option<Impossible> {
        let mut index = Index::after(index_of(request.prev));
        let mut before = request.prev.map_or(Term(0), |prev| prev.term);
        for entry in &*request.entries {
            if entry.term < before || entry.term > term {
                let term = entry.term;
                return Some(Impossible::TermOutOfOrder { index, term });
            }
            if Some(index) <= self.commit_index
                && let Some(own) = self.persistent.log.term_at(index)
                && own != entry.term
            {
                let leaders = entry.term;
                return Some(Impossible::CommittedConflict {
                    index,
                    own,
                    leaders,
                });
            }
            before = entry.term;
            index = index.next();
        }
        None
    }

    fn reject(&mut self, leader: NodeId, reason: Rejection, effects: &mut Effects) {
        effects.push(Effect::Decide(Decision::EntriesRejected { leader, reason }));
        // An answer about the term says nothing about the log: by the time it arrives, its
        // receiver may lead a newer term, in which nothing has been rejected yet.
        let tried = match reason {
            Rejection::OlderTerm { .. } => None,
            Rejection::Missing { prev, .. } | Rejection::Conflict { prev, .. } => Some(prev),
        };
        let reply = AppendEntriesReply::Rejected {
            prev: index_of(tried),
            hint: self.persistent.log.last_possible_agreement(tried),
        };
        self.send(leader, Body::AppendEntriesReply(reply), effects);
    }

    /// "If an existing entry conflicts with a new one, delete the existing entry and all that
    /// follow it; append any new entries not already in the log" (Raft Figure 2). Entries that
    /// agree stay, and so does what follows them: a late message must not cut a newer log.
    fn take_entries(&mut self, request: &AppendEntries, effects: &mut Effects) {
        let mut index = Index::after(index_of(request.prev));
        let mut fresh = 0;
        if self.config.bugs.has(careless_about(request)) {
            self.truncate_unasked(index, effects);
        }
        for entry in &*request.entries {
            match self.persistent.log.term_at(index) {
                Some(own) if own == entry.term => {}
                Some(own) => {
                    self.truncate(index, own, Some(entry.term), effects);
                    self.persistent.log.push(entry.clone());
                    fresh += 1;
                }
                None => {
                    self.persistent.log.push(entry.clone());
                    fresh += 1;
                }
            }
            index = index.next();
        }
        if fresh > 0 {
            let first = Index::after_count(index.get() - 1 - fresh);
            if fresh == request.entries.len() as u64 {
                self.log_holds_from(first, &request.entries);
            } else {
                self.log_changed_from(first);
            }
            effects.push(Effect::Decide(Decision::EntriesAppended {
                first,
                count: fresh,
            }));
        }
    }

    /// Only with a rule left out: cuts the log from `first` on, whatever stands there.
    pub(crate) fn truncate_unasked(&mut self, first: Index, effects: &mut Effects) {
        if let Some(own) = self.persistent.log.term_at(first) {
            self.truncate(first, own, None, effects);
        }
    }

    fn truncate(&mut self, first: Index, own: Term, leaders: Option<Term>, effects: &mut Effects) {
        let last = self.persistent.log.last_index().unwrap_or(first);
        self.persistent.log.truncate_from(first);
        self.log_changed_from(first);
        effects.push(Effect::Decide(Decision::EntriesTruncated {
            first,
            last,
            own,
            leaders,
        }));
    }

    /// "If leaderCommit > commitIndex, set commitIndex = min(leaderCommit, index of last new
    /// entry)" (Raft Figure 2): beyond that entry, this log may still differ.
    fn commit_as_told(&mut self, leader: NodeId, request: &AppendEntries, effects: &mut Effects) {
        let bound = if self.config.bugs.has(Bug::CommitWholeLog) {
            self.persistent.log.last_index()
        } else {
            request.last_covered()
        };
        let told = request.leader_commit.min(bound);
        let falls = self.config.bugs.has(Bug::LowerCommitIndex) && told < self.commit_index;
        if let Some(new) = told.filter(|_| told > self.commit_index || falls) {
            self.commit_through(new, CommitEvidence::Told { leader }, effects);
        }
    }

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

/// The rule without which a follower cuts its log whenever it hears this.
#[inline]
fn careless_about(request: &AppendEntries) -> Bug {
    if request.entries.is_empty() {
        Bug::TruncateOnHeartbeat
    } else {
        Bug::TruncateOnAppend
    }
}
