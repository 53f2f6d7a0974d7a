//! Transfers of the lead (Thesis §3.10): the property that they end, what hunts draw of them, and
//! what clients see.

use crate::common::{Watched, all_options, hunted, ms, only_violation, three, timeout, write};
use raft_check::Property;
use raft_check::hunt::{CoverageMark, Plan};
use raft_core::{Bug, Bugs, Decision, Duration, ExtensionDecision, NodeId, TransferDecision};
use raft_sim::{Action, ClockWay, Event, FaultKind, Observer, Options, Outcome, Ratio, Run};

fn transfer(from: u8, to: u8) -> Action {
    let (from, to) = (NodeId(from), NodeId(to));
    Action::Transfer { from, to }
}

/// Node 0 leads term 1, and is asked to hand its lead to node 2, which is down.
fn to_a_node_that_is_down(bugs: Bugs) -> Run {
    let run = three([
        (0, timeout(0)),
        (500, write(0, "SET x=1")),
        (900, Action::Crash(NodeId(2))),
        (950, write(0, "SET x=2")),
        (1_200, transfer(0, 2)),
        (1_300, write(0, "SET x=3")),
    ]);
    Run {
        options: Options {
            bugs,
            ..run.options
        },
        ..run
    }
}

#[test]
fn a_transfer_that_goes_on_breaks_transfer_ends() {
    let broken = Bugs::NONE.with(Bug::TransferNeverAborted);
    let watched = Watched::whole(&to_a_node_that_is_down(broken), 2_699);
    assert_eq!(watched.verdict(), None, "there is time until 2.7 s");
    let watched = Watched::whole(&to_a_node_that_is_down(broken), 4_000);
    let (property, sentence) = only_violation(&watched.judge);
    assert_eq!(property, Property::TransferEnds);
    let lasted = sentence
        .strip_prefix("Node 0 has been handing its lead to Node 2 for ")
        .and_then(|rest| {
            rest.strip_suffix(
                " by its clock, and takes no commands meanwhile; after 1.5 s it should have given \
                 up.",
            )
        });
    assert!(lasted.is_some(), "{sentence}");
    assert_ne!(lasted, Some("1.5 s"));
}

/// The client is put off, asks again, and has its answer soon after the transfer was given up.
#[test]
fn a_command_that_is_put_off_is_taken_when_the_transfer_ends() {
    let watched = Watched::whole(&to_a_node_that_is_down(Bugs::NONE), 4_000);
    assert_eq!(watched.verdict(), None);
    let request = watched
        .world
        .requests()
        .iter()
        .last()
        .expect("three writes");
    assert!(
        matches!(request.outcome, Outcome::Acknowledged(_)),
        "{:?}",
        request.outcome
    );
    assert!(request.put_off >= 3, "{}", request.put_off);
    let ended = request.ended_at.expect("it has ended");
    assert!(ended >= ms(2_700) && ended < ms(3_300), "{ended}");
}

/// Asking again for the same transfer gives it no more time.
#[test]
fn the_same_transfer_again_does_not_begin_anew() {
    let run = to_a_node_that_is_down(Bugs::NONE.with(Bug::TransferNeverAborted));
    let mut watched = Watched::whole(&run, 2_500);
    let begun = TransferDecision::Begun {
        to: NodeId(2),
        instead_of: None,
        within: Some(Duration::from_millis(1_500)),
    };
    let decision = &Decision::Extension(ExtensionDecision::Transfer(begun));
    let node = NodeId(0);
    let event = Event::Decided { node, decision };
    watched.judge.observe(&watched.world, &event);
    let Watched {
        mut world,
        mut judge,
        ..
    } = watched;
    world.advance_to(ms(3_500), &mut judge);
    assert_eq!(only_violation(&judge).0, Property::TransferEnds);
}

/// The leader measures by its own clock, and so does the judge.
#[test]
fn clocks_that_are_wrong_break_nothing() {
    let rate = |numerator, denominator| Action::SetClockRate {
        node: NodeId(0),
        rate: Ratio {
            numerator,
            denominator,
        },
    };
    let jump = |way| Action::JumpClock {
        node: NodeId(0),
        way,
        by: Duration::from_millis(4_000),
    };
    let pause = Action::Pause(NodeId(0));
    for trouble in [
        rate(1, 10),
        rate(10, 1),
        jump(ClockWay::Ahead),
        jump(ClockWay::Back),
        pause,
    ] {
        let mut run = to_a_node_that_is_down(Bugs::NONE);
        let at = ms(1_250);
        let action = trouble.clone();
        run.actions.push(raft_sim::TimedAction { at, action });
        let at = ms(6_000);
        let action = Action::Resume(NodeId(0));
        run.actions.push(raft_sim::TimedAction { at, action });
        run.actions.sort_by_key(|it| it.at);
        let watched = Watched::whole(&run, 20_000);
        assert_eq!(watched.verdict(), None, "{trouble}");
    }
}

#[test]
fn hunts_draw_them_when_told_to_and_reach_all_there_is() {
    let tally = hunted(&all_options());
    let of_transfers = |mark: CoverageMark| mark.options().contains(&"transfer");
    let marks = CoverageMark::ALL.into_iter();
    for (mark, name) in marks.filter(|(mark, _)| of_transfers(*mark)) {
        assert!(tally.seen(mark) > 0, "{name}");
    }
}

/// A hunt whose digest is published draws what it always drew.
#[test]
fn a_usual_hunt_draws_none_of_them() {
    let tally = hunted(&Plan::default());
    for (mark, name) in CoverageMark::ALL {
        let is_of_transfers = mark.options().contains(&"transfer");
        assert!(!is_of_transfers || tally.seen(mark) == 0, "{name}");
    }
    assert!(transfer(0, 1).fault().is_none());
    assert!(tally.faults[FaultKind::Crash as usize] > 0);
}
