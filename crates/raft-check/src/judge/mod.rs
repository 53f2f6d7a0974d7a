//! The judge: watches every event of a run, and checks every property after it.

pub(crate) mod assumption;
pub(crate) mod check_log;
pub(crate) mod clock_drift;
mod commits;
pub(crate) mod fault_counts;
mod leaders;
mod logs;
pub(crate) mod membership;
mod messages;
mod snapshots;
pub(crate) mod timing;
mod transfers;
pub(crate) mod verdict;

use alloc::vec::Vec;

use raft_core::{Decision, Entry, ExtensionDecision, Instant, NodeId, ReadGround, RoleName};
use raft_sim::{Action, DiskLoss, Event, NodeView, Observer, World};

use crate::judge::assumption::{Breach, BrokenAssumption};
use crate::judge::check_log::CheckLog;
use crate::judge::clock_drift::ClockDrift;
use crate::judge::fault_counts::FaultCounts;
use crate::judge::timing::MissedTiming;
use crate::judge::verdict::Verdict;
use crate::properties::disk_before_word::PeerMessage;
use crate::properties::election_safety::Leaders;
use crate::properties::history::{AppliedStates, Committed, EntryTree, NodeHistory};
use crate::properties::match_never_falls::Matches;
use crate::properties::one_vote_per_term::Votes;
use crate::properties::{Finding, Property};
use crate::properties::{commit_never_falls, terms_never_fall};
use crate::violation::Violation;
use crate::whole::IS_WHOLE;

/// Checks every property after every event, over all nodes and the whole run, those that have
/// crashed included.
///
/// A check costs the same whatever the length of the logs. Copies of a judge share most of their
/// memory, so one can be kept beside each copy of a world.
///
/// The judge believes a node's report about its log only as far as the log itself agrees, and no
/// report, however broken the node, makes it panic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judge {
    nodes: Vec<NodeHistory>,
    held: EntryTree,
    leaders: Leaders,
    committed: Committed,
    applied_states: AppliedStates,
    votes: Votes,
    matches: Matches,
    /// The first time that a disk, or the start, broke what Raft assumes, if one did.
    assumption: Option<BrokenAssumption>,
    /// The first time that the cluster was too slow for its election timeouts, if it was.
    timing: Option<MissedTiming>,
    fault_counts: FaultCounts,
    check_log: CheckLog,
}

impl Judge {
    /// A judge that begins with this world as it is, disks and leaders included.
    #[must_use]
    pub fn new(world: &World) -> Judge {
        let mut judge = Judge {
            nodes: world.nodes().map(NodeHistory::new).collect(),
            held: EntryTree::default(),
            leaders: Leaders::default(),
            committed: Committed::default(),
            applied_states: AppliedStates::default(),
            votes: Votes::new(world.nodes().count()),
            matches: Matches::new(world.nodes().count()),
            assumption: world
                .unreachable_start()
                .map(|unreachable| BrokenAssumption {
                    at: Instant::ZERO,
                    node: unreachable.node,
                    breach: Breach::Start(unreachable),
                }),
            timing: MissedTiming::of(world, None),
            fault_counts: FaultCounts::of_beginning(world),
            check_log: CheckLog::default(),
        };
        for view in world.nodes() {
            judge.read_anew(world, view.id());
        }
        for view in world.nodes() {
            if view.leads() {
                judge.elected(world, view.id(), view.current_term());
            }
        }
        for view in world.nodes() {
            if let Some(through) = view.commit_index() {
                judge.committed(world, view.id(), through, view.leads());
            }
        }
        judge
    }

    /// Each property with how often it was checked: once for each event, entry or message that
    /// could have broken it.
    pub fn checks(&self) -> impl Iterator<Item = (Property, u64)> {
        Property::ALL.into_iter().zip(self.check_log.checks())
    }

    /// How often all of them were checked.
    #[must_use]
    pub fn checked_total(&self) -> u64 {
        self.check_log.checks().iter().sum()
    }

    /// The faults that the run was put through so far.
    #[must_use]
    pub fn fault_counts(&self) -> FaultCounts {
        self.fault_counts
    }

