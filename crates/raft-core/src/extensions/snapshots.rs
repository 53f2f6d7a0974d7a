//! Snapshots (Raft §7, Thesis §5): the state of the state machine takes the place of the entries
//! that led to it, so that logs stay short.
//!
//! 1. Every node takes snapshots by itself, of entries that it has committed and applied. The
//!    driver decides when ([`crate::Input::Compact`]) and brings the bytes. The log then begins
//!    behind the last entry that the snapshot stands for, its *base*, whose term it keeps for the
//!    consistency check of the next entry (Raft §5.3).
//! 2. A leader that no longer holds the entries that a follower needs sends it its snapshot, one
//!    chunk at a time: the next when the last is confirmed, the same one again with each heartbeat
//!    until then. A follower takes chunks for heartbeats.
//! 3. A follower joins chunks in their order. One that it holds already changes nothing, and where
//!    one is missing it says from where on.
//! 4. With the last chunk it has the snapshot, and one write brings it to the disk: before that
//!    write is done a crash leaves the old state, and afterwards the new one.
//! 5. Entries behind the base stay if the follower's log holds the base; else its whole log differs
//!    from the leader's and goes.
//! 6. A snapshot of what the follower has committed already is stale: it says so, and keeps its own
//!    state.
//!
//! Safety rests on one thing: what a snapshot stands for is committed, so it is the same in every
//! log that ever holds it.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::config::Bug;
use crate::decision::{
    ChunkFit, Decision, ExtensionDecision, IgnoreReason, SnapshotDecision, SnapshotRefusal,
};
use crate::effect::{Effect, Effects};
use crate::message::{Body, InstallSnapshot, InstallSnapshotReply};
use crate::node::{Node, ignore};
use crate::persistent::Persistent;
use crate::role::Role;
use crate::snapshot::{Receiving, Sending, Snapshot};
use crate::types::{Index, Instant, NodeId, Position, Term, index_of};
use crate::whole::IS_WHOLE;

impl Node {
    /// The node's snapshot; `None` while its log begins with the first entry.
    #[inline]
    #[must_use]
    pub fn snapshot(&self) -> Option<&Arc<Snapshot>> {
        self.persistent.snapshot.as_ref().filter(|_| IS_WHOLE)
    }

    /// The snapshot that this leader is sending to `follower`: its base, how many of its bytes the
    /// follower is known to hold, and how many there are.
    #[must_use]
    pub fn sending_to(&self, follower: NodeId) -> Option<(Position, u32, usize)> {
        let Role::Leader(leader) = &self.role else {
            return None;
        };
        let matched = leader.progress[follower.position()].match_index;
        let is_under_way =
            |it: &&Sending| it.to == follower && Some(it.snapshot.base.index) > matched;
        let sending = leader.extended.sending.iter().find(is_under_way)?;
        let snapshot = &sending.snapshot;
        Some((snapshot.base, sending.confirmed, snapshot.bytes.len()))
    }

    /// Puts a snapshot with these bytes in the place of the log through `through`, or says why not.
    #[cfg_attr(feature = "extensions", inline(never))]
    pub(crate) fn take_snapshot(
        &mut self,
        through: Index,
        bytes: Box<[u8]>,
        effects: &mut Effects,
    ) {
        if !IS_WHOLE {
            return;
        }
        let base = match self.base_through(through) {
            Ok(base) => base,
            Err(reason) => return decide(SnapshotDecision::NotTaken { through, reason }, effects),
        };
        let replaced = through.get() + 1 - self.persistent.log.first_index().get();
        let size = bytes.len();
        let configuration = self.configuration_through(through);
        self.put_snapshot(Arc::new(Snapshot {
            base,
            configuration,
            bytes,
        }));
        let taken = SnapshotDecision::Taken {
            base,
            replaced,
            size,
        };
        decide(taken, effects);
    }

    /// The place of the entry at `through`, if a snapshot may end there.
    fn base_through(&self, through: Index) -> Result<Position, SnapshotRefusal> {
        let log = &self.persistent.log;
        if through < log.first_index() {
            return Err(SnapshotRefusal::NothingNew);
        }
        let commit = self.commit_index;
        let takes_uncommitted = self.config.bugs.has(Bug::SnapshotUncommitted);
        let last = log.last_index();
        let position = log.position_at(through);
        let base = position.ok_or(SnapshotRefusal::BeyondLog { last })?;
        match Some(through) > commit && !takes_uncommitted {
            true => Err(SnapshotRefusal::NotCommitted { commit }),
            false => Ok(base),
        }
    }

    fn put_snapshot(&mut self, snapshot: Arc<Snapshot>) {
        self.persistent.put_snapshot(snapshot);
        self.snapshot_changed();
    }

