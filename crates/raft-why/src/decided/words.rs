//! The wording of what caused a decision and of what would have changed it, in this one place.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt::{self, Display, Formatter};

use raft_check::gallery::GalleryEntry;
use raft_core::{Index, Input, NodeId, NodeValue, Position, WhoseClock};

use super::cause::Cause;
use super::change::Change;
use super::counterfactual::Counterfactual;
use super::witness::{Decided, NoDecision};

impl Decided {
    /// The decision in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        self.decision.sentence_by(self.node, self.clock).to_string()
    }

    /// What caused it, in one sentence.
    #[must_use]
    pub fn cause_sentence(&self) -> String {
        let Decided { node, at, .. } = self;
        match &self.cause {
            Cause::Message {
                sent_at, sentence, ..
            } => format!("A message sent at {sent_at} arrives: {sentence}"),
            Cause::ElectionTimer {
                started_at: Some(started_at),
            } => format!("{node}'s election timer, started at {started_at}, runs out at {at}."),
            Cause::ElectionTimer { started_at: None } => {
                format!("{node}'s election timer runs out at {at}.")
            }
            Cause::LeaderTimer => {
                format!("{node} leads, and what it does next by itself is due at {at}.")
            }
            Cause::Written => format!("{node}'s disk confirms a write at {at}."),
            Cause::Forced => format!("{node}'s election timer is made to run out at {at}."),
            Cause::Asked { to } => format!("{node} is asked to hand its lead to {to}."),
            Cause::LogGrown => {
                format!("{node} has applied so many entries that a snapshot is due in their place.")
            }
        }
    }

    /// What would have changed it, a sentence for each value.
    #[must_use]
    pub fn counterfactual_sentence(&self, counterfactual: &Counterfactual) -> String {
        let condition = Condition {
            node: self.node,
            from: match &self.asked.input {
                Input::Receive { from, .. } => Some(*from),
                _ => None,
            },
            clock: self.clock,
            counterfactual,
        };
        match &counterfactual.instead {
            Some(instead) => {
                let instead = instead.sentence_by(self.node, self.clock);
                format!("{condition}: {instead}")
            }
            None => format!("{condition}: {} does nothing of the kind.", self.node),
        }
    }
}

impl Display for NoDecision {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            NoDecision::NotThere { seq, last: 0 } => {
                write!(f, "There is no event {seq}: nothing has happened by then.")
            }
            NoDecision::NotThere { seq, last } => write!(
                f,
                "There is no event {seq}: by then they are numbered 1 to {last}."
            ),
            NoDecision::Other {
                seq,
                next: Some(next),
            } => write!(
                f,
                "Event {seq} is no decision of a node: ask about one, such as event {next}."
            ),
            NoDecision::Other { seq, next: None } => write!(
                f,
                "Event {seq} is no decision of a node, and none follows: ask about an earlier one."
            ),
        }
    }
}

/// "Had the message's term been 5 (it was 4)".
struct Condition<'a> {
    node: NodeId,
    /// The sender of the message, if there is one.
    from: Option<NodeId>,
    clock: WhoseClock,
    counterfactual: &'a Counterfactual,
}

