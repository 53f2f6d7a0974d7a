//! Two courses side by side: alike until what differs matters, and then the difference is named.

use std::fs;
use std::path::Path;

use crate::common::{ask, even, ms};
use raft_check::{Judge, schedule};
use raft_core::{Bug, Bugs, Duration, Instant, NodeId};
use raft_sim::compare::{Divergence, first_divergence, node_differences};
use raft_sim::scenario::{Scenario, play};
use raft_sim::{Action, Latency, Nobody, Options, Run, Timeline};

const ALL_EVENTS: u64 = u64::MAX;

/// A minute with a write each second.
fn a_minute(options: Options) -> Timeline<Judge> {
    let mut timeline = Timeline::new(Run::new(5, options), Judge::new);
    for second in 1..60 {
        timeline.advance_to(ms(second * 1_000), ALL_EVENTS);
        timeline.act(ask(&format!("SET x={second}")));
    }
    timeline.advance_to(ms(60_000), ALL_EVENTS);
    timeline
}

/// The first divergence, found without any cleverness: both are stepped through all moments.
fn slowly(left: &Timeline<Judge>, right: &Timeline<Judge>, until: Instant) -> Option<Instant> {
    let [mut left, mut right] = [left, right].map(|it| {
        let mut from_start = Timeline::new(it.run(), Judge::new);
        from_start.seek(Instant::ZERO);
        from_start
    });
    loop {
        if left.world().digest() != right.world().digest() {
            return Some(left.world().now());
        }
        let moments = [left.next_event_at(), right.next_event_at()];
        let next = moments
            .into_iter()
            .flatten()
            .min()
            .filter(|next| *next <= until)?;
        left.advance_to(next, ALL_EVENTS);
        right.advance_to(next, ALL_EVENTS);
    }
}

#[test]
fn a_twin_with_the_same_options_stays_alike() {
    let one = a_minute(Options::default());
    let mut twin = one.twin(Options::default(), Judge::new);
    twin.seek(ms(60_000));
    assert_eq!(twin.world().digest(), one.world().digest());
    assert_eq!(twin.branch().head, one.branch().head);
    assert_eq!(first_divergence(&one, &twin, ms(60_000)), None);
    assert!(
        node_differences(one.world(), twin.world()).all(|it| it.state.is_empty() && it.same_log)
    );
}

#[test]
fn a_broken_rule_parts_twins_only_when_it_matters() {
    let bugs = Bugs::NONE.with(Bug::LastReplyKillsLeader);
    let broken = a_minute(Options {
        bugs,
        ..Options::default()
    });
    let mut whole = broken.twin(Options::default(), Judge::new);
    whole.seek(ms(60_000));
    let parted = first_divergence(&broken, &whole, ms(60_000)).expect("a leader dies of a reply");
    assert_eq!(Some(parted.at), slowly(&broken, &whole, ms(60_000)));
    let elected = whole.world().nodes().any(|node| node.leads());
    assert!(
        elected && parted.at > ms(1_000),
        "the election went the same way in both"
    );
}

#[test]
fn other_latencies_part_twins_at_the_first_message() {
    let quick = a_minute(Options::default());
    let slow = Latency {
        min: Duration::from_millis(90),
        max: Duration::from_millis(90),
    };
    let twin = quick.twin(
        Options {
            latency: slow,
            ..Options::default()
        },
        Judge::new,
    );
    let parted = first_divergence(&quick, &twin, ms(60_000)).expect("messages take longer");
    let sent_at = first_divergence(&quick, &twin, parted.at).map(|it| it.at);
    assert_eq!(sent_at, Some(parted.at), "nothing before it differs");
    assert_eq!(
        first_divergence(&quick, &twin, Instant(parted.at.0 - 1)),
        None
    );
    assert_eq!(slowly(&quick, &twin, ms(60_000)), Some(parted.at));
}

#[test]
fn loss_parts_twins_where_the_first_message_is_lost() {
    let lossy = Options {
        loss: raft_sim::Ratio {
            numerator: 1,
            denominator: 1_000,
        },
        ..Options::default()
    };
    let without = a_minute(Options::default());
    let with = without.twin(lossy, Judge::new);
    let parted = first_divergence(&without, &with, ms(60_000)).expect("some message is lost");
    assert_eq!(slowly(&without, &with, ms(60_000)), Some(parted.at));
    let mut before = without.clone();
    before.seek(Instant(parted.at.0 - 1));
    let sent = before.world().counts().messages;
    assert!(sent > 10, "only {sent} messages went the same way in both");
    let (Some(left), Some(right)) = (parted.left, parted.right) else {
        panic!("both send this message");
    };
    let (said, lost) = (left.sentence, right.sentence);
    let message = lost.strip_suffix(" It gets lost on the way.");
    let message = message.expect("the twin loses it");
    assert!(
        said.starts_with(message) && said.contains(" It is due at "),
        "{said}"
    );
}

