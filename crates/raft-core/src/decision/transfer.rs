//! The decisions about a transfer of the lead (Thesis §3.10): their facts, their sentences and
//! their values.

use core::fmt::{self, Formatter};

use super::sentence::Rough;
use super::values::{Tell, tell_index};
use super::whose_clock::by_its_clock;
use super::{Facts, Importance, WhoseClock};
use crate::types::{Duration, Index, NodeId, Term};

/// A decision about a transfer of the lead (Thesis §3.10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferDecision {
    /// A leader began to hand over its lead.
    Begun {
        /// The successor.
        to: NodeId,
        /// The successor of the transfer that this one takes the place of.
        instead_of: Option<NodeId>,
        /// After which time the leader gives up; `None` where it never does, as that rule is left
        /// out.
        within: Option<Duration>,
    },
    /// The successor is not known to hold the leader's whole log yet.
    Waits {
        /// The successor.
        to: NodeId,
        /// Through which index it is known to.
        matched: Option<Index>,
        /// The end of the leader's log.
        last: Option<Index>,
    },
    /// The successor is known to hold the leader's whole log, and is told to begin an election.
    TimeoutNowSent {
        /// The successor.
        to: NodeId,
        /// The end of both logs.
        last: Option<Index>,
    },
    /// A leader gave up handing over its lead, and goes on leading.
    Aborted {
        /// The successor that was not to be.
        to: NodeId,
        /// Whether it has been told to begin an election.
        told: bool,
        /// Why.
        reason: TransferEnd,
    },
    /// A node did not begin to hand over a lead.
    Refused {
        /// The successor that was asked for.
        to: NodeId,
        /// Why not.
        reason: TransferRefusal,
    },
    /// A leader took no command, since it hands over its lead.
    CommandPutOff {
        /// The successor.
        to: NodeId,
    },
    /// A node begins an election, since the leader told it to.
    ToldToStand {
        /// The leader.
        leader: NodeId,
        /// The term in which it leads.
        term: Term,
    },
    /// A node that hears a leader heeds a request for its vote all the same, since the leader hands
    /// over its lead (Thesis §4.2.3).
    VoteHeeded {
        /// The candidate that asks.
        candidate: NodeId,
        /// The leader that is heard; the node itself when it leads.
        leader: NodeId,
    },
}

/// Why a leader gave up handing over its lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferEnd {
    /// An election timeout has passed, and no newer term has come.
    TimeOver {
        /// The election timeout.
        within: Duration,
    },
    /// Somebody asked it to keep its lead.
    CalledOff,
    /// The successor has lost its vote.
    Left,
}

/// Why a node did not begin to hand over a lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferRefusal {
    /// It does not lead.
    NotLeader {
        /// The leader that it knows, if any.
        leader: Option<NodeId>,
    },
    /// It leads already.
    ToItself,
    /// The successor would be no member.
    NoMember,
    /// It hands its lead to this node already.
    UnderWay,
}

impl TransferDecision {
    pub(super) fn facts(&self) -> Facts {
        use Importance::{Decisive, Notable};
        let (name, section, importance) = match self {
            TransferDecision::Begun { .. } => ("transfer_begun", "Thesis §3.10", Decisive),
            TransferDecision::Waits { .. } => ("transfer_waits", "Thesis §3.10", Notable),
            TransferDecision::TimeoutNowSent { .. } => {
                ("timeout_now_sent", "Thesis §3.10", Notable)
            }
            TransferDecision::Aborted { .. } => ("transfer_aborted", "Thesis §3.10", Decisive),
            TransferDecision::Refused { .. } => ("transfer_refused", "Thesis §3.10", Notable),
            TransferDecision::CommandPutOff { .. } => ("command_put_off", "Thesis §3.10", Notable),
            TransferDecision::ToldToStand { .. } => ("told_to_stand", "Thesis §3.10", Notable),
            TransferDecision::VoteHeeded { .. } => ("vote_heeded", "Thesis §4.2.3", Notable),
        };
        Facts {
            name,
            section,
            importance,
        }
    }

    pub(super) fn each_value(&self, tell: Tell<'_>) {
        match *self {
            TransferDecision::Waits { to, matched, last } => {
                tell("to", to.0.into());
                tell_index(matched, "matched", tell);
                tell_index(last, "last_index", tell);
            }
            TransferDecision::TimeoutNowSent { to, last } => {
                tell("to", to.0.into());
                tell_index(last, "last_index", tell);
            }
            TransferDecision::Begun {
                to,
                instead_of,
                within,
            } => {
                tell("to", to.0.into());
                if let Some(instead_of) = instead_of {
                    tell("instead_of", instead_of.0.into());
                }
                if let Some(within) = within {
                    tell("within_us", within.0);
                }
            }
            TransferDecision::Aborted { to, told, reason } => {
                tell("to", to.0.into());
                tell("told", told.into());
                if let TransferEnd::TimeOver { within } = reason {
                    tell("within_us", within.0);
                }
            }
            TransferDecision::Refused { to, reason } => {
                tell("to", to.0.into());
                if let TransferRefusal::NotLeader {
                    leader: Some(leader),
                } = reason
                {
                    tell("leader", leader.0.into());
                }
            }
            TransferDecision::CommandPutOff { to } => tell("to", to.0.into()),
            TransferDecision::ToldToStand { leader, term } => {
                tell("leader", leader.0.into());
                tell("term", term.0);
            }
            TransferDecision::VoteHeeded { candidate, leader } => {
                tell("candidate", candidate.0.into());
                tell("leader", leader.0.into());
            }
        }
    }

