//! Reading an action from JSON, the `do` of a scenario file, with a sentence for each mistake.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::happening::read_message_kind;
use super::json::{Fields, Json, JsonCursor};
use super::values::{
    ReadResult, name_among, number_below, range_ms, read_chaos, read_rate, read_share, read_work,
};
use crate::action::check::check_command;
use crate::action::{Action, ActionKind};
use crate::limits::{COMMAND_CHARACTERS_MAX, SEED_MAX, SPAN_MAX};
use crate::range::NodesOf;
use crate::scenario::action::chaos::ChaosSpec;
use crate::scenario::action::share::{Rate, Share};
use crate::scenario::action::source::Source;
use crate::scenario::action::value::{
    All, Any, Client, End, Group, LateMessage, MessageSpec, Newest, Nth, Rest, RoleSpec, Stopped,
    TargetSpec, Who,
};
use crate::scenario::action::work::Work;
use crate::scenario::action::{ActionSpec, read_action, resolve_now};
use crate::scenario::error::ReadError;
use crate::server::disk::DiskMode;
use crate::world::World;

/// The actions that this JSON, a `do` of a scenario file, stands for at the moment shown.
///
/// # Errors
/// One sentence: the mistake in the JSON, or the reason why the action cannot be done now.
pub fn parse_action(json: &str, world: &World) -> Result<Vec<Action>, ReadError> {
    let nodes = world.options().nodes;
    let spec = read_action_spec(JsonCursor::root(&Json::parse(json)?, "this action"), nodes)?;
    resolve_now(&spec, world)
}

/// All fields that may stand beside the field that names the action.
const BESIDE: [&str; 5] = ["to", "link", "node", "keep", "from"];

/// Reads an action on a cluster of so many nodes.
pub(crate) fn read_action_spec(cursor: JsonCursor<'_>, nodes: u8) -> ReadResult<ActionSpec> {
    let kind = kind_of(&cursor)?;
    let fields = match kind.stands_alone() {
        true => Fields::NONE,
        false => cursor.fields(&[&[kind.names().field], kind.beside()].concat())?,
    };
    read_action(&mut ActionJson { nodes, fields }, kind)
}

/// The kind of an action: named by a word alone, or by the one field that is a kind's name.
fn kind_of(cursor: &JsonCursor<'_>) -> ReadResult<ActionKind> {
    let kind_named = |name: &str, alone: bool| {
        let mut kinds = ActionKind::ALL.into_iter();
        kinds.find(|kind| kind.names().field == name && kind.stands_alone() == alone)
    };
    let refuse = || cursor.refuse("an action such as {\"crash\": \"leader\"}, or \"heal\"");
    match cursor.json {
        Json::Text(text) => kind_named(text, true).ok_or_else(refuse),
        Json::Object(_) => {
            let with_value = ActionKind::ALL
                .into_iter()
                .filter(|kind| !kind.stands_alone());
            let names: Vec<&str> = with_value.map(|kind| kind.names().field).collect();
            let known = [&*names, &BESIDE].concat();
            let name = cursor.fields(&known)?.one_of(&names)?;
            // One of the names is that of a kind.
            kind_named(name, false).ok_or_else(refuse)
        }
        _ => Err(refuse()),
    }
}

/// The fields of an action's object, on a cluster of so many nodes.
struct ActionJson<'a> {
    nodes: u8,
    fields: Fields<'a>,
}

