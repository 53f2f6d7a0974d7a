//! A band of a lane: the state of a node between two changes.

use raft_core::{RoleName, Term};

use crate::server::view::Status;

/// What a node was, from one moment to the next change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// Its term.
    pub term: Term,
    /// Its role.
    pub role: RoleName,
    /// Whether its process ran.
    pub status: Status,
    /// How many other nodes it could not speak with in both directions.
    pub cut_off_from: u8,
}
