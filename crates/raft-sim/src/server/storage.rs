//! Where the parts of a node's persistent state are: on its disk, or on the way there.
//!
//! "On disk" is the world's knowledge and not the node's: a disk that lies has confirmed writes
//! that a crash would lose.

use raft_core::{Index, NodeId, Persistent, Term, count_through};

use crate::server::disk::DiskMode;
use crate::server::view::NodeView;

/// Where a part of a node's persistent state is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Storage {
    /// On stable storage: a crash leaves it.
    OnDisk,
    /// In the cache of a disk that lies: confirmed, and lost in a crash.
    InCache,
    /// In memory, and among the writes that the disk has not done yet.
    Waiting,
    /// In memory alone; no write of it was asked for. No rule of Raft leaves anything there.
    InMemory,
}

impl Storage {
    /// Its name, as the page knows it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Storage::OnDisk => "disk",
            Storage::InCache => "cache",
            Storage::Waiting => "waiting",
            Storage::InMemory => "memory",
        }
    }
}

impl NodeView<'_> {
    /// Where its term is.
    #[must_use]
    pub fn term_storage(&self) -> Storage {
        let own = self.current_term();
        self.storage_of(|term, _| term == own)
    }

    /// Where its vote of this term is. That nobody has the vote yet is a part of the state, too.
    #[must_use]
    pub fn vote_storage(&self) -> Storage {
        let own = (self.current_term(), self.voted_for());
        self.storage_of(|term, voted_for| (term, voted_for) == own)
    }

    /// The last index through which its log is on stable storage as it is in memory.
    #[must_use]
    pub fn stored_through(&self) -> Option<Index> {
        let (log, Persistent { log: disk, .. }) = (self.log(), self.disk());
        let ends = [log.last_index(), disk.last_index()].map(count_through);
        let unstable = self.server.disk.unstable().filter_map(|write| {
            let change = write.log.as_ref()?;
            Some(change.first.get() - 1)
        });
        let mut stored = unstable.chain(ends).min().and_then(Index::new);
        // The terms differ only where a rule about the log or the disk is left out.
        // What a snapshot has replaced is the same wherever it is known.
        while let Some(index) = stored
            && log.term_at(index) != disk.term_at(index)
            && !log.has_replaced(index)
            && !disk.has_replaced(index)
        {
            stored = index.previous();
        }
        stored
    }

    /// Where the entries after [`NodeView::stored_through`] are.
    #[must_use]
    pub fn newest_entries_storage(&self) -> Storage {
        if self.stored_through() == self.log().last_index() {
            return Storage::OnDisk;
        }
        let mut writes = self.server.disk.unstable();
        match writes.any(|write| write.log.is_some()) {
            true => self.way_to_disk(),
            false => Storage::InMemory,
        }
    }

    fn storage_of(&self, is_own: impl Fn(Term, Option<NodeId>) -> bool) -> Storage {
        let disk = self.disk();
        let mut writes = self.server.disk.unstable();
        if is_own(disk.current_term, disk.voted_for) {
            Storage::OnDisk
        } else if writes.any(|write| is_own(write.current_term, write.voted_for)) {
            self.way_to_disk()
        } else {
            Storage::InMemory
        }
    }

    /// Where a write is that has been asked for and is not on stable storage.
    fn way_to_disk(&self) -> Storage {
        match self.disk_mode() {
            DiskMode::Lies => Storage::InCache,
            DiskMode::Syncs | DiskMode::Stalls | DiskMode::Fails => Storage::Waiting,
        }
    }
}