impl Source for ActionJson<'_> {
    type Error = ReadError;

    fn not_built_in(&self, field: &'static str) -> ReadError {
        ReadError::new(format_args!("\"{field}\" takes the full engine."))
    }

    fn command_and_target(
        &mut self,
        field: &'static str,
    ) -> ReadResult<(String, Option<TargetSpec>)> {
        Ok((self.fields.need(field, command)?, self.target_if_given()?))
    }

    fn key_and_target(&mut self, field: &'static str) -> ReadResult<(String, Option<TargetSpec>)> {
        Ok((self.fields.need(field, key)?, self.target_if_given()?))
    }

    fn node(&mut self, field: &'static str) -> ReadResult<Who> {
        self.fields.need(field, |node| self.who(node))
    }

    fn node_and_target(&mut self, field: &'static str) -> ReadResult<(Who, Option<TargetSpec>)> {
        Ok((self.node(field)?, self.target_if_given()?))
    }

    fn nodes_and_target(
        &mut self,
        field: &'static str,
    ) -> ReadResult<(Vec<Who>, Option<TargetSpec>)> {
        let nodes = self.fields.need(field, |nodes| self.some_nodes(nodes))?;
        Ok((nodes, self.target_if_given()?))
    }

    fn node_if_given(&mut self, field: &'static str) -> ReadResult<Option<Who>> {
        self.fields.read(field, |node| self.who(node))
    }

    fn stopped(&mut self, field: &'static str) -> ReadResult<Stopped> {
        self.fields.need(field, |which| self.stopped_nodes(which))
    }

    fn link(&mut self, field: &'static str) -> ReadResult<[Who; 2]> {
        self.fields.need(field, |link| self.ends(link))
    }

    fn link_if_given(&mut self, field: &'static str) -> ReadResult<Option<[Who; 2]>> {
        self.fields.read(field, |link| self.ends(link))
    }

    fn link_or_node(&mut self) -> ReadResult<(Option<[Who; 2]>, Option<Who>)> {
        let link = self.link_if_given("link")?;
        match (link, self.fields.get("node")) {
            (Some(_), Some(node)) => {
                let expected = "nothing beside \"link\": one link or all of a node's";
                Err(node.refuse(expected))
            }
            _ => Ok((link, self.node_if_given("node")?)),
        }
    }

    fn range_ms(&mut self, field: &'static str) -> ReadResult<[u64; 2]> {
        self.fields.need(field, |range| range_ms(range, 0))
    }

    fn count(&mut self, field: &'static str) -> ReadResult<u32> {
        let max = u32::MAX.into();
        let count = self
            .fields
            .need(field, |it| it.whole_number(0, max, "a whole number"))?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    fn span_ms(&mut self, field: &'static str) -> ReadResult<u64> {
        let max = SPAN_MAX.0 / 1_000;
        self.fields
            .need(field, |span| span.whole_number(0, max, "milliseconds"))
    }

    fn share(&mut self, field: &'static str) -> ReadResult<Share> {
        self.fields.need(field, read_share)
    }

    fn rate(&mut self, field: &'static str) -> ReadResult<Rate> {
        self.fields.need(field, read_rate)
    }

    fn disk_mode(&mut self, field: &'static str) -> ReadResult<DiskMode> {
        self.fields.need(field, disk_mode)
    }

    fn work(&mut self, field: &'static str) -> ReadResult<Work> {
        self.fields.need(field, read_work)
    }

    fn chaos(&mut self, field: &'static str) -> ReadResult<ChaosSpec> {
        self.fields.need(field, read_chaos)
    }

    fn groups(&mut self, field: &'static str) -> ReadResult<Vec<Group>> {
        self.fields.need(field, |groups| self.sides(groups))
    }

    fn message(&mut self, field: &'static str) -> ReadResult<MessageSpec> {
        self.fields.need(field, |message| self.message_at(message))
    }

    fn late_message(&mut self, field: &'static str) -> ReadResult<LateMessage> {
        self.fields
            .need(field, |message| self.late_message_at(message))
    }
}

