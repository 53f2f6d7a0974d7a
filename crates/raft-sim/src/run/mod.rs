//! A run as a value: its seed, its options, its start and its actions.

pub(crate) mod check;
pub(crate) mod reach;

use alloc::format;
use alloc::vec::Vec;

use raft_core::quorum::Configuration;
use raft_core::{ClientId, Command, Config, Entry, Log, NodeId, Origin, Payload, Persistent, Term};

use crate::action::TimedAction;
use crate::options::Options;
use crate::sorted_map::SortedMap;

/// Everything that decides the events: two equal runs have equal events.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The source of all chance, 0 to 2⁵³ − 1.
    pub seed: u64,
    /// The cluster and its network.
    pub options: Options,
    /// The contents of the disks before the first event.
    pub start: Start,
    /// The actions, in the order of their moments.
    pub actions: Vec<TimedAction>,
}

/// The contents of the disks when the nodes boot. The disk of a node that is not named is empty.
/// A start shows situations that would take long to reach, like those of Raft Figures 7 and 8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Start {
    /// For each node, the terms of its entries from index 1.
    pub logs: SortedMap<NodeId, Vec<Term>>,
    /// For each node, its current term; the term of its last entry when not given.
    pub terms: SortedMap<NodeId, Term>,
    /// For each node, its vote in that term.
    pub votes: SortedMap<NodeId, NodeId>,
    /// The voters and learners that the cluster begins with; all nodes vote when not given.
    pub members: Option<Configuration>,
}

/// The client of all entries of a start. It waits for no answer.
const FORMER_CLIENT: ClientId = ClientId(u32::MAX);

impl Run {
    /// A run without actions.
    #[must_use]
    pub fn new(seed: u64, options: Options) -> Run {
        Run {
            seed,
            options,
            ..Run::default()
        }
    }
}

impl Start {
    /// The configuration of each node of a run with these options.
    pub(crate) fn node_config(&self, options: &Options) -> Config {
        let usual = options.node_config();
        Config {
            configuration: self
                .members
                .filter(|_| options.may_change_members())
                .unwrap_or(usual.configuration),
            ..usual
        }
    }

    /// The disk of one node.
    #[must_use]
    pub fn disk_of(&self, node: NodeId) -> Persistent {
        let log = Log::of(
            self.logs
                .get(&node)
                .into_iter()
                .flatten()
                .zip(1..)
                .map(entry),
        );
        Persistent {
            current_term: self.current_term(node),
            voted_for: self.votes.get(&node).copied(),
            log,
            snapshot: None,
        }
    }

    /// The current term of one node.
    pub(crate) fn current_term(&self, node: NodeId) -> Term {
        let given = self.terms.get(&node).copied().unwrap_or_default();
        given.max(self.last_term(node))
    }

    /// The term of the last entry in one node's log; 0 if there is none.
    pub(crate) fn last_term(&self, node: NodeId) -> Term {
        let last = self.logs.get(&node).and_then(|terms| terms.last());
        last.copied().unwrap_or_default()
    }
}

/// The entry of this term at this index is the same on every disk, as Log Matching demands.
fn entry((term, index): (&Term, u64)) -> Entry {
    let origin = Origin {
        client: FORMER_CLIENT,
        serial: index,
    };
    let command = Command::new(&format!("entry {index} of term {term}"));
    Entry {
        term: *term,
        payload: Payload::Command { origin, command },
    }
}
