//! Client interaction, as far as a node takes part in it.

use raft_core::{ClientId, Command, Effect, Input, Origin, Payload, RoleName};

use crate::harness::cluster::{Cluster, Outcome};
use crate::harness::server::Server;
use crate::harness::{node, origin};

// "If the client's first choice is not the leader, that server will reject the client's
// request and supply information about the most recent leader it has heard from."
#[test]
fn section_8_a_follower_names_the_leader_it_has_heard_from() {
    let mut cluster = Cluster::new(3);
    cluster.elect(0);
    cluster.elect(2);

    cluster.propose(1, "x");

    let expected = Outcome::NotLeader(origin(1), Some(node(2)));
    assert_eq!(cluster.outcomes, [expected]);
    assert!(cluster.logs().iter().all(Vec::is_empty));
}

// "If the leader crashes, client requests will time out; clients then try again with
// randomly-chosen servers": the same command is then taken by another leader.
#[test]
fn section_8_a_request_can_be_repeated_at_another_leader() {
    let mut cluster = Cluster::new(3);
    cluster.elect(0);
    cluster.isolate(0);
    cluster.propose(0, "x");
    cluster.crash(0);
    cluster.elect(1);

    cluster.propose(1, "x");
    cluster.settle();

    assert_eq!(cluster.server(1).commit(), 1);
    assert!(matches!(
        cluster.outcomes[..],
        [Outcome::Taken(_), Outcome::Taken(_)]
    ));
}

// "Clients assign unique serial numbers to every command": an entry keeps both the client and
// the number, also on other nodes, so that a state machine can tell a repeated command.
#[test]
fn section_8_an_entry_keeps_its_client_and_serial_number() {
    let mut cluster = Cluster::new(3);
    cluster.elect(0);
    let origin = Origin {
        client: ClientId(7),
        serial: 42,
    };
    let command = Command::new("x");

    for _ in 0..2 {
        let (origin, command) = (origin, command.clone());
        cluster.step(0, Input::Propose { origin, command });
    }
    cluster.settle();
    cluster.heartbeat(0);
    cluster.settle();

    let payload = Payload::Command { origin, command };
    for server in &cluster.servers {
        let applied: Vec<_> = server.applied.iter().map(|entry| &entry.payload).collect();
        assert_eq!(
            applied,
            [&payload, &payload],
            "to do it once is the service's work"
        );
    }
}

// A leader "must have the latest information on which entries are committed": at the start of
// its term it may not know; a blank entry tells it, and is no client's command.
#[test]
fn section_8_a_blank_entry_belongs_to_no_client() {
    let mut config = crate::harness::config(1);
    config.blank_entry_at_election = true;
    let mut server = Server::new(0, config, crate::harness::disk(1, &[1]));

    let effects = server.step(Input::ForceTimeout);

    assert_eq!(server.role(), RoleName::Leader);
    assert_eq!(server.applied[1].payload, Payload::BLANK);
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::Taken { .. }))
    );
}

// A leader that has been replaced must not answer a read from what it has: here a read is a
// command, and commits with a majority or not at all.
#[test]
fn section_8_a_replaced_leader_answers_no_read() {
    let mut cluster = Cluster::new(3);
    cluster.elect(0);
    cluster.isolate(0);
    cluster.elect(1);

    cluster.propose(0, "GET x");
    cluster.settle();
    cluster.heal();
    cluster.heartbeat(1);
    cluster.settle();

    assert!(cluster.server(0).applied.is_empty());
    assert_eq!(cluster.server(0).role(), RoleName::Follower);
}