impl ActionJson<'_> {
    fn target_if_given(&self) -> ReadResult<Option<TargetSpec>> {
        self.fields.read("to", |to| self.target(to))
    }

    fn who(&self, cursor: JsonCursor<'_>) -> ReadResult<Who> {
        self.who_in(cursor.json).ok_or_else(|| {
            let nodes = NodesOf(self.nodes);
            cursor.refuse(format_args!("{nodes}, \"leader\" or \"a_follower\""))
        })
    }

    fn who_in(&self, json: &Json) -> Option<Who> {
        match json {
            Json::Text(text) if text == "leader" => Some(Who::Role(RoleSpec::Leader)),
            Json::Text(text) if text == "a_follower" => Some(Who::Role(RoleSpec::AFollower)),
            _ => number_below(json, self.nodes).map(Who::Node),
        }
    }

    /// At least one node, each once.
    fn some_nodes(&self, cursor: JsonCursor<'_>) -> ReadResult<Vec<Who>> {
        let nodes = cursor.each(self.nodes.into(), "nodes", |node| self.who(node))?;
        if nodes.is_empty() {
            return Err(cursor.refuse("at least one node"));
        }
        Self::no_node_twice(cursor, &nodes, "each node once")?;
        Ok(nodes)
    }

    fn target(&self, cursor: JsonCursor<'_>) -> ReadResult<TargetSpec> {
        match cursor.json {
            Json::Text(text) if text == "any" => Ok(TargetSpec::Any(Any::Any)),
            json => self.who_in(json).map(TargetSpec::Who).ok_or_else(|| {
                let nodes = NodesOf(self.nodes);
                cursor.refuse(format_args!(
                    "{nodes}, \"leader\", \"a_follower\" or \"any\""
                ))
            }),
        }
    }

    fn stopped_nodes(&self, cursor: JsonCursor<'_>) -> ReadResult<Stopped> {
        match cursor.json {
            Json::Text(text) if text == "all" => Ok(Stopped::All(All::All)),
            json => number_below(json, self.nodes)
                .map(Stopped::Node)
                .ok_or_else(|| {
                    let nodes = NodesOf(self.nodes);
                    cursor.refuse(format_args!("{nodes} or \"all\""))
                }),
        }
    }

    fn ends(&self, cursor: JsonCursor<'_>) -> ReadResult<[Who; 2]> {
        let link = cursor.pair("two nodes, [from, to]", |end| self.who(end))?;
        if link[0] == link[1] {
            return Err(cursor.refuse_as("two different nodes", "the same one twice"));
        }
        Ok(link)
    }

    fn sides(&self, cursor: JsonCursor<'_>) -> ReadResult<Vec<Group>> {
        let partition = cursor.each(self.nodes.into(), "groups of nodes", |group| {
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
            return Err(cursor.refuse("groups of nodes"));
        }
        let rests = partition
            .iter()
            .filter(|group| matches!(group, Group::Rest(_)));
        if rests.count() > 1 {
            return Err(cursor.refuse_as("\"the_rest\" at most once", "it again"));
        }
        let members = partition.iter().flat_map(|group| match group {
            Group::Members(members) => members.as_slice(),
            Group::Rest(_) => &[],
        });
        Self::no_node_twice(cursor, members, "each node in one group only")?;
        Ok(partition)
    }

    fn no_node_twice<'a>(
        cursor: JsonCursor<'_>,
        members: impl IntoIterator<Item = &'a Who>,
        expected: &str,
    ) -> ReadResult<()> {
        let mut seen = Vec::new();
        for member in members {
            if seen.contains(member) {
                let found = match member {
                    Who::Node(node) => node.to_string(),
                    Who::Role(_) => "a role".to_string(),
                };
                return Err(cursor.refuse_as(expected, format_args!("{found} again")));
            }
            seen.push(*member);
        }
        Ok(())
    }

    fn message_at(&self, cursor: JsonCursor<'_>) -> ReadResult<MessageSpec> {
        let fields = cursor.fields(&["from", "to", "kind", "nth", "copy"])?;
        self.message_in(&cursor, &fields)
    }

    fn late_message_at(&self, cursor: JsonCursor<'_>) -> ReadResult<LateMessage> {
        let fields = cursor.fields(&["from", "to", "kind", "nth", "copy", "by_ms"])?;
        let MessageSpec {
            from,
            to,
            kind,
            nth,
            copy,
        } = self.message_in(&cursor, &fields)?;
        let max = SPAN_MAX.0 / 1_000;
        let by_ms = fields.need("by_ms", |by| by.whole_number(0, max, "milliseconds"))?;
        Ok(LateMessage {
            from,
            to,
            kind,
            nth,
            copy,
            by_ms,
        })
    }

    fn message_in(&self, cursor: &JsonCursor<'_>, fields: &Fields<'_>) -> ReadResult<MessageSpec> {
        let message = MessageSpec {
            from: fields.need("from", |end| self.end(end))?,
            to: fields.need("to", |end| self.end(end))?,
            kind: fields.read("kind", read_message_kind)?,
            nth: fields.need("nth", nth)?,
            copy: fields.read("copy", copy)?.unwrap_or(0),
        };
        if message.from == message.to {
            return Err(cursor.refuse_as("two different ends", "the same one twice"));
        }
        Ok(message)
    }

    fn end(&self, cursor: JsonCursor<'_>) -> ReadResult<End> {
        match cursor.json {
            Json::Text(text) if text == "client" => Ok(End::Client(Client::Client)),
            json => self.who_in(json).map(End::Who).ok_or_else(|| {
                let nodes = NodesOf(self.nodes);
                cursor.refuse(format_args!(
                    "{nodes}, \"leader\", \"a_follower\" or \"client\""
                ))
            }),
        }
    }
}

fn command(cursor: JsonCursor<'_>) -> ReadResult<String> {
    let text = cursor.text(COMMAND_CHARACTERS_MAX)?;
    check_command(&cursor.path.to_string(), text)?;
    Ok(text.into())
}

fn key(cursor: JsonCursor<'_>) -> ReadResult<String> {
    // "GET " and the key are the command.
    let text = cursor.text(COMMAND_CHARACTERS_MAX - 4)?;
    if text.is_empty() || text.contains(char::is_whitespace) {
        return Err(cursor.refuse("a key: one word"));
    }
    check_command(&cursor.path.to_string(), text)?;
    Ok(text.into())
}

fn disk_mode(cursor: JsonCursor<'_>) -> ReadResult<DiskMode> {
    let name = name_among(cursor, &DiskMode::ALL.map(DiskMode::word))?;
    let named = |mode: &DiskMode| mode.word() == name;
    Ok(DiskMode::ALL.into_iter().find(named).unwrap_or_default())
}

fn copy(cursor: JsonCursor<'_>) -> ReadResult<u32> {
    let number = cursor.whole_number(0, u64::from(u32::MAX), "copies")?;
    Ok(u32::try_from(number).unwrap_or(u32::MAX))
}

fn nth(cursor: JsonCursor<'_>) -> ReadResult<Nth> {
    match cursor.json {
        Json::Text(text) if text == "newest" => Ok(Nth::Newest(Newest::Newest)),
        Json::Whole(number) if *number <= SEED_MAX => Ok(Nth::Number(*number)),
        _ => Err(cursor.refuse(format!(
            "a whole number from 0 to {SEED_MAX}, or \"newest\""
        ))),
    }
}
