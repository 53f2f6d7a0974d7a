//! Whether a run of Raft can reach the disks that another run starts with.
//!
//! What Raft promises about logs rests on two things that disks show. A leader has the votes of a
//! majority, and these nodes never fall behind its term again (Raft §5.1, §5.2). And one leader
//! writes all entries of its term, one after the other (Raft §5.3). Without them, nodes that keep
//! every rule can elect a second leader for a term, and break Log Matching.

use alloc::vec::Vec;
use core::cmp::Ordering;
use core::fmt::{self, Display};

use raft_core::quorum::majority_of;
use raft_core::{NodeId, NodeSet, Term};

use crate::run::Start;
use crate::whole::IS_WHOLE;

/// Why no run can reach a start. Displayed, it is a sentence without its first capital and its full
/// stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnreachableStart {
    /// The node whose log shows it.
    pub node: NodeId,
    /// The term of the entries in question.
    pub term: Term,
    /// How many nodes there are.
    nodes: u8,
    lack: Lack,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lack {
    /// Only these nodes have reached the term, and they are no majority.
    Majority(NodeSet),
    /// Votes for others leave nobody more votes than this, which is no majority.
    Votes(u32),
    /// A second leader: these nodes, a majority, could still vote for another candidate.
    Unity(NodeId, NodeSet),
    /// The places, from 0, at which the entries of the term begin in this log and in another one.
    OneLog(usize, NodeId, usize),
}

/// The disk of a node, as far as elections go.
struct Disk<'a> {
    node: NodeId,
    log: &'a [Term],
    term: Term,
    vote: Option<NodeId>,
}

/// Why no run of a cluster with so many nodes can reach this start; `None` if nothing speaks
/// against it.
///
/// A majority that has reached the newest term of all logs has reached the others, too, and can
/// elect nobody in them any more.
#[must_use]
pub fn unreachable_start(start: &Start, nodes: u8) -> Option<UnreachableStart> {
    let all = match start.members.filter(|_| IS_WHOLE) {
        Some(members) => members.members(),
        None => NodeSet::first(nodes),
    };
    let nodes = u8::try_from(all.count()).unwrap_or(nodes);
    let disks = all.iter().map(|node| Disk::of(start, node));
    let disks: Vec<Disk<'_>> = disks.collect();
    let (term, holder) = newest_term(&disks)?;
    let lack = lacks_majority(&disks, term)
        .or_else(|| lacks_votes(&disks, term))
        .or_else(|| lacks_unity(&disks, term));
    let lacking = lack.map(|lack| (holder, term, lack));
    let (node, term, lack) = lacking.or_else(|| two_logs(&disks))?;
    Some(UnreachableStart {
        node,
        term,
        nodes,
        lack,
    })
}

impl Disk<'_> {
    fn of(start: &Start, node: NodeId) -> Disk<'_> {
        Disk {
            node,
            log: start.logs.get(&node).map(Vec::as_slice).unwrap_or_default(),
            term: start.current_term(node),
            vote: start.votes.get(&node).copied(),
        }
    }

    /// Whether its vote of the current term may be for this candidate. A start need not name votes.
    fn may_be_for(&self, candidate: NodeId) -> bool {
        self.vote.is_none_or(|vote| vote == candidate)
    }

    /// The end of the log, in the order of Raft §5.4.1: by the last term, then by the length.
    fn log_end(&self) -> (Option<Term>, usize) {
        (self.log.last().copied(), self.log.len())
    }

    /// The place of the first entry of a term.
    fn first_of(&self, term: Term) -> Option<usize> {
        self.log.iter().position(|it| *it == term)
    }
}

