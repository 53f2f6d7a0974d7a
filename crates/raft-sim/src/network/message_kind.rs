//! The kinds of messages, by the names that scenario files use.

use core::fmt;

use raft_core::Body;

use crate::network::packet::Content;

/// The kind of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MessageKind {
    /// A candidate asks for a vote (Raft §5.2).
    RequestVote,
    /// The reply to a candidate.
    RequestVoteReply,
    /// A leader sends entries, or none as a heartbeat (Raft §5.3).
    AppendEntries,
    /// The reply to a leader.
    AppendEntriesReply,
    /// A node asks whether it could win an election (Thesis §9.6).
    PreVote,
    /// The reply to a node that asks so.
    PreVoteReply,
    /// A leader tells its successor to begin an election (Thesis §3.10).
    TimeoutNow,
    /// A leader asks whether it still leads (Thesis §6.4).
    Confirm,
    /// The reply to a leader that asks so.
    ConfirmReply,
    /// A follower asks its leader for a read index (Thesis §6.4).
    ReadIndex,
    /// The reply to a follower that asks so.
    ReadIndexReply,
    /// A leader sends a part of its snapshot (Raft §7).
    InstallSnapshot,
    /// The reply to a leader that does so.
    InstallSnapshotReply,
    /// A client asks a node.
    ClientRequest,
    /// A node answers a client.
    ClientReply,
}

impl MessageKind {
    /// All kinds.
    pub const ALL: [MessageKind; 15] = [
        MessageKind::RequestVote,
        MessageKind::RequestVoteReply,
        MessageKind::AppendEntries,
        MessageKind::AppendEntriesReply,
        MessageKind::PreVote,
        MessageKind::PreVoteReply,
        MessageKind::TimeoutNow,
        MessageKind::Confirm,
        MessageKind::ConfirmReply,
        MessageKind::ReadIndex,
        MessageKind::ReadIndexReply,
        MessageKind::InstallSnapshot,
        MessageKind::InstallSnapshotReply,
        MessageKind::ClientRequest,
        MessageKind::ClientReply,
    ];

    /// Its name in scenario files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            MessageKind::RequestVote => "request_vote",
            MessageKind::RequestVoteReply => "request_vote_reply",
            MessageKind::AppendEntries => "append_entries",
            MessageKind::AppendEntriesReply => "append_entries_reply",
            MessageKind::PreVote => "pre_vote",
            MessageKind::PreVoteReply => "pre_vote_reply",
            MessageKind::TimeoutNow => "timeout_now",
            MessageKind::Confirm => "confirm",
            MessageKind::ConfirmReply => "confirm_reply",
            MessageKind::ReadIndex => "read_index",
            MessageKind::ReadIndexReply => "read_index_reply",
            MessageKind::InstallSnapshot => "install_snapshot",
            MessageKind::InstallSnapshotReply => "install_snapshot_reply",
            MessageKind::ClientRequest => "client_request",
            MessageKind::ClientReply => "client_reply",
        }
    }
}

impl fmt::Display for MessageKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl Content {
    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> MessageKind {
        match self {
            Content::Peer(message) => match message.body {
                Body::RequestVote(_) => MessageKind::RequestVote,
                Body::RequestVoteReply(_) => MessageKind::RequestVoteReply,
                Body::AppendEntries(_) => MessageKind::AppendEntries,
                Body::AppendEntriesReply(_) => MessageKind::AppendEntriesReply,
                Body::PreVote(_) => MessageKind::PreVote,
                Body::PreVoteReply(_) => MessageKind::PreVoteReply,
                Body::TimeoutNow => MessageKind::TimeoutNow,
                Body::Confirm(_) => MessageKind::Confirm,
                Body::ConfirmReply(_) => MessageKind::ConfirmReply,
                Body::ReadIndex(_) => MessageKind::ReadIndex,
                Body::ReadIndexReply(_) => MessageKind::ReadIndexReply,
                Body::InstallSnapshot(_) => MessageKind::InstallSnapshot,
                Body::InstallSnapshotReply(_) => MessageKind::InstallSnapshotReply,
            },
            Content::Request { .. } => MessageKind::ClientRequest,
            Content::Reply { .. } => MessageKind::ClientReply,
        }
    }
}
