//! Transfer Ends (Thesis §3.10): a leader that hands over its lead is followed by another, steps
//! down or gives up, within an election timeout by its own clock.
//!
//! While a transfer is under way the leader takes no commands, so one without an end would stop the
//! cluster although a majority is up. The judge knows of the beginning and of each end by what the
//! leader decides, and looks at each message that it sends as the leader of its term.

use core::fmt;

use raft_core::{Duration, Instant, NodeId, NodeSet};

use super::contradiction::Contradiction;
use super::history::{NodeHistory, TransferSeen};
use super::promise::Promise;

/// What the rules of a transfer promise.
pub(super) const PROMISE: Promise = Promise {
    name: "transfer_ends",
    title: "Transfer Ends",
    section: "Thesis §3.10",
    meaning: "A leader hands its lead over within an election timeout, or takes commands again.",
};

/// A leader went on handing over its lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransferGoesOn {
    /// Which leader.
    pub leader: NodeId,
    /// To whom.
    pub to: NodeId,
    /// For how long, by the leader's clock.
    pub lasted: Duration,
    /// How long it may last.
    pub within: Duration,
}

/// A leader begins to hand its lead to `to`. The same transfer once more does not begin anew.
pub(crate) fn begin(history: &mut NodeHistory, to: NodeId, began_at: Instant) {
    let same = history.transfer.filter(|it| it.to == to);
    history.transfer = Some(same.unwrap_or(TransferSeen { to, began_at }));
}

/// Looks at the transfer under way of a leader whose clock shows `now`.
pub(crate) fn judge(
    leader: NodeId,
    TransferSeen { to, began_at }: TransferSeen,
    now: Instant,
    within: Duration,
) -> Option<TransferGoesOn> {
    let lasted = now - began_at;
    (lasted > within).then_some(TransferGoesOn {
        leader,
        to,
        lasted,
        within,
    })
}

impl Contradiction for TransferGoesOn {
    fn nodes(&self) -> NodeSet {
        NodeSet::from_iter([self.leader, self.to])
    }
}

impl fmt::Display for TransferGoesOn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TransferGoesOn {
            leader,
            to,
            lasted,
            within,
        } = *self;
        write!(
            formatter,
            "{leader} has been handing its lead to {to} for {lasted} by its clock, and takes no \
             commands meanwhile; after {within} it should have given up."
        )
    }
}
