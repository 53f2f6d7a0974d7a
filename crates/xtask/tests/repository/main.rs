//! Tests of the repository itself: what holds between files, so that nobody has to remember it.

mod arrows;
mod circles;
mod conformance;
mod files;
mod graph;
mod papers;
mod purity;
mod recipes;
mod rooms;
mod rust_text;
mod rust_uses;
mod script_uses;
mod tidy;
