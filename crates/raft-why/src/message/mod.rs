//! Why a message was lost or ignored: what became of it, and what that came from.
//!
//! The run is watched twice: a [`MessageFinder`] finds the message of an event, and a
//! [`MessageWitness`] follows it from its sending on.

mod finder;
mod witness;
mod words;

pub use finder::{FoundMessage, MessageFinder, NoMessage};
pub use witness::{MessageAnswer, MessageEnd, MessageWitness, Reaction};
