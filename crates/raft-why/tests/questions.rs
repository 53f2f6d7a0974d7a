//! Questions that people asked, each about a scenario: the answer names what it must name, says
//! what must happen, and stands so in `docs/questions.md`.

mod moment;

use std::fs;
use std::path::Path;

use raft_core::{Index, Instant, NodeId, Term};
use raft_sim::scenario::{Scenario, What};
use raft_sim::{Action, Lanes, Mark, Nobody, Options, Run, World};
use raft_why::{
    Barrier, Broken, Clause, Need, Outlook, Past, Question, ask, examine, forecast, silences,
};

use moment::Moment;

fn root(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

fn scenario(name: &str) -> Scenario {
    let path = root("scenarios").join(name).with_extension("json");
    let text = fs::read_to_string(path).expect("the file is there");
    Scenario::read(&text).unwrap_or_else(|sentence| panic!("{name}: {sentence}"))
}

fn moment(name: &str, at_ms: u64) -> Moment {
    Moment::of(&scenario(name), at_ms)
}

fn node(number: u8) -> NodeId {
    NodeId(number)
}

fn entry(index: u64) -> Question {
    Question::Commit {
        index: Index::new(index).expect("an index"),
        term: None,
    }
}

fn write_at(at_ms: u64) -> Need {
    Need::Write {
        at: Instant::from_millis(at_ms),
    }
}

fn timer_at(number: u8, at_ms: u64) -> Need {
    Need::TimerRunsOut {
        node: node(number),
        at: Instant::from_millis(at_ms),
    }
}

/// A question, what its answer says, and what must happen.
struct Row {
    scenario: &'static str,
    at_ms: u64,
    question: Question,
    says: &'static [&'static str],
    needs: Vec<Vec<Need>>,
}

fn rows() -> Vec<Row> {
    let row = |scenario, at_ms, question, says, needs| Row {
        scenario,
        at_ms,
        question,
        says,
        needs,
    };
    vec![
        row(
            "questions/slow_disks",
            10_000,
            Question::Leader,
            &[
                "Node 0's disk is at work until 11.016248 s: its vote of term 4 is not confirmed",
                "Disks take 1.5 s to 2.5 s for a write, beside election timeouts of 1 s to 2 s",
            ],
            vec![vec![Need::QuickDisk(None)]],
        ),
        row(
            "questions/a_leader_whose_disk_stalls",
            2_000,
            Question::Speak(node(0)),
            &["Node 0's disk has stalled since 1 s: entry 2 is not confirmed, and 18 messages"],
            vec![vec![Need::DiskWrites(node(0))]],
        ),
        row(
            "questions/a_member_that_lost_its_disk",
            9_000,
            Question::CatchUp(node(1)),
            &[
                "Node 1's disk was wiped at 2 s (Raft Figure 2, Thesis §3.8).",
                "Node 0 counts Node 1 as holding entries through 2, which it does not from 1 on",
            ],
            vec![vec![timer_at(1, 9_000)], vec![timer_at(2, 9_000)]],
        ),
        row(
            "questions/a_vote_that_was_refused",
            9_300,
            Question::Leader,
            &[
                "Node 1's log is empty, and Nodes 0 and 2 have a more up-to-date one",
                "Node 2's election timer runs out at 10.956687 s (Raft §5.2).",
            ],
            vec![],
        ),
        row(
            "questions/a_leader_alone",
            3_000,
            entry(2),
            &[
                "Entry 2 of term 1 is on 1 of 3 logs, of Node 0; one more of Nodes 1 and 2 must \
                 append it (Raft §5.3).",
                "The way from Node 0 to Node 1 is cut.",
            ],
            vec![vec![Need::Heal(node(0), node(1)), write_at(3_000)]],
        ),
        row(
            "questions/an_entry_on_a_majority",
            5_000,
            entry(2),
            &[
                "Entry 2 is of term 2, and Node 0 leads term 4: copies alone do not commit it; it \
               commits with the first entry of term 4, and there is none yet (Raft §5.4.2).",
            ],
            vec![vec![write_at(5_000)]],
        ),
        row(
            "questions/a_read_after_an_election",
            6_000,
            entry(1),
            &[
                "Entry 1 is of term 1, and Node 1 leads term 2: copies alone do not commit it; it \
               commits with the first entry of term 2, and there is none yet (Raft §5.4.2).",
            ],
            vec![vec![write_at(6_000)]],
        ),
        row(
            "questions/two_nodes_one_down",
            6_000,
            Question::Leader,
            &[
                "1 of 2 nodes is up, and a majority is 2 (Raft §5.2).",
                "Node 0 has been down since 2 s.",
            ],
            vec![vec![Need::Up(node(0))]],
        ),
        row(
            "questions/two_of_three_down",
            9_000,
            Question::Leader,
            &["1 of 3 nodes is up, and a majority is 2 (Raft §5.2)."],
            vec![vec![Need::Up(node(0))], vec![Need::Up(node(2))]],
        ),
        row(
            "questions/half_of_four_down",
            9_000,
            Question::Leader,
            &["2 of 4 nodes are up, and a majority is 3 (Raft §5.2)."],
            vec![vec![Need::Up(node(0))], vec![Need::Up(node(1))]],
        ),
        row(
            "questions/three_apart",
            9_000,
            Question::Answer(0),
            &[
                "No log holds its command (Raft §8).",
                "No node that runs can be answered by another, and 2 must hear each other",
            ],
            vec![
                vec![Need::Heal(node(0), node(1))],
                vec![Need::Heal(node(0), node(2))],
                vec![Need::Heal(node(1), node(2))],
            ],
        ),
        row(
            "figure_8_committed",
            5_000,
            entry(2),
            &[
                "Entry 2 is of term 2, and Node 0 leads term 4",
                "(Raft §5.4.2)",
            ],
            vec![vec![write_at(5_000)]],
        ),
        row(
            "figure_8_overwritten",
            5_000,
            entry(2),
            &[
                "Entry 2 is of term 2, and Node 0 leads term 4",
                "(Raft §5.4.2)",
            ],
            vec![vec![write_at(5_000)]],
        ),
    ]
}

