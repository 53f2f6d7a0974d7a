//! Changes of the membership (Thesis §4.1, §4.2), one test for each of their claims. M…, T… and
//! E… are numbers of `docs/conformance.md`.

use crate::harness::server::Server;
use crate::harness::{
    append, appends, config, decided, disk, entry, granted, has_decided, index, matched, node,
    number, origin, request_vote, sent,
};
use raft_core::quorum::Configuration;
use raft_core::{
    AppendEntries, Body, Bug, Bugs, Change, ChangeRefusal, Command, Config, Decision, Duration,
    Effect, Effects, Entry, Extension, Extensions, IgnoreReason, Input, Log, NodeId, NodeSet, Own,
    Payload, Persistent, Rare, Reconfiguration, RoleName, Term,
};

pub(super) fn set(nodes: &[u8]) -> NodeSet {
    nodes.iter().copied().map(NodeId).collect()
}

/// A configuration of these voters and learners.
pub(super) fn members(voters: &[u8], learners: &[u8]) -> Configuration {
    Configuration::new(set(voters)).with_learners(set(learners))
}

/// The settings of a cluster that begins with these members.
pub(super) fn changing(voters: &[u8], learners: &[u8]) -> Config {
    Config {
        configuration: members(voters, learners),
        extensions: Extensions::NONE.with(Extension::Membership),
        ..config(1)
    }
}

/// Node 0, leader of term 1 in a cluster that begins with these members. Its blank entry, at index
/// 1, is committed.
pub(super) fn leader_of(config: Config) -> Server {
    let leader = new_leader_of(config);
    let voters = leader.node().configuration().members();
    let mut leader = leader;
    leader.acknowledge(voters.iter().map(|it| it.0).filter(|it| *it != 0), 1);
    assert_eq!(leader.commit(), 1);
    leader
}

/// The same before its blank entry is committed.
fn new_leader_of(config: Config) -> Server {
    let mut server = Server::new(0, config, Persistent::default());
    server.step(Input::ForceTimeout);
    for voter in config.configuration.others(node(0)).iter() {
        if server.role() != RoleName::Leader {
            server.receive(voter.0, 1, granted());
        }
    }
    assert_eq!(server.role(), RoleName::Leader);
    assert_eq!(server.log(), [1], "its blank entry");
    server
}

fn leader(voters: &[u8]) -> Server {
    leader_of(changing(voters, &[]))
}

pub(super) fn ask(server: &mut Server, serial: u64, change: Change) -> Effects {
    let origin = origin(serial);
    server.step(Input::Change { origin, change })
}

pub(super) fn in_force(server: &Server) -> Configuration {
    *server.node().configuration()
}

/// The reason why the change was refused, if it was.
pub(super) fn refusal(effects: &[Effect]) -> Option<ChangeRefusal> {
    effects.iter().find_map(|effect| match effect {
        Effect::ChangeAnswered { refusal, .. } => *refusal,
        _ => None,
    })
}

/// An entry with this configuration.
pub(super) fn reconfiguring(term: u64, configuration: Configuration) -> Entry {
    Entry {
        term: Term(term),
        payload: Rare::new(Reconfiguration {
            origin: None,
            configuration,
        })
        .map(Own::Configuration)
        .map(Payload::Own)
        .expect("extensions are built in"),
    }
}

/// A leader's request to append these entries at the beginning of the log.
pub(super) fn from_the_start(entries: &[Entry], commit: u64) -> Body {
    Body::AppendEntries(AppendEntries {
        prev: None,
        entries: entries.iter().cloned().collect(),
        leader_commit: raft_core::Index::new(commit),
    })
}

#[test]
fn m01_a_configuration_counts_from_the_moment_it_is_in_the_leaders_log() {
    let mut leader = leader(&[0, 1, 2]);
    let effects = ask(&mut leader, 1, Change::RemoveServer(node(2)));
    assert_eq!(in_force(&leader), members(&[0, 1], &[]));
    assert!(has_decided(&effects, "change_appended"));
    let to: Vec<u8> = appends(&effects).iter().map(|row| row.0).collect();
    assert_eq!(to, [1], "the server that leaves is sent nothing any more");
    assert!(matches!(effects.as_slice(), [.., Effect::Send { .. }]));
    leader.acknowledge([1], 2);
    assert_eq!(leader.commit(), 2);
    leader.propose("SET x=1");
    leader.receive(2, 1, matched(3));
    assert_eq!(leader.commit(), 2, "who has left does not count");
    leader.acknowledge([1], 3);
    assert_eq!(leader.commit(), 3);
}

