//! The leader's rules: taking commands, sending AppendEntries, handling the replies, and
//! advancing the commit index (Raft §5.3, §5.4.2).

use crate::config::{Bug, Bugs};
use crate::decision::{CommitEvidence, CommitHold, Decision, IgnoreReason, Impossible};
use crate::effect::{Effect, Effects};
use crate::entry::{Command, Entries, Entry, Origin, Payload};
use crate::message::{AppendEntries, AppendEntriesReply, Body};
use crate::node::{Node, ignore};
use crate::quorum::Tally;
use crate::role::{Leader, Progress, ReplicationMode, Role};
use crate::types::{Index, Instant, NodeId, NodeSet, Position, Term, index_of};

/// The rules without which a leader commits what too few members hold.
const COMMITS_WITH_FEWER: Bugs = Bugs::NONE
    .with(Bug::CommitWithMinority)
    .with(Bug::LearnerCounts)
    .with(Bug::RemovedLeaderCounts)
    .with(Bug::OnlyNewMajority);

impl Node {
    /// Begins to lead. The leader assumes that every follower holds the same log until a reply
    /// says otherwise, and tells all of them at once that it leads (Raft §5.2, §5.3).
    pub(crate) fn become_leader(&mut self, now: Instant, votes: NodeSet, effects: &mut Effects) {
        let term = self.current_term();
        let votes = self.configuration.tally(votes);
        effects.push(Effect::Decide(Decision::BecameLeader { term, votes }));
        if self.config.bugs.has(Bug::DropUncommittedTail) {
            self.truncate_without_conflict(Index::after(self.commit_index), effects);
        }
        let fresh = Progress {
            next_index: self.persistent.log.next_index(),
            match_index: None,
            mode: ReplicationMode::Pipelining,
        };
        let places = self.places();
        self.role = Role::Leader(Leader {
            progress: alloc::vec![fresh; places],
            heartbeat_at: now,
            extended: self.begin_leading(now, places),
        });
        if self.config.blank_entry_at_election
            || self.reads_beside_log()
            || self.blank_for_changes()
        {
            self.append(Payload::BLANK, effects);
        }
        self.send_heartbeats(now, effects);
    }

    /// Sends AppendEntries to every follower, with or without entries (Raft §5.2). Heartbeats
    /// also repair the loss of earlier messages: a follower that misses entries rejects the
    /// heartbeat, and the leader sends them again.
    pub(crate) fn send_heartbeats(&mut self, now: Instant, effects: &mut Effects) {
        match self.config.extensions.act_at_heartbeat() {
            true => self.send_extended_heartbeats(now, effects),
            false => self.send_plain_heartbeats(now, effects),
        }
    }

    pub(crate) fn send_plain_heartbeats(&mut self, now: Instant, effects: &mut Effects) {
        if let Role::Leader(leader) = &mut self.role {
            leader.heartbeat_at = now + self.config.heartbeat;
        }
        let held_before = self.durability.holds_heartbeat();
        self.send_append_entries(self.configuration.receivers(self.id), None, effects);
        if !held_before && self.durability.holds_heartbeat() {
            self.say_heartbeats_are_held(effects);
        }
    }

    /// Says that a leader falls silent because its disk is slow: it would otherwise look like a
    /// fault of the network. Said once, at the first heartbeat that is held back.
    fn say_heartbeats_are_held(&self, effects: &mut Effects) {
        if let Some(unconfirmed) = self.unconfirmed() {
            effects.push(Effect::Decide(Decision::HeartbeatsHeld {
                messages: self.held_messages(),
                unconfirmed,
            }));
        }
    }

    /// Takes a client's command: a leader appends it to its log and sends it at once (Raft §5.3);
    /// any other node names the leader that it knows (Raft §8).
    pub(crate) fn propose(
        &mut self,
        now: Instant,
        origin: Origin,
        command: Command,
        effects: &mut Effects,
    ) {
        match self.takes_with_care() {
            true => self.take_with_care(now, origin, command, effects),
            false => self.take_command(origin, command, effects),
        }
    }

