//! Reads at followers (Thesis §6.4): a follower asks its leader for a read index, waits until its
//! own state machine has applied that index, and answers its client by itself. The leader makes
//! sure that it leads as it does for its own reads.
//!
//! A question is named by the client's request and not by a number of the follower's own, which a
//! restart would begin anew: a late reply could then answer another read. A follower repeats its
//! questions when it hears a heartbeat, and gives them up when it follows that leader no more.

use super::decide;
use crate::config::Bug;
use crate::decision::{ExtensionDecision, IgnoreReason, ReadGround};
use crate::effect::{Effect, Effects};
use crate::entry::Origin;
use crate::extension::Extension;
use crate::message::{Body, ReadIndex, ReadIndexAnswer, ReadIndexReply};
use crate::node::{Node, ignore};
use crate::reading::{Asked, Reader};
use crate::role::{Role, RoleName};
use crate::types::{Instant, NodeId};

impl Node {
    /// Asks the leader for a read index, if this node follows one. Returns whether the read is
    /// taken.
    pub(crate) fn asks_leader_for_read(&mut self, origin: Origin, effects: &mut Effects) -> bool {
        if !self.extends(Extension::FollowerReads) {
            return false;
        }
        let Role::Follower(follower) = &self.role else {
            return false;
        };
        let Some(leader) = follower.leader else {
            return false;
        };
        if self.config.bugs.has(Bug::FollowerReadsAlone) {
            let (at, ground) = (self.commit_index, ReadGround::Nothing);
            decide(ExtensionDecision::ReadAnswered { at, ground }, effects);
            effects.push(Effect::ReadReady { origin, at });
            return true;
        }
        if self.asked_reads().iter().all(|it| it.origin != origin) {
            self.reading_mut().asked.push(Asked {
                origin,
                leader,
                through: None,
            });
            decide(ExtensionDecision::ReadAsked { leader }, effects);
            self.send(leader, Body::ReadIndex(ReadIndex { origin }), effects);
        }
        true
    }

    /// Asks the leader again for each read that it has not answered: a question or its reply may
    /// be lost.
    #[inline]
    pub(crate) fn ask_again(&mut self, leader: NodeId, effects: &mut Effects) {
        if !self.extends(Extension::FollowerReads) {
            return;
        }
        for place in 0..self.asked_reads().len() {
            let asked = self.asked_reads()[place];
            if asked.leader == leader && asked.through.is_none() {
                let origin = asked.origin;
                self.send(leader, Body::ReadIndex(ReadIndex { origin }), effects);
            }
        }
    }

    /// Answers a follower that asks for a read index: a leader when it has made sure that it leads,
    /// any other node at once.
    pub(crate) fn answer_read_index(
        &mut self,
        now: Instant,
        node: NodeId,
        ReadIndex { origin }: ReadIndex,
        effects: &mut Effects,
    ) {
        if !self.extends(Extension::FollowerReads) {
            return;
        }
        if self.role_name() == RoleName::Leader {
            self.take_read(now, Reader::Follower { node, origin }, effects);
            return;
        }
        ignore(node, IgnoreReason::NoReadIndex, effects);
        let answer = ReadIndexAnswer::NotLeader;
        let reply = ReadIndexReply { origin, answer };
        self.send(node, Body::ReadIndexReply(reply), effects);
    }

    /// Takes in the leader's answer. Only the read that it names goes on.
    pub(crate) fn hear_read_index(
        &mut self,
        from: NodeId,
        ReadIndexReply { origin, answer }: ReadIndexReply,
        effects: &mut Effects,
    ) {
        let waits = |it: &Asked| it.origin == origin && it.leader == from && it.through.is_none();
        let Some(place) = self.asked_reads().iter().position(waits) else {
            ignore(from, IgnoreReason::Overtaken, effects);
            return;
        };
        match answer {
            ReadIndexAnswer::NotLeader => {
                self.reading_mut().asked.remove(place);
                self.give_up_asked(&[origin], Some(from), effects);
            }
            ReadIndexAnswer::Through(through)
                if through <= self.commit_index || self.config.bugs.has(Bug::ReadBeforeApplied) =>
            {
                self.reading_mut().asked.remove(place);
                let ground = ReadGround::Leader {
                    leader: from,
                    applied: self.commit_index,
                };
                let at = through;
                decide(ExtensionDecision::ReadAnswered { at, ground }, effects);
                effects.push(Effect::ReadReady { origin, at });
            }
            ReadIndexAnswer::Through(through) => {
                self.reading_mut().asked[place].through = through;
                if let Some(at) = through {
                    let commit_index = self.commit_index;
                    let waits = ExtensionDecision::ReadWaitsForApply { at, commit_index };
                    decide(waits, effects);
                }
            }
        }
    }

    /// Answers the reads whose read index this node has applied, and gives up those whose leader it
    /// follows no more. A read that has its index needs no leader.
    pub(crate) fn settle_asked(&mut self, effects: &mut Effects) {
        if self.asked_reads().is_empty() {
            return;
        }
        let (applied, leader) = (self.commit_index, self.leader());
        let asked = core::mem::take(&mut self.reading_mut().asked);
        let mut lost = alloc::vec::Vec::new();
        for read in asked {
            match read.through {
                Some(through) if Some(through) <= applied => {
                    let (origin, at) = (read.origin, Some(through));
                    let ground = ReadGround::Leader {
                        leader: read.leader,
                        applied,
                    };
                    decide(ExtensionDecision::ReadAnswered { at, ground }, effects);
                    effects.push(Effect::ReadReady { origin, at });
                }
                None if leader != Some(read.leader) => lost.push(read.origin),
                _ => self.reading_mut().asked.push(read),
            }
        }
        if !lost.is_empty() {
            self.give_up_asked(&lost, None, effects);
        }
    }

    fn asked_reads(&self) -> &[Asked] {
        self.reading.as_ref().map_or(&[], |reading| &reading.asked)
    }

    fn give_up_asked(&self, lost: &[Origin], refused_by: Option<NodeId>, effects: &mut Effects) {
        let leader = self.leader().filter(|leader| *leader != self.id);
        let reads = lost.len() as u64;
        let given_up = ExtensionDecision::ReadsGivenUp {
            reads,
            leader,
            refused_by,
        };
        decide(given_up, effects);
        for origin in lost {
            let origin = *origin;
            effects.push(Effect::NotLeader { origin, leader });
        }
    }
}
