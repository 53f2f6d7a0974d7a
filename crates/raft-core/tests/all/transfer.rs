//! Leadership transfer (Thesis §3.10), one test for each of its claims. T… are numbers of
//! `docs/conformance.md`.

use crate::harness::server::Server;
use crate::harness::{
    append, at, config, disk, granted, has_decided, matched, origin, request_vote, sent,
};
use raft_core::{
    Body, Command, Config, Duration, Effect, Effects, Extension, Input, NodeId, RequestVote,
    RoleName,
};

fn transfer(server: &mut Server, to: u8) -> Effects {
    server.step(Input::Transfer(NodeId(to)))
}

fn propose(server: &mut Server) -> Effects {
    server.step(Input::Propose {
        origin: origin(1),
        command: Command::new("SET x=1"),
    })
}

fn vote_as_told(last: Option<raft_core::Position>) -> Body {
    Body::RequestVote(RequestVote {
        last,
        transfer: true,
    })
}

fn successor(server: &Server) -> Option<u8> {
    server.node().successor().map(|node| node.0)
}

fn puts_off(effects: &[Effect]) -> bool {
    effects.iter().any(|it| matches!(it, Effect::PutOff { .. }))
}

/// A leader of three in term 4, whose log is `1, 4` and which Node 1 holds.
fn leader_heard_by_1() -> Server {
    let mut leader = Server::leader(3, 3, &[1]);
    propose(&mut leader);
    leader.receive(1, 4, matched(2));
    leader
}

/// T01: a node that holds the whole log is told at once, and once only.
#[test]
fn an_up_to_date_successor_is_told_at_once() {
    let mut leader = leader_heard_by_1();
    let effects = transfer(&mut leader, 1);
    assert_eq!(sent(&effects), [(1, Body::TimeoutNow)]);
    assert!(has_decided(&effects, "transfer_begun"));
    assert!(!has_decided(&effects, "transfer_waits"));
    assert!(has_decided(&effects, "timeout_now_sent"));
    assert_eq!(successor(&leader), Some(1));
    let effects = leader.receive(1, 4, matched(2));
    assert_eq!(sent(&effects), []);

    let mut empty = Server::leader(3, 3, &[]);
    let effects = transfer(&mut empty, 2);
    assert_eq!(
        sent(&effects),
        [(2, Body::TimeoutNow)],
        "nothing is lacking"
    );
}

/// T02: a node that lags is sent what it lacks first, and told when it holds all of it.
#[test]
fn a_successor_that_lags_is_brought_up_to_date_first() {
    let mut leader = leader_heard_by_1();
    let effects = transfer(&mut leader, 2);
    assert!(has_decided(&effects, "transfer_waits"));
    let bodies: Vec<Body> = sent(&effects)
        .into_iter()
        .map(|(to, body)| {
            assert_eq!(to, 2);
            body
        })
        .collect();
    assert!(
        matches!(&bodies[..], [Body::AppendEntries(_)]),
        "{bodies:?}"
    );
    let effects = leader.receive(2, 4, matched(1));
    assert!(!has_decided(&effects, "timeout_now_sent"));
    let effects = leader.receive(2, 4, matched(2));
    assert_eq!(sent(&effects), [(2, Body::TimeoutNow)]);
}

/// T07: no command is taken while a transfer is under way, and the client is told.
#[test]
fn commands_are_put_off_until_the_transfer_ends() {
    let mut leader = leader_heard_by_1();
    transfer(&mut leader, 1);
    let effects = propose(&mut leader);
    assert!(puts_off(&effects));
    assert!(has_decided(&effects, "command_put_off"));
    assert_eq!(leader.node().log().last(), at(2, 4));
    transfer(&mut leader, 0);
    let effects = propose(&mut leader);
    assert!(!puts_off(&effects));
    assert_eq!(leader.node().log().last(), at(3, 4));
}

