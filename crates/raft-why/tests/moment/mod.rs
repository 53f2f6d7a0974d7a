//! A scenario at a moment, to be asked about.

use raft_check::{Judge, examine_until};
use raft_core::Instant;
use raft_sim::World;
use raft_sim::scenario::Scenario;
use raft_why::{Answer, Past, Question, ask};

/// A scenario at a moment.
pub struct Moment {
    pub world: World,
    pub past: Past,
    pub judge: Judge,
}

impl Moment {
    pub fn of(scenario: &Scenario, at_ms: u64) -> Moment {
        let mut past = Past::of(&World::begin(&scenario.beginning()));
        let report = examine_until(scenario, Instant::from_millis(at_ms), &mut past);
        Moment {
            world: report.played.world,
            past,
            judge: report.judge,
        }
    }

    pub fn ask(&self, question: Question) -> Answer {
        let answer = ask(&self.world, &self.past, Some(&self.judge), question);
        answer.unwrap_or_else(|sentence| panic!("{question} {sentence}"))
    }
}
