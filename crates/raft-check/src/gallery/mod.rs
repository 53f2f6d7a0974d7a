//! The gallery of broken rules: what each [`Bug`] leaves out, why the rule is there, and what
//! breaks without it.
//!
//! Cores know a rule by its name only. What is said about it is here, so that whoever runs whole
//! Raft does not carry it. `docs/gallery.md` is this table, and a test holds them equal.

mod table;

use alloc::format;
use alloc::string::String;

use raft_core::Bug;

use crate::hunt::FailureKind;

/// What the gallery says of one rule that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GalleryEntry {
    /// The rule; its [`Bug::name`] is the one in `options.bugs`.
    pub bug: Bug,
    /// A few words for people.
    pub title: &'static str,
    /// What is left out, what comes of it, and why the rule is there.
    pub paragraph: &'static str,
    /// The rule itself, as one would tell it to a node.
    pub rule: &'static str,
    /// Where it stands: `Raft` is the extended paper, `Thesis` Ongaro's dissertation.
    pub section: &'static str,
    /// What a hunt accuses it of.
    pub breaks: FailureKind,
    /// Where this, or something very like it, was made or found; nothing for what only the
    /// papers warn of.
    pub source: Option<&'static str>,
}

impl GalleryEntry {
    /// What the gallery says of this rule.
    #[must_use]
    pub fn of(bug: Bug) -> &'static GalleryEntry {
        &table::GALLERY[bug as usize]
    }

    /// All of them, in the order of [`Bug::ALL`].
    pub fn all() -> impl Iterator<Item = &'static GalleryEntry> {
        Bug::ALL.into_iter().map(GalleryEntry::of)
    }
}

/// The gallery as a page of Markdown: a table to look things up in, then a paragraph for each.
#[must_use]
pub fn page() -> String {
    let mut page = String::from(PREFACE);
    for exhibit in GalleryEntry::all() {
        let GalleryEntry { bug, title, .. } = exhibit;
        let (name, breaks, section) = (bug.name(), exhibit.breaks.name(), exhibit.section);
        page += &format!("| `{name}` | {title} | {section} | `{breaks}` |\n");
    }
    for exhibit in GalleryEntry::all() {
        let GalleryEntry { bug, title, .. } = exhibit;
        page += &format!("\n## {title}\n\n");
        page += &format!("`{}`. {}\n", bug.name(), exhibit.paragraph);
        let (breaks, rule, section) = (exhibit.breaks.title(), exhibit.rule, exhibit.section);
        page += &format!("\n- The rule: {rule} ({section})\n- What breaks: {breaks}.\n");
        if let Some(source) = exhibit.source {
            page += &format!("- Seen in: {source}.\n");
        }
    }
    page
}

const PREFACE: &str = "\
# The gallery of broken rules

Each of these leaves one rule of Raft out, to show why it is there. A scenario names them in
`options.bugs`; the command line hunts for what they break:

```sh
raft-playground hunt --seeds 0..20000 --bug vote_again --property election_safety --first --shrink
```

*Breaks* is the accusation by which the gallery's tests catch it; other promises may break as well.
*Seen in* names where this mistake, or one very like it, was made, found or reported. The smallest
run that was found for each lies in `scenarios/bugs` under its name, as a scenario with captions:
`raft-playground gallery --stories FOLDER` finds them again. This page is written by
`UPDATE_GOLDENS=1 cargo test -p raft-check --test gallery` from the table in
`crates/raft-check/src/gallery`.

| name | in words | rule | breaks |
|---|---|---|---|
";
