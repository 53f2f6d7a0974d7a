//! A workload, as files write it.

use serde::Serialize;

use super::share::Share;
use crate::clients::workload::Workload;

/// The requests that clients send by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Work {
    /// None.
    Off(Off),
    /// This workload.
    On(WorkloadShape),
}

/// The word for no workload, and for no chaos.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Off {
    /// Nothing comes by itself.
    Off,
}

/// Clients that send requests by themselves. The defaults are 5 operations a second, half of them
/// reads, on 3 keys, by 5 clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
pub struct WorkloadShape {
    /// How many operations begin in a second, on average.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 1_000)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) per_second: Option<u32>,
    /// How many of them read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) reads: Option<Share>,
    /// How many keys there are.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 26)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) keys: Option<u8>,
    /// How many clients there are, each with one operation at a time.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 100)))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) clients: Option<u8>,
}

impl Work {
    /// The workload as a scenario file spells it.
    pub(crate) fn of(workload: Option<Workload>) -> Work {
        match workload {
            None => Work::Off(Off::Off),
            Some(workload) => Work::On(WorkloadShape {
                per_second: Some(workload.per_second),
                reads: Some(Share(workload.reads)),
                keys: Some(workload.keys),
                clients: Some(workload.clients),
            }),
        }
    }

    pub(crate) fn resolved(self) -> Option<Workload> {
        let Work::On(shape) = self else {
            return None;
        };
        let usual = Workload::default();
        Some(Workload {
            per_second: shape.per_second.unwrap_or(usual.per_second),
            reads: shape.reads.map_or(usual.reads, |share| share.0),
            keys: shape.keys.unwrap_or(usual.keys),
            clients: shape.clients.unwrap_or(usual.clients),
        })
    }
}
