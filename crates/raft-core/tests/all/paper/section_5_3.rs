//! Log replication: appending, agreeing, committing.

use raft_core::{Input, RoleName};

use crate::harness::cluster::Cluster;
use crate::harness::server::Server;
use crate::harness::{
    append, appends, at, config, entry, has_decided, index, matched, rejected, sent,
};

// R01: a leader appends a command to its own log and sends it to all others in parallel; it
// commits nothing yet.
#[test]
fn section_5_3_a_leader_appends_a_command_and_replicates_it() {
    let mut server = Server::leader(3, 1, &[1]);

    let effects = server.propose("x");

    assert_eq!(server.log(), [1, 2]);
    assert_eq!(server.commit(), 0);
    let expected = [(1, at(1, 1), vec![2], 0), (2, at(1, 1), vec![2], 0)];
    assert_eq!(appends(&effects), expected);
}

// C01: an entry is committed once the leader that created it has it on a majority of nodes,
// itself included.
#[test]
fn section_5_3_a_majority_commits() {
    let table: [(u8, &[u8], bool); 8] = [
        (1, &[], true),
        (3, &[], false),
        (3, &[1], true),
        (3, &[1, 2], true),
        (4, &[1], false),
        (4, &[1, 2], true),
        (5, &[3], false),
        (5, &[3, 4], true),
    ];
    for (nodes, acknowledging, commits) in table {
        let mut server = Server::leader(nodes, 0, &[]);
        server.propose("x");
        server.acknowledge(acknowledging.iter().copied(), 1);
        assert_eq!(
            server.commit() == 1,
            commits,
            "{nodes} nodes, {acknowledging:?}"
        );
    }
}

// A follower's reply counts once, however often it arrives.
#[test]
fn section_5_3_a_doubled_acknowledgment_counts_once() {
    let mut server = Server::leader(5, 0, &[]);
    server.propose("x");

    server.acknowledge([1, 1, 1, 1], 1);

    assert_eq!(server.commit(), 0);
}

// Committing an entry commits all before it, those of earlier leaders included.
#[test]
fn section_5_3_a_commit_covers_all_entries_before_it() {
    let mut server = Server::leader(3, 2, &[1, 2, 2]);
    server.propose("x");

    server.acknowledge([2], 4);

    assert_eq!(server.commit(), 4);
    assert_eq!(server.applied[..3], [entry(1), entry(2), entry(2)]);
}

// The leader tells its commit index in later messages, heartbeats included.
#[test]
fn section_5_3_heartbeats_carry_the_commit_index() {
    let mut server = Server::leader(3, 0, &[]);
    server.propose("x");
    server.acknowledge([1], 1);

    let effects = server.reach_deadline();

    assert_eq!(
        appends(&effects),
        [(1, at(1, 1), vec![], 1), (2, at(1, 1), vec![], 1)]
    );
}

// C07: a follower that learns that entries are committed applies them, in the log's order.
#[test]
fn section_5_3_followers_apply_what_is_committed_in_order() {
    let mut server = Server::follower(3, 3, &[]);
    for (commit, applied) in [(0, 0), (1, 1), (3, 3), (2, 3)] {
        server.receive(1, 3, append(None, &[1, 2, 3], commit));
        assert_eq!(server.commit(), applied);
        assert_eq!(
            server.applied[..],
            [entry(1), entry(2), entry(3)][..server.applied.len()]
        );
    }
}

// R02: a follower accepts entries only when it holds the entry before them, with the same
// term; otherwise it refuses, and tells how far both logs may agree.
#[test]
fn section_5_3_a_follower_checks_the_entry_before_the_new_ones() {
    for (prev, answer) in [
        (None, matched(0)),
        (at(1, 1), matched(1)),
        (at(2, 2), matched(2)),
        (at(2, 1), rejected(2, at(1, 1))),
        (at(3, 3), rejected(3, at(2, 2))),
    ] {
        let mut server = Server::follower(3, 2, &[1, 2]);
        let effects = server.receive(1, 3, append(prev, &[], 0));
        assert_eq!(sent(&effects), [(1, answer)], "{prev:?}");
    }
}

