//! Playing a scenario: `Director` waits for the events that a step names, and replaces roles by
//! node numbers when the step's action is due.

mod ears;
pub(crate) mod verdict;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use raft_core::{Duration, Instant};

use super::action::roles::Resolution;
use super::action::{ActionSpec, resolve_counting};
use super::play::ears::Ears;
use super::play::verdict::{Checked, Tracker};
use super::spec::file::Scenario;
use super::spec::happening::{Happening, Heard};
use super::spec::step::{Caption, Trigger, Watch};
use crate::action::TimedAction;
use crate::run::Run;
use crate::world::World;
use crate::world::event::Observer;

/// A scenario that has been played.
#[derive(Clone, Debug)]
pub struct Played {
    /// The run with all its actions, each with its moment and node numbers. Replaying it gives the
    /// same events.
    pub run: Run,
    /// The world at the end.
    pub world: World,
    /// The captions that were shown, each with its moment.
    pub captions: Vec<(Instant, String)>,
    /// Sentences about actions and captions that did not come about, or came late.
    pub notices: Vec<String>,
    /// The actions that were done later than the file says, each with the moment at which it was
    /// done, and the first that never was, with its own; the sentences stand among the notices.
    pub late: Vec<(Instant, String)>,
    /// The expectations, each with its outcome.
    pub expectations: Vec<Checked>,
}

/// Plays a scenario to its end.
pub fn play(scenario: &Scenario, observer: &mut impl Observer) -> Played {
    play_until(scenario, scenario.until(), observer)
}

/// Plays a scenario to this moment. Expectations about later ones stay undecided.
pub fn play_until(scenario: &Scenario, until: Instant, observer: &mut impl Observer) -> Played {
    let run = scenario.beginning();
    let world = World::begin(&run);
    let mut director = Director {
        scenario,
        until,
        actions: Vec::new(),
        next: 0,
        pending: Pending::Nothing,
        captions: Captions::new(scenario),
        tracker: Tracker::new(scenario.expectations()),
        notices: Vec::new(),
        late: Vec::new(),
        armed_at: Instant::ZERO,
        waited_for: None,
        ears: Ears::for_scenario(scenario),
        effort_left: EFFORT_MAX,
    };
    director.arm(&world);
    let world = director.play(world, observer);
    director.finish(run, world)
}

struct Director<'a> {
    scenario: &'a Scenario,
    until: Instant,
    /// The actions done so far.
    actions: Vec<TimedAction>,
    /// The next step's place in the scenario.
    next: usize,
    pending: Pending,
    captions: Captions,
    tracker: Tracker<'a>,
    notices: Vec<String>,
    late: Vec<(Instant, String)>,
    /// When the step before the next one was done.
    armed_at: Instant,
    /// The reason for which the next step could not be done at its moment, if there was one.
    waited_for: Option<String>,
    /// The events since the director last handled them, and the messages that it has counted.
    ears: Ears,
    /// How many messages may still be looked at in searches for one.
    effort_left: u64,
}

/// A file from a stranger may wait for one message among very many. After so many messages were
/// looked at, the director gives the search up.
const EFFORT_MAX: u64 = 10_000_000;

/// The condition that the next step waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Pending {
    /// There is no next step.
    Nothing,
    /// An event, and how often it has happened.
    Event(Watch, u64, Duration),
    /// A moment.
    Moment(Instant),
    /// A node with the role, or a message that is not sent yet.
    Somebody(String),
}

