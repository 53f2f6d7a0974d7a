//! Snapshots (Raft §7): the two properties of them, what hunts draw, and how large logs get.

use crate::common::{Watched, hunted, ms, only_violation, three, timeout, write};
use raft_check::hunt::{CoverageMark, Plan};
use raft_check::{Judge, Property};
use raft_core::{
    Bug, Bugs, Decision, Extension, ExtensionDecision, Extensions, Index, NodeId, Position,
    SnapshotDecision, Term, count_through,
};
use raft_sim::{Action, Event, Observer, Options, Run, World};

/// Node 0 leads term 1 of a run that takes a snapshot after so many entries.
fn with_snapshots(after: u32, bugs: Bugs, then: &[(u64, Action)]) -> Run {
    let run = three([(0, timeout(0))]);
    let options = Options {
        extensions: Extensions::NONE.with(Extension::Snapshots),
        snapshot_after: after,
        bugs,
        ..run.options
    };
    let more = then.iter().map(|(at, action)| raft_sim::TimedAction {
        at: ms(*at),
        action: action.clone(),
    });
    Run {
        options,
        actions: run.actions.into_iter().chain(more).collect(),
        ..run
    }
}

/// Two entries, of which the second cannot be committed.
fn with_an_entry_on_one_node() -> [(u64, Action); 3] {
    [
        (500, write(0, "SET x=1")),
        (1_000, Action::Isolate(NodeId(0))),
        (1_100, write(0, "SET x=2")),
    ]
}

#[test]
fn a_snapshot_of_uncommitted_entries_breaks_snapshot_holds_applied() {
    let actions = with_an_entry_on_one_node();
    let whole = Watched::whole(&with_snapshots(2, Bugs::NONE, &actions), 3_000);
    assert_eq!(whole.verdict(), None);
    let bugs = Bugs::NONE.with(Bug::SnapshotUncommitted);
    let watched = Watched::whole(&with_snapshots(2, bugs, &actions), 3_000);
    let (property, sentence) = only_violation(&watched.judge);
    assert_eq!(property, Property::SnapshotHoldsApplied);
    assert_eq!(
        sentence,
        "The snapshot of Node 0 through index 2 stands for entries that nobody has committed."
    );
}

#[test]
fn a_snapshot_without_sessions_or_term_breaks_snapshot_holds_applied() {
    let actions = [
        (500, write(0, "SET x=1")),
        (1_700, Action::Crash(NodeId(1))),
        (1_800, Action::Restart(NodeId(1))),
    ];
    for (bug, end) in [
        (
            Bug::SnapshotWithoutSessions,
            "lacks the sessions that applying the committed entries leaves.",
        ),
        (
            Bug::SnapshotWithoutTerm,
            "names term 0 for its last entry, which is of term 1.",
        ),
    ] {
        let run = with_snapshots(1, Bugs::NONE.with(bug), &actions);
        let watched = Watched::whole(&run, 2_500);
        let violation = watched.judge.first_violation().expect("the rule is broken");
        assert_eq!(violation.property(), Property::SnapshotHoldsApplied);
        let sentence = violation.sentence();
        assert!(sentence.ends_with(end), "{sentence}");
    }
}

/// Tells the judge that a node has installed the snapshot that it has.
fn report_installed(judge: &mut Judge, world: &World, node: u8) {
    let base = world
        .node(NodeId(node))
        .and_then(|view| Some(view.snapshot()?.base))
        .unwrap_or(Position {
            term: Term(1),
            index: Index::FIRST,
        });
    let installed = SnapshotDecision::Installed {
        leader: NodeId(0),
        base,
        agrees: true,
        behind: 0,
        kept: true,
    };
    let event = Event::Decided {
        node: NodeId(node),
        decision: &Decision::Extension(ExtensionDecision::Snapshot(installed)),
    };
    judge.observe(world, &event);
}

#[test]
fn an_older_snapshot_over_a_newer_state_breaks_snapshot_never_falls() {
    let actions = [
        (500, write(0, "SET x=1")),
        (700, write(0, "SET x=2")),
        (900, write(0, "SET x=3")),
    ];
    let mut watched = Watched::whole(&with_snapshots(2, Bugs::NONE, &actions), 3_000);
    assert_eq!(watched.verdict(), None);
    let node = watched.world.node(NodeId(1)).expect("there are three");
    assert_eq!(count_through(node.last_applied()), 3);
    report_installed(&mut watched.judge, &watched.world, 1);
    let (property, sentence) = only_violation(&watched.judge);
    assert_eq!(property, Property::SnapshotNeverFalls);
    assert_eq!(
        sentence,
        "Node 1 had applied its log through index 3 when it installed a snapshot through 2."
    );
}

/// Row S13: with snapshots on, no log gets long, and what the clients see is one machine.
#[test]
fn logs_stay_short() {
    let writes: Vec<(u64, Action)> = (0..60)
        .map(|number| (500 + 100 * number, write(0, &format!("SET x={number}"))))
        .collect();
    let run = with_snapshots(5, Bugs::NONE, &writes);
    let mut watched = Watched::new(&run);
    let mut longest = 0;
    for raft_sim::TimedAction { at, action } in &run.actions {
        watched.advance(at.0 / 1_000);
        watched.act(action);
        let lengths = watched.world.nodes().map(|node| node.log().len());
        longest = longest.max(lengths.max().unwrap_or(0));
    }
    watched.advance(9_000);
    assert_eq!(watched.verdict(), None);
    assert!((5..=8 * 5).contains(&longest), "{longest}");
    for node in watched.world.nodes() {
        assert_eq!(count_through(node.log().last_index()), 60);
        assert!(node.snapshot().is_some());
    }
}

#[test]
fn a_hunt_with_snapshots_reaches_every_path_and_breaks_nothing() {
    let plan = Plan {
        drawn: Extensions::NONE.with(Extension::Snapshots),
        ..Plan::default()
    };
    let tally = hunted(&plan);
    for (mark, name) in CoverageMark::ALL {
        if mark.options() == ["snapshot_after"] {
            assert!(tally.marks[mark as usize] > 0, "{name}");
        }
    }
}
