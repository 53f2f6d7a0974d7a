//! The input of a command: a scenario file or a share link.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use raft_sim::limits::SCENARIO_CHARACTERS_MAX;
use raft_sim::link::{self, Shared};
use raft_sim::scenario::Scenario;

/// A run to be played.
pub(crate) enum Playable {
    Scenario(Box<Scenario>),
    Link(Box<Shared>),
}

/// The longest input in bytes: no character takes more than four.
const BYTES_MAX: u64 = 4 * SCENARIO_CHARACTERS_MAX as u64;

/// Reads a scenario file, a link, or `-` for either of them on the standard input. When it
/// cannot, one sentence says why.
pub(crate) fn read(input: &str) -> Result<Playable, String> {
    if input == "-" {
        let text = text_from(io::stdin().lock()).map_err(|why| format!("Standard input {why}"))?;
        return from_text(&text).map_err(|sentence| format!("Standard input: {sentence}"));
    }
    if looks_like_a_link(input) {
        return from_link(input);
    }
    if !Path::new(input).exists()
        && let Ok(playable) = from_link(input)
    {
        return Ok(playable);
    }
    let name = if input.is_empty() { "\"\"" } else { input };
    let named = |why: String| format!("{name} {why}");
    let file = File::open(input).map_err(|error| named(unreadable(&error)))?;
    let is_directory = file.metadata().is_ok_and(|metadata| metadata.is_dir());
    if is_directory {
        return Err(named("is a folder: expected a scenario file.".into()));
    }
    let text = text_from(file).map_err(named)?;
    from_text(&text).map_err(|sentence| format!("{input}: {sentence}"))
}

fn looks_like_a_link(input: &str) -> bool {
    ["#", "http://", "https://"]
        .iter()
        .any(|start| input.starts_with(start))
}

fn from_link(text: &str) -> Result<Playable, String> {
    let shared = link::decode(text).map_err(|error| error.to_string())?;
    Ok(Playable::Link(Box::new(shared)))
}

/// A file may hold a link instead of a scenario.
fn from_text(text: &str) -> Result<Playable, String> {
    if looks_like_a_link(text.trim_start()) {
        return from_link(text.trim());
    }
    match Scenario::read(text) {
        Ok(scenario) => Ok(Playable::Scenario(Box::new(scenario))),
        Err(sentence) => Err(sentence.to_string()),
    }
}

/// The text of a source.
///
/// # Errors
/// The end of a sentence that says why the source cannot be read, or that it is too long.
fn text_from(source: impl Read) -> Result<String, String> {
    let mut bytes = Vec::new();
    source
        .take(BYTES_MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(format!(
            "is too long: expected at most {SCENARIO_CHARACTERS_MAX} characters."
        ));
    }
    String::from_utf8(bytes)
        .map_err(|_| "is not text: expected a scenario file in UTF-8.".to_owned())
}

/// The end of a sentence about a file that cannot be read.
fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => {
            "is neither a file nor a link: expected a scenario file or a share link.".into()
        }
        io::ErrorKind::IsADirectory => "is a folder: expected a scenario file.".into(),
        io::ErrorKind::PermissionDenied => "may not be read: permission is denied.".into(),
        _ => format!("cannot be read: {error}."),
    }
}
