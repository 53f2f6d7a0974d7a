//! The judge: watches every event of a run and holds it against the five properties.

use alloc::vec::Vec;

use raft_core::{
    CommitEvidence, Decision, Index, Instant, NodeId, Position, RoleName, Term, index_of,
};
use raft_sim::{Event, NodeView, Observer, World};

use crate::election_safety::Leaders;
use crate::leader_append_only;
use crate::leader_completeness::Heir;
use crate::log_matching::EntryTree;
use crate::property::Property;
use crate::state_machine_safety::Committed;
use crate::verdict::Verdict;
use crate::violation::{Finding, Violation};
use crate::watched::Watched;

/// Checks the safety properties of Raft Figure 3 after every event, over all nodes and the
/// whole run, those that have crashed included.
///
/// It costs by the event, never by the length of the logs. Its copies share most of what
/// they know, so it can be kept beside each copy of a world.
///
/// It believes what nodes report about their logs only as far as their logs bear it out, and
/// no report, however broken the node, makes it panic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judge {
    nodes: Vec<Watched>,
    held: EntryTree,
    leaders: Leaders,
    committed: Committed,
    /// How often each property was checked, in the order of [`Property::ALL`].
    checks: [u64; Property::ALL.len()],
    /// One for each property that was violated, in the order of their moments.
    violations: Vec<Violation>,
}