    pub(crate) fn take_command(&mut self, origin: Origin, command: Command, effects: &mut Effects) {
        let Role::Leader(leader) = &self.role else {
            let leader = self.leader();
            effects.push(Effect::Decide(Decision::CommandRefused { leader }));
            effects.push(Effect::NotLeader { origin, leader });
            return;
        };
        let ready = |node: &NodeId| leader.progress[node.position()].is_pipelining();
        let ready: NodeSet = self
            .configuration
            .receivers(self.id)
            .iter()
            .filter(ready)
            .collect();
        let (at, fresh) = self.append_command(origin, command, effects);
        self.send_append_entries(ready, Some((at.index, fresh)), effects);
    }

    /// Appends a client's command. Returns its place and a copy of its entry.
    #[inline]
    pub(crate) fn append_command(
        &mut self,
        origin: Origin,
        command: Command,
        effects: &mut Effects,
    ) -> (Position, Entries) {
        let (at, fresh) = self.append(Payload::Command { origin, command }, effects);
        effects.push(Effect::Decide(Decision::CommandTaken { at }));
        effects.push(Effect::Taken { origin, at });
        (at, fresh)
    }

    /// Appends an entry of the current term. Returns its place and a copy of it.
    pub(crate) fn append(
        &mut self,
        payload: Payload,
        effects: &mut Effects,
    ) -> (Position, Entries) {
        let at = Position {
            term: self.current_term(),
            index: self.persistent.log.next_index(),
        };
        self.persistent.log.push(Entry {
            term: at.term,
            payload,
        });
        let fresh = self.persistent.log.slice(at.index, 1);
        self.log_holds_from(at.index, &fresh);
        effects.push(Effect::Decide(Decision::EntriesAppended {
            first: at.index,
            count: 1,
        }));
        (at, fresh)
    }

    /// Sends each of `followers` the entries from its `next_index` on. Followers with the same
    /// `next_index` share one copy of them. The caller may bring that copy as `shared`: an index,
    /// and all entries of the log from there on.
    pub(crate) fn send_append_entries(
        &mut self,
        followers: NodeSet,
        mut shared: Option<(Index, Entries)>,
        effects: &mut Effects,
    ) {
        match self.sends_with_care() {
            true => self.send_with_care(followers, shared, effects),
            false => self.send_entries(followers, &mut shared, effects),
        }
    }

    pub(crate) fn send_entries(
        &mut self,
        followers: NodeSet,
        shared: &mut Option<(Index, Entries)>,
        effects: &mut Effects,
    ) {
        let limit = self.config.entries_per_message.max(1) as usize;
        // Mostly all followers need the same entries: what stands before them is looked up once.
        let mut looked_up = None;
        for follower in followers.iter() {
            let Role::Leader(leader) = &mut self.role else {
                return;
            };
            let progress = &mut leader.progress[follower.position()];
            let first = progress.next_index;
            let log = &self.persistent.log;
            let entries = match &*shared {
                _ if !progress.next_message_carries_entries() => Entries::NONE,
                Some((from, entries)) if *from == first => entries.clone(),
                _ => shared.insert((first, log.slice(first, limit))).1.clone(),
            };
            if progress.is_pipelining() {
                progress.next_index = Index::after_count(first.get() - 1 + entries.len() as u64);
            }
            let prev = match looked_up {
                Some((index, prev)) if index == first => prev,
                _ => first.previous().and_then(|index| log.position_at(index)),
            };
            looked_up = Some((first, prev));
            let request = AppendEntries {
                prev,
                entries,
                leader_commit: self.commit_index,
            };
            self.send(follower, Body::AppendEntries(request), effects);
        }
    }

    /// Handles a follower's reply to AppendEntries (Raft Figure 2, "leaders").
    pub(crate) fn handle_append_reply(
        &mut self,
        from: NodeId,
        reply: AppendEntriesReply,
        effects: &mut Effects,
    ) {
        if !matches!(self.role, Role::Leader(_)) {
            ignore(from, IgnoreReason::NotLeader, effects);
            return;
        }
        if self.is_killed_by_reply_of(from) {
            self.halted = true;
            return;
        }
        if self.has_left(from) {
            ignore(from, IgnoreReason::Stranger, effects);
            return;
        }
        match reply {
            AppendEntriesReply::Matched(matched) => self.handle_match(from, matched, effects),
            AppendEntriesReply::Rejected { prev, hint } => {
                self.handle_rejection(from, prev, hint, effects);
            }
        }
    }

