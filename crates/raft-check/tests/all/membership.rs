//! Changes of the membership (Thesis §4): the two properties of them, the mistake of 2015, and what
//! hunts draw.

use crate::common::{Watched, hunted, ms, only_violation, three, timeout, write};
use raft_check::hunt::{CoverageMark, Plan};
use raft_check::{Judge, Property};
use raft_core::quorum::Configuration;
use raft_core::{
    Bug, Bugs, Change, Decision, Extension, ExtensionDecision, Extensions, Index,
    MembershipDecision, NodeId, NodeSet,
};
use raft_sim::{Action, Event, Link, Observer, Options, Outcome, Run, Target, TimedAction, World};

fn members(voters: &[u8]) -> Configuration {
    Configuration::new(voters.iter().copied().map(NodeId).collect())
}

/// Node 0 leads term 1 of a cluster whose members may change, and in which every message takes
/// 50 ms.
fn changing(nodes: u8, bugs: Bugs, then: &[(u64, Action)]) -> Run {
    let run = three([(0, timeout(0))]);
    let options = Options {
        nodes,
        extensions: Extensions::NONE.with(Extension::Membership),
        bugs,
        ..run.options
    };
    let more = then.iter().map(|(at, action)| TimedAction {
        at: ms(*at),
        action: action.clone(),
    });
    Run {
        options,
        actions: run.actions.into_iter().chain(more).collect(),
        ..run
    }
}

fn ask(node: u8, change: Change) -> Action {
    let to = Target::Node(NodeId(node));
    Action::Change { to, change }
}

fn remove(node: u8) -> Change {
    Change::RemoveServer(NodeId(node))
}

fn checks_of(judge: &Judge, property: Property) -> u64 {
    let mut checks = judge.checks();
    checks.find(|(it, _)| *it == property).map_or(0, |it| it.1)
}

#[test]
fn changes_one_after_the_other_break_nothing() {
    let actions = [
        (500, ask(0, remove(3))),
        (1_000, ask(0, Change::AddServer(NodeId(3)))),
        (2_000, write(0, "SET x=1")),
        (2_500, ask(0, remove(0))),
    ];
    let watched = Watched::whole(&changing(4, Bugs::NONE, &actions), 8_000);
    assert_eq!(watched.verdict(), None);
    assert_eq!(checks_of(&watched.judge, Property::OneChangeAtATime), 4);
    assert!(checks_of(&watched.judge, Property::MajorityOfConfiguration) >= 4);
    let mut requests = watched.world.requests().iter();
    let is_told = |outcome: &Outcome| matches!(outcome, Outcome::Acknowledged(_));
    assert!(requests.all(|it| is_told(&it.outcome)));
    assert_eq!(watched.world.configuration(), members(&[1, 2, 3]));
}

#[test]
fn two_changes_at_once_break_one_change_at_a_time() {
    let actions = [(500, ask(0, remove(3))), (500, ask(0, remove(2)))];
    let whole = Watched::whole(&changing(4, Bugs::NONE, &actions), 1_500);
    assert_eq!(whole.verdict(), None);
    let bugs = Bugs::NONE.with(Bug::ChangeWhileUnderWay);
    let broken = Watched::whole(&changing(4, bugs, &actions), 1_500);
    let (property, sentence) = only_violation(&broken.judge);
    assert_eq!(property, Property::OneChangeAtATime);
    assert_eq!(
        sentence,
        "Node 0 appended a configuration at index 3 while the one at index 2 was not committed."
    );
}

/// M05: a majority of three old voters and one of three new ones may have nobody in common.
#[test]
fn two_votes_at_once_break_one_change_at_a_time() {
    let run = changing(5, Bugs::NONE, &[(500, ask(0, remove(4)))]);
    let mut watched = Watched::whole(&run, 1_500);
    assert_eq!(watched.verdict(), None);
    let appended = MembershipDecision::Appended {
        at: Index::new(2).expect("indexes begin at 1"),
        before: members(&[0, 1, 2]),
        configuration: members(&[0, 1, 2]),
        is_used: true,
    };
    let event = Event::Decided {
        node: NodeId(0),
        decision: &Decision::Extension(ExtensionDecision::Membership(appended)),
    };
    watched.judge.observe(&watched.world, &event);
    let (property, sentence) = only_violation(&watched.judge);
    assert_eq!(property, Property::OneChangeAtATime);
    assert_eq!(
        sentence,
        "The configuration that Node 0 appended at index 2 gives or takes 2 votes at once."
    );
}

