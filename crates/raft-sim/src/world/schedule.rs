//! Simulated time: the next event that is due, and the clock that moves to its moment.
//!
//! At one moment, messages come first, in the order of their sending; then disks that are done
//! with a write; then clients whose patience ends, and those of a workload; then nodes whose
//! timers run out, in the order of their numbers; and chaos comes last.

use raft_core::{Input, Instant, NodeId};

use super::{NEVER, World};
use crate::server::Server;
use crate::whole::IS_WHOLE;
use crate::world::event::Observer;

impl World {
    /// When the next event is due, if any is.
    #[must_use]
    pub fn next_event_at(&self) -> Option<Instant> {
        if self.ending().is_some() {
            return None;
        }
        let arrival = self.network.packets().map(|packet| packet.due_at).min();
        let (disk, _) = self.disk_timers.earliest();
        let (timer, _) = self.node_timers.earliest();
        let timers = disk.min(timer).min(self.chaos.timer());
        let timers = timers.min(self.workload_timer());
        let timers = Some(timers).filter(|at| *at != NEVER);
        let all = [arrival, timers, self.clients.next_timer()];
        all.into_iter().flatten().min()
    }

    /// When the next operation of the workload comes up.
    #[inline]
    fn workload_timer(&self) -> Instant {
        if IS_WHOLE {
            self.workers.timer()
        } else {
            NEVER
        }
    }

    /// Plays all events that are due at or before `until`; fewer if the run ends before (see
    /// [`World::ending`]).
    pub fn advance_to(&mut self, until: Instant, observer: &mut impl Observer) {
        while self.advance_once(until, observer) {}
        self.pass(until);
    }

    /// Sets the clock to `until`, unless the run has ended. Nothing may be due before it.
    #[inline]
    pub(crate) fn pass(&mut self, until: Instant) {
        if self.ending().is_some() {
            return;
        }
        self.now = self.now.max(until);
    }

    /// Plays the next event, if one is due at or before `until`. Returns whether there was one.
    #[inline]
    pub fn advance_once(&mut self, until: Instant, observer: &mut impl Observer) -> bool {
        let arrival = self.network.next_due().unwrap_or(NEVER);
        let (disk, disk_of) = self.disk_timers.earliest();
        let client = self.clients.next_timer().unwrap_or(NEVER);
        let worker = self.workload_timer();
        let (timer, node) = self.node_timers.earliest();
        let chaos = self.chaos.timer();
        let next = arrival.min(disk).min(client).min(worker);
        let next = next.min(timer).min(chaos);
        if next > until || next == NEVER || self.has_ended() {
            return false;
        }
        self.now = self.now.max(next);
        if arrival == next {
            if let Some(packet) = self.network.take_due(next) {
                self.end_of_way(packet, observer);
            }
        } else if disk == next {
            self.complete_write(disk_of, observer);
        } else if client == next {
            if let Some((number, step)) = self.clients.wake(next, self.options.nodes) {
                self.go_on(number, step, observer);
            }
        } else if worker == next {
            self.ask_for_workload(observer);
        } else if timer == next {
            self.step_node(node, Input::Deadline, observer);
        } else {
            self.go_on_with_chaos(observer);
        }
        true
    }

    /// Reads the deadline of a node again, whenever it may have changed. Reading all of them before
    /// each event would be most of the cost of an event.
    // The page's first module is to be small rather than quick.
    #[cfg_attr(
        feature = "extensions",
        expect(
            clippy::inline_always,
            reason = "every step ends with it, though most of its callers are rare"
        ),
        inline(always)
    )]
    pub(super) fn look_at_timer(&mut self, node: NodeId) {
        let server = self.servers.get(node.position());
        let at = server.and_then(Server::deadline).unwrap_or(NEVER);
        self.node_timers.set(node, at);
    }
}
