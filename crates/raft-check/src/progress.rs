//! Progress at the end of a scenario: what has waited for as long as a cluster may take.
//!
//! Something always is under way in a cluster that works: a request, or an entry on its way to a
//! follower. Only what has been waiting for [`progress_time`], with no fault begun or mended
//! meanwhile, shows that the cluster is stuck.

use alloc::format;
use alloc::string::String;

use raft_core::{Duration, Entry, Index, Instant, NodeId, count_through};
use raft_sim::{Action, NodeView, Outcome, Request, TimedAction, World};

use crate::hunt::progress_time;
use crate::judge::membership::members;

/// What has waited too long in this world, the end of a run with these actions, as the end of a
/// sentence.
pub(crate) fn lacking(world: &World, actions: &[TimedAction]) -> Option<String> {
    let patience = progress_time(world.options(), furthest_behind(world));
    let quiet_since = last_fault(actions);
    let is_too_long =
        |since: Instant, until: Instant| until.0 >= since.0.saturating_add(patience.0);
    if let Some((since, until)) = unanswered(world)
        && is_too_long(since.max(quiet_since), until)
    {
        let waited = Duration(until.0 - since.0);
        return Some(format!(
            "requests from {since} on had no answer for {waited}"
        ));
    }
    let members = members(world);
    let nodes = world.nodes().filter(|node| members.contains(node.id()));
    let waiting = nodes.filter_map(|node| uncommitted(world, &node));
    let late = |(_, _, since): &(NodeId, Index, Instant)| {
        is_too_long((*since).max(quiet_since), world.now())
    };
    let (node, index, since) = waiting.filter(late).min_by_key(|(node, ..)| *node)?;
    Some(format!(
        "{node} has not committed entry {index}, which was asked for at {since}"
    ))
}

/// How many entries the member lacks that is furthest behind what the others have committed.
fn furthest_behind(world: &World) -> u64 {
    let members = members(world);
    let committed = |it: NodeView<'_>| count_through(it.commit_index());
    let of_members = || world.nodes().filter(|node| members.contains(node.id()));
    let most = world.nodes().map(committed).max().unwrap_or(0);
    let least = of_members().map(committed).min().unwrap_or(most);
    most - least
}

/// When a fault was begun or mended last. Requests are no faults.
fn last_fault(actions: &[TimedAction]) -> Instant {
    let is_request = |action: &Action| {
        matches!(
            action,
            Action::Write { .. } | Action::SetWorkload(_) | Action::Change { .. }
        )
    };
    let mut faults = actions.iter().rev().filter(|it| !is_request(&it.action));
    faults.next().map_or(Instant::ZERO, |timed| timed.at)
}

/// From when until when some client was waiting at every moment, with no request acknowledged since
/// then. A client that has given up has waited until then.
fn unanswered(world: &World) -> Option<(Instant, Instant)> {
    let now = world.now();
    let is_acknowledged = |it: &&Request| matches!(it.outcome, Outcome::Acknowledged(_));
    let has_waited =
        |it: &&Request| matches!(it.outcome, Outcome::Waiting | Outcome::Unknown { .. });
    let end_of = |it: &Request| it.ended_at.unwrap_or(now);
    let requests = || world.requests().iter();
    let until = requests().filter(has_waited).map(end_of).max()?;
    let mut since = until;
    // By the moment of their beginning, so going back through them joins all that overlap.
    let waited = (0..world.requests().len()).rev();
    let waited = waited.filter_map(|place| world.requests().get(place));
    for request in waited.filter(has_waited) {
        if end_of(request) >= since {
            since = since.min(request.sent_at);
        }
    }
    let answered = requests().filter(is_acknowledged).map(end_of).max();
    Some((since.max(answered.unwrap_or_default()), until)).filter(|(since, until)| since <= until)
}

/// The entry that a running node has yet to commit, and since when somebody waits for it: one that
/// another node has committed, or one of its own term if it leads. An entry of an older term may
/// have to wait for the next request (Raft §5.4.2).
fn uncommitted(world: &World, node: &NodeView<'_>) -> Option<(NodeId, Index, Instant)> {
    if !node.is_running() {
        return None;
    }
    let first = Index::after(node.commit_index());
    // A snapshot may have replaced the entry somewhere.
    let has_committed =
        |it: &NodeView<'_>| it.commit_index() >= Some(first) && !it.log().has_replaced(first);
    let committer = world.nodes().find(has_committed);
    let can_count = |it: &NodeView<'_>| {
        let own_term = it.log().last().map(|last| last.term);
        it.leads() && own_term == Some(it.current_term())
    };
    let holder = committer.or_else(|| world.node(node.id()).filter(can_count))?;
    let since = asked_at(world, holder.log().entry(first)?)?;
    Some((node.id(), first, since))
}

/// When a client first asked for this entry. Entries of a start have no client, and were there from
/// the beginning; nobody has asked for a blank entry.
fn asked_at(world: &World, entry: &Entry) -> Option<Instant> {
    let origin = entry.payload.origin()?;
    let request = world.request_of(origin);
    Some(request.map_or(Instant::ZERO, |request| request.sent_at))
}
