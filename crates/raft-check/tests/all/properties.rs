//! Each of the five properties of Raft Figure 3 has a run in which it fails. Whole nodes never
//! do such things, so most of these runs are spliced: the judge watches one world, and then
//! another as if it went on. What a judge can see of that beside is said, too.

use std::fs;
use std::path::Path;

use crate::common::{
    Watched, accused, commit, cut, index, logs, ms, only_violation, report, three, timeout,
    two_leaders_apart, write,
};
use raft_check::properties::leader_completeness::LeaderLacksCommitted;
use raft_check::{Finding, Property};
use raft_core::chance::Key;
use raft_core::quorum::Tally;
use raft_core::{Decision, NodeId, NodeSet, RoleName, Term};
use raft_sim::{Action, Run, World};

#[test]
fn two_leaders_of_one_term_break_election_safety() {
    let one = three([(0, timeout(1))]);
    let other = three([(0, timeout(2))]);
    let mut watched = Watched::whole(&one, 1_000);
    assert_eq!(watched.verdict(), None);
    watched.world = World::begin(&other);
    watched.act(&timeout(2));
    watched.advance(1_000);
    let expected = [Property::OneVotePerTerm, Property::ElectionSafety];
    assert_eq!(accused(&watched.judge), expected, "node 0 elects both");
    let violation = &watched.judge.violations()[1];
    assert_eq!(violation.sentence(), "Nodes 1 and 2 both led term 1.");
    let nodes = [1, 2].map(NodeId).into_iter().collect::<NodeSet>();
    assert_eq!(violation.nodes(), nodes);
}

#[test]
fn following_a_second_leader_breaks_election_safety() {
    let mut watched = Watched::whole(&three([(0, timeout(1))]), 1_000);
    let (leader, term) = (NodeId(2), Term(1));
    report(&mut watched, 0, Decision::LeaderRecognized { leader, term });
    let sentence = "Nodes 1 and 2 both led term 1.".to_owned();
    assert_eq!(
        only_violation(&watched.judge),
        (Property::ElectionSafety, sentence)
    );
}

#[test]
fn a_leader_that_truncates_breaks_leader_append_only() {
    let run = three([(0, timeout(0)), (200, write(0, "SET x=1"))]);
    let mut watched = Watched::whole(&run, 260);
    let truncated = Decision::EntriesTruncated {
        first: index(1),
        last: index(1),
        own: Term(1),
        leaders: Some(Term(1)),
    };
    report(&mut watched, 1, truncated);
    assert_eq!(watched.verdict(), None, "a follower may");
    let mut put_back = Watched::whole(&run, 260);
    report(&mut put_back, 0, truncated);
    let verdict = put_back.verdict();
    assert_eq!(verdict, None, "its entry is there after the step");
    watched.world = Watched::whole(&three([(0, timeout(0))]), 260).world;
    report(&mut watched, 0, truncated);
    let sentence = "Node 0 changed or removed its own entry at index 1 while it led term 1.";
    assert_eq!(
        only_violation(&watched.judge),
        (Property::LeaderAppendOnly, sentence.to_owned())
    );
}

#[test]
fn a_leader_whose_log_shrinks_in_silence_breaks_leader_append_only() {
    let writes = [(200, write(0, "SET x=1")), (300, write(0, "SET y=2"))];
    let [first, second] = writes;
    let mut watched = Watched::whole(&three([(0, timeout(0)), first.clone(), second]), 1_000);
    watched.world = Watched::whole(&three([(0, timeout(0)), first]), 1_000).world;
    report(&mut watched, 0, commit(1));
    let expected = [Property::CommitNeverFalls, Property::LeaderAppendOnly];
    assert_eq!(accused(&watched.judge), expected, "it had committed both");
    let sentence = "Node 0 changed or removed its own entry at index 2 while it led term 1.";
    assert_eq!(watched.judge.violations()[1].sentence(), sentence);
}

#[test]
fn logs_that_agree_at_an_entry_and_not_before_break_log_matching() {
    let run = Run {
        start: logs([&[1, 1, 3], &[1, 2, 3], &[1]]),
        ..three([])
    };
    let sentence = "Nodes 0 and 1 both hold an entry at index 3 of term 3, but their logs \
                    differ at index 2.";
    let watched = Watched::new(&run);
    assert_eq!(
        only_violation(&watched.judge),
        (Property::LogMatching, sentence.to_owned())
    );
}

#[test]
fn different_entries_of_one_index_and_term_break_log_matching() {
    let one = three([(0, timeout(0)), (200, write(0, "SET x=1"))]);
    let other = three([(0, timeout(0)), (200, write(0, "SET y=2"))]);
    let mut watched = Watched::whole(&one, 260);
    watched.world = Watched::whole(&other, 260).world;
    watched.advance(310);
    let sentence = "Nodes 0 and 1 both hold an entry at index 1 of term 1, but their logs \
                    differ at index 1.";
    assert_eq!(
        only_violation(&watched.judge),
        (Property::LogMatching, sentence.to_owned())
    );
}

