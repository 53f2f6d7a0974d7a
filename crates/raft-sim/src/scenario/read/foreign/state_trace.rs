//! Traces of states that model checkers write: ITF, and TLC's `-dumpTrace json`.

use super::sample::{Format, Sample, has_all};
use crate::scenario::read::json::Json;

pub(super) const FORMAT: Format = Format {
    name: "a trace of a model checker's states",
    advice: "",
    is_of,
};

fn is_of(sample: &Sample<'_>) -> bool {
    let Some(Json::Object(trace)) = sample.whole else {
        return false;
    };
    let is_itf = has_all(trace, &["#meta", "states"]) || has_all(trace, &["vars", "states"]);
    is_itf || matches!(trace.get("state"), Some(Json::List(states)) if numbered(states))
}

/// Each state of TLC is a pair: its number, and its variables.
fn numbered(states: &[Json]) -> bool {
    let Some(Json::List(state)) = states.first() else {
        return false;
    };
    matches!(state.as_slice(), [Json::Whole(_), Json::Object(_)])
}
