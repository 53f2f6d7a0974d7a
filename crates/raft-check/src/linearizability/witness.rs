//! A proof without a search: the order that the world suggests is checked.
//!
//! A world knows more than its clients: the order of the entries in its logs should explain every
//! answer. Operations without an answer may be passed over, and the order after the last answer
//! does not matter. The suggestion is checked against the answers and against real time, so a wrong
//! one costs a little time and proves nothing. If it fails, an order is searched for, because the
//! history is linearizable as long as any order explains the answers, even if the cluster broke its
//! rules.

use super::partition::{Partition, Rank};

/// Whether the suggested order explains all answers.
pub(crate) fn is_order(partition: &mut Partition) -> bool {
    let candidates = &partition.candidates;
    let answered = candidates.iter().filter(|it| it.reply.is_some()).count();
    let mut explained = 0;
    let mut state = partition.model.begin_walk();
    let mut latest = Rank::FIRST;
    for place in &partition.suggested {
        if explained == answered {
            break;
        }
        let candidate = candidates[*place];
        if candidate.over < latest.max(candidate.called) {
            // Too late, unless it has no answer: then it may never have taken effect.
            match candidate.reply {
                Some(_) => return false,
                None => continue,
            }
        }
        latest = latest.max(candidate.called);
        let next = partition
            .model
            .after(state, candidate.verb, candidate.reply);
        let Some(next) = next else {
            return false;
        };
        state = next;
        explained += usize::from(candidate.reply.is_some());
    }
    explained == answered
}