    /// The first violation of each property that was violated, in the order of their moments.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        self.check_log.violations()
    }

    /// The entries that were committed, by index from 1.
    pub fn committed_entries(&self) -> impl Iterator<Item = &Entry> {
        self.committed.entries()
    }

    /// The first violation of all.
    #[must_use]
    pub fn first_violation(&self) -> Option<&Violation> {
        self.violations().first()
    }

    /// The first violation of this property.
    #[must_use]
    pub fn violation_of(&self, property: Property) -> Option<&Violation> {
        self.check_log.violation_of(property)
    }

    /// Whether all properties held so far, and how much that means.
    #[must_use]
    pub fn verdict(&self) -> Verdict<'_> {
        Verdict {
            checks: self.checked_total(),
            committed: self.committed.commands(),
            violation: self.first_violation(),
            assumption: self.assumption.filter(|_| IS_WHOLE),
            timing: self.timing.filter(|_| IS_WHOLE),
        }
    }

    #[expect(clippy::inline_always, reason = "see `observe`")]
    #[inline(always)]
    fn decided(&mut self, world: &World, node: NodeId, decision: &Decision) {
        match *decision {
            Decision::BecameLeader { term, .. } => self.elected(world, node, term),
            Decision::LeaderRecognized { leader, term } => self.recognized(world, leader, term),
            Decision::SteppedDown {
                was: RoleName::Leader,
                ..
            }
            | Decision::Extension(ExtensionDecision::QuorumLost { .. }) => self.stepped_down(node),
            Decision::Extension(ExtensionDecision::Transfer(ref decision)) if IS_WHOLE => {
                self.transfer(world, node, decision);
            }
            Decision::Extension(ExtensionDecision::Snapshot(ref decision)) if IS_WHOLE => {
                self.snapshot(world, node, decision);
            }
            Decision::Extension(ExtensionDecision::Membership(ref decision)) if IS_WHOLE => {
                self.membership(world, node, decision);
            }
            Decision::Extension(ExtensionDecision::ReadAnswered {
                ground: ReadGround::Lease { .. },
                ..
            }) if IS_WHOLE => self.answered_by_lease(world, node),
            Decision::EntriesTruncated { first, .. } => self.truncated(world, node, first),
            Decision::EntriesAppended { first, count } => self.appended(world, node, first, count),
            Decision::CommitAdvanced { new, evidence, .. } => {
                self.advanced(world, node, new, evidence);
            }
            _ => {}
        }
    }

    #[inline(never)]
    fn acted(&mut self, world: &World, action: &Action) {
        if let Action::SetDiskLatency { .. } | Action::SetLatency { .. } = action {
            let missed = || MissedTiming::of(world, Some(action));
            self.timing = self.timing.or_else(missed);
        }
        if IS_WHOLE && let Some((node, drift)) = ClockDrift::of(world, action) {
            self.assumption_broken(world, node, Breach::Drifted(drift));
        }
    }

    #[inline(never)]
    fn disk_lost(&mut self, world: &World, node: NodeId, loss: DiskLoss) {
        if IS_WHOLE && loss == DiskLoss::Wiped && self.is_outside(world, node) {
            self.begin_anew(world, node);
            return;
        }
        self.assumption_broken(world, node, Breach::Lost(loss));
    }

    /// Notes that a disk or a clock broke what Raft assumes. From here on, Raft does not promise
    /// what rests on it.
    fn assumption_broken(&mut self, world: &World, node: NodeId, breach: Breach) {
        let at = world.now();
        self.assumption
            .get_or_insert(BrokenAssumption { at, node, breach });
    }

    #[inline(never)]
    fn crashed(&mut self, world: &World, node: NodeId) {
        if let Some(history) = self.nodes.get_mut(node.position()) {
            history.crash();
        }
        if IS_WHOLE {
            self.snapshot_on_disk(world, node);
        }
        self.rebooted(world, node);
    }

    #[inline(never)]
    fn restarted(&mut self, world: &World, node: NodeId) {
        self.rebooted(world, node);
        if IS_WHOLE {
            self.booted_from_snapshot(world, node);
        }
        if let (Some(history), Some(view)) = (self.nodes.get_mut(node.position()), world.node(node))
        {
            judge_state(history, view, world.now(), &mut self.check_log);
        }
    }

    #[inline]
    fn history(&self, node: NodeId) -> Option<NodeHistory> {
        self.nodes.get(node.position()).copied()
    }
}

/// Compares a node's term and commit index with those before: whenever the node sends a message,
/// commits or boots.
#[inline]
fn judge_state(
    history: &mut NodeHistory,
    view: NodeView<'_>,
    now: Instant,
    check_log: &mut CheckLog,
) {
    let term = terms_never_fall::judge(history, view.current_term());
    check_log.record(
        now,
        Property::TermsNeverFall,
        term.map(Finding::TermsNeverFall),
    );
    let commit = commit_never_falls::judge(history, view.commit_index());
    check_log.record(
        now,
        Property::CommitNeverFalls,
        commit.map(Finding::CommitNeverFalls),
    );
}

impl Observer for Judge {
    #[expect(
        clippy::inline_always,
        reason = "where the event is known, little of it is left"
    )]
    #[inline(always)]
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        match event {
            Event::Decided { node, decision } => self.decided(world, *node, decision),
            Event::Sent(packet) => {
                if let Some(said) = PeerMessage::of(packet) {
                    self.sent(world, said);
                }
            }
            Event::Arrived(packet) => self.arrived(world, packet),
            Event::Applied { node, first, last } => self.applied(world, *node, *first, *last),
            Event::Crashed(node, _) => {
                self.fault_counts.count(world, event);
                self.crashed(world, *node);
            }
            Event::DiskLost { node, loss } => {
                self.fault_counts.count(world, event);
                self.disk_lost(world, *node, *loss);
            }
            Event::Acted(action) => {
                self.fault_counts.count(world, event);
                self.acted(world, action);
            }
            Event::Paused(_) => self.fault_counts.count(world, event),
            Event::Restarted(node) => self.restarted(world, *node),
            Event::RequestEnded(number) => self.answered(world, *number),
            _ => {}
        }
    }
}
