//! The names of events, for `after`, `when` and `happens`.

use core::fmt;

use serde::{Serialize, Serializer};

use crate::action::ActionKind;
use crate::feed::message_event;

/// The name of something that may happen in a run, and one sentence about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventName {
    name: &'static str,
    meaning: &'static str,
}

/// Decisions and events of nodes.
const OF_NODES: [(&str, &str); 77] = [
    (
        "election_timeout",
        "A node asks for votes: its election timer ran out.",
    ),
    (
        "election_postponed",
        "A node opens no new term yet: its last term or vote is not on disk.",
    ),
    (
        "heartbeats_held",
        "A leader's heartbeats wait for its disk: what they say is not on it yet.",
    ),
    ("vote_granted", "A node gives its vote."),
    ("vote_denied", "A node keeps its vote."),
    ("vote_counted", "A candidate counts an answer."),
    ("leader_elected", "A candidate has a majority and leads."),
    ("term_adopted", "A node learns of a newer term."),
    ("stepped_down", "A leader or candidate becomes a follower."),
    (
        "leader_recognized",
        "A node hears from its term's leader for the first time.",
    ),
    ("entries_appended", "A node puts entries into its log."),
    (
        "truncated",
        "A follower removes entries that conflict with the leader's.",
    ),
    (
        "entries_accepted",
        "A follower takes entries; heartbeats do not count.",
    ),
    (
        "entries_rejected",
        "A follower cannot attach what the leader sends.",
    ),
    (
        "command_taken",
        "A leader puts a client's command into its log.",
    ),
    (
        "command_refused",
        "A node that does not lead refuses a command.",
    ),
    (
        "match_advanced",
        "A leader learns that a follower holds more of its log.",
    ),
    (
        "stepped_back",
        "A leader learns that a follower's log differs.",
    ),
    (
        "committed",
        "A node learns that more of the log is committed.",
    ),
    ("commit_held", "A leader may not commit yet."),
    ("message_ignored", "A node leaves a message alone."),
    ("refused", "A node refuses to believe what cannot be."),
    (
        "pre_vote_asked",
        "A node asks whether it could win: its election timer ran out.",
    ),
    ("pre_vote_granted", "A node would give its vote."),
    ("pre_vote_denied", "A node would keep its vote."),
    (
        "pre_vote_counted",
        "A node counts an answer to its question whether it could win.",
    ),
    (
        "quorum_lost",
        "A leader has not heard from a majority for too long, and steps down.",
    ),
    (
        "vote_ignored",
        "A node that hears a leader ignores a request for its vote.",
    ),
    (
        "committed_ahead",
        "A leader commits an entry that its own disk does not hold yet.",
    ),
    ("transfer_begun", "A leader begins to hand over its lead."),
    (
        "transfer_waits",
        "A leader waits until its successor holds its whole log.",
    ),
    (
        "timeout_now_sent",
        "A leader tells its successor to begin an election.",
    ),
    (
        "transfer_aborted",
        "A leader gives up handing over its lead.",
    ),
    (
        "transfer_refused",
        "A node does not begin to hand over a lead.",
    ),
    (
        "command_put_off",
        "A leader that hands over its lead takes no command.",
    ),
    (
        "told_to_stand",
        "A node begins an election, since its leader told it to.",
    ),
    (
        "vote_heeded",
        "A node that hears a leader heeds a request for its vote, since the leader asked for it.",
    ),
    (
        "read_waits_for_term",
        "A new leader lets a read wait: no entry of its own term is committed.",
    ),
    (
        "read_round_begun",
        "A leader with reads that wait asks whether it still leads.",
    ),
    (
        "read_round_confirmed",
        "A majority confirms that a leader led when its round began.",
    ),
    (
        "read_answered",
        "A leader answers a read after a round that a majority confirmed.",
    ),
    (
        "read_answered_by_lease",
        "A leader answers a read without asking, since it holds a lease.",
    ),
    (
        "read_answered_by_follower",
        "A follower answers a read at the index that its leader has told it.",
    ),
    (
        "read_answered_unasked",
        "A node answers a read without asking anybody: a rule is left out.",
    ),
    ("read_asked", "A follower asks its leader for a read index."),
    ("read_index_told", "A leader tells a follower a read index."),
    (
        "read_waits_for_apply",
        "A follower lets a read wait until it has applied the read index.",
    ),
    (
        "reads_given_up",
        "A node gives up reads: it leads no more, or its leader does not.",
    ),
    (
        "vote_withheld",
        "A node passes over a request for its vote: a lease may last.",
    ),
    (
        "change_appended",
        "A leader appends a configuration, and uses it from now on.",
    ),
    (
        "configuration_adopted",
        "A node uses a newer configuration, since it is in its log.",
    ),
    (
        "configuration_reverted",
        "A node uses the configuration before again, since the newer one was removed from its log.",
    ),
    (
        "configuration_restored",
        "A node uses the configuration that a snapshot brings.",
    ),
    (
        "change_committed",
        "A leader finds its change of the configuration to be committed.",
    ),
    ("change_refused", "A leader does not make a change."),
    (
        "catch_up_begun",
        "A leader lets a learner catch up before it gets its vote.",
    ),
    (
        "catch_up_round_ended",
        "A learner holds all entries of a round.",
    ),
    (
        "leader_left",
        "A leader steps down, since the change that took its vote is committed.",
    ),
    (
        "snapshot_taken",
        "A node puts a snapshot in the place of the entries that it stands for.",
    ),
    (
        "snapshot_not_taken",
        "A node takes no snapshot: there is nothing new that it could stand for.",
    ),
    (
        "snapshot_sent",
        "A leader begins to send its snapshot to a follower that needs older entries.",
    ),
    (
        "snapshot_part_repeated",
        "A leader sends a part of its snapshot again, with a heartbeat: it is not confirmed yet.",
    ),
    (
        "snapshot_part_received",
        "A follower receives a part of a snapshot.",
    ),
    (
        "snapshot_part_confirmed",
        "A leader learns how much of its snapshot a follower holds.",
    ),
    (
        "snapshot_installed",
        "A follower puts a leader's snapshot in the place of its state.",
    ),
    (
        "snapshot_stale",
        "A follower has committed all that a snapshot stands for, and keeps its own state.",
    ),
    (
        "snapshot_refused",
        "A node refuses a snapshot of a leader of an older term.",
    ),
    (
        "snapshot_confirmed",
        "A leader learns that a follower holds all that its snapshot stands for.",
    ),
    (
        "window_full",
        "A leader lets entries wait: too many messages to a follower have no answer.",
    ),
    (
        "batch_begun",
        "A leader begins to gather commands, to send them together.",
    ),
    (
        "backlog_full",
        "A leader takes no command: too many of its entries are not committed.",
    ),
    ("crashed", "A node crashes."),
    ("restarted", "A crashed node boots again."),
    (
        "messages_held",
        "Messages of a node wait for its disk, for as long as a heartbeat or longer.",
    ),
    ("paused", "A process is paused."),
    ("resumed", "A paused process goes on."),
    ("disk_lost", "A disk loses what it had confirmed."),
];

