//! The methods of the exported class that only the full module has.
//!
//! These methods take and return plain objects, with the types of `web/engine/view.ts`.

mod ask;
mod branches;
mod comparison;
mod costs;
mod decided;
mod diagram;
mod drawn_run;
mod forecast;
mod history;
mod jumps;
mod kept;
pub(super) mod opening;
mod scenario;

use js_sys::JSON;
use raft_sim::diagrams::Span;
use raft_sim::scenario::{options_shape, parse_action, parse_options};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::{JsError, JsValue, wasm_bindgen};

use super::{Playground, instant, sentence};
use crate::number::to_u64;
use crate::session::no_branch;

#[wasm_bindgen(typescript_custom_section)]
const SHAPES: &str = r#"
import type {
  Action, Choice, Comparison, HistoryVerdict, HistoryView, RunOptions, ScenarioFile,
} from "../engine/view.ts";
import type { Answer, DecidedAnswer, DrawnRun } from "../engine/engine.ts";
"#;

#[wasm_bindgen]
impl Playground {
    /// Opens the text of a scenario file. People write this text; it is parsed here so that a
    /// refusal can name the line. Returns a sentence about each action and caption that comes late
    /// or never, and about each expectation that fails.
    #[wasm_bindgen(js_name = openScenario, unchecked_return_type = "string[]")]
    pub fn open_scenario(&mut self, text: &str) -> Result<Vec<String>, JsError> {
        let (session, notices) = scenario::open(text).map_err(sentence)?;
        self.show(session);
        Ok(notices)
    }

    /// Brings back the run that was open before the one shown, with all its branches; the one shown
    /// takes its place. Returns whether there was one.
    #[wasm_bindgen(js_name = bringBack)]
    pub fn bring_back(&mut self) -> bool {
        let before = self.beside.before.take();
        let found = before.is_some();
        if let Some(session) = before {
            self.show(session);
        }
        found
    }

