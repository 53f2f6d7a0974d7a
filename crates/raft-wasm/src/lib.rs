//! The door between the engine and the page.
//!
//! One class, whole operations, plain data. What is drawn sixty times a second crosses as
//! numbers in wasm memory (see [`frame`]); the rest as JSON text, and only when it changed.
//! The shapes are those of `web/view.ts`; `web/tests/door.test.ts` holds the two together.

#![expect(
    missing_debug_implementations,
    reason = "nothing prints what crosses the door"
)]

mod beside;
mod chaos;
mod comparison;
mod details;
mod door;
mod frame;
mod history;
#[cfg(feature = "hunter")]
mod hunter;
mod session;
mod status;
mod view;

pub use beside::Beside;
pub use door::Playground;
pub use session::{Opened, Session};
