//! What a run starts with is judged, too: a start that no run of Raft can reach is refused in a
//! file, and otherwise it is a broken assumption. From the others, whole Raft breaks no promise.

use crate::common::{Watched, even, link, ms};
use raft_check::{Breach, examine};
use raft_core::chance::Key;
use raft_core::{Command, NodeId, Term};
use raft_sim::scenario::Scenario;
use raft_sim::{Action, Nobody, Run, Start, Target, TimedAction, check_start, unreachable_start};

/// How many random starts are played.
const STARTS: usize = 15_000;

/// Of the starts drawn, whole Raft is accused from none that is accepted. It is accused from some
/// of the others, so that the test would notice if nothing was refused.
#[test]
fn from_no_accepted_start_is_whole_raft_accused() {
    let (mut accepted, mut accused_elsewhere) = (0, 0);
    for seed in 0.. {
        let run = drawn(Key::new(seed));
        if check_start(&run.start, &run.options).is_err() {
            continue;
        }
        let watched = Watched::whole(&run, 12_000);
        let verdict = watched.judge.verdict();
        let unreachable = unreachable_start(&run.start, run.options.nodes);
        let breach = verdict.assumption.map(|broken| broken.breach);
        assert_eq!(breach, unreachable.map(Breach::Start), "seed {seed}");
        match unreachable {
            None => assert_eq!(verdict.violation, None, "seed {seed}: {:?}", run.start),
            Some(_) => accused_elsewhere += usize::from(!verdict.holds()),
        }
        accepted += usize::from(unreachable.is_none());
        if accepted == STARTS {
            break;
        }
    }
    assert!(accused_elsewhere > 10, "{accused_elsewhere}");
}

/// A small cluster with full disks, to which a few hostile things are done.
fn drawn(draw: Key) -> Run {
    let nodes = [1, 2, 3, 3, 3, 4, 5, 5][draw.with(0).below(8)];
    let mut start = Start::default();
    for node in 0..nodes {
        let own = draw.with(1).with(node.into());
        let mut term = 1;
        let log = (0..own.with(0).below(4)).map(|place| {
            term += [0, 0, 1, 2][own.with(1).with(place as u64).below(4)];
            Term(term)
        });
        let log: Vec<Term> = log.collect();
        let last = log.last().copied().unwrap_or_default();
        if !log.is_empty() {
            start.logs.insert(NodeId(node), log);
        }
        let current = Term(last.0 + own.with(2).between(0, 4));
        if own.with(3).chance(2, 3) {
            start.terms.insert(NodeId(node), current);
        }
        let has_term = start.terms.get(&NodeId(node)).copied().unwrap_or(last) > Term(0);
        if has_term && own.with(4).chance(1, 2) {
            let vote = own.with(5).below(nodes.into());
            let vote = u8::try_from(vote).expect("a node's number is small");
            start.votes.insert(NodeId(node), NodeId(vote));
        }
    }
    let actions = (0..draw.with(2).between(2, 9)).map(|place| {
        let draw = draw.with(3).with(place);
        TimedAction {
            at: ms(draw.with(0).between(0, 7_000)),
            action: hostile(nodes, draw.with(1)),
        }
    });
    let mut actions: Vec<TimedAction> = actions.collect();
    actions.sort_by_key(|timed| timed.at);
    Run {
        seed: draw.with(4).between(0, 1 << 40),
        options: even(nodes, &[]),
        start,
        actions,
    }
}

fn hostile(nodes: u8, draw: Key) -> Action {
    let one = |part: u64| {
        u8::try_from(draw.with(part).below(nodes.into())).expect("a node's number is small")
    };
    let (node, other) = (NodeId(one(0)), one(1));
    match draw.with(2).below(9) {
        0 | 1 => Action::Write {
            to: Target::Node(node),
            command: Command::new(&format!("SET x={other}")),
        },
        2 | 3 => Action::ForceTimeout(node),
        4 => Action::Isolate(node),
        5 => Action::Heal,
        6 => Action::Crash(node),
        7 => Action::Restart(node),
        _ if other == node.0 => Action::Pause(node),
        _ => Action::Cut(link(node.0, other)),
    }
}

fn refusal(start: &str) -> String {
    let text = format!("{{\"format\": 1, \"options\": {{\"nodes\": 3}}, \"start\": {start}}}");
    Scenario::read(&text).map_or_else(|error| error.to_string(), |_| "accepted".into())
}

