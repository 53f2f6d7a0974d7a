//! Both sides of RequestVote: asking for votes, granting or refusing them, and counting them
//! (Raft §5.2, §5.4.1).

use crate::config::{Bug, Bugs};
use crate::decision::{Decision, IgnoreReason, VoteDenial};
use crate::effect::{Effect, Effects};
use crate::message::{Body, RequestVote, RequestVoteReply};
use crate::node::{Node, ignore};
use crate::role::{Candidate, Role, Timer};
use crate::types::{Duration, Instant, NodeId, NodeSet, Position, Term, index_of};

/// The rules without which too few votes elect a candidate.
const ELECTS_WITH_FEWER: Bugs = Bugs::NONE
    .with(Bug::ElectWithMinority)
    .with(Bug::OnlyNewMajority);

impl Node {
    /// Opens a new term, votes for itself and asks all other members for their vote (Raft §5.2).
    ///
    /// A node without a vote never starts an election. Nor does a node whose term is the highest
    /// number there is: no newer term can be opened, and in this one it may have voted. A node
    /// whose last term or vote is still being written waits for its disk: with a disk slower than
    /// the timeout it would otherwise open term after term and never send a request, since each
    /// new term discards what waited for the one before.
    #[cfg_attr(feature = "extensions", inline(never))]
    pub(crate) fn start_election(
        &mut self,
        now: Instant,
        waited: Option<Duration>,
        effects: &mut Effects,
    ) {
        let timer = self.start_timer(now);
        if self.may_open_term(timer, effects) && !self.asks_first(now, waited, timer, effects) {
            self.stand_for_election(now, waited, timer, false, effects);
        }
    }

    /// Whether this node may start an election; where not, it only starts its timer again.
    pub(crate) fn may_open_term(&mut self, timer: Timer, effects: &mut Effects) -> bool {
        let is_member = self.configuration.members().contains(self.id);
        let may_stand = is_member || self.is_needed_until_removed();
        if !may_stand || self.current_term().next() == self.current_term() {
            self.restart_timer(timer);
            return false;
        }
        if !self.durability.state_is_durable() {
            self.restart_timer(timer);
            effects.push(Effect::Decide(Decision::ElectionPostponed {
                term: self.current_term(),
                voted: self.voted_for().is_some(),
            }));
            return false;
        }
        true
    }

    /// Opens a new term as a candidate whose timer is `timer`. `told` says whether the leader
    /// itself asked for this election (Thesis §3.10).
    pub(crate) fn stand_for_election(
        &mut self,
        now: Instant,
        waited: Option<Duration>,
        timer: Timer,
        told: bool,
        effects: &mut Effects,
    ) {
        self.enter_term(self.current_term().next());
        self.set_vote(self.id);
        self.role = Role::Candidate(Candidate {
            votes: NodeSet::EMPTY,
            timer,
        });
        let term = self.current_term();
        effects.push(Effect::Decide(Decision::ElectionStarted { term, waited }));
        let request = RequestVote {
            last: self.persistent.log.last(),
            transfer: told,
        };
        for voter in self.configuration.others(self.id).iter() {
            self.send(voter, Body::RequestVote(request), effects);
        }
        self.write_changes(effects);
        self.count_own_vote(now, effects);
    }

    /// Counts a candidate's own vote once it is on disk. A node that crashes before that might
    /// vote for another in the same term. One that is no member has none (Thesis §4.2.2).
    #[cfg_attr(feature = "extensions", inline(never))]
    pub(crate) fn count_own_vote(&mut self, now: Instant, effects: &mut Effects) {
        let counted = self.votes().contains(self.id);
        let is_member = self.configuration.members().contains(self.id);
        if is_member && !counted && self.durability.state_is_durable() {
            self.count_vote(now, self.id, RequestVoteReply::Granted, effects);
        }
    }

