//! An answer as text.

use raft_why::{Answer, Decided, MessageAnswer, Outlook, Reaction, Rule};

/// The question, the answer, what it rests on, and what must happen.
pub(crate) fn answer(answer: &Answer) -> String {
    let mut text = format!("{}\n\n{}\n", answer.asked(), answer.headline());
    for broken in &answer.broken {
        text += &format!("{broken}\n");
    }
    if !answer.because.is_empty() {
        text += "\nBecause:\n";
        for clause in &answer.because {
            text += &format!("  {clause}\n");
        }
    }
    if let Some(sentence) = answer.if_we_wait() {
        text += &format!("\n{sentence}\n");
    }
    let waits = matches!(answer.outlook, Outlook::Already | Outlook::At(_));
    if !waits {
        text += "\nWhat must happen:\n";
        if let Some(sentence) = answer.nothing_helps() {
            text += &format!("  {sentence}\n");
        }
        for line in answer.what_must_happen().lines() {
            text += &format!("  {line}\n");
        }
    }
    text
}

/// The decision, what caused it, its rule, and what would have changed it.
pub(crate) fn decided(decided: &Decided) -> String {
    let Decided { seq, at, .. } = decided;
    let (sentence, section) = (decided.sentence(), decided.decision.section());
    let mut text = format!("Event {seq}, at {at} ({section}):\n{sentence}\n");
    text += &format!("\nWhat caused it:\n  {}\n", decided.cause_sentence());
    text += &rule(&decided.rule());
    let counterfactuals = decided.would_change();
    text += "\nWhat would have changed it:\n";
    for counterfactual in &counterfactuals {
        text += &format!("  {}\n", decided.counterfactual_sentence(counterfactual));
    }
    if counterfactuals.is_empty() {
        text += "  No other value of the message or of the node.\n";
    }
    text
}

/// The message, what became of it, what that came from, and what its receiver decided.
pub(crate) fn message(answer: &MessageAnswer) -> String {
    let (sentence, headline) = (&answer.sentence, answer.headline());
    let mut text = format!("{}\n\n{sentence}\n{headline}\n", answer.asked());
    if !answer.because.is_empty() {
        text += "\nBecause:\n";
        for clause in &answer.because {
            text += &format!("  {clause}\n");
        }
    }
    if !answer.reactions.is_empty() {
        text += "\nWhat its receiver decided:\n";
    }
    for reaction in &answer.reactions {
        let Reaction { seq, decision, .. } = reaction;
        let section = decision.section();
        text += &format!("  {} ({section}; event {seq})\n", reaction.sentence());
    }
    text
}

/// The lines of a rule, each with its values at that moment; an arrow is before the one that
/// decided.
fn rule(rule: &Rule) -> String {
    let mut text = format!("\nBy this rule: {}\n", rule.title);
    for line in &rule.lines {
        let arrow = if line.decides { "→" } else { " " };
        text += &format!("  {arrow} {}", line.text);
        if let Some(values) = &line.values {
            let holds = match line.holds {
                Some(true) => ": yes",
                Some(false) => ": no",
                None => "",
            };
            text += &format!("   [{values}{holds}]");
        }
        text.push('\n');
    }
    text
}
