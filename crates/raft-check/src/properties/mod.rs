//! The properties that the judge checks. Each has a file: what the property promises, how it is
//! checked, what contradicts it, and the sentence of a violation (`Display` of the contradiction).
//! This file lists them.

mod contradiction;
pub(crate) mod history;
mod promise;

pub mod acknowledged_never_lost;
pub mod applied_prefix_equal;
pub mod commit_counts_own_term;
pub mod commit_never_falls;
pub mod commit_on_majority;
pub mod committed_never_changes;
pub mod disk_before_word;
pub mod election_safety;
pub mod leader_append_only;
pub mod leader_completeness;
pub mod lease_held;
pub mod log_matching;
pub mod majority_of_configuration;
pub mod match_never_falls;
pub mod one_change_at_a_time;
pub mod one_vote_per_term;
pub mod snapshot_holds_applied;
pub mod snapshot_never_falls;
pub mod state_machine_safety;
pub mod terms_never_fall;
pub mod transfer_ends;

use alloc::vec::Vec;
use core::fmt;

use raft_core::{Entry, Index, NodeSet};

use contradiction::Contradiction;
use promise::Promise;

/// A promise that Raft keeps at every moment, whatever fails: the five of Raft Figure 3 and
/// what they rest on, and what extensions add. ARCHITECTURE.md lists them under the same numbers.
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
    /// P16: A leader hands over its lead, or gives up.
    TransferEnds,
    /// P17: Nobody else leads while a leader answers by its lease.
    LeaseHeld,
    /// P18: A snapshot holds what applying the committed entries gives.
    SnapshotHoldsApplied,
    /// P19: A newer state is never replaced by an older snapshot.
    SnapshotNeverFalls,
    /// P20: A leader changes the membership by one vote, and one change after the other.
    OneChangeAtATime,
    /// P21: What a leader commits is with a majority of those who vote in its latest configuration.
    MajorityOfConfiguration,
}

/// The contradiction of a property, with the values that were compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Against [`Property::ElectionSafety`].
    ElectionSafety(election_safety::TwoLeaders),
    /// Against [`Property::LeaderAppendOnly`].
    LeaderAppendOnly(leader_append_only::LeaderChangedItsLog),
    /// Against [`Property::LogMatching`].
    LogMatching(log_matching::LogsDiffer),
    /// Against [`Property::LeaderCompleteness`].
    LeaderCompleteness(leader_completeness::LeaderLacksCommitted),
    /// Against [`Property::StateMachineSafety`].
    StateMachineSafety(state_machine_safety::TwoEntriesCommitted),
    /// Against [`Property::OneVotePerTerm`].
    OneVotePerTerm(one_vote_per_term::TwoVotes),
    /// Against [`Property::TermsNeverFall`].
    TermsNeverFall(terms_never_fall::TermFell),
    /// Against [`Property::CommitNeverFalls`].
    CommitNeverFalls(commit_never_falls::CommitFell),
    /// Against [`Property::MatchNeverFalls`].
    MatchNeverFalls(match_never_falls::MatchFell),
    /// Against [`Property::AppliedPrefixEqual`].
    AppliedPrefixEqual(applied_prefix_equal::AppliedWrongly),
    /// Against [`Property::CommittedNeverChanges`].
    CommittedNeverChanges(committed_never_changes::CommittedEntryChanged),
    /// Against [`Property::DiskBeforeWord`].
    DiskBeforeWord(disk_before_word::SpokeBeforeDisk),
    /// Against [`Property::AcknowledgedNeverLost`].
    AcknowledgedNeverLost(acknowledged_never_lost::AcknowledgedWrongly),
    /// Against [`Property::CommitCountsOwnTerm`].
    CommitCountsOwnTerm(commit_counts_own_term::CountedOlderTerm),
    /// Against [`Property::CommitOnMajority`].
    CommitOnMajority(commit_on_majority::CommittedOnMinority),
    /// Against [`Property::TransferEnds`].
    TransferEnds(transfer_ends::TransferGoesOn),
    /// Against [`Property::LeaseHeld`].
    LeaseHeld(lease_held::LeaseNotHeld),
    /// Against [`Property::SnapshotHoldsApplied`].
    SnapshotHoldsApplied(snapshot_holds_applied::SnapshotDiffers),
    /// Against [`Property::SnapshotNeverFalls`].
    SnapshotNeverFalls(snapshot_never_falls::SnapshotWentBack),
    /// Against [`Property::OneChangeAtATime`].
    OneChangeAtATime(one_change_at_a_time::ChangedTooMuch),
    /// Against [`Property::MajorityOfConfiguration`].
    MajorityOfConfiguration(majority_of_configuration::CommittedByTooFew),
}

impl Property {
    /// All of them, in the order of their numbers: those of Raft Figure 3 first.
    pub const ALL: [Property; 21] = [
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
        Property::TransferEnds,
        Property::LeaseHeld,
        Property::SnapshotHoldsApplied,
        Property::SnapshotNeverFalls,
        Property::OneChangeAtATime,
        Property::MajorityOfConfiguration,
    ];

