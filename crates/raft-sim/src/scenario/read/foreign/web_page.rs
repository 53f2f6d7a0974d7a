//! Pages of the web, which a browser saves in place of what a link leads to.

use super::sample::{Format, Sample};

pub(super) const FORMAT: Format = Format {
    name: "a page of the web",
    advice: "",
    is_of,
};

fn is_of(sample: &Sample<'_>) -> bool {
    let begins_as_page = |line: &&str| {
        ["<!doctype html", "<html"].into_iter().any(|start| {
            let beginning = line.get(..start.len());
            beginning.is_some_and(|it| it.eq_ignore_ascii_case(start))
        })
    };
    sample.lines.first().is_some_and(begins_as_page)
}
