//! Coverage marks: what must occur now and then in a hunt, so that a pass means something.

use raft_core::{
    ChangeRefusal, ChunkFit, CommitHold, Decision, ExtensionDecision, FlowDecision, IgnoreReason,
    MembershipDecision, PreVoteDenial, ReadGround, RoleName, SnapshotDecision, TransferDecision,
    TransferEnd, VoteDenial,
};

/// Something that a hunt should have seen, counted each time it occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoverageMark {
    /// Two candidates of one term.
    RivalCandidates,
    /// A leader took office.
    LeaderElected,
    /// A leader learned of a newer term.
    LeaderSteppedDown,
    /// A running leader crashed.
    LeaderCrashed,
    /// A leader was paused.
    LeaderPaused,
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
    /// A message was lost at a cut link.
    MessageCut,
    /// A message was lost because its receiver was down.
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
    /// A node asked whether it could win an election (Thesis §9.6).
    PreVoteAsked,
    /// A majority would vote for a node that asked.
    PreVoteWon,
    /// A node would not vote, since it hears a leader.
    PreVoteDeniedByLeader,
    /// A node would not vote for a log that is behind.
    PreVoteDeniedToLogBehind,
    /// A node would not vote in a term that is not newer than its own.
    PreVoteDeniedToTerm,
    /// A leader lost its quorum (Thesis §6.2).
    QuorumLost,
    /// A request for a vote was ignored, since a leader is heard (Thesis §4.2.3).
    VoteIgnored,
    /// A process ended since its disk failed a write.
    WriteFailed,
    /// A crash left a part of the entries that were being written.
    WritesTorn,
    /// A leader committed what its own disk did not hold yet (Thesis §10.2.1).
    CommittedAhead,
    /// A leader began to hand over its lead (Thesis §3.10).
    TransferBegun,
    /// A leader brought its successor up to date first.
    TransferWaited,
    /// A successor was told to begin an election.
    TimeoutNowSent,
    /// A node that was told to stand began an election.
    ToldToStand,
    /// A leader gave a transfer up after an election timeout.
    TransferTimedOut,
    /// A leader gave a transfer up since it was asked to.
    TransferCalledOff,
    /// A leader began another transfer in place of the one under way.
    TransferReplaced,
    /// A transfer was refused.
    TransferRefused,
    /// A leader that handed over its lead put a command off.
    CommandPutOff,
    /// A node that heard a leader heeded a successor's request (Thesis §4.2.3).
    VoteHeeded,
    /// A read waited for the first commit of its leader's term (Thesis §6.4).
    ReadWaitedForTerm,
    /// One round was begun for several reads.
    ReadRoundShared,
    /// A leader answered a read after a round.
    ReadAfterRound,
    /// A leader answered a read by its lease (Thesis §6.4.1).
    ReadByLease,
    /// A follower answered a read.
    ReadAtFollower,
    /// A follower's read waited until the read index was applied.
    ReadWaitedForApply,
    /// A node gave up reads.
    ReadsGivenUp,
    /// A vote was withheld, since a lease may last.
    VoteWithheld,
    /// A node took a snapshot (Raft §7).
    SnapshotTaken,
    /// A leader began to send its snapshot.
    SnapshotSent,
    /// A leader sent a part of its snapshot again, since no answer had come.
    SnapshotPartRepeated,
    /// A follower received a part of a snapshot twice.
    SnapshotPartDoubled,
    /// A follower lacked the part before the one that it received.
    SnapshotPartMissing,
    /// A leader went back to what a follower holds of its snapshot.
    SnapshotResumed,
    /// A follower installed a leader's snapshot.
    SnapshotInstalled,
    /// A follower that installed a snapshot kept the entries behind it.
    SnapshotKeptRest,
    /// A follower that installed a snapshot discarded a log that differs.
    SnapshotDiscardedRest,
    /// A follower had no use for a snapshot.
    SnapshotStale,
    /// A node refused a snapshot of an older term.
    SnapshotRefused,
    /// A node returned with a snapshot.
    RestartedFromSnapshot,
    /// A leader found a change of the membership to be committed (Thesis §4.1).
    ChangeCommitted,
    /// A learner that has caught up got its vote (Thesis §4.2.1).
    LearnerPromoted,
    /// A leader stepped down, since its vote was taken (Thesis §4.2.2).
    LeaderLeft,
    /// A configuration was removed from a log, and the one before was used again.
    ConfigurationReverted,
    /// A node took its configuration from a snapshot.
    ConfigurationRestored,
    /// A change was refused, since one was under way.
    ChangeRefusedUnderWay,
    /// A change was refused, since the leader had committed nothing of its own term.
    ChangeRefusedOwnTerm,
    /// A learner took too long for a round.
    RoundTooSlow,
    /// A leader gave up a learner that did not catch up.
    LearnerGivenUp,
    /// A node outside its configuration stood for election.
    OutsiderStood,
    /// A leader stepped down because of a node outside its configuration (Thesis §4.2.3).
    OutsiderDisturbed,
    /// A leader appended a joint configuration (Raft §6).
    JointEntered,
    /// A leader found a joint configuration to be committed.
    JointCommitted,
    /// A leader appended the configuration behind a joint one.
    JointLeft,
    /// The same, by another leader than the one that had appended the joint one.
    JointTakenOver,
    /// A joint configuration was removed from a log.
    JointReverted,
    /// Entries waited for the answer to earlier messages (Thesis §10.2.2).
    WindowFull,
    /// A leader gathered commands (Thesis §10.2.2).
    BatchBegun,
    /// A leader with too many uncommitted entries took no command.
    BacklogFull,
}

