//! The answers of nodes that leave a rule out (`options.bugs`): reads without the log, and
//! acknowledgements before there is a majority.

use raft_core::{Bug, Bugs, Input, NodeId, Origin, Position};

use super::World;
use crate::clients::answer::Answer;
use crate::server::Server;
use crate::world::event::Observer;

impl World {
    /// A copy of this world that leaves out exactly these rules from now on.
    #[must_use]
    pub fn leaving_out(&self, bugs: Bugs) -> World {
        let mut world = self.clone();
        world.options.bugs = bugs;
        world.node_config.bugs = bugs;
        for memory in world.servers.iter_mut().filter_map(Server::memory_mut) {
            memory.node.leave_out(bugs);
            memory.machine.leave_out(bugs);
        }
        world
    }

    /// With [`Bug::ReadLocally`], a node that believes it leads answers a read from its own state
    /// machine. Returns whether it answered.
    #[inline]
    pub(super) fn answers_locally(
        &mut self,
        id: NodeId,
        input: &Input,
        observer: &mut impl Observer,
    ) -> bool {
        if !self.options.bugs.has(Bug::ReadLocally) {
            return false;
        }
        let (Input::Propose { origin, command }, Some(view)) = (input, self.node(id)) else {
            return false;
        };
        let machine = view.machine().filter(|_| view.leads());
        let Some(response) = machine.and_then(|machine| machine.read(command.text())) else {
            return false;
        };
        self.reply(id, *origin, Answer::Applied(response), observer);
        true
    }

    /// With [`Bug::AcknowledgeUncommitted`], a command is answered as soon as it is in the log,
    /// with the response that applying it now would give.
    #[inline]
    pub(super) fn answer_at_once(
        &mut self,
        id: NodeId,
        origin: Origin,
        at: Position,
        observer: &mut impl Observer,
    ) {
        if !self.options.bugs.has(Bug::AcknowledgeUncommitted) {
            return;
        }
        let Some(memory) = self.servers[id.position()].running_mut() else {
            return;
        };
        memory.unanswered.retain(|(taken, _)| *taken != at);
        let Some(entry) = memory.node.log().entry(at.index) else {
            return;
        };
        // All keys are copied.
        self.spent.entries += memory.machine.len() as u64;
        let mut machine = memory.machine.clone();
        machine.apply(entry);
        let response = machine.response_to(entry);
        self.reply(id, origin, Answer::Applied(response), observer);
    }
}
