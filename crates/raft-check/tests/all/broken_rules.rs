//! The lab's mistakes, put back one at a time: each is found, and by the right judge.
//!
//! Whole Raft goes through the same timetables and is accused of nothing.

use crate::common::{Watched, ask, cut, even, logs, slow, timeout, timetable, write};
use raft_check::{Property, Violation, audit};
use raft_core::{Bug, NodeId, Term};
use raft_sim::{Action, NodeView, Run};

/// Plays a timetable with whole rules, then with one left out. The second verdict.
fn accused_only_without_the_rule(run: &Run, bug: Bug, until_ms: u64) -> Watched {
    let whole = Watched::whole(run, until_ms);
    assert_eq!(whole.verdict(), None, "whole Raft is never accused");
    assert!(whole.ledger.table(&whole.world).agrees());

    let mut broken = run.clone();
    broken.options.bugs = broken.options.bugs.with(bug);
    Watched::whole(&broken, until_ms)
}

/// All that the judge found, in the order of the moments.
fn sentences(watched: &Watched) -> Vec<String> {
    let violations = watched.judge.violations().iter();
    violations.map(ToString::to_string).collect()
}

/// Nodes 0, 1 and 2 lead one after the other; clients ask for two writes meanwhile.
fn three_leaders_in_turn() -> Run {
    Run {
        options: even(5, &[]),
        actions: timetable([
            (0, timeout(0)),
            (300, write(0, "SET x=1")),
            (1_000, timeout(1)),
            (1_300, ask("SET y=2")),
            (2_000, timeout(2)),
        ]),
        ..Run::default()
    }
}

#[test]
fn a_leader_that_dies_of_a_reply_is_judged_by_progress() {
    let run = three_leaders_in_turn();
    let whole = Watched::whole(&run, 60_000);
    assert_eq!(whole.world.counts().committed, 2);
    let broken = accused_only_without_the_rule(&run, Bug::LastReplyKillsLeader, 60_000);

    // The lab's own check was content with this: no property is violated, everybody is up
    // and connected, leaders were elected again and again, and nothing is ever committed.
    assert_eq!(broken.verdict(), None);
    assert!(broken.world.nodes().all(|node| node.is_running()));
    assert_eq!(broken.world.network().cuts().count(), 0);
    let leaders = broken.world.nodes().filter(NodeView::leads);
    assert_eq!(leaders.count(), 3);
    assert!(broken.world.counts().elections > 10);
    assert_eq!(broken.world.counts().committed, 0);
    let outcomes = broken.world.requests().iter().map(|it| it.outcome.word());
    assert_eq!(outcomes.collect::<Vec<_>>(), ["unknown", "unknown"]);
    assert!(
        broken
            .judge
            .verdict()
            .to_string()
            .ends_with("but no command of a client was committed.")
    );
}

/// Node 2 holds a leftover at index 2. When it acknowledges a message that ends at index 1 by
/// the length of its log, node 0 takes the leftover for its own new entry.
fn a_leftover_is_acknowledged() -> Run {
    Run {
        options: even(3, &[]),
        start: logs([&[1], &[1], &[1, 1]]),
        actions: timetable([
            (0, timeout(0)),
            (100, write(0, "SET x=1")),
            (160, cut(0, 1)),
            (161, cut(0, 2)),
            (300, timeout(2)),
        ]),
        ..Run::default()
    }
}

#[test]
fn a_stale_suffix_that_counts_as_replicated_breaks_leader_completeness() {
    let run = a_leftover_is_acknowledged();
    let broken = accused_only_without_the_rule(&run, Bug::MatchWholeLog, 1_000);
    assert_eq!(
        sentences(&broken),
        [
            "Committed on a Majority violated at 200 ms: Node 0 committed the entry at index 2 of \
             term 2, which was on 1 disk; a majority is 2.",
            "Leader Completeness violated at 400 ms: Node 2 led term 3 without “SET x=1” of term 2 \
             at index 2, which Node 0 committed in term 2; it held “entry 2 of term 1” of \
             term 1 there."
        ]
    );
}

/// Node 2 holds a leftover at index 2, where another entry is committed without it. While the
/// leader looks for the place where their logs agree, its messages end there.
fn a_message_covers_less_than_is_committed() -> Run {
    Run {
        options: even(3, &[]),
        start: logs([&[1], &[1], &[1, 1]]),
        actions: timetable([
            (0, timeout(0)),
            (60, cut(0, 2)),
            (100, write(0, "SET x=1")),
            (300, Action::Heal),
        ]),
        ..Run::default()
    }
}

