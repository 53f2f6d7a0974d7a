//! Changes of the membership in a world (Thesis §4): who asks for one and is answered, and what a
//! start, a file and a link say of the members.

use raft_core::quorum::Configuration;
use raft_core::{Change, ChangeRefusal, Extension, Extensions, Instant, NodeId, NodeSet, Term};
use raft_sim::link::{self, ENGINE_VERSION, Shared};
use raft_sim::scenario::Scenario;
use raft_sim::{
    Action, Nobody, Options, Outcome, Refusal, Run, Start, Target, TimedAction, World, check_start,
    unreachable_start,
};

fn set(nodes: &[u8]) -> NodeSet {
    nodes.iter().copied().map(NodeId).collect()
}

fn members(voters: &[u8], learners: &[u8]) -> Configuration {
    Configuration::new(set(voters)).with_learners(set(learners))
}

fn options(nodes: u8) -> Options {
    Options {
        nodes,
        extensions: Extensions::NONE.with(Extension::Membership),
        ..Options::default()
    }
}

fn run(nodes: u8, members: Configuration) -> Run {
    let mut run = Run::new(7, options(nodes));
    run.start.members = Some(members);
    run
}

/// A world with a leader whose blank entry is committed.
fn led(nodes: u8, members: Configuration) -> World {
    let mut world = World::begin(&run(nodes, members));
    while world.committed_through().is_none() {
        let at = Instant(world.now().0 + 100_000);
        world.advance_to(at, &mut Nobody);
    }
    world
}

fn ask(world: &mut World, change: Change) {
    let to = Target::Any;
    world.act(&Action::Change { to, change }, &mut Nobody);
    let at = Instant(world.now().0 + 5_000_000);
    world.advance_to(at, &mut Nobody);
}

fn last_outcome(world: &World) -> Outcome {
    let last = world.requests().len() - 1;
    let request = world.requests().get(last).expect("one was opened");
    request.outcome.clone()
}

#[test]
fn a_server_joins_and_its_client_is_told_when_it_votes() {
    let mut world = led(5, members(&[0, 1, 2], &[]));
    assert_eq!(world.configuration(), members(&[0, 1, 2], &[]));
    let change = Change::AddServer(NodeId(3));
    ask(&mut world, change);
    assert!(matches!(last_outcome(&world), Outcome::Acknowledged(_)));
    let grown = members(&[0, 1, 2, 3], &[]);
    for node in [0, 1, 2, 3] {
        assert_eq!(world.configuration_of(NodeId(node)), grown);
    }
    let outside = world.configuration_of(NodeId(4));
    assert_eq!(outside, members(&[0, 1, 2], &[]), "it has heard nothing");
    let log = |node| world.node(NodeId(node)).map(|node| node.log().last());
    assert_eq!(log(3), log(0));

    ask(&mut world, change);
    let leader = world.leader().expect("it leads on");
    let refused = Refusal::Change(leader, change, ChangeRefusal::IsVoter);
    assert_eq!(last_outcome(&world), Outcome::Refused(refused));
    let last = world.requests().len() - 1;
    let request = world.requests().get(last).expect("one was opened");
    assert_eq!(
        request.to_string(),
        format!("{leader} answered: Node 3 is a voter already")
    );
}

/// Raft §6: three of three voters make way, the leader among them.
#[test]
fn all_voters_are_replaced_at_once() {
    let mut world = led(6, members(&[0, 1, 2], &[]));
    let old_leader = world.leader().expect("it leads");
    let change = Change::Voters(set(&[3, 4, 5]));
    let change = &Action::Change {
        to: Target::Any,
        change,
    };
    world.act(change, &mut Nobody);
    let mut joint = None;
    while last_outcome(&world) == Outcome::Waiting {
        let at = Instant(world.now().0 + 1_000);
        world.advance_to(at, &mut Nobody);
        joint = joint.or(Some(world.configuration_of(old_leader)).filter(Configuration::is_joint));
    }
    assert_eq!(
        joint,
        Some(members(&[0, 1, 2], &[]).to_joint(set(&[3, 4, 5])))
    );
    assert!(matches!(last_outcome(&world), Outcome::Acknowledged(_)));
    let at = Instant(world.now().0 + 10_000_000);
    world.advance_to(at, &mut Nobody);
    let leader = world.leader().expect("the new voters have elected one");
    assert!(set(&[3, 4, 5]).contains(leader));
    for node in [3, 4, 5] {
        let configuration = world.configuration_of(NodeId(node));
        assert_eq!(configuration, members(&[3, 4, 5], &[]));
    }

    ask(&mut world, Change::Voters(set(&[3, 4, 5])));
    let refused = last_outcome(&world);
    assert!(matches!(refused, Outcome::Refused(Refusal::Change(..))));
    let last = world.requests().len() - 1;
    let request = world.requests().get(last).expect("one was opened");
    assert!(
        request
            .to_string()
            .ends_with("answered: Nodes 3, 4 and 5 are the voters already")
    );
}

