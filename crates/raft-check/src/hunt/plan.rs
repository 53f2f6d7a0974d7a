//! The plan of a hunt: which failures count, and in which clusters it looks for them.

use raft_core::quorum::Configuration;
use raft_core::{Bugs, Extension, Extensions, FlowLimits, NodeSet};
use raft_sim::{Options, Run};

use super::failure_kind::FailureKind;
use crate::schedule::{self, Assumptions, Repertoire};

/// Which failures a hunt looks for, and in which clusters. The default looks for any failure of
/// whole Raft, in clusters that the seeds draw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The cluster of every run; drawn by each seed when not given.
    pub options: Option<Options>,
    /// Rules left out on purpose.
    pub bugs: Bugs,
    /// The extensions of Raft that seeds draw, beside those of a cluster that is given; each seed
    /// has each of these on or off.
    pub drawn: Extensions,
    /// The only kind of failure that counts; every kind does when not given.
    pub kind: Option<FailureKind>,
    /// Whether disks may lie and be wiped.
    pub assumptions: Assumptions,
    /// What seeds draw beside the usual faults: more would change every published hunt.
    pub repertoire: Repertoire,
}

impl Plan {
    /// The cluster in which this seed is tried.
    #[must_use]
    pub fn options_of(&self, seed: u64) -> Options {
        let options = self.options.unwrap_or_else(|| schedule::options(seed));
        let given = options.extensions;
        let draws_snapshots = self.drawn.has(Extension::Snapshots);
        let (entries_per_message, flow) = self.flow_of(seed, &options);
        Options {
            extensions: schedule::extensions(seed, self.drawn_beside(given))
                .iter()
                .fold(given, Extensions::with),
            snapshot_after: match draws_snapshots && !given.has(Extension::Snapshots) {
                true => schedule::snapshot_after(seed),
                false => options.snapshot_after,
            },
            entries_per_message,
            flow,
            bugs: self.bugs,
            ..options
        }
    }

    /// The entries in a message and the limits of the flow: those that a cluster was given stay.
    fn flow_of(&self, seed: u64, options: &Options) -> (u32, FlowLimits) {
        let is_drawn = |limit: Extension| self.drawn.has(limit) && !options.extensions.has(limit);
        if !Extension::OF_FLOW.into_iter().any(is_drawn) {
            return (options.entries_per_message, options.flow);
        }
        let (entries_per_message, drawn) = schedule::flow(seed);
        let given = options.flow;
        let flow = FlowLimits {
            max_in_flight: match is_drawn(Extension::MaxInFlight) {
                true => drawn.max_in_flight,
                false => given.max_in_flight,
            },
            batch_for: match is_drawn(Extension::BatchFor) {
                true => drawn.batch_for,
                false => given.batch_for,
            },
            max_uncommitted: match is_drawn(Extension::MaxUncommitted) {
                true => drawn.max_uncommitted,
                false => given.max_uncommitted,
            },
        };
        match self.options {
            Some(given) => (given.entries_per_message, flow),
            None => (entries_per_message, flow),
        }
    }

    /// What seeds draw where these extensions are given: a cluster has one way of reading.
    fn drawn_beside(&self, given: Extensions) -> Extensions {
        match given.read_beside_log() {
            true => Extension::OF_READS
                .into_iter()
                .fold(self.drawn, Extensions::without),
            false => self.drawn,
        }
    }

    /// The run in which this seed is tried, without its actions. Where members may come and go, it
    /// has machines to spare.
    #[must_use]
    pub fn run_of(&self, seed: u64) -> Run {
        let mut run = Run::new(seed, self.options_of(seed));
        let options = &mut run.options;
        if options.may_change_members() && self.options.is_none() {
            let [voters, to_spare] = schedule::machines(seed);
            options.nodes = voters + to_spare;
            run.start.members = Some(Configuration::new(NodeSet::first(voters)));
        }
        run
    }

    /// Whether this kind of failure counts.
    #[must_use]
    pub fn wants(&self, kind: FailureKind) -> bool {
        self.kind.is_none_or(|wanted| wanted == kind)
    }
}
