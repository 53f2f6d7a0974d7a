//! The extensions of Raft, one test for each claim that their sections make. V… are numbers of
//! `docs/conformance.md`.

use crate::harness::cluster::Cluster;
use crate::harness::server::Server;
use crate::harness::{append, at, config, disk, granted, has_decided, matched, request_vote, sent};
use raft_core::{
    Body, Config, Effect, Extension, Extensions, PreVote, PreVoteReply, RoleName, Term,
};

fn with(nodes: u8, extensions: impl IntoIterator<Item = Extension>) -> Config {
    Config {
        extensions: extensions.into_iter().collect(),
        ..config(nodes)
    }
}

fn server(extension: Extension, term: u64, log: &[u64]) -> Server {
    Server::new(0, with(3, [extension]), disk(term, log))
}

fn question(next_term: u64, last: Option<raft_core::Position>) -> Body {
    Body::PreVote(PreVote {
        next_term: Term(next_term),
        last,
    })
}

fn answer(next_term: u64, granted: bool) -> Body {
    Body::PreVoteReply(PreVoteReply {
        next_term: Term(next_term),
        granted,
    })
}

fn writes(effects: &[Effect]) -> bool {
    effects.iter().any(|it| matches!(it, Effect::Persist(_)))
}

/// V08, Thesis §9.6: a node whose timer runs out asks first, and stays in its term.
#[test]
fn a_node_asks_before_it_opens_a_term() {
    let mut asker = server(Extension::PreVote, 3, &[1, 3]);
    let effects = asker.reach_deadline();
    let asked = question(4, at(2, 3));
    assert_eq!(sent(&effects), [(1, asked.clone()), (2, asked)]);
    assert!(!writes(&effects), "a question is not written to a disk");
    assert_eq!((asker.term(), asker.vote()), (3, None));
    assert_eq!(asker.role(), RoleName::Follower);

    let effects = asker.receive(1, 3, answer(4, true));
    assert_eq!((asker.term(), asker.vote()), (4, Some(0)));
    assert_eq!(asker.role(), RoleName::Candidate);
    let asked = request_vote(at(2, 3));
    assert_eq!(sent(&effects), [(1, asked.clone()), (2, asked)]);
}

/// V01: a majority that would not vote leaves the term as it is, however often the node asks.
#[test]
fn without_a_majority_no_term_is_opened() {
    let mut asker = server(Extension::PreVote, 3, &[1]);
    for _ in 0..5 {
        asker.reach_deadline();
        asker.receive(1, 3, answer(4, false));
        asker.receive(2, 2, answer(4, false));
    }
    assert_eq!((asker.term(), asker.role()), (3, RoleName::Follower));
}

/// E06: one voter's doubled answers are one vote, and answers to another question are none.
#[test]
fn an_answer_counts_once_and_for_its_own_question() {
    let mut asker = Server::new(0, with(5, [Extension::PreVote]), disk(3, &[]));
    asker.reach_deadline();
    for _ in 0..3 {
        asker.receive(1, 3, answer(4, true));
    }
    asker.receive(2, 3, answer(3, true));
    assert_eq!(asker.term(), 3);
    asker.receive(3, 3, answer(4, true));
    assert_eq!((asker.term(), asker.role()), (4, RoleName::Candidate));
}

/// E16: dead nodes are members, so where half of all are dead, nobody opens a term.
#[test]
fn dead_nodes_count_in_a_question_too() {
    let rows: [(u8, &[u8], u64); 4] = [
        (3, &[1], 1),
        (3, &[1, 2], 0),
        (4, &[1, 2], 0),
        (5, &[1, 2], 1),
    ];
    for (nodes, dead, term) in rows {
        let mut cluster = Cluster::with_disks(
            with(nodes, [Extension::PreVote]),
            (0..nodes).map(|_| disk(0, &[])),
        );
        for node in dead {
            cluster.crash(*node);
        }
        cluster.timeout(0);
        cluster.settle();
        let role = match term {
            0 => RoleName::Follower,
            _ => RoleName::Leader,
        };
        let asker = cluster.server(0);
        assert_eq!((asker.role(), asker.term()), (role, term), "{nodes} nodes");
    }
}

