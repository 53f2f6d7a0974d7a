//! A run can be taken along: as a scenario file that comes to the same, and as JSON lines.

use crate::common::{even, ms, write};
use raft_check::schedule;
use raft_core::{Duration, Instant, NodeId};
use raft_sim::lines::Lines;
use raft_sim::scenario::{Scenario, action_spec, parse_action, play_until, record};
use raft_sim::{Action, Endpoint, Latency, Nobody, Options, PacketName, Run, Timeline, World};

const UNTIL_MS: u64 = 20_000;
const ALL_EVENTS: u64 = u64::MAX;

/// What a schedule makes of a run.
fn hunted(seed: u64) -> Timeline<Nobody> {
    let options = schedule::options(seed);
    let mut timeline = Timeline::new(Run::new(seed, options), |_| Nobody);
    for timed in schedule::actions(seed, &options, ms(UNTIL_MS)) {
        timeline.advance_to(timed.at, ALL_EVENTS);
        timeline.act(timed.action);
    }
    timeline.advance_to(Instant(UNTIL_MS * 1_000 + 777), ALL_EVENTS);
    timeline
}

#[test]
fn a_saved_run_opens_with_the_same_digest() {
    for seed in 0..60 {
        let timeline = hunted(seed);
        let now = timeline.world().now();
        let said = [(ms(5_000), "Five seconds have passed.".into())];
        let scenario = record(&timeline.run(), now, "Hunted", "By a seed.", &said);
        let text = scenario
            .expect("nothing here that a file cannot say")
            .write();
        let read = Scenario::read(&text).expect("what was written can be read");
        assert_eq!((read.title(), read.about()), ("Hunted", "By a seed."));
        assert_eq!(read.until(), ms(UNTIL_MS + 1), "rounded up");

        let played = play_until(&read, now, &mut Nobody);
        assert_eq!(played.notices, Vec::<String>::new(), "seed {seed}");
        assert_eq!(played.captions, said);
        assert_eq!(played.run, timeline.run(), "seed {seed}");
        assert_eq!(
            played.world.digest(),
            timeline.world().digest(),
            "seed {seed}"
        );
    }
}

#[test]
fn a_start_and_broken_rules_are_saved_too() {
    let mut run = Run::new(3, even(3, &raft_core::Bug::ALL));
    run.options.blank_entry_at_election = true;
    run.start = crate::common::logs([&[1, 1, 2], &[1], &[1, 1]]);
    run.start.terms.insert(NodeId(1), raft_core::Term(4));
    run.start.votes.insert(NodeId(1), NodeId(2));
    let text = record(&run, ms(9_000), "", "", &[])
        .expect("all of it can be said")
        .write();
    let played = play_until(
        &Scenario::read(&text).expect("read"),
        ms(9_000),
        &mut Nobody,
    );
    assert_eq!(played.run, run);
}

#[test]
fn what_did_nothing_is_left_out_and_does_not_hold_up_the_rest() {
    let name = PacketName {
        from: Endpoint::Node(NodeId(0)),
        to: Endpoint::Node(NodeId(1)),
        nth: 9_999,
        copy: 0,
    };
    let mut run = Run::new(3, Options::default());
    run.actions =
        crate::common::timetable([(4_000, Action::Drop(name)), (5_000, write(0, "SET x=1"))]);
    let scenario = record(&run, ms(9_000), "", "", &[]).expect("all of it can be said");
    let played = play_until(&scenario, ms(9_000), &mut Nobody);
    assert_eq!(played.notices, Vec::<String>::new());
    let mut fresh = World::begin(&run);
    crate::common::play(&mut fresh, &run.actions, ms(9_000), &mut Nobody);
    assert_eq!(played.world.digest(), fresh.digest());
}

#[test]
fn spans_that_no_file_can_say_are_refused() {
    let mut run = Run::new(3, Options::default());
    run.options.latency = Latency {
        min: Duration(40_001),
        max: Duration(80_000),
    };
    let refused = record(&run, ms(1), "", "", &[]).expect_err("no whole milliseconds");
    assert_eq!(
        refused.to_string(),
        "This run cannot be written as a scenario file: expected spans of whole milliseconds, \
         found 40001 microseconds; share it as a link."
    );
}

/// All lines of a run, asked for in portions of so many.
fn lines_in_portions(timeline: &Timeline<Nobody>, count: usize) -> Vec<serde_json::Value> {
    let mut lines: Vec<serde_json::Value> = Vec::new();
    loop {
        let after = lines
            .last()
            .and_then(|line| line["seq"].as_u64())
            .unwrap_or(0);
        let mut portion = Lines::new(after, count);
        timeline.retell(after, &mut portion, Lines::are_full);
        let text = portion.into_text();
        if text.is_empty() {
            return lines;
        }
        let parsed = text.lines().map(serde_json::from_str);
        lines.extend(parsed.map(|line| line.expect("each line is JSON")));
    }
}

#[test]
fn the_lines_of_a_run_are_the_same_in_whatever_portions() {
    let timeline = hunted(4);
    let whole = lines_in_portions(&timeline, usize::MAX);
    assert_eq!(lines_in_portions(&timeline, 701), whole);
    let seqs: Vec<u64> = whole
        .iter()
        .filter_map(|line| line["seq"].as_u64())
        .collect();
    assert!(seqs.is_sorted_by(|one, next| one < next));
    let sent = whole.iter().filter(|line| line["kind"] == "sent").count() as u64;
    assert_eq!(sent, timeline.world().counts().messages);
    for line in &whole {
        let sentence = line["sentence"].as_str().expect("a sentence");
        assert!(sentence.ends_with('.'), "{sentence}");
        assert!(line["at_us"].is_u64() && line["values"].is_object());
    }
}

#[test]
fn every_choice_can_be_made_by_its_action() {
    let timeline = hunted(7);
    for choice in raft_sim::choice::choices(timeline.world()) {
        let spec = action_spec(&choice.action).expect("whole milliseconds");
        let json = serde_json::to_string(&spec).expect("JSON");
        let actions = parse_action(&json, timeline.world());
        assert_eq!(actions.expect("it can be done"), [choice.action]);
    }
}
