//! Leadership transfer (Thesis §3.10): a leader hands its lead to a node that somebody has chosen,
//! so that the cluster need not wait for an election timeout when the leader's machine is to go.
//!
//! 1. The leader takes no more commands: its log stands still, so that the successor can hold all
//!    of it.
//! 2. It sends the successor what it lacks, by AppendEntries as ever.
//! 3. When the successor's log is known to end where the leader's does, the leader sends it a
//!    TimeoutNow, once.
//! 4. The successor begins an election as if its timer had run out. It asks nobody first
//!    (Thesis §9.6), and its requests say why it stands, so that they are heeded by those who hear
//!    the leader (Thesis §4.2.3). The leader steps down by Raft §5.1.
//! 5. If no newer term has reached the leader within the shortest election timeout, it gives up and
//!    takes commands again.
//!
//! Safety rests on nothing of this: the successor needs the votes of a majority, and those look at
//! its log, as in any election (Raft §5.4.1). A TimeoutNow that arrives when the transfer has been
//! given up long ago makes one election more.
//!
//! While a transfer is under way, asking for the same one changes nothing: its time goes on. Asking
//! for another successor begins anew with that one, and asking for the leader itself gives up.

use crate::config::Bug;
use crate::decision::{
    Decision, ExtensionDecision, Impossible, TransferDecision, TransferEnd, TransferRefusal,
};
use crate::effect::{Effect, Effects};
use crate::entry::Origin;
use crate::extension::Transfer;
use crate::message::Body;
use crate::node::Node;
use crate::role::{Leader, Role, RoleName};
use crate::types::{Instant, NodeId, NodeSet};
use crate::whole::IS_WHOLE;

impl Node {
    /// Hands the lead to `to`, or says why not.
    #[cfg_attr(feature = "extensions", inline(never))]
    pub(crate) fn hand_over(&mut self, now: Instant, to: NodeId, effects: &mut Effects) {
        if !IS_WHOLE {
            return;
        }
        let under_way = self.transfer_under_way();
        match self.reason_not_to_hand_over(to, under_way) {
            Some(reason) => decide(TransferDecision::Refused { to, reason }, effects),
            None if to == self.id => self.end_transfer(TransferEnd::CalledOff, effects),
            None => self.begin_transfer(now, to, under_way.map(|it| it.to), effects),
        }
    }

    fn reason_not_to_hand_over(
        &self,
        to: NodeId,
        under_way: Option<Transfer>,
    ) -> Option<TransferRefusal> {
        if self.role_name() != RoleName::Leader {
            let leader = self.leader();
            return Some(TransferRefusal::NotLeader { leader });
        }
        if to == self.id {
            return under_way.is_none().then_some(TransferRefusal::ToItself);
        }
        if !self.configuration.members().contains(to) {
            return Some(TransferRefusal::NoMember);
        }
        let same = under_way.filter(|it| it.to == to);
        same.map(|_| TransferRefusal::UnderWay)
    }

    fn begin_transfer(
        &mut self,
        now: Instant,
        to: NodeId,
        instead_of: Option<NodeId>,
        effects: &mut Effects,
    ) {
        let within = self.config.election_timeout_min;
        let last = self.persistent.log.last_index();
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        leader.extended.transfer = Some(Transfer {
            to,
            began_at: now,
            told: false,
        });
        let matched = leader.progress[to.position()].match_index;
        let ends = !self.config.bugs.has(Bug::TransferNeverAborted);
        let begun = TransferDecision::Begun {
            to,
            instead_of,
            within: ends.then_some(within),
        };
        decide(begun, effects);
        if matched < last {
            let waits = TransferDecision::Waits { to, matched, last };
            decide(waits, effects);
            self.send_append_entries(NodeSet::from_iter([to]), None, effects);
        }
        self.tell_successor(effects);
    }

    /// Tells the successor to begin an election, once it is known to hold the leader's whole log.
    #[inline]
    pub(crate) fn tell_successor(&mut self, effects: &mut Effects) {
        if IS_WHOLE && self.transfer_under_way().is_some() {
            self.tell_successor_when_ready(effects);
        }
    }

