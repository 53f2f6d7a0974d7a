//! Links: the bytes are the body of one, framed with a checksum that fits.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[allow(dead_code, reason = "each target uses a part of it")]
#[path = "../../crates/raft-check/examples/hostile/draw.rs"]
mod draw;
#[allow(dead_code, reason = "each target uses a part of it")]
#[path = "../../crates/raft-check/examples/hostile/input.rs"]
mod input;

fuzz_target!(|bytes: &[u8]| {
    if let [version, body @ ..] = bytes {
        let text = raft_sim::link::frame(version % 3, body);
        assert_eq!(input::meet_link(&text).accusation, None);
    }
});