#[test]
fn committing_beyond_what_a_message_covers_breaks_state_machine_safety() {
    let run = a_message_covers_less_than_is_committed();
    let broken = accused_only_without_the_rule(&run, Bug::CommitWholeLog, 1_000);
    assert_eq!(
        sentences(&broken),
        [
            "State Machine Safety violated at 750 ms: At index 2, Node 0 committed “SET x=1” of \
             term 2 and Node 2 committed “entry 2 of term 1” of term 1.",
            "Equal Applied Prefix violated at 750 ms: Node 2 applied “entry 2 of term 1” of \
             term 1 at index 2, where “SET x=1” of term 2 is committed."
        ]
    );
    assert!(!broken.ledger.table(&broken.world).agrees());
}

/// Node 4 acknowledges two entries in term 1, and both are overwritten in term 2. The
/// acknowledgment comes two seconds late, when node 0 leads again.
fn an_acknowledgment_outlives_its_term() -> Run {
    Run {
        options: even(5, &[]),
        actions: timetable([
            (0, timeout(0)),
            (130, cut(0, 1)),
            (130, cut(0, 2)),
            (130, cut(0, 3)),
            (150, write(0, "SET a=1")),
            (151, write(0, "SET a=2")),
            (160, slow(4, 0, 2_000)),
            (300, timeout(1)),
            (400, write(1, "SET c=1")),
            (600, Action::Heal),
            (1_000, timeout(0)),
            (1_140, cut(0, 1)),
            (1_140, cut(0, 2)),
            (1_140, cut(0, 4)),
            (1_150, write(0, "SET d=1")),
            (2_300, timeout(1)),
        ]),
        ..Run::default()
    }
}

#[test]
fn believing_replies_of_an_older_term_breaks_leader_completeness() {
    let run = an_acknowledgment_outlives_its_term();
    let broken = accused_only_without_the_rule(&run, Bug::BelieveLateReplies, 2_450);
    assert_eq!(
        sentences(&broken),
        [
            "Committed on a Majority violated at 2.251 s: Node 0 committed the entry at index 2 of \
             term 3, which was on 2 disks; a majority is 3.",
            "Leader Completeness violated at 2.4 s: Node 1 led term 4 without “SET d=1” of term 3 \
             at index 2, which Node 0 committed in term 3; it held nothing there."
        ]
    );
}

/// Node 1's first answer takes a second longer than its second one.
fn an_answer_overtakes_another() -> Run {
    Run {
        options: even(3, &[]),
        actions: timetable([
            (0, timeout(0)),
            (200, write(0, "SET x=1")),
            (299, slow(1, 0, 1_000)),
            (301, slow(1, 0, 50)),
            (400, write(0, "SET y=2")),
        ]),
        ..Run::default()
    }
}

#[test]
fn believing_an_answer_that_was_overtaken_breaks_monotonic_match_index() {
    let run = an_answer_overtakes_another();
    let broken = accused_only_without_the_rule(&run, Bug::BelieveLateReplies, 3_000);
    assert_eq!(
        sentences(&broken),
        [
            "Monotonic Match Index violated at 1.3 s: The match index of Node 1 fell from 2 to 1 \
             while Node 0 led term 1."
        ]
    );
}

#[test]
fn a_crashed_node_is_still_compared() {
    let mut run = an_acknowledgment_outlives_its_term();
    run.options.bugs = run.options.bugs.with(Bug::BelieveLateReplies);
    run.actions.extend(timetable([
        (2_310, Action::Crash(NodeId(0))),
        (2_410, write(1, "SET e=1")),
    ]));
    let broken = Watched::whole(&run, 3_500);

    // One leader, one term among all who run, and they agree: "no split-brain". But what the
    // crashed node has told its client is not what the others have.
    let running = || broken.world.nodes().filter(NodeView::is_running);
    assert_eq!(running().filter(NodeView::leads).count(), 1);
    assert!(running().all(|node| node.current_term() == Term(4)));
    assert!(audit(&broken.world).agrees());

    let violation = broken.judge.violation_of(Property::StateMachineSafety);
    assert_eq!(
        violation.map(Violation::sentence).as_deref(),
        Some(
            "At index 2, Node 0 committed “SET d=1” of term 3 and Node 1 committed “SET e=1” of \
             term 4."
        )
    );
    let violation = broken.judge.violation_of(Property::AcknowledgedNeverLost);
    assert_eq!(
        violation.map(Violation::sentence).as_deref(),
        Some(
            "“SET d=1” was acknowledged, but Node 1 committed “SET e=1” of term 4 in its place at \
             index 2."
        )
    );
    assert!(!broken.ledger.table(&broken.world).agrees());
}
