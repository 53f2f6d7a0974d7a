//! A trial: one hostile run, drawn from a seed or reproduced.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use raft_core::{Command, Duration, Instant, NodeId};
use raft_sim::{Action, Run, Start, Status, Target, TimedAction, World};

use super::failure::Failure;
use super::failure_kind::{FailureKind, FailureReport};
use super::plan::Plan;
use super::recovery::{self, RECOVERY_AT, recovery_time};
use super::reproduction::Reproduction;
use super::tally::Tally;
use super::watchers::Watchers;
use crate::judge::{Judge, membership};
use crate::linearizability::{Budget, History, Linearizability, judge_history};
use crate::schedule::{self, Faults, Repertoire};

/// A hostile run under way.
#[derive(Debug)]
pub struct Trial<'a> {
    plan: Plan,
    seed: u64,
    /// When the faults end.
    recovery_at: Instant,
    /// How long a fresh write is given before the next one, when the faults have ended.
    patience: Duration,
    world: World,
    judge: Judge,
    actions: Vec<TimedAction>,
    tally: &'a mut Tally,
}

/// How the faults end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mending {
    /// With an action for all that was touched.
    Whole,
    /// With the actions that change something, for a short run.
    Needed,
}

/// How long a fresh write of a hunt is given before the next one.
const PATIENCE: Duration = Duration(5_000_000);

/// Events in one run, at most: a broken rule can flood the network, and such a run tells nothing
/// more. Whole Raft takes a few thousand.
const EVENTS_MAX: u64 = 100_000;

/// Most runs have no more actions than this.
const ACTIONS_USUAL: usize = 128;

/// How often a trial looks whether the cluster has recovered.
const LOOK: Duration = Duration(1_000_000);

/// Steps that the judgment of one history may take: many times as many as most take.
const HISTORY_BUDGET: Budget = Budget(200_000);