impl Judge {
    /// A judge who starts with this world as it is, disks and leaders included.
    #[must_use]
    pub fn new(world: &World) -> Judge {
        let mut judge = Judge {
            nodes: world.nodes().map(|view| Watched::new(view.id())).collect(),
            held: EntryTree::default(),
            leaders: Leaders::default(),
            committed: Committed::default(),
            checks: [0; Property::ALL.len()],
            violations: Vec::new(),
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

    /// Each property with how often it was checked: leaders for Election Safety, changes of a
    /// leader's log for Leader Append-Only, entries for the others.
    pub fn checks(&self) -> impl Iterator<Item = (Property, u64)> {
        Property::ALL.into_iter().zip(self.checks)
    }

    /// How often all of them were checked.
    #[must_use]
    pub fn checked_total(&self) -> u64 {
        self.checks.iter().sum()
    }

    /// The first violation of each property that was violated, in the order of their moments.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// What went wrong first.
    #[must_use]
    pub fn first_violation(&self) -> Option<&Violation> {
        self.violations.first()
    }

    /// The first violation of this property.
    #[must_use]
    pub fn violation_of(&self, property: Property) -> Option<&Violation> {
        self.violations
            .iter()
            .find(|violation| violation.property() == property)
    }

    /// Whether all properties held so far, and how much that means.
    #[must_use]
    pub fn verdict(&self) -> Verdict<'_> {
        Verdict {
            checks: self.checked_total(),
            committed: self.committed.commands(),
            violation: self.first_violation(),
        }
    }

    #[inline]
    fn decided(&mut self, world: &World, node: NodeId, decision: &Decision) {
        match *decision {
            Decision::BecameLeader { term, .. } => self.elected(world, node, term),
            Decision::LeaderRecognized { leader, term } => self.recognized(world, leader, term),
            Decision::SteppedDown {
                was: RoleName::Leader,
                ..
            } => self.stepped_down(node),
            Decision::EntriesTruncated { first, .. } => self.truncated(world, node, first),
            Decision::EntriesAppended { first, count } => self.appended(world, node, first, count),
            Decision::CommitAdvanced { new, evidence, .. } => {
                let counted = matches!(evidence, CommitEvidence::Counted { .. });
                self.committed(world, node, new, counted);
            }
            _ => {}
        }
    }

    fn elected(&mut self, world: &World, leader: NodeId, term: Term) {
        let Some(seen) = self.nodes.get_mut(leader.position()) else {
            return;
        };
        seen.leads = Some(term);
        let log_end = seen.end;
        let finding = self.leaders.elect(term, leader, log_end);
        self.rule(world, Property::ElectionSafety, finding);
        self.judge_inheritance(world, leader, term);
    }

    fn recognized(&mut self, world: &World, leader: NodeId, term: Term) {
        let finding = self.leaders.contradiction(term, leader);
        self.rule(world, Property::ElectionSafety, finding);
    }

    fn stepped_down(&mut self, node: NodeId) {
        if let Some(seen) = self.nodes.get_mut(node.position()) {
            seen.leads = None;
        }
    }

    /// Compares a new leader's log with what leaders before it have committed. What was
    /// compared before need not be again; the last such entry is all the same, so that every
    /// leader is put to the test.
    fn judge_inheritance(&mut self, world: &World, leader: NodeId, term: Term) {
        let (Some(seen), Some(view)) = (self.seen(leader), world.node(leader)) else {
            return;
        };
        let Some(last) = self.leaders.committed_before(term) else {
            return;
        };
        let mut index = Index::after(seen.compared).min(last);
        let mut finding = None;
        while index <= last && finding.is_none() {
            let held = seen.entry(index, view.log(), &self.held);
            let heir = Heir { leader, term };
            finding = heir.judge(index, held, &self.committed, &self.leaders);
            self.rule(world, Property::LeaderCompleteness, finding.clone());
            index = index.next();
        }
    }

    fn truncated(&mut self, world: &World, node: NodeId, first: Index) {
        self.written(world, node, first);
        let (Some(seen), Some(view)) = (self.nodes.get_mut(node.position()), world.node(node))
        else {
            return;
        };
        seen.cut(first, view.log());
    }

    fn appended(&mut self, world: &World, node: NodeId, first: Index, count: u64) {
        self.written(world, node, first);
        let (Some(seen), Some(view)) = (self.nodes.get_mut(node.position()), world.node(node))
        else {
            return;
        };
        if !seen.is_in(view.log()) {
            return self.read_anew(world, node);
        }
        seen.cut(first, view.log());
        self.read(
            world,
            node,
            Index::after_count((first.get() - 1).saturating_add(count)),
        );
    }

    /// A node wrote to its log at `first`; a leader may only do so behind its end.
    fn written(&mut self, world: &World, node: NodeId, first: Index) {
        if let Some(seen) = self.seen(node).filter(|seen| seen.leads.is_some()) {
            let finding = leader_append_only::judge_write(&seen, first);
            self.rule(world, Property::LeaderAppendOnly, finding);
        }
    }

    /// Reads all of a node's log: at the beginning, and where its end is not as expected.
    fn read_anew(&mut self, world: &World, node: NodeId) {
        if let (Some(seen), Some(view)) = (self.nodes.get_mut(node.position()), world.node(node)) {
            seen.cut(Index::FIRST, view.log());
            self.read(world, node, view.log().next_index());
        }
    }

    /// Reads what is new in a node's log, up to where the entry `beyond` would stand.
    fn read(&mut self, world: &World, node: NodeId, beyond: Index) {
        let (Some(mut seen), Some(view)) = (self.seen(node), world.node(node)) else {
            return;
        };
        let mut index = Index::after(index_of(seen.end));
        while let Some(entry) = view.log().entry(index).filter(|_| index < beyond) {
            let previous = seen.end.map(|end| end.term);
            let finding = self.held.note(index, entry, previous, node);
            self.rule(world, Property::LogMatching, finding);
            let term = entry.term;
            seen.end = Some(Position { term, index });
            index = index.next();
        }
        self.nodes[node.position()] = seen;
    }

    /// Compares what a node has just committed with what anybody has. What it was compared
    /// with before and has not changed since stays compared, even if the node has booted anew.
    fn committed(&mut self, world: &World, node: NodeId, through: Index, counted: bool) {
        let (Some(mut seen), Some(view)) = (self.seen(node), world.node(node)) else {
            return;
        };
        let mut index = Index::after(seen.compared);
        while index <= through {
            let Some(entry) = seen.entry(index, view.log(), &self.held) else {
                break;
            };
            let finding = self.committed.note(index, entry, node, counted);
            self.rule(world, Property::StateMachineSafety, finding);
            seen.compared = Some(index);
            index = index.next();
        }
        self.nodes[node.position()] = seen;
        if let Some(last) = index.previous().filter(|_| counted) {
            self.judge_heirs(world, &seen, view, last.min(through));
        }
    }

    /// A leader has committed: nobody who leads a later term already may lack it.
    fn judge_heirs(&mut self, world: &World, seen: &Watched, view: NodeView<'_>, last: Index) {
        if seen.leads.is_some() {
            let finding = leader_append_only::judge_log(seen, view);
            self.rule(world, Property::LeaderAppendOnly, finding);
        }
        let term = seen.leads.unwrap_or(view.current_term());
        for place in self.leaders.commit(term, last) {
            let Some(later) = self.leaders.at(place) else {
                return;
            };
            let held = later.log_end.and_then(|end| self.held.entry_of(end, last));
            let heir = Heir::of(later);
            let finding = heir.judge(last, held, &self.committed, &self.leaders);
            self.rule(world, Property::LeaderCompleteness, finding);
        }
    }

    /// A crash may take from a log what was not on disk yet.
    fn rebooted(&mut self, world: &World, node: NodeId) {
        self.stepped_down(node);
        let (Some(seen), Some(view)) = (self.seen(node), world.node(node)) else {
            return;
        };
        if view.log().last() != seen.end {
            self.read_anew(world, node);
        }
    }

    #[inline]
    fn seen(&self, node: NodeId) -> Option<Watched> {
        self.nodes.get(node.position()).copied()
    }

    /// Counts a check, and keeps what it found if that is the first against the property.
    #[inline]
    fn rule(&mut self, world: &World, property: Property, finding: Option<Finding>) {
        self.checks[property.place()] += 1;
        if let Some(finding) = finding {
            self.report(world.now(), finding);
        }
    }

    #[cold]
    fn report(&mut self, at: Instant, finding: Finding) {
        let violation = Violation { at, finding };
        if self.violation_of(violation.property()).is_none() {
            self.violations.push(violation);
        }
    }
}

impl Observer for Judge {
    #[inline]
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        match event {
            Event::Decided { node, decision } => self.decided(world, *node, decision),
            Event::Crashed(node) | Event::Restarted(node) => self.rebooted(world, *node),
            _ => {}
        }
    }
}
