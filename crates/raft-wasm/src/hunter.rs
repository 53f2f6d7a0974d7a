//! The hunter, which a worker of the page holds: it takes lots of seeds and returns their results.

use std::ops::ControlFlow;

use raft_check::gallery::GalleryEntry;
use raft_check::hunt::{CoverageMark, FAULTS, Failure, FailureKind, Plan, Tally, Trial};
use raft_check::schedule::{Assumptions, Repertoire};
use raft_check::shape::{FailureShape, TallyShape};
use raft_check::shrink::{ShrinkProgress, decisive_deviations, shrink, story};
use raft_core::{Bug, Bugs, Extension};
use raft_sim::FaultKind;
use raft_sim::link;
use raft_sim::scenario::parse_options;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};
use web_sys::DedicatedWorkerGlobalScope;

use crate::number::to_u64;

#[wasm_bindgen(typescript_custom_section)]
const SHAPES: &str = r#"
import type { Watching } from "../hunt/watcher.ts";
import type { Answer, HuntNames, HuntResults, ShrunkenCatch } from "../hunt/words.ts";
"#;

/// Tries seeds, and shrinks failing runs.
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

    /// Whether the page wants the smallest run so far now, since making its story takes a while.
    #[wasm_bindgen(method, js_name = wantsBest)]
    fn wants_best(this: &Watcher) -> bool;

    /// Takes the smallest run so far, a `ShrunkenCatch`.
    #[wasm_bindgen(method)]
    fn best(this: &Watcher, shrunken: JsValue);
}

#[wasm_bindgen]
impl Hunter {
    /// A hunt in clusters with these options (JSON as in scenario files), or in clusters that
    /// each seed draws. `bugs` are the rules left out, and `property` is the only one that counts,
    /// if one is given. With `stops_at_catch`, a lot ends with its first failure. With
    /// `all_options`, seeds draw all extensions of Raft and transfers of the lead, and with
    /// `all_faults` all kinds of faults; without them, what the rules left out need.
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
        all_options: Option<bool>,
        all_faults: Option<bool>,
    ) -> Result<Hunter, JsError> {
        let options = options.map(|json| parse_options(&json).map_err(refused));
        let (options, bugs) = (options.transpose()?, bugs_of(&bugs)?);
        let kind = property.map(|name| kind_of(&name));
        let all_options = all_options.unwrap_or(false);
        let needed = GalleryEntry::repertoire_without(bugs);
        Ok(Hunter {
            stops_at_catch: stops_at_catch.unwrap_or(false),
            plan: Plan {
                options,
                bugs,
                drawn: match all_options {
                    true => Extension::ALL.into_iter().collect(),
                    false => GalleryEntry::drawn_without(bugs, options.as_ref()),
                },
                kind: kind.transpose()?,
                assumptions: match breaks_assumptions {
                    true => Assumptions::Broken,
                    false => Assumptions::Kept,
                },
                repertoire: Repertoire {
                    later_faults: needed.later_faults || all_faults.unwrap_or(false),
                    transfers: needed.transfers || all_options,
                    changes: needed.changes,
                },
            },
        })
    }

    /// Tries `count` seeds from `first` on, and returns their counts and failures.
    #[wasm_bindgen(unchecked_return_type = "HuntResults")]
    pub fn hunt(&self, first: f64, count: u32) -> Result<JsValue, JsError> {
        let first = to_u64(first);
        let mut tally = Tally::default();
        let mut catches = Vec::new();
        for seed in first..first.saturating_add(count.into()) {
            if let Some(failure) = Trial::of(&self.plan, seed, &mut tally) {
                catches.push(CatchShape::new(&failure, FailureShape::of(&failure)));
            }
            if self.stops_at_catch && !catches.is_empty() {
                break;
            }
        }
        object(&ResultsShape {
            tally: TallyShape::of(&tally),
            digest: tally.digest_text(),
            catches,
        })
    }

    /// Makes the run of a failure's link as small as it can, or until the watcher stops it.
    #[wasm_bindgen(unchecked_return_type = "ShrunkenCatch")]
    pub fn shrink(
        &self,
        link: &str,
        property: &str,
        watcher: &Watcher,
    ) -> Result<JsValue, JsError> {
        let shared = link::decode(link).map_err(refused)?;
        let kind = kind_of(property)?;
        let failure = Failure::of_link(shared, kind);
        let mut told = usize::MAX;
        let mut watch = |progress: &ShrinkProgress<'_>| {
            let actions = progress.best.run.actions.len();
            if actions < told && watcher.wants_best() {
                told = actions;
                let best = progress.failure().map(|best| shrunken(&best));
                if let Some(Ok(best)) = best {
                    watcher.best(best);
                }
            }
            let attempts = progress.attempts;
            match object(&ProgressShape { actions, attempts }).map(|seen| watcher.seen(seen)) {
                Ok(true) => ControlFlow::Continue(()),
                Ok(false) | Err(_) => ControlFlow::Break(()),
            }
        };
        shrunken(&shrink(&failure, &self.plan, &mut watch))
    }
}

