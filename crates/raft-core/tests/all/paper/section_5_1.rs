//! Raft basics: roles and terms.

use raft_core::{Effect, Message, RoleName, Term};

use crate::harness::cluster::Cluster;
use crate::harness::server::Server;
use crate::harness::{
    append, at, decided, denied, granted, has_decided, matched, rejected, request_vote, sent,
};

/// A node in each of the three roles, all in term 2 of a cluster of three, with log 1, 1.
fn in_each_role() -> [Server; 3] {
    [
        Server::follower(3, 2, &[1, 1]),
        Server::candidate(3, 1, &[1, 1]),
        Server::leader(3, 1, &[1, 1]),
    ]
}

// E01: nodes start as followers, in the term their disk holds, knowing no leader.
#[test]
fn section_5_1_a_node_starts_as_follower() {
    let server = Server::follower(3, 7, &[1, 4]);

    assert_eq!(server.role(), RoleName::Follower);
    assert_eq!(server.term(), 7);
    assert_eq!(server.leader_known(), None);
    assert_eq!(server.commit(), 0);
}

// Terms are numbered with consecutive integers, and each begins with an election.
#[test]
fn section_5_1_each_election_opens_the_next_term() {
    let mut server = Server::follower(3, 4, &[]);

    for term in 5..10 {
        server.reach_deadline();
        assert_eq!(server.term(), term);
    }
}

// Current terms are exchanged whenever nodes communicate.
#[test]
fn section_5_1_every_message_carries_the_term_of_its_sender() {
    let mut cluster = Cluster::new(3);

    cluster.timeout(0);
    cluster.settle();
    cluster.propose(0, "a");
    let mut seen = 0;
    while !cluster.flight.is_empty() {
        let term = cluster.flight[0].message.term;
        assert_eq!(term, Term(1));
        cluster.deliver(0);
        seen += 1;
    }

    assert_eq!(seen, 4, "two requests and two answers");
}

// E08: a node that receives a larger term takes it over, whatever message carries it.
#[test]
fn section_5_1_a_larger_term_is_adopted_by_every_role_from_every_message() {
    let bodies = [
        request_vote(at(9, 2)),
        granted(),
        denied(),
        append(at(2, 1), &[], 0),
        matched(1),
        rejected(1, None),
    ];
    for body in bodies {
        for mut server in in_each_role() {
            server.receive(2, 3, body.clone());

            assert_eq!(server.term(), 3, "{body:?}");
            assert_eq!(server.role(), RoleName::Follower, "{body:?}");
            assert_eq!(server.log(), [1, 1], "{body:?}");
            assert_eq!(server.disk.current_term, Term(3), "{body:?}");
        }
    }
}

// E08: an AppendEntries of the new term also names its leader; a vote request does not.
#[test]
fn section_5_1_only_a_leader_s_message_makes_a_leader_known() {
    for mut server in in_each_role() {
        server.receive(2, 3, append(at(2, 1), &[], 0));
        assert_eq!(server.leader_known(), Some(2));
    }
    for mut server in in_each_role() {
        server.receive(2, 3, request_vote(None));
        assert_eq!(server.leader_known(), None);
    }
}

// A candidate or leader that finds its term out of date becomes a follower at once, says
// why, and has a running election timer.
#[test]
fn section_5_1_a_stale_leader_or_candidate_steps_down() {
    for mut server in in_each_role() {
        let was = server.role();
        let effects = server.receive(1, 3, matched(0));

        let stepped_down = has_decided(&effects, "stepped_down");
        assert_eq!(stepped_down, was != RoleName::Follower);
        assert!(server.node().election_timer().is_some());
    }
}

// E09: a request with a stale term is rejected, with the newer term in the answer, and
// changes nothing.
#[test]
fn section_5_1_a_stale_request_is_rejected() {
    let requests = [
        (request_vote(at(9, 1)), denied()),
        (append(at(2, 1), &[1], 3), rejected(0, None)),
        (append(None, &[], 0), rejected(0, None)),
    ];
    for (request, answer) in requests {
        for mut server in in_each_role() {
            let before = server.node().clone();
            let effects = server.receive(1, 1, request.clone());

            assert_eq!(*server.node(), before, "{request:?}");
            assert_eq!(sent(&effects), [(1, answer.clone())], "{request:?}");
            let with_own_term = |effect: &Effect| {
                matches!(
                    effect,
                    Effect::Send {
                        message: Message { term: Term(2), .. },
                        ..
                    }
                )
            };
            assert!(effects.iter().any(with_own_term), "{request:?}");
        }
    }
}

// The same for a reply to a request of an earlier term.
#[test]
fn section_5_1_a_stale_answer_is_ignored() {
    for answer in [granted(), denied(), matched(2), rejected(2, None)] {
        for mut server in in_each_role() {
            let before = server.node().clone();
            let effects = server.receive(1, 1, answer.clone());

            assert_eq!(*server.node(), before, "{answer:?}");
            assert!(sent(&effects).is_empty(), "{answer:?}");
            assert_eq!(decided(&effects)[0].name(), "message_ignored");
        }
    }
}

// A rejection for a stale term says nothing about the log. Its receiver may have won a newer
// election meanwhile, and must not go back to the first entry because of it.
#[test]
fn section_5_1_a_rejection_of_an_old_term_does_not_disturb_the_new_leadership() {
    // Node 0 leads term 1 and sends; before its message arrives, node 0 leads term 3 as well,
    // with the vote of node 1.
    let mut cluster = Cluster::with_logs(crate::harness::config(3), &[&[1, 1, 1][..]; 3]);
    cluster.elect(0);
    cluster.heartbeat(0);
    let late = cluster.flight[cluster.find(0, 1).expect("sent")].clone();
    cluster.lose_all();
    cluster.timeout(2);
    cluster.lose_all();
    cluster.step(
        0,
        raft_core::Input::Receive {
            from: raft_core::NodeId(2),
            message: Message {
                term: Term(3),
                body: denied(),
            },
        },
    );
    cluster.elect(0);
    let before = cluster.server(0).progress(1);

    cluster.flight.push(late);
    cluster.settle();

    assert_eq!(cluster.server(0).progress(1), before);
    assert_eq!(cluster.count_of("stepped_back"), 0);
}
