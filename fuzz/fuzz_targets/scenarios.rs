//! Scenario files: the bytes are the text of one.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[allow(dead_code, reason = "each target uses a part of it")]
#[path = "../../crates/raft-check/examples/hostile/draw.rs"]
mod draw;
#[allow(dead_code, reason = "each target uses a part of it")]
#[path = "../../crates/raft-check/examples/hostile/input.rs"]
mod input;

fuzz_target!(|text: &str| {
    assert_eq!(input::meet_scenario(text).accusation, None);
});
