//! The decisions about the flow of entries (Thesis §10.2.2): their facts, their sentences and their
//! values.

use core::fmt::{self, Formatter};

use super::sentence::Rough;
use super::values::Tell;
use super::whose_clock::by_its_clock;
use super::{Facts, Importance, WhoseClock};
use crate::count_of::CountOf;
use crate::types::{Duration, Index, NodeId};

/// A decision about the flow of entries (Thesis §10.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowDecision {
    /// A leader has entries for a follower that wait: as many messages to it as there may be have
    /// no answer yet.
    WindowFull {
        /// The follower.
        follower: NodeId,
        /// The messages without an answer.
        unanswered: u64,
        /// The first entry that waits.
        next_index: Index,
    },
    /// A leader begins to gather commands, to send them together.
    BatchBegun {
        /// The first of them.
        first: Index,
        /// After which time they are sent.
        within: Duration,
        /// How many of them are sent before that.
        most: u64,
    },
    /// A leader took no command, since too many of its entries are not committed.
    BacklogFull {
        /// How many are not.
        uncommitted: u64,
        /// How many there may be.
        most: u64,
    },
}

impl FlowDecision {
    pub(super) fn facts(&self) -> Facts {
        use Importance::{Notable, Routine};
        let (name, section, importance) = match self {
            FlowDecision::WindowFull { .. } => ("window_full", "Thesis §10.2.2", Notable),
            FlowDecision::BatchBegun { .. } => ("batch_begun", "Thesis §10.2.2", Routine),
            FlowDecision::BacklogFull { .. } => ("backlog_full", "Raft §8", Notable),
        };
        Facts {
            name,
            section,
            importance,
        }
    }

    pub(super) fn each_value(&self, tell: Tell<'_>) {
        match *self {
            FlowDecision::WindowFull {
                follower,
                unanswered,
                next_index,
            } => {
                tell("follower", follower.0.into());
                tell("unanswered", unanswered);
                tell("next_index", next_index.get());
            }
            FlowDecision::BatchBegun {
                first,
                within,
                most,
            } => {
                tell("first", first.get());
                tell("within_us", within.0);
                tell("most", most);
            }
            FlowDecision::BacklogFull { uncommitted, most } => {
                tell("uncommitted", uncommitted);
                tell("most", most);
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
            FlowDecision::WindowFull {
                follower,
                unanswered,
                next_index,
            } => {
                let messages = CountOf(unanswered, "message", "messages");
                let verb = if unanswered == 1 { "has" } else { "have" };
                write!(
                    f,
                    "{node} lets the entries from index {next_index} on wait for {follower}: \
                     {messages} to it {verb} no answer yet, and more there may not be."
                )
            }
            FlowDecision::BatchBegun {
                first,
                within,
                most,
            } => {
                let (within, clock) = (Rough(within), by_its_clock(clock));
                let entries = CountOf(most, "entry", "entries");
                write!(
                    f,
                    "{node} gathers commands from index {first} on: it sends them together with \
                     its next heartbeat, after {within}{clock} at the latest, or when there are \
                     {entries}."
                )
            }
            FlowDecision::BacklogFull { uncommitted, most } => {
                let entries = CountOf(uncommitted, "uncommitted entry", "uncommitted entries");
                write!(
                    f,
                    "{node} takes no command: it counts {entries}, and {most} may be. The client \
                     asks again later."
                )
            }
        }
    }
}
