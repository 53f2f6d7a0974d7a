//! The body of links of version 2: the branch shown as in version 1, and behind it its name and the
//! run that it is compared with.
//!
//! A run without a name and a compared run still makes a link of version 1. The functions below
//! define the format of version 2 by the order in which they write: only ever append to it.

use alloc::string::String;
use alloc::vec::Vec;

use raft_core::Instant;

use super::v1::{Shared, read_actions, read_options, write_actions, write_options};
use super::wire::{Damaged, Read, Reader, Writer};
use crate::action::TimedAction;
use crate::options::Options;
use crate::run::Run;
use crate::run::check::{check_name, check_run, check_twin};
use crate::run_error::RunError;
use crate::whole::IS_WHOLE;

/// The runs in a link of any version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The branch shown.
    pub shown: Shared,
    /// The name somebody gave it.
    pub name: Option<String>,
    /// The run it is compared with.
    pub beside: Option<ComparedRun>,
}

/// The run that the one shown is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ComparedRun {
    /// Another branch of it.
    Branch {
        /// The name somebody gave it.
        name: Option<String>,
        /// Whether the branch shown forked from this one, rather than this one from the branch
        /// shown.
        is_origin: bool,
        /// The moment until which both are the same.
        forked_at: Instant,
        /// All its actions, from the beginning.
        actions: Vec<TimedAction>,
        /// The furthest moment that was played.
        head: Instant,
    },
    /// The same actions under other options.
    Twin(Options),
}

impl Pair {
    /// One run alone, without a name.
    pub(super) fn of(shown: Shared) -> Pair {
        Pair {
            shown,
            name: None,
            beside: None,
        }
    }

    /// Whether a link of version 1 can hold it.
    pub(super) fn is_plain(&self) -> bool {
        self.name.is_none() && self.beside.is_none()
    }

    pub(super) fn check(&self) -> Result<(), RunError> {
        let run = &self.shown.run;
        check_run(run)?;
        check_name(self.name.as_deref())?;
        match &self.beside {
            None => Ok(()),
            Some(ComparedRun::Branch { name, actions, .. }) => {
                check_name(name.as_deref())?;
                check_run(&Run {
                    actions: actions.clone(),
                    ..run.clone()
                })
            }
            Some(ComparedRun::Twin(options)) => check_twin(run, options),
        }
    }
}

/// Writes the part of a pair behind the run shown: its name, and the compared run.
#[inline]
pub(super) fn write_beside(writer: &mut Writer, pair: &Pair) {
    write_name(writer, pair.name.as_deref());
    match pair.beside.as_ref().filter(|_| IS_WHOLE) {
        None => {
            writer.byte(0);
        }
        Some(beside) => write_compared(writer, &pair.shown.run.actions, beside),
    }
}

fn write_compared(writer: &mut Writer, shown: &[TimedAction], beside: &ComparedRun) {
    match beside {
        ComparedRun::Branch {
            name,
            is_origin,
            forked_at,
            actions,
            head,
        } => {
            let pairs = shown.iter().zip(actions);
            // First the number of actions that both runs share, then the actions of this run only.
            let shared = pairs.take_while(|(one, other)| one == other).count();
            let writer = write_name(writer.byte(1), name.as_deref());
            writer
                .byte((*is_origin).into())
                .numbers([forked_at.0, shared as u64]);
            write_actions(writer, last_moment(&actions[..shared]), &actions[shared..]);
            writer.number(head.0);
        }
        ComparedRun::Twin(options) => write_options(writer.byte(2), options, None),
    }
}

/// Reads the part of a pair behind the run shown.
pub(super) fn read_beside(reader: &mut Reader<'_>, shown: Shared) -> Read<Pair> {
    Ok(Pair {
        name: reader.if_any(Reader::text)?,
        beside: match reader.byte()? {
            0 => None,
            1 => Some(read_branch(reader, &shown.run.actions)?),
            2 => Some(ComparedRun::Twin(read_options(reader)?.0)),
            _ => return Err(Damaged),
        },
        shown,
    })
}

fn read_branch(reader: &mut Reader<'_>, shown: &[TimedAction]) -> Read<ComparedRun> {
    let name = reader.if_any(Reader::text)?;
    let is_origin = reader.flag()?;
    let forked_at = Instant(reader.number()?);
    let shared = usize::try_from(reader.number()?).ok();
    let shared = shared.and_then(|shared| shown.get(..shared));
    let mut actions = shared.ok_or(Damaged)?.to_vec();
    let own = read_actions(reader, last_moment(&actions))?;
    actions.extend(own);
    Ok(ComparedRun::Branch {
        name,
        is_origin,
        forked_at,
        actions,
        head: Instant(reader.number()?),
    })
}

fn write_name<'a>(writer: &'a mut Writer, name: Option<&str>) -> &'a mut Writer {
    writer.if_any(name, |writer, name| writer.text(name))
}

fn last_moment(actions: &[TimedAction]) -> Instant {
    actions.last().map_or(Instant::ZERO, |last| last.at)
}
