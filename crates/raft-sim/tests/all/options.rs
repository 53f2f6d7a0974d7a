//! Every option, one at a time: it changes a run, and it comes back from a link and from a file.

use raft_core::{Bug, Bugs, Duration, Extension, Extensions, FlowLimits, Instant};
use raft_sim::link::{self, ENGINE_VERSION, Shared};
use raft_sim::scenario::{options_shape, parse_options};
use raft_sim::{Action, Digest, Latency, Nobody, Options, Ratio, Run, Workload, World};

/// For each option the lab's options with another value for it. The compiler asks for a value of
/// every option, and warns of a value that no row takes.
fn each_changed() -> Vec<(&'static str, Options)> {
    let Options {
        nodes,
        election_timeout_min,
        election_timeout_max,
        heartbeat,
        latency,
        disk,
        loss,
        duplicate,
        blank_entry_at_election,
        extensions,
        clock_drift,
        snapshot_after,
        entries_per_message,
        flow:
            FlowLimits {
                max_in_flight,
                batch_for,
                max_uncommitted,
            },
        bugs,
    } = Options {
        nodes: 3,
        election_timeout_min: Duration::from_millis(150),
        election_timeout_max: Duration::from_millis(6_000),
        heartbeat: Duration::from_millis(75),
        latency: Latency::from_millis([1, 30]),
        disk: Latency::from_millis([2, 9]),
        loss: Ratio {
            numerator: 1,
            denominator: 3,
        },
        duplicate: Ratio {
            numerator: 1,
            denominator: 4,
        },
        blank_entry_at_election: true,
        extensions: Extensions::NONE.with(Extension::PreVote),
        clock_drift: 2_000,
        snapshot_after: 3,
        entries_per_message: 1,
        flow: FlowLimits {
            max_in_flight: 2,
            batch_for: Duration::from_millis(300),
            max_uncommitted: 1,
        },
        bugs: Bugs::NONE.with(Bug::ElectWithMinority),
    };
    let usual = Options::default();
    vec![
        ("nodes", Options { nodes, ..usual }),
        (
            "election_timeout_min",
            Options {
                election_timeout_min,
                ..usual
            },
        ),
        (
            "election_timeout_max",
            Options {
                election_timeout_max,
                ..usual
            },
        ),
        ("heartbeat", Options { heartbeat, ..usual }),
        ("latency", Options { latency, ..usual }),
        ("disk", Options { disk, ..usual }),
        ("loss", Options { loss, ..usual }),
        ("duplicate", Options { duplicate, ..usual }),
        (
            "blank_entry_at_election",
            Options {
                blank_entry_at_election,
                ..usual
            },
        ),
        (
            "extensions",
            Options {
                extensions,
                ..usual
            },
        ),
        (
            "clock_drift",
            Options {
                clock_drift,
                ..with_leases()
            },
        ),
        (
            "snapshot_after",
            Options {
                snapshot_after,
                ..with(Extension::Snapshots)
            },
        ),
        (
            "entries_per_message",
            Options {
                entries_per_message,
                ..usual
            },
        ),
        (
            "max_in_flight",
            Options {
                flow: FlowLimits {
                    max_in_flight,
                    ..FlowLimits::USUAL
                },
                ..with(Extension::MaxInFlight)
            },
        ),
        (
            "batch_for",
            Options {
                flow: FlowLimits {
                    batch_for,
                    ..FlowLimits::USUAL
                },
                ..with(Extension::BatchFor)
            },
        ),
        (
            "max_uncommitted",
            Options {
                flow: FlowLimits {
                    max_uncommitted,
                    ..FlowLimits::USUAL
                },
                ..with(Extension::MaxUncommitted)
            },
        ),
        ("bugs", Options { bugs, ..usual }),
    ]
}

/// The lab's options with leases: only they look at the drift of clocks.
fn with_leases() -> Options {
    let extensions = [
        Extension::CheckQuorum,
        Extension::LeaderStickiness,
        Extension::LeaseReads,
    ];
    Options {
        extensions: extensions.into_iter().collect(),
        ..Options::default()
    }
}

/// The lab's options with the one extension that looks at an option.
fn with(extension: Extension) -> Options {
    Options {
        extensions: Extensions::NONE.with(extension),
        ..Options::default()
    }
}

fn run_with(options: Options) -> Run {
    Run {
        options,
        ..Run::new(7, Options::default())
    }
}

/// The digest of a run with writes, reads and a change of leader.
fn digest_with(options: Options) -> Digest {
    let mut world = World::begin(&run_with(options));
    world.act(&Action::SetWorkload(Some(Workload::default())), &mut Nobody);
    world.advance_to(Instant::from_millis(10_000), &mut Nobody);
    if let Some(leader) = world.leader() {
        world.act(&Action::Crash(leader), &mut Nobody);
    }
    world.advance_to(Instant::from_millis(20_000), &mut Nobody);
    world.digest()
}

#[test]
fn every_option_changes_a_run() {
    for (name, options) in each_changed() {
        let usual = match name {
            "clock_drift" => with_leases(),
            "snapshot_after" => with(Extension::Snapshots),
            "max_in_flight" => with(Extension::MaxInFlight),
            "batch_for" => with(Extension::BatchFor),
            "max_uncommitted" => with(Extension::MaxUncommitted),
            _ => Options::default(),
        };
        assert_ne!(
            digest_with(options),
            digest_with(usual),
            "{name} has no effect"
        );
    }
}

#[test]
fn every_option_survives_a_link() {
    for (name, options) in each_changed() {
        let run = run_with(options);
        let shared = Shared {
            digest: World::begin(&run).digest(),
            run,
            at: Instant::ZERO,
            head: Instant::ZERO,
            engine: ENGINE_VERSION,
        };
        assert_eq!(link::decode(&link::encode(&shared)), Ok(shared), "{name}");
    }
}

#[test]
fn every_option_survives_a_file() {
    for (name, options) in each_changed() {
        let shape = options_shape(&options).expect("whole milliseconds");
        let json = serde_json::to_string(&shape).expect("JSON");
        assert_eq!(parse_options(&json), Ok(options), "{name}: {json}");
    }
}
