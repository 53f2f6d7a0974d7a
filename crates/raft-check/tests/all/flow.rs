//! Limits of the flow of entries in a hunt: they make a cluster slow, and that is no failure.

use crate::common::all_options;
use raft_check::hunt::{Tally, Trial, recovery_time};
use raft_core::{Duration, Extension, Extensions, FlowLimits};
use raft_sim::{Latency, Options};

/// In these runs one entry at a time is on its way to a follower, which has missed over a hundred:
/// a minute of round trips is not enough for them.
#[test]
fn a_follower_with_a_window_of_one_entry_has_the_time_that_its_backlog_takes() {
    let plan = all_options();
    for seed in [696_071, 917_660] {
        let options = plan.options_of(seed);
        assert_eq!(
            (options.flow.max_in_flight, options.entries_per_message),
            (1, 1)
        );
        assert!(options.extensions.has(Extension::MaxInFlight), "{seed}");
        assert_eq!(Trial::of(&plan, seed, &mut Tally::default()), None);
    }
}

#[test]
fn the_time_for_recovery_grows_by_what_the_window_holds_back_and_without_one_not_at_all() {
    let options = Options {
        latency: Latency::from_millis([10, 400]),
        entries_per_message: 2,
        flow: FlowLimits {
            max_in_flight: 3,
            ..Options::default().flow
        },
        ..Options::default()
    };
    assert_eq!(recovery_time(&options), Duration(60_000_000));
    let limited = Options {
        extensions: Extensions::NONE.with(Extension::MaxInFlight),
        ..options
    };
    // 240 entries, six in a window, and 0.8 s for each window.
    assert_eq!(recovery_time(&limited), Duration(92_000_000));
}