/// T06: after the shortest election timeout the leader gives up, at that moment and not at its next
/// heartbeat.
#[test]
fn a_transfer_ends_after_an_election_timeout() {
    for (to, told) in [(1, true), (2, false)] {
        let mut leader = leader_heard_by_1();
        // Heartbeats are due each 500 ms: this transfer ends between two of them.
        leader.now = leader.now + Duration::from_millis(250);
        let began = leader.now;
        transfer(&mut leader, to);
        let mut effects = Effects::new();
        while successor(&leader).is_some() {
            effects = leader.reach_deadline();
        }
        assert_eq!(
            leader.now - began,
            Duration::from_millis(1_500),
            "told: {told}"
        );
        assert!(has_decided(&effects, "transfer_aborted"));
        assert_eq!(sent(&effects), [], "a heartbeat is not due");
        assert_eq!((leader.role(), leader.term()), (RoleName::Leader, 4));
        assert!(!puts_off(&propose(&mut leader)));
    }
}

/// A step that comes late finds the transfer ended: nothing else is done first.
#[test]
fn a_late_step_ends_the_transfer_first() {
    let mut leader = leader_heard_by_1();
    transfer(&mut leader, 2);
    leader.now = leader.now + Duration::from_millis(1_500);
    let effects = leader.receive(2, 4, matched(2));
    assert!(has_decided(&effects, "transfer_aborted"));
    assert!(!has_decided(&effects, "timeout_now_sent"));
}

/// T05: to itself, to a node that is no member, and at a node that does not lead, nothing begins.
#[test]
fn a_transfer_that_makes_no_sense_is_refused() {
    let mut leader = leader_heard_by_1();
    for to in [0, 3, 15, 200] {
        let effects = transfer(&mut leader, to);
        assert!(has_decided(&effects, "transfer_refused"), "{to}");
        assert_eq!(sent(&effects), []);
        assert_eq!(successor(&leader), None);
    }
    for mut server in [Server::follower(3, 3, &[]), Server::candidate(3, 3, &[])] {
        let role = server.role();
        let effects = transfer(&mut server, 1);
        assert!(has_decided(&effects, "transfer_refused"));
        assert_eq!((sent(&effects), server.role()), (vec![], role));
    }
}

/// T10: the same transfer again does not prolong the first; another one takes its place; and
/// asking for the leader itself ends it.
#[test]
fn a_second_transfer_is_defined() {
    let mut leader = leader_heard_by_1();
    let began = leader.now;
    transfer(&mut leader, 1);
    leader.now = began + Duration::from_millis(1_000);
    let effects = transfer(&mut leader, 1);
    assert!(has_decided(&effects, "transfer_refused"));
    assert_eq!(sent(&effects), []);
    let ends_at = began + Duration::from_millis(1_500);
    leader.now = ends_at;
    leader.step(Input::Deadline);
    assert_eq!(successor(&leader), None);

    transfer(&mut leader, 1);
    leader.now = leader.now + Duration::from_millis(1_000);
    let effects = transfer(&mut leader, 2);
    assert!(has_decided(&effects, "transfer_begun"));
    assert_eq!(successor(&leader), Some(2));
    leader.now = leader.now + Duration::from_millis(1_000);
    leader.step(Input::Deadline);
    assert_eq!(successor(&leader), Some(2), "its time began anew");
    let effects = transfer(&mut leader, 0);
    assert!(has_decided(&effects, "transfer_aborted"));
    assert_eq!(successor(&leader), None);
}

/// Raft §5.1: the successor's term ends the old leader's, and the transfer with it.
#[test]
fn a_newer_term_ends_the_transfer() {
    let mut leader = leader_heard_by_1();
    transfer(&mut leader, 1);
    leader.receive(1, 5, vote_as_told(at(2, 4)));
    assert_eq!(
        (leader.role(), leader.vote()),
        (RoleName::Follower, Some(1))
    );
    assert_eq!(successor(&leader), None);
}

