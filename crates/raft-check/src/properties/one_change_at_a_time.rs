//! One Change at a Time (Thesis §4.1): a leader appends no configuration before the one before it
//! in its log is committed, and no configuration gives or takes more than one vote, unless a joint
//! one of both sets of voters stands between (Raft §6).

use core::fmt;

use raft_core::quorum::Configuration;
use raft_core::{Index, NodeId, NodeSet};

use super::contradiction::Contradiction;
use super::promise::Promise;
use crate::whole::IS_WHOLE;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "one_change_at_a_time",
    title: "One Change at a Time",
    section: "Thesis §4.1, Raft §6",
    meaning: "A leader appends no configuration before its last one is committed, and none gives \
              or takes more than one vote but by way of a joint one.",
};

/// A leader changed the membership too soon, or by too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangedTooMuch {
    /// Which leader.
    pub leader: NodeId,
    /// The index of the configuration that it appended.
    pub at: Index,
    /// What is wrong with it.
    pub excess: Excess,
}

/// What is too much about a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excess {
    /// The configuration before it, at this index, is not committed.
    UnderWay(Index),
    /// So many votes are given or taken.
    Votes(u32),
    /// A joint configuration does not begin with the voters before it, or another one follows on a
    /// joint one than that of its new voters.
    NotTheOtherHalf,
}

/// Judges a configuration that a leader appends at `at`. The one before stands at `before_at`,
/// `None` where no entry of the log holds it; the log is committed through `committed`.
pub(crate) fn judge(
    leader: NodeId,
    at: Index,
    [before, now]: [Configuration; 2],
    before_at: Option<Index>,
    committed: Option<Index>,
) -> Option<ChangedTooMuch> {
    let under_way = before_at.filter(|_| before_at > committed);
    let excess = under_way.map(Excess::UnderWay);
    let excess = excess.or_else(|| too_much(before, now))?;
    Some(ChangedTooMuch { leader, at, excess })
}

fn too_much(before: Configuration, now: Configuration) -> Option<Excess> {
    let (was, is) = (before.voters(), now.voters());
    let votes = was.without(is).union(is.without(was)).count();
    match (before.is_joint(), now.is_joint()) {
        (false, false) => (votes > 1).then_some(Excess::Votes(votes)),
        (false, true) => (now.outgoing() != was).then_some(Excess::NotTheOtherHalf),
        (true, false) => (votes > 0).then_some(Excess::NotTheOtherHalf),
        (true, true) => Some(Excess::NotTheOtherHalf),
    }
}

impl Contradiction for ChangedTooMuch {
    fn nodes(&self) -> NodeSet {
        NodeSet::from_iter([self.leader])
    }

    fn index(&self) -> Option<Index> {
        Some(self.at)
    }
}

impl fmt::Display for ChangedTooMuch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A part of the engine never finds one.
        if !IS_WHOLE {
            return Ok(());
        }
        let ChangedTooMuch { leader, at, excess } = *self;
        match excess {
            Excess::UnderWay(before) => write!(
                formatter,
                "{leader} appended a configuration at index {at} while the one at index {before} \
                 was not committed."
            ),
            Excess::Votes(votes) => write!(
                formatter,
                "The configuration that {leader} appended at index {at} gives or takes {votes} \
                 votes at once."
            ),
            Excess::NotTheOtherHalf => write!(
                formatter,
                "The configuration that {leader} appended at index {at} is not the half of a \
                 change that follows on the one before."
            ),
        }
    }
}
