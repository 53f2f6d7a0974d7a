//! Share links: what goes in comes out, old ones open for ever, and nothing else opens.

use raft_core::{Bug, Bugs, Command, Duration, Instant, NodeId, NodeSet, Term};
use raft_sim::link::{
    self, ComparedRun, Contents, ENGINE_VERSION, LinkError, Narration, Pair, Shared,
};
use raft_sim::{
    Action, Assumptions, Chaos, ClockWay, Digest, DiskMode, Endpoint, Latency, Link, Nobody,
    Options, PacketName, Ratio, Run, Start, Target, TimedAction, Workload, World,
};

/// A link as version 1 published it: seed 7, three writes, a crash of the leader, at 12 s.
const PUBLISHED_V1: &str = include_str!("goldens/link_v1.txt");
/// Links as version 2 published them, one a line: that run by a name, and in three pairs.
const PUBLISHED_V2: &str = include_str!("goldens/link_v2.txt");
/// Links as version 3 published them, one a line: the runs of version 2 with the words of a
/// scenario.
const PUBLISHED_V3: &str = include_str!("goldens/link_v3.txt");

fn set(nodes: &[u8]) -> NodeSet {
    nodes.iter().copied().map(NodeId).collect()
}

fn every_action() -> Vec<Action> {
    let link = Link {
        from: NodeId(0),
        to: NodeId(4),
    };
    let name = PacketName {
        from: Endpoint::Node(NodeId(1)),
        to: Endpoint::Clients,
        nth: 300,
        copy: 2,
    };
    let latency = Latency {
        min: Duration(1),
        max: Duration::from_millis(9_000),
    };
    let ratio = Ratio {
        numerator: 1,
        denominator: 20,
    };
    let command = Command::new("SET ключ=<b>значение</b>");
    vec![
        Action::Write {
            to: Target::Any,
            command: command.clone(),
        },
        Action::Write {
            to: Target::Node(NodeId(3)),
            command,
        },
        Action::Crash(NodeId(2)),
        Action::Restart(NodeId(2)),
        Action::Pause(NodeId(1)),
        Action::Resume(NodeId(1)),
        Action::ForceTimeout(NodeId(4)),
        Action::Partition(vec![set(&[0, 1]), set(&[2, 3, 4])]),
        Action::Isolate(NodeId(0)),
        Action::Cut(link),
        Action::Uncut(link),
        Action::Heal,
        Action::CrashAtWrite(NodeId(1)),
        Action::WipeDisk(NodeId(2)),
        Action::SetDisk {
            node: NodeId(3),
            mode: DiskMode::Stalls,
        },
        Action::SetDisk {
            node: NodeId(3),
            mode: DiskMode::Lies,
        },
        Action::SetDisk {
            node: NodeId(3),
            mode: DiskMode::Syncs,
        },
        Action::SetDisk {
            node: NodeId(3),
            mode: DiskMode::Fails,
        },
        Action::TearWrites {
            node: NodeId(1),
            keep: 300,
        },
        Action::JumpClock {
            node: NodeId(1),
            way: ClockWay::Ahead,
            by: Duration::from_millis(500),
        },
        Action::JumpClock {
            node: NodeId(1),
            way: ClockWay::Back,
            by: Duration::from_millis(700),
        },
        Action::SetDiskLatency {
            node: None,
            latency,
        },
        Action::SetDiskLatency {
            node: Some(NodeId(4)),
            latency,
        },
        Action::SetClockRate {
            node: NodeId(0),
            rate: Ratio {
                numerator: 3,
                denominator: 2,
            },
        },
        Action::SetWorkload(Some(Workload::default())),
        Action::SetWorkload(None),
        Action::SetChaos(Some(Chaos {
            per_minute: 120,
            assumptions: Assumptions::Broken,
        })),
        Action::SetChaos(None),
        Action::Transfer {
            from: NodeId(3),
            to: NodeId(1),
        },
        Action::SetLatency {
            link: None,
            latency,
        },
        Action::SetLatency {
            link: Some(link),
            latency,
        },
        Action::SetLoss { link: None, ratio },
        Action::SetLoss {
            link: Some(link),
            ratio,
        },
        Action::SetDuplication { link: None, ratio },
        Action::SetDuplication {
            link: Some(link),
            ratio,
        },
        Action::Drop(name),
        Action::Deliver(name),
        Action::Duplicate(name),
        Action::Delay(name, Duration(77)),
    ]
}

