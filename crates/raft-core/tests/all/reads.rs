//! Reads beside the log (Thesis §6.4), one test for each claim. Q… are rows of
//! `docs/conformance.md`.

use raft_core::quorum::Tally;
use raft_core::{
    Body, Bug, Bugs, Config, Confirm, ConfirmReply, Decision, Duration, Effect, Extension,
    ExtensionDecision, Extensions, Input, Instant, NodeId, ReadGround, ReadIndex, ReadIndexAnswer,
    ReadIndexReply, RequestVote, RoleName, Term,
};

use crate::harness::cluster::{Cluster, Outcome};
use crate::harness::server::Server;
use crate::harness::{
    append, at, config, disk, granted, has_decided, index, matched, number, origin, request_vote,
    sent,
};

fn with(nodes: u8, reads: Extension, bugs: Bugs) -> Config {
    let mut extensions = Extensions::NONE.with(reads);
    if reads == Extension::LeaseReads {
        extensions = extensions
            .with(Extension::CheckQuorum)
            .with(Extension::LeaderStickiness);
    }
    Config {
        extensions,
        bugs,
        ..config(nodes)
    }
}

fn cluster(nodes: u8, reads: Extension) -> Cluster {
    let config = with(nodes, reads, Bugs::NONE);
    Cluster::with_logs(config, &vec![&[][..]; nodes.into()])
}

/// Node 0 of three, which has just won term 1 and committed nothing.
fn fresh_leader(reads: Extension, bugs: Bugs) -> Server {
    let mut server = Server::new(0, with(3, reads, bugs), disk(0, &[]));
    server.step(Input::ForceTimeout);
    server.elected()
}

/// The same, when its blank entry is committed.
fn leader(reads: Extension, bugs: Bugs) -> Server {
    let mut leader = fresh_leader(reads, bugs);
    leader.acknowledge([1], 1);
    assert_eq!(leader.commit(), 1);
    leader
}

fn read(server: &mut Server, serial: u64) -> Vec<Effect> {
    let origin = origin(serial);
    server.step(Input::Read { origin })
}

/// The reads that these effects answer, with their index.
fn answered(effects: &[Effect]) -> Vec<(u64, u64)> {
    let answer = |effect: &Effect| match effect {
        Effect::ReadReady { origin, at } => Some((origin.serial, number(*at))),
        _ => None,
    };
    effects.iter().filter_map(answer).collect()
}

fn refused(effects: &[Effect]) -> Vec<u64> {
    let refusal = |effect: &Effect| match effect {
        Effect::NotLeader { origin, .. } => Some(origin.serial),
        _ => None,
    };
    effects.iter().filter_map(refusal).collect()
}

fn confirm(round: u64) -> Body {
    Body::Confirm(Confirm { round })
}

fn confirmed(round: u64) -> Body {
    Body::ConfirmReply(ConfirmReply::Confirmed { round })
}

fn asked(serial: u64) -> Body {
    let origin = origin(serial);
    Body::ReadIndex(ReadIndex { origin })
}

fn told(serial: u64, answer: ReadIndexAnswer) -> Body {
    let origin = origin(serial);
    Body::ReadIndexReply(ReadIndexReply { origin, answer })
}

fn through(number: u64) -> ReadIndexAnswer {
    ReadIndexAnswer::Through(Some(index(number)))
}

/// Q01: the read index is the commit index at the moment of the call.
#[test]
fn a_read_sees_what_was_committed_when_it_came() {
    let mut cluster = cluster(3, Extension::ReadIndex);
    cluster.elect(0);
    for serial in 1..=3 {
        for command in 0..10 {
            cluster.propose(0, &format!("SET x={command}"));
        }
        cluster.settle();
        cluster.outcomes.clear();
        cluster.read(0, 100 + serial);
        cluster.settle();
        let at = 1 + 10 * serial;
        assert_eq!(cluster.outcomes, [Outcome::Read(origin(100 + serial), at)]);
    }
}

