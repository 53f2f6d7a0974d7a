//! The traffic between a node and its disk, and the faults of the disk.

use raft_core::{Bug, Input, NodeId, Token, Write};

use super::{NEVER, Purpose, World};
use crate::options::Latency;
use crate::server::Process;
use crate::server::disk::{DiskMode, Outcome, WriteStatus};
use crate::whole::IS_WHOLE;
use crate::world::event::{CrashCause, DiskLoss, Event, Observer};

/// How a step continues after one of its effects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AfterEffect {
    /// With the next effect.
    GoOn,
    /// With the next effect; afterwards the node is told that this write is done.
    Tell(Token),
    /// Not at all: the node has crashed.
    Stop,
}

impl World {
    /// Hands a write to the node's disk.
    // Apart from the other effects, of which there are many more.
    #[cfg_attr(feature = "extensions", inline(never))]
    pub(super) fn persist(
        &mut self,
        id: NodeId,
        write: Write,
        observer: &mut impl Observer,
    ) -> AfterEffect {
        let (now, usual) = (self.now, self.disk_latency);
        let chance = self.seed.with(Purpose::Disk as u64).with(u64::from(id.0));
        let server = &mut self.servers[id.position()];
        let latency = server.disk.latency.unwrap_or(usual);
        let due_at = |number: u64| match latency {
            Latency::NONE => now,
            _ => now + latency.pick(chance.with(number)),
        };
        match server.disk.take(now, write, due_at) {
            WriteStatus::Ended(outcome) => match self.heard_of(id, outcome) {
                Ok(token) => AfterEffect::Tell(token),
                Err(cause) => {
                    self.crash(id, cause, observer);
                    AfterEffect::Stop
                }
            },
            WriteStatus::Waiting => {
                self.look_at_disk(id);
                if IS_WHOLE {
                    self.look_at_silence(id, observer);
                }
                AfterEffect::GoOn
            }
        }
    }

    /// Completes the next write of a disk, and tells the node.
    pub(super) fn complete_write(&mut self, id: NodeId, observer: &mut impl Observer) {
        let now = self.now;
        let server = self.servers.get_mut(id.position());
        let outcome = server.and_then(|server| server.disk.complete(now));
        self.look_at_disk(id);
        if let Some(outcome) = outcome {
            self.report(id, outcome, observer);
        }
    }

    /// Sets the mode of a disk from now on.
    pub(super) fn set_disk(&mut self, id: NodeId, mode: DiskMode, observer: &mut impl Observer) {
        let Some(server) = self.servers.get_mut(id.position()) else {
            return;
        };
        let confirmed = server.disk.set_mode(mode);
        self.look_at_disk(id);
        if let Some(token) = confirmed {
            self.report(id, Outcome::Confirmed(token), observer);
        }
        if IS_WHOLE && mode == DiskMode::Stalls {
            self.look_at_silence(id, observer);
        }
    }

    pub(super) fn set_disk_latency(&mut self, node: Option<NodeId>, latency: Latency) {
        match node.and_then(|node| self.servers.get_mut(node.position())) {
            Some(server) => server.disk.latency = Some(latency),
            None => self.disk_latency = latency,
        }
    }

    /// Makes a node that is up crash when its next write is on stable storage, before it can send
    /// the messages that wait for this write.
    pub(super) fn arm_crash(&mut self, id: NodeId) {
        if let Some(server) = self.servers.get_mut(id.position()) {
            server.crashes_at_write = !matches!(server.process, Process::Down);
        }
    }

    pub(super) fn disarm_crash(&mut self, id: NodeId) {
        if let Some(server) = self.servers.get_mut(id.position()) {
            server.crashes_at_write = false;
        }
    }

    /// Crashes a node in the middle of its writes, of whose entries so many get to its disk.
    pub(super) fn tear_writes(&mut self, id: NodeId, keep: u32, observer: &mut impl Observer) {
        let Some(server) = self.servers.get_mut(id.position()) else {
            return;
        };
        let writes = server.disk.backlog();
        let (kept, of) = server
            .disk
            .tear(usize::try_from(keep).unwrap_or(usize::MAX));
        let cause = match writes {
            0 => CrashCause::Outside,
            _ => CrashCause::WritesTorn { kept, of },
        };
        self.crash(id, cause, observer);
    }

    /// Empties the disk of a node; its process crashes with it.
    pub(super) fn wipe_disk(&mut self, id: NodeId, observer: &mut impl Observer) {
        self.crash(id, CrashCause::Wiped, observer);
        let server = self.servers.get_mut(id.position());
        if server.is_some_and(|server| server.disk.wipe()) {
            self.lost(id, DiskLoss::Wiped, observer);
        }
    }

    /// After a crash: drops the writes that the disk had confirmed and not synced.
    pub(super) fn lose_unsynced(&mut self, id: NodeId, observer: &mut impl Observer) {
        let had_lied = self.servers[id.position()].disk.crash();
        self.look_at_disk(id);
        if had_lied {
            self.lost(id, DiskLoss::Unsynced, observer);
        }
    }

    fn lost(&mut self, node: NodeId, loss: DiskLoss, observer: &mut impl Observer) {
        self.digest.add(0xD0 << 8 | u64::from(node.0));
        self.emit(observer, &Event::DiskLost { node, loss });
    }

    /// Tells a process how a write has ended, unless the node crashes just then. A paused process
    /// hears of it when it goes on.
    fn report(&mut self, id: NodeId, outcome: Outcome, observer: &mut impl Observer) {
        let heard = self.heard_of(id, outcome);
        let server = &mut self.servers[id.position()];
        match (&server.process, heard) {
            (Process::Down, _) => {}
            (Process::Paused(..), Ok(token)) => server.disk.keep_untold(token),
            (Process::Paused(..), Err(CrashCause::WriteFailed)) => {
                server.disk.keep_failure();
                self.look_at_disk(id);
            }
            (Process::Running(_), Ok(token)) => {
                self.step_node(id, Input::Persisted(token), observer);
                if IS_WHOLE {
                    self.end_silence(id);
                }
            }
            (_, Err(cause)) => self.crash(id, cause, observer),
        }
    }

    /// The write that a process hears to be done, or why it ends instead.
    ///
    /// A process must not go on after a failed write, nor try again: its memory may hold what no
    /// later write brings to the disk (Rebello et al., "Can Applications Recover from fsync
    /// Failures?", ATC 2020).
    #[inline]
    fn heard_of(&mut self, id: NodeId, outcome: Outcome) -> Result<Token, CrashCause> {
        let goes_on = self.node_config.bugs.has(Bug::GoOnAfterFailedWrite);
        let server = &mut self.servers[id.position()];
        match outcome {
            Outcome::Failed(token) if IS_WHOLE && goes_on => {
                server.disk.forget_failed();
                self.look_at_disk(id);
                Ok(token)
            }
            Outcome::Failed(_) if IS_WHOLE => Err(CrashCause::WriteFailed),
            _ if server.crashes_at_write => Err(CrashCause::Outside),
            Outcome::Confirmed(token) | Outcome::Failed(token) => Ok(token),
        }
    }

    /// Reads when a disk ends its next write, whenever that may have changed.
    fn look_at_disk(&mut self, id: NodeId) {
        let server = self.servers.get(id.position());
        let due_at = server.and_then(|server| server.disk.due_at());
        self.disk_timers.set(id, due_at.unwrap_or(NEVER));
    }
}
