//! Figure 2: what it says beyond the text of §5.

use raft_core::{Body, Decision, Effect, Input, Persistent, RoleName};

use crate::harness::server::Server;
use crate::harness::{
    append, appends, at, config, entry, granted, matched, rejected, request_vote, sent,
};

// State: term 0, no vote, an empty log and nothing committed at first boot.
#[test]
fn figure_2_a_node_begins_with_nothing() {
    let server = Server::new(0, config(3), Persistent::default());

    assert_eq!((server.term(), server.vote()), (0, None));
    assert!(server.log().is_empty());
    assert_eq!(server.commit(), 0);
}

// State: term, vote and log are on stable storage before a node answers.
#[test]
fn figure_2_persistent_state_is_durable_before_the_answer() {
    for (request, answer) in [
        (request_vote(at(3, 1)), granted()),
        (append(None, &[1, 1], 0), matched(2)),
        (append(at(4, 2), &[], 0), rejected(4, None)),
    ] {
        let mut server = Server::follower(3, 0, &[]);
        server.stalled = true;
        let effects = server.receive(1, 2, request);
        assert!(matches!(effects.last(), Some(Effect::Persist(_))));
        assert!(sent(&effects).is_empty());

        let effects = server.sync();
        assert_eq!(sent(&effects), [(1, answer)]);
    }
}

// A message about entries that are on disk does not wait: a heartbeat is answered although later
// entries are still being written.
#[test]
fn figure_2_an_answer_waits_only_for_what_it_speaks_of() {
    let mut server = Server::follower(3, 1, &[1]);
    server.receive(1, 1, append(at(1, 1), &[], 0));
    server.stalled = true;
    assert!(sent(&server.receive(1, 1, append(at(1, 1), &[1], 0))).is_empty());

    let effects = server.receive(1, 1, append(at(1, 1), &[], 0));

    assert_eq!(sent(&effects), [(1, matched(1))]);
}

// Held answers go out in the order in which they were given, each as soon as its own write
// is done.
#[test]
fn figure_2_held_messages_leave_in_order() {
    let mut server = Server::follower(3, 1, &[]);
    server.stalled = true;
    for count in 1..=3 {
        server.receive(1, 1, append(None, &[1; 3][..count], 0));
    }

    assert_eq!(sent(&server.sync_one()), [(1, matched(1))]);
    assert_eq!(sent(&server.sync()), [(1, matched(2)), (1, matched(3))]);
}

// What waits for an earlier write leaves before what waits for a later one, whoever came first.
#[test]
fn figure_2_a_held_message_waits_for_no_other() {
    let mut server = Server::follower(3, 1, &[]);
    server.stalled = true;
    for count in [1, 2, 3, 1, 2] {
        server.receive(1, 1, append(None, &[1; 3][..count], 0));
    }

    assert_eq!(sent(&server.sync_one()), [(1, matched(1)), (1, matched(1))]);
    assert_eq!(sent(&server.sync_one()), [(1, matched(2)), (1, matched(2))]);
    assert_eq!(sent(&server.sync_one()), [(1, matched(3))]);
}

// A message about a part of the log that is written again waits for the later write. A held message
// of an earlier term is dropped: by now, the disk is to hold something else.
#[test]
fn figure_2_a_rewritten_entry_waits_for_its_own_write() {
    let mut server = Server::follower(3, 2, &[1]);
    server.stalled = true;
    server.receive(1, 2, append(at(1, 1), &[2, 2], 0));
    server.receive(2, 3, append(at(1, 1), &[3], 0));
    assert_eq!(server.node().durable_index(), at(1, 1).map(|at| at.index));

    assert_eq!(sent(&server.sync_one()), [], "term 2 is over");
    assert_eq!(sent(&server.sync_one()), [(2, matched(2))]);
}

// A leader speaks only of what is on its disk. When its disk stalls it falls silent, and says why:
// at the first heartbeat that waits, and again only after these have left.
#[test]
fn figure_2_a_leader_says_that_its_heartbeats_wait_for_its_disk() {
    let held = |effects: &[Effect]| -> Vec<usize> {
        let messages = effects.iter().filter_map(|effect| match effect {
            Effect::Decide(Decision::HeartbeatsHeld { messages, .. }) => Some(*messages),
            _ => None,
        });
        messages.collect()
    };
    let mut leader = Server::leader(3, 1, &[1]);
    leader.acknowledge([1, 2], 1);
    assert_eq!(held(&leader.reach_deadline()), []);
    leader.stalled = true;
    assert_eq!(held(&leader.reach_deadline()), [], "all is on disk");

    leader.propose("SET x=1");
    let effects = leader.reach_deadline();
    assert_eq!(sent(&effects), []);
    assert_eq!(held(&effects), [4], "two with the entry, two heartbeats");
    assert_eq!(held(&leader.reach_deadline()), [], "it is said once");
    assert_eq!(leader.node().held_messages(), 6);

    leader.sync();
    assert_eq!(leader.node().held_messages(), 0);
    assert_eq!(leader.node().unconfirmed(), None);
    leader.propose("SET x=2");
    assert_eq!(held(&leader.reach_deadline()), [4]);
}

