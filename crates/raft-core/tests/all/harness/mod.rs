//! Nodes driven by hand: no network and no clock; time and messages move only when a test says
//! so.

pub mod cluster;
pub mod server;
pub mod settings;
pub mod watch;

use raft_core::quorum::Configuration;
use raft_core::{
    AppendEntries, AppendEntriesReply, Body, Bugs, ClientId, Command, Config, Decision, Duration,
    Effect, Entries, Entry, Extensions, FlowLimits, Index, Log, NodeId, NodeSet, Origin, Payload,
    Persistent, Position, RequestVote, RequestVoteReply, Term,
};

/// The settings of a cluster of `nodes`: the defaults of the page.
pub fn config(nodes: u8) -> Config {
    Config {
        configuration: Configuration::new(NodeSet::first(nodes)),
        election_timeout_min: Duration::from_millis(1_500),
        election_timeout_max: Duration::from_millis(3_000),
        heartbeat: Duration::from_millis(500),
        entries_per_message: 100,
        flow: FlowLimits::USUAL,
        blank_entry_at_election: false,
        extensions: Extensions::NONE,
        clock_drift: 100,
        bugs: Bugs::NONE,
    }
}

/// An entry of this term, the same each time: logs in tests are lists of terms.
pub fn entry(term: u64) -> Entry {
    Entry {
        term: Term(term),
        payload: Payload::Command {
            origin: origin(0),
            command: Command::new(&format!("of term {term}")),
        },
    }
}

pub fn entries(terms: &[u64]) -> Entries {
    terms.iter().map(|term| entry(*term)).collect()
}

pub fn origin(serial: u64) -> Origin {
    Origin {
        client: ClientId(0),
        serial,
    }
}

/// A disk with this term and a log of these terms.
pub fn disk(term: u64, log: &[u64]) -> Persistent {
    Persistent {
        current_term: Term(term),
        voted_for: None,
        log: Log::of(log.iter().map(|term| entry(*term))),
        snapshot: None,
    }
}

/// `(index, term)`; index 0 is the place before the first entry.
pub fn at(index: u64, term: u64) -> Option<Position> {
    Index::new(index).map(|index| Position {
        term: Term(term),
        index,
    })
}

pub fn index(number: u64) -> Index {
    Index::new(number).expect("indexes begin at 1")
}

/// An index as a number, 0 for none: only in tests, where tables are easier to read so.
pub fn number(index: Option<Index>) -> u64 {
    raft_core::count_through(index)
}

pub fn request_vote(last: Option<Position>) -> Body {
    Body::RequestVote(RequestVote {
        last,
        transfer: false,
    })
}

pub fn granted() -> Body {
    Body::RequestVoteReply(RequestVoteReply::Granted)
}

pub fn denied() -> Body {
    Body::RequestVoteReply(RequestVoteReply::Denied)
}

/// A leader's request to append entries of `terms` after `prev`, with the commit index `commit`.
pub fn append(prev: Option<Position>, terms: &[u64], commit: u64) -> Body {
    Body::AppendEntries(AppendEntries {
        prev,
        entries: entries(terms),
        leader_commit: Index::new(commit),
    })
}

pub fn matched(index: u64) -> Body {
    Body::AppendEntriesReply(AppendEntriesReply::Matched(Index::new(index)))
}

pub fn rejected(prev: u64, hint: Option<Position>) -> Body {
    Body::AppendEntriesReply(AppendEntriesReply::Rejected {
        prev: Index::new(prev),
        hint,
    })
}

/// The messages that were sent, each with its receiver, in order.
pub fn sent(effects: &[Effect]) -> Vec<(u8, Body)> {
    let sent = |effect: &Effect| match effect {
        Effect::Send { to, message } => Some((to.0, message.body.clone())),
        _ => None,
    };
    effects.iter().filter_map(sent).collect()
}

/// The decisions that were taken, in order.
pub fn decided(effects: &[Effect]) -> Vec<Decision> {
    let decided = |effect: &Effect| match effect {
        Effect::Decide(decision) => Some(*decision),
        _ => None,
    };
    effects.iter().filter_map(decided).collect()
}

/// The terms along a log.
pub fn terms(log: &Log) -> Vec<u64> {
    log.iter().map(|(_, entry)| entry.term.0).collect()
}

pub fn node(number: u8) -> NodeId {
    NodeId(number)
}

/// An AppendEntries as a row of a table: its receiver, the place before the new entries, their
/// terms, and the commit index.
pub type Append = (u8, Option<Position>, Vec<u64>, u64);

/// The AppendEntries among the messages that were sent.
pub fn appends(effects: &[Effect]) -> Vec<Append> {
    let row = |(to, body): (u8, Body)| match body {
        Body::AppendEntries(request) => {
            let terms = request.entries.iter().map(|entry| entry.term.0).collect();
            Some((to, request.prev, terms, number(request.leader_commit)))
        }
        _ => None,
    };
    sent(effects).into_iter().filter_map(row).collect()
}

/// Whether this kind of decision was taken.
pub fn has_decided(effects: &[Effect], name: &str) -> bool {
    decided(effects)
        .iter()
        .any(|decision| decision.name() == name)
}
