//! The published JSON Schema, generated from the types that are written.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use raft_core::{Bug, RoleName};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::expectation::{ALL, PROPERTIES, ROLES};
use super::file::Scenario;

/// The schema of scenario files, as JSON text that ends with a line end.
#[must_use]
pub fn schema() -> String {
    let schema = schemars::schema_for!(Scenario);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// The name of a rule that can be left out.
pub(crate) struct BugName;

impl JsonSchema for BugName {
    fn schema_name() -> Cow<'static, str> {
        "BugName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The name of a rule that can be left out.",
            "enum": Bug::ALL.map(Bug::name).as_slice(),
        })
    }
}

/// The name of a safety property.
pub(crate) struct PropertyName;

impl JsonSchema for PropertyName {
    fn schema_name() -> Cow<'static, str> {
        "PropertyName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A safety property by its name.",
            "enum": PROPERTIES,
        })
    }
}

/// The name of a safety property, or the word for all.
pub(crate) struct PropertyOrAll;

impl JsonSchema for PropertyOrAll {
    fn schema_name() -> Cow<'static, str> {
        "PropertyOrAll".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = [ALL].into_iter().chain(PROPERTIES).collect();
        json_schema!({
            "description": "A safety property by its name, or all of them.",
            "enum": names,
        })
    }
}

/// The word for a role.
pub(crate) struct RoleWord;

impl JsonSchema for RoleWord {
    fn schema_name() -> Cow<'static, str> {
        "RoleName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The role of a running node.",
            "enum": ROLES.map(RoleName::word),
        })
    }
}
