//! The bounds of a run: whatever it is asked to do, it stays within them or ends with a sentence.

use raft_core::{Command, Duration, Instant, NodeId, NodeSet};
use raft_sim::limits::{PACKETS_MAX, RUN_BYTES_MAX, RUN_EVENTS_MAX, SPAN_MAX};
use raft_sim::{
    Action, Bound, DropReason, Event, Latency, Nobody, Observer, Options, Ratio, Run, Target,
    Timeline, Workload, World, link,
};

/// A link of 70 characters whose run took 10 GB: messages that are due in an hour fill the network
/// within seconds.
const FLOOD: &str = "#UlABHZtRNQEABAAJAegH0A8C6AcDgMjOtA2AyM60DQAAAADh2d4n4dneJ_jen8Gmt4vgSQ";

fn flood() -> Run {
    let shared = link::decode(FLOOD).expect("a link that was published");
    shared.run
}

fn ms(millis: u64) -> Instant {
    Instant::from_millis(millis)
}

/// Counts what was lost, and what is in flight at most.
#[derive(Default)]
struct Flights {
    lost: u64,
    most: usize,
}

impl Observer for Flights {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        if let Event::Dropped(_, DropReason::Lost) = event {
            self.lost += 1;
            if self.lost.is_multiple_of(10_000) {
                self.most = self.most.max(world.network().packets().count());
            }
        }
    }
}

#[test]
fn a_message_without_room_takes_no_slot() {
    let mut world = World::begin(&flood());
    let mut flights = Flights::default();
    while flights.lost < 200_000 && world.advance_once(ms(80_000), &mut flights) {}
    assert_eq!(flights.lost, 200_000);
    assert_eq!(flights.most, PACKETS_MAX);
    assert_eq!(world.network().packets().count(), PACKETS_MAX);
}

#[test]
fn a_flood_ends_with_a_sentence_at_the_same_event_however_it_is_played() {
    let mut world = World::begin(&flood());
    world.advance_to(ms(80_000_000), &mut Nobody);
    let ending = world.ending().expect("its messages are without number");
    assert_eq!(ending.bound, Bound::Work);
    assert_eq!(world.now(), ending.at);
    assert!((RUN_EVENTS_MAX..RUN_EVENTS_MAX + 2_048).contains(&world.work()));
    assert!(world.held_bytes() <= RUN_BYTES_MAX);
    let sentence = ending.to_string();
    assert!(sentence.starts_with("This run ends at "), "{sentence}");
    assert!(sentence.ends_with("begin a new run."), "{sentence}");

    let mut timeline = Timeline::new(flood(), |_| Nobody);
    while !timeline.approach(ms(80_000_000), 123_457) {}
    assert_eq!(timeline.world().ending(), Some(ending));
    assert_eq!(timeline.world().digest(), world.digest());
    assert_eq!(timeline.ending(), Some(sentence));
}

#[test]
fn nothing_happens_after_the_end() {
    let mut timeline = Timeline::new(flood(), |_| Nobody);
    timeline.advance_to(ms(80_000_000), u64::MAX);
    let (digest, now) = (timeline.world().digest(), timeline.world().now());
    timeline.act(Action::Crash(NodeId(0)));
    timeline.advance_to(ms(80_000_000), u64::MAX);
    assert_eq!(timeline.world().digest(), digest);
    assert_eq!(timeline.world().now(), now);
    assert_eq!(timeline.next_event_at(), None);
    assert!(timeline.run().actions.is_empty());

    // The past can still be seen and changed.
    timeline.seek(ms(1_000));
    assert_eq!(timeline.world().now(), ms(1_000));
    assert_eq!(timeline.ending(), None);
    timeline.act(Action::Crash(NodeId(0)));
    assert_eq!(timeline.branches().len(), 2);
}

/// A network that is full, so that every action that looks at its messages takes long.
fn full_network() -> World {
    let options = Options {
        nodes: 9,
        heartbeat: Duration::from_millis(1),
        latency: Latency {
            min: Duration(0),
            max: Duration(0),
        },
        ..Options::default()
    };
    let mut world = World::begin(&Run::new(1, options));
    world.advance_to(ms(4_000), &mut Nobody);
    assert!(world.leader().is_some());
    let latency = Latency {
        min: SPAN_MAX,
        max: SPAN_MAX,
    };
    world.act(
        &Action::SetLatency {
            link: None,
            latency,
        },
        &mut Nobody,
    );
    world.act(
        &Action::SetDuplication {
            link: None,
            ratio: Ratio::ONE,
        },
        &mut Nobody,
    );
    while world.network().packets().count() < PACKETS_MAX {
        let until = world.now() + Duration::from_millis(100);
        world.advance_to(until, &mut Nobody);
        assert!(world.now() < ms(60_000), "the network fills");
    }
    world
}

