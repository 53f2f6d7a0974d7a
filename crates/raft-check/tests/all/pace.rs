//! Slow disks are a fault from the beginning on, and those slower than an election timeout miss
//! what Raft requires of the cluster's pace.

use crate::common::{Watched, even, ms, slow};
use raft_check::{FaultCounts, MissedTiming, Slow};
use raft_core::{Duration, Instant, NodeId};
use raft_sim::{Action, Latency, Options, Ratio, Run};

fn with_disks(millis: [u64; 2]) -> Options {
    Options {
        election_timeout_min: Duration::from_millis(1_000),
        election_timeout_max: Duration::from_millis(2_000),
        disk: Latency::from_millis(millis),
        ..even(3, &[])
    }
}

fn begun(options: Options) -> Watched {
    Watched::new(&Run::new(14, options))
}

fn disk_latency(node: Option<u8>, millis: [u64; 2]) -> Action {
    Action::SetDiskLatency {
        node: node.map(NodeId),
        latency: Latency::from_millis(millis),
    }
}

#[test]
fn faults_of_the_options_are_counted_from_the_beginning() {
    let third = Ratio {
        numerator: 1,
        denominator: 3,
    };
    let options = Options {
        loss: third,
        duplicate: third,
        ..with_disks([0, 1])
    };
    let expected = FaultCounts {
        disks: 3,
        networks: 2,
        ..FaultCounts::default()
    };
    assert_eq!(begun(options).judge.fault_counts(), expected);
    assert_eq!(
        begun(with_disks([0, 0])).judge.fault_counts(),
        FaultCounts::default()
    );
}

/// Each disk counts for itself, and what makes it quick again is no fault.
#[test]
fn slow_disks_are_counted_and_quick_ones_are_not() {
    let mut watched = begun(with_disks([0, 0]));
    watched.act(&disk_latency(Some(1), [0, 0]));
    assert_eq!(watched.judge.fault_counts().disks, 0);
    watched.act(&disk_latency(None, [5, 10]));
    assert_eq!(watched.judge.fault_counts().disks, 2, "Node 1 has its own");
    watched.act(&disk_latency(Some(1), [5, 10]));
    assert_eq!(watched.judge.fault_counts().disks, 3);
}

#[test]
fn disks_slower_than_the_election_timeout_miss_the_requirement() {
    let mut watched = begun(with_disks([1_500, 2_500]));
    watched.advance(5_000);
    let verdict = watched.judge.verdict();
    let expected = MissedTiming {
        at: Instant::ZERO,
        slow: Slow::EveryDisk,
        takes: Duration::from_millis(2_500),
        timeout: Duration::from_millis(1_000),
    };
    assert_eq!(verdict.timing, Some(expected));
    assert!(verdict.holds(), "safety does not depend on the pace");
    assert_eq!(verdict.assumption, None);
    let sentence = verdict.to_string();
    let begin = "Timing requirement missed: broadcast time far below the election timeout (each \
                 disk takes up to 2.5 s for a write, an election timeout may be 1 s; Raft §5.6). \
                 All 21 properties held";
    assert!(sentence.starts_with(begin), "{sentence}");
}

/// The first time counts, at the moment at which it came.
#[test]
fn one_disk_may_become_too_slow_later() {
    let mut watched = begun(with_disks([5, 10]));
    watched.advance(100);
    watched.act(&disk_latency(Some(2), [5, 999]));
    assert_eq!(watched.judge.verdict().timing, None);
    watched.act(&disk_latency(Some(2), [5, 1_000]));
    watched.advance(200);
    watched.act(&disk_latency(None, [5, 1_000]));

    let missed = watched.judge.verdict().timing.expect("it is too slow");
    assert_eq!((missed.at, missed.slow), (ms(100), Slow::DiskOf(NodeId(2))));
    assert!(
        missed
            .to_string()
            .contains("(Node 2's disk takes up to 1 s for a write from 100 ms on, an election")
    );
}

/// A message and its answer have to fit into an election timeout, too. One slow link is not the
/// network.
#[test]
fn a_network_may_be_too_slow() {
    let mut watched = begun(with_disks([0, 0]));
    watched.act(&slow(0, 1, 900));
    assert_eq!(watched.judge.verdict().timing, None);
    watched.act(&Action::SetLatency {
        link: None,
        latency: Latency::from_millis([10, 500]),
    });
    let missed = watched.judge.verdict().timing.expect("it is too slow");
    assert_eq!(missed.slow, Slow::Network);
}

/// A node that is alone has nobody to broadcast to, however slow the network to its clients is.
#[test]
fn a_lone_node_misses_no_requirement() {
    let mut options = with_disks([1_500, 2_500]);
    options.nodes = 1;
    let mut watched = begun(options);
    watched.act(&Action::SetLatency {
        link: None,
        latency: Latency::from_millis([10, 5_000]),
    });
    watched.advance(60_000);
    assert_eq!(watched.judge.verdict().timing, None);
    assert!(
        watched.world.nodes().any(|node| node.leads()),
        "it needs no vote but its own"
    );
}