#[test]
fn what_one_branch_does_and_the_other_does_not_is_named() {
    let mut timeline = a_minute(even(5, &[]));
    let leader = timeline.world().leader().expect("somebody leads");
    timeline.seek(ms(30_000));
    timeline.act(Action::Crash(leader));
    timeline.advance_to(ms(60_000), ALL_EVENTS);
    let beside = timeline.alone(0).expect("the main run");
    assert_eq!(beside.world().now(), ms(60_000));
    let parted = first_divergence(&timeline, &beside, ms(60_000)).expect("a crash");
    let Divergence {
        at,
        left: Some(left),
        right: Some(_),
    } = parted
    else {
        panic!("both go on");
    };
    assert_eq!(
        (at, left.at, left.node),
        (ms(30_000), ms(30_000), Some(leader))
    );
    assert_eq!(
        left.sentence,
        format!("{leader} crashes: it keeps what is on its disk, nothing else.")
    );
    let differences: Vec<_> = node_differences(timeline.world(), beside.world()).collect();
    assert!(
        differences
            .iter()
            .all(|it| !it.same_log && it.same_through.is_some())
    );
    assert!(
        differences
            .iter()
            .any(|it| it.id == leader && it.state.contains(&"status"))
    );
}

#[test]
fn hunted_branches_part_where_stepping_through_them_says() {
    for seed in 0..20 {
        let options = schedule::options(seed);
        let mut run = Run::new(seed, options);
        run.actions = schedule::actions(seed, &options, ms(20_000));
        let mut timeline = Timeline::new(run, Judge::new);
        timeline.expect_head(ms(20_000));
        timeline.seek(ms(400 * seed));
        timeline.act(Action::Pause(NodeId(0)));
        timeline.advance_to(ms(20_000), ALL_EVENTS);
        let beside = timeline.alone(0).expect("the main run");
        let parted = first_divergence(&timeline, &beside, ms(20_000)).map(|it| it.at);
        assert_eq!(
            parted,
            slowly(&timeline, &beside, ms(20_000)),
            "seed {seed}"
        );
    }
}

/// A step may begin the same way in both: what is told is where they differ.
#[test]
fn a_vote_that_only_one_gives_is_what_tells_them_apart() {
    let bugs = Bugs::NONE.with(Bug::VoteForAnyLog);
    let whole = Options {
        nodes: 3,
        ..Options::default()
    };
    let mut broken = Timeline::new(Run::new(5, Options { bugs, ..whole }), Judge::new);
    broken.advance_to(ms(4_000), ALL_EVENTS);
    let leader = broken.world().leader().expect("somebody leads");
    let behind = NodeId((leader.0 + 1) % 3);
    broken.act(Action::Isolate(behind));
    broken.act(ask("SET x=1"));
    broken.advance_to(ms(9_000), ALL_EVENTS);
    broken.act(Action::Heal);
    broken.act(Action::ForceTimeout(behind));
    broken.advance_to(ms(10_000), ALL_EVENTS);
    let twin = broken.twin(whole, Judge::new);
    let parted = first_divergence(&broken, &twin, ms(10_000)).expect("a vote");
    let sentences = [parted.left, parted.right].map(|it| it.expect("a vote").sentence);
    assert!(
        sentences[0].contains(&format!("votes for {behind}")),
        "{sentences:?}"
    );
    let refused = format!("refuses its vote to {behind}");
    assert!(sentences[1].contains(&refused), "{sentences:?}");
}

/// Figure 8: what one commits by its copies, the other may not commit yet, and says so at that
/// moment.
#[test]
fn what_only_one_holds_back_is_told_beside_what_the_other_does() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = path.join("../../scenarios/figure_8_lost_write.json");
    let text = fs::read_to_string(path).expect("the scenario is there");
    let scenario = Scenario::read(&text).expect("a scenario");
    let until = scenario.until();
    let run = play(&scenario, &mut Nobody).run;
    let options = Options {
        bugs: Bugs::NONE,
        ..run.options
    };
    let mut broken = Timeline::new(run, Judge::new);
    broken.expect_head(until);
    broken.seek(until);
    let twin = broken.twin(options, Judge::new);
    let parted = first_divergence(&broken, &twin, until).expect("a commit");
    let told = [parted.left, parted.right].map(|it| it.expect("both do something"));
    assert!(told.iter().all(|it| it.at == parted.at), "{told:?}");
    let [left, right] = told.map(|it| it.sentence);
    assert!(left.contains("commits through index 2"), "{left}");
    assert!(right.contains("may not commit index 2 yet"), "{right}");
}
