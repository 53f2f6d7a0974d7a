//! What can happen to one machine: its disk, its clock, and the moment it dies at.

use raft_core::{Command, Duration, Instant, NodeId, RoleName, Term};
use raft_sim::{
    Action, DiskLoss, DiskMode, Event, Latency, Nobody, NodeView, Observer, Options, Ratio, Run,
    Target, World,
};

/// Three nodes whose messages all take 50 ms. Node 0 leads term 1 from 100 ms on.
fn led_by_node_0() -> World {
    let options = Options {
        nodes: 3,
        latency: Latency::from_millis([50, 50]),
        ..Options::default()
    };
    let mut world = World::begin(&Run::new(1, options));
    world.act(&Action::ForceTimeout(NodeId(0)), &mut Nobody);
    world.advance_to(Instant::from_millis(200), &mut Nobody);
    assert_eq!(world.leader(), Some(NodeId(0)));
    world
}

fn node(world: &World, id: u8) -> NodeView<'_> {
    world.node(NodeId(id)).expect("there is such a node")
}

fn last_index(view: NodeView<'_>) -> Option<u64> {
    view.log().last_index().map(raft_core::Index::get)
}

fn index_on_disk(view: NodeView<'_>) -> Option<u64> {
    view.last_on_disk().map(|last| last.index.get())
}

fn write(text: &str) -> Action {
    Action::Write {
        to: Target::Node(NodeId(0)),
        command: Command::new(text),
    }
}

fn set_disk(id: u8, mode: DiskMode) -> Action {
    Action::SetDisk {
        node: NodeId(id),
        mode,
    }
}

/// Acts now and lets so many milliseconds go by.
fn act(world: &mut World, actions: &[Action], then_ms: u64) -> Losses {
    let mut losses = Losses::default();
    for action in actions {
        world.act(action, &mut losses);
    }
    let until = world.now() + Duration::from_millis(then_ms);
    world.advance_to(until, &mut losses);
    losses
}

#[derive(Debug, Default, PartialEq)]
struct Losses(Vec<(NodeId, DiskLoss)>);

impl Observer for Losses {
    fn observe(&mut self, _: &World, event: &Event<'_>) {
        if let Event::DiskLost { node, loss } = event {
            self.0.push((*node, *loss));
        }
    }
}

#[test]
fn a_stalled_disk_keeps_its_node_from_speaking_of_what_it_has_not_written() {
    let mut world = led_by_node_0();
    act(
        &mut world,
        &[set_disk(1, DiskMode::Stalls), write("SET x=1")],
        400,
    );
    let stalled = node(&world, 1);
    assert_eq!(
        (last_index(stalled), index_on_disk(stalled)),
        (Some(1), None)
    );
    assert_eq!(stalled.unstable_writes(), 1);
    let progress = node(&world, 0)
        .progress_of(NodeId(1))
        .expect("Node 0 leads");
    assert_eq!(progress.match_index, None, "Node 1 has not answered");

    act(&mut world, &[set_disk(1, DiskMode::Syncs)], 100);
    assert_eq!(index_on_disk(node(&world, 1)), Some(1));
    let progress = node(&world, 0)
        .progress_of(NodeId(1))
        .expect("Node 0 leads");
    assert!(progress.match_index.is_some());
}

#[test]
fn timers_and_stepping_down_go_on_while_a_disk_stalls() {
    let mut world = led_by_node_0();
    act(
        &mut world,
        &[set_disk(0, DiskMode::Stalls), write("SET x=1")],
        8_000,
    );
    let stalled = node(&world, 0);
    assert_ne!(stalled.role(), RoleName::Leader, "somebody else leads");
    assert!(stalled.current_term() > Term(1));
    assert_eq!(stalled.disk().current_term, Term(1), "what is on the disk");
    let losses = act(
        &mut world,
        &[Action::Crash(NodeId(0)), Action::Restart(NodeId(0))],
        0,
    );
    assert_eq!(losses, Losses::default(), "nothing confirmed was lost");
    assert_eq!(node(&world, 0).current_term(), Term(1));
}

#[test]
fn a_lying_disk_loses_what_it_has_confirmed() {
    let mut world = led_by_node_0();
    act(
        &mut world,
        &[set_disk(1, DiskMode::Lies), write("SET x=1")],
        700,
    );
    assert_eq!(last_index(node(&world, 1)), Some(1));
    assert_eq!(node(&world, 1).unstable_writes(), 1);
    let losses = act(
        &mut world,
        &[Action::Crash(NodeId(1)), Action::Restart(NodeId(1))],
        0,
    );
    assert_eq!(losses.0, [(NodeId(1), DiskLoss::Unsynced)]);
    assert_eq!(last_index(node(&world, 1)), None);
}