impl Trial<'_> {
    /// Tries one seed. Returns the failure, if something broke.
    pub fn of(plan: &Plan, seed: u64, tally: &mut Tally) -> Option<Failure> {
        Trial::drawn(plan, plan.run_of(seed), tally)
    }

    /// Tries a run without actions: its seed draws them. Returns the failure, if something broke.
    pub fn drawn(plan: &Plan, run: Run, tally: &mut Tally) -> Option<Failure> {
        let mut trial = Trial::begin(*plan, &run, tally);
        let report = trial.play();
        trial.tally.end_run(run.seed, &trial.world);
        report.map(|report| trial.failure(report, run.start))
    }

    /// Tries a reproduction. Returns the failure, if it breaks the same way; for a cluster that is
    /// stuck, with few fresh writes.
    pub fn again(reproduction: &Reproduction, tally: &mut Tally) -> Option<Failure> {
        let run = &reproduction.run;
        let plan = Plan {
            kind: Some(reproduction.kind),
            ..Plan::default()
        };
        let mut trial = Trial {
            recovery_at: reproduction.until,
            patience: Duration(recovery_time(&run.options).0 / 2),
            ..Trial::begin(plan, run, tally)
        };
        trial.repeat(&run.actions);
        let report = match reproduction.kind {
            FailureKind::Broke(_) => trial.broken(),
            FailureKind::NotLinearizable => trial.unexplained(),
            FailureKind::Stuck if trial.has_run_wild() => None,
            FailureKind::Stuck => trial.demand_recovery(Mending::Needed).err(),
        };
        report.map(|report| trial.failure(report, run.start.clone()))
    }

    fn begin<'a>(plan: Plan, run: &Run, tally: &'a mut Tally) -> Trial<'a> {
        let world = World::begin(run);
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

    /// Repeats these actions, until the faults end or something has broken.
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

    /// Injects faults, demands recovery and judges what the clients saw, until something has
    /// broken.
    fn play(&mut self) -> Option<FailureReport> {
        self.run_faults();
        if self.has_run_wild() {
            self.tally.undecided += 1;
        }
        if self.is_over() {
            return self.broken();
        }
        let stuck = self.demand_recovery(Mending::Whole).err();
        let found = self.broken().or_else(|| self.unexplained());
        found.or_else(|| stuck.filter(|stuck| self.plan.wants(stuck.kind)))
    }

    /// Whether this action of a recovery changes anything now.
    fn is_needed(&self, action: &Action) -> bool {
        let node = |node: NodeId| self.world.node(node);
        let is = |id, status| node(id).is_some_and(|it| it.status() == status);
        match *action {
            Action::Resume(id) => is(id, Status::Paused),
            Action::Crash(id) => node(id).is_some_and(|it| it.crashes_at_write()),
            Action::Restart(id) => is(id, Status::Crashed),
            _ => true,
        }
    }

    /// Mends everything, and lets time pass until there is a leader, a fresh write is acknowledged,
    /// and all nodes hold and have committed the same log.
    ///
    /// # Errors
    /// What is lacking when the time is up.
    fn demand_recovery(&mut self, mending: Mending) -> Result<(), FailureReport> {
        for action in schedule::recovery(&self.actions, self.world.options()) {
            if mending == Mending::Whole || self.is_needed(&action) {
                self.act(action);
            }
        }
        let ends_at = self.recovery_at + recovery_time(self.world.options());
        for round in 1.. {
            // A late message may still end a leadership, and a new leader without a write of its
            // own term commits nothing (Raft §5.4.2): so each round has a write of its own.
            let number = self.world.requests().len();
            self.act(Action::Write {
                to: self.fresh_target(),
                command: Command::new(&format!("SET fresh={round}")),
            });
            let next_write_at = ends_at.min(self.world.now() + self.patience);
            while self.world.now() < next_write_at {
                self.switch_off_outsiders();
                let at = next_write_at.min(self.world.now() + LOOK);
                self.advance_to(at);
                if self.is_over() || recovery::lacking(&self.world, number).is_none() {
                    return Ok(());
                }
            }
            if self.world.now() >= ends_at {
                return match recovery::lacking(&self.world, number) {
                    Some(lacking) => {
                        let since = ends_at - self.recovery_at;
                        let sentence = format!("After {since} without a fault, {lacking}.");
                        Err(self.report(FailureKind::Stuck, ends_at, sentence))
                    }
                    None => Ok(()),
                };
            }
        }
        Ok(())
    }

    /// Whom a fresh write is sent to: where servers that have left are switched off, a client that
    /// asks one after the other may ask none of the others before its time is over.
    fn fresh_target(&self) -> Target {
        let member = membership::settled(&self.world).and_then(|members| members.iter().next());
        let asked = self.world.leader().or(member);
        let asked = asked.filter(|_| member.is_some());
        asked.map_or(Target::Any, Target::Node)
    }

    /// Ends the processes of servers that have left, as one does with them: one that has not heard
    /// of it would ask for votes for ever (Thesis §4.2.3). A server that has joined runs.
    fn switch_off_outsiders(&mut self) {
        let Some(members) = membership::settled(&self.world) else {
            return;
        };
        let wrong: Vec<Action> = self
            .world
            .nodes()
            .filter(|node| node.is_running() != members.contains(node.id()))
            .map(|node| match node.is_running() {
                true => Action::Crash(node.id()),
                false => Action::Restart(node.id()),
            })
            .collect();
        for action in wrong {
            self.act(action);
        }
    }

    /// Injects the faults that the seed draws, until they end or something has broken.
    fn run_faults(&mut self) {
        let repertoire = Repertoire {
            changes: self.world.options().may_change_members(),
            ..self.plan.repertoire
        };
        let faults = Faults::of_seed(self.seed, self.plan.assumptions, repertoire);
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

    /// Whether something has broken, or more has happened than one run may take.
    fn is_over(&self) -> bool {
        self.has_run_wild() || self.broken().is_some()
    }

    fn has_run_wild(&self) -> bool {
        self.world.counts().events > EVENTS_MAX || self.world.ending().is_some()
    }

    fn advance_to(&mut self, at: Instant) {
        let mut watchers = Watchers::new(&mut self.judge, self.tally);
        self.world.advance_to(at, &mut watchers);
    }

    fn act(&mut self, action: Action) {
        let at = self.world.now();
        // A replay handles all events that are due at this moment before the next action.
        self.advance_to(at);
        let mut watchers = Watchers::new(&mut self.judge, self.tally);
        self.world.act(&action, &mut watchers);
        self.actions.push(TimedAction { at, action });
    }

    /// Reports the history of the clients, if no order of their operations explains it.
    fn unexplained(&mut self) -> Option<FailureReport> {
        if !self.plan.wants(FailureKind::NotLinearizable) {
            return None;
        }
        let committed = self.judge.committed_entries();
        let history = History::with_committed(&self.world, committed);
        let verdict = judge_history(&history, HISTORY_BUDGET);
        match verdict.linearizability {
            Linearizability::Holds => None,
            Linearizability::Undecided => {
                self.tally.undecided += 1;
                None
            }
            Linearizability::Broken(contradiction) => {
                let (kind, sentence) = (FailureKind::NotLinearizable, contradiction.to_string());
                let at = contradiction.shown_at().unwrap_or(self.world.now());
                Some(self.report(kind, at, sentence))
            }
        }
    }

    fn failure(self, report: FailureReport, start: Start) -> Failure {
        Failure {
            seed: self.seed,
            report,
            ends_at: self.world.now(),
            run: Run {
                seed: self.seed,
                options: *self.world.options(),
                start,
                actions: self.actions,
            },
        }
    }

    /// Reports the first property that broke, of those that count.
    fn broken(&self) -> Option<FailureReport> {
        let mut violations = self.judge.violations().iter();
        let wanted = violations.find(|it| self.plan.wants(FailureKind::Broke(it.property())))?;
        let kind = FailureKind::Broke(wanted.property());
        Some(self.report(kind, wanted.at, wanted.sentence()))
    }

    fn report(&self, kind: FailureKind, at: Instant, sentence: String) -> FailureReport {
        let assumption = self.judge.verdict().assumption;
        FailureReport {
            kind,
            at,
            sentence,
            assumption: assumption.filter(|broken| broken.at <= at),
        }
    }
}
