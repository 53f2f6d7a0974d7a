//! What contradicts a property, in one sentence with the values that were compared.

use core::fmt::{self, Display, from_fn};

use raft_core::{CountOf, Entry, Index, NodeId, NodeSet, Payload};

use crate::violation::{Claim, Finding};

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Finding::TwoLeaders {
                term,
                first,
                second,
            } => write!(formatter, "{} both led term {term}.", both(*first, *second)),
            Finding::LeaderChangedItsLog {
                leader,
                term,
                index,
            } => write!(
                formatter,
                "{leader} changed or removed its own entry at index {index} while it led term \
                 {term}."
            ),
            Finding::LogsDiffer {
                first,
                second,
                shared,
                differ_at,
            } => write!(
                formatter,
                "{} both hold an entry at {shared}, but their logs differ at index {differ_at}.",
                both(*first, *second)
            ),
            Finding::LeaderLacksCommitted {
                leader,
                term,
                index,
                committed,
                by,
                committed_in,
                instead,
            } => {
                write!(
                    formatter,
                    "{leader} led term {term} without {} at index {index}, which {} committed in \
                     term {committed_in}; ",
                    in_words(committed),
                    lower_case(*by)
                )?;
                match instead {
                    Some(entry) => write!(formatter, "it held {} there.", in_words(entry)),
                    None => formatter.write_str("it held nothing there."),
                }
            }
            Finding::TwoEntriesCommitted {
                index,
                first,
                first_entry,
                second,
                second_entry,
            } => write!(
                formatter,
                "At index {index}, {} committed {} and {} committed {}.",
                lower_case(*first),
                in_words(first_entry),
                lower_case(*second),
                in_words(second_entry)
            ),
            Finding::TwoVotes {
                voter,
                term,
                first,
                second,
            } => write!(
                formatter,
                "{voter} voted in term {term} for {} and for {}.",
                lower_case(*first),
                lower_case(*second)
            ),
            Finding::TermFell { node, before, now } => {
                write!(
                    formatter,
                    "The term of {} fell from {before} to {now}.",
                    lower_case(*node)
                )
            }
            Finding::CommitFell { node, before, now } => write!(
                formatter,
                "The commit index of {} fell from {before} to {}.",
                lower_case(*node),
                or_nothing(*now)
            ),
            Finding::MatchFell {
                leader,
                term,
                follower,
                before,
                now,
            } => write!(
                formatter,
                "The match index of {} fell from {before} to {} while {} led term {term}.",
                lower_case(*follower),
                or_nothing(*now),
                lower_case(*leader)
            ),
            Finding::AppliedOutOfTurn { node, index, next } => write!(
                formatter,
                "{node} applied index {index} when it was the turn of index {next}."
            ),
            Finding::AppliedAnother {
                node,
                index,
                applied,
                committed,
            } => {
                write!(
                    formatter,
                    "{node} applied {} at index {index}, where ",
                    in_words(applied)
                )?;
                match committed {
                    Some(entry) => write!(formatter, "{} is committed.", in_words(entry)),
                    None => formatter.write_str("nothing is committed."),
                }
            }
            Finding::CommittedEntryChanged { node, index, entry } => write!(
                formatter,
                "{node} changed or removed {} at index {index}, which it had committed.",
                in_words(entry)
            ),
            Finding::SpokeBeforeDisk { node, claim } => write!(formatter, "{node} {claim}."),
            Finding::AcknowledgedWithoutCommit { node, command } => write!(
                formatter,
                "{node} acknowledged “{command}”, which nobody has committed."
            ),
            Finding::AcknowledgedWriteLost {
                index,
                command,
                by,
                instead,
            } => write!(
                formatter,
                "“{command}” was acknowledged, but {} committed {} in its place at index \
                 {index}.",
                lower_case(*by),
                in_words(instead)
            ),
            Finding::CountedOlderTerm {
                leader,
                term,
                counted,
            } => write!(
                formatter,
                "{leader}, the leader of term {term}, counted the copies of the entry at \
                 {counted}."
            ),
            Finding::CommittedOnMinority {
                leader,
                counted,
                holders,
                needed,
            } => write!(
                formatter,
                "{leader} committed the entry at {counted}, which was on {}; a majority is \
                 {needed}.",
                disks_of(*holders)
            ),
        }
    }
}

impl fmt::Display for Claim {
    /// What goes behind the name of the node.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Claim::Term { said, on_disk } => write!(
                formatter,
                "spoke of term {said} while its disk held term {on_disk}"
            ),
            Claim::Vote {
                term,
                candidate,
                on_disk,
            } => {
                write!(
                    formatter,
                    "gave its vote of term {term} to {} while its disk held ",
                    lower_case(*candidate)
                )?;
                match on_disk {
                    Some(other) => write!(formatter, "one for {}", lower_case(*other)),
                    None => formatter.write_str("none"),
                }
            }
            Claim::Entry(index) => write!(
                formatter,
                "spoke of its entry at index {index}, which its disk did not hold"
            ),
        }
    }
}

/// "Nodes 1 and 3", in ascending order.
fn both(one: NodeId, other: NodeId) -> impl Display {
    let (first, second) = (one.min(other).0, one.max(other).0);
    from_fn(move |formatter| write!(formatter, "Nodes {first} and {second}"))
}

/// "node 1", inside a sentence.
fn lower_case(node: NodeId) -> impl Display {
    from_fn(move |formatter| write!(formatter, "node {}", node.0))
}

/// "“SET x=1” of term 2".
fn in_words(entry: &Entry) -> impl Display {
    let term = entry.term;
    from_fn(move |formatter| match &entry.payload {
        Payload::Command { command, .. } => write!(formatter, "“{command}” of term {term}"),
        Payload::Blank => write!(formatter, "the blank entry of term {term}"),
    })
}

/// "7", or "nothing".
fn or_nothing(index: Option<Index>) -> impl Display {
    from_fn(move |formatter| match index {
        Some(index) => write!(formatter, "{index}"),
        None => formatter.write_str("nothing"),
    })
}

/// "1 disk", "3 disks".
fn disks_of(holders: NodeSet) -> impl Display {
    CountOf(holders.count().into(), "disk", "disks")
}
