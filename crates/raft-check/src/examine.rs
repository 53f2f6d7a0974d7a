//! Plays a scenario, judges it, and compares it with its expectations.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use raft_core::Instant;
use raft_sim::scenario::{Checked, ExpectationOutcome, Played, Scenario, What, play_until};
use raft_sim::{Observer, World};

use crate::hunt::FailureKind;
use crate::judge::Judge;
use crate::linearizability::{Budget, Contradiction, History, HistoryVerdict, judge_history};
use crate::progress::lacking;
use crate::violation::Violation;

/// The results of a scenario.
#[derive(Clone, Debug)]
pub struct Report {
    /// The run, the world at its end, the captions and the expectations.
    pub played: Played,
    /// The judge that watched.
    pub judge: Judge,
    /// Whether what the clients saw is linearizable, as far as it was played.
    pub history: HistoryVerdict,
}

/// Plays a scenario to its end with a judge as observer.
pub fn examine(scenario: &Scenario, observer: &mut impl Observer) -> Report {
    examine_until(scenario, scenario.until(), observer)
}

/// Plays a scenario to this moment with a judge as observer.
pub fn examine_until(scenario: &Scenario, until: Instant, observer: &mut impl Observer) -> Report {
    let (mut played, judge) = watch_until(scenario, until, observer);
    let history = judge_clients(&played.world, &judge);
    let is_whole = played.world.now() >= scenario.until();
    for checked in &mut played.expectations {
        let broken = match checked.expectation.what {
            What::Always(name) | What::Violates(name) => {
                let (world, run) = (&played.world, &played.run);
                match FailureKind::named(name) {
                    Some(FailureKind::Broke(property)) => {
                        judge.violation_of(property).map(ToString::to_string)
                    }
                    Some(FailureKind::NotLinearizable) => {
                        history.contradiction().map(ToString::to_string)
                    }
                    // Progress is judged at the end of the scenario only.
                    Some(FailureKind::Stuck) if is_whole => lacking(world, &run.actions),
                    Some(FailureKind::Stuck) | None => None,
                }
            }
            What::AlwaysAll => {
                let violation = judge.first_violation().map(ToString::to_string);
                violation.or_else(|| history.contradiction().map(ToString::to_string))
            }
            _ => continue,
        };
        decide(checked, broken, is_whole);
    }
    Report {
        played,
        judge,
        history,
    }
}

/// Plays a scenario to this moment with a judge as observer, and compares nothing.
pub fn watch_until(
    scenario: &Scenario,
    until: Instant,
    observer: &mut impl Observer,
) -> (Played, Judge) {
    let mut judge = Judge::new(&World::begin(&scenario.beginning()));
    let played = play_until(scenario, until, &mut (&mut judge, observer));
    (played, judge)
}

/// Judges what the clients of this world saw, which this judge has watched.
#[must_use]
pub fn judge_clients(world: &World, judge: &Judge) -> HistoryVerdict {
    let history = History::with_committed(world, judge.committed_entries());
    judge_history(&history, Budget::default())
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
        let is_unexpected = self.unexpected_violations().next().is_some()
            || self.unexpected_contradiction().is_some();
        !has_failed && !is_unexpected
    }

    /// The violations that the scenario does not announce.
    pub fn unexpected_violations(&self) -> impl Iterator<Item = &Violation> {
        let violations = self.judge.violations().iter();
        violations.filter(|violation| !self.announces(violation.property().name()))
    }

    /// How the clients' answers contradict each other, if the scenario announces no violation: one
    /// that announces that a property breaks announces with it what clients see of that.
    #[must_use]
    pub fn unexpected_contradiction(&self) -> Option<&Contradiction> {
        let mut expectations = self.played.expectations.iter();
        let announces = expectations.any(|it| matches!(it.expectation.what, What::Violates(_)));
        self.history.contradiction().filter(|_| !announces)
    }

    /// Whether the scenario expects that the property of this name breaks.
    fn announces(&self, name: &str) -> bool {
        let mut expectations = self.played.expectations.iter();
        expectations.any(|checked| match checked.expectation.what {
            What::Violates(announced) => announced == name,
            _ => false,
        })
    }

    /// The failed expectations and what broke without being expected to, one sentence each.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        let failed = self.played.expectations.iter().filter(|it| it.has_failed());
        let violations = self.unexpected_violations().map(ToString::to_string);
        let contradiction = self.unexpected_contradiction().map(ToString::to_string);
        let unexpected = violations.chain(contradiction);
        failed.map(ToString::to_string).chain(unexpected).collect()
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