    /// Counts a voter's reply, each voter at most once; a candidate with a majority of votes
    /// becomes leader (Raft §5.2).
    #[cfg_attr(feature = "extensions", inline(never))]
    pub(crate) fn count_vote(
        &mut self,
        now: Instant,
        voter: NodeId,
        reply: RequestVoteReply,
        effects: &mut Effects,
    ) {
        let Role::Candidate(candidate) = &mut self.role else {
            ignore(voter, IgnoreReason::NotCandidate, effects);
            return;
        };
        let granted = reply == RequestVoteReply::Granted;
        if granted {
            candidate.votes.insert(voter);
        }
        let votes = candidate.votes;
        effects.push(Effect::Decide(Decision::VoteCounted {
            voter,
            granted,
            votes: self.configuration.tally(votes),
        }));
        if self.wins_with(votes) {
            self.become_leader(now, votes, effects);
        }
    }

    /// Whether these votes elect a candidate: a majority does (Raft §5.2), and in a joint
    /// configuration one of each side (Raft §6).
    fn wins_with(&self, votes: NodeSet) -> bool {
        self.configuration.is_majority(votes)
            || (self.config.bugs.intersects(ELECTS_WITH_FEWER) && self.wins_with_fewer(votes))
    }

    #[cold]
    fn wins_with_fewer(&self, votes: NodeSet) -> bool {
        let fewer = u32::from(self.config.bugs.has(Bug::ElectWithMinority));
        self.asked_sides()
            .is_majority_with(votes, fewer, NodeSet::EMPTY)
    }

    /// Grants or refuses a vote, by three rules: not for an older term (Raft §5.1); once per term,
    /// first come, first served (§5.2); and only for a log at least as up-to-date (§5.4.1).
    ///
    /// Only a granted vote restarts the election timer: a voter that keeps refusing a candidate
    /// must still be able to start an election itself (Thesis §9.5).
    #[cfg_attr(feature = "extensions", inline(never))]
    pub(crate) fn answer_vote_request(
        &mut self,
        now: Instant,
        candidate: NodeId,
        term: Term,
        request: RequestVote,
        effects: &mut Effects,
    ) {
        let (theirs, own) = (request.last, self.persistent.log.last());
        let reply = if let Some(reason) = self.reason_to_deny(candidate, term, request, own) {
            if self.config.bugs.has(Bug::RefusedVoteRestartsTimer) {
                let timer = self.start_timer(now);
                self.restart_timer(timer);
            }
            effects.push(Effect::Decide(Decision::VoteDenied { candidate, reason }));
            RequestVoteReply::Denied
        } else {
            if self.voted_for() != Some(candidate) {
                self.set_vote(candidate);
            }
            if !self.config.bugs.has(Bug::GrantedVoteKeepsTimer) {
                let timer = self.start_timer(now);
                self.restart_timer(timer);
            }
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

    /// Why the candidate of `term` may not have this node's vote. This node's log ends at `own`.
    #[inline]
    fn reason_to_deny(
        &self,
        candidate: NodeId,
        term: Term,
        request: RequestVote,
        own: Option<Position>,
    ) -> Option<VoteDenial> {
        if term < self.current_term() {
            return Some(VoteDenial::OlderTerm {
                theirs: term,
                own: self.current_term(),
            });
        }
        if let Some(voted_for) = self.vote_for_another(candidate) {
            return Some(VoteDenial::AlreadyVoted { voted_for, term });
        }
        let theirs = request.last;
        if request.transfer && self.config.bugs.has(Bug::TransferVoteForAnyLog) {
            return None;
        }
        self.is_behind(theirs, own)
            .then_some(VoteDenial::LogBehind { theirs, own })
    }

    /// The candidate other than `candidate` that has this node's vote of this term already, if
    /// any (Raft §5.2).
    fn vote_for_another(&self, candidate: NodeId) -> Option<NodeId> {
        let another = self.voted_for().filter(|choice| *choice != candidate);
        another.filter(|_| !self.config.bugs.has(Bug::VoteAgain))
    }

    /// Whether a log that ends at `theirs` is less up-to-date than one that ends at `own`: it ends
    /// in an older term, or in the same term at a lower index (Raft §5.4.1).
    pub(crate) fn is_behind(&self, theirs: Option<Position>, own: Option<Position>) -> bool {
        let bugs = self.config.bugs;
        if bugs.has(Bug::VoteForLongestLog) {
            return index_of(theirs) < index_of(own);
        }
        theirs < own && !bugs.has(Bug::VoteForAnyLog)
    }
}
