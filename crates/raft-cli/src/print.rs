//! The results of commands as text for people, with color for terminals. Where the output is a
//! pipe or a file, the color is taken out later.

pub(crate) mod gallery;
pub(crate) mod hunt;
pub(crate) mod partitions;
pub(crate) mod report;
pub(crate) mod seed_runs;
pub(crate) mod story;
pub(crate) mod style;
pub(crate) mod table;
pub(crate) mod walk;
pub(crate) mod why;