/// T04: a node that is told to stand does so at once, past pre-vote, and says why it stands.
#[test]
fn a_node_that_is_told_to_stand_asks_nobody_first() {
    for extensions in [vec![], vec![Extension::PreVote], Extension::ALL.to_vec()] {
        let config = Config {
            extensions: extensions.into_iter().collect(),
            ..config(3)
        };
        let mut node = Server::new(0, config, disk(4, &[1, 4]));
        node.receive(1, 4, append(at(2, 4), &[], 0));
        let effects = node.receive(1, 4, Body::TimeoutNow);
        let asked = vote_as_told(at(2, 4));
        assert_eq!(sent(&effects), [(1, asked.clone()), (2, asked)]);
        assert_eq!((node.term(), node.role()), (5, RoleName::Candidate));
        // Told twice, it stands once: the second one is of a term that is over.
        let effects = node.receive(1, 4, Body::TimeoutNow);
        assert_eq!((sent(&effects), node.term()), (vec![], 5));
        assert!(has_decided(&effects, "message_ignored"));
    }
}

/// Its next election, if this one fails, is an ordinary one.
#[test]
fn only_the_first_election_says_that_the_leader_asked_for_it() {
    let mut node = Server::follower(3, 4, &[1]);
    node.receive(1, 4, Body::TimeoutNow);
    let effects = node.reach_deadline();
    assert_eq!(sent(&effects)[0], (1, request_vote(at(1, 1))));
}

/// T04, Thesis §4.2.3: those who hear the leader, and the leader, heed such a request.
#[test]
fn a_vote_that_the_leader_asked_for_is_heeded_while_it_is_heard() {
    let sticky = Config {
        extensions: [Extension::LeaderStickiness].into_iter().collect(),
        ..config(3)
    };
    let mut voter = Server::new(0, sticky, disk(4, &[1]));
    voter.receive(2, 4, append(at(1, 1), &[], 0));
    let effects = voter.receive(1, 5, request_vote(at(1, 1)));
    assert!(has_decided(&effects, "vote_ignored"));
    let effects = voter.receive(1, 5, vote_as_told(at(1, 1)));
    assert!(has_decided(&effects, "vote_heeded"));
    assert_eq!(sent(&effects), [(1, granted())]);
    assert_eq!((voter.term(), voter.vote()), (5, Some(1)));

    let mut leader = Server::new(0, sticky, disk(3, &[]));
    leader.step(Input::ForceTimeout);
    let mut leader = leader.elected();
    leader.receive(1, 9, vote_as_told(None));
    assert_eq!((leader.term(), leader.role()), (9, RoleName::Follower));
}

/// Raft §5.4.1 holds for such a request as for any other.
#[test]
fn a_successor_needs_votes_and_the_log() {
    let mut voter = Server::follower(3, 4, &[1, 4]);
    let effects = voter.receive(1, 5, vote_as_told(at(1, 1)));
    assert!(has_decided(&effects, "vote_denied"));
    assert_eq!(voter.vote(), None);
}

/// T11: a node that is no member, or leads, or follows another leader, does not stand.
#[test]
fn a_timeout_now_at_the_wrong_node_does_nothing() {
    let mut stranger = Server::new(3, config(3), disk(4, &[1]));
    stranger.receive(1, 4, Body::TimeoutNow);
    assert_eq!((stranger.term(), stranger.role()), (4, RoleName::Follower));

    let mut leader = leader_heard_by_1();
    let effects = leader.receive(1, 4, Body::TimeoutNow);
    assert!(has_decided(&effects, "refused"));
    assert_eq!((leader.term(), leader.role()), (4, RoleName::Leader));

    let mut follower = Server::follower(3, 4, &[1]);
    follower.receive(2, 4, append(at(1, 1), &[], 0));
    let effects = follower.receive(1, 4, Body::TimeoutNow);
    assert!(has_decided(&effects, "refused"));
    assert_eq!(follower.term(), 4);
}

/// A node whose vote is still being written opens no new term, as at any election.
#[test]
fn a_successor_waits_for_its_disk() {
    let mut node = Server::follower(3, 3, &[1]);
    node.stalled = true;
    node.receive(1, 4, append(at(1, 1), &[], 0));
    let effects = node.receive(1, 4, Body::TimeoutNow);
    assert!(has_decided(&effects, "election_postponed"));
    assert_eq!(node.term(), 4);
}
