//! The decisions about changes of the membership (Thesis §4): their facts, their sentences and
//! their values.

use core::fmt::{self, Formatter};

use super::sentence::Rough;
use super::values::{Tell, tell_index};
use super::whose_clock::by_its_clock;
use super::{Facts, Importance, WhoseClock};
use crate::membership::{Change, ChangeRefusal, Names};
use crate::quorum::{Configuration, Tally};
use crate::types::{Duration, Index, NodeId, NodeSet, Term};

/// A decision about a change of the membership (Thesis §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MembershipDecision {
    /// A leader appended a configuration, and uses it from now on.
    Appended {
        /// The index of its entry.
        at: Index,
        /// The configuration before.
        before: Configuration,
        /// That of the entry.
        configuration: Configuration,
        /// Whether it is in force from now on; if not, a rule is left out.
        is_used: bool,
    },
    /// A node has a newer configuration in its log, and uses it from now on.
    Adopted {
        /// The index of its entry.
        at: Index,
        /// The configuration now.
        configuration: Configuration,
    },
    /// The entry of a node's configuration was removed from its log, so it uses the one before
    /// again.
    Reverted {
        /// The index of that one's entry; `None` where the log holds none.
        at: Option<Index>,
        /// The configuration that was removed.
        before: Configuration,
        /// The configuration now.
        configuration: Configuration,
    },
    /// A node uses the configuration that a leader's snapshot brings.
    Restored {
        /// The last entry that the snapshot stands for.
        through: Index,
        /// The configuration now.
        configuration: Configuration,
    },
    /// A leader found its change to be committed.
    Committed {
        /// The index of the entry.
        at: Index,
        /// The configuration.
        configuration: Configuration,
    },
    /// A leader did not make a change.
    Refused {
        /// The change.
        change: Change,
        /// Why not.
        reason: ChangeRefusal,
    },
    /// A leader lets learners catch up before they get their votes.
    CatchUpBegun {
        /// The learners.
        servers: NodeSet,
        /// The last entry of the first round.
        through: Option<Index>,
    },
    /// Learners hold all entries of a round.
    RoundEnded {
        /// The learners.
        servers: NodeSet,
        /// The number of the round, from 1.
        round: u32,
        /// The last entry of the round.
        through: Option<Index>,
        /// How long the round took.
        took: Duration,
        /// The time within which a round must end.
        within: Duration,
    },
    /// A leader steps down, since the change that took its vote is committed.
    LeaderLeaves {
        /// The term that it led.
        term: Term,
        /// The index of the change.
        at: Index,
    },
}

impl MembershipDecision {
    pub(super) fn facts(&self) -> Facts {
        use Importance::{Decisive, Notable};
        let (name, section, importance) = match self {
            MembershipDecision::Appended {
                before,
                configuration,
                ..
            } => {
                let section = match before.is_joint() || configuration.is_joint() {
                    true => "Raft §6",
                    false => "Thesis §4.1",
                };
                ("change_appended", section, Decisive)
            }
            MembershipDecision::Adopted { .. } => ("configuration_adopted", "Thesis §4.1", Notable),
            MembershipDecision::Reverted { .. } => {
                ("configuration_reverted", "Thesis §4.1", Decisive)
            }
            MembershipDecision::Restored { .. } => ("configuration_restored", "Raft §7", Notable),
            MembershipDecision::Committed { configuration, .. } => {
                let section = match configuration.is_joint() {
                    true => "Raft §6",
                    false => "Thesis §4.1",
                };
                ("change_committed", section, Decisive)
            }
            MembershipDecision::Refused { reason, .. } => {
                ("change_refused", reason.section(), Notable)
            }
            MembershipDecision::CatchUpBegun { .. } => ("catch_up_begun", "Thesis §4.2.1", Notable),
            MembershipDecision::RoundEnded { .. } => {
                ("catch_up_round_ended", "Thesis §4.2.1", Notable)
            }
            MembershipDecision::LeaderLeaves { .. } => ("leader_left", "Thesis §4.2.2", Decisive),
        };
        Facts {
            name,
            section,
            importance,
        }
    }

