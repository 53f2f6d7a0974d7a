//! The words that protocol, world and judge never contain, so that a seed has one history only.

use crate::files::{self, Findings};
use crate::rust_text::{code_only, has_word};

const PURE: [&str; 4] = ["raft-core", "raft-sim", "raft-check", "raft-why"];

/// A word, and the advice for the one who used it.
const FORBIDDEN: [(&str, &str); 6] = [
    ("HashMap", "its order differs from run to run: use BTreeMap"),
    ("HashSet", "its order differs from run to run: use BTreeSet"),
    (
        "SystemTime",
        "the only clock is simulated time: take the moment as an argument",
    ),
    (
        "Instant::now",
        "the only clock is simulated time: take the moment as an argument",
    ),
    (
        "f32",
        "floats differ between native code and wasm: count in integers",
    ),
    (
        "f64",
        "floats differ between native code and wasm: count in integers",
    ),
];

/// The exceptions: the reader of JSON gets decimals, and refuses them.
const EXCEPTIONS: [(&str, &str); 1] = [("crates/raft-sim/src/scenario/read/json.rs", "f64")];

#[test]
fn a_run_depends_on_nothing_but_its_scenario() {
    let mut findings = Findings::default();
    for krate in PURE {
        for file in files::rust_below(&format!("crates/{krate}/src/")) {
            for (number, line) in (1..).zip(code_only(&file.text).lines()) {
                for (word, instead) in FORBIDDEN {
                    let excepted = EXCEPTIONS.contains(&(file.path.as_str(), word));
                    if has_word(line, word) && !excepted {
                        findings.add(&file.path, number, &format!("{word}: {instead}"));
                    }
                }
            }
        }
    }
    findings.expect_none();
}

#[test]
fn pure_crates_forbid_unsafe_and_need_no_std() {
    let mut findings = Findings::default();
    for krate in PURE {
        let path = format!("crates/{krate}/src/lib.rs");
        let code = code_only(&files::read(&path));
        for attribute in ["#![forbid(unsafe_code)]", "#![no_std]"] {
            if !code.contains(attribute) {
                findings.add(
                    &path,
                    1,
                    &format!("{attribute} is missing: add it at the top"),
                );
            }
        }
    }
    findings.expect_none();
}