/// Q02: only a majority that answers a round which began after the read came lets it pass.
#[test]
fn a_read_waits_for_a_round_that_begins_after_it() {
    let mut leader = leader(Extension::ReadIndex, Bugs::NONE);
    let effects = read(&mut leader, 1);
    assert_eq!(sent(&effects), [(1, confirm(1)), (2, confirm(1))]);
    assert_eq!(answered(&effects), []);
    assert!(has_decided(&effects, "read_round_begun"));
    // These come while round 1 is under way: the next one serves both.
    for serial in [2, 3] {
        assert_eq!(sent(&read(&mut leader, serial)), []);
    }
    let effects = leader.receive(1, 1, confirmed(1));
    assert_eq!(answered(&effects), [(1, 1)]);
    assert_eq!(sent(&effects), [(1, confirm(2)), (2, confirm(2))]);
    // Late, and doubled: they speak of round 1 and of no later one.
    for from in [2, 1, 1] {
        assert_eq!(answered(&leader.receive(from, 1, confirmed(1))), []);
    }
    let effects = leader.receive(2, 1, confirmed(2));
    assert_eq!(answered(&effects), [(2, 1), (3, 1)]);
    assert_eq!(leader.node().waiting_reads(), 0);
}

/// A confirmation of a round that never began is none.
#[test]
fn no_round_is_confirmed_before_it_began() {
    let mut leader = leader(Extension::ReadIndex, Bugs::NONE);
    leader.receive(1, 1, confirmed(9));
    read(&mut leader, 1);
    assert_eq!(leader.node().waiting_reads(), 1);
    assert_eq!(answered(&leader.receive(2, 1, confirmed(1))), [(1, 1)]);
}

/// A majority of five is three, and one node's doubled answers are one.
#[test]
fn a_round_needs_a_majority() {
    let mut cluster = cluster(5, Extension::ReadIndex);
    cluster.elect(0);
    cluster.outcomes.clear();
    cluster.read(0, 1);
    cluster.deliver_on(0, 1);
    let reply = cluster.find(1, 0).expect("it has answered");
    cluster.deliver_copy(reply);
    cluster.deliver(reply);
    assert_eq!(cluster.outcomes, []);
    cluster.settle();
    assert_eq!(cluster.outcomes, [Outcome::Read(origin(1), 1)]);
}

/// Q04: a new leader first commits an entry of its own term, which is a blank one.
#[test]
fn a_read_waits_for_the_first_commit_of_a_term() {
    let mut leader = fresh_leader(Extension::ReadIndex, Bugs::NONE);
    assert_eq!(leader.log(), [1]);
    let effects = read(&mut leader, 1);
    assert_eq!((answered(&effects), sent(&effects)), (vec![], vec![]));
    assert!(has_decided(&effects, "read_waits_for_term"));
    let effects = leader.receive(1, 1, matched(1));
    assert_eq!(sent(&effects), [(1, confirm(1)), (2, confirm(1))]);
    assert_eq!(answered(&leader.receive(1, 1, confirmed(1))), [(1, 1)]);
}

/// Q05, Q08: a leader that hears of a newer term gives up what waits, and its clients ask again.
#[test]
fn a_leader_that_steps_down_gives_up_its_reads() {
    let mut leader = leader(Extension::FollowerReads, Bugs::NONE);
    read(&mut leader, 1);
    leader.receive(2, 1, asked(2));
    assert_eq!(leader.node().waiting_reads(), 2);
    let effects = leader.receive(1, 2, request_vote(None));
    assert_eq!(refused(&effects), [1]);
    assert!(sent(&effects).contains(&(2, told(2, ReadIndexAnswer::NotLeader))));
    assert!(has_decided(&effects, "reads_given_up"));
    assert_eq!(leader.node().waiting_reads(), 0);
    assert_eq!(answered(&leader.receive(1, 1, confirmed(1))), []);
    assert_eq!(refused(&read(&mut leader, 3)), [3]);
}

