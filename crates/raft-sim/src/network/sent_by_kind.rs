//! How many messages were sent, by kind, as far as chance tells kinds apart.

use raft_core::chance::Key;

use super::message_kind::MessageKind;
use super::packet::Content;

/// How many kinds of messages only extensions of Raft send.
const EXTENSION_KINDS: usize = 7;

/// The first purpose of the draws for such kinds, above those of a link.
const EXTENSION_PURPOSE: u64 = 0x100;

/// How many messages were sent on one link, by kind. All kinds of plain Raft count together. Each
/// other kind counts by itself, so that what an extension sends leaves the draws of plain Raft, and
/// of other extensions, as they were.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SentByKind {
    plain: u64,
    extensions: [u64; EXTENSION_KINDS],
}

impl SentByKind {
    /// Counts a message, and returns the family of its draws within that of its link, `place`.
    #[inline]
    pub(super) fn next(&mut self, content: &Content, chance: Key, place: usize) -> Key {
        let (number, purpose) = match extension_kind(content.kind()) {
            None => (&mut self.plain, None),
            Some(kind) => (&mut self.extensions[kind], Some(kind)),
        };
        let draws = chance.with((place as u64) << 48 | *number);
        *number += 1;
        purpose.map_or(draws, |kind| draws.with(EXTENSION_PURPOSE + kind as u64))
    }
}

/// The number of a kind that only an extension sends. New kinds come last.
#[inline]
fn extension_kind(kind: MessageKind) -> Option<usize> {
    match kind {
        MessageKind::RequestVote
        | MessageKind::RequestVoteReply
        | MessageKind::AppendEntries
        | MessageKind::AppendEntriesReply
        | MessageKind::ClientRequest
        | MessageKind::ClientReply => None,
        MessageKind::PreVote => Some(0),
        MessageKind::PreVoteReply => Some(1),
        MessageKind::TimeoutNow => Some(6),
        MessageKind::Confirm => Some(2),
        MessageKind::ConfirmReply => Some(3),
        MessageKind::ReadIndex => Some(4),
        MessageKind::ReadIndexReply => Some(5),
    }
}
