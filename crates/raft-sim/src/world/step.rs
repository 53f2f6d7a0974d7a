//! One step of a node, and the effects that follow from it.

use raft_core::{
    Decision, Effect, Index, Input, NodeId, Origin, Payload, Position, Token, count_through,
};

use super::storage::AfterEffect;
use super::{NEVER, World};
use crate::address::Endpoint;
use crate::clients::answer::Answer;
use crate::clients::machine::Response;
use crate::digest::StateSummary;
use crate::network::packet::Content;
use crate::whole::IS_WHOLE;
use crate::world::event::{Event, Observer};

impl World {
    /// Steps a running node and carries out its effects; steps it again when its disk confirms a
    /// write at once.
    pub(super) fn step_node(&mut self, id: NodeId, input: Input, observer: &mut impl Observer) {
        let mut written = self.step_once(id, input, observer);
        while let Some(token) = written {
            written = self.step_once(id, Input::Persisted(token), observer);
        }
        self.take_snapshot_if_due(id, observer);
    }

    /// Steps a running node and carries out its effects. Returns the write that its disk confirmed
    /// at once, if any.
    pub(super) fn step_once(
        &mut self,
        id: NodeId,
        input: Input,
        observer: &mut impl Observer,
    ) -> Option<Token> {
        if IS_WHOLE {
            self.tell_before_step(id, &input, observer);
        }
        let server = self.servers.get_mut(id.position())?;
        let now = server.clock.read(self.now);
        let backlog = server.disk.backlog();
        let memory = server.running_mut()?;
        self.spent.backlog += backlog;
        let mut effects = self.effects.take();
        memory.node.step(now, input, &mut effects);
        let summary = StateSummary::of(&memory.node);
        if memory.summary != summary {
            memory.summary = summary;
            self.digest.add_state(id, &summary);
        }
        let deadline = memory.node.deadline();
        let timer = deadline.map_or(NEVER, |deadline| server.clock.when(deadline));
        self.node_timers.set(id, timer);
        let mut written = None;
        for effect in effects.drain(..) {
            match self.carry_out(id, effect, observer) {
                AfterEffect::GoOn => {}
                AfterEffect::Tell(token) => written = Some(token),
                AfterEffect::Stop => break,
            }
        }
        self.effects.put_back(effects);
        written
    }

    /// Tells the observer what a running node is about to be asked.
    #[inline]
    fn tell_before_step(&self, id: NodeId, input: &Input, observer: &mut impl Observer) {
        if let Some(server) = self.servers.get(id.position())
            && server.running().is_some()
        {
            observer.before_step(self, id, server.clock.read(self.now), input);
        }
    }

    /// Carries out one effect of a step.
    #[inline]
    fn carry_out(
        &mut self,
        id: NodeId,
        effect: Effect,
        observer: &mut impl Observer,
    ) -> AfterEffect {
        match effect {
            Effect::Persist(write) => return self.persist(id, write, observer),
            Effect::Send { to, message } => {
                self.send(
                    Endpoint::Node(id),
                    Endpoint::Node(to),
                    Content::Peer(message),
                    observer,
                );
            }
            Effect::Decide(decision) => {
                if let Decision::ElectionStarted { .. } = decision {
                    self.counts.elections += 1;
                }
                let decision = &decision;
                self.emit(observer, &Event::Decided { node: id, decision });
            }
            Effect::Taken { origin, at } => self.note_taken(id, origin, at, observer),
            Effect::ReadReady { origin, .. } => {
                if IS_WHOLE {
                    self.answer_read(id, origin, observer);
                }
            }
            Effect::NotLeader { origin, leader } => {
                self.reply(id, origin, Answer::NotLeader(leader), observer);
            }
            Effect::PutOff { origin } => self.reply(id, origin, Answer::PutOff, observer),
            Effect::ChangeAnswered { origin, refusal } if IS_WHOLE => {
                let answer = match refusal {
                    Some(reason) => Answer::ChangeRefused(reason),
                    None => Answer::Applied(Response::Logged),
                };
                self.reply(id, origin, answer, observer);
            }
            // Without extensions no node answers so.
            Effect::ChangeAnswered { .. } => {}
            Effect::Commit(through) => self.apply(id, through, observer),
            Effect::Restore(snapshot) => {
                if IS_WHOLE {
                    self.restore(id, &snapshot);
                }
            }
        }
        AfterEffect::GoOn
    }

    /// Notes that a leader owes an answer to a request, whose entry is at this place.
    fn note_taken(
        &mut self,
        id: NodeId,
        origin: Origin,
        at: Position,
        observer: &mut impl Observer,
    ) {
        if let Some(memory) = self.servers[id.position()].running_mut() {
            // An older entry at this index or later has been overwritten.
            memory.forget_unanswered_from(at.index);
            memory.unanswered.push_back((at, origin));
        }
        self.answer_at_once(id, origin, at, observer);
    }

    // Apart from the other effects, of which there are many more.
    #[cfg_attr(feature = "extensions", inline(never))]
    fn apply(&mut self, id: NodeId, through: Index, observer: &mut impl Observer) {
        let Some(memory) = self.servers[id.position()].running_mut() else {
            return;
        };
        if self.committed_through < Some(through) {
            let mut index = Index::after(self.committed_through);
            while index <= through {
                let payload = memory.node.log().entry(index).map(|entry| &entry.payload);
                self.counts.committed +=
                    u64::from(matches!(payload, Some(Payload::Command { .. })));
                index = index.next();
            }
            self.committed_through = Some(through);
        }
        let mut answers = self.answers.take();
        let before = memory.last_applied;
        memory.apply_committed(|origin, response| answers.push((origin, response)));
        if let Some(last) = memory.last_applied.filter(|last| Some(*last) > before) {
            self.spent.entries += last.get() - count_through(before);
            let (node, first) = (id, Index::after(before));
            self.emit(observer, &Event::Applied { node, first, last });
        }
        for (origin, response) in answers.drain(..) {
            self.reply(id, origin, Answer::Applied(response), observer);
        }
        self.answers.put_back(answers);
    }
}