#[test]
fn answers_name_what_holds_it_up_and_what_must_happen() {
    for Row {
        scenario,
        at_ms,
        question,
        says,
        needs,
    } in rows()
    {
        let answer = moment(scenario, at_ms).ask(question);
        assert!(answer.holds, "{scenario}: {}", answer.headline());
        let because: Vec<String> = answer.because.iter().map(ToString::to_string).collect();
        let because = because.join("\n");
        for part in says {
            assert!(
                because.contains(part),
                "{scenario} lacks {part:?}:\n{because}"
            );
        }
        assert_eq!(answer.needs, needs, "{scenario}");
    }
}

/// The page quotes answers: it must quote these.
#[test]
fn the_page_quotes_each_answer() {
    let page = fs::read_to_string(root("docs/questions.md")).expect("the page is there");
    let mut lacking = Vec::new();
    let mut said = String::new();
    for row in rows() {
        let answer = moment(row.scenario, row.at_ms).ask(row.question);
        let mut lines = vec![
            format!("scenarios/{}.json", row.scenario),
            answer.headline(),
        ];
        lines.extend(answer.if_we_wait());
        lines.extend(answer.what_must_happen().lines().map(str::to_owned));
        lacking.extend(lines.into_iter().filter(|line| !page.contains(line)));
        for clause in &answer.because {
            said += &format!("{clause}\n");
        }
        said += &answer.what_must_happen();
    }
    assert_eq!(lacking, Vec::<String>::new());
    // Nor does the page quote what is not said.
    let quoted = page.lines().filter_map(|line| line.strip_prefix("> - "));
    let unsaid = quoted.filter(|line| *line != "…" && !said.contains(line));
    assert_eq!(unsaid.collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn a_page_row_stands_for_each_scenario_that_somebody_asked_about() {
    let rows = rows();
    for file in fs::read_dir(root("scenarios/questions")).expect("the folder is there") {
        let path = file.expect("it can be listed").path();
        let name = path
            .file_stem()
            .and_then(|name| name.to_str())
            .expect("a name");
        let name = format!("questions/{name}");
        assert!(
            rows.iter().any(|row| row.scenario == name),
            "{name} has no row"
        );
    }
}

#[test]
fn a_broken_assumption_and_a_broken_rule_come_first() {
    let lost = moment("questions/a_member_that_lost_its_disk", 9_000);
    let answer = lost.ask(Question::CatchUp(node(1)));
    assert!(matches!(answer.broken[..], [Broken::Assumption(_)]));
    let slow = moment("questions/slow_disks", 10_000).ask(Question::Leader);
    assert!(matches!(slow.broken[..], [Broken::Timing(_)]));
    let rule = moment("bugs/vote_again", 1_000).ask(Question::Leader);
    assert!(matches!(rule.broken[..], [Broken::Rule(_), ..]));
}

#[test]
fn what_cannot_come_is_told_from_what_has_not_come_yet() {
    let two = moment("questions/two_nodes_one_down", 6_000).ask(Question::Leader);
    let Outlook::Never { barrier } = two.outlook else {
        panic!("{:?}", two.outlook);
    };
    assert!(matches!(barrier, Barrier::NoMajority { among, .. } if among.majority() == 2));
    let slow = moment("questions/slow_disks", 10_000).ask(Question::Leader);
    assert!(matches!(slow.outlook, Outlook::Undecided { .. }));
    let refused = moment("questions/a_vote_that_was_refused", 9_300).ask(Question::Leader);
    assert_eq!(refused.outlook, Outlook::At(Instant(11_056_687)));
    let written = moment("figure_8_committed", 12_000).ask(entry(2));
    assert!(!written.holds && written.outlook == Outlook::Already);
    assert!(written.needs.is_empty());
}

#[test]
fn a_question_about_what_is_not_there_says_what_there_is() {
    let moment = moment("figure_8_committed", 5_000);
    let refused = |question| {
        let answer = ask(&moment.world, &moment.past, None, question);
        answer.expect_err("it cannot be asked").to_string()
    };
    assert_eq!(
        refused(entry(90)),
        "No log holds an entry 90: at this moment the longest log ends at 2."
    );
    let term = Some(Term(9));
    let index = Index::FIRST;
    assert_eq!(
        refused(Question::Commit { index, term }),
        "No log holds an entry 1 of term 9: at this moment the longest log ends at 2."
    );
    assert_eq!(
        refused(Question::Win(node(7))),
        "There is no Node 7: the cluster has Nodes 0 to 4."
    );
    assert_eq!(
        refused(Question::Answer(8)),
        "There is no request 8: at this moment they are numbered 0 to 0."
    );
    let empty = World::begin(&Run::new(1, Options::default()));
    let asked = ask(&empty, &Past::of(&empty), None, Question::CatchUp(node(1)));
    assert_eq!(
        asked.expect_err("it cannot be asked").to_string(),
        "There is nothing to catch up with: at this moment every log is empty."
    );
}

/// Waiting is what the run does when everybody keeps their hands off it.
/// Three nodes with one committed entry, of which Node 2 does not know.
fn entry_that_one_does_not_know() -> (World, Past) {
    let options = Options {
        nodes: 3,
        ..Options::default()
    };
    let mut world = World::begin(&Run::new(1, options));
    let mut past = Past::of(&world);
    let mut act = |world: &mut World, action: Action, then_ms: u64| {
        world.act(&action, &mut past);
        let until = world.now() + raft_core::Duration::from_millis(then_ms);
        world.advance_to(until, &mut past);
    };
    act(&mut world, Action::ForceTimeout(node(0)), 500);
    act(&mut world, Action::Isolate(node(2)), 0);
    let write = Action::Write {
        to: raft_sim::Target::Node(node(0)),
        command: raft_core::Command::new("SET x=1"),
    };
    act(&mut world, write, 700);
    (world, past)
}

#[test]
fn an_entry_that_others_know_to_be_committed() {
    let (world, past) = entry_that_one_does_not_know();
    let known = |number: u8| Question::Known {
        node: node(number),
        index: Index::new(1).expect("an index"),
        term: None,
    };
    let answer = ask(&world, &past, None, known(2)).expect("it can be asked");
    assert!(answer.holds);
    assert_eq!(
        answer.headline(),
        "At 1.2 s, Node 2 does not know entry 1 of term 1 to be committed."
    );
    let because: Vec<String> = answer.because.iter().map(ToString::to_string).collect();
    let says = |part: &str| because.iter().any(|clause| clause.contains(part));
    assert!(
        says("Entry 1 of term 1 is known to be committed by Nodes 0 and 1"),
        "{because:?}"
    );
    assert!(says("The way from Node 0 to Node 2 is cut"), "{because:?}");
    assert!(
        says("Node 0 tells Node 2 of what is committed with each message"),
        "{because:?}"
    );
    assert!(
        answer.needs.contains(&vec![Need::Heal(node(0), node(2))]),
        "{:?}",
        answer.needs
    );

    let others = ask(&world, &past, None, known(1)).expect("it can be asked");
    assert!(!others.holds);
    assert_eq!(
        others.asked(),
        "Why does Node 1 know entry 1 to be committed?"
    );
    let none = ask(&world, &past, None, known(7)).expect_err("there is no such node");
    assert_eq!(
        none.to_string(),
        "There is no Node 7: the cluster has Nodes 0 to 2."
    );
}

/// Node 0 has committed its entry and told Node 1 so. Then it is down, and Node 2 leads a newer
/// term, of which there is no entry yet.
const LED_BY_ONE_THAT_DOES_NOT_KNOW: &str = r#"{"format": 1, "seed": 1,
    "options": {"nodes": 3, "latency_ms": [10, 10], "election_timeout_ms": [10000, 20000]},
    "actions": [
        {"at_ms": 100, "do": {"timeout": 0}},
        {"at_ms": 500, "do": {"write": "SET x=1", "to": 0}},
        {"at_ms": 525, "do": {"cut": [0, 2]}},
        {"at_ms": 700, "do": {"crash": 0}},
        {"at_ms": 700, "do": {"timeout": 2}}
    ], "until_ms": 2000}"#;

/// What is committed needs no entry of the new term, but its leader does to know.
#[test]
fn a_committed_entry_of_an_older_term_is_not_said_to_wait() {
    let because = |text: &str, question| -> Vec<String> {
        let scenario = Scenario::read(text).expect("a scenario");
        let moment = Moment::of(&scenario, 1_000);
        assert_eq!(moment.world.leader(), Some(node(2)));
        let answer = moment.ask(question);
        answer.because.iter().map(ToString::to_string).collect()
    };
    let on_logs = "Entry 1 of term 1 is on 3 of 3 logs, of Nodes 0, 1 and 2: a majority, which \
                   is 2 (Raft §5.3).";
    let known = "Entry 1 of term 1 is known to be committed by Node 1 (Raft §5.3).";
    let leads = "Node 2 has led term 2 since 720 ms (Raft §5.2).";
    let one_knows = LED_BY_ONE_THAT_DOES_NOT_KNOW;
    assert_eq!(because(one_knows, entry(1)), [known, on_logs, leads]);
    let answered = because(one_knows, Question::Answer(0));
    assert_eq!(answered[2..], [known, on_logs, leads]);

    let learns = "Entry 1 is of term 1, and Node 2, which leads term 2, does not know it to be \
                  committed: it learns so when the first entry of term 2 commits, and there is \
                  none yet (Raft §5.4.2).";
    let known_by_leader = Question::Known {
        node: node(2),
        index: Index::FIRST,
        term: None,
    };
    assert!(because(one_knows, known_by_leader).contains(&learns.into()));
    // Nobody hears of the commit before Node 0 is down.
    let nobody_knows = one_knows.replace("700", "545");
    let nobody_knows = because(&nobody_knows, entry(1));
    assert!(
        nobody_knows[0].contains("no node that runs knows it any more"),
        "{nobody_knows:?}"
    );
    assert_eq!(nobody_knows[1], learns);
}

/// What a node keeps to itself, each with since when and until what.
#[test]
fn silences_say_since_when_and_until_what() {
    let said = |name: &str, at_ms: u64, number: u8| {
        let moment = moment(name, at_ms);
        let clauses = silences(&moment.world, &moment.past, node(number));
        clauses
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    };
    let disk = said("questions/a_leader_whose_disk_stalls", 2_000, 0);
    assert!(
        disk.contains("Node 0's disk has stalled since 1 s: entry 2 is not confirmed"),
        "{disk}"
    );
    let slow = said("questions/slow_disks", 10_000, 1);
    let until = "Node 1's disk is at work until 11.484044 s: its vote of term 4 is not confirmed, \
                 and 2 messages have waited for that since 9.941443 s";
    assert!(slow.contains(until), "{slow}");
    let term = said("figure_8_committed", 5_000, 0);
    assert!(
        term.contains("it commits with the first entry of term 4"),
        "{term}"
    );
    let wiped = said("questions/a_member_that_lost_its_disk", 9_000, 0);
    assert!(
        wiped.contains("takes each rejection for a late one"),
        "{wiped}"
    );
    assert_eq!(said("questions/slow_disks", 0, 1), "");
}

/// A node that hears a leader ignores a candidate, until it has not heard it for long enough.
#[test]
fn a_node_that_ignores_requests_for_votes_says_until_when() {
    let options = Options {
        nodes: 3,
        extensions: [raft_core::Extension::LeaderStickiness]
            .into_iter()
            .collect(),
        ..Options::default()
    };
    let mut world = World::begin(&Run::new(1, options));
    let mut past = Past::of(&world);
    for number in [0, 1] {
        world.act(&Action::ForceTimeout(node(number)), &mut past);
        world.advance_to(
            world.now() + raft_core::Duration::from_millis(150),
            &mut past,
        );
    }
    let ignores = |world: &World, number: u8| -> Option<Clause> {
        let mut said = silences(world, &past, node(number)).into_iter();
        said.find(|clause| matches!(clause, Clause::IgnoresVotes { .. }))
    };
    let follower = ignores(&world, 2).expect("Node 2 hears Node 0");
    let Clause::IgnoresVotes {
        candidate,
        until: Some(until),
        since,
        ..
    } = follower
    else {
        panic!("{follower:?}");
    };
    assert_eq!(candidate, node(1));
    assert!(since.at < world.now() && world.now() < until);
    let said = format!("Node 2 hears Node 0, so it ignores requests for votes until {until}, or");
    assert!(follower.to_string().starts_with(&said), "{follower}");
    // A leader that nobody hears ignores them, too, however long that lasts.
    let leader = ignores(&world, 0).expect("Node 0 leads");
    let said = "Node 0 leads, so it ignores requests for votes as long as it does; it ignored \
                Node 1's at ";
    assert!(leader.to_string().starts_with(said), "{leader}");
    world.act(&Action::Isolate(node(0)), &mut Nobody);
    world.advance_to(until + raft_core::Duration::from_millis(5_000), &mut Nobody);
    assert_eq!(ignores(&world, 0), Some(leader));
    assert_eq!(ignores(&world, 2), None);
}

/// The lanes if we wait are those of the run itself, played on with nothing more done.
#[test]
fn forecast_lanes_are_those_of_the_run_played_on() {
    for (name, at_ms) in [
        ("figure_8_committed", 5_000),
        ("partition", 17_000),
        ("crash", 6_000),
    ] {
        let moment = moment(name, at_ms);
        let until = moment.world.now() + raft_core::Duration::from_millis(20_000);
        let (lanes, reached) = forecast::lanes(&moment.world, until);
        assert_eq!(reached, until);
        let mut on = moment.world.without_chaos();
        let mut expected = Lanes::new(&on);
        on.advance_to(until, &mut expected);
        for number in 0..on.options().nodes {
            let of = |lanes: &Lanes| -> Vec<_> { lanes.bands(node(number)).collect() };
            assert_eq!(of(&lanes), of(&expected), "{name}");
            assert!(!of(&lanes).is_empty());
        }
    }
    let beginning = World::begin(&Run::new(1, Options::default()));
    let (lanes, _) = forecast::lanes(&beginning, Instant::from_millis(5_000));
    let elected = |number: u8| lanes.marks(Some(node(number)), Mark::Elected).count();
    assert_eq!((0..5).map(elected).sum::<usize>(), 1);
}

#[test]
fn a_forecast_is_the_run_itself_played_on() {
    let mut run = Run::new(11, Options::default());
    let crash = Action::Crash(node(0));
    run.options.nodes = 3;
    let mut world = World::begin(&run);
    world.act(&crash, &mut Nobody);
    for at_ms in (200..6_000).step_by(700) {
        world.advance_to(Instant::from_millis(at_ms), &mut Nobody);
        let goal = Question::Win(node(1)).goal(&world).expect("a node");
        let forecast = forecast::wait(&world, &goal);
        let mut played = World::begin(&run);
        played.act(&crash, &mut Nobody);
        played.advance_to(forecast.world.now(), &mut Nobody);
        assert_eq!(forecast.world.digest(), played.digest());
        assert_eq!(forecast.reached_at.is_some(), goal.is_reached(&played));
    }
}

/// Asking is looking on.
#[test]
fn asking_changes_nothing() {
    let moment = moment("questions/three_apart", 9_000);
    let before = (moment.world.digest(), moment.world.counts());
    let first = moment.ask(Question::Leader);
    assert_eq!(first, moment.ask(Question::Leader));
    assert_eq!(before, (moment.world.digest(), moment.world.counts()));
}

/// Why a cluster lost its leader is what somebody with an outage wants to know first.
#[test]
fn a_leader_that_a_newer_term_unseated_is_named_and_what_brought_that_about() {
    let deaf = moment("conformance/deaf_follower", 4_000);
    let because = |question| -> Vec<String> {
        let answer = deaf.ask(question);
        answer.because.iter().map(ToString::to_string).collect()
    };
    let unseated =
        "Node 0 led term 1 until 3.81665 s, when Node 4 was in a newer term (Raft §5.1).";
    let cut = "The way from Node 0 to Node 4 is cut.";
    assert_eq!(because(Question::Leader)[..2], [unseated, cut]);
    assert_eq!(because(Question::Win(node(0)))[0], unseated);
    let led_again = moment("conformance/deaf_follower", 6_000).ask(Question::Leader);
    assert_eq!(led_again.asked(), "Who leads, and why?");
}

/// A log can be whole where nobody leads.
#[test]
fn a_node_holds_the_log_without_a_leader_too() {
    let deaf = moment("conformance/deaf_follower", 4_000);
    let answer = deaf.ask(Question::CatchUp(node(0)));
    assert_eq!(
        answer.headline(),
        "At 4 s, Node 0 holds the log through index 2 of term 1."
    );
    assert!(answer.because.is_empty(), "{:?}", answer.because);
    assert!(deaf.ask(Question::CatchUp(node(4))).holds);
}

/// A transfer under way is a reason why a command waits, and why a node may lead soon.
#[test]
fn a_transfer_under_way_is_named() {
    let at = moment("conformance/a_transfer_is_given_up", 3_500);
    let expected = Clause::HandsOver {
        leader: node(0),
        to: node(2),
    };
    for question in [Question::Answer(2), Question::Win(node(2))] {
        let answer = at.ask(question);
        assert!(answer.because.contains(&expected), "{question}: {answer:?}");
    }
    let after = moment("conformance/a_transfer_is_given_up", 4_200);
    let answer = after.ask(Question::Win(node(2)));
    assert!(!answer.because.contains(&expected));
}

/// Node 0 gives up handing its lead over at 3 s, before it sends its next heartbeat.
const TRANSFER_ENDS_FIRST: &str = r#"{"format": 1, "seed": 1,
    "options": {"nodes": 3, "latency_ms": [10, 10], "heartbeat_ms": 1000,
        "election_timeout_ms": [1100, 9000]},
    "actions": [
        {"at_ms": 100, "do": {"timeout": 0}},
        {"at_ms": 500, "do": {"crash": 2}},
        {"at_ms": 1000, "do": {"write": "SET x=1", "to": 0}},
        {"at_ms": 1900, "do": {"transfer": 2}}
    ], "until_ms": 5000}"#;

