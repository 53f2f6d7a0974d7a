//! Bare cores: nodes of either kind driven by hand, by the same rules.
//!
//! Messages are moved in memory and take no time. In each delivery round every node takes in the
//! messages sent to it and carries out their effects: its writes go to a disk in memory and are
//! confirmed at once, and committed commands are applied (their lengths are summed up).

use crate::case::Load;
use crate::{Bench, Done};

/// Five nodes of one kind, with a leader.
pub(crate) trait Cluster: Sized {
    /// Elects a leader over logs of this many entries, all of them applied.
    fn with_log(entries: u64) -> Self;

    /// The leader takes a command and sends it on.
    fn propose(&mut self);

    /// The time of one heartbeat passes.
    fn heartbeat(&mut self);

    /// Delivers messages, round by round, until no node sends any.
    fn settle(&mut self);

    /// Messages sent so far.
    fn messages(&self) -> u64;

    /// Commands that all five nodes have applied so far.
    fn applied_by_all(&self) -> u64;
}

/// Drives a cluster by a load: heartbeats, and writes one at a time between them.
pub(crate) struct Loaded<C> {
    load: Load,
    entries: u64,
    cluster: Option<C>,
}

impl<C> Loaded<C> {
    pub(crate) fn new(load: Load, entries: u64) -> Self {
        Loaded {
            load,
            entries,
            cluster: None,
        }
    }
}

impl<C: Cluster> Bench for Loaded<C> {
    fn prepare(&mut self) {
        if self.load != Load::Idle || self.cluster.is_none() {
            self.cluster = Some(C::with_log(self.entries));
        }
    }

    fn round(&mut self) -> Done {
        let cluster = self.cluster.as_mut().expect("it was prepared");
        let before = (cluster.messages(), cluster.applied_by_all());
        for _ in 0..self.load.heartbeats_per_round() {
            for _ in 0..self.load.writes_per_heartbeat() {
                cluster.propose();
                cluster.settle();
            }
            cluster.heartbeat();
            cluster.settle();
        }
        Done {
            messages: cluster.messages() - before.0,
            commands: cluster.applied_by_all() - before.1,
        }
    }
}

/// Proposes commands as fast as the cluster takes them, so many at a time.
pub(crate) struct Commands<C> {
    in_flight: u64,
    informs_all: bool,
    cluster: Option<C>,
}

/// Then a new cluster begins with an empty log.
const COMMANDS_PER_ROUND: u64 = 6_400;

impl<C> Commands<C> {
    pub(crate) fn new(in_flight: u64) -> Self {
        Commands {
            in_flight,
            informs_all: false,
            cluster: None,
        }
    }

    /// A heartbeat after each lot: the next waits until all five nodes have applied this one,
    /// not only the leader.
    pub(crate) fn informing_all(mut self) -> Self {
        self.informs_all = true;
        self
    }
}

impl<C: Cluster> Bench for Commands<C> {
    fn prepare(&mut self) {
        self.cluster = Some(C::with_log(0));
    }

    fn round(&mut self) -> Done {
        let cluster = self.cluster.as_mut().expect("it was prepared");
        let before = (cluster.messages(), cluster.applied_by_all());
        for _ in 0..COMMANDS_PER_ROUND / self.in_flight {
            for _ in 0..self.in_flight {
                cluster.propose();
            }
            cluster.settle();
            if self.informs_all {
                cluster.heartbeat();
                cluster.settle();
            }
        }
        cluster.heartbeat();
        cluster.settle();
        let done = Done {
            messages: cluster.messages() - before.0,
            commands: cluster.applied_by_all() - before.1,
        };
        assert_eq!(
            done.commands, COMMANDS_PER_ROUND,
            "everybody applies everything"
        );
        done
    }
}