fn everything() -> Shared {
    let actions = every_action().into_iter().zip(1u64..);
    let timed = |(action, count): (Action, u64)| TimedAction {
        at: Instant(1_000 * count),
        action,
    };
    let options = Options {
        election_timeout_min: Duration::from_millis(150),
        election_timeout_max: Duration::from_millis(300),
        heartbeat: Duration::from_millis(75),
        disk: Latency::from_millis([2, 9]),
        latency: Latency {
            min: Duration(500),
            max: Duration(1_500),
        },
        loss: Ratio {
            numerator: 1,
            denominator: 10,
        },
        duplicate: Ratio {
            numerator: 1,
            denominator: 100,
        },
        blank_entry_at_election: true,
        bugs: Bug::ALL.into_iter().fold(Bugs::NONE, Bugs::with),
        ..Options::default()
    };
    let start = Start {
        logs: [(NodeId(0), vec![Term(1), Term(1), Term(4)])].into(),
        terms: [(NodeId(0), Term(4))].into(),
        votes: [(NodeId(0), NodeId(3))].into(),
        members: None,
    };
    Shared {
        run: Run {
            seed: (1 << 53) - 1,
            options,
            start,
            actions: actions.map(timed).collect(),
        },
        at: Instant(12_345_678),
        head: Instant(99_999_999),
        digest: Digest::from_value(0x0123_4567_89ab_cdef),
        engine: ENGINE_VERSION,
    }
}

fn published() -> Shared {
    let write = |at: u64, text: &str| TimedAction {
        at: Instant::from_millis(at),
        action: Action::Write {
            to: Target::Any,
            command: Command::new(text),
        },
    };
    let mut run = Run::new(7, Options::default());
    run.actions = vec![
        write(4_000, "SET balance=1000"),
        write(4_500, "TRANSFER 200 -> account_7"),
        write(5_000, "SET balance=800"),
    ];
    let mut world = World::begin(&run);
    for TimedAction { at, action } in &run.actions {
        world.advance_to(*at, &mut Nobody);
        world.act(action, &mut Nobody);
    }
    world.advance_to(Instant::from_millis(7_000), &mut Nobody);
    let crash = Action::Crash(
        world
            .leader()
            .expect("seed 7 has a leader after seven seconds"),
    );
    world.act(&crash, &mut Nobody);
    run.actions.push(TimedAction {
        at: world.now(),
        action: crash,
    });
    world.advance_to(Instant::from_millis(12_000), &mut Nobody);
    Shared {
        run,
        at: world.now(),
        head: world.now(),
        digest: world.digest(),
        engine: 1,
    }
}

fn replayed(shared: &Shared) -> Digest {
    let mut world = World::begin(&shared.run);
    for TimedAction { at, action } in &shared.run.actions {
        world.advance_to(*at, &mut Nobody);
        world.act(action, &mut Nobody);
    }
    world.advance_to(shared.at, &mut Nobody);
    world.digest()
}

#[test]
fn every_action_and_option_survives_the_round_trip() {
    let shared = everything();
    assert_eq!(link::decode(&link::encode(&shared)), Ok(shared));
}

#[test]
fn a_plain_run_makes_a_short_link() {
    let run = Run::new(7, Options::default());
    let digest = World::begin(&run).digest();
    let shared = Shared {
        run,
        at: Instant::ZERO,
        head: Instant::ZERO,
        digest,
        engine: ENGINE_VERSION,
    };
    let text = link::encode(&shared);
    assert!(text.len() < 50, "{text} is longer than a plain run needs");
    assert_eq!(link::decode(&text), Ok(shared));
}

