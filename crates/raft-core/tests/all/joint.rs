//! Changes of many votes at once, by joint consensus (Raft §6), one test for each of their claims.
//! M… are numbers of `docs/conformance.md`.

use crate::harness::server::Server;
use crate::harness::{
    appends, at, decided, disk, entry, granted, has_decided, index, matched, node, origin,
    rejected, sent,
};
use crate::membership::{
    ask, changing, from_the_start, in_force, leader_of, members, reconfiguring, refusal, set,
};
use raft_core::quorum::{Configuration, Tally};
use raft_core::{
    Body, Bug, Bugs, Change, ChangeRefusal, CommitEvidence, Config, Decision, Duration, Effect,
    Effects, Entry, Extension, ExtensionDecision, Input, Log, MembershipDecision, Own, Payload,
    Persistent, PreVoteReply, Rare, Reconfiguration, RoleName, Term,
};

/// The voters 0, 1 and 2 make way for others.
fn joint(voters: &[u8]) -> Configuration {
    members(&[0, 1, 2], &[]).to_joint(set(voters))
}

/// Node 0, leader of a cluster of three, with two learners that hold its log.
fn leader() -> Server {
    leader_with(changing(&[0, 1, 2], &[3, 4]))
}

fn leader_with(config: Config) -> Server {
    let mut leader = leader_of(config);
    leader.acknowledge([3, 4], 1);
    leader
}

/// The voters become these, of which 3 and 4 are caught-up learners.
fn change_to(leader: &mut Server, voters: &[u8]) -> Effects {
    let mut effects = ask(leader, 1, Change::Voters(set(voters)));
    // The round that the change begins is over as soon as anything happens.
    effects.extend(leader.receive(3, 1, matched(1)));
    effects
}

/// A node with this joint configuration at index 2 of its log, behind an entry of term 1.
fn node_in_joint(own: u8, configuration: Configuration) -> Server {
    let log = Log::of([entry(1), reconfiguring(1, configuration)]);
    let held = Persistent {
        log,
        ..disk(1, &[])
    };
    Server::new(own, changing(&[0, 1, 2], &[3, 4]), held)
}

/// The place at which the client's request is carried out, once it is.
fn taken(effects: &[Effect]) -> Option<u64> {
    effects.iter().find_map(|effect| match effect {
        Effect::Taken { at, .. } => Some(at.index.get()),
        _ => None,
    })
}

#[test]
fn m13_a_joint_configuration_is_committed_by_majorities_of_both() {
    let mut leader = leader();
    let effects = change_to(&mut leader, &[2, 3, 4]);
    assert_eq!(
        in_force(&leader),
        joint(&[2, 3, 4]),
        "once it is in the log"
    );
    assert!(has_decided(&effects, "change_appended"));
    assert_eq!(taken(&effects), None, "only half is done");
    let to: Vec<u8> = appends(&effects).iter().map(|row| row.0).collect();
    assert_eq!(to, [1, 2, 3, 4], "the old voters and the new ones");

    leader.acknowledge([3, 4], 2);
    assert_eq!(leader.commit(), 1, "a majority of the new voters alone");
    let effects = leader.receive(1, 1, matched(2));
    assert!(has_decided(&effects, "committed"));
    assert!(has_decided(&effects, "change_committed"));
    let committed = decided(&effects)
        .into_iter()
        .find_map(|decision| match decision {
            Decision::CommitAdvanced {
                evidence: CommitEvidence::Counted { replicas },
                ..
            } => Some(replicas),
            _ => None,
        });
    assert_eq!(committed, Some(Tally::of_both([2, 2], [2, 2])));

    // It leaves by itself, and only then has the request its entry.
    assert_eq!(in_force(&leader), members(&[2, 3, 4], &[]));
    assert_eq!(taken(&effects), Some(3));
}

#[test]
fn m13_a_majority_of_the_old_voters_does_not_commit_alone() {
    let mut leader = leader();
    change_to(&mut leader, &[2, 3, 4]);
    leader.acknowledge([1], 2);
    assert_eq!(leader.commit(), 1);
    let effects = leader.receive(2, 1, matched(2));
    assert_eq!(
        leader.commit(),
        1,
        "all old voters hold it, and one new one"
    );
    assert!(has_decided(&effects, "commit_held"));
    leader.acknowledge([4], 2);
    assert_eq!(leader.commit(), 2);
}