    pub(super) fn each_value(&self, tell: Tell<'_>) {
        match *self {
            MembershipDecision::Appended {
                at, configuration, ..
            }
            | MembershipDecision::Adopted { at, configuration }
            | MembershipDecision::Committed { at, configuration } => {
                tell("index", at.get());
                tell_sizes(configuration, tell);
            }
            MembershipDecision::Reverted {
                at, configuration, ..
            } => {
                tell_index(at, "index", tell);
                tell_sizes(configuration, tell);
            }
            MembershipDecision::Restored {
                through,
                configuration,
            } => {
                tell("through", through.get());
                tell_sizes(configuration, tell);
            }
            MembershipDecision::Refused { change, reason } => {
                tell_servers(change.servers(), ["server", "servers"], tell);
                match reason {
                    ChangeRefusal::UnderWay { at } => tell("index", at.get()),
                    ChangeRefusal::OwnTermNotCommitted { term } => tell("term", term.0),
                    ChangeRefusal::CatchingUp { servers } => {
                        tell_servers(servers, ["catching_up", "catching_up_servers"], tell);
                    }
                    ChangeRefusal::IsVoter
                    | ChangeRefusal::IsLearner
                    | ChangeRefusal::IsOutside
                    | ChangeRefusal::IsLastVoter
                    | ChangeRefusal::AreVoters
                    | ChangeRefusal::NoVoter
                    | ChangeRefusal::NotCaughtUp
                    | ChangeRefusal::Left => {}
                }
            }
            MembershipDecision::CatchUpBegun { servers, through } => {
                tell_servers(servers, ["server", "servers"], tell);
                tell_index(through, "through", tell);
            }
            MembershipDecision::RoundEnded {
                servers,
                round,
                through,
                took,
                within,
            } => {
                tell_servers(servers, ["server", "servers"], tell);
                tell("round", round.into());
                tell_index(through, "through", tell);
                tell("took_us", took.0);
                tell("within_us", within.0);
            }
            MembershipDecision::LeaderLeaves { term, at } => {
                tell("term", term.0);
                tell("index", at.get());
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
            MembershipDecision::Appended {
                at,
                before,
                configuration,
                is_used,
            } => {
                let (was, is) = (before.is_joint(), configuration.is_joint());
                match was && !is {
                    true => write!(f, "{node} leaves the joint configuration: it ")?,
                    false => write!(f, "{node} ")?,
                }
                let joint = if is { "joint " } else { "" };
                write!(
                    f,
                    "appends {}the {joint}configuration at index {at}: ",
                    if is_used { "and uses " } else { "" }
                )?;
                explain_members(configuration, f)?;
                f.write_str(".")
            }
            MembershipDecision::Adopted { at, configuration } => {
                write!(
                    f,
                    "{node} uses the configuration at index {at} of its log: "
                )?;
                explain_members(configuration, f)?;
                f.write_str(".")
            }
            MembershipDecision::Reverted {
                at,
                before,
                configuration,
            } => {
                let joint = if before.is_joint() { "joint " } else { "" };
                write!(
                    f,
                    "The entry of {node}'s {joint}configuration was removed, so it uses "
                )?;
                match at {
                    Some(at) => write!(f, "the one at index {at} again: ")?,
                    None => f.write_str("the one before its log again: ")?,
                }
                explain_members(configuration, f)?;
                f.write_str(".")
            }
            MembershipDecision::Restored {
                through,
                configuration,
            } => {
                write!(
                    f,
                    "{node} uses the configuration of the snapshot through index {through}: "
                )?;
                explain_members(configuration, f)?;
                f.write_str(".")
            }
            MembershipDecision::Committed { at, configuration } => {
                write!(f, "The change at index {at} is committed: {configuration}.")
            }
            MembershipDecision::Refused { change, reason } => {
                write!(f, "{node} does not {change}: {}.", reason.about(change))
            }
            MembershipDecision::CatchUpBegun { servers, through } => {
                let names = Names(servers);
                match servers.count() {
                    1 => write!(
                        f,
                        "{names} gets its vote when it has caught up: {node} first brings it its \
                         log"
                    )?,
                    _ => write!(
                        f,
                        "{names} get their votes when they have caught up: {node} first brings \
                         them its log"
                    )?,
                }
                match through {
                    Some(through) => write!(f, " through index {through}."),
                    None => f.write_str(", which is empty."),
                }
            }
            MembershipDecision::RoundEnded {
                servers,
                round,
                took,
                within,
                ..
            } => {
                let clock = by_its_clock(clock);
                let is_one = servers.count() == 1;
                let hold = if is_one { "holds" } else { "hold" };
                write!(
                    f,
                    "{} {hold} all of round {round}, which took {}{clock}: ",
                    Names(servers),
                    Rough(took)
                )?;
                let are = if is_one { "it is" } else { "they are" };
                match took < within {
                    true => write!(f, "less than {}, so {are} caught up.", Rough(within)),
                    false => write!(
                        f,
                        "not less than {}, so {are} not caught up yet.",
                        Rough(within)
                    ),
                }
            }
            MembershipDecision::LeaderLeaves { term, at } => write!(
                f,
                "{node} leads term {term} no more: the change at index {at} took its vote."
            ),
        }
    }
}

impl ChangeRefusal {
    fn section(self) -> &'static str {
        match self {
            ChangeRefusal::CatchingUp { .. } | ChangeRefusal::NotCaughtUp | ChangeRefusal::Left => {
                "Thesis §4.2.1"
            }
            ChangeRefusal::UnderWay { .. }
            | ChangeRefusal::OwnTermNotCommitted { .. }
            | ChangeRefusal::IsVoter
            | ChangeRefusal::IsLearner
            | ChangeRefusal::IsOutside
            | ChangeRefusal::IsLastVoter => "Thesis §4.1",
            ChangeRefusal::AreVoters | ChangeRefusal::NoVoter => "Raft §6",
        }
    }
}

fn explain_members(configuration: Configuration, f: &mut Formatter<'_>) -> fmt::Result {
    let tally = configuration.tally(NodeSet::EMPTY);
    let Tally { needed, .. } = tally;
    match tally.replaced() {
        None => write!(f, "{configuration}; a majority is {needed}"),
        Some([_, of_old]) => write!(
            f,
            "{configuration}; it needs majorities of both, {of_old} of the old and {needed} of the \
             new"
        ),
    }
}

fn tell_sizes(configuration: Configuration, tell: Tell<'_>) {
    tell("voters", configuration.voters().count().into());
    if configuration.is_joint() {
        tell("old_voters", configuration.outgoing().count().into());
    }
    tell("learners", configuration.learners().count().into());
}

/// Some nodes: by the first name the number of one, or by the second how many there are.
fn tell_servers(servers: NodeSet, [of_one, of_several]: [&'static str; 2], tell: Tell<'_>) {
    let count = servers.count();
    let one = servers.iter().next().filter(|_| count == 1);
    match one {
        Some(node) => tell(of_one, node.0.into()),
        None => tell(of_several, count.into()),
    }
}