/// Q05: a leader that nobody hears never answers; check-quorum ends its leadership.
#[test]
fn a_leader_alone_answers_no_read() {
    let mut leader = leader(Extension::LeaseReads, Bugs::NONE);
    leader.receive(1, 1, confirmed(1));
    leader.now = leader.now + Duration::from_millis(1_400);
    let effects = read(&mut leader, 1);
    assert_eq!(answered(&effects), []);
    leader.now = leader.now + Duration::from_millis(200);
    let effects = leader.step(Input::Deadline);
    assert!(has_decided(&effects, "quorum_lost"));
    assert_eq!(refused(&effects), [1]);
    assert_eq!(leader.role(), RoleName::Follower);
}

/// Q07: a round whose messages were lost is followed by another at the next heartbeat.
#[test]
fn a_lost_round_is_made_up_for() {
    let mut leader = leader(Extension::ReadIndex, Bugs::NONE);
    assert!(!sent(&leader.reach_deadline()).contains(&(1, confirm(1))));
    read(&mut leader, 1);
    let effects = leader.reach_deadline();
    assert!(sent(&effects).contains(&(1, confirm(2))));
    assert_eq!(answered(&leader.receive(1, 1, confirmed(2))), [(1, 1)]);
    assert!(!sent(&leader.reach_deadline()).contains(&(1, confirm(3))));
}

/// Q08: a leader that is alone is a majority.
#[test]
fn a_lone_node_answers_at_once() {
    for reads in Extension::OF_READS {
        let mut alone = Server::new(0, with(1, reads, Bugs::NONE), disk(0, &[]));
        alone.reach_deadline();
        let effects = read(&mut alone, 1);
        assert_eq!(answered(&effects), [(1, 1)], "{reads:?}");
        assert_eq!(alone.node().waiting_reads(), 0);
    }
}

/// A follower takes the question for a heartbeat, and a node in a newer term says so.
#[test]
fn a_question_is_a_heartbeat_of_its_term() {
    let mut follower = Server::new(0, with(3, Extension::ReadIndex, Bugs::NONE), disk(3, &[]));
    follower.now = follower.now + Duration::from_millis(700);
    let effects = follower.receive(1, 3, confirm(4));
    assert_eq!(sent(&effects), [(1, confirmed(4))]);
    assert_eq!(follower.leader_known(), Some(1));
    let timer = follower.node().election_timer().expect("it follows");
    assert_eq!(timer.started_at, follower.now);

    let effects = follower.receive(2, 2, confirm(9));
    assert_eq!(
        sent(&effects),
        [(2, Body::ConfirmReply(ConfirmReply::Refused))]
    );
    assert_eq!(follower.leader_known(), Some(1));
}

/// The refusal of an old round confirms no round of a newer term.
#[test]
fn a_refusal_confirms_nothing() {
    let mut leader = leader(Extension::ReadIndex, Bugs::NONE);
    read(&mut leader, 1);
    let refusal = Body::ConfirmReply(ConfirmReply::Refused);
    assert_eq!(answered(&leader.receive(1, 1, refusal)), []);
    let effects = leader.receive(1, 0, confirmed(1));
    assert!(has_decided(&effects, "message_ignored"));
    assert_eq!(answered(&effects), []);
}

/// Thesis §6.4.1: a lease counts from the beginning of its round, and ends before the timeout of
/// the fastest clock.
#[test]
fn a_lease_answers_without_a_round_until_it_ends() {
    let mut leader = leader(Extension::LeaseReads, Bugs::NONE);
    let began_at = leader.now;
    leader.now = began_at + Duration::from_millis(900);
    assert_eq!(answered(&read(&mut leader, 1)), [], "no round is confirmed");
    let effects = leader.receive(1, 1, confirmed(1));
    assert_eq!(answered(&effects), []);
    // 1500 ms / 1.1, rounded down.
    let ends_at = began_at + Duration(1_363_636);
    leader.now = Instant(ends_at.0 - 1);
    let effects = read(&mut leader, 2);
    assert_eq!(answered(&effects), [(2, 1)]);
    assert!(has_decided(&effects, "read_answered_by_lease"));
    leader.now = ends_at;
    assert_eq!(answered(&read(&mut leader, 3)), []);
}

