//! Another checker's opinion, on histories in which everything is answered.

use raft_check::linearizability::{Ending, History, Operation};
use raft_core::Command;
use raft_sim::{Machine, Response};
use todc_utils::linearizability::WGLChecker;
use todc_utils::linearizability::history::{Action, History as Actions};
use todc_utils::specifications::Specification;

use super::random::execute;

/// The machine itself, by what it holds.
struct Machines;

impl Specification for Machines {
    type State = Vec<(String, String)>;
    type Operation = (Command, Response);

    fn init() -> Self::State {
        Vec::new()
    }

    fn apply((command, response): &Self::Operation, state: &Self::State) -> (bool, Self::State) {
        let mut machine = Machine::default();
        for ((key, value), serial) in state.iter().zip(1..) {
            execute(
                &mut machine,
                serial,
                &Command::new(&format!("SET {key}={value}")),
            );
        }
        let serial = state.len() as u64 + 1;
        let is_right = execute(&mut machine, serial, command) == *response;
        let owned = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
        let after = machine.iter().map(owned).collect();
        (is_right, if is_right { after } else { state.clone() })
    }
}

/// Whether todc-utils finds an order. Every operation must have an answer.
pub fn is_linearizable(history: &History) -> bool {
    let mut moments = Vec::new();
    for (place, operation) in history.operations().iter().enumerate() {
        let Operation {
            command,
            called_at,
            ending,
            ..
        } = operation;
        let Ending::Answered { at, response } = ending else {
            panic!("{operation:?} has no answer");
        };
        let what = (command.clone(), response.clone());
        moments.push((*called_at, false, place, Action::Call(what.clone())));
        moments.push((*at, true, place, Action::Response(what)));
    }
    moments.sort_by_key(|(at, is_end, place, _)| (*at, *is_end, *place));
    // A process for each operation, since one moment may end one and begin the next.
    let actions = moments
        .into_iter()
        .map(|(_, _, place, action)| (place, action));
    WGLChecker::<Machines>::is_linearizable(Actions::from_actions(actions.collect()))
}
