//! The properties that the judge checks, by the paper's names where it has one.

/// A promise that Raft keeps at every moment, whatever fails: the five of Raft Figure 3 and
/// what they rest on. ARCHITECTURE.md lists them under the same numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Property {
    /// P1: At most one leader per term.
    ElectionSafety,
    /// P2: Leaders only add to their logs.
    LeaderAppendOnly,
    /// P3: Same index and same term mean same log up to there.
    LogMatching,
    /// P4: Later leaders hold all that was committed before them.
    LeaderCompleteness,
    /// P5: One entry per index, whoever applies it.
    StateMachineSafety,
    /// P6: A node votes once in a term, restarts or not.
    OneVotePerTerm,
    /// P7: A node's term only rises, restarts or not.
    TermsNeverFall,
    /// P8: A node's commit index only rises while it runs.
    CommitNeverFalls,
    /// P9: A leader's match index for a follower only rises.
    MatchNeverFalls,
    /// P10: Machines apply the same entries in the same order.
    AppliedPrefixEqual,
    /// P11: What a node has committed stays in its log.
    CommittedNeverChanges,
    /// P12: What a message says is on its sender's disk.
    DiskBeforeWord,
    /// P13: What a client was told to be done stays done.
    AcknowledgedNeverLost,
    /// P14: Leaders count copies of entries of their own term.
    CommitCountsOwnTerm,
    /// P15: What a leader commits is on a majority's disks.
    CommitOnMajority,
}

impl Property {
    /// All of them, in the order of their numbers: those of Raft Figure 3 first.
    pub const ALL: [Property; 15] = [
        Property::ElectionSafety,
        Property::LeaderAppendOnly,
        Property::LogMatching,
        Property::LeaderCompleteness,
        Property::StateMachineSafety,
        Property::OneVotePerTerm,
        Property::TermsNeverFall,
        Property::CommitNeverFalls,
        Property::MatchNeverFalls,
        Property::AppliedPrefixEqual,
        Property::CommittedNeverChanges,
        Property::DiskBeforeWord,
        Property::AcknowledgedNeverLost,
        Property::CommitCountsOwnTerm,
        Property::CommitOnMajority,
    ];

    /// The name used in scenario files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Property::ElectionSafety => "election_safety",
            Property::LeaderAppendOnly => "leader_append_only",
            Property::LogMatching => "log_matching",
            Property::LeaderCompleteness => "leader_completeness",
            Property::StateMachineSafety => "state_machine_safety",
            Property::OneVotePerTerm => "one_vote_per_term",
            Property::TermsNeverFall => "terms_never_fall",
            Property::CommitNeverFalls => "commit_never_falls",
            Property::MatchNeverFalls => "match_never_falls",
            Property::AppliedPrefixEqual => "applied_prefix_equal",
            Property::CommittedNeverChanges => "committed_never_changes",
            Property::DiskBeforeWord => "disk_before_word",
            Property::AcknowledgedNeverLost => "acknowledged_never_lost",
            Property::CommitCountsOwnTerm => "commit_counts_own_term",
            Property::CommitOnMajority => "commit_on_majority",
        }
    }

    /// The property with this [`Property::name`].
    #[must_use]
    pub fn named(name: &str) -> Option<Property> {
        Property::ALL
            .into_iter()
            .find(|property| property.name() == name)
    }

    /// The name for people: the paper's, where it has one.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Property::ElectionSafety => "Election Safety",
            Property::LeaderAppendOnly => "Leader Append-Only",
            Property::LogMatching => "Log Matching",
            Property::LeaderCompleteness => "Leader Completeness",
            Property::StateMachineSafety => "State Machine Safety",
            Property::OneVotePerTerm => "One Vote per Term",
            Property::TermsNeverFall => "Monotonic Terms",
            Property::CommitNeverFalls => "Monotonic Commit Index",
            Property::MatchNeverFalls => "Monotonic Match Index",
            Property::AppliedPrefixEqual => "Equal Applied Prefix",
            Property::CommittedNeverChanges => "Committed Entries Stay",
            Property::DiskBeforeWord => "Persist before Answer",
            Property::AcknowledgedNeverLost => "No Acknowledged Write Lost",
            Property::CommitCountsOwnTerm => "Commit by Counting Own Term",
            Property::CommitOnMajority => "Committed on a Majority",
        }
    }

    /// What it promises, in one sentence of our own.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Property::ElectionSafety => "No term ever has more than one leader.",
            Property::LeaderAppendOnly => {
                "A leader only adds to the end of its log; it never changes or removes an entry."
            }
            Property::LogMatching => {
                "Two logs that hold an entry of the same term at the same index are equal from \
                 their beginning through that index."
            }
            Property::LeaderCompleteness => {
                "An entry that was committed in one term is in the log of every later term's \
                 leader."
            }
            Property::StateMachineSafety => {
                "No two nodes ever apply different entries at the same index."
            }
            Property::OneVotePerTerm => {
                "A node votes for at most one candidate in a term, even if it restarts meanwhile."
            }
            Property::TermsNeverFall => "A node's term never falls, even if it restarts.",
            Property::CommitNeverFalls => "A node's commit index never falls until it crashes.",
            Property::MatchNeverFalls => {
                "While a leader leads, what it knows a follower to hold never becomes less."
            }
            Property::AppliedPrefixEqual => {
                "Each machine applies the committed entries in their order, from the first on: \
                 none twice, none left out, no other."
            }
            Property::CommittedNeverChanges => {
                "A node never changes or removes an entry of its log that it has committed."
            }
            Property::DiskBeforeWord => {
                "A message never speaks of a term, a vote or an entry that is not on its sender's \
                 disk."
            }
            Property::AcknowledgedNeverLost => {
                "A request that was acknowledged is committed, and no other entry is ever \
                 committed in its place."
            }
            Property::CommitCountsOwnTerm => {
                "A leader commits by counting copies only where the entry is of its own term; \
                 what stands before is committed along with it."
            }
            Property::CommitOnMajority => {
                "What a leader commits by counting copies is on the disks of a majority at that \
                 moment."
            }
        }
    }

    /// Where it stands: `Raft` is the extended paper.
    #[must_use]
    pub fn section(self) -> &'static str {
        match self {
            Property::ElectionSafety => "Raft Figure 3, §5.2",
            Property::LeaderAppendOnly | Property::LogMatching => "Raft Figure 3, §5.3",
            Property::LeaderCompleteness => "Raft Figure 3, §5.4",
            Property::StateMachineSafety => "Raft Figure 3, §5.4.3",
            Property::OneVotePerTerm => "Raft Figure 2, §5.2",
            Property::TermsNeverFall => "Raft Figure 2, §5.1",
            Property::CommitNeverFalls | Property::MatchNeverFalls | Property::DiskBeforeWord => {
                "Raft Figure 2"
            }
            Property::AppliedPrefixEqual | Property::CommitOnMajority => "Raft Figure 2, §5.3",
            Property::CommittedNeverChanges => "Raft §5.3, §5.4",
            Property::AcknowledgedNeverLost => "Raft §5.3, §8",
            Property::CommitCountsOwnTerm => "Raft Figure 2, §5.4.2",
        }
    }

    /// Its place in [`Property::ALL`].
    pub(crate) fn place(self) -> usize {
        self as usize
    }
}