#[test]
fn an_old_leader_that_commits_too_late_breaks_leader_completeness() {
    let mut watched = Watched::whole(&two_leaders_apart(), 520);
    report(&mut watched, 0, commit(1));
    let sentence = "Node 1 led term 2 without “SET x=1” of term 1 at index 1, which Node 0 \
                    committed in term 1; it held nothing there.";
    let expected = [Property::CommitOnMajority, Property::LeaderCompleteness];
    assert_eq!(accused(&watched.judge), expected, "only node 0 holds it");
    assert_eq!(watched.judge.violations()[1].sentence(), sentence);
}

/// Node 1 leads term 2 when node 0, of term 1, commits what both hold. The leader of term 3 must
/// hold it, too, though the leader before it had committed nothing when it was elected.
#[test]
fn an_old_leader_that_commits_late_binds_leaders_still_to_come() {
    let mut watched = Watched::whole(
        &three([
            (0, timeout(0)),
            (140, cut(0, 2)),
            (140, cut(1, 0)),
            (200, write(0, "SET x=1")),
            (300, timeout(1)),
            (430, cut(1, 2)),
        ]),
        460,
    );
    report(&mut watched, 0, commit(1));
    assert_eq!(watched.verdict(), None, "nodes 0 and 1 are a majority");
    let (term, votes) = (Term(3), Tally::of(2, 2));
    report(&mut watched, 2, Decision::BecameLeader { term, votes });
    let sentence = "Node 2 led term 3 without “SET x=1” of term 1 at index 1, which Node 0 \
                    committed in term 1; it held nothing there.";
    let found = (Property::LeaderCompleteness, sentence.to_owned());
    assert_eq!(only_violation(&watched.judge), found);
}

#[test]
fn a_new_leader_without_a_committed_entry_breaks_leader_completeness() {
    let mut before = two_leaders_apart();
    before.actions.retain(|timed| timed.at < ms(300));
    let mut watched = Watched::whole(&before, 290);
    report(&mut watched, 0, commit(1));
    watched.act(&timeout(1));
    watched.advance(450);
    let expected = [Property::CommitOnMajority, Property::LeaderCompleteness];
    assert_eq!(accused(&watched.judge), expected, "only node 0 holds it");
    let finding = &watched.judge.violations()[1].finding;
    assert!(matches!(
        finding,
        Finding::LeaderCompleteness(LeaderLacksCommitted { instead: None, .. })
    ));
}

#[test]
fn two_entries_committed_at_one_index_break_state_machine_safety() {
    let mut watched = Watched::whole(&two_leaders_apart(), 1_000);
    assert_eq!(watched.world.counts().committed, 1);
    assert_eq!(watched.verdict(), None);
    report(&mut watched, 0, commit(1));
    let violation = watched.judge.violation_of(Property::StateMachineSafety);
    let violation = violation.expect("a violation");
    assert_eq!(
        violation.sentence(),
        "At index 1, Node 1 committed “SET y=2” of term 2 and Node 0 committed “SET x=1” of \
         term 1."
    );
    assert_eq!(violation.entries().len(), 2);
}

#[test]
fn a_late_leader_of_an_older_term_owes_nothing_to_a_newer_one() {
    // Node 0 wins term 1 by votes that arrive when term 2 has committed an entry.
    let mut watched = Watched::whole(&two_leaders_apart(), 1_000);
    let (term, votes) = (Term(1), Tally::of(2, 2));
    report(&mut watched, 0, Decision::BecameLeader { term, votes });
    assert_eq!(watched.verdict(), None);
}

#[test]
fn no_report_makes_the_judge_panic() {
    for seed in 0..300 {
        let mut watched = Watched::whole(&two_leaders_apart(), 1_000);
        for number in 0..40 {
            let draw =
                |part: u64, high: u64| Key::new(seed).with(number).with(part).between(0, high);
            let huge = [1, 2, 3, 1_000, u64::MAX][usize::try_from(draw(0, 4)).expect("small")];
            let (first, last) = (index(draw(1, 3) + 1), index(huge));
            let (term, own, leaders) = (Term(draw(2, 3)), Term(1), Term(2));
            let leader = NodeId(u8::try_from(draw(3, 4)).expect("small"));
            let decision = match draw(4, 6) {
                0 => Decision::BecameLeader {
                    term,
                    votes: Tally::of(2, 2),
                },
                1 => Decision::LeaderRecognized { leader, term },
                2 => Decision::SteppedDown {
                    was: RoleName::Leader,
                    old: own,
                    new: term,
                    because_of: leader,
                },
                3 => Decision::EntriesTruncated {
                    first,
                    last,
                    own,
                    leaders: Some(leaders),
                },
                4 => Decision::EntriesAppended {
                    first: last,
                    count: huge,
                },
                5 => Decision::EntriesAppended { first, count: huge },
                _ => commit(huge),
            };
            report(
                &mut watched,
                u8::try_from(draw(5, 5)).expect("small"),
                decision,
            );
        }
        watched.act(&Action::Crash(NodeId(0)));
        watched.act(&Action::Restart(NodeId(0)));
        watched.advance(5_000);
    }
}