#[test]
fn the_end_of_a_transfer_is_no_heartbeat() {
    let scenario = Scenario::read(TRANSFER_ENDS_FIRST).expect("a scenario");
    let moment = Moment::of(&scenario, 2_500);
    let leader = moment.world.node(node(0)).expect("a node");
    assert_eq!(leader.deadline(), Some(Instant::from_millis(3_000)));
    let known = Question::Known {
        node: node(2),
        index: Index::FIRST,
        term: None,
    };
    for question in [Question::Speak(node(0)), known] {
        let answer = moment.ask(question);
        let said: Vec<String> = answer.because.iter().map(ToString::to_string).collect();
        let due = "its next heartbeat is due at 3.12 s";
        assert!(said.iter().any(|it| it.contains(due)), "{said:?}");
    }
}

/// The files themselves say what must happen, and so does the command line that plays them.
#[test]
fn the_answers_in_scenario_files_hold() {
    let folder = fs::read_dir(root("scenarios/questions")).expect("the folder is there");
    let names = folder.map(|file| file.expect("a file").file_name());
    let mut asked = 0;
    for name in names {
        let name = name.to_string_lossy().replace(".json", "");
        let scenario = scenario(&format!("questions/{name}"));
        let report = examine(&scenario, &mut Nobody);
        assert_eq!(report.complaints(), Vec::<String>::new(), "{name}");
        let is_question = |what: &What| matches!(what, What::WhyNot(_, Some(_)));
        let expectations = report.played.expectations.iter();
        let questions = expectations.filter(|it| is_question(&it.expectation.what));
        assert_eq!(questions.count(), 1, "{name}");
        asked += 1;
    }
    assert!(asked >= 10, "{asked} questions");
}

