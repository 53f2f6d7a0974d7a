//! The door between the engine and the page.
//!
//! One class, whole operations, plain data. What is drawn sixty times a second crosses as
//! numbers in wasm memory (see [`frame`]); the rest as JSON text, and only when it changed.
//! The shapes are those of `web/view.ts`; `web/tests/door.test.ts` holds the two together.
//!
//! Features make three modules of it. `playground` is what a page loads first: what playing
//! takes. `whole` takes its place when more is asked for. `hunter` is for workers, which try seeds.

#![expect(
    missing_debug_implementations,
    reason = "nothing prints what crosses the door"
)]

#[cfg(all(feature = "playground", not(feature = "whole")))]
mod absent;
#[cfg(feature = "whole")]
mod beside;
#[cfg(feature = "whole")]
mod chaos;
#[cfg(feature = "whole")]
mod comparison;
#[cfg(feature = "playground")]
mod details;
#[cfg(feature = "playground")]
mod door;
#[cfg(feature = "playground")]
mod feed;
#[cfg(feature = "playground")]
mod frame;
#[cfg(feature = "whole")]
mod history;
#[cfg(feature = "hunter")]
mod hunter;
#[cfg(feature = "playground")]
mod json;
#[cfg(feature = "playground")]
mod logs;
#[cfg(target_family = "wasm")]
mod memory;
#[cfg(any(feature = "playground", feature = "hunter"))]
mod number;
mod panic;
#[cfg(feature = "playground")]
mod session;
#[cfg(feature = "playground")]
mod status;
#[cfg(feature = "playground")]
mod view;

#[cfg(all(feature = "playground", not(feature = "whole")))]
pub use absent::{Beside, Chaos};
#[cfg(feature = "whole")]
pub use beside::Beside;
#[cfg(feature = "whole")]
pub use chaos::Chaos;
#[cfg(feature = "playground")]
pub use door::Playground;
#[cfg(feature = "hunter")]
pub use hunter::{Hunter, hunt_names};
#[cfg(feature = "playground")]
pub use session::{Opened, Session};