#[test]
fn copies_without_a_vote_break_majority_of_configuration() {
    let isolate = |node| Action::Isolate(NodeId(node));
    let learner = Change::AddLearner(NodeId(3));
    let rows = [
        (
            Bug::LearnerCounts,
            vec![
                (500, ask(0, learner)),
                (1_000, isolate(1)),
                (1_000, isolate(2)),
                (1_100, write(0, "SET x=1")),
            ],
            "Node 0 committed the entry at index 3 of term 1, which 1 disk held, of those who \
             vote in its latest configuration: voters 0, 1 and 2, learner 3. A majority is 2.",
        ),
        (
            Bug::RemovedLeaderCounts,
            vec![
                (500, ask(0, remove(3))),
                (1_000, isolate(2)),
                (1_000, ask(0, remove(0))),
            ],
            "Node 0 committed the entry at index 3 of term 1, which 1 disk held, of those who \
             vote in its latest configuration: voters 1 and 2. A majority is 2.",
        ),
        (
            Bug::ConfigurationWhenCommitted,
            vec![
                (500, isolate(3)),
                (600, isolate(2)),
                (700, ask(0, remove(0))),
            ],
            "",
        ),
    ];
    for (bug, actions, expected) in rows {
        let whole = Watched::whole(&changing(4, Bugs::NONE, &actions), 1_600);
        assert_eq!(whole.verdict(), None, "{bug:?}");
        if expected.is_empty() {
            continue;
        }
        let broken = Watched::whole(&changing(4, Bugs::NONE.with(bug), &actions), 1_600);
        let (property, sentence) = only_violation(&broken.judge);
        assert_eq!(property, Property::MajorityOfConfiguration);
        assert_eq!(sentence, expected);
    }
}

/// It commits the removal by the majority of those who voted before.
#[test]
fn a_configuration_that_waits_breaks_majority_of_configuration() {
    let actions = [(500, Action::Isolate(NodeId(2))), (600, ask(0, remove(0)))];
    let whole = Watched::whole(&changing(3, Bugs::NONE, &actions), 1_600);
    assert_eq!(whole.verdict(), None);
    let bugs = Bugs::NONE.with(Bug::ConfigurationWhenCommitted);
    let broken = Watched::whole(&changing(3, bugs, &actions), 1_600);
    let (property, sentence) = only_violation(&broken.judge);
    assert_eq!(property, Property::MajorityOfConfiguration);
    assert_eq!(
        sentence,
        "Node 0 committed the entry at index 2 of term 1, which 1 disk held, of those who vote in \
         its latest configuration: voters 1 and 2. A majority is 2."
    );
}

/// Row M04, two removals: node 0 removes node 3 on its own log alone, node 1 removes node 0 with
/// node 3, and node 0 is elected by node 2 under the configuration that only it has.
#[test]
fn the_mistake_of_2015_breaks_leader_completeness() {
    let cut = |from, to| {
        let [from, to] = [from, to].map(NodeId);
        Action::Cut(Link { from, to })
    };
    let actions = [
        (500, Action::Isolate(NodeId(0))),
        (600, ask(0, remove(3))),
        (700, timeout(1)),
        // Node 2 has voted, and hears nothing of the new leader.
        (790, cut(1, 2)),
        (790, cut(2, 1)),
        (850, ask(1, remove(0))),
        (1_300, Action::Isolate(NodeId(1))),
        (1_300, Action::Isolate(NodeId(3))),
        (
            1_400,
            Action::Uncut(Link {
                from: NodeId(0),
                to: NodeId(2),
            }),
        ),
        (
            1_400,
            Action::Uncut(Link {
                from: NodeId(2),
                to: NodeId(0),
            }),
        ),
        (1_500, timeout(0)),
        (1_900, timeout(0)),
    ];
    let whole = Watched::whole(&changing(4, Bugs::NONE, &actions), 2_400);
    assert_eq!(whole.verdict(), None);
    let bugs = Bugs::NONE.with(Bug::ChangeBeforeOwnTerm);
    let broken = Watched::whole(&changing(4, bugs, &actions), 2_400);
    let violations: Vec<Property> = broken
        .judge
        .violations()
        .iter()
        .map(raft_check::Violation::property)
        .collect();
    assert_eq!(violations.first(), Some(&Property::LeaderCompleteness));
    assert!(violations.contains(&Property::StateMachineSafety));
}

/// Only the disks of those who vote count, whoever else holds a copy.
#[test]
fn the_world_knows_who_votes_now() {
    let run = changing(4, Bugs::NONE, &[(500, ask(0, remove(3)))]);
    let mut world = World::begin(&run);
    assert_eq!(world.first_configuration(), members(&[0, 1, 2, 3]));
    for TimedAction { at, action } in &run.actions {
        world.advance_to(*at, &mut raft_sim::Nobody);
        world.act(action, &mut raft_sim::Nobody);
    }
    world.advance_to(ms(1_000), &mut raft_sim::Nobody);
    assert_eq!(world.configuration().members(), NodeSet::first(3));
}

#[test]
fn a_hunt_with_changes_reaches_every_path_and_breaks_nothing() {
    let plan = Plan {
        drawn: Extensions::NONE.with(Extension::Membership),
        ..Plan::default()
    };
    let tally = hunted(&plan);
    for (mark, name) in CoverageMark::ALL {
        if mark.options() == ["membership"] {
            assert!(tally.marks[mark as usize] > 0, "{name}");
        }
    }
}