/// Thesis §6.4.1: each heartbeat asks anew, so that a lease lasts.
#[test]
fn a_lease_is_renewed_at_each_heartbeat() {
    let mut leader = leader(Extension::LeaseReads, Bugs::NONE);
    for round in 2..=5 {
        assert!(sent(&leader.reach_deadline()).contains(&(1, confirm(round))));
        leader.receive(1, 1, confirmed(round));
        leader.receive(1, 1, matched(1));
        assert_eq!(answered(&read(&mut leader, round)), [(round, 1)]);
    }
}

/// Q12: a leader that has told a successor to stand answers by no lease, for the rest of its term:
/// the others pass over their promise for that candidate, however late it stands.
#[test]
fn a_leader_that_handed_over_has_no_lease() {
    let mut leader = leader(Extension::LeaseReads, Bugs::NONE);
    leader.receive(1, 1, confirmed(1));
    assert_eq!(answered(&read(&mut leader, 1)), [(1, 1)]);
    let effects = leader.step(Input::Transfer(NodeId(1)));
    assert!(has_decided(&effects, "timeout_now_sent"));
    assert_eq!(answered(&read(&mut leader, 2)), [], "it waits for a round");
    // When the transfer is given up, the word may still be under way.
    leader.now = leader.now + Duration::from_millis(1_500);
    let effects = leader.reach_deadline();
    assert!(has_decided(&effects, "transfer_aborted"));
    leader.receive(1, 1, confirmed(2));
    leader.receive(1, 1, confirmed(3));
    let effects = read(&mut leader, 3);
    assert!(!has_decided(&effects, "read_answered_by_lease"));

    let mut follower = Server::new(2, with(3, Extension::LeaseReads, Bugs::NONE), disk(0, &[]));
    follower.receive(0, 1, confirm(1));
    let told = Body::RequestVote(RequestVote {
        last: at(1, 1),
        transfer: true,
    });
    let effects = follower.receive(1, 2, told);
    assert_eq!(sent(&effects), [(1, granted())]);
}

/// A lease is no reason to answer before an entry of the term is committed (Thesis §6.4).
#[test]
fn a_lease_waits_for_the_first_commit_of_a_term() {
    let mut leader = fresh_leader(Extension::LeaseReads, Bugs::NONE);
    leader.receive(1, 1, confirmed(1));
    let effects = read(&mut leader, 1);
    assert!(has_decided(&effects, "read_waits_for_term"));
    leader.receive(1, 1, matched(1));
    leader.receive(1, 1, confirmed(2));
    assert_eq!(leader.node().waiting_reads(), 0);
}

/// Thesis §6.4.1: whoever has confirmed a leader elects nobody for an election timeout, also in a
/// term that it has learned of otherwise.
#[test]
fn a_promise_outlives_a_newer_term() {
    let config = with(3, Extension::LeaseReads, Bugs::NONE);
    let mut follower = Server::new(0, config, disk(0, &[]));
    follower.receive(1, 1, confirm(1));
    follower.receive(
        2,
        5,
        Body::RequestVoteReply(raft_core::RequestVoteReply::Denied),
    );
    assert_eq!((follower.term(), follower.leader_known()), (5, None));
    follower.now = follower.now + Duration::from_millis(1_499);
    let effects = follower.receive(2, 5, request_vote(None));
    assert!(has_decided(&effects, "vote_withheld"));
    assert_eq!((sent(&effects), follower.vote()), (vec![], None));
    follower.now = follower.now + Duration::from_millis(1);
    let effects = follower.receive(2, 5, request_vote(None));
    assert_eq!(sent(&effects), [(2, granted())]);
}

