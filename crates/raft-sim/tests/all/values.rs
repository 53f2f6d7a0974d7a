//! Values of the state machine, of every length: short ones are kept in another way than long ones.

use raft_core::{Bugs, ClientId, Command, Entry, Origin, Payload, Term};
use raft_sim::{Machine, Response, Value};

fn entry(serial: u64, text: &str) -> Entry {
    let origin = Origin {
        client: ClientId(0),
        serial,
    };
    let command = Command::new(text);
    Entry {
        term: Term(1),
        payload: Payload::Command { origin, command },
    }
}

/// Letters of one, two and four bytes, so that some texts end inside of one where the room ends.
fn texts() -> impl Iterator<Item = String> {
    ["x", "é", "🙂"]
        .into_iter()
        .flat_map(|letter| (0..40).map(|count| letter.repeat(count)))
}

#[test]
fn a_value_is_the_text_that_was_written() {
    for text in texts() {
        assert_eq!(Value::from(text.as_str()).text(), text);
    }
}

#[test]
fn values_are_equal_where_their_texts_are() {
    for (text, other) in texts().flat_map(|text| texts().map(move |other| (text.clone(), other))) {
        let values = [&text, &other].map(|text| Value::from(text.as_str()));
        assert_eq!(values[0] == values[1], text == other, "{text} and {other}");
    }
}

#[test]
fn a_read_finds_what_was_written_also_after_a_snapshot() {
    for text in texts().filter(|text| !text.is_empty()) {
        let mut machine = Machine::default();
        machine.apply(&entry(1, "SET k=1"));
        machine.apply(&entry(2, &format!("SET k={text}")));
        let read = entry(3, "GET k");
        machine.apply(&read);
        let read = machine.response_to(&read);
        assert_eq!(read, Response::Value(Some(Value::from(text.as_str()))));
        let restored = Machine::from_bytes(&machine.to_bytes(), Bugs::default());
        assert_eq!(restored.as_ref(), Some(&machine));
        assert_eq!(machine.value("k"), Some(text.as_str()));
    }
}
