//! The gallery of broken rules: each is caught by what it is said to break, and the documented
//! table is the one in the code.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use raft_check::gallery::{GalleryEntry, page};
use raft_check::hunt::{Failure, FailureKind, Plan, Tally, Trial};
use raft_core::{Bug, Bugs};

/// Many times as many seeds as the shyest of them needs.
const SEEDS: u64 = 5_000;

/// The first seed that catches this rule by what it is said to break.
fn first_catch(exhibit: &GalleryEntry) -> Option<Failure> {
    let plan = Plan {
        bugs: Bugs::NONE.with(exhibit.bug),
        charge: Some(exhibit.breaks),
        ..Plan::default()
    };
    let mut tally = Tally::default();
    (0..SEEDS).find_map(|seed| Trial::of(&plan, seed, &mut tally))
}

#[test]
fn each_broken_rule_is_caught_by_what_it_breaks() {
    let uncaught: Vec<&str> = GalleryEntry::all()
        .filter(|exhibit| match first_catch(exhibit) {
            Some(catch) => {
                println!(
                    "{}: seed {}, {:?}",
                    exhibit.bug.name(),
                    catch.seed,
                    catch.evidence
                );
                catch.evidence.charge != exhibit.breaks
            }
            None => true,
        })
        .map(|exhibit| exhibit.bug.name())
        .collect();
    assert_eq!(uncaught, [""; 0]);
}

/// The seed that catches a rule draws the same faults with the rule in place, and nothing breaks.
#[test]
fn with_the_rule_in_place_the_same_seed_breaks_nothing() {
    for exhibit in GalleryEntry::all() {
        let name = exhibit.bug.name();
        let caught = first_catch(exhibit).unwrap_or_else(|| panic!("{name} is never caught"));
        let mut tally = Tally::default();
        let whole = Trial::of(&Plan::default(), caught.seed, &mut tally);
        assert_eq!(whole, None, "{name}");
    }
}

#[test]
fn every_exhibit_is_told_in_full() {
    let mut titles = BTreeSet::new();
    for (exhibit, bug) in GalleryEntry::all().zip(Bug::ALL) {
        assert_eq!(exhibit.bug, bug, "in the order of the links' table");
        assert_eq!(GalleryEntry::of(bug), exhibit);
        assert!(titles.insert(exhibit.title), "{} twice", exhibit.title);
        let sentences = exhibit.paragraph.matches(['.', '?']).count();
        assert!(sentences >= 3, "{}: {}", bug.name(), exhibit.paragraph);
        assert!(exhibit.section.contains("Raft "), "{}", exhibit.section);
        assert!(exhibit.source.is_none_or(|source| !source.ends_with('.')));
    }
}

/// Together they show what each promise is good for.
#[test]
fn every_accusation_has_an_exhibit() {
    let shown: BTreeSet<FailureKind> = GalleryEntry::all().map(|exhibit| exhibit.breaks).collect();
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
