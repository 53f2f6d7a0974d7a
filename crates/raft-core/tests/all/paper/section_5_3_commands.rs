//! Log replication: how a client's command is taken, committed or lost.

use raft_core::{Body, ClientId, Input, Origin, RoleName};

use crate::harness::cluster::{Cluster, Outcome};
use crate::harness::server::Server;
use crate::harness::{appends, has_decided, node, origin};

// R20: only a leader takes commands. Any other node refuses at once and names the leader if it
// knows one; no command is dropped without an answer.
#[test]
fn section_5_3_only_a_leader_takes_commands() {
    let mut cluster = Cluster::new(3);
    cluster.propose(1, "nobody leads yet");
    cluster.elect(0);
    cluster.propose(1, "a follower");
    cluster.isolate(2);
    cluster.timeout(2);
    cluster.propose(2, "a candidate");
    cluster.propose(0, "the leader");

    let leader = Some(node(0));
    assert_eq!(
        cluster.outcomes,
        [
            Outcome::NotLeader(origin(1), None),
            Outcome::NotLeader(origin(2), leader),
            Outcome::NotLeader(origin(3), None),
            Outcome::Taken(origin(4)),
        ]
    );
}

// R18: entries go out as they come, without waiting for answers and without repetition;
// answers commit them one by one (Thesis §10.2.2).
#[test]
fn section_5_3_entries_are_pipelined() {
    let mut server = Server::leader(3, 0, &[]);
    for place in 1..=3 {
        let effects = server.propose("x");
        let rows = appends(&effects);
        assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), [1, 2]);
        assert!(rows.iter().all(|row| row.2.len() == 1), "{rows:?}");
        assert_eq!(server.progress(1), (place + 1, 0));
    }
    for place in 1..=3 {
        server.acknowledge([2], place);
        assert_eq!(server.commit(), place);
    }
}

// R21: without a majority nothing commits, however long it takes.
#[test]
fn section_5_3_nothing_commits_without_a_majority() {
    for (nodes, dead, commits) in [(3, 2, false), (4, 2, false), (5, 2, true)] {
        let mut cluster = Cluster::new(nodes);
        cluster.elect(0);
        (nodes - dead..nodes).for_each(|id| cluster.crash(id));
        cluster.propose(0, "x");
        for _ in 0..5 {
            cluster.settle();
            cluster.heartbeat(0);
        }
        cluster.settle();

        let applied = |id: u8| cluster.server(id).applied.len();
        assert_eq!(applied(0) == 1, commits, "{dead} of {nodes} dead");
        assert_eq!(applied(1) == 1, commits, "{dead} of {nodes} dead");
    }
}

// R22: commands given together are all committed, each in its own place, in order.
#[test]
fn section_5_3_concurrent_commands_get_places_of_their_own() {
    let mut cluster = Cluster::new(3);
    cluster.elect(0);
    for serial in 0..5 {
        let input = Input::Propose {
            origin: Origin {
                client: ClientId(serial),
                serial: 1,
            },
            command: raft_core::Command::new("x"),
        };
        cluster.step(0, input);
    }
    cluster.settle();
    cluster.heartbeat(0);
    cluster.settle();

    for server in &cluster.servers {
        assert_eq!(server.applied.len(), 5);
        for (client, entry) in (0..).zip(&server.applied) {
            let raft_core::Payload::Command { origin, .. } = &entry.payload else {
                panic!("only commands were given");
            };
            assert_eq!(origin.client, ClientId(client));
        }
    }
}

// Raft §8: a new leader may begin with an empty entry of its own, with which it
// commits the entries of earlier terms. Here that is an option.
#[test]
fn section_8_a_blank_entry_commits_what_was_inherited() {
    for blank in [false, true] {
        let mut config = crate::harness::config(3);
        config.blank_entry_at_election = blank;
        let mut cluster = Cluster::with_logs(config, &[&[1], &[1], &[]]);

        cluster.elect(0);

        let (log, commit): (&[u64], u64) = if blank { (&[1, 2], 2) } else { (&[1], 0) };
        assert_eq!(cluster.server(0).log(), log);
        assert_eq!(cluster.server(0).commit(), commit);
        assert_eq!(cluster.server(2).log(), log);
    }
}

// A command that a leader took may be lost with its leadership: taken is not committed.
#[test]
fn section_5_3_a_taken_command_may_be_lost() {
    let mut cluster = Cluster::new(3);
    cluster.elect(0);
    cluster.isolate(0);
    cluster.propose(0, "lost");
    cluster.elect(1);
    cluster.propose(1, "kept");
    cluster.settle();
    cluster.heal();
    cluster.heartbeat(1);
    cluster.settle();

    assert_eq!(cluster.logs(), [[2], [2], [2]]);
    assert_eq!(cluster.server(0).role(), RoleName::Follower);
    assert_eq!(cluster.count_of("truncated"), 1);
}

// A leader whose disk is slow counts itself only for what its disk holds, and sends only that.
#[test]
fn section_5_3_a_leader_counts_itself_when_its_disk_does() {
    let mut server = Server::leader(3, 0, &[]);
    server.stalled = true;
    let effects = server.propose("x");
    assert!(appends(&effects).is_empty(), "the entry is not on disk yet");
    assert!(has_decided(&effects, "command_taken"));

    server.acknowledge([1], 1);
    assert_eq!(server.commit(), 0);
    let effects = server.sync();

    assert_eq!(appends(&effects).len(), 2);
    assert_eq!(server.commit(), 1);
    let is_append = |body: &Body| matches!(body, Body::AppendEntries(_));
    assert!(
        crate::harness::sent(&effects)
            .iter()
            .all(|(_, body)| is_append(body))
    );
}

// R23: an election costs a handful of messages, a command two for each follower, and an idle
// leader as much at each heartbeat.
#[test]
fn section_5_3_messages_are_few() {
    let mut cluster = Cluster::new(3);
    cluster.elect(0);
    assert_eq!(
        cluster.sent_count, 8,
        "two requests, two heartbeats, and their answers"
    );

    let before = cluster.sent_count;
    for _ in 0..10 {
        cluster.propose(0, "x");
        cluster.settle();
    }
    assert_eq!(cluster.sent_count - before, 40);

    let before = cluster.sent_count;
    cluster.heartbeat(0);
    cluster.settle();
    assert_eq!(cluster.sent_count - before, 4);
}
