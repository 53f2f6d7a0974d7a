//! All that happens in a span of time, as a space-time diagram shows it: each message that was
//! under way meanwhile, from its sending to its end, and each event of a node or of a client.
//!
//! Nothing of this is kept while a run is played: [`crate::Timeline::span`] plays the span again,
//! in a copy, and `recorder` writes it down. A span with more messages than asked for has counts
//! instead.

mod contents;
mod counts;
mod recorder;

pub use contents::{
    Contents, Happening, Moment, Passage, PassageEnd, PlayedSpan, Silence, SpanEvent,
};
pub use counts::MessageCount;
pub(crate) use recorder::Recorder;
