//! Every kind of action, through every spelling it has: JSON, a line of words, a link, a record.

use std::collections::BTreeSet;

use raft_core::{Extension, Extensions, Instant, NodeId};
use raft_sim::link::{self, ENGINE_VERSION, LinkError, Shared};
use raft_sim::scenario::{
    EventName, Scenario, Trigger, action_spec, parse_action, parse_action_line,
};
use raft_sim::{
    Action, ActionKind, Endpoint, Event, FaultKind, FeedEvent, Observer, Options, PacketName, Run,
    TimedAction, World,
};
use serde_json::Value;

/// One action as JSON and as a line.
struct Sample {
    json: String,
    line: String,
}

fn sample(json: &str, line: &str) -> Sample {
    Sample {
        json: json.into(),
        line: line.into(),
    }
}

/// Samples of each kind, with all that may stand beside it; `name` is a message under way.
fn samples(kind: ActionKind, name: PacketName) -> Vec<Sample> {
    let end = |end: Endpoint| match end {
        Endpoint::Node(node) => node.0.to_string(),
        Endpoint::Clients => "client".into(),
    };
    let (from, to, nth) = (end(name.from), end(name.to), name.nth);
    let message = |field: &str| {
        sample(
            &format!("{{\"{field}\": {{\"from\": {from}, \"to\": {to}, \"nth\": {nth}}}}}"),
            &format!("{field} {from} {to} {nth} 0"),
        )
    };
    match kind {
        ActionKind::Write => vec![
            sample(r#"{"write": "SET x=1"}"#, "write leader SET x=1"),
            sample(r#"{"write": " a  b ", "to": "any"}"#, "write any  a  b "),
            sample(r#"{"write": "GET x", "to": 3}"#, "write 3 GET x"),
        ],
        ActionKind::Read => vec![
            sample(r#"{"read": "x"}"#, "read leader x"),
            sample(r#"{"read": "x", "to": "a_follower"}"#, "read a_follower x"),
        ],
        ActionKind::Crash => vec![sample(r#"{"crash": "leader"}"#, "crash leader")],
        ActionKind::Restart => vec![sample(r#"{"restart": 2}"#, "restart 2")],
        ActionKind::Pause => vec![sample(r#"{"pause": "a_follower"}"#, "pause a_follower")],
        ActionKind::Resume => vec![
            sample(r#"{"resume": 2}"#, "resume 2"),
            sample(r#"{"resume": "all"}"#, "resume all"),
        ],
        ActionKind::ForceTimeout => vec![sample(r#"{"timeout": 4}"#, "timeout 4")],
        ActionKind::CrashAtWrite => vec![sample(r#"{"crash_at_write": 1}"#, "crash_at_write 1")],
        ActionKind::TearWrites => vec![sample(
            r#"{"tear_writes": 1, "keep": 2}"#,
            "tear_writes 1 2",
        )],
        ActionKind::WipeDisk => vec![sample(r#"{"wipe_disk": 3}"#, "wipe_disk 3")],
        ActionKind::SetDisk => ["syncs", "stalls", "lies", "fails"]
            .map(|mode| {
                sample(
                    &format!("{{\"disk\": \"{mode}\", \"node\": 1}}"),
                    &format!("disk {mode} 1"),
                )
            })
            .into(),
        ActionKind::SetDiskLatency => vec![
            sample(r#"{"disk_ms": [1, 5]}"#, "disk_ms 1 5"),
            sample(r#"{"disk_ms": [1, 5], "node": 2}"#, "disk_ms 1 5 2"),
        ],
        ActionKind::SetClockRate => vec![sample(
            r#"{"clock_rate": "3/2", "node": 1}"#,
            "clock_rate 3/2 1",
        )],
        ActionKind::ClockAhead => vec![sample(
            r#"{"clock_ahead_ms": 500, "node": 1}"#,
            "clock_ahead_ms 500 1",
        )],
        ActionKind::ClockBack => vec![sample(
            r#"{"clock_back_ms": 2000, "node": 1}"#,
            "clock_back_ms 2000 1",
        )],
        ActionKind::SetWorkload => vec![
            sample(r#"{"workload": "off"}"#, "workload off"),
            sample(r#"{"workload": {}}"#, "workload - - - -"),
            sample(
                r#"{"workload": {"per_second": 7, "reads": "1/4", "keys": 2, "clients": 9}}"#,
                "workload 7 1/4 2 9",
            ),
        ],
        ActionKind::Partition => vec![
            sample(
                r#"{"partition": [[0, 1], [2, 3, 4]]}"#,
                "partition 0 1 | 2 3 4",
            ),
            sample(
                r#"{"partition": [["leader"], "the_rest"]}"#,
                "partition leader | the_rest",
            ),
        ],
        ActionKind::Isolate => vec![sample(r#"{"isolate": 4}"#, "isolate 4")],
        ActionKind::Cut => vec![sample(r#"{"cut": [0, 1]}"#, "cut 0 1")],
        ActionKind::Uncut => vec![sample(r#"{"uncut": [0, 1]}"#, "uncut 0 1")],
        ActionKind::Heal => vec![sample(r#""heal""#, "heal")],
        ActionKind::SetLatency => vec![
            sample(r#"{"latency_ms": [5, 10]}"#, "latency_ms 5 10"),
            sample(
                r#"{"latency_ms": [5, 10], "link": [1, 0]}"#,
                "latency_ms 5 10 1 0",
            ),
            sample(
                r#"{"latency_ms": [5, 10], "node": 3}"#,
                "latency_ms 5 10 of 3",
            ),
        ],
        ActionKind::SetLoss => vec![
            sample(r#"{"loss": "1/20"}"#, "loss 1/20"),
            sample(r#"{"loss": "0", "link": [1, 0]}"#, "loss 0 1 0"),
        ],
        ActionKind::SetDuplication => vec![
            sample(r#"{"duplication": "1"}"#, "duplication 1"),
            sample(
                r#"{"duplication": "1/3", "link": [1, 0]}"#,
                "duplication 1/3 1 0",
            ),
        ],
        ActionKind::Drop => vec![message("drop")],
        ActionKind::Deliver => vec![message("deliver")],
        ActionKind::Duplicate => vec![message("duplicate")],
        ActionKind::Delay => vec![sample(
            &format!(
                "{{\"delay\": {{\"from\": {from}, \"to\": {to}, \"nth\": {nth}, \"by_ms\": 100}}}}"
            ),
            &format!("delay {from} {to} {nth} 0 100"),
        )],
        ActionKind::SetChaos => vec![
            sample(r#"{"chaos": "off"}"#, "chaos off"),
            sample(r#"{"chaos": {}}"#, "chaos - -"),
            sample(
                r#"{"chaos": {"per_minute": 60, "assumptions": "broken"}}"#,
                "chaos 60 broken",
            ),
        ],
        ActionKind::Transfer => vec![
            sample(r#"{"transfer": 2}"#, "transfer 2"),
            sample(
                r#"{"transfer": "a_follower", "from": "leader"}"#,
                "transfer a_follower leader",
            ),
        ],
        ActionKind::ChangeMembership => vec![
            sample(
                r#"{"change_membership": [0, 2, 3]}"#,
                "change_membership 0 2 3",
            ),
            sample(
                r#"{"change_membership": ["leader"], "to": "any"}"#,
                "change_membership leader to any",
            ),
            sample(
                r#"{"change_membership": [1, 3], "to": 1}"#,
                "change_membership 1 3 to 1",
            ),
        ],
        ActionKind::AddServer | ActionKind::AddLearner | ActionKind::RemoveServer => {
            let field = kind.names().field;
            vec![
                sample(&format!("{{\"{field}\": 2}}"), &format!("{field} 2")),
                sample(
                    &format!("{{\"{field}\": \"leader\", \"to\": \"any\"}}"),
                    &format!("{field} leader any"),
                ),
                sample(
                    &format!("{{\"{field}\": 3, \"to\": 1}}"),
                    &format!("{field} 3 1"),
                ),
            ]
        }
    }
}

/// The lab's options, with those that some actions need.
fn options() -> Options {
    Options {
        extensions: Extensions::NONE.with(Extension::Membership),
        ..Options::default()
    }
}

/// A cluster with a leader, a stalled follower and a message under way.
fn a_world() -> (World, PacketName) {
    let mut world = World::begin(&Run::new(7, options()));
    let mut nobody: &mut dyn Observer = &mut raft_sim::Nobody;
    while world.leader().is_none() || world.network().packets().next().is_none() {
        world.advance_once(Instant::from_millis(60_000), &mut nobody);
    }
    let leader = world.leader().expect("somebody leads");
    let stalled = NodeId((leader.0 + 4) % 5);
    world.act(&Action::Pause(stalled), &mut nobody);
    let name = world.network().packets().next().map(|packet| packet.name);
    (world, name.expect("a message is under way"))
}

fn every_sample() -> (World, Vec<(ActionKind, Sample)>) {
    let (world, name) = a_world();
    let of_kind = |kind| samples(kind, name).into_iter().map(move |it| (kind, it));
    let all = ActionKind::ALL.into_iter().flat_map(of_kind).collect();
    (world, all)
}

/// What the action is recorded as: a read is the write of a GET.
fn recorded(kind: ActionKind) -> ActionKind {
    match kind {
        ActionKind::Read => ActionKind::Write,
        kind => kind,
    }
}

#[test]
fn each_kind_and_each_fault_stands_at_its_place() {
    for (place, kind) in ActionKind::ALL.into_iter().enumerate() {
        assert_eq!(kind as usize, place, "{kind:?}");
    }
    for (place, kind) in FaultKind::ALL.into_iter().enumerate() {
        assert_eq!(kind as usize, place, "{kind:?}");
    }
    let fields: BTreeSet<&str> = ActionKind::ALL.map(|kind| kind.names().field).into();
    assert_eq!(fields.len(), ActionKind::ALL.len());
    let faults: BTreeSet<&str> = FaultKind::NAMES.into();
    assert_eq!(faults.len(), FaultKind::ALL.len());
}

#[test]
fn json_is_read_as_its_kind_and_written_as_it_was() {
    for (kind, Sample { json, .. }) in every_sample().1 {
        let file = format!(
            "{{\"format\": 1, \"options\": {{\"membership\": true}}, \
             \"actions\": [{{\"at_ms\": 0, \"do\": {json}}}]}}"
        );
        let scenario = Scenario::read(&file).unwrap_or_else(|error| panic!("{json}: {error}"));
        let step = &scenario.steps()[0];
        assert_eq!(step.trigger, Trigger::At(Instant::ZERO));
        assert_eq!(step.action.kind(), kind, "{json}");
        let written: Value = serde_json::from_str(&scenario.write()).expect("JSON");
        let given: Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(written["actions"][0]["do"], given);
    }
}

#[test]
fn a_line_means_what_the_json_means() {
    let (world, samples) = every_sample();
    for (kind, Sample { json, line }) in samples {
        let actions = parse_action(&json, &world).unwrap_or_else(|error| panic!("{json}: {error}"));
        assert!(!actions.is_empty(), "{json}");
        assert_eq!(parse_action_line(&line, &world), Ok(actions.clone()));
        for action in actions {
            assert_eq!(action.kind(), recorded(kind), "{json}");
            assert!(action.to_string().ends_with('.'), "{action}");
        }
        let too_much = format!("{line} | 9 and more");
        let has_text = matches!(kind, ActionKind::Write | ActionKind::Read);
        assert!(has_text || parse_action_line(&too_much, &world).is_err());
    }
}

/// A run of this one action, as a link carries it.
fn shared_with(world: &World, action: &Action, options: Options) -> Shared {
    let done = TimedAction {
        at: world.now(),
        action: action.clone(),
    };
    Shared {
        run: Run {
            actions: vec![done],
            ..Run::new(7, options)
        },
        at: world.now(),
        head: world.now(),
        digest: world.digest(),
        engine: ENGINE_VERSION,
    }
}

#[test]
fn what_was_done_survives_a_link_and_a_file() {
    let (world, samples) = every_sample();
    for (_, Sample { json, .. }) in samples {
        for action in parse_action(&json, &world).expect("it can be done") {
            let shared = shared_with(&world, &action, options());
            assert_eq!(link::decode(&link::encode(&shared)), Ok(shared), "{json}");

            let spec = action_spec(&action).expect("whole milliseconds");
            assert_eq!(recorded(spec.kind()), action.kind());
            let recorded = serde_json::to_string(&spec).expect("JSON");
            assert_eq!(parse_action(&recorded, &world), Ok(vec![action]));
        }
    }
}

/// A cluster of one node has no other node that an action could name.
#[test]
fn an_action_on_a_node_that_is_not_there_is_refused() {
    let (world, samples) = every_sample();
    let alone = Options {
        nodes: 1,
        ..options()
    };
    for (_, Sample { json, .. }) in samples {
        for action in parse_action(&json, &world).expect("it can be done") {
            let sentence = action.to_string();
            let names_another = (1..5).any(|node| sentence.contains(&NodeId(node).to_string()));
            let opened = link::decode(&link::encode(&shared_with(&world, &action, alone)));
            let is_refused = matches!(opened, Err(LinkError::Refused(_)));
            assert!(is_refused || !names_another, "{json}");
        }
    }
}

/// The names of what the feed tells about an action itself.
struct Told(Vec<&'static str>);

impl Observer for Told {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        if let Event::Acted(_) = event
            && let Some(told) = FeedEvent::of(world, event)
        {
            self.0.push(told.name(world));
        }
    }
}

#[test]
fn the_feed_tells_of_the_actions_whose_events_have_a_meaning() {
    let (world, samples) = every_sample();
    for (kind, Sample { json, .. }) in samples {
        for action in parse_action(&json, &world).expect("it can be done") {
            let mut told = Told(Vec::new());
            world.clone().act(&action, &mut told);
            let expected: &[&str] = match kind.event_meaning() {
                Some(_) => &[action.name()],
                None => &[],
            };
            assert_eq!(told.0, expected, "{json}");
            let known = EventName::all().any(|event| event.name() == action.name());
            assert!(known || kind.event_meaning().is_none(), "{json}");
        }
    }
}
