//! The interface of every contradiction of a property, and the words that several sentences share.

use alloc::vec::Vec;
use core::fmt::{Display, from_fn};

use raft_core::{Entry, Index, NodeId, NodeSet, Own, Payload};

/// A contradiction of a property, with the values that were compared. Its `Display` is one
/// sentence.
pub(super) trait Contradiction: Display {
    /// The nodes involved.
    fn nodes(&self) -> NodeSet;

    /// Where in the log it happened, if it concerns the log.
    fn index(&self) -> Option<Index> {
        None
    }

    /// The entries that contradict each other, or the one that is missing.
    fn entries(&self) -> Vec<&Entry> {
        Vec::new()
    }
}

/// "Nodes 1 and 3", in ascending order.
pub(super) fn both(one: NodeId, other: NodeId) -> impl Display {
    let (first, second) = (one.min(other).0, one.max(other).0);
    from_fn(move |formatter| write!(formatter, "Nodes {first} and {second}"))
}

/// "“SET x=1” of term 2".
pub(super) fn in_words(entry: &Entry) -> impl Display {
    let term = entry.term;
    from_fn(move |formatter| match &entry.payload {
        Payload::Command { command, .. } => write!(formatter, "“{command}” of term {term}"),
        Payload::Own(Own::Blank) => write!(formatter, "the blank entry of term {term}"),
        Payload::Own(Own::Configuration(change)) => {
            write!(
                formatter,
                "the configuration of term {term} ({})",
                change.configuration
            )
        }
    })
}

/// "7", or "nothing".
pub(super) fn or_nothing(index: Option<Index>) -> impl Display {
    from_fn(move |formatter| match index {
        Some(index) => write!(formatter, "{index}"),
        None => formatter.write_str("nothing"),
    })
}
