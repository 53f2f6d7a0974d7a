//! Reads that nodes answer beside the log (Thesis §6.4): from the request of a client to the answer
//! of a state machine.

use raft_core::{Command, Input, NodeId, Origin};

use super::World;
use crate::clients::answer::Answer;
use crate::clients::parsed_command::ParsedCommand;
use crate::world::event::Observer;

impl World {
    /// What a client's request is to a node: a change of the membership, a read, where reads are
    /// answered beside the log and it is one, or else a command for the log.
    pub(super) fn input_of(&self, origin: Origin, command: Command) -> Input {
        if self.options.may_change_members()
            && let Some(change) = self.request_of(origin).and_then(|it| it.change)
        {
            return Input::Change { origin, change };
        }
        if !self.options.extensions.read_beside_log() || !is_read(&command) {
            return Input::Propose { origin, command };
        }
        Input::Read { origin }
    }

    /// Answers a read from the state machine of this node, as far as it has got. Where its client
    /// waits for it no more, nothing is sent.
    pub(super) fn answer_read(&mut self, id: NodeId, origin: Origin, observer: &mut impl Observer) {
        let Some(memory) = self.servers[id.position()].running_mut() else {
            return;
        };
        let (machine, applied) = (&memory.machine, memory.last_applied);
        let read = |command: &Command| machine.read(command.text());
        if let Some(response) = self.clients.answer_read(origin, applied, read) {
            self.reply(id, origin, Answer::Applied(response), observer);
        }
    }
}

/// Whether the command only reads.
pub(super) fn is_read(command: &Command) -> bool {
    matches!(
        ParsedCommand::read(command.text()),
        ParsedCommand::Get { .. }
    )
}