impl CoverageMark {
    /// All of them, with their names for people.
    pub const ALL: [(CoverageMark, &'static str); 86] = [
        (CoverageMark::RivalCandidates, "elections with rivals"),
        (CoverageMark::LeaderElected, "leaders elected"),
        (CoverageMark::LeaderSteppedDown, "leaders that stepped down"),
        (CoverageMark::LeaderCrashed, "leaders that crashed"),
        (CoverageMark::LeaderPaused, "leaders that were paused"),
        (
            CoverageMark::VoteDeniedToLogBehind,
            "votes denied to a log that is behind",
        ),
        (
            CoverageMark::VoteDeniedTwice,
            "votes denied, since given already",
        ),
        (CoverageMark::SuffixOverwritten, "suffixes overwritten"),
        (CoverageMark::EntriesRejected, "entries rejected"),
        (CoverageMark::CommitAdvanced, "commits"),
        (
            CoverageMark::CommitHeldByTerm,
            "commits held by Raft §5.4.2",
        ),
        (
            CoverageMark::CommitHeldByMinority,
            "commits held by a minority",
        ),
        (
            CoverageMark::OldReplyIgnored,
            "replies of an older term ignored",
        ),
        (CoverageMark::RejectionOvertaken, "rejections overtaken"),
        (CoverageMark::RestartedWithLog, "restarts with a log"),
        (CoverageMark::MessageLost, "messages lost"),
        (CoverageMark::MessageCut, "messages cut"),
        (
            CoverageMark::MessageToNobody,
            "messages to a node that is down",
        ),
        (CoverageMark::MessageDoubled, "messages doubled"),
        (CoverageMark::MessageOutOfOrder, "messages out of order"),
        (CoverageMark::WriteWaited, "crashes before a write was done"),
        (
            CoverageMark::DiskLost,
            "disks that lost what they had confirmed",
        ),
        (CoverageMark::ClientRedirected, "clients redirected"),
        (CoverageMark::RequestRepeated, "requests repeated"),
        (CoverageMark::RequestAcknowledged, "requests acknowledged"),
        (CoverageMark::RequestRefused, "requests refused"),
        (CoverageMark::RequestUnknown, "requests of unknown outcome"),
        (CoverageMark::PreVoteAsked, "pre-votes asked for"),
        (CoverageMark::PreVoteWon, "pre-votes won"),
        (
            CoverageMark::PreVoteDeniedByLeader,
            "pre-votes denied, since a leader is heard",
        ),
        (
            CoverageMark::PreVoteDeniedToLogBehind,
            "pre-votes denied to a log that is behind",
        ),
        (
            CoverageMark::PreVoteDeniedToTerm,
            "pre-votes denied to a term that is not newer",
        ),
        (CoverageMark::QuorumLost, "leaders that lost their quorum"),
        (
            CoverageMark::VoteIgnored,
            "votes ignored, since a leader is heard",
        ),
        (
            CoverageMark::WriteFailed,
            "processes that ended at a failed write",
        ),
        (
            CoverageMark::WritesTorn,
            "crashes that left a part of the entries being written",
        ),
        (
            CoverageMark::CommittedAhead,
            "commits ahead of the leader's own disk",
        ),
        (CoverageMark::TransferBegun, "transfers of the lead begun"),
        (
            CoverageMark::TransferWaited,
            "successors brought up to date first",
        ),
        (
            CoverageMark::TimeoutNowSent,
            "successors told to begin an election",
        ),
        (CoverageMark::ToldToStand, "elections begun as told"),
        (
            CoverageMark::TransferTimedOut,
            "transfers given up after an election timeout",
        ),
        (CoverageMark::TransferCalledOff, "transfers called off"),
        (
            CoverageMark::TransferReplaced,
            "transfers in place of another",
        ),
        (CoverageMark::TransferRefused, "transfers refused"),
        (
            CoverageMark::CommandPutOff,
            "commands put off during a transfer",
        ),
        (
            CoverageMark::VoteHeeded,
            "votes heeded although a leader is heard",
        ),
        (
            CoverageMark::ReadWaitedForTerm,
            "reads that waited for a term's first commit",
        ),
        (CoverageMark::ReadRoundShared, "rounds for several reads"),
        (CoverageMark::ReadAfterRound, "reads answered after a round"),
        (CoverageMark::ReadByLease, "reads answered by a lease"),
        (CoverageMark::ReadAtFollower, "reads answered by a follower"),
        (
            CoverageMark::ReadWaitedForApply,
            "reads that waited for a follower's state machine",
        ),
        (CoverageMark::ReadsGivenUp, "reads given up"),
        (
            CoverageMark::VoteWithheld,
            "votes withheld, since a lease may last",
        ),
        (CoverageMark::SnapshotTaken, "snapshots taken"),
        (CoverageMark::SnapshotSent, "snapshots sent"),
        (
            CoverageMark::SnapshotPartRepeated,
            "parts of snapshots sent again",
        ),
        (
            CoverageMark::SnapshotPartDoubled,
            "parts of snapshots received twice",
        ),
        (
            CoverageMark::SnapshotPartMissing,
            "parts of snapshots missed",
        ),
        (
            CoverageMark::SnapshotResumed,
            "snapshots resumed further back",
        ),
        (CoverageMark::SnapshotInstalled, "snapshots installed"),
        (
            CoverageMark::SnapshotKeptRest,
            "snapshots installed before entries that stay",
        ),
        (
            CoverageMark::SnapshotDiscardedRest,
            "snapshots installed in place of a log that differs",
        ),
        (CoverageMark::SnapshotStale, "snapshots that were stale"),
        (
            CoverageMark::SnapshotRefused,
            "snapshots of an older term refused",
        ),
        (
            CoverageMark::RestartedFromSnapshot,
            "restarts from a snapshot",
        ),
        (
            CoverageMark::ChangeCommitted,
            "changes of the membership committed",
        ),
        (CoverageMark::LearnerPromoted, "learners that got a vote"),
        (CoverageMark::LeaderLeft, "leaders that took their own vote"),
        (
            CoverageMark::ConfigurationReverted,
            "configurations removed from a log",
        ),
        (
            CoverageMark::ConfigurationRestored,
            "configurations from a snapshot",
        ),
        (
            CoverageMark::ChangeRefusedUnderWay,
            "changes refused, since one was under way",
        ),
        (
            CoverageMark::ChangeRefusedOwnTerm,
            "changes refused before a term's first commit",
        ),
        (
            CoverageMark::RoundTooSlow,
            "rounds of learners that took too long",
        ),
        (
            CoverageMark::LearnerGivenUp,
            "learners that did not catch up",
        ),
        (
            CoverageMark::OutsiderStood,
            "elections of those whose vote was taken",
        ),
        (
            CoverageMark::OutsiderDisturbed,
            "leaders disturbed by a removed server",
        ),
        (CoverageMark::JointEntered, "joint configurations entered"),
        (
            CoverageMark::JointCommitted,
            "joint configurations committed",
        ),
        (CoverageMark::JointLeft, "joint configurations left"),
        (
            CoverageMark::JointTakenOver,
            "joint configurations left by a later leader",
        ),
        (
            CoverageMark::JointReverted,
            "joint configurations removed from a log",
        ),
        (
            CoverageMark::WindowFull,
            "entries that waited for an answer",
        ),
        (CoverageMark::BatchBegun, "batches of commands"),
        (
            CoverageMark::BacklogFull,
            "commands put off, since too much was not committed",
        ),
    ];

    /// The names of the options that seeds must draw, or the mark is never seen; none for those of
    /// plain Raft.
    #[must_use]
    pub fn options(self) -> &'static [&'static str] {
        match self {
            CoverageMark::PreVoteAsked
            | CoverageMark::PreVoteWon
            | CoverageMark::PreVoteDeniedByLeader
            | CoverageMark::PreVoteDeniedToLogBehind
            | CoverageMark::PreVoteDeniedToTerm => &["pre_vote"],
            CoverageMark::QuorumLost => &["check_quorum"],
            CoverageMark::VoteIgnored => &["leader_stickiness"],
            CoverageMark::CommittedAhead => &["parallel_write"],
            CoverageMark::TransferBegun
            | CoverageMark::TransferWaited
            | CoverageMark::TimeoutNowSent
            | CoverageMark::ToldToStand
            | CoverageMark::TransferTimedOut
            | CoverageMark::TransferCalledOff
            | CoverageMark::TransferReplaced
            | CoverageMark::TransferRefused
            | CoverageMark::CommandPutOff => &["transfer"],
            CoverageMark::VoteHeeded => &["transfer", "leader_stickiness"],
            // Every way of reading has these, a lease where it has ended.
            CoverageMark::ReadWaitedForTerm
            | CoverageMark::ReadRoundShared
            | CoverageMark::ReadAfterRound
            | CoverageMark::ReadsGivenUp => &["reads=read_index"],
            CoverageMark::ReadByLease | CoverageMark::VoteWithheld => &["reads=lease"],
            CoverageMark::ReadAtFollower | CoverageMark::ReadWaitedForApply => &["reads=follower"],
            CoverageMark::SnapshotTaken
            | CoverageMark::SnapshotSent
            | CoverageMark::SnapshotPartRepeated
            | CoverageMark::SnapshotPartDoubled
            | CoverageMark::SnapshotPartMissing
            | CoverageMark::SnapshotResumed
            | CoverageMark::SnapshotInstalled
            | CoverageMark::SnapshotKeptRest
            | CoverageMark::SnapshotDiscardedRest
            | CoverageMark::SnapshotStale
            | CoverageMark::SnapshotRefused
            | CoverageMark::RestartedFromSnapshot => &["snapshot_after"],
            CoverageMark::ConfigurationRestored => &["membership", "snapshot_after"],
            CoverageMark::ChangeCommitted
            | CoverageMark::LearnerPromoted
            | CoverageMark::LeaderLeft
            | CoverageMark::ConfigurationReverted
            | CoverageMark::ChangeRefusedUnderWay
            | CoverageMark::ChangeRefusedOwnTerm
            | CoverageMark::RoundTooSlow
            | CoverageMark::LearnerGivenUp
            | CoverageMark::OutsiderStood
            | CoverageMark::OutsiderDisturbed
            | CoverageMark::JointEntered
            | CoverageMark::JointCommitted
            | CoverageMark::JointLeft
            | CoverageMark::JointTakenOver
            | CoverageMark::JointReverted => &["membership"],
            CoverageMark::WindowFull => &["max_in_flight"],
            CoverageMark::BatchBegun => &["batch_for_ms"],
            CoverageMark::BacklogFull => &["max_uncommitted"],
            _ => &[],
        }
    }

