//! The captions of a story: the rule that is left out, the actions, the decisive events, the
//! deviations from the rule, and at the end the property that has broken.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use raft_core::{Bugs, Decision, Duration, Instant};
use raft_sim::limits::CAPTION_CHARACTERS_MAX;
use raft_sim::{Action, Feed, FeedEvent, FeedItem, Importance, TimedAction, World};

use crate::deviation::Deviation;
use crate::gallery::GalleryEntry;
use crate::hunt::{Failure, FailureReport};

/// The most captions that a story may have.
const CAPTIONS_MAX: usize = 60;

/// A sentence of a caption.
struct Line {
    at: Instant,
    sentence: String,
    /// Whether it tells of a commit: long rows of commits are cut short.
    is_commit: bool,
}

/// The captions of a failure with these deviations; `feed` and `world` are those of its end.
pub(super) fn captions(
    failure: &Failure,
    deviations: &[Deviation],
    feed: &Feed,
    world: &World,
) -> Vec<(Instant, String)> {
    let FailureReport {
        at,
        sentence,
        kind,
        assumption,
    } = &failure.report;
    let mut lines: Vec<Line> = happenings(feed, world, *at)
        .filter(|line| !is_done_in(deviations, line))
        .collect();
    lines.extend(against_the_rule(deviations));
    lines.extend(failure.run.actions.iter().filter_map(asked));
    lines.sort_by_key(|line| line.at);
    let mut lines = without_rows_of_commits(lines);
    let surplus = lines.len().saturating_sub(CAPTIONS_MAX);
    lines.drain(..surplus);
    lines.splice(..0, left_out(failure.run.options.bugs));
    if let Some(broken) = assumption {
        let place = lines.partition_point(|line| line.at <= broken.at);
        lines.insert(place, line(broken.at, format!("{broken}.")));
    }
    lines.push(line(*at, format!("{}: {sentence}", kind.title())));
    together(lines)
}

fn line(at: Instant, sentence: String) -> Line {
    Line {
        at,
        sentence,
        is_commit: false,
    }
}

/// The faults and the decisive events, as the feed tells them.
fn happenings<'a>(
    feed: &'a Feed,
    world: &'a World,
    until: Instant,
) -> impl Iterator<Item = Line> + 'a {
    let is_told = move |item: &&FeedItem| {
        let matters =
            item.what.importance() == Importance::Decisive || item.what.is_action_or_fault();
        item.at <= until && matters
    };
    let told = feed.items().iter().filter(is_told);
    told.map(move |FeedItem { at, what, .. }| Line {
        is_commit: is_commit(what),
        ..line(*at, what.sentence(world).to_string())
    })
}

fn is_commit(what: &FeedEvent) -> bool {
    matches!(
        what,
        FeedEvent::Decided {
            decision: Decision::CommitAdvanced { .. },
            ..
        }
    )
}

/// Writes and forced timeouts, which are not in the feed.
fn asked(TimedAction { at, action }: &TimedAction) -> Option<Line> {
    match action {
        Action::Write { .. } | Action::ForceTimeout(_) => Some(line(*at, action.to_string())),
        _ => None,
    }
}

/// The rules that are left out. They come first, so that the viewer knows them from the beginning.
fn left_out(bugs: Bugs) -> impl Iterator<Item = Line> {
    bugs.iter().map(|bug| {
        let GalleryEntry { rule, section, .. } = GalleryEntry::of(bug);
        let sentence = format!("The rule that is left out ({section}): {rule}");
        line(Instant::ZERO, sentence)
    })
}

/// Whether a deviation has the same sentence.
fn is_done_in(deviations: &[Deviation], line: &Line) -> bool {
    let mut deviations = deviations.iter();
    deviations.any(|it| it.at == line.at && it.done.as_ref() == Some(&line.sentence))
}

/// The deviations, without those that follow another too soon to be read.
fn against_the_rule(deviations: &[Deviation]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for deviation in deviations {
        let is_too_soon = |last: &Line| deviation.at < last.at + READING;
        if !lines.last().is_some_and(is_too_soon) {
            lines.push(line(deviation.at, against(deviation)));
        }
    }
    lines
}

/// Of two deviations that are closer than this, only the first is told.
const READING: Duration = Duration(500_000);

fn against(Deviation { done, due, .. }: &Deviation) -> String {
    match (done.as_deref(), due.as_deref()) {
        (Some(done), Some(due)) if done.len() + due.len() <= SHORT => {
            format!("Without the rule: {done} With it: {due}")
        }
        (Some(done), _) => format!("Without the rule: {done}"),
        (None, due) => format!(
            "Without the rule, this is not done: {}",
            due.unwrap_or_default()
        ),
    }
}

/// The characters of a caption that can be read at a glance.
const SHORT: usize = 150;

/// Of commits that follow each other, the first and the last.
fn without_rows_of_commits(lines: Vec<Line>) -> Vec<Line> {
    let mut kept: Vec<Line> = Vec::new();
    for line in lines {
        let follows_two = matches!(&kept[..], [.., one, other] if one.is_commit && other.is_commit);
        if line.is_commit && follows_two {
            kept.pop();
        }
        kept.push(line);
    }
    kept
}

/// Joins the sentences of one moment into one caption.
fn together(lines: Vec<Line>) -> Vec<(Instant, String)> {
    let mut captions: Vec<(Instant, String)> = Vec::new();
    for Line { at, sentence, .. } in lines {
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
