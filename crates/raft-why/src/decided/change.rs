//! One value of a step that is another one: of its message, of its node, or the moment.

use raft_core::{
    AppendEntries, AppendEntriesReply, Body, Confirm, ConfirmReply, Entries, Entry, Index, Input,
    Instant, Message, NodeId, NodeValue, Position, PreVote, PreVoteReply, ReadIndexAnswer,
    ReadIndexReply, RequestVote, RequestVoteReply, Term,
};

use super::asked::Asked;

/// One value of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The sender of the message.
    Sender(NodeId),
    /// The term of the message.
    MessageTerm(Term),
    /// The term that a pre-vote is about.
    NextTerm(Term),
    /// The end of the log of the node that asks for a vote or a pre-vote.
    TheirLast(Option<Position>),
    /// Whether a request for a vote says that a leader told the candidate to stand.
    ToldToStand(bool),
    /// Whether the reply grants a vote or a pre-vote.
    Granted(bool),
    /// The entry before the new ones.
    Prev(Option<Position>),
    /// How many entries the message carries: the first of those that it does.
    Carries(u64),
    /// The term of one of the entries in the message.
    SentTerm(Position),
    /// The leader's commit index in the message.
    LeaderCommit(Option<Index>),
    /// The reply says that the logs agree through this index.
    Matched(Option<Index>),
    /// The reply rejects the entry at this index.
    Rejected(Option<Index>),
    /// The number of the round that is asked about or confirmed.
    Round(u64),
    /// The read index that a leader tells.
    ReadThrough(Option<Index>),
    /// The node that is to lead next.
    TransferTo(NodeId),
    /// A value of the node.
    Node(NodeValue),
    /// The moment, by the node's clock.
    AskedAt(Instant),
}

impl Change {
    /// The value of this kind that the step has; `None` where it has none.
    #[must_use]
    pub fn present(self, asked: &Asked) -> Option<Change> {
        match self {
            Change::Node(value) => return asked.node.value_like(value).map(Change::Node),
            Change::AskedAt(_) => return Some(Change::AskedAt(asked.now)),
            Change::TransferTo(_) => {
                return match asked.input {
                    Input::Transfer(to) => Some(Change::TransferTo(to)),
                    _ => None,
                };
            }
            _ => {}
        }
        let Input::Receive { from, message } = &asked.input else {
            return None;
        };
        match self {
            Change::Sender(_) => Some(Change::Sender(*from)),
            Change::MessageTerm(_) => Some(Change::MessageTerm(message.term)),
            _ => self.present_in(&message.body),
        }
    }

    fn present_in(self, body: &Body) -> Option<Change> {
        match (self, body) {
            (Change::TheirLast(_), Body::RequestVote(it)) => Some(Change::TheirLast(it.last)),
            (Change::ToldToStand(_), Body::RequestVote(it)) => {
                Some(Change::ToldToStand(it.transfer))
            }
            (Change::TheirLast(_), Body::PreVote(it)) => Some(Change::TheirLast(it.last)),
            (Change::NextTerm(_), Body::PreVote(it)) => Some(Change::NextTerm(it.next_term)),
            (Change::NextTerm(_), Body::PreVoteReply(it)) => Some(Change::NextTerm(it.next_term)),
            (Change::Granted(_), Body::PreVoteReply(it)) => Some(Change::Granted(it.granted)),
            (Change::Granted(_), Body::RequestVoteReply(it)) => {
                Some(Change::Granted(*it == RequestVoteReply::Granted))
            }
            (Change::Prev(_), Body::AppendEntries(it)) => Some(Change::Prev(it.prev)),
            (Change::Carries(_), Body::AppendEntries(it)) => {
                Some(Change::Carries(it.entries.len() as u64))
            }
            (Change::SentTerm(at), Body::AppendEntries(it)) => {
                let term = it.entries.get(offset_in(it, at.index)?)?.term;
                Some(Change::SentTerm(Position { term, ..at }))
            }
            (Change::LeaderCommit(_), Body::AppendEntries(it)) => {
                Some(Change::LeaderCommit(it.leader_commit))
            }
            (Change::Matched(_) | Change::Rejected(_), Body::AppendEntriesReply(it)) => {
                Some(match *it {
                    AppendEntriesReply::Matched(matched) => Change::Matched(matched),
                    AppendEntriesReply::Rejected { prev, .. } => Change::Rejected(prev),
                })
            }
            (Change::Round(_), Body::Confirm(it)) => Some(Change::Round(it.round)),
            (Change::Round(_), Body::ConfirmReply(ConfirmReply::Confirmed { round })) => {
                Some(Change::Round(*round))
            }
            (Change::ReadThrough(_), Body::ReadIndexReply(it)) => match it.answer {
                ReadIndexAnswer::Through(through) => Some(Change::ReadThrough(through)),
                ReadIndexAnswer::NotLeader => None,
            },
            _ => None,
        }
    }

