//! What a kept moment costs: the bytes of a copy of the world that it does not share with another.

use raft_core::Write;

use super::World;
use crate::network::packet::Packet;
use crate::server::Server;

/// Bytes of what has no list of its own, and of what a judge keeps of one moment.
const REST: usize = 24_000;
const MOMENT: usize = 24;
const ENTRY: usize = 48;
const HELD: usize = 96;
const SESSION: usize = 64;
const IN_FLIGHT: usize = 16;

impl World {
    /// How many bytes this copy takes beside a later one of the same run, roughly.
    pub(crate) fn bytes_beside(&self, other: &World) -> usize {
        let [slots, entries, due] = self.network.sizes();
        let [requests, timers, sessions, _] = self.clients.sizes().map(|size| {
            // A list longer than the address space does not fit into memory anyway.
            usize::try_from(size).unwrap_or(usize::MAX)
        });
        let servers = self.servers.iter().zip(&other.servers);
        let logs: usize = servers.map(|(own, others)| server_bytes(own, others)).sum();
        REST + slots * size_of::<Option<Packet>>()
            + entries * ENTRY
            + (due + timers) * MOMENT
            + sessions * SESSION * self.servers.len()
            + self.requests().bytes_beside(Some(other.requests()))
            + requests / 8
            + 2 * logs
    }
}

fn server_bytes(own: &Server, other: &Server) -> usize {
    let stable = &own.disk.stable().log;
    let mut bytes = stable.bytes_beside(Some(&other.disk.stable().log));
    let (writes, entries) = own.disk.unstable_sizes();
    bytes += writes * size_of::<Write>() + entries * ENTRY;
    if let Some(memory) = own.memory() {
        let others = other.memory().map(|memory| memory.node.log());
        bytes += memory.node.log().bytes_beside(others)
            + memory.machine.len() * SESSION
            + memory.unanswered.len() * MOMENT
            + memory.node.messages_in_flight() * IN_FLIGHT
            + memory.node.held_messages() * HELD
            + memory.node.held_entries() * ENTRY;
    }
    bytes
}