#[test]
fn m13_a_candidate_needs_votes_of_majorities_of_both() {
    let mut candidate = node_in_joint(2, joint(&[2, 3, 4]));
    let effects = candidate.step(Input::ForceTimeout);
    let asked: Vec<u8> = sent(&effects).iter().map(|row| row.0).collect();
    assert_eq!(asked, [0, 1, 3, 4]);
    candidate.receive(3, 2, granted());
    assert_eq!(
        candidate.role(),
        RoleName::Candidate,
        "the new majority alone"
    );
    candidate.receive(4, 2, granted());
    assert_eq!(candidate.role(), RoleName::Candidate);
    let effects = candidate.receive(0, 2, granted());
    assert!(has_decided(&effects, "leader_elected"));

    let mut candidate = node_in_joint(2, joint(&[2, 3, 4]));
    candidate.step(Input::ForceTimeout);
    candidate.receive(0, 2, granted());
    candidate.receive(1, 2, granted());
    assert_eq!(
        candidate.role(),
        RoleName::Candidate,
        "the old majority alone"
    );
}

/// Its own vote counts on its own side only.
#[test]
fn m13_a_candidate_that_is_no_new_voter_needs_a_majority_of_the_others() {
    let mut candidate = node_in_joint(0, joint(&[2, 3, 4]));
    candidate.step(Input::ForceTimeout);
    assert_eq!(candidate.node().votes(), set(&[0]));
    candidate.receive(1, 2, granted());
    candidate.receive(3, 2, granted());
    assert_eq!(
        candidate.role(),
        RoleName::Candidate,
        "one of three new voters"
    );
    candidate.receive(4, 2, granted());
    assert_eq!(candidate.role(), RoleName::Leader);
}

#[test]
fn m13_no_other_change_while_one_is_joint() {
    let mut leader = leader();
    change_to(&mut leader, &[2, 3, 4]);
    let under_way = Some(ChangeRefusal::UnderWay { at: index(2) });
    let others = [
        Change::RemoveServer(node(1)),
        Change::AddServer(node(5)),
        Change::AddLearner(node(5)),
        Change::Voters(set(&[0, 1, 2])),
        Change::Voters(set(&[2, 3, 4])),
    ];
    for (serial, change) in (2..).zip(others) {
        let effects = ask(&mut leader, serial, change);
        assert_eq!(refusal(&effects), under_way, "{change}");
    }
    assert_eq!(leader.log().len(), 2, "nothing is appended");
    leader.acknowledge([1, 3, 4], 2);
    let effects = ask(&mut leader, 9, Change::RemoveServer(node(2)));
    let at = index(3);
    assert_eq!(
        refusal(&effects),
        Some(ChangeRefusal::UnderWay { at }),
        "the second half"
    );
    leader.acknowledge([3, 4], 3);
    assert_eq!(leader.role(), RoleName::Follower, "it has left");
}

#[test]
fn m14_a_leader_that_is_replaced_counts_on_the_old_side_only() {
    let mut leader = leader();
    change_to(&mut leader, &[1, 3, 4]);
    // Nodes 0 and 1 are a majority of the old voters; of the new ones it is 1 and 3.
    leader.acknowledge([1], 2);
    assert_eq!(leader.commit(), 1);
    leader.acknowledge([3], 2);
    assert_eq!(leader.commit(), 2);

    // Now the new voters alone decide, and it leads on for them.
    assert_eq!(in_force(&leader), members(&[1, 3, 4], &[]));
    let effects = leader.reach_deadline();
    let to: Vec<u8> = appends(&effects).iter().map(|row| row.0).collect();
    assert_eq!(to, [1, 3, 4]);
    leader.acknowledge([1], 3);
    assert_eq!(
        (leader.commit(), leader.role()),
        (2, RoleName::Leader),
        "its copy does not count"
    );
    let effects = leader.receive(4, 1, matched(3));
    assert_eq!(leader.commit(), 3);
    assert!(has_decided(&effects, "leader_left"));
    assert_eq!(leader.role(), RoleName::Follower);
}

