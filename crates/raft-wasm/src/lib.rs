//! The bindings between the engine and the page.
//!
//! Each module exports one class. Its methods take and return plain data. The frame, which is drawn
//! sixty times a second, crosses as a typed array (see `view/frame.rs`). All other data for playing
//! crosses as JSON text, and only when it changed. The answers that only the full module gives
//! cross as plain objects. ARCHITECTURE.md has the measurements. The fields are those of
//! `web/engine/view.ts`, and `web/tests/bindings.test.ts` checks that they agree.
//!
//! Features make three modules of this crate:
//!
//! - `playground` is the smaller module, which a page loads first: the parts for playing.
//! - `full` takes its place when the page needs more: see `extras` and `bindings/full`.
//! - `hunter` is for the workers of a hunt, which try seeds: see `hunter.rs`.

#![expect(
    missing_debug_implementations,
    reason = "nobody prints the exported classes"
)]

#[cfg(feature = "playground")]
pub mod bindings;
#[cfg(feature = "playground")]
pub mod extras;
#[cfg(feature = "hunter")]
pub mod hunter;
#[cfg(target_family = "wasm")]
mod memory;
mod number;
mod panic;
#[cfg(feature = "playground")]
pub mod session;
#[cfg(feature = "playground")]
mod view;
#[cfg(feature = "playground")]
pub mod watcher;
#[cfg(feature = "playground")]
mod whole;
