//! A second opinion on short histories: all orders are tried, on the machine itself.

use raft_check::linearizability::{Ending, History, Operation};
use raft_core::Instant;
use raft_sim::{Machine, Response};

use super::random::execute;

/// Whether some of the operations of unknown outcome, and all others, have an order.
pub fn is_linearizable(history: &History) -> bool {
    let operations: Vec<&Operation> = history.operations().iter().collect();
    let (answered, unknown): (Vec<_>, Vec<_>) = operations
        .into_iter()
        .filter(|it| it.ending != Ending::NeverTaken)
        .partition(|it| it.response().is_some());
    (0..1_usize << unknown.len()).any(|choice| {
        let chosen = |place: &usize| choice >> place & 1 == 1;
        let chosen = (0..unknown.len())
            .filter(chosen)
            .map(|place| unknown[place]);
        let all: Vec<&Operation> = answered.iter().copied().chain(chosen).collect();
        has_order(&Machine::default(), 1, &all)
    })
}

fn has_order(machine: &Machine, serial: u64, rest: &[&Operation]) -> bool {
    rest.is_empty()
        || (0..rest.len()).any(|place| {
            let mut others = rest.to_vec();
            let next = others.remove(place);
            let comes_too_late = others.iter().any(|it| over_at(it) < Some(next.called_at));
            let mut machine = machine.clone();
            let response: Response = execute(&mut machine, serial, &next.command);
            let is_right = next.response().is_none_or(|expected| *expected == response);
            !comes_too_late && is_right && has_order(&machine, serial + 1, &others)
        })
}

/// The end of an operation; later than all others, if there is none.
fn over_at(operation: &Operation) -> Option<Instant> {
    Some(match operation.ending {
        Ending::Answered { at, .. } | Ending::Unknown { until: Some(at) } => at,
        Ending::Unknown { until: None } | Ending::NeverTaken => Instant(u64::MAX),
    })
}
