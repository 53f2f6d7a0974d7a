//! Scenario files: a run as people write it, with its captions and its expectations.
//!
//! A file is JSON with a published schema (`scenarios/schema.json`). It may speak of roles
//! ("the leader") and of events ("after a leader is elected"); [`play`] turns these into
//! moments and node numbers, the form of a [`crate::Run`] and of a link. The page's buttons send
//! action lines, which [`parse_action_line`] reads; scripts send the `do` of a scenario file,
//! which [`parse_action`] reads.
//!
//! Each folder uses those before it: `action` (one action), `spec` (the other parts of a file),
//! `read`, `play`, `write`. The options and the disks at the start of a run have a file each for
//! all of these steps, `options` and `start`.
//!
//! [`Scenario::read`] refuses every field that it does not know and every value that cannot be
//! played, with one sentence: the field, the value expected there and the value found.

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
pub use spec::expectation::{ALL, Due, Expectation, PROPERTIES, What};
pub use spec::file::Scenario;
pub use spec::happening::{Happening, MessagePattern, Times};
pub use spec::preset::Preset;
#[cfg(feature = "schema")]
pub use spec::schema;
pub use spec::step::{Caption, Step, Trigger, Watch};
pub use spec::why_not::{Needs, WhyNot};
pub use start::StartShape;
pub use trace::Trace;
pub use write::record;