// R03: a conflicting entry and all after it go; entries that agree stay, with all after
// them, so that a late message takes nothing back.
#[test]
fn section_5_3_a_follower_truncates_only_at_a_conflict() {
    let table: [(_, &[u64], &[u64]); 6] = [
        (at(2, 2), &[3], &[1, 2, 3]),
        (at(1, 1), &[3, 4], &[1, 3, 4]),
        (None, &[1], &[1, 2]),
        (None, &[], &[1, 2]),
        (None, &[3], &[3]),
        (None, &[1, 2, 2], &[1, 2, 2]),
    ];
    for (prev, new, log) in table {
        let mut server = Server::follower(3, 2, &[1, 2]);
        server.receive(1, 4, append(prev, new, 0));
        assert_eq!(server.log(), log, "{prev:?} {new:?}");
        assert_eq!(server.log().len(), server.disk.log.iter().count());
    }
}

// Log Matching by construction: the answer covers what this message covers, whatever else
// the follower holds (DESIGN §4, row 2).
#[test]
fn section_5_3_an_acknowledgment_covers_only_what_the_message_covered() {
    let mut server = Server::follower(3, 2, &[1, 1, 1, 2, 2]);

    let effects = server.receive(1, 3, append(at(1, 1), &[1], 0));

    assert_eq!(sent(&effects), [(1, matched(2))]);
}

// A leader keeps next_index for each follower; at first it points behind its own log.
#[test]
fn section_5_3_next_index_begins_behind_the_leader_s_log() {
    let server = Server::leader(3, 3, &[1, 2, 3]);

    assert_eq!(server.progress(1), (4, 0));
    assert_eq!(server.progress(2), (4, 0));
}

// A leader never overwrites or deletes entries of its own log: it only appends.
#[test]
fn section_5_3_a_leader_only_appends() {
    let mut server = Server::leader(3, 1, &[1, 1]);

    server.receive(1, 2, append(None, &[2], 0));
    server.receive(1, 2, rejected(2, None));
    server.propose("x");

    assert_eq!(server.log(), [1, 1, 2]);
}

// R10: a message that comes twice, or again after newer ones, changes nothing.
#[test]
fn section_5_3_a_doubled_append_changes_nothing() {
    let mut cluster = Cluster::new(3);
    cluster.elect(0);
    cluster.propose(0, "a");
    let place = cluster.find(0, 1).expect("sent");
    let again = cluster.flight[place].clone();
    cluster.deliver_copy(place);
    cluster.settle();
    cluster.propose(0, "b");
    cluster.settle();
    let (logs, progress) = (cluster.logs(), cluster.server(0).progress(1));

    cluster.flight.push(again);
    cluster.settle();

    assert_eq!(cluster.logs(), logs);
    assert_eq!(cluster.server(0).progress(1), progress);
}

// R11: when two messages change places, the second is refused and sent again, and the
// leader never goes back below what it knows to be stored.
#[test]
fn section_5_3_reordered_appends_are_repaired() {
    let mut cluster = Cluster::new(3);
    cluster.elect(0);
    cluster.crash(2);
    cluster.propose(0, "a");
    cluster.settle();
    cluster.propose(0, "b");
    cluster.propose(0, "c");
    let second = cluster.flight.iter().rposition(|packet| packet.to.0 == 1);
    cluster.deliver(second.expect("two are on their way"));
    cluster.deliver_on(0, 1);
    let (late_rejection, acknowledgment) = (cluster.find(1, 0), cluster.flight.len() - 1);
    assert!(late_rejection < Some(acknowledgment));
    cluster.deliver(acknowledgment);
    assert_eq!(cluster.server(0).progress(1), (4, 2));

    // The rejection of an append after index 2 is overtaken: index 2 is known to match.
    cluster.deliver_on(1, 0);
    assert_eq!(cluster.server(0).progress(1), (4, 2));
    cluster.heartbeat(0);
    cluster.settle();

    assert_eq!(cluster.server(1).log(), [1, 1, 1]);
    assert_eq!(cluster.server(0).commit(), 3);
}

// R12: no follower can hold more of a leader's log than there is of it.
#[test]
fn section_5_3_an_acknowledgment_beyond_the_log_is_refused() {
    let mut server = Server::leader(3, 0, &[]);
    server.propose("x");
    let before = server.node().clone();

    let effects = server.receive(1, 1, matched(2));

    assert!(has_decided(&effects, "refused"));
    assert_eq!(*server.node(), before);
}

