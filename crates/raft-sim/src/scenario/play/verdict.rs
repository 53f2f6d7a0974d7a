//! Compares a run with the expectations of its scenario.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use raft_core::{Instant, Log, NodeId};

use crate::scenario::spec::expectation::{CommitIndex, Due, Expectation, Terms, What};
use crate::server::view::{NodeView, Status};
use crate::world::World;

/// An expectation and its outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The expectation.
    pub expectation: Expectation,
    /// Its outcome.
    pub outcome: ExpectationOutcome,
}

/// The outcome of an expectation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectationOutcome {
    /// It held.
    Held,
    /// It did not hold.
    Failed {
        /// The value found instead, as part of a sentence.
        found: String,
    },
    /// It is about a property, which only a judge can check.
    ForTheJudge,
    /// The run was ended before it could be decided.
    NotReached,
}

impl Checked {
    /// Whether it did not hold.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        matches!(self.outcome, ExpectationOutcome::Failed { .. })
    }
}

impl fmt::Display for Checked {
    /// A sentence.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let expected = &self.expectation;
        match &self.outcome {
            ExpectationOutcome::Held => write!(formatter, "As expected: {expected}."),
            ExpectationOutcome::Failed { found } => {
                write!(formatter, "Expected {expected}, found {found}.")
            }
            ExpectationOutcome::ForTheJudge => write!(formatter, "For the judge: {expected}."),
            ExpectationOutcome::NotReached => write!(formatter, "Not reached: {expected}."),
        }
    }
}

/// All expectations of a scenario while it is played.
#[derive(Clone, Debug)]
pub(crate) struct Tracker<'a> {
    tracked: Vec<Tracked<'a>>,
    /// How many entries may still be compared before a deadline.
    effort_left: u64,
}

/// A file from a stranger may have many expectations about long logs. After so many entries were
/// compared, expectations are checked at their deadlines only.
const EFFORT_MAX: u64 = 20_000_000;

#[derive(Clone, Debug)]
struct Tracked<'a> {
    expectation: &'a Expectation,
    /// For `happens` and `never`: when the event happened first.
    happened: Option<Instant>,
    outcome: Option<ExpectationOutcome>,
}

impl<'a> Tracker<'a> {
    pub(crate) fn new(expectations: &'a [Expectation]) -> Tracker<'a> {
        let track = |expectation: &'a Expectation| Tracked {
            expectation,
            happened: None,
            outcome: match expectation.what {
                What::Always(_) | What::Violates(_) => Some(ExpectationOutcome::ForTheJudge),
                _ => None,
            },
        };
        Tracker {
            tracked: expectations.iter().map(track).collect(),
            effort_left: EFFORT_MAX,
        }
    }

    /// The next moment at which something is decided.
    pub(crate) fn next_deadline(&self) -> Option<Instant> {
        let open = self.tracked.iter().filter(|it| it.outcome.is_none());
        open.filter_map(|it| it.expectation.deadline()).min()
    }

    /// Takes note of an event.
    pub(crate) fn hear(&mut self, now: Instant, name: &str, node: Option<NodeId>) {
        for it in &mut self.tracked {
            if let What::Happens(event, of) | What::Never(event, of) = it.expectation.what
                && event.matches(name)
                && of.is_none_or(|of| node == Some(NodeId(of)))
            {
                it.happened = it.happened.or(Some(now));
            }
        }
    }

    /// Checks the expectations that must hold at some moment before a deadline.
    pub(crate) fn look(&mut self, world: &World) {
        for it in &mut self.tracked {
            let early = matches!(it.expectation.due, Due::By(_))
                && !matches!(it.expectation.what, What::Never(..));
            if it.outcome.is_some() || !early {
                continue;
            }
            let effort = it.effort(world);
            if effort > self.effort_left {
                continue;
            }
            self.effort_left -= effort;
            if it.is_met(world).is_ok() {
                it.outcome = Some(ExpectationOutcome::Held);
            }
        }
    }

    /// Decides the expectations of this moment, after all events that are due at it.
    pub(crate) fn decide(&mut self, world: &World) {
        for it in &mut self.tracked {
            let is_due = it.expectation.deadline() <= Some(world.now());
            if it.outcome.is_none() && it.expectation.deadline().is_some() && is_due {
                it.outcome = Some(it.decided(world));
            }
        }
    }

    /// Decides all other expectations at the end of the run.
    pub(crate) fn finish(&mut self, world: &World) {
        for it in &mut self.tracked {
            if it.outcome.is_none() && it.expectation.due == Due::End {
                it.outcome = Some(it.decided(world));
            }
        }
    }

    pub(crate) fn into_checked(self) -> Vec<Checked> {
        let check = |it: Tracked<'_>| Checked {
            expectation: it.expectation.clone(),
            outcome: it.outcome.unwrap_or(ExpectationOutcome::NotReached),
        };
        self.tracked.into_iter().map(check).collect()
    }
}

