//! The walk of one node goes through its seven phases.

use raft_cli::node_walk::{Line, walk};
use raft_core::{Index, NodeId, RoleName, Term};

#[test]
fn the_walk_goes_through_the_labs_seven_phases() {
    let walk = walk();
    let states: Vec<_> = walk
        .phases
        .iter()
        .map(|phase| (phase.state.role, phase.state.term.0, phase.state.log.len()))
        .collect();
    assert_eq!(
        states,
        [
            (RoleName::Follower, 0, 0),
            (RoleName::Candidate, 1, 0),
            (RoleName::Leader, 1, 0),
            (RoleName::Leader, 1, 3),
            (RoleName::Leader, 1, 3),
            (RoleName::Follower, 5, 3),
            (RoleName::Follower, 6, 3),
        ]
    );
    let [_, _, _, taken, committed, stepped_down, voted] = walk.phases.as_slice() else {
        panic!("seven phases");
    };
    let commands: Vec<_> = taken
        .state
        .log
        .iter()
        .map(|(_, text)| text.as_str())
        .collect();
    assert_eq!(commands, ["SET x=1", "SET y=2", "DELETE z"]);
    assert_eq!(taken.state.commit_index, None);
    assert_eq!(committed.state.commit_index, Index::new(3));
    assert_eq!(stepped_down.state.term, Term(5));
    assert_eq!(voted.state.voted_for, Some(NodeId(3)));
}

/// Each step says why, and where the rule stands.
#[test]
fn every_step_has_its_reason() {
    for step in walk().phases.iter().flat_map(|phase| &phase.steps) {
        let reasons = step.effects.iter().filter(|line| match line {
            Line::Reason(sentence, section) => {
                sentence.ends_with('.') && section.starts_with("Raft §")
            }
            _ => false,
        });
        assert!(reasons.count() > 0, "no reason after: {}", step.input);
    }
}