#[test]
fn m14_a_leader_that_hands_over_leaves_the_rest_to_its_successor() {
    let mut leader = leader();
    change_to(&mut leader, &[1, 3, 4]);
    leader.step(Input::Transfer(node(4)));
    assert_eq!(leader.node().successor(), Some(node(4)), "a new voter");
    leader.acknowledge([1, 3], 2);
    assert_eq!(leader.commit(), 2);
    assert_eq!(in_force(&leader), joint(&[1, 3, 4]), "its log stands still");
    let effects = leader.receive(4, 1, matched(2));
    assert!(sent(&effects).contains(&(4, Body::TimeoutNow)));

    let mut successor = node_in_joint(4, joint(&[1, 3, 4]));
    successor.receive(0, 1, Body::TimeoutNow);
    successor.receive(1, 2, granted());
    successor.receive(0, 2, granted());
    assert_eq!(successor.role(), RoleName::Leader);
    successor.acknowledge([0, 1], 3);
    assert_eq!(
        in_force(&successor),
        members(&[1, 3, 4], &[]),
        "it finishes"
    );

    // A transfer that is given up leaves the joint configuration to its leader again.
    leader.now = leader.now + Duration::from_millis(1_500);
    leader.step(Input::Deadline);
    assert_eq!(leader.node().successor(), None);
    assert_eq!(in_force(&leader), members(&[1, 3, 4], &[]));
}

#[test]
fn m14_a_voter_that_is_replaced_may_be_handed_the_lead_while_it_votes() {
    let mut leader = leader();
    change_to(&mut leader, &[0, 3, 4]);
    leader.step(Input::Transfer(node(2)));
    assert_eq!(leader.node().successor(), Some(node(2)));
    leader.step(Input::Transfer(node(0)));
    leader.acknowledge([1, 3], 2);
    assert_eq!(in_force(&leader), members(&[0, 3, 4], &[]));
    leader.step(Input::Transfer(node(2)));
    assert_eq!(leader.node().successor(), None, "it has no vote any more");
}

/// Raft §5.4.2: the copies of an entry of an earlier term do not count, whoever holds them.
#[test]
fn m15_a_new_leader_finishes_the_change() {
    let asked = origin(7);
    let change = Reconfiguration {
        origin: Some(asked),
        configuration: joint(&[1, 3, 4]),
    };
    let payload = Rare::new(change).map(Own::Configuration).map(Payload::Own);
    let payload = payload.expect("extensions are built in");
    let log = Log::of([
        entry(1),
        Entry {
            term: Term(1),
            payload,
        },
    ]);
    let held = Persistent {
        log,
        ..disk(1, &[])
    };
    let mut leader = Server::new(1, changing(&[0, 1, 2], &[3, 4]), held);
    leader.step(Input::ForceTimeout);
    leader.receive(0, 2, granted());
    leader.receive(3, 2, granted());
    assert_eq!(leader.role(), RoleName::Leader);
    assert_eq!(leader.log(), [1, 1, 2], "with its blank entry");
    leader.acknowledge([0, 3, 4], 2);
    assert_eq!(
        leader.commit(),
        0,
        "all hold the joint configuration, which is of term 1"
    );
    assert_eq!(in_force(&leader), joint(&[1, 3, 4]));
    // The client asks the new leader again: its answer follows.
    let retry = leader.step(Input::Change {
        origin: asked,
        change: Change::Voters(set(&[1, 3, 4])),
    });
    assert_eq!(retry, []);
    leader.acknowledge([0], 3);
    let effects = leader.receive(3, 2, matched(3));
    assert_eq!(leader.commit(), 3);
    assert_eq!(in_force(&leader), members(&[1, 3, 4], &[]));
    assert_eq!(taken(&effects), Some(4), "the request is carried out");
}

/// It was committed before: the new leader still waits for an entry of its own term, as before any
/// configuration (Thesis §4.1).
#[test]
fn m15_a_new_leader_leaves_a_committed_joint_configuration() {
    let mut leader = node_in_joint(1, joint(&[1, 3, 4]));
    let log = [entry(1), reconfiguring(1, joint(&[1, 3, 4]))];
    leader.receive(0, 1, from_the_start(&log, 2));
    assert_eq!(leader.commit(), 2);
    leader.step(Input::ForceTimeout);
    leader.receive(0, 2, granted());
    leader.receive(3, 2, granted());
    assert_eq!(leader.role(), RoleName::Leader);
    assert!(in_force(&leader).is_joint());
    let effects = ask(&mut leader, 1, Change::RemoveServer(node(3)));
    let at = index(2);
    assert_eq!(
        refusal(&effects),
        Some(ChangeRefusal::UnderWay { at }),
        "half is done"
    );
    leader.acknowledge([0, 3], 3);
    assert_eq!(in_force(&leader), members(&[1, 3, 4], &[]));
}