/// The ends of requests.
const OF_REQUESTS: [(&str, &str); 5] = [
    (
        "request_sent",
        "A client sends a request to a node, for the first time or again.",
    ),
    (
        "request_acknowledged",
        "A client hears that its request is applied.",
    ),
    ("write_acknowledged", "The same as request_acknowledged."),
    (
        "request_refused",
        "A client hears that its request was not taken.",
    ),
    (
        "request_unknown",
        "A client gives up: its request may or may not be applied.",
    ),
];

impl EventName {
    /// All names: decisions and events of nodes, actions (from their table), the ends of requests,
    /// and what becomes of messages.
    pub fn all() -> impl Iterator<Item = EventName> {
        let named = |(name, meaning)| EventName { name, meaning };
        let of_action = |kind: ActionKind| Some((kind.names().event, kind.event_meaning()?));
        let of_actions = ActionKind::ALL.into_iter().filter_map(of_action);
        let of_messages = message_event::NAMES
            .into_iter()
            .filter(|(name, _)| !names_an_action(name));
        let all = OF_NODES.into_iter().chain(of_actions).chain(OF_REQUESTS);
        all.chain(of_messages).map(named)
    }

    /// Whether this is said of messages. `cut` is said of links, too.
    pub(crate) fn may_be_of_messages(self) -> bool {
        message_event::NAMES
            .iter()
            .any(|(name, _)| *name == self.name)
    }

    /// Whether this is said of messages alone.
    pub(crate) fn is_of_messages(self) -> bool {
        self.may_be_of_messages() && !names_an_action(self.name)
    }

    /// The name itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.name
    }

    /// Its meaning, in one sentence.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        self.meaning
    }

    /// Whether this is the event that the feed calls `name`.
    #[must_use]
    pub fn matches(self, name: &str) -> bool {
        let spelled = match self.name() {
            "write_acknowledged" => "request_acknowledged",
            own => own,
        };
        spelled == name
    }
}

fn names_an_action(name: &str) -> bool {
    let mut kinds = ActionKind::ALL.into_iter();
    kinds.any(|kind| kind.names().event == name)
}

impl fmt::Display for EventName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl Serialize for EventName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for EventName {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "EventName".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let one = |event: EventName| {
            let (name, meaning) = (event.name(), event.meaning());
            serde_json::json!({ "const": name, "description": meaning })
        };
        let names: alloc::vec::Vec<serde_json::Value> = EventName::all().map(one).collect();
        schemars::json_schema!({
            "description": "The name of something that may happen in a run.",
            "oneOf": names,
        })
    }
}
