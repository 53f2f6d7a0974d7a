//! `why`: a question about one moment of a run.

use raft_check::{Judge, watch_until};
use raft_core::{Index, Instant, NodeId, Term};
use raft_sim::link::Shared;
use raft_sim::scenario::Scenario;
use raft_sim::{Observer, TimedAction, World};
use raft_why::{
    Answer, Decided, FoundMessage, MessageFinder, MessageWitness, Past, Question, Witness, ask,
};

use crate::command::{AnswerFormat, WhyArguments};
use crate::input::{self, Playable};
use crate::output::CommandOutput;
use crate::{print, why_json};

/// A run at the moment that is asked about.
struct Moment {
    world: World,
    judge: Judge,
}

/// Answers the question. When it cannot be asked, one sentence says what there is.
pub(crate) fn why(arguments: &WhyArguments) -> Result<CommandOutput, String> {
    if arguments.term.is_some() && arguments.question.entry.is_none() {
        return Err("--term: expected --entry with it, whose term it is.".into());
    }
    let played = input::read(&arguments.input)?;
    if let Some(seq) = arguments.question.event {
        return why_decided(&played, seq, arguments);
    }
    if let Some(seq) = arguments.question.message {
        return why_message(&played, seq, arguments);
    }
    let question = question(arguments)?;
    let mut past = Past::of(&beginning(&played));
    let Moment { world, judge } = moment(&played, arguments.at, &mut past)?;
    if let Some(ending) = world.ending() {
        return Err(ending.to_string());
    }
    let answer: Answer =
        ask(&world, &past, Some(&judge), question).map_err(|sentence| sentence.to_string())?;
    let text = match arguments.format {
        AnswerFormat::Text => print::why::answer(&answer),
        AnswerFormat::Json => why_json::answer(&answer),
    };
    Ok(CommandOutput::new(text, true))
}

/// Says why a node decided as it did: the decision is the event of this number.
fn why_decided(
    played: &Playable,
    seq: u64,
    arguments: &WhyArguments,
) -> Result<CommandOutput, String> {
    let mut witness = Witness::of(seq);
    let at = arguments.at.or_else(|| Some(end_of(played)));
    moment(played, at, &mut witness)?;
    let decided: Decided = witness
        .into_decided()
        .map_err(|sentence| sentence.to_string())?;
    let text = match arguments.format {
        AnswerFormat::Text => print::why::decided(&decided),
        AnswerFormat::Json => why_json::decided(&decided),
    };
    Ok(CommandOutput::new(text, true))
}

/// Says what became of the message of the event of this number. The run is played twice: to find
/// the message, and to follow it.
fn why_message(
    played: &Playable,
    seq: u64,
    arguments: &WhyArguments,
) -> Result<CommandOutput, String> {
    let at = arguments.at.or_else(|| Some(end_of(played)));
    let mut finder = MessageFinder::of(seq);
    moment(played, at, &mut finder)?;
    let FoundMessage { id, .. } = finder.into_found().map_err(|none| none.to_string())?;
    let mut past = Past::of(&beginning(played));
    let mut witness = MessageWitness::of(id);
    moment(played, at, &mut (&mut past, &mut witness))?;
    let answer = witness.into_answer(&past);
    let answer = answer.ok_or_else(|| format!("The message of event {seq} was not sent."))?;
    let text = match arguments.format {
        AnswerFormat::Text => print::why::message(&answer),
        AnswerFormat::Json => why_json::message(&answer),
    };
    Ok(CommandOutput::new(text, true))
}

fn beginning(played: &Playable) -> World {
    match played {
        Playable::Scenario(scenario) => World::begin(&scenario.beginning()),
        Playable::Link(shared) => World::begin(&shared.run),
    }
}

/// The last moment that can be asked about.
fn end_of(played: &Playable) -> Instant {
    match played {
        Playable::Scenario(scenario) => scenario.until(),
        Playable::Link(shared) => shared.head.max(shared.at),
    }
}

/// The run at this moment, played before the observer.
fn moment(
    played: &Playable,
    at: Option<Instant>,
    observer: &mut impl Observer,
) -> Result<Moment, String> {
    let end = end_of(played);
    match played {
        Playable::Scenario(scenario) => {
            let at = within(at, end)?;
            Ok(moment_of_scenario(scenario, at, observer))
        }
        Playable::Link(shared) => {
            let at = within(at.or(Some(shared.at)), end)?;
            Ok(moment_of_link(shared, at, observer))
        }
    }
}

fn question(arguments: &WhyArguments) -> Result<Question, String> {
    let question = &arguments.question;
    let node = |number: &u8| NodeId(*number);
    let term = arguments.term.map(Term);
    let asked = [
        question.leader.then_some(Question::Leader),
        question
            .entry
            .and_then(Index::new)
            .map(|index| match question.node {
                Some(node) => Question::Known {
                    node: NodeId(node),
                    index,
                    term,
                },
                None => Question::Commit { index, term },
            }),
        question
            .node
            .as_ref()
            .filter(|_| question.entry.is_none())
            .map(node)
            .map(Question::Win),
        question.request.map(Question::Answer),
        question.silent.as_ref().map(node).map(Question::Speak),
        question.behind.as_ref().map(node).map(Question::CatchUp),
    ];
    let asked = asked.into_iter().flatten().next();
    asked.ok_or_else(|| "--entry: expected an index from 1 on, found 0.".into())
}

fn moment_of_scenario(scenario: &Scenario, at: Instant, observer: &mut impl Observer) -> Moment {
    let (played, judge) = watch_until(scenario, at, observer);
    let world = played.world;
    Moment { world, judge }
}

fn moment_of_link(shared: &Shared, at: Instant, observer: &mut impl Observer) -> Moment {
    let mut world = World::begin(&shared.run);
    let mut judge = Judge::new(&world);
    let mut both = (&mut judge, observer);
    for TimedAction { at: when, action } in &shared.run.actions {
        if *when > at {
            break;
        }
        world.advance_to(*when, &mut both);
        world.act(action, &mut both);
    }
    world.advance_to(at, &mut both);
    Moment { world, judge }
}

/// The moment asked about; the end of the run when none is.
fn within(at: Option<Instant>, end: Instant) -> Result<Instant, String> {
    match at {
        Some(at) if at > end => Err(format!(
            "--at: expected a moment of the run, which ends at {end}, found {at}."
        )),
        Some(at) => Ok(at),
        None => Ok(end),
    }
}
