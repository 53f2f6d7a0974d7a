//! One machine of the cluster: its disk, which survives a crash, and the process that runs on it,
//! which does not.

pub(crate) mod clock;
pub(crate) mod disk;
pub(crate) mod storage;
pub(crate) mod view;

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use raft_core::{
    Bug, Index, Instant, Node, Origin, Persistent, Position, Snapshot, Term, count_through,
};

use crate::clients::machine::{Machine, Response};
use crate::digest::StateSummary;
use crate::network::packet::Packet;
use crate::server::clock::NodeClock;
use crate::server::disk::Disk;

/// A machine: its disk survives a crash, its process does not.
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) disk: Disk,
    pub(crate) clock: NodeClock,
    pub(crate) process: Process,
    /// How often it has booted, from 0: each boot draws timeouts of its own.
    pub(crate) incarnation: u64,
    /// Whether it crashes as soon as its next write is on stable storage.
    pub(crate) crashes_at_write: bool,
    /// Since when its messages wait for its disk, if others miss them.
    pub(crate) silence: Option<Silence>,
}

/// Messages of a term that wait for the disk, and since when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Silence {
    pub(crate) since: Instant,
    /// Messages of an older term wait no more.
    pub(crate) term: Term,
}

/// The process of a machine. A process that is down has no volatile state.
#[derive(Clone, Debug)]
pub(crate) enum Process {
    Running(Memory),
    /// Paused: messages wait, in the order of their arrival.
    Paused(Memory, Vec<Packet>),
    Down,
}

/// The volatile state of a process: a crash takes it away.
#[derive(Clone, Debug)]
pub(crate) struct Memory {
    pub(crate) node: Node,
    /// The state of the node after its last step.
    pub(crate) summary: StateSummary,
    pub(crate) machine: Machine,
    pub(crate) last_applied: Option<Index>,
    /// Requests this node took as a leader and has not answered, in log order.
    pub(crate) unanswered: VecDeque<(Position, Origin)>,
}

impl Server {
    /// A machine on which a process has just booted from `disk`.
    pub(crate) fn new(disk: Persistent, memory: Memory) -> Server {
        Server {
            disk: Disk::new(disk),
            clock: NodeClock::TRUE,
            process: Process::Running(memory),
            incarnation: 0,
            crashes_at_write: false,
            silence: None,
        }
    }

    /// When its process next wants to act by itself, in the world's time.
    #[inline]
    pub(crate) fn deadline(&self) -> Option<Instant> {
        let deadline = self.running()?.node.deadline()?;
        Some(self.clock.when(deadline))
    }

    pub(crate) fn memory(&self) -> Option<&Memory> {
        match &self.process {
            Process::Running(memory) | Process::Paused(memory, _) => Some(memory),
            Process::Down => None,
        }
    }

    pub(crate) fn memory_mut(&mut self) -> Option<&mut Memory> {
        match &mut self.process {
            Process::Running(memory) | Process::Paused(memory, _) => Some(memory),
            Process::Down => None,
        }
    }

    /// The messages that wait at its process, if that is paused.
    pub(crate) fn waiting(&self) -> &[Packet] {
        match &self.process {
            Process::Paused(_, waiting) => waiting,
            Process::Running(_) | Process::Down => &[],
        }
    }

    pub(crate) fn running(&self) -> Option<&Memory> {
        match &self.process {
            Process::Running(memory) => Some(memory),
            Process::Paused(..) | Process::Down => None,
        }
    }

    pub(crate) fn running_mut(&mut self) -> Option<&mut Memory> {
        match &mut self.process {
            Process::Running(memory) => Some(memory),
            Process::Paused(..) | Process::Down => None,
        }
    }
}

impl Memory {
    pub(crate) fn new(node: Node) -> Memory {
        let machine = Machine::new(node.config().bugs);
        let snapshot = node.snapshot().cloned();
        let mut memory = Memory {
            summary: StateSummary::of(&node),
            node,
            machine,
            last_applied: None,
            unanswered: VecDeque::new(),
        };
        if let Some(snapshot) = snapshot {
            memory.restore(&snapshot);
        }
        memory
    }

    /// Puts the state of a snapshot in the place of the state machine. Bytes that are no state,
    /// which a rule left out can bring about, leave an empty one.
    pub(crate) fn restore(&mut self, snapshot: &Snapshot) {
        let bugs = self.node.config().bugs;
        let machine = Machine::from_bytes(&snapshot.bytes, bugs);
        self.machine = machine.unwrap_or_else(|| Machine::new(bugs));
        let through = snapshot.base.index;
        self.last_applied = Some(through);
        // The snapshot does not say what became of these requests, so the node stays silent.
        self.unanswered.retain(|(taken, _)| taken.index > through);
    }

    /// Forgets the requests that it took at this index or later.
    pub(crate) fn forget_unanswered_from(&mut self, first: Index) {
        while self
            .unanswered
            .back()
            .is_some_and(|(taken, _)| taken.index >= first)
        {
            self.unanswered.pop_back();
        }
    }

    /// Applies every committed entry that has not been, in order. Tells `answered` which of
    /// this node's clients now have an answer.
    pub(crate) fn apply_committed(&mut self, mut answered: impl FnMut(Origin, Response)) {
        let through = if self.node.config().bugs.has(Bug::ApplyUncommitted) {
            self.node.log().last_index()
        } else {
            self.node.commit_index()
        };
        while self.last_applied < through {
            let index = Index::after_count(count_through(self.last_applied));
            let Some(entry) = self.node.log().entry(index) else {
                return;
            };
            self.machine.apply(entry);
            self.last_applied = Some(index);
            let at = Position {
                term: entry.term,
                index,
            };
            while let Some((taken, origin)) = self.unanswered.front().copied() {
                if taken.index > index {
                    break;
                }
                self.unanswered.pop_front();
                // In another entry's place, the request's own entry was overwritten: this
                // node cannot tell what will become of it, and stays silent.
                if taken == at {
                    answered(origin, self.machine.response_to(entry));
                }
            }
        }
    }
}
