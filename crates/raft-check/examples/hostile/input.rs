//! One hostile input: made from its number, decoded, and played if it is accepted.

use std::fmt;

use raft_check::Judge;
use raft_core::{Bugs, Instant};
use raft_sim::limits::RUN_MAX;
use raft_sim::link::{self, ENGINE_VERSION, Pair, Shared};
use raft_sim::scenario::{Scenario, parse_action_line, play_until, record};
use raft_sim::{Digest, Feed, ParsedCommand, Run, Timeline, World, check_run};

use super::draw::{self, Dice};

/// What kind of input it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Link,
    Scenario,
    Start,
    Words,
}

pub(crate) const KINDS: [Kind; 4] = [Kind::Link, Kind::Scenario, Kind::Start, Kind::Words];

/// What came of an input.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) kind: Kind,
    /// Whether it was accepted and played.
    pub(crate) played: bool,
    /// Whether its run reached one of its bounds.
    pub(crate) ended: bool,
    /// The events that happened.
    pub(crate) events: u64,
    /// The violation, if whole Raft was accused: no rule left out, no assumption broken.
    pub(crate) accusation: Option<String>,
}

/// An input that has not been met yet.
pub(crate) enum Input {
    Link(String),
    Scenario(String),
    Start(Run),
    Words(String),
}

/// Makes the input of this number.
pub(crate) fn make(number: u64) -> Input {
    let mut dice = Dice::new(number);
    match number % 8 {
        0..=3 => Input::Link(link_text(&mut dice)),
        4 | 5 => Input::Scenario(scenario_text(&mut dice)),
        6 => Input::Start(started(&mut dice)),
        _ => Input::Words(words(&mut dice)),
    }
}

impl Input {
    /// Decodes it and plays it.
    pub(crate) fn meet(self) -> Outcome {
        match self {
            Input::Link(text) => meet_link(&text),
            Input::Scenario(text) => meet_scenario(&text),
            Input::Start(run) => meet_start(run),
            Input::Words(text) => meet_words(&text),
        }
    }
}

/// What a person can open: a start as a link to its run.
impl fmt::Display for Input {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Input::Link(text) | Input::Scenario(text) | Input::Words(text) => {
                formatter.write_str(text)
            }
            Input::Start(run) => {
                let shared = shared(run.clone(), start_until(run));
                formatter.write_str(&link::encode(&shared))
            }
        }
    }
}

/// How far the input is played: most of them not far, so that there can be many.
fn until(dice: &mut Dice, run: &Run) -> Instant {
    let last = run.actions.last().map_or(Instant::ZERO, |last| last.at);
    let more = match dice.between(0, 1_999) {
        0 => RUN_MAX.0,
        1..=5 => 600_000_000,
        6..=99 => 60_000_000,
        _ => 5_000_000,
    };
    Instant((last.0 + dice.up_to(more)).min(RUN_MAX.0))
}

fn link_text(dice: &mut Dice) -> String {
    let run = draw::run(dice);
    let at = until(dice, &run);
    let beside = dice
        .once_in(8)
        .then(|| link::ComparedRun::Twin(draw::options(dice)));
    let text = link::encode_pair(&Pair {
        shown: shared(run, at),
        name: dice.once_in(4).then(|| draw::command(dice)),
        beside,
    });
    if !dice.once_in(4) {
        return text;
    }
    if dice.once_in(8) {
        let bytes = draw::damaged(dice, text.as_bytes());
        return String::from_utf8_lossy(&bytes).into_owned();
    }
    // With a checksum that fits, so that the damage reaches the reader.
    let bytes = bytes_of(&text);
    match bytes.as_slice() {
        [_, _, version, body @ .., _, _, _, _] => link::frame(*version, &draw::damaged(dice, body)),
        _ => text,
    }
}

fn shared(run: Run, at: Instant) -> Shared {
    Shared {
        run,
        at,
        head: at,
        digest: Digest::from_value(0),
        engine: ENGINE_VERSION,
    }
}

/// The bytes of a link's text.
fn bytes_of(text: &str) -> Vec<u8> {
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.chars() {
        let Some(place) = alphabet.find(letter) else {
            continue;
        };
        bits = bits << 6 | u32::try_from(place).unwrap_or(0);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap_or(0));
        }
    }
    bytes
}

pub(crate) fn meet_link(text: &str) -> Outcome {
    let mut outcome = Outcome::refused(Kind::Link);
    let Ok(Pair { shown, beside, .. }) = link::decode_pair(text) else {
        return outcome;
    };
    let run = match beside {
        // One run of the two, so that each number is the CPU of one run.
        Some(link::ComparedRun::Twin(options)) => Run {
            options,
            ..shown.run
        },
        _ => shown.run,
    };
    play_run(run, shown.at, &mut outcome);
    outcome
}

