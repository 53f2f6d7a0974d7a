//! How many messages were sent in stretches of time.

use alloc::vec::Vec;

use raft_core::Instant;

/// How many stretches a span is counted in.
const STRETCHES: u64 = 64;

/// The messages that were sent in one stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MessageCount {
    /// Its first moment.
    pub from: Instant,
    /// Its end, which belongs to the next stretch.
    pub until: Instant,
    /// How many messages were sent.
    pub messages: u64,
}

/// Counts of a span that is divided into stretches of the same length.
#[derive(Clone, Debug)]
pub(crate) struct EvenCounts {
    from: Instant,
    /// The length of a stretch in microseconds, at least 1.
    step: u64,
    counts: Vec<u64>,
}

impl EvenCounts {
    pub(crate) fn new(from: Instant, until: Instant) -> EvenCounts {
        let step = (until.0.saturating_sub(from.0) + 1).div_ceil(STRETCHES);
        EvenCounts {
            from,
            step: step.max(1),
            counts: Vec::new(),
        }
    }

    pub(crate) fn count(&mut self, at: Instant) {
        let stretch = at.0.saturating_sub(self.from.0) / self.step;
        let Ok(place) = usize::try_from(stretch) else {
            return;
        };
        if self.counts.len() <= place {
            self.counts.resize(place + 1, 0);
        }
        self.counts[place] += 1;
    }

    pub(crate) fn into_counts(self) -> Vec<MessageCount> {
        let begins = (0..).map(|place| self.from.0 + place * self.step);
        let stretches = begins.zip(self.counts);
        let counts = stretches.map(|(begin, messages)| MessageCount {
            from: Instant(begin),
            until: Instant(begin + self.step),
            messages,
        });
        counts.collect()
    }
}