// Of several writes under way, the one that reaches furthest back counts, not the oldest: a cut log
// is durable only up to its cut.
#[test]
fn figure_2_a_log_is_durable_up_to_its_earliest_unwritten_change() {
    let mut server = Server::follower(3, 2, &[1, 1, 2]);
    server.stalled = true;
    server.receive(1, 2, append(at(3, 2), &[2], 0));
    assert_eq!(server.node().durable_index(), at(3, 2).map(|at| at.index));

    server.receive(2, 3, append(at(1, 1), &[3], 0));

    assert_eq!(server.node().durable_index(), at(1, 1).map(|at| at.index));
    server.sync_one();
    assert_eq!(server.node().durable_index(), at(1, 1).map(|at| at.index));
}

// R04: "set commitIndex = min(leaderCommit, index of last new entry)": beyond what this
// message covers, the follower's log may still differ (DESIGN §4, row 3).
#[test]
fn figure_2_a_follower_commits_only_what_the_message_covers() {
    let table: [(_, &[u64], u64, u64); 6] = [
        (at(1, 1), &[], 3, 1),
        (at(1, 1), &[2], 3, 2),
        (at(2, 2), &[], 3, 2),
        (at(2, 2), &[2, 2], 3, 3),
        (at(2, 2), &[2], 4, 3),
        (at(3, 2), &[], 3, 0),
    ];
    for (prev, new, leader_commit, commit) in table {
        let mut server = Server::follower(3, 2, &[1, 2]);
        server.receive(1, 2, append(prev, new, leader_commit));
        assert_eq!(server.commit(), commit, "{prev:?} {new:?} {leader_commit}");
    }
}

// All: "if commitIndex > lastApplied, apply": each index once, in order, and never back.
#[test]
fn figure_2_commit_index_never_falls() {
    let mut server = Server::follower(3, 2, &[1, 2]);
    server.receive(1, 2, append(at(2, 2), &[], 2));
    server.receive(1, 2, append(at(2, 2), &[], 1));
    server.receive(1, 2, append(at(1, 1), &[], 2));

    assert_eq!(server.commit(), 2);
    assert_eq!(server.applied, [entry(1), entry(2)]);
}

// Followers: they answer, and start nothing of their own before the timeout.
#[test]
fn figure_2_followers_only_answer() {
    let mut server = Server::follower(3, 1, &[]);
    for (request, answers) in [
        (append(None, &[1], 0), 1),
        (request_vote(None), 1),
        (matched(1), 0),
        (granted(), 0),
    ] {
        assert_eq!(sent(&server.receive(1, 1, request)).len(), answers);
    }
}

// Candidates: the timer starts again with each election.
#[test]
fn figure_2_each_election_starts_the_timer() {
    let mut server = Server::follower(3, 0, &[]);
    for _ in 0..5 {
        server.reach_deadline();
        let timer = server.node().election_timer().expect("it waits");
        assert_eq!(timer.started_at, server.now);
        assert!(timer.ends_at > server.now);
    }
}

// Leaders: "if last log index ≥ nextIndex, send entries starting at nextIndex".
#[test]
fn figure_2_a_leader_sends_what_a_follower_lacks() {
    let mut server = Server::leader(3, 2, &[1, 1, 2]);
    server.receive(1, 3, rejected(3, at(1, 1)));

    let effects = server.receive(1, 3, matched(1));

    assert_eq!(appends(&effects), [(1, at(1, 1), vec![1, 2], 0)]);
    assert_eq!(server.progress(1), (4, 1));
    server.receive(1, 3, matched(3));
    assert_eq!(server.progress(1), (4, 3));
}

// Leaders have no election timer; the others have no heartbeat.
#[test]
fn figure_2_a_leader_waits_for_its_heartbeat_only() {
    let mut server = Server::leader(3, 0, &[]);
    assert_eq!(server.node().election_timer(), None);
    for _ in 0..50 {
        server.reach_deadline();
        assert_eq!(server.role(), RoleName::Leader);
        assert_eq!(server.term(), 1);
    }
}

// The same node, moment and input always give the same effects.
#[test]
fn figure_2_a_step_is_a_function() {
    let server = Server::candidate(3, 0, &[]);
    let (mut one, mut other) = (server.clone(), server);

    let input = |body: Body| Input::Receive {
        from: raft_core::NodeId(1),
        message: raft_core::Message {
            term: raft_core::Term(1),
            body,
        },
    };
    assert_eq!(one.step(input(granted())), other.step(input(granted())));
    assert_eq!(one.node(), other.node());
}