#[test]
fn m01_a_voter_more_makes_a_majority_larger() {
    let mut leader = leader_of(changing(&[0, 1, 2], &[3]));
    ask(&mut leader, 1, Change::AddServer(node(3)));
    leader.acknowledge([3], 1);
    assert_eq!(in_force(&leader), members(&[0, 1, 2, 3], &[]));
    leader.acknowledge([1], 2);
    assert_eq!(leader.commit(), 1, "two of four are too few");
    leader.acknowledge([3], 2);
    assert_eq!(leader.commit(), 2);
}

#[test]
fn a_follower_uses_the_latest_configuration_of_its_log_and_goes_back_when_it_is_removed() {
    let mut follower = Server::new(2, changing(&[0, 1, 2], &[]), Persistent::default());
    let removed = members(&[0, 2], &[]);
    let log = [entry(1), reconfiguring(1, removed)];
    let effects = follower.receive(0, 1, from_the_start(&log, 0));
    assert!(has_decided(&effects, "configuration_adopted"));
    assert_eq!(in_force(&follower), removed, "committed or not");
    assert_eq!(follower.node().configured_at(), Some(index(2)));

    // Another leader's entry takes its place (Thesis §4.1).
    let effects = follower.receive(1, 2, from_the_start(&[entry(1), entry(2)], 0));
    assert!(has_decided(&effects, "configuration_reverted"));
    assert_eq!(in_force(&follower), members(&[0, 1, 2], &[]));
    assert_eq!(follower.node().configured_at(), None);

    // With one configuration in place of another, the newer of the two counts.
    let other = members(&[1, 2], &[]);
    follower.receive(
        0,
        3,
        from_the_start(&[entry(1), reconfiguring(3, other)], 0),
    );
    assert_eq!(in_force(&follower), other);
    follower.crash();
    follower.restart();
    assert_eq!(in_force(&follower), other, "it is on the disk");
}

#[test]
fn m02_one_change_at_a_time() {
    let mut leader = leader(&[0, 1, 2, 3]);
    ask(&mut leader, 1, Change::RemoveServer(node(3)));
    let second = Change::RemoveServer(node(2));
    let effects = ask(&mut leader, 2, second);
    let at = index(2);
    assert_eq!(refusal(&effects), Some(ChangeRefusal::UnderWay { at }));
    assert!(has_decided(&effects, "change_refused"));
    assert_eq!(leader.log().len(), 2, "nothing is appended");
    leader.acknowledge([1], 2);
    assert_eq!(leader.commit(), 2);
    let effects = ask(&mut leader, 2, second);
    assert_eq!(refusal(&effects), None);
    assert_eq!(in_force(&leader), members(&[0, 1], &[]));
}

#[test]
fn m02_a_change_that_a_new_leader_inherits_is_under_way_too() {
    let log = Log::of([entry(1), reconfiguring(1, members(&[0, 1, 2], &[]))]);
    let held = Persistent {
        log,
        ..disk(1, &[])
    };
    let mut leader = Server::new(0, changing(&[0, 1, 2, 3], &[]), held);
    leader.step(Input::ForceTimeout);
    leader.receive(1, 2, granted());
    assert_eq!(leader.role(), RoleName::Leader, "two of three elect it");
    let effects = ask(&mut leader, 1, Change::RemoveServer(node(2)));
    let at = index(2);
    assert_eq!(refusal(&effects), Some(ChangeRefusal::UnderWay { at }));
    let effects = leader.receive(1, 2, matched(3));
    assert!(has_decided(&effects, "change_committed"));
}

/// The mistake of 2015: a new leader does not know which changes are under way before an entry of
/// its own term is committed.
#[test]
fn m04_no_change_before_an_entry_of_the_own_term_is_committed() {
    let mut leader = new_leader_of(changing(&[0, 1, 2, 3], &[]));
    let change = Change::RemoveServer(node(3));
    let effects = ask(&mut leader, 1, change);
    let term = Term(1);
    assert_eq!(
        refusal(&effects),
        Some(ChangeRefusal::OwnTermNotCommitted { term })
    );
    leader.acknowledge([1, 2], 1);
    assert_eq!(refusal(&ask(&mut leader, 1, change)), None);

    let without = Config {
        bugs: Bugs::NONE.with(Bug::ChangeBeforeOwnTerm),
        ..changing(&[0, 1, 2, 3], &[])
    };
    let mut leader = new_leader_of(without);
    assert_eq!(refusal(&ask(&mut leader, 1, change)), None);
    assert_eq!(in_force(&leader), members(&[0, 1, 2], &[]));
}

