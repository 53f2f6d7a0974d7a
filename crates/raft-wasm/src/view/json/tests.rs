//! The writer gives the same text as `serde_json`.

use serde::Serialize;

use super::{Each, json};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Shape {
    whole_number: u64,
    below_zero: i64,
    yes: bool,
    text: &'static str,
    none: Option<u8>,
    some: Option<char>,
    pair: [u32; 2],
    empty: Vec<u8>,
    parts: Vec<Part>,
    one: One,
}

#[derive(Serialize)]
struct Part {
    of: Option<Vec<u8>>,
}

#[derive(Serialize)]
enum One {
    Of(u8),
}

fn shape() -> Shape {
    Shape {
        whole_number: u64::MAX,
        below_zero: -7,
        yes: true,
        text: "“SET x=1” \"quoted\" \\ back\nnext\u{1} 🚣",
        none: None,
        some: Some('"'),
        pair: [1, 2],
        empty: Vec::new(),
        parts: vec![
            Part { of: None },
            Part {
                of: Some(vec![3, 4]),
            },
        ],
        one: One::Of(5),
    }
}

fn read(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn every_shape_is_read_as_it_was_meant() {
    let expected = serde_json::to_value(shape()).expect("a value");
    assert_eq!(read(&json(&shape())), expected);
}

#[test]
fn what_is_found_is_a_list() {
    assert_eq!(json(&Each(|| 0..0_u8)), "[]");
    assert_eq!(json(&Each(|| (1..4_u8).map(Some))), "[1,2,3]");
}

#[test]
fn what_no_shape_holds_is_left_out_whole() {
    assert_eq!(json(&(1, 0.5)), "");
}
