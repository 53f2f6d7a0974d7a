//! Leases (Thesis §6.4.1): a leader whose round a majority has confirmed knows that nobody else
//! can be elected for an election timeout, and until then it answers reads without asking. The
//! lease counts from the moment at which the round *began*, by the leader's own clock, and ends
//! earlier than the timeout by as much as clocks may drift apart.
//!
//! A lease is worth what the others keep of it. A node that confirms a round promises to elect
//! nobody before the shortest election timeout has passed. The promise holds whatever the node
//! hears in between, a newer term included. It must survive a restart, too: nothing of it is on
//! the disk, so a node that boots waits as long before it votes.
//!
//! A leader that hands over its lead (Thesis §3.10) tells its successor to stand, and the others
//! pass over their promise for that candidate. So the leader has no lease any more, for the rest of
//! its term: the word may arrive long after it has given up the transfer.
//!
//! Everything here trusts clocks, and election timeouts that nobody forces. Where they are wrong,
//! a read may be stale; nothing else in Raft breaks.

use super::decide;
use crate::config::Bug;
use crate::decision::ExtensionDecision;
use crate::effect::Effects;
use crate::extension::Extension;
use crate::message::{Body, Message};
use crate::node::Node;
use crate::reading::Promise;
use crate::role::Role;
use crate::types::{Duration, Instant, NodeId, Term};

impl Node {
    /// For how long this leader still holds a lease; `None` while it holds none.
    pub(crate) fn lease_left(&self, now: Instant) -> Option<Duration> {
        let Role::Leader(leader) = &self.role else {
            return None;
        };
        if !self.extends(Extension::LeaseReads) || leader.extended.has_told_successor {
            return None;
        }
        let led = self.reading.as_ref()?.led.as_ref()?;
        let ends_at = led
            .leads_since
            .filter(|_| led.term == self.current_term())?
            + self.lease();
        if self.config.bugs.has(Bug::EndlessLease) {
            return Some(ends_at - now);
        }
        (now < ends_at).then(|| ends_at - now)
    }

    /// The length of a lease: the shortest election timeout by the fastest clock there may be.
    fn lease(&self) -> Duration {
        let Duration(timeout) = self.config.election_timeout_min;
        let slowest = 1_000 + u64::from(self.config.clock_drift);
        Duration(timeout.saturating_mul(1_000) / slowest)
    }

    /// Notes that this node has confirmed a leader.
    pub(crate) fn promise_to(&mut self, leader: NodeId, now: Instant) {
        self.reading_mut().promise = Some(Promise {
            leader: Some(leader),
            made_at: now,
        });
    }

    /// Notes at boot that this node may have confirmed a leader before: in term 0 there was none.
    #[inline]
    pub(crate) fn promise_at_boot(&mut self, now: Instant) {
        let keeps = self.extends(Extension::LeaseReads) && self.current_term() > Term(0);
        if keeps {
            self.reading_mut().promise = Some(Promise {
                leader: None,
                made_at: now,
            });
        }
    }

    /// Whether this node passes over a request for its vote, since it has promised to elect nobody.
    #[inline]
    pub(crate) fn withholds_vote(
        &self,
        now: Instant,
        candidate: NodeId,
        message: &Message,
        effects: &mut Effects,
    ) -> bool {
        let Body::RequestVote(request) = message.body else {
            return false;
        };
        if !self.extends(Extension::LeaseReads)
            || request.transfer
            || self.config.bugs.has(Bug::BreakPromise)
        {
            return false;
        }
        let Some(Promise { leader, made_at }) = self.reading.as_ref().and_then(|it| it.promise)
        else {
            return false;
        };
        let ago = now - made_at;
        if ago >= self.config.election_timeout_min || message.term < self.current_term() {
            return false;
        }
        let term = message.term;
        let withheld = ExtensionDecision::VoteWithheld {
            candidate,
            term,
            leader,
            ago,
        };
        decide(withheld, effects);
        true
    }
}
