//! The results of a hunt as one JSON object: for programs, and for adding up what several
//! machines have done.

use raft_check::hunt::{Plan, Tally};
use raft_check::schedule::Assumptions;
use raft_check::shape::{FailureShape, TallyShape};
use raft_check::shrink::decisive_deviations;
use raft_sim::scenario::options_shape;
use serde::{Deserialize, Serialize};

use crate::hunting::Hunted;

/// What came of a hunt, or of a part of it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Results {
    /// What was hunted for, and where: parts of one hunt have it in common.
    pub(crate) plan: PlanShape,
    /// The first seed of each part, and the one behind its last.
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
            seeds: vec![[hunted.seeds.start, hunted.seeds.end]],
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
            let overlaps = |[start, stop]: &[u64; 2]| first < stop && start < end;
            if self.seeds.iter().any(overlaps) {
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
        Ok(())
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
        }
    }
}