#[test]
fn a_joint_configuration_that_is_removed_is_gone() {
    let mut follower = Server::new(2, changing(&[0, 1, 2], &[]), Persistent::default());
    let log = [entry(1), reconfiguring(1, joint(&[2, 3, 4]))];
    follower.receive(0, 1, from_the_start(&log, 1));
    assert_eq!(in_force(&follower), joint(&[2, 3, 4]), "committed or not");
    let effects = follower.receive(1, 2, from_the_start(&[entry(1), entry(2)], 1));
    assert!(has_decided(&effects, "configuration_reverted"));
    assert_eq!(in_force(&follower), members(&[0, 1, 2], &[]));

    // The second half alone goes, too: the joint configuration is in force again.
    let mut follower = node_in_joint(2, joint(&[2, 3, 4]));
    let left = joint(&[2, 3, 4]).left();
    let log = [
        entry(1),
        reconfiguring(1, joint(&[2, 3, 4])),
        reconfiguring(1, left),
    ];
    follower.receive(0, 1, from_the_start(&log, 2));
    assert_eq!(in_force(&follower), left);
    let log = [entry(1), reconfiguring(1, joint(&[2, 3, 4])), entry(2)];
    follower.receive(1, 2, from_the_start(&log, 2));
    assert_eq!(in_force(&follower), joint(&[2, 3, 4]));
}

#[test]
fn a_snapshot_at_a_joint_configuration_holds_both_sides() {
    let mut leader = leader();
    change_to(&mut leader, &[1, 3, 4]);
    leader.step(Input::Transfer(node(4)));
    leader.acknowledge([1, 3], 2);
    let through = index(2);
    let bytes = [1, 2, 3].into();
    leader.step(Input::Compact { through, bytes });
    let snapshot = leader.node().snapshot().expect("it has just been taken");
    assert_eq!(snapshot.configuration, joint(&[1, 3, 4]));
    leader.crash();
    leader.restart();
    assert_eq!(in_force(&leader), joint(&[1, 3, 4]), "from its disk");
    assert_eq!(leader.node().configured_at(), None);

    // The change goes on from there.
    leader.step(Input::ForceTimeout);
    leader.receive(1, 2, granted());
    leader.receive(3, 2, granted());
    let effects = ask(&mut leader, 9, Change::RemoveServer(node(1)));
    let at = through;
    assert_eq!(refusal(&effects), Some(ChangeRefusal::UnderWay { at }));
    let effects = leader.receive(4, 2, rejected(3, None));
    let part = sent(&effects).pop().expect("a part of the snapshot").1;
    let mut learner = Server::new(4, changing(&[0, 1, 2], &[]), Persistent::default());
    learner.receive(0, 2, part);
    assert_eq!(in_force(&learner), joint(&[1, 3, 4]));
    leader.acknowledge([1, 3], 3);
    assert_eq!(in_force(&leader), members(&[1, 3, 4], &[]));
}

/// Thesis §4.2.1: the old voters alone decide until all new ones have caught up.
#[test]
fn servers_that_are_new_catch_up_together_before_anything_is_joint() {
    let mut leader = leader_of(changing(&[0, 1, 2], &[]));
    let effects = ask(&mut leader, 1, Change::Voters(set(&[0, 3, 4])));
    assert!(has_decided(&effects, "catch_up_begun"));
    assert_eq!(
        in_force(&leader),
        members(&[0, 1, 2], &[3, 4]),
        "both join as learners"
    );
    assert_eq!(leader.node().catching_up(), Some((set(&[3, 4]), 1)));
    let other = ask(&mut leader, 2, Change::AddServer(node(5)));
    let servers = set(&[3, 4]);
    assert_eq!(refusal(&other), Some(ChangeRefusal::CatchingUp { servers }));
    leader.acknowledge([1, 3], 2);
    assert!(!in_force(&leader).is_joint(), "one of two is caught up");
    let effects = leader.receive(4, 1, matched(2));
    assert!(has_decided(&effects, "catch_up_round_ended"));
    assert_eq!(in_force(&leader), joint(&[0, 3, 4]));
    assert_eq!(leader.node().catching_up(), None);
}

