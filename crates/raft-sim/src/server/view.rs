//! One node as a watcher sees it, running or not.

use raft_core::{
    Duration, Index, Instant, Log, Node, NodeId, NodeSet, Persistent, Position, Progress, RoleName,
    Snapshot, Term, Timer, Unconfirmed, WhoseClock,
};

use crate::clients::machine::Machine;
use crate::options::{Latency, Ratio};
use crate::server::disk::DiskMode;
use crate::server::{Process, Server};
use crate::whole::IS_WHOLE;

/// A node from outside. A node that is down shows what is on its disk.
#[derive(Clone, Copy, Debug)]
pub struct NodeView<'a> {
    pub(crate) id: NodeId,
    pub(crate) server: &'a Server,
}

/// Whether a process runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It runs.
    Up,
    /// Its process is paused, and keeps its memory.
    Paused,
    /// It is gone; its disk is not.
    Crashed,
}

impl Status {
    /// In lower case, for sentences.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Status::Up => "up",
            Status::Paused => "paused",
            Status::Crashed => "crashed",
        }
    }
}

impl<'a> NodeView<'a> {
    /// Its number.
    #[must_use]
    pub fn id(&self) -> NodeId {
        self.id
    }

    /// Whether it runs.
    #[must_use]
    pub fn status(&self) -> Status {
        match self.server.process {
            Process::Running(_) => Status::Up,
            Process::Paused(..) => Status::Paused,
            Process::Down => Status::Crashed,
        }
    }

