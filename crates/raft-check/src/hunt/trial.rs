//! One seed, tried.

use alloc::string::ToString;
use alloc::vec::Vec;

use raft_core::Instant;
use raft_sim::{Action, Run, TimedAction, World};

use super::charge::{Charge, Evidence};
use super::plan::Plan;
use super::tally::Tally;
use super::{RELIEF_AT, recovery};
use crate::judge::Judge;
use crate::linearizability::{Budget, History, Linearizability, judge_history};
use crate::schedule::{self, Faults};

/// A hostile run under way.
#[derive(Debug)]
pub struct Trial<'a> {
    plan: &'a Plan,
    seed: u64,
    pub(super) world: World,
    judge: Judge,
    pub(super) actions: Vec<TimedAction>,
    tally: &'a mut Tally,
}

/// Events in one run, at most: a broken rule can flood the network, and such a run tells nothing
/// more. Whole Raft takes a few thousand.
const EVENTS_MAX: u64 = 100_000;

/// Steps that the judgment of one history may take: many times what it takes as a rule.
const HISTORY_BUDGET: Budget = Budget(200_000);

/// A run that is accused of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catch {
    /// Which seed drew it.
    pub seed: u64,
    /// Of what it is accused, and why.
    pub evidence: Evidence,
    /// All of it, to be played again.
    pub run: Run,
    /// When it ends.
    pub ends_at: Instant,
}

impl Trial<'_> {
    /// Tries one seed. What it is caught at, if anything.
    pub fn of(plan: &Plan, seed: u64, tally: &mut Tally) -> Option<Catch> {
        let world = Run::new(seed, plan.options_of(seed)).begin();
        let mut trial = Trial {
            plan,
            seed,
            judge: Judge::new(&world),
            world,
            actions: Vec::new(),
            tally,
        };
        let evidence = trial.play();
        trial.tally.end_run(seed, &trial.world);
        evidence.map(|evidence| trial.caught(evidence))
    }

    /// Suffers, recovers, and asks what the clients saw, until there is something to report.
    fn play(&mut self) -> Option<Evidence> {
        self.suffer();
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
    fn suffer(&mut self) {
        let faults = Faults::of_seed(self.seed, self.plan.assumptions);
        self.act(Action::SetWorkload(Some(schedule::workload(self.seed))));
        for number in 0.. {
            let at = self.world.now() + faults.pause(number);
            if at > RELIEF_AT || self.is_over() {
                break;
            }
            self.advance_to(at);
            for action in faults.draw(number, &self.world) {
                self.act(action);
            }
        }
        if !self.is_over() {
            self.advance_to(RELIEF_AT);
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
        let mut observer = (&mut self.judge, &mut *self.tally);
        self.world.advance_to(at, &mut observer);
    }

    pub(super) fn act(&mut self, action: Action) {
        let at = self.world.now();
        // Replaying, all that is due at this moment comes between two actions.
        self.advance_to(at);
        let mut observer = (&mut self.judge, &mut *self.tally);
        self.world.act(&action, &mut observer);
        self.actions.push(TimedAction { at, action });
    }

    /// What the clients saw, if no order of their operations explains it.
    fn unexplained(&mut self) -> Option<Evidence> {
        if !self.plan.wants(Charge::NotLinearizable) {
            return None;
        }
        let verdict = judge_history(&History::of(&self.world), HISTORY_BUDGET);
        match verdict.linearizability {
            Linearizability::Holds => None,
            Linearizability::Undecided => {
                self.tally.undecided += 1;
                None
            }
            Linearizability::Broken(contradiction) => Some(Evidence {
                charge: Charge::NotLinearizable,
                at: self.world.now(),
                sentence: contradiction.to_string(),
            }),
        }
    }

    fn caught(self, evidence: Evidence) -> Catch {
        Catch {
            seed: self.seed,
            evidence,
            ends_at: self.world.now(),
            run: Run {
                actions: self.actions,
                ..Run::new(self.seed, *self.world.options())
            },
        }
    }

    /// The first property that broke, if it is hunted for.
    pub(super) fn broken(&self) -> Option<Evidence> {
        let mut violations = self.judge.violations().iter();
        let wanted = violations.find(|it| self.plan.wants(Charge::Broke(it.property())))?;
        Some(Evidence {
            charge: Charge::Broke(wanted.property()),
            at: wanted.at,
            sentence: wanted.to_string(),
        })
    }
}
