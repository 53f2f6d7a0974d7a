//! Turning roles into numbers, at the moment of the action.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;
use core::fmt;

use raft_core::{Command, Duration, NodeId, NodeSet, RoleName};

use crate::action::Action;
use crate::action::check::check_action;
use crate::address::{Endpoint, Link, PacketName, Target};
use crate::network::packet::Fate;
use crate::options::Latency;
use crate::scenario::read::action::ActionReader;
use crate::scenario::read::error::ReadError;
use crate::scenario::read::json::{Json, JsonCursor};
use crate::scenario::spec::action_spec::{
    ActionSpec, End, Group, Message, Nth, Role, Stopped, Target as SpecTarget, Who,
};
use crate::scenario::spec::share::{Rate, Share};
use crate::server::view::{NodeView, Status};
use crate::world::World;

/// What a deed comes down to at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// It can be done now.
    Now(Vec<Action>),
    /// It cannot be done now, but may be later: nobody has the role, or the message has not
    /// been sent.
    NotYet(ReadError),
    /// It cannot be done any more.
    Never(ReadError),
}

use Resolution::{Never, NotYet, Now};

/// What this JSON, a `do` of a scenario file, comes down to at the moment shown.
///
/// # Errors
/// What is wrong with it, or why it cannot be done now.
pub fn parse_action(json: &str, world: &World) -> Result<Vec<Action>, ReadError> {
    let reader = ActionReader {
        nodes: world.options().nodes,
    };
    let deed = reader.deed(JsonCursor::root(&Json::parse(json)?, "this action"))?;
    resolve_now(&deed, world)
}

pub(crate) fn resolve_now(deed: &ActionSpec, world: &World) -> Result<Vec<Action>, ReadError> {
    match resolve(deed, world) {
        Now(actions) => Ok(actions),
        NotYet(reason) | Never(reason) => Err(reason),
    }
}

/// What a deed comes down to in this world.
#[must_use]
pub fn resolve(deed: &ActionSpec, world: &World) -> Resolution {
    let resolver = Resolver { world, deed };
    let actions = match resolver.actions() {
        Ok(actions) => actions,
        Err(unresolved) => return *unresolved,
    };
    let checked = actions
        .iter()
        .try_for_each(|action| check_action(action, world.options()));
    match checked {
        Ok(()) => Now(actions),
        Err(error) => Never(error.into()),
    }
}

/// What came of it; or why nothing did, a pointer wide, since every node that is looked for may
/// hand that on.
type Resolved<T> = Result<T, Box<Resolution>>;

fn not_yet(reason: fmt::Arguments<'_>) -> Box<Resolution> {
    Box::new(NotYet(ReadError::new(reason)))
}

fn never(reason: fmt::Arguments<'_>) -> Box<Resolution> {
    Box::new(Never(ReadError::new(reason)))
}

struct Resolver<'a> {
    world: &'a World,
    deed: &'a ActionSpec,
}

