//! The results of a lot of inputs, as text that a process prints and another reads.

use std::fmt;
use std::fs;
use std::panic;
use std::sync::atomic::{AtomicU64, Ordering};

use cpu_time::ThreadTime;

use crate::CPU_MAX_MS;
use crate::input::{KINDS, Kind, Outcome, make};

/// What came of many inputs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lot {
    /// For each kind: how many there were, were played, and reached a bound of their run.
    counts: [[u64; 3]; 4],
    events: u64,
    cpu_ms: u64,
    /// The CPU of the slowest input, in milliseconds, and its number.
    pub(crate) slowest: (u64, u64),
    /// The most memory that a process had.
    pub(crate) memory_kb: u64,
    pub(crate) accusations: Vec<String>,
    pub(crate) panics: Vec<String>,
}

/// The input under way, for the message of a panic.
static CURRENT: AtomicU64 = AtomicU64::new(0);

impl Lot {
    pub(crate) fn meet(from: u64, until: u64) -> Lot {
        panic::set_hook(Box::new(|info| {
            let number = CURRENT.load(Ordering::Relaxed);
            eprintln!("input {number} panicked: {info}");
        }));
        let mut lot = Lot::default();
        let all = ThreadTime::now();
        for number in from..until {
            CURRENT.store(number, Ordering::Relaxed);
            let (outcome, mut took) = timed(number);
            // Other work on the machine makes the same run take up to twice as long, since they
            // share caches: what seems too slow is measured again.
            for _ in 0..2 {
                if took > CPU_MAX_MS {
                    took = took.min(timed(number).1);
                }
            }
            lot.slowest = lot.slowest.max((took, number));
            let place = KINDS.iter().position(|kind| *kind == outcome.kind);
            let counts = &mut lot.counts[place.unwrap_or(0)];
            counts[0] += 1;
            counts[1] += u64::from(outcome.played);
            counts[2] += u64::from(outcome.ended);
            lot.events += outcome.events;
            if let Some(accusation) = outcome.accusation {
                lot.accusations
                    .push(format!("input {number}: {accusation}"));
            }
        }
        lot.cpu_ms = u64::try_from(all.elapsed().as_millis()).unwrap_or(u64::MAX);
        lot.memory_kb = memory_kb();
        lot
    }

    pub(crate) fn panicked(text: &str) -> Lot {
        Lot {
            panics: vec![text.trim().replace('\n', " ")],
            ..Lot::default()
        }
    }

    pub(crate) fn add(&mut self, other: &Lot) {
        let pairs = self.counts.iter_mut().zip(&other.counts);
        pairs.for_each(|(own, theirs)| {
            own.iter_mut()
                .zip(theirs)
                .for_each(|(own, more)| *own += more);
        });
        self.events += other.events;
        self.cpu_ms += other.cpu_ms;
        self.slowest = self.slowest.max(other.slowest);
        self.memory_kb = self.memory_kb.max(other.memory_kb);
        self.accusations.extend(other.accusations.iter().cloned());
        self.panics.extend(other.panics.iter().cloned());
    }

    pub(crate) fn read(text: &str) -> Option<Lot> {
        let mut lot = Lot::default();
        let mut lines = text.lines();
        let mut numbers = lines.next()?.split(' ').map(str::parse::<u64>);
        let mut next = || numbers.next()?.ok();
        for counts in &mut lot.counts {
            for count in counts {
                *count = next()?;
            }
        }
        lot.events = next()?;
        lot.cpu_ms = next()?;
        lot.slowest = (next()?, next()?);
        lot.memory_kb = next()?;
        lot.accusations = lines.map(Into::into).collect();
        Some(lot)
    }

    pub(crate) fn short(&self) -> String {
        let inputs: u64 = self.counts.iter().map(|counts| counts[0]).sum();
        format!(
            "{inputs} inputs, slowest {} ms, {} MB, {} accusations, {} panics",
            self.slowest.0,
            self.memory_kb / 1_024,
            self.accusations.len(),
            self.panics.len()
        )
    }

    pub(crate) fn report(&self) -> String {
        let mut text = String::from("             met     played  at a bound\n");
        for (kind, [met, played, ended]) in KINDS.iter().zip(self.counts) {
            let name = match kind {
                Kind::Link => "links",
                Kind::Scenario => "scenarios",
                Kind::Start => "starts",
                Kind::Words => "words",
            };
            text += &format!("{name:<10} {met:>9} {played:>9} {ended:>9}\n");
        }
        text += &format!(
            "\n{} events in {} s of CPU\nslowest input: {} ms of CPU, number {}\nlargest memory: \
             {} MB\naccusations of whole Raft: {}\npanics: {}\n",
            self.events,
            self.cpu_ms / 1_000,
            self.slowest.0,
            self.slowest.1,
            self.memory_kb / 1_024,
            self.accusations.len(),
            self.panics.len()
        );
        for line in self.accusations.iter().chain(&self.panics) {
            text += &format!("  {line}\n");
        }
        text
    }
}

/// Meets an input. Returns what came of it, and how much CPU that took, in milliseconds.
fn timed(number: u64) -> (Outcome, u64) {
    let started = ThreadTime::now();
    let outcome = make(number).meet();
    let took = started.elapsed().as_millis();
    (outcome, u64::try_from(took).unwrap_or(u64::MAX))
}

impl fmt::Display for Lot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = self.counts.iter().flatten().copied();
        let rest = [
            self.events,
            self.cpu_ms,
            self.slowest.0,
            self.slowest.1,
            self.memory_kb,
        ];
        let numbers: Vec<String> = counts.chain(rest).map(|it| it.to_string()).collect();
        write!(formatter, "{}", numbers.join(" "))?;
        self.accusations
            .iter()
            .try_for_each(|line| write!(formatter, "\n{line}"))
    }
}

/// The most memory that this process has had, where the system tells it; else 0.
pub(crate) fn memory_kb() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}
