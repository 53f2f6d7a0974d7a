//! Words: the bytes are a client's command, and an action line.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[allow(dead_code, reason = "each target uses a part of it")]
#[path = "../../crates/raft-check/examples/hostile/draw.rs"]
mod draw;
#[allow(dead_code, reason = "each target uses a part of it")]
#[path = "../../crates/raft-check/examples/hostile/input.rs"]
mod input;

fuzz_target!(|text: &str| {
    input::meet_words(text);
});
