//! Figure 2: the state of a server, and the rules for servers by role.

use raft_core::{Effect, Index, Instant, RoleName};

use crate::harness::cluster::Cluster;
use crate::harness::server::Server;
use crate::harness::{
    append, appends, at, denied, entry, granted, has_decided, matched, node, rejected,
    request_vote, sent,
};

// State: log entries are numbered from 1.
#[test]
fn figure_2_the_first_index_is_1() {
    let mut server = Server::leader(1, 0, &[]);

    server.propose("x");

    assert_eq!(server.node().log().first_index(), Index::FIRST);
    assert_eq!(server.node().log().last(), at(1, 1));
}

// State: "increases monotonically": no message takes the current term back.
#[test]
fn figure_2_the_current_term_never_falls() {
    let mut server = Server::follower(3, 5, &[]);
    for term in [4, 6, 1, 5, 7, 6] {
        let before = server.term();

        server.receive(1, term, append(None, &[], 0));

        assert_eq!(server.term(), before.max(term));
    }
}

// State: a vote belongs to the current term; a new term begins without one.
#[test]
fn figure_2_a_new_term_begins_without_a_vote() {
    let mut server = Server::candidate(3, 0, &[]);
    assert_eq!(server.vote(), Some(0));

    server.receive(1, 2, denied());

    assert_eq!((server.term(), server.vote()), (2, None));
    assert_eq!(server.disk.voted_for, None);
}

// State on leaders: "reinitialized after election": a leader forgets what it knew when it
// led an earlier term.
#[test]
fn figure_2_a_leader_s_knowledge_begins_anew_with_each_election() {
    let mut cluster = Cluster::new(3);
    cluster.elect(0);
    cluster.propose(0, "a");
    cluster.settle();
    assert_eq!(cluster.server(0).progress(1), (2, 1));
    cluster.elect(1);

    cluster.timeout(0);
    cluster.deliver_on(0, 2);
    cluster.deliver_on(2, 0);

    assert_eq!(cluster.leaders().last(), Some(&1), "it has not heard yet");
    assert_eq!(cluster.server(0).role(), RoleName::Leader);
    assert_eq!(cluster.server(0).progress(1), (2, 0));
}

// All servers: "if commitIndex > lastApplied: increment lastApplied, apply": one after the
// other, none left out, in the step that commits them.
#[test]
fn figure_2_all_servers_apply_what_is_committed() {
    let mut server = Server::follower(3, 3, &[1, 2, 3]);

    let effects = server.receive(1, 3, append(at(3, 3), &[], 3));

    let commits = |effect: &Effect| matches!(effect, Effect::Commit(index) if index.get() == 3);
    assert_eq!(effects.iter().filter(|effect| commits(effect)).count(), 1);
    assert_eq!(server.applied, [entry(1), entry(2), entry(3)]);
}

// All servers: "if RPC request or response contains term T > currentTerm: set currentTerm = T,
// convert to follower"; the request itself is then answered in that term.
#[test]
fn figure_2_all_servers_convert_to_follower_for_a_larger_term() {
    for server in [
        Server::follower(3, 2, &[]),
        Server::candidate(3, 1, &[]),
        Server::leader(3, 1, &[]),
    ] {
        for body in [
            request_vote(None),
            append(None, &[], 0),
            denied(),
            matched(0),
        ] {
            let mut server = server.clone();

            server.receive(1, 3, body);

            assert_eq!((server.role(), server.term()), (RoleName::Follower, 3));
        }
    }
}

// Followers: they campaign "if election timeout elapses without receiving AppendEntries from
// current leader or granting vote to candidate": nothing else puts it off.
#[test]
fn figure_2_followers_count_only_their_leader_and_their_vote() {
    let restarts = |term, body| {
        let mut server = Server::follower(3, 2, &[1, 2]);
        server.now = Instant::from_millis(1_000);
        let before = server.node().deadline();
        server.receive(1, term, body);
        server.node().deadline() != before
    };

    let by_the_leader = restarts(2, append(at(2, 2), &[], 0));
    let by_a_leader_whose_entries_do_not_fit = restarts(2, append(at(9, 2), &[], 0));
    let by_a_granted_vote = restarts(2, request_vote(at(2, 2)));
    let by_an_old_leader = restarts(1, append(at(2, 2), &[], 0));
    let by_a_denied_vote = restarts(2, request_vote(at(1, 1)));
    let by_a_newer_term_alone = restarts(3, denied());

    assert!(by_the_leader && by_a_leader_whose_entries_do_not_fit && by_a_granted_vote);
    assert!(!by_an_old_leader && !by_a_denied_vote && !by_a_newer_term_alone);
}

// Candidates: "on conversion to candidate, start election": a new term, a vote for itself, a
// fresh timer and a request to every other server, in one step.
#[test]
fn figure_2_candidates_start_their_election_at_once() {
    let mut server = Server::follower(4, 6, &[]);

    let effects = server.reach_deadline();

    assert_eq!((server.term(), server.vote()), (7, Some(0)));
    assert_eq!(server.node().votes().count(), 1);
    let timer = server.node().election_timer().expect("it waits");
    assert_eq!(timer.started_at, server.now);
    assert_eq!(sent(&effects), [1, 2, 3].map(|to| (to, request_vote(None))));
}

