//! The faults are over: now the cluster must go on.

use alloc::format;
use alloc::string::String;

use raft_core::{Command, Duration, NodeId};
use raft_sim::{Action, Outcome, Target, World};

use super::failure_kind::{FailureKind, FailureReport};
use super::recovery_time;
use super::trial::Trial;
use crate::schedule;

/// How often one looks.
const LOOK: Duration = Duration(1_000_000);

/// Mends everything, and lets time go by until there is a leader, a fresh write is acknowledged,
/// and all nodes hold and have committed the same log.
///
/// # Errors
/// What is lacking when the time is up.
pub(super) fn demand(trial: &mut Trial<'_>) -> Result<(), FailureReport> {
    for action in schedule::recovery(&trial.actions, trial.world.options()) {
        trial.act(action);
    }
    let ends_at = trial.recovery_at + recovery_time(trial.world.options());
    for round in 1.. {
        // A late message may still end a leadership, and a new leader without a write of its own
        // term commits nothing (Raft §5.4.2): so each round has a write of its own.
        let number = trial.world.requests().len();
        trial.act(Action::Write {
            to: Target::Any,
            command: Command::new(&format!("SET fresh={round}")),
        });
        let next_write_at = ends_at.min(trial.world.now() + trial.patience);
        while trial.world.now() < next_write_at {
            let at = next_write_at.min(trial.world.now() + LOOK);
            trial.advance_to(at);
            if trial.is_over() || lacking(&trial.world, number).is_none() {
                return Ok(());
            }
        }
        if trial.world.now() >= ends_at {
            return match lacking(&trial.world, number) {
                Some(lacking) => Err(stuck(&trial.world, ends_at - trial.recovery_at, &lacking)),
                None => Ok(()),
            };
        }
    }
    Ok(())
}

fn stuck(world: &World, since: Duration, lacking: &str) -> FailureReport {
    FailureReport {
        charge: FailureKind::Stuck,
        at: world.now(),
        sentence: format!("After {since} without a fault, {lacking}."),
    }
}

/// What a cluster lacks to go on after its newest request, as the end of a sentence.
#[cfg(feature = "json")]
pub(crate) fn lacking_now(world: &World) -> Option<String> {
    lacking(world, world.requests().len().saturating_sub(1))
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
