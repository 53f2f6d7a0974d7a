//! The words of a scenario, and how far they speak of the branch shown.

use raft_core::{Instant, SharedList};
use raft_sim::TimedAction;
use raft_sim::link;

use crate::whole::IS_FULL;

/// The words of the scenario that a session was opened with, and the actions of its own course.
/// A run that takes another course shares the words up to there.
#[derive(Clone, Debug, Default)]
pub struct Narration {
    pub(crate) words: link::Narration,
    /// The actions of the scenario's own course.
    pub(crate) course: SharedList<TimedAction>,
}

impl Narration {
    /// The moment from which captions no longer speak of a run with these actions: there it has
    /// another action than the scenario.
    pub(crate) fn end(&self, actions: &SharedList<TimedAction>) -> Option<Instant> {
        let mut place = 0;
        let parted = loop {
            let (own, other) = (self.course.get(place), actions.get(place));
            match (own, other) {
                (Some(own), Some(other)) if link::is_same_action(own, other) => place += 1,
                _ => break own.into_iter().chain(other).map(|timed| timed.at).min(),
            }
        };
        self.words.until.into_iter().chain(parted).min()
    }

    /// The caption at a moment of a run with these actions, and the moment at which it began.
    pub(crate) fn caption(
        &self,
        now: Instant,
        actions: &SharedList<TimedAction>,
    ) -> Option<(Instant, &str)> {
        if !IS_FULL {
            return None;
        }
        let mut captions = self.words.captions.iter().rev();
        let (at, text) = captions.find(|(at, _)| *at <= now)?;
        let is_over = self.end(actions).is_some_and(|end| end < now);
        (!is_over).then_some((*at, text.as_str()))
    }

    /// The words as a file of a run with these actions holds them.
    #[cfg(feature = "full")]
    pub(crate) fn of_run(&self, actions: &SharedList<TimedAction>) -> link::Narration {
        let mut words = self.words.clone();
        words.until = self.end(actions);
        if let Some(until) = words.until {
            words.captions.retain(|(at, _)| *at <= until);
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use raft_core::NodeId;
    use raft_sim::Action;

    use super::*;

    fn from(ms: u64) -> Instant {
        Instant::from_millis(ms)
    }

    fn crash(ms: u64, node: u8) -> TimedAction {
        TimedAction {
            at: Instant::from_millis(ms),
            action: Action::Crash(NodeId(node)),
        }
    }

    fn course<const N: usize>(actions: [TimedAction; N]) -> SharedList<TimedAction> {
        actions.into_iter().collect()
    }

    fn told() -> Narration {
        let caption = |ms, say: &str| (Instant::from_millis(ms), say.to_owned());
        Narration {
            words: link::Narration {
                title: "A story".into(),
                captions: vec![caption(1_000, "one"), caption(5_000, "two")],
                ..link::Narration::default()
            },
            course: course([crash(1_000, 0), crash(5_000, 1)]),
        }
    }

    #[test]
    fn captions_are_said_on_the_scenarios_own_course_to_its_end_and_beyond() {
        let (told, own) = (told(), course([crash(1_000, 0), crash(5_000, 1)]));
        let at = |ms| told.caption(Instant::from_millis(ms), &own);
        assert_eq!(at(999), None);
        let (one, two) = ((from(1_000), "one"), (from(5_000), "two"));
        assert_eq!(at(1_000), Some(one));
        assert_eq!(at(4_999), Some(one));
        assert_eq!(at(5_000), Some(two));
        assert_eq!(at(60_000), Some(two));
        assert_eq!(told.of_run(&own), told.words);
    }

    #[test]
    fn captions_stop_where_a_run_leaves_the_scenarios_course() {
        let told = told();
        let fork = course([crash(1_000, 0), crash(3_000, 2)]);
        let at = |ms| told.caption(Instant::from_millis(ms), &fork);
        assert_eq!(at(3_000), Some((from(1_000), "one")));
        assert_eq!(at(3_001), None);
        assert_eq!(at(6_000), None);
        let kept = told.of_run(&fork);
        assert_eq!(kept.until, Some(Instant::from_millis(3_000)));
        assert_eq!(kept.captions.len(), 1);

        // Only an action that comes later than the scenario's own next one: that one is missing.
        let without = course([crash(1_000, 0)]);
        assert_eq!(told.end(&without), Some(Instant::from_millis(5_000)));
        // An action after the scenario's last one.
        let on = course([crash(1_000, 0), crash(5_000, 1), crash(9_000, 2)]);
        assert_eq!(told.end(&on), Some(Instant::from_millis(9_000)));
    }
}
