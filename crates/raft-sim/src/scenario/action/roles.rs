//! The nodes and messages that an action means at its moment: the present leader, the message in
//! flight.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use raft_core::{Command, NodeId, NodeSet, RoleName};

use super::value::{End, Group, MessageSpec, Nth, RoleSpec, Stopped, TargetSpec, Who};
use crate::action::Action;
use crate::address::{Endpoint, Link, PacketName, Target};
use crate::network::message_kind::MessageKind;
use crate::network::packet::Fate;
use crate::options::Latency;
use crate::scenario::error::ReadError;
use crate::server::view::{NodeView, Status};
use crate::world::World;

/// Whether an action can be done at one moment, and as which actions of a run.
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

/// The value found, or the reason why there is none. The reason is one pointer wide, since every
/// search for a node may return one.
pub(super) type Resolved<T> = Result<T, Box<Resolution>>;

fn not_yet(reason: fmt::Arguments<'_>) -> Box<Resolution> {
    Box::new(Resolution::NotYet(ReadError::new(reason)))
}

fn never(reason: fmt::Arguments<'_>) -> Box<Resolution> {
    Box::new(Resolution::Never(ReadError::new(reason)))
}

/// Finds the nodes and messages that an action names by role or by place.
pub(super) struct Resolver<'a> {
    pub(super) world: &'a World,
    /// The verb for the sentence that says which node is missing.
    pub(super) verb: &'static str,
    /// The messages of each kind, if somebody has counted them.
    pub(super) counted: Option<&'a dyn CountedMessages>,
}

/// Messages counted by their kinds.
pub(crate) trait CountedMessages {
    /// The number on its link of a message that has this number, from 0, among those of its kind;
    /// `None` when it is not sent yet.
    fn number(&self, kind: MessageKind, from: Endpoint, to: Endpoint, nth: u64) -> Option<u64>;
}

impl Resolver<'_> {
    pub(super) fn write(&self, text: &str, to: Option<TargetSpec>) -> Resolved<Action> {
        Ok(Action::Write {
            to: self.target(to)?,
            command: Command::new(text),
        })
    }

    /// A client that looks for the leader asks any node when there is none.
    pub(super) fn target(&self, to: Option<TargetSpec>) -> Resolved<Target> {
        Ok(match to {
            None | Some(TargetSpec::Who(Who::Role(RoleSpec::Leader))) => {
                self.world.leader().map_or(Target::Any, Target::Node)
            }
            Some(TargetSpec::Any(_)) => Target::Any,
            Some(TargetSpec::Who(who)) => Target::Node(self.node(who)?),
        })
    }

    pub(super) fn node(&self, who: Who) -> Resolved<NodeId> {
        let (found, name) = match who {
            Who::Node(number) => return Ok(NodeId(number)),
            Who::Role(RoleSpec::Leader) => (self.world.leader(), "leader"),
            Who::Role(RoleSpec::AFollower) => (self.a_follower(), "running follower"),
        };
        found.ok_or_else(|| {
            let verb = self.verb;
            not_yet(format_args!("There is no {name} to {verb} just now."))
        })
    }

    /// A transfer of the lead to `to`. A node that is down or paused cannot be asked for one.
    pub(super) fn transfer(&self, to: Who, from: Option<Who>) -> Resolved<Action> {
        let from = self.node(from.unwrap_or(Who::Role(RoleSpec::Leader)))?;
        let asked = self.world.node(from);
        if let Some(asked) = asked.filter(|asked| !asked.is_running()) {
            let word = asked.status().word();
            return Err(not_yet(format_args!(
                "{from} is {word} just now: expected a node that runs, to ask it for a transfer."
            )));
        }
        let to = self.node(to)?;
        Ok(Action::Transfer { from, to })
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

    pub(super) fn stopped(
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

    pub(super) fn link(&self, [from, to]: [Who; 2]) -> Resolved<Link> {
        Ok(Link {
            from: self.node(from)?,
            to: self.node(to)?,
        })
    }

    /// The same latency on all links to and from a node.
    pub(super) fn links_of(&self, slow: NodeId, latency: Latency) -> Resolved<Vec<Action>> {
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

    pub(super) fn groups(&self, groups: &[Group]) -> Resolved<Vec<NodeSet>> {
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

    pub(super) fn packet(&self, message: MessageSpec) -> Resolved<PacketName> {
        let end = |end: End| match end {
            End::Who(who) => self.node(who).map(Endpoint::Node),
            End::Client(_) => Ok(Endpoint::Clients),
        };
        let (from, to) = (end(message.from)?, end(message.to)?);
        let network = self.world.network();
        let sent = network.sent_on(from, to);
        let (nth, none_later) = match (message.nth, message.kind) {
            (Nth::Number(nth), None) => (nth, nth < sent),
            (Nth::Newest(_), None) => (sent.saturating_sub(1), false),
            (Nth::Number(nth), Some(kind)) => {
                let Some(counted) = self.counted else {
                    return Err(never(format_args!(
                        "A message is found by its kind and number in a scenario file only: \
                         expected \"newest\" here, or its number without its kind."
                    )));
                };
                match counted.number(kind, from, to, nth) {
                    Some(nth) => (nth, true),
                    None => (sent, false),
                }
            }
            (Nth::Newest(_), Some(kind)) => {
                let of_kind = network.packets().filter(|packet| {
                    let PacketName {
                        from: sender,
                        to: receiver,
                        copy,
                        ..
                    } = packet.name;
                    (sender, receiver, copy) == (from, to, message.copy)
                        && packet.fate == Fate::Arrives
                        && packet.content.kind() == kind
                });
                let newest = of_kind.map(|packet| packet.name.nth).max();
                (newest.unwrap_or(sent), false)
            }
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
