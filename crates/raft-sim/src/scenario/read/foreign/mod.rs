//! Files of other programs, which people drop on the page or name on the command line. Each is
//! recognized by its beginning and refused by its name, since words about JSON would not help.
//!
//! A file for each format has its name in sentences and its detector. A detector may miss a file,
//! and must never claim a scenario: it is asked only about texts that are none.

mod binary;
mod ccf_trace;
mod etcd_log;
mod etcd_trace;
mod event_lines;
mod jepsen_history;
mod lab_log;
mod mermaid_diagram;
mod porcupine_history;
mod run_report;
mod sample;
mod shiviz_log;
mod state_trace;
mod web_page;

use super::json::Json;
use crate::scenario::error::ReadError;
use sample::{Format, Sample};

const FORMATS: [Format; 13] = [
    event_lines::FORMAT,
    run_report::FORMAT,
    etcd_trace::FORMAT,
    etcd_log::FORMAT,
    ccf_trace::FORMAT,
    porcupine_history::FORMAT,
    jepsen_history::FORMAT,
    lab_log::FORMAT,
    shiviz_log::FORMAT,
    mermaid_diagram::FORMAT,
    state_trace::FORMAT,
    web_page::FORMAT,
    binary::FORMAT,
];

/// Why a text that is no scenario is refused, when it is a file of a known format. `whole` is the
/// text as JSON, where it is JSON.
pub(crate) fn refusal_of(text: &str, whole: Option<&Json>) -> Option<ReadError> {
    let sample = Sample::of(text, whole);
    let format = FORMATS.iter().find(|format| (format.is_of)(&sample))?;
    let Format { name, advice, .. } = format;
    Some(ReadError::new(format_args!(
        "This is {name}, not a scenario: expected a scenario file, which is JSON such as \
         {{\"format\": 1}}, or a share link{advice}."
    )))
}
