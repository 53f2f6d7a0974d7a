//! The few styles there are, and their use.

use std::fmt::{self, Display};

use anstyle::{AnsiColor, Style};
use raft_core::Instant;

pub(crate) const TITLE: Style = Style::new().bold();
pub(crate) const SOFT: Style = Style::new().dimmed();
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
pub(crate) const SAID: Style = AnsiColor::Cyan.on_default();

/// Something in a style.
pub(crate) struct Styled<T>(pub(crate) Style, pub(crate) T);

impl<T: Display> Display for Styled<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Styled(style, what) = self;
        write!(formatter, "{style}{what}{style:#}")
    }
}

/// Seconds with three decimals, cut and not rounded: in a column they can be compared at a glance.
pub(crate) struct Clock(pub(crate) Instant);

impl Display for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.0.0 / 1_000;
        let text = format!("{}.{:03} s", millis / 1_000, millis % 1_000);
        formatter.pad(&text)
    }
}

/// "held" or "broken" before a sentence: a sign, a word and a color.
pub(crate) fn mark(holds: bool) -> Styled<&'static str> {
    if holds {
        Styled(GOOD, "✓ held  ")
    } else {
        Styled(BAD, "✗ broken")
    }
}
