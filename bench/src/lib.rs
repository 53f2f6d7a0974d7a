//! Measures the engine beside raft-rs (TiKV's Raft, the crate `raft`) at the same work.
//!
//! The same code runs natively, from `main.rs`, and in wasm, through the plain exports of
//! `bindings`. `case` lists the cases; `tools/bench.mjs` repeats, compares and prints.

mod bindings;
mod case;
mod cluster;
mod history;
mod ours;
mod rewind;
mod theirs;
mod world;

pub use case::{Case, cases};
pub use rewind::Rewind;

/// One benchmark: it gets ready for a round, then works, again and again.
pub trait Bench {
    /// Gets ready for the next round. The clock stands still meanwhile.
    fn prepare(&mut self);

    /// Works for a few milliseconds and returns the amount of work.
    fn round(&mut self) -> Done;
}

/// The work of a round.
#[derive(Clone, Copy, Debug, Default)]
pub struct Done {
    /// Messages sent.
    pub messages: u64,
    /// Commands applied on all five nodes, or operations judged.
    pub commands: u64,
}

/// All clusters have this many nodes.
const NODES: u8 = 5;

/// The commands of the clients, in turn: 16 bytes each.
const COMMANDS: [&str; 4] = [
    "SET a=1234567890",
    "SET b=2345678901",
    "SET c=3456789012",
    "SET d=4567890123",
];

/// The text of the command with this number.
fn command_text(number: u64) -> &'static str {
    COMMANDS[(number % 4) as usize]
}
