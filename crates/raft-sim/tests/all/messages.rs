//! One message in flight, and what can be done to it.

use raft_core::{Command, Duration, Instant, NodeId};
use raft_sim::{Action, Endpoint, Fate, Nobody, Options, Packet, PacketName, Run, Target, World};

/// A world in which only a client's write is on its way, to Node 3.
fn a_write_in_flight() -> (World, PacketName) {
    let mut world = World::begin(&Run::new(4, Options::default()));
    let to = Target::Node(NodeId(3));
    let command = Command::new("SET x=1");
    world.act(&Action::Write { to, command }, &mut Nobody);
    let name = PacketName {
        from: Endpoint::Clients,
        to: Endpoint::Node(NodeId(3)),
        nth: 0,
        copy: 0,
    };
    assert_eq!(names(&world), [name]);
    (world, name)
}

fn names(world: &World) -> Vec<PacketName> {
    world
        .network()
        .packets()
        .map(|packet| packet.name)
        .collect()
}

fn packet(world: &World, name: PacketName) -> &Packet {
    let mut found = world
        .network()
        .packets()
        .filter(|packet| packet.name == name);
    found.next().expect("it is in flight")
}

#[test]
fn a_copy_has_a_name_of_its_own() {
    let (mut world, name) = a_write_in_flight();
    world.act(&Action::Duplicate(name), &mut Nobody);
    world.act(&Action::Duplicate(name), &mut Nobody);
    let copies: Vec<u32> = names(&world).iter().map(|name| name.copy).collect();
    assert_eq!(copies, [0, 1, 2]);
}

#[test]
fn dropping_a_copy_spares_its_original() {
    let (mut world, name) = a_write_in_flight();
    let copy = PacketName { copy: 1, ..name };
    world.act(&Action::Duplicate(name), &mut Nobody);
    world.act(&Action::Drop(copy), &mut Nobody);
    assert_eq!(packet(&world, name).fate, Fate::Arrives);
    assert_eq!(packet(&world, copy).fate, Fate::Lost);
}

#[test]
fn a_delayed_message_arrives_later_and_only_then() {
    let (mut world, name) = a_write_in_flight();
    let due_at = packet(&world, name).due_at;
    let late = due_at + Duration::from_millis(500);
    world.act(
        &Action::Delay(name, Duration::from_millis(500)),
        &mut Nobody,
    );
    world.advance_to(due_at, &mut Nobody);
    assert_eq!(packet(&world, name).due_at, late);
    assert_eq!(world.next_event_at(), Some(late));
    world.advance_to(late, &mut Nobody);
    assert!(!names(&world).contains(&name));
}

#[test]
fn a_message_delivered_by_hand_arrives_at_once_and_only_once() {
    let (mut world, name) = a_write_in_flight();
    world.act(&Action::Deliver(name), &mut Nobody);
    // Node 3 follows nobody yet, and its refusal is under way.
    assert!(
        names(&world)
            .iter()
            .all(|name| name.to == Endpoint::Clients)
    );
    world.advance_to(Instant::from_millis(1_000), &mut Nobody);
    assert_eq!(
        world
            .network()
            .sent_on(Endpoint::Node(NodeId(3)), Endpoint::Clients),
        1
    );
}

#[test]
fn what_is_done_to_a_message_that_is_gone_changes_nothing() {
    let (mut world, name) = a_write_in_flight();
    world.advance_to(Instant::from_millis(1_000), &mut Nobody);
    let before = (world.digest(), names(&world));
    for action in [
        Action::Drop(name),
        Action::Deliver(name),
        Action::Duplicate(name),
        Action::Delay(name, Duration(1)),
    ] {
        world.act(&action, &mut Nobody);
    }
    assert_eq!((world.digest(), names(&world)), before);
}