/// A promise is not on the disk, so a node that boots behaves as if it had just made one.
#[test]
fn rule_left_out_a_restart_forgets_a_promise() {
    for (bugs, votes) in [
        (Bugs::NONE, false),
        (Bugs::NONE.with(Bug::BreakPromise), true),
    ] {
        let config = with(3, Extension::LeaseReads, bugs);
        let mut follower = Server::new(0, config, disk(0, &[]));
        follower.receive(1, 1, confirm(1));
        follower.crash();
        follower.restart();
        let effects = follower.receive(2, 2, request_vote(None));
        assert_eq!(sent(&effects) == [(2, granted())], votes);
        assert_eq!(has_decided(&effects, "vote_withheld"), !votes);
    }
}

/// A node that has never been in a term has promised nothing.
#[test]
fn a_fresh_node_votes_at_once() {
    let config = with(3, Extension::LeaseReads, Bugs::NONE);
    let mut fresh = Server::new(0, config, disk(0, &[]));
    let effects = fresh.receive(2, 1, request_vote(None));
    assert_eq!(sent(&effects), [(2, granted())]);
}

/// Q01, Q13: a follower asks for a read index, and answers when it has applied it.
#[test]
fn a_follower_answers_when_it_has_applied_the_read_index() {
    let config = with(3, Extension::FollowerReads, Bugs::NONE);
    let mut follower = Server::new(0, config, disk(0, &[]));
    follower.receive(1, 1, append(None, &[1, 1], 1));
    let effects = read(&mut follower, 1);
    assert_eq!(sent(&effects), [(1, asked(1))]);
    let effects = follower.receive(1, 1, told(1, through(2)));
    assert_eq!(answered(&effects), []);
    assert!(has_decided(&effects, "read_waits_for_apply"));
    let effects = follower.receive(1, 1, append(at(2, 1), &[], 2));
    assert_eq!(answered(&effects), [(1, 2)]);
    assert!(has_decided(&effects, "read_answered_by_follower"));
    assert_eq!(follower.node().waiting_reads(), 0);
}

/// Q07: a question or its answer may be lost; the next heartbeat asks again, and an answer counts
/// once and for its own read.
#[test]
fn a_follower_asks_again_and_believes_an_answer_once() {
    let config = with(3, Extension::FollowerReads, Bugs::NONE);
    let mut follower = Server::new(0, config, disk(0, &[]));
    follower.receive(1, 1, append(None, &[1], 1));
    read(&mut follower, 1);
    assert_eq!(sent(&read(&mut follower, 1)), [], "it waits once");
    let effects = follower.receive(1, 1, append(at(1, 1), &[], 1));
    assert!(sent(&effects).contains(&(1, asked(1))));
    for late in [
        told(7, through(1)),
        told(1, through(1)),
        told(1, through(1)),
    ] {
        let once = late == told(1, through(1)) && follower.node().waiting_reads() == 1;
        assert_eq!(
            answered(&follower.receive(1, 1, late)).len(),
            usize::from(once)
        );
    }
}

/// A follower that loses its leader gives up what it has asked; a read that has its index needs no
/// leader.
#[test]
fn a_follower_without_its_leader_gives_up_what_it_asked() {
    let config = with(3, Extension::FollowerReads, Bugs::NONE);
    let mut follower = Server::new(0, config, disk(0, &[]));
    assert_eq!(refused(&read(&mut follower, 1)), [1], "it knows no leader");
    follower.receive(1, 1, append(None, &[1, 1], 1));
    read(&mut follower, 2);
    read(&mut follower, 3);
    follower.receive(1, 1, told(3, through(2)));
    let effects = follower.receive(2, 2, append(at(2, 1), &[], 2));
    assert_eq!(
        (refused(&effects), answered(&effects)),
        (vec![2], vec![(3, 2)])
    );
    read(&mut follower, 4);
    let effects = follower.receive(2, 2, told(4, ReadIndexAnswer::NotLeader));
    assert_eq!(refused(&effects), [4]);
}

