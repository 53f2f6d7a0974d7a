//! The life of a process: it boots, crashes, restarts, is paused and goes on.

use alloc::vec::Vec;

use raft_core::{Input, Instant, Node, NodeId, Persistent};

use super::{Purpose, World};
use crate::server::{Memory, Process};
use crate::whole::IS_WHOLE;
use crate::world::event::{CrashCause, Event, Observer};

impl World {
    pub(super) fn boot(
        &self,
        node: NodeId,
        incarnation: u64,
        at: Instant,
        disk: Persistent,
    ) -> Memory {
        let chance = self
            .seed
            .with(Purpose::ElectionTimeout as u64)
            .with(u64::from(node.0))
            .with(incarnation);
        Memory::new(Node::new(node, self.node_config, disk, at, chance))
    }

    pub(super) fn crash(&mut self, node: NodeId, cause: CrashCause, observer: &mut impl Observer) {
        let Some(server) = self.servers.get_mut(node.position()) else {
            return;
        };
        if matches!(server.process, Process::Down) {
            return;
        }
        let process = core::mem::replace(&mut server.process, Process::Down);
        server.crashes_at_write = false;
        server.silence = None;
        if let Process::Paused(_, waiting) = process {
            self.network.end_waiting(&waiting);
        }
        self.look_at_timer(node);
        self.counts.crashes += 1;
        self.digest.add(0xC0 << 8 | u64::from(node.0));
        self.emit(observer, &Event::Crashed(node, cause));
        self.lose_unsynced(node, observer);
    }

    pub(super) fn restart(&mut self, node: NodeId, observer: &mut impl Observer) {
        let Some(server) = self.servers.get_mut(node.position()) else {
            return;
        };
        if !matches!(server.process, Process::Down) {
            return;
        }
        server.incarnation += 1;
        let (incarnation, disk) = (server.incarnation, server.disk.stable().clone());
        let boots_at = server.clock.read(self.now);
        let memory = self.boot(node, incarnation, boots_at, disk);
        self.servers[node.position()].process = Process::Running(memory);
        self.look_at_timer(node);
        self.digest.add(0xB0 << 8 | u64::from(node.0));
        self.emit(observer, &Event::Restarted(node));
    }

    pub(super) fn pause(&mut self, node: NodeId, observer: &mut impl Observer) {
        let Some(server) = self.servers.get_mut(node.position()) else {
            return;
        };
        server.process = match core::mem::replace(&mut server.process, Process::Down) {
            Process::Running(memory) => Process::Paused(memory, Vec::new()),
            unchanged => {
                server.process = unchanged;
                return;
            }
        };
        self.look_at_timer(node);
        self.emit(observer, &Event::Paused(node));
    }

    pub(super) fn resume(&mut self, node: NodeId, observer: &mut impl Observer) {
        let Some(server) = self.servers.get_mut(node.position()) else {
            return;
        };
        let waiting = match core::mem::replace(&mut server.process, Process::Down) {
            Process::Paused(memory, waiting) => {
                server.process = Process::Running(memory);
                waiting
            }
            unchanged => {
                server.process = unchanged;
                return;
            }
        };
        self.network.end_waiting(&waiting);
        self.look_at_timer(node);
        self.emit(observer, &Event::Resumed(node));
        if IS_WHOLE && self.servers[node.position()].disk.failed_untold() {
            self.crash(node, CrashCause::WriteFailed, observer);
        } else if let Some(token) = self.servers[node.position()].disk.take_untold() {
            self.step_node(node, Input::Persisted(token), observer);
            if IS_WHOLE {
                self.end_silence(node);
            }
        }
        for packet in waiting {
            self.arrive(packet, observer);
        }
    }
}
