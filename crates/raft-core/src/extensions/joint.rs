//! Changes of many votes at once, by joint consensus (Raft §6, Thesis §4.3).
//!
//! 1. The leader appends a configuration with two sets of voters, the old ones and the new ones.
//!    As any configuration, it is in force for a node from the moment at which it is in its log.
//! 2. While it is, nothing is decided without a majority of each set: no election, no commit, no
//!    round of reads, no lease, no quorum of a leader. So neither set can decide alone, and it does
//!    not matter that some nodes know of the change and others do not.
//! 3. When the joint configuration is committed, the leader appends the new one by itself. From
//!    then on the new voters alone decide.
//! 4. A leader that is not among the new voters leads on until the new configuration is committed,
//!    and counts itself among the old voters only. It steps down then.
//! 5. A new leader that has a joint configuration in its log goes on with the change: it commits
//!    the joint configuration, as any entry of an earlier term, by an entry of its own term
//!    (Raft §5.4.2), and appends the new one. Nobody has to ask for it again. So does etcd with
//!    its `AutoLeave`; openraft leaves it to whoever asked for the change.
//! 6. Servers that are new join as learners first and catch up in rounds, as one server does
//!    (Thesis §4.2.1): the old voters stay alone in charge until all of them have.
//! 7. No other change is made meanwhile. A leader that hands over its lead leaves a joint
//!    configuration to its successor, since its log stands still.
//!
//! A joint configuration whose entry is removed from a log is gone like any other: the one before
//! is in force again. A snapshot at such an entry holds both sets of voters.

use crate::config::Bug;
use crate::effect::Effects;
use crate::entry::{Origin, Own, Payload};
use crate::extension::Extension;
use crate::membership::{Change, ChangeRefusal};
use crate::node::Node;
use crate::quorum::Configuration;
use crate::role::Role;
use crate::types::{Index, Instant, NodeSet, index_of};

impl Node {
    /// Why these servers may not become the voters now, if so. `catching_up` is the reason where
    /// others catch up.
    pub(super) fn reason_against(
        &self,
        voters: NodeSet,
        catching_up: Option<ChangeRefusal>,
    ) -> Option<ChangeRefusal> {
        if voters.is_empty() {
            return Some(ChangeRefusal::NoVoter);
        }
        if let Some(at) = self.joint_since() {
            return Some(ChangeRefusal::UnderWay { at });
        }
        if voters == self.configuration.voters() {
            return Some(ChangeRefusal::AreVoters);
        }
        if catching_up.is_some() {
            return catching_up;
        }
        let fresh = voters.without(self.configuration.voters());
        let only_learners = fresh.without(self.configuration.learners()).is_empty();
        // Learners catch up without an entry of their own.
        let waits = !fresh.is_empty() && only_learners;
        self.reason_to_append_none().filter(|_| !waits)
    }

    /// Makes these servers the voters: those that are new join as learners and catch up first.
    pub(super) fn make_many(
        &mut self,
        now: Instant,
        origin: Origin,
        voters: NodeSet,
        effects: &mut Effects,
    ) {
        let configuration = self.configuration;
        let fresh = voters.without(configuration.voters());
        if fresh.is_empty() {
            let joint = configuration.to_joint(voters);
            return self.append_configuration(Some(origin), joint, effects);
        }
        let learners = configuration.learners().union(fresh);
        if learners != configuration.learners() {
            self.append_configuration(None, configuration.with_learners(learners), effects);
        }
        self.begin_to_catch_up(now, origin, Change::Voters(voters), fresh, effects);
    }

    /// Appends the new configuration once the joint one is committed.
    pub(super) fn leave_joint(&mut self, effects: &mut Effects) {
        let Role::Leader(leader) = &self.role else {
            return;
        };
        if !self.configuration.is_joint() {
            return;
        }
        let changing = leader.extended.changing;
        let is_early = self.config.bugs.has(Bug::LeaveJointEarly)
            && changing.is_some()
            && changing == self.configured_at;
        let is_committed = changing.is_none() && self.knows_changes();
        // A leader that hands over its lead lets its log stand still.
        if (is_early || is_committed) && self.successor().is_none() {
            let origin = self.asked_for_joint();
            self.append_configuration(origin, self.configuration.left(), effects);
        }
    }

    /// Who asked for the joint configuration in force, if the log still says so.
    fn asked_for_joint(&self) -> Option<Origin> {
        let entry = self.persistent.log.entry(self.configured_at?)?;
        match &entry.payload {
            Payload::Own(Own::Configuration(change)) => change.origin,
            Payload::Own(Own::Blank) | Payload::Command { .. } => None,
        }
    }

    /// The index since which a joint configuration is in force, if one is: that of its entry, or of
    /// the last entry that the snapshot stands for.
    pub(super) fn joint_since(&self) -> Option<Index> {
        let base = || index_of(self.persistent.log.base());
        let since = self.configured_at.or_else(base);
        since.filter(|_| self.configuration.is_joint())
    }

    /// The configuration whose majorities are asked for: the one in force, with Raft's rules.
    #[cold]
    pub(crate) fn asked_sides(&self) -> Configuration {
        let only_new =
            self.config.bugs.has(Bug::OnlyNewMajority) && self.extends(Extension::Membership);
        match only_new {
            true => self.configuration.left(),
            false => self.configuration,
        }
    }
}