/// The newest term in a log, and the first node with an entry of it.
fn newest_term(disks: &[Disk<'_>]) -> Option<(Term, NodeId)> {
    let term = disks.iter().filter_map(|disk| disk.log.last()).max()?;
    let holder = disks.iter().find(|disk| disk.log.last() == Some(term))?;
    Some((*term, holder.node))
}

fn is_majority(count: u32, disks: &[Disk<'_>]) -> bool {
    let all: NodeSet = disks.iter().map(|disk| disk.node).collect();
    count >= majority_of(all.count())
}

fn lacks_majority(disks: &[Disk<'_>], term: Term) -> Option<Lack> {
    let reached = disks.iter().filter(|disk| disk.term >= term);
    let reached: NodeSet = reached.map(|disk| disk.node).collect();
    (!is_majority(reached.count(), disks)).then_some(Lack::Majority(reached))
}

/// A node beyond the term may have voted for anybody in it.
fn lacks_votes(disks: &[Disk<'_>], term: Term) -> Option<Lack> {
    let has_voted = |disk: &Disk<'_>, candidate: NodeId| match disk.term.cmp(&term) {
        Ordering::Less => false,
        Ordering::Equal => disk.may_be_for(candidate),
        Ordering::Greater => true,
    };
    let candidates = disks.iter().filter(|own| has_voted(own, own.node));
    let votes = candidates.map(|own| {
        let voters = disks.iter().filter(|disk| has_voted(disk, own.node));
        voters.map(|disk| disk.node).collect::<NodeSet>().count()
    });
    let most = votes.max().unwrap_or_default();
    (!is_majority(most, disks)).then_some(Lack::Votes(most))
}

/// A node behind the term opens it at an election to come. Nodes without a vote in it must not be
/// able to elect this node: the term has a leader.
fn lacks_unity(disks: &[Disk<'_>], term: Term) -> Option<Lack> {
    let could_vote = |disk: &Disk<'_>, candidate: &Disk<'_>| {
        let is_free = match disk.term.cmp(&term) {
            Ordering::Less => true,
            Ordering::Equal => disk.may_be_for(candidate.node),
            Ordering::Greater => false,
        };
        is_free && candidate.log_end() >= disk.log_end()
    };
    let mut behind = disks.iter().filter(|disk| disk.term < term);
    behind.find_map(|candidate| {
        let voters = disks.iter().filter(|disk| could_vote(disk, candidate));
        let voters: NodeSet = voters.map(|disk| disk.node).collect();
        is_majority(voters.count(), disks).then_some(Lack::Unity(candidate.node, voters))
    })
}

/// Two logs in which the entries of one term begin at different places.
fn two_logs(disks: &[Disk<'_>]) -> Option<(NodeId, Term, Lack)> {
    disks.iter().enumerate().find_map(|(count, disk)| {
        let mut terms = disk.log.chunk_by(PartialEq::eq).filter_map(<[Term]>::first);
        terms.find_map(|term| {
            let own = disk.first_of(*term)?;
            let mut others = disks.iter().take(count);
            others.find_map(|other| {
                let theirs = other.first_of(*term).filter(|theirs| *theirs != own)?;
                Some((disk.node, *term, Lack::OneLog(own, other.node, theirs)))
            })
        })
    })
}

impl Display for UnreachableStart {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let UnreachableStart {
            node,
            term,
            nodes,
            lack,
        } = *self;
        let majority = majority_of(nodes.into());
        match lack {
            Lack::Majority(reached) => {
                let have = if reached.count() == 1 { "has" } else { "have" };
                write!(
                    formatter,
                    "term {term} in {node}'s log needs a majority that reached it: {majority} of \
                     {nodes} nodes, but only {} {have} a current term of {term} or more",
                    Listed(reached)
                )
            }
            Lack::Votes(most) => write!(
                formatter,
                "term {term} in {node}'s log needs a leader with the votes of a majority: \
                 {majority} of {nodes} nodes, but no node can have had more than {most} votes"
            ),
            Lack::Unity(candidate, voters) => write!(
                formatter,
                "term {term} in {node}'s log needs a majority that has voted in it, but {} could \
                 still elect {candidate} in term {term}",
                Listed(voters)
            ),
            Lack::OneLog(own, other, theirs) => write!(
                formatter,
                "term {term} begins at index {} in {node}'s log and at index {} in {other}'s, but \
                 one leader wrote all of its entries",
                own + 1,
                theirs + 1
            ),
        }
    }
}

/// "Node 0", "Nodes 0 and 1", "Nodes 0, 1 and 2".
struct Listed(NodeSet);

impl Display for Listed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.count() as usize;
        formatter.write_str(if count == 1 { "Node " } else { "Nodes " })?;
        for (place, node) in self.0.iter().enumerate() {
            let before = match place {
                0 => "",
                _ if place + 1 == count => " and ",
                _ => ", ",
            };
            write!(formatter, "{before}{}", node.0)?;
        }
        Ok(())
    }
}