    /// Sends `to` the next chunk of a snapshot, if the log no longer holds what it needs. Returns
    /// whether that is so.
    #[inline]
    pub(crate) fn sends_snapshot(&mut self, to: NodeId, effects: &mut Effects) -> bool {
        IS_WHOLE && self.persistent.snapshot.is_some() && self.send_chunk(to, effects)
    }

    fn send_chunk(&mut self, to: NodeId, effects: &mut Effects) -> bool {
        let first_index = self.persistent.log.first_index();
        let (Some(own), Role::Leader(leader)) = (&self.persistent.snapshot, &mut self.role) else {
            return false;
        };
        let progress = &mut leader.progress[to.position()];
        let next_index = progress.next_index;
        if next_index >= first_index {
            return false;
        }
        let all = &mut leader.extended.sending;
        all.retain(|it| it.to != to || Some(it.snapshot.base.index) > progress.match_index);
        let place = all.iter().position(|it| it.to == to);
        let place = place.unwrap_or_else(|| {
            // Until the snapshot is there, no entry is sent.
            progress.probe_from(next_index);
            let begun = SnapshotDecision::SendBegun {
                to,
                next_index,
                base: own.base,
                size: own.bytes.len(),
            };
            decide(begun, effects);
            all.push(Sending {
                to,
                snapshot: Arc::clone(own),
                confirmed: 0,
                sent: None,
            });
            all.len() - 1
        });
        let sending = &mut all[place];
        let (base, offset) = (sending.snapshot.base, sending.confirmed);
        let chunk = sending.snapshot.chunk(offset);
        if sending.sent.replace(offset) == Some(offset) {
            decide(
                SnapshotDecision::ChunkRepeated { to, base, offset },
                effects,
            );
        }
        let request = InstallSnapshot {
            base,
            configuration: sending.snapshot.configuration,
            chunk: Arc::new(chunk),
        };
        self.send(to, Body::InstallSnapshot(request), effects);
        true
    }

    /// Answers InstallSnapshot by the receiver's rules of Raft Figure 13.
    pub(crate) fn answer_snapshot(
        &mut self,
        now: Instant,
        leader: NodeId,
        term: Term,
        request: &InstallSnapshot,
        effects: &mut Effects,
    ) {
        let reply = if term < self.current_term() {
            let own = self.current_term();
            let refused = SnapshotDecision::Refused {
                leader,
                theirs: term,
                own,
            };
            decide(refused, effects);
            InstallSnapshotReply::Refused
        } else if !self.follow(now, leader, effects) {
            return;
        } else if self.is_stale(request.base) {
            let base = request.base;
            let commit = self.commit_index;
            decide(
                SnapshotDecision::Stale {
                    leader,
                    base,
                    commit,
                },
                effects,
            );
            InstallSnapshotReply::Installed {
                through: base.index,
            }
        } else {
            self.take_chunk(leader, term, request, effects)
        };
        self.send(leader, Body::InstallSnapshotReply(reply), effects);
    }

    /// Whether this node has committed all that a snapshot with this base stands for.
    fn is_stale(&self, base: Position) -> bool {
        Some(base.index) <= self.commit_index && !self.config.bugs.has(Bug::InstallOlderSnapshot)
    }

    /// Joins a chunk to those before it, and installs the snapshot with the last one.
    fn take_chunk(
        &mut self,
        leader: NodeId,
        term: Term,
        request: &InstallSnapshot,
        effects: &mut Effects,
    ) -> InstallSnapshotReply {
        let InstallSnapshot { base, chunk, .. } = request;
        let (base, offset) = (*base, chunk.offset);
        let (fit, held) = self.join(term, request);
        let is_whole = fit == ChunkFit::Joined && chunk.done;
        decide(
            SnapshotDecision::ChunkTaken {
                leader,
                base,
                offset,
                fit,
                held,
            },
            effects,
        );
        match self.receiving.take_if(|_| is_whole) {
            Some(received) => {
                let snapshot = Snapshot {
                    base,
                    configuration: received.configuration,
                    bytes: received.bytes.as_slice().into(),
                };
                self.install(leader, Arc::new(snapshot), effects);
                InstallSnapshotReply::Installed {
                    through: base.index,
                }
            }
            None if fit == ChunkFit::Gap => InstallSnapshotReply::Missing { base, held },
            None => InstallSnapshotReply::Received { base, held },
        }
    }

