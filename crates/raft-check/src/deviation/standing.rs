//! The state of nodes in words: for steps about which two worlds report the same, and after which
//! they differ.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use raft_sim::{Machine, NodeView, World};

/// The state of the first node that differs between these worlds, in a sentence for each of them.
pub(super) fn standings(world: &World, lawful: &World) -> Option<(String, String)> {
    let pairs = world.nodes().zip(lawful.nodes());
    let mut aspects = pairs.flat_map(|(node, lawful)| {
        let aspect = move |(is_same, say): &Aspect| {
            (!is_same(&node, &lawful)).then(|| (say(&node), say(&lawful)))
        };
        ASPECTS.iter().filter_map(aspect)
    });
    aspects.next()
}

/// An aspect in which two nodes can differ: whether they are the same there, and how it is worded.
type Aspect = (
    fn(&NodeView<'_>, &NodeView<'_>) -> bool,
    fn(&NodeView<'_>) -> String,
);

const ASPECTS: [Aspect; 7] = [
    (
        |one, other| one.deadline().is_some() == other.deadline().is_some(),
        |node| match node.deadline() {
            Some(_) => format!("{} goes on.", node.id()),
            None if node.leads() => format!("{} does nothing any more.", node.id()),
            None => format!("{} has no election timer.", node.id()),
        },
    ),
    (
        |one, other| {
            one.current_term() == other.current_term() && one.voted_for() == other.voted_for()
        },
        |node| {
            let (id, term) = (node.id(), node.current_term());
            match node.voted_for() {
                Some(candidate) if candidate == id => {
                    format!("{id} is in term {term} and has voted for itself.")
                }
                Some(candidate) => format!("{id} is in term {term} and has voted for {candidate}."),
                None => format!("{id} is in term {term} and has not voted."),
            }
        },
    ),
    (
        |one, other| one.log().last_index() == other.log().last_index(),
        |node| match node.log().last_index() {
            Some(index) => format!("{}'s log ends at {index}.", node.id()),
            None => format!("{}'s log is empty.", node.id()),
        },
    ),
    (
        |one, other| one.log().last() == other.log().last(),
        |node| match node.log().last() {
            Some(last) => format!("{}'s log ends at {last}.", node.id()),
            None => format!("{}'s log is empty.", node.id()),
        },
    ),
    (
        |one, other| values(one).eq(values(other)),
        |node| {
            let values: Vec<String> = values(node)
                .map(|(key, value)| format!("{key}={value}"))
                .collect();
            format!("{} holds {}.", node.id(), values.join(", "))
        },
    ),
    (
        |one, other| one.election_timer() == other.election_timer(),
        |node| match node.election_timer() {
            Some(timer) => format!("{}'s timer runs out at {}.", node.id(), timer.ends_at),
            None => format!("{} has no election timer.", node.id()),
        },
    ),
    (
        |one, other| one.confirmed_round() == other.confirmed_round(),
        |node| match node.confirmed_round() {
            Some(round) => format!("{} takes its round {round} for confirmed.", node.id()),
            None => format!("{} has no round that is confirmed.", node.id()),
        },
    ),
];

/// What a node's machine holds.
fn values<'a>(node: &NodeView<'a>) -> impl Iterator<Item = (&'a str, &'a str)> {
    node.machine().into_iter().flat_map(Machine::iter)
}
