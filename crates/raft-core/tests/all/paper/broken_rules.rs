//! DESIGN §4, rows 1 to 4: Raft with all its rules goes through each story unharmed; with the rule
//! left out, the same story does harm.

use raft_core::{Bug, Bugs};

use crate::harness::cluster::Cluster;
use crate::harness::config;

fn cluster(bugs: Bugs, logs: &[&[u64]]) -> Cluster {
    let nodes = u8::try_from(logs.len()).expect("clusters are small");
    let mut config = config(nodes);
    config.bugs = bugs;
    Cluster::with_logs(config, logs)
}

/// Runs the story with all rules, and with this one left out.
fn check(bug: Bug, story: fn(Bugs) -> Cluster, harm: &str) {
    let unchanged = story(Bugs::NONE);
    assert_eq!(unchanged.violation, None);

    let broken = story(Bugs::NONE.with(bug));
    assert_eq!(broken.violation.as_deref(), Some(harm));
}

// Row 1: the reply of any follower advances the leader. Without that, a reply of the last node
// stops the leader: its process is up, and nothing is committed any more.
#[test]
fn row_1_any_follower_s_answer_advances_the_leader() {
    for follower in 1..5 {
        let unchanged = answered_by(follower, Bugs::NONE);
        assert_eq!(unchanged.server(0).progress(follower), (2, 1));
        assert_eq!(unchanged.server(0).commit(), 1);
        assert!(unchanged.server(0).node().deadline().is_some());

        let broken = answered_by(follower, Bugs::NONE.with(Bug::LastReplyKillsLeader));
        let dead = broken.server(0).node().deadline().is_none();
        assert_eq!(dead, follower == 4);
        assert_eq!(broken.server(0).commit() == 0, dead);
    }
}

/// Node 0 leads; this follower is the first to answer, and one more answers.
fn answered_by(follower: u8, bugs: Bugs) -> Cluster {
    let mut cluster = cluster(bugs, &[&[][..]; 5]);
    cluster.timeout(0);
    for voter in [1, 2] {
        cluster.deliver_on(0, voter);
        cluster.deliver_on(voter, 0);
    }
    cluster.lose_all();
    cluster.propose(0, "x");
    let second = if follower == 1 { 2 } else { 1 };
    for id in [follower, second] {
        cluster.deliver_on(0, id);
        cluster.deliver_on(id, 0);
    }
    cluster
}

// Row 2: a follower acknowledges what the message covers. Without that, its stale entries
// count as the leader's.
#[test]
fn row_2_an_acknowledgment_is_of_what_the_message_covers() {
    let harm = "Node 0 committed index 3, which is on 1 disks";
    check(Bug::MatchWholeLog, stale_suffix_is_acknowledged, harm);
}

fn stale_suffix_is_acknowledged(bugs: Bugs) -> Cluster {
    let mut cluster = cluster(bugs, &[&[1], &[1, 2, 2], &[1]]);
    cluster.timeout(0);
    cluster.lose_all();
    cluster.timeout(0);
    cluster.deliver_on(0, 2);
    cluster.deliver_on(2, 0);
    assert_eq!(cluster.leaders(), [0]);
    // The request for a vote and the first heartbeat reach node 1; the entries do not.
    cluster.propose(0, "a");
    cluster.propose(0, "b");
    cluster.deliver_on(0, 1);
    cluster.deliver_on(0, 1);
    cluster.flight.retain(|packet| packet.from.0 == 1);
    cluster.settle();
    cluster
}

// Row 3: a follower commits no further than the message covers. Without that, it commits a
// stale entry that the leader has another one for.
#[test]
fn row_3_a_follower_commits_what_the_message_covers() {
    let harm = "State Machine Safety: Node 1 applied another entry 2";
    check(Bug::CommitWholeLog, stale_suffix_is_committed, harm);
}

