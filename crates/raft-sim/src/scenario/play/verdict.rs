//! Compares a run with the expectations of its scenario.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use raft_core::{Instant, Log, NodeId, RoleName};

use crate::scenario::spec::expectation::{
    CommitIndex, Due, Expectation, LeadersAre, Terms, VoteFor, What,
};
use crate::scenario::spec::happening::{Heard, TimesOf};
use crate::scenario::spec::step::Watch;
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
    /// It is about a property or about a question, which only those who judge and answer can
    /// check.
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
            ExpectationOutcome::ForTheJudge => write!(formatter, "Not judged here: {expected}."),
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
    /// For `happens` and `never`: how often the event happened, and when for the first time.
    count: u64,
    happened: Option<Instant>,
    /// How often the event happened after which it must hold, and when it had done so often enough.
    anchors: u64,
    anchored: Option<Instant>,
    outcome: Option<ExpectationOutcome>,
}

impl<'a> Tracker<'a> {
    pub(crate) fn new(expectations: &'a [Expectation]) -> Tracker<'a> {
        let track = |expectation: &'a Expectation| Tracked {
            expectation,
            count: 0,
            happened: None,
            anchors: 0,
            anchored: None,
            outcome: match expectation.what {
                What::Always(_) | What::AlwaysAll | What::Violates(_) | What::WhyNot(..) => {
                    Some(ExpectationOutcome::ForTheJudge)
                }
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
        open.filter_map(Tracked::deadline).min()
    }

    /// Takes note of an event.
    pub(crate) fn hear(&mut self, now: Instant, heard: &Heard) {
        for it in self.tracked.iter_mut().filter(|it| it.outcome.is_none()) {
            if let What::Happens(what, _) | What::Never(what) = it.expectation.what
                && it.is_counting()
                && what.matches(heard)
            {
                it.count += 1;
                it.happened = it.happened.or(Some(now));
            }
            if let Due::Within(_, Watch { what, nth }) = it.expectation.due
                && what.matches(heard)
            {
                it.anchors += 1;
                if it.anchors == nth.unwrap_or(1) {
                    it.anchored = Some(now);
                }
            }
        }
    }

    /// Checks the expectations that must hold at some moment before a deadline.
    pub(crate) fn look(&mut self, world: &World) {
        for it in &mut self.tracked {
            if it.outcome.is_some() || !it.may_hold_early() {
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
            let is_due = it.deadline().is_some_and(|at| at <= world.now());
            if it.outcome.is_none() && is_due {
                it.outcome = Some(it.decided(world));
            }
        }
    }

    /// Decides all other expectations at the end of the run.
    pub(crate) fn finish(&mut self, world: &World) {
        for it in &mut self.tracked {
            if it.outcome.is_none() {
                it.outcome = it.decided_at_the_end(world);
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
    /// When it is decided, if that is known by now and not the end of the run.
    fn deadline(&self) -> Option<Instant> {
        match self.expectation.due {
            Due::Within(within, _) => self.anchored.map(|at| at + within),
            Due::By(_) | Due::At(_) | Due::End => self.expectation.deadline(),
        }
    }

    /// Whether what happens now counts.
    fn is_counting(&self) -> bool {
        match self.expectation.due {
            Due::Within(..) => self.anchored.is_some(),
            Due::By(_) | Due::At(_) | Due::End => true,
        }
    }

    /// Whether it is decided as soon as it holds.
    fn may_hold_early(&self) -> bool {
        let is_open = match self.expectation.due {
            Due::By(_) => true,
            Due::Within(..) => self.anchored.is_some(),
            Due::At(_) | Due::End => false,
        };
        let may_break_later = match &self.expectation.what {
            What::Never(_) => true,
            What::Happens(_, times) => times.at_most.is_some(),
            _ => false,
        };
        is_open && !may_break_later
    }

    /// Its outcome at the end of the run, if that is when it is decided.
    fn decided_at_the_end(&self, world: &World) -> Option<ExpectationOutcome> {
        let failed = |found| Some(ExpectationOutcome::Failed { found });
        match (self.expectation.due, self.anchored) {
            (Due::End, _) => Some(self.decided(world)),
            (Due::Within(_, after), None) => failed(alloc::format!("no {after}")),
            (Due::Within(..), Some(_)) => {
                let now = world.now();
                failed(alloc::format!(
                    "the end of the run at {now}, before that time was over"
                ))
            }
            (Due::By(_) | Due::At(_), _) => None,
        }
    }

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
            What::Leaders(count) => {
                let found = leaders_of(world);
                met(found.len() as u64 == *count, || found_leaders(&found))
            }
            What::LeadersAre(terms) => {
                let found = leaders_of(world);
                met(found == *terms, || found_leaders(&found))
            }
            What::Roles(roles) => roles.iter().try_for_each(|(node, role)| {
                let found = role_of(world, *node);
                met(found == Some(*role), || match found {
                    Some(found) => alloc::format!("{} as {}", NodeId(*node), found.word()),
                    None => alloc::format!("{} down", NodeId(*node)),
                })
            }),
            What::Terms(terms) => terms.iter().try_for_each(|(node, term)| {
                let found = world
                    .node(NodeId(*node))
                    .map_or(0, |it| it.current_term().0);
                met(found == *term, || {
                    alloc::format!("{} in term {found}", NodeId(*node))
                })
            }),
            What::Votes(votes) => votes.iter().try_for_each(|(node, vote)| {
                let found = world.node(NodeId(*node)).and_then(|it| it.voted_for());
                let found = found.map(|node| node.0);
                met(found == *vote, || {
                    alloc::format!("{} of {}", VoteFor(found), NodeId(*node))
                })
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
            What::Happens(_, times) => met(times.hold(self.count), || match self.count {
                0 => "none".into(),
                count => alloc::format!("it {}", TimesOf(count)),
            }),
            What::Never(what) => match self.happened {
                Some(at) => Err(alloc::format!("{} at {at}", what.event)),
                None => Ok(()),
            },
            What::Always(_) | What::AlwaysAll | What::Violates(_) | What::WhyNot(..) => Ok(()),
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

/// The running nodes that lead, each with its term.
fn leaders_of(world: &World) -> BTreeMap<u8, u64> {
    let leaders = world.nodes().filter(|it| it.is_running() && it.leads());
    leaders
        .map(|node| (node.id().0, node.current_term().0))
        .collect()
}

fn found_leaders(found: &BTreeMap<u8, u64>) -> String {
    LeadersAre(found).to_string()
}

/// The role of a node that is not down.
fn role_of(world: &World, node: u8) -> Option<RoleName> {
    let view = world.node(NodeId(node))?;
    (view.status() != Status::Crashed).then(|| view.role())
}

fn logs_are_equal(world: &World) -> bool {
    let mut logs = world.nodes().map(|node| node.log());
    let first = logs.next();
    logs.all(|log| first.is_none_or(|first| same_entries(first, log)))
}

fn same_entries(one: &Log, other: &Log) -> bool {
    one.last() == other.last() && one.last_shared(other) == one.last_index()
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
