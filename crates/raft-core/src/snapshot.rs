//! Snapshots, and what a node remembers of those on their way (Raft §7). The rules are in
//! `extensions/snapshots.rs`.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::quorum::Configuration;
use crate::types::{NodeId, Position, Term};

/// The state that applying the log through `base` has left, in place of those entries (Raft §7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The last entry that it stands for (Raft §7, "last included index" and "last included term").
    pub base: Position,
    /// The configuration in force behind that entry (Raft §7).
    pub configuration: Configuration,
    /// The state machine, with the sessions of its clients. Raft never reads it.
    pub bytes: Box<[u8]>,
}

/// One part of a snapshot: some of its bytes, from an offset on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The number of bytes before these.
    pub offset: u32,
    /// Some of the bytes.
    pub bytes: Arc<[u8]>,
    /// Whether they are the last.
    pub done: bool,
}

/// The fewest bytes in a chunk that is not the last.
const CHUNK_BYTES_MIN: usize = 16;
/// The most chunks of a snapshot: a larger state goes in larger chunks.
const CHUNKS_MAX: usize = 8;

impl Snapshot {
    /// The chunk that begins at this offset; an empty one behind the end.
    pub(crate) fn chunk(&self, offset: u32) -> Chunk {
        let length = CHUNK_BYTES_MIN.max(self.bytes.len().div_ceil(CHUNKS_MAX));
        let rest = self.bytes.get(offset as usize..).unwrap_or_default();
        Chunk {
            offset,
            bytes: rest.iter().take(length).copied().collect(),
            done: rest.len() <= length,
        }
    }
}

/// A snapshot that a leader sends to a follower, chunk by chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sending {
    pub(crate) to: NodeId,
    pub(crate) snapshot: Arc<Snapshot>,
    /// How many of its first bytes the follower is known to hold: the next chunk begins there.
    pub(crate) confirmed: u32,
    /// Where the last chunk that was sent begins; `None` before the first.
    pub(crate) sent: Option<u32>,
}

/// The chunks of a snapshot that a follower has joined so far. They are volatile: a crash takes
/// them, and the snapshot that was there before stays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Receiving {
    /// The term of the leader that sends it: another leader's snapshot of the same entries may
    /// consist of other bytes.
    pub(crate) term: Term,
    pub(crate) base: Position,
    pub(crate) configuration: Configuration,
    pub(crate) bytes: Vec<u8>,
}
