//! The clauses of an answer: each a fact of the state, with the values that were compared.

use alloc::vec;
use alloc::vec::Vec;

use raft_core::quorum::Configuration;
use raft_core::{Duration, Index, Instant, NodeId, NodeSet, Position, Term, Unconfirmed};
use raft_sim::{DiskLoss, Latency, Link, Ratio};

use crate::past::EventId;

/// One fact that an answer rests on. Displayed, it is one sentence with its values; the section
/// that makes it matter is [`Clause::section`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clause {
    /// A node is down.
    Down {
        /// The node.
        node: NodeId,
        /// Its crash.
        since: Option<EventId>,
    },
    /// A process is paused.
    Paused {
        /// The node.
        node: NodeId,
        /// When it was paused.
        since: Option<EventId>,
    },
    /// A process runs and does nothing, since a rule is left out.
    Halted(NodeId),
    /// A node is to crash at its next write.
    CrashArmed(NodeId),
    /// A disk has not confirmed what messages of its node assert, so these wait.
    DiskHolds {
        /// The node.
        node: NodeId,
        /// What is not on its disk.
        unconfirmed: Unconfirmed,
        /// How many messages wait.
        messages: usize,
        /// When the disk confirms the next write.
        until: DiskEnd,
        /// The event that began it, if it is known.
        since: Option<EventId>,
    },
    /// Disks take as long as a heartbeat, or longer.
    SlowDisk {
        /// The node, or all whose disks have no pace of their own.
        node: Option<NodeId>,
        /// How long a write takes.
        takes: Latency,
        /// The shortest and the longest election timeout.
        timeout: Latency,
    },
    /// A clock runs at a wrong pace.
    WrongClock {
        /// The node.
        node: NodeId,
        /// Its pace beside the true one.
        rate: Ratio,
    },
    /// Too few nodes run for a majority.
    TooFewUp {
        /// Those that do.
        up: NodeSet,
        /// Those who vote.
        among: Configuration,
    },
    /// No node and those that can answer it are a majority.
    Apart {
        /// The largest such group.
        best: NodeSet,
        /// Those who vote.
        among: Configuration,
    },
    /// A direction between two nodes is cut.
    Cut(Link),
    /// Messages are lost.
    Lossy {
        /// On this link, or on all without a setting of their own.
        link: Option<Link>,
        /// How many.
        loss: Ratio,
    },
    /// A message and its answer may take as long as an election timeout.
    SlowNetwork {
        /// How long a message takes.
        takes: Latency,
        /// The shortest election timeout.
        timeout: Duration,
    },
    /// A node leads.
    Leads {
        /// The node.
        node: NodeId,
        /// Its term.
        term: Term,
        /// Its election.
        since: Option<EventId>,
    },
    /// A node follows a leader: each message from it restarts the node's election timer.
    Follows {
        /// The node.
        node: NodeId,
        /// The leader.
        leader: NodeId,
        /// How long ago a message of the leader arrived.
        heard: Option<Duration>,
        /// When the timer runs out if none arrives.
        timer: Option<Instant>,
    },
    /// A candidate has too few votes.
    Asks {
        /// The candidate.
        node: NodeId,
        /// The term that it asks in.
        term: Term,
        /// Who votes for it.
        votes: NodeSet,
        /// Those who vote.
        among: Configuration,
    },
    /// Several candidates of one term share the votes.
    SplitVote {
        /// The term.
        term: Term,
        /// The candidates.
        candidates: NodeSet,
    },
    /// Nodes whose logs are more up-to-date refuse their votes.
    LogBehind {
        /// The candidate.
        node: NodeId,
        /// The end of its log.
        own: Option<Position>,
        /// Those who refuse.
        refuse: NodeSet,
        /// The end of the most up-to-date log among theirs.
        theirs: Option<Position>,
        /// Those who may vote for it.
        left: NodeSet,
        /// Those who vote.
        among: Configuration,
    },
    /// The next election timer that runs out.
    NextTimer {
        /// The node.
        node: NodeId,
        /// The moment.
        at: Instant,
    },
    /// The nodes whose logs hold an entry.
    OnLogs {
        /// The entry.
        entry: Position,
        /// Those whose logs hold it.
        on: NodeSet,
        /// Those who vote.
        among: Configuration,
        /// Those of which enough must still append it; empty when a majority holds it.
        missing: NodeSet,
    },
    /// An entry of an older term does not commit by the number of its copies.
    OlderTerm {
        /// The entry.
        entry: Position,
        /// The leader.
        leader: NodeId,
        /// The leader's term.
        current: Term,
        /// The first entry of that term in the leader's log.
        own: Option<Index>,
        /// Whether the entry is committed, and only this leader does not know it.
        is_committed: bool,
        /// The leader's decision.
        event: Option<EventId>,
    },
    /// The nodes that know an entry to be committed.
    KnownBy {
        /// The entry.
        entry: Position,
        /// Those who know.
        by: NodeSet,
    },
    /// A leader tells a follower of its commits with each message.
    ToldNext {
        /// The leader.
        leader: NodeId,
        /// The follower.
        node: NodeId,
        /// When its next heartbeat is due.
        at: Instant,
    },
    /// A person or a scenario dropped a message.
    DroppedByHand {
        /// When.
        at: Instant,
    },
    /// The network held all messages that it can hold.
    NoRoom,
    /// A message met a cut link.
    MetCut {
        /// The direction that was cut.
        link: Link,
        /// When it was cut, where that was while the message was under way.
        since: Option<Instant>,
    },
    /// A leader does not know yet that a follower holds an entry.
    NotCounted {
        /// The leader.
        leader: NodeId,
        /// The follower.
        follower: NodeId,
        /// The entry.
        index: Index,
        /// What the leader knows the follower to hold.
        match_index: Option<Index>,
    },
    /// A leader's log does not hold an entry: the next leader's would have to.
    NotLeaders {
        /// The leader.
        leader: NodeId,
        /// The entry.
        entry: Position,
        /// What the leader has in its place.
        has: Option<Position>,
    },
    /// Another entry is committed in this one's place.
    Replaced {
        /// The entry.
        entry: Position,
        /// The one in its place.
        committed: Position,
    },
    /// An entry was committed before, and no node that runs knows of it any more.
    Forgotten {
        /// The entry.
        entry: Position,
    },
    /// A machine has no vote: it is outside of the cluster, or learns (Thesis §4.1, §4.2.1).
    NoVote {
        /// The machine.
        node: NodeId,
        /// Whether it is sent entries without having a vote.
        learns: bool,
        /// The leader's change that took it out; `None` of one that has not belonged to it.
        since: Option<EventId>,
    },
    /// A node led until it heard of a newer term.
    Deposed {
        /// The node.
        node: NodeId,
        /// The term that it led.
        term: Term,
        /// The node whose term was newer.
        because_of: NodeId,
        /// When it stopped leading.
        since: EventId,
    },
    /// Nobody leads: only a leader commits.
    NobodyLeads,
    /// A follower's log ends before the leader's, or differs from it.
    Behind {
        /// The follower.
        node: NodeId,
        /// The last entry through which both agree.
        agree: Option<Index>,
        /// The leader, or the node with the most up-to-date log.
        leader: NodeId,
        /// The last index of that node's log.
        last: Option<Index>,
    },
    /// A leader believes that a follower holds entries that are not there.
    CountedAsHeld {
        /// The leader.
        leader: NodeId,
        /// The follower.
        node: NodeId,
        /// What the leader counts.
        match_index: Index,
        /// Through which index the follower's log agrees.
        agree: Option<Index>,
        /// The last rejection that the leader ignored.
        event: Option<EventId>,
    },
    /// A disk lost what it had confirmed.
    DiskLost {
        /// The node.
        node: NodeId,
        /// How.
        how: LossOfDisk,
        /// When.
        since: EventId,
    },
    /// A leader sends entries from here on, and waits for the answer.
    Sending {
        /// The leader.
        leader: NodeId,
        /// The follower.
        node: NodeId,
        /// The next entry to send.
        next_index: Index,
        /// Whether it still looks for the place at which both logs agree.
        is_guess: bool,
    },
    /// A leader sends a follower its snapshot, in parts (Raft §7).
    SendsSnapshot {
        /// The leader.
        leader: NodeId,
        /// The follower.
        node: NodeId,
        /// The last index that the snapshot stands for.
        through: Index,
        /// How many of its bytes the follower is known to hold.
        held: u32,
        /// How many there are.
        size: usize,
    },
    /// A message is on its way.
    OnItsWay {
        /// Its link.
        link: Link,
        /// When it arrives.
        at: Instant,
    },
    /// A follower speaks only when it is spoken to, or when its timer runs out and it may stand.
    WaitsForWord {
        /// The node.
        node: NodeId,
        /// The leader it believes in.
        leader: Option<NodeId>,
        /// When its timer runs out.
        timer: Option<Instant>,
        /// Whether it does anything then: one without a vote does not.
        may_stand: bool,
    },
    /// A leader's next heartbeat.
    NextHeartbeat {
        /// The leader.
        node: NodeId,
        /// When it is due.
        at: Instant,
    },
    /// A node is alone in its cluster: there is nobody to speak to.
    Alone(NodeId),
    /// When a node last sent a message to another.
    LastSpoke {
        /// The node.
        node: NodeId,
        /// The moment; `None` if it never did.
        at: Option<Instant>,
    },
    /// A client waits for a node.
    Asked {
        /// The number of the request.
        number: usize,
        /// The node.
        node: NodeId,
        /// How often the request was sent.
        attempts: u32,
        /// When the client asks another node, unless it hears an answer before.
        asks_again_at: Option<Instant>,
        /// When the client gives up.
        gives_up_at: Instant,
    },
    /// A request is over.
    RequestOver {
        /// The number of the request.
        number: usize,
        /// When it ended.
        at: Instant,
        /// Whether nothing is known of its fate; else it was answered or refused.
        unknown: bool,
        /// The node that has answered it, if one has.
        answered_by: Option<NodeId>,
    },
    /// A request's entry stands in logs, but the node that the client asked does not wait for it.
    TakenAt {
        /// The number of the request.
        number: usize,
        /// Its entry.
        entry: Position,
    },
    /// No log holds the command of a request, as far as logs reach back.
    NotTaken {
        /// The number of the request.
        number: usize,
    },
    /// A request's entry is committed, and snapshots have taken its place in the logs.
    InSnapshots,
    /// A request is a read that enters no log.
    ReadsBeside,
    /// A node has answered a read beside the log.
    ReadAnswered {
        /// The node.
        node: NodeId,
        /// The last entry that the answer can know of, where that is known.
        applied: Option<u64>,
        /// Whether that is the latest that it can be, and not known exactly.
        is_latest: bool,
        /// What it had to go by.
        ground: ReadRule,
    },
    /// A read was answered without an entry that had been acknowledged before it was asked.
    StaleRead {
        /// The node that answered it.
        node: NodeId,
        /// The entry.
        entry: Position,
        /// When the entry's client had its answer.
        acknowledged_at: Instant,
        /// When the read was asked.
        asked_at: Instant,
    },
    /// A node that hears a leader ignores requests for votes (Thesis §4.2.3).
    IgnoresVotes {
        /// The node.
        node: NodeId,
        /// The candidate that it ignored last.
        candidate: NodeId,
        /// The leader; the node itself when it leads.
        leader: NodeId,
        /// When it heeds requests again, unless it hears the leader before; `None` of a leader,
        /// which ignores them for as long as it leads.
        until: Option<Instant>,
        /// When it ignored that candidate.
        since: EventId,
    },
    /// A leader hands over its lead, and takes no commands meanwhile (Thesis §3.10).
    HandsOver {
        /// The leader.
        leader: NodeId,
        /// Its successor.
        to: NodeId,
    },
}

