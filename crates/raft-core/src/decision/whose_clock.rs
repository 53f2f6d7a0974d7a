//! By whose clock the durations of a decision were measured.

/// By whose clock a node measures durations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhoseClock {
    /// By one that shows the time of whoever reads the sentence.
    Everybodys,
    /// By one of its own, which runs or has run at another rate.
    ItsOwn,
}
