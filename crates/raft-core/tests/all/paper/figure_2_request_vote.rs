//! Figure 2, RequestVote: what it carries, and the two rules of its receiver.

use raft_core::{Effect, Term};

use crate::harness::server::Server;
use crate::harness::{at, config, denied, disk, granted, node, request_vote, sent};

/// Node 0 of term 2 with log 1, 2 and this vote.
fn voter(vote: Option<u8>) -> Server {
    let mut disk = disk(2, &[1, 2]);
    disk.voted_for = vote.map(node);
    Server::new(0, config(3), disk)
}

// Arguments: the candidate's term and its last entry; an empty log has none.
#[test]
fn figure_2_request_vote_carries_the_candidate_s_last_entry() {
    for (log, last) in [(&[][..], None), (&[1, 1, 3], at(3, 3))] {
        let mut server = Server::follower(3, 3, log);

        let effects = server.reach_deadline();

        let request = request_vote(last);
        assert_eq!(sent(&effects), [(1, request.clone()), (2, request)]);
        assert_eq!(server.term(), 4);
    }
}

// Results: the receiver's term, "for candidate to update itself".
#[test]
fn figure_2_request_vote_reply_carries_the_receiver_s_term() {
    for (term, answered_in) in [(1, 2), (2, 2), (3, 3)] {
        let mut server = voter(None);

        let effects = server.receive(1, term, request_vote(at(2, 2)));

        let Some(Effect::Send { message, .. }) = effects.last() else {
            panic!("the answer comes last");
        };
        assert_eq!(message.term, Term(answered_in));
    }
}

// Rule 1: "reply false if term < currentTerm", however good the candidate's log is.
#[test]
fn figure_2_request_vote_rule_1_denies_an_older_term() {
    let mut server = voter(None);

    let effects = server.receive(1, 1, request_vote(at(9, 2)));

    assert_eq!(sent(&effects), [(1, denied())]);
    assert_eq!(server.vote(), None);
}

// Rule 2: "if votedFor is null or candidateId, and candidate's log is at least as up-to-date
// as receiver's log, grant vote": each condition alone does not suffice.
#[test]
fn figure_2_request_vote_rule_2_needs_both_conditions() {
    for (vote, last, answer) in [
        (None, at(2, 2), granted()),
        (Some(1), at(2, 2), granted()),
        (None, at(3, 2), granted()),
        (None, at(1, 2), denied()),
        (None, at(2, 1), denied()),
        (Some(2), at(2, 2), denied()),
        (Some(2), at(9, 2), denied()),
        (Some(0), at(2, 2), denied()),
    ] {
        let mut server = voter(vote);

        let effects = server.receive(1, 2, request_vote(last));

        assert_eq!(sent(&effects), [(1, answer)], "{vote:?} {last:?}");
    }
}

// A vote that was denied for the log is still there for another candidate.
#[test]
fn figure_2_request_vote_rule_2_a_denial_uses_up_nothing() {
    let mut server = voter(None);
    server.receive(1, 2, request_vote(at(1, 1)));

    let effects = server.receive(2, 2, request_vote(at(2, 2)));

    assert_eq!(sent(&effects), [(2, granted())]);
    assert_eq!(server.vote(), Some(2));
}
