//! Scenario files: a run as people write it, with what is said about it and what must come
//! of it.
//!
//! A file is JSON with a published schema (`scenarios/schema.json`). It may speak of roles
//! ("the leader") and of events ("after a leader is elected"); [`play`] turns these into
//! moments and node numbers, which is what a [`crate::Run`] and a link hold. The page's
//! buttons send the same in words and end in [`parse_action_line`], scripts send the `do` of a scenario
//! file and end in [`parse_action`].
//!
//! [`Scenario::read`] refuses whatever it does not know or cannot play, with one sentence
//! that names the field, what was expected there and what was found.

mod play;
mod read;
mod spec;
mod trace;
mod write;

pub use play::resolve::{Resolution, parse_action, resolve};
pub use play::verdict::{Checked, Outcome};
pub use play::{Played, play, play_until};
pub use read::action_line::parse_action_line;
pub use read::error::ReadError;
pub use spec::action_spec::{
    ActionSpec, All, Any, Client, End, Group, Heal, LateMessage, Message, Newest, Nth, Rest, Role,
    Stopped, Target, Who,
};
pub use spec::event_name::EventName;
pub use spec::expectation::{Expectation, Moment, PROPERTIES, What};
pub use spec::file::Scenario;
pub use spec::preset::Preset;
#[cfg(feature = "schema")]
pub use spec::schema;
pub use spec::setting::{OptionsShape, StartShape};
pub use spec::share::{Rate, Share};
pub use spec::step::{Caption, Step, Trigger, Watch};
pub use spec::work::{Off, Work, WorkloadShape};
pub use trace::Trace;
pub use write::{deed, options_shape, parse_options, record};
