//! The scenario file: a run as people write it.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use raft_core::{Bugs, Duration, Instant, NodeId, Term};
use serde::Serialize;

use super::deed::Deed;
use super::event_name::EventName;
use super::expectation::Expectation;
#[cfg(feature = "schema")]
use super::expectation::ExpectationShape;
use super::preset::Preset;
use super::share::Share;
use crate::options::{Latency, Options};
use crate::run::{Run, Start};

/// A scenario of the Raft Playground: a cluster, what is done to it, what is said about it
/// and what must come of it. Only `format` is required.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Scenario {
    /// Where this schema is, for editors.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub(crate) schema: Option<String>,
    /// The version of this format.
    #[cfg_attr(feature = "schema", schemars(extend("const" = 1)))]
    pub(crate) format: u32,
    /// A short title.
    #[cfg_attr(feature = "schema", schemars(default, length(max = 200)))]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) title: String,
    /// What there is to see and to learn.
    #[cfg_attr(feature = "schema", schemars(default, length(max = 4_000)))]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) about: String,
    /// Where every draw comes from.
    #[cfg_attr(
        feature = "schema",
        schemars(default, range(max = 9_007_199_254_740_991_u64))
    )]
    pub(crate) seed: u64,
    /// The cluster and its network.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(skip_serializing_if = "OptionsShape::is_empty")]
    pub(crate) options: OptionsShape,
    /// What is on the disks at the beginning.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(skip_serializing_if = "StartShape::is_empty")]
    pub(crate) start: StartShape,
    /// What is done, in this order: each action waits for the one before it.
    #[cfg_attr(feature = "schema", schemars(default, with = "Vec<StepShape>"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) actions: Vec<Step>,
    /// What is said, and when.
    #[cfg_attr(feature = "schema", schemars(default, with = "Vec<CaptionShape>"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) captions: Vec<Caption>,
    /// What must come of it.
    #[cfg_attr(feature = "schema", schemars(default, with = "Vec<ExpectationShape>"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) expect: Vec<Expectation>,
    /// When the run ends, in milliseconds; when not given, after 30 s, or 10 s after the last
    /// moment named in the file if that is later.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) until_ms: Option<u64>,
}

/// The cluster and its network. What is not given is as in `preset`, else as in the lab: five
/// nodes, election timeouts of 1.5 to 3 s, heartbeats every 0.5 s, 40 to 80 ms for a message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct OptionsShape {
    /// Settings known by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) preset: Option<Preset>,
    /// How many nodes.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 9)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) nodes: Option<u8>,
    /// The shortest and the longest election timeout, in milliseconds.
    #[cfg_attr(feature = "schema", schemars(inner(range(min = 1, max = 3_600_000))))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) election_timeout_ms: Option<[u64; 2]>,
    /// How often a leader speaks, in milliseconds.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 3_600_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) heartbeat_ms: Option<u64>,
    /// The shortest and the longest time a message takes, in milliseconds.
    #[cfg_attr(feature = "schema", schemars(inner(range(min = 0, max = 3_600_000))))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) latency_ms: Option<[u64; 2]>,
    /// How many messages are lost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) loss: Option<Share>,
    /// How many messages arrive twice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) duplicate: Option<Share>,
    /// Whether a new leader appends a blank entry (Raft §8).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) blank_entry: Option<bool>,
    /// Whether nodes ask before they stand for election; not built yet, so it must be false.
    #[cfg_attr(feature = "schema", schemars(extend("const" = false)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) pre_vote: Option<bool>,
    /// Rules of Raft left out on purpose.
    #[cfg_attr(
        feature = "schema",
        schemars(default, with = "Vec<super::schema::BugName>")
    )]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) bugs: Vec<&'static str>,
}

/// What is on the disks when the nodes boot, by node number: to show situations that would
/// take long to reach. Entries of one term at one index are the same on every disk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct StartShape {
    /// The terms of the entries, from index 1.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) logs: BTreeMap<u8, Vec<u64>>,
    /// The current term; that of the last entry when not given.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) terms: BTreeMap<u8, u64>,
    /// The vote in that term.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) votes: BTreeMap<u8, u8>,
}

/// Something done, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "StepShape")]
pub struct Step {
    /// When.
    pub trigger: Trigger,
    /// What.
    pub deed: Deed,
}

