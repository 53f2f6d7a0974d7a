//! Changes of the membership (Thesis §4.1, §4.2): one server at a time; many at once are in
//! `joint.rs`.
//!
//! 1. The configuration is an entry of the log. Each node uses the latest one in its log, committed
//!    or not, from the moment at which it appends it; when that entry is removed, the one before.
//!    A snapshot brings the configuration of its last entry along.
//! 2. One change at a time: a leader appends no configuration before the last one is committed,
//!    and none before it has committed an entry of its own term. It then knows of every change that
//!    may be under way. To be able to do so, it appends a blank entry at its election (Raft §8).
//! 3. Each change adds or removes the vote of one server, so a majority of the old voters and one
//!    of the new ones have a server in common, and no two leaders can be elected in one term.
//! 4. A new server joins as a learner: it is sent the log, and counts in no majority. When it has
//!    caught up, a second change gives it its vote (Thesis §4.2.1).
//! 5. A leader that removes itself leads on until its removal is committed, by the copies of the
//!    others alone, and steps down then (Thesis §4.2.2).
//! 6. A node listens to leaders and candidates from outside its own configuration: they may have a
//!    newer one (Thesis §4.1). It begins no election itself unless it votes in its configuration,
//!    or the change that took its vote is not known to be committed: it may then still be needed
//!    (Thesis §4.2.2).
//!
//! A server that was removed is sent nothing any more, so its timer runs out and it asks for votes
//! in newer terms. [`crate::Extension::LeaderStickiness`] keeps it from ending the leader's term
//! (Thesis §4.2.3).

use crate::config::{Bug, Bugs, Config};
use crate::decision::{Decision, ExtensionDecision, MembershipDecision, TransferEnd};
use crate::effect::{Effect, Effects};
use crate::entry::{Origin, Own, Payload, Rare, Reconfiguration};
use crate::extension::{Extension, FollowerExtensions};
use crate::log::Log;
use crate::membership::{CatchUp, Change, ChangeRefusal};
use crate::node::Node;
use crate::persistent::Persistent;
use crate::quorum::Configuration;
use crate::role::{Follower, Progress, ReplicationMode, Role, RoleName};
use crate::types::{Duration, Index, Instant, NODE_LIMIT, NodeId, NodeSet, Position};
use crate::whole::IS_WHOLE;

/// The rounds after which a leader gives up a server that does not catch up (Thesis §4.2.1 has
/// "e.g., 10").
const ROUNDS_MAX: u32 = 10;

/// How many of the shortest election timeouts a round may take before the leader gives up.
const ROUND_TIMEOUTS: u64 = 10;

/// The rules without which a leader counts copies of nodes that have no vote.
const MISCOUNTS: Bugs = Bugs::NONE
    .with(Bug::LearnerCounts)
    .with(Bug::RemovedLeaderCounts);

impl Node {
    /// The configuration that the node uses: the latest one in its log.
    #[inline]
    #[must_use]
    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// The index of the entry that the node's configuration comes from; `None` where it comes from
    /// a snapshot, or is the one that the cluster began with.
    #[inline]
    #[must_use]
    pub fn configured_at(&self) -> Option<Index> {
        self.configured_at
    }

    /// The servers that catch up before this leader gives them their votes, and the number of the
    /// round.
    #[must_use]
    pub fn catching_up(&self) -> Option<(NodeSet, u32)> {
        let Role::Leader(leader) = &self.role else {
            return None;
        };
        let catch_up = leader.extended.catching_up.as_deref()?;
        Some((catch_up.servers, catch_up.round))
    }

    /// The configuration that a node boots with from this disk.
    #[must_use]
    pub fn configuration_on(config: &Config, disk: &Persistent) -> Configuration {
        Node::configured_at_boot(config, disk).0
    }

    /// The configuration of a node that boots, and the index of its entry.
    pub(crate) fn configured_at_boot(
        config: &Config,
        persistent: &Persistent,
    ) -> (Configuration, Option<Index>) {
        let in_log = (IS_WHOLE
            && config.extensions.has(Extension::Membership)
            && !config.bugs.has(Bug::ConfigurationWhenCommitted))
        .then(|| latest(&persistent.log, None, persistent.log.last_index()))
        .flatten();
        match in_log {
            Some((at, configuration)) => (configuration, Some(at)),
            None => (before_log(config, persistent), None),
        }
    }