    /// Whether it runs: neither crashed nor paused.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.status() == Status::Up
    }

    /// How often it has booted before.
    #[must_use]
    pub fn incarnation(&self) -> u64 {
        self.server.incarnation
    }

    /// Its role; a crashed node will boot as a follower.
    #[must_use]
    pub fn role(&self) -> RoleName {
        self.memory()
            .map_or(RoleName::Follower, |memory| memory.node.role_name())
    }

    /// Whether it believes that it leads.
    #[must_use]
    pub fn leads(&self) -> bool {
        self.role() == RoleName::Leader
    }

    /// Its term.
    #[must_use]
    pub fn current_term(&self) -> Term {
        self.memory().map_or(self.disk().current_term, |memory| {
            memory.node.current_term()
        })
    }

    /// The node that has its vote in this term.
    #[must_use]
    pub fn voted_for(&self) -> Option<NodeId> {
        self.memory()
            .map_or(self.disk().voted_for, |memory| memory.node.voted_for())
    }

    /// The leader it believes in.
    #[must_use]
    pub fn leader(&self) -> Option<NodeId> {
        self.memory().and_then(|memory| memory.node.leader())
    }

    /// Its log; that of a crashed node is what its disk holds.
    #[must_use]
    pub fn log(&self) -> &'a Log {
        match &self.server.process {
            Process::Running(memory) | Process::Paused(memory, _) => memory.node.log(),
            Process::Down => &self.server.disk.stable().log,
        }
    }

    /// Its snapshot; that of a crashed node is what its disk holds. `None` while its log begins
    /// with the first entry.
    #[must_use]
    pub fn snapshot(&self) -> Option<&'a Snapshot> {
        if !IS_WHOLE {
            return None;
        }
        let snapshot = match &self.server.process {
            Process::Running(memory) | Process::Paused(memory, _) => memory.node.snapshot(),
            Process::Down => self.server.disk.stable().snapshot.as_ref(),
        };
        snapshot.map(AsRef::as_ref)
    }

    /// The snapshot that it is sending to a follower, as a leader: its base, how many of its bytes
    /// the follower is known to hold, and how many there are.
    #[must_use]
    pub fn sending_to(&self, follower: NodeId) -> Option<(Position, u32, usize)> {
        self.memory()?.node.sending_to(follower)
    }

    /// Its stable storage: a crash now would leave this (Raft Figure 2, "persistent state on all
    /// servers").
    #[inline]
    #[must_use]
    pub fn disk(&self) -> &'a Persistent {
        self.server.disk.stable()
    }

    /// The end of what its disk holds.
    #[must_use]
    pub fn last_on_disk(&self) -> Option<Position> {
        self.disk().log.last()
    }

    /// How its disk treats its writes.
    #[must_use]
    pub fn disk_mode(&self) -> DiskMode {
        self.server.disk.mode()
    }

    /// How many writes a crash now would take away: those that wait, and those that only a
    /// cache holds.
    #[must_use]
    pub fn unstable_writes(&self) -> usize {
        self.server.disk.unstable_count()
    }

    /// How long its disk takes for a write, if it has a setting of its own.
    #[must_use]
    pub fn disk_latency(&self) -> Option<Latency> {
        self.server.disk.latency
    }

    /// When its disk next confirms a write; never while none waits, or while the disk stalls.
    #[must_use]
    pub fn disk_due_at(&self) -> Option<Instant> {
        self.server.disk.due_at()
    }

    /// Whether it crashes as soon as its next write is on stable storage.
    #[must_use]
    pub fn crashes_at_write(&self) -> bool {
        self.server.crashes_at_write
    }

    /// The last round of its leadership that a majority has confirmed (Thesis §6.4), if any.
    #[must_use]
    pub fn confirmed_round(&self) -> Option<u64> {
        self.memory()?.node.confirmed_round()
    }

    /// How fast its clock runs; 1 is the world's pace.
    #[must_use]
    pub fn clock_rate(&self) -> Ratio {
        self.server.clock.rate()
    }

    /// What its clock shows at this moment of the world, which is not before the last change of
    /// that clock.
    #[must_use]
    pub fn clock_at(&self, now: Instant) -> Instant {
        self.server.clock.read(now)
    }

    /// Whether its clock shows the world's time, or a time of its own.
    #[must_use]
    pub fn whose_clock(&self) -> WhoseClock {
        match self.server.clock.is_true() {
            true => WhoseClock::Everybodys,
            false => WhoseClock::ItsOwn,
        }
    }

    /// How long its election timer runs in all, by its own clock.
    #[must_use]
    pub fn election_timeout(&self) -> Option<Duration> {
        let timer = self.memory()?.node.election_timer()?;
        Some(timer.ends_at - timer.started_at)
    }

    /// What its disk has not confirmed yet, as far as the node knows.
    #[must_use]
    pub fn unconfirmed(&self) -> Option<Unconfirmed> {
        self.memory()?.node.unconfirmed()
    }

    /// How many messages it holds back until its disk has confirmed what they assert.
    #[must_use]
    pub fn held_messages(&self) -> usize {
        self.memory()
            .map_or(0, |memory| memory.node.held_messages())
    }

    /// Since when messages of it wait for its disk, where that takes as long as a heartbeat or
    /// longer.
    #[must_use]
    pub fn silent_since(&self) -> Option<Instant> {
        let silence = self.server.silence?;
        (self.held_messages() > 0).then_some(silence.since)
    }

    /// When its disk will have confirmed every write that waits, as it is now; never while it
    /// stalls.
    #[must_use]
    pub fn disk_done_at(&self) -> Option<Instant> {
        self.server.disk.all_done_at()
    }

    /// The highest index it knows to be committed; volatile (Raft Figure 2).
    #[must_use]
    pub fn commit_index(&self) -> Option<Index> {
        self.memory().and_then(|memory| memory.node.commit_index())
    }

    /// The last index its machine has applied; volatile.
    #[must_use]
    pub fn last_applied(&self) -> Option<Index> {
        self.memory().and_then(|memory| memory.last_applied)
    }

    /// When it next wants to act by itself, in the world's time; never while nothing of it runs.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        self.server.deadline()
    }

    /// When its next heartbeat is due while it runs and leads, in the world's time.
    #[must_use]
    pub fn heartbeat_at(&self) -> Option<Instant> {
        let heartbeat_at = self.server.running()?.node.heartbeat_at()?;
        Some(self.server.clock.when(heartbeat_at))
    }

    /// Its election timer, while one runs, in the world's time.
    #[must_use]
    pub fn election_timer(&self) -> Option<Timer> {
        let timer = self.memory()?.node.election_timer()?;
        Some(self.server.clock.timer(timer))
    }

    /// The votes it has, as a candidate.
    #[must_use]
    pub fn votes(&self) -> NodeSet {
        self.memory()
            .map_or(NodeSet::EMPTY, |memory| memory.node.votes())
    }

    /// The nodes that would vote for it, while it asks whether it could win (Thesis §9.6).
    #[must_use]
    pub fn pre_votes(&self) -> Option<NodeSet> {
        self.memory()?.node.pre_votes()
    }

    /// The node that it hands its lead to, while it does (Thesis §3.10).
    #[must_use]
    pub fn successor(&self) -> Option<NodeId> {
        self.memory()?.node.successor()
    }

    /// Its book-keeping for a follower, as a leader.
    #[must_use]
    pub fn progress_of(&self, follower: NodeId) -> Option<Progress> {
        self.memory()
            .and_then(|memory| memory.node.progress_of(follower))
    }

    /// All of its state as the protocol knows it; a crashed node has none.
    #[must_use]
    pub fn protocol(&self) -> Option<&'a Node> {
        self.memory().map(|memory| &memory.node)
    }

    /// Its key-value machine; a crashed node has none.
    #[must_use]
    pub fn machine(&self) -> Option<&'a Machine> {
        match &self.server.process {
            Process::Running(memory) | Process::Paused(memory, _) => Some(&memory.machine),
            Process::Down => None,
        }
    }

    fn memory(&self) -> Option<&'a crate::server::Memory> {
        self.server.memory()
    }
}
