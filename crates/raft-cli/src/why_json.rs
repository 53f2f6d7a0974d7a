//! An answer as one JSON object, for programs. `why --help` lists its fields.

use raft_core::NodeId;
use raft_sim::{DropReason, Endpoint};
use raft_why::{
    Answer, Broken, Cause, Clause, Decided, EventId, MessageAnswer, MessageEnd, Need, Outlook,
    Reaction, Rule, RuleLine,
};
use serde::{Serialize, Serializer};

#[derive(Serialize)]
struct AnswerShape<'a> {
    question: String,
    at_us: u64,
    holds: bool,
    headline: String,
    broken: Vec<String>,
    because: Vec<ClauseShape>,
    if_we_wait: Option<OutlookShape>,
    /// What must happen, as scenario files spell it.
    needs: &'a [Vec<Need>],
}

#[derive(Serialize)]
struct ClauseShape {
    sentence: String,
    section: Option<&'static str>,
    nodes: Vec<u8>,
    event: Option<EventShape>,
}

#[derive(Serialize)]
struct EventShape {
    at_us: u64,
    node: u8,
    nth: u32,
}

#[derive(Serialize)]
struct OutlookShape {
    /// "at", "never" or "undecided".
    outcome: &'static str,
    at_us: Option<u64>,
    within_us: Option<u64>,
    sentence: String,
}

/// The answer as one object and a line end.
pub(crate) fn answer(answer: &Answer) -> String {
    let sentence = answer.if_we_wait();
    let shape = AnswerShape {
        question: answer.asked(),
        at_us: answer.at.0,
        holds: answer.holds,
        headline: answer.headline(),
        broken: answer.broken.iter().map(Broken::to_string).collect(),
        because: answer.because.iter().map(clause).collect(),
        if_we_wait: sentence.and_then(|sentence| outlook(answer, sentence)),
        needs: &answer.needs,
    };
    // Strings, numbers and lists are all that it holds: nothing of that can fail.
    serde_json::to_string_pretty(&shape).unwrap_or_default() + "\n"
}

fn outlook(answer: &Answer, sentence: String) -> Option<OutlookShape> {
    let (outcome, at_us, within_us) = match answer.outlook {
        Outlook::Already => return None,
        Outlook::At(at) => ("at", Some(at.0), None),
        Outlook::Never { .. } => ("never", None, None),
        Outlook::Undecided { within } => ("undecided", None, Some(within.0)),
    };
    Some(OutlookShape {
        outcome,
        at_us,
        within_us,
        sentence,
    })
}

fn clause(clause: &Clause) -> ClauseShape {
    let event = |EventId { at, node, nth }| EventShape {
        at_us: at.0,
        node: node.0,
        nth,
    };
    ClauseShape {
        sentence: clause.to_string(),
        section: clause.section(),
        nodes: clause
            .nodes()
            .into_iter()
            .map(|NodeId(node)| node)
            .collect(),
        event: clause.event().map(event),
    }
}

#[derive(Serialize)]
struct DecidedShape {
    event: u64,
    at_us: u64,
    node: u8,
    kind: &'static str,
    sentence: String,
    section: &'static str,
    values: Values,
    caused_by: CauseShape,
    rule: RuleShape,
    would_have_changed: Vec<CounterfactualShape>,
}

#[derive(Serialize)]
struct CauseShape {
    /// "message", "request", "timer", "write", "forced", "transfer" or "log_grown".
    kind: &'static str,
    from: Option<u8>,
    /// When the message was sent, or the timer started.
    since_us: Option<u64>,
    sentence: String,
}

#[derive(Serialize)]
struct RuleShape {
    title: &'static str,
    lines: Vec<LineShape>,
}

#[derive(Serialize)]
struct LineShape {
    text: &'static str,
    /// What its condition compares.
    values: Option<String>,
    /// Null for a line without a condition, and where the rule ended before.
    holds: Option<bool>,
    decides: bool,
}

#[derive(Serialize)]
struct CounterfactualShape {
    sentence: String,
    /// The kind of what the node decides then and did not decide.
    instead: Option<&'static str>,
}

/// An object of numbers, in this order.
struct Values(Vec<(&'static str, u64)>);

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().copied())
    }
}

