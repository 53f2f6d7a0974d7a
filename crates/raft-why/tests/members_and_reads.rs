//! Questions about machines that are no members, reads that were answered, entries that nobody
//! knows any more, and leaders: the answers say what is so of those that are asked about.

mod moment;

use raft_core::{Index, NodeId};
use raft_sim::scenario::Scenario;
use raft_why::{Answer, Barrier, Clause, Need, Outlook, Question, ReadRule};

use moment::Moment;

fn moment(text: &str, at_ms: u64) -> Moment {
    let scenario = Scenario::read(text).unwrap_or_else(|sentence| panic!("{sentence}"));
    Moment::of(&scenario, at_ms)
}

fn because(answer: &Answer) -> Vec<String> {
    answer.because.iter().map(ToString::to_string).collect()
}

/// Node 2 is taken out, and asks for votes ever after, since it has not heard of it.
const REMOVED: &str = r#"{"format": 1, "seed": 3,
    "options": {"preset": "etcd", "nodes": 3, "membership": true},
    "actions": [
        {"at_ms": 3000, "do": {"remove_server": 2}},
        {"at_ms": 4000, "do": {"write": "SET a=1"}}
    ], "until_ms": 9000}"#;

#[test]
fn a_server_that_was_taken_out_is_no_member_since_then() {
    let moment = moment(REMOVED, 8_000);
    for question in [Question::Win(NodeId(2)), Question::CatchUp(NodeId(2))] {
        let answer = moment.ask(question);
        let no_vote = answer.because.iter().find_map(|clause| match clause {
            Clause::NoVote { since, .. } => Some(*since),
            _ => None,
        });
        let since = no_vote.expect("it says so").expect("it knows since when");
        assert!((3_000..3_100).contains(&(since.at.0 / 1_000)), "{since:?}");
        assert_eq!(
            answer.because[0].event(),
            Some(since),
            "{:?}",
            answer.because
        );
        assert!(
            because(&answer)[0].starts_with("Node 2 has been no member of the cluster since 3.0"),
            "{:?}",
            because(&answer)
        );
        let waited = answer.if_we_wait().expect("it is not so");
        assert_eq!(
            waited,
            "If we wait: never, since Node 2 is no member of the cluster."
        );
        assert!(
            !answer.needs.is_empty(),
            "{question} {:?}",
            because(&answer)
        );
        let adds = |set: &Vec<Need>| set.contains(&Need::AddServer(NodeId(2)));
        assert!(answer.needs.iter().all(adds), "{:?}", answer.needs);
        assert!(
            answer
                .what_must_happen()
                .contains("add Node 2 to the cluster")
        );
    }
}

/// A server that was taken out opens newer terms, in which nobody leads.
#[test]
fn a_newer_term_does_not_make_a_member() {
    let down = r#"{"at_ms": 4000, "do": {"crash": 0}}, {"at_ms": 4000, "do": {"crash": 1}}"#;
    let text = REMOVED.replace(r#"{"at_ms": 4000, "do": {"write": "SET a=1"}}"#, down);
    let moment = moment(&text, 8_000);
    let term = |node: u8| moment.world.node(NodeId(node)).map(|it| it.current_term());
    assert!(moment.world.leader().is_none() && term(2) > term(0).max(term(1)));
    let answer = moment.ask(Question::Win(NodeId(2)));
    let is_none = |clause: &Clause| matches!(clause, Clause::NoVote { learns: false, .. });
    assert!(answer.because.iter().any(is_none), "{:?}", because(&answer));
}

/// Node 3 is a machine to spare.
const SPARE: &str = r#"{"format": 1, "seed": 5,
    "options": {"preset": "etcd", "nodes": 4, "membership": true},
    "start": {"members": {"voters": [0, 1, 2]}}, "until_ms": 9000}"#;

