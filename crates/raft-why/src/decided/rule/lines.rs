//! The lines of a rule while they are put together.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use raft_core::quorum::Tally;
use raft_core::{Index, Message, NodeId, Position, Term};

use crate::decided::asked::Asked;

/// A rule as pseudocode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Whose rule it is, as the paper calls it.
    pub title: &'static str,
    /// Its lines, in order.
    pub lines: Vec<RuleLine>,
}

/// One line of a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleLine {
    /// The line, in the paper's terms.
    pub text: &'static str,
    /// The values that its condition compares; `None` for a line without a condition.
    pub values: Option<String>,
    /// Whether its condition held; `None` for a line without one, and where the rule ended before.
    pub holds: Option<bool>,
    /// Whether the rule ends here where the condition holds.
    pub ends: bool,
    /// Whether this is the line that decided.
    pub decides: bool,
}

impl Rule {
    pub(super) fn of(title: &'static str) -> Rule {
        Rule {
            title,
            lines: Vec::new(),
        }
    }

    /// Adds a line with a condition. `decides` says whether this one decided.
    pub(super) fn when(
        mut self,
        text: &'static str,
        values: String,
        holds: bool,
        decides: bool,
    ) -> Rule {
        self.lines.push(RuleLine {
            text,
            values: Some(values),
            holds: Some(holds),
            ends: false,
            decides,
        });
        self
    }

    /// Adds a line with which the rule ends where its condition holds.
    pub(super) fn ends_when(
        self,
        text: &'static str,
        values: String,
        holds: bool,
        decides: bool,
    ) -> Rule {
        let mut rule = self.when(text, values, holds, decides);
        if let Some(line) = rule.lines.last_mut() {
            line.ends = true;
        }
        rule
    }

    /// Adds a line without a condition.
    pub(super) fn then(mut self, text: &'static str, decides: bool) -> Rule {
        self.lines.push(RuleLine {
            text,
            values: None,
            holds: None,
            ends: false,
            decides,
        });
        self
    }

    /// The rule without a word on the conditions behind its end: nobody looked at them.
    pub(super) fn ended(mut self) -> Rule {
        let ends = |line: &RuleLine| line.ends && line.decides;
        let behind = self
            .lines
            .iter()
            .position(ends)
            .map_or(usize::MAX, |end| end + 1);
        for line in self.lines.iter_mut().skip(behind) {
            (line.values, line.holds) = (None, None);
        }
        self
    }

    /// Whether one of its lines decided.
    pub(super) fn has_decided(&self) -> bool {
        self.lines.iter().any(|line| line.decides)
    }

    /// The first line of every rule about a message (Raft §5.1).
    pub(super) fn newer_term(self, asked: &Asked, message: &Message) -> Rule {
        let own = asked.node.current_term();
        self.when(
            "if term > currentTerm: currentTerm ← term, votedFor ← none, become a follower",
            terms(message.term, own),
            message.term > own,
            false,
        )
    }
}

/// "term = 4, currentTerm = 5".
pub(super) fn terms(term: Term, own: Term) -> String {
    format!("term = {term}, currentTerm = {own}")
}

/// The node's term once it has taken over the message's, if that is newer.
pub(super) fn term_then(asked: &Asked, message: &Message) -> Term {
    asked.node.current_term().max(message.term)
}

/// "(2, 5)", the term and the index of an entry, or "none".
pub(super) fn place(place: Option<Position>) -> String {
    match place {
        Some(Position { term, index }) => format!("({term}, {index})"),
        None => "none".into(),
    }
}

/// "5", or "none".
pub(super) fn number(index: Option<Index>) -> String {
    match index {
        Some(index) => format!("{index}"),
        None => "none".into(),
    }
}

/// "Node 2", or "none".
pub(super) fn who(node: Option<NodeId>) -> String {
    match node {
        Some(node) => format!("{node}"),
        None => "none".into(),
    }
}

/// "majority = 2", or "majorities = 2 and 2" in a joint configuration.
pub(super) fn majority(tally: Tally) -> String {
    match tally.replaced() {
        None => format!("majority = {}", tally.needed),
        Some([_, of_old]) => format!("majorities = {} and {of_old}", tally.needed),
    }
}
