//! A caught run as a story: a scenario that says what happens at each decisive moment.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use raft_core::{Bugs, Duration, Instant};
use raft_sim::limits::CAPTION_CHARACTERS_MAX;
use raft_sim::scenario::{Expectation, Moment, PROPERTIES, Scenario, Sentence, What, record};
use raft_sim::{Feed, FeedItem, TimedAction, Weight, World};

use crate::gallery::Exhibit;
use crate::hunt::{Catch, Charge, Evidence};
use crate::judge::Judge;
use crate::misstep::{Misstep, missteps};

/// A scenario that plays a catch again, says what is done and decided, and expects that it breaks.
///
/// # Errors
/// When the run holds what a scenario file cannot say.
pub fn story(catch: &Catch, title: &str, about: &str) -> Result<Scenario, Sentence> {
    let until = match catch.evidence.charge {
        Charge::Broke(_) => catch.evidence.at + AFTERWARDS,
        Charge::NotLinearizable | Charge::Stuck => catch.ends_at,
    };
    let played = Played::until(catch, until);
    let captions = played.captions(catch);
    let scenario = record(&catch.run, until, title, about, &captions)?;
    Ok(scenario.expecting(played.expectations(catch)))
}

/// Where nodes decided wrongly, as far as a story tells it: the first times show what is wrong,
/// the last times what broke.
#[must_use]
pub fn decisive_missteps(catch: &Catch) -> Vec<Misstep> {
    let mut missteps = missteps(&catch.run, catch.evidence.at);
    let last = missteps.len().saturating_sub(MISSTEPS_TOLD);
    missteps.drain(MISSTEPS_TOLD.min(last)..last);
    missteps
}

/// Missteps told, at most, from either end.
const MISSTEPS_TOLD: usize = 2;
/// How long one may look at what has broken.
const AFTERWARDS: Duration = Duration(500_000);
/// Captions, at most: a story that needs more is none.
const CAPTIONS_MAX: usize = 60;

struct Played {
    world: World,
    judge: Judge,
    feed: Feed,
}

impl Played {
    fn until(catch: &Catch, until: Instant) -> Played {
        let world = catch.run.begin();
        let mut played = Played {
            judge: Judge::new(&world),
            world,
            feed: Feed::default(),
        };
        let mut watchers = (&mut played.judge, &mut played.feed);
        for TimedAction { at, action } in &catch.run.actions {
            played.world.advance_to(*at, &mut watchers);
            played.world.act(action, &mut watchers);
        }
        played.world.advance_to(until, &mut watchers);
        played
    }

    /// What is said, and when: what is done, what decides, and in the end what has broken.
    fn captions(&self, catch: &Catch) -> Vec<(Instant, String)> {
        let Evidence {
            at,
            sentence,
            charge,
        } = &catch.evidence;
        let is_told = |item: &&FeedItem| item.at <= *at && item.what.weight() == Weight::Decisive;
        let decisive = self.feed.items().iter().filter(is_told);
        let missteps = decisive_missteps(catch);
        let mut said: Vec<(Instant, String)> = decisive
            .map(|item| (item.at, item.what.sentence(&self.world).to_string()))
            .filter(|(at, sentence)| !is_done_in(&missteps, *at, sentence))
            .collect();
        said.extend(against_the_rule(&missteps));
        let writes = catch
            .run
            .actions
            .iter()
            .filter_map(|timed| match timed.action {
                raft_sim::Action::Write { .. } => Some((timed.at, timed.action.to_string())),
                _ => None,
            });
        said.extend(writes);
        said.sort_by_key(|(at, _)| *at);
        let surplus = said.len().saturating_sub(CAPTIONS_MAX);
        said.drain(..surplus);
        said.splice(..0, left_out(catch.run.options.bugs));
        said.push((*at, format!("{}: {sentence}", charge.title())));
        together(said)
    }

    /// That it breaks, and whatever else breaks with it.
    fn expectations(&self, catch: &Catch) -> Vec<Expectation> {
        let broken = self.judge.violations().iter();
        let mut names: Vec<&str> = broken.map(|it| it.property().name()).collect();
        let own = catch.evidence.charge.name();
        names.retain(|name| *name != own);
        names.insert(0, own);
        let known = |name: &str| PROPERTIES.into_iter().find(|known| *known == name);
        let names = names.into_iter().filter_map(known);
        names
            .map(|name| Expectation {
                moment: Moment::End,
                what: What::Violates(name),
            })
            .collect()
    }
}

/// Whether a misstep says this, too.
fn is_done_in(missteps: &[Misstep], at: Instant, sentence: &str) -> bool {
    let mut missteps = missteps.iter();
    missteps.any(|it| it.at == at && it.done.as_deref() == Some(sentence))
}

/// The rules that are left out: whoever watches knows what to look for.
fn left_out(bugs: Bugs) -> impl Iterator<Item = (Instant, String)> {
    bugs.iter().map(|bug| {
        let Exhibit { rule, section, .. } = Exhibit::of(bug);
        let sentence = format!("The rule that is left out ({section}): {rule}");
        (Instant::ZERO, sentence)
    })
}

/// What is done against the rule, but not so soon after each other that nobody could read it.
fn against_the_rule(missteps: &[Misstep]) -> Vec<(Instant, String)> {
    let mut said: Vec<(Instant, String)> = Vec::new();
    for Misstep { at, done, due } in missteps {
        let is_too_soon = said.last().is_some_and(|(last, _)| *at < *last + READING);
        if !is_too_soon {
            let sentence = match (done, due) {
                (Some(done), _) => format!("Without the rule: {done}"),
                (None, Some(due)) => format!("Without the rule, this is not done: {due}"),
                (None, None) => continue,
            };
            said.push((*at, sentence));
        }
    }
    said
}

/// Two missteps that are closer than this are one to the eye.
const READING: Duration = Duration(500_000);

/// What is said at one moment is one caption.
fn together(said: Vec<(Instant, String)>) -> Vec<(Instant, String)> {
    let mut captions: Vec<(Instant, String)> = Vec::new();
    for (at, sentence) in said {
        match captions.last_mut() {
            Some((same, caption)) if *same == at && fits(caption, &sentence) => {
                caption.push(' ');
                caption.push_str(&sentence);
            }
            _ => captions.push((at, sentence)),
        }
    }
    captions
}

fn fits(caption: &str, sentence: &str) -> bool {
    caption.chars().count() + sentence.chars().count() < CAPTION_CHARACTERS_MAX
}
