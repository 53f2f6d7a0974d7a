//! The options of a run: the size and pace of its cluster, its disks and its network. The
//! defaults here are the lab's.

use raft_core::chance::Key;
use raft_core::quorum::Configuration;
use raft_core::{Bugs, Config, Duration, Extension, Extensions, FlowLimits, NodeSet};

/// How long a message or a disk's write may take, drawn anew for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Latency {
    /// The quickest.
    pub min: Duration,
    /// The slowest.
    pub max: Duration,
}

/// A probability, as a ratio of whole numbers: every machine agrees on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// The number of parts that count.
    pub numerator: u32,
    /// The number of all parts; never 0.
    pub denominator: u32,
}

impl Latency {
    /// From so many milliseconds to so many.
    #[must_use]
    pub fn from_millis([min, max]: [u64; 2]) -> Latency {
        Latency {
            min: Duration::from_millis(min),
            max: Duration::from_millis(max),
        }
    }

    /// At once.
    pub const NONE: Latency = Latency {
        min: Duration(0),
        max: Duration(0),
    };

    /// One draw between the two ends, both included.
    #[inline]
    pub(crate) fn pick(self, chance: Key) -> Duration {
        Duration(chance.between(self.min.0, self.max.0))
    }
}

impl Ratio {
    /// Never.
    pub const ZERO: Ratio = Ratio {
        numerator: 0,
        denominator: 1,
    };

    /// Always, or just as it was.
    pub const ONE: Ratio = Ratio {
        numerator: 1,
        denominator: 1,
    };

    /// In thousandths, rounded down.
    #[must_use]
    pub fn per_mille(self) -> u32 {
        let scaled = u64::from(self.numerator) * 1_000 / u64::from(self.denominator.max(1));
        u32::try_from(scaled).unwrap_or(1_000)
    }
}

/// The settings of a run. The defaults are the lab's: five nodes, 1.5 to 3 s election
/// timeouts, 0.5 s heartbeats, and a network of 40 to 80 ms that loses nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many nodes, 1 to 9.
    pub nodes: u8,
    /// The shortest election timeout.
    pub election_timeout_min: Duration,
    /// The longest election timeout.
    pub election_timeout_max: Duration,
    /// The time between two heartbeats of a leader.
    pub heartbeat: Duration,
    /// How long messages take.
    pub latency: Latency,
    /// How long a disk takes for a write.
    pub disk: Latency,
    /// How many messages are lost.
    pub loss: Ratio,
    /// How many messages arrive twice.
    pub duplicate: Ratio,
    /// Whether a new leader appends a blank entry (Raft §8).
    pub blank_entry_at_election: bool,
    /// The extensions of Raft that are on.
    pub extensions: Extensions,
    /// By how many thousandths one clock may run faster than another, as far as leases allow for
    /// it.
    pub clock_drift: u32,
    /// After how many applied entries a node takes a snapshot. Only [`Extension::Snapshots`] looks
    /// at it.
    pub snapshot_after: u32,
    /// The most entries in one message.
    pub entries_per_message: u32,
    /// The limits of the flow of entries. Only [`Extension::OF_FLOW`] look at them.
    pub flow: FlowLimits,
    /// Rules left out on purpose.
    pub bugs: Bugs,
}

/// The size of the lab's cluster.
const NODES_USUAL: u8 = 5;

/// A log that is short enough to be looked at.
const SNAPSHOT_AFTER_USUAL: u32 = 8;

impl Default for Options {
    fn default() -> Options {
        let Config {
            configuration: _,
            election_timeout_min,
            election_timeout_max,
            heartbeat,
            entries_per_message,
            flow,
            blank_entry_at_election,
            extensions,
            clock_drift,
            bugs,
        } = Config::new(Configuration::new(NodeSet::EMPTY));
        Options {
            nodes: NODES_USUAL,
            election_timeout_min,
            election_timeout_max,
            heartbeat,
            latency: Latency::from_millis([40, 80]),
            disk: Latency::NONE,
            loss: Ratio::ZERO,
            duplicate: Ratio::ZERO,
            blank_entry_at_election,
            extensions,
            clock_drift,
            snapshot_after: SNAPSHOT_AFTER_USUAL,
            entries_per_message,
            flow,
            bugs,
        }
    }
}

impl Options {
    /// These options with one of them at its default, for each option that makes a run less
    /// plain: what shrinking tries. Those that a story is told by (size, timeouts, rules left out)
    /// stay.
    #[must_use]
    pub fn plainer(&self) -> [Options; 6] {
        let Options {
            nodes: _,
            election_timeout_min: _,
            election_timeout_max: _,
            heartbeat: _,
            latency,
            disk,
            loss,
            duplicate,
            blank_entry_at_election,
            extensions,
            clock_drift,
            snapshot_after,
            entries_per_message,
            flow,
            bugs: _,
        } = Options::default();
        let own = *self;
        [
            Options { disk, ..own },
            Options { loss, ..own },
            Options { duplicate, ..own },
            Options {
                blank_entry_at_election,
                ..own
            },
            Options { latency, ..own },
            Options {
                extensions,
                clock_drift,
                snapshot_after,
                entries_per_message,
                flow,
                ..own
            },
        ]
    }

    /// Whether members of the cluster come and go (Thesis §4).
    #[inline]
    #[must_use]
    pub fn may_change_members(&self) -> bool {
        self.extensions.has(Extension::Membership)
    }

    /// Whether a run with these options needs an engine that has the extensions of Raft built in.
    #[must_use]
    pub fn needs_extensions(&self) -> bool {
        self.extensions != Extensions::NONE
    }

    /// The configuration of each node.
    #[must_use]
    pub fn node_config(&self) -> Config {
        let usual = Config::new(Configuration::new(NodeSet::first(self.nodes)));
        Config {
            configuration: usual.configuration,
            election_timeout_min: self.election_timeout_min,
            election_timeout_max: self.election_timeout_max,
            heartbeat: self.heartbeat,
            entries_per_message: self.entries_per_message,
            flow: self.flow,
            blank_entry_at_election: self.blank_entry_at_election,
            extensions: self.extensions,
            clock_drift: self.clock_drift,
            bugs: self.bugs,
        }
    }
}

impl core::fmt::Display for Latency {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Latency { min, max } if min == max => min.fmt(formatter),
            Latency { min, max } => write!(formatter, "{min} to {max}"),
        }
    }
}

impl core::fmt::Display for Ratio {
    fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match (self.numerator, self.denominator) {
            (0, _) => formatter.write_str("0"),
            (numerator, 1) => numerator.fmt(formatter),
            (numerator, denominator) => write!(formatter, "{numerator}/{denominator}"),
        }
    }
}