#[test]
fn the_published_link_of_version_1_opens_and_reaches_its_digest() {
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        let text = link::encode(&published()) + "\n";
        std::fs::write(
            concat!(env!("CARGO_MANIFEST_DIR"), "/tests/all/goldens/link_v1.txt"),
            text,
        )
        .expect("the golden can be written");
        return;
    }
    let shared = link::decode(PUBLISHED_V1).expect("a published link opens for ever");
    assert_eq!(shared, published());
    assert_eq!(replayed(&shared), shared.digest);
}

#[test]
fn a_whole_address_opens_as_well_as_its_fragment() {
    let text = link::encode(&everything());
    let address = format!("https://example.org/raft/{text}");
    assert_eq!(link::decode(&address), link::decode(&text));
    assert_eq!(
        link::decode(text.trim_start_matches('#')),
        link::decode(&text)
    );
}

#[test]
fn every_shortened_link_is_refused() {
    let text = link::encode(&everything());
    for length in 0..text.len() {
        let cut = &text[..length];
        assert!(link::decode(cut).is_err(), "{cut} opened");
    }
}

#[test]
fn every_changed_character_is_noticed() {
    let text = link::encode(&published());
    for place in 1..text.len() {
        let old = text.as_bytes()[place] as char;
        let new = if old == 'A' { 'B' } else { 'A' };
        let changed = format!("{}{new}{}", &text[..place], &text[place + 1..]);
        assert!(link::decode(&changed).is_err(), "{changed} opened");
    }
}

#[test]
fn each_refusal_is_one_sentence_with_its_reason() {
    let long = "A".repeat(300_000);
    let future = {
        use base64ct::Encoding as _;
        base64ct::Base64UrlUnpadded::encode_string(b"RP\x09\0\0\0\0")
    };
    let cases = [
        ("", "empty"),
        ("#", "empty"),
        (long.as_str(), "300000 characters"),
        ("#hello world", "not a link"),
        ("#<script>alert(1)</script>", "not a link"),
        ("#UlA", "not a link"),
        (future.as_str(), "version 9"),
    ];
    for (text, expected) in cases {
        let sentence = link::decode(text).expect_err("it is no link").to_string();
        assert!(
            sentence.contains(expected),
            "{sentence:?} does not say {expected:?}"
        );
        assert!(
            sentence.ends_with('.') && !sentence.contains('\n'),
            "{sentence:?}"
        );
    }
}

#[test]
fn a_whole_link_that_asks_for_too_much_is_refused() {
    let mut shared = everything();
    shared.run.options.nodes = 200;
    let refusal = link::decode(&link::encode(&shared)).expect_err("nobody has 200 nodes");
    assert!(matches!(refusal, LinkError::Refused(_)), "{refusal}");
}

/// The published run beside a branch of it, and the branch that left it beside the run.
fn pairs() -> Vec<Pair> {
    let shown = published();
    let mut actions = shown.run.actions.clone();
    actions.truncate(3);
    actions.push(TimedAction {
        at: Instant::from_millis(6_000),
        action: Action::Isolate(NodeId(1)),
    });
    let branch = |name: Option<&str>, is_origin| ComparedRun::Branch {
        name: name.map(String::from),
        is_origin,
        forked_at: Instant::from_millis(6_000),
        actions: actions.clone(),
        head: Instant::from_millis(20_000),
    };
    let twin = Options {
        bugs: Bugs::NONE.with(Bug::ALL[1]),
        ..Options::default()
    };
    let besides = [
        None,
        Some(branch(Some("Node 1 is cut off"), false)),
        Some(branch(None, true)),
        Some(ComparedRun::Twin(twin)),
    ];
    let pair = |beside| Pair {
        shown: shown.clone(),
        name: Some("Ein Anführer stürzt ab".into()),
        beside,
    };
    besides.map(pair).into()
}

#[test]
fn every_pair_survives_the_round_trip() {
    for pair in pairs() {
        let text = link::encode_pair(&pair);
        assert_eq!(link::decode(&text), Ok(pair.shown.clone()), "the run shown");
        assert_eq!(link::decode_pair(&text), Ok(pair));
    }
}

