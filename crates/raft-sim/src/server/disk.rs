//! The disk of one machine: its stable storage, and the writes on their way there.
//!
//! A node asks for writes and speaks of them only when it is told that they are done (Raft
//! Figure 2). A whole disk says so when they are on stable storage: at once, after a while, or
//! not before a stall has ended. A disk that lies says so at once and does not sync: Raft
//! cannot bear that.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use raft_core::{Instant, Persistent, Token, Write};

use crate::options::Latency;

/// A disk with all that it has been asked to write.
#[derive(Clone, Debug)]
pub(crate) struct Disk {
    stable: Persistent,
    /// Asked for and not yet on stable storage, oldest first.
    pending: VecDeque<Pending>,
    /// Confirmed, but only in the disk's cache, oldest first.
    unsynced: Vec<Write>,
    /// The entries in both.
    unstable_entries: usize,
    mode: DiskMode,
    /// How long it takes for a write; as long as the others when not set.
    pub(crate) latency: Option<Latency>,
    /// How many writes it was ever asked for: the latency of each is drawn by its number.
    asked: u64,
    /// The newest write that is done and that a stalled process has not been told of.
    untold: Option<Token>,
}

#[derive(Clone, Debug)]
struct Pending {
    write: Write,
    due_at: Instant,
}

/// The way in which a disk treats its writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DiskMode {
    /// It confirms what is on stable storage.
    #[default]
    Syncs,
    /// It confirms nothing for now: writes wait, while the process and its timers go on.
    Stalls,
    /// It confirms everything at once and keeps it in its cache only; a crash loses it.
    Lies,
}

/// The status of a write, as the disk reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WriteStatus {
    /// It is confirmed at once.
    Confirmed(Token),
    /// It waits, and will be confirmed at [`Disk::due_at`].
    Waiting,
}

impl Disk {
    pub(crate) fn new(stable: Persistent) -> Disk {
        Disk {
            stable,
            pending: VecDeque::new(),
            unsynced: Vec::new(),
            unstable_entries: 0,
            mode: DiskMode::Syncs,
            latency: None,
            asked: 0,
            untold: None,
        }
    }

    /// The stable storage: a crash now would leave this.
    #[inline]
    pub(crate) fn stable(&self) -> &Persistent {
        &self.stable
    }

    pub(crate) fn mode(&self) -> DiskMode {
        self.mode
    }

    /// How many writes a crash now would take away.
    pub(crate) fn unstable_count(&self) -> usize {
        self.pending.len() + self.unsynced.len()
    }

    /// How many writes wait.
    #[inline]
    pub(crate) fn backlog(&self) -> u64 {
        self.pending.len() as u64
    }

    /// The number of writes that are not on stable storage, and the number of entries in them.
    pub(crate) fn unstable_sizes(&self) -> (usize, usize) {
        (self.unstable_count(), self.unstable_entries)
    }

    /// The writes that a crash now would take away, oldest first.
    pub(crate) fn unstable(&self) -> impl Iterator<Item = &Write> {
        let pending = self.pending.iter().map(|pending| &pending.write);
        self.unsynced.iter().chain(pending)
    }

    /// Takes a write that is due to be stable at `due_at(n)`, `n` being its number on this
    /// disk. Writes are done in the order in which they were asked for.
    #[inline]
    pub(crate) fn take(
        &mut self,
        now: Instant,
        write: Write,
        due_at: impl FnOnce(u64) -> Instant,
    ) -> WriteStatus {
        let number = self.asked;
        self.asked += 1;
        match self.mode {
            DiskMode::Lies => {
                let token = write.token;
                self.unstable_entries += entries_in(&write);
                self.unsynced.push(write);
                return WriteStatus::Confirmed(token);
            }
            DiskMode::Syncs if self.pending.is_empty() => {
                let due_at = due_at(number);
                if due_at <= now {
                    self.stable.apply(&write);
                    return WriteStatus::Confirmed(write.token);
                }
                self.unstable_entries += entries_in(&write);
                self.pending.push_back(Pending { write, due_at });
            }
            DiskMode::Syncs | DiskMode::Stalls => {
                let due_at = due_at(number);
                self.unstable_entries += entries_in(&write);
                self.pending.push_back(Pending { write, due_at });
            }
        }
        WriteStatus::Waiting
    }

    /// When it next has something to confirm; nothing while it stalls.
    pub(crate) fn due_at(&self) -> Option<Instant> {
        if self.mode == DiskMode::Stalls {
            return None;
        }
        self.pending.front().map(|pending| pending.due_at)
    }

    /// Brings the next write that is due to stable storage. Its token.
    pub(crate) fn complete(&mut self, now: Instant) -> Option<Token> {
        if self.due_at()? > now {
            return None;
        }
        let Pending { write, .. } = self.pending.pop_front()?;
        self.unstable_entries -= entries_in(&write);
        self.stable.apply(&write);
        Some(write.token)
    }

    /// Sets the mode. When a disk stops lying, the writes in its cache go to stable storage. When
    /// it begins to lie, the writes that wait go to its cache and are confirmed: the token of the
    /// last of them.
    pub(crate) fn set_mode(&mut self, mode: DiskMode) -> Option<Token> {
        for write in core::mem::take(&mut self.unsynced) {
            self.unstable_entries -= entries_in(&write);
            self.stable.apply(&write);
        }
        self.mode = mode;
        if mode != DiskMode::Lies {
            return None;
        }
        let mut last = None;
        for Pending { write, .. } in core::mem::take(&mut self.pending) {
            last = Some(write.token);
            self.unsynced.push(write);
        }
        last
    }

    /// Drops all writes that are not on stable storage. Returns whether some of them had been
    /// confirmed.
    pub(crate) fn crash(&mut self) -> bool {
        self.pending.clear();
        self.untold = None;
        let had_lied = !self.unsynced.is_empty();
        self.unsynced.clear();
        self.unstable_entries = 0;
        had_lied
    }

    /// Empties the disk. Returns whether it held anything.
    pub(crate) fn wipe(&mut self) -> bool {
        self.crash();
        let held = core::mem::take(&mut self.stable);
        held != Persistent::default()
    }

    /// Keeps a confirmation until a stalled process goes on.
    pub(crate) fn keep_untold(&mut self, token: Token) {
        self.untold = self.untold.max(Some(token));
    }

    pub(crate) fn take_untold(&mut self) -> Option<Token> {
        self.untold.take()
    }
}

fn entries_in(write: &Write) -> usize {
    write.log.as_ref().map_or(0, |log| log.entries.len())
}

impl DiskMode {
    /// All of them; their places are part of the link format.
    pub const ALL: [DiskMode; 3] = [DiskMode::Syncs, DiskMode::Stalls, DiskMode::Lies];

    /// Its name, as scenario files use it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            DiskMode::Syncs => "syncs",
            DiskMode::Stalls => "stalls",
            DiskMode::Lies => "lies",
        }
    }
}
