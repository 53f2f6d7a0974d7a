//! Tests of the repository itself: the rules that hold between files.

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
