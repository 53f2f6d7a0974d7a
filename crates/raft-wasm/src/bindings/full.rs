//! What the exported class can do beyond playing.

use raft_check::schedule::Assumptions;
use wasm_bindgen::prelude::{JsError, wasm_bindgen};

use super::{Playground, instant, sentence};
use crate::number::whole;
use crate::session::Session;
use crate::view::comparison::{choices, comparison};
use crate::view::history;
use crate::view::json::json;

#[wasm_bindgen]
impl Playground {
    /// Opens the text of a scenario file.
    #[wasm_bindgen(js_name = openScenario)]
    pub fn open_scenario(&mut self, text: &str) -> Result<(), JsError> {
        self.show(Session::open_scenario(text).map_err(sentence)?);
        Ok(())
    }

    /// Does to the cluster what this JSON says: the `do` of a scenario file.
    pub fn act(&mut self, action: &str) -> Result<(), JsError> {
        self.session.act(action).map_err(sentence)
    }

    /// Lets faults come by themselves from now on, so many a minute; none for 0. Disks lie and are
    /// wiped only if what Raft assumes may be broken.
    #[wasm_bindgen(js_name = setChaos)]
    pub fn set_chaos(&mut self, per_minute: u32, breaks_assumptions: bool) {
        let assumptions = match breaks_assumptions {
            true => Assumptions::Broken,
            false => Assumptions::Kept,
        };
        self.session.set_chaos(per_minute, assumptions);
    }

    /// JSON of `HistoryView`: what clients saw between two moments.
    #[must_use]
    pub fn history(&self, from: f64, until: f64) -> String {
        json(&history::history(
            &self.session,
            instant(from),
            instant(until),
        ))
    }

    /// JSON of `HistoryVerdict`: whether all that clients saw so far is linearizable.
    #[wasm_bindgen(js_name = historyVerdict)]
    #[must_use]
    pub fn history_verdict(&self) -> String {
        json(&history::verdict(&self.session))
    }

    /// All that can happen next at the moment shown; JSON of `Choice`s.
    pub fn choices(&self) -> Result<String, JsError> {
        Ok(json(&choices(&self.session).map_err(sentence)?))
    }

    /// Puts another branch beside the one shown, or nothing.
    #[wasm_bindgen(js_name = compareBranch)]
    pub fn compare_branch(&mut self, id: Option<u32>) -> Result<(), JsError> {
        match id {
            Some(id) => self.session.compare_branch(id).map_err(sentence),
            None => {
                self.session.compare_nothing();
                Ok(())
            }
        }
    }

    /// The options that the run shown began with: JSON as in scenario files.
    pub fn options(&self) -> Result<String, JsError> {
        Ok(json(&self.session.options().map_err(sentence)?))
    }

    /// Puts the twin under these options beside the branch shown: JSON as in scenario files.
    #[wasm_bindgen(js_name = compareTwin)]
    pub fn compare_twin(&mut self, options: &str) -> Result<(), JsError> {
        self.session.compare_twin(options).map_err(sentence)
    }

    /// From now on, what is read is what stands beside the run shown, or that run again.
    #[wasm_bindgen(js_name = lookBeside)]
    pub fn look_beside(&mut self, beside: bool) {
        self.session.look_beside(beside);
    }

    /// JSON of `Comparison`, or `null` when nothing is compared.
    pub fn comparison(&mut self) -> String {
        json(&comparison(&mut self.session))
    }

    /// The branch shown as the text of a scenario file.
    #[wasm_bindgen(js_name = saveScenario)]
    pub fn save_scenario(&self) -> Result<String, JsError> {
        self.session.save_scenario().map_err(sentence)
    }

    /// The events after the one numbered `after` as at most `count` JSON lines; empty when
    /// there are no more.
    #[wasm_bindgen(js_name = traceLines)]
    #[must_use]
    pub fn trace_lines(&self, after: f64, count: u32) -> String {
        self.session.trace_lines(whole(after), count as usize)
    }
}
