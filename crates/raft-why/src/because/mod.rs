//! The facts of the state that answer a question: a file for each kind of question, and what they
//! share.

mod answer;
mod candidate;
mod catch_up;
mod commit;
mod known;
mod leader;
mod shared;
mod silence;
mod speak;
mod win;

use alloc::vec::Vec;

use raft_core::NodeId;
use raft_sim::World;

use crate::clause::Clause;
use crate::goal::Goal;
use crate::past::Past;
use crate::question::Question;

/// The facts, the weightiest first.
pub(crate) fn clauses(world: &World, past: &Past, question: Question, goal: &Goal) -> Vec<Clause> {
    let mut clauses = match (question, goal) {
        (_, Goal::Leader) => leader::clauses(world, past),
        (_, Goal::Leads(node)) => win::clauses(world, past, *node),
        (_, Goal::Committed(entry)) => commit::clauses(world, past, *entry),
        (_, Goal::Knows { node, entry }) => known::clauses(world, past, *node, *entry),
        (_, Goal::Answered(number)) => answer::clauses(world, past, *number),
        (_, Goal::Speaks { node, .. }) => speak::clauses(world, past, *node),
        (_, Goal::Holds { node, through }) => catch_up::clauses(world, past, *node, *through),
    };
    drop_repeated(&mut clauses);
    clauses
}

/// What this node keeps to itself at this moment, since when, and until when or until what:
/// messages that wait for its disk, a process that is paused, commits that a leader may not make,
/// rejections that it takes for late ones, and requests for votes that it ignores.
#[must_use]
pub fn silences(world: &World, past: &Past, node: NodeId) -> Vec<Clause> {
    let mut clauses = silence::clauses(world, past, node);
    drop_repeated(&mut clauses);
    clauses
}

fn drop_repeated(clauses: &mut Vec<Clause>) {
    let mut seen: Vec<Clause> = Vec::new();
    clauses.retain(|clause| {
        let is_new = !seen.contains(clause);
        if is_new {
            seen.push(*clause);
        }
        is_new
    });
}

/// Whether it is as the question says, where the state alone does not tell: a node is silent when
/// it has sent nothing for longer than a heartbeat.
pub(crate) fn is_so(world: &World, past: &Past, question: Question, goal: &Goal) -> bool {
    match (question, goal) {
        (Question::Speak(node), _) => past
            .node(node)
            .and_then(|past| past.spoke)
            .is_none_or(|at| world.now() - at > world.options().heartbeat),
        _ => !goal.is_reached(world),
    }
}
