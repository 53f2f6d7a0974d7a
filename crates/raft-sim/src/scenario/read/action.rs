//! Reading what is to be done.

use alloc::format;
use alloc::string::{String, ToString};

use super::error::ReadError;
use super::json::{Fields, Json, JsonCursor};
use crate::action::check::check_command;
use crate::limits::{COMMAND_CHARACTERS_MAX, SEED_MAX, SPAN_MAX};
use crate::range::NodesOf;
use crate::scenario::read::{name_among, range_ms};
use crate::scenario::spec::action_spec::{
    ActionSpec, All, Any, Client, End, Group, Heal, LateMessage, Message, Newest, Nth, Rest, Role,
    Stopped, Target, Who,
};
use crate::scenario::spec::share::{Rate, Share};
use crate::scenario::spec::work::Work;
use crate::server::disk::DiskMode;

/// The fields by which a deed is known.
pub(crate) const ACTIONS: [&str; 24] = [
    "write",
    "read",
    "crash",
    "restart",
    "pause",
    "resume",
    "timeout",
    "crash_at_write",
    "wipe_disk",
    "disk",
    "disk_ms",
    "clock_rate",
    "workload",
    "partition",
    "isolate",
    "cut",
    "uncut",
    "latency_ms",
    "loss",
    "duplication",
    "drop",
    "deliver",
    "duplicate",
    "delay",
];

/// Reads deeds on a cluster of so many nodes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ActionReader {
    pub(crate) nodes: u8,
}

type ReadResult<T> = Result<T, ReadError>;

impl ActionReader {
    pub(crate) fn deed(self, spot: JsonCursor<'_>) -> ReadResult<ActionSpec> {
        match spot.json {
            Json::Text(text) if text == "heal" => return Ok(ActionSpec::Heal(Heal::Heal)),
            Json::Object(_) => {}
            _ => return Err(spot.refuse("an action such as {\"crash\": \"leader\"}, or \"heal\"")),
        }
        let mut known = ACTIONS.to_vec();
        known.extend(["to", "link", "node"]);
        let name = spot.fields(&known)?.one_of(&ACTIONS)?;
        let beside: &[&str] = match name {
            "write" | "read" => &["to"],
            "latency_ms" => &["link", "node"],
            "loss" | "duplication" => &["link"],
            "disk" | "disk_ms" | "clock_rate" => &["node"],
            _ => &[],
        };
        let fields = spot.fields(&[&[name], beside].concat())?;
        fields.need(name, |value| self.named(name, value, fields))
    }

    /// The deed of this name; `fields` holds what stands beside it.
    fn named(
        self,
        name: &str,
        value: JsonCursor<'_>,
        fields: Fields<'_>,
    ) -> ReadResult<ActionSpec> {
        let link = || fields.read("link", |link| self.link(link));
        let to = || fields.read("to", |to| self.target(to));
        let node = || fields.read("node", |node| self.who(node));
        let whose = || fields.need("node", |node| self.who(node));
        Ok(match name {
            "write" => ActionSpec::Write {
                write: command(value)?,
                to: to()?,
            },
            "read" => ActionSpec::Read {
                read: key(value)?,
                to: to()?,
            },
            "crash" => ActionSpec::Crash {
                crash: self.who(value)?,
            },
            "restart" => ActionSpec::Restart {
                restart: self.stopped(value)?,
            },
            "pause" => ActionSpec::Pause {
                pause: self.who(value)?,
            },
            "resume" => ActionSpec::Resume {
                resume: self.stopped(value)?,
            },
            "timeout" => ActionSpec::Timeout {
                timeout: self.who(value)?,
            },
            "crash_at_write" => ActionSpec::CrashAtWrite {
                crash_at_write: self.who(value)?,
            },
            "wipe_disk" => ActionSpec::WipeDisk {
                wipe_disk: self.who(value)?,
            },
            "disk" => ActionSpec::Disk {
                disk: conduct(value)?,
                node: whose()?,
            },
            "disk_ms" => ActionSpec::DiskLatency {
                disk_ms: range_ms(value, 0)?,
                node: node()?,
            },
            "clock_rate" => ActionSpec::ClockRate {
                clock_rate: Rate::read(value)?,
                node: whose()?,
            },
            "workload" => ActionSpec::Workload {
                workload: Work::read(value)?,
            },
            "partition" => self.partition(value)?,
            "isolate" => ActionSpec::Isolate {
                isolate: self.who(value)?,
            },
            "cut" => ActionSpec::Cut {
                cut: self.link(value)?,
            },
            "uncut" => ActionSpec::Uncut {
                uncut: self.link(value)?,
            },
            "latency_ms" => ActionSpec::Latency {
                latency_ms: range_ms(value, 0)?,
                link: link()?,
                node: match (fields.get("link"), fields.get("node")) {
                    (Some(_), Some(node)) => {
                        let expected = "nothing beside \"link\": one link or all of a node's";
                        return Err(node.refuse(expected));
                    }
                    _ => node()?,
                },
            },
            "loss" => ActionSpec::Loss {
                loss: Share::read(value)?,
                link: link()?,
            },
            "duplication" => ActionSpec::Duplication {
                duplication: Share::read(value)?,
                link: link()?,
            },
            "drop" => ActionSpec::Drop {
                drop: self.message(value)?,
            },
            "deliver" => ActionSpec::Deliver {
                deliver: self.message(value)?,
            },
            "duplicate" => ActionSpec::Duplicate {
                duplicate: self.message(value)?,
            },
            _ => ActionSpec::Delay {
                delay: self.late_message(value)?,
            },
        })
    }

