//! What has been committed in a run, by anybody.
//!
//! A committed entry stays known for the rest of the run, so that a node is compared with nodes
//! that have crashed since, and with itself before its own crash.

use raft_core::{Entry, Index, NodeId, Origin, Payload, SharedList};
use raft_sim::limits::REQUESTS_WAITING_MAX;

use super::places::place_of;

/// The entries that were committed, by index from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Committed {
    entries: SharedList<CommittedEntry>,
    /// How many of them are clients' commands.
    commands: u64,
    /// Which clients' requests are among them.
    requests: CommittedRequests,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct CommittedEntry {
    entry: Entry,
    /// The node that committed it first.
    by: NodeId,
}

/// Where the newest committed request of each client stands.
///
/// A client has one request under way at a time and numbers its requests, so the newest
/// committed number of a client tells whether its request is committed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct CommittedRequests {
    /// By the number of the client.
    newest: SharedList<Option<CommittedRequest>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct CommittedRequest {
    serial: u64,
    index: Index,
}

impl Committed {
    /// Takes in that `node` has committed `entry` at `index`. Returns the other entry that was
    /// committed there, if there is one, and who committed it first; what a leader `counted`
    /// then replaces what a follower was told, so that later comparisons are with what should
    /// have been.
    #[inline]
    pub(crate) fn note(
        &mut self,
        index: Index,
        entry: &Entry,
        node: NodeId,
        counted: bool,
    ) -> Option<(Entry, NodeId)> {
        let place = place_of(index);
        let fresh = || CommittedEntry {
            entry: entry.clone(),
            by: node,
        };
        match self.entries.get(place) {
            Some(known) if known.entry == *entry => None,
            Some(known) => {
                let other = (known.entry.clone(), known.by);
                if counted {
                    self.entries.replace(place, fresh());
                    self.register(index, entry);
                }
                Some(other)
            }
            None => {
                debug_assert_eq!(place, self.entries.len(), "nodes commit without gaps");
                self.entries.push(fresh());
                self.commands += u64::from(matches!(entry.payload, Payload::Command { .. }));
                self.register(index, entry);
                None
            }
        }
    }

    /// The entry that was committed at `index`.
    #[inline]
    pub(crate) fn entry(&self, index: Index) -> Option<&Entry> {
        self.at(index).map(|(entry, _)| entry)
    }

    /// The entry that was committed at `index`, and the node that committed it first.
    #[inline]
    pub(crate) fn at(&self, index: Index) -> Option<(&Entry, NodeId)> {
        let committed = self.entries.get(place_of(index))?;
        Some((&committed.entry, committed.by))
    }

    /// The last index at which an entry was committed.
    pub(crate) fn last_index(&self) -> Option<Index> {
        Index::new(self.entries.len() as u64)
    }

    /// The entries, by index from 1.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().map(|committed| &committed.entry)
    }

    /// Where the request with this origin is committed, if it is its client's newest.
    pub(crate) fn index_of(&self, origin: Origin) -> Option<Index> {
        self.requests.index_of(origin)
    }

    /// How many clients' commands are committed.
    pub(crate) fn commands(&self) -> u64 {
        self.commands
    }

    #[inline]
    fn register(&mut self, index: Index, entry: &Entry) {
        if let Some(origin) = entry.payload.origin() {
            self.requests.note(origin, index);
        }
    }
}

impl CommittedRequests {
    /// Takes in that a request is committed at `index`; a repeated one counts where it stands
    /// first.
    fn note(&mut self, origin: Origin, index: Index) {
        let place = origin.client.0 as usize;
        if place >= REQUESTS_WAITING_MAX {
            // Nobody waits for an answer to this: a client is busy with one request at most.
            return;
        }
        while self.newest.len() <= place {
            self.newest.push(None);
        }
        let known = self.newest.get(place).copied().flatten();
        if known.is_none_or(|known| known.serial < origin.serial) {
            let serial = origin.serial;
            self.newest
                .replace(place, Some(CommittedRequest { serial, index }));
        }
    }

    /// Where the request with this origin is committed, if it is the client's newest.
    fn index_of(&self, origin: Origin) -> Option<Index> {
        let place = usize::try_from(origin.client.0).ok()?;
        let known = self.newest.get(place).copied().flatten()?;
        (known.serial == origin.serial).then_some(known.index)
    }
}

#[cfg(test)]
mod tests {
    use raft_core::{ClientId, Command, Entry, Index, NodeId, Origin, Payload, Term};

    use super::Committed;

    fn asked(client: u32, serial: u64) -> Origin {
        let client = ClientId(client);
        Origin { client, serial }
    }

    /// The entries of these requests, committed one after the other.
    fn committed(requests: impl IntoIterator<Item = Origin>) -> Committed {
        let mut committed = Committed::default();
        for (origin, count) in requests.into_iter().zip(0..) {
            let command = Command::new("SET x=1");
            let payload = Payload::Command { origin, command };
            let (term, index) = (Term(1), Index::after_count(count));
            committed.note(index, &Entry { term, payload }, NodeId(0), true);
        }
        committed
    }

    /// A machine applies a repeated request where it stands first, and skips it afterwards.
    #[test]
    fn a_repeated_request_counts_where_it_stands_first() {
        let (own, other) = (asked(0, 1), asked(1, 1));
        let committed = committed([own, other, own]);
        assert_eq!(committed.index_of(own).map(Index::get), Some(1));
        assert_eq!(committed.index_of(other).map(Index::get), Some(2));
    }

    #[test]
    fn only_the_newest_request_of_a_client_is_known() {
        let committed = committed([asked(0, 1), asked(0, 2), asked(0, 1)]);
        assert_eq!(committed.index_of(asked(0, 1)), None);
        assert_eq!(committed.index_of(asked(0, 2)).map(Index::get), Some(2));
        assert_eq!(committed.index_of(asked(0, 3)), None);
        assert_eq!(committed.index_of(asked(7, 1)), None);
    }
}
