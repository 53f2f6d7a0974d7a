//! The effect of each action on the cluster.

use raft_core::Input;

use super::World;
use crate::action::Action;
use crate::limits::RUN_EVENTS_MAX;
use crate::whole::IS_WHOLE;
use crate::world::event::{CrashCause, Event, Observer};

impl World {
    /// Carries out an action of a person or a scenario now, unless the run has ended (see
    /// [`World::ending`]).
    pub fn act(&mut self, action: &Action, observer: &mut impl Observer) {
        // One action may take as much work as many events.
        if self.has_ended() || self.work() > RUN_EVENTS_MAX && self.look_at_bounds() {
            return;
        }
        if IS_WHOLE {
            self.chaos.leave_to_hand(action);
        }
        self.carry_out_action(action, observer);
    }

    /// Carries out an action, whoever does it.
    pub(super) fn carry_out_action(&mut self, action: &Action, observer: &mut impl Observer) {
        self.emit(observer, &Event::Acted(action));
        let now = self.now;
        match action {
            Action::Write { to, command } => self.ask(*to, command.clone(), observer),
            Action::Crash(node) => self.crash(*node, CrashCause::Outside, observer),
            Action::Restart(node) => self.restart(*node, observer),
            Action::Pause(node) => self.pause(*node, observer),
            Action::Resume(node) => self.resume(*node, observer),
            Action::ForceTimeout(node) => self.step_node(*node, Input::ForceTimeout, observer),
            Action::CrashAtWrite(node) if IS_WHOLE => self.arm_crash(*node),
            Action::TearWrites { node, keep } if IS_WHOLE => {
                self.tear_writes(*node, *keep, observer);
            }
            Action::WipeDisk(node) if IS_WHOLE => self.wipe_disk(*node, observer),
            Action::SetDisk { node, mode } if IS_WHOLE => self.set_disk(*node, *mode, observer),
            Action::SetDiskLatency { node, latency } if IS_WHOLE => {
                self.set_disk_latency(*node, *latency);
            }
            Action::SetClockRate { node, rate } if IS_WHOLE => {
                if let Some(server) = self.servers.get_mut(node.position()) {
                    server.clock.set_rate(now, *rate);
                    self.look_at_timer(*node);
                }
            }
            Action::JumpClock { node, way, by } if IS_WHOLE => {
                if let Some(server) = self.servers.get_mut(node.position()) {
                    server.clock.jump(now, *way, *by);
                    self.look_at_timer(*node);
                }
            }
            Action::SetChaos(chaos) if IS_WHOLE => self.set_chaos(*chaos),
            Action::SetWorkload(workload) if IS_WHOLE => self.workers.set(now, *workload),
            Action::Transfer { from, to } if IS_WHOLE => {
                self.step_node(*from, Input::Transfer(*to), observer);
            }
            Action::Change { to, change } if IS_WHOLE => {
                self.ask_for_change(*to, *change, observer);
            }
            Action::Partition(groups) => self.network.partition(now, groups),
            Action::Isolate(node) => self.network.isolate(now, *node),
            Action::Cut(link) => self.network.cut(now, *link),
            Action::Uncut(link) => self.network.mend(*link),
            Action::Heal => self.network.heal(),
            Action::SetLatency { link, latency } if IS_WHOLE => {
                self.network.set_latency(*link, *latency);
            }
            Action::SetLoss { link, ratio } if IS_WHOLE => self.network.set_loss(*link, *ratio),
            Action::SetDuplication { link, ratio } if IS_WHOLE => {
                self.network.set_duplication(*link, *ratio);
            }
            Action::Drop(name) => {
                self.network.lose(*name);
            }
            Action::Delay(name, by) => {
                self.network.delay(*name, *by);
            }
            Action::Duplicate(name) => {
                if let Some(twin) = self.network.duplicate(now, *name) {
                    self.set_out(twin, observer);
                }
            }
            Action::Deliver(name) => {
                if let Some(packet) = self.network.take(*name) {
                    self.arrive(packet, observer);
                }
            }
            // A part of the engine refuses these before they come here.
            Action::CrashAtWrite(_)
            | Action::TearWrites { .. }
            | Action::WipeDisk(_)
            | Action::SetDisk { .. }
            | Action::SetDiskLatency { .. }
            | Action::SetClockRate { .. }
            | Action::JumpClock { .. }
            | Action::SetChaos(_)
            | Action::SetWorkload(_)
            | Action::SetLatency { .. }
            | Action::SetLoss { .. }
            | Action::SetDuplication { .. }
            | Action::Transfer { .. }
            | Action::Change { .. } => {}
        }
    }
}
