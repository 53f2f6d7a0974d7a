//! Stories as files: a line that begins with `>` is a command to the harness, indented lines
//! under it are what happened, and everything else is prose.
//!
//! `UPDATE_GOLDENS=1 cargo test -p raft-core --test scripts` writes down what happens now.
//! Keep a changed story only if you can explain the change. `> quiet: …` tells nothing.
//!
//! | command | what it does |
//! |---|---|
//! | `cluster 3` | three nodes that have never run |
//! | `logs 1,1 / 1 / -` | three nodes with these logs, each in the term its log ends in |
//! | `timeout 0`, `heartbeat 0` | node 0's election timer, or heartbeat, runs out |
//! | `write 0 text` | a client gives node 0 a command |
//! | `deliver` | all that is in flight, and all that follows from it |
//! | `deliver 0 1`, `deliver 0 1 last` | the oldest, or the newest, message from 0 to 1 |
//! | `double 0 1` | delivers it and leaves it in flight |
//! | `lose 0 1`, `lose` | the oldest message from 0 to 1 is lost, or all are |
//! | `isolate 0`, `heal` | cuts all links of node 0, or mends all there are |
//! | `stall 0`, `sync 0`, `unstall 0` | its disk stops, does one thing, or catches up |
//! | `crash 0`, `restart 0` | |
//! | `flight`, `status` | what is on its way; a line for each node |

#[path = "../harness/mod.rs"]
mod harness;

mod stage;

use std::path::PathBuf;

use stage::Stage;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scripts")
}

/// Plays the script and compares what happens with what is written.
fn check(name: &str) {
    let path = folder().join(name).with_extension("txt");
    let script = std::fs::read_to_string(&path).expect("the script can be read");
    let played = play(&script);
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        std::fs::write(&path, played).expect("the script can be written");
        return;
    }
    for (number, (written, happened)) in script.lines().zip(played.lines()).enumerate() {
        assert_eq!(written, happened, "{name}.txt, line {}", number + 1);
    }
    assert_eq!(script, played, "{name}.txt");
}

/// The script with what happens in the place of what was written.
fn play(script: &str) -> String {
    let mut stage = Stage::default();
    let mut played = String::new();
    for line in script.lines().filter(|line| !line.starts_with("  ")) {
        played += line;
        played += "\n";
        let Some(command) = line.strip_prefix("> ") else {
            continue;
        };
        let quiet = command.strip_prefix("quiet: ");
        let told = stage.perform(quiet.unwrap_or(command));
        if quiet.is_none() {
            told.iter()
                .for_each(|line| played += &format!("  {line}\n"));
        }
    }
    played
}

/// One test for each script, and one that none was forgotten.
macro_rules! scripts {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            check(stringify!($name));
        })*

        #[test]
        fn every_script_is_played() {
            let mut names = vec![$(concat!(stringify!($name), ".txt").to_owned()),*];
            names.sort_unstable();
            let files = std::fs::read_dir(folder()).expect("the folder can be read");
            let mut found: Vec<String> = files
                .map(|file| file.expect("it can be listed").file_name())
                .filter_map(|name| name.into_string().ok())
                .filter(|name| name.ends_with(".txt"))
                .collect();
            found.sort_unstable();
            assert_eq!(names, found);
        }
    };
}

scripts! {
    crash_between_writing_and_sending
    doubled_appends_change_nothing
    election
    figure_7_logs_are_repaired
    figure_8_d_older_term_overwritten
    figure_8_e_current_term_commits
    late_replies_take_nothing_back
    own_vote_counts_when_durable
    reordered_appends_are_repaired
    split_vote
    stale_leader_is_overruled
    stalled_disk_holds_answers
}