/// E02: a node that is alone is a majority.
#[test]
fn a_lone_node_leads_at_once() {
    let mut alone = Server::new(0, with(1, Extension::ALL), disk(0, &[]));
    let effects = alone.reach_deadline();
    assert_eq!((alone.term(), alone.role()), (1, RoleName::Leader));
    assert_eq!(sent(&effects), []);
}

/// A leader's message ends the question: late answers open no term.
#[test]
fn a_leader_ends_the_question() {
    let mut asker = server(Extension::PreVote, 3, &[]);
    asker.reach_deadline();
    asker.receive(2, 3, append(None, &[], 0));
    let effects = asker.receive(1, 3, answer(4, true));
    assert!(has_decided(&effects, "message_ignored"));
    assert_eq!((asker.term(), asker.role()), (3, RoleName::Follower));
    assert_eq!(asker.node().pre_votes(), None);
}

/// V02, V08, E22, Thesis §9.6: an answer changes no term, no vote and no timer, and writes nothing.
#[test]
fn an_answer_changes_nothing() {
    let mut voter = server(Extension::PreVote, 3, &[1, 3]);
    let before = voter.clone();
    let rows = [
        (4, at(2, 3), true, "pre_vote_granted"),
        (9, at(1, 4), true, "pre_vote_granted"),
        (4, at(1, 3), false, "pre_vote_denied"),
        (4, at(5, 1), false, "pre_vote_denied"),
        (3, at(9, 9), false, "pre_vote_denied"),
    ];
    for (next_term, last, would, decision) in rows {
        let effects = voter.receive(1, next_term - 1, question(next_term, last));
        assert_eq!(sent(&effects), [(1, answer(next_term, would))]);
        assert!(has_decided(&effects, decision), "{next_term} {last:?}");
        assert!(!writes(&effects));
        assert_eq!(voter.node(), before.node());
    }
}

/// Thesis §9.6: who hears a leader would not vote, until an election timeout has passed.
#[test]
fn nobody_would_vote_while_a_leader_is_heard() {
    let mut voter = server(Extension::PreVote, 3, &[]);
    voter.receive(2, 3, append(None, &[], 0));
    let heard_at = voter.now;
    voter.now = heard_at + raft_core::Duration::from_millis(1_499);
    let effects = voter.receive(1, 3, question(4, at(9, 3)));
    assert_eq!(sent(&effects), [(1, answer(4, false))]);
    voter.now = heard_at + raft_core::Duration::from_millis(1_500);
    let effects = voter.receive(1, 3, question(4, at(9, 3)));
    assert_eq!(sent(&effects), [(1, answer(4, true))]);

    let mut leader = leader_with(Extension::PreVote, 3);
    let effects = leader.receive(1, 9, question(10, at(9, 9)));
    assert_eq!(sent(&effects), [(1, answer(10, false))]);
    assert_eq!((leader.term(), leader.role()), (4, RoleName::Leader));
}

/// A node that asks in a term that is over learns of the newer one by the answer, so that its next
/// question is of a term that can be opened; one with a newer term and an old log is answered, and
/// does not keep the others from leading.
#[test]
fn terms_that_differ_meet() {
    let mut ahead = server(Extension::PreVote, 5, &[1]);
    let effects = ahead.receive(1, 4, question(5, at(2, 4)));
    assert_eq!(sent(&effects), [(1, answer(5, false))]);

    let mut behind = server(Extension::PreVote, 4, &[1, 4]);
    behind.reach_deadline();
    behind.receive(1, 5, answer(5, false));
    assert_eq!((behind.term(), behind.node().pre_votes()), (5, None));
    let effects = behind.reach_deadline();
    assert_eq!(sent(&effects)[0], (1, question(6, at(2, 4))));
    let effects = ahead.receive(1, 5, question(6, at(2, 4)));
    assert_eq!(sent(&effects), [(1, answer(6, true))]);
}

fn leader_with(extension: Extension, term: u64) -> Server {
    let mut leader = server(extension, term, &[]);
    leader.reach_deadline();
    if extension == Extension::PreVote {
        leader.receive(1, term, answer(term + 1, true));
    }
    leader.receive(1, term + 1, granted());
    assert_eq!(leader.role(), RoleName::Leader);
    leader
}

