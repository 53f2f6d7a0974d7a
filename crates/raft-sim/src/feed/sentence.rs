//! An event of the feed as one sentence.

use core::fmt;

use raft_core::{CountOf, Instant};

use crate::feed::FeedEvent;
use crate::whole::IS_WHOLE;
use crate::world::World;
use crate::world::event::{CrashCause, DiskLoss};
use crate::world::silence::HeldBack;

impl FeedEvent {
    /// A sentence about it. `world` is any later moment of the same run.
    #[must_use]
    pub fn sentence<'a>(&'a self, world: &'a World) -> impl fmt::Display + 'a {
        Sentence { event: self, world }
    }
}

struct Sentence<'a> {
    event: &'a FeedEvent,
    world: &'a World,
}

impl fmt::Display for Sentence<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.event {
            FeedEvent::Decided {
                node,
                decision,
                clock,
                ..
            } => write!(formatter, "{}", decision.sentence_by(*node, *clock)),
            FeedEvent::Acted(action) => write!(formatter, "{action}"),
            FeedEvent::Crashed(node, CrashCause::WriteFailed) if IS_WHOLE => write!(
                formatter,
                "{node}'s disk fails a write, so its process ends: going on, it could speak of \
                 what its disk will never hold."
            ),
            FeedEvent::Crashed(node, CrashCause::WritesTorn { kept, of }) if IS_WHOLE => write!(
                formatter,
                "{node} crashes while its disk writes: of {} on the way there, it holds {kept}.",
                CountOf(*of as u64, "entry", "entries")
            ),
            FeedEvent::Crashed(node, CrashCause::Wiped) if IS_WHOLE => {
                write!(
                    formatter,
                    "{node} crashes: its disk is emptied with its memory."
                )
            }
            FeedEvent::Crashed(node, _) => {
                write!(
                    formatter,
                    "{node} crashes: it keeps what is on its disk, nothing else."
                )
            }
            FeedEvent::DiskLost {
                node,
                loss: DiskLoss::Wiped,
            } => write!(
                formatter,
                "{node}'s disk has lost its term, its vote and its log: Raft assumes that the disk \
                 of a member keeps them."
            ),
            FeedEvent::DiskLost {
                node,
                loss: DiskLoss::Unsynced,
            } => write!(
                formatter,
                "{node}'s disk has lost writes that it had confirmed: what Raft assumes of \
                 stable storage does not hold any more."
            ),
            FeedEvent::Restarted {
                node,
                last: Some(last),
            } => write!(
                formatter,
                "{node} boots as a follower with its disk: a log that ends at {last}."
            ),
            FeedEvent::Restarted { node, last: None } => {
                write!(formatter, "{node} boots as a follower with an empty log.")
            }
            FeedEvent::MessagesHeld(held) if IS_WHOLE => held_back(held, formatter),
            // Slow and stalled disks take the whole engine.
            FeedEvent::MessagesHeld(_) => Ok(()),
            FeedEvent::Paused(node) => {
                write!(
                    formatter,
                    "{node} is paused: it keeps its memory, and messages wait."
                )
            }
            FeedEvent::Resumed(node) => write!(formatter, "{node} goes on where it stopped."),
            FeedEvent::RequestSent {
                number,
                to,
                attempt,
            } => {
                let request = self.world.requests().get(*number);
                let command = request.map_or("", |request| request.command.text());
                match attempt {
                    1 => write!(formatter, "The client asks {to}: {command}."),
                    _ => write!(
                        formatter,
                        "The client asks {to} now, try {attempt}: {command}."
                    ),
                }
            }
            FeedEvent::RequestEnded { number } => match self.world.requests().get(*number) {
                Some(request) => write!(
                    formatter,
                    "{}: {}; {request}.",
                    request.command,
                    request.outcome.word()
                ),
                None => formatter.write_str("A request ends."),
            },
        }
    }
}

/// Who waits, for what, and until when.
fn held_back(held: &HeldBack, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let HeldBack {
        node,
        unconfirmed,
        until,
        ..
    } = held;
    match held.is_unheard_candidate() {
        true => write!(
            f,
            "{node} asks for votes in term {}, and nobody hears it: ",
            held.term
        )?,
        false => write!(f, "{node} waits for its disk: ")?,
    }
    let messages = CountOf(held.messages as u64, "message is", "messages are");
    write!(f, "{messages} held back until {unconfirmed} written, ")?;
    match until {
        Some(at) => write!(f, "at {}.", Seconds(*at)),
        None => f.write_str("and the disk stalls."),
    }
}

/// A moment in seconds, in the first second too: `0.544 s`. Written as milliseconds, it would read
/// as a length of time.
pub(crate) struct Seconds(pub(crate) Instant);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let millis = self.0.0 / 1_000;
        write!(f, "{}.{:03} s", millis / 1_000, millis % 1_000)
    }
}
