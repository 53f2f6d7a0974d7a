//! A caught run is made small: the same breach, the same every time, and nothing to spare.

use std::ops::ControlFlow;

use raft_check::gallery::GalleryEntry;
use raft_check::hunt::{Failure, FailureKind, Plan, Reproduction, Tally, Trial};
use raft_check::shrink::{ShrinkProgress, shrink};
use raft_check::{Judge, Property};
use raft_core::{Bug, Bugs};
use raft_sim::{Action, TimedAction, World};

const RULES: [(Bug, FailureKind); 4] = [
    (Bug::LastReplyKillsLeader, FailureKind::Stuck),
    (
        Bug::MatchWholeLog,
        FailureKind::Broke(Property::CommitOnMajority),
    ),
    (
        Bug::CommitWholeLog,
        FailureKind::Broke(Property::StateMachineSafety),
    ),
    (
        Bug::BelieveLateReplies,
        FailureKind::Broke(Property::MatchNeverFalls),
    ),
];

fn caught(rule: (Bug, FailureKind)) -> Failure {
    caught_from(0, rule)
}

/// The first failure from this seed on.
fn caught_from(first: u64, (bug, kind): (Bug, FailureKind)) -> Failure {
    let plan = Plan {
        kind: Some(kind),
        ..plan_without(Bugs::NONE.with(bug))
    };
    let mut tally = Tally::default();
    let caught = (first..first + 20_000).find_map(|seed| Trial::of(&plan, seed, &mut tally));
    caught.unwrap_or_else(|| panic!("{} is caught", bug.name()))
}

fn plan_without(bugs: Bugs) -> Plan {
    Plan {
        bugs,
        drawn: GalleryEntry::drawn_without(bugs, None),
        repertoire: GalleryEntry::repertoire_without(bugs),
        ..Plan::default()
    }
}

fn shrunken(failure: &Failure) -> Failure {
    let plan = plan_without(failure.run.options.bugs);
    shrink(failure, &plan, &mut |_| ControlFlow::Continue(()))
}

#[test]
fn a_shrunken_run_breaks_the_same_way_with_few_actions() {
    for rule in RULES {
        let caught = caught(rule);
        let small = shrunken(&caught);
        assert_eq!(small.report.kind, rule.1);
        assert!(small.run.actions.len() <= 12, "{:#?}", small.run.actions);
        assert!(small.run.actions.len() < caught.run.actions.len());
        assert!(small.ends_at <= caught.ends_at);
    }
}

/// Each rule of the gallery, from whatever its hunt catches first.
#[test]
fn every_rule_shrinks_to_a_short_story() {
    for entry in GalleryEntry::all() {
        let Some(breaks) = entry.breaks else {
            continue;
        };
        let small = shrunken(&caught((entry.bug, breaks)));
        let actions = small.run.actions.len();
        assert!(actions <= 7, "{}: {actions} actions", entry.bug.name());
    }
}

/// A run that hangs on every election and change of the membership before it, from which nothing
/// much can be taken out: another one of the same cluster is short.
#[test]
fn where_shrinking_gets_stuck_another_run_is_caught() {
    let leader_completeness = FailureKind::Broke(Property::LeaderCompleteness);
    let rule = (Bug::ChangeBeforeOwnTerm, leader_completeness);
    let caught = caught_from(6_012_687, rule);
    let small = shrunken(&caught);
    assert_eq!(small.seed, caught.seed);
    assert_eq!(small.report.kind, leader_completeness);
    assert!(small.run.actions.len() <= 7, "{:#?}", small.run.actions);
}

/// In the end of a short run, nobody is let go on that is not paused, and nobody restarted that
/// runs.
#[test]
fn the_faults_of_a_short_run_end_with_what_is_needed() {
    let rule = (Bug::OldPreVoteIgnored, FailureKind::Stuck);
    let small = shrunken(&caught_from(3_000_004, rule));
    let actions = &small.run.actions;
    assert!(actions.len() <= 12, "{actions:#?}");
    for (place, timed) in actions.iter().enumerate() {
        let before = |actions: &[TimedAction], wanted: &[Action]| {
            actions.iter().any(|it| wanted.contains(&it.action))
        };
        if let Action::Resume(node) = timed.action {
            let paused = [Action::Pause(node)];
            assert!(before(&actions[..place], &paused), "{actions:#?}");
        }
        if let Action::Restart(node) = timed.action {
            let crashed = [Action::Crash(node), Action::CrashAtWrite(node)];
            assert!(before(&actions[..place], &crashed), "{actions:#?}");
        }
    }
}

#[test]
fn a_case_shrinks_to_the_same_run_every_time() {
    let caught = caught(RULES[1]);
    assert_eq!(shrunken(&caught), shrunken(&caught));
}

/// Nothing can be taken out of it any more.
#[test]
fn no_action_of_a_shrunken_run_can_be_spared() {
    for rule in RULES {
        let small = shrunken(&caught(rule));
        let case = Reproduction::of(&small);
        for place in 0..case.run.actions.len() {
            let mut less = case.clone();
            less.run.actions.remove(place);
            let again = Trial::again(&less, &mut Tally::default());
            assert_eq!(again, None, "{:?} can be spared", case.run.actions[place]);
        }
    }
}

/// What it says is what anybody sees who plays it again; with the rule on, nothing breaks.
#[test]
fn a_shrunken_run_can_be_played_by_anybody() {
    for rule in RULES.into_iter().skip(1) {
        let small = shrunken(&caught(rule));
        let play = |bugs: Bugs| {
            let mut run = small.run.clone();
            run.options.bugs = bugs;
            let mut world = World::begin(&run);
            let mut judge = Judge::new(&world);
            for TimedAction { at, action } in &run.actions {
                world.advance_to(*at, &mut judge);
                world.act(action, &mut judge);
            }
            world.advance_to(small.report.at, &mut judge);
            judge
        };
        let FailureKind::Broke(property) = rule.1 else {
            panic!("only judged rules are left");
        };
        let violation = play(Bugs::NONE.with(rule.0))
            .violation_of(property)
            .cloned();
        let violation = violation.expect("it breaks again");
        assert_eq!(violation.at, small.report.at);
        assert_eq!(play(Bugs::NONE).first_violation(), None);
    }
}

#[test]
fn whoever_watches_is_told_of_the_run_that_comes_out() {
    for rule in RULES {
        let caught = caught(rule);
        let mut told = None;
        let mut watch = |progress: &ShrinkProgress<'_>| {
            told = Some(progress.best.run.clone());
            ControlFlow::Continue(())
        };
        let plan = plan_without(caught.run.options.bugs);
        let small = shrink(&caught, &plan, &mut watch);
        let small = Reproduction::of(&small);
        assert_eq!(Some(small.run), told, "{rule:?}");
    }
}

#[test]
fn whoever_watches_can_stop_it_and_keeps_the_best() {
    let caught = caught(RULES[2]);
    let mut seen = 0;
    let mut watch = |progress: &ShrinkProgress<'_>| {
        seen = progress.best.run.actions.len();
        if progress.attempts >= 5 {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let stopped = shrink(&caught, &plan_without(caught.run.options.bugs), &mut watch);
    assert_eq!(stopped.run.actions.len(), seen);
    assert!(stopped.run.actions.len() > shrunken(&caught).run.actions.len());
    assert_eq!(stopped.report.kind, caught.report.kind);
}
