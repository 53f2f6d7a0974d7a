//! Numbers from the page, which all cross as doubles.

/// The whole part; 0 for a negative number and for NaN, `u64::MAX` for one beyond it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, as wanted"
)]
pub(crate) fn to_u64(number: f64) -> u64 {
    number as u64
}