impl Director<'_> {
    fn play(&mut self, mut world: World, observer: &mut dyn Observer) -> World {
        loop {
            if let Some(ending) = world.ending() {
                self.notices.push(ending.to_string());
                return world;
            }
            let stop = self.next_stop();
            let mut both = (&mut *observer, &mut self.ears);
            let mut ears: &mut dyn Observer = &mut both;
            if world.advance_once(stop, &mut ears) {
                self.listen(&world);
                self.look_for_somebody(&world);
                continue;
            }
            world.advance_to(stop, &mut ears);
            if self.pending == Pending::Moment(world.now()) {
                // One action at a time: all events due at this moment come before the next one.
                self.act(&mut world, observer);
                continue;
            }
            self.tracker.decide(&world);
            if world.now() >= self.until {
                if self.until >= self.scenario.until() {
                    self.tracker.finish(&world);
                }
                return world;
            }
        }
    }

    /// The next moment at which something must be done or decided.
    fn next_stop(&self) -> Instant {
        let action = match self.pending {
            Pending::Moment(at) => at,
            _ => self.until,
        };
        let deadline = self.tracker.next_deadline().unwrap_or(self.until);
        action.min(deadline).min(self.until)
    }

    /// Begins to wait for the next step.
    fn arm(&mut self, world: &World) {
        let step = self.scenario.steps().get(self.next);
        self.armed_at = world.now();
        self.waited_for = None;
        self.pending = match step.map(|step| step.trigger) {
            None => Pending::Nothing,
            Some(Trigger::At(at)) => Pending::Moment(at.max(world.now())),
            Some(Trigger::After(watch, wait)) => Pending::Event(watch, 0, wait),
        };
    }

    /// Passes the latest events on to the expectations, the captions and the next step.
    fn listen(&mut self, world: &World) {
        let now = world.now();
        let events = self.ears.take_heard();
        if events.is_empty() {
            return;
        }
        for heard in &events {
            self.tracker.hear(now, heard);
            self.captions.hear(now, heard);
            if let Pending::Event(watch, count, wait) = &mut self.pending
                && watch.what.matches(heard)
            {
                *count += 1;
                if *count >= watch.nth.unwrap_or(1) {
                    self.pending = Pending::Moment(now + *wait);
                }
            }
        }
        self.tracker.look(world);
    }

    fn look_for_somebody(&mut self, world: &World) {
        if !matches!(self.pending, Pending::Somebody(_)) {
            return;
        }
        let effort = 1 + world.network().packets().count() as u64;
        self.effort_left = self.effort_left.saturating_sub(effort);
        let counted = Some(self.ears.counted());
        let is_there = |action| {
            let resolution = resolve_counting(action, world, counted);
            !matches!(resolution, Resolution::NotYet(_))
        };
        if self.effort_left > 0 && self.action().is_some_and(is_there) {
            self.pending = Pending::Moment(world.now());
        }
    }

    fn action(&self) -> Option<&ActionSpec> {
        self.scenario
            .steps()
            .get(self.next)
            .map(|step| &step.action)
    }

    /// Does the next step, if it can be done now.
    fn act(&mut self, world: &mut World, observer: &mut dyn Observer) {
        let Some(action) = self.action() else {
            return;
        };
        let counted = Some(self.ears.counted());
        let actions = match resolve_counting(action, world, counted) {
            Resolution::NotYet(reason) => {
                let reason = reason.to_string();
                self.waited_for.get_or_insert_with(|| reason.clone());
                self.pending = Pending::Somebody(reason);
                return;
            }
            Resolution::Never(reason) => {
                let place = self.next;
                self.notices
                    .push(alloc::format!("actions[{place}] was left out: {reason}"));
                Vec::new()
            }
            Resolution::Now(actions) => actions,
        };
        self.note_lateness(world.now());
        self.next += 1;
        // The next step may wait for an event that this action itself causes.
        self.arm(world);
        for action in actions {
            let mut both = (&mut *observer, &mut self.ears);
            let mut ears: &mut dyn Observer = &mut both;
            // A replay handles all events that are due at this moment between two actions.
            let now = world.now();
            world.advance_to(now, &mut ears);
            world.act(&action, &mut ears);
            self.actions.push(TimedAction { at: now, action });
        }
        self.listen(world);
    }

    /// Notes that the next step is done after the moment that the file gives it, and why.
    fn note_lateness(&mut self, now: Instant) {
        let place = self.next;
        let Some(Trigger::At(due)) = self.scenario.steps().get(place).map(|step| step.trigger)
        else {
            return;
        };
        if now <= due {
            return;
        }
        let why = match &self.waited_for {
            Some(reason) => alloc::format!("it had to wait (\"{reason}\")"),
            None => alloc::format!(
                "it stood behind actions[{}], which was done at {}",
                place.saturating_sub(1),
                self.armed_at
            ),
        };
        let sentence = alloc::format!("actions[{place}] came at {now} and not at {due}: {why}.");
        self.notices.push(sentence.clone());
        self.late.push((now, sentence));
    }

    fn finish(mut self, run: Run, world: World) -> Played {
        let whole = self.until >= self.scenario.until();
        if whole {
            self.report_undone();
        }
        let (captions, unsaid) = self.captions.into_said(self.until);
        if whole {
            self.notices.extend(unsaid);
        }
        Played {
            run: Run {
                actions: self.actions,
                ..run
            },
            world,
            captions,
            notices: self.notices,
            late: self.late,
            expectations: self.tracker.into_checked(),
        }
    }

    fn report_undone(&mut self) {
        let reason = match &self.pending {
            Pending::Nothing => return,
            Pending::Event(watch, ..) => {
                alloc::format!("it waited for {} until the end", watch.what)
            }
            Pending::Moment(at) => alloc::format!("its moment, {at}, lies beyond the end"),
            Pending::Somebody(reason) => reason.trim_end_matches('.').to_string(),
        };
        let place = self.next;
        self.notices
            .push(alloc::format!("actions[{place}] was not done: {reason}."));
        let later = self.scenario.steps().len() - self.next - 1;
        if later > 0 {
            self.notices.push(alloc::format!(
                "The actions after actions[{place}] waited for it, {later} in all."
            ));
            self.report_missed_moment();
        }
    }
}