#[test]
fn a_disk_that_lies_no_more_has_written_everything() {
    let mut world = led_by_node_0();
    act(
        &mut world,
        &[set_disk(1, DiskMode::Lies), write("SET x=1")],
        700,
    );
    act(&mut world, &[set_disk(1, DiskMode::Syncs)], 0);
    assert_eq!(index_on_disk(node(&world, 1)), Some(1));
    let losses = act(&mut world, &[Action::Crash(NodeId(1))], 0);
    assert_eq!(losses, Losses::default());
}

#[test]
fn a_wiped_node_goes_down_and_returns_with_nothing() {
    let mut world = led_by_node_0();
    act(&mut world, &[write("SET x=1")], 700);
    let losses = act(&mut world, &[Action::WipeDisk(NodeId(2))], 0);
    assert_eq!(losses.0, [(NodeId(2), DiskLoss::Wiped)]);
    assert!(!node(&world, 2).is_running());
    act(&mut world, &[Action::Restart(NodeId(2))], 0);
    let empty = node(&world, 2);
    assert_eq!((empty.current_term(), empty.voted_for()), (Term(0), None));
    assert_eq!(last_index(empty), None);
    let again = act(&mut world, &[Action::WipeDisk(NodeId(2))], 0);
    assert_eq!(again, Losses::default(), "there was nothing to lose");
}

#[test]
fn a_crash_between_write_and_word_leaves_the_write_and_no_word() {
    let mut world = led_by_node_0();
    act(
        &mut world,
        &[Action::CrashAtWrite(NodeId(1)), write("SET x=1")],
        150,
    );
    let crashed = node(&world, 1);
    assert!(!crashed.is_running());
    assert_eq!(index_on_disk(crashed), Some(1));
    let progress = node(&world, 0)
        .progress_of(NodeId(1))
        .expect("Node 0 leads");
    assert_eq!(progress.match_index, None, "it never answered");
    act(
        &mut world,
        &[Action::Restart(NodeId(1)), write("SET x=2")],
        200,
    );
    assert!(node(&world, 1).is_running(), "it crashes once");
}

#[test]
fn a_slow_disk_delays_the_answer() {
    let mut world = led_by_node_0();
    let slow = Action::SetDiskLatency {
        node: None,
        latency: Latency::from_millis([200, 200]),
    };
    act(&mut world, &[slow, write("SET x=1")], 499);
    assert_eq!(node(&world, 0).commit_index(), None);
    // 50 ms to the leader; 200 ms to its disk, and only then 50 ms to the followers, 200 ms to
    // their disks and 50 ms back.
    act(&mut world, &[], 51);
    assert!(node(&world, 0).commit_index().is_some());
}

#[test]
fn a_paused_process_hears_of_its_writes_when_it_goes_on() {
    let mut world = led_by_node_0();
    let slow = Action::SetDiskLatency {
        node: Some(NodeId(1)),
        latency: Latency::from_millis([200, 200]),
    };
    act(&mut world, &[slow, write("SET x=1")], 150);
    act(&mut world, &[Action::Pause(NodeId(1))], 300);
    assert_eq!(index_on_disk(node(&world, 1)), Some(1));
    let matched = |world: &World| {
        let progress = node(world, 0).progress_of(NodeId(1));
        progress.and_then(|progress| progress.match_index)
    };
    assert_eq!(matched(&world), None);
    act(&mut world, &[Action::Resume(NodeId(1))], 60);
    assert!(matched(&world).is_some());
}

#[test]
fn a_fast_clock_runs_out_early() {
    let timer_of = |world: &World| node(world, 1).election_timer().expect("it follows");
    let mut world = led_by_node_0();
    let (now, before) = (world.now(), timer_of(&world));
    let fast = Action::SetClockRate {
        node: NodeId(1),
        rate: Ratio {
            numerator: 2,
            denominator: 1,
        },
    };
    world.act(&fast, &mut Nobody);
    let after = timer_of(&world);
    let half = (before.ends_at - now).0.div_ceil(2);
    assert_eq!(after.ends_at - now, Duration(half));
    world.act(&Action::Isolate(NodeId(0)), &mut Nobody);
    world.advance_to(after.ends_at, &mut Nobody);
    assert_eq!(node(&world, 1).role(), RoleName::Candidate);
}
