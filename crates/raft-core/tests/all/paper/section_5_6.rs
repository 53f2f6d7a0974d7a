//! Timing and availability: what depends on time, and what must not.

use raft_core::RoleName;

use crate::harness::cluster::Cluster;
use crate::harness::server::Server;
use crate::harness::{append, config};

// "Safety must not depend on timing": timers that run out at the worst moments, between any
// two messages, cost progress and nothing else. The harness checks all properties at each step.
#[test]
fn section_5_6_safety_does_not_depend_on_timing() {
    for nodes in [2, 3, 4, 5] {
        for every in 1..12 {
            let mut cluster = Cluster::new(nodes);
            for turn in 0..300 {
                if turn % every == 0 || cluster.flight.is_empty() {
                    cluster.timeout(u8::try_from(turn / every).unwrap_or(0) % nodes);
                }
                for leader in cluster.leaders() {
                    cluster.propose(leader, "x");
                }
                let newest_first = turn % 3 == 0 && !cluster.flight.is_empty();
                if newest_first {
                    cluster.deliver(cluster.flight.len() - 1);
                } else if !cluster.flight.is_empty() {
                    cluster.deliver(0);
                }
            }

            assert_eq!(cluster.violation, None);
            cluster.settle();
            cluster.elect_anybody();
            assert_eq!(cluster.leaders().len(), 1, "{nodes} nodes, every {every}");
        }
    }
}

// "broadcastTime ≪ electionTimeout": while a leader's messages arrive within every shortest
// timeout, no node starts an election.
#[test]
fn section_5_6_a_leader_that_is_heard_in_time_stays() {
    let mut follower = Server::follower(3, 1, &[]);
    let shortest = config(3).election_timeout_min;

    for _ in 0..200 {
        follower.receive(1, 1, append(None, &[], 0));
        follower.now = follower.now + shortest;
        assert!(follower.node().deadline() >= Some(follower.now));
    }

    assert_eq!((follower.role(), follower.term()), (RoleName::Follower, 1));
}

// If messages take longer than timeouts, no leader is elected: each reply is of a term
// that is over by then.
#[test]
fn section_5_6_without_timely_messages_nobody_is_elected() {
    let mut cluster = Cluster::new(3);
    for _ in 0..20 {
        let late = std::mem::take(&mut cluster.flight);
        (0..3).for_each(|id| cluster.timeout(id));
        let sent_now = std::mem::replace(&mut cluster.flight, late);

        cluster.settle();

        cluster.flight.extend(sent_now);
        assert!(cluster.leaders().is_empty());
    }
    let highest = cluster.servers.iter().map(Server::term).max();
    assert_eq!(highest, Some(20));

    cluster.lose_all();
    cluster.elect(1);
}
