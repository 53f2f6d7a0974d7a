//! The body of links of version 3: sections, each with a tag and a length.
//!
//! A reader skips the sections that it does not know, so that a new one needs no new version. Tags
//! rise from section to section: each stands once, and the run comes before the parts that refer
//! to it. Only the run is required. The functions below and in `v1.rs` and `v2.rs` define the
//! format of each section: never change one, only add a tag.

use alloc::string::String;
use alloc::vec::Vec;

use raft_core::{Duration, Instant};

use super::v1::{read_shared, write_shared};
use super::v2::{Pair, read_beside, write_beside};
use super::wire::{Damaged, Read, Reader, Writer};
use crate::limits::{
    ABOUT_CHARACTERS_MAX, CAPTION_CHARACTERS_MAX, CAPTIONS_MAX, RUN_MAX, TITLE_CHARACTERS_MAX,
};
use crate::range::check_printable;
use crate::run_error::{Checked, RunError};

/// The run, as version 1 writes it.
const RUN: u64 = 1;
/// The name of the branch and the compared run, as version 2 writes them behind the run.
const PAIR: u64 = 2;
/// The title of the scenario.
const TITLE: u64 = 3;
/// The moment at which the captions stop, and the captions.
const CAPTIONS: u64 = 4;
// Reserved: 5 for a goal and its budget, 6 for the seed of questions.
/// The text about the scenario.
const ABOUT: u64 = 7;

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

pub(super) fn write_contents(writer: &mut Writer, contents: &Contents) {
    let Contents { pair, narration } = contents;
    let section = &mut Writer::default();
    write_shared(section, &pair.shown);
    end_section(writer, RUN, section);
    if !pair.is_plain() {
        write_beside(section, pair);
        end_section(writer, PAIR, section);
    }
    if !narration.title.is_empty() {
        section.text(&narration.title);
        end_section(writer, TITLE, section);
    }
    if !narration.captions.is_empty() {
        write_captions(section, narration);
        end_section(writer, CAPTIONS, section);
    }
    if !narration.about.is_empty() {
        section.text(&narration.about);
        end_section(writer, ABOUT, section);
    }
}

/// Writes what was written into `section`, and empties it for the next one.
#[inline(never)]
fn end_section(writer: &mut Writer, tag: u64, section: &mut Writer) {
    writer.numbers([tag, section.0.len() as u64]);
    writer.bytes(section.0.drain(..));
}

fn write_captions(writer: &mut Writer, narration: &Narration) {
    writer.if_any(narration.until, |writer, until| writer.number(until.0));
    let mut before = Instant::ZERO;
    writer.each(narration.captions.iter(), |writer, (at, say)| {
        writer.number((*at - before).0).text(say);
        before = *at;
    });
}

pub(super) fn read_contents(reader: &mut Reader<'_>) -> Read<Contents> {
    let mut pair = None;
    let mut narration = Narration::default();
    let mut last = 0;
    while !reader.0.is_empty() {
        let tag = reader.number()?;
        if tag <= last {
            return Err(Damaged);
        }
        last = tag;
        let section = &mut reader.section()?;
        match tag {
            RUN => pair = Some(Pair::of(read_shared(section)?)),
            PAIR => pair = Some(read_beside(section, pair.ok_or(Damaged)?.shown)?),
            TITLE => narration.title = section.text()?,
            CAPTIONS => read_captions(section, &mut narration)?,
            ABOUT => narration.about = section.text()?,
            _ => continue,
        }
        if !section.0.is_empty() {
            return Err(Damaged);
        }
    }
    Ok(Contents {
        pair: pair.ok_or(Damaged)?,
        narration,
    })
}

fn read_captions(reader: &mut Reader<'_>, narration: &mut Narration) -> Read<()> {
    narration.until = reader.if_any(Reader::number)?.map(Instant);
    let mut at = Instant::ZERO;
    narration.captions = reader.each(|reader| {
        at = at + Duration(reader.number()?);
        Ok((at, reader.text()?))
    })?;
    Ok(())
}
