//! Persist before Answer (Raft Figure 2, "updated on stable storage before responding"): a
//! message never says what its sender's disk does not hold.

use core::fmt;

use raft_core::{
    AppendEntriesReply, Body, Extension, Extensions, Index, InstallSnapshotReply, Message, NodeId,
    NodeSet, Position, RequestVoteReply, RoleName, Term,
};
use raft_sim::{Content, Endpoint, NodeView, Packet};

use super::contradiction::Contradiction;
use super::one_vote_per_term::Vote;
use super::promise::Promise;

/// What Raft promises.
pub(super) const PROMISE: Promise = Promise {
    name: "disk_before_word",
    title: "Persist before Answer",
    section: "Raft Figure 2",
    meaning: "A message never speaks of a term, a vote or an entry that is not on its sender's \
              disk.",
};

/// A message said what its sender's disk does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpokeBeforeDisk {
    /// The sender.
    pub node: NodeId,
    /// The part of the message that its disk does not hold.
    pub claim: Claim,
}

/// What a message says that its sender's disk does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Claim {
    /// A term.
    Term {
        /// The message's.
        said: Term,
        /// The disk's.
        on_disk: Term,
    },
    /// A vote.
    Vote {
        /// In which term.
        term: Term,
        /// For whom.
        candidate: NodeId,
        /// The vote that the disk holds.
        on_disk: Option<NodeId>,
    },
    /// An entry at this index.
    Entry(Index),
}

/// A message from one node to another.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PeerMessage<'a> {
    pub(crate) from: NodeId,
    pub(crate) to: NodeId,
    pub(crate) message: &'a Message,
}

impl<'a> PeerMessage<'a> {
    /// The message in this packet; `None` for copies that the network makes, and for what goes from
    /// and to clients.
    #[inline]
    pub(crate) fn of(packet: &'a Packet) -> Option<PeerMessage<'a>> {
        let (Endpoint::Node(from), Endpoint::Node(to)) = (packet.name.from, packet.name.to) else {
            return None;
        };
        match &packet.content {
            Content::Peer(message) if !packet.is_duplicate() => {
                Some(PeerMessage { from, to, message })
            }
            _ => None,
        }
    }

    /// The vote that this message gives, if it gives one: a candidate that asks has voted for
    /// itself.
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

    /// Compares the message with its sender's disk. With the extension that lets a leader send
    /// while its disk writes (Thesis §10.2.1), its entries say nothing of that disk.
    #[inline]
    pub(crate) fn judge(
        self,
        sender: NodeView<'_>,
        extensions: Extensions,
    ) -> Option<SpokeBeforeDisk> {
        let (disk, said) = (sender.disk(), self.message.term);
        let claim = if said > disk.current_term {
            let on_disk = disk.current_term;
            Claim::Term { said, on_disk }
        } else if said < disk.current_term || self.is_withdrawn(sender) {
            // It has waited for the disk, and its sender has moved on meanwhile.
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
        } else if matches!(self.message.body, Body::AppendEntries(_))
            && extensions.has(Extension::ParallelWrite)
        {
            return None;
        } else {
            Claim::Entry(self.missing(sender)?)
        };
        let node = self.from;
        Some(SpokeBeforeDisk { node, claim })
    }

    /// Whether the message asks for a vote that its sender no longer wants: the log of a candidate
    /// that has become a follower may have been cut since.
    #[inline]
    fn is_withdrawn(self, sender: NodeView<'_>) -> bool {
        matches!(self.message.body, Body::RequestVote(_)) && sender.role() == RoleName::Follower
    }

    /// The last index that the message speaks of, if the disk holds another entry there, or none.
    /// As long as Log Matching holds, an entry of the right term has the right entries before it.
    #[inline]
    fn missing(self, sender: NodeView<'_>) -> Option<Index> {
        let last = match &self.message.body {
            Body::RequestVote(request) => request.last?,
            Body::AppendEntries(request) => match request.entries.last() {
                Some(entry) => Position {
                    term: entry.term,
                    index: request.last_covered()?,
                },
                None => request.prev?,
            },
            // This reply names no term: its sender means the entry that it holds in memory.
            Body::AppendEntriesReply(AppendEntriesReply::Matched(Some(matched)))
            | Body::InstallSnapshotReply(InstallSnapshotReply::Installed { through: matched }) => {
                match sender.log().position_at(*matched) {
                    Some(held) => held,
                    None if sender.log().has_replaced(*matched) => {
                        let on_disk = sender.disk().log.last_index();
                        return Some(*matched).filter(|_| on_disk < Some(*matched));
                    }
                    None => return Some(*matched),
                }
            }
            // A question is no promise: a follower may ask while its log is still being written.
            Body::PreVote(_) | Body::PreVoteReply(_) | Body::TimeoutNow => return None,
            // They speak of a term and of what is committed, and of no entry of their sender's.
            Body::Confirm(_)
            | Body::ConfirmReply(_)
            | Body::ReadIndex(_)
            | Body::ReadIndexReply(_)
            | Body::InstallSnapshot(_)
            | Body::InstallSnapshotReply(_) => return None,
            Body::AppendEntriesReply(_) | Body::RequestVoteReply(_) => return None,
        };
        if sender.disk().log.agrees_at(Some(last)) {
            return None;
        }
        Some(last.index)
    }
}

impl Contradiction for SpokeBeforeDisk {
    fn nodes(&self) -> NodeSet {
        NodeSet::from_iter([self.node])
    }

    fn index(&self) -> Option<Index> {
        match self.claim {
            Claim::Entry(index) => Some(index),
            Claim::Term { .. } | Claim::Vote { .. } => None,
        }
    }
}

impl fmt::Display for SpokeBeforeDisk {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let SpokeBeforeDisk { node, claim } = *self;
        write!(formatter, "{node} {claim}.")
    }
}

impl fmt::Display for Claim {
    /// The part of the sentence after the name of the node.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Claim::Term { said, on_disk } => write!(
                formatter,
                "spoke of term {said} while its disk held term {on_disk}"
            ),
            Claim::Vote {
                term,
                candidate,
                on_disk,
            } => {
                write!(
                    formatter,
                    "gave its vote of term {term} to {candidate} while its disk held "
                )?;
                match on_disk {
                    Some(other) => write!(formatter, "one for {other}"),
                    None => formatter.write_str("none"),
                }
            }
            Claim::Entry(index) => write!(
                formatter,
                "spoke of its entry at index {index}, which its disk did not hold"
            ),
        }
    }
}