/// The shrunken failure with its story, a `ShrunkenCatch`.
fn shrunken(small: &Failure) -> Result<JsValue, JsError> {
    let title = format!("{} breaks", small.report.kind.title());
    let deviations = decisive_deviations(small);
    let scenario = story(small, &deviations, &title, "").map_err(refused)?;
    object(&ShrunkenShape {
        catch: CatchShape::new(small, FailureShape::with_story(small, &deviations)),
        scenario: scenario.write(),
    })
}

#[wasm_bindgen]
extern "C" {
    /// A message from a worker to the page, which `Answer` of `web/hunt/words.ts` describes.
    #[wasm_bindgen(typescript_type = "Answer")]
    pub type Answer;
}

/// Posts an answer to the page that has started this worker.
#[wasm_bindgen]
pub fn post(answer: &Answer) -> Result<(), JsValue> {
    let global: JsValue = js_sys::global().into();
    let worker: DedicatedWorkerGlobalScope = global.unchecked_into();
    worker.post_message(answer)
}

/// The names of a hunt's counts, properties and rules, in the order of its numbers.
#[wasm_bindgen(js_name = huntNames, unchecked_return_type = "HuntNames")]
pub fn hunt_names() -> Result<JsValue, JsError> {
    object(&NamesShape {
        faults: FAULTS.to_vec(),
        repairs: (0..)
            .zip(FaultKind::ALL)
            .filter_map(|(place, kind)| is_repair(kind).then_some(place))
            .collect(),
        sights: CoverageMark::names().collect(),
        properties: FailureKind::all()
            .map(|kind| [kind.name(), kind.title()])
            .collect(),
        bugs: GalleryEntry::all().map(bug_shape).collect(),
    })
}

/// Whether a kind in the table of faults undoes another one.
fn is_repair(kind: FaultKind) -> bool {
    matches!(
        kind,
        FaultKind::Restart
            | FaultKind::Resume
            | FaultKind::LinkMended
            | FaultKind::NetworkHealed
            | FaultKind::DiskSyncingAgain
    )
}

/// The results of a lot of seeds, a `HuntResults`.
#[derive(Serialize)]
struct ResultsShape {
    #[serde(flatten)]
    tally: TallyShape,
    digest: String,
    catches: Vec<CatchShape>,
}

/// A failure, with the title of the property that broke.
#[derive(Serialize)]
struct CatchShape {
    #[serde(flatten)]
    failure: FailureShape,
    title: &'static str,
}

#[derive(Serialize)]
struct ProgressShape {
    actions: usize,
    attempts: u64,
}

#[derive(Serialize)]
struct ShrunkenShape {
    catch: CatchShape,
    scenario: String,
}

#[derive(Serialize)]
struct NamesShape {
    faults: Vec<&'static str>,
    repairs: Vec<usize>,
    sights: Vec<&'static str>,
    properties: Vec<[&'static str; 2]>,
    bugs: Vec<BugShape>,
}

/// A rule that can be left out, and the property that breaks without it, if one does.
#[derive(Serialize)]
struct BugShape {
    name: &'static str,
    title: &'static str,
    paragraph: &'static str,
    rule: &'static str,
    section: &'static str,
    breaks: Option<&'static str>,
    source: Option<&'static str>,
}

impl CatchShape {
    fn new(failure: &Failure, shape: FailureShape) -> CatchShape {
        CatchShape {
            failure: shape,
            title: failure.report.kind.title(),
        }
    }
}

fn bug_shape(entry: &GalleryEntry) -> BugShape {
    BugShape {
        name: entry.bug.name(),
        title: entry.title,
        paragraph: entry.paragraph,
        rule: entry.rule,
        section: entry.section,
        breaks: entry.breaks.map(FailureKind::name),
        source: entry.source,
    }
}

fn kind_of(name: &str) -> Result<FailureKind, JsError> {
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
