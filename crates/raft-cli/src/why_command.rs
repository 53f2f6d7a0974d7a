//! `why`: a question about one moment of a run.

use raft_check::{Judge, examine_until};
use raft_core::{Index, Instant, NodeId, Term};
use raft_sim::link::Shared;
use raft_sim::scenario::Scenario;
use raft_sim::{TimedAction, World};
use raft_why::{Answer, Past, Question, ask};

use crate::command::{AnswerFormat, WhyArguments};
use crate::input::{self, Playable};
use crate::output::CommandOutput;
use crate::{print, why_json};

/// A run at the moment that is asked about.
struct Moment {
    world: World,
    past: Past,
    judge: Judge,
}

/// Answers the question. When it cannot be asked, one sentence says what there is.
pub(crate) fn why(arguments: &WhyArguments) -> Result<CommandOutput, String> {
    let question = question(arguments)?;
    let at = arguments.at;
    let Moment { world, past, judge } = match input::read(&arguments.input)? {
        Playable::Scenario(scenario) => moment_of_scenario(&scenario, at)?,
        Playable::Link(shared) => moment_of_link(&shared, at)?,
    };
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

fn question(arguments: &WhyArguments) -> Result<Question, String> {
    let question = &arguments.question;
    let node = |number: &u8| NodeId(*number);
    let asked = [
        question.leader.then_some(Question::Leader),
        question.node.as_ref().map(node).map(Question::Win),
        question.entry.and_then(Index::new).map(|index| {
            let term = arguments.term.map(Term);
            Question::Commit { index, term }
        }),
        question.request.map(Question::Answer),
        question.silent.as_ref().map(node).map(Question::Speak),
        question.behind.as_ref().map(node).map(Question::CatchUp),
    ];
    let asked = asked.into_iter().flatten().next();
    asked.ok_or_else(|| "--entry: expected an index from 1 on, found 0.".into())
}

fn moment_of_scenario(scenario: &Scenario, at: Option<Instant>) -> Result<Moment, String> {
    let end = scenario.until();
    let at = within(at, end)?;
    let mut past = Past::of(&World::begin(&scenario.beginning()));
    let report = examine_until(scenario, at, &mut past);
    Ok(Moment {
        world: report.played.world,
        past,
        judge: report.judge,
    })
}

fn moment_of_link(shared: &Shared, at: Option<Instant>) -> Result<Moment, String> {
    let end = shared.head.max(shared.at);
    let at = within(at.or(Some(shared.at)), end)?;
    let mut world = World::begin(&shared.run);
    let mut past = Past::of(&world);
    let mut judge = Judge::new(&world);
    for TimedAction { at: when, action } in &shared.run.actions {
        if *when > at {
            break;
        }
        world.advance_to(*when, &mut (&mut judge, &mut past));
        world.act(action, &mut (&mut judge, &mut past));
    }
    world.advance_to(at, &mut (&mut judge, &mut past));
    Ok(Moment { world, past, judge })
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
