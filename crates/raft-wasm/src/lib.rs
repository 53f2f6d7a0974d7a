//! The door between the engine and the page.
//!
//! One class, whole operations, plain data. What is drawn sixty times a second crosses as
//! numbers in wasm memory (see `view/frame.rs`); the rest as JSON text, and only when it changed.
//! The shapes are those of `web/engine/view.ts`; `web/tests/door.test.ts` holds the two together.
//!
//! Features make three modules of it. `playground` is what a page loads first: what playing
//! takes. `whole` takes its place when more is asked for. `hunter` is for workers, which try seeds.

#![expect(
    missing_debug_implementations,
    reason = "nothing prints what crosses the door"
)]

#[cfg(feature = "playground")]
mod bindings;
#[cfg(feature = "playground")]
mod extras;
#[cfg(feature = "hunter")]
mod hunter;
#[cfg(target_family = "wasm")]
mod memory;
#[cfg(any(feature = "playground", feature = "hunter"))]
mod number;
mod panic;
#[cfg(feature = "playground")]
mod session;
#[cfg(feature = "playground")]
mod view;

#[cfg(feature = "playground")]
pub use bindings::Playground;
#[cfg(feature = "playground")]
pub use extras::{Chaos, ComparedRun};
#[cfg(feature = "hunter")]
pub use hunter::{Hunter, hunt_names};
#[cfg(feature = "playground")]
pub use session::{Opened, Session};
