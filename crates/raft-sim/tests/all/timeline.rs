//! Any moment can be reached, and every course of events is kept.

use raft_core::{Command, Decision, Instant, NodeId, NodeSet};
use raft_sim::{
    Action, CrashCause, Digest, Event, FeedEvent, FeedItem, Observer, Options, Run, Target,
    TimedAction, Timeline, World,
};

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

/// Each branch with the one it left and where.
fn tree(timeline: &Timeline<Counter>) -> Vec<(u32, Option<u32>, Instant)> {
    let branches = timeline.branches().iter();
    branches
        .map(|branch| (branch.id, branch.parent, branch.forked_at))
        .collect()
}

/// Branch 1 leaves the main run at 40 s, branch 2 leaves it at 20 s, branch 3 leaves that at
/// 30 s; branch 3 is shown.
fn four_branches() -> Timeline<Counter> {
    let mut timeline = busy_minute();
    for (from, second) in [(0, 40), (0, 20), (2, 30)] {
        assert!(timeline.open_branch(from));
        timeline.seek(seconds(second));
        timeline.act(Action::Crash(NodeId(3)));
        timeline.advance_to(seconds(50), ALL_EVENTS);
    }
    timeline
}

#[test]
fn what_leaves_a_removed_branch_is_adopted_where_they_part() {
    let mut timeline = four_branches();
    let before = tree(&timeline);
    let main = (0, None, Instant::ZERO);
    assert!(timeline.remove_branch(2));
    let adopted = [main, (1, Some(0), seconds(40)), (3, Some(0), seconds(20))];
    assert_eq!(tree(&timeline), adopted);

    assert!(timeline.remove_branch(0));
    let heir = [(1, None, Instant::ZERO), (3, Some(1), seconds(20))];
    assert_eq!(
        tree(&timeline),
        heir,
        "whoever shared most with it takes its place"
    );

    assert_eq!(timeline.undo_remove(), Some(0));
    assert_eq!(tree(&timeline), adopted);
    assert_eq!(timeline.undo_remove(), Some(2));
    assert_eq!(tree(&timeline), before);
    assert_eq!(timeline.undo_remove(), None);
}

#[test]
fn removing_the_branch_shown_shows_its_adopter_at_the_same_moment() {
    let mut timeline = four_branches();
    timeline.name_branch(3, Some("Without Node 3".into()));
    let shown = state(&timeline);
    assert!(timeline.remove_branch(3));
    assert_eq!(timeline.branch().id, 2);
    assert_eq!(state(&timeline), fresh_at(&timeline.run(), seconds(50)));
    assert!(!timeline.open_branch(3), "it is gone");
    assert!(!timeline.remove_branch(3), "it is gone already");

    assert_eq!(timeline.undo_remove(), Some(3));
    assert_eq!(timeline.branch().id, 2, "what is shown stays");
    assert!(timeline.open_branch(3));
    assert_eq!(timeline.branch().name.as_deref(), Some("Without Node 3"));
    assert_eq!(state(&timeline), shown);
}

#[test]
fn the_last_branch_stays() {
    let mut timeline = busy_minute();
    assert!(!timeline.remove_branch(0));
    timeline.seek(seconds(12));
    timeline.act(Action::Crash(NodeId(3)));
    assert!(timeline.remove_branch(0));
    assert!(!timeline.remove_branch(1));
    assert_eq!(state(&timeline), fresh_at(&timeline.run(), seconds(12)));
}

#[test]
fn stepping_back_undoes_stepping_forward_moment_by_moment() {
    let mut timeline = Timeline::new(busy_minute().run(), |_| Counter(0));
    timeline.seek(seconds(14));
    let mut passed = Vec::new();
    while let Some(next) = timeline.next_event_at().filter(|next| *next <= seconds(26)) {
        passed.push(state(&timeline));
        timeline.advance_to(next, ALL_EVENTS);
    }
    assert!(passed.len() > 100, "{} moments", passed.len());
    // The first was reached by its time; nothing need have happened just then.
    for expected in passed[1..].iter().rev() {
        assert!(timeline.step_back());
        assert_eq!(state(&timeline), *expected);
    }
}

#[test]
fn stepping_back_ends_at_the_beginning() {
    let mut timeline = Timeline::new(Run::new(11, Options::default()), |_| Counter(0));
    timeline.advance_to(Instant(1), ALL_EVENTS);
    assert!(timeline.step_back());
    assert_eq!(timeline.world().now(), Instant::ZERO);
    assert!(!timeline.step_back());
}

