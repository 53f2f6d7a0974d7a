//! Check-quorum (Thesis §6.2): a leader steps down when an election timeout has passed in which it
//! has not heard from a majority, itself included. Its clients then look for another leader, and a
//! leader that only sends no longer keeps the others from electing one that can also hear.
//!
//! The leader looks at each heartbeat. The span is the shortest election timeout: a follower that
//! has not answered for as long may have stopped to follow.

use crate::config::Bug;
use crate::decision::{Decision, ExtensionDecision};
use crate::effect::{Effect, Effects};
use crate::extension::{Extension, FollowerExtensions, LeaderExtensions};
use crate::node::Node;
use crate::role::{Follower, Role};
use crate::types::{Instant, NodeId, NodeSet};

impl Node {
    /// The state that extensions need of a leader that begins at `now`, with this many places for
    /// nodes. All others count as heard when a term begins.
    #[inline]
    pub(crate) fn begin_leading(&self, now: Instant, places: usize) -> LeaderExtensions {
        let changing = self.change_under_way();
        let flow = self.begin_flow();
        if self.extends(Extension::CheckQuorum) {
            return LeaderExtensions {
                heard_at: alloc::vec![now; places],
                changing,
                flow,
                ..LeaderExtensions::default()
            };
        }
        LeaderExtensions {
            changing,
            flow,
            ..LeaderExtensions::default()
        }
    }

    /// Notes that a message of this term has arrived from another member.
    #[inline]
    pub(crate) fn note_heard(&mut self, now: Instant, from: NodeId) {
        if self.extends(Extension::CheckQuorum)
            && let Role::Leader(leader) = &mut self.role
            && let Some(heard_at) = leader.extended.heard_at.get_mut(from.position())
        {
            *heard_at = now;
        }
    }

    /// Steps down, in the same term, if too few nodes have been heard from. Returns whether this
    /// leader did.
    #[inline]
    pub(crate) fn loses_quorum(&mut self, now: Instant, effects: &mut Effects) -> bool {
        self.extends(Extension::CheckQuorum) && self.steps_down_unheard(now, effects)
    }

    #[cfg_attr(feature = "extensions", inline(never))]
    fn steps_down_unheard(&mut self, now: Instant, effects: &mut Effects) -> bool {
        let Role::Leader(leader) = &self.role else {
            return false;
        };
        let within = self.config.election_timeout_min;
        let heard_at = |node: NodeId| leader.extended.heard_at.get(node.position()).copied();
        let is_heard =
            |node: &NodeId| *node == self.id || heard_at(*node).is_some_and(|at| now - at < within);
        let members = self.configuration.members();
        let heard: NodeSet = members.iter().filter(is_heard).collect();
        if self.configuration.is_majority(heard) {
            return false;
        }
        effects.push(Effect::Decide(Decision::Extension(
            ExtensionDecision::QuorumLost {
                term: self.current_term(),
                heard: self.configuration.tally(heard),
                with_itself: heard.contains(self.id),
                within,
            },
        )));
        let waits = !self.config.bugs.has(Bug::UnheardWithoutTimer);
        self.role = Role::Follower(Follower {
            leader: None,
            timer: waits.then(|| self.start_timer(now)),
            extended: FollowerExtensions::default(),
        });
        true
    }
}
