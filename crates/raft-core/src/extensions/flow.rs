//! The flow of entries (Thesis §10.2.2): how far a leader runs ahead of what others confirm. Plain
//! Raft sets no limit: a leader sends each command at once, waits for no answer, and takes any
//! number of commands.
//!
//! - **A window** ([`Extension::MaxInFlight`]): when so many messages with entries to a follower
//!   have no answer, the next entries wait for one. An answer covers all messages through its
//!   index. Heartbeats go on, without entries and behind what was sent: their answer covers all of
//!   it, and a rejection shows that something was lost. So no lost message closes a window for
//!   ever. While a leader probes, one message is on its way anyway.
//! - **Batches** ([`Extension::BatchFor`]): the first command brings the next heartbeat forward,
//!   and what has been gathered by then leaves with it, in one message to each follower. When the
//!   gathered entries fill a message, they leave at once. The leader's own disk does not wait.
//! - **Back-pressure** ([`Extension::MaxUncommitted`]): a leader with so many uncommitted entries
//!   of its own term takes no command, and the client asks again later. Entries of earlier terms do
//!   not count: only with one of its own can the leader commit them (Raft §5.4.2), so it must be
//!   able to take one.

use super::decide;
use crate::config::Bug;
use crate::decision::{ExtensionDecision, FlowDecision};
use crate::effect::{Effect, Effects};
use crate::entry::{Command, Entries, Origin, Rare};
use crate::extension::Extension;
use crate::flow::LeaderFlow;
use crate::message::{AppendEntries, Body};
use crate::node::Node;
use crate::role::{Progress, Role, RoleName};
use crate::types::{Index, Instant, NodeId, NodeSet, count_through};
use crate::whole::IS_WHOLE;

impl Node {
    /// What a leader that begins has to keep in mind.
    #[inline]
    pub(crate) fn begin_flow(&self) -> Option<Rare<LeaderFlow>> {
        if !self.config.extensions.limit_flow() {
            return None;
        }
        Rare::new(LeaderFlow::of(self.persistent.log.next_index()))
    }

    /// Whether a leader has to look at more than a follower's next index before it sends: at its
    /// snapshot, or at limits. One question, so that plain Raft asks once.
    #[inline]
    pub(crate) fn sends_with_care(&self) -> bool {
        IS_WHOLE && (self.persistent.snapshot.is_some() | self.config.extensions.limit_flow())
    }

    /// Sends AppendEntries to each of `followers`, unless it is sent a snapshot, its window is
    /// full, or all that it lacks is still being gathered.
    #[inline(never)]
    pub(crate) fn send_with_care(
        &mut self,
        followers: NodeSet,
        mut shared: Option<(Index, Entries)>,
        effects: &mut Effects,
    ) {
        for follower in followers.iter() {
            if self.waits_for_batch(follower)
                || self.waits_for_answers(follower, effects)
                || self.sends_snapshot(follower, effects)
            {
                continue;
            }
            let before = self.known_of(follower).map(|it| it.next_index);
            self.send_entries(NodeSet::from_iter([follower]), &mut shared, effects);
            let after = self.known_of(follower);
            // Without a limit nobody looks at a window, and nothing would leave it again.
            if self.extends(Extension::MaxInFlight)
                && let Some(progress) = after.filter(|it| Some(it.next_index) > before)
                && let Some(flow) = self.flow()
            {
                flow.window(follower).note_sent(progress.next_index);
            }
        }
    }

    /// Whether entries for a follower wait, since its window is full. Says so at the first of them.
    fn waits_for_answers(&mut self, follower: NodeId, effects: &mut Effects) -> bool {
        if !self.extends(Extension::MaxInFlight) {
            return false;
        }
        let most = u64::from(self.config.flow.max_in_flight.max(1));
        let (first, last) = (
            self.persistent.log.first_index(),
            self.persistent.log.last_index(),
        );
        let (Some(progress), Some(flow)) = (self.known_of(follower), self.flow()) else {
            return false;
        };
        // Behind what the log no longer holds, no heartbeat can ask: the snapshot goes out.
        let needs_snapshot = progress.next_index < first;
        let window = flow.window(follower);
        let unanswered = window.look_at(progress.match_index, progress.next_index);
        if needs_snapshot || !progress.is_pipelining() || unanswered < most {
            window.has_waiting = false;
            return false;
        }
        if !window.has_waiting && last >= Some(progress.next_index) {
            let full = FlowDecision::WindowFull {
                follower,
                unanswered,
                next_index: progress.next_index,
            };
            decide(ExtensionDecision::Flow(full), effects);
        }
        window.has_waiting = true;
        true
    }

    /// Whether all that a follower lacks is being gathered, and leaves with the next heartbeat.
    fn waits_for_batch(&mut self, follower: NodeId) -> bool {
        let gathers = self.extends(Extension::BatchFor);
        let (Some(progress), Some(flow)) = (self.known_of(follower), self.flow()) else {
            return false;
        };
        let gathered_from = flow.gathered_from.filter(|_| gathers);
        progress.is_pipelining() && gathered_from.is_some_and(|first| progress.next_index >= first)
    }

    /// At a heartbeat: what was gathered leaves with it.
    pub(super) fn end_gathering(&mut self) {
        if let Some(flow) = self.flow() {
            flow.gathered_from = None;
        }
    }

