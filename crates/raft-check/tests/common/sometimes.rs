//! What must happen sometimes in a batch of runs, so that its passing means something.

use std::collections::{BTreeMap, BTreeSet};

use raft_core::{CommitHold, Decision, IgnoreReason, NodeId, RoleName, Term, VoteDenial};
use raft_sim::{
    Action, Answer, Content, Death, Event, Observer, Outcome, Packet, PacketName, Party, World,
};

/// Counts by name. A name that is expected and never counted shows as 0.
#[derive(Debug, Default)]
pub struct Sometimes {
    counts: BTreeMap<&'static str, u64>,
    candidates: BTreeMap<Term, BTreeSet<NodeId>>,
    /// Per link, the number of the newest message that has arrived.
    newest: BTreeMap<(Party, Party), u64>,
}

/// What a hostile batch must have met.
pub const EXPECTED: [&str; 25] = [
    "elections with rivals",
    "leaders elected",
    "leaders that stepped down",
    "leaders that crashed",
    "leaders that stalled",
    "votes denied to a log that is behind",
    "votes denied, since given already",
    "suffixes overwritten",
    "entries rejected",
    "commits",
    "commits held by Raft §5.4.2",
    "commits held by a minority",
    "replies of an older term ignored",
    "rejections overtaken",
    "restarts with a log",
    "messages lost",
    "messages cut",
    "messages to a node that is down",
    "messages doubled",
    "messages out of order",
    "clients redirected",
    "requests repeated",
    "requests acknowledged",
    "requests refused",
    "requests of unknown outcome",
];

impl Sometimes {
    pub fn missing(&self) -> Vec<&'static str> {
        let never = |name: &&str| !self.counts.contains_key(*name);
        EXPECTED.into_iter().filter(never).collect()
    }

    /// A new run begins: terms start again.
    pub fn begin_run(&mut self) {
        self.candidates.clear();
        self.newest.clear();
    }

    fn count(&mut self, name: &'static str) {
        debug_assert!(EXPECTED.contains(&name), "{name} is expected");
        *self.counts.entry(name).or_default() += 1;
    }

    fn decided(&mut self, node: NodeId, decision: &Decision) {
        let name = match decision {
            Decision::ElectionStarted { term, .. } => {
                let candidates = self.candidates.entry(*term).or_default();
                candidates.insert(node);
                if candidates.len() != 2 {
                    return;
                }
                "elections with rivals"
            }
            Decision::BecameLeader { .. } => "leaders elected",
            Decision::SteppedDown { was, .. } if *was == RoleName::Leader => {
                "leaders that stepped down"
            }
            Decision::VoteDenied { reason, .. } => match reason {
                VoteDenial::LogBehind { .. } => "votes denied to a log that is behind",
                VoteDenial::AlreadyVoted { .. } => "votes denied, since given already",
                VoteDenial::OlderTerm { .. } => return,
            },
            Decision::EntriesTruncated { .. } => "suffixes overwritten",
            Decision::EntriesRejected { .. } => "entries rejected",
            Decision::CommitAdvanced { .. } => "commits",
            Decision::CommitHeld { reason, .. } => match reason {
                CommitHold::OlderTerm { .. } => "commits held by Raft §5.4.2",
                CommitHold::TooFew { .. } => "commits held by a minority",
            },
            Decision::MessageIgnored { reason, .. } => match reason {
                IgnoreReason::OlderTerm { .. } => "replies of an older term ignored",
                IgnoreReason::Overtaken => "rejections overtaken",
                _ => return,
            },
            _ => return,
        };
        self.count(name);
    }

    fn arrived(&mut self, packet: &Packet) {
        let PacketName { from, to, nth, .. } = packet.name;
        if packet.is_duplicate() {
            self.count("messages doubled");
        }
        let newest = self.newest.entry((from, to)).or_default();
        let is_late = nth < *newest;
        *newest = nth.max(*newest);
        if is_late {
            self.count("messages out of order");
        }
        if let Content::Reply { answer, .. } = &packet.content
            && matches!(answer, Answer::NotLeader(Some(_)))
        {
            self.count("clients redirected");
        }
    }

    fn restarted(&mut self, world: &World, node: NodeId) {
        if world
            .node(node)
            .is_some_and(|view| view.log().last().is_some())
        {
            self.count("restarts with a log");
        }
    }

    fn sent(&mut self, world: &World, number: usize) {
        let request = world.requests().get(number);
        if request.is_some_and(|request| request.attempts > 1) {
            self.count("requests repeated");
        }
    }

    fn ended(&mut self, world: &World, number: usize) {
        let outcome = world.requests().get(number).map(|request| &request.outcome);
        match outcome {
            Some(Outcome::Acknowledged(_)) => self.count("requests acknowledged"),
            Some(Outcome::Refused(_)) => self.count("requests refused"),
            Some(Outcome::Unknown { .. }) => self.count("requests of unknown outcome"),
            Some(Outcome::Waiting) | None => {}
        }
    }
}

impl Observer for Sometimes {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        match event {
            Event::Decided { node, decision } => self.decided(*node, decision),
            Event::Arrived(packet) => self.arrived(packet),
            Event::Died(_, Death::Lost) => self.count("messages lost"),
            Event::Died(_, Death::Cut) => self.count("messages cut"),
            Event::Died(_, Death::ReceiverDown) => self.count("messages to a node that is down"),
            Event::Acted(Action::Crash(node)) if leads(world, *node) => {
                self.count("leaders that crashed");
            }
            Event::Acted(Action::Pause(node)) if leads(world, *node) => {
                self.count("leaders that stalled");
            }
            Event::Restarted(node) => self.restarted(world, *node),
            Event::RequestSent(number) => self.sent(world, *number),
            Event::RequestEnded(number) => self.ended(world, *number),
            _ => {}
        }
    }
}

fn leads(world: &World, node: NodeId) -> bool {
    world
        .node(node)
        .is_some_and(|view| view.is_running() && view.leads())
}
