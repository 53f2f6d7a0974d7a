//! Follower and candidate crashes, and what a disk brings back.

use raft_core::RoleName;

use crate::harness::cluster::Cluster;
use crate::harness::server::Server;
use crate::harness::{
    append, appends, at, config, denied, disk, granted, matched, node, request_vote, sent,
};

// A leader goes on sending to a crashed follower for ever; once it is back, it catches up.
#[test]
fn section_5_5_a_leader_retries_until_the_follower_is_back() {
    let mut cluster = Cluster::new(3);
    cluster.elect(0);
    cluster.crash(2);
    cluster.propose(0, "a");
    for _ in 0..5 {
        cluster.heartbeat(0);
        assert!(cluster.find(0, 2).is_some());
        cluster.settle();
    }

    cluster.restart(2);
    cluster.heartbeat(0);
    cluster.settle();

    assert_eq!(cluster.server(2).log(), [1]);
    assert_eq!(cluster.server(2).commit(), 1);
}

// A node that crashes between doing what was asked and answering is asked again after its
// restart: the same request does no harm.
#[test]
fn section_5_5_requests_are_idempotent() {
    let mut server = Server::follower(3, 0, &[]);
    let request = append(None, &[1, 1], 0);
    server.receive(1, 1, request.clone());
    server.crash();
    server.restart();
    let effects = server.receive(1, 1, request);
    assert_eq!(sent(&effects), [(1, matched(2))]);
    assert_eq!(server.log(), [1, 1]);

    let request = request_vote(at(2, 1));
    server.receive(2, 2, request.clone());
    server.crash();
    server.restart();
    let effects = server.receive(2, 2, request);
    assert_eq!(sent(&effects), [(2, granted())]);
}

// A candidate that crashes comes back as a follower which has voted for itself.
#[test]
fn section_5_5_a_crashed_candidate_comes_back_as_follower() {
    let mut server = Server::candidate(3, 0, &[]);
    server.crash();
    server.restart();

    assert_eq!(server.role(), RoleName::Follower);
    assert_eq!((server.term(), server.vote()), (1, Some(0)));
    server.receive(1, 1, granted());
    server.receive(2, 1, granted());
    assert_eq!(
        server.role(),
        RoleName::Follower,
        "it asks nobody in this term any more"
    );
}

// P01: a vote outlives a restart.
#[test]
fn section_5_5_a_vote_survives_a_restart() {
    let mut cluster = Cluster::new(3);
    cluster.timeout(0);
    cluster.deliver_on(0, 2);
    cluster.crash(2);
    cluster.restart(2);
    assert_eq!(cluster.server(2).vote(), Some(0));

    cluster.timeout(1);
    cluster.deliver_on(1, 2);
    let answer = &cluster.flight[cluster.flight.len() - 1];
    assert_eq!((answer.from, &answer.message.body), (node(2), &denied()));
    cluster.settle();
    assert_eq!(cluster.leaders(), [0]);
}

// P02: so does the term, and no later message carries a lower one.
#[test]
fn section_5_5_a_term_survives_a_restart() {
    let mut server = Server::follower(3, 0, &[]);
    server.receive(1, 6, append(None, &[], 0));
    server.crash();
    server.restart();

    assert_eq!(server.term(), 6);
    assert_eq!(server.leader_known(), None, "who leads is not kept");
    server.reach_deadline();
    assert_eq!(server.term(), 7);
}

// P03: after all nodes have crashed and come back, the logs are there; what was committed is
// known again as soon as the new leader commits an entry of its own.
#[test]
fn section_5_5_a_cluster_recovers_from_a_crash_of_all_nodes() {
    let mut cluster = Cluster::new(3);
    cluster.elect(0);
    for text in ["a", "b", "c"] {
        cluster.propose(0, text);
    }
    cluster.settle();
    assert_eq!(cluster.server(0).commit(), 3);
    for id in 0..3 {
        cluster.crash(id);
    }
    for id in 0..3 {
        cluster.restart(id);
    }
    assert_eq!(cluster.logs(), [[1, 1, 1]; 3]);
    assert_eq!(cluster.commits(), [0, 0, 0]);

    cluster.elect(1);
    assert_eq!(
        cluster.commits(),
        [0, 0, 0],
        "older entries prove nothing yet"
    );
    cluster.propose(1, "d");
    cluster.settle();
    cluster.heartbeat(1);
    cluster.settle();

    assert_eq!(cluster.commits(), [4, 4, 4]);
}

