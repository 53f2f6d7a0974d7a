//! A disk that fails a write says so, and the process ends: it boots with what is on the disk.

use crate::one_entry::{act, node, set_disk, with_one_entry, write};
use raft_core::{Bug, Bugs, Command, Index, Instant, NodeId, Term};
use raft_sim::{
    Action, CrashCause, DiskMode, Event, FeedEvent, Latency, Nobody, Observer, Status, Target,
    World,
};

fn status(world: &World, id: u8) -> Status {
    node(world, id).status()
}

/// The term and the last index on its disk.
fn on_disk(world: &World, id: u8) -> (Term, Option<u64>) {
    let disk = node(world, id).disk();
    (disk.current_term, disk.log.last_index().map(Index::get))
}

/// The crashes that were seen, with their causes.
#[derive(Default)]
struct Crashes(Vec<(NodeId, CrashCause, String)>);

impl Observer for Crashes {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        if let Event::Crashed(node, cause) = event {
            let told = FeedEvent::of(world, event).expect("the feed tells of crashes");
            let sentence = told.sentence(world).to_string();
            self.0.push((*node, *cause, sentence));
        }
    }
}

#[test]
fn a_failed_write_ends_the_process() {
    let mut world = with_one_entry(Bugs::NONE);
    set_disk(&mut world, 1, DiskMode::Fails);
    assert_eq!(status(&world, 1), Status::Up, "nothing was to be written");

    let mut crashes = Crashes::default();
    let (to, command) = (Target::Node(NodeId(0)), Command::new("SET x=2"));
    world.act(&Action::Write { to, command }, &mut crashes);
    world.advance_to(Instant(world.now().0 + 100_000), &mut crashes);

    let [(id, cause, sentence)] = &crashes.0[..] else {
        panic!("expected one crash, found {:?}", crashes.0);
    };
    assert_eq!((*id, *cause), (NodeId(1), CrashCause::WriteFailed));
    assert_eq!(
        sentence,
        "Node 1's disk fails a write, so its process ends: going on, it could speak of what its \
         disk will never hold."
    );
    assert_eq!(status(&world, 1), Status::Crashed);
    assert_eq!(on_disk(&world, 1), (Term(1), Some(1)), "nothing of it");
    assert_eq!(node(&world, 0).commit_index(), Index::new(2), "two others");
}

/// It boots and hears its leader; as soon as it has something to write, it ends again.
#[test]
fn it_boots_with_a_failing_disk_and_ends_at_the_next_write() {
    let mut world = with_one_entry(Bugs::NONE);
    set_disk(&mut world, 1, DiskMode::Fails);
    write(&mut world, "SET x=2");
    act(&mut world, &Action::Restart(NodeId(1)), 0);
    assert_eq!(status(&world, 1), Status::Up);
    world.advance_to(Instant(world.now().0 + 1_000_000), &mut Nobody);
    assert_eq!(status(&world, 1), Status::Crashed, "the entry comes again");

    set_disk(&mut world, 1, DiskMode::Syncs);
    act(&mut world, &Action::Restart(NodeId(1)), 2_000);
    assert_eq!(status(&world, 1), Status::Up);
    assert_eq!(on_disk(&world, 1), (Term(1), Some(2)));
}

/// A slow disk fails a write when it would have done it, and those behind it are lost, too.
#[test]
fn a_slow_disk_fails_a_write_when_it_would_be_done() {
    let mut world = with_one_entry(Bugs::NONE);
    let slow = Action::SetDiskLatency {
        node: Some(NodeId(2)),
        latency: Latency::from_millis([300, 300]),
    };
    act(&mut world, &slow, 0);
    write(&mut world, "SET x=2");
    write(&mut world, "SET x=3");
    set_disk(&mut world, 2, DiskMode::Fails);
    assert_eq!(status(&world, 2), Status::Up);
    assert_eq!(node(&world, 2).unstable_writes(), 2);
    world.advance_to(Instant(world.now().0 + 300_000), &mut Nobody);
    assert_eq!(status(&world, 2), Status::Crashed);
    assert_eq!(node(&world, 2).unstable_writes(), 0);
    assert_eq!(on_disk(&world, 2), (Term(1), Some(1)));
}

/// A leader ends like any other node: its entry was on no disk, and nobody was told of it.
#[test]
fn a_leader_ends_with_what_it_has_told_nobody() {
    let mut world = with_one_entry(Bugs::NONE);
    set_disk(&mut world, 0, DiskMode::Fails);
    write(&mut world, "SET x=2");
    assert_eq!(status(&world, 0), Status::Crashed);
    for id in 0..3 {
        assert_eq!(on_disk(&world, id), (Term(1), Some(1)));
    }
}

/// A paused process does nothing, so it ends when it goes on; until then its disk does nothing
/// more, whatever becomes of it.
#[test]
fn a_paused_process_ends_when_it_goes_on() {
    for then in [DiskMode::Syncs, DiskMode::Lies] {
        let mut world = with_one_entry(Bugs::NONE);
        let slow = Action::SetDiskLatency {
            node: Some(NodeId(1)),
            latency: Latency::from_millis([300, 300]),
        };
        act(&mut world, &slow, 0);
        write(&mut world, "SET x=2");
        write(&mut world, "SET x=3");
        act(&mut world, &Action::Pause(NodeId(1)), 0);
        set_disk(&mut world, 1, DiskMode::Fails);
        world.advance_to(Instant(world.now().0 + 250_000), &mut Nobody);
        assert_eq!(status(&world, 1), Status::Paused);
        set_disk(&mut world, 1, then);
        world.advance_to(Instant(world.now().0 + 1_000_000), &mut Nobody);
        assert_eq!(on_disk(&world, 1), (Term(1), Some(1)), "{then:?}");
        act(&mut world, &Action::Resume(NodeId(1)), 0);
        assert_eq!(status(&world, 1), Status::Crashed, "{then:?}");
    }
}

/// Without the rule the node speaks of an entry that its disk will never hold. What it writes
/// later stands behind a hole, and cannot be read when it boots.
#[test]
fn without_the_rule_a_node_keeps_what_its_disk_has_not() {
    let mut world = with_one_entry(Bugs::NONE.with(Bug::GoOnAfterFailedWrite));
    set_disk(&mut world, 1, DiskMode::Fails);
    write(&mut world, "SET x=2");
    assert_eq!(status(&world, 1), Status::Up);
    assert_eq!(node(&world, 1).unconfirmed(), None, "as far as it knows");
    set_disk(&mut world, 1, DiskMode::Syncs);
    write(&mut world, "SET x=3");
    assert_eq!(node(&world, 1).log().last_index(), Index::new(3));
    assert_eq!(on_disk(&world, 1), (Term(1), Some(1)));
}
