//! Leader Completeness (Raft Figure 3, §5.4): later leaders hold all that was committed.
//!
//! An entry is committed in the term of the leader that counted its copies. A follower that
//! learns of it later does not commit it anew.

use alloc::vec::Vec;
use core::fmt;

use raft_core::{Entry, Index, NodeId, NodeSet, Term};

use super::contradiction::{Contradiction, in_words};
use super::election_safety::{Leaders, Leadership};
use super::history::Committed;
use super::promise::Promise;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "leader_completeness",
    title: "Leader Completeness",
    section: "Raft Figure 3, §5.4",
    meaning: "An entry that was committed in one term is in the log of every later term's \
              leader.",
};

/// A leader lacks an entry that was committed in an earlier term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaderLacksCommitted {
    /// Which leader.
    pub leader: NodeId,
    /// Of which term.
    pub term: Term,
    /// The index at which it lacks the committed entry.
    pub index: Index,
    /// The entry that was committed there.
    pub committed: Entry,
    /// The leader that committed it.
    pub by: NodeId,
    /// The term in which it was committed.
    pub committed_in: Term,
    /// What the later leader holds there, if anything.
    pub instead: Option<Entry>,
}

/// A leader that must hold what leaders of earlier terms have committed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LaterLeader {
    pub(crate) leader: NodeId,
    pub(crate) term: Term,
}

impl LaterLeader {
    pub(crate) fn of(leadership: &Leadership) -> LaterLeader {
        LaterLeader {
            leader: leadership.leader,
            term: leadership.term,
        }
    }

    /// Compares the entry that the leader `held` at `index` when it was elected with the entry that
    /// an earlier leader committed there.
    pub(crate) fn judge(
        self,
        index: Index,
        held: Option<&Entry>,
        committed: &Committed,
        leaders: &Leaders,
    ) -> Option<LeaderLacksCommitted> {
        let wanted = committed.entry(index)?;
        if held == Some(wanted) {
            return None;
        }
        let committer = leaders.committer_of(index)?;
        Some(LeaderLacksCommitted {
            leader: self.leader,
            term: self.term,
            index,
            committed: wanted.clone(),
            by: committer.leader,
            committed_in: committer.term,
            instead: held.cloned(),
        })
    }
}

impl Contradiction for LeaderLacksCommitted {
    fn nodes(&self) -> NodeSet {
        NodeSet::from_iter([self.leader, self.by])
    }

    fn index(&self) -> Option<Index> {
        Some(self.index)
    }

    fn entries(&self) -> Vec<&Entry> {
        [&self.committed].into_iter().chain(&self.instead).collect()
    }
}

impl fmt::Display for LeaderLacksCommitted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let LeaderLacksCommitted {
            leader,
            term,
            index,
            committed,
            by,
            committed_in,
            instead,
        } = self;
        write!(
            formatter,
            "{leader} led term {term} without {} at index {index}, which {} committed in \
                     term {committed_in}; ",
            in_words(committed),
            by
        )?;
        match instead {
            Some(entry) => write!(formatter, "it held {} there.", in_words(entry)),
            None => formatter.write_str("it held nothing there."),
        }
    }
}
