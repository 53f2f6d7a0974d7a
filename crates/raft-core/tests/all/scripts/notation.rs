//! From words to values: how scripts write logs, disks and messages.

use raft_core::{Body, Message, Persistent, Position, Term};

use crate::harness::cluster::Packet;
use crate::harness::{append, at, denied, disk, granted, matched, node, rejected, request_vote};

/// A number; nodes are small ones.
pub fn number<N: TryFrom<u64>>(word: &str) -> N {
    let number: u64 = word.parse().unwrap_or_else(|_| panic!("no number: {word}"));
    N::try_from(number).unwrap_or_else(|_| panic!("too large: {word}"))
}

/// `1,1,2`: the terms along a log; `-` is an empty one.
pub fn terms(word: &str) -> Vec<u64> {
    let words = word.trim().split(',').filter(|word| *word != "-");
    words.map(number).collect()
}

/// `2@1`: index 2 of term 1; `-` is the place before the first entry.
fn position(word: &str) -> Option<Position> {
    let (index, term) = word.split_once('@')?;
    at(number(index), number(term))
}

/// `1,1 / 1 / -`: a disk for each log, in the term its log ends in.
pub fn disks(logs: &str) -> Vec<Persistent> {
    let of_log = |log: Vec<u64>| disk(log.last().copied().unwrap_or(0), &log);
    logs.split('/').map(terms).map(of_log).collect()
}

/// `term 1 vote 2 log 1,1`, of which any part may be left out.
pub fn disk_of(words: &[&str]) -> Persistent {
    let value = |name: &str| {
        let place = words.iter().position(|word| *word == name)?;
        words.get(place + 1).copied()
    };
    let log = value("log").map(terms).unwrap_or_default();
    let term = value("term").map_or(0, number);
    let mut disk = disk(term, &log);
    disk.voted_for = value("vote").map(|word| node(number(word)));
    disk
}

/// `1 0 term 5 ask 2@1`: a message that node 1 might have sent to node 0.
pub fn packet(words: &[&str]) -> Packet {
    let [from, to, "term", term, said @ ..] = words else {
        panic!("no message: {words:?}");
    };
    Packet {
        from: node(number(from)),
        to: node(number(to)),
        message: Message {
            term: Term(number(term)),
            body: body(said),
        },
    }
}

fn body(words: &[&str]) -> Body {
    match words {
        ["ask", last] => request_vote(position(last)),
        ["grant"] => granted(),
        ["deny"] => denied(),
        ["append", prev, new] => append(position(prev), &terms(new), 0),
        ["append", prev, new, "commit", commit] => {
            append(position(prev), &terms(new), number(commit))
        }
        ["matched", index] => matched(number(index)),
        ["reject", prev, hint] => rejected(number(prev), position(hint)),
        other => panic!("no node says this: {other:?}"),
    }
}
