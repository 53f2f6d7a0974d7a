//! Ratios, as files write them: a share of messages ("1/20"), a clock's rate ("3/2").

use serde::{Serialize, Serializer};

use crate::options::Ratio;

/// How many of all messages: `"0"`, `"1"` or a ratio such as `"1/20"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share(pub Ratio);

/// How fast a clock runs beside the true pace: `"1"`, or a ratio such as `"3/2"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate(pub Ratio);

/// The ratio that the text spells, in range or not.
pub(crate) fn parse_ratio(text: &str) -> Option<Ratio> {
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
