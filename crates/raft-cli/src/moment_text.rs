//! Moments as people type them.

use raft_core::Instant;
use raft_sim::limits::RUN_MAX;

/// The moment that a text such as `20s`, `1500ms`, `2m`, `1h` or `250us` names.
pub(crate) fn moment(text: &str) -> Result<Instant, String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let micros_per_unit = match unit {
        "us" => 1,
        "ms" => 1_000,
        "s" => 1_000_000,
        "m" => 60_000_000,
        "h" => 3_600_000_000,
        _ => return Err("expected a whole number and a unit, such as 20s or 1500ms".into()),
    };
    let number: u64 = number
        .parse()
        .map_err(|_| "expected a whole number before the unit, such as 20s".to_owned())?;
    match number.checked_mul(micros_per_unit) {
        Some(micros) if micros <= RUN_MAX.0 => Ok(Instant(micros)),
        _ => Err(format!("expected at most 24h, found {text}")),
    }
}
