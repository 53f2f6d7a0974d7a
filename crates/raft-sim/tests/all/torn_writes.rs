//! A crash in the middle of a disk's writes leaves the first few entries of them.

use crate::one_entry::{act, with_one_entry, write};
use raft_core::{Bugs, Index, NodeId, Term};
use raft_sim::{Action, CrashCause, Event, FeedEvent, Latency, NodeView, Observer, Status, World};

/// Three nodes; Node 0 leads term 1, all have its first entry, and Node 1's disk has become slow.
fn with_a_slow_disk() -> World {
    let mut world = with_one_entry(Bugs::NONE);
    let slow = Action::SetDiskLatency {
        node: Some(NodeId(1)),
        latency: Latency::from_millis([900, 900]),
    };
    act(&mut world, &slow, 0);
    world
}

fn node(world: &World) -> NodeView<'_> {
    world.node(NodeId(1)).expect("there is such a node")
}

fn tear(keep: u32) -> Action {
    let node = NodeId(1);
    Action::TearWrites { node, keep }
}

/// The term and the last index on its disk.
fn on_disk(world: &World) -> (Term, Option<u64>) {
    let disk = node(world).disk();
    (disk.current_term, disk.log.last_index().map(Index::get))
}

#[derive(Default)]
struct Crashes(Vec<(CrashCause, String)>);

impl Observer for Crashes {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        if let Event::Crashed(_, cause) = event {
            let told = FeedEvent::of(world, event).expect("the feed tells of crashes");
            self.0.push((*cause, told.sentence(world).to_string()));
        }
    }
}

/// Of three entries under way, as many stay as it is said, and no more than there are.
#[test]
fn the_first_entries_stay() {
    for (keep, kept) in [(0, 0), (1, 1), (2, 2), (9, 3)] {
        let mut world = with_a_slow_disk();
        for text in ["SET x=2", "SET x=3", "SET x=4"] {
            write(&mut world, text);
        }
        assert_eq!(node(&world).unstable_writes(), 3);
        let mut crashes = Crashes::default();
        world.act(&tear(keep), &mut crashes);
        assert_eq!(node(&world).status(), Status::Crashed);
        assert_eq!(on_disk(&world), (Term(1), Some(1 + kept)), "keep {keep}");
        let [(cause, sentence)] = &crashes.0[..] else {
            panic!("expected one crash, found {:?}", crashes.0);
        };
        let kept = usize::try_from(kept).expect("a small number");
        assert_eq!(*cause, CrashCause::WritesTorn { kept, of: 3 });
        assert_eq!(
            *sentence,
            format!(
                "Node 1 crashes while its disk writes: of 3 entries on the way there, it holds \
                 {kept}."
            )
        );
        act(&mut world, &Action::Restart(NodeId(1)), 5_000);
        assert_eq!(on_disk(&world), (Term(1), Some(4)), "it gets the rest");
    }
}

/// One write of several entries can stop in its middle.
#[test]
fn a_single_write_can_stop_in_its_middle() {
    let mut world = with_a_slow_disk();
    act(&mut world, &Action::Crash(NodeId(1)), 0);
    for text in ["SET x=2", "SET x=3", "SET x=4"] {
        write(&mut world, text);
    }
    act(&mut world, &Action::Restart(NodeId(1)), 700);
    assert_eq!(
        node(&world).unstable_writes(),
        1,
        "all three in one message"
    );
    act(&mut world, &tear(2), 0);
    assert_eq!(on_disk(&world), (Term(1), Some(3)));
}

/// A write begins with its term and its vote: they can be there without any entry.
#[test]
fn a_term_comes_before_the_entries() {
    let mut world = with_a_slow_disk();
    act(&mut world, &Action::ForceTimeout(NodeId(1)), 0);
    assert_eq!(node(&world).current_term(), Term(2));
    act(&mut world, &tear(0), 0);
    assert_eq!(on_disk(&world), (Term(2), Some(1)));
    assert_eq!(node(&world).disk().voted_for, Some(NodeId(1)));
}

/// Where nothing is under way, it is a crash like any other.
#[test]
fn without_a_write_it_is_a_crash() {
    let mut world = with_a_slow_disk();
    let mut crashes = Crashes::default();
    world.act(&tear(3), &mut crashes);
    world.act(&tear(3), &mut crashes);
    let causes: Vec<CrashCause> = crashes.0.iter().map(|(cause, _)| *cause).collect();
    assert_eq!(causes, [CrashCause::Outside], "and it crashes once");
    assert_eq!(on_disk(&world), (Term(1), Some(1)));
}
