//! The messages and events of a span, played again in a copy: the moment shown stays.

use alloc::vec::Vec;

use raft_core::Instant;

use super::Timeline;
use crate::span::{Contents, MessageCount, PlayedSpan, Recorder, Silence};
use crate::timeline::run_state::{RunState, UNLIMITED};
use crate::world::World;
use crate::world::event::{Nobody, Observer};

impl<W: Observer + Clone> Timeline<W> {
    /// What happened on the branch shown from one moment to another, both included, as far as it
    /// was played: up to `most` messages and as many events, and counts of messages where there are
    /// more.
    ///
    /// A span that is too long is not played again: its counts are those between the states that
    /// the branch keeps. So the work is bounded by `most` and by the distance between two of them.
    #[must_use]
    pub fn span(&self, from: Instant, until: Instant, most: usize) -> PlayedSpan {
        let until = until.min(self.furthest().0.now());
        let from = from.min(until);
        let (contents, silences) = match self.kept_counts(from, until, most) {
            Some(counts) => (Contents::Counts(counts), Vec::new()),
            None => self.replayed(from, until, most),
        };
        PlayedSpan {
            from,
            until,
            contents,
            silences,
        }
    }

    /// Plays all that happened at this moment of the branch shown again, in a copy, before an
    /// observer.
    pub fn play_again(&self, at: Instant, observer: &mut dyn Observer) {
        self.play_span(at, at, observer);
    }

    /// Plays all that happened on the branch shown from one moment to another again, both included,
    /// in a copy, before an observer.
    pub fn play_span(&self, from: Instant, until: Instant, observer: &mut dyn Observer) {
        let mut state = self.just_before(from);
        state.play(&self.branch().actions, until, UNLIMITED, observer);
    }

    /// The messages between the states that are kept, if more than `most` were sent between those
    /// within the span.
    fn kept_counts(&self, from: Instant, until: Instant, most: usize) -> Option<Vec<MessageCount>> {
        let sent_at = |world: &World| (world.now(), world.counts().messages);
        let mut kept: Vec<(Instant, u64)> = Vec::new();
        for state in self.branch().kept() {
            kept.push(sent_at(&state.world));
        }
        let furthest = sent_at(self.furthest().0);
        if kept.last().is_none_or(|last| *last < furthest) {
            kept.push(furthest);
        }
        let mut within = kept.iter().filter(|(at, _)| *at >= from && *at <= until);
        let first = within.next()?;
        let sent = within.next_back()?.1 - first.1;
        if sent <= most as u64 {
            return None;
        }
        let stretches = kept.iter().zip(kept.iter().skip(1));
        let overlapping = stretches.filter(|(one, next)| next.0 >= from && one.0 <= until);
        let counts = overlapping.map(|(one, next)| MessageCount {
            from: one.0,
            until: next.0,
            messages: next.1 - one.1,
        });
        Some(counts.collect())
    }

    fn replayed(&self, from: Instant, until: Instant, most: usize) -> (Contents, Vec<Silence>) {
        let mut state = self.just_before(from);
        let mut recorder = Recorder::new(&state.world, from, until, most);
        state.play(&self.branch().actions, until, UNLIMITED, &mut recorder);
        recorder.finish(&state.world)
    }

    /// The state in which nothing of this moment has happened yet.
    fn just_before(&self, at: Instant) -> RunState<Nobody> {
        match at.0.checked_sub(1) {
            Some(before) => self.glance(Instant(before)),
            None => self.beginning(),
        }
    }
}