    /// Takes note that the log holds other entries from `first` on: the latest configuration in it
    /// is in force.
    #[inline]
    pub(crate) fn log_reconfigures(&mut self, first: Index, effects: &mut Effects) {
        if self.extends(Extension::Membership) {
            self.find_configuration(first, effects);
        }
    }

    #[inline(never)]
    fn find_configuration(&mut self, first: Index, effects: &mut Effects) {
        let log = &self.persistent.log;
        let last = match self.config.bugs.has(Bug::ConfigurationWhenCommitted) {
            true => log.last_index().min(self.commit_index),
            false => log.last_index(),
        };
        let is_lost = self.configured_at >= Some(first) || self.configured_at > last;
        let found = match is_lost {
            true => latest(log, None, last),
            false => latest(log, first.previous(), last),
        };
        let (configuration, at) = match found {
            Some((at, configuration)) => (configuration, Some(at)),
            None if is_lost => (before_log(&self.config, &self.persistent), None),
            None => return,
        };
        let before = core::mem::replace(&mut self.configuration, configuration);
        let was_at = core::mem::replace(&mut self.configured_at, at);
        if (before, was_at) == (configuration, at) {
            return;
        }
        decide(
            match at.filter(|_| at > was_at) {
                Some(at) => MembershipDecision::Adopted { at, configuration },
                None => MembershipDecision::Reverted {
                    at,
                    before,
                    configuration,
                },
            },
            effects,
        );
    }

    /// Takes over the configuration of a leader's snapshot, unless the log behind it has a newer
    /// one.
    pub(crate) fn snapshot_reconfigures(&mut self, through: Index, effects: &mut Effects) {
        if !self.extends(Extension::Membership) {
            return;
        }
        let configuration = before_log(&self.config, &self.persistent);
        let before = core::mem::replace(&mut self.configuration, configuration);
        self.configured_at = None;
        if before != configuration {
            let restored = MembershipDecision::Restored {
                through,
                configuration,
            };
            decide(restored, effects);
        }
        self.find_configuration(Index::FIRST, effects);
    }

    /// The configuration in force behind the entry at `through`, for a snapshot that ends there.
    pub(crate) fn configuration_through(&self, through: Index) -> Configuration {
        if !self.extends(Extension::Membership) {
            return self.config.configuration;
        }
        let found = latest(&self.persistent.log, None, Some(through));
        found.map_or_else(
            || before_log(&self.config, &self.persistent),
            |(_, configuration)| configuration,
        )
    }

    /// Whether this node heeds messages of a machine outside its configuration.
    #[cold]
    pub(crate) fn heeds_outsider(&self, from: NodeId) -> bool {
        self.extends(Extension::Membership) && from != self.id && from.0 < NODE_LIMIT
    }

    /// Whether a reply comes from a machine that this leader no longer sends entries to.
    #[inline]
    pub(crate) fn has_left(&self, from: NodeId) -> bool {
        self.extends(Extension::Membership) && !self.configuration.receivers(self.id).contains(from)
    }

    /// The places that a leader needs for what it knows of nodes: servers may join later.
    #[inline]
    pub(crate) fn places(&self) -> usize {
        if self.extends(Extension::Membership) {
            return usize::from(NODE_LIMIT);
        }
        let highest = self.configuration.servers().iter().last();
        highest.map_or(0, |node| node.position() + 1)
    }

    /// Whether this node may begin an election although it has no vote: the change that took its
    /// vote is not known to be committed (Thesis §4.2.2).
    #[cold]
    pub(crate) fn is_needed_until_removed(&self) -> bool {
        if !self.extends(Extension::Membership) || self.configured_at <= self.commit_index {
            return false;
        }
        let Some(at) = self.configured_at else {
            return false;
        };
        let before = at
            .previous()
            .map(|before| self.configuration_through(before));
        let before = before.unwrap_or_else(|| before_log(&self.config, &self.persistent));
        before.members().contains(self.id)
    }

    /// Whether a new leader appends a blank entry so that it may change the membership.
    #[inline]
    pub(crate) fn blank_for_changes(&self) -> bool {
        self.extends(Extension::Membership)
    }

    /// The entry of a change that is under way when this node begins to lead.
    #[inline]
    pub(crate) fn change_under_way(&self) -> Option<Index> {
        match self.extends(Extension::Membership) {
            true => self
                .configured_at
                .filter(|at| Some(*at) > self.commit_index),
            false => None,
        }
    }

