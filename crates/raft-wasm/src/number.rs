//! Numbers of the page, all of which cross as doubles.

/// The whole part; 0 for what is negative or no number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates, as wanted"
)]
pub(crate) fn whole(number: f64) -> u64 {
    number as u64
}
