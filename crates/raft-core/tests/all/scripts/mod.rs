//! Stories as files: a line that begins with `>` is a command to the harness, indented lines
//! under it are what happened, and everything else is prose.
//!
//! `UPDATE_GOLDENS=1 cargo test -p raft-core --test all scripts` writes down what happens now.
//! Keep a changed story only if you can explain the change. `> quiet: …` tells nothing, and of
//! several commands on one line, `> a; b; c`, only the last tells something: a row of a table.
//!
//! A story begins with its numbers in the catalogue, `docs/conformance.md`, if it has any there.
//!
//! | command | what it does |
//! |---|---|
//! | `cluster 3` | three nodes that have never run |
//! | `logs 1,1 / 1 / -` | three nodes with these logs, each in the term its log ends in |
//! | `disk 0 term 2 vote 1 log 1,2` | node 0 boots with this on its disk, or with a part of it |
//! | `timeout 0`, `heartbeat 0` | node 0's election timer, or heartbeat, runs out |
//! | `wait 0`, `almost 0` | time passes until whichever it is, or until just before |
//! | `write 0 text` | a client gives node 0 a command |
//! | `deliver` | all that is in flight, and all that follows from it |
//! | `deliver 0 1`, `deliver 0 1 last` | the oldest, or the newest, message from 0 to 1 |
//! | `double 0 1` | delivers it and leaves it in flight |
//! | `lose 0 1`, `lose` | the oldest message from 0 to 1 is lost, or all are |
//! | `say 1 0 term 2 …` | a message from 1 arrives at 0, whether or not 1 has sent it |
//! | … `ask 2@1`, `grant`, `deny` | … about a vote; `2@1` is index 2 of term 1, `-` is none |
//! | … `append 2@1 3,3 commit 1` | … entries of terms 3 and 3 after this place, or `-` |
//! | … `matched 4`, `reject 4 2@1` | … an answer to that, with the place that may agree |
//! | `isolate 0`, `cut 0 1` | cuts all links of node 0, or one direction of one link |
//! | `partition 0,1 / 2` | nodes hear only their own group |
//! | `heal` | mends all links |
//! | `stall 0`, `sync 0`, `unstall 0` | its disk stops, does one thing, or catches up |
//! | `crash 0`, `restart 0` | |
//! | `flight`, `status`, `status 0` | what is on its way; a line for each node, or for one |
//! | `applied`, `progress 0` | what each node has applied; what a leader knows of the others |
//! | `count` | how many messages were sent since it was last asked |
//! | `timeouts follower 500`, `collisions 1000` | what chance gives, counted |
//! | `set batch 2`, `set blank` | entries per message, a blank entry: for clusters from then on |
//! | `set members 3`, `set timeouts 10 19` | who votes; the election timeouts in microseconds |

mod draws;
mod notation;
mod stage;
mod telling;

use std::path::PathBuf;

use stage::Stage;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/all/scripts")
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
    a_candidate_behind_the_leader_may_win
    a_candidate_yields_to_a_leader
    a_command_is_appended_and_replicated
    a_crash_of_all_nodes_loses_nothing
    a_doubled_vote_counts_once
    a_follower_commits_what_the_message_covers
    a_heartbeat_makes_up_for_lost_answers
    a_late_disk_commits_nothing
    a_late_request_is_refused
    a_leader_does_not_campaign
    a_leader_sends_heartbeats
    a_majority_commits
    a_majority_of_votes_makes_a_leader
    a_newer_term_is_adopted
    a_node_votes_from_any_role
    a_second_leader_is_refused
    a_short_log_is_found_at_once
    a_single_node_elects_itself
    a_stale_leader_is_ignored
    a_stale_term_is_rejected
    a_state_machine_is_built_again
    a_stranger_never_campaigns
    a_term_survives_a_restart
    a_vote_survives_a_restart
    catching_up_goes_in_batches
    concurrent_commands_keep_their_order
    crash_between_writing_and_sending
    dead_nodes_count
    doubled_appends_change_nothing
    dueling_candidates
    each_rejection_skips_a_term
    election
    election_timeouts_are_random
    entries_are_pipelined
    figure_7_logs_are_repaired
    figure_8_d_older_term_overwritten
    figure_8_e_current_term_commits
    followers_apply_what_is_committed
    late_replies_take_nothing_back
    leadership_goes_round
    messages_are_few
    nobody_holds_more_than_was_sent
    nodes_start_as_followers
    nothing_commits_without_a_majority
    one_vote_per_term
    only_a_conflict_truncates
    only_a_leader_takes_commands
    only_entries_of_the_current_term_commit
    own_vote_counts_when_durable
    reordered_appends_are_repaired
    silence_starts_an_election
    split_vote
    stale_leader_is_overruled
    stalled_disk_holds_answers
    the_better_log_keeps_its_vote
    the_entry_before_must_agree
    the_loser_is_repaired
    three_candidates_elect_nobody
    who_lacks_a_committed_entry_cannot_win
}