/// Something said, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(into = "CaptionShape")]
pub struct Caption {
    /// When.
    pub trigger: Trigger,
    /// What.
    pub say: String,
}

/// When something is done or said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trigger {
    /// At this moment.
    At(Instant),
    /// This long after something has happened.
    After(Watch, Duration),
}

/// Something to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Watch {
    /// What.
    pub event: EventName,
    /// Where; anywhere when not given.
    pub node: Option<u8>,
    /// Which time, from 1; the next when not given.
    pub nth: Option<u64>,
}

/// Something done, and when: exactly one of `at_ms`, `at_us` and `after`. A moment that has
/// passed when the action before it is done means at once. An action whose `"leader"` or
/// `"a_follower"` does not exist, or whose message has not been sent, waits until it is; what
/// comes to nothing is reported beside the result.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Step", deny_unknown_fields))]
pub(crate) struct StepShape {
    /// At this many milliseconds.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    at_ms: Option<u64>,
    /// At this many microseconds.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400_000_000_u64)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    at_us: Option<u64>,
    /// After the first such event that follows the action before this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<EventName>,
    /// With `after`: only events of this node.
    #[cfg_attr(feature = "schema", schemars(range(max = 8)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<u8>,
    /// With `after`: not the first such event but the nth.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1_000_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    nth: Option<u64>,
    /// With `after`: this many milliseconds later.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    wait_ms: Option<u64>,
    /// What is done.
    #[serde(rename = "do")]
    deed: Deed,
}

/// Something said, and when: exactly one of `at_ms`, `at_us` and `when`.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Caption", deny_unknown_fields))]
pub(crate) struct CaptionShape {
    /// At this many milliseconds.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    at_ms: Option<u64>,
    /// At this many microseconds.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400_000_000_u64)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    at_us: Option<u64>,
    /// When such an event happens. Captions that wait for the same take turns: the second of
    /// them waits for the second event.
    #[serde(skip_serializing_if = "Option::is_none")]
    when: Option<EventName>,
    /// With `when`: only events of this node.
    #[cfg_attr(feature = "schema", schemars(range(max = 8)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    node: Option<u8>,
    /// With `when`: the nth such event of the run.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1_000_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    nth: Option<u64>,
    /// With `when`: this many milliseconds later.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    wait_ms: Option<u64>,
    /// What is said.
    #[cfg_attr(feature = "schema", schemars(length(max = 500)))]
    say: String,
}

/// A trigger as files write it.
struct TriggerShape {
    at_ms: Option<u64>,
    at_us: Option<u64>,
    event: Option<EventName>,
    node: Option<u8>,
    nth: Option<u64>,
    wait_ms: Option<u64>,
}

impl From<Trigger> for TriggerShape {
    fn from(trigger: Trigger) -> TriggerShape {
        let nothing = TriggerShape {
            at_ms: None,
            at_us: None,
            event: None,
            node: None,
            nth: None,
            wait_ms: None,
        };
        match trigger {
            Trigger::At(Instant(at)) if at.is_multiple_of(1_000) => TriggerShape {
                at_ms: Some(at / 1_000),
                ..nothing
            },
            Trigger::At(Instant(at)) => TriggerShape {
                at_us: Some(at),
                ..nothing
            },
            Trigger::After(Watch { event, node, nth }, wait) => TriggerShape {
                event: Some(event),
                node,
                nth,
                wait_ms: (wait != Duration(0)).then_some(wait.0 / 1_000),
                ..nothing
            },
        }
    }
}

impl From<Step> for StepShape {
    fn from(Step { trigger, deed }: Step) -> StepShape {
        let TriggerShape {
            at_ms,
            at_us,
            event,
            node,
            nth,
            wait_ms,
        } = trigger.into();
        StepShape {
            at_ms,
            at_us,
            after: event,
            node,
            nth,
            wait_ms,
            deed,
        }
    }
}

impl From<Caption> for CaptionShape {
    fn from(Caption { trigger, say }: Caption) -> CaptionShape {
        let TriggerShape {
            at_ms,
            at_us,
            event,
            node,
            nth,
            wait_ms,
        } = trigger.into();
        CaptionShape {
            at_ms,
            at_us,
            when: event,
            node,
            nth,
            wait_ms,
            say,
        }
    }
}

