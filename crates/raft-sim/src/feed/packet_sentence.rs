//! The content of a message as one sentence.

use core::fmt;

use crate::address::Endpoint;
use crate::clients::answer::Answer;
use crate::network::packet::{Content, Packet};
use crate::whole::IS_WHOLE;
use crate::world::World;

impl Packet {
    /// Its content as one sentence. `world` is any moment of its run from its sending on.
    #[must_use]
    pub fn sentence<'a>(&'a self, world: &'a World) -> impl fmt::Display + 'a {
        let (from, to) = (self.name.from, self.name.to);
        fmt::from_fn(move |formatter| match (&self.content, from, to) {
            (Content::Peer(message), Endpoint::Node(from), Endpoint::Node(to)) => {
                write!(formatter, "{}", message.sentence(from, to))
            }
            (Content::Peer(_), ..) => write!(formatter, "{from} speaks to {to}."),
            (Content::Request { origin, command }, ..) => {
                if IS_WHOLE && let Some(change) = world.request_of(*origin).and_then(|it| it.change)
                {
                    return write!(formatter, "The client asks {to} to {change}.");
                }
                write!(formatter, "The client asks {to} to apply {command}.")
            }
            (Content::Reply { origin, answer }, ..) => {
                let request = world.request_of(*origin);
                let command = request.map_or("a request", |request| request.command.text());
                match answer {
                    Answer::Applied(response) => {
                        write!(formatter, "{from} answers to {command}: {response}.")
                    }
                    Answer::NotLeader(Some(leader)) => write!(
                        formatter,
                        "{from} does not lead and sends the client to {leader} with {command}."
                    ),
                    Answer::NotLeader(None) => write!(
                        formatter,
                        "{from} does not lead and knows of no leader for {command}."
                    ),
                    Answer::PutOff if IS_WHOLE => write!(
                        formatter,
                        "{from} takes no command now, and asks the client to come again with \
                         {command}."
                    ),
                    Answer::ChangeRefused(reason) if IS_WHOLE => {
                        match request.and_then(|request| request.change) {
                            Some(change) => {
                                let reason = reason.about(change);
                                write!(formatter, "{from} answers to {command}: {reason}.")
                            }
                            None => write!(formatter, "{from} refuses {command}."),
                        }
                    }
                    // Nobody answers so where neither is built in.
                    Answer::PutOff | Answer::ChangeRefused(_) => Ok(()),
                }
            }
        })
    }
}