    /// Joins a chunk to those of the same snapshot. Returns how it fits, and how many bytes of that
    /// snapshot the node holds then.
    fn join(&mut self, term: Term, request: &InstallSnapshot) -> (ChunkFit, u32) {
        let InstallSnapshot {
            base,
            configuration,
            ref chunk,
        } = *request;
        let mixes = self.config.bugs.has(Bug::MixSnapshotChunks);
        let is_of_it = |it: &Receiving| (it.term, it.base) == (term, base) || mixes;
        let is_newer = |it: &Receiving| it.term == term && it.base.index > base.index;
        if !self.receiving.as_deref().is_some_and(is_of_it) {
            if self.receiving.as_deref().is_some_and(is_newer) {
                return (ChunkFit::Overtaken, 0);
            }
            if chunk.offset > 0 {
                return (ChunkFit::Gap, 0);
            }
            self.receiving = Some(Arc::new(Receiving {
                term,
                base,
                configuration,
                bytes: Vec::new(),
            }));
        }
        let Some(receiving) = &mut self.receiving else {
            return (ChunkFit::Gap, 0);
        };
        let length = |it: &Receiving| u32::try_from(it.bytes.len()).unwrap_or(u32::MAX);
        let held = length(receiving);
        if chunk.offset != held {
            let fit = match chunk.offset < held {
                true => ChunkFit::Doubled,
                false => ChunkFit::Gap,
            };
            return (fit, held);
        }
        let joined = Arc::make_mut(receiving);
        joined.bytes.extend_from_slice(&chunk.bytes);
        (ChunkFit::Joined, length(joined))
    }

    /// Puts a leader's snapshot in the place of the log through its base, and of the state machine.
    fn install(&mut self, leader: NodeId, snapshot: Arc<Snapshot>, effects: &mut Effects) {
        let base = snapshot.base;
        let known = Index::after(self.commit_index);
        let log = &self.persistent.log;
        let held = log.last_index();
        let agrees = log.term_at(base.index) == Some(base.term);
        let bugs = self.config.bugs;
        let keeps_rest = (agrees && !bugs.has(Bug::DiscardAfterSnapshot))
            || (!agrees && bugs.has(Bug::KeepAfterSnapshot));
        self.put_snapshot(Arc::clone(&snapshot));
        if !keeps_rest {
            self.persistent.log.truncate_from(base.index.next());
            // What was committed before is on the disk as the snapshot has it.
            self.log_changed_from(known);
        }
        self.commit_index = Some(base.index);
        self.snapshot_reconfigures(base.index, effects);
        let behind = held.map_or(0, |held| held.get().saturating_sub(base.index.get()));
        decide(
            SnapshotDecision::Installed {
                leader,
                base,
                agrees,
                behind,
                kept: keeps_rest,
            },
            effects,
        );
        effects.push(Effect::Restore(snapshot));
    }

    /// Handles a follower's answer to a chunk.
    pub(crate) fn handle_snapshot_reply(
        &mut self,
        from: NodeId,
        reply: InstallSnapshotReply,
        effects: &mut Effects,
    ) {
        let has_left = self.has_left(from);
        let Role::Leader(leader) = &mut self.role else {
            ignore(from, IgnoreReason::NotLeader, effects);
            return;
        };
        if has_left {
            ignore(from, IgnoreReason::Stranger, effects);
            return;
        }
        let all = &mut leader.extended.sending;
        let (base, held, goes_back) = match reply {
            InstallSnapshotReply::Installed { through } => {
                all.retain(|it| it.to != from || it.snapshot.base.index > through);
                decide(
                    SnapshotDecision::InstallConfirmed {
                        follower: from,
                        through,
                    },
                    effects,
                );
                return self.handle_match(from, Some(through), effects);
            }
            InstallSnapshotReply::Refused => return,
            InstallSnapshotReply::Received { base, held } => (base, held, false),
            InstallSnapshotReply::Missing { base, held } => (base, held, true),
        };
        let sending = all
            .iter_mut()
            .find(|it| it.to == from && it.snapshot.base == base);
        let is_news = |it: &&mut Sending| match goes_back {
            true => held < it.confirmed,
            false => held > it.confirmed,
        };
        let Some(sending) = sending.filter(is_news) else {
            ignore(from, IgnoreReason::Overtaken, effects);
            return;
        };
        sending.confirmed = held;
        sending.sent = None;
        let size = sending.snapshot.bytes.len();
        decide(
            SnapshotDecision::ChunkConfirmed {
                follower: from,
                base,
                held,
                size,
                goes_back,
            },
            effects,
        );
        self.send_chunk(from, effects);
    }

    /// The node's commit index as it boots: what a snapshot stands for is committed.
    pub(crate) fn committed_at_boot(persistent: &Persistent) -> Option<Index> {
        let snapshot = persistent.snapshot.as_ref().filter(|_| IS_WHOLE);
        index_of(snapshot.map(|it| it.base))
    }
}

fn decide(decision: SnapshotDecision, effects: &mut Effects) {
    let decision = ExtensionDecision::Snapshot(decision);
    effects.push(Effect::Decide(Decision::Extension(decision)));
}