#[test]
fn new_servers_that_never_catch_up_are_given_up() {
    let mut leader = leader_of(changing(&[0, 1, 2], &[]));
    ask(&mut leader, 1, Change::Voters(set(&[0, 3, 4])));
    leader.acknowledge([1, 3], 2);
    leader.now = leader.now + Duration::from_millis(15_001);
    let effects = leader.receive(1, 1, matched(2));
    assert_eq!(refusal(&effects), Some(ChangeRefusal::NotCaughtUp));
    assert_eq!(
        in_force(&leader),
        members(&[0, 1, 2], &[3, 4]),
        "they stay learners"
    );

    let mut leader = leader_of(changing(&[0, 1, 2], &[]));
    ask(&mut leader, 1, Change::Voters(set(&[0, 3, 4])));
    leader.acknowledge([1], 2);
    let effects = ask(&mut leader, 2, Change::RemoveServer(node(4)));
    assert_eq!(refusal(&effects), Some(ChangeRefusal::Left));
}

/// It would be a voter that nobody has caught up.
#[test]
fn a_voter_that_leaves_meanwhile_ends_a_change_that_keeps_it() {
    for change in [Change::RemoveServer(node(2)), Change::AddLearner(node(2))] {
        let mut leader = leader_of(changing(&[0, 1, 2], &[]));
        ask(&mut leader, 1, Change::Voters(set(&[2, 3, 4])));
        leader.acknowledge([1], 2);
        let effects = ask(&mut leader, 2, change);
        assert_eq!(refusal(&effects), Some(ChangeRefusal::Left), "{change}");
        assert_eq!(leader.node().catching_up(), None);
    }
}

/// Nobody has to catch up: it begins at once.
#[test]
fn fewer_voters_need_no_catching_up() {
    let mut leader = leader();
    ask(&mut leader, 1, Change::Voters(set(&[0])));
    assert_eq!(in_force(&leader), joint(&[0]).with_learners(set(&[3, 4])));
    leader.acknowledge([1], 2);
    assert_eq!(in_force(&leader), members(&[0], &[3, 4]), "learners stay");
    assert_eq!(leader.commit(), 3, "alone it commits at once");
}

#[test]
fn sets_of_voters_that_make_no_sense_are_refused() {
    let rows = [
        (set(&[]), ChangeRefusal::NoVoter),
        (set(&[0, 1, 2]), ChangeRefusal::AreVoters),
    ];
    for (voters, reason) in rows {
        let mut leader = leader();
        let effects = ask(&mut leader, 1, Change::Voters(voters));
        assert_eq!(refusal(&effects), Some(reason));
        assert_eq!(in_force(&leader), members(&[0, 1, 2], &[3, 4]));
    }
    let mut leader = leader();
    ask(&mut leader, 1, Change::RemoveServer(node(2)));
    for voters in [set(&[0]), set(&[0, 5])] {
        let effects = ask(&mut leader, 2, Change::Voters(voters));
        let at = index(2);
        assert_eq!(refusal(&effects), Some(ChangeRefusal::UnderWay { at }));
    }
}

#[test]
fn a_change_of_many_that_is_asked_for_twice_is_made_once() {
    let mut leader = leader();
    change_to(&mut leader, &[0, 3, 4]);
    let change = Change::Voters(set(&[0, 3, 4]));
    assert_eq!(ask(&mut leader, 1, change), [], "its answer follows");
    leader.acknowledge([1, 3], 2);
    assert_eq!(
        ask(&mut leader, 1, change),
        [],
        "its second half is not committed"
    );
    leader.acknowledge([3], 3);
    let done = Effect::ChangeAnswered {
        origin: origin(1),
        refusal: None,
    };
    assert_eq!(ask(&mut leader, 1, change), [done]);
    assert_eq!(leader.log().len(), 3);
}

