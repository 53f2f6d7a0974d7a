//! No message is indispensable: whichever is lost, late or doubled, the logs meet again as
//! soon as messages flow (Raft §5.3: a leader retries until all followers store all entries).

use crate::harness::cluster::Cluster;
use crate::harness::config;

/// What happens to the chosen deliveries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mishap {
    Lost,
    Doubled,
    Last,
}

/// Logs that differ in all the ways of Figure 7; node 0 can win.
const LOGS: [&[u64]; 5] = [
    &[1, 1, 3, 3],
    &[1, 1, 3],
    &[1, 2, 2, 2, 2],
    &[],
    &[1, 1, 3, 3, 3],
];

/// An election, writes and two heartbeats, with mishaps at these deliveries, counted from 0.
/// Returns how many deliveries there were.
fn run(entries_per_message: u32, mishap: Mishap, at: &[usize]) -> (Cluster, usize) {
    let mut config = config(5);
    config.entries_per_message = entries_per_message;
    let mut cluster = Cluster::with_logs(config, &LOGS);
    let mut deliveries = 0;
    cluster.timeout(0);
    pass(&mut cluster, &mut deliveries, mishap, at);
    // The vote itself may have failed; then the next timeout comes.
    while cluster.leaders() != [0] {
        cluster.timeout(0);
        cluster.settle();
    }
    for text in ["a", "b", "c"] {
        cluster.propose(0, text);
    }
    pass(&mut cluster, &mut deliveries, mishap, at);
    for _ in 0..2 {
        cluster.heartbeat(0);
        pass(&mut cluster, &mut deliveries, mishap, at);
    }
    (cluster, deliveries)
}

/// Delivers until nothing is in flight, with mishaps on the way.
fn pass(cluster: &mut Cluster, deliveries: &mut usize, mishap: Mishap, at: &[usize]) {
    let mut late = Vec::new();
    while !cluster.flight.is_empty() {
        if at.contains(deliveries) {
            match mishap {
                Mishap::Lost => cluster.drop(0),
                Mishap::Doubled => {
                    cluster.deliver_copy(0);
                    cluster.deliver(0);
                }
                Mishap::Last => late.push(cluster.flight.remove(0)),
            }
        } else {
            cluster.deliver(0);
        }
        *deliveries += 1;
        if cluster.flight.is_empty() {
            cluster.flight.append(&mut late);
        }
    }
}

/// After messages flow again for three heartbeats, everybody has everything.
fn check(entries_per_message: u32, mishap: Mishap, at: &[usize]) -> usize {
    let (mut cluster, deliveries) = run(entries_per_message, mishap, at);
    for _ in 0..3 {
        cluster.heartbeat(0);
        cluster.settle();
    }
    let log = cluster.server(0).log();
    let all = log.len() as u64;
    for server in &cluster.servers {
        assert_eq!(server.log(), log, "{mishap:?} at {at:?}: {}", server.id);
        assert_eq!(server.commit(), all, "{mishap:?} at {at:?}: {}", server.id);
    }
    deliveries
}

#[test]
fn section_5_3_no_single_message_is_indispensable() {
    for entries_per_message in [1, 2, 100] {
        for mishap in [Mishap::Lost, Mishap::Doubled, Mishap::Last] {
            let deliveries = check(entries_per_message, mishap, &[]);
            for place in 0..deliveries {
                check(entries_per_message, mishap, &[place]);
            }
        }
    }
}

#[test]
fn section_5_3_no_two_messages_are_indispensable() {
    for mishap in [Mishap::Lost, Mishap::Last] {
        let deliveries = check(2, mishap, &[]);
        for first in 0..deliveries {
            for second in first + 1..deliveries {
                check(2, mishap, &[first, second]);
            }
        }
    }
}
