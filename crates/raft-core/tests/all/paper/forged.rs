//! Messages that no node would send: they are refused with a reason, and do no harm.

use raft_core::{Body, Decision, IgnoreReason, Impossible, Input, RoleName, Term};

use crate::harness::server::Server;
use crate::harness::{
    append, at, decided, denied, granted, has_decided, index, matched, rejected, request_vote, sent,
};

const HUGE: u64 = u64::MAX;

fn in_each_role() -> [Server; 4] {
    [
        Server::follower(3, 2, &[1, 1]),
        Server::candidate(3, 1, &[1, 1]),
        Server::leader(3, 1, &[1, 1]),
        Server::follower(3, 2, &[]),
    ]
}

pub fn bodies() -> Vec<Body> {
    let mut bodies = vec![granted(), denied()];
    for place in [
        None,
        at(1, 1),
        at(HUGE, 1),
        at(1, HUGE),
        at(HUGE, HUGE),
        at(2, 0),
    ] {
        bodies.push(request_vote(place));
        for number in [0, 1, HUGE] {
            bodies.push(append(place, &[], number));
            bodies.push(append(place, &[2, 2], number));
            bodies.push(append(place, &[HUGE, 1], number));
            bodies.push(rejected(number, place));
        }
    }
    bodies.extend([0, 1, 2, 3, HUGE].map(matched));
    bodies
}

// A node ignores messages from outside the cluster, and messages in its own name.
#[test]
fn forged_messages_of_strangers_are_ignored() {
    for sender in [0, 3, 7, 15, 16, 17, 31, 64, 200, 255] {
        for body in bodies() {
            for mut server in in_each_role() {
                let before = server.node().clone();
                let effects = server.receive(sender, 9, body.clone());

                let ignored = Decision::MessageIgnored {
                    from: raft_core::NodeId(sender),
                    reason: IgnoreReason::Stranger,
                };
                assert_eq!(decided(&effects), [ignored], "{body:?}");
                assert_eq!(effects.len(), 1);
                assert_eq!(*server.node(), before);
            }
        }
    }
}

// Whatever numbers a message carries, a node neither panics nor hangs, and goes on working.
// The harness checks the node's invariants after each step.
#[test]
fn forged_numbers_break_nothing() {
    for first in bodies() {
        for second in bodies() {
            for mut server in in_each_role() {
                server.receive(1, 2, first.clone());
                server.receive(2, 2, second.clone());
                server.receive(1, 3, first.clone());
                server.propose("x");
                server.reach_deadline();
            }
        }
    }
}

// A node whose term is the highest number there is starts no election: no newer term can be opened.
#[test]
fn forged_terms_may_end_all_elections_and_break_nothing() {
    let mut server = Server::follower(3, 2, &[1]);
    server.receive(1, HUGE, request_vote(at(1, 1)));
    assert_eq!((server.term(), server.vote()), (HUGE, Some(1)));

    for _ in 0..3 {
        let before = server.node().deadline();
        server.reach_deadline();
        server.step(Input::ForceTimeout);
        assert!(
            server.node().deadline() > before,
            "it does not fire for ever"
        );
    }

    assert_eq!((server.term(), server.vote()), (HUGE, Some(1)));
    assert_eq!(Term(HUGE).next(), Term(HUGE));
}

// Terms never fall along a log, and no leader sends entries of a newer term than its own.
#[test]
fn forged_entries_with_impossible_terms_are_refused() {
    let table: [(_, &[u64], u64, u64); 4] = [
        (at(2, 2), &[1], 3, 1),
        (None, &[1, 2, 1], 3, 1),
        (at(2, 2), &[2, 5], 4, 5),
        (None, &[1, 2, 3, 0], 4, 0),
    ];
    for (prev, new, place, term) in table {
        let mut server = Server::follower(3, 3, &[1, 2]);
        let effects = server.receive(1, 3, append(prev, new, 0));

        let impossible = Impossible::TermOutOfOrder {
            index: index(place),
            term: Term(term),
        };
        let from = raft_core::NodeId(1);
        assert!(decided(&effects).contains(&Decision::Refused { from, impossible }));
        assert!(sent(&effects).is_empty());
        assert_eq!(server.log(), [1, 2]);
    }
}

// An acknowledgment of anything beyond the log is refused, however far beyond.
#[test]
fn forged_acknowledgments_are_refused() {
    for forged in [4, 5, HUGE - 1, HUGE] {
        let mut server = Server::leader(3, 1, &[1, 1]);
        server.propose("x");
        let effects = server.receive(1, 2, matched(forged));

        assert!(has_decided(&effects, "refused"));
        assert_eq!(server.commit(), 0);
        assert_eq!(server.role(), RoleName::Leader);
    }
}

// A leader does not trust a hint: it looks the place up in its own log, and asks again if the hint
// was wrong.
#[test]
fn forged_hints_do_not_lead_astray() {
    for hint in [
        None,
        at(HUGE, HUGE),
        at(HUGE, 0),
        at(1, HUGE),
        at(3, 1),
        at(2, 0),
    ] {
        let mut server = Server::leader(3, 1, &[1, 1]);
        server.receive(1, 2, rejected(2, hint));

        let (next, matched) = server.progress(1);
        assert!(next <= 3, "{hint:?}");
        assert_eq!(matched, 0);
        server.receive(1, 2, rejected(next - 1, None));
        assert_eq!(server.progress(1).0, 1, "{hint:?}");
    }
}

// A disk that confirms a write which was never asked for confirms nothing more than the last one.
#[test]
fn forged_words_of_the_disk_are_bounded() {
    let mut server = Server::follower(3, 1, &[]);
    server.stalled = true;
    server.step(Input::Persisted(raft_core::Token(HUGE)));
    let effects = server.receive(1, 1, append(None, &[1], 0));

    assert!(sent(&effects).is_empty(), "this write came later");
}
