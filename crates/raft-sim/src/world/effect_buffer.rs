//! Room for what a node wants done.

use raft_core::Effects;

/// Kept between steps, so that a step allocates nothing. It is empty then: a copy of the world
/// finds room of its own.
#[derive(Debug, Default)]
pub(crate) struct EffectBuffer(pub(super) Effects);

impl Clone for EffectBuffer {
    fn clone(&self) -> EffectBuffer {
        EffectBuffer::default()
    }
}
