//! The faults are over: now the cluster must go on.

use alloc::format;
use alloc::string::String;

use raft_core::{Command, Duration, NodeId};
use raft_sim::{Action, Outcome, Target, World};

use super::charge::{Charge, Evidence};
use super::trial::Trial;
use super::{RELIEF, RELIEF_AT};
use crate::schedule;

/// How often one looks.
const LOOK: Duration = Duration(1_000_000);
/// How many looks a fresh write is given before the next one.
const LOOKS_PER_WRITE: u32 = 5;

/// Mends everything, and lets time go by until there is a leader, a fresh write is acknowledged,
/// and all nodes hold and have committed the same log.
///
/// # Errors
/// What is lacking when the time is up.
pub(super) fn demand(trial: &mut Trial<'_>) -> Result<(), Evidence> {
    for action in schedule::relief(&trial.actions, trial.world.options()) {
        trial.act(action);
    }
    for round in 1.. {
        // A late message may still end a leadership, and a new leader without a write of its own
        // term commits nothing (Raft §5.4.2): so each round has a write of its own.
        let number = trial.world.requests().len();
        trial.act(Action::Write {
            to: Target::Any,
            command: Command::new(&format!("SET fresh={round}")),
        });
        for _ in 0..LOOKS_PER_WRITE {
            let at = trial.world.now() + LOOK;
            trial.advance_to(at);
            if trial.is_over() || lacking(&trial.world, number).is_none() {
                return Ok(());
            }
        }
        if trial.world.now() >= RELIEF_AT + RELIEF {
            return match lacking(&trial.world, number) {
                Some(lacking) => Err(stuck(&trial.world, &lacking)),
                None => Ok(()),
            };
        }
    }
    Ok(())
}

fn stuck(world: &World, lacking: &str) -> Evidence {
    let since = world.now() - RELIEF_AT;
    Evidence {
        charge: Charge::Stuck,
        at: world.now(),
        sentence: format!("{since} after the faults have ended, {lacking}."),
    }
}

/// What the cluster lacks, as the end of a sentence.
fn lacking(world: &World, fresh: usize) -> Option<String> {
    if world.leader().is_none() {
        return Some("nobody leads".into());
    }
    let request = world.requests().get(fresh);
    if !request.is_some_and(|it| matches!(it.outcome, Outcome::Acknowledged(_))) {
        return Some("a fresh write is not acknowledged".into());
    }
    behind(world).map(|node| format!("{node} has not committed what the others have"))
}

/// A node whose log or commit index differs from the first node's.
fn behind(world: &World) -> Option<NodeId> {
    let first = world.nodes().next()?;
    let last = first.log().last();
    let all_of_it = |index| index == last.map(|last| last.index);
    let mut nodes = world.nodes();
    let other = nodes.find(|node| node.log().last() != last || !all_of_it(node.commit_index()));
    other.map(|node| node.id())
}