    /// The name used in scenario files.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.promise().name
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
        self.promise().title
    }

    /// What it promises, in one sentence of our own.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        self.promise().meaning
    }

    /// Where it stands: `Raft` is the extended paper.
    #[must_use]
    pub fn section(self) -> &'static str {
        self.promise().section
    }

    fn promise(self) -> &'static Promise {
        match self {
            Property::ElectionSafety => const { &election_safety::PROMISE.built_in() },
            Property::LeaderAppendOnly => const { &leader_append_only::PROMISE.built_in() },
            Property::LogMatching => const { &log_matching::PROMISE.built_in() },
            Property::LeaderCompleteness => const { &leader_completeness::PROMISE.built_in() },
            Property::StateMachineSafety => const { &state_machine_safety::PROMISE.built_in() },
            Property::OneVotePerTerm => const { &one_vote_per_term::PROMISE.built_in() },
            Property::TermsNeverFall => const { &terms_never_fall::PROMISE.built_in() },
            Property::CommitNeverFalls => const { &commit_never_falls::PROMISE.built_in() },
            Property::MatchNeverFalls => const { &match_never_falls::PROMISE.built_in() },
            Property::AppliedPrefixEqual => const { &applied_prefix_equal::PROMISE.built_in() },
            Property::CommittedNeverChanges => {
                const { &committed_never_changes::PROMISE.built_in() }
            }
            Property::DiskBeforeWord => const { &disk_before_word::PROMISE.built_in() },
            Property::AcknowledgedNeverLost => {
                const { &acknowledged_never_lost::PROMISE.built_in() }
            }
            Property::CommitCountsOwnTerm => const { &commit_counts_own_term::PROMISE.built_in() },
            Property::CommitOnMajority => const { &commit_on_majority::PROMISE.built_in() },
            Property::TransferEnds => const { &transfer_ends::PROMISE.built_in() },
            Property::LeaseHeld => const { &lease_held::PROMISE.built_in() },
            Property::SnapshotHoldsApplied => const { &snapshot_holds_applied::PROMISE.built_in() },
            Property::SnapshotNeverFalls => const { &snapshot_never_falls::PROMISE.built_in() },
            Property::OneChangeAtATime => const { &one_change_at_a_time::PROMISE.built_in() },
            Property::MajorityOfConfiguration => {
                const { &majority_of_configuration::PROMISE.built_in() }
            }
        }
    }

    /// Its place in [`Property::ALL`].
    pub(crate) fn place(self) -> usize {
        self as usize
    }
}

impl Finding {
    /// The property that does not hold.
    #[must_use]
    pub fn property(&self) -> Property {
        self.parts().0
    }

    /// The nodes involved.
    #[must_use]
    pub fn nodes(&self) -> NodeSet {
        self.parts().1.nodes()
    }

    /// Where in the log it happened, if it concerns the log.
    #[must_use]
    pub fn index(&self) -> Option<Index> {
        self.parts().1.index()
    }

    /// The entries that contradict each other, or the one that is missing.
    #[must_use]
    pub fn entries(&self) -> Vec<&Entry> {
        self.parts().1.entries()
    }

    /// The property and what contradicts it.
    fn parts(&self) -> (Property, &dyn Contradiction) {
        match self {
            Finding::ElectionSafety(it) => (Property::ElectionSafety, it),
            Finding::LeaderAppendOnly(it) => (Property::LeaderAppendOnly, it),
            Finding::LogMatching(it) => (Property::LogMatching, it),
            Finding::LeaderCompleteness(it) => (Property::LeaderCompleteness, it),
            Finding::StateMachineSafety(it) => (Property::StateMachineSafety, it),
            Finding::OneVotePerTerm(it) => (Property::OneVotePerTerm, it),
            Finding::TermsNeverFall(it) => (Property::TermsNeverFall, it),
            Finding::CommitNeverFalls(it) => (Property::CommitNeverFalls, it),
            Finding::MatchNeverFalls(it) => (Property::MatchNeverFalls, it),
            Finding::AppliedPrefixEqual(it) => (Property::AppliedPrefixEqual, it),
            Finding::CommittedNeverChanges(it) => (Property::CommittedNeverChanges, it),
            Finding::DiskBeforeWord(it) => (Property::DiskBeforeWord, it),
            Finding::AcknowledgedNeverLost(it) => (Property::AcknowledgedNeverLost, it),
            Finding::CommitCountsOwnTerm(it) => (Property::CommitCountsOwnTerm, it),
            Finding::CommitOnMajority(it) => (Property::CommitOnMajority, it),
            Finding::TransferEnds(it) => (Property::TransferEnds, it),
            Finding::LeaseHeld(it) => (Property::LeaseHeld, it),
            Finding::SnapshotHoldsApplied(it) => (Property::SnapshotHoldsApplied, it),
            Finding::SnapshotNeverFalls(it) => (Property::SnapshotNeverFalls, it),
            Finding::OneChangeAtATime(it) => (Property::OneChangeAtATime, it),
            Finding::MajorityOfConfiguration(it) => (Property::MajorityOfConfiguration, it),
        }
    }
}

impl fmt::Display for Finding {
    /// One sentence with the values that were compared.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts().1.fmt(formatter)
    }
}
