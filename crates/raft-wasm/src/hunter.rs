//! The hunter, as a worker of the page holds it: lots of seeds in, what came of them out.

use raft_check::Deviation;
use raft_check::gallery::GalleryEntry;
use raft_check::hunt::{CoverageMark, FAULTS, Failure, FailureKind, Plan, Tally, Trial};
use raft_check::schedule::Assumptions;
use raft_check::shrink::{Progress, Verdict, decisive_missteps, shrink, story};
use raft_core::{Bug, Bugs};
use raft_sim::TimedAction;
use raft_sim::link;
use raft_sim::scenario::parse_options;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use crate::number::to_u64;

#[wasm_bindgen(typescript_custom_section)]
const SHAPES: &str = r#"
import type { Watching } from "../hunt/watcher.ts";
import type { HuntNames, HuntResults, ShrunkenCatch } from "../hunt/words.ts";
"#;

/// Tries seeds, and makes the runs small that it has caught.
#[wasm_bindgen]
pub struct Hunter {
    plan: Plan,
    stops_at_catch: bool,
}

#[wasm_bindgen]
extern "C" {
    /// The page's watcher of a shrinking, which `Watching` of `web/hunt/watcher.ts` describes.
    #[wasm_bindgen(typescript_type = "Watching")]
    pub type Watcher;

    /// Takes the progress, a `ShrinkProgress`. Returns whether to go on.
    #[wasm_bindgen(method)]
    fn seen(this: &Watcher, progress: JsValue) -> bool;

    /// Whether the smallest run so far is wanted now: telling it takes a while.
    #[wasm_bindgen(method, js_name = wantsBest)]
    fn wants_best(this: &Watcher) -> bool;

    /// Takes the smallest run so far, a `ShrunkenCatch`.
    #[wasm_bindgen(method)]
    fn best(this: &Watcher, shrunken: JsValue);
}

#[wasm_bindgen]
impl Hunter {
    /// A hunt in clusters with these options (JSON as in scenario files), or in clusters that
    /// each seed draws; with these rules left out; for this property only, or for any. A lot ends
    /// with its first catch, if that is wanted.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a list crosses the bindings by value only"
    )]
    #[wasm_bindgen(constructor)]
    pub fn new(
        options: Option<String>,
        bugs: Vec<String>,
        property: Option<String>,
        breaks_assumptions: bool,
        stops_at_catch: Option<bool>,
    ) -> Result<Hunter, JsError> {
        let options = options.map(|json| parse_options(&json).map_err(refused));
        let charge = property.map(|name| charge_of(&name));
        Ok(Hunter {
            stops_at_catch: stops_at_catch.unwrap_or(false),
            plan: Plan {
                options: options.transpose()?,
                bugs: bugs_of(&bugs)?,
                charge: charge.transpose()?,
                assumptions: match breaks_assumptions {
                    true => Assumptions::Broken,
                    false => Assumptions::Kept,
                },
            },
        })
    }

    /// Tries `count` seeds from `first` on.
    #[wasm_bindgen(unchecked_return_type = "HuntResults")]
    pub fn hunt(&self, first: f64, count: u32) -> Result<JsValue, JsError> {
        let first = to_u64(first);
        let mut tally = Tally::default();
        let mut catches = Vec::new();
        for seed in first..first.saturating_add(count.into()) {
            catches.extend(
                Trial::of(&self.plan, seed, &mut tally)
                    .as_ref()
                    .map(CatchShape::of),
            );
            if self.stops_at_catch && !catches.is_empty() {
                break;
            }
        }
        object(&ResultsShape::of(&tally, catches))
    }

    /// Makes the run of a catch's link as small as it gets, or as the watcher wants.
    #[wasm_bindgen(unchecked_return_type = "ShrunkenCatch")]
    pub fn shrink(
        &self,
        link: &str,
        property: &str,
        watcher: &Watcher,
    ) -> Result<JsValue, JsError> {
        let shared = link::decode(link).map_err(refused)?;
        let charge = charge_of(property)?;
        let caught = Failure::of_link(shared, charge);
        let mut told = usize::MAX;
        let mut watch = |progress: &Progress<'_>| {
            let actions = progress.best.run.actions.len();
            if actions < told && watcher.wants_best() {
                told = actions;
                let best = progress.caught().map(|best| shrunken(&best));
                if let Some(Ok(best)) = best {
                    watcher.best(best);
                }
            }
            let attempts = progress.attempts;
            match object(&ProgressShape { actions, attempts }).map(|seen| watcher.seen(seen)) {
                Ok(true) => Verdict::GoOn,
                Ok(false) | Err(_) => Verdict::Stop,
            }
        };
        shrunken(&shrink(&caught, &mut watch))
    }
}