/// A leader answers its followers after a round of its own, and anybody else says that it leads
/// not.
#[test]
fn a_leader_makes_sure_for_its_followers_too() {
    let mut leader = leader(Extension::FollowerReads, Bugs::NONE);
    let effects = leader.receive(2, 1, asked(5));
    assert_eq!(sent(&effects), [(1, confirm(1)), (2, confirm(1))]);
    assert_eq!(sent(&leader.receive(2, 1, asked(5))), [], "it waits once");
    let effects = leader.receive(1, 1, confirmed(1));
    assert_eq!(sent(&effects), [(2, told(5, through(1)))]);

    let config = with(3, Extension::FollowerReads, Bugs::NONE);
    let mut follower = Server::new(0, config, disk(1, &[]));
    let effects = follower.receive(2, 1, asked(5));
    assert_eq!(sent(&effects), [(2, told(5, ReadIndexAnswer::NotLeader))]);
}

/// Without the option, a node takes no part in any of it.
#[test]
fn plain_raft_knows_no_such_reads() {
    let mut plain = Server::follower(3, 1, &[1]);
    for body in [confirm(1), confirmed(1), asked(1), told(1, through(1))] {
        let effects = plain.receive(1, 1, body);
        assert_eq!((sent(&effects), answered(&effects)), (vec![], vec![]));
        assert_eq!(plain.leader_known(), None);
    }
    assert_eq!(refused(&read(&mut plain, 1)), [1]);
}

#[test]
fn rule_left_out_a_leader_asks_nobody() {
    let answers = [Bugs::NONE, Bugs::NONE.with(Bug::ReadWithoutAsking)]
        .map(|bugs| answered(&read(&mut leader(Extension::ReadIndex, bugs), 1)));
    assert_eq!(answers, [vec![], vec![(1, 1)]]);
}

#[test]
fn rule_left_out_a_leader_reads_before_its_term_has_begun() {
    let rounds = [Bugs::NONE, Bugs::NONE.with(Bug::ReadBeforeOwnTerm)].map(|bugs| {
        let mut leader = fresh_leader(Extension::ReadIndex, bugs);
        let begun = sent(&read(&mut leader, 1)).len();
        (begun, answered(&leader.receive(1, 1, confirmed(1))))
    });
    assert_eq!(rounds, [(0, vec![]), (2, vec![(1, 0)])]);
}

#[test]
fn rule_left_out_a_late_confirmation_counts() {
    let answers = [Bugs::NONE, Bugs::NONE.with(Bug::LateConfirmationCounts)].map(|bugs| {
        let mut leader = leader(Extension::ReadIndex, bugs);
        read(&mut leader, 1);
        read(&mut leader, 2);
        leader.receive(1, 1, confirmed(1));
        answered(&leader.receive(2, 1, confirmed(1)))
    });
    assert_eq!(answers, [vec![], vec![(2, 1)]]);
}

#[test]
fn rule_left_out_a_follower_reads_too_early() {
    let answers = [Bugs::NONE, Bugs::NONE.with(Bug::ReadBeforeApplied)].map(|bugs| {
        let config = with(3, Extension::FollowerReads, bugs);
        let mut follower = Server::new(0, config, disk(0, &[]));
        follower.receive(1, 1, append(None, &[1, 1], 1));
        read(&mut follower, 1);
        answered(&follower.receive(1, 1, told(1, through(2))))
    });
    assert_eq!(answers, [vec![], vec![(1, 2)]]);
}

#[test]
fn rule_left_out_a_follower_asks_nobody() {
    let answers = [Bugs::NONE, Bugs::NONE.with(Bug::FollowerReadsAlone)].map(|bugs| {
        let config = with(3, Extension::FollowerReads, bugs);
        let mut follower = Server::new(0, config, disk(0, &[]));
        follower.receive(1, 1, append(None, &[1, 1], 1));
        let effects = read(&mut follower, 1);
        (answered(&effects), sent(&effects).len())
    });
    assert_eq!(answers, [(vec![], 1), (vec![(1, 1)], 0)]);
}

#[test]
fn rule_left_out_a_lease_never_ends() {
    let answers = [Bugs::NONE, Bugs::NONE.with(Bug::EndlessLease)].map(|bugs| {
        let mut leader = leader(Extension::LeaseReads, bugs);
        leader.receive(1, 1, confirmed(1));
        leader.now = leader.now + Duration::from_millis(60_000);
        answered(&read(&mut leader, 1))
    });
    assert_eq!(answers, [vec![], vec![(1, 1)]]);
}

