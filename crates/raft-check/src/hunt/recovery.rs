//! Recovery: how long a cluster may take when the faults have ended, and what it still lacks.

use alloc::format;
use alloc::string::String;

use raft_core::{Duration, Instant, NodeId};
use raft_sim::{Options, Outcome, World};

use crate::judge::membership::members;

/// How long faults last.
pub const HOSTILE: Duration = Duration(30_000_000);
/// How long a cluster may take afterwards, at least.
const RECOVERY_MIN: Duration = Duration(60_000_000);
/// Election timeouts that it may take: many elections, and a client's patience.
const RECOVERY_TIMEOUTS: u64 = 20;

/// How long a cluster with these options may take to recover when the faults have ended: a minute
/// with default options, and more where elections take longer.
#[must_use]
pub fn recovery_time(options: &Options) -> Duration {
    RECOVERY_MIN.max(Duration(RECOVERY_TIMEOUTS * options.election_timeout_max.0))
}

/// When the faults end.
pub const RECOVERY_AT: Instant = Instant(HOSTILE.0);

/// What the cluster lacks after the request of this number, as the end of a sentence.
pub(super) fn lacking(world: &World, fresh: usize) -> Option<String> {
    if world.leader().is_none() {
        return Some("nobody leads".into());
    }
    let request = world.requests().get(fresh);
    if !request.is_some_and(|it| matches!(it.outcome, Outcome::Acknowledged(_))) {
        return Some("a fresh write is not acknowledged".into());
    }
    behind(world).map(|node| format!("{node} has not committed what the others have"))
}

/// A member whose log or commit index differs from the first one's.
fn behind(world: &World) -> Option<NodeId> {
    let members = members(world);
    let of_cluster = || world.nodes().filter(|node| members.contains(node.id()));
    let first = of_cluster().next()?;
    let last = first.log().last();
    let all_of_it = |index| index == last.map(|last| last.index);
    let mut nodes = of_cluster();
    let other = nodes.find(|node| node.log().last() != last || !all_of_it(node.commit_index()));
    other.map(|node| node.id())
}