    /// Whether only faults of [`raft_sim::Repertoire::later_faults`] bring it about.
    #[must_use]
    pub fn is_later(self) -> bool {
        matches!(self, CoverageMark::WriteFailed | CoverageMark::WritesTorn)
    }

    /// The names, in the same order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        CoverageMark::ALL.into_iter().map(|(_, name)| name)
    }

    /// Whether a decision is of the many that go without saying where a leader works: they count
    /// for no mark.
    #[inline]
    pub(super) fn is_everyday(decision: &Decision) -> bool {
        matches!(
            decision,
            Decision::EntriesAccepted { .. }
                | Decision::EntriesAppended { .. }
                | Decision::CommandTaken { .. }
                | Decision::MatchAdvanced { .. }
        )
    }

    /// The mark that a decision counts for, if any.
    pub(super) fn of_decision(decision: &Decision) -> Option<CoverageMark> {
        Some(match decision {
            Decision::BecameLeader { .. } => CoverageMark::LeaderElected,
            Decision::SteppedDown {
                was: RoleName::Leader,
                ..
            } => CoverageMark::LeaderSteppedDown,
            Decision::VoteDenied { reason, .. } => match reason {
                VoteDenial::LogBehind { .. } => CoverageMark::VoteDeniedToLogBehind,
                VoteDenial::AlreadyVoted { .. } => CoverageMark::VoteDeniedTwice,
                VoteDenial::OlderTerm { .. } => return None,
            },
            Decision::EntriesTruncated { .. } => CoverageMark::SuffixOverwritten,
            Decision::EntriesRejected { .. } => CoverageMark::EntriesRejected,
            Decision::CommitAdvanced { .. } => CoverageMark::CommitAdvanced,
            Decision::CommitHeld { reason, .. } => match reason {
                CommitHold::OlderTerm { .. } => CoverageMark::CommitHeldByTerm,
                CommitHold::TooFew { .. } => CoverageMark::CommitHeldByMinority,
            },
            Decision::MessageIgnored { reason, .. } => match reason {
                IgnoreReason::OlderTerm { .. } | IgnoreReason::OldLeader { .. } => {
                    CoverageMark::OldReplyIgnored
                }
                IgnoreReason::Overtaken => CoverageMark::RejectionOvertaken,
                _ => return None,
            },
            Decision::Extension(decision) => return CoverageMark::of_extension(decision),
            _ => return None,
        })
    }

    fn of_extension(decision: &ExtensionDecision) -> Option<CoverageMark> {
        Some(match decision {
            ExtensionDecision::PreVoteAsked { .. } => CoverageMark::PreVoteAsked,
            ExtensionDecision::PreVoteCounted {
                granted: true,
                votes,
                ..
            } if votes.is_majority() => CoverageMark::PreVoteWon,
            ExtensionDecision::PreVoteDenied { reason, .. } => match reason {
                PreVoteDenial::LeaderHeard { .. } => CoverageMark::PreVoteDeniedByLeader,
                PreVoteDenial::LogBehind { .. } => CoverageMark::PreVoteDeniedToLogBehind,
                PreVoteDenial::TermNotNewer { .. } => CoverageMark::PreVoteDeniedToTerm,
            },
            ExtensionDecision::QuorumLost { .. } => CoverageMark::QuorumLost,
            ExtensionDecision::VoteIgnored { .. } => CoverageMark::VoteIgnored,
            ExtensionDecision::CommittedAhead { .. } => CoverageMark::CommittedAhead,
            ExtensionDecision::Transfer(decision) => return CoverageMark::of_transfer(decision),
            ExtensionDecision::Snapshot(decision) => return CoverageMark::of_snapshot(decision),
            ExtensionDecision::Membership(decision) => {
                return CoverageMark::of_membership(decision);
            }
            ExtensionDecision::Flow(decision) => match decision {
                FlowDecision::WindowFull { .. } => CoverageMark::WindowFull,
                FlowDecision::BatchBegun { .. } => CoverageMark::BatchBegun,
                FlowDecision::BacklogFull { .. } => CoverageMark::BacklogFull,
            },
            ExtensionDecision::ReadWaitsForTerm { .. } => CoverageMark::ReadWaitedForTerm,
            ExtensionDecision::ReadRoundBegun { reads, .. } if *reads > 1 => {
                CoverageMark::ReadRoundShared
            }
            ExtensionDecision::ReadAnswered { ground, .. } => match ground {
                ReadGround::Round { .. } => CoverageMark::ReadAfterRound,
                ReadGround::Lease { .. } => CoverageMark::ReadByLease,
                ReadGround::Leader { .. } => CoverageMark::ReadAtFollower,
                ReadGround::Nothing => return None,
            },
            ExtensionDecision::ReadWaitsForApply { .. } => CoverageMark::ReadWaitedForApply,
            ExtensionDecision::ReadsGivenUp { .. } => CoverageMark::ReadsGivenUp,
            ExtensionDecision::VoteWithheld { .. } => CoverageMark::VoteWithheld,
            ExtensionDecision::PreVoteGranted { .. }
            | ExtensionDecision::PreVoteCounted { .. }
            | ExtensionDecision::ReadRoundBegun { .. }
            | ExtensionDecision::ReadRoundConfirmed { .. }
            | ExtensionDecision::ReadAsked { .. }
            | ExtensionDecision::ReadIndexTold { .. } => return None,
        })
    }

    fn of_snapshot(decision: &SnapshotDecision) -> Option<CoverageMark> {
        Some(match decision {
            SnapshotDecision::Taken { .. } => CoverageMark::SnapshotTaken,
            SnapshotDecision::SendBegun { .. } => CoverageMark::SnapshotSent,
            SnapshotDecision::ChunkRepeated { .. } => CoverageMark::SnapshotPartRepeated,
            SnapshotDecision::ChunkTaken { fit, .. } => match fit {
                ChunkFit::Doubled => CoverageMark::SnapshotPartDoubled,
                ChunkFit::Gap => CoverageMark::SnapshotPartMissing,
                ChunkFit::Joined | ChunkFit::Overtaken => return None,
            },
            SnapshotDecision::ChunkConfirmed {
                goes_back: true, ..
            } => CoverageMark::SnapshotResumed,
            SnapshotDecision::Installed { behind, kept, .. } => match (behind, kept) {
                (0, _) => CoverageMark::SnapshotInstalled,
                (_, true) => CoverageMark::SnapshotKeptRest,
                (_, false) => CoverageMark::SnapshotDiscardedRest,
            },
            SnapshotDecision::Stale { .. } => CoverageMark::SnapshotStale,
            SnapshotDecision::Refused { .. } => CoverageMark::SnapshotRefused,
            SnapshotDecision::NotTaken { .. }
            | SnapshotDecision::ChunkConfirmed { .. }
            | SnapshotDecision::InstallConfirmed { .. } => return None,
        })
    }

    fn of_membership(decision: &MembershipDecision) -> Option<CoverageMark> {
        Some(match decision {
            MembershipDecision::Appended { configuration, .. } if configuration.is_joint() => {
                CoverageMark::JointEntered
            }
            MembershipDecision::Appended { before, .. } if before.is_joint() => {
                CoverageMark::JointLeft
            }
            MembershipDecision::Committed { configuration, .. } if configuration.is_joint() => {
                CoverageMark::JointCommitted
            }
            MembershipDecision::Reverted { before, .. } if before.is_joint() => {
                CoverageMark::JointReverted
            }
            MembershipDecision::Appended {
                before,
                configuration,
                ..
            } if configuration.members().count() > before.members().count() => {
                CoverageMark::LearnerPromoted
            }
            MembershipDecision::Committed { .. } => CoverageMark::ChangeCommitted,
            MembershipDecision::Reverted { .. } => CoverageMark::ConfigurationReverted,
            MembershipDecision::Restored { .. } => CoverageMark::ConfigurationRestored,
            MembershipDecision::LeaderLeaves { .. } => CoverageMark::LeaderLeft,
            MembershipDecision::Refused { reason, .. } => match reason {
                ChangeRefusal::UnderWay { .. } => CoverageMark::ChangeRefusedUnderWay,
                ChangeRefusal::OwnTermNotCommitted { .. } => CoverageMark::ChangeRefusedOwnTerm,
                ChangeRefusal::NotCaughtUp => CoverageMark::LearnerGivenUp,
                _ => return None,
            },
            MembershipDecision::RoundEnded { took, within, .. } if took >= within => {
                CoverageMark::RoundTooSlow
            }
            MembershipDecision::Appended { .. }
            | MembershipDecision::Adopted { .. }
            | MembershipDecision::CatchUpBegun { .. }
            | MembershipDecision::RoundEnded { .. } => return None,
        })
    }

    fn of_transfer(decision: &TransferDecision) -> Option<CoverageMark> {
        Some(match decision {
            TransferDecision::Begun {
                instead_of: None, ..
            } => CoverageMark::TransferBegun,
            TransferDecision::Begun {
                instead_of: Some(_),
                ..
            } => CoverageMark::TransferReplaced,
            TransferDecision::Waits { .. } => CoverageMark::TransferWaited,
            TransferDecision::TimeoutNowSent { .. } => CoverageMark::TimeoutNowSent,
            TransferDecision::ToldToStand { .. } => CoverageMark::ToldToStand,
            TransferDecision::Aborted { reason, .. } => match reason {
                TransferEnd::TimeOver { .. } => CoverageMark::TransferTimedOut,
                TransferEnd::CalledOff => CoverageMark::TransferCalledOff,
                TransferEnd::Left => return None,
            },
            TransferDecision::Refused { .. } => CoverageMark::TransferRefused,
            TransferDecision::CommandPutOff { .. } => CoverageMark::CommandPutOff,
            TransferDecision::VoteHeeded { .. } => CoverageMark::VoteHeeded,
        })
    }
}