    /// The nodes whose copies count although they have no vote: with Raft's rules, none.
    #[inline]
    pub(crate) fn counted_without_vote(&self) -> NodeSet {
        let mut counted = NodeSet::EMPTY;
        if self.config.bugs.intersects(MISCOUNTS) && self.extends(Extension::Membership) {
            if self.config.bugs.has(Bug::LearnerCounts) {
                counted = self.configuration.learners();
            }
            if self.config.bugs.has(Bug::RemovedLeaderCounts) {
                counted.insert(self.id);
            }
        }
        counted
    }

    /// Takes a client's change, or says why not.
    #[cfg_attr(feature = "extensions", inline(never))]
    pub(crate) fn change(
        &mut self,
        now: Instant,
        origin: Origin,
        change: Change,
        effects: &mut Effects,
    ) {
        if !self.extends(Extension::Membership) || self.puts_off(origin, effects) {
            return;
        }
        let Role::Leader(leader) = &self.role else {
            let leader = self.leader();
            effects.push(Effect::Decide(Decision::CommandRefused { leader }));
            effects.push(Effect::NotLeader { origin, leader });
            return;
        };
        let catching_up = leader.extended.catching_up.as_deref();
        if catching_up.is_some_and(|it| it.origin == origin) {
            return;
        }
        let catching_up = catching_up.map(|it| it.servers);
        if let Some((at, is_whole)) = self.appended_for(origin) {
            // A retry. Its answer follows when the entry is committed, or was lost.
            if is_whole && Some(at) <= self.commit_index {
                let refusal = None;
                effects.push(Effect::ChangeAnswered { origin, refusal });
            }
            return;
        }
        match self.reason_to_refuse(change, catching_up) {
            Some(reason) => {
                decide(MembershipDecision::Refused { change, reason }, effects);
                let refusal = Some(reason);
                effects.push(Effect::ChangeAnswered { origin, refusal });
            }
            None => self.make(now, origin, change, effects),
        }
    }

    /// The index of the last entry that the log holds for this request, if there is one, and
    /// whether the request is carried out with it: a joint configuration is only half of a change.
    fn appended_for(&self, origin: Origin) -> Option<(Index, bool)> {
        let log = &self.persistent.log;
        let found = log.iter().filter_map(|(at, entry)| match &entry.payload {
            Payload::Own(Own::Configuration(change)) if change.origin == Some(origin) => {
                Some((at, !change.configuration.is_joint()))
            }
            payload => (payload.origin() == Some(origin)).then_some((at, true)),
        });
        found.last()
    }

    fn reason_to_refuse(
        &self,
        change: Change,
        catching_up: Option<NodeSet>,
    ) -> Option<ChangeRefusal> {
        let servers = change.servers();
        let (members, learners) = (self.configuration.members(), self.configuration.learners());
        let is_voter = servers.without(members).is_empty();
        let is_learner = servers.without(learners).is_empty();
        let is_last = is_voter && members.count() == 1;
        let catching_up = catching_up.map(|servers| ChangeRefusal::CatchingUp { servers });
        match change {
            Change::Voters(voters) => return self.reason_against(voters, catching_up),
            Change::AddServer(_) if is_voter => return Some(ChangeRefusal::IsVoter),
            Change::AddServer(_) => {
                if catching_up.is_some() {
                    return catching_up;
                }
            }
            Change::AddLearner(_) if is_learner => return Some(ChangeRefusal::IsLearner),
            Change::RemoveServer(_) if !is_voter && !is_learner => {
                return Some(ChangeRefusal::IsOutside);
            }
            Change::AddLearner(_) | Change::RemoveServer(_) if is_last => {
                return Some(ChangeRefusal::IsLastVoter);
            }
            Change::AddLearner(_) | Change::RemoveServer(_) => {}
        }
        match self.reason_to_append_none() {
            // A learner catches up without an entry of its own.
            Some(_) if is_learner && matches!(change, Change::AddServer(_)) => None,
            reason => reason,
        }
    }

    /// Why this leader may append no configuration now, if so.
    pub(super) fn reason_to_append_none(&self) -> Option<ChangeRefusal> {
        if let Some(at) = self.change_under_way().or_else(|| self.joint_since())
            && !self.config.bugs.has(Bug::ChangeWhileUnderWay)
        {
            return Some(ChangeRefusal::UnderWay { at });
        }
        (!self.knows_changes()).then_some(ChangeRefusal::OwnTermNotCommitted {
            term: self.current_term(),
        })
    }

