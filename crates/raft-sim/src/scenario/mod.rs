//! Scenario files: a run as people write it, with what is said about it and what must come
//! of it.
//!
//! A file is JSON with a published schema (`scenarios/schema.json`). It may speak of roles
//! ("the leader") and of events ("after a leader is elected"); [`play`] turns these into
//! moments and node numbers, which is what a [`crate::Run`] and a link hold. The page's
//! buttons send the same in words and end in [`parse_action_line`]; scripts send the `do` of a
//! scenario file and end in [`parse_action`].
//!
//! Each folder uses those before it: `action` (what is done), `spec` (what else a file says),
//! `read`, `play`, `write`. What a run begins with has one file for all of these steps:
//! `options` and `start`.
//!
//! [`Scenario::read`] refuses whatever it does not know or cannot play, with one sentence
//! that names the field, what was expected there and what was found.

mod action;
mod error;
mod options;
mod play;
mod read;
mod spec;
mod start;
mod trace;
mod write;

pub use action::roles::Resolution;
pub use action::share::{Rate, Share};
pub use action::value::{
    All, Any, Client, End, Group, Heal, LateMessage, MessageSpec, Newest, Nth, Rest, RoleSpec,
    Stopped, TargetSpec, Who,
};
pub use action::work::{Off, Work, WorkloadShape};
pub use action::{ActionSpec, action_spec, resolve};
pub use error::ReadError;
pub use options::{OptionsShape, options_shape, parse_options};
pub use play::verdict::{Checked, ExpectationOutcome};
pub use play::{Played, play, play_until};
pub use read::action_json::parse_action;
pub use read::action_line::parse_action_line;
pub use spec::event_name::EventName;
pub use spec::expectation::{Due, Expectation, PROPERTIES, What};
pub use spec::file::Scenario;
pub use spec::preset::Preset;
#[cfg(feature = "schema")]
pub use spec::schema;
pub use spec::step::{Caption, Step, Trigger, Watch};
pub use start::StartShape;
pub use trace::Trace;
pub use write::record;
