//! What must be seen now and then in a hunt, so that its passing means something.

use raft_core::{CommitHold, Decision, IgnoreReason, RoleName, VoteDenial};

/// Something worth seeing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// Two candidates of one term.
    RivalCandidates,
    /// A leader took office.
    LeaderElected,
    /// A leader learned of a newer term.
    LeaderSteppedDown,
    /// A running leader crashed.
    LeaderCrashed,
    /// A running leader stalled.
    LeaderStalled,
    /// A vote was denied to a log that is behind (Raft §5.4.1).
    VoteDeniedToLogBehind,
    /// A vote was denied since it was given already (Raft §5.2).
    VoteDeniedTwice,
    /// A follower's conflicting suffix was overwritten (Raft §5.3).
    SuffixOverwritten,
    /// A follower could not attach what the leader sent.
    EntriesRejected,
    /// A node learned that more is committed.
    CommitAdvanced,
    /// An entry of an older term on a majority was not committed (Raft §5.4.2).
    CommitHeldByTerm,
    /// Too few held an entry.
    CommitHeldByMinority,
    /// An answer of an older term was ignored.
    OldReplyIgnored,
    /// A rejection was overtaken by a later answer.
    RejectionOvertaken,
    /// A node returned with a log.
    RestartedWithLog,
    /// A message was lost.
    MessageLost,
    /// A message met a cut link.
    MessageCut,
    /// A message found nobody.
    MessageToNobody,
    /// A second copy of a message arrived.
    MessageDoubled,
    /// A message arrived after one that was sent later.
    MessageOutOfOrder,
    /// A node held back what its disk had not written.
    WriteWaited,
    /// A disk lost what it had confirmed.
    DiskLost,
    /// A client was sent to the leader by another node.
    ClientRedirected,
    /// A client asked a second time.
    RequestRepeated,
    /// A client got its answer.
    RequestAcknowledged,
    /// A client was refused.
    RequestRefused,
    /// A client gave up.
    RequestUnknown,
}

impl Sight {
    /// All of them, with their names for people.
    pub const ALL: [(Sight, &'static str); 27] = [
        (Sight::RivalCandidates, "elections with rivals"),
        (Sight::LeaderElected, "leaders elected"),
        (Sight::LeaderSteppedDown, "leaders that stepped down"),
        (Sight::LeaderCrashed, "leaders that crashed"),
        (Sight::LeaderStalled, "leaders that stalled"),
        (
            Sight::VoteDeniedToLogBehind,
            "votes denied to a log that is behind",
        ),
        (Sight::VoteDeniedTwice, "votes denied, since given already"),
        (Sight::SuffixOverwritten, "suffixes overwritten"),
        (Sight::EntriesRejected, "entries rejected"),
        (Sight::CommitAdvanced, "commits"),
        (Sight::CommitHeldByTerm, "commits held by Raft §5.4.2"),
        (Sight::CommitHeldByMinority, "commits held by a minority"),
        (Sight::OldReplyIgnored, "replies of an older term ignored"),
        (Sight::RejectionOvertaken, "rejections overtaken"),
        (Sight::RestartedWithLog, "restarts with a log"),
        (Sight::MessageLost, "messages lost"),
        (Sight::MessageCut, "messages cut"),
        (Sight::MessageToNobody, "messages to a node that is down"),
        (Sight::MessageDoubled, "messages doubled"),
        (Sight::MessageOutOfOrder, "messages out of order"),
        (Sight::WriteWaited, "crashes before a write was done"),
        (Sight::DiskLost, "disks that lost what they had confirmed"),
        (Sight::ClientRedirected, "clients redirected"),
        (Sight::RequestRepeated, "requests repeated"),
        (Sight::RequestAcknowledged, "requests acknowledged"),
        (Sight::RequestRefused, "requests refused"),
        (Sight::RequestUnknown, "requests of unknown outcome"),
    ];

    /// What is seen in a decision, if anything.
    #[inline]
    pub(super) fn of_decision(decision: &Decision) -> Option<Sight> {
        Some(match decision {
            Decision::BecameLeader { .. } => Sight::LeaderElected,
            Decision::SteppedDown {
                was: RoleName::Leader,
                ..
            } => Sight::LeaderSteppedDown,
            Decision::VoteDenied { reason, .. } => match reason {
                VoteDenial::LogBehind { .. } => Sight::VoteDeniedToLogBehind,
                VoteDenial::AlreadyVoted { .. } => Sight::VoteDeniedTwice,
                VoteDenial::OlderTerm { .. } => return None,
            },
            Decision::EntriesTruncated { .. } => Sight::SuffixOverwritten,
            Decision::EntriesRejected { .. } => Sight::EntriesRejected,
            Decision::CommitAdvanced { .. } => Sight::CommitAdvanced,
            Decision::CommitHeld { reason, .. } => match reason {
                CommitHold::OlderTerm { .. } => Sight::CommitHeldByTerm,
                CommitHold::TooFew { .. } => Sight::CommitHeldByMinority,
            },
            Decision::MessageIgnored { reason, .. } => match reason {
                IgnoreReason::OlderTerm { .. } => Sight::OldReplyIgnored,
                IgnoreReason::Overtaken => Sight::RejectionOvertaken,
                _ => return None,
            },
            _ => return None,
        })
    }
}