#[test]
fn a_machine_that_has_not_joined_has_not_been_a_member() {
    let answer = moment(SPARE, 6_000).ask(Question::Win(NodeId(3)));
    let said = "Node 3 has not been a member of the cluster so far: nobody counts its vote, and \
                no leader sends it entries (Thesis §4.1).";
    assert!(
        because(&answer).contains(&said.into()),
        "{:?}",
        because(&answer)
    );
    let barrier = Barrier::NoMember(NodeId(3));
    assert_eq!(answer.outlook, Outlook::Never { barrier });
}

#[test]
fn a_machine_that_is_spoken_to_once_it_is_a_member_speaks() {
    let answer = moment(SPARE, 6_000).ask(Question::Speak(NodeId(3)));
    assert_eq!(answer.what_must_happen(), "add Node 3 to the cluster\n");
    assert_eq!(answer.nothing_helps(), None);
}

/// Node 3 joins as a learner; Node 4 has not joined.
const LEARNS: &str = r#"{"format": 1, "seed": 5,
    "options": {"nodes": 5, "membership": true, "heartbeat_ms": 500},
    "start": {"members": {"voters": [0, 1, 2], "learners": [3]}}, "until_ms": 9000}"#;

/// The timer of a machine without a vote starts no election, and so lets it say nothing.
#[test]
fn a_machine_without_a_vote_does_not_speak_when_its_timer_runs_out() {
    let moment = moment(LEARNS, 6_000);
    for (number, why) in [(3, "is a learner"), (4, "has not been a member")] {
        let machine = NodeId(number);
        let said = because(&moment.ask(Question::Speak(machine)));
        let why = format!("{machine} {why}");
        assert!(said.iter().any(|it| it.starts_with(&why)), "{said:?}");
        let view = moment.world.node(machine).expect("a machine");
        let timer = view.election_timer().expect("it has one").ends_at;
        let waits = format!(
            "it speaks when it is spoken to, and has no vote: its election timer, which runs out \
             at {timer}, starts no election (Raft §5.2)."
        );
        assert!(said.iter().any(|it| it.ends_with(&waits)), "{said:?}");
    }
    let said = because(&moment.ask(Question::Speak(NodeId(1))));
    let waits = "it speaks when it is spoken to, or when its election timer runs out at ";
    assert!(said.iter().any(|it| it.contains(waits)), "{said:?}");
}

/// A server that has not heard of its removal stands for election all the same.
#[test]
fn a_server_that_does_not_know_that_it_was_taken_out_speaks_when_its_timer_runs_out() {
    let said = because(&moment(REMOVED, 4_000).ask(Question::Speak(NodeId(2))));
    assert!(
        said[0].starts_with("Node 2 has been no member of the cluster"),
        "{said:?}"
    );
    let waits = "it speaks when it is spoken to, or when its election timer runs out at ";
    assert!(said[1].contains(waits), "{said:?}");
}

/// While one member is taken out no other may come in.
#[test]
fn where_nothing_suffices_a_machine_is_to_be_added_all_the_same() {
    let replaced = include_str!("../../../scenarios/conformance/a_dead_member_is_replaced.json");
    let moment = moment(replaced, 1_500);
    for question in [Question::Win(NodeId(3)), Question::CatchUp(NodeId(3))] {
        let answer = moment.ask(question);
        assert!(answer.needs.is_empty(), "{:?}", answer.needs);
        let said = answer.nothing_helps().expect("nothing was found");
        assert!(
            said.starts_with("Add Node 3 to the cluster. That alone"),
            "{said}"
        );
    }
    assert_eq!(moment.ask(Question::Leader).nothing_helps(), None);
}

/// Nodes 0 and 1 are on one side, and 2, 3 and 4 on the other.
const APART: &str = r#"{"format": 1, "seed": 1, "options": {"nodes": 5}, "actions": [
        {"at_ms": 3000, "do": {"partition": [[0, 1], [2, 3, 4]]}}
    ], "until_ms": 9000}"#;