fn stale_suffix_is_committed(bugs: Bugs) -> Cluster {
    let mut cluster = cluster(bugs, &[&[1], &[1, 2], &[1]]);
    cluster.isolate(1);
    cluster.timeout(0);
    cluster.lose_all();
    cluster.elect(0);
    cluster.propose(0, "a");
    cluster.settle();
    assert_eq!(cluster.server(0).commit(), 2);
    // The heartbeat is refused; the leader then asks whether both agree at index 1.
    cluster.heal();
    cluster.heartbeat(0);
    cluster.settle();
    cluster
}

// Row 4: the match index that a leader keeps for a follower never falls. Without that, a late
// reply lowers it.
#[test]
fn row_4_a_late_answer_takes_nothing_back() {
    let harm = "Node 0: a match index fell within a leadership";
    check(Bug::BelieveLateReplies, answers_change_places, harm);
}

fn answers_change_places(bugs: Bugs) -> Cluster {
    let mut cluster = cluster(bugs, &[&[][..]; 3]);
    cluster.elect(0);
    for text in ["a", "b"] {
        cluster.propose(0, text);
        cluster.deliver_on(0, 1);
    }
    let newer = cluster.flight.len() - 1;
    cluster.deliver(newer);
    cluster.deliver_on(1, 0);
    cluster
}

// Row 4: a reply of an older term says nothing about the current one. Without that, entries that
// the follower has lost since then count as stored.
#[test]
fn row_4_an_answer_of_an_older_term_is_not_believed() {
    let harm = "Node 0 committed index 2, which is on 2 disks";
    check(Bug::BelieveLateReplies, an_old_answer_arrives, harm);
}

fn an_old_answer_arrives(bugs: Bugs) -> Cluster {
    let mut cluster = cluster(bugs, &[&[][..]; 5]);
    // Node 0 leads term 1; node 1 stores two entries, and its reply is delayed.
    cluster.elect(0);
    cluster.partition(&[&[0, 1], &[2, 3, 4]]);
    cluster.propose(0, "a");
    cluster.propose(0, "b");
    cluster.deliver_on(0, 1);
    cluster.deliver_on(0, 1);
    let late = cluster.flight.pop().expect("node 1 has answered");
    assert_eq!(late.from.0, 1);
    cluster.lose_all();
    // Node 2 leads term 2 and overwrites those entries on both.
    cluster.elect(2);
    cluster.propose(2, "c");
    cluster.lose_all();
    cluster.partition(&[&[0, 1, 2]]);
    cluster.heartbeat(2);
    cluster.settle();
    assert_eq!([0, 1].map(|id| cluster.server(id).log()), [[2], [2]]);
    // Node 0 leads term 3 with nodes 3 and 4. Only node 3 stores its entry.
    cluster.partition(&[&[0, 3, 4]]);
    cluster.elect(0);
    cluster.propose(0, "d");
    cluster.deliver_on(0, 3);
    cluster.deliver_on(3, 0);
    cluster.heal();
    cluster.flight = vec![late];
    cluster.deliver(0);
    cluster
}

// Row 6: the harness compares entries, not terms and leaders: a judge that looked only for
// two leaders would have passed every story above.
#[test]
fn row_6_none_of_these_stories_has_two_leaders_in_one_term() {
    for (bug, story) in [
        (
            Bug::MatchWholeLog,
            stale_suffix_is_acknowledged as fn(Bugs) -> Cluster,
        ),
        (Bug::CommitWholeLog, stale_suffix_is_committed),
        (Bug::BelieveLateReplies, answers_change_places),
        (Bug::BelieveLateReplies, an_old_answer_arrives),
    ] {
        let cluster = story(Bugs::NONE.with(bug));
        let mut terms: Vec<u64> = cluster
            .leaders()
            .iter()
            .map(|id| cluster.server(*id).term())
            .collect();
        terms.sort_unstable();
        assert!(
            terms.is_sorted_by(|one, next| one < next),
            "{bug:?}: {terms:?}"
        );
    }
}
