//! Histories for Porcupine, as a list or a line for each operation, and the page that it draws.

use super::sample::{Format, Object, Sample, has_all};
use crate::scenario::read::json::Json;

pub(super) const FORMAT: Format = Format {
    name: "a history of Porcupine",
    advice: "",
    is_of,
};

fn is_of(sample: &Sample<'_>) -> bool {
    let is_in_list = match sample.whole {
        Some(Json::List(items)) => match items.first() {
            Some(Json::Object(operation)) => is_operation(operation),
            _ => false,
        },
        _ => false,
    };
    is_in_list || sample.objects.iter().any(is_operation) || is_page(sample)
}

fn is_operation(object: &Object) -> bool {
    has_all(object, &["ClientId", "Input", "Call", "Output", "Return"])
}

/// The title stands among the first lines of the page, which a tester leaves after a failure.
fn is_page(sample: &Sample<'_>) -> bool {
    let begins_as_page = |line: &&str| line.starts_with("<!") || line.starts_with("<html");
    let names_it = |line: &&str| line.contains("<title>Porcupine");
    sample.lines.first().is_some_and(begins_as_page) && sample.lines.iter().any(names_it)
}