impl Director<'_> {
    /// Reports the first of the actions left over that has a moment of its own, which has passed.
    fn report_missed_moment(&mut self) {
        let steps = self.scenario.steps().iter().enumerate();
        let mut moments = steps.filter_map(|(place, step)| match step.trigger {
            Trigger::At(due) => Some((place, due)),
            Trigger::After(..) => None,
        });
        let missed = moments.find(|(place, _)| *place > self.next);
        if let Some((place, due)) = missed {
            let sentence = alloc::format!(
                "actions[{place}] was to be done at {due} and never was: it stood behind \
                 actions[{}].",
                self.next
            );
            self.notices.push(sentence.clone());
            self.late.push((due, sentence));
        }
    }
}

/// The captions, shown or still waiting.
struct Captions(Vec<Waiting>);

struct Waiting {
    trigger: Trigger,
    /// The number of the event that it waits for, from 1.
    turn: u64,
    count: u64,
    at: Option<Instant>,
    say: String,
}

impl Captions {
    fn new(scenario: &Scenario) -> Captions {
        let captions = scenario.captions();
        let wait = |(place, caption): (usize, &Caption)| {
            let same = |other: &&Caption| event_of(other.trigger) == event_of(caption.trigger);
            let earlier = captions.iter().take(place).filter(same).count() as u64;
            let turn = match caption.trigger {
                Trigger::After(Watch { nth: Some(nth), .. }, _) => nth,
                _ => earlier + 1,
            };
            Waiting {
                trigger: caption.trigger,
                turn,
                count: 0,
                at: match caption.trigger {
                    Trigger::At(at) => Some(at),
                    Trigger::After(..) => None,
                },
                say: caption.say.clone(),
            }
        };
        Captions(captions.iter().enumerate().map(wait).collect())
    }

    fn hear(&mut self, now: Instant, heard: &Heard) {
        for waiting in &mut self.0 {
            if let Trigger::After(watch, wait) = waiting.trigger
                && watch.what.matches(heard)
            {
                waiting.count += 1;
                if waiting.count == waiting.turn {
                    waiting.at = Some(now + wait);
                }
            }
        }
    }

    /// The captions that were shown, in the order of their moments, and a sentence for each of the
    /// others.
    fn into_said(self, until: Instant) -> (Vec<(Instant, String)>, Vec<String>) {
        let mut said = Vec::new();
        let mut unsaid = Vec::new();
        for (place, waiting) in self.0.into_iter().enumerate() {
            let turn = waiting.turn;
            match (waiting.at, waiting.trigger) {
                (Some(at), _) if at <= until => said.push((at, waiting.say)),
                (None, Trigger::After(watch, _)) => unsaid.push(alloc::format!(
                    "captions[{place}] was not said: its event, number {turn} of {}, did not \
                     happen.",
                    watch.what
                )),
                _ => unsaid.push(alloc::format!(
                    "captions[{place}] was not said: its moment lies beyond the end."
                )),
            }
        }
        said.sort_by_key(|(at, _)| *at);
        (said, unsaid)
    }
}

/// What several captions may wait for in turn.
fn event_of(trigger: Trigger) -> Option<Happening> {
    match trigger {
        Trigger::After(Watch { what, nth: None }, _) => Some(what),
        _ => None,
    }
}