// Candidates: "if votes received from majority of servers: become leader".
#[test]
fn figure_2_candidates_become_leader_with_a_majority() {
    let mut server = Server::candidate(5, 0, &[]);
    server.receive(1, 1, granted());
    assert_eq!(server.role(), RoleName::Candidate);

    let effects = server.receive(4, 1, granted());

    assert_eq!(server.role(), RoleName::Leader);
    assert!(has_decided(&effects, "leader_elected"));
}

// Candidates: "if AppendEntries RPC received from new leader: convert to follower"; its
// timer is then a follower's, started anew.
#[test]
fn figure_2_candidates_follow_a_new_leader() {
    let mut server = Server::candidate(3, 0, &[]);
    server.now = Instant::from_millis(700);

    server.receive(2, 1, append(None, &[], 0));

    assert_eq!(server.role(), RoleName::Follower);
    assert_eq!(server.leader_known(), Some(2));
    let timer = server.node().election_timer().expect("it waits");
    assert_eq!(timer.started_at, server.now);
}

// Candidates: "if election timeout elapses: start new election"; earlier votes do not count.
#[test]
fn figure_2_candidates_start_over_when_time_runs_out() {
    let mut server = Server::candidate(5, 0, &[]);
    server.receive(1, 1, granted());

    server.reach_deadline();
    server.receive(2, 2, granted());

    assert_eq!((server.role(), server.term()), (RoleName::Candidate, 2));
    assert_eq!(server.node().votes().count(), 2);
}

// Leaders: "upon election: send initial empty AppendEntries RPCs (heartbeat) to each server".
#[test]
fn figure_2_leaders_begin_with_empty_append_entries() {
    let mut server = Server::candidate(3, 2, &[1, 2]);

    let effects = server.receive(1, 3, granted());

    let expected = [(1, at(2, 2), vec![], 0), (2, at(2, 2), vec![], 0)];
    assert_eq!(appends(&effects), expected);
}

// Leaders: "repeat during idle periods to prevent election timeouts": the next heartbeat is
// due before the timer of any follower that got the last one can run out.
#[test]
fn figure_2_leaders_repeat_heartbeats_before_anybody_loses_patience() {
    let mut leader = Server::leader(3, 0, &[]);
    let mut follower = Server::follower(3, 1, &[]);
    for _ in 0..20 {
        leader.reach_deadline();
        follower.now = leader.now;

        follower.receive(1, 1, append(None, &[], 0));

        assert!(leader.node().deadline() < follower.node().deadline());
    }
}

// Leaders: "if command received from client: append entry to local log, respond after entry
// applied to state machine": having a place in the log is said apart from being applied.
#[test]
fn figure_2_leaders_append_commands_and_apply_them_later() {
    let mut server = Server::leader(3, 0, &[]);
    let taken = server.propose("x");
    assert_eq!(server.log(), [1]);
    assert!(
        taken
            .iter()
            .any(|effect| matches!(effect, Effect::Taken { .. }))
    );
    assert!(
        !taken
            .iter()
            .any(|effect| matches!(effect, Effect::Commit(_)))
    );

    let acknowledged = server.receive(1, 1, matched(1));

    assert!(
        acknowledged
            .iter()
            .any(|effect| matches!(effect, Effect::Commit(_)))
    );
    assert_eq!(server.applied.len(), 1);
}

// Leaders: "if successful: update nextIndex and matchIndex for follower", for this one only.
#[test]
fn figure_2_leaders_note_what_each_follower_holds() {
    let mut server = Server::leader(3, 0, &[]);
    server.propose("a");
    server.propose("b");

    server.receive(1, 1, matched(1));

    assert_eq!(server.progress(1), (3, 1));
    assert_eq!(server.progress(2), (3, 0));
}

// Leaders: "if AppendEntries fails because of log inconsistency: decrement nextIndex and
// retry", at once and for this follower only.
#[test]
fn figure_2_leaders_go_back_and_retry_after_a_rejection() {
    let mut server = Server::leader(3, 2, &[1, 1, 2]);

    let effects = server.receive(1, 3, rejected(3, at(2, 1)));

    assert_eq!(appends(&effects), [(1, at(2, 1), vec![], 0)]);
    assert_eq!(server.progress(1), (3, 0));
    assert_eq!(server.progress(2), (4, 0));
}

// Leaders: a rejection because of the term is no inconsistency: it ends the leadership.
#[test]
fn figure_2_leaders_step_down_when_rejected_by_a_newer_term() {
    let mut server = Server::leader(3, 2, &[1]);

    let effects = server.receive(1, 4, rejected(0, None));

    assert_eq!((server.role(), server.term()), (RoleName::Follower, 4));
    assert_eq!(server.node().progress_of(node(1)), None);
    assert!(sent(&effects).is_empty());
}

// Leaders: "if there exists an N such that N > commitIndex, a majority of matchIndex[i] ≥ N,
// and log[N].term == currentTerm: set commitIndex = N": the largest such N.
#[test]
fn figure_2_leaders_commit_the_largest_index_that_a_majority_has() {
    for (matches, commit) in [
        ([0, 0, 0, 3], 0),
        ([0, 0, 2, 3], 2),
        ([1, 2, 3, 3], 3),
        ([1, 1, 1, 3], 1),
    ] {
        let mut server = Server::leader(5, 0, &[]);
        for text in ["a", "b", "c"] {
            server.propose(text);
        }

        for (follower, index) in (1..).zip(matches) {
            server.receive(follower, 1, matched(index));
        }

        assert_eq!(server.commit(), commit, "{matches:?}");
    }
}
