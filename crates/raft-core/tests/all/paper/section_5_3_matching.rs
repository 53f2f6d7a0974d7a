//! Log replication: the Log Matching Property, and why no leader has to restore it.

use raft_core::RoleName;

use crate::harness::cluster::{Cluster, Outcome};
use crate::harness::server::Server;
use crate::harness::{append, appends, at, config, entry, matched, origin, rejected, sent};

// "Once the entry has been safely replicated, the leader applies the entry to its state
// machine": not before, and in the step in which it learns so.
#[test]
fn section_5_3_a_leader_applies_what_is_safely_replicated() {
    let mut server = Server::leader(5, 0, &[]);
    server.propose("x");
    server.receive(1, 1, matched(1));
    assert!(server.applied.is_empty());

    server.receive(2, 1, matched(1));

    assert_eq!(server.applied.len(), 1);
}

// "The leader retries AppendEntries RPCs indefinitely (even after it has responded to the
// client) until all followers eventually store all log entries."
#[test]
fn section_5_3_a_leader_goes_on_after_the_client_has_its_answer() {
    let mut cluster = Cluster::new(3);
    cluster.elect(0);
    cluster.isolate(2);
    cluster.propose(0, "x");
    cluster.settle();
    assert_eq!(cluster.server(0).applied.len(), 1, "the client may be told");

    cluster.heal();
    cluster.heartbeat(0);
    cluster.settle();

    assert_eq!(cluster.server(2).log(), [1]);
}

// "A leader creates at most one entry with a given log index in a given term, and log entries
// never change their position in the log."
#[test]
fn section_5_3_a_leader_creates_one_entry_at_an_index_in_its_term() {
    let mut cluster = Cluster::new(1);
    cluster.elect(0);

    for _ in 0..10 {
        cluster.propose(0, "x");
    }

    let places = cluster.outcomes.iter();
    let expected = (1..=10).map(|serial| Outcome::Taken(origin(serial)));
    assert!(places.eq(expected.collect::<Vec<_>>().iter()));
    let indexes = cluster
        .server(0)
        .node()
        .log()
        .iter()
        .map(|(index, _)| index.get());
    assert!(indexes.eq(1..=10));
}

// "If two entries in different logs have the same index and term, then they store the same
// command", and "the logs are identical in all preceding entries": after two partitioned
// leaders have filled their logs, entries are told apart by their terms.
#[test]
fn section_5_3_equal_index_and_term_mean_equal_logs_up_to_there() {
    let mut cluster = Cluster::new(5);
    cluster.elect(0);
    cluster.propose(0, "shared");
    cluster.settle();
    cluster.partition(&[&[0, 1], &[2, 3, 4]]);
    cluster.propose(0, "of the old leader");
    cluster.elect(2);
    cluster.propose(2, "of the new leader");
    cluster.settle();

    let logs: Vec<Vec<_>> = cluster
        .servers
        .iter()
        .map(|server| {
            server
                .node()
                .log()
                .iter()
                .map(|(_, entry)| entry.clone())
                .collect()
        })
        .collect();

    assert_eq!(cluster.logs(), [[1, 1], [1, 1], [1, 2], [1, 2], [1, 2]]);
    assert_eq!(logs[0], logs[1]);
    assert!(logs[2] == logs[3] && logs[3] == logs[4]);
    assert_eq!(logs[0][0], logs[2][0]);
    assert_ne!(logs[0][1], logs[2][1]);
}

// "Whenever AppendEntries returns successfully, the leader knows that the follower's log is
// identical to its own log up through the new entries": that far, and no further.
#[test]
fn section_5_3_success_tells_the_leader_how_far_logs_agree() {
    let mut leader = Server::leader(3, 1, &[1, 1, 1]);
    let mut follower = Server::follower(3, 1, &[1, 1, 1]);
    follower.receive(0, 1, append(at(3, 1), &[], 0));
    leader.propose("x");

    leader.receive(1, 2, matched(3));

    assert_eq!(leader.progress(1), (5, 3));
    assert_eq!(leader.commit(), 0, "entry 4 is not known to be there");
}

// "During normal operation, the logs of the leader and followers stay consistent, so the
// AppendEntries consistency check never fails."
#[test]
fn section_5_3_in_normal_operation_nothing_is_rejected() {
    let mut cluster = Cluster::new(5);
    cluster.elect(0);

    for turn in 0..20 {
        cluster.propose(0, "x");
        if turn % 3 == 0 {
            cluster.settle();
            cluster.heartbeat(0);
        }
    }
    cluster.settle();

    assert_eq!(cluster.count_of("entries_rejected"), 0);
    assert_eq!(cluster.count_of("truncated"), 0);
    assert_eq!(cluster.logs(), [[1; 20]; 5]);
}

// "A leader does not need to take any special actions to restore log consistency when it
// comes to power": it sends what every leader sends, and "logs automatically converge".
#[test]
fn section_5_3_a_new_leader_does_nothing_special() {
    let logs: [&[u64]; 3] = [&[1, 2, 2], &[1, 1, 1, 1], &[]];
    let mut cluster = Cluster::with_logs(config(3), &logs);
    cluster.timeout(0);
    cluster.deliver_on(0, 1);
    cluster.deliver_on(1, 0);
    assert_eq!(cluster.server(0).role(), RoleName::Leader);
    let first_words: Vec<_> = cluster
        .flight
        .iter()
        .map(|one| one.message.body.clone())
        .collect();
    let heartbeat = append(at(3, 2), &[], 0);
    assert_eq!(first_words[1..], [heartbeat.clone(), heartbeat]);

    cluster.settle();

    assert_eq!(cluster.logs(), [[1, 2, 2], [1, 2, 2], [1, 2, 2]]);
}

// "Conflicting entries in follower logs will be overwritten with entries from the leader's
// log": the leader finds the last place where both agree, the follower deletes what follows,
// and gets the leader's entries from there.
#[test]
fn section_5_3_the_leader_forces_followers_to_duplicate_its_log() {
    let mut leader = Server::leader(3, 3, &[1, 3, 3]);
    let mut follower = Server::follower(3, 3, &[1, 2, 2, 2]);

    let reply = sent(&follower.receive(1, 4, append(at(3, 3), &[], 0)));
    let probe = appends(&leader.receive(1, 4, reply[0].1.clone()));
    let reply_to_probe = sent(&follower.receive(1, 4, append(probe[0].1, &[], 0)));
    let reply_to_probe = reply_to_probe[0].1.clone();
    let second_probe = appends(&leader.receive(1, 4, reply_to_probe));
    let entries = second_probe[0].clone();
    follower.receive(1, 4, append(entries.1, &entries.2, 0));

    assert_eq!(reply, [(1, rejected(3, at(3, 2)))]);
    assert_eq!(probe[0].1, at(1, 1));
    assert_eq!(entries, (1, at(1, 1), vec![3, 3], 0));
    assert_eq!(follower.log(), [1, 3, 3]);
    assert_eq!(
        follower.node().log().entry(raft_core::Index::FIRST),
        Some(&entry(1))
    );
}

// "A new entry can be replicated with a single round of RPCs to a majority of the cluster."
#[test]
fn section_5_3_one_round_to_a_majority_suffices() {
    let mut cluster = Cluster::new(5);
    cluster.elect(0);
    cluster.propose(0, "x");

    for follower in [1, 2] {
        cluster.deliver_on(0, follower);
        cluster.deliver_on(follower, 0);
    }

    assert_eq!(cluster.server(0).commit(), 1);
    assert_eq!(
        cluster.flight.len(),
        2,
        "what nodes 3 and 4 have not got yet"
    );
}
