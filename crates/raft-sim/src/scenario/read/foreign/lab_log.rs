//! What the labs of MIT's course 6.5840 (6.824) print: the tests, and the logs that students make
//! for the usual viewers.

use super::sample::{Format, Sample};

pub(super) const FORMAT: Format = Format {
    name: "the log of a lab, as those of MIT 6.5840",
    advice: "",
    is_of,
};

/// The topics of the log viewer that most students use.
const TOPICS: [&str; 18] = [
    "CLNT", "CMIT", "DROP", "ERRO", "INFO", "LEAD", "LOG1", "LOG2", "PERS", "SNAP", "TERM", "TEST",
    "TIMR", "TRCE", "VOTE", "WARN", "SRVR", "CTRL",
];

fn is_of(sample: &Sample<'_>) -> bool {
    let mut lines = sample.lines.iter();
    lines.any(|line| is_topic_line(line) || is_bracket_line(line) || is_test_line(line))
}

/// `004321 VOTE S1 asks S0`: a time, a topic and a server.
fn is_topic_line(line: &str) -> bool {
    let mut words = line.split_whitespace();
    words.next().is_some_and(is_number)
        && words.next().is_some_and(|topic| TOPICS.contains(&topic))
        && words.next().is_some_and(is_server)
}

/// `12:04:31.208113 [2] becomes Candidate`: a time, a server in brackets, and a text.
fn is_bracket_line(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let is_time = |word: &str| {
        let digits = |character: char| character.is_ascii_digit() || ":.".contains(character);
        word.contains(':') && word.chars().all(digits)
    };
    let is_id = |word: &str| {
        let inner = word.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
        inner.is_some_and(is_number)
    };
    words.next().is_some_and(is_time) && words.next().is_some_and(is_id)
}

/// `Test (3A): initial election ...`: the part of the lab in brackets.
fn is_test_line(line: &str) -> bool {
    let part = line
        .strip_prefix("Test (")
        .and_then(|it| it.split_once("):"));
    part.is_some_and(|(part, _)| {
        let mut characters = part.chars();
        characters.next().is_some_and(|it| it.is_ascii_digit())
            && characters.all(|it| it.is_ascii_alphanumeric())
    })
}

fn is_server(word: &str) -> bool {
    let number = word.strip_prefix('S');
    number.is_some_and(|it| is_number(it.trim_end_matches(':')))
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|it| it.is_ascii_digit())
}
