//! The gallery of broken rules: for each [`Bug`] the rule that it leaves out, the reason for the
//! rule, and the property that breaks without it.
//!
//! `raft-core` knows a rule by its name only. The texts about it are here, so that a program that
//! leaves no rule out does not carry them. `docs/gallery.md` has the same texts, and a test
//! compares the two.

mod entry;
mod table;

pub use entry::GalleryEntry;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use raft_core::Bug;

use crate::hunt::FailureKind;

impl GalleryEntry {
    /// The entry of this rule.
    #[must_use]
    pub fn of(bug: Bug) -> &'static GalleryEntry {
        &table::GALLERY[bug as usize]
    }

    /// All of them, in the order of [`Bug::ALL`].
    pub fn all() -> impl Iterator<Item = &'static GalleryEntry> {
        Bug::ALL.into_iter().map(GalleryEntry::of)
    }
}

/// The gallery as a page of Markdown: a table of all rules, then a paragraph for each.
#[must_use]
pub fn page() -> String {
    let mut page = String::from(PREFACE);
    for entry in GalleryEntry::all() {
        let GalleryEntry { bug, title, .. } = entry;
        let (name, breaks, section) = (bug.name(), entry.harm(), entry.section);
        page += &format!("| `{name}` | {title} | {section} | `{breaks}` |\n");
    }
    for entry in GalleryEntry::all() {
        let GalleryEntry { bug, title, .. } = entry;
        page += &format!("\n## {title}\n\n");
        page += &format!("`{}`. {}\n", bug.name(), entry.paragraph);
        let (rule, section) = (entry.rule, entry.section);
        let breaks = entry
            .breaks
            .map_or("nothing; the cluster becomes slower", FailureKind::title);
        page += &format!("\n- The rule: {rule} ({section})\n- What breaks: {breaks}.\n");
        let extensions = entry.extensions.iter();
        let names: Vec<String> = extensions.map(|it| format!("`{}`", it.name())).collect();
        if !names.is_empty() {
            page += &format!("- Only with: {}.\n", names.join(" and "));
        }
        if entry.is_of_transfers() {
            page += "- Only with: the action `transfer`.\n";
        }
        if let Some(source) = entry.source {
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
`slower` marks the rules without which nothing breaks and everything takes longer; `raft-playground
gallery --slower` measures that beside the same runs with the rule in place.
*Only with* names the options, or the action, without which the rule plays no part; a hunt for such
a rule draws them.
*Seen in* names where this mistake, or one very like it, was made, found or reported. The smallest
run that was found for each lies in `scenarios/bugs` under its name, as a scenario with captions:
`raft-playground gallery --stories FOLDER` finds them again. This page is written by
`UPDATE_GOLDENS=1 cargo test -p raft-check --test all gallery` from the table in
`crates/raft-check/src/gallery`.

| name | in words | rule | breaks |
|---|---|---|---|
";