    /// The step with this value in place of its own; `None` where it has this value already, and
    /// where no such step can be.
    #[must_use]
    pub fn made_in(self, asked: &Asked) -> Option<Asked> {
        if self.present(asked)? == self {
            return None;
        }
        let mut changed = asked.clone();
        match (self, &mut changed.input) {
            (Change::Node(value), _) => changed.node = asked.node.with_value(asked.now, value)?,
            (Change::AskedAt(now), _) => changed.now = now,
            (Change::TransferTo(to), Input::Transfer(known)) => *known = to,
            (Change::Sender(sender), Input::Receive { from, .. }) => *from = sender,
            (_, Input::Receive { message, .. }) => self.make_in_message(message)?,
            _ => return None,
        }
        Some(changed)
    }

    fn make_in_message(self, message: &mut Message) -> Option<()> {
        match (self, &mut message.body) {
            (Change::MessageTerm(term), _) => message.term = term,
            (
                Change::TheirLast(theirs),
                Body::RequestVote(RequestVote { last, .. }) | Body::PreVote(PreVote { last, .. }),
            ) => *last = theirs,
            (Change::ToldToStand(is), Body::RequestVote(it)) => it.transfer = is,
            (
                Change::NextTerm(term),
                Body::PreVote(PreVote { next_term, .. })
                | Body::PreVoteReply(PreVoteReply { next_term, .. }),
            ) => *next_term = term,
            (Change::Granted(is), Body::PreVoteReply(it)) => it.granted = is,
            (Change::Granted(is), Body::RequestVoteReply(it)) => {
                *it = match is {
                    true => RequestVoteReply::Granted,
                    false => RequestVoteReply::Denied,
                };
            }
            (Change::Prev(prev), Body::AppendEntries(it)) => it.prev = prev,
            (Change::Carries(count), Body::AppendEntries(it)) => {
                let count = usize::try_from(count).ok()?;
                it.entries = it.entries.iter().take(count).cloned().collect();
            }
            (Change::SentTerm(at), Body::AppendEntries(it)) => {
                let place = offset_in(it, at.index)?;
                it.entries = with_term(&it.entries, place, at.term);
            }
            (Change::LeaderCommit(index), Body::AppendEntries(it)) => it.leader_commit = index,
            (Change::Matched(index), Body::AppendEntriesReply(it)) => {
                *it = AppendEntriesReply::Matched(index);
            }
            (Change::Rejected(index), Body::AppendEntriesReply(it)) => {
                let hint = match *it {
                    AppendEntriesReply::Rejected { hint, .. } => hint,
                    AppendEntriesReply::Matched(_) => None,
                };
                *it = AppendEntriesReply::Rejected { prev: index, hint };
            }
            (
                Change::Round(number),
                Body::Confirm(Confirm { round })
                | Body::ConfirmReply(ConfirmReply::Confirmed { round }),
            ) => *round = number,
            (Change::ReadThrough(index), Body::ReadIndexReply(ReadIndexReply { answer, .. })) => {
                *answer = ReadIndexAnswer::Through(index);
            }
            _ => return None,
        }
        Some(())
    }
}

/// The place in a message of its entry at this index of the log.
fn offset_in(request: &AppendEntries, index: Index) -> Option<usize> {
    let before = request.prev.map_or(0, |prev| prev.index.get());
    usize::try_from((index.get() - 1).checked_sub(before)?).ok()
}

fn with_term(entries: &Entries, place: usize, term: Term) -> Entries {
    let changed = entries.iter().enumerate().map(|(at, entry)| match at {
        at if at == place => Entry {
            term,
            ..entry.clone()
        },
        _ => entry.clone(),
    });
    changed.collect()
}