impl Resolver<'_> {
    fn actions(&self) -> Resolved<Vec<Action>> {
        let node = |who: &Who| self.node(*who);
        let link = |link: &Option<[Who; 2]>| link.map(|ends| self.link(ends)).transpose();
        Ok(Vec::from([match self.deed {
            ActionSpec::Write { write, to } => self.write(write, *to)?,
            ActionSpec::Read { read, to } => self.write(&format!("GET {read}"), *to)?,
            ActionSpec::Crash { crash } => Action::Crash(node(crash)?),
            ActionSpec::Restart { restart } => {
                return self.stopped(*restart, Status::Crashed, Action::Restart);
            }
            ActionSpec::Pause { pause } => Action::Pause(node(pause)?),
            ActionSpec::Resume { resume } => {
                return self.stopped(*resume, Status::Paused, Action::Resume);
            }
            ActionSpec::Timeout { timeout } => Action::ForceTimeout(node(timeout)?),
            ActionSpec::CrashAtWrite { crash_at_write } => {
                Action::CrashAtWrite(node(crash_at_write)?)
            }
            ActionSpec::WipeDisk { wipe_disk } => Action::WipeDisk(node(wipe_disk)?),
            ActionSpec::Disk { disk, node: whose } => Action::SetDisk {
                node: node(whose)?,
                conduct: *disk,
            },
            ActionSpec::DiskLatency {
                disk_ms,
                node: whose,
            } => Action::SetDiskLatency {
                node: whose.as_ref().map(node).transpose()?,
                latency: Latency::from_millis(*disk_ms),
            },
            ActionSpec::ClockRate {
                clock_rate: Rate(rate),
                node: whose,
            } => Action::SetClockRate {
                node: node(whose)?,
                rate: *rate,
            },
            ActionSpec::Workload { workload } => Action::SetWorkload(workload.resolved()),
            ActionSpec::Partition { partition } => Action::Partition(self.groups(partition)?),
            ActionSpec::Isolate { isolate } => Action::Isolate(node(isolate)?),
            ActionSpec::Cut { cut } => Action::Cut(self.link(*cut)?),
            ActionSpec::Uncut { uncut } => Action::Uncut(self.link(*uncut)?),
            ActionSpec::Heal(_) => Action::Heal,
            ActionSpec::Latency {
                latency_ms,
                node: Some(slow),
                ..
            } => return self.links_of(node(slow)?, Latency::from_millis(*latency_ms)),
            ActionSpec::Latency {
                latency_ms,
                link: on,
                node: None,
            } => Action::SetLatency {
                link: link(on)?,
                latency: Latency::from_millis(*latency_ms),
            },
            ActionSpec::Loss {
                loss: Share(ratio),
                link: on,
            } => Action::SetLoss {
                link: link(on)?,
                ratio: *ratio,
            },
            ActionSpec::Duplication {
                duplication: Share(ratio),
                link: on,
            } => Action::SetDuplication {
                link: link(on)?,
                ratio: *ratio,
            },
            ActionSpec::Drop { drop } => Action::Drop(self.packet(*drop)?),
            ActionSpec::Deliver { deliver } => Action::Deliver(self.packet(*deliver)?),
            ActionSpec::Duplicate { duplicate } => Action::Duplicate(self.packet(*duplicate)?),
            ActionSpec::Delay { delay } => Action::Delay(
                self.packet(delay.message())?,
                Duration::from_millis(delay.by_ms),
            ),
        }]))
    }

    /// A client that looks for the leader asks anybody when there is none.
    fn write(&self, text: &str, to: Option<SpecTarget>) -> Resolved<Action> {
        let to = match to {
            None | Some(SpecTarget::Who(Who::Role(Role::Leader))) => {
                self.world.leader().map_or(Target::Any, Target::Node)
            }
            Some(SpecTarget::Any(_)) => Target::Any,
            Some(SpecTarget::Who(who)) => Target::Node(self.node(who)?),
        };
        Ok(Action::Write {
            to,
            command: Command::new(text),
        })
    }

    fn node(&self, who: Who) -> Resolved<NodeId> {
        let (found, name) = match who {
            Who::Node(number) => return Ok(NodeId(number)),
            Who::Role(Role::Leader) => (self.world.leader(), "leader"),
            Who::Role(Role::AFollower) => (self.a_follower(), "running follower"),
        };
        found.ok_or_else(|| {
            let verb = verb_of(self.deed);
            not_yet(format_args!("There is no {name} to {verb} just now."))
        })
    }

    /// The next running follower after the leader, in the order of the numbers.
    fn a_follower(&self) -> Option<NodeId> {
        let first = self.world.leader().map_or(0, |leader| leader.0 + 1);
        let nodes = self.world.options().nodes;
        (0..nodes)
            .map(|step| NodeId((first + step) % nodes))
            .find(|node| {
                self.world
                    .node(*node)
                    .is_some_and(|node| node.is_running() && node.role() == RoleName::Follower)
            })
    }

    fn stopped(
        &self,
        which: Stopped,
        status: Status,
        action: fn(NodeId) -> Action,
    ) -> Resolved<Vec<Action>> {
        if let Stopped::Node(node) = which {
            return Ok(Vec::from([action(NodeId(node))]));
        }
        let of_status = |node: &NodeView<'_>| node.status() == status;
        let nodes = self.world.nodes().filter(of_status);
        let actions: Vec<Action> = nodes.map(|node| action(node.id())).collect();
        if actions.is_empty() {
            let word = status.word();
            return Err(never(format_args!("No node is {word}.")));
        }
        Ok(actions)
    }

    fn link(&self, [from, to]: [Who; 2]) -> Resolved<Link> {
        Ok(Link {
            from: self.node(from)?,
            to: self.node(to)?,
        })
    }

    /// The same latency on all links to and from a node.
    fn links_of(&self, slow: NodeId, latency: Latency) -> Resolved<Vec<Action>> {
        let others = self.world.nodes().map(|node| node.id());
        let links = others
            .filter(|other| *other != slow)
            .flat_map(|other| [(slow, other), (other, slow)].map(|(from, to)| Link { from, to }));
        let set = |link| Action::SetLatency {
            link: Some(link),
            latency,
        };
        Ok(links.map(set).collect())
    }

    fn groups(&self, groups: &[Group]) -> Resolved<Vec<NodeSet>> {
        let mut rest = NodeSet::first(self.world.options().nodes);
        for group in groups {
            let Group::Members(members) = group else {
                continue;
            };
            for member in members {
                rest.remove(self.node(*member)?);
            }
        }
        let set_of = |group: &Group| match group {
            Group::Members(members) => members.iter().map(|who| self.node(*who)).collect(),
            Group::Rest(_) => Ok(rest),
        };
        let sets: Vec<NodeSet> = groups.iter().map(set_of).collect::<Result<_, _>>()?;
        Ok(sets.into_iter().filter(|set| !set.is_empty()).collect())
    }

    fn packet(&self, message: Message) -> Resolved<PacketName> {
        let end = |end: End| match end {
            End::Who(who) => self.node(who).map(Endpoint::Node),
            End::Client(_) => Ok(Endpoint::Clients),
        };
        let (from, to) = (end(message.from)?, end(message.to)?);
        let network = self.world.network();
        let sent = network.sent_on(from, to);
        let (nth, none_later) = match message.nth {
            Nth::Number(nth) => (nth, nth < sent),
            Nth::Newest(_) => (sent.saturating_sub(1), false),
        };
        let copy = message.copy;
        let name = PacketName {
            from,
            to,
            nth,
            copy,
        };
        let arrives = network
            .packets()
            .any(|packet| packet.name == name && packet.fate == Fate::Arrives);
        match (arrives, none_later) {
            (true, _) => Ok(name),
            (false, true) => Err(never(format_args!(
                "{name} is not under way any more: it has arrived or is lost."
            ))),
            (false, false) => Err(not_yet(format_args!(
                "There is no such message under way just now from {from} to {to}."
            ))),
        }
    }
}

