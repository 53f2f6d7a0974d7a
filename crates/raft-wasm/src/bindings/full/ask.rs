//! Questions about the moment shown, and doing what must happen.

use raft_core::{Index, Instant, NodeId, Term};
use raft_why::{
    Answer, Broken, Clause, MessageAnswer, MessageFinder, MessageWitness, Outlook, Question,
};
use serde::Serialize;

use crate::session::Session;

/// An answer in sentences.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AnswerShape {
    question: String,
    headline: String,
    broken: Vec<String>,
    because: Vec<ClauseShape>,
    /// What comes of waiting; `null` where there is nothing to wait for.
    if_we_wait: Option<String>,
    /// Whether waiting is enough.
    comes_by_itself: bool,
    /// What must happen: each of these suffices.
    needs: Vec<NeedsShape>,
    /// What is said where no such set was found and waiting is not enough.
    nothing_helps: Option<String>,
    /// What the receiver of a message decided when it read it.
    decided: Vec<ReactionShape>,
}

#[derive(Serialize)]
struct ReactionShape {
    seq: u64,
    sentence: String,
}

#[derive(Serialize)]
struct ClauseShape {
    sentence: String,
    nodes: Vec<u8>,
    /// When the event happened that it rests on, in microseconds.
    at: Option<u64>,
}

#[derive(Serialize)]
struct NeedsShape {
    sentence: String,
    nodes: Vec<u8>,
}

/// The answer to the question of these words, such as "leader" or "commit 7".
///
/// # Errors
/// One sentence when this is no question, or one about something that is not there.
pub(super) fn ask(session: &Session, words: &str) -> Result<AnswerShape, String> {
    if let Some(event) = words.strip_prefix("message ") {
        return ask_message(session, event.parse().map_err(|_| refusal(words))?);
    }
    let answer = answer(session, question(words)?)?;
    let lines = answer.what_must_happen();
    let sentences = lines
        .lines()
        .map(|line| line.strip_prefix("or ").unwrap_or(line));
    Ok(AnswerShape {
        question: answer.asked(),
        headline: answer.headline(),
        broken: answer.broken.iter().map(Broken::to_string).collect(),
        because: answer.because.iter().map(clause_shape).collect(),
        decided: Vec::new(),
        if_we_wait: answer.if_we_wait(),
        comes_by_itself: matches!(answer.outlook, Outlook::Already | Outlook::At(_)),
        nothing_helps: answer.nothing_helps(),
        needs: answer
            .needs
            .iter()
            .zip(sentences)
            .map(|(set, sentence)| NeedsShape {
                sentence: sentence.into(),
                nodes: numbers(set.iter().flat_map(raft_why::Need::nodes)),
            })
            .collect(),
    })
}

fn clause_shape(clause: &Clause) -> ClauseShape {
    ClauseShape {
        sentence: clause.to_string(),
        nodes: numbers(clause.nodes()),
        at: clause.event().map(|event| event.at.0),
    }
}

/// What became of the message of this event.
fn ask_message(session: &Session, seq: u64) -> Result<AnswerShape, String> {
    let answer = message_of(session, seq)?;
    let reactions = answer.reactions.iter();
    Ok(AnswerShape {
        question: answer.asked().into(),
        headline: format!("{} {}", answer.sentence, answer.headline()),
        broken: Vec::new(),
        because: answer.because.iter().map(clause_shape).collect(),
        if_we_wait: None,
        comes_by_itself: true,
        needs: Vec::new(),
        nothing_helps: None,
        decided: reactions
            .map(|reaction| ReactionShape {
                seq: reaction.seq,
                sentence: reaction.sentence(),
            })
            .collect(),
    })
}

