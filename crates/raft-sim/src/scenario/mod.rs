//! Scenario files: a run as people write it, with what is said about it and what must come
//! of it.
//!
//! A file is JSON with a published schema (`scenarios/schema.json`). It may speak of roles
//! ("the leader") and of events ("after a leader is elected"); [`play`] turns these into
//! moments and node numbers, which is what a [`crate::Run`] and a link hold. The page's
//! buttons send the same in words and end in [`parse_words`], scripts send the `do` of a scenario
//! file and end in [`parse_action`].
//!
//! [`Scenario::read`] refuses whatever it does not know or cannot play, with one sentence
//! that names the field, what was expected there and what was found.

mod deed;
mod event_name;
mod expectation;
mod file;
mod json;
mod play;
mod preset;
mod read;
mod read_deed;
mod read_expectation;
mod read_setting;
mod record;
mod resolve;
#[cfg(feature = "schema")]
pub mod schema;
mod sentence;
mod setting;
mod share;
mod step;
mod trace;
mod verdict;
mod words;
mod work;

pub use deed::{
    All, Any, Client, Deed, End, Group, Heal, LateMessage, Message, Newest, Nth, Rest, Role,
    Stopped, Target, Who,
};
pub use event_name::EventName;
pub use expectation::{Expectation, Moment, PROPERTIES, What};
pub use file::Scenario;
pub use play::{Played, play, play_until};
pub use preset::Preset;
pub use record::{deed, options_shape, parse_options, record};
pub use resolve::{Resolution, parse_action, resolve};
pub use sentence::Sentence;
pub use setting::{OptionsShape, StartShape};
pub use share::{Rate, Share};
pub use step::{Caption, Step, Trigger, Watch};
pub use trace::Trace;
pub use verdict::{Checked, Outcome};
pub use words::parse_words;
pub use work::{Off, Work, WorkloadShape};
