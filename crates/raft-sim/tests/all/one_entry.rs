//! Three nodes that have one entry, and what tests of their disks do to them.

use raft_core::{Bugs, Command, Instant, NodeId};
use raft_sim::{Action, DiskMode, Latency, Nobody, NodeView, Options, Run, Target, World};

/// Three nodes, all up; Node 0 leads term 1 and all have its first entry.
pub fn with_one_entry(bugs: Bugs) -> World {
    let options = Options {
        nodes: 3,
        latency: Latency::from_millis([5, 5]),
        bugs,
        ..Options::default()
    };
    let mut world = World::begin(&Run::new(1, options));
    act(&mut world, &Action::ForceTimeout(NodeId(0)), 100);
    write(&mut world, "SET x=1");
    world
}

pub fn act(world: &mut World, action: &Action, then_ms: u64) {
    world.act(action, &mut Nobody);
    let until = Instant(world.now().0 + then_ms * 1_000);
    world.advance_to(until, &mut Nobody);
}

pub fn write(world: &mut World, text: &str) {
    let (to, command) = (Target::Node(NodeId(0)), Command::new(text));
    act(world, &Action::Write { to, command }, 100);
}

pub fn set_disk(world: &mut World, id: u8, mode: DiskMode) {
    let node = NodeId(id);
    act(world, &Action::SetDisk { node, mode }, 0);
}

pub fn node(world: &World, id: u8) -> NodeView<'_> {
    world.node(NodeId(id)).expect("there is such a node")
}
