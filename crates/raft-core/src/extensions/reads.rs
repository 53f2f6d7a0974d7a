//! Reads beside the log (Thesis §6.4): a leader notes its commit index as the *read index*, makes
//! sure that it still leads, and answers from its state machine once that has applied the read
//! index. No entry is written, so a read costs no disk.
//!
//! A leader makes sure by a round of messages that a majority answers. A round has a number, and a
//! confirmation names it: a late one, or a second copy, speaks of the round that it answers and of
//! no later one. A read waits for the first round that begins after it has come. While a round is
//! under way all newer reads wait for the next one, which serves them together.
//!
//! A new leader holds every committed entry, but may not know that they are committed. So it
//! appends a blank entry at its election, and reads wait until an entry of its own term is
//! committed (Raft §8, Thesis §6.4).
//!
//! A leader that no longer leads gives up all reads that wait, and their clients ask again.

use alloc::sync::Arc;

use super::decide;
use crate::config::Bug;
use crate::decision::{Decision, ExtensionDecision, IgnoreReason, ReadGround};
use crate::effect::{Effect, Effects};
use crate::entry::Origin;
use crate::extension::Extension;
use crate::message::{Body, Confirm, ConfirmReply, ReadIndexAnswer, ReadIndexReply};
use crate::node::{Node, ignore};
use crate::reading::{Led, Reader, Reading, Ticket, WaitingRead};
use crate::role::{Role, RoleName};
use crate::types::{Index, Instant, NodeId, NodeSet, Term};
use crate::whole::IS_WHOLE;

/// The rounds whose beginning is remembered while nobody confirms them. A leader that is heard by
/// nobody for longer needs a fresh round anyway.
const ROUNDS_KEPT: usize = 32;

impl Node {
    /// Whether reads are answered beside the log.
    #[inline]
    pub(crate) fn reads_beside_log(&self) -> bool {
        self.config.extensions.read_beside_log()
    }

    /// Takes a client's read: a leader itself, a follower where the cluster reads at followers. Any
    /// other node names the leader that it knows (Raft §8).
    #[cfg_attr(feature = "extensions", inline(never))]
    pub(crate) fn read(&mut self, now: Instant, origin: Origin, effects: &mut Effects) {
        if !IS_WHOLE {
            return;
        }
        if self.role_name() == RoleName::Leader && self.reads_beside_log() {
            self.take_read(now, Reader::Client(origin), effects);
        } else if !self.asks_leader_for_read(origin, effects) {
            let leader = self.leader().filter(|leader| *leader != self.id);
            effects.push(Effect::Decide(Decision::CommandRefused { leader }));
            effects.push(Effect::NotLeader { origin, leader });
        }
    }

    /// Takes a read as the leader. The same read may come twice; it waits once.
    pub(crate) fn take_read(&mut self, now: Instant, reader: Reader, effects: &mut Effects) {
        let has_begun = self.has_committed_own_term();
        if has_begun && let Some(left) = self.lease_left(now) {
            let ground = ReadGround::Lease { left };
            self.answer_read(reader, self.commit_index, ground, effects);
            return;
        }
        if has_begun && self.config.bugs.has(Bug::ReadWithoutAsking) {
            self.answer_read(reader, self.commit_index, ReadGround::Nothing, effects);
            return;
        }
        let term = self.current_term();
        let led = self.led();
        if led.waiting.iter().any(|it| it.reader == reader) {
            return;
        }
        let ticket = None;
        led.waiting.push(WaitingRead { reader, ticket });
        if !has_begun {
            decide(ExtensionDecision::ReadWaitsForTerm { term }, effects);
        }
    }

    /// Asks at a heartbeat whether this node still leads: for a lease always, and otherwise where
    /// reads wait for a round that began a heartbeat ago, since its messages may be lost.
    pub(super) fn confirm_at_heartbeat(&mut self, now: Instant, effects: &mut Effects) {
        if !self.reads_beside_log() {
            return;
        }
        let holds_lease = self.extends(Extension::LeaseReads);
        let heartbeat = self.config.heartbeat;
        let led = self.led();
        let is_late = |(_, began_at): &(u64, Instant)| now - *began_at >= heartbeat;
        let is_stuck = led.rounds.last().is_some_and(is_late)
            && led.waiting.iter().any(|it| it.ticket.is_some());
        if holds_lease || is_stuck {
            self.begin_round(now, effects);
        }
    }

