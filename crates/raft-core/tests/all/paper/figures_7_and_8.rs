//! The two figures that show logs: how they may differ, and why counting is not enough.

use raft_core::RoleName;

use crate::harness::cluster::Cluster;
use crate::harness::{config, disk};

/// Figure 7: the leader's log, then those of followers a to f.
const FIGURE_7: [&[u64]; 7] = [
    &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6],
    &[1, 1, 1, 4, 4, 5, 5, 6, 6],
    &[1, 1, 1, 4],
    &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6],
    &[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7],
    &[1, 1, 1, 4, 4, 4, 4],
    &[1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
];

fn figure_7() -> Cluster {
    Cluster::with_disks(config(7), FIGURE_7.map(|log| disk(7, log)))
}

// R05, the vote: the node at the top of the figure wins although c and d refuse.
#[test]
fn figure_7_the_leader_is_elected_by_those_behind_it() {
    let mut cluster = figure_7();

    cluster.timeout(0);
    cluster.settle();

    assert_eq!(cluster.leaders(), [0]);
    assert_eq!(cluster.server(0).term(), 8);
    let voted = |id: u8| cluster.server(id).vote() == Some(0);
    assert_eq!(
        [1, 2, 3, 4, 5, 6].map(voted),
        [true, true, false, false, true, true]
    );
}

// R05, the repair: with one command of the new term all logs become the leader's, and no
// follower has to refuse more than once.
#[test]
fn figure_7_all_logs_are_repaired() {
    let mut cluster = figure_7();
    cluster.elect(0);
    cluster.propose(0, "x");
    cluster.settle();
    cluster.heartbeat(0);
    cluster.settle();

    assert_eq!(cluster.logs(), [[1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 8]; 7]);
    assert_eq!(cluster.commits(), [11; 7]);
    assert_eq!(
        cluster.count_of("entries_rejected"),
        4,
        "a, b, e and f, once each"
    );
    assert_eq!(cluster.count_of("truncated"), 4, "c, d, e and f");
}

/// Figure 8 (c): S1 leads term 4 and has spread its entry of term 2 to S2 and S3, while S5
/// has an entry of term 3. Nodes are numbered from 0: S1 is node 0.
fn figure_8_c() -> Cluster {
    let mut cluster = Cluster::with_logs(config(5), &[&[1][..]; 5]);
    // (a) S1 leads term 2 and spreads its entry to S2 only.
    cluster.elect(0);
    cluster.propose(0, "of term 2");
    cluster.deliver_on(0, 1);
    cluster.lose_all();
    // (b) S1 crashes; S5 wins term 3 with S3 and S4, and keeps an entry to itself.
    cluster.crash(0);
    cluster.timeout(4);
    cluster.deliver_on(4, 2);
    cluster.deliver_on(4, 3);
    cluster.deliver_on(2, 4);
    cluster.deliver_on(3, 4);
    assert_eq!(cluster.leaders(), [4]);
    cluster.lose_all();
    cluster.propose(4, "of term 3");
    cluster.lose_all();
    // (c) S5 crashes; S1 is back and wins term 4 with S2 and S3.
    cluster.crash(4);
    cluster.restart(0);
    cluster.isolate(3);
    while cluster.server(0).role() != RoleName::Leader {
        cluster.timeout(0);
        cluster.settle();
    }
    cluster.heal();
    assert_eq!(cluster.server(0).term(), 4);
    assert_eq!(
        [0, 1, 2].map(|id| cluster.server(id).log()),
        [[1, 2], [1, 2], [1, 2]]
    );
    cluster
}

// C04, Figure 8 (c) to (d): although a majority holds the entry of term 2, it is not
// committed, and rightly so: S5 can still win and overwrite it.
#[test]
fn figure_8_d_an_entry_of_an_older_term_on_a_majority_may_be_overwritten() {
    let mut cluster = figure_8_c();
    assert_eq!(cluster.server(0).progress(1), (3, 2));
    assert_eq!(cluster.server(0).progress(2), (3, 2));
    assert_eq!(
        cluster.server(0).commit(),
        0,
        "counting proves nothing for older terms"
    );

    cluster.crash(0);
    cluster.restart(4);
    while cluster.server(4).role() != RoleName::Leader {
        cluster.timeout(4);
        cluster.settle();
    }
    assert_eq!(cluster.server(4).term(), 5);
    cluster.propose(4, "of term 5");
    cluster.settle();
    cluster.restart(0);
    cluster.heartbeat(4);
    cluster.settle();

    assert_eq!(cluster.logs(), [[1, 3, 5]; 5]);
    assert_eq!(cluster.commits(), [3; 5]);
}

// C05, Figure 8 (e): once an entry of the leader's own term is on a majority, all before it
// is committed with it, and S5 can no longer win.
#[test]
fn figure_8_e_an_entry_of_the_current_term_commits_those_before_it() {
    let mut cluster = figure_8_c();
    cluster.isolate(3);
    cluster.propose(0, "of term 4");
    cluster.settle();
    assert_eq!(cluster.server(0).commit(), 3);

    cluster.heal();
    cluster.crash(0);
    cluster.restart(4);
    for _ in 0..5 {
        cluster.timeout(4);
        cluster.settle();
        assert!(cluster.leaders().is_empty());
    }
}