/// Each decision about reads by its name and its sentence, values included.
#[test]
fn decisions_about_reads_are_told_in_full() {
    let (node, other) = (NodeId(2), NodeId(4));
    let answered = |ground| ExtensionDecision::ReadAnswered {
        at: Some(index(3)),
        ground,
    };
    let rows = [
        (
            ExtensionDecision::ReadWaitsForTerm { term: Term(7) },
            "read_waits_for_term",
            "Node 2 lets a read wait: it leads term 7 and has not committed an entry of it, so it \
             does not know how far the log is committed.",
        ),
        (
            ExtensionDecision::ReadRoundBegun {
                round: 2,
                reads: 1,
                index: Some(index(3)),
            },
            "read_round_begun",
            "Node 2 begins round 2 of its term, to know whether it still leads: 1 read waits for \
             it, and its log is committed through index 3.",
        ),
        (
            ExtensionDecision::ReadRoundConfirmed {
                round: 2,
                nodes: Tally::of(3, 3),
                with_itself: true,
            },
            "read_round_confirmed",
            "Node 2 still led when round 2 began: confirmed by 3 of the 3 it needs, itself \
             included.",
        ),
        (
            answered(ReadGround::Round { round: 2 }),
            "read_answered",
            "Node 2 answers a read that must see the log through index 3: a majority has confirmed \
             its round 2, which began after the read had come.",
        ),
        (
            answered(ReadGround::Lease {
                left: Duration(725_000),
            }),
            "read_answered_by_lease",
            "Node 2 answers a read that must see the log through index 3: its lease lasts for \
             another 725 ms.",
        ),
        (
            answered(ReadGround::Leader {
                leader: other,
                applied: Some(index(4)),
            }),
            "read_answered_by_follower",
            "Node 2 answers a read that must see the log through index 3: Node 4 has told it so, \
             and its own state machine has applied it through index 4.",
        ),
        (
            answered(ReadGround::Nothing),
            "read_answered_unasked",
            "Node 2 answers a read that must see the log through index 3: it has asked nobody.",
        ),
        (
            ExtensionDecision::ReadAsked { leader: other },
            "read_asked",
            "Node 2 asks Node 4, its leader, how much of the log a read must see.",
        ),
        (
            ExtensionDecision::ReadIndexTold {
                follower: other,
                at: Some(index(3)),
            },
            "read_index_told",
            "Node 2 tells Node 4 that its read must see the log through index 3.",
        ),
        (
            ExtensionDecision::ReadWaitsForApply {
                at: index(3),
                commit_index: Some(index(1)),
            },
            "read_waits_for_apply",
            "Node 2 lets a read wait that must see the log through index 3: its own state machine \
             has applied it through index 1.",
        ),
        (
            ExtensionDecision::ReadsGivenUp {
                reads: 2,
                leader: None,
                refused_by: None,
            },
            "reads_given_up",
            "Node 2 gives up 2 reads: it knows of no leader.",
        ),
        (
            ExtensionDecision::ReadsGivenUp {
                reads: 1,
                leader: Some(other),
                refused_by: Some(other),
            },
            "reads_given_up",
            "Node 2 gives up 1 read: Node 4 has answered that it does not lead.",
        ),
        (
            ExtensionDecision::VoteWithheld {
                candidate: other,
                term: Term(7),
                leader: None,
                ago: Duration(725_000),
            },
            "vote_withheld",
            "Node 2 passes over Node 4's request in term 7: it booted 725 ms ago, and may have \
             confirmed a leader before.",
        ),
    ];
    for (decision, name, sentence) in rows {
        let decision = Decision::Extension(decision);
        assert_eq!(decision.name(), name);
        assert_eq!(decision.sentence(node).to_string(), sentence);
        let mut values = 0;
        decision.each_value(|_, _| values += 1);
        assert!(values > 0, "{name} tells no value");
    }
}
