//! What the whole engine has beyond playing, and its stand-ins in the page's first module.

#[cfg(feature = "whole")]
mod chaos;
#[cfg(feature = "whole")]
mod compared_run;
#[cfg(not(feature = "whole"))]
mod none;

#[cfg(feature = "whole")]
pub use chaos::Chaos;
#[cfg(feature = "whole")]
pub use compared_run::ComparedRun;
#[cfg(not(feature = "whole"))]
pub use none::{Chaos, ComparedRun};
