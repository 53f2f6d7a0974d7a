//! The gallery of broken rules: each is caught by what it is said to break, and the documented
//! table is the one in the code.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use raft_check::gallery::{GalleryEntry, page};
use raft_check::hunt::{Failure, FailureKind, Plan, Tally, Trial};
use raft_core::{Bug, Bugs};
use raft_sim::scenario::Scenario;

/// Many times as many seeds as the shyest of them needs.
const SEEDS: u64 = 5_000;

/// The rules without which something breaks.
fn caught_entries() -> impl Iterator<Item = &'static GalleryEntry> {
    GalleryEntry::all().filter(|entry| entry.breaks.is_some())
}

/// The first seed that catches this rule by what it is said to break.
fn first_catch(entry: &GalleryEntry) -> Option<Failure> {
    let plan = entry.plan()?;
    let mut tally = Tally::default();
    (0..SEEDS).find_map(|seed| Trial::of(&plan, seed, &mut tally))
}

#[test]
fn each_broken_rule_is_caught_by_what_it_breaks() {
    let uncaught: Vec<&str> = caught_entries()
        .filter(|entry| match first_catch(entry) {
            Some(failure) => {
                println!(
                    "{}: seed {}, {:?}",
                    entry.bug.name(),
                    failure.seed,
                    failure.report
                );
                Some(failure.report.kind) != entry.breaks
            }
            None => true,
        })
        .map(|entry| entry.bug.name())
        .collect();
    assert_eq!(uncaught, [""; 0]);
}

/// The seed that catches a rule draws the same faults with the rule in place, and nothing breaks.
#[test]
fn with_the_rule_in_place_the_same_seed_breaks_nothing() {
    for entry in caught_entries() {
        let name = entry.bug.name();
        let caught = first_catch(entry).unwrap_or_else(|| panic!("{name} is never caught"));
        let mut tally = Tally::default();
        let whole = Plan {
            drawn: GalleryEntry::drawn_without(Bugs::NONE.with(entry.bug), None),
            repertoire: GalleryEntry::repertoire_without(Bugs::NONE.with(entry.bug)),
            ..Plan::default()
        };
        let whole = Trial::of(&whole, caught.seed, &mut tally);
        assert_eq!(whole, None, "{name}");
    }
}

#[test]
fn every_exhibit_is_told_in_full() {
    let mut titles = BTreeSet::new();
    for (entry, bug) in GalleryEntry::all().zip(Bug::ALL) {
        assert_eq!(entry.bug, bug, "in the order of the links' table");
        assert_eq!(GalleryEntry::of(bug), entry);
        assert!(titles.insert(entry.title), "{} twice", entry.title);
        let sentences = entry.paragraph.matches(['.', '?']).count();
        assert!(sentences >= 3, "{}: {}", bug.name(), entry.paragraph);
        assert!(entry.section.contains("Raft "), "{}", entry.section);
        assert!(entry.source.is_none_or(|source| !source.ends_with('.')));
    }
}

/// A story is called what its card on the shelf is called, and tells of what its run shows.
#[test]
fn the_stories_have_the_words_of_the_gallery() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/bugs");
    for entry in caught_entries() {
        let name = entry.bug.name();
        let text = fs::read_to_string(folder.join(name).with_extension("json"))
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let scenario = Scenario::read(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(scenario.title(), entry.story_title(), "{name}");
        assert_eq!(scenario.about(), entry.story_about(), "{name}");
    }
}

/// Together they show what each promise is good for.
#[test]
fn every_accusation_has_an_exhibit() {
    let shown: BTreeSet<FailureKind> = GalleryEntry::all()
        .filter_map(|entry| entry.breaks)
        .collect();
    let all: BTreeSet<FailureKind> = FailureKind::all().collect();
    assert_eq!(shown, all);
}

#[test]
fn the_documented_table_is_in_step() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/gallery.md");
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(&path, page()).expect("the page can be written");
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        published == page(),
        "docs/gallery.md is out of step: run this test with UPDATE_GOLDENS=1"
    );
}
