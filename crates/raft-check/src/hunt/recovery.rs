//! Recovery: how long a cluster may take when the faults have ended, and what it still lacks.

use alloc::format;
use alloc::string::String;

use raft_core::{Duration, Extension, Instant, NodeId};
use raft_sim::{Options, Outcome, World};

use crate::judge::membership::members;
use crate::schedule;

/// How long faults last.
pub const HOSTILE: Duration = Duration(30_000_000);
/// How long a cluster may take afterwards, at least.
const RECOVERY_MIN: Duration = Duration(60_000_000);
/// Election timeouts that it may take: many elections, and a client's patience.
const RECOVERY_TIMEOUTS: u64 = 20;

/// Entries that a follower may lack when the faults end: all that clients can have asked for.
const BACKLOG: u64 = HOSTILE.0 / 1_000_000 * schedule::OPERATIONS_PER_SECOND_MAX as u64;

/// How long a cluster with these options may take to recover when the faults of a hunt have ended.
#[must_use]
pub fn recovery_time(options: &Options) -> Duration {
    progress_time(options, BACKLOG)
}

/// How long a cluster with these options may take to make progress, where no follower lacks more
/// than so many entries: a minute with default options, and more where elections take longer, or a
/// window holds entries back.
#[must_use]
pub(crate) fn progress_time(options: &Options, lacking: u64) -> Duration {
    let elections = Duration(RECOVERY_TIMEOUTS * options.election_timeout_max.0);
    Duration(RECOVERY_MIN.max(elections).0 + catch_up_time(options, lacking).0)
}

/// How long a follower may take, in whole seconds, to be sent so many entries when no more than a
/// window's messages are under way to it: each window takes a round trip and a write to disk.
fn catch_up_time(options: &Options, entries: u64) -> Duration {
    if !options.extensions.has(Extension::MaxInFlight) {
        return Duration(0);
    }
    let in_window = u64::from(options.flow.max_in_flight) * u64::from(options.entries_per_message);
    let for_window = 2 * options.latency.max.0 + options.disk.max.0;
    let micros = entries
        .div_ceil(in_window.max(1))
        .saturating_mul(for_window);
    Duration(micros.next_multiple_of(1_000_000))
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
