//! Plays a scenario, judges it, and compares it with its expectations.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use raft_core::Instant;
use raft_sim::scenario::{Checked, ExpectationOutcome, Played, Scenario, What, play_until};
use raft_sim::{Observer, Run, World};

use crate::hunt::FailureKind;
use crate::judge::Judge;
use crate::linearizability::{Budget, History, judge_history};
use crate::progress::lacking;
use crate::violation::Violation;

/// The results of a scenario.
#[derive(Clone, Debug)]
pub struct Report {
    /// The run, the world at its end, the captions and the expectations.
    pub played: Played,
    /// The judge that watched.
    pub judge: Judge,
}

/// Plays a scenario to its end with a judge as observer.
pub fn examine(scenario: &Scenario, observer: &mut impl Observer) -> Report {
    examine_until(scenario, scenario.until(), observer)
}

/// Plays a scenario to this moment with a judge as observer.
pub fn examine_until(scenario: &Scenario, until: Instant, observer: &mut impl Observer) -> Report {
    let mut judge = Judge::new(&World::begin(&scenario.beginning()));
    let mut played = play_until(scenario, until, &mut (&mut judge, observer));
    let is_whole = played.world.now() >= scenario.until();
    for checked in &mut played.expectations {
        let broken = match checked.expectation.what {
            What::Always(name) | What::Violates(name) => {
                broken(name, &judge, &played.world, &played.run, is_whole)
            }
            What::AlwaysAll => judge.first_violation().map(ToString::to_string),
            _ => continue,
        };
        decide(checked, broken, is_whole);
    }
    Report { played, judge }
}

/// The sentence that says how the property of this name was broken, if it was. Linearizability and
/// progress are judged at the end of the scenario only.
fn broken(name: &str, judge: &Judge, world: &World, run: &Run, is_whole: bool) -> Option<String> {
    match FailureKind::named(name)? {
        FailureKind::Broke(property) => judge.violation_of(property).map(ToString::to_string),
        FailureKind::NotLinearizable if is_whole => {
            let history = History::with_committed(world, judge.committed_entries());
            let verdict = judge_history(&history, Budget::default());
            verdict.contradiction().map(ToString::to_string)
        }
        FailureKind::Stuck if is_whole => lacking(world, &run.actions),
        FailureKind::NotLinearizable | FailureKind::Stuck => None,
    }
}

fn decide(checked: &mut Checked, broken: Option<String>, is_whole: bool) {
    checked.outcome = match (&checked.expectation.what, broken) {
        (What::Violates(_), Some(_)) => ExpectationOutcome::Held,
        (_, Some(sentence)) => failed(without_stop(&sentence)),
        (What::Violates(_), None) if is_whole => failed("none"),
        (What::Violates(_), None) => ExpectationOutcome::NotReached,
        (_, None) => ExpectationOutcome::Held,
    };
}

fn failed(found: &str) -> ExpectationOutcome {
    ExpectationOutcome::Failed {
        found: found.into(),
    }
}

/// The sentence without its full stop, as a part of another one.
fn without_stop(sentence: &str) -> &str {
    sentence.strip_suffix('.').unwrap_or(sentence)
}

impl Report {
    /// Whether every expectation held, and no property broke without being expected to.
    #[must_use]
    pub fn holds(&self) -> bool {
        let has_failed = self.played.expectations.iter().any(Checked::has_failed);
        !has_failed && self.unexpected_violations().next().is_none()
    }

    /// The violations that the scenario does not announce.
    pub fn unexpected_violations(&self) -> impl Iterator<Item = &Violation> {
        let announced = |violation: &&Violation| {
            let name = violation.property().name();
            let expectations = self.played.expectations.iter();
            !expectations
                .map(|checked| &checked.expectation.what)
                .any(|what| *what == What::Violates(name))
        };
        self.judge.violations().iter().filter(announced)
    }

    /// The failed expectations and the unexpected violations, one sentence each.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        let failed = self.played.expectations.iter().filter(|it| it.has_failed());
        let violations = self.unexpected_violations().map(ToString::to_string);
        failed.map(ToString::to_string).chain(violations).collect()
    }
}

#[cfg(test)]
mod tests {
    use raft_sim::scenario::PROPERTIES;

    use super::FailureKind;

    /// Scenario files know the properties by the judge's names.
    #[test]
    fn the_names_in_scenario_files_are_the_judges() {
        assert!(
            PROPERTIES
                .into_iter()
                .eq(FailureKind::all().map(FailureKind::name))
        );
    }
}
