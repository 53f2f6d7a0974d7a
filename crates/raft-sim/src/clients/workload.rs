//! A workload: clients that send requests by themselves, at a given rate.
//!
//! The command and the moment of each operation are drawn by its number, so that the workload is
//! part of the run without being in its list of actions.

use alloc::format;
use alloc::string::ToString;
use core::fmt;

use raft_core::chance::Key;
use raft_core::{Command, CountOf, Duration, Instant};

use crate::options::Ratio;

/// The settings of a workload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workload {
    /// How many operations begin in a second, on average; those that find every client busy
    /// are not begun.
    pub per_second: u32,
    /// How many of them read.
    pub reads: Ratio,
    /// How many keys there are: `a`, `b`, `c`, …
    pub keys: u8,
    /// How many clients there are, each with one operation at a time.
    pub clients: u8,
}

impl Default for Workload {
    fn default() -> Workload {
        Workload {
            per_second: 5,
            reads: Ratio {
                numerator: 1,
                denominator: 2,
            },
            keys: 3,
            clients: 5,
        }
    }
}

impl fmt::Display for Workload {
    /// As a sentence without its end: "3 clients ask by themselves: 5 operations a second on 1 key,
    /// half of them reads".
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Workload {
            per_second,
            reads,
            keys,
            clients,
        } = self;
        let clients = u64::from(*clients);
        let clients = CountOf(
            clients,
            "client asks by itself",
            "clients ask by themselves",
        );
        let operations = CountOf(u64::from(*per_second), "operation", "operations");
        let keys = CountOf(u64::from(*keys), "key", "keys");
        write!(formatter, "{clients}: {operations} a second on {keys}, ")?;
        match (reads.numerator, reads.denominator) {
            (0, _) => formatter.write_str("all of them writes"),
            (all, of) if all == of => formatter.write_str("all of them reads"),
            (some, of) if some.checked_mul(2) == Some(of) => {
                formatter.write_str("half of them reads")
            }
            (some, 1000) if some % 10 == 0 => write!(formatter, "{} % of them reads", some / 10),
            _ => write!(formatter, "{reads} of them reads"),
        }
    }
}

/// A workload under way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Workers {
    workload: Option<Workload>,
    /// When the next operation comes up; later than every event if there is no workload.
    timer: Instant,
    /// How many operations have come up in this run.
    nth: u64,
    chance: Key,
}

/// The purposes of chance in a workload.
enum Purpose {
    Gap = 1,
    Kind = 2,
    Key = 3,
    Operation = 4,
}

impl Workers {
    pub(crate) fn new(chance: Key) -> Workers {
        Workers {
            workload: None,
            timer: Instant(u64::MAX),
            nth: 0,
            chance,
        }
    }

    pub(crate) fn workload(&self) -> Option<Workload> {
        self.workload
    }

    /// From `now` on, this workload or none.
    pub(crate) fn set(&mut self, now: Instant, workload: Option<Workload>) {
        self.workload = workload;
        self.rest(now);
    }

    /// When the next operation comes up; later than every event if there is no workload.
    #[inline]
    pub(crate) fn timer(&self) -> Instant {
        self.timer
    }

    /// Goes on to the next operation.
    pub(crate) fn go_on(&mut self, now: Instant) {
        self.nth += 1;
        self.rest(now);
    }

    fn rest(&mut self, now: Instant) {
        let Some(Workload { per_second, .. }) = self.workload else {
            self.timer = Instant(u64::MAX);
            return;
        };
        let mean = 1_000_000 / u64::from(per_second.max(1));
        let gap = self.key(Purpose::Gap).between(1, (2 * mean).max(2) - 1);
        self.timer = now + Duration(gap);
    }

    /// The command of the operation that has come up: a read, or else a set (half of them), a sum
    /// or a swap (a quarter each).
    pub(crate) fn draw(&self, workload: Workload) -> Command {
        let Ratio {
            numerator,
            denominator,
        } = workload.reads;
        let letter = self
            .key(Purpose::Key)
            .between(0, u64::from(workload.keys.max(1)) - 1);
        let key = char::from(b'a' + u8::try_from(letter).unwrap_or(0) % 26);
        let mut bytes = [0; 1];
        let key: &str = key.encode_utf8(&mut bytes);
        let is_read = self
            .key(Purpose::Kind)
            .chance(numerator.into(), denominator.into());
        let value = self.nth + 1;
        // A hunt draws so many commands that it shows whether they are formatted or joined.
        let text = match self.key(Purpose::Operation).between(0, 3) {
            _ if is_read => ["GET ", key].concat(),
            0 => ["ADD ", key, " 1"].concat(),
            // Now and then the last one who wrote this key wrote just that.
            1 => format!(
                "CAS {key} {} {value}",
                self.nth.saturating_sub(u64::from(workload.keys))
            ),
            _ => ["SET ", key, "=", &value.to_string()].concat(),
        };
        Command::new(&text)
    }

    fn key(&self, purpose: Purpose) -> Key {
        self.chance.with(self.nth).with(purpose as u64)
    }
}