/// L02, L12, Thesis §6.2: a leader that no majority answers steps down within an election timeout
/// and a heartbeat, in the same term and with the same vote.
#[test]
fn a_leader_without_a_majority_steps_down() {
    let mut leader = leader_with(Extension::CheckQuorum, 3);
    let began = leader.now;
    let mut effects = Vec::new();
    while leader.role() == RoleName::Leader {
        effects = leader.reach_deadline();
    }
    assert!(has_decided(&effects, "quorum_lost"));
    assert_eq!(sent(&effects), [], "it sends nothing more as a leader");
    assert_eq!((leader.term(), leader.vote()), (4, Some(0)));
    let lasted = leader.now - began;
    assert!(lasted.0 >= 1_500_000 && lasted.0 <= 2_000_000, "{lasted}");
    assert!(leader.node().election_timer().is_some());
}

/// L02: one of three with one answering follower has a majority, of whichever kind the answer is.
#[test]
fn a_leader_with_a_majority_goes_on() {
    let mut leader = leader_with(Extension::CheckQuorum, 3);
    for _ in 0..20 {
        leader.reach_deadline();
        leader.receive(2, 4, matched(0));
        leader.receive(1, 3, matched(0));
    }
    assert_eq!((leader.term(), leader.role()), (4, RoleName::Leader));
}

/// V04, Thesis §4.2.3: who hears a leader takes no term from a request for its vote, and does not
/// answer; when the leader has been silent for an election timeout, it does.
#[test]
fn a_vote_is_ignored_while_a_leader_is_heard() {
    let mut voter = server(Extension::LeaderStickiness, 3, &[]);
    voter.receive(2, 3, append(None, &[], 0));
    let heard_at = voter.now;
    voter.now = heard_at + raft_core::Duration::from_millis(1_499);
    let before = voter.clone();
    let effects = voter.receive(1, 9, request_vote(at(9, 9)));
    assert!(has_decided(&effects, "vote_ignored"));
    assert_eq!(sent(&effects), []);
    assert_eq!(voter.node(), before.node());
    voter.now = heard_at + raft_core::Duration::from_millis(1_500);
    voter.receive(1, 9, request_vote(at(9, 9)));
    assert_eq!((voter.term(), voter.vote()), (9, Some(1)));

    let mut leader = leader_with(Extension::LeaderStickiness, 3);
    leader.receive(1, 9, request_vote(at(9, 9)));
    assert_eq!((leader.term(), leader.role()), (4, RoleName::Leader));
}

/// V05: a candidate that was ignored is freed by its answer to the leader's next message.
#[test]
fn a_candidate_that_is_ignored_is_freed_by_the_leader() {
    let mut candidate = server(Extension::LeaderStickiness, 5, &[]);
    candidate.reach_deadline();
    assert_eq!(
        (candidate.term(), candidate.role()),
        (6, RoleName::Candidate)
    );
    let effects = candidate.receive(2, 4, append(None, &[], 0));
    let [(2, reply)] = &sent(&effects)[..] else {
        panic!("one answer, to the leader");
    };
    let mut leader = leader_with(Extension::LeaderStickiness, 3);
    leader.receive(1, 6, reply.clone());
    assert_eq!((leader.term(), leader.role()), (6, RoleName::Follower));
}

/// Plain Raft: no switch is on, and nothing of the above happens.
#[test]
fn plain_raft_has_no_extension() {
    assert_eq!(Extensions::default(), Extensions::NONE);
    let mut plain = Server::follower(3, 3, &[]);
    assert_eq!(sent(&plain.receive(1, 3, question(4, None))), []);
    let effects = plain.reach_deadline();
    assert_eq!(sent(&effects)[0], (1, request_vote(None)));
    for extension in Extension::ALL {
        assert_eq!(Extension::named(extension.name()), Some(extension));
        assert_eq!(
            Extensions::NONE.with(extension).iter().collect::<Vec<_>>(),
            [extension]
        );
    }
}
