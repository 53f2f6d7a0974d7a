//! Any moment can be reached, and every course of events is kept.

use raft_core::{Command, Instant, NodeId, NodeSet};
use raft_sim::{Action, Digest, Event, Observer, Options, Run, Target, Timeline, World};

/// Counts what it is told: rewound along with the run, it must count the same again.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Counter(u64);

impl Observer for Counter {
    fn observe(&mut self, _: &World, _: &Event<'_>) {
        self.0 += 1;
    }
}

const ALL_EVENTS: u64 = u64::MAX;

fn seconds(count: u64) -> Instant {
    Instant::from_millis(count * 1_000)
}

fn write(text: &str) -> Action {
    Action::Write {
        to: Target::Any,
        command: Command::new(text),
    }
}

/// A minute with writes, a crash, a restart, a partition and a heal.
fn busy_minute() -> Timeline<Counter> {
    let mut timeline = Timeline::new(Run::new(11, Options::default()), |_| Counter(0));
    let left: NodeSet = [NodeId(0), NodeId(1)].into_iter().collect();
    let right: NodeSet = [NodeId(2), NodeId(3), NodeId(4)].into_iter().collect();
    let plan = [
        (5, write("SET a=1")),
        (9, Action::Crash(NodeId(1))),
        (14, write("SET a=2")),
        (20, Action::Restart(NodeId(1))),
        (25, Action::Partition(vec![left, right])),
        (30, write("SET a=3")),
        (40, Action::Heal),
        (45, write("ADD a 1")),
    ];
    for (second, action) in plan {
        timeline.advance_to(seconds(second), ALL_EVENTS);
        timeline.act(action);
    }
    timeline.advance_to(seconds(60), ALL_EVENTS);
    timeline
}

fn state(timeline: &Timeline<Counter>) -> (Instant, Digest, u64) {
    let world = timeline.world();
    (world.now(), world.digest(), timeline.watcher().0)
}

fn fresh_at(run: &Run, at: Instant) -> (Instant, Digest, u64) {
    let mut timeline = Timeline::new(run.clone(), |_| Counter(0));
    timeline.advance_to(at, ALL_EVENTS);
    state(&timeline)
}

#[test]
fn seeking_a_moment_equals_a_fresh_run_to_it() {
    let mut timeline = busy_minute();
    let run = timeline.run();
    for step in 0..200 {
        // Jumps back and forth over the whole minute.
        let at = Instant(step * 7_654_321 % 60_000_000);
        timeline.seek(at);
        assert_eq!(state(&timeline), fresh_at(&run, at), "at {at}");
    }
}

#[test]
fn small_slices_reach_the_same_moment_as_one_leap() {
    let whole = busy_minute();
    let mut sliced = Timeline::new(whole.run(), |_| Counter(0));
    while sliced.advance_to(seconds(60), 7) < seconds(60) {}
    assert_eq!(state(&sliced), state(&whole));
}

#[test]
fn acting_between_slices_of_one_moment_equals_its_replay() {
    let mut timeline = Timeline::new(Run::new(3, Options::default()), |_| Counter(0));
    for count in 0..200 {
        timeline.advance_to(seconds(20), 5);
        if count % 9 == 0 {
            timeline.act(write("SET k=v"));
        }
    }
    assert_eq!(
        state(&timeline),
        fresh_at(&timeline.run(), timeline.world().now())
    );
}

#[test]
fn acting_in_the_past_opens_a_branch_and_keeps_the_old_one() {
    let mut timeline = busy_minute();
    let before = state(&timeline);
    timeline.seek(seconds(12));
    timeline.act(Action::Crash(NodeId(3)));
    timeline.advance_to(seconds(50), ALL_EVENTS);

    assert_eq!(timeline.branches().len(), 2);
    assert_eq!(timeline.branch().parent, Some(0));
    assert_eq!(timeline.branch().forked_at, seconds(12));
    assert_eq!(state(&timeline), fresh_at(&timeline.run(), seconds(50)));

    assert!(timeline.open_branch(0));
    timeline.seek(seconds(60));
    assert_eq!(state(&timeline), before);
}

#[test]
fn a_branch_of_a_branch_replays_too() {
    let mut timeline = busy_minute();
    for second in [33, 21, 10] {
        timeline.seek(seconds(second));
        timeline.act(write("SET b=1"));
        timeline.advance_to(seconds(second + 5), ALL_EVENTS);
    }
    let ids: Vec<u32> = timeline.branches().iter().map(|branch| branch.id).collect();
    assert_eq!(ids, [0, 1, 2, 3]);
    for id in ids {
        assert!(timeline.open_branch(id));
        for second in [4, 12, 8] {
            timeline.seek(seconds(second));
            assert_eq!(state(&timeline), fresh_at(&timeline.run(), seconds(second)));
        }
    }
}

#[test]
fn the_branch_shown_stays_and_others_may_go() {
    let mut timeline = busy_minute();
    timeline.seek(seconds(12));
    timeline.act(Action::Crash(NodeId(3)));
    assert!(!timeline.remove_branch(1), "the branch shown cannot go");
    assert!(timeline.remove_branch(0));
    assert!(!timeline.remove_branch(0), "it is gone already");
    assert!(!timeline.open_branch(0), "it is gone");
    assert_eq!(state(&timeline), fresh_at(&timeline.run(), seconds(12)));
}

#[test]
fn the_feed_is_the_same_however_its_moments_were_reached() {
    let mut timeline = busy_minute();
    let once: Vec<_> = timeline.branch().feed.items().iter().cloned().collect();
    for second in [3, 40, 17, 59] {
        timeline.seek(seconds(second));
    }
    timeline.seek(seconds(60));
    let again: Vec<_> = timeline.branch().feed.items().iter().cloned().collect();
    assert_eq!(once, again);
    assert!(once.is_sorted_by(|first, second| first.seq < second.seq));
}

#[test]
fn an_hour_keeps_a_bounded_number_of_moments_and_still_seeks_right() {
    let mut timeline = Timeline::new(Run::new(5, Options::default()), |_| Counter(0));
    timeline.advance_to(seconds(3_600), ALL_EVENTS);
    let run = timeline.run();
    for second in [3_599, 17, 1_801] {
        timeline.seek(seconds(second));
        assert_eq!(state(&timeline), fresh_at(&run, seconds(second)));
    }
}