#[test]
fn changes_that_change_nothing_are_refused() {
    let mut leader = leader_of(changing(&[0, 1], &[2]));
    let rows = [
        (Change::AddServer(node(1)), ChangeRefusal::IsVoter),
        (Change::AddLearner(node(2)), ChangeRefusal::IsLearner),
        (Change::RemoveServer(node(7)), ChangeRefusal::IsOutside),
    ];
    for (serial, (change, reason)) in (1..).zip(rows) {
        let effects = ask(&mut leader, serial, change);
        assert_eq!(refusal(&effects), Some(reason), "{change}");
        assert_eq!(in_force(&leader), members(&[0, 1], &[2]));
    }
}

#[test]
fn m18_the_last_voter_stays() {
    for change in [Change::RemoveServer(node(0)), Change::AddLearner(node(0))] {
        let mut leader = leader_of(changing(&[0], &[1]));
        let effects = ask(&mut leader, 1, change);
        assert_eq!(refusal(&effects), Some(ChangeRefusal::IsLastVoter));
        assert_eq!(in_force(&leader), members(&[0], &[1]));
    }
}

/// M09, M10: it is sent the log at once, and neither its copy nor its vote counts.
#[test]
fn m10_a_new_server_joins_as_a_learner() {
    let mut leader = leader(&[0, 1, 2]);
    let effects = ask(&mut leader, 1, Change::AddServer(node(3)));
    assert_eq!(in_force(&leader), members(&[0, 1, 2], &[3]));
    assert!(has_decided(&effects, "catch_up_begun"));
    assert!(appends(&effects).iter().any(|row| row.0 == 3));
    assert!(!effects.iter().any(|it| matches!(it, Effect::Taken { .. })));
    leader.acknowledge([3], 2);
    assert_eq!(leader.commit(), 1, "the copy of a learner does not count");
    leader.acknowledge([1], 2);
    assert_eq!(leader.commit(), 2);

    let mut candidate = Server::new(0, changing(&[0, 1, 2], &[3]), Persistent::default());
    let effects = candidate.step(Input::ForceTimeout);
    let asked: Vec<u8> = sent(&effects).iter().map(|row| row.0).collect();
    assert_eq!(asked, [1, 2], "a learner is not asked for its vote");
}

#[test]
fn m12_a_learner_that_is_caught_up_gets_its_vote_by_a_change_of_its_own() {
    let mut leader = leader(&[0, 1, 2]);
    ask(&mut leader, 1, Change::AddServer(node(3)));
    let effects = leader.receive(3, 1, matched(2));
    assert!(has_decided(&effects, "catch_up_round_ended"));
    assert_eq!(
        in_force(&leader),
        members(&[0, 1, 2], &[3]),
        "its first change is not committed yet"
    );
    let effects = leader.receive(1, 1, matched(2));
    assert!(has_decided(&effects, "change_committed"));
    assert_eq!(in_force(&leader), members(&[0, 1, 2, 3], &[]));
    let taken = |effect: &Effect| match effect {
        Effect::Taken { origin, at } => Some((*origin, at.index)),
        _ => None,
    };
    let answered = effects.iter().find_map(taken);
    assert_eq!(answered, Some((origin(1), index(3))), "once it is a voter");
    assert_eq!(leader.node().catching_up(), None);
}

#[test]
fn a_round_that_takes_too_long_is_followed_by_another() {
    let mut leader = leader(&[0, 1, 2]);
    ask(&mut leader, 1, Change::AddServer(node(3)));
    leader.acknowledge([1], 2);
    for round in 1..=10 {
        assert_eq!(leader.node().catching_up(), Some((set(&[3]), round)));
        leader.now = leader.now + Duration::from_millis(1_500);
        let last = leader.log().len() as u64;
        // More has come meanwhile: the next round brings that.
        leader.step(Input::Propose {
            origin: origin(100 + u64::from(round)),
            command: Command::new("SET x=1"),
        });
        let effects = leader.receive(3, 1, matched(last));
        assert!(has_decided(&effects, "catch_up_round_ended"));
        if round == 10 {
            assert_eq!(refusal(&effects), Some(ChangeRefusal::NotCaughtUp));
        }
    }
    assert_eq!(leader.node().catching_up(), None);
    assert_eq!(in_force(&leader), members(&[0, 1, 2], &[3]), "it stays");
}