impl Scenario {
    /// Its title; empty when it has none.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What it is about; empty when it does not say.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about
    }

    /// Where every draw comes from.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The cluster and its network.
    #[must_use]
    pub fn options(&self) -> Options {
        self.options.resolved()
    }

    /// What is on the disks at the beginning.
    #[must_use]
    pub fn start(&self) -> Start {
        self.start.resolved()
    }

    /// The run before anything is done.
    #[must_use]
    pub fn beginning(&self) -> Run {
        Run {
            seed: self.seed(),
            options: self.options(),
            start: self.start(),
            actions: Vec::new(),
        }
    }

    /// What is done.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.actions
    }

    /// What is said.
    #[must_use]
    pub fn captions(&self) -> &[Caption] {
        &self.captions
    }

    /// What must come of it.
    #[must_use]
    pub fn expectations(&self) -> &[Expectation] {
        &self.expect
    }

    /// When it ends.
    #[must_use]
    pub fn until(&self) -> Instant {
        let last_named = self.last_named_moment().0.saturating_add(AFTERMATH.0);
        let usual = Instant(USUAL_END.0.max(last_named).min(crate::limits::RUN_MAX.0));
        self.until_ms.map_or(usual, Instant::from_millis)
    }

    /// The file's text.
    #[must_use]
    pub fn write(&self) -> String {
        // Maps with number keys and plain structs: nothing here that JSON could not hold.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    fn last_named_moment(&self) -> Instant {
        let steps = self.actions.iter().map(|step| step.trigger);
        let captions = self.captions.iter().map(|caption| caption.trigger);
        let fixed = steps.chain(captions).filter_map(|trigger| match trigger {
            Trigger::At(at) => Some(at),
            Trigger::After(..) => None,
        });
        let expected = self.expect.iter().filter_map(Expectation::deadline);
        fixed.chain(expected).max().unwrap_or_default()
    }
}

const USUAL_END: Instant = Instant(30_000_000);
const AFTERMATH: Duration = Duration(10_000_000);

impl OptionsShape {
    fn is_empty(&self) -> bool {
        *self == OptionsShape::default()
    }

    /// With everything that is not given filled in.
    pub(crate) fn resolved(&self) -> Options {
        let base = self.preset.map_or(Options::default(), Preset::options);
        let range = |given: Option<[u64; 2]>, usual: [Duration; 2]| {
            given.map_or(usual, |pair| pair.map(Duration::from_millis))
        };
        let usual_timeout = [base.election_timeout_min, base.election_timeout_max];
        let [election_timeout_min, election_timeout_max] =
            range(self.election_timeout_ms, usual_timeout);
        let [min, max] = range(self.latency_ms, [base.latency.min, base.latency.max]);
        let left_out = |bug: &raft_core::Bug| self.bugs.contains(&bug.name());
        Options {
            nodes: self.nodes.unwrap_or(base.nodes),
            election_timeout_min,
            election_timeout_max,
            heartbeat: self
                .heartbeat_ms
                .map_or(base.heartbeat, Duration::from_millis),
            latency: Latency { min, max },
            loss: self.loss.map_or(base.loss, |share| share.0),
            duplicate: self.duplicate.map_or(base.duplicate, |share| share.0),
            blank_entry_at_election: self.blank_entry.unwrap_or(base.blank_entry_at_election),
            bugs: raft_core::Bug::ALL
                .into_iter()
                .filter(left_out)
                .fold(Bugs::NONE, Bugs::with),
        }
    }
}

impl StartShape {
    fn is_empty(&self) -> bool {
        *self == StartShape::default()
    }

    fn resolved(&self) -> Start {
        let terms = |log: &Vec<u64>| log.iter().copied().map(Term).collect();
        let logs = self
            .logs
            .iter()
            .map(|(node, log)| (NodeId(*node), terms(log)));
        let current = self
            .terms
            .iter()
            .map(|(node, term)| (NodeId(*node), Term(*term)));
        let votes = self
            .votes
            .iter()
            .map(|(node, vote)| (NodeId(*node), NodeId(*vote)));
        // Extending inserts one by one, where collecting would bring a sort for each type.
        let mut start = Start::default();
        start.logs.extend(logs);
        start.terms.extend(current);
        start.votes.extend(votes);
        start
    }
}
