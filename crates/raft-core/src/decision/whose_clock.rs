//! By whose clock the durations of a decision were measured.

/// By whose clock a node measures durations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhoseClock {
    /// By one that shows the time of whoever reads the sentence.
    Everybodys,
    /// By one of its own, which runs or has run at another rate.
    ItsOwn,
}

/// What a sentence adds to a span that was measured by a node's own clock.
pub(super) fn by_its_clock(clock: WhoseClock) -> &'static str {
    match clock {
        WhoseClock::Everybodys => "",
        WhoseClock::ItsOwn => " by its own clock",
    }
}