/// The span in which the event lies is played again, and then the way of its message.
fn message_of(session: &Session, seq: u64) -> Result<MessageAnswer, String> {
    let timeline = session.shown();
    let (furthest, _) = timeline.furthest();
    let feed = &timeline.branch().feed;
    let place = feed.count_through(seq.saturating_sub(1));
    let before = place.checked_sub(1).and_then(|it| feed.items().get(it));
    let from = before.map_or(Instant::ZERO, |item| item.at);
    let until = feed
        .items()
        .get(place)
        .map_or(furthest.now(), |item| item.at);
    let mut finder = MessageFinder::of(seq);
    timeline.play_span(from, until, &mut finder);
    let found = finder.into_found().map_err(|none| none.to_string())?;
    // Most messages have ended soon; one that waits at a paused process may take long.
    let soon = until + session.world().options().election_timeout_max;
    let mut answer = None;
    for end in [soon.min(furthest.now()), furthest.now()] {
        let mut witness = MessageWitness::of(found.id);
        timeline.play_span(found.sent_at, end, &mut witness);
        let has_ended = witness.has_ended();
        answer = witness.into_answer(timeline.watcher().past());
        if has_ended {
            break;
        }
    }
    answer.ok_or_else(|| format!("The message of event {seq} was not sent."))
}

/// Does one set of what must happen, the one of this number, from the moment shown on; a moment
/// before the end forks first.
///
/// # Errors
/// One sentence when there is no such set, or when it cannot be done.
pub(super) fn make_happen(session: &mut Session, words: &str, set: usize) -> Result<(), String> {
    let answer = answer(session, question(words)?)?;
    let Some(needs) = answer.needs.get(set) else {
        let sets = answer.needs.len();
        return Err(format!(
            "There is no alternative {set}: the answer has {sets}, counted from 0."
        ));
    };
    let mut needs = needs.clone();
    needs.sort_by_key(raft_why::Need::at);
    for need in needs {
        if let Some(at) = need.at() {
            advance(session, at)?;
        }
        let actions = need.actions(session.world());
        session.do_now(actions)?;
    }
    Ok(())
}

fn advance(session: &mut Session, at: Instant) -> Result<(), String> {
    while session.world().now() < at {
        let before = session.world().counts().events;
        let reached = session.advance_to(at);
        if reached < at && session.world().counts().events == before {
            return Err(session.ending().unwrap_or_default());
        }
    }
    Ok(())
}

fn answer(session: &Session, question: Question) -> Result<Answer, String> {
    if let Some(ending) = session.ending() {
        return Err(ending);
    }
    let timeline = session.shown();
    let (world, watcher) = (timeline.world(), timeline.watcher());
    let asked = raft_why::ask(world, watcher.past(), Some(watcher.judge()), question);
    asked.map_err(|sentence| sentence.to_string())
}

fn numbers(nodes: impl IntoIterator<Item = NodeId>) -> Vec<u8> {
    let mut numbers: Vec<u8> = nodes.into_iter().map(|NodeId(number)| number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// The question of these words.
fn question(words: &str) -> Result<Question, String> {
    let refusal = || refusal(words);
    let mut parts = words.split(' ');
    let kind = parts.next().unwrap_or_default();
    let numbers: Result<Vec<u64>, _> = parts.map(str::parse).collect();
    let numbers = numbers.map_err(|_| refusal())?;
    let node = |number: u64| u8::try_from(number).map(NodeId).map_err(|_| refusal());
    match (kind, numbers.as_slice()) {
        ("leader", []) => Ok(Question::Leader),
        ("win", [number]) => node(*number).map(Question::Win),
        ("commit", [index, term @ ..]) if term.len() <= 1 => Ok(Question::Commit {
            index: Index::new(*index).ok_or_else(refusal)?,
            term: term.first().copied().map(Term),
        }),
        ("known", [number, index, term @ ..]) if term.len() <= 1 => Ok(Question::Known {
            node: node(*number)?,
            index: Index::new(*index).ok_or_else(refusal)?,
            term: term.first().copied().map(Term),
        }),
        ("answer", [number]) => usize::try_from(*number)
            .map(Question::Answer)
            .map_err(|_| refusal()),
        ("speak", [number]) => node(*number).map(Question::Speak),
        ("catch_up", [number]) => node(*number).map(Question::CatchUp),
        _ => Err(refusal()),
    }
}

fn refusal(words: &str) -> String {
    format!(
        "Expected leader, win N, commit INDEX, commit INDEX TERM, known N INDEX, known N INDEX \
         TERM, answer NUMBER, speak N, catch_up N or message EVENT, found {words:?}."
    )
}
