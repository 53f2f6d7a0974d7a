//! An entry of the gallery.

use alloc::format;
use alloc::string::String;

use raft_core::{Bug, Bugs, Extension, Extensions};
use raft_sim::{Options, Repertoire};

use crate::hunt::{FailureKind, Plan};

/// What the gallery says of one rule that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GalleryEntry {
    /// The rule; its [`Bug::name`] is the one in `options.bugs`.
    pub bug: Bug,
    /// A few words for people.
    pub title: &'static str,
    /// What is left out, what happens then, and why Raft has the rule.
    pub paragraph: &'static str,
    /// The rule itself, as one would tell it to a node.
    pub rule: &'static str,
    /// Where it stands: `Raft` is the extended paper, `Thesis` Ongaro's dissertation.
    pub section: &'static str,
    /// The kind of failure that a hunt finds without it; `None` where nothing breaks and the
    /// cluster only becomes slower, which [`crate::slowdown`] measures.
    pub breaks: Option<FailureKind>,
    /// The extensions of Raft that have the rule, or without which its absence does no harm; none
    /// for the rules of plain Raft.
    pub extensions: &'static [Extension],
    /// Where this mistake, or one very like it, was made or found; `None` for mistakes that only
    /// the papers warn of.
    pub source: Option<&'static str>,
}

impl GalleryEntry {
    /// The hunt for what breaks without this rule, and for nothing else; it draws the rule's
    /// extension. `None` where nothing breaks.
    #[must_use]
    pub fn plan(&self) -> Option<Plan> {
        let bugs = Bugs::NONE.with(self.bug);
        Some(Plan {
            bugs,
            drawn: GalleryEntry::drawn_without(bugs, None),
            kind: Some(self.breaks?),
            repertoire: GalleryEntry::repertoire_without(bugs),
            ..Plan::default()
        })
    }

    /// The extensions that a hunt without these rules has to draw, or the rules play no part: their
    /// own, unless the cluster of every run is given and has extensions.
    #[must_use]
    pub fn drawn_without(bugs: Bugs, options: Option<&Options>) -> Extensions {
        if options.is_some_and(|given| given.extensions != Extensions::NONE) {
            return Extensions::NONE;
        }
        let entries = bugs.iter().map(GalleryEntry::of);
        entries
            .flat_map(|entry| entry.extensions)
            .copied()
            .collect()
    }

    /// What a hunt without these rules has to draw beside the usual faults, or the rules play no
    /// part.
    #[must_use]
    pub fn repertoire_without(bugs: Bugs) -> Repertoire {
        Repertoire {
            later_faults: bugs.has(Bug::GoOnAfterFailedWrite),
            transfers: bugs
                .iter()
                .any(|bug| GalleryEntry::of(bug).is_of_transfers()),
            // Where members may come and go, each run draws that they do.
            changes: false,
        }
    }

    /// The title of the story that shows the rule broken: "Broken on purpose: “vote once in each
    /// term”".
    #[must_use]
    pub fn story_title(&self) -> String {
        let rule = self.rule.trim_end_matches('.');
        let mut letters = rule.chars();
        let first = letters.next().unwrap_or_default().to_ascii_lowercase();
        format!("Broken on purpose: “{first}{}”", letters.as_str())
    }

    /// What that story is about.
    #[must_use]
    pub fn story_about(&self) -> String {
        let (paragraph, section) = (self.paragraph, self.section);
        format!("{paragraph} The rule that is left out: {section}.")
    }

    /// Whether the rule plays a part only when a leader is asked to hand over its lead.
    #[must_use]
    pub fn is_of_transfers(&self) -> bool {
        matches!(
            self.bug,
            Bug::TransferNeverAborted | Bug::TransferWithoutVotes | Bug::TransferVoteForAnyLog
        )
    }

    /// The name of what breaks without the rule, or `slower` where the cluster only becomes slower.
    #[must_use]
    pub fn harm(&self) -> &'static str {
        self.breaks.map_or("slower", FailureKind::name)
    }
}