impl Tracked<'_> {
    /// How many things must be compared to know whether it holds.
    fn effort(&self, world: &World) -> u64 {
        match &self.expectation.what {
            What::LogsEqual(_) | What::Logs(_) => {
                let lengths = world.nodes().map(|node| node.log().last_index());
                1 + lengths.map(raft_core::count_through).sum::<u64>()
            }
            What::Values(values) => 1 + values.len() as u64,
            What::CommitIndex(indexes) => indexes.len() as u64,
            _ => 1,
        }
    }

    fn decided(&self, world: &World) -> ExpectationOutcome {
        match self.is_met(world) {
            Ok(()) => ExpectationOutcome::Held,
            Err(found) => ExpectationOutcome::Failed { found },
        }
    }

    /// Whether it holds in this world; if not, the value found instead.
    fn is_met(&self, world: &World) -> Result<(), String> {
        let committed = world.counts().committed;
        let acknowledged = world.request_counts().acknowledged as u64;
        match &self.expectation.what {
            What::CommittedAtLeast(count) => met(committed >= *count, || committed.to_string()),
            What::CommittedAtMost(count) => met(committed <= *count, || committed.to_string()),
            What::AcknowledgedAtLeast(count) => {
                met(acknowledged >= *count, || acknowledged.to_string())
            }
            What::Leader(is) => met(world.leader().is_some() == *is, || leader_in(world)),
            What::LeaderIs(node) => met(world.leader() == Some(NodeId(*node)), || {
                let leader = leader_in(world);
                match is_down(world, *node) {
                    true => alloc::format!("{leader}, and {} is down", NodeId(*node)),
                    false => leader,
                }
            }),
            What::LogsEqual(equal) => met(logs_are_equal(world) == *equal, || all_logs(world)),
            What::Logs(logs) => logs.iter().try_for_each(|(node, terms)| {
                let found = terms_on(world, *node);
                met(found == *terms, || {
                    let (terms, down) = (Terms(&found), Down(world, *node));
                    alloc::format!("the log {terms} on {}{down}", NodeId(*node))
                })
            }),
            What::CommitIndex(indexes) => indexes.iter().try_for_each(|(node, index)| {
                let found = world
                    .node(NodeId(*node))
                    .and_then(|node| node.commit_index());
                let found = found.map(raft_core::Index::get);
                met(found == *index, || {
                    let found = CommitIndex(found);
                    let down = Down(world, *node);
                    alloc::format!("{found} committed on {}{down}", NodeId(*node))
                })
            }),
            What::Values(values) => values
                .iter()
                .try_for_each(|(key, value)| value_is(world, key, value.as_deref())),
            What::Happens(..) => met(self.happened.is_some(), || "none".into()),
            What::Never(event, _) => match self.happened {
                Some(at) => Err(alloc::format!("{event} at {at}")),
                None => Ok(()),
            },
            What::Always(_) | What::Violates(_) => Ok(()),
        }
    }
}

fn met(holds: bool, found: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(found()) }
}

/// ", which is down" of a node that is, or nothing: such a node has a log on its disk, and neither
/// a commit index nor a role.
struct Down<'a>(&'a World, u8);

impl fmt::Display for Down<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Down(world, node) = *self;
        formatter.write_str(match is_down(world, node) {
            true => ", which is down",
            false => "",
        })
    }
}

fn is_down(world: &World, node: u8) -> bool {
    let status = world.node(NodeId(node)).map(|node| node.status());
    status == Some(Status::Crashed)
}

fn leader_in(world: &World) -> String {
    match world.leader() {
        Some(leader) => alloc::format!("{leader} as the leader"),
        None => "no leader".into(),
    }
}

fn logs_are_equal(world: &World) -> bool {
    let mut logs = world.nodes().map(|node| node.log());
    let first = logs.next();
    logs.all(|log| first.is_none_or(|first| same_entries(first, log)))
}

fn same_entries(one: &Log, other: &Log) -> bool {
    one.last() == other.last() && one.iter().eq(other.iter())
}

fn all_logs(world: &World) -> String {
    let line = |node: NodeView<'_>| {
        let terms = terms_on(world, node.id().0);
        let down = Down(world, node.id().0);
        alloc::format!("{}{down}: {}", node.id(), Terms(&terms))
    };
    let lines: Vec<String> = world.nodes().map(line).collect();
    lines.join("; ")
}

fn terms_on(world: &World, node: u8) -> Vec<u64> {
    let log = world.node(NodeId(node)).map(|node| node.log());
    let entries = log.into_iter().flat_map(Log::iter);
    entries.map(|(_, entry)| entry.term.0).collect()
}

fn value_is(world: &World, key: &str, expected: Option<&str>) -> Result<(), String> {
    for node in world.nodes().filter(NodeView::is_running) {
        let found = node.machine().and_then(|machine| machine.value(key));
        if found != expected {
            let id = node.id();
            return Err(match found {
                Some(found) => alloc::format!("{key} = {found} on {id}"),
                None => alloc::format!("no {key} on {id}"),
            });
        }
    }
    Ok(())
}
