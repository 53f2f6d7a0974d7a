//! An answer as text.

use raft_why::{Answer, Outlook};

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
        if answer.needs.is_empty() {
            text += "  Nothing was found that helps: not even all faults ended, a write and an \
                     election.\n";
        }
        for line in answer.what_must_happen().lines() {
            text += &format!("  {line}\n");
        }
    }
    text
}