#[test]
fn what_keeps_a_node_from_winning_is_about_this_node() {
    let moment = moment(APART, 6_000);
    let answer = moment.ask(Question::Win(NodeId(1)));
    assert_eq!(
        answer.if_we_wait().expect("it does not lead"),
        "If we wait: never, since only Node 0 can hear Node 1 and answer it, and it needs 3 to \
         vote for it, itself included."
    );
    assert!(
        !because(&answer)
            .iter()
            .any(|it| it.starts_with("No majority"))
    );
}

/// An etcd cluster in which Node 0 asks for votes while its disk writes, and Node 1 while its log
/// is too short.
const NO_SPLIT: &str = r#"{"format": 1, "seed": 11,
    "options": {"preset": "etcd", "nodes": 3, "pre_vote": false, "check_quorum": false,
        "membership": true, "reads": "read_index", "snapshot_after": 8, "blank_entry": true,
        "parallel_write": true},
    "actions": [
        {"at_ms": 500, "do": {"workload": {"per_second": 5}}},
        {"after": "leader_elected", "wait_ms": 3000,
            "do": {"disk_ms": [400, 900], "node": "leader"}},
        {"at_ms": 6000, "do": {"cut": ["leader", "a_follower"]}},
        {"at_ms": 6000, "do": {"cut": ["a_follower", "leader"]}},
        {"at_ms": 20000, "do": {"remove_server": 0}},
        {"at_ms": 24000, "do": "heal"}
    ], "until_ms": 30000}"#;

#[test]
fn votes_that_a_log_or_a_disk_keeps_are_not_shared() {
    let answer = moment(NO_SPLIT, 9_500).ask(Question::Leader);
    let asks = |clause: &&Clause| matches!(clause, Clause::Asks { .. });
    assert_eq!(
        answer.because.iter().filter(asks).count(),
        2,
        "two ask for votes"
    );
    let shares = |clause: &Clause| matches!(clause, Clause::SplitVote { .. });
    assert!(!answer.because.iter().any(shares), "{:?}", because(&answer));
}

/// A leader that is cut off answers a read by itself, after a newer value was acknowledged.
const STALE: &str = r#"{"format": 1, "seed": 2,
    "options": {"preset": "etcd", "nodes": 3, "bugs": ["read_locally"], "blank_entry": true},
    "actions": [
        {"at_ms": 3000, "do": {"write": "SET x=1"}},
        {"at_ms": 3500, "do": {"isolate": "leader"}},
        {"after": "leader_elected", "wait_ms": 300, "do": {"write": "SET x=2", "to": "leader"}},
        {"at_ms": 7500, "do": {"read": "x", "to": 0}}
    ], "until_ms": 12000}"#;

#[test]
fn a_stale_read_says_who_answered_and_what_it_did_not_know() {
    let moment = moment(STALE, 11_000);
    let answer = moment.ask(Question::Answer(2));
    assert_eq!(answer.asked(), "Why is GET x answered?");
    assert_eq!(answer.headline(), "At 11 s, GET x is answered.");
    let ground = ReadRule::Nothing;
    let read = Clause::ReadAnswered {
        node: NodeId(0),
        applied: Some(2),
        is_latest: true,
        ground,
    };
    assert!(answer.because.contains(&read), "{:?}", answer.because);
    let said = because(&answer);
    let stale = said
        .iter()
        .find(|it| it.starts_with("The answer is stale: entry 4 of term 2 "));
    let stale = stale.unwrap_or_else(|| panic!("{said:?}"));
    assert!(
        stale.ends_with("and Node 0 did not know of it (Thesis §6.4)."),
        "{stale}"
    );
    assert!(
        !said.iter().any(|it| it.starts_with("No log holds")),
        "{said:?}"
    );

    let write = moment.ask(Question::Answer(1));
    assert_eq!(write.asked(), "Why is SET x=2 answered?");
    let said = because(&write);
    assert!(
        said[0].starts_with("Node 1 answered it, and its client heard so at 4.97"),
        "{said:?}"
    );
    assert!(
        !said.iter().any(|it| it.starts_with("The answer is stale")),
        "{said:?}"
    );
}

