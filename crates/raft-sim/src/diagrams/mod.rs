//! A run as text that other tools draw: a sequence diagram of Mermaid, or a log of ShiViz.

pub mod mermaid;
pub mod shiviz;

use alloc::string::String;

use raft_core::Instant;

/// A span of a run, its ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first moment.
    pub from: Instant,
    /// The last moment.
    pub until: Instant,
}

/// How far the telling of a span has come.
#[derive(Clone, Copy, Debug)]
struct Telling {
    span: Span,
    /// From when on there was no room; `None` while there is.
    cut_at: Option<Instant>,
    /// Whether an event behind the span was heard.
    has_passed: bool,
}

impl Telling {
    fn of(span: Span) -> Telling {
        Telling {
            span,
            cut_at: None,
            has_passed: false,
        }
    }

    /// Whether an event of this moment is to be told.
    fn takes(&mut self, now: Instant) -> bool {
        self.has_passed |= now > self.span.until;
        !self.is_over() && now >= self.span.from
    }

    /// Whether nothing more will be told.
    fn is_over(&self) -> bool {
        self.has_passed || self.cut_at.is_some()
    }
}

/// Text that may be long, on one line.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}