#[test]
fn a_server_that_never_answers_is_given_up() {
    let mut leader = leader(&[0, 1, 2]);
    ask(&mut leader, 1, Change::AddServer(node(3)));
    leader.acknowledge([1], 2);
    leader.now = leader.now + Duration::from_millis(15_000);
    assert_eq!(refusal(&leader.step(Input::Deadline)), None);
    leader.now = leader.now + Duration(1);
    let effects = leader.receive(1, 1, matched(2));
    assert_eq!(refusal(&effects), Some(ChangeRefusal::NotCaughtUp));
}

#[test]
fn a_server_that_leaves_while_it_catches_up_is_given_up() {
    let mut leader = leader(&[0, 1, 2]);
    ask(&mut leader, 1, Change::AddServer(node(3)));
    leader.acknowledge([1], 2);
    let other = ask(&mut leader, 2, Change::AddServer(node(4)));
    let servers = set(&[3]);
    assert_eq!(refusal(&other), Some(ChangeRefusal::CatchingUp { servers }));
    let effects = ask(&mut leader, 3, Change::RemoveServer(node(3)));
    assert_eq!(refusal(&effects), Some(ChangeRefusal::Left));
    assert_eq!(in_force(&leader), members(&[0, 1, 2], &[]));
}

/// The client asks again, since its answer was lost.
#[test]
fn a_change_that_is_asked_for_twice_is_made_once() {
    let mut leader = leader(&[0, 1, 2]);
    let change = Change::RemoveServer(node(2));
    ask(&mut leader, 1, change);
    assert_eq!(ask(&mut leader, 1, change), [], "its answer follows");
    leader.acknowledge([1], 2);
    let done = Effect::ChangeAnswered {
        origin: origin(1),
        refusal: None,
    };
    assert_eq!(ask(&mut leader, 1, change), [done]);
    assert_eq!(leader.log().len(), 2);
}

#[test]
fn m06_a_leader_that_removes_itself_steps_down_when_that_is_committed() {
    let mut leader = leader(&[0, 1, 2]);
    ask(&mut leader, 1, Change::RemoveServer(node(0)));
    assert_eq!(in_force(&leader), members(&[1, 2], &[]));
    let effects = leader.reach_deadline();
    let to: Vec<u8> = appends(&effects).iter().map(|row| row.0).collect();
    assert_eq!(to, [1, 2], "it leads on");
    leader.acknowledge([1], 2);
    assert_eq!(leader.role(), RoleName::Leader);
    assert_eq!(leader.commit(), 1, "its own copy does not count");
    let effects = leader.receive(2, 1, matched(2));
    assert_eq!(leader.commit(), 2);
    assert!(has_decided(&effects, "leader_left"));
    assert_eq!(leader.role(), RoleName::Follower);
    assert_eq!(leader.term(), 1);
    leader.reach_deadline();
    assert_eq!(leader.term(), 1, "it never stands again");
}

#[test]
fn e29_a_machine_outside_begins_no_election() {
    let outside = changing(&[0, 1, 2], &[3]);
    for own in [3, 4] {
        let mut server = Server::new(own, outside, Persistent::default());
        server.step(Input::ForceTimeout);
        assert_eq!((server.role(), server.term()), (RoleName::Follower, 0));
        // T11: also not when a leader tells it to.
        server.receive(0, 1, append(None, &[1], 0));
        server.receive(0, 1, Body::TimeoutNow);
        assert_eq!((server.role(), server.term()), (RoleName::Follower, 1));
    }
}

