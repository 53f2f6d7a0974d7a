//! A second opinion on short histories: all orders are tried, on the machine itself.

use raft_check::linearizability::{Ending, History, Operation};
use raft_core::Instant;
use raft_sim::{Machine, Response};

use super::random::execute;

/// Whether all that was answered, and some of what was not, has an order.
pub fn is_linearizable(history: &History) -> bool {
    is_linearizable_if(history, |_| true)
}

/// The same, if of the answered operations only those that `must` names must have taken effect.
pub fn is_linearizable_if(history: &History, must: impl Fn(usize) -> bool) -> bool {
    let operations = history.operations().iter().zip(0..);
    let (required, optional): (Vec<_>, Vec<_>) = operations
        .filter(|(it, _)| it.ending != Ending::NeverTaken)
        .partition(|(it, place)| it.response().is_some() && must(*place));
    (0..1_usize << optional.len()).any(|choice| {
        let chosen = |place: &usize| choice >> place & 1 == 1;
        let chosen = (0..optional.len())
            .filter(chosen)
            .map(|place| optional[place]);
        let all = required.iter().copied().chain(chosen).map(|(it, _)| it);
        has_order(&Machine::default(), 1, &all.collect::<Vec<&Operation>>())
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
