//! The run as text for tools that draw it: what a vector clock must be, and that a sequence diagram
//! leaves out only what it counts.

use std::collections::BTreeMap;

use raft_check::schedule;
use raft_core::Instant;
use raft_sim::diagrams::Span;
use raft_sim::diagrams::mermaid::{CHARACTERS_MAX, SequenceDiagram};
use raft_sim::diagrams::shiviz::ShivizLog;
use raft_sim::{Event, Nobody, Observer, Run, Timeline, World};

const UNTIL: Instant = Instant(12_000_000);
const WHOLE: Span = Span {
    from: Instant::ZERO,
    until: UNTIL,
};

fn hunted(seed: u64) -> Timeline<Nobody> {
    let options = schedule::options(seed);
    let mut timeline = Timeline::new(Run::new(seed, options), |_| Nobody);
    for timed in schedule::actions(seed, &options, UNTIL) {
        timeline.advance_to(timed.at, u64::MAX);
        timeline.act(timed.action);
    }
    timeline.advance_to(UNTIL, u64::MAX);
    timeline
}

fn shiviz(timeline: &Timeline<Nobody>, span: Span, bytes_max: usize) -> ShivizLog {
    let mut log = ShivizLog::new(timeline.world().options().nodes, span, bytes_max);
    timeline.retell(0, &mut log, ShivizLog::is_over);
    log
}

fn mermaid(timeline: &Timeline<Nobody>, span: Span) -> SequenceDiagram {
    let mut diagram = SequenceDiagram::new(timeline.world().options().nodes, span);
    timeline.retell(0, &mut diagram, SequenceDiagram::is_over);
    diagram
}

/// The ends of the ways of messages.
#[derive(Default)]
struct Ends {
    arrived: usize,
    dropped: usize,
}

impl Observer for Ends {
    fn observe(&mut self, _: &World, event: &Event<'_>) {
        match event {
            Event::Arrived(_) => self.arrived += 1,
            Event::Dropped(..) => self.dropped += 1,
            _ => {}
        }
    }
}

fn ends(timeline: &Timeline<Nobody>) -> Ends {
    let mut ends = Ends::default();
    timeline.retell(0, &mut ends, |_| false);
    ends
}

struct Told<'a> {
    sentence: &'a str,
    host: &'a str,
    clock: BTreeMap<String, u64>,
}

fn told(log: &str) -> Vec<Told<'_>> {
    let (_, rest) = log.split_once("\n\n").expect("a head");
    let lines: Vec<&str> = rest.lines().collect();
    let events = lines.chunks(2).map(|pair| {
        let [what, whose] = pair else {
            panic!("an event has two lines: {pair:?}")
        };
        let (_, sentence) = what.split_once(' ').expect("a moment and its unit");
        let (_, sentence) = sentence.split_once(' ').expect("a sentence");
        let (host, clock) = whose.split_once(' ').expect("a host and its clock");
        let clock = serde_json::from_str(clock).expect("a clock is an object of numbers");
        Told {
            sentence,
            host,
            clock,
        }
    });
    events.collect()
}

#[test]
fn shiviz_logs_keep_the_rules_of_vector_clocks() {
    let mut learned = 0;
    for seed in 0..40 {
        let timeline = hunted(seed);
        let text = shiviz(&timeline, WHOLE, usize::MAX).into_text();
        let events = told(&text);
        let mut latest: BTreeMap<&str, &BTreeMap<String, u64>> = BTreeMap::new();
        let mut sentences: BTreeMap<(&str, u64), &str> = BTreeMap::new();
        let none = BTreeMap::new();
        for event in &events {
            let before = latest.get(event.host).copied().unwrap_or(&none);
            let known = |host: &str| before.get(host).copied().unwrap_or(0);
            let own = event.clock[event.host];
            assert_eq!(own, known(event.host) + 1, "its events are numbered");
            for (host, count) in &event.clock {
                let happened = latest.get(host.as_str()).map_or(0, |clock| clock[host]);
                assert!(host == event.host || *count <= happened, "the future");
                assert!(*count >= known(host), "what is known stays known");
            }
            // What a host learns comes by a message, from the event that sent it.
            let news = event
                .clock
                .iter()
                .filter(|(host, count)| host.as_str() != event.host && **count > known(host));
            if news.count() > 0 {
                learned += 1;
                let (from, content) = event.sentence.split_once(": ").expect("a message");
                let sender = from.strip_prefix("From ").expect("it was received");
                let sender = match sender.strip_prefix("Node ") {
                    Some(number) => format!("node{number}"),
                    None => "clients".into(),
                };
                let sent = sentences[&(sender.as_str(), event.clock[&sender])];
                let (to, said) = sent.split_once(": ").expect("a message");
                assert!(to.starts_with("To "), "{sent}");
                // Answers to clients are worded by what the client asked, at either moment.
                assert_eq!(said, content);
            }
            latest.insert(event.host, &event.clock);
            sentences.insert((event.host, own), event.sentence);
        }
        let ends_in = |it: &str| it.starts_with("From Node ") || it.starts_with("From the client");
        let received = events.iter().filter(|it| ends_in(it.sentence));
        assert_eq!(received.count(), ends(&timeline).arrived, "seed {seed}");
    }
    assert!(learned > 5_000, "{learned} messages told something");
}