// P04: a state machine that is lost with its node is built again: each committed entry once,
// in order.
#[test]
fn section_5_5_a_state_machine_is_rebuilt_from_the_log() {
    let mut cluster = Cluster::new(3);
    cluster.elect(0);
    for text in ["a", "b", "c"] {
        cluster.propose(0, text);
    }
    cluster.settle();
    cluster.heartbeat(0);
    cluster.settle();
    let applied = cluster.server(2).applied.clone();
    assert_eq!(applied.len(), 3);

    cluster.crash(2);
    assert!(cluster.server(2).applied.is_empty());
    cluster.restart(2);
    cluster.heartbeat(0);
    cluster.settle();

    assert_eq!(cluster.server(2).applied, applied);
}

// P07: writes that the disk had not completed at the crash are gone, and no message has asserted
// them.
#[test]
fn section_5_5_what_was_not_on_disk_was_never_acknowledged() {
    let mut cluster = Cluster::new(3);
    cluster.elect(0);
    cluster.crash(2);
    cluster.stall(1);
    cluster.propose(0, "a");
    cluster.settle();
    assert_eq!(cluster.server(1).log(), [1]);
    assert_eq!(cluster.server(0).progress(1), (2, 0));
    assert_eq!(cluster.server(0).commit(), 0);

    cluster.crash(1);
    cluster.unstall(1);
    cluster.restart(1);
    assert!(cluster.server(1).log().is_empty());
    cluster.heartbeat(0);
    cluster.settle();

    assert_eq!(cluster.server(1).log(), [1]);
    assert_eq!(cluster.server(0).commit(), 1);
}

// The same for a vote: it may be given to another candidate after the crash, since the first was
// never sent.
#[test]
fn section_5_5_a_vote_that_was_not_on_disk_was_never_given() {
    let mut server = Server::follower(3, 0, &[]);
    server.stalled = true;
    let effects = server.receive(1, 1, request_vote(None));
    assert!(sent(&effects).is_empty());
    server.crash();
    server.stalled = false;
    server.restart();
    assert_eq!((server.term(), server.vote()), (0, None));

    let effects = server.receive(2, 1, request_vote(None));

    assert_eq!(sent(&effects), [(2, granted())]);
}

// A restarted leader does not lead any more, whatever its disk holds.
#[test]
fn section_5_5_a_crashed_leader_comes_back_as_follower() {
    let mut server = Server::leader(3, 0, &[]);
    server.propose("x");
    server.crash();
    server.restart();

    assert_eq!(server.role(), RoleName::Follower);
    assert_eq!((server.log(), server.commit()), (vec![1], 0));
    assert!(appends(&server.reach_deadline()).is_empty());
}

// No disk holds a log that is ahead of its term. Of one made by hand, the log is believed.
#[test]
fn section_5_5_a_disk_with_a_log_ahead_of_its_term_is_made_whole() {
    let mut made_by_hand = disk(2, &[1, 4]);
    made_by_hand.voted_for = Some(node(1));
    let mut server = Server::new(0, config(3), made_by_hand);

    assert_eq!((server.term(), server.vote()), (4, None));
    server.receive(1, 4, request_vote(at(2, 4)));
    assert_eq!(server.disk.current_term.0, 4);
    assert_eq!(server.disk.voted_for, Some(node(1)));
}

// "If a follower receives an AppendEntries request that includes log entries already present
// in its log, it ignores those entries in the new request": nothing is written again.
#[test]
fn section_5_5_entries_already_present_are_ignored() {
    let mut server = Server::follower(3, 1, &[1, 1, 1]);

    let effects = server.receive(1, 1, append(at(1, 1), &[1, 1], 0));

    assert_eq!(sent(&effects), [(1, matched(3))]);
    let writes = |effect: &raft_core::Effect| matches!(effect, raft_core::Effect::Persist(_));
    assert!(!effects.iter().any(writes));
}
