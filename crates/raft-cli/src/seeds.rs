//! Ranges of seeds as people type them.

use std::ops::Range;

use raft_sim::limits::SEED_MAX;

/// The seeds that a text such as `0..1000` names, the last one left out; `7` is that seed alone.
pub(crate) fn seeds(text: &str) -> Result<Range<u64>, String> {
    let number = |part: &str| {
        let seed = part.parse().ok().filter(|seed| *seed <= SEED_MAX);
        seed.ok_or_else(|| format!("expected seeds from 0 to {SEED_MAX}, found \"{part}\""))
    };
    let range = match text.split_once("..") {
        Some((first, end)) => number(first)?..number(end)?,
        None => number(text).map(|seed| seed..seed + 1)?,
    };
    if range.is_empty() {
        return Err(format!(
            "expected the lower seed first, as in 0..1000, found \"{text}\""
        ));
    }
    Ok(range)
}