    /// At a heartbeat: those whose window is full get one without entries.
    pub(super) fn speak_to_those_that_wait(&mut self, effects: &mut Effects) {
        let receivers = self.configuration.receivers(self.id);
        if !self.extends(Extension::MaxInFlight) || self.config.bugs.has(Bug::SilentWhenFull) {
            return;
        }
        for follower in receivers.iter() {
            if let Some(progress) = self.known_of(follower)
                && let Some(flow) = self.flow()
                && flow.window(follower).has_waiting
            {
                let log = &self.persistent.log;
                let prev = progress.next_index.previous();
                let request = AppendEntries {
                    prev: prev.and_then(|index| log.position_at(index)),
                    entries: Entries::NONE,
                    leader_commit: self.commit_index,
                };
                self.send(follower, Body::AppendEntries(request), effects);
            }
        }
    }

    /// Whether a command is taken only after a look at limits, or at a transfer of the lead. One
    /// question, so that plain Raft asks once.
    #[inline]
    pub(crate) fn takes_with_care(&self) -> bool {
        IS_WHOLE && (self.successor().is_some() | self.config.extensions.limit_flow())
    }

    /// Takes a client's command, unless this leader hands over its lead or has too much that is not
    /// committed.
    #[inline(never)]
    pub(crate) fn take_with_care(
        &mut self,
        now: Instant,
        origin: Origin,
        command: Command,
        effects: &mut Effects,
    ) {
        if self.puts_off(origin, effects) || self.has_backlog(origin, effects) {
            return;
        }
        if self.role_name() == RoleName::Leader && self.extends(Extension::BatchFor) {
            self.gather(now, origin, command, effects);
        } else {
            self.take_command(origin, command, effects);
        }
    }

    /// Puts a client's command off while too much is not committed. Returns whether it did.
    fn has_backlog(&mut self, origin: Origin, effects: &mut Effects) -> bool {
        if !self.extends(Extension::MaxUncommitted) {
            return false;
        }
        let counts_all = self.config.bugs.has(Bug::CountInheritedEntries);
        let last = count_through(self.persistent.log.last_index());
        let committed = count_through(self.commit_index);
        let most = u64::from(self.config.flow.max_uncommitted.max(1));
        let Some(flow) = self.flow() else {
            return false;
        };
        let inherited = flow.led_from.get() - 1;
        let settled = match counts_all {
            true => committed,
            false => committed.max(inherited),
        };
        // Where a rule is left out, a log may have lost what its node has committed.
        let uncommitted = last.saturating_sub(settled);
        if uncommitted < most {
            return false;
        }
        let full = FlowDecision::BacklogFull { uncommitted, most };
        decide(ExtensionDecision::Flow(full), effects);
        effects.push(Effect::PutOff { origin });
        true
    }

    /// Appends a command, and sends it together with those that come soon after it.
    fn gather(&mut self, now: Instant, origin: Origin, command: Command, effects: &mut Effects) {
        let (at, _) = self.append_command(origin, command, effects);
        let (within, most) = (
            self.config.flow.batch_for,
            u64::from(self.config.entries_per_message.max(1)),
        );
        let Some(flow) = self.flow() else {
            return;
        };
        let is_first = flow.gathered_from.is_none();
        let first = *flow.gathered_from.get_or_insert(at.index);
        if at.index.get() - first.get() + 1 >= most {
            self.send_heartbeats(now, effects);
        } else if is_first {
            if let Role::Leader(leader) = &mut self.role {
                leader.heartbeat_at = leader.heartbeat_at.min(now + within);
            }
            let begun = FlowDecision::BatchBegun {
                first,
                within,
                most,
            };
            decide(ExtensionDecision::Flow(begun), effects);
        }
    }

    /// The last index of each message with entries to this follower that a leader with
    /// [`Extension::MaxInFlight`] has not seen answered; empty for all other nodes.
    #[must_use]
    pub fn unanswered_by(&self, follower: NodeId) -> &[Index] {
        match &self.role {
            Role::Leader(leader) => {
                let flow = leader.extended.flow.as_ref();
                flow.map_or(&[], |flow| flow.unanswered(follower))
            }
            Role::Follower(_) | Role::Candidate(_) => &[],
        }
    }

    /// How many messages with entries a leader with [`Extension::MaxInFlight`] has not seen
    /// answered, to all followers together.
    #[must_use]
    pub fn messages_in_flight(&self) -> usize {
        if !IS_WHOLE {
            return 0;
        }
        match &self.role {
            Role::Leader(leader) => {
                let flow = leader.extended.flow.as_ref();
                flow.map_or(0, |flow| flow.messages_in_flight())
            }
            Role::Follower(_) | Role::Candidate(_) => 0,
        }
    }

    /// The first entry of the batch that a leader with [`Extension::BatchFor`] gathers, if it does.
    #[must_use]
    pub fn gathered_from(&self) -> Option<Index> {
        match &self.role {
            Role::Leader(leader) => leader.extended.flow.as_ref()?.gathered_from,
            Role::Follower(_) | Role::Candidate(_) => None,
        }
    }

    /// What a leader with limits keeps in mind.
    fn flow(&mut self) -> Option<&mut LeaderFlow> {
        match &mut self.role {
            Role::Leader(leader) => leader.extended.flow.as_mut().map(Rare::make_mut),
            Role::Follower(_) | Role::Candidate(_) => None,
        }
    }

    /// What a leader knows of a follower.
    fn known_of(&self, follower: NodeId) -> Option<Progress> {
        match &self.role {
            Role::Leader(leader) => leader.progress.get(follower.position()).copied(),
            Role::Follower(_) | Role::Candidate(_) => None,
        }
    }
}
