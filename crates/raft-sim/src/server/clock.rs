//! A node's own clock, which may run faster or slower than the world's, and may jump. The world's
//! time is made in `world/schedule.rs`.
//!
//! Raft's timeouts depend on the clocks of nodes; its safety depends on none (Raft §5.6). A node
//! measures every span by what its clock shows, as programs do that read the time of day: after a
//! jump ahead its timers have run out, and after a jump back they run that much longer. (Most
//! systems also have a clock that cannot jump, which is what timers should use.)

use raft_core::{Duration, Instant, Timer};

use crate::options::Ratio;

/// The direction of a jump.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockWay {
    /// To a later time.
    Ahead,
    /// To an earlier time, at most to that of the run's beginning.
    Back,
}

impl ClockWay {
    /// Both; their places are part of the link format.
    pub const ALL: [ClockWay; 2] = [ClockWay::Ahead, ClockWay::Back];
}

/// The clock of a node, as a function of the world's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeClock {
    /// The world's moment at which it got this rate, or jumped.
    set_at: Instant,
    /// The time it showed then.
    showed: Instant,
    rate: Ratio,
}

impl NodeClock {
    /// A clock that shows the world's time.
    pub(crate) const TRUE: NodeClock = NodeClock {
        set_at: Instant::ZERO,
        showed: Instant::ZERO,
        rate: Ratio::ONE,
    };

    pub(crate) fn rate(self) -> Ratio {
        self.rate
    }

    /// Whether it shows the world's time: its rate is right, and no wrong rate and no jump has put
    /// it fast or slow before.
    pub(crate) fn is_true(self) -> bool {
        self.rate == Ratio::ONE && self.showed == self.set_at
    }

    /// From `now` on it runs at this rate; it does not jump.
    pub(crate) fn set_rate(&mut self, now: Instant, rate: Ratio) {
        *self = NodeClock {
            set_at: now,
            showed: self.read(now),
            rate,
        };
    }

    /// At `now` it jumps by `span`.
    pub(crate) fn jump(&mut self, now: Instant, way: ClockWay, span: Duration) {
        let before = self.read(now);
        *self = NodeClock {
            set_at: now,
            showed: match way {
                ClockWay::Ahead => before + span,
                ClockWay::Back => Instant(before.0.saturating_sub(span.0)),
            },
            rate: self.rate,
        };
    }

    /// The time it shows at this moment of the world, which is not before its last setting.
    #[inline]
    pub(crate) fn read(self, now: Instant) -> Instant {
        let passed = now - self.set_at;
        if self.rate == Ratio::ONE {
            return self.showed + passed;
        }
        let Ratio {
            numerator,
            denominator,
        } = self.rate;
        self.showed + Duration(passed.0 * u64::from(numerator) / u64::from(denominator.max(1)))
    }

    /// The first moment of the world at which it shows `reading` or more. For readings before
    /// its last setting, as if it had always had this rate.
    #[inline]
    pub(crate) fn when(self, reading: Instant) -> Instant {
        let Ratio {
            numerator,
            denominator,
        } = self.rate;
        let scaled = |span: u64| {
            if self.rate == Ratio::ONE {
                return span;
            }
            let parts = span.saturating_mul(u64::from(denominator));
            parts.div_ceil(u64::from(numerator.max(1)))
        };
        match reading.0.checked_sub(self.showed.0) {
            Some(ahead) => self.set_at + Duration(scaled(ahead)),
            None => Instant(
                self.set_at
                    .0
                    .saturating_sub(scaled(self.showed.0 - reading.0)),
            ),
        }
    }

    /// A timer of this clock in the world's time.
    pub(crate) fn timer(self, timer: Timer) -> Timer {
        Timer {
            started_at: self.when(timer.started_at),
            ends_at: self.when(timer.ends_at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ClockWay, Duration, Instant, NodeClock, Ratio};

    fn rate(numerator: u32, denominator: u32) -> Ratio {
        Ratio {
            numerator,
            denominator,
        }
    }

    /// A deadline that has come by the world's clock has come by the node's.
    #[test]
    fn when_is_the_first_moment_that_reads_so_much() {
        for (numerator, denominator) in [(1, 1), (3, 2), (2, 3), (7, 5), (1, 10), (10, 1)] {
            let mut clock = NodeClock::TRUE;
            clock.set_rate(Instant(1_003), rate(numerator, denominator));
            for ahead in 0..500 {
                let reading = Instant(1_003 + ahead);
                let when = clock.when(reading);
                assert!(clock.read(when) >= reading, "{numerator}/{denominator}");
                let before = Instant(when.0 - 1);
                assert!(
                    before < Instant(1_003) || clock.read(before) < reading,
                    "{numerator}/{denominator} reads {reading} before {when}"
                );
            }
        }
    }

    #[test]
    fn a_jump_keeps_the_rate_and_ends_at_the_beginning() {
        let mut clock = NodeClock::TRUE;
        clock.jump(Instant(1_000), ClockWay::Ahead, Duration(500));
        assert_eq!(clock.read(Instant(1_100)), Instant(1_600));
        assert_eq!(clock.when(Instant(1_700)), Instant(1_200));
        assert!(!clock.is_true());
        clock.jump(Instant(1_100), ClockWay::Back, Duration(500));
        assert!(clock.is_true(), "it shows the world's time again");
        clock.set_rate(Instant(2_000), rate(2, 1));
        clock.jump(Instant(2_100), ClockWay::Back, Duration(1_000_000));
        assert_eq!(clock.read(Instant(2_100)), Instant::ZERO);
        assert_eq!(clock.read(Instant(2_110)), Instant(20));
    }

    #[test]
    fn a_change_of_rate_makes_no_jump() {
        let mut clock = NodeClock::TRUE;
        clock.set_rate(Instant(1_000), rate(2, 1));
        assert_eq!(clock.read(Instant(1_500)), Instant(2_000));
        clock.set_rate(Instant(1_500), rate(1, 2));
        assert_eq!(clock.read(Instant(1_500)), Instant(2_000));
        assert_eq!(clock.read(Instant(1_700)), Instant(2_100));
        clock.set_rate(Instant(1_700), Ratio::ONE);
        assert_eq!(clock.read(Instant(1_800)), Instant(2_200));
    }
}
