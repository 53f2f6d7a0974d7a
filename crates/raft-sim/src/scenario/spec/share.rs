//! Ratios, as files write them: a share of messages ("1/20"), a clock's rate ("3/2").

use alloc::format;
use alloc::string::ToString;

use serde::{Serialize, Serializer};

use crate::action::check::check_clock_rate;
use crate::limits::RATIO_DENOMINATOR_MAX;
use crate::options::Ratio;
use crate::scenario::read::error::ReadError;
use crate::scenario::read::json::{Json, JsonCursor};

/// How many of all messages: `"0"`, `"1"` or a ratio such as `"1/20"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share(pub Ratio);

impl Share {
    pub(crate) fn read(spot: JsonCursor<'_>) -> Result<Share, ReadError> {
        let expected = || {
            format!(
                "a share such as \"0\", \"1/20\" or \"1\", in at most {RATIO_DENOMINATOR_MAX} parts"
            )
        };
        let Json::Text(text) = spot.json else {
            return Err(spot.refuse(expected()));
        };
        let share = parse(text).filter(|ratio| {
            (1..=RATIO_DENOMINATOR_MAX).contains(&ratio.denominator)
                && ratio.numerator <= ratio.denominator
        });
        share.map(Share).ok_or_else(|| spot.refuse(expected()))
    }
}

/// How fast a clock runs beside the true pace: `"1"`, or a ratio such as `"3/2"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate(pub Ratio);

impl Rate {
    pub(crate) fn read(spot: JsonCursor<'_>) -> Result<Rate, ReadError> {
        let place = spot.place.to_string();
        let expected = "a rate such as \"2\" or \"9/10\"";
        let Json::Text(text) = spot.json else {
            return Err(spot.refuse(expected));
        };
        let rate = parse(text).ok_or_else(|| spot.refuse(expected))?;
        check_clock_rate(&place, rate)?;
        Ok(Rate(rate))
    }
}

pub(crate) fn parse(text: &str) -> Option<Ratio> {
    let (numerator, denominator) = text.split_once('/').unwrap_or((text, "1"));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    (all_digits(numerator) && all_digits(denominator)).then_some(())?;
    Some(Ratio {
        numerator: numerator.parse().ok()?,
        denominator: denominator.parse().ok()?,
    })
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(self.0, serializer)
    }
}

impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(self.0, serializer)
    }
}

fn write<S: Serializer>(ratio: Ratio, serializer: S) -> Result<S::Ok, S::Error> {
    let Ratio {
        numerator,
        denominator,
    } = ratio;
    match denominator {
        1 => serializer.collect_str(&numerator),
        _ => serializer.collect_str(&format_args!("{numerator}/{denominator}")),
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Share {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Share".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "How many of all messages: \"0\", \"1\" or a ratio such as \"1/20\".",
            "type": "string",
            "pattern": "^[0-9]+(/[0-9]+)?$",
        })
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Rate {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Rate".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "How fast a clock runs beside the true pace, from \"1/10\" to \"10\".",
            "type": "string",
            "pattern": "^[0-9]+(/[0-9]+)?$",
        })
    }
}