    /// Whether this leader knows of every change that may be under way: it has committed an entry
    /// of its own term.
    pub(super) fn knows_changes(&self) -> bool {
        let (log, term) = (&self.persistent.log, self.current_term());
        let committed = self.commit_index.and_then(|index| log.term_at(index));
        committed == Some(term) || self.config.bugs.has(Bug::ChangeBeforeOwnTerm)
    }

    fn make(&mut self, now: Instant, origin: Origin, change: Change, effects: &mut Effects) {
        let configuration = self.configuration;
        match change {
            Change::AddServer(server) => {
                if !configuration.learners().contains(server) {
                    self.append_configuration(None, configuration.with_learner(server), effects);
                }
                self.begin_to_catch_up(now, origin, change, change.servers(), effects);
            }
            Change::Voters(voters) => self.make_many(now, origin, voters, effects),
            Change::AddLearner(server) => {
                self.append_configuration(
                    Some(origin),
                    configuration.with_learner(server),
                    effects,
                );
            }
            Change::RemoveServer(server) => {
                self.append_configuration(Some(origin), configuration.without(server), effects);
            }
        }
    }

    /// Appends a configuration, uses it from now on, and sends it to all whom it names.
    pub(super) fn append_configuration(
        &mut self,
        origin: Option<Origin>,
        configuration: Configuration,
        effects: &mut Effects,
    ) {
        let fresh = Progress {
            next_index: self.persistent.log.next_index(),
            match_index: None,
            mode: ReplicationMode::Pipelining,
        };
        let joins = configuration
            .receivers(self.id)
            .without(self.configuration.receivers(self.id));
        let change = Rare::new(Reconfiguration {
            origin,
            configuration,
        });
        let Some(payload) = change.map(Own::Configuration).map(Payload::Own) else {
            return;
        };
        let origin = payload.origin();
        let (at, entries) = self.append(payload, effects);
        let Position { index, .. } = at;
        let before = self.configuration;
        let is_used = !self.config.bugs.has(Bug::ConfigurationWhenCommitted);
        if is_used {
            self.configuration = configuration;
            self.configured_at = Some(index);
        }
        self.forget_lease();
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        leader.extended.changing = Some(index);
        // A server that comes back may have lost its disk since.
        for server in joins.iter() {
            leader.progress[server.position()] = fresh;
            if let Some(flow) = leader.extended.flow.as_mut().map(Rare::make_mut) {
                flow.forget_sent_to(server);
            }
        }
        let is_ready = |node: &NodeId| leader.progress[node.position()].is_pipelining();
        let receivers = self.configuration.receivers(self.id);
        let ready: NodeSet = receivers.iter().filter(is_ready).collect();
        decide(
            MembershipDecision::Appended {
                at: index,
                before,
                configuration,
                is_used,
            },
            effects,
        );
        if let Some(origin) = origin {
            effects.push(Effect::Taken { origin, at });
        }
        self.send_append_entries(ready, Some((index, entries)), effects);
    }

    pub(super) fn begin_to_catch_up(
        &mut self,
        now: Instant,
        origin: Origin,
        change: Change,
        servers: NodeSet,
        effects: &mut Effects,
    ) {
        let through = self.persistent.log.last_index();
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        leader.extended.catching_up = Rare::new(CatchUp {
            servers,
            change,
            origin,
            round: 1,
            through,
            began_at: now,
            is_ready: false,
        });
        let begun = MembershipDecision::CatchUpBegun { servers, through };
        decide(begun, effects);
    }

    /// At the end of each step: notes that a change is committed, and goes on with a server that
    /// catches up.
    #[inline]
    pub(crate) fn settle_changes(&mut self, now: Instant, effects: &mut Effects) {
        if self.extends(Extension::Membership) {
            self.settle_membership(now, effects);
        }
    }

    #[inline(never)]
    fn settle_membership(&mut self, now: Instant, effects: &mut Effects) {
        if self.config.bugs.has(Bug::ConfigurationWhenCommitted) {
            self.find_configuration(Index::FIRST, effects);
        }
        let commit_index = self.commit_index;
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        let committed = |at: &mut Index| Some(*at) <= commit_index;
        if let Some(at) = leader.extended.changing.take_if(committed) {
            let configuration = self.configuration;
            let done = MembershipDecision::Committed { at, configuration };
            decide(done, effects);
            if !configuration.members().contains(self.id) {
                return self.step_down_without_vote(now, at, effects);
            }
        }
        if let Some(to) = self.successor()
            && !self.configuration.members().contains(to)
        {
            self.end_transfer(TransferEnd::Left, effects);
        }
        self.leave_joint(effects);
        self.catch_up(now, effects);
    }