#[test]
fn a_run_with_nothing_beside_it_still_makes_a_link_of_version_1() {
    let pair = Pair {
        shown: everything(),
        name: None,
        beside: None,
    };
    assert_eq!(link::encode_pair(&pair), link::encode(&pair.shown));
    assert_eq!(link::decode_pair(&link::encode(&pair.shown)), Ok(pair));
}

#[test]
fn the_published_links_of_version_2_open() {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/all/goldens/link_v2.txt");
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        let links: Vec<String> = pairs().iter().map(link::encode_pair).collect();
        std::fs::write(golden, links.join("\n") + "\n").expect("the golden can be written");
        return;
    }
    let opened = PUBLISHED_V2.lines().map(link::decode_pair);
    let opened: Result<Vec<Pair>, LinkError> = opened.collect();
    assert_eq!(opened, Ok(pairs()));
}

#[test]
fn a_pair_that_asks_for_what_cannot_be_is_refused() {
    let long_name = Pair {
        name: Some("n".repeat(61)),
        ..pairs().remove(0)
    };
    let crowded = Pair {
        beside: Some(ComparedRun::Twin(Options {
            nodes: 200,
            ..Options::default()
        })),
        ..pairs().remove(0)
    };
    for (pair, expected) in [
        (long_name, "name: expected at most 60 characters, found 61."),
        (crowded, "options.nodes: expected"),
    ] {
        let refusal = link::decode_pair(&link::encode_pair(&pair)).expect_err("it cannot be");
        assert!(refusal.to_string().contains(expected), "{refusal}");
    }
}

fn narration() -> Narration {
    let caption = |ms, say: &str| (Instant::from_millis(ms), say.to_owned());
    Narration {
        title: "Figure 8: <b>a majority</b> is not enough".into(),
        about: "An entry of term 2 comes to a majority,\nand is still overwritten.".into(),
        captions: vec![
            caption(0, "Nobody leads."),
            caption(4_000, "Ein Eintrag"),
            caption(4_000, "Another at the same moment"),
            caption(7_000, "The leader crashes."),
        ],
        until: Some(Instant::from_millis(9_000)),
    }
}

fn told() -> Vec<Contents> {
    let plain = Pair {
        shown: published(),
        name: None,
        beside: None,
    };
    let mut all: Vec<Contents> = [plain]
        .into_iter()
        .chain(pairs())
        .map(|pair| Contents {
            pair,
            narration: narration(),
        })
        .collect();
    all[0].narration.until = None;
    all[1].narration.captions.clear();
    all[1].narration.until = None;
    all[2].narration.about.clear();
    all[3].narration.title.clear();
    all
}

#[test]
fn title_about_and_captions_survive_the_round_trip() {
    for contents in told() {
        let text = link::encode_contents(&contents);
        assert_eq!(link::decode_pair(&text), Ok(contents.pair.clone()));
        assert_eq!(link::decode(&text), Ok(contents.pair.shown.clone()));
        assert_eq!(link::decode_contents(&text), Ok(contents));
    }
}

#[test]
fn without_words_a_link_is_of_version_1_or_2_as_before() {
    for pair in pairs() {
        let contents = Contents {
            pair: pair.clone(),
            narration: Narration::default(),
        };
        let text = link::encode_contents(&contents);
        assert_eq!(text, link::encode_pair(&pair));
        assert_eq!(link::decode_contents(&text), Ok(contents));
    }
    let alone = Contents {
        pair: Pair {
            shown: everything(),
            name: None,
            beside: None,
        },
        narration: Narration::default(),
    };
    let text = link::encode_contents(&alone);
    assert_eq!(text, link::encode(&alone.pair.shown));
}

#[test]
fn the_published_links_of_version_3_open() {
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/all/goldens/link_v3.txt");
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        let links: Vec<String> = told().iter().map(link::encode_contents).collect();
        std::fs::write(golden, links.join("\n") + "\n").expect("the golden can be written");
        return;
    }
    let opened = PUBLISHED_V3.lines().map(link::decode_contents);
    let opened: Result<Vec<Contents>, LinkError> = opened.collect();
    assert_eq!(opened, Ok(told()));
    let written: Vec<String> = told().iter().map(link::encode_contents).collect();
    assert_eq!(written, PUBLISHED_V3.lines().collect::<Vec<&str>>());
}

