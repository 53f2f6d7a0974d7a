//! A node whose messages wait for its disk, for as long as a heartbeat or longer: others hear
//! nothing from it meanwhile, so that its silence is an event.

use raft_core::{Instant, NodeId, RoleName, Term, Unconfirmed};

use super::World;
use crate::server::{Server, Silence};
use crate::world::event::{Event, Observer};

/// Messages of a node that wait for its disk (Raft Figure 2: "updated on stable storage before
/// responding"), told when the first of them begins to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldBack {
    /// The node.
    pub node: NodeId,
    /// Its role. A candidate whose term or vote is not on disk has sent nothing in its term.
    pub role: RoleName,
    /// Its term.
    pub term: Term,
    /// How many messages wait.
    pub messages: usize,
    /// What is not on disk yet.
    pub unconfirmed: Unconfirmed,
    /// When all of it will be; `None` while the disk stalls.
    pub until: Option<Instant>,
}

impl HeldBack {
    /// Whether nobody has heard of this candidacy.
    #[must_use]
    pub fn is_unheard_candidate(&self) -> bool {
        self.role == RoleName::Candidate && self.unconfirmed.term.is_some()
    }
}

impl World {
    /// Tells observers of a node whose messages wait for its disk for a heartbeat or longer, once
    /// for each silence.
    #[cold]
    #[inline(never)]
    pub(super) fn look_at_silence(&mut self, id: NodeId, observer: &mut impl Observer) {
        let now = self.now;
        let Some(server) = self.servers.get_mut(id.position()) else {
            return;
        };
        let until = server.disk.all_done_at();
        if until.is_some_and(|until| until < now + self.options.heartbeat) {
            return;
        }
        let Some(held) = held_back(id, server, until) else {
            return;
        };
        let is_known = server.silence.is_some_and(|known| known.term == held.term);
        if !is_known {
            server.silence = Some(Silence {
                since: now,
                term: held.term,
            });
            self.emit(observer, &Event::MessagesHeld(&held));
        }
    }

    /// Forgets the silence of a node that has sent all that waited.
    #[inline]
    pub(super) fn end_silence(&mut self, id: NodeId) {
        if let Some(server) = self.servers.get_mut(id.position())
            && server.silence.is_some()
            && server
                .memory()
                .is_none_or(|memory| memory.node.held_messages() == 0)
        {
            server.silence = None;
        }
    }
}

fn held_back(node: NodeId, server: &Server, until: Option<Instant>) -> Option<HeldBack> {
    let protocol = &server.memory()?.node;
    let messages = protocol.held_messages();
    Some(HeldBack {
        node,
        role: protocol.role_name(),
        term: protocol.current_term(),
        messages,
        unconfirmed: protocol.unconfirmed().filter(|_| messages > 0)?,
        until,
    })
}
