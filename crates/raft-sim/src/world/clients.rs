//! The clients' part of an event: they open requests, send them, and receive the answers of nodes.

use alloc::format;

use raft_core::{Change, Command, Extension, NodeId, Origin};

use super::World;
use super::reads::is_read;
use crate::address::{Endpoint, Target};
use crate::clients::NextStep;
use crate::clients::answer::Answer;
use crate::network::packet::{Content, Packet};
use crate::whole::IS_WHOLE;
use crate::world::event::{Event, Observer};

impl World {
    /// Opens a request of a client, and sends it.
    pub(super) fn ask(&mut self, to: Target, command: Command, observer: &mut impl Observer) {
        let latency = self.network.latency();
        let (number, step) = self.clients.open(self.now, to, command, latency);
        self.emit(observer, &Event::Requested(number));
        self.go_on(number, step, observer);
    }

    /// Opens a request for a change of the membership, and sends it.
    pub(super) fn ask_for_change(
        &mut self,
        to: Target,
        change: Change,
        observer: &mut impl Observer,
    ) {
        let latency = self.network.latency();
        let command = Command::new(&format!("{change}"));
        let (number, step) = self.clients.open(self.now, to, command, latency);
        self.clients.mark_as_change(number, change);
        self.emit(observer, &Event::Requested(number));
        self.go_on(number, step, observer);
    }

    /// Opens the next request of the workload, if one of its clients is idle.
    pub(super) fn ask_for_workload(&mut self, observer: &mut impl Observer) {
        let Some(workload) = self.workload() else {
            return;
        };
        // Most operations come up while every client is busy: those are not drawn.
        let idle = self.clients.idle_worker(workload.clients);
        let begun = idle.map(|client| {
            let command = self.workers.draw(workload);
            let latency = self.network.latency();
            let asked = self.reader_of(&command);
            self.clients
                .employ(self.now, client, command, asked, latency)
        });
        self.workers.go_on(self.now);
        if let Some(number) = begun {
            self.emit(observer, &Event::Requested(number));
            self.go_on(number, NextStep::Send, observer);
        }
    }

    /// The node that a read of the workload asks where followers answer reads: each in turn.
    fn reader_of(&self, command: &Command) -> Option<NodeId> {
        let spreads = IS_WHOLE && self.options.extensions.has(Extension::FollowerReads);
        let turn = self.requests().len() % usize::from(self.options.nodes.max(1));
        let node = u8::try_from(turn).map(NodeId).ok();
        node.filter(|_| spreads && is_read(command))
    }

    /// Hands an answer to the client that waits for it.
    pub(super) fn answer_client(&mut self, packet: &Packet, observer: &mut impl Observer) {
        let Content::Reply { origin, answer } = &packet.content else {
            return;
        };
        let Endpoint::Node(from) = packet.name.from else {
            return;
        };
        if let Some((number, step)) = self.clients.hear(self.now, *origin, from, answer) {
            self.go_on(number, step, observer);
        }
    }

    /// Sends an answer from a node to a client.
    // Apart from messages between nodes, which are many more.
    #[cfg_attr(feature = "extensions", inline(never))]
    pub(super) fn reply(
        &mut self,
        from: NodeId,
        origin: Origin,
        answer: Answer,
        observer: &mut impl Observer,
    ) {
        let content = Content::Reply { origin, answer };
        self.send(Endpoint::Node(from), Endpoint::Clients, content, observer);
    }

    /// Carries out the next step of a request.
    pub(super) fn go_on(&mut self, number: usize, step: NextStep, observer: &mut impl Observer) {
        match step {
            NextStep::Wait => {}
            NextStep::End => self.emit(observer, &Event::RequestEnded(number)),
            NextStep::Send => {
                let latency = self.network.latency();
                self.clients.sent(self.now, number, latency);
                let Some(request) = self.clients.requests().get(number) else {
                    return;
                };
                let (to, origin) = (request.asked, request.origin);
                let content = Content::Request {
                    origin,
                    command: request.command.clone(),
                };
                self.emit(observer, &Event::RequestSent(number));
                self.send(Endpoint::Clients, Endpoint::Node(to), content, observer);
            }
        }
    }
}
