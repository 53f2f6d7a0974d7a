//! A span that is played again has the messages and the events of the run: those that an observer
//! of the run from its beginning writes down, message for message, whatever the span.

use std::collections::BTreeMap;

use crate::common::ms;
use raft_check::{Judge, schedule};
use raft_core::{Bug, Bugs, Instant};
use raft_sim::span::{Contents, Happening, Passage, PassageEnd, PlayedSpan};
use raft_sim::{
    DropReason, Endpoint, Event, FeedEvent, MessageKind, Observer, Options, Run, Timeline, World,
};

/// Set this to look at more runs: `SPAN_RUNS=1000 cargo test --release …`.
const RUNS: &str = "SPAN_RUNS";
const RUNS_USUAL: u64 = 150;
const UNTIL_MS: u64 = 60_000;
const ALL: usize = usize::MAX;
const ALL_EVENTS: u64 = u64::MAX;

fn runs() -> u64 {
    let asked = std::env::var(RUNS).ok();
    asked.map_or(RUNS_USUAL, |runs| runs.parse().expect("a number of runs"))
}

/// A hunted run, with one rule of Raft left out in most of them.
fn hunted(seed: u64) -> Run {
    let whole = schedule::options(seed);
    let place = usize::try_from(seed).unwrap_or(0) % (Bug::ALL.len() + 1);
    let bug = Bug::ALL.get(place).copied();
    let options = Options {
        bugs: bug.into_iter().fold(Bugs::NONE, Bugs::with),
        ..whole
    };
    let actions = schedule::actions(seed, &options, ms(UNTIL_MS));
    Run {
        actions,
        ..Run::new(seed, options)
    }
}

fn played(run: &Run) -> Timeline<Judge> {
    let mut timeline = Timeline::new(run.clone(), Judge::new);
    timeline.advance_to(ms(UNTIL_MS), ALL_EVENTS);
    timeline
}

/// How the way of a message went, in the words of this test.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Way {
    kind: MessageKind,
    from: Endpoint,
    to: Endpoint,
    sent: (u64, Instant),
    waited: Option<Instant>,
    end: Option<(u64, Instant, &'static str)>,
}

/// Writes down every event of messages, and those of nodes by their names.
#[derive(Default)]
struct EventList {
    ways: BTreeMap<u64, Way>,
    /// Those that wait at a paused process, until it goes on.
    waiting: std::collections::BTreeSet<u64>,
    events: Vec<(u64, String)>,
}

impl EventList {
    fn end(&mut self, id: u64, world: &World, how: &'static str) {
        let way = self.ways.get_mut(&id).expect("it was sent before");
        assert_eq!(way.end, None, "it ends once");
        way.end = Some((world.counts().events, world.now(), how));
    }
}

impl Observer for EventList {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        let seq = world.counts().events;
        match event {
            Event::Sent(packet) => {
                let way = Way {
                    kind: packet.content.kind(),
                    from: packet.name.from,
                    to: packet.name.to,
                    sent: (seq, world.now()),
                    waited: None,
                    end: None,
                };
                assert_eq!(self.ways.insert(packet.id, way), None, "an id of its own");
            }
            Event::Arrived(packet) => self.end(packet.id, world, "arrived"),
            Event::Waits(packet) => {
                let way = self.ways.get_mut(&packet.id).expect("it was sent before");
                way.waited = Some(world.now());
                self.waiting.insert(packet.id);
            }
            Event::Dropped(packet, DropReason::Lost) => self.end(packet.id, world, "lost"),
            Event::Dropped(packet, DropReason::Cut) => self.end(packet.id, world, "cut"),
            Event::Dropped(packet, DropReason::ReceiverDown) => {
                self.end(packet.id, world, "down");
            }
            Event::Applied { node, first, last } => {
                self.events
                    .push((seq, format!("{node} applied {first} to {last}")));
            }
            _ => {
                if let Event::Crashed(node, _) = event {
                    let to = Endpoint::Node(*node);
                    let waits = self.ways.iter().filter(|(id, way)| {
                        self.waiting.contains(id) && way.to == to && way.end.is_none()
                    });
                    let waiting: Vec<u64> = waits.map(|(id, _)| *id).collect();
                    waiting
                        .into_iter()
                        .for_each(|id| self.end(id, world, "down"));
                }
                if let Event::Resumed(node) = event {
                    let ways = &self.ways;
                    self.waiting
                        .retain(|id| ways[id].to != Endpoint::Node(*node));
                }
                if let Some(told) = FeedEvent::of(world, event) {
                    self.events.push((seq, format!("{told:?}")));
                }
            }
        }
    }
}

