//! Pre-vote (Thesis §9.6): a node whose timer has run out first asks the others whether they would
//! vote for it, and opens a new term only when a majority would. A node that was cut off, or whose
//! log is behind, so no longer ends the term of a leader that a majority follows.
//!
//! A question promises nothing: it changes no term, no vote and no timer of those who answer, and
//! writes nothing to a disk. Two things follow from this, which are easy to get wrong:
//!
//! - The request carries its sender's own term beside the term that it would open, and the receiver
//!   takes over neither of them. An answer carries the term of the one who answers, and *is* taken
//!   over by Raft §5.1: a node that asks in a term that is over so learns of the newer one, and its
//!   next question is answered.
//! - A node in a newer term with a log that is behind cannot win, and those who can must learn its
//!   term to lead it. They do so from its answers to their own questions, and a leader by the
//!   rejection of its entries (Raft §5.1); both hold whether or not the question was refused.

use super::decide;
use crate::config::Bug;
use crate::decision::{ExtensionDecision, IgnoreReason, PreVoteDenial};
use crate::effect::Effects;
use crate::extension::{Asking, Extension, FollowerExtensions};
use crate::message::{Body, Message, PreVote, PreVoteReply, RequestVoteReply};
use crate::node::{Node, ignore};
use crate::role::{Follower, Role, Timer};
use crate::types::{Duration, Instant, NodeId, NodeSet, Term};

impl Node {
    /// Asks all other members whether this node could win, in place of standing for election.
    /// Returns whether it did: with the switch off, it never does.
    #[inline]
    pub(crate) fn asks_first(
        &mut self,
        now: Instant,
        waited: Option<Duration>,
        timer: Timer,
        effects: &mut Effects,
    ) -> bool {
        let asks = self.extends(Extension::PreVote);
        if asks {
            self.ask(now, waited, timer, effects);
        }
        asks
    }

    fn ask(&mut self, now: Instant, waited: Option<Duration>, timer: Timer, effects: &mut Effects) {
        let asking = Asking {
            votes: NodeSet::EMPTY,
            waited,
        };
        self.role = Role::Follower(Follower {
            leader: None,
            timer: Some(timer),
            extended: FollowerExtensions {
                heard_at: None,
                asking: Some(asking),
            },
        });
        let term = self.current_term().next();
        decide(ExtensionDecision::PreVoteAsked { term, waited }, effects);
        let request = PreVote {
            next_term: term,
            last: self.persistent.log.last(),
        };
        for voter in self.configuration.others(self.id).iter() {
            self.send(voter, Body::PreVote(request), effects);
        }
        // Nothing has to be on disk for its own answer: it votes for itself only afterwards.
        let own = PreVoteReply {
            next_term: term,
            granted: true,
        };
        self.count_pre_vote(now, self.id, own, effects);
    }

    /// The term that a message tells its receiver to enter if it is newer (Raft §5.1): its
    /// sender's. A question tells none, since it is not to change a term (Thesis §9.6).
    #[inline]
    pub(crate) fn term_told(&self, message: &Message) -> Option<Term> {
        match message.body {
            Body::PreVote(request) => {
                let enters =
                    self.extends(Extension::PreVote) && self.config.bugs.has(Bug::PreVoteOpensTerm);
                enters.then_some(request.next_term)
            }
            _ => Some(message.term),
        }
    }

    /// Whether this node heeds a question or an answer from a node in this term: in any term, also
    /// an older one, since the two can otherwise never agree on a term.
    #[inline]
    pub(crate) fn heeds_pre_vote_in(&self, term: Term) -> bool {
        term >= self.current_term() || !self.config.bugs.has(Bug::OldPreVoteIgnored)
    }

    /// Answers whether this node would vote for `candidate`, and changes nothing.
    pub(crate) fn answer_pre_vote(
        &mut self,
        now: Instant,
        candidate: NodeId,
        request: PreVote,
        effects: &mut Effects,
    ) {
        if !self.extends(Extension::PreVote) {
            return;
        }
        let denial = self.reason_to_deny_pre_vote(now, request);
        decide(
            match denial {
                Some(reason) => ExtensionDecision::PreVoteDenied { candidate, reason },
                None => ExtensionDecision::PreVoteGranted {
                    candidate,
                    term: request.next_term,
                    theirs: request.last,
                    own: self.persistent.log.last(),
                },
            },
            effects,
        );
        let reply = PreVoteReply {
            next_term: request.next_term,
            granted: denial.is_none(),
        };
        self.send(candidate, Body::PreVoteReply(reply), effects);
    }

    /// Why this node would not vote for the one that asks: a node in this term or a later one
    /// could not; a leader is heard, so that no election is needed; or the log is behind
    /// (Thesis §9.6, Raft §5.4.1).
    fn reason_to_deny_pre_vote(&self, now: Instant, request: PreVote) -> Option<PreVoteDenial> {
        let (theirs, own) = (request.next_term, self.current_term());
        if theirs <= own {
            return Some(PreVoteDenial::TermNotNewer { theirs, own });
        }
        if let Some((leader, ago)) = self.leader_heard(now) {
            return Some(PreVoteDenial::LeaderHeard { leader, ago });
        }
        let (theirs, own) = (request.last, self.persistent.log.last());
        self.is_behind(theirs, own)
            .then_some(PreVoteDenial::LogBehind { theirs, own })
    }

    /// Counts an answer, each voter at most once; with a majority, the node stands for election.
    pub(crate) fn count_pre_vote(
        &mut self,
        now: Instant,
        voter: NodeId,
        reply: PreVoteReply,
        effects: &mut Effects,
    ) {
        if !self.extends(Extension::PreVote) {
            return;
        }
        let is_of_this_question = reply.next_term == self.current_term().next();
        let Role::Follower(Follower {
            timer: Some(timer),
            extended:
                FollowerExtensions {
                    asking: Some(asking),
                    ..
                },
            ..
        }) = &mut self.role
        else {
            ignore(voter, IgnoreReason::NotAsking, effects);
            return;
        };
        if !is_of_this_question {
            ignore(voter, IgnoreReason::Overtaken, effects);
            return;
        }
        let PreVoteReply { granted, .. } = reply;
        if granted {
            asking.votes.insert(voter);
        }
        let (Asking { votes, waited }, timer) = (*asking, *timer);
        decide(
            ExtensionDecision::PreVoteCounted {
                voter,
                granted,
                votes: self.configuration.tally(votes),
            },
            effects,
        );
        if granted && self.configuration.is_majority(votes) {
            self.stand_for_election(now, waited, timer, false, effects);
            if self.config.bugs.has(Bug::PreVoteCountsAsVote)
                && let Role::Candidate(candidate) = &mut self.role
            {
                candidate.votes = votes;
                self.count_vote(now, voter, RequestVoteReply::Granted, effects);
            }
        }
    }

    /// The nodes that would vote for this one, while it asks; `None` while it does not.
    #[must_use]
    pub fn pre_votes(&self) -> Option<NodeSet> {
        match &self.role {
            Role::Follower(follower) => Some(follower.extended.asking?.votes),
            Role::Candidate(_) | Role::Leader(_) => None,
        }
    }
}
