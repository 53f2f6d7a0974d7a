//! Leader election: one vote per term, first come, first served.

use raft_core::RoleName;

use crate::harness::cluster::Cluster;
use crate::harness::server::Server;
use crate::harness::{at, config, denied, disk, granted, node, request_vote, sent};

// E05: a node that has not voted in this term votes for the first candidate that asks, and for no
// other; asked again by the same candidate, it replies the same.
#[test]
fn section_5_2_one_vote_per_term_first_come_first_served() {
    for (vote, candidate, answer) in [
        (None, 1, granted()),
        (None, 2, granted()),
        (Some(1), 1, granted()),
        (Some(2), 2, granted()),
        (Some(1), 2, denied()),
        (Some(2), 1, denied()),
    ] {
        let mut disk = disk(1, &[]);
        disk.voted_for = vote.map(node);
        let mut server = Server::new(0, config(3), disk);

        let effects = server.receive(candidate, 1, request_vote(None));

        assert_eq!(
            sent(&effects),
            [(candidate, answer)],
            "{vote:?}, {candidate}"
        );
        assert_eq!(server.vote(), vote.or(Some(candidate)));
    }
}

// E06: a request that arrives twice is granted twice, and counted once.
#[test]
fn section_5_2_a_doubled_vote_counts_once() {
    let mut cluster = Cluster::new(5);
    cluster.timeout(0);
    let place = cluster.find(0, 1).expect("sent");
    cluster.deliver_copy(place);
    cluster.deliver_on(0, 1);
    for _ in 0..2 {
        let place = cluster.find(1, 0).expect("answered twice");
        assert_eq!(cluster.flight[place].message.body, granted());
        cluster.deliver_copy(place);
        cluster.deliver(place);
    }

    assert_eq!(cluster.server(0).role(), RoleName::Candidate);
    assert_eq!(cluster.server(0).node().votes().count(), 2);
}

// E13: a request of the same term that comes late is refused by all, the leader included.
#[test]
fn section_5_2_a_late_request_of_the_same_term_is_refused() {
    let mut cluster = Cluster::new(3);
    cluster.timeout(0);
    cluster.timeout(1);
    cluster.deliver_on(0, 2);
    cluster.deliver_on(2, 0);
    assert_eq!(cluster.leaders(), [0]);

    cluster.deliver_on(1, 0);
    cluster.deliver_on(1, 2);
    cluster.settle();

    assert_eq!(cluster.leaders(), [0]);
    assert_eq!(cluster.server(0).term(), 1);
    assert_eq!(cluster.server(1).role(), RoleName::Follower);
}

// E22: whatever its role, a node votes for an up-to-date candidate of a newer term.
#[test]
fn section_5_2_a_node_votes_from_any_role() {
    for mut server in [
        Server::follower(3, 2, &[1]),
        Server::candidate(3, 1, &[1]),
        Server::leader(3, 1, &[1]),
    ] {
        let effects = server.receive(2, 3, request_vote(at(2, 2)));

        assert_eq!(sent(&effects), [(2, granted())]);
        assert_eq!(server.role(), RoleName::Follower);
        assert_eq!(server.term(), 3);
        assert_eq!(server.disk.voted_for, Some(node(2)));
    }
}

// A new term brings a new vote, and only a new term does.
#[test]
fn section_5_2_each_term_has_a_vote_of_its_own() {
    let mut server = Server::follower(5, 1, &[]);
    for (term, candidate, answer) in [
        (1, 1, granted()),
        (1, 2, denied()),
        (2, 2, granted()),
        (2, 1, denied()),
        (3, 1, granted()),
    ] {
        let effects = server.receive(candidate, term, request_vote(None));
        assert_eq!(sent(&effects), [(candidate, answer)], "term {term}");
    }
}

// Votes that come after the election is decided, or was given up, change nothing.
#[test]
fn section_5_2_late_votes_are_ignored() {
    let mut leader = Server::leader(5, 0, &[]);
    let mut next_election = Server::candidate(5, 0, &[]);
    next_election.reach_deadline();
    let mut follower = Server::follower(5, 1, &[]);
    for server in [&mut leader, &mut next_election, &mut follower] {
        let before = server.node().clone();
        server.receive(3, 1, granted());
        server.receive(4, 1, granted());
        assert_eq!(*server.node(), before);
    }
}