    /// Steps down, in the same term, since the change that took this leader's vote is committed
    /// (Thesis §4.2.2).
    fn step_down_without_vote(&mut self, now: Instant, at: Index, effects: &mut Effects) {
        let term = self.current_term();
        decide(MembershipDecision::LeaderLeaves { term, at }, effects);
        self.role = Role::Follower(Follower {
            leader: None,
            timer: Some(self.start_timer(now)),
            extended: FollowerExtensions::default(),
        });
    }

    fn catch_up(&mut self, now: Instant, effects: &mut Effects) {
        let within = self.config.election_timeout_min;
        let last = self.persistent.log.last_index();
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        let Some(mut catch_up) = leader.extended.catching_up.as_deref().copied() else {
            return;
        };
        let CatchUp {
            servers,
            change,
            origin,
            round,
            through,
            ..
        } = catch_up;
        let join = servers.without(self.configuration.learners()).is_empty();
        let kept = change.servers().without(servers);
        let stay = kept.without(self.configuration.voters()).is_empty();
        if !join || !stay {
            return self.give_up_catching_up(ChangeRefusal::Left, effects);
        }
        let took = now - catch_up.began_at;
        let holds = |server: NodeId| leader.progress[server.position()].match_index >= through;
        if !catch_up.is_ready && servers.iter().all(holds) {
            let is_ready = took < within;
            let is_last = round == ROUNDS_MAX;
            (catch_up.is_ready, catch_up.round) = (is_ready, round + u32::from(!is_ready));
            (catch_up.through, catch_up.began_at) = (last, now);
            leader.extended.catching_up = Rare::new(catch_up);
            decide(
                MembershipDecision::RoundEnded {
                    servers,
                    round,
                    through,
                    took,
                    within,
                },
                effects,
            );
            if is_last && !is_ready {
                return self.give_up_catching_up(ChangeRefusal::NotCaughtUp, effects);
            }
            if !is_ready {
                return;
            }
        } else if !catch_up.is_ready {
            if took > Duration(within.0.saturating_mul(ROUND_TIMEOUTS)) {
                self.give_up_catching_up(ChangeRefusal::NotCaughtUp, effects);
            }
            return;
        }
        if self.reason_to_append_none().is_none() {
            if let Role::Leader(leader) = &mut self.role {
                leader.extended.catching_up = None;
            }
            let promoted = match change {
                Change::Voters(voters) => self.configuration.to_joint(voters),
                _ => {
                    let with = |all: Configuration, server| all.with_voter(server);
                    servers.iter().fold(self.configuration, with)
                }
            };
            self.append_configuration(Some(origin), promoted, effects);
        }
    }

    fn give_up_catching_up(&mut self, reason: ChangeRefusal, effects: &mut Effects) {
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        if let Some(catch_up) = leader.extended.catching_up.take() {
            let change = catch_up.change;
            decide(MembershipDecision::Refused { change, reason }, effects);
            effects.push(Effect::ChangeAnswered {
                origin: catch_up.origin,
                refusal: Some(reason),
            });
        }
    }

    /// A lease rests on promises of a majority of the configuration in which it was confirmed: with
    /// a new one, it must be confirmed anew (Thesis §6.4.1).
    fn forget_lease(&mut self) {
        if self.role_name() == RoleName::Leader && self.extends(Extension::LeaseReads) {
            self.led().leads_since = None;
        }
    }
}

/// The last configuration among the entries behind `after` and through `last`, with its index.
fn latest(log: &Log, after: Option<Index>, last: Option<Index>) -> Option<(Index, Configuration)> {
    let mut index = last;
    while let Some(at) = index.filter(|_| index > after) {
        let configuration = log.entry(at).map(|entry| entry.payload.configuration());
        match configuration {
            Some(Some(configuration)) => return Some((at, configuration)),
            Some(None) => index = at.previous(),
            None => return None,
        }
    }
    None
}

/// The configuration in force before the first entry of the log: a snapshot's, or the one that the
/// cluster began with.
fn before_log(config: &Config, persistent: &Persistent) -> Configuration {
    let is_on = IS_WHOLE && config.extensions.has(Extension::Membership);
    let snapshot = persistent.snapshot.as_ref().filter(|_| is_on);
    snapshot.map_or(config.configuration, |it| it.configuration)
}

fn decide(decision: MembershipDecision, effects: &mut Effects) {
    let decision = ExtensionDecision::Membership(decision);
    effects.push(Effect::Decide(Decision::Extension(decision)));
}
