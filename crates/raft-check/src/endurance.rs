//! Endurance: chaos for a long time, and what becomes of it.

use alloc::format;
use alloc::string::String;

use raft_core::{Command, Duration, Instant};
use raft_sim::{Action, Chaos, Event, Observer, Options, Outcome, Run, Target, World};

use crate::judge::Judge;
use crate::violation::Violation;

/// A run under chaos.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ordeal {
    /// The source of all chance.
    pub seed: u64,
    /// The size of the cluster; its other options are the defaults.
    pub nodes: u8,
    /// The chaos.
    pub chaos: Chaos,
    /// How long it goes on.
    pub lasts: Duration,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endurance {
    /// Actions of chaos.
    pub faults: u64,
    /// The longest time without one, until chaos ended.
    pub silence: Duration,
    /// When a write was acknowledged after chaos had ended; `None` if not within a minute.
    pub recovered_in: Option<Duration>,
    /// Violations of Raft's properties, as sentences.
    pub violations: alloc::vec::Vec<String>,
}

/// How long after chaos a write may take.
const RECOVERY: Duration = Duration(60_000_000);
/// How long a fresh write is given before the next one.
const PATIENCE: Duration = Duration(5_000_000);
/// How often a look is taken whether it is acknowledged.
const LOOK: Duration = Duration(100_000);

impl Ordeal {
    /// Lives through it.
    #[must_use]
    pub fn endure(&self) -> Endurance {
        let options = Options {
            nodes: self.nodes,
            ..Options::default()
        };
        let mut world = World::begin(&Run::new(self.seed, options));
        let mut watchers = (Judge::new(&world), Faults::default());
        world.act(&Action::SetChaos(Some(self.chaos)), &mut watchers.0);
        world.advance_to(Instant::ZERO + self.lasts, &mut watchers);
        let (mut judge, faults) = watchers;
        let silence = faults.silence.max(world.now() - faults.last_at);
        world.act(&Action::SetChaos(None), &mut judge);
        let recovered_in = recovery(&mut world, &mut judge);
        Endurance {
            faults: faults.count,
            silence,
            recovered_in,
            violations: judge.violations().iter().map(Violation::sentence).collect(),
        }
    }

    /// How long chaos may make no fault: a few times the longest pause between two numbers, since
    /// the fault of a number may find nothing that it can hit.
    #[must_use]
    pub fn silence_max(&self) -> Duration {
        Duration(20 * 60_000_000 / u64::from(self.chaos.per_minute.max(1)))
    }
}

impl Endurance {
    /// What fell short, as one sentence without its end; `None` if nothing did.
    #[must_use]
    pub fn complaint(&self, ordeal: &Ordeal) -> Option<String> {
        if let Some(violation) = self.violations.first() {
            return Some(violation.clone());
        }
        if self.silence > ordeal.silence_max() {
            return Some(format!("chaos made no fault for {}", self.silence));
        }
        self.recovered_in
            .is_none()
            .then(|| format!("no write was acknowledged within {RECOVERY} after chaos"))
    }
}

/// Asks for writes until one is acknowledged. Returns how long that took.
fn recovery(world: &mut World, judge: &mut Judge) -> Option<Duration> {
    let began = world.now();
    let mut asked_at = None;
    let first = world.requests().len();
    while world.now() - began < RECOVERY {
        if asked_at.is_none_or(|at| world.now() - at >= PATIENCE) {
            asked_at = Some(world.now());
            let write = Action::Write {
                to: Target::Any,
                command: Command::new("SET fresh=1"),
            };
            world.act(&write, judge);
        }
        world.advance_to(world.now() + LOOK, judge);
        let mut fresh = world.requests().iter_from(first);
        if fresh.any(|request| matches!(request.outcome, Outcome::Acknowledged(_))) {
            return Some(world.now() - began);
        }
    }
    None
}

/// Counts the actions of chaos.
#[derive(Default)]
struct Faults {
    count: u64,
    last_at: Instant,
    silence: Duration,
}

impl Observer for Faults {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        if let Event::Acted(action) = event
            && action.fault().is_some()
        {
            self.count += 1;
            self.silence = self.silence.max(world.now() - self.last_at);
            self.last_at = world.now();
        }
    }
}