    /// A node's number.
    pub(crate) fn node(self, spot: JsonCursor<'_>) -> ReadResult<u8> {
        number_below(spot.json, self.nodes).ok_or_else(|| spot.refuse(NodesOf(self.nodes)))
    }

    pub(crate) fn who(self, spot: JsonCursor<'_>) -> ReadResult<Who> {
        self.who_in(spot.json).ok_or_else(|| {
            let nodes = NodesOf(self.nodes);
            spot.refuse(format_args!("{nodes}, \"leader\" or \"a_follower\""))
        })
    }

    fn who_in(self, json: &Json) -> Option<Who> {
        match json {
            Json::Text(text) if text == "leader" => Some(Who::Role(Role::Leader)),
            Json::Text(text) if text == "a_follower" => Some(Who::Role(Role::AFollower)),
            _ => number_below(json, self.nodes).map(Who::Node),
        }
    }

    fn target(self, spot: JsonCursor<'_>) -> ReadResult<Target> {
        match spot.json {
            Json::Text(text) if text == "any" => Ok(Target::Any(Any::Any)),
            json => self.who_in(json).map(Target::Who).ok_or_else(|| {
                let nodes = NodesOf(self.nodes);
                spot.refuse(format_args!(
                    "{nodes}, \"leader\", \"a_follower\" or \"any\""
                ))
            }),
        }
    }

    fn stopped(self, spot: JsonCursor<'_>) -> ReadResult<Stopped> {
        match spot.json {
            Json::Text(text) if text == "all" => Ok(Stopped::All(All::All)),
            json => number_below(json, self.nodes)
                .map(Stopped::Node)
                .ok_or_else(|| {
                    let nodes = NodesOf(self.nodes);
                    spot.refuse(format_args!("{nodes} or \"all\""))
                }),
        }
    }

    fn link(self, spot: JsonCursor<'_>) -> ReadResult<[Who; 2]> {
        let link = spot.pair("two nodes, [from, to]", |end| self.who(end))?;
        if link[0] == link[1] {
            return Err(spot.refuse_as("two different nodes", "the same one twice"));
        }
        Ok(link)
    }

    fn partition(self, spot: JsonCursor<'_>) -> ReadResult<ActionSpec> {
        let partition = spot.each(self.nodes.into(), "groups of nodes", |group| {
            match group.json {
                Json::Text(text) if text == "the_rest" => Ok(Group::Rest(Rest::TheRest)),
                Json::List(members) if members.is_empty() => Err(group.refuse("at least one node")),
                Json::List(_) => group
                    .each(self.nodes.into(), "nodes", |member| self.who(member))
                    .map(Group::Members),
                _ => Err(group.refuse("a list of nodes or \"the_rest\"")),
            }
        })?;
        if partition.is_empty() {
            return Err(spot.refuse("groups of nodes"));
        }
        let rests = partition
            .iter()
            .filter(|group| matches!(group, Group::Rest(_)));
        if rests.count() > 1 {
            return Err(spot.refuse_as("\"the_rest\" at most once", "it again"));
        }
        self.no_node_twice(spot, &partition)?;
        Ok(ActionSpec::Partition { partition })
    }

