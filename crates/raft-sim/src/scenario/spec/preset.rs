//! Settings known by name.

use raft_core::Duration;
use serde::Serialize;

use crate::options::{Latency, Options};

/// Timings that others have published. What a file says beside the preset wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// As in the paper's measurements (Raft §9.3): election timeouts of 150 to 300 ms,
    /// heartbeats at half of the shortest timeout, about 15 ms to reach all others and back.
    DataCentre,
    /// etcd's defaults, `--heartbeat-interval=100` and `--election-timeout=1000`; etcd draws
    /// each timeout between once and twice that. Messages take 1 to 5 ms.
    Etcd,
    /// Consul's default, `raft_multiplier = 5`: timeouts between once and twice 5 s, and a
    /// leader that speaks at least every 1 s, here every 500 ms. Messages take 1 to 5 ms.
    Consul,
}

impl Preset {
    /// All of them.
    pub const ALL: [Preset; 3] = [Preset::DataCentre, Preset::Etcd, Preset::Consul];

    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Preset::DataCentre => "data_centre",
            Preset::Etcd => "etcd",
            Preset::Consul => "consul",
        }
    }

    /// The options it stands for.
    #[must_use]
    pub fn options(self) -> Options {
        let (timeout, heartbeat, latency) = match self {
            Preset::DataCentre => ([150, 300], 75, [5, 10]),
            Preset::Etcd => ([1_000, 2_000], 100, [1, 5]),
            Preset::Consul => ([5_000, 10_000], 500, [1, 5]),
        };
        let [election_timeout_min, election_timeout_max] = timeout.map(Duration::from_millis);
        let [min, max] = latency.map(Duration::from_millis);
        Options {
            election_timeout_min,
            election_timeout_max,
            heartbeat: Duration::from_millis(heartbeat),
            latency: Latency { min, max },
            ..Options::default()
        }
    }
}