/// Thesis §4.2.2 and its Figure 4.6: until the change is committed, the one that it removes may be
/// the only one that can be elected.
#[test]
fn who_loses_its_vote_may_stand_until_that_is_committed() {
    let log = Log::of([entry(1), reconfiguring(1, members(&[1], &[]))]);
    let held = Persistent {
        log,
        ..disk(1, &[])
    };
    let mut server = Server::new(0, changing(&[0, 1], &[]), held);
    server.step(Input::ForceTimeout);
    assert_eq!(server.role(), RoleName::Candidate);
    assert!(server.node().votes().is_empty(), "its own vote is none");
    server.receive(1, 2, granted());
    assert_eq!(server.role(), RoleName::Leader);
    let effects = server.receive(1, 2, matched(3));
    assert!(has_decided(&effects, "leader_left"));
    assert_eq!(server.role(), RoleName::Follower);
    server.step(Input::ForceTimeout);
    assert_eq!(server.role(), RoleName::Follower, "now it is committed");
}

/// V10: "servers process incoming RPC requests without consulting their current configurations"
/// (Thesis §4.1).
#[test]
fn who_is_outside_is_listened_to() {
    let mut server = Server::new(0, changing(&[0, 1, 2], &[]), Persistent::default());
    let effects = server.receive(4, 1, request_vote(None));
    assert_eq!(sent(&effects), [(4, granted())]);
    server.receive(5, 2, append(None, &[1], 0));
    assert_eq!(server.leader_known(), Some(5));
    assert_eq!(server.log(), [1]);

    // Its own name is nobody else's, and there is no machine of a number that no set holds.
    for stranger in [0, 16] {
        let effects = server.receive(stranger, 9, request_vote(None));
        let ignored = Decision::MessageIgnored {
            from: node(stranger),
            reason: IgnoreReason::Stranger,
        };
        assert_eq!(decided(&effects), [ignored]);
    }
}

#[test]
fn who_has_left_is_sent_nothing_for_its_replies() {
    let mut leader = leader(&[0, 1, 2]);
    leader.propose("SET x=1");
    ask(&mut leader, 2, Change::RemoveServer(node(2)));
    let effects = leader.receive(2, 1, matched(1));
    assert_eq!(sent(&effects), []);
    assert_eq!(leader.node().progress_of(node(2)), None);
}

#[test]
fn a_server_that_comes_back_begins_anew() {
    let mut leader = leader(&[0, 1, 2]);
    leader.acknowledge([1, 2], 1);
    ask(&mut leader, 1, Change::RemoveServer(node(2)));
    leader.acknowledge([1], 2);
    ask(&mut leader, 2, Change::AddLearner(node(2)));
    assert_eq!(leader.progress(2).1, 0, "it may have lost its disk since");
}

/// Nor is anything on its way to it that was sent before.
#[test]
fn a_server_that_comes_back_finds_an_empty_window() {
    let config = changing(&[0, 1, 2], &[]);
    let mut leader = leader_of(Config {
        extensions: config.extensions.with(Extension::MaxInFlight),
        ..config
    });
    leader.propose("SET x=1");
    assert_eq!(leader.node().unanswered_by(node(2)), [index(2)]);
    leader.acknowledge([1], 2);
    ask(&mut leader, 2, Change::RemoveServer(node(2)));
    leader.acknowledge([1], 3);
    let effects = ask(&mut leader, 3, Change::AddLearner(node(2)));
    assert!(!has_decided(&effects, "window_full"));
    assert!(sent(&effects).iter().any(|(to, _)| *to == 2));
}

#[test]
fn m12_a_voter_that_becomes_a_learner_has_no_vote_any_more() {
    let mut leader = leader(&[0, 1, 2]);
    let effects = ask(&mut leader, 1, Change::AddLearner(node(2)));
    assert!(effects.iter().any(|it| matches!(it, Effect::Taken { .. })));
    assert_eq!(in_force(&leader), members(&[0, 1], &[2]));
    leader.acknowledge([2], 2);
    assert_eq!(leader.commit(), 1);
    leader.acknowledge([1], 2);
    assert_eq!(leader.commit(), 2);
}

#[test]
fn t09_a_transfer_to_a_node_that_loses_its_vote_ends() {
    let mut leader = leader(&[0, 1, 2]);
    leader.propose("SET x=1");
    ask(&mut leader, 2, Change::RemoveServer(node(2)));
    leader.step(Input::Transfer(node(2)));
    assert_eq!(leader.node().successor(), None, "it is no member any more");

    let log = Log::of([entry(1), reconfiguring(1, members(&[0, 1], &[2]))]);
    let held = Persistent {
        log,
        ..disk(1, &[])
    };
    let mut leader = Server::new(0, changing(&[0, 1, 2], &[]), held);
    leader.step(Input::ForceTimeout);
    leader.receive(1, 2, granted());
    leader.step(Input::Transfer(node(2)));
    assert_eq!(leader.node().successor(), None, "a learner is none");
}

