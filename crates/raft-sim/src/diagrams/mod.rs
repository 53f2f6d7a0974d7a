//! A run as text that other tools draw: a sequence diagram of Mermaid, or a log of ShiViz.

pub mod mermaid;
pub mod shiviz;

use alloc::collections::VecDeque;
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

/// The telling of a span: its rows, oldest first. Where there is no room for all of them, the
/// oldest go, since it is the end of a span that somebody looks at.
#[derive(Clone, Debug)]
struct Telling<Row> {
    span: Span,
    rows: VecDeque<Measured<Row>>,
    size: usize,
    size_max: usize,
    /// The first moment whose rows are all there; `None` while no row has gone.
    starts_at: Option<Instant>,
    /// Whether an event behind the span was heard.
    has_passed: bool,
}

#[derive(Clone, Debug)]
struct Measured<Row> {
    at: Instant,
    size: usize,
    row: Row,
}

impl<Row> Telling<Row> {
    /// With room for rows of this size together.
    fn of(span: Span, size_max: usize) -> Telling<Row> {
        Telling {
            span,
            rows: VecDeque::new(),
            size: 0,
            size_max,
            starts_at: None,
            has_passed: false,
        }
    }

    /// Whether an event of this moment is to be told.
    fn takes(&mut self, now: Instant) -> bool {
        self.has_passed |= now > self.span.until;
        !self.has_passed && now >= self.span.from
    }

    /// Adds a row, and hands over those that have to go for it: all of a moment, or none.
    fn add(&mut self, at: Instant, size: usize, row: Row, mut gone: impl FnMut(Row)) {
        self.rows.push_back(Measured { at, size, row });
        self.size += size;
        let mut last_gone = None;
        while let Some(oldest) = self.rows.front() {
            if self.size <= self.size_max && last_gone != Some(oldest.at) {
                break;
            }
            last_gone = Some(oldest.at);
            self.size -= oldest.size;
            if let Some(Measured { row, .. }) = self.rows.pop_front() {
                gone(row);
            }
        }
        if last_gone.is_some() {
            self.starts_at = Some(self.rows.front().map_or(at, |oldest| oldest.at));
        }
    }
}

/// Text that may be long, on one line.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}
