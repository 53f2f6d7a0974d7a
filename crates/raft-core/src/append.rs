//! The receiver of AppendEntries: a follower keeps the leader's entries (Raft §5.3, Figure 2).

use crate::config::Bug;
use crate::decision::{CommitEvidence, Decision, IgnoreReason, Impossible, Rejection};
use crate::effect::{Effect, Effects};
use crate::extension::FollowerExtensions;
use crate::message::{AppendEntries, AppendEntriesReply, Body};
use crate::node::{Node, ignore};
use crate::role::{Follower, Role, RoleName};
use crate::types::{Index, Instant, NodeId, Term, index_of};

impl Node {
    /// Answers AppendEntries by the receiver's rules of Raft Figure 2, in their order.
    pub(crate) fn answer_append(
        &mut self,
        now: Instant,
        leader: NodeId,
        term: Term,
        request: &AppendEntries,
        effects: &mut Effects,
    ) {
        if term < self.current_term() {
            if !self.accepts_older_term() {
                if self.config.bugs.has(Bug::SilentToOldLeader) {
                    let (theirs, own) = (term, self.current_term());
                    ignore(leader, IgnoreReason::OlderTerm { theirs, own }, effects);
                    return;
                }
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
        let matched = self.matched_through(request);
        let count = request.entries.len() as u64;
        effects.push(Effect::Decide(Decision::EntriesAccepted {
            leader,
            count,
            matched,
        }));
        let reply = AppendEntriesReply::Matched(matched);
        self.send(leader, Body::AppendEntriesReply(reply), effects);
        if request.entries.is_empty() {
            self.ask_again(leader, effects);
        }
    }

    /// Whether this node takes entries from the leader of an older term: Raft §5.1 forbids it.
    #[inline]
    fn accepts_older_term(&self) -> bool {
        self.config.bugs.has(Bug::AcceptOlderTerm)
    }

    /// Follows `leader` in the current term and restarts the timer; a candidate gives up its
    /// election (Raft §5.2). Returns false, and changes nothing, when this term has another
    /// leader, or when a rule left out makes a candidate stay one.
    #[inline]
    pub(crate) fn follow(&mut self, now: Instant, leader: NodeId, effects: &mut Effects) -> bool {
        if self.leader() != Some(leader) {
            return self.follow_anew(now, leader, effects);
        }
        let timer = self.start_timer(now);
        if let Role::Follower(follower) = &mut self.role {
            follower.timer = Some(timer);
            follower.extended = FollowerExtensions::heard(now);
        }
        true
    }

    /// Follows `leader`, of which this node has not heard in this term.
    #[inline(never)]
    fn follow_anew(&mut self, now: Instant, leader: NodeId, effects: &mut Effects) -> bool {
        let term = self.current_term();
        if let Some(known) = self.leader() {
            let impossible = Impossible::SecondLeader { known, term };
            effects.push(Effect::Decide(Decision::Refused {
                from: leader,
                impossible,
            }));
            return false;
        }
        let was = self.role_name();
        if was == RoleName::Candidate && self.config.bugs.has(Bug::CandidateNeverYields) {
            return false;
        }
        let timer = self.start_timer(now);
        self.role = Role::Follower(Follower {
            leader: Some(leader),
            timer: Some(timer),
            extended: FollowerExtensions::heard(now),
        });
        if was == RoleName::Candidate {
            effects.push(Effect::Decide(Decision::SteppedDown {
                was,
                old: term,
                new: term,
                because_of: leader,
            }));
        }
        effects.push(Effect::Decide(Decision::LeaderRecognized { leader, term }));
        true
    }

    /// The consistency check (Raft §5.3): how the entry before the new ones differs from the
    /// leader's, if it does.
    #[inline]
    fn disagreement(&self, request: &AppendEntries) -> Option<Rejection> {
        let prev = request.prev?;
        let log = &self.persistent.log;
        match log.term_at(prev.index) {
            Some(own) if own == prev.term => None,
            Some(own) if own < prev.term && self.config.bugs.has(Bug::SkipConsistencyCheck) => None,
            Some(own) => Some(Rejection::Conflict { prev, own }),
            // A snapshot stands for committed entries, which all leaders hold (Raft §7).
            None if log.has_replaced(prev.index) => None,
            None => Some(Rejection::Missing {
                prev,
                last: log.last_index(),
            }),
        }
    }

    /// What in the request no leader can send while the rules hold, if anything. To take such
    /// entries would break an invariant of [`Node`], so the node does not even answer.
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

    /// Answers that the request does not fit, and how far back the leader should look.
    fn reject(&mut self, leader: NodeId, reason: Rejection, effects: &mut Effects) {
        effects.push(Effect::Decide(Decision::EntriesRejected { leader, reason }));
        // A rejection because of the term must say nothing about the log: when it arrives, its
        // receiver may lead a newer term, in which no follower has rejected anything yet.
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
    /// agree stay, and so do those that follow them: a late message must not cut a newer log.
    fn take_entries(&mut self, request: &AppendEntries, effects: &mut Effects) {
        let mut index = Index::after(index_of(request.prev));
        let mut fresh = 0;
        if self.truncates_without_conflict(request) {
            self.truncate_without_conflict(index, effects);
        }
        for entry in &*request.entries {
            match self.persistent.log.term_at(index) {
                Some(own) if own == entry.term => {}
                _ if self.persistent.log.has_replaced(index) => {}
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
            self.log_reconfigures(first, effects);
        }
    }

    /// "If leaderCommit > commitIndex, set commitIndex = min(leaderCommit, index of last new
    /// entry)" (Raft Figure 2): after that entry, this log may still differ from the leader's.
    fn commit_as_told(&mut self, leader: NodeId, request: &AppendEntries, effects: &mut Effects) {
        let told = request.leader_commit.min(self.commit_bound(request));
        if let Some(new) = told.filter(|_| self.takes_commit_index(told)) {
            self.commit_through(new, CommitEvidence::Told { leader }, effects);
        }
    }

    /// How far a request can move the commit index: through its last new entry.
    #[inline]
    fn commit_bound(&self, request: &AppendEntries) -> Option<Index> {
        if self.config.bugs.has(Bug::CommitWholeLog) {
            return self.persistent.log.last_index();
        }
        request.last_covered()
    }

    /// Whether this node takes over a leader's commit index: only a higher one than its own.
    #[inline]
    fn takes_commit_index(&self, told: Option<Index>) -> bool {
        let falls = self.config.bugs.has(Bug::LowerCommitIndex) && told < self.commit_index;
        told > self.commit_index || falls
    }

    /// The last index through which this node says that both logs agree: what the request covers,
    /// since the entries after it may differ from the leader's.
    #[inline]
    fn matched_through(&self, request: &AppendEntries) -> Option<Index> {
        if self.config.bugs.has(Bug::MatchWholeLog) {
            return self.persistent.log.last_index();
        }
        request.last_covered()
    }

    /// Whether this node cuts its log at the new entries although none conflicts: Raft §5.3 never
    /// does.
    #[inline]
    fn truncates_without_conflict(&self, request: &AppendEntries) -> bool {
        self.config.bugs.has(match request.entries.is_empty() {
            true => Bug::TruncateOnHeartbeat,
            false => Bug::TruncateOnAppend,
        })
    }
}
