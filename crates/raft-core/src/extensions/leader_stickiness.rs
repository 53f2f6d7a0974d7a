//! Votes ignored while a leader is heard (Thesis §4.2.3): a node that has heard from its leader
//! within the shortest election timeout takes over no term from a request for its vote, and does
//! not answer it. A leader ignores such requests, too.
//!
//! By itself this can keep a leader that nobody else would follow: it belongs together with
//! [`crate::Extension::CheckQuorum`]. A candidate that is ignored is stuck in a newer term until
//! the leader hears of that term, which the candidate's answer to its next message tells it
//! (Raft §5.1).
//!
//! A request of a candidate that the leader itself told to stand (Thesis §3.10) says so, and is
//! not ignored.

use crate::config::Bug;
use crate::decision::{Decision, ExtensionDecision};
use crate::effect::{Effect, Effects};
use crate::extension::Extension;
use crate::message::{Body, Message};
use crate::node::Node;
use crate::role::RoleName;
use crate::types::{Instant, NodeId};

impl Node {
    /// Whether this node ignores the message, since it asks for a vote while a leader is heard.
    #[inline]
    pub(crate) fn ignores_vote_request(
        &self,
        now: Instant,
        candidate: NodeId,
        message: &Message,
        effects: &mut Effects,
    ) -> bool {
        let Body::RequestVote(request) = message.body else {
            return false;
        };
        if !self.extends(Extension::LeaderStickiness)
            || message.term <= self.current_term()
            || self.config.bugs.has(Bug::BreakPromise)
        {
            return false;
        }
        let is_candidate = self.role_name() == RoleName::Candidate;
        if is_candidate && self.config.bugs.has(Bug::CandidateHearsItself) {
            return true;
        }
        let Some((leader, ago)) = self.leader_heard(now) else {
            return false;
        };
        if request.transfer {
            self.heed_for_transfer(candidate, leader, effects);
            return false;
        }
        effects.push(Effect::Decide(Decision::Extension(
            ExtensionDecision::VoteIgnored {
                candidate,
                term: message.term,
                leader,
                ago,
            },
        )));
        true
    }
}