#[test]
fn each_property_has_its_names_and_its_source() {
    let rows = Property::ALL.map(|it| [it.name(), it.title(), it.section()]);
    let expected = [
        ["election_safety", "Election Safety", "Raft Figure 3, §5.2"],
        [
            "leader_append_only",
            "Leader Append-Only",
            "Raft Figure 3, §5.3",
        ],
        ["log_matching", "Log Matching", "Raft Figure 3, §5.3"],
        [
            "leader_completeness",
            "Leader Completeness",
            "Raft Figure 3, §5.4",
        ],
        [
            "state_machine_safety",
            "State Machine Safety",
            "Raft Figure 3, §5.4.3",
        ],
        [
            "one_vote_per_term",
            "One Vote per Term",
            "Raft Figure 2, §5.2",
        ],
        ["terms_never_fall", "Monotonic Terms", "Raft Figure 2, §5.1"],
        [
            "commit_never_falls",
            "Monotonic Commit Index",
            "Raft Figure 2",
        ],
        [
            "match_never_falls",
            "Monotonic Match Index",
            "Raft Figure 2",
        ],
        [
            "applied_prefix_equal",
            "Equal Applied Prefix",
            "Raft Figure 2, §5.3",
        ],
        [
            "committed_never_changes",
            "Committed Entries Stay",
            "Raft §5.3, §5.4",
        ],
        ["disk_before_word", "Persist before Answer", "Raft Figure 2"],
        [
            "acknowledged_never_lost",
            "No Acknowledged Write Lost",
            "Raft §5.3, §8",
        ],
        [
            "commit_counts_own_term",
            "Commit by Counting Own Term",
            "Raft Figure 2, §5.4.2",
        ],
        [
            "commit_on_majority",
            "Committed on a Majority",
            "Raft Figure 2, §5.3",
        ],
        ["transfer_ends", "Transfer Ends", "Thesis §3.10"],
        ["lease_held", "Lease Held", "Thesis §6.4.1"],
        ["snapshot_holds_applied", "Snapshot Equals Log", "Raft §7"],
        [
            "snapshot_never_falls",
            "Snapshot Never Goes Back",
            "Raft §7",
        ],
        [
            "one_change_at_a_time",
            "One Change at a Time",
            "Thesis §4.1, Raft §6",
        ],
        [
            "majority_of_configuration",
            "Majority of the Configuration",
            "Thesis §4.1, Raft §6",
        ],
    ];
    assert_eq!(rows, expected);
    for (place, property) in Property::ALL.into_iter().enumerate() {
        assert_eq!(
            property as usize, place,
            "the place at which its checks are counted"
        );
        assert_eq!(Property::named(property.name()), Some(property));
        assert!(property.meaning().ends_with('.'));
    }
    assert_eq!(Property::named("safety"), None);
}

/// A property's file has its name, and each such file is in the list.
#[test]
fn each_property_has_a_file() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/properties");
    let mut files = Vec::new();
    for file in fs::read_dir(folder).expect("the folder of properties") {
        let path = file.expect("a file").path();
        let text = fs::read_to_string(&path).unwrap_or_default();
        if text.contains("const PROMISE: Promise") {
            files.push(path.file_stem().expect("a name").display().to_string());
        }
    }
    files.sort_unstable();
    let mut listed = Property::ALL.map(Property::name);
    listed.sort_unstable();
    assert_eq!(files, listed, "in src/properties and in Property::ALL");
}

/// A property without such a test might never find anything.
#[test]
fn each_property_has_a_test_in_which_it_fails() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/all");
    let tests = [
        "properties.rs",
        "foundations.rs",
        "transfers.rs",
        "snapshots.rs",
        "membership.rs",
        "joint.rs",
    ]
    .map(|name| fs::read_to_string(folder.join(name)).expect("a file of tests"))
    .concat();
    for property in Property::ALL {
        let name = format!("Property::{property:?}");
        assert!(tests.contains(&name), "no test expects {name}");
    }
}

#[test]
fn the_architecture_has_a_row_for_each_property() {
    let paper = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ARCHITECTURE.md");
    let paper = fs::read_to_string(paper).expect("the paper");
    for (number, property) in (1..).zip(Property::ALL) {
        let begin = format!("| P{number} | **{}.** ", property.title());
        let end = format!(" | {} | `{}` |", property.section(), property.name());
        let is_row = |line: &str| line.starts_with(&begin) && line.ends_with(&end);
        let has_row = paper.lines().any(is_row);
        assert!(has_row, "ARCHITECTURE.md lacks a row {begin}…{end}");
    }
}