    pub(super) fn explain(
        &self,
        node: NodeId,
        clock: WhoseClock,
        f: &mut Formatter<'_>,
    ) -> fmt::Result {
        match *self {
            TransferDecision::Begun {
                to,
                instead_of,
                within,
            } => {
                write!(f, "{node} begins to hand its lead to {to}")?;
                if let Some(instead_of) = instead_of {
                    write!(f, ", and no longer to {instead_of}")?;
                }
                f.write_str(": it takes no more commands")?;
                if let Some(within) = within {
                    let (within, clock) = (Rough(within), by_its_clock(clock));
                    write!(f, ", and gives up after {within}{clock}")?;
                }
                f.write_str(".")
            }
            TransferDecision::Waits { to, matched, last } => {
                write!(f, "{node} waits until {to} holds its whole log: ")?;
                match last {
                    Some(last) => write!(f, "that ends at index {last}, and {to} ")?,
                    None => write!(f, "that is empty, and {to} ")?,
                }
                match matched {
                    Some(matched) => write!(f, "is known to hold it through index {matched}."),
                    None => f.write_str("is not known to hold any of it."),
                }
            }
            TransferDecision::TimeoutNowSent { to, last } => {
                match last {
                    Some(last) => {
                        write!(f, "{to} holds {node}'s log through index {last}, its end")?;
                    }
                    None => write!(f, "{node}'s log is empty, so {to} lacks nothing of it")?,
                }
                write!(f, ": {node} tells it to begin an election now.")
            }
            TransferDecision::Aborted { to, told, reason } => {
                explain_end(node, to, told, reason, clock, f)
            }
            TransferDecision::Refused { to, reason } => explain_refusal(node, to, reason, f),
            TransferDecision::CommandPutOff { to } => write!(
                f,
                "{node} takes no command while it hands its lead to {to}: the client asks again \
                 later."
            ),
            TransferDecision::ToldToStand { leader, term } => write!(
                f,
                "{node} begins an election at once and asks nobody first: {leader}, leader of term \
                 {term}, told it to."
            ),
            TransferDecision::VoteHeeded { candidate, leader } if leader == node => write!(
                f,
                "{node} heeds {candidate}'s request although it leads: it handed its lead over \
                 itself."
            ),
            TransferDecision::VoteHeeded { candidate, leader } => write!(
                f,
                "{node} heeds {candidate}'s request although it hears {leader}, its leader: the \
                 request says that a leader told {candidate} to stand."
            ),
        }
    }
}

fn explain_end(
    node: NodeId,
    to: NodeId,
    told: bool,
    reason: TransferEnd,
    clock: WhoseClock,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    write!(
        f,
        "{node} gives up handing its lead to {to}, and takes commands again: "
    )?;
    match reason {
        TransferEnd::CalledOff => f.write_str("it was asked to go on leading."),
        TransferEnd::Left => write!(f, "{to} is no voting member any more."),
        TransferEnd::TimeOver { within } => {
            let (within, clock) = (Rough(within), by_its_clock(clock));
            match told {
                true => write!(
                    f,
                    "it told {to} to begin an election, and within {within}{clock} no newer term \
                     has come."
                ),
                false => write!(
                    f,
                    "within {within}{clock} {to} was not known to hold its whole log."
                ),
            }
        }
    }
}

fn explain_refusal(
    node: NodeId,
    to: NodeId,
    reason: TransferRefusal,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    match reason {
        TransferRefusal::NotLeader { leader } => {
            write!(f, "{node} has no lead to hand to {to}: ")?;
            match leader {
                Some(leader) => write!(f, "it follows {leader}."),
                None => f.write_str("it knows of no leader."),
            }
        }
        TransferRefusal::ToItself => {
            write!(f, "{node} goes on leading: it hands its lead to nobody.")
        }
        TransferRefusal::NoMember => write!(
            f,
            "{node} does not hand its lead to {to}, which is no voting member."
        ),
        TransferRefusal::UnderWay => write!(
            f,
            "{node} hands its lead to {to} already: the time of that transfer goes on."
        ),
    }
}
