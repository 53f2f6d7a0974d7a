//! The scenario file: a run as people write it.

use alloc::string::String;
use alloc::vec::Vec;

use raft_core::{Duration, Instant};
use serde::Serialize;

use super::expectation::Expectation;
#[cfg(feature = "schema")]
use super::expectation::ExpectationShape;
use super::step::{Caption, Step, Trigger};
#[cfg(feature = "schema")]
use super::step::{CaptionShape, StepShape};
use crate::options::Options;
use crate::run::{Run, Start};
use crate::scenario::options::OptionsShape;
use crate::scenario::start::StartShape;

/// A scenario of the Raft Playground: a cluster, the actions on it, the captions and the
/// expectations. Only `format` is required.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct Scenario {
    /// The address of this schema, for editors.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub(crate) schema: Option<String>,
    /// The version of this format.
    #[cfg_attr(feature = "schema", schemars(extend("const" = 1)))]
    pub(crate) format: u32,
    /// A short title.
    #[cfg_attr(feature = "schema", schemars(default, length(max = 200)))]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) title: String,
    /// A description: the things to see and to learn.
    #[cfg_attr(feature = "schema", schemars(default, length(max = 4_000)))]
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) about: String,
    /// The seed of every draw.
    #[cfg_attr(
        feature = "schema",
        schemars(default, range(max = 9_007_199_254_740_991_u64))
    )]
    pub(crate) seed: u64,
    /// The cluster and its network.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(skip_serializing_if = "OptionsShape::is_empty")]
    pub(crate) options: OptionsShape,
    /// The contents of the disks at the beginning.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[serde(skip_serializing_if = "StartShape::is_empty")]
    pub(crate) start: StartShape,
    /// The actions, in this order: each waits for the one before it.
    #[cfg_attr(feature = "schema", schemars(default, with = "Vec<StepShape>"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) actions: Vec<Step>,
    /// The captions, each with its moment or trigger.
    #[cfg_attr(feature = "schema", schemars(default, with = "Vec<CaptionShape>"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) captions: Vec<Caption>,
    /// The expectations.
    #[cfg_attr(feature = "schema", schemars(default, with = "Vec<ExpectationShape>"))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) expect: Vec<Expectation>,
    /// When the run ends, in milliseconds; when not given, after 30 s, or 10 s after the last
    /// moment named in the file if that is later.
    #[cfg_attr(feature = "schema", schemars(range(max = 86_400_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) until_ms: Option<u64>,
}

impl Scenario {
    /// The same scenario with this expectation.
    #[must_use]
    pub fn expecting(self, expect: Vec<Expectation>) -> Scenario {
        Scenario { expect, ..self }
    }

    /// The same scenario with every draw from this seed.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Scenario {
        Scenario { seed, ..self }
    }

    /// Its title; empty when it has none.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// Its description; empty when it has none.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about
    }

    /// The seed of every draw.
    #[must_use]
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The cluster and its network.
    #[must_use]
    pub fn options(&self) -> Options {
        self.options.resolved()
    }

    /// The contents of the disks at the beginning.
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

    /// The actions.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.actions
    }

    /// The captions.
    #[must_use]
    pub fn captions(&self) -> &[Caption] {
        &self.captions
    }

    /// The expectations.
    #[must_use]
    pub fn expectations(&self) -> &[Expectation] {
        &self.expect
    }

    /// The moment at which it ends.
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
