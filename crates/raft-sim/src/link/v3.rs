//! The body of links of version 3: sections, each with a tag and a length.
//!
//! A reader skips the sections that it does not know, so that a new one needs no new version. Tags
//! rise from section to section: each stands once, and the run comes before the parts that refer
//! to it. Only the run is required. The functions below and in `v1.rs` and `v2.rs` define the
//! format of each section: never change one, only add a tag.
//!
//! `mod.rs` writes and reads the run and the pair, which all versions have, in one place.

use alloc::string::String;
use alloc::vec::Vec;

use raft_core::{Duration, Instant};

use super::v2::Pair;
use super::wire::{Damaged, Read, Reader, Writer};
use crate::limits::{
    ABOUT_CHARACTERS_MAX, CAPTION_CHARACTERS_MAX, CAPTIONS_MAX, RUN_MAX, TITLE_CHARACTERS_MAX,
};
use crate::range::check_printable;
use crate::run_error::{Checked, RunError};

/// The run, as version 1 writes it.
pub(super) const RUN: usize = 1;
/// The name of the branch and the compared run, as version 2 writes them behind the run.
pub(super) const PAIR: usize = 2;
/// The title of the scenario.
const TITLE: usize = 3;
/// The moment at which the captions stop, and the captions.
const CAPTIONS: usize = 4;
// Reserved: 5 for a goal and its budget, 6 for the seed of questions.
/// The text about the scenario.
const ABOUT: usize = 7;
/// One more than the last tag that is known.
const TAGS: usize = 8;

/// All that a link of any version carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    /// The branch shown, and the run that it is compared with.
    pub pair: Pair,
    /// The words of the scenario that the run came from; empty for a run without one.
    pub narration: Narration,
}

/// The words of a scenario that travel with its run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Narration {
    /// The title, one line; empty for a run without one.
    pub title: String,
    /// The text about it; may be empty.
    pub about: String,
    /// The captions, each with its moment, in the order of their moments.
    pub captions: Vec<(Instant, String)>,
    /// The moment from which the captions no longer speak of this run, because it left the
    /// scenario's own course there.
    pub until: Option<Instant>,
}

impl Narration {
    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.title.is_empty() && self.about.is_empty() && self.captions.is_empty()
    }

    pub(super) fn check(&self) -> Checked {
        check_text("title", &self.title, TITLE_CHARACTERS_MAX)?;
        check_printable("title", &self.title)?;
        check_text("about", &self.about, ABOUT_CHARACTERS_MAX)?;
        if self.captions.len() > CAPTIONS_MAX {
            let expected = format_args!("at most {CAPTIONS_MAX} of them");
            return Err(RunError::new("captions", &expected, &self.captions.len()));
        }
        for (at, say) in &self.captions {
            if *at > RUN_MAX {
                let expected = format_args!("moments up to {RUN_MAX}");
                return Err(RunError::new("captions", &expected, at));
            }
            check_text("captions", say, CAPTION_CHARACTERS_MAX)?;
        }
        Ok(())
    }
}

/// As in scenario files: a bounded length, and no control characters but line ends.
#[inline(never)]
fn check_text(place: &str, text: &str, max: usize) -> Checked {
    let characters = text.chars().count();
    if characters > max {
        let expected = format_args!("at most {max} characters");
        return Err(RunError::new(place, &expected, &characters));
    }
    text.split('\n')
        .try_for_each(|line| check_printable(place, line))
}

/// Writes the sections of the words, with the captions up to `until`.
pub(super) fn write_words(writer: &mut Writer, words: &Narration, until: Option<Instant>) {
    let section = &mut Writer::default();
    if !words.title.is_empty() {
        section.text(&words.title);
        end_section(writer, TITLE, section);
    }
    let told = |(at, _): &(Instant, String)| until.is_none_or(|until| *at <= until);
    let count = words.captions.partition_point(told);
    if count > 0 {
        section.if_any(until, |section, until| section.number(until.0));
        let mut before = Instant::ZERO;
        section.each(words.captions[..count].iter(), |section, (at, say)| {
            section.number((*at - before).0).text(say);
            before = *at;
        });
        end_section(writer, CAPTIONS, section);
    }
    if !words.about.is_empty() {
        section.text(&words.about);
        end_section(writer, ABOUT, section);
    }
}

/// Writes the section of what was written into `section`, and empties that for the next one.
#[inline(never)]
pub(super) fn end_section(writer: &mut Writer, tag: usize, section: &mut Writer) {
    writer.numbers([tag as u64, section.0.len() as u64]);
    writer.bytes(section.0.drain(..));
}

/// The sections of a body by their tags, from 0. Those with other tags are skipped.
pub(super) type Sections<'a> = [Option<Reader<'a>>; TAGS];

pub(super) fn read_sections<'a>(reader: &mut Reader<'a>) -> Read<Sections<'a>> {
    let mut sections = Sections::default();
    let mut last = 0;
    while !reader.0.is_empty() {
        let tag = reader.number()?;
        if tag <= last {
            return Err(Damaged);
        }
        last = tag;
        let section = reader.section()?;
        let place = usize::try_from(tag).ok();
        if let Some(place) = place.and_then(|place| sections.get_mut(place)) {
            *place = Some(section);
        }
    }
    Ok(sections)
}

pub(super) fn read_words(sections: &mut Sections<'_>) -> Read<Narration> {
    let mut words = Narration {
        title: read_text(sections, TITLE)?,
        about: read_text(sections, ABOUT)?,
        ..Narration::default()
    };
    if let Some(mut section) = sections[CAPTIONS].take() {
        words.until = section.if_any(Reader::number)?.map(Instant);
        let mut at = Instant::ZERO;
        words.captions = section.each(|section| {
            at = at + Duration(section.number()?);
            Ok((at, section.text()?))
        })?;
        section.end()?;
    }
    Ok(words)
}

fn read_text(sections: &mut Sections<'_>, tag: usize) -> Read<String> {
    let Some(mut section) = sections[tag].take() else {
        return Ok(String::new());
    };
    let text = section.text()?;
    section.end()?;
    Ok(text)
}
