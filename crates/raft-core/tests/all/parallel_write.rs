//! A leader that sends while its disk writes (Thesis §10.2.1), one test for each claim.

use crate::harness::server::Server;
use crate::harness::{
    append, appends, at, config, disk, granted, has_decided, matched, request_vote, sent,
};
use raft_core::{Bug, Bugs, Config, Effect, Extension, Extensions, Input, RoleName};

fn switched_on(bugs: Bugs) -> Config {
    Config {
        extensions: Extensions::NONE.with(Extension::ParallelWrite),
        bugs,
        ..config(3)
    }
}

/// Node 0 of three, leader of term 1, whose disk takes its time from now on.
fn leader(bugs: Bugs) -> Server {
    let mut candidate = Server::new(0, switched_on(bugs), disk(0, &[]));
    candidate.step(Input::ForceTimeout);
    let mut leader = candidate.elected();
    leader.stalled = true;
    leader
}

/// The entry leaves at once, beside the leader's own write of it.
#[test]
fn entries_leave_while_the_disk_writes() {
    let mut leader = leader(Bugs::NONE);
    let effects = leader.propose("x");
    assert_eq!(
        appends(&effects),
        [(1, None, vec![1], 0), (2, None, vec![1], 0)]
    );
    assert!(effects.iter().any(|it| matches!(it, Effect::Persist(_))));
    let effects = leader.propose("y");
    assert_eq!(appends(&effects).len(), 2, "one behind the other");
    assert_eq!(leader.node().held_messages(), 0);
}

/// One copy of another node is no majority of three: the leader's own is not on its disk.
#[test]
fn its_own_copy_counts_when_it_is_on_disk() {
    let mut leader = leader(Bugs::NONE);
    leader.propose("x");
    leader.acknowledge([1], 1);
    assert_eq!(leader.commit(), 0);
    let effects = leader.sync();
    assert_eq!(leader.commit(), 1);
    assert!(!has_decided(&effects, "committed_ahead"));
}

/// Two of three hold it: that is a majority without the leader.
#[test]
fn a_majority_of_the_others_commits_ahead_of_its_disk() {
    let mut leader = leader(Bugs::NONE);
    leader.propose("x");
    leader.acknowledge([1], 1);
    let effects = leader.receive(2, 1, matched(1));
    assert_eq!(leader.commit(), 1);
    assert!(has_decided(&effects, "committed_ahead"));
    assert_eq!(leader.node().durable_index(), None);

    leader.crash();
    leader.restart();
    assert_eq!(leader.log(), [], "its disk never had it");
}

/// Whatever speaks of its own disk waits as before: an acknowledgment, a request for votes, a vote.
#[test]
fn all_else_waits_for_the_disk() {
    let mut follower = Server::new(0, switched_on(Bugs::NONE), disk(1, &[]));
    follower.stalled = true;
    let effects = follower.receive(1, 1, append(None, &[1], 0));
    assert_eq!(sent(&effects), [], "its answer waits");
    assert_eq!(sent(&follower.sync()), [(1, matched(1))]);

    let effects = follower.receive(2, 2, request_vote(at(1, 1)));
    assert_eq!(sent(&effects), [], "its vote waits");
    assert_eq!(sent(&follower.sync()), [(2, granted())]);

    let effects = follower.step(Input::ForceTimeout);
    assert_eq!(
        (follower.role(), sent(&effects)),
        (RoleName::Candidate, Vec::new())
    );
}

/// Without the rule the leader commits what one disk of three holds.
#[test]
fn rule_left_out_the_leader_counts_what_it_only_sent() {
    let mut leader = leader(Bugs::NONE.with(Bug::CountUnwrittenEntry));
    leader.propose("x");
    leader.acknowledge([1], 1);
    assert_eq!(leader.commit(), 1);
    assert_eq!(leader.node().durable_index(), None);
}
