//! The clusters in which a hunt tries its seeds.

use std::collections::BTreeSet;

use raft_check::hunt::Plan;
use raft_core::{Extension, Extensions, FlowLimits};
use raft_sim::{Options, check_options};

/// What a file gives stays, and what seeds draw comes beside it.
#[test]
fn extensions_that_are_given_stay_beside_those_that_are_drawn() {
    let given: Extensions = [
        Extension::CheckQuorum,
        Extension::ReadIndex,
        Extension::Snapshots,
    ]
    .into_iter()
    .collect();
    let reads = [Extension::PreVote, Extension::Snapshots]
        .into_iter()
        .chain(Extension::OF_READS);
    let plan = Plan {
        options: Some(Options {
            extensions: given,
            snapshot_after: 77,
            ..Options::default()
        }),
        drawn: reads.collect(),
        ..Plan::default()
    };
    let mut with_pre_vote = 0;
    for seed in 0..64 {
        let options = plan.options_of(seed);
        assert!(given.iter().all(|it| options.extensions.has(it)), "{seed}");
        assert_eq!(options.snapshot_after, 77, "{seed}");
        assert_eq!(check_options(&options), Ok(()), "{seed}");
        with_pre_vote += u32::from(options.extensions.has(Extension::PreVote));
    }
    assert!((1..64).contains(&with_pre_vote), "it is drawn");
}

/// A limit that a file gives stays, and one that seeds draw comes beside it.
#[test]
fn limits_that_are_given_stay_beside_those_that_are_drawn() {
    let given = FlowLimits {
        max_in_flight: 5,
        ..FlowLimits::USUAL
    };
    let plan = Plan {
        options: Some(Options {
            extensions: Extensions::NONE.with(Extension::MaxInFlight),
            flow: given,
            entries_per_message: 10,
            ..Options::default()
        }),
        drawn: Extensions::NONE.with(Extension::BatchFor),
        ..Plan::default()
    };
    let mut times = BTreeSet::new();
    for seed in 0..64 {
        let options = plan.options_of(seed);
        assert_eq!(options.flow.max_in_flight, 5, "{seed}");
        assert_eq!(
            options.flow.max_uncommitted, given.max_uncommitted,
            "{seed}"
        );
        assert_eq!(options.entries_per_message, 10, "{seed}");
        times.insert(options.flow.batch_for);
    }
    assert!(times.len() > 1, "{times:?}");
}