    fn no_node_twice(self, spot: JsonCursor<'_>, partition: &[Group]) -> ReadResult<()> {
        let members = partition.iter().flat_map(|group| match group {
            Group::Members(members) => members.as_slice(),
            Group::Rest(_) => &[],
        });
        let mut seen = alloc::vec::Vec::new();
        for member in members {
            if seen.contains(member) {
                let found = match member {
                    Who::Node(node) => node.to_string(),
                    Who::Role(_) => "a role".to_string(),
                };
                let expected = "each node in one group only";
                return Err(spot.refuse_as(expected, format_args!("{found} again")));
            }
            seen.push(*member);
        }
        Ok(())
    }

    fn message(self, spot: JsonCursor<'_>) -> ReadResult<Message> {
        let fields = spot.fields(&["from", "to", "nth", "copy"])?;
        self.message_in(&spot, &fields)
    }

    fn late_message(self, spot: JsonCursor<'_>) -> ReadResult<LateMessage> {
        let fields = spot.fields(&["from", "to", "nth", "copy", "by_ms"])?;
        let Message {
            from,
            to,
            nth,
            copy,
        } = self.message_in(&spot, &fields)?;
        let max = SPAN_MAX.0 / 1_000;
        let by_ms = fields.need("by_ms", |by| by.whole(0, max, "milliseconds"))?;
        Ok(LateMessage {
            from,
            to,
            nth,
            copy,
            by_ms,
        })
    }

    fn message_in(self, spot: &JsonCursor<'_>, fields: &Fields<'_>) -> ReadResult<Message> {
        let message = Message {
            from: fields.need("from", |end| self.end(end))?,
            to: fields.need("to", |end| self.end(end))?,
            nth: fields.need("nth", nth)?,
            copy: fields.read("copy", copy)?.unwrap_or(0),
        };
        if message.from == message.to {
            return Err(spot.refuse_as("two different ends", "the same one twice"));
        }
        Ok(message)
    }

    fn end(self, spot: JsonCursor<'_>) -> ReadResult<End> {
        match spot.json {
            Json::Text(text) if text == "client" => Ok(End::Client(Client::Client)),
            json => self.who_in(json).map(End::Who).ok_or_else(|| {
                let nodes = NodesOf(self.nodes);
                spot.refuse(format_args!(
                    "{nodes}, \"leader\", \"a_follower\" or \"client\""
                ))
            }),
        }
    }
}

fn number_below(json: &Json, nodes: u8) -> Option<u8> {
    match json {
        Json::Whole(number) => u8::try_from(*number).ok().filter(|node| *node < nodes),
        _ => None,
    }
}

fn command(spot: JsonCursor<'_>) -> ReadResult<String> {
    let text = spot.text(COMMAND_CHARACTERS_MAX)?;
    check_command(&spot.place.to_string(), text)?;
    Ok(text.into())
}

fn key(spot: JsonCursor<'_>) -> ReadResult<String> {
    // "GET " and the key are the command.
    let text = spot.text(COMMAND_CHARACTERS_MAX - 4)?;
    if text.is_empty() || text.contains(char::is_whitespace) {
        return Err(spot.refuse("a key: one word"));
    }
    check_command(&spot.place.to_string(), text)?;
    Ok(text.into())
}

fn conduct(spot: JsonCursor<'_>) -> ReadResult<DiskMode> {
    let name = name_among(spot, &DiskMode::ALL.map(DiskMode::word))?;
    let named = |conduct: &DiskMode| conduct.word() == name;
    Ok(DiskMode::ALL.into_iter().find(named).unwrap_or_default())
}

fn copy(spot: JsonCursor<'_>) -> ReadResult<u32> {
    let number = spot.whole(0, u64::from(u32::MAX), "copies")?;
    Ok(u32::try_from(number).unwrap_or(u32::MAX))
}

fn nth(spot: JsonCursor<'_>) -> ReadResult<Nth> {
    match spot.json {
        Json::Text(text) if text == "newest" => Ok(Nth::Newest(Newest::Newest)),
        Json::Whole(number) if *number <= SEED_MAX => Ok(Nth::Number(*number)),
        _ => Err(spot.refuse(format!(
            "a whole number from 0 to {SEED_MAX}, or \"newest\""
        ))),
    }
}
