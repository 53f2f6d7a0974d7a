//! One node in seven phases, driven by hand: what goes into a step, and what comes out.
//!
//! It uses nothing but `raft_core`: no world, no network, no clock. So it is also an example of
//! how to use the core elsewhere.

use raft_core::chance::Key;
use raft_core::count_through;
use raft_core::quorum::Configuration;
use raft_core::{
    AppendEntries, AppendEntriesReply, Body, ClientId, Command, Config, Duration, Effect, Effects,
    Entries, Index, Input, Instant, Message, Node, NodeId, NodeSet, Origin, Own, Payload,
    Persistent, Position, RequestVote, RequestVoteReply, RoleName, Term,
};

/// The seven phases.
#[derive(Clone, Debug)]
pub struct Walk {
    /// In order.
    pub phases: Vec<Phase>,
}

/// One phase.
#[derive(Clone, Debug)]
pub struct Phase {
    /// Its title.
    pub title: &'static str,
    /// Its inputs with their effects.
    pub steps: Vec<Step>,
    /// The node at its end.
    pub state: State,
}

/// One input and its effects.
#[derive(Clone, Debug)]
pub struct Step {
    /// The moment.
    pub at: Instant,
    /// What went in, in words.
    pub input: String,
    /// What came out, in order.
    pub effects: Vec<Line>,
}

/// One effect.
#[derive(Clone, Debug)]
pub enum Line {
    /// Why the node did it, and where the rule stands.
    Reason(String, &'static str),
    /// What goes to the disk.
    Disk(String),
    /// What is sent.
    Send(String),
    /// What a client or the state machine is told.
    Tell(String),
}

/// The node between two steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Its role.
    pub role: RoleName,
    /// Its term.
    pub term: Term,
    /// The node that has its vote.
    pub voted_for: Option<NodeId>,
    /// The leader it knows.
    pub leader: Option<NodeId>,
    /// Its entries: term and command.
    pub log: Vec<(Term, String)>,
    /// Its commit index.
    pub commit_index: Option<Index>,
    /// The moment at which it is to be stepped next.
    pub deadline: Option<Instant>,
}

const SELF: NodeId = NodeId(0);
const CLIENT: ClientId = ClientId(0);
const COMMANDS: [&str; 3] = ["SET x=1", "SET y=2", "DELETE z"];
/// The time between two things that happen.
const BEAT: Duration = Duration(20_000);

/// Walks one node of a cluster of five through its life.
#[must_use]
pub fn walk() -> Walk {
    let mut walker = Walker::new();
    walker.boot();
    walker.end_phase("It boots as a follower");
    walker.time_out();
    walker.end_phase("Its election timer runs out");
    walker.collect_votes();
    walker.end_phase("It collects votes");
    walker.take_commands();
    walker.end_phase("It leads, and takes three commands");
    walker.hear_acknowledgments();
    walker.end_phase("It commits what a majority stores");
    walker.hear_newer_leader();
    walker.end_phase("It steps down when it hears of term 5");
    walker.answer_candidates();
    walker.end_phase("It answers two requests for its vote");
    Walk {
        phases: walker.phases,
    }
}

struct Walker {
    node: Node,
    now: Instant,
    steps: Vec<Step>,
    phases: Vec<Phase>,
}

impl Walker {
    fn new() -> Walker {
        let config = Config::new(Configuration::new(NodeSet::first(5)));
        let disk = Persistent::default();
        Walker {
            node: Node::new(SELF, config, disk, Instant::ZERO, Key::new(42)),
            now: Instant::ZERO,
            steps: Vec::new(),
            phases: Vec::new(),
        }
    }

    /// The node has booted, and has decided nothing yet.
    fn boot(&mut self) {
        let wait = self.node.deadline().unwrap_or(self.now) - self.now;
        let reason = format!(
            "{SELF} starts as a follower and will wait {wait} for a leader, a time drawn by chance."
        );
        self.steps.push(Step {
            at: self.now,
            input: "It boots, with an empty disk.".into(),
            effects: Vec::from([Line::Reason(reason, "Raft §5.2")]),
        });
    }

    fn time_out(&mut self) {
        self.now = self.node.deadline().unwrap_or(self.now);
        let input = "Its deadline is here, and nobody has spoken.".to_owned();
        self.step(input, Input::Deadline);
    }

    fn collect_votes(&mut self) {
        let term = self.node.current_term();
        for (voter, reply) in [
            (NodeId(1), RequestVoteReply::Granted),
            (NodeId(3), RequestVoteReply::Denied),
            (NodeId(2), RequestVoteReply::Granted),
        ] {
            self.receive(voter, term, Body::RequestVoteReply(reply));
        }
    }

    fn take_commands(&mut self) {
        for (command, serial) in COMMANDS.into_iter().zip(1..) {
            let origin = Origin {
                client: CLIENT,
                serial,
            };
            let command = Command::new(command);
            self.now = self.now + BEAT;
            let input = format!("A client asks: {command}.");
            self.step(input, Input::Propose { origin, command });
        }
    }