    fn tell_successor_when_ready(&mut self, effects: &mut Effects) {
        let last = self.persistent.log.last_index();
        let Role::Leader(Leader {
            progress, extended, ..
        }) = &mut self.role
        else {
            return;
        };
        let Some(Transfer { to, told, .. }) = &mut extended.transfer else {
            return;
        };
        let to = *to;
        if *told || progress[to.position()].match_index < last {
            return;
        }
        *told = true;
        extended.has_told_successor = true;
        decide(TransferDecision::TimeoutNowSent { to, last }, effects);
        self.send(to, Body::TimeoutNow, effects);
    }

    /// When this leader gives up the transfer that is under way.
    #[inline]
    pub(crate) fn transfer_ends_at(&self) -> Option<Instant> {
        if !IS_WHOLE {
            return None;
        }
        let began_at = self.transfer_under_way()?.began_at;
        let never_ends = self.config.bugs.has(Bug::TransferNeverAborted);
        (!never_ends).then(|| began_at + self.config.election_timeout_min)
    }

    /// Gives up a transfer whose time is over: before anything else that a step does, so that no
    /// step finds one that should have ended.
    #[inline]
    pub(crate) fn end_late_transfer(&mut self, now: Instant, effects: &mut Effects) {
        if self
            .transfer_ends_at()
            .is_some_and(|ends_at| now >= ends_at)
        {
            let within = self.config.election_timeout_min;
            self.end_transfer(TransferEnd::TimeOver { within }, effects);
        }
    }

    #[cfg_attr(feature = "extensions", inline(never))]
    pub(crate) fn end_transfer(&mut self, reason: TransferEnd, effects: &mut Effects) {
        if let Role::Leader(leader) = &mut self.role
            && let Some(Transfer { to, told, .. }) = leader.extended.transfer.take()
        {
            decide(TransferDecision::Aborted { to, told, reason }, effects);
        }
    }

    /// Puts a client's command off while this leader hands over its lead. Returns whether it did.
    #[inline]
    pub(crate) fn puts_off(&self, origin: Origin, effects: &mut Effects) -> bool {
        if !IS_WHOLE {
            return false;
        }
        let Some(Transfer { to, .. }) = self.transfer_under_way() else {
            return false;
        };
        decide(TransferDecision::CommandPutOff { to }, effects);
        effects.push(Effect::PutOff { origin });
        true
    }

    /// Begins an election, since `leader` told this node to. The leader of this term says so; a
    /// node that knows another one does not believe it.
    pub(crate) fn stand_as_told(&mut self, now: Instant, leader: NodeId, effects: &mut Effects) {
        if !IS_WHOLE {
            return;
        }
        let term = self.current_term();
        if let Some(known) = self.leader().filter(|known| *known != leader) {
            let impossible = Impossible::SecondLeader { known, term };
            let from = leader;
            effects.push(Effect::Decide(Decision::Refused { from, impossible }));
            return;
        }
        decide(TransferDecision::ToldToStand { leader, term }, effects);
        let timer = self.start_timer(now);
        if !self.may_open_term(timer, effects) {
            return;
        }
        self.stand_for_election(now, None, timer, true, effects);
        if self.config.bugs.has(Bug::TransferWithoutVotes)
            && self.role_name() == RoleName::Candidate
        {
            self.become_leader(now, self.votes(), effects);
        }
    }

    /// Says that a request for a vote is heeded although a leader is heard.
    pub(crate) fn heed_for_transfer(
        &self,
        candidate: NodeId,
        leader: NodeId,
        effects: &mut Effects,
    ) {
        let heeded = TransferDecision::VoteHeeded { candidate, leader };
        decide(heeded, effects);
    }

    /// The node that this leader hands its lead to, while it does.
    #[must_use]
    pub fn successor(&self) -> Option<NodeId> {
        self.transfer_under_way().map(|it| it.to)
    }

    #[inline]
    fn transfer_under_way(&self) -> Option<Transfer> {
        match &self.role {
            Role::Leader(leader) => leader.extended.transfer,
            Role::Follower(_) | Role::Candidate(_) => None,
        }
    }
}

fn decide(decision: TransferDecision, effects: &mut Effects) {
    let decision = ExtensionDecision::Transfer(decision);
    effects.push(Effect::Decide(Decision::Extension(decision)));
}