    /// Does an action to the cluster: the `do` of a scenario file. A refusal names the field at
    /// fault.
    pub fn act(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "Action")] action: &JsValue,
    ) -> Result<(), JsError> {
        let actions = parse_action(&text_of(action)?, self.session.shown().world());
        let actions = actions.map_err(|error| sentence(error.to_string()))?;
        self.session.do_now(actions).map_err(sentence)
    }

    /// The requests of the clients and the faults between two moments.
    #[wasm_bindgen(unchecked_return_type = "HistoryView")]
    pub fn history(&self, from: f64, until: f64) -> Result<JsValue, JsError> {
        object(&history::history(
            &self.session,
            instant(from),
            instant(until),
        ))
    }

    /// Whether the clients' history so far is linearizable.
    #[wasm_bindgen(js_name = historyVerdict, unchecked_return_type = "HistoryVerdict")]
    pub fn history_verdict(&self) -> Result<JsValue, JsError> {
        object(&history::verdict(&self.session))
    }

    /// All that can happen next at the moment shown.
    #[wasm_bindgen(unchecked_return_type = "readonly Choice[]")]
    pub fn choices(&self) -> Result<JsValue, JsError> {
        object(&comparison::choices(&self.session).map_err(sentence)?)
    }

    /// Compares the run shown with another branch, or with nothing.
    #[wasm_bindgen(js_name = compareBranch)]
    pub fn compare_branch(&mut self, id: Option<u32>) -> Result<(), JsError> {
        let session = &mut self.session;
        match id {
            None => session.extras.compare_nothing(),
            Some(id) => {
                let branch = session.timeline.alone(id);
                let branch = branch.ok_or_else(|| sentence(no_branch(id)))?;
                let compared = session.extras.compare(&session.timeline, Some(id), branch);
                compared.map_err(sentence)?;
            }
        }
        session.changed();
        Ok(())
    }

    /// The options that the run shown began with, as in scenario files.
    #[wasm_bindgen(unchecked_return_type = "RunOptions")]
    pub fn options(&self) -> Result<JsValue, JsError> {
        let options = options_shape(self.session.shown().world().options());
        object(&options.map_err(|error| sentence(error.to_string()))?)
    }

    /// Compares the branch shown with its twin under these options, as in scenario files.
    #[wasm_bindgen(js_name = compareTwin)]
    pub fn compare_twin(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "RunOptions")] options: &JsValue,
    ) -> Result<(), JsError> {
        let options = parse_options(&text_of(options)?);
        let options = options.map_err(|error| sentence(error.to_string()))?;
        let session = &mut self.session;
        let compared = session.extras.compare_twin(&session.timeline, options);
        compared.map_err(sentence)?;
        session.changed();
        Ok(())
    }

    /// Shows the twin as the run, at the moment shown. In a pair, the branch that was shown stands
    /// beside it as its twin. `bringBack` shows the run before, with all its branches.
    #[wasm_bindgen(js_name = openTwin)]
    pub fn open_twin(&mut self, is_pair: bool) -> Result<(), JsError> {
        let run = comparison::twin_as_run(&self.session, is_pair).map_err(sentence)?;
        self.show(run);
        Ok(())
    }

    /// From now on the page reads the compared run, or the run shown again.
    #[wasm_bindgen(js_name = lookBeside)]
    pub fn look_beside(&mut self, beside: bool) {
        self.session.extras.look_beside(beside);
    }

    /// The differences between the two runs, or `null` when nothing is compared.
    #[wasm_bindgen(unchecked_return_type = "Comparison | null")]
    pub fn comparison(&mut self) -> Result<JsValue, JsError> {
        object(&comparison::comparison(&mut self.session))
    }

    /// The branch shown as a scenario file.
    #[wasm_bindgen(js_name = saveScenario, unchecked_return_type = "ScenarioFile")]
    pub fn save_scenario(&self) -> Result<JsValue, JsError> {
        object(&scenario::save(&self.session).map_err(sentence)?)
    }

    /// The answer to a question about the moment shown: `leader`, `win 3`, `commit 7`,
    /// `commit 7 2` (the entry of term 2), `known 3 7` (by Node 3), `answer 0`, `speak 2`,
    /// `catch_up 4` or `message 118`.
    #[wasm_bindgen(unchecked_return_type = "Answer")]
    pub fn ask(&self, question: &str) -> Result<JsValue, JsError> {
        object(&ask::ask(&self.session, question).map_err(sentence)?)
    }

    /// Makes one of the alternatives happen that the answer to a question names, by its number
    /// from 0.
    #[wasm_bindgen(js_name = makeHappen)]
    pub fn make_happen(&mut self, question: &str, alternative: u32) -> Result<(), JsError> {
        let set = alternative as usize;
        ask::make_happen(&mut self.session, question, set).map_err(sentence)
    }

    /// Why a node decided as it did: the decision is the event of this number.
    #[wasm_bindgen(unchecked_return_type = "DecidedAnswer")]
    pub fn decided(&self, seq: f64) -> Result<JsValue, JsError> {
        object(&decided::decided(&self.session, to_u64(seq)).map_err(sentence)?)
    }

    /// What happened from one moment to another, in microseconds, as text for "mermaid" or
    /// "shiviz".
    #[wasm_bindgen(js_name = drawnRun, unchecked_return_type = "DrawnRun")]
    pub fn drawn_run(&self, tool: &str, from: f64, until: f64) -> Result<JsValue, JsError> {
        let [from, until] = [from, until].map(instant);
        let drawn = drawn_run::drawn_run(&self.session, tool, Span { from, until });
        object(&drawn.map_err(sentence)?)
    }

    /// The events after the one numbered `after` as at most `count` JSON lines; empty when
    /// there are no more.
    #[wasm_bindgen(js_name = traceLines)]
    #[must_use]
    pub fn trace_lines(&self, after: f64, count: u32) -> String {
        scenario::trace_lines(&self.session, to_u64(after), count as usize)
    }
}

/// A plain object of this shape, as `JSON.parse` would make it.
fn object(shape: &impl Serialize) -> Result<JsValue, JsError> {
    let object = shape.serialize(&Serializer::json_compatible());
    object.map_err(|error| sentence(error.to_string()))
}

/// An object of the page as JSON text, for the reader whose refusals name the field at fault. A
/// script may pass anything; values that JSON cannot hold, such as a circle, are refused here.
fn text_of(object: &JsValue) -> Result<String, JsError> {
    let text = JSON::stringify(object)
        .ok()
        .and_then(|text| text.as_string());
    text.ok_or_else(|| sentence("This is nothing that JSON can hold.".into()))
}