#[test]
fn a_term_that_no_majority_has_reached_is_refused_with_the_majority() {
    assert_eq!(
        refusal(r#"{"logs": {"0": [1]}}"#),
        "start: term 1 in Node 0's log needs a majority that reached it: 2 of 3 nodes, but only \
         Node 0 has a current term of 1 or more; change the start, or say \"unreachable\": true \
         in it."
    );
    assert_eq!(
        refusal(r#"{"logs": {"0": [1]}, "terms": {"2": 1}, "votes": {"2": 0}}"#),
        "accepted"
    );
    assert_eq!(
        refusal(r#"{"logs": {"0": [1]}, "terms": {"0": 2, "2": 1}}"#),
        "start: term 1 in \
         Node 0's log needs a majority that has voted in it, but Nodes 1 and 2 could still elect \
         Node 1 in term 1; change the start, or say \"unreachable\": true in it."
    );
    assert_eq!(
        refusal(r#"{"logs": {"0": [1], "1": [1]}}"#),
        "accepted",
        "node 2 is behind both"
    );
    assert_eq!(
        refusal(r#"{"logs": {"0": [1, 3], "1": [1, 2]}}"#),
        "start: term 3 in Node 0's log \
         needs a majority that reached it: 2 of 3 nodes, but only Node 0 has a current term of 3 \
         or more; change the start, or say \"unreachable\": true in it."
    );
}

#[test]
fn votes_that_elect_nobody_are_refused() {
    assert_eq!(
        refusal(r#"{"logs": {"0": [1], "1": [1], "2": [1]}, "votes": {"0": 0, "1": 1, "2": 2}}"#),
        "start: term 1 in Node 0's log needs a leader with the votes of a majority: 2 of 3 nodes, \
         but no node can have had more than 1 votes; change the start, or say \"unreachable\": \
         true in it."
    );
}

#[test]
fn two_logs_that_no_leader_can_have_written_are_refused() {
    assert_eq!(
        refusal(r#"{"logs": {"0": [2], "1": [1, 2]}, "terms": {"2": 2}}"#),
        "start: term 2 begins at index 2 in Node 1's log and at index 1 in Node 0's, but one \
         leader wrote all of its entries; change the start, or say \"unreachable\": true in it."
    );
}

/// The start of which whole Raft was accused: node 0 alone has reached term 1, and another leader
/// of term 1 is elected.
const ACCUSED: &str = r#"{
    "format": 1, "options": {"nodes": 3},
    "start": {"logs": {"0": [1]}, "unreachable": true},
    "actions": [
        {"at_ms": 0, "do": {"isolate": 0}},
        {"at_ms": 10, "do": {"timeout": 1}},
        {"at_ms": 1000, "do": {"write": "SET x=1", "to": 1}}
    ]
}"#;

#[test]
fn an_unreachable_start_is_a_broken_assumption() {
    let scenario = Scenario::read(ACCUSED).expect("the file says that it is unreachable");
    let report = examine(&scenario, &mut Nobody);
    let verdict = report.judge.verdict();
    assert!(!verdict.holds());
    let sentence = verdict.to_string();
    let beginning = "Assumption broken: a start that runs can reach (Term 1 in Node 0's log needs \
                     a majority that reached it: 2 of 3 nodes, but only Node 0 has a current term \
                     of 1 or more). Log Matching violated";
    assert!(sentence.starts_with(beginning), "{sentence}");
}

#[test]
fn an_unreachable_start_survives_a_file_and_a_link() {
    let scenario = Scenario::read(ACCUSED).expect("the file says that it is unreachable");
    assert!(scenario.write().contains("\"unreachable\": true"));
    assert_eq!(Scenario::read(&scenario.write()).as_ref(), Ok(&scenario));
    let run = scenario.beginning();
    let world = raft_sim::World::begin(&run);
    let shared = raft_sim::link::Shared {
        at: ms(0),
        head: ms(0),
        digest: world.digest(),
        engine: raft_sim::link::ENGINE_VERSION,
        run,
    };
    let opened = raft_sim::link::decode(&raft_sim::link::encode(&shared));
    let opened = opened.expect("links with such a start go on opening");
    let breach = Watched::new(&opened.run).judge.verdict().assumption;
    assert!(matches!(breach.map(|it| it.breach), Some(Breach::Start(_))));
    let recorded = raft_sim::scenario::record(&opened.run, ms(1_000), "", "", &[]);
    let recorded = recorded.expect("a file can hold it");
    assert!(Scenario::read(&recorded.write()).is_ok());
}