#[test]
fn a_snapshot_holds_the_configuration_of_its_last_entry() {
    let mut leader = leader(&[0, 1, 2]);
    ask(&mut leader, 1, Change::RemoveServer(node(2)));
    leader.acknowledge([1], 2);
    ask(&mut leader, 2, Change::AddLearner(node(3)));
    leader.acknowledge([1], 3);
    let through = index(2);
    let bytes = [1, 2, 3].into();
    leader.step(Input::Compact { through, bytes });
    let snapshot = leader.node().snapshot().expect("it has just been taken");
    assert_eq!(snapshot.configuration, members(&[0, 1], &[]));
    assert_eq!(in_force(&leader), members(&[0, 1], &[3]));
    leader.crash();
    leader.restart();
    assert_eq!(in_force(&leader), members(&[0, 1], &[3]), "from its log");

    // The learner needs what the snapshot stands for, and gets the configuration with it.
    leader.step(Input::ForceTimeout);
    leader.receive(1, 2, granted());
    let effects = leader.receive(3, 2, crate::harness::rejected(3, None));
    let part = sent(&effects).pop().expect("a part of the snapshot").1;
    let mut learner = Server::new(3, changing(&[0, 1, 2], &[]), Persistent::default());
    let effects = learner.receive(0, 2, part);
    assert!(has_decided(&effects, "configuration_restored"));
    assert_eq!(in_force(&learner), members(&[0, 1], &[]));
    learner.crash();
    learner.restart();
    assert_eq!(in_force(&learner), members(&[0, 1], &[]), "from its disk");
}

#[test]
fn only_a_leader_changes_the_membership() {
    let mut follower = Server::new(2, changing(&[0, 1, 2], &[]), Persistent::default());
    follower.receive(1, 1, append(None, &[], 0));
    let effects = ask(&mut follower, 1, Change::RemoveServer(node(0)));
    let not_leader = Effect::NotLeader {
        origin: origin(1),
        leader: Some(node(1)),
    };
    assert!(effects.contains(&not_leader));

    let plain = Config {
        extensions: Extensions::NONE,
        ..changing(&[0, 1, 2], &[])
    };
    let mut leader = Server::new(0, plain, Persistent::default());
    leader.step(Input::ForceTimeout);
    leader.receive(1, 1, granted());
    assert_eq!(leader.log(), [0; 0], "it needs no blank entry");
    assert_eq!(ask(&mut leader, 1, Change::RemoveServer(node(2))), []);
}

/// Each rule that can be left out, beside what happens with it.
#[test]
fn rules_of_the_membership_that_are_left_out() {
    let without = |bug, voters: &[u8], learners: &[u8]| {
        leader_of(Config {
            bugs: Bugs::NONE.with(bug),
            ..changing(voters, learners)
        })
    };
    let mut leader = without(Bug::ChangeWhileUnderWay, &[0, 1, 2, 3], &[]);
    ask(&mut leader, 1, Change::RemoveServer(node(3)));
    let effects = ask(&mut leader, 2, Change::RemoveServer(node(2)));
    assert_eq!(refusal(&effects), None);
    assert_eq!(in_force(&leader), members(&[0, 1], &[]));

    let mut leader = without(Bug::ConfigurationWhenCommitted, &[0, 1], &[]);
    ask(&mut leader, 1, Change::RemoveServer(node(1)));
    assert_eq!(in_force(&leader), members(&[0, 1], &[]), "not yet");
    leader.acknowledge([1], 2);
    assert_eq!(in_force(&leader), members(&[0], &[]));

    let mut leader = without(Bug::LearnerCounts, &[0, 1, 2], &[3]);
    leader.propose("SET x=1");
    leader.acknowledge([3], 2);
    assert_eq!(leader.commit(), 2);

    let mut leader = without(Bug::RemovedLeaderCounts, &[0, 1, 2], &[]);
    ask(&mut leader, 1, Change::RemoveServer(node(0)));
    leader.acknowledge([1], 2);
    assert_eq!(leader.commit(), 2);
    assert_eq!(number(leader.node().configured_at()), 2);
}