#[test]
fn a_span_begins_with_clocks_of_its_own() {
    let timeline = hunted(7);
    let span = Span {
        from: Instant(5_000_000),
        until: Instant(6_000_000),
    };
    let text = shiviz(&timeline, span, usize::MAX).into_text();
    let events = told(&text);
    assert!(events.len() > 10);
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for event in &events {
        let count = counts.entry(event.host).or_default();
        *count += 1;
        assert_eq!(event.clock[event.host], *count);
    }
}

#[test]
fn a_log_without_room_keeps_its_end_with_clocks_that_begin_there() {
    let timeline = hunted(7);
    let all = shiviz(&timeline, WHOLE, usize::MAX);
    assert_eq!(all.starts_at(), None);
    let all = all.into_text();
    let short = shiviz(&timeline, WHOLE, 20_000);
    let start = short.starts_at().expect("no room for the whole run");
    let short = short.into_text();
    assert!((15_000..=20_000).contains(&short.len()), "{}", short.len());
    // The same as the log of a span that begins there.
    let span = Span {
        from: start,
        ..WHOLE
    };
    assert_eq!(short, shiviz(&timeline, span, usize::MAX).into_text());
    let (all, short) = (told(&all), told(&short));
    let sentences = |events: &[Told<'_>]| -> Vec<String> {
        events.iter().map(|it| it.sentence.to_owned()).collect()
    };
    assert!(sentences(&all).ends_with(&sentences(&short)));
}

#[test]
fn sequence_diagrams_leave_out_only_what_they_count() {
    let (mut whole, mut cut) = (0, 0);
    for seed in 0..40 {
        let timeline = hunted(seed);
        let diagram = mermaid(&timeline, WHOLE);
        let start = diagram.starts_at();
        let text = diagram.into_text();
        assert!(text.chars().count() < 50_000);
        let foot = text.lines().last().expect("a foot");
        if let Some(at) = start {
            assert!(text.chars().count() > CHARACTERS_MAX - 2_000);
            assert!(foot.contains(&format!("no room for what came before {at}")));
            assert!(foot.contains(&format!("From {at} to ")), "{foot}");
            assert_eq!(
                last_told(&text),
                last_told(&end_of(&timeline)),
                "seed {seed}"
            );
            cut += 1;
            continue;
        }
        whole += 1;
        let number = |before: &str, after: &str| -> usize {
            let rest = foot.split_once(before).map_or("0", |(_, rest)| rest);
            let number = rest.split_once(after).map_or("0", |(number, _)| number);
            number.parse().expect("a number")
        };
        let left_out = number("Left out: ", " heartbeats");
        let count = |head: &str| {
            text.lines()
                .filter(|line| arrow(line) == Some(head))
                .count()
        };
        let Ends { arrived, dropped } = ends(&timeline);
        assert_eq!(count(">>") + left_out, arrived, "seed {seed}");
        assert_eq!(count("x"), dropped, "seed {seed}");
    }
    assert!(whole >= 5, "{whole} runs had room");
    assert!(cut >= 5, "{cut} runs had none");
}

/// The line before the foot.
fn last_told(text: &str) -> Option<&str> {
    text.lines().rev().nth(1)
}

/// The last second of a run, for which there is room.
fn end_of(timeline: &Timeline<Nobody>) -> String {
    let from = Instant(UNTIL.0 - 1_000_000);
    let diagram = mermaid(timeline, Span { from, until: UNTIL });
    assert_eq!(diagram.starts_at(), None);
    diagram.into_text()
}

/// The head of the arrow in a line, if there is one.
fn arrow(line: &str) -> Option<&'static str> {
    let (ends, _) = line.split_once(": ")?;
    let is_name = |name: &str| {
        name == "C"
            || name
                .strip_prefix('N')
                .is_some_and(|it| it.parse::<u8>().is_ok())
    };
    [("-->>", ">>"), ("->>", ">>"), ("--x", "x"), ("-x", "x")]
        .into_iter()
        .find(|(arrow, _)| {
            ends.split_once(arrow)
                .is_some_and(|(from, to)| is_name(from) && is_name(to))
        })
        .map(|(_, head)| head)
}
