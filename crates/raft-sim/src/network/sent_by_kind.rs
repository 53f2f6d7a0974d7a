//! How many messages were sent, by kind, as far as chance tells kinds apart.

use raft_core::Body;
use raft_core::chance::Key;

use super::packet::Content;
use crate::whole::IS_WHOLE;

/// How many kinds of messages only extensions of Raft send.
const EXTENSION_KINDS: usize = 9;

/// The first purpose of the draws for such kinds, above those of a link.
const EXTENSION_PURPOSE: u64 = 0x100;

/// How many messages were sent on one link, by kind. All kinds of plain Raft count together. Each
/// other kind counts by itself, so that what an extension sends leaves the draws of plain Raft, and
/// of other extensions, as they were.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SentByKind {
    // No run sends more than these can count, and every message looks at its link.
    plain: u32,
    extensions: [u32; EXTENSION_KINDS],
}

impl SentByKind {
    /// Counts a message, and returns the family of its draws within that of its link, `place`.
    #[inline]
    pub(super) fn next(&mut self, content: &Content, chance: Key, place: usize) -> Key {
        match content {
            Content::Peer(message) if IS_WHOLE && message.body.is_of_extension() => {
                self.next_of_extension(&message.body, chance, place)
            }
            Content::Peer(_) | Content::Request { .. } | Content::Reply { .. } => {
                draws(&mut self.plain, chance, place)
            }
        }
    }

    /// The same for a message that only an extension sends.
    #[cold]
    fn next_of_extension(&mut self, body: &Body, chance: Key, place: usize) -> Key {
        let kind = match body {
            Body::PreVote(_) => 0,
            Body::PreVoteReply(_) => 1,
            Body::Confirm(_) => 2,
            Body::ConfirmReply(_) => 3,
            Body::ReadIndex(_) => 4,
            Body::ReadIndexReply(_) => 5,
            Body::TimeoutNow => 6,
            Body::InstallSnapshot(_) => 7,
            Body::InstallSnapshotReply(_) => 8,
            Body::RequestVote(_)
            | Body::RequestVoteReply(_)
            | Body::AppendEntries(_)
            | Body::AppendEntriesReply(_) => return draws(&mut self.plain, chance, place),
        };
        let draws = draws(&mut self.extensions[kind], chance, place);
        draws.with(EXTENSION_PURPOSE + kind as u64)
    }
}

/// Counts one more, and returns the key of its draws.
#[inline]
fn draws(sent: &mut u32, chance: Key, place: usize) -> Key {
    let draws = chance.with((place as u64) << 48 | u64::from(*sent));
    *sent += 1;
    draws
}
