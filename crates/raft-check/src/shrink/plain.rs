//! Default options, fewer nodes, and a few writes in place of a workload.

use alloc::vec::Vec;

use raft_core::quorum::Configuration;
use raft_core::{NodeId, NodeSet};
use raft_sim::{
    Action, Latency, Nobody, Options, Ratio, Target, TimedAction, Workload, World, check_start,
    unreachable_start,
};

use super::actions::{remove, without};
use super::attempts::Attempts;

/// Replaces options by their defaults and takes nodes away, as long as the run breaks the same way.
pub(super) fn options(attempts: &mut Attempts<'_>) {
    let count = Options::default().plainer().len();
    for place in 0..count {
        let plainer = attempts.best.run.options.plainer()[place];
        try_options(attempts, plainer);
    }
    let even = Options {
        latency: Latency::from_millis([50, 50]),
        ..attempts.best.run.options
    };
    try_options(attempts, even);
    fewer_nodes(attempts);
    no_members(attempts);
}

/// Leaves out who votes at first where all do.
fn no_members(attempts: &mut Attempts<'_>) {
    let mut reproduction = attempts.best.clone();
    let all = Configuration::new(NodeSet::first(reproduction.run.options.nodes));
    if reproduction.run.start.members == Some(all) {
        reproduction.run.start.members = None;
        attempts.accept(reproduction);
    }
}

fn try_options(attempts: &mut Attempts<'_>, options: Options) {
    if options != attempts.best.run.options {
        let mut reproduction = attempts.best.clone();
        reproduction.run.options = options;
        if !options.may_change_members() {
            reproduction.run.start.members = None;
        }
        attempts.accept(reproduction);
    }
}

/// Takes away the node with the highest number, as long as nothing is done to it and the start is
/// one for the nodes that are left: a smaller cluster must not break an assumption that the run
/// kept.
fn fewer_nodes(attempts: &mut Attempts<'_>) {
    while attempts.best.run.options.nodes > 1 && !attempts.are_over() {
        let mut reproduction = attempts.best.clone();
        reproduction.run.options.nodes -= 1;
        let options = reproduction.run.options;
        let start = &mut reproduction.run.start;
        start.members = start.members.map(|it| it.without(NodeId(options.nodes)));
        let was_unreachable = unreachable_start(start, attempts.best.run.options.nodes).is_some();
        let is_unreachable = unreachable_start(start, options.nodes).is_some();
        if check_start(start, &options).is_err() || is_unreachable && !was_unreachable {
            return;
        }
        reproduction.run.actions = reproduction
            .run
            .actions
            .iter()
            .filter_map(|it| on(it, &options))
            .collect();
        if !attempts.accept(reproduction) {
            return;
        }
    }
}

/// The action without the nodes that a cluster with these options lacks, if any of it is left.
fn on(timed: &TimedAction, options: &Options) -> Option<TimedAction> {
    let mut timed = timed.clone();
    if let Action::Partition(groups) = &mut timed.action {
        let there = NodeSet::first(options.nodes);
        let groups_left = groups.iter().map(|group| group.intersection(there));
        *groups = groups_left.filter(|group| !group.is_empty()).collect();
    }
    raft_sim::check_action(&timed.action, options)
        .is_ok()
        .then_some(timed)
}

/// Puts a few writes in place of the workload, if the run stays as short; tries a smaller workload
/// otherwise.
pub(super) fn workload(attempts: &mut Attempts<'_>) {
    let is_workload = |timed: &TimedAction| matches!(timed.action, Action::SetWorkload(Some(_)));
    let Some(place) = attempts.best.run.actions.iter().position(is_workload) else {
        return;
    };
    let actions_max = attempts.best.run.actions.len().max(WRITES_WORTH_IT);
    let by_hand = spelled_out(attempts, place);
    if attempts.detour(actions_max, |it| it.accept_actions(by_hand), remove) {
        return;
    }
    let Some(TimedAction {
        action: Action::SetWorkload(Some(workload)),
        ..
    }) = attempts.best.run.actions.get(place).cloned()
    else {
        return;
    };
    for smaller in smaller(workload) {
        let mut actions = attempts.best.run.actions.clone();
        actions[place].action = Action::SetWorkload(Some(smaller));
        if attempts.accept_actions(actions) {
            break;
        }
    }
}

/// A run of no more actions than this may have all its writes spelled out.
const WRITES_WORTH_IT: usize = 6;

/// The actions with the requests of the workload's clients, one by one, in place of the workload.
fn spelled_out(attempts: &Attempts<'_>, place: usize) -> Vec<TimedAction> {
    let reproduction = &attempts.best;
    let mut world = World::begin(&reproduction.run);
    let mut by_hand = Vec::new();
    for TimedAction { at, action } in &reproduction.run.actions {
        world.advance_to(*at, &mut Nobody);
        if let Action::Write { .. } = action {
            by_hand.push(world.requests().len());
        }
        world.act(action, &mut Nobody);
    }
    world.advance_to(reproduction.until, &mut Nobody);
    let requests = world.requests().iter().enumerate();
    let asked = requests
        .filter(|(number, _)| !by_hand.contains(number))
        .map(|(_, request)| TimedAction {
            at: request.sent_at,
            action: Action::Write {
                to: Target::Any,
                command: request.command.clone(),
            },
        });
    let mut actions = without(&reproduction.run.actions, place);
    actions.extend(asked);
    actions.sort_by_key(|timed| timed.at);
    actions
}

/// Smaller workloads, the smallest first.
fn smaller(workload: Workload) -> Vec<Workload> {
    let reads = Ratio::ZERO;
    let (one_client, one_key) = ((1, workload.keys), (1, 1));
    [one_key, one_client, (workload.clients, 1)]
        .into_iter()
        .flat_map(|(clients, keys)| {
            let plain = Workload {
                clients,
                keys,
                ..workload
            };
            [Workload { reads, ..plain }, plain]
        })
        .filter(|smaller| *smaller != workload)
        .collect()
}
