//! The bindings between the engine and the page.
//!
//! One class, whole operations, plain data. The frame, which is drawn sixty times a second,
//! crosses as a typed array (see `view/frame.rs`). The rest of what playing takes crosses as JSON
//! text, and only when it changed; what the full module adds crosses as plain objects.
//! ARCHITECTURE.md has the measurements. The shapes are those of `web/engine/view.ts`;
//! `web/tests/bindings.test.ts` holds the two together.
//!
//! Features make three modules of this crate:
//!
//! - `playground` is what a page loads first: what playing takes.
//! - `full` takes its place when the page needs more: see `extras` and `bindings/full`.
//! - `hunter` is for workers, which try seeds.

#![expect(
    missing_debug_implementations,
    reason = "nobody prints the exported classes"
)]

#[cfg(feature = "playground")]
pub mod bindings;
pub mod extras;
#[cfg(feature = "hunter")]
pub mod hunter;
#[cfg(target_family = "wasm")]
mod memory;
mod number;
mod panic;
pub mod session;
#[cfg(feature = "playground")]
mod view;