/// The body of a link behind its header, and one section more: a tag, a length and bytes, all
/// small enough for one byte each.
fn with_section(text: &str, tag: u8, section: &[u8]) -> String {
    use base64ct::Encoding as _;
    let bytes = base64ct::Base64UrlUnpadded::decode_vec(&text[1..]).expect("it is a link");
    let mut body = bytes[7..].to_vec();
    body.extend([tag, u8::try_from(section.len()).expect("it is short")]);
    body.extend(section);
    link::frame(3, &body)
}

#[test]
fn sections_that_are_not_known_are_skipped() {
    let contents = told().remove(0);
    let text = link::encode_contents(&contents);
    let longer = with_section(&text, 9, b"of a later playground");
    let longer = with_section(&longer, 10, b"");
    assert_eq!(link::decode_contents(&longer), Ok(contents));
}

#[test]
fn sections_that_do_not_belong_there_are_damage() {
    let text = link::encode_contents(&told()[0]);
    for (tag, section, why) in [
        (7, &b"\x02hi"[..], "a second text about it"),
        (3, b"\x02hi", "a title behind its place"),
        (0, b"", "a tag that is no tag"),
    ] {
        let twisted = with_section(&text, tag, section);
        let refusal = link::decode_contents(&twisted);
        assert_eq!(refusal, Err(LinkError::Damaged), "{why}");
    }
    let no_run = link::frame(3, b"\x03\x03\x02hi");
    assert_eq!(link::decode_contents(&no_run), Err(LinkError::Damaged));
    let long = link::frame(3, b"\x03\x04\x02hi!");
    assert_eq!(link::decode_contents(&long), Err(LinkError::Damaged));
    let beyond = link::frame(3, b"\x03\xff\xff\xff\xff\x0f\x02hi");
    assert_eq!(link::decode_contents(&beyond), Err(LinkError::Damaged));
}

#[test]
fn words_that_ask_for_too_much_are_refused_with_one_sentence() {
    let with = |change: fn(&mut Narration)| {
        let mut contents = told().remove(0);
        change(&mut contents.narration);
        link::decode_contents(&link::encode_contents(&contents)).expect_err("it is too much")
    };
    let late = |narration: &mut Narration| {
        narration.captions.push((Instant(u64::MAX), "never".into()));
    };
    let cases: [(LinkError, &str); 6] = [
        (
            with(|it| it.title = "t".repeat(201)),
            "title: expected at most 200 characters, found 201.",
        ),
        (
            with(|it| it.title = "two\nlines".into()),
            "title: expected text without control characters",
        ),
        (
            with(|it| it.about = "a".repeat(4_001)),
            "about: expected at most 4000 characters, found 4001.",
        ),
        (
            with(|it| it.captions[0].1 = "c".repeat(501)),
            "captions: expected at most 500 characters, found 501.",
        ),
        (
            with(|it| it.captions = vec![(Instant::ZERO, "c".into()); 101]),
            "captions: expected at most 100 of them, found 101.",
        ),
        (with(late), "captions: expected moments up to"),
    ];
    for (refusal, expected) in cases {
        let sentence = refusal.to_string();
        assert!(sentence.contains(expected), "{sentence}");
        assert!(sentence.ends_with('.') && !sentence.contains('\n'));
    }
}

proptest::proptest! {
    #[test]
    fn garbage_never_panics(bytes in proptest::collection::vec(0u8..=255, 0..200)) {
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        proptest::prop_assert!(link::decode(&text).is_err());
    }

    #[test]
    fn well_framed_garbage_never_panics(body in proptest::collection::vec(0u8..=255, 0..300)) {
        for version in [1, 2, 3] {
            let _ = link::decode(&link::frame(version, &body));
        }
    }
}
