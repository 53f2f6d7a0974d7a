//! Chaos, as files write it.

use serde::{Serialize, Serializer};

use super::work::Off;
use crate::action::chaos::{Assumptions, Chaos};

/// The faults that come by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum ChaosSpec {
    /// None.
    Off(Off),
    /// These faults.
    On(ChaosShape),
}

/// Faults that come by themselves, drawn from the seed; some of them mend earlier ones. The default
/// is 12 a minute, with Raft's assumptions kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct ChaosShape {
    /// How many faults come in a minute, on average.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 120)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) per_minute: Option<u32>,
    /// Whether disks keep what they have confirmed, as Raft assumes.
    #[serde(
        skip_serializing_if = "Option::is_none",
        serialize_with = "assumptions_word"
    )]
    #[cfg_attr(feature = "schema", schemars(with = "Option<AssumptionsName>"))]
    pub(crate) assumptions: Option<Assumptions>,
}

impl ChaosSpec {
    /// Chaos as a scenario file spells it.
    pub(crate) fn of(chaos: Option<Chaos>) -> ChaosSpec {
        match chaos {
            None => ChaosSpec::Off(Off::Off),
            Some(chaos) => ChaosSpec::On(ChaosShape {
                per_minute: Some(chaos.per_minute),
                assumptions: Some(chaos.assumptions),
            }),
        }
    }

    pub(crate) fn resolved(self) -> Option<Chaos> {
        let ChaosSpec::On(shape) = self else {
            return None;
        };
        let usual = Chaos::default();
        Some(Chaos {
            per_minute: shape.per_minute.unwrap_or(usual.per_minute),
            assumptions: shape.assumptions.unwrap_or(usual.assumptions),
        })
    }
}

#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for this form"
)]
fn assumptions_word<S: Serializer>(
    assumptions: &Option<Assumptions>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    assumptions.map(Assumptions::word).serialize(serializer)
}

/// Whether Raft's assumptions are kept.
#[cfg(feature = "schema")]
struct AssumptionsName;

#[cfg(feature = "schema")]
impl schemars::JsonSchema for AssumptionsName {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "AssumptionsName".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "Whether Raft's assumption of stable storage is kept.",
            "enum": Assumptions::ALL.map(Assumptions::word),
        })
    }
}
