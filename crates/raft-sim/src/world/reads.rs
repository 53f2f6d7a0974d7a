//! Reads that nodes answer beside the log (Thesis §6.4): from the request of a client to the answer
//! of a state machine.

use raft_core::{Command, Input, NodeId, Origin};

use super::World;
use crate::clients::answer::Answer;
use crate::clients::parsed_command::ParsedCommand;
use crate::whole::IS_WHOLE;
use crate::world::event::Observer;

impl World {
    /// What a client's request is to a node: a read, where reads are answered beside the log and it
    /// is one, or else a command for the log. A read waits at the node with its text.
    pub(super) fn input_of(&mut self, to: NodeId, origin: Origin, command: Command) -> Input {
        if !IS_WHOLE || self.options.extensions.reads().is_none() || !is_read(&command) {
            return Input::Propose { origin, command };
        }
        if let Some(memory) = self.servers[to.position()].running_mut()
            && memory.reading.iter().all(|(waiting, _)| *waiting != origin)
        {
            memory.reading.push((origin, command));
        }
        Input::Read { origin }
    }

    /// Answers a read from the state machine of this node, as far as it has got.
    pub(super) fn answer_read(&mut self, id: NodeId, origin: Origin, observer: &mut impl Observer) {
        let Some(command) = self.forget_read(id, origin) else {
            return;
        };
        let Some(memory) = self.servers[id.position()].running_mut() else {
            return;
        };
        let Some(response) = memory.machine.read(command.text()) else {
            return;
        };
        let applied = memory.last_applied;
        self.clients.note_read(origin, applied);
        self.reply(id, origin, Answer::Applied(response), observer);
    }

    /// Takes a read from those that wait at this node.
    pub(super) fn forget_read(&mut self, id: NodeId, origin: Origin) -> Option<Command> {
        let memory = self.servers[id.position()].running_mut()?;
        let place = memory.reading.iter().position(|(it, _)| *it == origin)?;
        Some(memory.reading.remove(place).1)
    }
}

/// Whether the command only reads.
pub(super) fn is_read(command: &Command) -> bool {
    matches!(
        ParsedCommand::read(command.text()),
        ParsedCommand::Get { .. }
    )
}
