//! A short slice of the inputs that `cargo run --release -p raft-check --example hostile` meets.

#[path = "../../examples/hostile/draw.rs"]
mod draw;
#[path = "../../examples/hostile/input.rs"]
mod input;

use input::{KINDS, Kind, make, meet_link};

#[test]
fn hostile_inputs_are_refused_or_played_within_the_bounds() {
    let mut played = [0_u32; 4];
    let (mut ended, mut events) = (0, 0);
    for number in 0..600 {
        let outcome = make(number).meet();
        assert_eq!(outcome.accusation, None, "input {number}");
        let place = KINDS.iter().position(|kind| *kind == outcome.kind);
        played[place.expect("one of them")] += u32::from(outcome.played);
        ended += u32::from(outcome.ended);
        events += outcome.events;
    }
    println!("{played:?} links, scenarios, starts and words were played: {events} events");
    println!("{ended} runs reached a bound");
    assert!(played.iter().all(|count| *count > 15), "{played:?}");
}

/// Links that once took gigabytes, or seconds.
#[test]
fn links_that_did_harm_end_within_the_bounds() {
    let flood = "#UlABHZtRNQEABAAJAegH0A8C6AcDgMjOtA2AyM60DQAAAADh2d4n4dneJ_jen8Gmt4vgSQ";
    // Its nodes hold thousands of messages back, and let those in the middle go first.
    let held_back = concat!(
        "#UlAB6mfKcwLbgLHmpvLtBQ0ACQHx3WDx3WADBu05CM-TDPzFDAkCCQgJCQkKC5gFDQIORw_mMhABAAAALwA",
        "Lyg4EAS0XCAYGiQIL4gQXBQUBzSYZAVYABwcFAgADAgEGAQQCBQgCAgcEDgAKDtyYARgB8wEFCwQpsvcBGAD",
        "6JhkAuPteDAEBAs4CzwIEC6DgVxgBKgICGFfB4QwYAYYDBgYDWi8RBgUCAQgCBRIABw5BREQg0LrQu9GO0Yc",
        "gOITbARYBBse2AZnIAX8ACAVHRVQgebs4FgEI3QytzAOE9AEdAAEBAgIKBwjeAgUI2hAZAVcA-OymBB0CAQC",
        "3mucCHgQBBAUGAPSTlAEAAghERUxFVEUgemIKCAavExICAAEBxwFaBwIEAQIDBwUABAUGCGYTCKepBB0BBAD",
        "DjCkFA46cKggEARkBWwABBQeAyBgWANQo6igkFgAIKwgAARlTRVQgej05MjIzMzcyMDM2ODU0Nzc1ODA3AAY",
        "HGAAGBUdFVCB4xKuyARUAAAENAQMGAQUZEAgCMQDWJRACABoBFQwAziKCNLrqkAy66pAMAA",
    );
    for link in [flood, held_back] {
        let outcome = meet_link(link);
        assert_eq!(outcome.kind, Kind::Link);
        assert!(outcome.played && outcome.ended, "{outcome:?}");
    }
}
