//! Moments as people type them, and as this program prints them.

use raft_core::Instant;
use raft_sim::limits::RUN_MAX;

/// The moment that a text such as `20s`, `27.723538 s`, `1500ms`, `2m`, `1h`, `250us`, `1:48.15`
/// (minutes and seconds) or `1:02:05.00` (hours first) names.
pub(crate) fn moment(text: &str) -> Result<Instant, String> {
    let micros = match text.rsplit_once(':') {
        Some((before, seconds)) => {
            let seconds = micros_of(seconds, SECOND)?;
            if seconds >= MINUTE {
                return Err("expected less than 60 seconds behind the minutes".into());
            }
            whole_minutes(before)?.checked_add(seconds)
        }
        None => {
            let is_of_number = |it: &u8| it.is_ascii_digit() || *it == b'.';
            let (number, unit) = text.split_at(text.bytes().take_while(is_of_number).count());
            Some(micros_of(number, micros_per(unit.trim_start())?)?)
        }
    };
    match micros {
        Some(micros) if micros <= RUN_MAX.0 => Ok(Instant(micros)),
        _ => Err(format!("expected at most 24h, found {text}")),
    }
}

/// What stands before the seconds: `48`, or `1:02` with the hours.
fn whole_minutes(text: &str) -> Result<u64, String> {
    if text.contains('.') {
        return Err("expected no part of a minute or an hour, but as in 1:48.15".into());
    }
    let Some((hours, minutes)) = text.split_once(':') else {
        return micros_of(text, MINUTE);
    };
    let minutes = micros_of(minutes, MINUTE)?;
    if minutes >= HOUR {
        return Err("expected less than 60 minutes behind the hours".into());
    }
    Ok(micros_of(hours, HOUR)?.saturating_add(minutes))
}

const SECOND: u64 = 1_000_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;

fn micros_per(unit: &str) -> Result<u64, String> {
    Ok(match unit {
        "us" | "µs" => 1,
        "ms" => 1_000,
        "s" => SECOND,
        "m" => MINUTE,
        "h" => HOUR,
        _ => return Err("expected a number and a unit, such as 20s or 1500ms".into()),
    })
}

/// So many units in microseconds. What is too much for a number is as much as a number can be.
fn micros_of(number: &str, unit: u64) -> Result<u64, String> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
        is_number.then(|| text.parse().unwrap_or(u64::MAX))
    };
    let (Some(whole), Some(_)) = (digits(whole), digits(fraction)) else {
        return Err("expected a number before the unit, such as 20s or 1.5s".into());
    };
    let mut micros = whole.saturating_mul(unit);
    let mut place = unit;
    for digit in fraction.bytes().map(|it| u64::from(it - b'0')) {
        if digit > 0 && (place == 0 || !(place * digit).is_multiple_of(10)) {
            return Err("expected no part of a microsecond".into());
        }
        micros = micros.saturating_add(place * digit / 10);
        place /= 10;
    }
    Ok(micros)
}
