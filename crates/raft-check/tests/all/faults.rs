//! Faults do what they say: cut links stay cut, and a crash leaves exactly the disk.

use std::collections::BTreeMap;

use crate::common::{Watched, ask, even, link, ms, play, timeout, timetable, write};
use raft_check::audit;
use raft_core::{NodeId, NodeSet, RoleName};
use raft_sim::{Action, Endpoint, Event, Observer, Run, Status, World};

/// Messages that arrived, by sender and receiver.
#[derive(Default)]
struct Arrivals(BTreeMap<(u8, u8), u64>);

impl Arrivals {
    fn on(&self, from: u8, to: u8) -> u64 {
        self.0.get(&(from, to)).copied().unwrap_or(0)
    }

    fn between(&self, one: &[u8], other: &[u8]) -> u64 {
        let pairs = one
            .iter()
            .flat_map(|a| other.iter().map(move |b| self.on(*a, *b) + self.on(*b, *a)));
        pairs.sum()
    }
}

impl Observer for Arrivals {
    fn observe(&mut self, _: &World, event: &Event<'_>) {
        if let Event::Arrived(packet) = event
            && let (Endpoint::Node(from), Endpoint::Node(to)) = (packet.name.from, packet.name.to)
        {
            *self.0.entry((from.0, to.0)).or_default() += 1;
        }
    }
}

#[test]
fn one_direction_stays_cut_until_it_is_mended() {
    let mut world = World::begin(&Run::new(0, even(3, &[])));
    let mut before = Arrivals::default();
    let cut = Action::Cut(link(0, 1));
    play(
        &mut world,
        &timetable([(0, timeout(0)), (1_000, cut)]),
        ms(1_100),
        &mut before,
    );
    assert!(before.on(0, 1) > 0 && before.on(1, 0) > 0);

    let mut during = Arrivals::default();
    play(&mut world, &[], ms(61_000), &mut during);
    assert_eq!(during.on(0, 1), 0);
    assert!(during.on(1, 0) > 20, "the other direction is whole");

    let mut after = Arrivals::default();
    world.act(&Action::Uncut(link(0, 1)), &mut after);
    play(&mut world, &[], ms(71_000), &mut after);
    assert!(after.on(0, 1) > 0);
}

#[test]
fn a_partition_lasts_until_it_is_healed() {
    let sets = [&[0, 1][..], &[2, 3, 4]].map(|set| set.iter().copied().map(NodeId).collect());
    let groups: Vec<NodeSet> = sets.into();
    let mut world = World::begin(&Run::new(0, even(5, &[])));
    let parted = timetable([(0, timeout(0)), (1_000, Action::Partition(groups))]);
    play(&mut world, &parted, ms(1_100), &mut Arrivals::default());

    let mut during = Arrivals::default();
    let writes = timetable([(5_000, write(0, "SET x=1")), (6_000, ask("SET y=2"))]);
    play(&mut world, &writes, ms(61_000), &mut during);
    assert_eq!(during.between(&[0, 1], &[2, 3, 4]), 0);
    assert!(during.between(&[0], &[1]) > 0);
    assert!(during.between(&[2], &[3, 4]) > 0);
    let outcomes = world.requests().iter().map(|it| it.outcome.word());
    assert_eq!(outcomes.collect::<Vec<_>>(), ["unknown", "acknowledged"]);

    let mut after = Arrivals::default();
    world.act(&Action::Heal, &mut after);
    play(&mut world, &[], ms(71_000), &mut after);
    assert!(after.between(&[0, 1], &[2, 3, 4]) > 0);
    let logs: Vec<_> = world.nodes().map(|node| node.log().last()).collect();
    assert!(logs.windows(2).all(|pair| pair[0] == pair[1]), "{logs:?}");
}

#[test]
fn a_crashed_node_returns_with_its_disk_and_nothing_else() {
    let run = Run {
        options: even(3, &[]),
        actions: timetable([(0, timeout(0)), (200, write(0, "SET x=1"))]),
        ..Run::default()
    };
    let mut watched = Watched::whole(&run, 1_000);
    let node = |watched: &Watched| {
        let view = watched.world.node(NodeId(0)).expect("there is a node 0");
        (view.log().clone(), view.current_term(), view.voted_for())
    };
    let before = node(&watched);
    assert_eq!(before.0.iter().count(), 1);

    watched.act(&Action::Crash(NodeId(0)));
    let crashed = watched.world.node(NodeId(0)).expect("there is a node 0");
    assert_eq!(crashed.status(), Status::Crashed);
    assert_eq!(node(&watched), before);
    assert_eq!(
        (crashed.commit_index(), crashed.last_applied()),
        (None, None)
    );
    assert!(crashed.machine().is_none());

    watched.act(&Action::Restart(NodeId(0)));
    let booted = watched.world.node(NodeId(0)).expect("there is a node 0");
    assert_eq!(booted.role(), RoleName::Follower);
    assert_eq!((booted.leader(), booted.votes()), (None, NodeSet::EMPTY));
    assert_eq!(node(&watched), before);
    assert_eq!((booted.commit_index(), booted.last_applied()), (None, None));
    assert!(
        booted
            .machine()
            .is_some_and(|machine| machine.iter().count() == 0)
    );

    watched.act(&ask("SET y=2"));
    watched.advance(20_000);
    assert_eq!(watched.verdict(), None);
    assert_eq!(
        audit(&watched.world).to_string().lines().next(),
        Some("index 1: term 1 SET x=1 on nodes 0,1,2")
    );
}