    /// Answers a leader that asks whether it still leads. To a follower, the question is a
    /// heartbeat.
    pub(crate) fn answer_confirm(
        &mut self,
        now: Instant,
        leader: NodeId,
        term: Term,
        Confirm { round }: Confirm,
        effects: &mut Effects,
    ) {
        if !self.reads_beside_log() {
            return;
        }
        let own = self.current_term();
        let reply = if term < own {
            let theirs = term;
            ignore(leader, IgnoreReason::OldLeader { theirs, own }, effects);
            ConfirmReply::Refused
        } else if self.follow(now, leader, effects) {
            self.promise_to(leader, now);
            ConfirmReply::Confirmed { round }
        } else {
            return;
        };
        self.send(leader, Body::ConfirmReply(reply), effects);
    }

    /// Counts a confirmation for the round that it names, and for those before it.
    pub(crate) fn count_confirmation(
        &mut self,
        from: NodeId,
        reply: ConfirmReply,
        effects: &mut Effects,
    ) {
        if !self.reads_beside_log() {
            return;
        }
        if self.role_name() != RoleName::Leader {
            ignore(from, IgnoreReason::NotLeader, effects);
            return;
        }
        let counts_late = self.config.bugs.has(Bug::LateConfirmationCounts);
        let led = self.led();
        let latest = led.begun;
        let named = match reply {
            ConfirmReply::Confirmed { .. } if counts_late => latest,
            ConfirmReply::Confirmed { round } => round.min(latest),
            ConfirmReply::Refused => return,
        };
        let known = &mut led.confirmed_by[from.position()];
        if named <= *known {
            ignore(from, IgnoreReason::OldRound { round: named }, effects);
            return;
        }
        *known = named;
        self.look_at_rounds(effects);
    }

    /// At the end of each step: gives up reads of a leadership that is over, answers those whose
    /// round is confirmed, and begins a round for those that wait for one.
    #[inline]
    pub(crate) fn settle_reads(&mut self, now: Instant, effects: &mut Effects) {
        if self.reads_beside_log() {
            self.settle_reads_beside_log(now, effects);
        }
    }

    #[cfg_attr(feature = "extensions", inline(never))]
    fn settle_reads_beside_log(&mut self, now: Instant, effects: &mut Effects) {
        self.give_up_lost_reads(effects);
        self.settle_asked(effects);
        if self.role_name() != RoleName::Leader || !self.has_committed_own_term() {
            return;
        }
        self.hand_out_tickets();
        // A node that is alone confirms its own round at once.
        while self.answer_confirmed(effects) {
            self.begin_round(now, effects);
        }
    }

    /// Whether the leader knows how far the log is committed: an entry of its own term is.
    fn has_committed_own_term(&self) -> bool {
        let log = &self.persistent.log;
        let committed = self.commit_index.and_then(|index| log.term_at(index));
        committed == Some(self.current_term()) || self.config.bugs.has(Bug::ReadBeforeOwnTerm)
    }

    /// What this node remembers of reads, for a change.
    pub(crate) fn reading_mut(&mut self) -> &mut Reading {
        Arc::make_mut(self.reading.get_or_insert_default())
    }

    /// The reads of this leadership, which the node has.
    pub(crate) fn led(&mut self) -> &mut Led {
        let term = self.current_term();
        let led = &mut self.reading_mut().led;
        led.get_or_insert_with(|| Led::of(term))
    }

    /// Notes the read index of each read that has none, and the round that it waits for.
    fn hand_out_tickets(&mut self) {
        let index = self.commit_index;
        let led = self.led();
        let round = led.begun + 1;
        for waiting in &mut led.waiting {
            waiting.ticket.get_or_insert(Ticket { index, round });
        }
    }

    fn begin_round(&mut self, now: Instant, effects: &mut Effects) {
        let led = self.led();
        led.begun += 1;
        let round = led.begun;
        if led.rounds.len() == ROUNDS_KEPT {
            led.rounds.remove(0);
        }
        led.rounds.push((round, now));
        let reads = led.waiting.iter().filter(|it| it.ticket.is_some()).count();
        if reads > 0 {
            let index = self.commit_index;
            let reads = reads as u64;
            let begun = ExtensionDecision::ReadRoundBegun {
                round,
                reads,
                index,
            };
            decide(begun, effects);
        }
        for follower in self.configuration.others(self.id).iter() {
            self.send(follower, Body::Confirm(Confirm { round }), effects);
        }
        self.look_at_rounds(effects);
    }