/// Plays a run as the page does, with kept moments and a feed.
fn play_run(run: Run, at: Instant, outcome: &mut Outcome) {
    outcome.played = true;
    let rules = run.options.bugs;
    let reachable = is_plain_start(&run);
    let mut timeline = Timeline::new(run, Judge::new);
    timeline.advance_to(at, u64::MAX);
    let world = timeline.world();
    outcome.ended |= world.ending().is_some();
    outcome.events += world.counts().events;
    outcome.accuse(rules, reachable, timeline.watcher());
}

fn scenario_text(dice: &mut Dice) -> String {
    let run = draw::run(dice);
    let until = until(dice, &run);
    let Ok(scenario) = record(&run, Instant(until.0 / 1_000 * 1_000), "Title", "", &[]) else {
        return String::new();
    };
    let text = scenario.write();
    if !dice.once_in(4) {
        return text;
    }
    String::from_utf8_lossy(&draw::damaged(dice, text.as_bytes())).into_owned()
}

pub(crate) fn meet_scenario(text: &str) -> Outcome {
    let mut outcome = Outcome::refused(Kind::Scenario);
    let Ok(scenario) = Scenario::read(text) else {
        return outcome;
    };
    outcome.played = true;
    let beginning = scenario.beginning();
    let mut judge = Judge::new(&World::begin(&beginning));
    let mut feed = Feed::default();
    let played = play_until(&scenario, scenario.until(), &mut (&mut judge, &mut feed));
    outcome.ended = played.world.ending().is_some();
    outcome.events = played.world.counts().events;
    outcome.accuse(beginning.options.bugs, is_plain_start(&beginning), &judge);
    outcome
}

/// A run with something on its disks.
fn started(dice: &mut Dice) -> Run {
    let mut run = draw::run(dice);
    run.start = draw::start(dice, &run.options);
    run
}

pub(crate) fn meet_start(run: Run) -> Outcome {
    let mut outcome = Outcome::refused(Kind::Start);
    if check_run(&run).is_ok() {
        let until = start_until(&run);
        play_run(run, until, &mut outcome);
    }
    outcome
}

/// How far a run with a start is played.
fn start_until(run: &Run) -> Instant {
    let last = run.actions.last().map_or(Instant::ZERO, |last| last.at);
    Instant(last.0.min(60_000_000) + 5_000_000)
}

fn words(dice: &mut Dice) -> String {
    let line = match dice.between(0, 5) {
        0 => "crash leader".into(),
        1 => "partition 0,1 the_rest".into(),
        2 => format!("write any {}", draw::command(dice)),
        3 => "workload 1000 1/2 26 100".into(),
        4 => "delay 0 1 0 0 9223372036854775807".into(),
        _ => draw::command(dice),
    };
    match dice.once_in(2) {
        true => line,
        false => String::from_utf8_lossy(&draw::damaged(dice, line.as_bytes())).into_owned(),
    }
}

pub(crate) fn meet_words(text: &str) -> Outcome {
    let mut outcome = Outcome::refused(Kind::Words);
    let parsed = ParsedCommand::read(text);
    outcome.played = parsed != ParsedCommand::Text;
    outcome.events = parsed.keys().count() as u64;
    let mut world = World::begin(&Run::default());
    if let Ok(actions) = parse_action_line(text, &world) {
        outcome.played = true;
        for action in actions {
            world.act(&action, &mut raft_sim::Nobody);
        }
        world.advance_to(Instant::from_millis(3_000), &mut raft_sim::Nobody);
    }
    outcome
}

/// Whether the run begins with empty disks: a start that no run can reach may be accused.
fn is_plain_start(run: &Run) -> bool {
    run.start == raft_sim::Start::default()
}

impl Outcome {
    fn refused(kind: Kind) -> Outcome {
        Outcome {
            kind,
            played: false,
            ended: false,
            events: 0,
            accusation: None,
        }
    }

    fn accuse(&mut self, bugs: Bugs, reachable: bool, judge: &Judge) {
        let verdict = judge.verdict();
        if bugs != Bugs::NONE || verdict.assumption.is_some() {
            return;
        }
        if let Some(violation) = judge.first_violation() {
            let start = if reachable { "" } else { " (with a start)" };
            self.accusation = Some(format!("{violation}{start}"));
        }
    }
}