fn event_list(run: &Run) -> (EventList, World) {
    let mut world = World::begin(run);
    let mut list = EventList::default();
    crate::common::play(&mut world, &run.actions, ms(UNTIL_MS), &mut list);
    (list, world)
}

fn end_word(end: PassageEnd) -> &'static str {
    match end {
        PassageEnd::Arrived => "arrived",
        PassageEnd::Dropped(DropReason::Lost) => "lost",
        PassageEnd::Dropped(DropReason::Cut) => "cut",
        PassageEnd::Dropped(DropReason::ReceiverDown) => "down",
    }
}

fn way_of(passage: &Passage) -> Way {
    let packet = &passage.packet;
    let end = passage.end.map(|(at, end)| (at.seq, at.at, end_word(end)));
    Way {
        kind: packet.content.kind(),
        from: packet.name.from,
        to: packet.name.to,
        sent: (passage.sent.unwrap_or(0), packet.sent_at),
        waited: passage.waited,
        end,
    }
}

/// All messages and events of a span.
fn whole(span: PlayedSpan) -> (BTreeMap<u64, Way>, Vec<(u64, String)>) {
    let Contents::Whole { messages, events } = span.contents else {
        panic!("counts, though all was asked for");
    };
    let ways = messages
        .iter()
        .map(|passage| (passage.packet.id, way_of(passage)));
    let words = events.iter().map(|event| {
        let words = match &event.what {
            Happening::Told(told) => format!("{told:?}"),
            Happening::Applied { node, first, last } => {
                format!("{node} applied {first} to {last}")
            }
        };
        (event.moment.seq, words)
    });
    (ways.collect(), words.collect())
}