#[test]
fn actions_on_a_full_network_are_bounded_by_the_messages_that_they_look_at() {
    let [one, other]: [NodeSet; 2] = [
        [NodeId(0), NodeId(1)].into_iter().collect(),
        [NodeId(2), NodeId(3)].into_iter().collect(),
    ];
    let full = full_network();
    let nowhere = raft_sim::PacketName {
        from: raft_sim::Endpoint::Node(NodeId(0)),
        to: raft_sim::Endpoint::Node(NodeId(1)),
        nth: u64::MAX >> 12,
        copy: 0,
    };
    let link = raft_sim::Link {
        from: NodeId(0),
        to: NodeId(1),
    };
    for action in [
        Action::Partition(vec![one, other]),
        Action::Cut(link),
        Action::Drop(nowhere),
    ] {
        let mut world = full.clone();
        let done = (0..9_900).take_while(|_| {
            world.act(&action, &mut Nobody);
            world.ending().is_none()
        });
        let done = done.count();
        assert!(
            (100..2_000).contains(&done),
            "{action:?} was done {done} times"
        );
        assert_eq!(world.ending().expect("it ends").bound, Bound::Work);
    }
}

#[test]
fn a_partition_cuts_what_single_cuts_would() {
    let mut parted = World::begin(&Run::new(3, Options::default()));
    parted.advance_to(ms(6_000), &mut Nobody);
    let mut cut = parted.clone();
    let groups = [[0, 1].as_slice(), &[2, 3, 4]]
        .map(|group| group.iter().map(|node| NodeId(*node)).collect::<NodeSet>());
    parted.act(&Action::Partition(groups.to_vec()), &mut Nobody);
    for from in groups[0].iter() {
        for to in groups[1].iter() {
            for (from, to) in [(from, to), (to, from)] {
                cut.act(&Action::Cut(raft_sim::Link { from, to }), &mut Nobody);
            }
        }
    }
    for world in [&mut parted, &mut cut] {
        world.advance_to(ms(20_000), &mut Nobody);
    }
    assert_eq!(parted.digest(), cut.digest());
}

fn busy(per_second: u32) -> Action {
    Action::SetWorkload(Some(Workload {
        per_second,
        reads: Ratio::ZERO,
        keys: 26,
        clients: 100,
    }))
}

/// Most of what a busy run holds is in its logs, its requests and its feed.
#[test]
fn a_busy_run_ends_by_what_it_holds_and_its_kept_moments_stay_within_their_bound() {
    let mut timeline = Timeline::new(Run::new(1, Options::default()), |_| Nobody);
    timeline.act(busy(1_000));
    timeline.advance_to(ms(24 * 3_600_000), u64::MAX);
    let ending = timeline
        .world()
        .ending()
        .expect("nobody can go on for a day");
    assert!(timeline.world().requests().len() > 20_000, "{ending}");
    assert!(timeline.kept_bytes() <= raft_sim::limits::KEYFRAME_BYTES_MAX);
}

/// Messages that wait at a paused process take room as those in flight do.
#[test]
fn messages_that_wait_at_a_paused_process_are_bounded() {
    let options = Options {
        nodes: 3,
        heartbeat: Duration::from_millis(1),
        duplicate: Ratio::ONE,
        latency: Latency::NONE,
        ..Options::default()
    };
    let mut world = World::begin(&Run::new(1, options));
    world.advance_to(ms(4_000), &mut Nobody);
    let leader = world.leader().expect("somebody leads");
    let stalled = NodeId((leader.0 + 1) % 3);
    world.act(&Action::Pause(stalled), &mut Nobody);
    let mut flights = Flights::default();
    while flights.lost == 0 && world.advance_once(ms(300_000), &mut flights) {}
    assert_eq!(flights.lost, 1, "the network fills up");
    world.act(&Action::Crash(stalled), &mut Nobody);
    let until = world.now() + Duration::from_millis(100);
    let mut flights = Flights::default();
    world.advance_to(until, &mut flights);
    assert_eq!(flights.lost, 0, "a crash makes room");
}

/// A write that is asked of a run that has ended is refused, and the world stays as it was.
#[test]
fn an_ended_world_takes_no_action() {
    let mut world = World::begin(&flood());
    world.advance_to(ms(80_000_000), &mut Nobody);
    let before = world.digest();
    let write = Action::Write {
        to: Target::Any,
        command: Command::new("SET x=1"),
    };
    world.act(&write, &mut Nobody);
    assert_eq!(world.digest(), before);
    assert!(world.requests().is_empty());
}