/// What one would do to the node that is missing.
fn verb_of(deed: &ActionSpec) -> &'static str {
    match deed {
        ActionSpec::Write { .. } | ActionSpec::Read { .. } => "ask",
        ActionSpec::Crash { .. } => "crash",
        ActionSpec::Restart { .. } => "restart",
        ActionSpec::Pause { .. } => "pause",
        ActionSpec::Resume { .. } => "resume",
        ActionSpec::Timeout { .. } => "time out",
        ActionSpec::CrashAtWrite { .. } => "crash at its next write",
        ActionSpec::WipeDisk { .. } | ActionSpec::Disk { .. } | ActionSpec::DiskLatency { .. } => {
            "change the disk of"
        }
        ActionSpec::ClockRate { .. } => "change the clock of",
        ActionSpec::Workload { .. } => "put to work",
        ActionSpec::Partition { .. } => "part from the others",
        ActionSpec::Isolate { .. } => "isolate",
        ActionSpec::Cut { .. } | ActionSpec::Uncut { .. } | ActionSpec::Heal(_) => {
            "cut off or join"
        }
        ActionSpec::Latency { .. } | ActionSpec::Loss { .. } | ActionSpec::Duplication { .. } => {
            "set the link of"
        }
        ActionSpec::Drop { .. }
        | ActionSpec::Deliver { .. }
        | ActionSpec::Duplicate { .. }
        | ActionSpec::Delay { .. } => "take a message from",
    }
}