type Tally = BTreeMap<(MessageKind, &'static str), u64>;

fn count(ways: &BTreeMap<u64, Way>, into: &mut Tally) {
    for way in ways.values() {
        let end = way.end.map_or("under way", |(_, _, how)| how);
        *into.entry((way.kind, end)).or_default() += 1;
    }
}

#[test]
fn the_messages_of_the_whole_span_are_those_of_the_event_list() {
    let (mut in_spans, mut in_lists) = (Tally::new(), Tally::new());
    for seed in 0..runs() {
        let run = hunted(seed);
        let timeline = played(&run);
        let (digest, now) = (timeline.world().digest(), timeline.world().now());
        let (list, world) = event_list(&run);
        assert_eq!(world.digest(), digest, "seed {seed}");
        let (ways, events) = whole(timeline.span(Instant::ZERO, ms(UNTIL_MS), ALL));
        count(&ways, &mut in_spans);
        count(&list.ways, &mut in_lists);
        assert_eq!(ways, list.ways, "seed {seed}");
        assert_eq!(events, list.events, "seed {seed}");
        assert_eq!(timeline.world().digest(), digest, "seed {seed}");
        assert_eq!(timeline.world().now(), now, "seed {seed}");
    }
    assert_eq!(in_spans, in_lists);
    for kind in MessageKind::ALL {
        let arrived = in_spans.get(&(kind, "arrived"));
        let is_of_an_extension = matches!(
            kind,
            MessageKind::PreVote
                | MessageKind::PreVoteReply
                | MessageKind::TimeoutNow
                | MessageKind::Confirm
                | MessageKind::ConfirmReply
                | MessageKind::ReadIndex
                | MessageKind::ReadIndexReply
                | MessageKind::InstallSnapshot
                | MessageKind::InstallSnapshotReply
        );
        assert_eq!(arrived.is_none(), is_of_an_extension, "{kind}");
    }
    for end in ["lost", "cut", "down", "under way"] {
        assert!(
            in_spans.keys().any(|(_, found)| *found == end),
            "no message ended {end}"
        );
    }
    for ((kind, end), messages) in &in_spans {
        println!("{kind:>24} {end:<10} {messages:>8}");
    }
}

#[test]
fn a_part_of_a_run_has_what_was_under_way_meanwhile() {
    for seed in 0..runs().min(RUNS_USUAL) {
        let run = hunted(seed);
        let mut timeline = played(&run);
        let (list, _) = event_list(&run);
        for second in [0, 7, 20, 41] {
            let (from, until) = (ms(second * 1_000 + 3), ms(second * 1_000 + 2_503));
            // Another moment is shown: the nearest state may lie before or after the span.
            timeline.seek(ms((second * 7_919) % UNTIL_MS));
            let (mut ways, events) = whole(timeline.span(from, until, ALL));
            for way in ways.values_mut() {
                way.waited = way.waited.map(|at| at.max(from));
            }
            let is_in_sight = |way: &&Way| {
                let end = way.end.map_or(Instant(u64::MAX), |(_, at, _)| at);
                way.sent.1 <= until && end >= from
            };
            let expected = list.ways.iter().filter(|(_, way)| is_in_sight(way));
            let expected = expected.map(|(id, way)| {
                let mut way = way.clone();
                way.end = way.end.filter(|(_, at, _)| *at <= until);
                // Of one that waits already, only this is known: it was due, or brought early.
                let waits_already = |at: Instant| at.max(from);
                way.waited = way.waited.filter(|at| *at <= until).map(waits_already);
                if way.sent.1 < from {
                    way.sent.0 = 0;
                }
                (*id, way)
            });
            assert_eq!(ways, expected.collect(), "seed {seed}, second {second}");
            let at_of = |seq: u64| events.iter().any(|(found, _)| *found == seq);
            let expected = list.events.iter().filter(|(seq, _)| at_of(*seq));
            assert!(events.iter().eq(expected), "seed {seed}, second {second}");
        }
    }
}

#[test]
fn too_many_messages_are_counted() {
    let lists = (0..RUNS_USUAL).map(|seed| (seed, event_list(&hunted(seed)).0));
    let (seed, list) = lists
        .max_by_key(|(_, list)| list.ways.len())
        .expect("some runs");
    let timeline = played(&hunted(seed));
    let sent = list.ways.len();
    for most in [10, sent / 3, sent / 2] {
        let Contents::Counts(counts) = timeline.span(Instant::ZERO, ms(UNTIL_MS), most).contents
        else {
            panic!("{sent} messages were not too many for {most}");
        };
        let sum: u64 = counts.iter().map(|stretch| stretch.messages).sum();
        assert_eq!(sum, sent as u64, "{most}");
        for pair in counts.windows(2) {
            assert_eq!(pair[0].until, pair[1].from, "{most}");
        }
        for stretch in counts {
            let sent_in = |holds: &dyn Fn(Instant) -> bool| {
                list.ways.values().filter(|way| holds(way.sent.1)).count() as u64
            };
            // A kept state may stand between two events of one moment.
            let least = sent_in(&|at| at > stretch.from && at < stretch.until);
            let highest = sent_in(&|at| at >= stretch.from && at <= stretch.until);
            assert!(
                (least..=highest).contains(&stretch.messages),
                "{most}: {least} to {highest}, {stretch:?}"
            );
        }
    }
}

#[test]
fn nothing_lies_ahead_of_what_was_played() {
    let timeline = played(&hunted(5));
    let span = timeline.span(ms(UNTIL_MS * 2), ms(UNTIL_MS * 3), ALL);
    assert_eq!((span.from, span.until), (ms(UNTIL_MS), ms(UNTIL_MS)));
}