/// An answer that is not what the file says is found, in one sentence.
#[test]
fn another_answer_than_the_files_is_a_complaint() {
    let path = root("scenarios/questions/half_of_four_down.json");
    let text = fs::read_to_string(path).expect("the file is there");
    let complaints_at = |at_ms: u64, needs: &str, about: &str| {
        let from = text.find("\"expect\": [").expect("expectations");
        let until = text.find("\"until_ms\"").expect("an end");
        let expected =
            format!("\"expect\": [{{\"at_ms\": {at_ms}, \"why_not\": {about}{needs}}}], ");
        let other = format!("{}{expected}{}", &text[..from], &text[until..]);
        let scenario = Scenario::read(&other).expect("a scenario");
        examine(&scenario, &mut Nobody).complaints()
    };
    let complaints_with = |needs: &str, about: &str| complaints_at(9_000, needs, about);
    let both = ", \"needs\": [[{\"up\": 1}], [{\"up\": 0}]]";
    assert_eq!(complaints_with(both, "\"leader\""), Vec::<String>::new());
    assert_eq!(complaints_with("", "\"leader\""), Vec::<String>::new());
    assert_eq!(
        complaints_with(", \"needs\": [[{\"up\": 1}]]", "\"leader\""),
        [
            "Expected no leader, which takes “bring Node 1 up”, at 9 s, found “bring Node 0 up, or \
          bring Node 1 up”."
        ]
    );
    assert_eq!(
        complaints_at(1_000, "", "\"leader\""),
        ["Expected no leader at 1 s, found that it is not so."]
    );
    assert_eq!(
        complaints_with("", "{\"committed\": 90}"),
        [
            "Expected entry 90 not to be committed at 9 s, found no answer: No log holds an entry \
             90: at this moment every log is empty."
        ]
    );
}

/// A follower that needs entries which the leader's log no longer holds waits for its snapshot, and
/// the answer says how much of it is there (Raft §7).
#[test]
fn a_follower_that_waits_for_a_snapshot() {
    let name = "conformance/a_follower_that_was_away_is_sent_a_snapshot";
    let answer = moment(name, 2_420).ask(Question::CatchUp(node(2)));
    assert!(answer.holds, "{}", answer.headline());
    let because: Vec<String> = answer.because.iter().map(ToString::to_string).collect();
    let because = because.join("\n");
    let says = "Node 0's log no longer holds what Node 2 needs next, so it sends Node 2 its \
                snapshot through index 8: Node 2 is known to hold 16 of its 92 bytes";
    assert!(because.contains(says), "{because}");
    assert!(!because.contains("counts Node 2 as holding"), "{because}");
    let later = moment(name, 6_000);
    let answer = later.ask(Question::CatchUp(node(2)));
    assert!(!answer.holds, "{}", answer.headline());
    // By then, every log has a snapshot in the place of its first entries.
    let none = ask(&later.world, &later.past, None, entry(1)).expect_err("no log holds it");
    assert_eq!(
        none.to_string(),
        "Entry 1 is committed: snapshots have taken its place in every log that held it."
    );
}
