//! The gallery of broken rules as stories: a failure of each is found, shrunk, and written as a
//! scenario.

use std::fs;
use std::ops::Range;
use std::path::Path;

use raft_check::gallery::GalleryEntry;
use raft_check::hunt::{Failure, Plan, Tally, Trial};
use raft_check::shrink::{decisive_deviations, shrink, story};
use raft_core::Bug;

use crate::{interrupt, progress};

/// The result of the hunt for one rule.
pub(crate) struct RuleHunt {
    pub(crate) entry: &'static GalleryEntry,
    /// The smallest run that was found, if any was.
    pub(crate) smallest: Option<Failure>,
    /// How many seeds were tried.
    pub(crate) tried: u64,
}

/// How many failures are shrunk for each rule: the smallest of them is kept.
const CATCHES: usize = 12;

/// Makes sure that the folder is there before the hunt begins.
///
/// # Errors
/// When it cannot be made.
pub(crate) fn make_room(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| {
        let folder = folder.display();
        format!("{folder}: expected a folder, or a place to make one, found: {error}.")
    })
}

/// Hunts for each rule of the gallery without which something breaks, or for these `bugs` alone if
/// there are any, and shrinks the failures. Ctrl-C leaves out the rules that are still to come.
pub(crate) fn hunt_for_all(bugs: &[Bug], seeds: &Range<u64>) -> Vec<RuleHunt> {
    let wanted = |entry: &&GalleryEntry| bugs.is_empty() || bugs.contains(&entry.bug);
    let caught = || {
        let entries = GalleryEntry::all().filter(wanted);
        entries.filter_map(|entry| Some((entry, entry.plan()?)))
    };
    let bar = progress::of_rules(caught().count() as u64);
    let hunts = caught().take_while(|_| !interrupt::was_asked());
    let hunts = hunts.map(|(entry, plan)| {
        bar.set_message(entry.title);
        let hunt = hunt_for(entry, &plan, seeds);
        bar.inc(1);
        hunt
    });
    let hunts = hunts.collect();
    bar.finish_and_clear();
    hunts
}

fn hunt_for(entry: &'static GalleryEntry, plan: &Plan, seeds: &Range<u64>) -> RuleHunt {
    let mut tally = Tally::default();
    let failures = seeds
        .clone()
        .filter_map(|seed| Trial::of(plan, seed, &mut tally));
    let small = failures
        .take(CATCHES)
        .map(|failure| shrink(&failure, plan, &mut |_| interrupt::control_flow()));
    let smallest = small.min_by_key(|failure| {
        let run = &failure.run;
        (run.actions.len(), run.options.nodes, failure.ends_at)
    });
    RuleHunt {
        entry,
        smallest,
        tried: tally.runs,
    }
}

impl RuleHunt {
    /// Writes the story into this folder, under the rule's name.
    ///
    /// # Errors
    /// When it cannot be told or written.
    pub(crate) fn write_into(&self, folder: &Path) -> Result<(), String> {
        let Some(failure) = &self.smallest else {
            return Ok(());
        };
        let (bug, title, about) = (
            self.entry.bug,
            self.entry.story_title(),
            self.entry.story_about(),
        );
        let deviations = decisive_deviations(failure);
        let scenario =
            story(failure, &deviations, &title, &about).map_err(|error| error.to_string())?;
        let path = folder.join(bug.name()).with_extension("json");
        let text = scenario.write() + "\n";
        fs::write(&path, text).map_err(|error| {
            let path = path.display();
            format!("{path}: expected a file that can be written, found: {error}.")
        })
    }
}
