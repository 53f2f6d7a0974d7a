//! A clock that jumps: the timers of its node end sooner or later, and nothing else changes.

use raft_core::{Duration, Instant, NodeId, RoleName, Term, WhoseClock};
use raft_sim::{Action, ClockWay, Latency, Nobody, NodeView, Options, Run, World};

fn cluster() -> World {
    let options = Options {
        nodes: 3,
        latency: Latency::from_millis([5, 5]),
        ..Options::default()
    };
    let mut world = World::begin(&Run::new(1, options));
    act(&mut world, &Action::ForceTimeout(NodeId(0)), 10_000);
    assert!(node(&world, 0).leads());
    world
}

fn act(world: &mut World, action: &Action, then_ms: u64) {
    world.act(action, &mut Nobody);
    let until = Instant(world.now().0 + then_ms * 1_000);
    world.advance_to(until, &mut Nobody);
}

fn jump(world: &mut World, id: u8, way: ClockWay, ms: u64) {
    let (node, by) = (NodeId(id), Duration::from_millis(ms));
    act(world, &Action::JumpClock { node, way, by }, 0);
}

fn node(world: &World, id: u8) -> NodeView<'_> {
    world.node(NodeId(id)).expect("there is such a node")
}

fn ends_in(world: &World, id: u8) -> u64 {
    let timer = node(world, id).election_timer().expect("a follower waits");
    timer.ends_at.0.saturating_sub(world.now().0)
}

/// A follower whose clock jumps past the end of its timer stands for election at once.
#[test]
fn a_jump_ahead_ends_a_timer() {
    let mut world = cluster();
    let before = ends_in(&world, 1);
    jump(&mut world, 1, ClockWay::Ahead, 300);
    assert_eq!(ends_in(&world, 1), before - 300_000);
    assert_eq!(node(&world, 1).whose_clock(), WhoseClock::ItsOwn);

    jump(&mut world, 1, ClockWay::Ahead, 3_000);
    let now = world.now();
    world.advance_to(now, &mut Nobody);
    assert_eq!(node(&world, 1).role(), RoleName::Candidate);
    assert_eq!(node(&world, 1).current_term(), Term(2));
}

/// A follower whose clock jumps back waits that much longer, and hears its leader all the same.
#[test]
fn a_jump_back_lengthens_a_timer() {
    let mut world = cluster();
    let before = ends_in(&world, 1);
    jump(&mut world, 1, ClockWay::Back, 2_000);
    assert_eq!(ends_in(&world, 1), before + 2_000_000);
    let later = Instant(world.now().0 + 1_000_000);
    world.advance_to(later, &mut Nobody);
    assert!(ends_in(&world, 1) <= 3_000_000, "a heartbeat restarted it");
}

/// A leader whose clock jumps back is silent until its clock is there again: another is elected.
#[test]
fn a_leader_put_back_falls_silent() {
    let mut world = cluster();
    jump(&mut world, 0, ClockWay::Back, 9_000);
    let later = Instant(world.now().0 + 5_000_000);
    world.advance_to(later, &mut Nobody);
    assert!(!node(&world, 0).leads(), "the others chose again");
    assert!(node(&world, 1).leads() || node(&world, 2).leads());
}

/// A node that is down has a clock, too; it boots by it.
#[test]
fn a_clock_jumps_while_its_node_is_down() {
    let mut world = cluster();
    act(&mut world, &Action::Crash(NodeId(2)), 0);
    jump(&mut world, 2, ClockWay::Back, 5_000);
    act(&mut world, &Action::Restart(NodeId(2)), 0);
    let timer = ends_in(&world, 2);
    assert!((1_500_000..=3_000_000).contains(&timer), "{timer}");
}