    fn hear_acknowledgments(&mut self) {
        let term = self.node.current_term();
        let last = self.node.log().last_index();
        for follower in [NodeId(1), NodeId(2)] {
            let reply = AppendEntriesReply::Matched(last);
            self.receive(follower, term, Body::AppendEntriesReply(reply));
        }
    }

    /// Node 4 was elected meanwhile: it holds the same log, and speaks for the first time.
    fn hear_newer_leader(&mut self) {
        let heartbeat = AppendEntries {
            prev: self.node.log().last(),
            entries: Entries::NONE,
            leader_commit: self.node.commit_index(),
        };
        self.receive(NodeId(4), Term(5), Body::AppendEntries(heartbeat));
    }

    /// Two candidates of term 6: one lacks committed entries, the other has them all.
    fn answer_candidates(&mut self) {
        let behind = Position {
            term: Term(1),
            index: Index::FIRST,
        };
        let complete = self.node.log().last();
        for (candidate, last) in [(NodeId(2), Some(behind)), (NodeId(3), complete)] {
            let request = RequestVote {
                last,
                transfer: false,
            };
            self.receive(candidate, Term(6), Body::RequestVote(request));
        }
    }

    fn receive(&mut self, from: NodeId, term: Term, body: Body) {
        self.now = self.now + BEAT;
        let message = Message { term, body };
        let input = message.sentence(from, SELF).to_string();
        self.step(input, Input::Receive { from, message });
    }

    /// One step, and those that follow from the disk's answer.
    fn step(&mut self, input: String, first: Input) {
        let mut lines = Vec::new();
        let mut next = Some(first);
        while let Some(input) = next.take() {
            let mut effects = Effects::new();
            self.node.step(self.now, input, &mut effects);
            for effect in effects {
                if let Effect::Persist(write) = &effect {
                    // This disk is done at once: messages that waited for it leave with the next
                    // step.
                    next = Some(Input::Persisted(write.token));
                }
                lines.push(line(&effect));
            }
        }
        self.steps.push(Step {
            at: self.now,
            input,
            effects: lines,
        });
    }

    fn end_phase(&mut self, title: &'static str) {
        let entry = |entry: &raft_core::Entry| {
            let text = match &entry.payload {
                Payload::Command { command, .. } => command.text().to_owned(),
                Payload::Own(Own::Blank) => "blank".to_owned(),
                Payload::Own(Own::Configuration(change)) => change.configuration.to_string(),
            };
            (entry.term, text)
        };
        let node = &self.node;
        self.phases.push(Phase {
            title,
            steps: core::mem::take(&mut self.steps),
            state: State {
                role: node.role_name(),
                term: node.current_term(),
                voted_for: node.voted_for(),
                leader: node.leader(),
                log: node.log().iter().map(|(_, it)| entry(it)).collect(),
                commit_index: node.commit_index(),
                deadline: node.deadline(),
            },
        });
    }
}

fn line(effect: &Effect) -> Line {
    match effect {
        Effect::Decide(decision) => {
            Line::Reason(decision.sentence(SELF).to_string(), decision.section())
        }
        Effect::Send { to, message } => Line::Send(message.sentence(SELF, *to).to_string()),
        Effect::Persist(write) => {
            let vote = write
                .voted_for
                .map_or("no vote".into(), |vote| format!("a vote for {vote}"));
            let term = write.current_term;
            Line::Disk(match &write.log {
                Some(change) => format!(
                    "Term {term}, {vote}, and the log from index {} on: {} new.",
                    change.first,
                    change.entries.len()
                ),
                None => format!("Term {term} and {vote}."),
            })
        }
        Effect::Taken { origin, at } => Line::Tell(format!(
            "The client's request {} has its place at {at}; no answer yet.",
            origin.serial
        )),
        Effect::ReadReady { origin, at } => Line::Tell(format!(
            "The client's read {} is answered now: it must see the log through index {}.",
            origin.serial,
            count_through(*at)
        )),
        Effect::NotLeader { origin, .. } => Line::Tell(format!(
            "The client's request {} is not taken: this node does not lead.",
            origin.serial
        )),
        Effect::PutOff { origin } => Line::Tell(format!(
            "The client's request {} is not taken now: it has to ask again.",
            origin.serial
        )),
        Effect::ChangeAnswered { origin, .. } => Line::Tell(format!(
            "The client's change {} is answered.",
            origin.serial
        )),
        Effect::Commit(through) => Line::Tell(format!(
            "The state machine may apply everything through index {through}, and the clients \
             hear of it."
        )),
        Effect::Restore(snapshot) => Line::Tell(format!(
            "The state machine goes on from the snapshot through {}.",
            snapshot.base
        )),
    }
}
