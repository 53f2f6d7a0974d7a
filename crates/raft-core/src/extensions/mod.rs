//! Extensions of Raft, each behind a switch and each in a file of its own. Plain Raft has none of
//! them on, and its reader can leave this folder out.
//!
//! The files of the roles call one hook for each place where an extension acts. A hook asks first
//! whether its switch is on. Without the feature `extensions` no switch is ever on, so that the
//! compiler leaves out what stands behind it.
//!
//! | switch | rule | hooks |
//! |---|---|---|
//! | [`Extension::PreVote`] | Thesis §9.6 | `asks_first`, `term_told`, `heeds_pre_vote_in` |
//! | [`Extension::CheckQuorum`] | Thesis §6.2 | `note_heard`, `loses_quorum` |
//! | [`Extension::LeaderStickiness`] | Thesis §4.2.3 | `ignores_vote_request` |
//! | [`Extension::ParallelWrite`] | Thesis §10.2.1 | `sends_while_writing`, `say_committed_ahead` |
//! | [`Extension::ReadIndex`] | Thesis §6.4 | `send_extended_heartbeats`, `settle_reads` |
//! | [`Extension::LeaseReads`] | Thesis §6.4.1 | `withholds_vote`, `promise_at_boot` |
//! | [`Extension::FollowerReads`] | Thesis §6.4 | `ask_again` |
//! | [`Extension::Snapshots`] | Raft §7, Thesis §5 | `sends_snapshot` |
//! | [`Extension::Membership`] | Thesis §4, Raft §6 | `log_reconfigures`, `settle_changes` |
//! | [`Extension::MaxInFlight`] | Thesis §10.2.2 | `sends_with_care`, `send_extended_heartbeats` |
//! | [`Extension::BatchFor`] | Thesis §10.2.2 | `takes_with_care`, `send_extended_heartbeats` |
//! | [`Extension::MaxUncommitted`] | — | `takes_with_care` |
//!
//! Leadership transfer (Thesis §3.10) has no switch: somebody asks for it, and nothing of it
//! happens otherwise. Its hooks are `hand_over`, `transfer_ends_at`, `end_late_transfer`,
//! `takes_with_care`, `tell_successor` and `stand_as_told`.
//!
//! A pre-vote and its answer are messages of their own: `answer_pre_vote` and `count_pre_vote` take
//! them. So are a leader's question whether it leads and a follower's for a read index, with their
//! answers: `answer_confirm`, `count_confirmation`, `answer_read_index` and `hear_read_index`; and
//! the parts of a snapshot: `answer_snapshot` and `handle_snapshot_reply`.
//!
//! With members that come and go, `heeds_outsider`, `is_needed_until_removed`, `has_left`, `places`
//! and `blank_for_changes` answer what the files of the roles ask, and `change` takes a client's
//! request. Many votes change at once by joint consensus (Raft §6, `joint.rs`): whatever counts a
//! majority asks [`crate::quorum::Configuration`], which counts one of each side.
//!
//! Of snapshots a node does only what its driver asks for (`take_snapshot`), so nothing here looks
//! at their switch.

mod check_quorum;
mod flow;
mod follower_reads;
mod joint;
mod leader_stickiness;
mod lease;
mod membership;
mod parallel_write;
mod pre_vote;
mod reads;
mod snapshots;
mod transfer;

use crate::decision::{Decision, ExtensionDecision};
use crate::effect::{Effect, Effects};
use crate::extension::Extension;
use crate::node::Node;
use crate::role::Role;
use crate::types::{Duration, Instant, NodeId};
use crate::whole::IS_WHOLE;

impl Node {
    /// Whether an extension is on. The one place that asks whether extensions are built in.
    #[inline]
    pub(crate) fn extends(&self, extension: Extension) -> bool {
        IS_WHOLE && self.config.extensions.has(extension)
    }

    /// Sends heartbeats, and what extensions have to send with them.
    #[inline(never)]
    pub(crate) fn send_extended_heartbeats(&mut self, now: Instant, effects: &mut Effects) {
        self.end_gathering();
        self.send_plain_heartbeats(now, effects);
        self.speak_to_those_that_wait(effects);
        self.confirm_at_heartbeat(now, effects);
    }

    /// The leader that this node has heard from within the shortest election timeout, and how long
    /// ago; a leader hears itself. While there is one, no other node has reason to stand
    /// (Thesis §4.2.3).
    fn leader_heard(&self, now: Instant) -> Option<(NodeId, Duration)> {
        match &self.role {
            Role::Follower(follower) => {
                let ago = now - follower.extended.heard_at?;
                let leader = follower.leader?;
                (ago < self.config.election_timeout_min).then_some((leader, ago))
            }
            Role::Candidate(_) => None,
            Role::Leader(_) => Some((self.id, Duration(0))),
        }
    }
}

fn decide(decision: ExtensionDecision, effects: &mut Effects) {
    effects.push(Effect::Decide(Decision::Extension(decision)));
}
