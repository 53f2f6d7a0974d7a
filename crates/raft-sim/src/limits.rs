//! The limits of a run, of a link and of a scenario file. A link or a scenario beyond one of them
//! is refused with a sentence.

use raft_core::{Duration, Instant};

/// Nodes in a cluster, at most.
pub const NODES_MAX: u8 = 9;
/// Actions in one run, at most.
pub const ACTIONS_MAX: usize = 10_000;
/// Characters in a client's command, at most.
pub const COMMAND_CHARACTERS_MAX: usize = 200;
/// Characters in a title, at most.
pub const TITLE_CHARACTERS_MAX: usize = 200;
/// The longest run: one day of simulated time.
pub const RUN_MAX: Instant = Instant(24 * 3_600 * 1_000_000);
/// The longest latency, timeout or delay that can be set: one simulated hour.
pub const SPAN_MAX: Duration = Duration(3_600 * 1_000_000);
/// The shortest heartbeat and election timeout.
pub const SPAN_MIN: Duration = Duration(1_000);
/// The largest seed: every integer up to here is exact in JavaScript and in JSON.
pub const SEED_MAX: u64 = (1 << 53) - 1;
/// Requests that may wait for an answer at one time.
pub const REQUESTS_WAITING_MAX: usize = 1_000;
/// Messages that may be in flight or wait at paused processes at one time; the network loses what
/// is beyond.
pub const PACKETS_MAX: usize = 100_000;
/// Entries that these messages may carry, all together; the network loses what is beyond.
pub const PACKET_ENTRIES_MAX: usize = 400_000;
/// Entries a scenario may put into each log at the start.
pub const START_ENTRIES_MAX: usize = 1_000;
/// The work that one run may take, in events: also messages looked at and entries copied count, by
/// the time that they take. A run that would take more ends.
pub const RUN_EVENTS_MAX: u64 = 4_000_000;
/// Bytes that the logs, requests, messages and decisions of one run may take, as the world
/// estimates them. The estimate is the same on every machine. A run that would take more ends.
pub const RUN_BYTES_MAX: u64 = 128 << 20;
/// Bytes that the kept moments of all branches may take, as estimated: beyond, there are fewer.
pub const KEYFRAME_BYTES_MAX: usize = 48 << 20;
/// Bytes that the branches of one run may take together, as estimated: beyond, none is played
/// further than it was.
pub const BRANCHES_BYTES_MAX: u64 = 192 << 20;
/// Characters of a link, at most.
pub const LINK_CHARACTERS_MAX: usize = 65_536;
/// Characters of a scenario file, at most.
pub const SCENARIO_CHARACTERS_MAX: usize = 1_000_000;
/// The largest number of parts in which a share of messages is counted.
pub const RATIO_DENOMINATOR_MAX: u32 = 1_000_000;
/// The slowest clock runs at one part in this many of the true pace, the fastest this many times
/// as fast.
pub const CLOCK_RATE_MAX: u32 = 10;
/// By how many thousandths clocks may drift apart while leases hold, at most: as fast as clocks can
/// be set.
pub const CLOCK_DRIFT_MAX: u32 = 9_000;
/// Applied entries after which a node takes a snapshot, at most.
pub const SNAPSHOT_AFTER_MAX: u32 = 10_000;
/// Entries in one message, at most.
pub const ENTRIES_PER_MESSAGE_MAX: u32 = 10_000;
/// Messages to a follower that wait for an answer, and entries that are not committed: the largest
/// limits of the flow.
pub const FLOW_LIMIT_MAX: u32 = 10_000;
/// The largest number of parts in which a clock's rate is counted: enough for the fastest clock
/// that leases may allow for, in thousandths.
pub const CLOCK_RATE_PARTS_MAX: u32 = 1_000 + CLOCK_DRIFT_MAX;
/// Operations of a workload in one second, at most.
pub const WORKLOAD_PER_SECOND_MAX: u32 = 1_000;
/// Keys of a workload, at most: `a` to `z`.
pub const WORKLOAD_KEYS_MAX: u8 = 26;
/// Clients of a workload, at most.
pub const WORKLOAD_CLIENTS_MAX: u8 = 100;
/// Faults of chaos in one minute, at most.
pub const CHAOS_PER_MINUTE_MAX: u32 = 120;
/// The newest term a scenario may start with.
pub const TERM_MAX: u64 = 1_000_000_000;
/// Characters in the text about a scenario, at most.
pub const ABOUT_CHARACTERS_MAX: usize = 4_000;
/// Captions of a scenario, at most.
pub const CAPTIONS_MAX: usize = 100;
/// Characters in a caption, at most.
pub const CAPTION_CHARACTERS_MAX: usize = 500;
/// Expectations of a scenario, at most.
pub const EXPECTATIONS_MAX: usize = 100;
/// Characters in the name of a branch, at most.
pub const NAME_CHARACTERS_MAX: usize = 60;
/// Branches of one run, at most.
pub const BRANCHES_MAX: usize = 100;
