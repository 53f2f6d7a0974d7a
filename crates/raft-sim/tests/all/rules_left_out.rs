//! The gallery's rules about the machine and its clients: what a whole node does, and what one
//! does that leaves the rule out. Those about the protocol are tested in raft-core.

use raft_core::{Bug, Bugs, Command, Index, Instant, NodeId};
use raft_sim::{
    Action, Event, Latency, Nobody, NodeView, Observer, Options, Outcome, Response, Run, Target,
    World,
};

/// Three nodes whose messages all take 50 ms, whole and without the rule. Node 0 leads from
/// 100 ms on.
fn whole_and_without(bug: Bug) -> [World; 2] {
    [Bugs::NONE, Bugs::NONE.with(bug)].map(|bugs| {
        let options = Options {
            nodes: 3,
            latency: Latency::from_millis([50, 50]),
            bugs,
            ..Options::default()
        };
        let mut world = World::begin(&Run::new(1, options));
        world.act(&Action::ForceTimeout(NodeId(0)), &mut Nobody);
        world.advance_to(Instant::from_millis(200), &mut Nobody);
        assert_eq!(world.leader(), Some(NodeId(0)));
        world
    })
}

fn ask(world: &mut World, text: &str) {
    let (to, command) = (Target::Node(NodeId(0)), Command::new(text));
    world.act(&Action::Write { to, command }, &mut Nobody);
}

fn advance_to(world: &mut World, ms: u64) {
    world.advance_to(Instant::from_millis(ms), &mut Nobody);
}

fn newest_outcome(world: &World) -> Outcome {
    let requests = world.requests();
    let newest = requests.get(requests.len() - 1);
    newest.expect("somebody has asked").outcome.clone()
}

/// The furthest that any machine was ahead of what its node knows to be committed.
#[derive(Default)]
struct Haste(Option<Index>);

impl Observer for Haste {
    fn observe(&mut self, world: &World, _: &Event<'_>) {
        let is_ahead = |view: &NodeView<'_>| view.last_applied() > view.commit_index();
        let ahead = world.nodes().filter(is_ahead);
        self.0 = self
            .0
            .max(ahead.filter_map(|view| view.last_applied()).max());
    }
}

#[test]
fn a_machine_applies_what_is_committed_and_no_more() {
    let furthest = whole_and_without(Bug::ApplyUncommitted).map(|mut world| {
        ask(&mut world, "SET x=1");
        advance_to(&mut world, 240);
        ask(&mut world, "SET x=2");
        let mut haste = Haste::default();
        world.advance_to(Instant::from_millis(1_000), &mut haste);
        haste.0.map(Index::get)
    });
    assert_eq!(furthest, [None, Some(2)]);
}

#[test]
fn a_leader_that_nobody_hears_acknowledges_nothing() {
    let told = whole_and_without(Bug::AcknowledgeUncommitted).map(|mut world| {
        world.act(&Action::Isolate(NodeId(0)), &mut Nobody);
        ask(&mut world, "ADD x 2");
        advance_to(&mut world, 1_000);
        newest_outcome(&world)
    });
    let promised = Outcome::Acknowledged(Response::Sum(Some(2)));
    assert_eq!(told, [Outcome::Waiting, promised]);
}

#[test]
fn a_leader_that_nobody_hears_answers_no_reads() {
    let told = whole_and_without(Bug::ReadLocally).map(|mut world| {
        ask(&mut world, "SET x=1");
        advance_to(&mut world, 1_000);
        world.act(&Action::Isolate(NodeId(0)), &mut Nobody);
        ask(&mut world, "GET x");
        advance_to(&mut world, 2_000);
        newest_outcome(&world)
    });
    let read = Outcome::Acknowledged(Response::Value(Some("1".into())));
    assert_eq!(told, [Outcome::Waiting, read]);
}

/// Reads only: whatever else is asked goes through the log.
#[test]
fn without_reads_of_the_log_writes_still_go_through_it() {
    let [_, mut world] = whole_and_without(Bug::ReadLocally);
    world.act(&Action::Isolate(NodeId(0)), &mut Nobody);
    ask(&mut world, "GETTER x");
    advance_to(&mut world, 2_000);
    assert_eq!(newest_outcome(&world), Outcome::Waiting);
}

#[test]
fn what_arrives_twice_is_applied_once() {
    let values = whole_and_without(Bug::ApplyRetryTwice).map(|mut world| {
        ask(&mut world, "ADD x 2");
        let request = world
            .network()
            .packets()
            .find(|it| it.sent_at == world.now());
        let name = request.expect("it is on its way").name;
        world.act(&Action::Duplicate(name), &mut Nobody);
        advance_to(&mut world, 1_000);
        let view = world.node(NodeId(0)).expect("there is such a node");
        let machine = view.machine().expect("it is up");
        machine.value("x").map(str::to_owned)
    });
    assert_eq!(values, [Some("2".to_owned()), Some("4".to_owned())]);
}
