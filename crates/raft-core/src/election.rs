//! Asking for votes, and counting them (Raft §5.2).

use crate::config::Bug;
use crate::decision::{Decision, IgnoreReason};
use crate::message::{Body, RequestVote, RequestVoteReply};
use crate::node::{Node, Role, Timer, ignore};
use crate::step::{Effect, Effects};
use crate::types::{Duration, Instant, NodeId, NodeSet};

/// Asks all others for their vote, until it wins, another wins, or time runs out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// Who has voted for it, itself included once that vote is on disk.
    pub(crate) votes: NodeSet,
    pub(crate) timer: Timer,
}

impl Node {
    /// Opens a new term, votes for itself and asks everybody else (Raft §5.2). A node that
    /// has no vote of its own never campaigns, nor does one in the last term there is: it
    /// would have to vote twice in it.
    pub(crate) fn start_election(
        &mut self,
        now: Instant,
        waited: Option<Duration>,
        effects: &mut Effects,
    ) {
        let timer = self.start_timer(now);
        let is_member = self.config.configuration.members().contains(self.id);
        if !is_member || self.current_term().next() == self.current_term() {
            self.restart_timer(timer);
            return;
        }
        self.open_term();
        self.role = Role::Candidate(Candidate {
            votes: NodeSet::EMPTY,
            timer,
        });
        let term = self.current_term();
        effects.push(Effect::Decide(Decision::ElectionStarted { term, waited }));
        let request = RequestVote {
            last: self.persistent.log.last(),
        };
        for voter in self.config.configuration.others(self.id).iter() {
            self.send(voter, Body::RequestVote(request), effects);
        }
        self.write_changes(effects);
        self.count_own_vote(now, effects);
    }

    /// A candidate's own vote counts once it is on disk, like anybody else's: a node that
    /// crashes before that might vote for another in the same term.
    pub(crate) fn count_own_vote(&mut self, now: Instant, effects: &mut Effects) {
        let counted = self.votes().contains(self.id);
        if !counted && self.durability.state_is_durable() {
            self.count_vote(now, self.id, RequestVoteReply::Granted, effects);
        }
    }

    /// Counts each voter once; a majority makes a leader.
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
        let (votes, needed) = (candidate.votes, self.config.configuration.majority());
        let count = votes.count();
        effects.push(Effect::Decide(Decision::VoteCounted {
            voter,
            granted,
            votes: count,
            needed,
        }));
        let one_short_will_do = self.config.bugs.has(Bug::ElectWithMinority);
        if self.config.configuration.is_majority(votes)
            || (one_short_will_do && count + 1 >= needed)
        {
            self.become_leader(now, count, effects);
        }
    }
}
