//! The list that a step writes its effects into.

use raft_core::Effects;

/// Kept between steps, so that a step allocates nothing. Between steps the list is empty, so a
/// copy of the world starts with a new one.
#[derive(Debug, Default)]
pub(crate) struct EffectBuffer(pub(super) Effects);

impl Clone for EffectBuffer {
    fn clone(&self) -> EffectBuffer {
        EffectBuffer::default()
    }
}
