//! The gallery's rules about the protocol: what a node with all rules does, and what a node does
//! with the rule left out. Rows 1 to 4 have stories of their own in `broken_rules.rs`.

use raft_core::{
    Body, Bug, Bugs, Duration, Extension, Extensions, Input, PreVote, PreVoteReply,
    RequestVoteReply, RoleName, Term,
};

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

/// Whether a request for a vote moved the moment at which the voter's timer runs out.
fn request_moves_deadline(voter: &mut Server, last: Option<raft_core::Position>) -> bool {
    let before = voter.node().deadline();
    voter.now = voter.now + raft_core::Duration::from_millis(100);
    grants(voter, 1, last);
    voter.node().deadline() != before
}

#[test]
fn rule_left_out_a_refused_request_restarts_the_timer() {
    let voters = with_and_without(Bug::RefusedVoteRestartsTimer, 3, 2, &[1, 2]);
    let moved = voters.map(|mut voter| request_moves_deadline(&mut voter, at(1, 1)));
    assert_eq!(moved, [false, true]);
}

#[test]
fn rule_left_out_a_granted_vote_restarts_no_timer() {
    let voters = with_and_without(Bug::GrantedVoteKeepsTimer, 3, 2, &[1, 2]);
    let moved = voters.map(|mut voter| request_moves_deadline(&mut voter, at(2, 2)));
    assert_eq!(moved, [true, false]);
}

#[test]
fn rule_left_out_a_deposed_leader_has_no_timer_until_it_follows() {
    let timers = leaders(Bug::DeposedWithoutTimer, 3, 1, &[1]).map(|mut leader| {
        leader.receive(1, 9, request_vote(None));
        let deposed = leader.node().deadline().is_some();
        leader.receive(2, 10, append(at(1, 1), &[], 0));
        (leader.role(), deposed, leader.node().deadline().is_some())
    });
    let follower = RoleName::Follower;
    assert_eq!(timers, [(follower, true, true), (follower, false, true)]);
}

#[test]
fn rule_left_out_a_candidate_stays_one_beside_a_leader() {
    let roles = with_and_without(Bug::CandidateNeverYields, 3, 0, &[]).map(|mut candidate| {
        candidate.step(raft_core::Input::ForceTimeout);
        candidate.receive(1, 1, append(None, &[1], 0));
        (candidate.role(), candidate.log())
    });
    assert_eq!(
        roles,
        [(RoleName::Follower, vec![1]), (RoleName::Candidate, vec![])]
    );
}

#[test]
fn rule_left_out_all_timeouts_are_equal() {
    let lengths = with_and_without(Bug::EqualTimeouts, 3, 0, &[]).map(|mut candidate| {
        let drawn = (0..20).map(|_| {
            candidate.step(raft_core::Input::ForceTimeout);
            let timer = candidate.node().election_timer().expect("it stands");
            timer.ends_at - timer.started_at
        });
        drawn.collect::<std::collections::BTreeSet<_>>().len()
    });
    assert!(lengths[0] > 10, "{} different ones of 20", lengths[0]);
    assert_eq!(lengths[1], 1);
}

/// Node 0 of three in `term`, with an extension on: with all rules, and without this one.
fn extended(extension: Extension, bug: Bug, term: u64) -> [Server; 2] {
    [Bugs::NONE, Bugs::NONE.with(bug)].map(|bugs| {
        let mut config = config(3);
        config.extensions = Extensions::NONE.with(extension);
        config.bugs = bugs;
        Server::new(0, config, disk(term, &[]))
    })
}

fn question(next_term: u64) -> Body {
    Body::PreVote(PreVote {
        next_term: Term(next_term),
        last: None,
    })
}

fn consent(next_term: u64) -> Body {
    Body::PreVoteReply(PreVoteReply {
        next_term: Term(next_term),
        granted: true,
    })
}

#[test]
fn rule_left_out_pre_votes_count_as_votes() {
    let askers = extended(Extension::PreVote, Bug::PreVoteCountsAsVote, 3);
    let roles = askers.map(|mut asker| {
        asker.step(Input::ForceTimeout);
        asker.receive(1, 3, consent(4));
        (asker.role(), asker.term())
    });
    assert_eq!(roles, [(RoleName::Candidate, 4), (RoleName::Leader, 4)]);
}

#[test]
fn rule_left_out_a_pre_vote_opens_a_term() {
    let asked = extended(Extension::PreVote, Bug::PreVoteOpensTerm, 3);
    let terms = asked.map(|mut asked| {
        asked.receive(1, 3, question(4));
        asked.term()
    });
    assert_eq!(terms, [3, 4]);
}

#[test]
fn rule_left_out_pre_votes_of_an_older_term_are_ignored() {
    let nodes = extended(Extension::PreVote, Bug::OldPreVoteIgnored, 5);
    let heard = nodes.map(|mut node| {
        let answers = sent(&node.receive(1, 3, question(4))).len();
        node.step(Input::ForceTimeout);
        node.receive(2, 3, consent(6));
        (answers, node.role())
    });
    assert_eq!(heard, [(1, RoleName::Candidate), (0, RoleName::Follower)]);
}

#[test]
fn rule_left_out_an_unheard_leader_has_no_timer() {
    let leaders = extended(Extension::CheckQuorum, Bug::UnheardWithoutTimer, 1);
    let timers = leaders.map(|mut leader| {
        leader.step(Input::ForceTimeout);
        let mut leader = leader.elected();
        leader.now = leader.now + Duration::from_millis(10_000);
        leader.step(Input::Deadline);
        (leader.role(), leader.node().deadline().is_some())
    });
    let follower = RoleName::Follower;
    assert_eq!(timers, [(follower, true), (follower, false)]);
}

/// A follower without a timer waits for nothing, and so asks no pre-vote either.
#[test]
fn rule_left_out_a_node_without_a_timer_asks_nothing() {
    let [_, mut leader] = extended(Extension::PreVote, Bug::DeposedWithoutTimer, 1);
    leader.step(Input::ForceTimeout);
    leader.receive(1, 1, consent(2));
    let mut leader = leader.elected();
    leader.receive(1, 9, Body::RequestVoteReply(RequestVoteReply::Denied));
    leader.now = leader.now + Duration::from_millis(10_000);
    assert_eq!(leader.step(Input::Deadline), []);
    assert_eq!((leader.role(), leader.term()), (RoleName::Follower, 9));
}

#[test]
fn rule_left_out_a_leader_of_an_older_term_gets_no_answer() {
    let nodes = extended(Extension::LeaderStickiness, Bug::SilentToOldLeader, 5);
    let answers = nodes.map(|mut node| sent(&node.receive(1, 3, append(None, &[], 0))).len());
    assert_eq!(answers, [1, 0]);
}

#[test]
fn rule_left_out_a_candidate_ignores_newer_terms() {
    let candidates = extended(Extension::LeaderStickiness, Bug::CandidateHearsItself, 1);
    let terms = candidates.map(|mut candidate| {
        candidate.step(Input::ForceTimeout);
        candidate.receive(1, 5, request_vote(None));
        (candidate.term(), candidate.vote())
    });
    assert_eq!(terms, [(5, Some(1)), (2, Some(0))]);
}
