//! Why a request is not answered.

use alloc::vec::Vec;

use raft_core::{Bug, Extension, Index, Origin, Payload, Position};
use raft_sim::{Machine, NodeView, Outcome, ParsedCommand, Request, Response, Value, World};

use super::commit;
use super::shared::{hands_over, state_of};
use crate::clause::{Clause, ReadRule};
use crate::past::Past;

pub(super) fn clauses(world: &World, past: &Past, number: usize) -> Vec<Clause> {
    let Some(request) = world.requests().get(number) else {
        return Vec::new();
    };
    let mut clauses = Vec::new();
    if let (true, Some(at)) = (request.outcome != Outcome::Waiting, request.ended_at) {
        clauses.push(Clause::RequestOver {
            number,
            at,
            unknown: matches!(request.outcome, Outcome::Unknown { .. }),
            answered_by: request.answered_by,
        });
    } else {
        clauses.push(Clause::Asked {
            number,
            node: request.asked,
            attempts: request.attempts,
            asks_again_at: world.asks_again_at(number),
            gives_up_at: request.gives_up_at,
        });
    }
    if let Outcome::Acknowledged(_) = request.outcome {
        clauses.extend(answered(world, past, number, request));
        return clauses;
    }
    let Some(entry) = entry_of(world, request.origin) else {
        clauses.push(match enters_log(world, request) {
            true => Clause::NotTaken { number },
            false => Clause::ReadsBeside,
        });
        clauses.extend(hands_over(world));
        clauses.extend(state_of(world, past, request.asked));
        clauses.extend(super::leader::clauses(world, past));
        return clauses;
    };
    clauses.push(Clause::TakenAt { number, entry });
    clauses.extend(commit::by_leader(world, past, entry));
    clauses
}

/// Where an answer comes from.
fn answered(world: &World, past: &Past, number: usize, request: &Request) -> Vec<Clause> {
    let is_beside = request.read_after.is_some() || !enters_log(world, request);
    if !is_beside {
        let entry = entry_of(world, request.origin);
        let is_command = request.change.is_none();
        return match entry {
            Some(entry) => [Clause::TakenAt { number, entry }]
                .into_iter()
                .chain(commit::committed(world, past, entry))
                .collect(),
            None if is_command => Vec::from([Clause::InSnapshots]),
            None => Vec::new(),
        };
    }
    let applied = request.read_after.or_else(|| answers_as_of(world, request));
    let Some(node) = request.answered_by else {
        return Vec::new();
    };
    let options = world.options();
    let answered = Clause::ReadAnswered {
        node,
        applied,
        is_latest: request.read_after.is_none(),
        ground: match options.extensions.reads() {
            _ if request.read_after.is_none() => ReadRule::Nothing,
            Some(Extension::LeaseReads) => ReadRule::Lease,
            _ if options.bugs.has(Bug::ReadWithoutAsking) => ReadRule::Nothing,
            _ if options.bugs.has(Bug::FollowerReadsAlone) => ReadRule::Nothing,
            _ => ReadRule::Round,
        },
    };
    let missed = applied.and_then(|applied| missed_by(world, request, applied));
    [answered].into_iter().chain(missed).collect()
}

/// The last index at which a state machine gives this answer to a read, in the log that the node
/// which gave it shares with the newest one: nobody has noted how far it had got. `None` where logs
/// do not reach back.
fn answers_as_of(world: &World, read: &Request) -> Option<u64> {
    let Outcome::Acknowledged(Response::Value(answer)) = &read.outcome else {
        return None;
    };
    let key = ParsedCommand::read(read.command.text()).keys().next()?;
    let answer = answer.as_ref().map(Value::text);
    let newest = world.nodes().max_by_key(|node| node.log().last())?;
    let own = world.node(read.answered_by?)?;
    if newest.log().base().is_some() || own.log().base().is_some() {
        return None;
    }
    let shared = own.log().last_shared(newest.log());
    let mut machine = Machine::default();
    let mut last = (machine.value(key) == answer).then_some(0);
    let entries = newest.log().iter();
    for (index, entry) in entries.take_while(|(index, _)| Some(*index) <= shared) {
        machine.apply(entry);
        last = match machine.value(key) == answer {
            true => Some(index.get()),
            false => last,
        };
    }
    last
}

/// The newest entry about the key of this read that was acknowledged before it was asked, and that
/// the answering node had not applied.
fn missed_by(world: &World, read: &Request, applied: u64) -> Option<Clause> {
    let key = ParsedCommand::read(read.command.text()).keys().next()?;
    let is_about_key = |it: &Request| {
        let parsed = ParsedCommand::read(it.command.text());
        !matches!(parsed, ParsedCommand::Get { .. }) && parsed.keys().any(|other| other == key)
    };
    let before = |it: &&Request| {
        let is_acknowledged = matches!(it.outcome, Outcome::Acknowledged(_));
        is_acknowledged && it.ended_at < Some(read.sent_at) && is_about_key(it)
    };
    let missed = world.requests().iter().filter(before).filter_map(|it| {
        let entry = entry_of(world, it.origin)?;
        let acknowledged_at = it.ended_at?;
        (entry.index.get() > applied).then_some((entry, acknowledged_at))
    });
    let (entry, acknowledged_at) = missed.max()?;
    Some(Clause::StaleRead {
        node: read.answered_by?,
        entry,
        acknowledged_at,
        asked_at: read.sent_at,
    })
}

/// Whether a request gets an entry of its own: reads beside the log do not.
fn enters_log(world: &World, request: &Request) -> bool {
    let is_read = matches!(
        ParsedCommand::read(request.command.text()),
        ParsedCommand::Get { .. }
    );
    let options = world.options();
    let is_beside = options.extensions.read_beside_log() || options.bugs.has(Bug::ReadLocally);
    !(is_read && is_beside && request.change.is_none())
}

/// The newest entry with the command of this request, looked for in the leader's log first.
fn entry_of(world: &World, origin: Origin) -> Option<Position> {
    let leader = world.leader().and_then(|leader| world.node(leader));
    let leaders = leader.and_then(|leader| entry_in(&leader, origin));
    leaders.or_else(|| {
        let found = world.nodes().filter_map(|node| entry_in(&node, origin));
        found.max()
    })
}

fn entry_in(node: &NodeView<'_>, wanted: Origin) -> Option<Position> {
    let mut index: Option<Index> = node.log().last_index();
    while let Some(at) = index {
        let entry = node.log().entry(at)?;
        if let Payload::Command { origin, .. } = &entry.payload
            && *origin == wanted
        {
            let term = entry.term;
            return Some(Position { term, index: at });
        }
        index = at.previous();
    }
    None
}