#[test]
fn a_machine_that_is_down_boots_with_the_configuration_on_its_disk() {
    let mut world = led(4, members(&[0, 1, 2, 3], &[]));
    let leader = world.leader().expect("it leads");
    let gone = NodeId((leader.0 + 1) % 4);
    let other = NodeId((leader.0 + 2) % 4);
    ask(&mut world, Change::RemoveServer(gone));
    let left = members(&[0, 1, 2, 3], &[]).without(gone);
    world.act(&Action::Crash(other), &mut Nobody);
    assert_eq!(world.configuration_of(other), left);
    world.act(&Action::Restart(other), &mut Nobody);
    assert_eq!(world.configuration_of(other), left);
    // The one that left has not heard of it (Thesis §4.2.3).
    assert_eq!(world.configuration_of(gone), members(&[0, 1, 2, 3], &[]));
}

#[test]
fn members_and_changes_survive_a_link_and_a_file() {
    let mut run = run(6, members(&[0, 2, 4], &[5]));
    let changes = [
        Change::AddServer(NodeId(1)),
        Change::AddLearner(NodeId(4)),
        Change::RemoveServer(NodeId(0)),
        Change::Voters(set(&[1, 3, 5])),
    ];
    for (second, change) in (1..).zip(changes) {
        for to in [Target::Any, Target::Node(NodeId(2))] {
            run.actions.push(TimedAction {
                at: Instant::from_millis(second * 1_000),
                action: Action::Change { to, change },
            });
        }
    }
    let world = World::begin(&run);
    let shared = Shared {
        run,
        at: Instant::ZERO,
        head: Instant::ZERO,
        digest: world.digest(),
        engine: ENGINE_VERSION,
    };
    assert_eq!(link::decode(&link::encode(&shared)), Ok(shared.clone()));

    let file = r#"{"format": 1, "options": {"nodes": 6, "membership": true},
        "start": {"members": {"voters": [0, 2, 4], "learners": [5]}}}"#;
    let scenario = Scenario::read(file).expect("it can be played");
    assert_eq!(scenario.start(), shared.run.start);
    let again = Scenario::read(&scenario.write()).expect("it can be played");
    assert_eq!(again.start(), shared.run.start);
}

#[test]
fn members_that_cannot_be() {
    let refusal = |start: &Start, options: &Options| {
        let error = check_start(start, options).expect_err("it cannot be");
        error.to_string()
    };
    let of = |members| Start {
        members: Some(members),
        ..Start::default()
    };
    let plain = Options {
        extensions: Extensions::NONE,
        ..options(3)
    };
    assert_eq!(
        refusal(&of(members(&[0, 1], &[])), &plain),
        "members: expected the option membership to be on, since without it all nodes vote, \
         found it off."
    );
    assert_eq!(
        refusal(&of(members(&[], &[1])), &options(3)),
        "members.voters: expected at least one node, found none."
    );
    assert_eq!(
        refusal(&of(members(&[0, 3], &[])), &options(3)),
        "members: expected a node from 0 to 2, found 3."
    );
    let outside = Start {
        logs: [(NodeId(2), vec![Term(1)])].into(),
        ..of(members(&[0, 1], &[]))
    };
    assert_eq!(
        refusal(&outside, &options(3)),
        "logs.2: expected an empty disk, since only those who vote may have been there before, \
         found another."
    );
}

/// A majority of those who vote has reached a term, not of all machines.
#[test]
fn a_start_is_reachable_by_those_who_vote() {
    let start = Start {
        logs: [(NodeId(0), vec![Term(1)])].into(),
        terms: [(NodeId(1), Term(1))].into(),
        votes: [(NodeId(1), NodeId(0))].into(),
        members: Some(members(&[0, 1, 2], &[])),
    };
    assert_eq!(unreachable_start(&start, 7), None);
    let all = Start {
        members: None,
        ..start
    };
    assert!(unreachable_start(&all, 7).is_some());
}