/// The client asks the paused Node 1 at last, since the leader can commit nothing. When it can, it
/// answers.
const ANSWERED_LATE: &str = r#"{"format": 1, "seed": 1,
    "options": {"nodes": 3, "election_timeout_ms": [20000, 20000]},
    "actions": [
        {"at_ms": 100, "do": {"timeout": 0}},
        {"at_ms": 1000, "do": {"pause": 1}}, {"at_ms": 1000, "do": {"crash": 2}},
        {"at_ms": 1100, "do": {"write": "SET x=1"}},
        {"at_ms": 4000, "do": {"restart": 2}}
    ], "until_ms": 9000}"#;

#[test]
fn who_answered_is_not_always_who_was_asked_last() {
    let moment = moment(ANSWERED_LATE, 8_000);
    let answer = moment.ask(Question::Answer(0));
    let said = because(&answer);
    assert!(said[0].starts_with("Node 0 answered it"), "{said:?}");
    let request = moment.world.requests().get(0).expect("one write");
    assert_eq!(request.to_string(), "Node 0 answers: stored");
}

#[test]
fn what_snapshots_stand_for_is_said_to_be_there() {
    let text = r#"{"format": 1, "seed": 2, "options": {"nodes": 3, "snapshot_after": 2},
        "actions": [
            {"at_ms": 3000, "do": {"write": "SET x=1"}},
            {"at_ms": 3500, "do": {"write": "SET x=2"}},
            {"at_ms": 4000, "do": {"write": "SET x=3"}}, {"at_ms": 4500, "do": {"write": "SET x=4"}}
        ], "until_ms": 12000}"#;
    let answer = moment(text, 9_000).ask(Question::Answer(0));
    assert!(
        answer.because.contains(&Clause::InSnapshots),
        "{:?}",
        because(&answer)
    );
}

#[test]
fn a_committed_entry_that_nobody_knows_stays_committed() {
    let text = r#"{"format": 1, "seed": 2, "options": {"nodes": 3}, "actions": [
            {"at_ms": 4000, "do": {"write": "SET x=1"}},
            {"at_ms": 6000, "do": {"crash": 0}}, {"at_ms": 6000, "do": {"crash": 1}},
            {"at_ms": 6000, "do": {"crash": 2}}
        ], "until_ms": 12000}"#;
    let question = Question::Commit {
        index: Index::FIRST,
        term: None,
    };
    let answer = moment(text, 8_000).ask(question);
    assert!(
        answer.holds && answer.is_forgotten,
        "{:?}",
        because(&answer)
    );
    let headline = answer.headline();
    assert!(
        headline.starts_with("At 8 s, entry 1 of term "),
        "{headline}"
    );
    assert!(
        headline.ends_with(" is committed, and no node that runs knows it any more."),
        "{headline}"
    );
    assert_eq!(
        answer.asked(),
        "Why does no node know entry 1 to be committed?"
    );
    let waited = answer.if_we_wait().expect("nobody is up");
    assert!(waited.starts_with("If we wait: never"), "{waited}");
}

#[test]
fn a_leader_has_nothing_to_catch_up_with() {
    let text = r#"{"format": 1, "seed": 2, "options": {"nodes": 3}, "actions": [
            {"at_ms": 4000, "do": {"write": "SET x=1"}}
        ], "until_ms": 12000}"#;
    let moment = moment(text, 8_000);
    let leader = moment.world.leader().expect("somebody leads");
    let answer = moment.ask(Question::CatchUp(leader));
    assert_eq!(answer.asked(), format!("Does {leader} hold the log?"));
    let said = format!("At 8 s, {leader} leads: its log is the one that others are to hold.");
    assert_eq!(answer.headline(), said);
}
