//! The judge's checks when messages leave and arrive.

use raft_core::{Body, NodeId};
use raft_sim::{Content, DiskMode, Endpoint, NodeView, Packet, World};

use crate::judge::assumption::Breach;
use crate::judge::transfers::judge_transfer;
use crate::judge::{Judge, judge_state};
use crate::properties::disk_before_word::PeerMessage;
use crate::properties::{Finding, Property};
use crate::whole::IS_WHOLE;

impl Judge {
    /// A message to a node has left its sender. Its term, its vote and its entries must be on the
    /// sender's disk, and its vote must be the only one of that term.
    #[inline(never)]
    pub(super) fn sent(&mut self, world: &World, said: PeerMessage<'_>) {
        let (Some(history), Some(sender)) = (
            self.nodes.get_mut(said.from.position()),
            world.node(said.from),
        ) else {
            return;
        };
        let (now, check_log) = (world.now(), &mut self.check_log);
        judge_state(history, sender, now, check_log);
        history.spoken = history.spoken.max(said.message.term);
        let finding = said.judge(sender, world.options().extensions);
        // The disk had confirmed the write, so the node was right to speak: the disk is at fault.
        let lied = finding.is_some() && sender.disk_mode() == DiskMode::Lies;
        check_log.record(
            now,
            Property::DiskBeforeWord,
            finding.map(Finding::DiskBeforeWord),
        );
        if let Body::AppendEntries(_) = said.message.body {
            if IS_WHOLE && history.transfer.is_some() {
                judge_transfer(history, sender, world, check_log);
            }
            self.judge_match(world, sender, said.to);
        } else if let Some(vote) = said.vote() {
            check_log.record(
                now,
                Property::OneVotePerTerm,
                self.votes.cast(vote).map(Finding::OneVotePerTerm),
            );
        }
        if lied {
            self.assumption_broken(world, said.from, Breach::Lied);
        }
    }

    /// A message arrives, and its receiver has not handled it yet.
    #[inline(never)]
    pub(super) fn arrived(&mut self, world: &World, packet: &Packet) {
        if let Content::Peer(message) = &packet.content
            && let Body::AppendEntriesReply(_) = message.body
            && let (Endpoint::Node(follower), Endpoint::Node(leader)) =
                (packet.name.from, packet.name.to)
            && let Some(leader) = world.node(leader)
        {
            self.judge_match(world, leader, follower);
        }
    }

    /// Compares what a leader knows of a follower with what it knew before.
    #[inline]
    fn judge_match(&mut self, world: &World, leader: NodeView<'_>, follower: NodeId) {
        let (term, progress) = (leader.current_term(), leader.progress_of(follower));
        let leads = self
            .nodes
            .get(leader.id().position())
            .and_then(|it| it.leads);
        if let Some(progress) = progress.filter(|_| leads == Some(term)) {
            let now = progress.match_index;
            let finding = self.matches.judge(leader.id(), term, follower, now);
            self.check_log.record(
                world.now(),
                Property::MatchNeverFalls,
                finding.map(Finding::MatchNeverFalls),
            );
        }
    }
}
