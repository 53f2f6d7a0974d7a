//! One step of a node: each input goes to the rules that answer it.

use crate::config::Bug;
use crate::decision::{Decision, IgnoreReason};
use crate::effect::{Effect, Effects, Input};
use crate::extension::FollowerExtensions;
use crate::message::{Body, Message};
use crate::node::{Node, ignore};
use crate::role::{Follower, Role, RoleName};
use crate::types::{Duration, Instant, NodeId, Term};
use crate::whole::IS_WHOLE;

impl Node {
    /// Takes in one thing that happened at `now` and adds to `effects`, in order, what shall be
    /// done. The same node, moment and input always give the same effects.
    pub fn step(&mut self, now: Instant, input: Input, effects: &mut Effects) {
        if self.halted {
            return;
        }
        self.end_late_transfer(now, effects);
        match input {
            Input::Deadline if self.deadline().is_none_or(|deadline| now < deadline) => {}
            Input::Deadline if self.role_name() == RoleName::Leader => {
                if !self.loses_quorum(now, effects) {
                    self.send_heartbeats(now, effects);
                }
            }
            Input::Deadline => self.start_election(now, self.waited(now), effects),
            Input::ForceTimeout if self.role_name() == RoleName::Leader => {}
            Input::ForceTimeout => self.start_election(now, None, effects),
            Input::Transfer(to) => self.hand_over(now, to, effects),
            Input::Compact { through, bytes } => self.take_snapshot(through, bytes, effects),
            // By reference: a message is large, and each move of one costs more than a rule.
            Input::Receive { from, message } => self.receive(now, from, &message, effects),
            Input::Propose { origin, command } => self.propose(now, origin, command, effects),
            Input::Read { origin } => self.read(now, origin, effects),
            Input::Change { origin, change } => self.change(now, origin, change, effects),
            Input::Persisted(token) => {
                self.durability.confirm(token);
                while let Some((to, message)) = self.durability.release() {
                    effects.push(Effect::Send { to, message });
                }
                match self.role {
                    Role::Candidate(_) => self.count_own_vote(now, effects),
                    Role::Leader(_) => self.advance_commit(None, effects),
                    Role::Follower(_) => {}
                }
            }
        }
        self.settle_changes(now, effects);
        self.settle_reads(now, effects);
        self.write_changes(effects);
    }

    /// How long the election timer has run, at most for as long as it was set: a process that is
    /// paused hears of its end late. A leader has none.
    fn waited(&self, now: Instant) -> Option<Duration> {
        let timer = self.election_timer()?;
        Some(now.min(timer.ends_at) - timer.started_at)
    }

    /// Answers a message of another member. The node ignores messages of all others: a stranger
    /// has no part in the agreement, and a message in the node's own name is forged. While members
    /// come and go, nobody is a stranger (Thesis §4.1).
    fn receive(&mut self, now: Instant, from: NodeId, message: &Message, effects: &mut Effects) {
        let is_member = self.configuration.others(self.id).contains(from);
        if !is_member && !self.heeds_outsider(from) {
            ignore(from, IgnoreReason::Stranger, effects);
            return;
        }
        // Nearly all messages are a leader at work and its answers, which change no term.
        let is_usual = message.term == self.current_term() && message.body.is_about_entries();
        if !is_usual && !self.admit(now, from, message, effects) {
            return;
        }
        let current = message.term == self.current_term();
        if current {
            self.note_heard(now, from);
        }
        match &message.body {
            Body::RequestVote(request) => {
                self.answer_vote_request(now, from, message.term, *request, effects);
            }
            Body::AppendEntries(request) => {
                self.answer_append(now, from, message.term, request, effects);
            }
            Body::RequestVoteReply(reply) if current => {
                self.count_vote(now, from, *reply, effects);
            }
            Body::AppendEntriesReply(reply)
                if current || self.config.bugs.has(Bug::BelieveLateReplies) =>
            {
                self.handle_append_reply(from, *reply, effects);
            }
            Body::RequestVoteReply(_) | Body::AppendEntriesReply(_) => {
                self.ignore_older_term(from, message.term, effects);
            }
            Body::PreVote(_)
            | Body::PreVoteReply(_)
            | Body::TimeoutNow
            | Body::Confirm(_)
            | Body::ConfirmReply(_)
            | Body::ReadIndex(_)
            | Body::ReadIndexReply(_)
            | Body::InstallSnapshot(_)
            | Body::InstallSnapshotReply(_) => {
                self.receive_extended(now, from, message, effects);
            }
        }
    }