impl Display for Condition<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Counterfactual { change, was, .. } = self.counterfactual;
        match (*change, *was) {
            (Change::Sender(one), Change::Sender(was)) => {
                write!(f, "Had the message come from {one} (it came from {was})")
            }
            (Change::MessageTerm(one), Change::MessageTerm(was)) => {
                write!(f, "Had the message been of term {one} (it was of {was})")
            }
            (Change::NextTerm(one), Change::NextTerm(was)) => {
                write!(
                    f,
                    "Had the pre-vote been about term {one} (it was about {was})"
                )
            }
            (Change::TheirLast(one), Change::TheirLast(was)) => write!(
                f,
                "Had {}'s log {} (it {})",
                Who(self.from),
                Ended(one),
                Was(was)
            ),
            (Change::ToldToStand(true), _) => {
                f.write_str("Had the request said that a leader told the candidate to stand")
            }
            (Change::ToldToStand(false), _) => {
                f.write_str("Had the request not said that a leader told the candidate to stand")
            }
            (Change::Granted(true), _) => f.write_str("Had the reply granted it"),
            (Change::Granted(false), _) => f.write_str("Had the reply refused it"),
            (Change::Prev(one), Change::Prev(was)) => write!(
                f,
                "Had the entry before the new ones been {} (it was {})",
                Place(one),
                Place(was)
            ),
            (Change::Carries(one), Change::Carries(was)) => {
                write!(
                    f,
                    "Had the message carried {} (it carried {was})",
                    Entries(one)
                )
            }
            (Change::SentTerm(one), Change::SentTerm(was)) => write!(
                f,
                "Had entry {} of the message been of term {} (it was of {})",
                one.index, one.term, was.term
            ),
            (Change::LeaderCommit(one), Change::LeaderCommit(was)) => write!(
                f,
                "Had the message's commit index been {} (it was {})",
                Number(one),
                Number(was)
            ),
            (Change::Matched(one), _) => {
                write!(
                    f,
                    "Had the reply said that the logs agree through {}",
                    Number(one)
                )
            }
            (Change::Rejected(Some(one)), _) => {
                write!(f, "Had the reply rejected the entry at {one}")
            }
            (Change::Rejected(None), _) => {
                f.write_str("Had the reply rejected the term of its request")
            }
            (Change::Round(one), Change::Round(was)) => {
                write!(
                    f,
                    "Had the message been about round {one} (it was about {was})"
                )
            }
            (Change::ReadThrough(one), Change::ReadThrough(was)) => write!(
                f,
                "Had the read index been {} (it was {})",
                Number(one),
                Number(was)
            ),
            (Change::TransferTo(one), Change::TransferTo(was)) => {
                write!(f, "Had {one} been named as the successor (it was {was})")
            }
            (Change::AskedAt(one), Change::AskedAt(was)) => {
                let clock = self.by_its_clock();
                write!(f, "Had it been {one}{clock} (it was {was})")
            }
            (Change::Node(one), Change::Node(was)) => self.of_node(f, one, was),
            // A value's present counterpart is of its own kind.
            _ => Ok(()),
        }
    }
}