/// What a node goes by that answers a read beside the log (Thesis §6.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadRule {
    /// Its own state: a rule is left out.
    Nothing,
    /// A round of confirmations, its own or its leader's.
    Round,
    /// A lease, or a round where it holds none.
    Lease,
}

/// When a disk confirms its next write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiskEnd {
    /// When its stall ends.
    StallEnds,
    /// At this moment.
    At(Instant),
    /// It has confirmed it, and the process, which is paused, does not know.
    ProcessGoesOn,
}

/// How a disk lost what it had confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LossOfDisk {
    /// It was wiped.
    Wiped,
    /// It had lied about syncing.
    Unsynced,
}

impl From<DiskLoss> for LossOfDisk {
    fn from(loss: DiskLoss) -> LossOfDisk {
        match loss {
            DiskLoss::Wiped => LossOfDisk::Wiped,
            DiskLoss::Unsynced => LossOfDisk::Unsynced,
        }
    }
}

impl Clause {
    /// Where the rule stands that makes this matter, if one does.
    #[must_use]
    pub fn section(&self) -> Option<&'static str> {
        Some(match self {
            Clause::DiskHolds { .. } | Clause::SlowDisk { .. } => "Raft Figure 2, §5.6",
            Clause::DiskLost { .. } | Clause::CountedAsHeld { .. } => "Raft Figure 2, Thesis §3.8",
            Clause::WrongClock { .. } | Clause::SlowNetwork { .. } => "Raft §5.6",
            Clause::TooFewUp { .. } | Clause::Apart { .. } => "Raft §5.2",
            Clause::Leads { .. }
            | Clause::Follows { .. }
            | Clause::Asks { .. }
            | Clause::SplitVote { .. }
            | Clause::NextTimer { .. }
            | Clause::WaitsForWord { .. }
            | Clause::NextHeartbeat { .. } => "Raft §5.2",
            Clause::LogBehind { .. } => "Raft §5.4.1",
            Clause::OlderTerm { .. } => "Raft §5.4.2",
            Clause::Deposed { .. } => "Raft §5.1",
            Clause::OnLogs { .. }
            | Clause::KnownBy { .. }
            | Clause::ToldNext { .. }
            | Clause::NotCounted { .. }
            | Clause::NobodyLeads
            | Clause::Forgotten { .. }
            | Clause::NotLeaders { .. }
            | Clause::Replaced { .. }
            | Clause::Behind { .. }
            | Clause::Sending { .. } => "Raft §5.3",
            Clause::RequestOver { .. } | Clause::NotTaken { .. } | Clause::TakenAt { .. } => {
                "Raft §8"
            }
            Clause::NoVote { learns: false, .. } => "Thesis §4.1",
            Clause::NoVote { learns: true, .. } => "Thesis §4.2.1",
            Clause::ReadAnswered { .. } | Clause::StaleRead { .. } | Clause::ReadsBeside => {
                "Thesis §6.4"
            }
            Clause::HandsOver { .. } => "Thesis §3.10",
            Clause::IgnoresVotes { .. } => "Thesis §4.2.3",
            Clause::SendsSnapshot { .. } | Clause::InSnapshots => "Raft §7",
            Clause::Down { .. }
            | Clause::Paused { .. }
            | Clause::Halted(_)
            | Clause::CrashArmed(_)
            | Clause::Cut(_)
            | Clause::DroppedByHand { .. }
            | Clause::NoRoom
            | Clause::MetCut { .. }
            | Clause::Lossy { .. }
            | Clause::OnItsWay { .. }
            | Clause::Alone(_)
            | Clause::LastSpoke { .. }
            | Clause::Asked { .. } => return None,
        })
    }

    /// The event to go to, if it is about one that is known.
    #[must_use]
    pub fn event(&self) -> Option<EventId> {
        match *self {
            Clause::Down { since, .. }
            | Clause::Paused { since, .. }
            | Clause::DiskHolds { since, .. }
            | Clause::Leads { since, .. } => since,
            Clause::DiskLost { since, .. }
            | Clause::Deposed { since, .. }
            | Clause::IgnoresVotes { since, .. } => Some(since),
            Clause::NoVote { since, .. } => since,
            Clause::OlderTerm { event, .. } | Clause::CountedAsHeld { event, .. } => event,
            _ => None,
        }
    }

    /// The nodes to light up.
    #[must_use]
    pub fn nodes(&self) -> Vec<NodeId> {
        match *self {
            Clause::Down { node, .. }
            | Clause::Paused { node, .. }
            | Clause::Halted(node)
            | Clause::CrashArmed(node)
            | Clause::DiskHolds { node, .. }
            | Clause::SlowDisk {
                node: Some(node), ..
            }
            | Clause::WrongClock { node, .. }
            | Clause::Leads { node, .. }
            | Clause::Asks { node, .. }
            | Clause::LogBehind { node, .. }
            | Clause::NextTimer { node, .. }
            | Clause::DiskLost { node, .. }
            | Clause::WaitsForWord { node, .. }
            | Clause::NextHeartbeat { node, .. }
            | Clause::Alone(node)
            | Clause::LastSpoke { node, .. }
            | Clause::Asked { node, .. } => vec![node],
            Clause::NoVote { node, .. }
            | Clause::ReadAnswered { node, .. }
            | Clause::StaleRead { node, .. } => vec![node],
            Clause::Deposed {
                node, because_of, ..
            } => vec![node, because_of],
            Clause::IgnoresVotes {
                node, candidate, ..
            } => vec![node, candidate],
            Clause::Follows { node, leader, .. }
            | Clause::Behind { node, leader, .. }
            | Clause::CountedAsHeld { node, leader, .. }
            | Clause::Sending { node, leader, .. }
            | Clause::SendsSnapshot { node, leader, .. } => vec![node, leader],
            Clause::NotCounted {
                leader, follower, ..
            } => vec![leader, follower],
            Clause::OlderTerm { leader, .. } | Clause::NotLeaders { leader, .. } => vec![leader],
            Clause::TooFewUp { up: nodes, .. }
            | Clause::Apart { best: nodes, .. }
            | Clause::SplitVote {
                candidates: nodes, ..
            }
            | Clause::OnLogs { on: nodes, .. } => nodes.iter().collect(),
            Clause::Cut(link)
            | Clause::Lossy {
                link: Some(link), ..
            }
            | Clause::OnItsWay { link, .. } => vec![link.from, link.to],
            Clause::SlowDisk { node: None, .. }
            | Clause::Lossy { link: None, .. }
            | Clause::SlowNetwork { .. }
            | Clause::Replaced { .. }
            | Clause::Forgotten { .. }
            | Clause::NobodyLeads
            | Clause::TakenAt { .. }
            | Clause::ReadsBeside
            | Clause::InSnapshots
            | Clause::NotTaken { .. } => Vec::new(),
            Clause::RequestOver { answered_by, .. } => answered_by.into_iter().collect(),
            Clause::HandsOver { leader, to } => Vec::from([leader, to]),
            Clause::KnownBy { by, .. } => by.iter().collect(),
            Clause::ToldNext { leader, node, .. } => vec![leader, node],
            Clause::MetCut { link, .. } => vec![link.from, link.to],
            Clause::DroppedByHand { .. } | Clause::NoRoom => Vec::new(),
        }
    }
}