    /// Takes over the term of a message, unless the node passes the message over. Returns whether
    /// it goes on to answer it.
    #[cfg_attr(feature = "extensions", inline(never))]
    fn admit(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        effects: &mut Effects,
    ) -> bool {
        if self.ignores_vote_request(now, from, message, effects)
            || self.withholds_vote(now, from, message, effects)
        {
            return false;
        }
        if let Some(told) = self.term_told(message)
            && told > self.current_term()
        {
            self.adopt_term(now, from, told, effects);
        }
        true
    }

    /// Answers a message that only extensions of Raft send.
    // Apart from the rest of `receive`, which every message passes.
    #[inline(never)]
    fn receive_extended(
        &mut self,
        now: Instant,
        from: NodeId,
        message: &Message,
        effects: &mut Effects,
    ) {
        let current = message.term == self.current_term();
        match &message.body {
            Body::PreVote(request) if IS_WHOLE && self.heeds_pre_vote_in(message.term) => {
                self.answer_pre_vote(now, from, *request, effects);
            }
            Body::PreVoteReply(reply) if IS_WHOLE && self.heeds_pre_vote_in(message.term) => {
                self.count_pre_vote(now, from, *reply, effects);
            }
            Body::TimeoutNow if current => self.stand_as_told(now, from, effects),
            Body::Confirm(request) if IS_WHOLE => {
                self.answer_confirm(now, from, message.term, *request, effects);
            }
            Body::ConfirmReply(reply) if IS_WHOLE && current => {
                self.count_confirmation(from, *reply, effects);
            }
            Body::ReadIndex(request) if IS_WHOLE && current => {
                self.answer_read_index(now, from, *request, effects);
            }
            Body::ReadIndexReply(reply) if IS_WHOLE && current => {
                self.hear_read_index(from, *reply, effects);
            }
            Body::InstallSnapshot(request) if IS_WHOLE => {
                self.answer_snapshot(now, from, message.term, request, effects);
            }
            Body::InstallSnapshotReply(reply) if IS_WHOLE && current => {
                self.handle_snapshot_reply(from, *reply, effects);
            }
            _ => self.ignore_older_term(from, message.term, effects),
        }
    }

    fn ignore_older_term(&self, from: NodeId, theirs: Term, effects: &mut Effects) {
        let own = self.current_term();
        ignore(from, IgnoreReason::OlderTerm { theirs, own }, effects);
    }

    /// "If a server receives a request or response with a term number greater than its own,
    /// it updates its current term to the larger value", and a candidate or leader becomes a
    /// follower (Raft §5.1). The election timer of a follower or candidate runs on: only a
    /// leader's message or a granted vote restarts it (Thesis §9.5 and Raft Figure 2,
    /// "followers").
    #[cfg_attr(feature = "extensions", inline(never))]
    fn adopt_term(&mut self, now: Instant, from: NodeId, new: Term, effects: &mut Effects) {
        let (was, old) = (self.role_name(), self.current_term());
        self.enter_term(new);
        if was == RoleName::Leader && self.config.bugs.has(Bug::KeepLeading) {
            effects.push(Effect::Decide(Decision::TermAdopted { old, new, from }));
            return;
        }
        let timer = match self.election_timer() {
            None if self.config.bugs.has(Bug::DeposedWithoutTimer) => None,
            running => Some(running.unwrap_or_else(|| self.start_timer(now))),
        };
        self.role = Role::Follower(Follower {
            leader: None,
            timer,
            extended: FollowerExtensions::default(),
        });
        effects.push(Effect::Decide(match was {
            RoleName::Follower => Decision::TermAdopted { old, new, from },
            RoleName::Candidate | RoleName::Leader => Decision::SteppedDown {
                was,
                old,
                new,
                because_of: from,
            },
        }));
    }
}
