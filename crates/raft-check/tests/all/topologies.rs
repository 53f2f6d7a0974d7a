//! A slice of the table of partial partitions: with every extension on, no topology holds a cluster
//! up that raft-rs gets through.

use raft_check::topologies::{COMMANDS, SWITCHES, TOPOLOGIES};
use raft_core::Extension;

const SEEDS: std::ops::Range<u64> = 0..3;

#[test]
fn with_all_extensions_on_a_cluster_gets_done_what_raft_rs_does() {
    for topology in &TOPOLOGIES {
        let [.., both] = topology.medians(&SEEDS);
        let [.., reference] = topology.raft_rs;
        println!("{} {}: {both}", topology.row, topology.title);
        assert!(both <= COMMANDS);
        assert!(
            both * 100 >= reference * 99,
            "{} {}: {both} of {COMMANDS}, raft-rs {reference}",
            topology.row,
            topology.title
        );
    }
}

/// What each switch is for: a topology that stops the cluster without it.
#[test]
fn a_deaf_leader_stops_all_until_it_checks_its_quorum() {
    let deaf = TOPOLOGIES.iter().find(|it| it.row == "L12");
    let deaf = deaf.expect("the row of the deaf leader");
    let [plain, pre_vote, check_quorum, both] = SWITCHES.map(|(_, on)| deaf.committed(on, 1));
    assert_eq!([plain, pre_vote], [0, 0]);
    assert!(check_quorum > COMMANDS * 9 / 10, "{check_quorum}");
    assert!(both > COMMANDS * 9 / 10, "{both}");
}

#[test]
fn the_last_column_has_every_extension_about_elections() {
    let [.., (_, both)] = SWITCHES;
    let about_disks = |it: &Extension| *it == Extension::ParallelWrite;
    let about_reads = |it: &Extension| Extension::OF_READS.contains(it);
    let about_flow = |it: &Extension| Extension::OF_FLOW.contains(it);
    let about_logs = |it: &Extension| [Extension::Snapshots, Extension::Membership].contains(it);
    let others: Vec<Extension> = Extension::ALL
        .into_iter()
        .filter(|it| !about_disks(it) && !about_reads(it) && !about_logs(it))
        .filter(|it| !about_flow(it))
        .collect();
    assert_eq!(both, others);
}
