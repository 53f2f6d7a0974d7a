//! Tests of the repository itself: what holds between files, so that nobody has to remember it.

mod arrows;
mod conformance;
mod files;
mod papers;
mod purity;
mod rust_text;
mod tidy;
