//! The results of a hunt as one JSON object: for programs, and for adding up what several
//! machines have done.

use raft_check::hunt::{Plan, Tally};
use raft_check::schedule::Assumptions;
use raft_check::shape::{FailureShape, TallyShape};
use raft_check::shrink::decisive_deviations;
use raft_core::Extension;
use raft_sim::ActionKind;
use raft_sim::limits::SEED_MAX;
use raft_sim::scenario::options_shape;
use serde::{Deserialize, Serialize};

use crate::hunting::Hunted;

/// What came of a hunt, or of a part of it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Results {
    /// What was hunted for, and where: parts of one hunt have it in common.
    pub(crate) plan: PlanShape,
    /// The first seed of each part, and the one behind its last. A shard without seeds has none.
    pub(crate) seeds: Vec<[u64; 2]>,
    pub(crate) tally: TallyShape,
    pub(crate) cpu_us: u64,
    pub(crate) catches: Vec<FailureShape>,
    /// 16 hex digits: equal hunts have equal digests, however they were split.
    pub(crate) digest: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanShape {
    /// The rules that are left out.
    pub(crate) bugs: Vec<String>,
    /// The only kind of failure that counts; null: any.
    pub(crate) property: Option<String>,
    /// The options of every run, as in scenario files; null: each seed draws them.
    pub(crate) options: Option<serde_json::Value>,
    pub(crate) break_assumptions: bool,
    /// Whether seeds draw all kinds of faults.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(crate) all_faults: bool,
    /// The extensions that seeds draw, and whether they draw transfers of the lead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) drawn: Vec<String>,
}

impl Results {
    pub(crate) fn of(hunted: &Hunted) -> Results {
        let tally = &hunted.tally;
        let catches = hunted.catches.iter();
        let catches = catches.map(|failure| match hunted.is_shrunken {
            true => FailureShape::with_story(failure, &decisive_deviations(failure)),
            false => FailureShape::of(failure),
        });
        Results {
            plan: PlanShape::of(&hunted.plan),
            seeds: match hunted.seeds.is_empty() {
                true => Vec::new(),
                false => vec![[hunted.seeds.start, hunted.seeds.end]],
            },
            tally: TallyShape::of(tally),
            cpu_us: u64::try_from(hunted.cpu.as_micros()).unwrap_or(u64::MAX),
            catches: catches.collect(),
            digest: tally.digest_text(),
        }
    }

    /// Reads what `--json` has written.
    pub(crate) fn read(text: &str) -> Result<Results, String> {
        let results: Results = serde_json::from_str(text)
            .map_err(|error| format!("expected the results of a hunt, found none: {error}"))?;
        if results.sum().is_none() {
            return Err("expected the results of this version's hunt, found another's".into());
        }
        results.check()?;
        Ok(results)
    }

    /// Takes in another part of the same hunt.
    ///
    /// # Errors
    /// When a seed would be counted twice, or when it is a part of another hunt.
    pub(crate) fn add(&mut self, other: Results) -> Result<(), String> {
        if self.plan != other.plan {
            return Err("expected parts of one hunt, found other rules, options or aims".into());
        }
        for [first, end] in &other.seeds {
            if overlaps(&self.seeds, [*first, *end]) {
                return Err(format!(
                    "expected parts of one hunt, found the seeds from {first} to {end} twice"
                ));
            }
        }
        if let (Some(mut sum), Some(part)) = (self.sum(), other.sum()) {
            sum.add(&part);
            self.tally = TallyShape::of(&sum);
            self.digest = sum.digest_text();
        }
        self.seeds.extend(other.seeds);
        self.seeds.sort_unstable();
        self.cpu_us = self.cpu_us.saturating_add(other.cpu_us);
        self.catches.extend(other.catches);
        self.catches.sort_by_key(|failure| failure.seed);
        self.check()
    }

    /// Whether the results agree with themselves: a file may have been changed by hand, and sums
    /// of such parts would say more than was tried.
    fn check(&self) -> Result<(), String> {
        for (place, [first, end]) in self.seeds.iter().enumerate() {
            if first >= end || *end > SEED_MAX + 1 {
                return Err(format!(
                    "expected the lower seed first and none above {SEED_MAX}, found the seeds \
                     from {first} to {end}"
                ));
            }
            if overlaps(&self.seeds[..place], [*first, *end]) {
                return Err(format!(
                    "expected each seed once, found the seeds from {first} to {end} twice"
                ));
            }
        }
        let seeds = self.seeds.iter().map(|[first, end]| end - first).sum();
        // A hunt that stops at its first failure leaves seeds out, and no other one does.
        let runs = self.tally.runs;
        if runs > seeds || (runs < seeds && self.catches.is_empty()) {
            return Err(format!(
                "expected a run for each seed, {seeds}, found {runs}"
            ));
        }
        let is_own = |seed: u64| {
            self.seeds
                .iter()
                .any(|[first, end]| (*first..*end).contains(&seed))
        };
        if let Some(catch) = self.catches.iter().find(|it| !is_own(it.seed)) {
            let seed = catch.seed;
            return Err(format!(
                "expected failures of its own seeds, found one of seed {seed}"
            ));
        }
        match self.tally.counts().find(|count| *count > SEED_MAX) {
            Some(count) => Err(format!("expected counts up to {SEED_MAX}, found {count}")),
            None => Ok(()),
        }
    }

    /// The sums with their digest; `None` of results that another version has written.
    fn sum(&self) -> Option<Tally> {
        let digest = u64::from_str_radix(&self.digest, 16).ok()?;
        self.tally.tally(digest)
    }

    /// As text that ends with a line end.
    pub(crate) fn write(&self) -> String {
        // Plain structs and text: there is nothing in it that JSON could not hold.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    pub(crate) fn holds(&self) -> bool {
        self.catches.is_empty()
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the shape that serde wants"
)]
fn is_false(flag: &bool) -> bool {
    !*flag
}

/// Whether one of these ranges has a seed in common with the one from `first` to `end`.
fn overlaps(ranges: &[[u64; 2]], [first, end]: [u64; 2]) -> bool {
    ranges
        .iter()
        .any(|[start, stop]| first < *stop && *start < end)
}

/// The names of what seeds draw beside the usual cluster and its faults.
fn drawn_names(plan: &Plan) -> impl Iterator<Item = &'static str> {
    let extensions = plan.drawn.iter().map(Extension::name);
    let transfers = plan
        .repertoire
        .transfers
        .then_some(ActionKind::Transfer.names().field);
    extensions.chain(transfers)
}

impl PlanShape {
    fn of(plan: &Plan) -> PlanShape {
        let options = plan
            .options
            .and_then(|options| options_shape(&options).ok());
        PlanShape {
            bugs: plan.bugs.iter().map(|bug| bug.name().into()).collect(),
            property: plan.kind.map(|kind| kind.name().into()),
            options: options.and_then(|options| serde_json::to_value(options).ok()),
            break_assumptions: plan.assumptions == Assumptions::Broken,
            all_faults: plan.repertoire.later_faults,
            drawn: drawn_names(plan).map(Into::into).collect(),
        }
    }
}
