//! One seed, tried.

use alloc::string::ToString;
use alloc::vec::Vec;

use raft_core::{Duration, Instant};
use raft_sim::{Action, Run, Start, TimedAction, World};

use super::failure::Failure;
use super::failure_kind::{FailureKind, FailureReport};
use super::plan::Plan;
use super::reproduction::Reproduction;
use super::tally::Tally;
use super::watchers::Watchers;
use super::{RECOVERY_AT, recovery, recovery_time};
use crate::judge::Judge;
use crate::linearizability::{Budget, History, Linearizability, judge_history};
use crate::schedule::{self, Faults};

/// A hostile run under way.
#[derive(Debug)]
pub struct Trial<'a> {
    plan: Plan,
    seed: u64,
    /// When the faults end.
    pub(super) recovery_at: Instant,
    /// How long a fresh write is given before the next one, when the faults have ended.
    pub(super) patience: Duration,
    pub(super) world: World,
    judge: Judge,
    pub(super) actions: Vec<TimedAction>,
    tally: &'a mut Tally,
}

/// How long a fresh write of a hunt is given before the next one.
const PATIENCE: Duration = Duration(5_000_000);

/// Events in one run, at most: a broken rule can flood the network, and such a run tells nothing
/// more. Whole Raft takes a few thousand.
const EVENTS_MAX: u64 = 100_000;

/// Actions in one run, as a rule at most.
const ACTIONS_USUAL: usize = 128;

/// Steps that the judgment of one history may take: many times what it takes as a rule.
const HISTORY_BUDGET: Budget = Budget(200_000);

impl Trial<'_> {
    /// Tries one seed. What it is caught at, if anything.
    pub fn of(plan: &Plan, seed: u64, tally: &mut Tally) -> Option<Failure> {
        let run = Run::new(seed, plan.options_of(seed));
        let mut trial = Trial::begin(*plan, &run, tally);
        let evidence = trial.play();
        trial.tally.end_run(seed, &trial.world);
        evidence.map(|evidence| trial.caught(evidence, run.start))
    }

    /// Tries a case again. The catch, if it breaks the same way; of a cluster that is stuck, with
    /// few fresh writes.
    pub fn again(case: &Reproduction, tally: &mut Tally) -> Option<Failure> {
        let run = &case.run;
        let plan = Plan {
            charge: Some(case.charge),
            ..Plan::default()
        };
        let mut trial = Trial {
            recovery_at: case.until,
            patience: Duration(recovery_time(&run.options).0 / 2),
            ..Trial::begin(plan, run, tally)
        };
        trial.repeat(&run.actions);
        let evidence = match case.charge {
            FailureKind::Broke(_) => trial.broken(),
            FailureKind::NotLinearizable => trial.unexplained(),
            FailureKind::Stuck if trial.has_run_wild() => None,
            FailureKind::Stuck => recovery::demand(&mut trial).err(),
        };
        evidence.map(|evidence| trial.caught(evidence, run.start.clone()))
    }

    fn begin<'a>(plan: Plan, run: &Run, tally: &'a mut Tally) -> Trial<'a> {
        let world = World::begin(&run);
        Trial {
            plan,
            seed: run.seed,
            recovery_at: RECOVERY_AT,
            patience: PATIENCE,
            judge: Judge::new(&world),
            world,
            actions: Vec::with_capacity(ACTIONS_USUAL),
            tally,
        }
    }

    /// Does what was done before, until the faults end or one has told.
    fn repeat(&mut self, actions: &[TimedAction]) {
        for TimedAction { at, action } in actions {
            if *at > self.recovery_at || self.is_over() {
                break;
            }
            self.advance_to(*at);
            self.act(action.clone());
        }
        if !self.is_over() {
            self.advance_to(self.recovery_at);
        }
    }

    /// Suffers, recovers, and asks what the clients saw, until there is something to report.
    fn play(&mut self) -> Option<FailureReport> {
        self.run_faults();
        if self.has_run_wild() {
            self.tally.undecided += 1;
        }
        if self.is_over() {
            return self.broken();
        }
        let stuck = recovery::demand(self).err();
        let found = self.broken().or_else(|| self.unexplained());
        found.or_else(|| stuck.filter(|stuck| self.plan.wants(stuck.charge)))
    }

    /// Lets everything go wrong that the seed draws, until the faults end or one has told.
    fn run_faults(&mut self) {
        let faults = Faults::of_seed(self.seed, self.plan.assumptions);
        self.act(Action::SetWorkload(Some(schedule::workload(self.seed))));
        for number in 0.. {
            let at = self.world.now() + faults.pause(number);
            if at > self.recovery_at || self.is_over() {
                break;
            }
            self.advance_to(at);
            for action in faults.draw(number, &self.world) {
                self.act(action);
            }
        }
        if !self.is_over() {
            self.advance_to(self.recovery_at);
        }
    }

    /// Whether there is something to report, or more has happened than a run may take.
    pub(super) fn is_over(&self) -> bool {
        self.has_run_wild() || self.broken().is_some()
    }

    fn has_run_wild(&self) -> bool {
        self.world.counts().events > EVENTS_MAX
    }

    pub(super) fn advance_to(&mut self, at: Instant) {
        let mut watchers = Watchers::new(&mut self.judge, self.tally);
        self.world.advance_to(at, &mut watchers);
    }

    pub(super) fn act(&mut self, action: Action) {
        let at = self.world.now();
        // Replaying, all that is due at this moment comes between two actions.
        self.advance_to(at);
        let mut watchers = Watchers::new(&mut self.judge, self.tally);
        self.world.act(&action, &mut watchers);
        self.actions.push(TimedAction { at, action });
    }

    /// What the clients saw, if no order of their operations explains it.
    fn unexplained(&mut self) -> Option<FailureReport> {
        if !self.plan.wants(FailureKind::NotLinearizable) {
            return None;
        }
        let verdict = judge_history(&History::of(&self.world), HISTORY_BUDGET);
        match verdict.linearizability {
            Linearizability::Holds => None,
            Linearizability::Undecided => {
                self.tally.undecided += 1;
                None
            }
            Linearizability::Broken(contradiction) => Some(FailureReport {
                charge: FailureKind::NotLinearizable,
                at: self.world.now(),
                sentence: contradiction.to_string(),
            }),
        }
    }

    fn caught(self, evidence: FailureReport, start: Start) -> Failure {
        Failure {
            seed: self.seed,
            evidence,
            ends_at: self.world.now(),
            run: Run {
                seed: self.seed,
                options: *self.world.options(),
                start,
                actions: self.actions,
            },
        }
    }

    /// The first property that broke, if it is hunted for.
    pub(super) fn broken(&self) -> Option<FailureReport> {
        let mut violations = self.judge.violations().iter();
        let wanted = violations.find(|it| self.plan.wants(FailureKind::Broke(it.property())))?;
        Some(FailureReport {
            charge: FailureKind::Broke(wanted.property()),
            at: wanted.at,
            sentence: wanted.sentence(),
        })
    }
}
