//! The parts of a session beyond playing, behind one interface.
//!
//! [`Extras`] is one of two types with the same methods. In the full module it holds the run that
//! is compared. In the page's first module, the smaller one, it holds nothing, and every method is
//! empty. Callers need not know which module they are in.

#[cfg(feature = "full")]
mod full;
#[cfg(not(feature = "full"))]
mod none;

#[cfg(feature = "full")]
pub use full::{ComparedRun, Extras};
#[cfg(not(feature = "full"))]
pub use none::Extras;

use serde::Serialize;

/// Which run stands beside the one shown: `BesideView` of the page.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct BesideView {
    /// The number of the branch; `None` for the twin.
    pub branch: Option<u32>,
}
