//! Rewinding: an hour with a write for each heartbeat, and seeks all over it.

use raft_check::Judge;
use raft_core::chance::Key;
use raft_core::{Command, Instant};
use raft_sim::{Action, Options, Run, Target, Timeline};

use crate::command_text;

/// A run that is rewound.
pub struct Rewind {
    timeline: Timeline<Judge>,
    writes: u64,
}

const HEARTBEAT_MICROSECONDS: u64 = 500_000;
const ALL_EVENTS: u64 = u64::MAX;

impl Rewind {
    /// Five nodes at the beginning.
    #[must_use]
    pub fn new() -> Rewind {
        Rewind {
            timeline: Timeline::new(Run::new(1, Options::default()), Judge::new),
            writes: 0,
        }
    }

    /// Plays on by so many minutes, with a write for each heartbeat.
    pub fn play_minutes(&mut self, minutes: u64) {
        for _ in 0..minutes * 60_000_000 / HEARTBEAT_MICROSECONDS {
            self.writes += 1;
            let at = Instant(self.writes * HEARTBEAT_MICROSECONDS);
            self.timeline.advance_to(at, ALL_EVENTS);
            self.timeline.act(Action::Write {
                to: Target::Any,
                command: Command::new(command_text(self.writes)),
            });
        }
    }

    /// Goes to the moment with this number among all that chance picks.
    pub fn seek(&mut self, number: u64) {
        let head = self.timeline.branch().head.0;
        let at = Instant(Key::new(7).with(number).between(0, head));
        self.timeline.seek(at);
        assert_eq!(self.timeline.world().now(), at, "the moment is reached");
    }

    /// Goes back to where the run was left.
    pub fn seek_end(&mut self) {
        let head = self.timeline.branch().head;
        self.timeline.seek(head);
    }

    /// How many writes were committed up to the moment shown.
    #[must_use]
    pub fn committed(&self) -> u64 {
        self.timeline.world().counts().committed
    }
}

impl Default for Rewind {
    fn default() -> Rewind {
        Rewind::new()
    }
}
