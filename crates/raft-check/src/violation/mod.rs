//! A broken promise, as data.

mod sentence;

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use raft_core::{Command, Entry, Index, Instant, NodeId, NodeSet, Position, Term};

use crate::property::Property;

/// The first time that a property did not hold in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// When it was found: at the event that broke it, for all that the judge can see.
    pub at: Instant,
    /// What was found.
    pub finding: Finding,
}

/// What contradicts a property, with the values that were compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Against Election Safety.
    TwoLeaders {
        /// The term they led.
        term: Term,
        /// Who led it first.
        first: NodeId,
        /// Who led it, too.
        second: NodeId,
    },
    /// Against Leader Append-Only.
    LeaderChangedItsLog {
        /// Which leader.
        leader: NodeId,
        /// Of which term.
        term: Term,
        /// The first index at which an entry was changed or removed.
        index: Index,
    },
    /// Against Log Matching.
    LogsDiffer {
        /// Who held the entry first.
        first: NodeId,
        /// Who holds it, too.
        second: NodeId,
        /// The entry that should make their logs equal up to itself.
        shared: Position,
        /// Where they differ nevertheless: at that index, or at the one before.
        differ_at: Index,
    },
    /// Against Leader Completeness.
    LeaderLacksCommitted {
        /// Which leader.
        leader: NodeId,
        /// Of which term.
        term: Term,
        /// The index at which it lacks the committed entry.
        index: Index,
        /// The entry that was committed there.
        committed: Entry,
        /// The leader that committed it.
        by: NodeId,
        /// The term in which it was committed.
        committed_in: Term,
        /// What the later leader holds there, if anything.
        instead: Option<Entry>,
    },
    /// Against State Machine Safety.
    TwoEntriesCommitted {
        /// The index of both.
        index: Index,
        /// Who committed an entry there first.
        first: NodeId,
        /// That entry.
        first_entry: Entry,
        /// Who committed another; the same node, if it changed its mind.
        second: NodeId,
        /// The other entry.
        second_entry: Entry,
    },
    /// Against One Vote per Term.
    TwoVotes {
        /// Who voted twice.
        voter: NodeId,
        /// In which term.
        term: Term,
        /// Who had the vote first.
        first: NodeId,
        /// Who got it, too.
        second: NodeId,
    },
    /// Against Monotonic Terms.
    TermFell {
        /// Which node.
        node: NodeId,
        /// Its term before, or the newest it had spoken of before it crashed.
        before: Term,
        /// Its term now.
        now: Term,
    },
    /// Against Monotonic Commit Index.
    CommitFell {
        /// Which node.
        node: NodeId,
        /// Its commit index before.
        before: Index,
        /// Its commit index now.
        now: Option<Index>,
    },
    /// Against Monotonic Match Index.
    MatchFell {
        /// Which leader.
        leader: NodeId,
        /// Of which term.
        term: Term,
        /// The follower in question.
        follower: NodeId,
        /// Its match index before.
        before: Index,
        /// Its match index now.
        now: Option<Index>,
    },
    /// Against Equal Applied Prefix.
    AppliedOutOfTurn {
        /// Which node.
        node: NodeId,
        /// The index whose entry it applied.
        index: Index,
        /// The index whose turn it was.
        next: Index,
    },
    /// Against Equal Applied Prefix.
    AppliedAnother {
        /// Which node.
        node: NodeId,
        /// The index of both entries.
        index: Index,
        /// What it applied.
        applied: Entry,
        /// What is committed there, if anything.
        committed: Option<Entry>,
    },
    /// Against Committed Entries Stay.
    CommittedEntryChanged {
        /// Which node.
        node: NodeId,
        /// An index at which it did not keep what it had committed.
        index: Index,
        /// The entry that it had committed there.
        entry: Entry,
    },
    /// Against Persist before Answer.
    SpokeBeforeDisk {
        /// Who spoke.
        node: NodeId,
        /// Of what.
        claim: Claim,
    },
    /// Against No Acknowledged Write Lost.
    AcknowledgedWithoutCommit {
        /// Who told the client.
        node: NodeId,
        /// What the client had asked for.
        command: Command,
    },
    /// Against No Acknowledged Write Lost.
    AcknowledgedWriteLost {
        /// The index at which it was committed.
        index: Index,
        /// What the client had asked for.
        command: Command,
        /// Who committed another entry there.
        by: NodeId,
        /// That entry.
        instead: Entry,
    },
    /// Against Commit by Counting Own Term.
    CountedOlderTerm {
        /// Which leader.
        leader: NodeId,
        /// Of which term.
        term: Term,
        /// The entry whose copies it counted.
        counted: Position,
    },
    /// Against Committed on a Majority.
    CommittedOnMinority {
        /// Which leader.
        leader: NodeId,
        /// The last of the entries that it committed.
        counted: Position,
        /// On whose disks that is.
        holders: NodeSet,
        /// On how many disks it should be.
        needed: u32,
    },
}

/// What a message says that its sender's disk does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// A term.
    Term {
        /// The message's.
        said: Term,
        /// The disk's.
        on_disk: Term,
    },
    /// A vote.
    Vote {
        /// In which term.
        term: Term,
        /// For whom.
        candidate: NodeId,
        /// The vote that the disk holds.
        on_disk: Option<NodeId>,
    },
    /// An entry at this index.
    Entry(Index),
}

