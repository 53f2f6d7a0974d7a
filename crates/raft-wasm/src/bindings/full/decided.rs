//! Why a node decided as it did: what caused it, and what would have changed it.

use raft_sim::FeedEvent;
use raft_why::{Decided, RuleLine, Witness};
use serde::Serialize;

use crate::session::Session;

/// A decision in sentences.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DecidedShape {
    at: u64,
    node: u8,
    sentence: String,
    section: &'static str,
    cause: CauseShape,
    rule: RuleShape,
    would_have_changed: Vec<String>,
}

#[derive(Serialize)]
struct CauseShape {
    sentence: String,
    /// When the message was sent, or the timer started, in microseconds.
    at: Option<u64>,
}

/// A rule as the paper has it, with the values of that moment.
#[derive(Serialize)]
struct RuleShape {
    title: &'static str,
    lines: Vec<LineShape>,
}

#[derive(Serialize)]
struct LineShape {
    text: &'static str,
    values: Option<String>,
    holds: Option<bool>,
    decides: bool,
}

/// The decision with this number in its run, also where it comes after the moment shown.
///
/// # Errors
/// One sentence when there is no such decision.
pub(super) fn decided(session: &Session, seq: u64) -> Result<DecidedShape, String> {
    let timeline = session.shown();
    let feed = &timeline.branch().feed;
    let place = feed.count_through(seq);
    let item = place.checked_sub(1).and_then(|it| feed.items().get(it));
    let item = item.filter(|it| it.seq == seq && matches!(it.what, FeedEvent::Decided { .. }));
    let item =
        item.ok_or_else(|| format!("There is no decision {seq} in what this branch has played."))?;
    let mut witness = Witness::of(seq);
    timeline.play_again(item.at, &mut witness);
    let decided = witness.into_decided().map_err(|none| none.to_string())?;
    Ok(shape(&decided))
}

fn shape(decided: &Decided) -> DecidedShape {
    let counterfactuals = decided.would_change();
    let rule = decided.rule();
    let sentences = counterfactuals.iter();
    DecidedShape {
        at: decided.at.0,
        node: decided.node.0,
        sentence: decided.sentence(),
        section: decided.decision.section(),
        cause: CauseShape {
            sentence: decided.cause_sentence(),
            at: decided.cause.since().map(|since| since.0),
        },
        rule: RuleShape {
            title: rule.title,
            lines: rule.lines.into_iter().map(line).collect(),
        },
        would_have_changed: sentences
            .map(|it| decided.counterfactual_sentence(it))
            .collect(),
    }
}

fn line(line: RuleLine) -> LineShape {
    LineShape {
        text: line.text,
        values: line.values,
        holds: line.holds,
        decides: line.decides,
    }
}