/// A decision with what caused it and what would have changed it, as one object and a line end.
pub(crate) fn decided(decided: &Decided) -> String {
    let mut values = Vec::new();
    decided
        .decision
        .each_value(|name, value| values.push((name, value)));
    let counterfactuals = decided.would_change();
    let shape = DecidedShape {
        event: decided.seq,
        at_us: decided.at.0,
        node: decided.node.0,
        kind: decided.decision.name(),
        sentence: decided.sentence(),
        section: decided.decision.section(),
        values: Values(values),
        caused_by: cause(decided),
        rule: rule(decided.rule()),
        would_have_changed: counterfactuals
            .iter()
            .map(|it| CounterfactualShape {
                sentence: decided.counterfactual_sentence(it),
                instead: it.instead.map(|instead| instead.name()),
            })
            .collect(),
    };
    // Strings, numbers and lists are all that it holds: nothing of that can fail.
    serde_json::to_string_pretty(&shape).unwrap_or_default() + "\n"
}

fn rule(rule: Rule) -> RuleShape {
    let shape = |line: RuleLine| LineShape {
        text: line.text,
        values: line.values,
        holds: line.holds,
        decides: line.decides,
    };
    RuleShape {
        title: rule.title,
        lines: rule.lines.into_iter().map(shape).collect(),
    }
}

fn cause(decided: &Decided) -> CauseShape {
    let (kind, from) = match decided.cause {
        Cause::Message {
            from: Some(from), ..
        } => ("message", Some(from.0)),
        Cause::Message { from: None, .. } => ("request", None),
        Cause::ElectionTimer { .. } | Cause::LeaderTimer => ("timer", None),
        Cause::Written => ("write", None),
        Cause::Forced => ("forced", None),
        Cause::Asked { .. } => ("transfer", None),
        Cause::LogGrown => ("log_grown", None),
    };
    CauseShape {
        kind,
        from,
        since_us: decided.cause.since().map(|since| since.0),
        sentence: decided.cause_sentence(),
    }
}

#[derive(Serialize)]
struct MessageAnswerShape<'a> {
    question: &'static str,
    headline: String,
    message: MessageShape<'a>,
    end: EndShape,
    because: Vec<ClauseShape>,
    decided: Vec<ReactionShape>,
}

#[derive(Serialize)]
struct MessageShape<'a> {
    id: u64,
    /// Null for a client.
    from: Option<u8>,
    to: Option<u8>,
    kind: &'static str,
    sentence: &'a str,
    sent_at_us: u64,
    due_at_us: u64,
}

#[derive(Serialize)]
struct EndShape {
    /// "under_way", "waits", "arrived", "lost", "cut" or "receiver_down".
    outcome: &'static str,
    at_us: Option<u64>,
}

#[derive(Serialize)]
struct ReactionShape {
    event: u64,
    kind: &'static str,
    sentence: String,
    section: &'static str,
}

/// What became of a message, as one object and a line end.
pub(crate) fn message(answer: &MessageAnswer) -> String {
    let packet = &answer.packet;
    let node = |end: Endpoint| end.node().map(|NodeId(number)| number);
    let (outcome, at) = match answer.end {
        MessageEnd::UnderWay => ("under_way", None),
        MessageEnd::Waits => ("waits", None),
        MessageEnd::Arrived(at) => ("arrived", Some(at)),
        MessageEnd::Dropped(at, DropReason::Lost) => ("lost", Some(at)),
        MessageEnd::Dropped(at, DropReason::Cut) => ("cut", Some(at)),
        MessageEnd::Dropped(at, DropReason::ReceiverDown) => ("receiver_down", Some(at)),
    };
    let shape = MessageAnswerShape {
        question: answer.asked(),
        headline: answer.headline(),
        message: MessageShape {
            id: packet.id,
            from: node(packet.name.from),
            to: node(packet.name.to),
            kind: packet.content.kind().name(),
            sentence: &answer.sentence,
            sent_at_us: packet.sent_at.0,
            due_at_us: packet.due_at.0,
        },
        end: EndShape {
            outcome,
            at_us: at.map(|at| at.0),
        },
        because: answer.because.iter().map(clause).collect(),
        decided: answer.reactions.iter().map(reaction).collect(),
    };
    // Strings, numbers and lists are all that it holds: nothing of that can fail.
    serde_json::to_string_pretty(&shape).unwrap_or_default() + "\n"
}

fn reaction(reaction: &Reaction) -> ReactionShape {
    ReactionShape {
        event: reaction.seq,
        kind: reaction.decision.name(),
        sentence: reaction.sentence(),
        section: reaction.decision.section(),
    }
}
