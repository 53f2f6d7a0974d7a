//! Text for people: what commands have computed, with color for terminals. Where the output
//! is a pipe or a file, the color is taken out on the way.

pub(crate) mod gallery;
pub(crate) mod hunt;
pub(crate) mod report;
pub(crate) mod story;
pub(crate) mod style;
pub(crate) mod table;
pub(crate) mod walk;