#[test]
fn jumps_find_each_thing_once_in_both_directions() {
    let crashed = |item: &FeedItem, _: &World| {
        item.what == FeedEvent::Crashed(NodeId(1), CrashCause::Outside)
    };
    let appended = |item: &FeedItem, _: &World| {
        matches!(
            item.what,
            FeedEvent::Decided {
                decision: Decision::EntriesAppended { .. },
                ..
            }
        )
    };
    let mut timeline = busy_minute();
    assert_eq!(timeline.next_of(crashed), None);
    assert_eq!(timeline.world().now(), seconds(60), "nothing has changed");
    assert_eq!(timeline.previous_of(crashed), Some(seconds(9)));
    assert_eq!(timeline.previous_of(crashed), None);

    let mut ahead = Vec::new();
    timeline.seek(Instant::ZERO);
    while let Some(at) = timeline.next_of(appended) {
        assert_eq!(state(&timeline), fresh_at(&timeline.run(), at));
        ahead.push(at);
    }
    assert!(ahead.len() > 10);
    timeline.seek(seconds(60));
    while let Some(at) = timeline.previous_of(appended) {
        assert_eq!(Some(at), ahead.pop());
    }
    assert_eq!(ahead, []);
}

#[test]
fn jumps_look_ahead_into_what_is_promised_but_not_played() {
    let mut timeline = Timeline::new(busy_minute().run(), |_| Counter(0));
    timeline.expect_head(seconds(60));
    let crashed = |item: &FeedItem, _: &World| {
        item.what == FeedEvent::Crashed(NodeId(1), CrashCause::Outside)
    };
    assert_eq!(timeline.next_of(crashed), Some(seconds(9)));
    assert_eq!(timeline.next_of(crashed), None);
    assert_eq!(timeline.world().now(), seconds(9), "nothing has changed");
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

/// A run of which 30 s are offered to a viewer who has seen 2 s of it.
fn offered(actions: Vec<TimedAction>) -> Timeline<Counter> {
    let run = Run {
        actions,
        ..Run::new(11, Options::default())
    };
    let mut timeline = Timeline::new(run, |_| Counter(0));
    timeline.offer_head(seconds(30));
    timeline.advance_to(seconds(2), ALL_EVENTS);
    timeline
}

#[test]
fn an_action_leaves_no_course_of_events_behind_that_nobody_has_seen() {
    let mut timeline = offered(Vec::new());
    assert!(!timeline.forks_here());
    timeline.act(write("SET a=1"));
    assert_eq!(timeline.branches().len(), 1);
    assert_eq!(timeline.branch().head, seconds(2));
    // From now on the branch is as long as it was played.
    timeline.advance_to(seconds(5), ALL_EVENTS);
    timeline.seek(seconds(3));
    timeline.act(write("SET a=2"));
    assert_eq!(timeline.branches().len(), 2);
    assert_eq!(timeline.branches()[0].head, seconds(5));
}

#[test]
fn an_action_forks_from_what_was_seen_and_from_what_is_written_down() {
    let mut seen = offered(Vec::new());
    seen.advance_to(seconds(5), ALL_EVENTS);
    seen.seek(seconds(3));
    assert!(seen.forks_here());
    seen.act(write("SET a=1"));
    assert_eq!(seen.branches()[0].head, seconds(30));

    let crash = TimedAction {
        at: seconds(9),
        action: Action::Crash(NodeId(0)),
    };
    let mut written = offered(Vec::from([crash]));
    assert!(written.forks_here());
    written.act(write("SET a=1"));
    assert_eq!(written.branches()[0].actions.len(), 1);
}

#[test]
fn a_branch_never_descends_from_itself() {
    let mut timeline = busy_minute();
    for second in [50, 40] {
        timeline.seek(seconds(second));
        timeline.act(Action::Crash(NodeId(2)));
    }
    // 0 ← 1 ← 2: each forked from the one before.
    assert!(!timeline.set_origin(0, Some((2, seconds(1)))));
    assert!(!timeline.set_origin(1, Some((1, seconds(1)))));
    assert!(!timeline.set_origin(1, Some((7, seconds(1)))));
    assert!(!timeline.set_origin(7, None));
    assert_eq!(timeline.branches()[1].forked_at, seconds(50));
    assert!(timeline.set_origin(2, Some((0, seconds(1)))));
    assert_eq!(timeline.branches()[2].parent, Some(0));
}
