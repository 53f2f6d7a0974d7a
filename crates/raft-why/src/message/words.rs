//! What became of a message, in words.

use alloc::format;
use alloc::string::String;
use core::fmt;

use raft_core::Instant;
use raft_sim::DropReason;

use super::finder::NoMessage;
use super::witness::{MessageAnswer, MessageEnd, Reaction};

impl MessageAnswer {
    /// Whether its receiver did nothing with it: each of its decisions was to ignore it, and it
    /// sent nothing.
    #[must_use]
    pub fn is_ignored(&self) -> bool {
        let arrived = matches!(self.end, MessageEnd::Arrived(_));
        let all_ignore = self.reactions.iter().all(Reaction::ignores);
        arrived && !self.reactions.is_empty() && all_ignore && !self.is_answered
    }

    /// The question that it answers.
    #[must_use]
    pub fn asked(&self) -> &'static str {
        match self.end {
            MessageEnd::Dropped(..) => "Why was this message lost?",
            MessageEnd::Arrived(_) if self.is_ignored() => "Why was this message ignored?",
            MessageEnd::Waits => "Why does this message wait?",
            MessageEnd::UnderWay | MessageEnd::Arrived(_) => "What became of this message?",
        }
    }

    /// What became of it, in one sentence.
    #[must_use]
    pub fn headline(&self) -> String {
        let (sent, due) = (self.packet.sent_at, self.packet.due_at);
        let end = match self.end {
            MessageEnd::UnderWay => format!("is under way, due at {due}"),
            MessageEnd::Waits => format!("has waited at its receiver since {due}"),
            MessageEnd::Arrived(at) if self.is_ignored() => {
                format!("arrived at {at}, and its receiver did nothing with it")
            }
            MessageEnd::Arrived(at) => format!("arrived at {at}"),
            MessageEnd::Dropped(at, DropReason::Lost) => {
                format!("was lost at {at}{}", Otherwise { at, due })
            }
            MessageEnd::Dropped(at, DropReason::Cut) => {
                format!("met a cut link at {at}{}", Otherwise { at, due })
            }
            MessageEnd::Dropped(at, DropReason::ReceiverDown) => {
                format!("found its receiver down at {at}")
            }
        };
        format!("It was sent at {sent} and {end}.")
    }
}

/// "; it would have arrived at 4.2 s", where that is later than its end.
struct Otherwise {
    at: Instant,
    due: Instant,
}

impl fmt::Display for Otherwise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.due > self.at {
            true => write!(f, "; it would have arrived at {}", self.due),
            false => Ok(()),
        }
    }
}

impl Reaction {
    /// The decision in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("{}", self.decision.sentence_by(self.node, self.clock))
    }
}

impl fmt::Display for NoMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoMessage::NotThere { seq, last: 0 } => {
                write!(f, "There is no event {seq}: nothing has happened by then.")
            }
            NoMessage::NotThere { seq, last } => write!(
                f,
                "There is no event {seq}: by then they are numbered 1 to {last}."
            ),
            NoMessage::Other { seq } => write!(
                f,
                "Event {seq} is about no message: expected one that was sent, arrived, waited or \
                 was lost, or a decision that a message brought about."
            ),
        }
    }
}
