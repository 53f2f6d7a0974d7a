//! Histories drawn from a seed: of a machine that does what it should, and of one that lies.

use raft_check::linearizability::{Ending, History, Operation};
use raft_core::chance::Key;
use raft_core::{ClientId, Command, Entry, Instant, Origin, Payload, Term};
use raft_sim::{Machine, Response};

/// What a drawn history is like.
#[derive(Clone, Copy)]
pub struct Shape {
    pub operations: u64,
    pub clients: u64,
    pub keys: u64,
    /// So many outcomes of a hundred stay unknown.
    pub unknown_percent: u64,
    pub commands: Commands,
}

/// Which commands clients use.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Commands {
    /// Those on one key.
    OneKey,
    /// And TRANSFER, and text that means nothing.
    All,
    /// SET and TRANSFER between two accounts, which build on each other, and GET.
    Accounts,
}

/// When an operation is called, when it takes effect if ever, and when that is known.
struct Plan {
    client: u64,
    command: Command,
    called_at: u64,
    effect_at: Option<u64>,
    answered_at: Option<u64>,
    /// From when on it cannot take effect any more, if that is known without an answer.
    until: Option<u64>,
}

/// A history that is linearizable: each operation takes effect at a drawn moment.
pub fn good(seed: Key, shape: Shape) -> History {
    let plans = plans(seed, shape);
    let mut by_effect: Vec<usize> = (0..plans.len()).collect();
    by_effect.retain(|place| plans[*place].effect_at.is_some());
    by_effect.sort_by_key(|place| plans[*place].effect_at);
    let mut machine = Machine::default();
    let mut responses: Vec<Option<Response>> = vec![None; plans.len()];
    for (place, serial) in by_effect.into_iter().zip(1..) {
        responses[place] = Some(execute(&mut machine, serial, &plans[place].command));
    }
    let operations = plans
        .into_iter()
        .zip(responses)
        .map(|(plan, response)| Operation {
            client: ClientId(u32::try_from(plan.client).expect("few clients")),
            command: plan.command,
            called_at: Instant(plan.called_at),
            ending: match (plan.answered_at, response) {
                (Some(at), Some(response)) => Ending::Answered {
                    at: Instant(at),
                    response,
                },
                _ => Ending::Unknown {
                    until: plan.until.map(Instant),
                },
            },
        });
    operations.collect()
}

/// The same with one answer changed, which may make it wrong or not; nothing if none has one.
pub fn tampered(seed: Key, history: &History) -> Option<(History, usize)> {
    let answered = |place: &usize| history.operations()[*place].response().is_some();
    let answered: Vec<usize> = (0..history.operations().len()).filter(answered).collect();
    let place = *answered.get(below(seed.with(1), answered.len() as u64) as usize)?;
    let mut operations = history.operations().to_vec();
    if let Ending::Answered { response, .. } = &mut operations[place].ending {
        *response = another(seed.with(2), response);
    }
    Some((operations.into_iter().collect(), place))
}

/// Applies a command under a client and number of its own.
pub fn execute(machine: &mut Machine, serial: u64, command: &Command) -> Response {
    let client = ClientId(0);
    let entry = Entry {
        term: Term(1),
        payload: Payload::Command {
            origin: Origin { client, serial },
            command: command.clone(),
        },
    };
    machine.apply(&entry);
    machine.response_to(&entry)
}

/// A client asks, waits, and asks again. Who gives up goes on as another client.
fn plans(seed: Key, shape: Shape) -> Vec<Plan> {
    let mut plans = Vec::new();
    let mut clients: Vec<(u64, u64)> = (0..shape.clients).map(|client| (client, 0)).collect();
    let mut newcomer = shape.clients;
    for number in 0..shape.operations {
        let draw = |purpose| seed.with(number).with(purpose);
        let place = below(draw(0), shape.clients) as usize;
        let (client, idle_since) = clients[place];
        let called_at = idle_since + draw(1).between(1, 30);
        let took = draw(2).between(0, 40);
        let effect_at = called_at + draw(3).between(0, took);
        let is_unknown = draw(4).chance(shape.unknown_percent, 100);
        let delay = draw(5).between(0, 200);
        let is_lost = draw(6).chance(1, 2);
        let ends = effect_at + if is_lost { 0 } else { delay } + draw(8).between(0, 30);
        plans.push(Plan {
            client,
            command: command(seed.with(number).with(7), shape),
            called_at,
            effect_at: match (is_unknown, is_lost) {
                (false, _) => Some(effect_at),
                (true, false) => Some(effect_at + delay),
                (true, true) => None,
            },
            answered_at: (!is_unknown).then_some(called_at + took),
            until: draw(9).chance(1, 2).then_some(ends),
        });
        clients[place] = (client, called_at + took + 1);
        if is_unknown {
            clients[place].0 = newcomer;
            newcomer += 1;
        }
    }
    plans.sort_by_key(|plan| plan.called_at);
    plans
}

pub fn command(seed: Key, shape: Shape) -> Command {
    let key = |part| ["x", "y", "z", "w", "v"][below(seed.with(part), shape.keys) as usize];
    let value = |part| seed.with(part).between(0, 3);
    if shape.commands == Commands::Accounts {
        let (from, to) = [("x", "y"), ("y", "x")][below(seed.with(1), 2) as usize];
        return Command::new(&match below(seed.with(0), 3) {
            0 => format!("GET {from}"),
            1 => format!("SET {from}={}", value(2)),
            _ => format!("TRANSFER {} {from} -> {to}", seed.with(2).between(1, 2)),
        });
    }
    let kinds = if shape.commands == Commands::All {
        12
    } else {
        9
    };
    Command::new(&match below(seed.with(0), kinds) {
        0..=2 => format!("GET {}", key(1)),
        3 | 4 => format!("SET {}={}", key(1), value(2)),
        5 => format!("DELETE {}", key(1)),
        6 => format!("CAS {} {} {}", key(1), value(2), value(3)),
        7 => format!("ADD {} {}", key(1), seed.with(2).between(1, 3)),
        8 => format!("SET {}=word", key(1)),
        9 | 10 => format!("TRANSFER {} {} -> {}", value(2), key(1), key(4)),
        _ => "TRANSFER 3 -> x".to_owned(),
    })
}

/// An answer of the same kind, but another one.
fn another(seed: Key, response: &Response) -> Response {
    match response {
        Response::Value(old) => {
            let values = [None, Some("0"), Some("1"), Some("2"), Some("word")];
            let mut others = values.into_iter().filter(|it| *it != old.as_deref());
            let other = others.nth(below(seed, 4) as usize).flatten();
            Response::Value(other.map(Into::into))
        }
        Response::Deleted(was) => Response::Deleted(!was),
        Response::Swapped(was) => Response::Swapped(!was),
        Response::Sum(sum) => Response::Sum(sum.map_or(Some(1), |sum| sum.checked_add(1))),
        Response::Transferred(was) => Response::Transferred(!was),
        Response::Stored | Response::Logged | Response::Outdated => Response::Deleted(true),
    }
}

fn below(seed: Key, count: u64) -> u64 {
    seed.between(0, count.saturating_sub(1))
}