impl Condition<'_> {
    fn of_node(&self, f: &mut Formatter<'_>, one: NodeValue, was: NodeValue) -> fmt::Result {
        let (node, clock) = (self.node, self.by_its_clock());
        match (one, was) {
            (NodeValue::CurrentTerm(one), NodeValue::CurrentTerm(was)) => {
                write!(f, "Had {node} been in term {one} (it was in {was})")
            }
            (NodeValue::VotedFor(one), NodeValue::VotedFor(was)) => write!(
                f,
                "Had {node} voted for {} in its term (it had voted for {})",
                Who(one),
                Who(was)
            ),
            (NodeValue::LastEntry(one), NodeValue::LastEntry(was)) => {
                write!(f, "Had {node}'s log {} (it {})", Ended(one), Was(was))
            }
            (NodeValue::EntryTerm(one), NodeValue::EntryTerm(was)) => write!(
                f,
                "Had entry {} of {node}'s log been of term {} (it was of {})",
                one.index, one.term, was.term
            ),
            (NodeValue::CommitIndex(one), NodeValue::CommitIndex(was)) => write!(
                f,
                "Had {node}'s commit index been {} (it was {})",
                Number(one),
                Number(was)
            ),
            (NodeValue::Follows(_) | NodeValue::Stands | NodeValue::Leads, _) => {
                write!(f, "Had {node} been {} (it was {})", Role(one), Role(was))
            }
            (NodeValue::HasVoteOf(voter, true), _) => {
                write!(f, "Had {node} had the vote of {voter} already")
            }
            (NodeValue::HasVoteOf(voter, false), _) => {
                write!(f, "Had {node} not had the vote of {voter}")
            }
            (NodeValue::HasPreVoteOf(voter, true), _) => {
                write!(f, "Had {voter} said already that it would vote for {node}")
            }
            (NodeValue::HasPreVoteOf(voter, false), _) => {
                write!(f, "Had {voter} not said that it would vote for {node}")
            }
            (NodeValue::MatchIndex(follower, one), NodeValue::MatchIndex(_, was)) => write!(
                f,
                "Had {follower} been known to hold the log through {} (it was through {})",
                Number(one),
                Number(was)
            ),
            (NodeValue::NextIndex(follower, one), NodeValue::NextIndex(_, was)) => write!(
                f,
                "Had the next index for {follower} been {one} (it was {was})"
            ),
            (NodeValue::HeardLeaderAt(one), NodeValue::HeardLeaderAt(was)) => write!(
                f,
                "Had {node} last heard from its leader at {one}{clock} (it was at {was})"
            ),
            (NodeValue::HeardAt(other, one), NodeValue::HeardAt(_, was)) => write!(
                f,
                "Had {node} last heard from {other} at {one}{clock} (it was at {was})"
            ),
            (NodeValue::TimerStartedAt(one), NodeValue::TimerStartedAt(was)) => write!(
                f,
                "Had a message started {node}'s election timer anew at {one}{clock} (it was \
                 started at {was})"
            ),
            (NodeValue::HandsOverTo(one), NodeValue::HandsOverTo(was)) => write!(
                f,
                "Had {node} begun to hand its lead to {} (it was {})",
                Who(one),
                Who(was)
            ),
            (NodeValue::StateOnDisk(true), _) => {
                write!(f, "Had {node}'s disk confirmed its term and its vote")
            }
            (NodeValue::StateOnDisk(false), _) => {
                write!(
                    f,
                    "Had {node}'s disk not confirmed its term and its vote yet"
                )
            }
            (NodeValue::LogOnDisk(one), NodeValue::LogOnDisk(was)) => write!(
                f,
                "Had {node}'s disk confirmed its log through {} (it was through {})",
                Number(one),
                Number(was)
            ),
            (NodeValue::PromisedAt(one), NodeValue::PromisedAt(was)) => write!(
                f,
                "Had {node} last promised at {one}{clock} to elect nobody for a while (it was at \
                 {was})"
            ),
            (NodeValue::Extends(extension, true), _) => {
                write!(f, "With the extension {} on", extension.name())
            }
            (NodeValue::Extends(extension, false), _) => {
                write!(f, "Without the extension {}", extension.name())
            }
            (NodeValue::LeavesOut(bug, _), _) => {
                let entry = GalleryEntry::of(bug);
                write!(f, "With the rule that is left out, “{}” kept", entry.title)
            }
            // A value's present counterpart is of its own kind.
            _ => Ok(()),
        }
    }

    fn by_its_clock(&self) -> &'static str {
        match self.clock {
            WhoseClock::Everybodys => "",
            WhoseClock::ItsOwn => " by its own clock",
        }
    }
}

/// "5", or "none".
struct Number(Option<Index>);

impl Display for Number {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(index) => index.fmt(f),
            None => f.write_str("none"),
        }
    }
}

/// "no entry", "1 entry", "3 entries".
struct Entries(u64);

impl Display for Entries {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 => f.write_str("no entry"),
            1 => f.write_str("1 entry"),
            count => write!(f, "{count} entries"),
        }
    }
}

/// "index 5 of term 2", or "none".
struct Place(Option<Position>);

impl Display for Place {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(place) => place.fmt(f),
            None => f.write_str("none"),
        }
    }
}

/// "ended at index 5 of term 2", "been empty".
struct Ended(Option<Position>);

impl Display for Ended {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(place) => write!(f, "ended at {place}"),
            None => f.write_str("been empty"),
        }
    }
}

/// "ended at index 5 of term 2", "was empty".
struct Was(Option<Position>);

impl Display for Was {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(place) => write!(f, "ended at {place}"),
            None => f.write_str("was empty"),
        }
    }
}

/// "Node 2", or "nobody".
struct Who(Option<NodeId>);

impl Display for Who {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(node) => node.fmt(f),
            None => f.write_str("nobody"),
        }
    }
}

/// A role, with what belongs to it.
struct Role(NodeValue);

impl Display for Role {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            NodeValue::Follows(Some(leader)) => write!(f, "a follower of {leader}"),
            NodeValue::Follows(None) => f.write_str("a follower that knows no leader"),
            NodeValue::Stands => f.write_str("a candidate"),
            _ => f.write_str("the leader"),
        }
    }
}
