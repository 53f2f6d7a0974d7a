//! The door between the engine and the page.
//!
//! One class, whole operations, plain data. What is drawn sixty times a second crosses as
//! numbers in wasm memory (see [`frame`]); the rest as JSON text, and only when it changed.
//! The shapes are those of `web/view.ts`; `web/tests/door.test.ts` holds the two together.
//!
//! Without the feature `whole` this is the module that a page loads first: what playing takes.
//! The whole engine takes its place when more is asked for.

#![expect(
    missing_debug_implementations,
    reason = "nothing prints what crosses the door"
)]

#[cfg(not(feature = "whole"))]
mod absent;
#[cfg(feature = "whole")]
mod beside;
#[cfg(feature = "whole")]
mod chaos;
#[cfg(feature = "whole")]
mod comparison;
mod details;
mod door;
mod frame;
#[cfg(feature = "whole")]
mod history;
mod session;
mod status;
mod view;

#[cfg(not(feature = "whole"))]
pub use absent::{Beside, Chaos};
#[cfg(feature = "whole")]
pub use beside::Beside;
#[cfg(feature = "whole")]
pub use chaos::Chaos;
pub use door::Playground;
pub use session::{Opened, Session};
