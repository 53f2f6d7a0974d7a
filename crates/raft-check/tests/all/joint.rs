//! Changes of many votes at once (Raft §6): the two properties of the membership while a
//! configuration is joint, and what breaks where a rule of joint consensus is left out.

use crate::common::{Watched, index, ms, only_violation, report, three, timeout, write};
use raft_check::Property;
use raft_core::quorum::Configuration;
use raft_core::{
    Bug, Bugs, Change, Decision, Extension, ExtensionDecision, Extensions, MembershipDecision,
    NodeId, NodeSet,
};
use raft_sim::{Action, Options, Outcome, Run, Target, TimedAction};

fn set(nodes: &[u8]) -> NodeSet {
    nodes.iter().copied().map(NodeId).collect()
}

/// Node 0 leads term 1 of five machines, of which three vote and two learn, and is asked at half a
/// second to make nodes 0, 3 and 4 the voters. Every message takes 50 ms.
fn replaced(bugs: Bugs, then: &[(u64, Action)]) -> Run {
    let mut run = three([(0, timeout(0))]);
    run.options = Options {
        nodes: 5,
        extensions: Extensions::NONE.with(Extension::Membership),
        bugs,
        ..run.options
    };
    let members = Configuration::new(set(&[0, 1, 2])).with_learners(set(&[3, 4]));
    run.start.members = Some(members);
    let change = Action::Change {
        to: Target::Node(NodeId(0)),
        change: Change::Voters(set(&[0, 3, 4])),
    };
    let more = then.iter().map(|(at, action)| (*at, action.clone()));
    let mut all: Vec<(u64, Action)> = more.chain([(500, change)]).collect();
    all.sort_by_key(|(at, _)| *at);
    let timed = |(at, action)| TimedAction { at: ms(at), action };
    run.actions.extend(all.into_iter().map(timed));
    run
}

fn isolate(node: u8) -> Action {
    Action::Isolate(NodeId(node))
}

#[test]
fn the_two_entries_of_a_joint_change_break_nothing() {
    let watched = Watched::whole(
        &replaced(Bugs::NONE, &[(1_500, write(0, "SET x=1"))]),
        4_000,
    );
    assert_eq!(watched.verdict(), None);
    let mut checks = watched.judge.checks();
    let changes = checks.find(|(it, _)| *it == Property::OneChangeAtATime);
    assert_eq!(changes.map(|it| it.1), Some(2));
    let mut requests = watched.world.requests().iter();
    assert!(requests.all(|it| matches!(it.outcome, Outcome::Acknowledged(_))));
    let members = watched.world.configuration();
    assert_eq!(members, Configuration::new(set(&[0, 3, 4])));
}

/// The old voters hold nothing of what the new ones are said to have committed.
#[test]
fn a_majority_of_the_new_voters_alone_breaks_majority_of_configuration() {
    let cut_off = [(400, isolate(1)), (400, isolate(2))];
    let whole = Watched::whole(&replaced(Bugs::NONE, &cut_off), 1_600);
    assert_eq!(whole.verdict(), None);
    let bugs = Bugs::NONE.with(Bug::OnlyNewMajority);
    let broken = Watched::whole(&replaced(bugs, &cut_off), 1_600);
    let (property, sentence) = only_violation(&broken.judge);
    assert_eq!(property, Property::MajorityOfConfiguration);
    assert_eq!(
        sentence,
        "Node 0 committed the entry at index 2 of term 1, which the disks of 3 of the new voters \
         and 1 of the old held, in its joint configuration: old voters 0, 1 and 2, new voters 0, 3 \
         and 4. Majorities are 2 and 2."
    );
}

#[test]
fn a_joint_configuration_left_early_breaks_one_change_at_a_time() {
    let bugs = Bugs::NONE.with(Bug::LeaveJointEarly);
    let broken = Watched::whole(&replaced(bugs, &[]), 1_600);
    let (property, sentence) = only_violation(&broken.judge);
    assert_eq!(property, Property::OneChangeAtATime);
    assert_eq!(
        sentence,
        "Node 0 appended a configuration at index 3 while the one at index 2 was not committed."
    );
}

/// No rule that can be left out does so: a decision says it.
#[test]
fn a_half_that_does_not_follow_breaks_one_change_at_a_time() {
    let three_vote = Configuration::new(set(&[0, 1, 2]));
    let halves = [
        // At index 2 the log has what was there at the start before it.
        (2, Configuration::joint(set(&[3, 4]), set(&[0, 1]))),
        // At index 3 it has the joint configuration before it.
        (3, Configuration::new(set(&[0, 3]))),
        (3, three_vote.to_joint(set(&[0, 3]))),
    ];
    for (at, configuration) in halves {
        let mut watched = Watched::whole(&replaced(Bugs::NONE, &[]), 1_500);
        assert_eq!(watched.verdict(), None);
        let appended = MembershipDecision::Appended {
            at: index(at),
            before: three_vote,
            configuration,
            is_used: true,
        };
        let appended = ExtensionDecision::Membership(appended);
        report(&mut watched, 0, Decision::Extension(appended));
        let (property, sentence) = only_violation(&watched.judge);
        assert_eq!(property, Property::OneChangeAtATime);
        assert_eq!(
            sentence,
            format!(
                "The configuration that Node 0 appended at index {at} is not the half of a change \
                 that follows on the one before."
            )
        );
    }
}
