//! Figure 2, AppendEntries: what it carries, and the five rules of its receiver.

use raft_core::{Effect, Message, Term};

use crate::harness::cluster::{Cluster, Outcome};
use crate::harness::server::Server;
use crate::harness::{append, appends, at, entry, matched, node, origin, rejected, sent};

// Arguments: the place before the new entries, the entries, and the leader's commit index;
// none in a heartbeat, several at once where a follower lacks several.
#[test]
fn figure_2_append_entries_carries_what_a_follower_needs() {
    let mut server = Server::leader(3, 2, &[1, 2]);
    server.propose("a");
    server.acknowledge([2], 3);

    let heartbeat = server.reach_deadline();
    let to_the_slow = server.receive(1, 3, rejected(3, at(1, 1)));
    let several = server.receive(1, 3, matched(1));

    assert_eq!(appends(&heartbeat)[0], (1, at(3, 3), vec![], 3));
    assert_eq!(appends(&to_the_slow), [(1, at(1, 1), vec![], 3)]);
    assert_eq!(appends(&several), [(1, at(1, 1), vec![2, 3], 3)]);
}

// Arguments: the leader's identity, "so follower can redirect clients".
#[test]
fn figure_2_append_entries_tells_a_follower_where_to_send_clients() {
    let mut cluster = Cluster::new(3);
    cluster.elect(2);

    cluster.propose(0, "x");

    let expected = Outcome::NotLeader(origin(1), Some(node(2)));
    assert_eq!(cluster.outcomes, [expected]);
}

// Results: the receiver's term, "for leader to update itself".
#[test]
fn figure_2_append_entries_reply_carries_the_receiver_s_term() {
    for (term, answered_in) in [(1, 2), (2, 2), (3, 3)] {
        let mut server = Server::follower(3, 2, &[]);

        let effects = server.receive(1, term, append(None, &[], 0));

        let Some(Effect::Send { message, .. }) = effects.last() else {
            panic!("the answer comes last");
        };
        let Message { term, .. } = message;
        assert_eq!(*term, Term(answered_in));
    }
}

// Rule 1: "reply false if term < currentTerm", whatever else the message says.
#[test]
fn figure_2_append_entries_rule_1_rejects_an_older_term() {
    let mut server = Server::follower(3, 2, &[1, 2]);
    let before = server.node().clone();

    let effects = server.receive(1, 1, append(at(2, 2), &[2], 2));

    assert_eq!(sent(&effects), [(1, rejected(0, None))]);
    assert_eq!(*server.node(), before);
}

// Rule 2: "reply false if log doesn't contain an entry at prevLogIndex whose term matches
// prevLogTerm": it is missing, or another one stands there. The new entries are not taken.
#[test]
fn figure_2_append_entries_rule_2_rejects_what_it_cannot_attach() {
    for (prev, hint) in [(at(3, 2), at(2, 2)), (at(2, 1), at(1, 1))] {
        let mut server = Server::follower(3, 2, &[1, 2]);

        let effects = server.receive(1, 3, append(prev, &[3], 3));

        let tried = prev.map_or(0, |prev| prev.index.get());
        assert_eq!(sent(&effects), [(1, rejected(tried, hint))]);
        assert_eq!((server.log(), server.commit()), (vec![1, 2], 0));
    }
}

// Rule 3: "if an existing entry conflicts with a new one (same index but different terms),
// delete the existing entry and all that follow it".
#[test]
fn figure_2_append_entries_rule_3_deletes_from_the_first_conflict_on() {
    let mut server = Server::follower(3, 2, &[1, 1, 2, 2]);

    server.receive(1, 4, append(None, &[1, 1, 3], 0));

    assert_eq!(server.log(), [1, 1, 3]);
    assert_eq!(server.disk.log.last(), at(3, 3));
}

// Rule 3, what it does not say: without a conflict nothing is deleted, even if the message
// ends before the log does.
#[test]
fn figure_2_append_entries_rule_3_deletes_nothing_without_a_conflict() {
    for new in [&[][..], &[1], &[1, 1]] {
        let mut server = Server::follower(3, 2, &[1, 1, 2, 2]);

        server.receive(1, 4, append(None, new, 0));

        assert_eq!(server.log(), [1, 1, 2, 2]);
    }
}

// Rule 4: "append any new entries not already in the log".
#[test]
fn figure_2_append_entries_rule_4_appends_only_what_is_new() {
    let mut server = Server::follower(3, 2, &[1, 1]);

    let effects = server.receive(1, 2, append(at(1, 1), &[1, 2, 2], 0));

    assert_eq!(server.log(), [1, 1, 2, 2]);
    let written = effects.iter().find_map(|effect| match effect {
        Effect::Persist(write) => write.log.clone(),
        _ => None,
    });
    let written = written.expect("two entries are new");
    assert_eq!(written.first.get(), 3);
    assert_eq!(written.entries.len(), 2);
}

// Rule 5: "if leaderCommit > commitIndex, set commitIndex = min(leaderCommit, index of last
// new entry)".
#[test]
fn figure_2_append_entries_rule_5_takes_the_smaller_of_two() {
    for (leader_commit, commit) in [(0, 0), (1, 1), (2, 2), (3, 3), (4, 3), (9, 3)] {
        let mut server = Server::follower(3, 2, &[1, 2, 2, 2]);

        server.receive(1, 2, append(at(1, 1), &[2, 2], leader_commit));

        assert_eq!(server.commit(), commit);
        assert_eq!(server.applied.len() as u64, commit);
    }
}

// Rule 5, its condition: a lower commit index changes nothing.
#[test]
fn figure_2_append_entries_rule_5_only_raises() {
    let mut server = Server::follower(3, 2, &[1, 2]);
    server.receive(1, 2, append(at(2, 2), &[], 2));

    server.receive(1, 2, append(at(2, 2), &[], 1));

    assert_eq!(server.commit(), 2);
    assert_eq!(server.applied, [entry(1), entry(2)]);
}
