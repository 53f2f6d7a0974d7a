//! The rules without which nothing breaks, measured beside a cluster that keeps every rule.

use std::ops::Range;

use raft_check::gallery::GalleryEntry;
use raft_check::slowdown::Pace;
use raft_core::Bugs;

/// The medians of many seeds.
pub(crate) struct SlowdownTable {
    pub(crate) seeds: Range<u64>,
    /// With every rule kept; `None` of no seeds.
    pub(crate) whole: Option<Pace>,
    /// Without each of the rules.
    pub(crate) slower: Vec<(&'static GalleryEntry, Option<Pace>)>,
}

/// Plays all seeds with every rule kept, and without each rule that only saves time.
pub(crate) fn measure_all(seeds: &Range<u64>) -> SlowdownTable {
    let median = |bugs: Bugs| {
        let paces: Vec<Pace> = seeds.clone().map(|seed| Pace::of(seed, bugs)).collect();
        Pace::median(&paces)
    };
    let slower = GalleryEntry::all().filter(|entry| entry.breaks.is_none());
    SlowdownTable {
        seeds: seeds.clone(),
        whole: median(Bugs::NONE),
        slower: slower
            .map(|entry| (entry, median(Bugs::NONE.with(entry.bug))))
            .collect(),
    }
}
