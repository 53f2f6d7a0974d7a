//! The disk of one machine: its stable storage, and the writes on their way there.
//!
//! A node asks for writes and speaks of them only when it is told that they are done (Raft
//! Figure 2). A whole disk says so when they are on stable storage: at once, after a while, or
//! not before a stall has ended. A disk that fails says of a write that it is not done. One that
//! lies says so at once and does not sync: Raft cannot bear that.

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use raft_core::{Instant, LogWrite, Persistent, Token, Write};

use crate::options::Latency;
use crate::whole::IS_WHOLE;

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
    /// The newest write that is done and that a paused process has not been told of.
    untold: Option<Token>,
    /// Whether it has failed a write of which a paused process has not been told. It does nothing
    /// more until then.
    failed_untold: bool,
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
    /// It fails each write when it would be done, and says so: stable storage stays as it is.
    Fails,
}

/// The status of a write, as the disk reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WriteStatus {
    /// It ended at once.
    Ended(Outcome),
    /// It waits, and will end at [`Disk::due_at`].
    Waiting,
}

/// The end of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is confirmed.
    Confirmed(Token),
    /// The disk says that it has failed.
    Failed(Token),
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
            failed_untold: false,
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
        if self.mode == DiskMode::Lies {
            let token = write.token;
            self.unstable_entries += entries_in(&write);
            self.unsynced.push(write);
            return WriteStatus::Ended(Outcome::Confirmed(token));
        }
        let due_at = due_at(number);
        if self.mode == DiskMode::Syncs && due_at <= now && self.pending.is_empty() {
            self.store(&write);
            return WriteStatus::Ended(Outcome::Confirmed(write.token));
        }
        self.queue(now, Pending { write, due_at })
    }

    /// Lets a write wait behind those that wait already. One of a disk that fails has failed as
    /// soon as it is due, if it is the first.
    #[inline(never)]
    fn queue(&mut self, now: Instant, pending: Pending) -> WriteStatus {
        let fails_now =
            self.mode == DiskMode::Fails && pending.due_at <= now && self.pending.is_empty();
        let token = pending.write.token;
        self.unstable_entries += entries_in(&pending.write);
        self.pending.push_back(pending);
        match fails_now {
            true => WriteStatus::Ended(Outcome::Failed(token)),
            false => WriteStatus::Waiting,
        }
    }

    /// When it next ends a write; never while it stalls, nor before its process knows of a failure.
    pub(crate) fn due_at(&self) -> Option<Instant> {
        if self.mode == DiskMode::Stalls || self.failed_untold {
            return None;
        }
        self.pending.front().map(|pending| pending.due_at)
    }

    /// When it will have ended every write that waits, as it is now; never while it stalls, nor
    /// before its process knows of a failure.
    pub(crate) fn all_done_at(&self) -> Option<Instant> {
        let latest = self.pending.iter().map(|pending| pending.due_at).max();
        latest.filter(|_| self.due_at().is_some())
    }

    /// Ends the next write that is due.
    pub(crate) fn complete(&mut self, now: Instant) -> Option<Outcome> {
        if self.due_at()? > now {
            return None;
        }
        if self.mode == DiskMode::Fails {
            let failed = self.pending.front()?;
            return Some(Outcome::Failed(failed.write.token));
        }
        let write = self.take_next()?;
        self.store(&write);
        Some(Outcome::Confirmed(write.token))
    }

    /// Forgets a write that has failed. Only a node that goes on has to, against the rule: for any
    /// other, the write is among those that its end takes away.
    pub(crate) fn forget_failed(&mut self) {
        self.take_next();
    }

    fn take_next(&mut self) -> Option<Write> {
        let Pending { write, .. } = self.pending.pop_front()?;
        self.unstable_entries -= entries_in(&write);
        Some(write)
    }

    /// Brings a write to stable storage.
    #[inline]
    fn store(&mut self, write: &Write) {
        match &write.log {
            Some(change)
                if write.snapshot.is_none() && change.first > self.stable.log.next_index() =>
            {
                self.store_behind_hole(write);
            }
            _ => self.stable.apply(write),
        }
    }

    /// Where an earlier write has failed and its node has gone on, against the rule, entries are
    /// missing before the new ones: what stands behind such a hole cannot be read again.
    #[cold]
    fn store_behind_hole(&mut self, write: &Write) {
        self.stable.apply(&Write {
            log: None,
            ..write.clone()
        });
    }

    /// Sets the mode. When a disk stops lying, the writes in its cache go to stable storage. When
    /// it begins to lie, the writes that wait go to its cache and are confirmed: the token of the
    /// last of them.
    pub(crate) fn set_mode(&mut self, mode: DiskMode) -> Option<Token> {
        for write in core::mem::take(&mut self.unsynced) {
            self.unstable_entries -= entries_in(&write);
            self.store(&write);
        }
        self.mode = mode;
        if mode != DiskMode::Lies || self.failed_untold {
            return None;
        }
        let mut last = None;
        for Pending { write, .. } in core::mem::take(&mut self.pending) {
            last = Some(write.token);
            self.unsynced.push(write);
        }
        last
    }

    /// Stops in the middle of the writes that wait: of their entries, the first `keep` get to
    /// stable storage, each write with its term and its vote before its entries. The rest is left
    /// for [`Disk::crash`]. Returns how many entries got there, and how many waited.
    pub(crate) fn tear(&mut self, keep: usize) -> (usize, usize) {
        let waited = self.unstable_entries;
        if self.mode == DiskMode::Fails || self.failed_untold {
            return (0, waited);
        }
        let mut left = keep;
        while let Some(next) = self.pending.front() {
            let (write, entries) = (next.write.clone(), entries_in(&next.write));
            if entries > left {
                // It stays among the writes that wait: the crash takes the rest of it.
                self.store(&first_entries(write, left));
                return (keep, waited);
            }
            self.take_next();
            self.store(&write);
            left -= entries;
        }
        (keep - left, waited)
    }

    /// Drops all writes that are not on stable storage. Returns whether some of them had been
    /// confirmed.
    pub(crate) fn crash(&mut self) -> bool {
        self.pending.clear();
        self.untold = None;
        self.failed_untold = false;
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

    /// Keeps a confirmation until a paused process goes on.
    pub(crate) fn keep_untold(&mut self, token: Token) {
        self.untold = self.untold.max(Some(token));
    }

    pub(crate) fn take_untold(&mut self) -> Option<Token> {
        self.untold.take()
    }

    /// Keeps the news of a failed write until a paused process goes on.
    pub(crate) fn keep_failure(&mut self) {
        self.failed_untold = true;
    }

    pub(crate) fn failed_untold(&self) -> bool {
        self.failed_untold
    }
}

