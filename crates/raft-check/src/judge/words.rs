//! What the judge does about what nodes say.

use raft_core::{Body, NodeId};
use raft_sim::{Content, Packet, Party, World};

use crate::disk_before_word::Word;
use crate::judge::Judge;
use crate::property::Property;

impl Judge {
    /// A message set out: what it says must be on disk, and stand for ever.
    #[inline]
    pub(super) fn sent(&mut self, world: &World, packet: &Packet) {
        let Some(word) = Word::of(packet) else {
            return;
        };
        let Some(sender) = world.node(word.from) else {
            return;
        };
        let finding = word.judge(sender);
        self.rule(world, Property::DiskBeforeWord, finding);
        if let Some(seen) = self.nodes.get_mut(word.from.position()) {
            seen.spoken = seen.spoken.max(word.message.term);
        }
        if let Some(vote) = word.vote() {
            let finding = self.votes.cast(vote);
            self.rule(world, Property::OneVotePerTerm, finding);
        }
        if matches!(word.message.body, Body::AppendEntries(_)) {
            self.judge_match(world, word.from, word.to);
        }
    }

    /// A message arrived, and nothing has come of it yet.
    #[inline]
    pub(super) fn arrived(&mut self, world: &World, packet: &Packet) {
        if let Content::Peer(message) = &packet.content
            && let Body::AppendEntriesReply(_) = message.body
            && let (Party::Node(follower), Party::Node(leader)) = (packet.name.from, packet.name.to)
        {
            self.judge_match(world, leader, follower);
        }
    }

    /// Compares what a leader knows of a follower with what it knew before.
    #[inline]
    fn judge_match(&mut self, world: &World, leader: NodeId, follower: NodeId) {
        let Some(view) = world.node(leader) else {
            return;
        };
        let (term, progress) = (view.current_term(), view.progress_of(follower));
        let leads = self.nodes.get(leader.position()).and_then(|it| it.leads);
        if let Some(progress) = progress.filter(|_| leads == Some(term)) {
            let now = progress.match_index;
            let finding = self.matches.judge(leader, term, follower, now);
            self.rule(world, Property::MatchNeverFalls, finding);
        }
    }
}
