//! Persist before Answer (Raft Figure 2, "updated on stable storage before responding"): a
//! message never says what its sender's disk does not hold.

use raft_core::{
    AppendEntriesReply, Body, Index, Log, Message, NodeId, Position, RequestVoteReply, RoleName,
    index_of,
};
use raft_sim::{Content, NodeView, Packet, Party};

use crate::one_vote_per_term::Vote;
use crate::violation::{Claim, Finding};

/// What one node says to another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'a> {
    pub(crate) from: NodeId,
    pub(crate) to: NodeId,
    pub(crate) message: &'a Message,
}

impl<'a> Word<'a> {
    /// What is said by this packet; nothing by the copies that the network makes, nor by what
    /// goes from and to clients.
    #[inline]
    pub(crate) fn of(packet: &'a Packet) -> Option<Word<'a>> {
        let (Party::Node(from), Party::Node(to)) = (packet.name.from, packet.name.to) else {
            return None;
        };
        match &packet.content {
            Content::Peer(message) if !packet.is_duplicate() => Some(Word { from, to, message }),
            _ => None,
        }
    }

    /// The vote it gives, if it gives one: a candidate who asks has voted for itself.
    #[inline]
    pub(crate) fn vote(self) -> Option<Vote> {
        let candidate = match self.message.body {
            Body::RequestVote(_) => self.from,
            Body::RequestVoteReply(RequestVoteReply::Granted) => self.to,
            _ => return None,
        };
        Some(Vote {
            term: self.message.term,
            voter: self.from,
            candidate,
        })
    }

    /// Compares what it says with what its sender's disk holds.
    #[inline]
    pub(crate) fn judge(self, sender: NodeView<'_>) -> Option<Finding> {
        let (disk, said) = (sender.disk(), self.message.term);
        let claim = if said > disk.current_term {
            let on_disk = disk.current_term;
            Claim::Term { said, on_disk }
        } else if said < disk.current_term || self.is_withdrawn(sender) {
            // It waited for the disk meanwhile, and what it says is over.
            return None;
        } else if let Some(vote) = self
            .vote()
            .filter(|it| disk.voted_for != Some(it.candidate))
        {
            Claim::Vote {
                term: said,
                candidate: vote.candidate,
                on_disk: disk.voted_for,
            }
        } else {
            Claim::Entry(self.missing(sender)?)
        };
        let node = self.from;
        Some(Finding::SpokeBeforeDisk { node, claim })
    }

    /// Whether it asks for a vote that its sender wants no more: what stood at the end of the
    /// log of a candidate that yields may be cut.
    #[inline]
    fn is_withdrawn(self, sender: NodeView<'_>) -> bool {
        matches!(self.message.body, Body::RequestVote(_)) && sender.role() == RoleName::Follower
    }

    /// The first index of which it speaks while the disk holds another entry there, or none. As
    /// long as Log Matching holds, the term of an entry tells which it is.
    #[inline]
    fn missing(self, sender: NodeView<'_>) -> Option<Index> {
        let disk = &sender.disk().log;
        match &self.message.body {
            Body::RequestVote(request) => absent(disk, request.last?),
            Body::AppendEntries(request) => {
                let mut index = Index::after(index_of(request.prev));
                let mut missing = request.prev.and_then(|prev| absent(disk, prev));
                for entry in &*request.entries {
                    let term = entry.term;
                    missing = missing.or_else(|| absent(disk, Position { term, index }));
                    index = index.next();
                }
                missing
            }
            // It names no term: what it matched is what it holds in memory.
            Body::AppendEntriesReply(AppendEntriesReply::Matched(Some(matched))) => {
                let held = sender.log().position_at(*matched);
                held.map_or(Some(*matched), |held| absent(disk, held))
            }
            Body::AppendEntriesReply(_) | Body::RequestVoteReply(_) => None,
        }
    }
}

#[inline]
fn absent(disk: &Log, entry: Position) -> Option<Index> {
    (!disk.agrees_at(Some(entry))).then_some(entry.index)
}