impl Violation {
    /// The property that does not hold.
    #[must_use]
    pub fn property(&self) -> Property {
        match self.finding {
            Finding::TwoLeaders { .. } => Property::ElectionSafety,
            Finding::LeaderChangedItsLog { .. } => Property::LeaderAppendOnly,
            Finding::LogsDiffer { .. } => Property::LogMatching,
            Finding::LeaderLacksCommitted { .. } => Property::LeaderCompleteness,
            Finding::TwoEntriesCommitted { .. } => Property::StateMachineSafety,
            Finding::TwoVotes { .. } => Property::OneVotePerTerm,
            Finding::TermFell { .. } => Property::TermsNeverFall,
            Finding::CommitFell { .. } => Property::CommitNeverFalls,
            Finding::MatchFell { .. } => Property::MatchNeverFalls,
            Finding::AppliedOutOfTurn { .. } | Finding::AppliedAnother { .. } => {
                Property::AppliedPrefixEqual
            }
            Finding::CommittedEntryChanged { .. } => Property::CommittedNeverChanges,
            Finding::SpokeBeforeDisk { .. } => Property::DiskBeforeWord,
            Finding::AcknowledgedWithoutCommit { .. } | Finding::AcknowledgedWriteLost { .. } => {
                Property::AcknowledgedNeverLost
            }
            Finding::CountedOlderTerm { .. } => Property::CommitCountsOwnTerm,
            Finding::CommittedOnMinority { .. } => Property::CommitOnMajority,
        }
    }

    /// The nodes involved.
    #[must_use]
    pub fn nodes(&self) -> NodeSet {
        match self.finding {
            Finding::LeaderChangedItsLog { leader: node, .. }
            | Finding::CountedOlderTerm { leader: node, .. }
            | Finding::CommittedOnMinority { leader: node, .. }
            | Finding::TermFell { node, .. }
            | Finding::CommitFell { node, .. }
            | Finding::AppliedOutOfTurn { node, .. }
            | Finding::AppliedAnother { node, .. }
            | Finding::CommittedEntryChanged { node, .. }
            | Finding::SpokeBeforeDisk { node, .. }
            | Finding::AcknowledgedWithoutCommit { node, .. }
            | Finding::AcknowledgedWriteLost { by: node, .. } => NodeSet::from_iter([node]),
            Finding::MatchFell {
                leader, follower, ..
            } => NodeSet::from_iter([leader, follower]),
            Finding::TwoVotes {
                voter,
                first,
                second,
                ..
            } => NodeSet::from_iter([voter, first, second]),
            Finding::LeaderLacksCommitted { leader, by, .. } => NodeSet::from_iter([leader, by]),
            Finding::TwoLeaders { first, second, .. }
            | Finding::LogsDiffer { first, second, .. }
            | Finding::TwoEntriesCommitted { first, second, .. } => {
                NodeSet::from_iter([first, second])
            }
        }
    }

    /// Where in the log it happened, if it concerns the log.
    #[must_use]
    pub fn index(&self) -> Option<Index> {
        match self.finding {
            Finding::TwoLeaders { .. }
            | Finding::TwoVotes { .. }
            | Finding::TermFell { .. }
            | Finding::SpokeBeforeDisk {
                claim: Claim::Term { .. } | Claim::Vote { .. },
                ..
            }
            | Finding::AcknowledgedWithoutCommit { .. } => None,
            Finding::LogsDiffer { differ_at, .. } => Some(differ_at),
            Finding::CountedOlderTerm { counted, .. }
            | Finding::CommittedOnMinority { counted, .. } => Some(counted.index),
            Finding::SpokeBeforeDisk {
                claim: Claim::Entry(index),
                ..
            }
            | Finding::CommitFell { before: index, .. }
            | Finding::MatchFell { before: index, .. }
            | Finding::AppliedOutOfTurn { index, .. }
            | Finding::AppliedAnother { index, .. }
            | Finding::CommittedEntryChanged { index, .. }
            | Finding::AcknowledgedWriteLost { index, .. }
            | Finding::LeaderChangedItsLog { index, .. }
            | Finding::LeaderLacksCommitted { index, .. }
            | Finding::TwoEntriesCommitted { index, .. } => Some(index),
        }
    }

    /// The entries that contradict each other, or the one that is missing.
    #[must_use]
    pub fn entries(&self) -> Vec<&Entry> {
        match &self.finding {
            Finding::TwoLeaders { .. }
            | Finding::LeaderChangedItsLog { .. }
            | Finding::LogsDiffer { .. }
            | Finding::TwoVotes { .. }
            | Finding::TermFell { .. }
            | Finding::CommitFell { .. }
            | Finding::MatchFell { .. }
            | Finding::AppliedOutOfTurn { .. }
            | Finding::SpokeBeforeDisk { .. }
            | Finding::AcknowledgedWithoutCommit { .. }
            | Finding::CountedOlderTerm { .. }
            | Finding::CommittedOnMinority { .. } => Vec::new(),
            Finding::CommittedEntryChanged { entry, .. } => Vec::from([entry]),
            Finding::AcknowledgedWriteLost { instead, .. } => Vec::from([instead]),
            Finding::AppliedAnother {
                applied, committed, ..
            } => [applied].into_iter().chain(committed).collect(),
            Finding::LeaderLacksCommitted {
                committed, instead, ..
            } => [committed].into_iter().chain(instead).collect(),
            Finding::TwoEntriesCommitted {
                first_entry,
                second_entry,
                ..
            } => Vec::from([first_entry, second_entry]),
        }
    }

    /// What was found, in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        self.finding.to_string()
    }
}

impl fmt::Display for Violation {
    /// The property, the moment and the sentence.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (title, at) = (self.property().title(), self.at);
        write!(formatter, "{title} violated at {at}: {}", self.finding)
    }
}
