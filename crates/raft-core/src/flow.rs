//! What a leader keeps in mind of the flow of entries, where it is limited. The rules are in
//! `extensions/flow.rs`.

use alloc::vec::Vec;

use crate::types::{Index, NodeId};

/// What a leader keeps in mind of the flow of entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LeaderFlow {
    /// The index of the first entry of its own term.
    pub(crate) led_from: Index,
    /// The first entry of those that it gathers, and that leave together.
    pub(crate) gathered_from: Option<Index>,
    /// An item for each node, at [`NodeId::position`], as far as entries have been sent.
    windows: Vec<Window>,
}

/// The messages with entries to one follower that wait for an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Window {
    /// The last index of each, in the order in which they were sent, which is that of the indexes.
    unanswered: Vec<Index>,
    /// Whether entries wait until one of them is answered.
    pub(crate) has_waiting: bool,
}

impl LeaderFlow {
    pub(crate) fn of(led_from: Index) -> LeaderFlow {
        LeaderFlow {
            led_from,
            gathered_from: None,
            windows: Vec::new(),
        }
    }

    /// The last indexes of the messages to this follower that waited for an answer when they were
    /// last looked at.
    pub(crate) fn unanswered(&self, follower: NodeId) -> &[Index] {
        let window = self.windows.get(follower.position());
        window.map_or(&[], |window| &window.unanswered)
    }

    /// How many messages to all followers waited for an answer when they were last looked at.
    pub(crate) fn messages_in_flight(&self) -> usize {
        self.windows.iter().map(|it| it.unanswered.len()).sum()
    }

    /// Nothing is on its way any more to a server that comes back.
    pub(crate) fn forget_sent_to(&mut self, server: NodeId) {
        *self.window(server) = Window::default();
    }

    pub(crate) fn window(&mut self, follower: NodeId) -> &mut Window {
        let place = follower.position();
        if self.windows.len() <= place {
            self.windows.resize_with(place + 1, Window::default);
        }
        &mut self.windows[place]
    }
}

impl Window {
    /// Notes that a message has left which ends with the entry before the next one.
    pub(crate) fn note_sent(&mut self, next_index: Index) {
        self.unanswered.extend(next_index.previous());
        self.has_waiting = false;
    }

    /// How many messages wait for an answer, by what the leader knows of its follower: an answer
    /// covers all messages through its index, and a step back takes back those behind it. The
    /// others are forgotten.
    pub(crate) fn look_at(&mut self, match_index: Option<Index>, next_index: Index) -> u64 {
        let is_answered = |last: &Index| Some(*last) <= match_index;
        let answered = self.unanswered.partition_point(is_answered);
        self.unanswered.drain(..answered);
        let not_taken_back = |last: &Index| *last < next_index;
        let left = self.unanswered.partition_point(not_taken_back);
        self.unanswered.truncate(left);
        self.unanswered.len() as u64
    }
}
