//! Safety: what a new leader holds, and what it does with it.

use raft_core::{Body, RoleName};

use crate::harness::cluster::{Cluster, Happening};
use crate::harness::server::Server;
use crate::harness::{at, config, entry, matched, terms};

// "Log entries only flow in one direction, from leaders to followers": a candidate with a
// better log sends no entry before it leads, and a voter with a longer log sends none either.
#[test]
fn section_5_4_1_entries_flow_from_leaders_to_followers_only() {
    let logs: [&[u64]; 5] = [&[1, 1, 2], &[1, 1], &[1, 1, 1, 1], &[1], &[]];
    let mut cluster = Cluster::with_logs(config(5), &logs);
    for id in [1, 3, 0, 2] {
        cluster.timeout(id);
        cluster.settle();
    }

    let with_entries = cluster
        .happenings
        .iter()
        .filter_map(|happening| match happening {
            Happening::Delivered(packet) => match &packet.message.body {
                Body::AppendEntries(request) if !request.entries.is_empty() => Some(packet),
                _ => None,
            },
            _ => None,
        });

    let senders: Vec<(u8, u64)> = with_entries
        .map(|packet| (packet.from.0, packet.message.term.0))
        .collect();
    assert!(!senders.is_empty());
    let won: Vec<(u8, u64)> = leaders_by_term(&cluster);
    assert!(
        senders.iter().all(|sender| won.contains(sender)),
        "{senders:?} {won:?}"
    );
}

fn leaders_by_term(cluster: &Cluster) -> Vec<(u8, u64)> {
    let won = |happening: &Happening| match happening {
        Happening::Decided(node, raft_core::Decision::BecameLeader { term, .. }) => {
            Some((node.0, term.0))
        }
        _ => None,
    };
    cluster.happenings.iter().filter_map(won).collect()
}

// "All the committed entries from previous terms are present on each new leader from the
// moment of its election, without the need to transfer those entries to the leader."
#[test]
fn section_5_4_1_a_new_leader_has_all_committed_entries_at_once() {
    for id in 0..5 {
        let mut cluster = Cluster::new(5);
        cluster.elect(0);
        cluster.partition(&[&[0, 1, 2], &[3, 4]]);
        cluster.propose(0, "x");
        cluster.settle();
        assert_eq!(cluster.server(0).commit(), 1);
        cluster.heal();
        cluster.crash(0);
        if id == 0 {
            cluster.restart(0);
        }

        cluster.timeout(id);
        while cluster.server(id).role() == RoleName::Candidate && !cluster.flight.is_empty() {
            cluster.deliver(0);
        }

        let wins = cluster.leaders().contains(&id);
        assert_eq!(wins, id <= 2);
        assert_eq!(cluster.server(id).log().len() == 1, wins);
    }
}

// "A candidate must contact a majority of the cluster in order to be elected, which means that
// every committed entry must be present in at least one of those servers."
#[test]
fn section_5_4_1_every_majority_holds_what_is_committed() {
    let mut cluster = Cluster::new(5);
    cluster.elect(0);
    cluster.isolate(3);
    cluster.isolate(4);
    cluster.propose(0, "x");
    cluster.settle();
    assert_eq!(cluster.server(0).commit(), 1);

    let holds: Vec<bool> = cluster.logs().iter().map(|log| log.len() == 1).collect();

    let majorities = (0..32_u32).filter(|nodes| nodes.count_ones() >= 3);
    for nodes in majorities {
        assert!(
            (0..5).any(|id| nodes & (1 << id) != 0 && holds[id]),
            "{nodes:b}"
        );
    }
}

// "If a leader crashes before committing an entry, future leaders will attempt to finish
// replicating the entry."
#[test]
fn section_5_4_2_a_later_leader_finishes_what_the_crashed_one_began() {
    let mut cluster = Cluster::new(5);
    cluster.elect(0);
    cluster.propose(0, "x");
    cluster.deliver_on(0, 1);
    cluster.lose_all();
    cluster.crash(0);

    cluster.elect(1);
    assert_eq!(
        cluster.logs()[1..],
        [[1]; 4],
        "replicated, and not committed"
    );
    assert_eq!(cluster.server(1).commit(), 0);
    cluster.propose(1, "y");
    cluster.settle();

    assert_eq!(cluster.server(1).commit(), 2);
}

// "Log entries retain their original term numbers when a leader replicates entries from
// previous terms": entry and origin are as they were, wherever they go.
#[test]
fn section_5_4_2_entries_keep_their_terms() {
    let logs: [&[u64]; 3] = [&[1, 2, 4], &[1], &[]];
    let mut cluster = Cluster::with_logs(config(3), &logs);
    cluster.elect(0);
    cluster.propose(0, "x");
    cluster.settle();

    for server in &cluster.servers {
        assert_eq!(terms(server.node().log()), [1, 2, 4, 5]);
        let first_three = server.node().log().iter().take(3);
        let as_they_were = [entry(1), entry(2), entry(4)];
        assert!(first_three.map(|(_, entry)| entry).eq(&as_they_were));
    }
}

// "Once an entry from the current term has been committed in this way, then all prior entries
// are committed indirectly": by one step, and applied in order.
#[test]
fn section_5_4_2_prior_entries_are_committed_indirectly() {
    let mut server = Server::leader(3, 4, &[1, 2, 4]);
    server.propose("x");
    server.receive(1, 5, matched(3));
    assert_eq!(server.commit(), 0);

    server.receive(1, 5, matched(4));

    assert_eq!(server.commit(), 4);
    assert_eq!(server.applied[..3], [entry(1), entry(2), entry(4)]);
    assert_eq!(server.node().log().last(), at(4, 5));
}

// "If a server has applied a log entry at a given index to its state machine, no other server
// will ever apply a different log entry for the same index": through a chain of leaders.
#[test]
fn section_5_4_3_all_nodes_apply_the_same_in_the_same_order() {
    let mut cluster = Cluster::new(5);
    for round in 0..10_u8 {
        let leader = round % 5;
        cluster.isolate((leader + 1) % 5);
        cluster.timeout(leader);
        cluster.settle();
        for id in cluster.leaders() {
            cluster.propose(id, "x");
        }
        cluster.settle();
        cluster.heal();
    }
    cluster.elect_anybody();
    let leader = cluster.leaders()[0];
    cluster.propose(leader, "the last");
    cluster.settle();
    cluster.heartbeat(leader);
    cluster.settle();

    let applied = &cluster.server(leader).applied;

    assert!(applied.len() > 5);
    assert!(
        cluster
            .servers
            .iter()
            .all(|server| server.applied == *applied)
    );
}