    /// "If successful: update nextIndex and matchIndex for follower" (Raft Figure 2). A reply may
    /// overtake an earlier one, so neither index ever falls because of one.
    #[cfg_attr(
        feature = "extensions",
        expect(
            clippy::inline_always,
            reason = "most replies change nothing, and a call costs more in wasm than to see that"
        ),
        inline(always)
    )]
    pub(crate) fn handle_match(
        &mut self,
        from: NodeId,
        matched: Option<Index>,
        effects: &mut Effects,
    ) {
        let last = self.persistent.log.last_index();
        if let Some(matched) = matched.filter(|_| matched > last) {
            let impossible = Impossible::MatchBeyondLog { matched, last };
            effects.push(Effect::Decide(Decision::Refused { from, impossible }));
            return;
        }
        let believes_late_replies = self.believes_late_replies();
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        let progress = &mut leader.progress[from.position()];
        let advanced = matched.filter(|_| matched > progress.match_index);
        if advanced.is_some() || believes_late_replies {
            progress.match_index = matched;
        }
        let beyond_match = Index::after(progress.match_index);
        if !progress.is_pipelining() || believes_late_replies {
            progress.next_index = beyond_match;
            progress.mode = ReplicationMode::Pipelining;
        }
        progress.next_index = progress.next_index.max(beyond_match);
        let behind = last >= Some(progress.next_index);
        if let Some(match_index) = advanced {
            effects.push(Effect::Decide(Decision::MatchAdvanced {
                follower: from,
                match_index,
            }));
            self.advance_commit(Some(match_index), effects);
            self.tell_successor(effects);
        }
        if behind {
            self.send_append_entries(NodeSet::from_iter([from]), None, effects);
        }
    }

    /// "If AppendEntries fails because of log inconsistency: decrement nextIndex and retry"
    /// (Raft Figure 2), a term at a time rather than an entry (Raft §5.3).
    fn handle_rejection(
        &mut self,
        from: NodeId,
        prev: Option<Index>,
        hint: Option<Position>,
        effects: &mut Effects,
    ) {
        if self.never_steps_back() {
            return;
        }
        let Role::Leader(leader) = &mut self.role else {
            return;
        };
        let progress = &mut leader.progress[from.position()];
        if let Some(reason) = reason_to_ignore_rejection(progress, prev) {
            ignore(from, reason, effects);
            return;
        }
        let agreement = index_of(self.persistent.log.last_possible_agreement(hint));
        let next_index = Index::after(agreement.max(progress.match_index));
        progress.probe_from(next_index);
        effects.push(Effect::Decide(Decision::SteppedBack {
            follower: from,
            next_index,
        }));
        self.send_append_entries(NodeSet::from_iter([from]), None, effects);
    }

    /// "If there exists an N such that N > commitIndex, a majority of `matchIndex[i]` ≥ N, and
    /// `log[N].term == currentTerm`: set commitIndex = N" (Raft Figure 2, §5.3, §5.4.2).
    ///
    /// `news` is an index that a follower has just been found to hold, if that is why the leader
    /// looks: the leader says why it does not commit through there.
    pub(crate) fn advance_commit(&mut self, news: Option<Index>, effects: &mut Effects) {
        let Role::Leader(leader) = &self.role else {
            return;
        };
        // Nobody holds more than the leader: there is nothing left to commit.
        if self.persistent.log.last_index() <= self.commit_index {
            return;
        }
        let own = self.own_match_index();
        let match_index = |node: NodeId| match node == self.id {
            true => own,
            false => leader.progress[node.position()].match_index,
        };
        let on_majority = self.highest_on_majority(match_index);
        if let Some(index) = on_majority.filter(|_| on_majority > self.commit_index) {
            let (entry, current) = (self.persistent.log.term_at(index), self.current_term());
            if self.may_commit_entry_of(entry) {
                let replicas = self.replicas(index, match_index);
                let evidence = CommitEvidence::Counted { replicas };
                self.commit_through(index, evidence, effects);
                self.say_committed_ahead(index, effects);
            } else if let Some(entry) = entry {
                let reason = CommitHold::OlderTerm { entry, current };
                effects.push(Effect::Decide(Decision::CommitHeld { index, reason }));
            }
        } else if let Some(index) = news.filter(|index| Some(*index) > self.commit_index) {
            let replicas = self.replicas(index, match_index);
            let reason = CommitHold::TooFew { replicas };
            effects.push(Effect::Decide(Decision::CommitHeld { index, reason }));
        }
    }

    /// The match index that a leader has for itself: what its own disk holds, since the rest
    /// could be lost in a crash.
    #[inline]
    fn own_match_index(&self) -> Option<Index> {
        if self.config.bugs.has(Bug::CountUnwrittenEntry) {
            return self.persistent.log.last_index();
        }
        self.durability.durable_index(&self.persistent.log)
    }

    /// The highest N such that a majority of `matchIndex[i]` ≥ N.
    #[inline]
    fn highest_on_majority(
        &self,
        match_index: impl Fn(NodeId) -> Option<Index> + Copy,
    ) -> Option<Index> {
        if self.config.bugs.intersects(COMMITS_WITH_FEWER) {
            return self.highest_on_fewer(match_index);
        }
        self.configuration.reached(match_index)
    }

    #[cold]
    fn highest_on_fewer(
        &self,
        match_index: impl Fn(NodeId) -> Option<Index> + Copy,
    ) -> Option<Index> {
        let fewer = u32::from(self.config.bugs.has(Bug::CommitWithMinority));
        let besides = self.counted_without_vote();
        let sides = self.asked_sides();
        let enough =
            |at: &Index| sides.is_majority_with(self.holders(*at, match_index), fewer, besides);
        let indexes = self.counted().iter().filter_map(match_index);
        indexes.filter(enough).max()
    }

    /// How many members hold the entry at `index`.
    #[inline]
    fn replicas(&self, index: Index, match_index: impl Fn(NodeId) -> Option<Index>) -> Tally {
        self.configuration.tally(self.holders(index, match_index))
    }

    /// The members that hold the entry at `index`.
    #[inline]
    fn holders(&self, index: Index, match_index: impl Fn(NodeId) -> Option<Index>) -> NodeSet {
        let holds = |node: &NodeId| match_index(*node) >= Some(index);
        self.counted().iter().filter(holds).collect()
    }

    /// The nodes whose copies count: the voters.
    #[inline]
    fn counted(&self) -> NodeSet {
        let voters = self.configuration.members();
        voters.union(self.counted_without_vote())
    }

    /// Whether a leader may commit an entry of this term because a majority holds it: only one of
    /// the leader's own term (Raft §5.4.2).
    #[inline]
    fn may_commit_entry_of(&self, term: Option<Term>) -> bool {
        term == Some(self.current_term()) || self.config.bugs.has(Bug::CommitOlderTerm)
    }

    /// Whether replies of an older term count, and a late reply may lower a match index: no rule
    /// of Raft allows it (Raft §5.1, §5.3).
    #[inline]
    pub(crate) fn believes_late_replies(&self) -> bool {
        self.config.bugs.has(Bug::BelieveLateReplies)
    }

    /// Whether the leader does nothing about rejections, against Raft §5.3.
    #[inline]
    fn never_steps_back(&self) -> bool {
        self.config.bugs.has(Bug::NeverStepBack)
    }

    /// Whether a reply of `from` stops this leader for ever: with Raft's rules, none does.
    #[inline]
    fn is_killed_by_reply_of(&self, from: NodeId) -> bool {
        self.config.bugs.has(Bug::LastReplyKillsLeader)
            && Some(from) == self.configuration.members().iter().last()
    }
}

/// Why a follower's rejection of the entry at `rejected` says nothing new about its log, if so.
fn reason_to_ignore_rejection(
    progress: &Progress,
    rejected: Option<Index>,
) -> Option<IgnoreReason> {
    if let (Some(rejected), Some(match_index)) = (rejected, progress.match_index)
        && rejected <= match_index
    {
        return Some(IgnoreReason::BelowMatch {
            rejected,
            match_index,
        });
    }
    let is_answer = progress.is_pipelining() || rejected == progress.next_index.previous();
    (rejected.is_none() || !is_answer).then_some(IgnoreReason::Overtaken)
}
