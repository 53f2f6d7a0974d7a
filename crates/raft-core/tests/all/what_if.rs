//! A node of which one value is another one: it shows that value, and what cannot be is not made.

use raft_core::chance::Key;
use raft_core::quorum::Configuration;
use raft_core::{
    Config, Entry, Extension, Index, Instant, Log, Node, NodeId, NodeSet, NodeValue, Payload,
    Persistent, Position, RoleName, Term,
};

fn place(term: u64, index: u64) -> Position {
    Position {
        term: Term(term),
        index: Index::new(index).expect("indexes begin at 1"),
    }
}

/// Node 0 of three in term 3, with entries of terms 1, 1 and 2.
fn node() -> Node {
    let entry = |term| Entry {
        term: Term(term),
        payload: Payload::BLANK,
    };
    let persistent = Persistent {
        current_term: Term(3),
        voted_for: Some(NodeId(1)),
        log: Log::of([1, 1, 2].map(entry)),
        snapshot: None,
    };
    let config = Config::new(Configuration::new(NodeSet::first(3)));
    Node::new(NodeId(0), config, persistent, NOW, Key::new(1))
}

const NOW: Instant = Instant(1_000);

#[test]
fn a_changed_node_shows_its_other_value() {
    let node = node();
    for value in [
        NodeValue::CurrentTerm(Term(2)),
        NodeValue::VotedFor(None),
        NodeValue::LastEntry(Some(place(1, 2))),
        NodeValue::LastEntry(Some(place(3, 5))),
        NodeValue::LastEntry(None),
        NodeValue::EntryTerm(place(2, 2)),
        NodeValue::CommitIndex(Some(place(1, 2).index)),
        NodeValue::Follows(Some(NodeId(2))),
        NodeValue::Stands,
        NodeValue::Leads,
        NodeValue::TimerStartedAt(Instant(7)),
        NodeValue::StateOnDisk(false),
        NodeValue::LogOnDisk(Some(place(1, 1).index)),
        NodeValue::Extends(Extension::PreVote, true),
    ] {
        let changed = node.with_value(NOW, value).expect("such a node can be");
        assert_eq!(changed.value_like(value), Some(value));
        let back = node.value_like(value).expect("it has one of this kind");
        assert_ne!(back, value);
    }
}

#[test]
fn what_cannot_be_is_not_made() {
    let node = node();
    let leads = node.with_value(NOW, NodeValue::Leads).expect("it can lead");
    assert_eq!(leads.role_name(), RoleName::Leader);
    let committed = NodeValue::CommitIndex(Some(place(1, 2).index));
    let committed = node.with_value(NOW, committed).expect("it can be");
    for (node, value) in [
        // It has this value already.
        (&node, NodeValue::CurrentTerm(Term(3))),
        // Its log holds an entry of a newer term.
        (&node, NodeValue::CurrentTerm(Term(1))),
        (&node, NodeValue::LastEntry(Some(place(4, 4)))),
        // Terms never fall along a log.
        (&node, NodeValue::LastEntry(Some(place(1, 4)))),
        (&node, NodeValue::EntryTerm(place(3, 1))),
        // Nothing behind the end of a log is committed, and nothing committed is replaced.
        (&node, NodeValue::CommitIndex(Some(place(1, 4).index))),
        (&committed, NodeValue::LastEntry(Some(place(1, 1)))),
        (&committed, NodeValue::EntryTerm(place(2, 2))),
        // Only a candidate has votes, only a leader knows its followers' logs, and has no timer.
        (&node, NodeValue::HasVoteOf(NodeId(1), true)),
        (&node, NodeValue::MatchIndex(NodeId(1), None)),
        (&leads, NodeValue::TimerStartedAt(Instant(7))),
        (
            &leads,
            NodeValue::MatchIndex(NodeId(1), Some(place(3, 4).index)),
        ),
        // A leader voted for itself, and only adds to its log.
        (&leads, NodeValue::VotedFor(None)),
        (&leads, NodeValue::LastEntry(Some(place(1, 2)))),
        // No moment to come has been.
        (&node, NodeValue::TimerStartedAt(Instant(2_000))),
    ] {
        assert_eq!(node.with_value(NOW, value), None, "{value:?}");
    }
}
