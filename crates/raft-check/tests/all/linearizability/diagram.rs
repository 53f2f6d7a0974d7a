//! Histories as people draw them: a line for each client, a column for each moment.

use std::fs;
use std::path::{Path, PathBuf};

use raft_check::linearizability::{Ending, History, Operation};
use raft_core::{ClientId, Command, Instant};
use raft_sim::Response;

/// A drawn history, and what is to be found in it.
pub struct Example {
    pub title: String,
    pub history: History,
    /// The names of the operations, such as "A2", by their places.
    pub names: Vec<String>,
    /// Which contradict each other; nothing when the history is linearizable.
    pub contradiction: Option<Vec<String>>,
}

/// All examples of all files.
pub fn examples() -> Vec<Example> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all/histories");
    let files = fs::read_dir(&folder).expect("the folder of histories is there");
    let mut files: Vec<PathBuf> = files
        .map(|file| file.expect("it can be listed").path())
        .collect();
    files.sort();
    let mut examples = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a history is text");
        let blocks = text.split("\n\n").filter(|block| !block.starts_with('#'));
        examples.extend(blocks.map(Example::read));
    }
    examples
}

impl Example {
    fn read(block: &str) -> Example {
        let mut lines = block.lines();
        let title = lines.next().expect("a title comes first");
        let source = lines.next().expect("its source comes next");
        assert!(source.starts_with("source: "), "{title}: where is it from?");
        let verdict = lines.next().expect("then the verdict");
        let drawing: Vec<&str> = lines.collect();
        let (history, names) = read_drawing(&drawing);
        let contradiction = verdict.strip_prefix("not linearizable: ");
        assert!(
            verdict == "linearizable" || contradiction.is_some(),
            "{title}: {verdict}"
        );
        let contradiction = contradiction.map(|it| it.split(' ').map(str::to_owned).collect());
        let title = title.to_owned();
        Example {
            title,
            history,
            names,
            contradiction,
        }
    }
}

/// A drawing alone, and the names of its operations.
pub fn read_drawing(lines: &[&str]) -> (History, Vec<String>) {
    let mut operations: Vec<(Operation, String)> = Vec::new();
    for (line, client) in lines.iter().zip((0..).map(ClientId)) {
        let name = line.split(' ').next().unwrap_or_default();
        let starts = line.match_indices('[').map(|(column, _)| column);
        for (start, number) in starts.zip(1..) {
            let operation = read_operation(line, start, client);
            operations.push((operation, format!("{name}{number}")));
        }
    }
    operations.sort_by_key(|(operation, _)| (operation.called_at, operation.client));
    let (operations, names): (Vec<_>, Vec<_>) = operations.into_iter().unzip();
    (operations.into_iter().collect(), names)
}

fn read_operation(line: &str, start: usize, client: ClientId) -> Operation {
    let text = &line[start + 1..];
    let moment = |column: usize| Instant::from_millis(column as u64);
    let end = text.find(']');
    let lost = text.find("...");
    let ends_at = |end: usize| moment(start + 1 + end);
    let (text, end) = match (end, lost) {
        (Some(end), Some(lost)) if lost + 3 == end => (&text[..lost], Err(Some(ends_at(end)))),
        (Some(end), Some(lost)) if lost < end => (&text[..lost], Err(None)),
        (Some(end), _) => (&text[..end], Ok(ends_at(end))),
        (None, Some(lost)) => (&text[..lost], Err(None)),
        (None, None) => panic!("\"{text}\" has no end"),
    };
    let (command, answer) = text.split_once(": ").unwrap_or((text, ""));
    let ending = match end {
        Ok(at) => Ending::Answered {
            at,
            response: response(command, answer.trim()),
        },
        Err(until) => Ending::Unknown { until },
    };
    Operation {
        client,
        command: Command::new(command.trim()),
        called_at: moment(start),
        ending,
    }
}

fn response(command: &str, answer: &str) -> Response {
    let verb = command.split(' ').next().unwrap_or_default();
    match (verb, answer) {
        ("SET", "") => Response::Stored,
        ("GET", "nothing") => Response::Value(None),
        ("GET", value) => Response::Value(Some(value.into())),
        ("DELETE", _) => Response::Deleted(answer == "deleted"),
        ("CAS", _) => Response::Swapped(answer == "swapped"),
        ("ADD", _) => Response::Sum(answer.parse().ok()),
        (_, "moved" | "not moved") => Response::Transferred(answer == "moved"),
        (_, "logged") => Response::Logged,
        _ => panic!("\"{command}\" has the answer \"{answer}\""),
    }
}