    /// Notes the last round that a majority has confirmed; the leader itself confirms each.
    fn look_at_rounds(&mut self, effects: &mut Effects) {
        let (id, configuration) = (self.id, self.configuration);
        let led = self.led();
        let confirmed_by = |node: NodeId| match node == id {
            true => Index::new(led.begun),
            false => Index::new(led.confirmed_by[node.position()]),
        };
        let reached = configuration.reached(confirmed_by);
        let Some(round) = reached.map(Index::get).filter(|it| *it > led.confirmed) else {
            return;
        };
        let members = configuration.members().iter();
        let nodes: NodeSet = members.filter(|it| confirmed_by(*it) >= reached).collect();
        led.confirmed = round;
        if let Some((_, began_at)) = led.rounds.iter().find(|(number, _)| *number == round) {
            led.leads_since = Some(*began_at);
        }
        led.rounds.retain(|(number, _)| *number > round);
        let is_served = |it: &WaitingRead| it.ticket.is_some_and(|it| it.round <= round);
        if led.waiting.iter().any(is_served) {
            let confirmed = ExtensionDecision::ReadRoundConfirmed {
                round,
                with_itself: nodes.contains(id),
                nodes: configuration.tally(nodes),
            };
            decide(confirmed, effects);
        }
    }

    /// Answers the reads whose round is confirmed. Returns whether others wait and no round is
    /// under way for them.
    fn answer_confirmed(&mut self, effects: &mut Effects) -> bool {
        let led = self.led();
        let (round, is_asking) = (led.confirmed, led.is_asking());
        let is_served = |it: &WaitingRead| it.ticket.is_some_and(|it| it.round <= round);
        if led.waiting.iter().any(is_served) {
            let waiting = core::mem::take(&mut led.waiting);
            for read in waiting {
                match read.ticket {
                    Some(ticket) if ticket.round <= round => {
                        let ground = ReadGround::Round { round };
                        self.answer_read(read.reader, ticket.index, ground, effects);
                    }
                    _ => self.led().waiting.push(read),
                }
            }
        }
        !is_asking && !self.led().waiting.is_empty()
    }

    /// Answers a read of an own client, or tells a follower its read index. All entries through the
    /// commit index are applied by now.
    fn answer_read(
        &mut self,
        reader: Reader,
        at: Option<Index>,
        ground: ReadGround,
        effects: &mut Effects,
    ) {
        match reader {
            Reader::Client(origin) => {
                decide(ExtensionDecision::ReadAnswered { at, ground }, effects);
                effects.push(Effect::ReadReady { origin, at });
            }
            Reader::Follower { node, origin } => {
                let follower = node;
                decide(ExtensionDecision::ReadIndexTold { follower, at }, effects);
                let answer = ReadIndexAnswer::Through(at);
                let reply = ReadIndexReply { origin, answer };
                self.send(node, Body::ReadIndexReply(reply), effects);
            }
        }
    }

    /// Gives up the reads of a leadership that is over.
    fn give_up_lost_reads(&mut self, effects: &mut Effects) {
        let leads = matches!(self.role, Role::Leader(_));
        let term = self.current_term();
        let led = self.reading.as_ref().and_then(|it| it.led.as_ref());
        let is_over = |led: &Led| !leads || led.term != term;
        if !led.is_some_and(is_over) {
            return;
        }
        let Some(led) = self.reading_mut().led.take() else {
            return;
        };
        let leader = self.leader().filter(|leader| *leader != self.id);
        if !led.waiting.is_empty() {
            let reads = led.waiting.len() as u64;
            let given_up = ExtensionDecision::ReadsGivenUp {
                reads,
                leader,
                refused_by: None,
            };
            decide(given_up, effects);
        }
        for WaitingRead { reader, .. } in led.waiting {
            match reader {
                Reader::Client(origin) => effects.push(Effect::NotLeader { origin, leader }),
                Reader::Follower { node, origin } => {
                    let answer = ReadIndexAnswer::NotLeader;
                    let reply = ReadIndexReply { origin, answer };
                    self.send(node, Body::ReadIndexReply(reply), effects);
                }
            }
        }
    }

    /// The last round of this leadership that a majority has confirmed (Thesis §6.4); `None` for a
    /// node without any.
    #[must_use]
    pub fn confirmed_round(&self) -> Option<u64> {
        let led = self.reading.as_ref()?.led.as_ref()?;
        Some(led.confirmed).filter(|round| *round > 0)
    }

    /// How many reads wait at this node, for a round, for its first commit or for its leader.
    #[must_use]
    pub fn waiting_reads(&self) -> usize {
        self.reading.as_ref().map_or(0, |reading| {
            let led = reading.led.as_ref();
            led.map_or(0, |led| led.waiting.len()) + reading.asked.len()
        })
    }
}
