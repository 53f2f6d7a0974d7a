//! The gallery's rules about the protocol: what a node with all rules does, and what a node does
//! with the rule left out. Rows 1 to 4 have stories of their own in `broken_rules.rs`.

use raft_core::{Bug, Bugs, RoleName};

use crate::harness::server::Server;
use crate::harness::{append, at, config, disk, granted, rejected, request_vote, sent};

/// Node 0 of `nodes` in `term` with a log of these terms: with all rules, and without this one.
fn with_and_without(bug: Bug, nodes: u8, term: u64, log: &[u64]) -> [Server; 2] {
    [Bugs::NONE, Bugs::NONE.with(bug)].map(|bugs| {
        let mut config = config(nodes);
        config.bugs = bugs;
        Server::new(0, config, disk(term, log))
    })
}

/// The same, after it has won an election.
fn leaders(bug: Bug, nodes: u8, term: u64, log: &[u64]) -> [Server; 2] {
    with_and_without(bug, nodes, term, log).map(|mut server| {
        server.step(raft_core::Input::ForceTimeout);
        server.elected()
    })
}

fn grants(server: &mut Server, candidate: u8, last: Option<raft_core::Position>) -> bool {
    let effects = server.receive(candidate, 5, request_vote(last));
    sent(&effects) == [(candidate, granted())]
}

#[test]
fn rule_left_out_votes_go_to_any_log() {
    let voters = with_and_without(Bug::VoteForAnyLog, 3, 2, &[1, 2]);
    assert_eq!(
        voters.map(|mut it| grants(&mut it, 1, at(1, 1))),
        [false, true]
    );
}

#[test]
fn rule_left_out_votes_go_to_the_longest_log() {
    let voters = || with_and_without(Bug::VoteForLongestLog, 3, 2, &[1, 2]);
    assert_eq!(
        voters().map(|mut it| grants(&mut it, 1, at(3, 1))),
        [false, true]
    );
    assert_eq!(
        voters().map(|mut it| grants(&mut it, 1, at(1, 3))),
        [true, false]
    );
}

#[test]
fn rule_left_out_a_node_votes_again() {
    for (mut voter, again) in with_and_without(Bug::VoteAgain, 3, 4, &[])
        .into_iter()
        .zip([false, true])
    {
        assert!(grants(&mut voter, 1, None));
        assert_eq!(grants(&mut voter, 2, None), again);
        assert_eq!(voter.vote(), Some(if again { 2 } else { 1 }));
    }
}

#[test]
fn rule_left_out_a_vote_is_forgotten_at_restart() {
    let booted = with_and_without(Bug::ForgetVoteAtRestart, 3, 4, &[]).map(|mut voter| {
        assert!(grants(&mut voter, 1, None));
        voter.crash();
        voter.restart();
        (voter.term(), voter.vote())
    });
    assert_eq!(booted, [(5, Some(1)), (5, None)]);
}

#[test]
fn rule_left_out_a_term_is_forgotten_at_restart() {
    let booted = with_and_without(Bug::ForgetTermAtRestart, 3, 1, &[1]).map(|mut voter| {
        assert!(grants(&mut voter, 1, at(1, 1)));
        voter.crash();
        voter.restart();
        (voter.term(), voter.vote())
    });
    assert_eq!(booted, [(5, Some(1)), (1, None)]);
}

#[test]
fn rule_left_out_two_of_five_elect() {
    let elected = with_and_without(Bug::ElectWithMinority, 5, 0, &[]).map(|mut candidate| {
        candidate.step(raft_core::Input::ForceTimeout);
        assert_eq!(
            candidate.role(),
            RoleName::Candidate,
            "one vote is not enough"
        );
        candidate.receive(1, 1, granted());
        candidate.role()
    });
    assert_eq!(elected, [RoleName::Candidate, RoleName::Leader]);
}

#[test]
fn rule_left_out_a_leader_leads_on_in_a_newer_term() {
    let after = leaders(Bug::KeepLeading, 3, 0, &[]).map(|mut leader| {
        leader.receive(1, 9, request_vote(None));
        (leader.term(), leader.role())
    });
    assert_eq!(after, [(9, RoleName::Follower), (9, RoleName::Leader)]);
}

