//! The results of a hunt as one JSON object: for programs, and for adding up what several
//! machines have done.

use raft_check::hunt::{CoverageMark, FAULTS, Failure, Plan, Tally};
use raft_check::schedule::Assumptions;
use raft_check::shrink::decisive_missteps;
use raft_core::Instant;
use raft_sim::scenario::options_shape;
use serde::{Deserialize, Serialize};

use crate::hunting::Hunted;

/// What came of a hunt, or of a part of it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Results {
    /// What was hunted for, and where: parts of one hunt have it in common.
    pub(crate) plan: PlanShape,
    /// The first seed, and the one behind the last, of each part.
    pub(crate) seeds: Vec<[u64; 2]>,
    pub(crate) tally: TallyShape,
    pub(crate) cpu_us: u64,
    pub(crate) catches: Vec<CatchShape>,
    /// 16 hex digits: equal hunts have equal digests, however they were split.
    pub(crate) digest: String,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanShape {
    /// The rules that are left out.
    pub(crate) bugs: Vec<String>,
    /// The only accusation that counts; null: any.
    pub(crate) property: Option<String>,
    /// The options of every run, as in scenario files; null: each seed draws them.
    pub(crate) options: Option<serde_json::Value>,
    pub(crate) break_assumptions: bool,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct TallyShape {
    pub(crate) runs: u64,
    pub(crate) events: u64,
    pub(crate) messages: u64,
    pub(crate) elections: u64,
    pub(crate) operations: u64,
    pub(crate) committed: u64,
    pub(crate) undecided: u64,
    /// In the order of the report.
    pub(crate) faults: Vec<u64>,
    pub(crate) sights: Vec<u64>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CatchShape {
    pub(crate) seed: u64,
    pub(crate) property: String,
    pub(crate) at_us: u64,
    pub(crate) sentence: String,
    pub(crate) link: String,
    /// Of a catch that was made small: what is done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) actions: Vec<MomentShape>,
    /// Of a catch that was made small: where a rule that is left out was missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) missteps: Vec<MomentShape>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MomentShape {
    pub(crate) at_us: u64,
    pub(crate) sentence: String,
}

impl Results {
    pub(crate) fn of(hunted: &Hunted) -> Results {
        let tally = &hunted.tally;
        let catches = hunted.catches.iter();
        let catches = catches.map(|catch| match hunted.is_shrunken {
            true => CatchShape::of(catch).with_story(catch),
            false => CatchShape::of(catch),
        });
        Results {
            plan: PlanShape::of(&hunted.plan),
            seeds: vec![[hunted.seeds.start, hunted.seeds.end]],
            tally: TallyShape {
                runs: tally.runs,
                events: tally.events,
                messages: tally.messages,
                elections: tally.elections,
                operations: tally.operations,
                committed: tally.committed,
                undecided: tally.undecided,
                faults: tally.faults.to_vec(),
                sights: tally.sights.to_vec(),
            },
            cpu_us: u64::try_from(hunted.cpu.as_micros()).unwrap_or(u64::MAX),
            catches: catches.collect(),
            digest: format!("{:016x}", tally.digest),
        }
    }

    /// Reads what `--json` has written.
    pub(crate) fn read(text: &str) -> Result<Results, String> {
        let results: Results = serde_json::from_str(text)
            .map_err(|error| format!("expected the results of a hunt, found none: {error}"))?;
        let lengths = (results.tally.faults.len(), results.tally.sights.len());
        if lengths != (FAULTS.len(), CoverageMark::ALL.len()) || results.sum().is_none() {
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
        let sum = self
            .sum()
            .unwrap_or(0)
            .wrapping_add(other.sum().unwrap_or(0));
        self.digest = format!("{sum:016x}");
        self.seeds.extend(other.seeds);
        self.seeds.sort_unstable();
        self.tally.add(&other.tally);
        self.cpu_us = self.cpu_us.saturating_add(other.cpu_us);
        self.catches.extend(other.catches);
        self.catches.sort_by_key(|catch| catch.seed);
        Ok(())
    }

    fn sum(&self) -> Option<u64> {
        u64::from_str_radix(&self.digest, 16).ok()
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
            property: plan.charge.map(|charge| charge.name().into()),
            options: options.and_then(|options| serde_json::to_value(options).ok()),
            break_assumptions: plan.assumptions == Assumptions::Broken,
        }
    }
}

impl CatchShape {
    fn of(catch: &Failure) -> CatchShape {
        CatchShape {
            seed: catch.seed,
            property: catch.evidence.charge.name().into(),
            at_us: catch.evidence.at.0,
            sentence: catch.evidence.sentence.clone(),
            link: catch.link(),
            actions: Vec::new(),
            missteps: Vec::new(),
        }
    }

    /// With what is done in it, and where a rule was missing.
    fn with_story(self, catch: &Failure) -> CatchShape {
        let shape = |at: Instant, sentence: String| MomentShape {
            at_us: at.0,
            sentence,
        };
        let actions = catch.run.actions.iter();
        let missteps = decisive_missteps(catch);
        CatchShape {
            actions: actions
                .map(|it| shape(it.at, it.action.to_string()))
                .collect(),
            missteps: missteps
                .iter()
                .map(|it| shape(it.at, it.to_string()))
                .collect(),
            ..self
        }
    }
}

impl TallyShape {
    fn add(&mut self, other: &TallyShape) {
        self.runs += other.runs;
        self.events += other.events;
        self.messages += other.messages;
        self.elections += other.elections;
        self.operations += other.operations;
        self.committed += other.committed;
        self.undecided += other.undecided;
        let sums = self.faults.iter_mut().chain(&mut self.sights);
        let parts = other.faults.iter().chain(&other.sights);
        sums.zip(parts).for_each(|(sum, part)| *sum += part);
    }
}

/// The names beside [`TallyShape::faults`] and [`TallyShape::sights`].
pub(crate) fn names() -> (Vec<&'static str>, Vec<&'static str>) {
    let sights = CoverageMark::ALL.iter().map(|(_, name)| *name);
    (FAULTS.to_vec(), sights.collect())
}

/// Counts nothing.
impl Default for TallyShape {
    fn default() -> TallyShape {
        let Tally { faults, sights, .. } = Tally::default();
        TallyShape {
            runs: 0,
            events: 0,
            messages: 0,
            elections: 0,
            operations: 0,
            committed: 0,
            undecided: 0,
            faults: faults.to_vec(),
            sights: sights.to_vec(),
        }
    }
}