/// Whatever else counts a majority counts one of each side.
#[test]
fn pre_votes_quorums_and_rounds_of_reads_need_both_majorities() {
    let with = |extension| {
        let usual = changing(&[0, 1, 2], &[3, 4]);
        Config {
            extensions: usual.extensions.with(extension),
            ..usual
        }
    };
    // Pre-vote.
    let log = Log::of([entry(1), reconfiguring(1, joint(&[2, 3, 4]))]);
    let held = Persistent {
        log,
        ..disk(1, &[])
    };
    let mut asking = Server::new(2, with(Extension::PreVote), held);
    asking.step(Input::Deadline);
    asking.reach_deadline();
    let would = Body::PreVoteReply(PreVoteReply {
        granted: true,
        next_term: Term(2),
    });
    asking.receive(3, 1, would.clone());
    asking.receive(4, 1, would.clone());
    assert_eq!(asking.role(), RoleName::Follower, "the new majority alone");
    asking.receive(0, 1, would);
    assert_eq!(asking.role(), RoleName::Candidate);

    // Check-quorum: the new voters answer, the old ones do not.
    let mut leader = leader_with(with(Extension::CheckQuorum));
    change_to(&mut leader, &[0, 3, 4]);
    let span = Duration::from_millis(1_499);
    leader.now = leader.now + span;
    leader.acknowledge([3, 4], 2);
    leader.now = leader.now + span;
    let effects = leader.step(Input::Deadline);
    assert!(has_decided(&effects, "quorum_lost"));
    assert_eq!(leader.role(), RoleName::Follower);

    // A round of reads.
    let mut leader = leader_with(with(Extension::ReadIndex));
    change_to(&mut leader, &[0, 3, 4]);
    let effects = leader.step(Input::Read { origin: origin(2) });
    let round = sent(&effects).into_iter().find_map(|(_, body)| match body {
        Body::Confirm(confirm) => Some(confirm.round),
        _ => None,
    });
    let round = round.expect("it asks whether it still leads");
    let confirmed = Body::ConfirmReply(raft_core::ConfirmReply::Confirmed { round });
    let ready = |effects: &[Effect]| {
        effects
            .iter()
            .any(|it| matches!(it, Effect::ReadReady { .. }))
    };
    for new in [3, 4] {
        let effects = leader.receive(new, 1, confirmed.clone());
        assert!(!ready(&effects), "the new majority alone");
    }
    assert!(ready(&leader.receive(1, 1, confirmed)));
}

/// Each rule that can be left out, beside what happens with it.
#[test]
fn rules_of_joint_consensus_that_are_left_out() {
    let without = |bug| {
        leader_with(Config {
            bugs: Bugs::NONE.with(bug),
            ..changing(&[0, 1, 2], &[3, 4])
        })
    };
    let mut leader = without(Bug::OnlyNewMajority);
    change_to(&mut leader, &[2, 3, 4]);
    leader.acknowledge([3, 4], 2);
    assert_eq!(leader.commit(), 2, "the old voters are not asked");

    let mut leader = without(Bug::LeaveJointEarly);
    let effects = change_to(&mut leader, &[0, 3, 4]);
    assert_eq!(in_force(&leader), members(&[0, 3, 4], &[]));
    assert_eq!((leader.commit(), leader.log().len()), (1, 3));
    let appended: Vec<bool> = decided(&effects)
        .into_iter()
        .filter_map(|decision| match decision {
            Decision::Extension(ExtensionDecision::Membership(MembershipDecision::Appended {
                configuration,
                ..
            })) => Some(configuration.is_joint()),
            _ => None,
        })
        .collect();
    assert_eq!(appended, [true, false]);

    let mut candidate = Server::new(
        2,
        Config {
            bugs: Bugs::NONE.with(Bug::OnlyNewMajority),
            ..changing(&[0, 1, 2], &[3, 4])
        },
        Persistent {
            log: Log::of([entry(1), reconfiguring(1, joint(&[2, 3, 4]))]),
            ..disk(1, &[])
        },
    );
    candidate.step(Input::ForceTimeout);
    candidate.receive(3, 2, granted());
    assert_eq!(candidate.role(), RoleName::Leader, "by new voters alone");
    assert_eq!(candidate.node().log().last(), at(3, 2));
}
