//! Spans of time as files write them: whole milliseconds.

use raft_core::Duration;

use crate::options::Latency;
use crate::scenario::error::ReadError;

/// The quickest and the slowest, in milliseconds.
pub(crate) fn range_in_millis(range: Latency) -> Result<[u64; 2], ReadError> {
    Ok([whole_millis(range.min)?, whole_millis(range.max)?])
}

/// # Errors
/// When the span is no whole number of milliseconds.
pub(crate) fn whole_millis(span: Duration) -> Result<u64, ReadError> {
    if span.0.is_multiple_of(1_000) {
        return Ok(span.0 / 1_000);
    }
    Err(ReadError::new(format_args!(
        "This run cannot be written as a scenario file: expected spans of whole milliseconds, \
         found {} microseconds; share it as a link.",
        span.0
    )))
}