// R13: a former leader's message, however late, changes no log.
#[test]
fn section_5_3_a_stale_leader_s_entries_are_ignored() {
    let mut cluster = Cluster::new(3);
    cluster.elect(0);
    cluster.propose(0, "a");
    cluster.settle();
    cluster.elect(1);
    cluster.propose(1, "b");
    cluster.settle();
    cluster.elect(0);
    let message = raft_core::Message {
        term: raft_core::Term(2),
        body: append(at(2, 2), &[2], 2),
    };
    let from = raft_core::NodeId(1);
    cluster.step(0, Input::Receive { from, message });
    cluster.propose(0, "c");
    cluster.settle();

    assert_eq!(cluster.logs(), [[1, 2, 3]; 3]);
}

// R15: the replies to the next heartbeat make up for acknowledgments that got lost.
#[test]
fn section_5_3_a_heartbeat_makes_up_for_lost_acknowledgments() {
    let mut cluster = Cluster::new(3);
    cluster.elect(0);
    cluster.propose(0, "a");
    cluster.deliver_on(0, 1);
    cluster.deliver_on(0, 2);
    cluster.lose_all();
    assert_eq!(cluster.server(0).commit(), 0);

    cluster.heartbeat(0);
    cluster.settle();

    assert_eq!(cluster.server(0).commit(), 1);
}

// DESIGN §4, row 4: answers that come late, in another order or twice never move a leader's
// knowledge back.
#[test]
fn section_5_3_match_index_never_falls() {
    let mut server = Server::leader(3, 0, &[]);
    for _ in 0..5 {
        server.propose("x");
    }
    for (answer, progress) in [
        (matched(3), (6, 3)),
        (matched(1), (6, 3)),
        (matched(0), (6, 3)),
        (rejected(2, None), (6, 3)),
        (rejected(3, at(1, 1)), (6, 3)),
        (matched(5), (6, 5)),
        (rejected(5, None), (6, 5)),
    ] {
        server.receive(1, 1, answer.clone());
        assert_eq!(server.progress(1), progress, "{answer:?}");
    }
}

// A slow follower delays nothing: the majority is enough.
#[test]
fn section_5_3_a_slow_follower_does_not_delay_the_others() {
    let mut cluster = Cluster::new(3);
    cluster.elect(0);
    cluster.isolate(2);
    for text in ["a", "b", "c"] {
        cluster.propose(0, text);
        cluster.settle();
    }

    assert_eq!(cluster.server(0).commit(), 3);
    cluster.heal();
    cluster.heartbeat(0);
    cluster.settle();
    assert_eq!(cluster.server(2).log(), [1, 1, 1]);
    assert_eq!(
        cluster.server(2).commit(),
        3,
        "the catch-up carries the commit index"
    );
}

// R17: a follower far behind gets at most so many entries at once, each answer bringing on
// the next.
#[test]
fn section_5_3_catching_up_goes_in_batches() {
    let mut config = config(2);
    config.entries_per_message = 10;
    let long = [1; 100];
    let mut cluster = Cluster::with_logs(config, &[&long, &[]]);
    cluster.elect(0);

    let accepted = cluster.count_of("entries_accepted");
    assert_eq!(accepted, 10, "one for each batch");
    assert_eq!(cluster.server(1).log(), long);

    config.entries_per_message = 0;
    let mut cluster = Cluster::with_logs(config, &[&long, &[]]);
    cluster.elect(0);
    assert_eq!(
        cluster.server(1).log(),
        long,
        "no entries at a time would be none ever"
    );
}

// An entry is named by its index and its term, and holds a command.
#[test]
fn section_5_3_an_entry_holds_its_term_and_its_command() {
    let mut server = Server::leader(1, 6, &[6]);
    server.propose("SET x=1");

    let entry = server.node().log().entry(index(2)).expect("it was taken");

    assert_eq!(entry.term.0, 7);
    let raft_core::Payload::Command { command, .. } = &entry.payload else {
        panic!("a command was given");
    };
    assert_eq!(command.text(), "SET x=1");
    assert_eq!(server.role(), RoleName::Leader);
}
