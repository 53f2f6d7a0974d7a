//! Scenario files may ask why something is not so, and say what must happen: the answers are
//! compared here, as raft-check compares the properties.

use alloc::format;
use alloc::string::{String, ToString};

use raft_check::{Report, watch_until};
use raft_core::{Index, Instant, NodeId, Term};
use raft_sim::scenario::{Due, ExpectationOutcome, Needs, Played, Scenario, What, WhyNot};
use raft_sim::{Need, Observer, World};

use crate::answer::{Answer, Outlook, ask};
use crate::past::Past;
use crate::question::Question;

/// Plays a scenario to its end with a judge as observer, and compares what it asks.
pub fn examine(scenario: &Scenario, observer: &mut impl Observer) -> Report {
    examine_until(scenario, scenario.until(), observer)
}

/// Plays a scenario to this moment with a judge as observer, and compares what it asks up to then.
pub fn examine_until(scenario: &Scenario, until: Instant, observer: &mut impl Observer) -> Report {
    let mut report = raft_check::examine_until(scenario, until, observer);
    examine_questions(scenario, &mut report.played);
    report
}

/// Compares the answers that a scenario expects with what is found, as far as it was played.
pub fn examine_questions(scenario: &Scenario, played: &mut Played) {
    let end = played.world.now();
    for checked in &mut played.expectations {
        let What::WhyNot(why_not, needs) = &checked.expectation.what else {
            continue;
        };
        let at = match checked.expectation.due {
            Due::At(at) => at,
            _ => scenario.until(),
        };
        checked.outcome = match at <= end {
            true => outcome(scenario, at, *why_not, needs.as_ref()),
            false => ExpectationOutcome::NotReached,
        };
    }
}

/// The moment is played once more, so that a scenario that asks nothing pays for nothing.
fn outcome(
    scenario: &Scenario,
    at: Instant,
    why_not: WhyNot,
    needs: Option<&Needs>,
) -> ExpectationOutcome {
    let mut past = Past::of(&World::begin(&scenario.beginning()));
    let (played, judge) = watch_until(scenario, at, &mut past);
    let failed = |found: String| ExpectationOutcome::Failed { found };
    let Some(question) = question(why_not) else {
        return failed("no index".into());
    };
    match ask(&played.world, &past, Some(&judge), question) {
        Err(sentence) => {
            let sentence = sentence.to_string();
            let sentence = sentence.strip_suffix('.').unwrap_or(&sentence);
            failed(format!("no answer: {sentence}"))
        }
        Ok(answer) => match difference(&answer, needs) {
            Some(found) => failed(found),
            None => ExpectationOutcome::Held,
        },
    }
}

/// What the answer says in place of what is expected, if it does not say that.
fn difference(answer: &Answer, needs: Option<&Needs>) -> Option<String> {
    if !answer.holds {
        return Some("that it is not so".into());
    }
    let Needs(expected) = needs?;
    if same_alternatives(expected, &answer.needs) {
        return None;
    }
    Some(match answer.outlook {
        Outlook::At(at) => format!("that it comes by waiting, at {at}"),
        _ => format!("“{}”", Needs(answer.needs.clone())),
    })
}

/// Whether these are the same alternatives, in whatever order.
fn same_alternatives(one: &[alloc::vec::Vec<Need>], other: &[alloc::vec::Vec<Need>]) -> bool {
    let same = |one: &[Need], other: &[Need]| {
        one.len() == other.len() && one.iter().all(|need| other.contains(need))
    };
    one.len() == other.len() && one.iter().all(|set| other.iter().any(|it| same(set, it)))
}

/// The question of a scenario file; `None` for an entry at index 0, which no file can ask about.
fn question(why_not: WhyNot) -> Option<Question> {
    Some(match why_not {
        WhyNot::Leader => Question::Leader,
        WhyNot::Leads(node) => Question::Win(NodeId(node)),
        WhyNot::Committed { index, term } => Question::Commit {
            index: Index::new(index)?,
            term: term.map(Term),
        },
        WhyNot::Known { node, index, term } => Question::Known {
            node: NodeId(node),
            index: Index::new(index)?,
            term: term.map(Term),
        },
        WhyNot::Answered(number) => Question::Answer(usize::try_from(number).ok()?),
        WhyNot::Speaks(node) => Question::Speak(NodeId(node)),
        WhyNot::CatchesUp(node) => Question::CatchUp(NodeId(node)),
    })
}
