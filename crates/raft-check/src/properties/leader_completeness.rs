//! Leader Completeness (Raft Figure 3, §5.4): later leaders hold all that was committed.
//!
//! An entry is committed in the term of the leader that counted its copies. A follower that
//! is told so later adds nothing to that.

use raft_core::{Entry, Index, NodeId, Term};

use crate::properties::election_safety::{Leaders, Leadership};
use crate::properties::state_machine_safety::Committed;
use crate::violation::Finding;

/// A leader, as one who must hold what earlier leaders have committed.
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

    /// Compares what it `held` at `index` when it was elected with what an earlier leader
    /// committed there.
    pub(crate) fn judge(
        self,
        index: Index,
        held: Option<&Entry>,
        committed: &Committed,
        leaders: &Leaders,
    ) -> Option<Finding> {
        let wanted = committed.entry(index)?;
        if held == Some(wanted) {
            return None;
        }
        let committer = leaders.committer_of(index)?;
        Some(Finding::LeaderLacksCommitted {
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