/// The beginning of a write: it ends after so many entries. A snapshot counts as one and comes
/// first. It is there as a whole or not at all, and what follows it needs it.
fn first_entries(write: Write, count: usize) -> Write {
    let (snapshot, count) = match write.snapshot {
        Some(_) if IS_WHOLE && count == 0 => {
            let (snapshot, log) = (None, None);
            return Write {
                snapshot,
                log,
                ..write
            };
        }
        Some(snapshot) => (Some(snapshot), count.saturating_sub(1)),
        None => (None, count),
    };
    let log = write.log.map(|log| LogWrite {
        first: log.first,
        entries: log.entries.iter().take(count).cloned().collect(),
    });
    Write {
        snapshot,
        log,
        ..write
    }
}

fn entries_in(write: &Write) -> usize {
    let entries = write.log.as_ref().map_or(0, |log| log.entries.len());
    entries + usize::from(IS_WHOLE && write.snapshot.is_some())
}

impl DiskMode {
    /// All of them; their places are part of the link format.
    pub const ALL: [DiskMode; 4] = [
        DiskMode::Syncs,
        DiskMode::Stalls,
        DiskMode::Lies,
        DiskMode::Fails,
    ];

    /// Its name, as scenario files use it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            DiskMode::Syncs => "syncs",
            DiskMode::Stalls => "stalls",
            DiskMode::Lies => "lies",
            DiskMode::Fails => "fails",
        }
    }
}
