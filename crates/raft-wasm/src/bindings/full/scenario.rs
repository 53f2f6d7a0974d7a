//! The run shown as a scenario file and as a trace, and a scenario file as a run.

use raft_sim::Nobody;
use raft_sim::limits::SCENARIO_CHARACTERS_MAX;
use raft_sim::lines::Lines;
use raft_sim::link::Narration;
use raft_sim::scenario::{self, Scenario};

use crate::session::Session;

/// Opens the text of a scenario file, at its beginning, with a sentence about each thing that does
/// not come about as the file says. The judge's expectations are left to the judge on the page.
///
/// # Errors
/// One sentence about the first mistake in the file.
pub(super) fn open(text: &str) -> Result<(Session, Vec<String>), String> {
    let scenario = Scenario::read(text).map_err(|error| error.to_string())?;
    let mut played = scenario::play(&scenario, &mut Nobody);
    raft_why::examine_questions(&scenario, &mut played);
    let head = played.world.now();
    let mut session = Session::of(played.run);
    session.tell(Narration {
        title: scenario.title().into(),
        about: scenario.about().into(),
        captions: played.captions,
        until: None,
    });
    session.late = played.late;
    session.timeline.offer_head(head);
    let failed = played.expectations.iter().filter(|it| it.has_failed());
    let failed = failed.map(ToString::to_string);
    let notices = played.notices.into_iter().chain(failed).collect();
    Ok((session, notices))
}

/// The branch shown as a scenario.
///
/// # Errors
/// Returns one when a file cannot hold the run.
pub(super) fn save(session: &Session) -> Result<Scenario, String> {
    let timeline = session.shown();
    let branch = timeline.branch();
    let words = session.narration.of_run(&branch.actions);
    let scenario = scenario::record(
        &timeline.run(),
        branch.head,
        &words.title,
        &words.about,
        &words.captions,
    );
    let scenario = scenario.map_err(|error| error.to_string())?;
    // Without line ends, which is how the limit counts a file that was recorded.
    let text = serde_json::to_string(&scenario).map_err(|error| error.to_string())?;
    if text.len() > SCENARIO_CHARACTERS_MAX {
        let length = text.len();
        return Err(format!(
            "This run would fill {length} characters: expected at most \
             {SCENARIO_CHARACTERS_MAX} in a scenario file; share it as a link."
        ));
    }
    Ok(scenario)
}

/// The events of the branch shown after the one numbered `after`, as at most `count` JSON lines.
pub(super) fn trace_lines(session: &Session, after: u64, count: usize) -> String {
    let mut lines = Lines::new(after, count);
    session.shown().retell(after, &mut lines, Lines::are_full);
    lines.into_text()
}