/// A `ShrunkenCatch`.
fn shrunken(small: &Failure) -> Result<JsValue, JsError> {
    let title = format!("{} breaks", small.evidence.charge.title());
    let missteps = decisive_missteps(small);
    let scenario = story(small, &missteps, &title, "").map_err(refused)?;
    object(&ShrunkenShape {
        catch: CatchShape::of(small),
        actions: small.run.actions.iter().map(action_shape).collect(),
        missteps: missteps.iter().map(misstep_shape).collect(),
        scenario: scenario.write(),
    })
}

/// The names that stand beside a hunt's counts.
#[wasm_bindgen(js_name = huntNames, unchecked_return_type = "HuntNames")]
pub fn hunt_names() -> Result<JsValue, JsError> {
    object(&NamesShape {
        faults: FAULTS.to_vec(),
        sights: CoverageMark::ALL.iter().map(|(_, name)| *name).collect(),
        properties: FailureKind::all()
            .map(|charge| [charge.name(), charge.title()])
            .collect(),
        bugs: GalleryEntry::all().map(bug_shape).collect(),
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ResultsShape {
    runs: u64,
    events: u64,
    messages: u64,
    elections: u64,
    operations: u64,
    committed: u64,
    undecided: u64,
    faults: Vec<u64>,
    sights: Vec<u64>,
    digest: String,
    catches: Vec<CatchShape>,
}

#[derive(Serialize)]
struct CatchShape {
    seed: u64,
    property: &'static str,
    title: &'static str,
    at: u64,
    sentence: String,
    link: String,
}

#[derive(Serialize)]
struct ProgressShape {
    actions: usize,
    attempts: u64,
}

#[derive(Serialize)]
struct ShrunkenShape {
    catch: CatchShape,
    actions: Vec<MomentShape>,
    missteps: Vec<MomentShape>,
    scenario: String,
}

#[derive(Serialize)]
struct MomentShape {
    at: u64,
    sentence: String,
}

#[derive(Serialize)]
struct NamesShape {
    faults: Vec<&'static str>,
    sights: Vec<&'static str>,
    properties: Vec<[&'static str; 2]>,
    bugs: Vec<BugShape>,
}

/// A rule that can be left out, and what a hunt accuses it of.
#[derive(Serialize)]
struct BugShape {
    name: &'static str,
    title: &'static str,
    paragraph: &'static str,
    rule: &'static str,
    section: &'static str,
    breaks: &'static str,
    source: Option<&'static str>,
}

impl ResultsShape {
    fn of(tally: &Tally, catches: Vec<CatchShape>) -> ResultsShape {
        ResultsShape {
            runs: tally.runs,
            events: tally.events,
            messages: tally.messages,
            elections: tally.elections,
            operations: tally.operations,
            committed: tally.committed,
            undecided: tally.undecided,
            faults: tally.faults.to_vec(),
            sights: tally.sights.to_vec(),
            digest: format!("{:016x}", tally.digest),
            catches,
        }
    }
}

impl CatchShape {
    fn of(catch: &Failure) -> CatchShape {
        let evidence = &catch.evidence;
        CatchShape {
            seed: catch.seed,
            property: evidence.charge.name(),
            title: evidence.charge.title(),
            at: evidence.at.0,
            sentence: evidence.sentence.clone(),
            link: catch.link(),
        }
    }
}

fn bug_shape(exhibit: &GalleryEntry) -> BugShape {
    BugShape {
        name: exhibit.bug.name(),
        title: exhibit.title,
        paragraph: exhibit.paragraph,
        rule: exhibit.rule,
        section: exhibit.section,
        breaks: exhibit.breaks.name(),
        source: exhibit.source,
    }
}

fn action_shape(timed: &TimedAction) -> MomentShape {
    MomentShape {
        at: timed.at.0,
        sentence: timed.action.to_string(),
    }
}

fn misstep_shape(misstep: &Deviation) -> MomentShape {
    MomentShape {
        at: misstep.at.0,
        sentence: misstep.to_string(),
    }
}

fn charge_of(name: &str) -> Result<FailureKind, JsError> {
    let unknown = || refused(format_args!("There is no property \"{name}\"."));
    FailureKind::named(name).ok_or_else(unknown)
}

fn bugs_of(names: &[String]) -> Result<Bugs, JsError> {
    names.iter().try_fold(Bugs::NONE, |bugs, name| {
        let unknown = || refused(format_args!("There is no rule \"{name}\" to leave out."));
        Ok(bugs.with(Bug::named(name).ok_or_else(unknown)?))
    })
}

/// A plain object of this shape, as `JSON.parse` would make it.
fn object(shape: &impl Serialize) -> Result<JsValue, JsError> {
    shape
        .serialize(&Serializer::json_compatible())
        .map_err(refused)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err wants"
)]
fn refused(reason: impl ToString) -> JsError {
    JsError::new(&reason.to_string())
}