#[test]
fn rule_left_out_a_new_leader_drops_its_tail() {
    let logs = leaders(Bug::DropUncommittedTail, 3, 1, &[1, 1]).map(|leader| leader.log());
    assert_eq!(logs, [vec![1, 1], vec![]]);
}

#[test]
fn rule_left_out_entries_of_an_older_term_are_accepted() {
    let logs = with_and_without(Bug::AcceptOlderTerm, 3, 5, &[1]).map(|mut follower| {
        follower.receive(1, 2, append(at(1, 1), &[2], 0));
        (follower.term(), follower.log())
    });
    assert_eq!(logs, [(5, vec![1]), (5, vec![1, 2])]);
}

#[test]
fn rule_left_out_entries_are_attached_to_an_older_one() {
    let logs = with_and_without(Bug::SkipConsistencyCheck, 3, 3, &[1]).map(|mut follower| {
        follower.receive(1, 3, append(at(1, 2), &[3], 0));
        follower.log()
    });
    assert_eq!(logs, [vec![1], vec![1, 3]]);
}

#[test]
fn rule_left_out_each_append_cuts_the_log() {
    let logs = with_and_without(Bug::TruncateOnAppend, 3, 1, &[1, 1, 1]).map(|mut follower| {
        follower.receive(1, 1, append(None, &[1], 0));
        follower.log()
    });
    assert_eq!(logs, [vec![1, 1, 1], vec![1]]);
}

#[test]
fn rule_left_out_each_heartbeat_cuts_the_log() {
    let logs = with_and_without(Bug::TruncateOnHeartbeat, 3, 1, &[1, 1, 1]).map(|mut follower| {
        follower.receive(1, 1, append(at(1, 1), &[], 0));
        follower.log()
    });
    assert_eq!(logs, [vec![1, 1, 1], vec![1]]);
}

#[test]
fn rule_left_out_a_rejection_is_not_heeded() {
    let next = leaders(Bug::NeverStepBack, 3, 1, &[1, 1]).map(|mut leader| {
        leader.receive(1, 2, rejected(2, at(1, 1)));
        leader.progress(1)
    });
    assert_eq!(next, [(2, 0), (3, 0)]);
}

#[test]
fn rule_left_out_copies_of_an_older_term_are_counted() {
    let commits = leaders(Bug::CommitOlderTerm, 3, 1, &[1]).map(|mut leader| {
        leader.acknowledge([1], 1);
        leader.commit()
    });
    assert_eq!(commits, [0, 1]);
}

#[test]
fn rule_left_out_two_of_five_commit() {
    let commits = leaders(Bug::CommitWithMinority, 5, 0, &[]).map(|mut leader| {
        leader.propose("x");
        leader.acknowledge([1], 1);
        leader.commit()
    });
    assert_eq!(commits, [0, 1]);
}

#[test]
fn rule_left_out_an_unwritten_entry_is_counted() {
    let commits = leaders(Bug::CountUnwrittenEntry, 3, 0, &[]).map(|mut leader| {
        leader.stalled = true;
        leader.propose("x");
        leader.acknowledge([1], 1);
        leader.commit()
    });
    assert_eq!(commits, [0, 1]);
}

#[test]
fn rule_left_out_a_vote_is_said_before_it_is_on_disk() {
    let said = with_and_without(Bug::SpeakBeforeDisk, 3, 4, &[]).map(|mut voter| {
        voter.stalled = true;
        grants(&mut voter, 1, None)
    });
    assert_eq!(said, [false, true]);
}

#[test]
fn rule_left_out_the_commit_index_falls() {
    let commits = with_and_without(Bug::LowerCommitIndex, 3, 1, &[1, 1]).map(|mut follower| {
        follower.receive(1, 1, append(at(2, 1), &[], 2));
        follower.receive(1, 1, append(at(2, 1), &[], 1));
        follower.commit()
    });
    assert_eq!(commits, [2, 1]);
}
