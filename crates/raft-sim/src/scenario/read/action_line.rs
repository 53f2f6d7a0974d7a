//! Reading an action from a line of words, "cut 0 leader", as the page's buttons send it.
//!
//! A line says the same as the `do` of a scenario file: the name of the action, then its values,
//! in the order in which [`read_action`] asks for them. `web/engine/action.ts` writes it. A
//! button makes no mistakes, so there is no sentence for each.

use alloc::string::String;
use alloc::vec::Vec;

use crate::action::chaos::Assumptions;
use crate::action::{Action, ActionKind};
use crate::scenario::action::chaos::{ChaosShape, ChaosSpec};
use crate::scenario::action::share::{Rate, Share, parse_ratio};
use crate::scenario::action::source::Source;
use crate::scenario::action::value::{
    All, Any, Client, End, Group, LateMessage, MessageSpec, Newest, Nth, Rest, RoleSpec, Stopped,
    TargetSpec, Who,
};
use crate::scenario::action::work::{Off, Work, WorkloadShape};
use crate::scenario::action::{ActionSpec, read_action, resolve_now};
use crate::scenario::error::ReadError;
use crate::server::disk::DiskMode;
use crate::world::World;

/// The actions that this line stands for at the moment shown.
///
/// # Errors
/// One sentence: the reason why the action cannot be done now, or that the line is no action.
pub fn parse_action_line(line: &str, world: &World) -> Result<Vec<Action>, ReadError> {
    let spec = read_action_line(line).map_err(|Unreadable| {
        ReadError::new(format_args!(
            "\"{line}\" says nothing: expected an action in words, such as \"crash leader\"."
        ))
    })?;
    resolve_now(&spec, world)
}

fn read_action_line(line: &str) -> Read<ActionSpec> {
    let mut words = Words(line);
    let name = words.word()?;
    let mut kinds = ActionKind::ALL.into_iter();
    let kind = kinds.find(|kind| kind.names().field == name);
    let spec = read_action(&mut words, kind.ok_or(Unreadable)?)?;
    match words.0 {
        "" => Ok(spec),
        _ => Err(Unreadable),
    }
}

/// The words that are still to be read, with one space between two of them.
struct Words<'a>(&'a str);

impl Words<'_> {
    /// The node that a client asks.
    fn target(&mut self) -> Read<TargetSpec> {
        Ok(match self.word()? {
            "any" => TargetSpec::Any(Any::Any),
            word => TargetSpec::Who(who(word)?),
        })
    }
}

/// A word is missing, or is none of those that may stand there.
struct Unreadable;

type Read<T> = Result<T, Unreadable>;

impl Source for Words<'_> {
    type Error = Unreadable;

    fn not_built_in(&self, _: &'static str) -> Unreadable {
        Unreadable
    }

    /// The text comes last, since it may have spaces of its own.
    fn command_and_target(&mut self, _: &'static str) -> Read<(String, Option<TargetSpec>)> {
        let to = self.target()?;
        Ok((core::mem::take(&mut self.0).into(), Some(to)))
    }

    fn key_and_target(&mut self, field: &'static str) -> Read<(String, Option<TargetSpec>)> {
        self.command_and_target(field)
    }

    fn node(&mut self, _: &'static str) -> Read<Who> {
        who(self.word()?)
    }

    fn node_and_target(&mut self, field: &'static str) -> Read<(Who, Option<TargetSpec>)> {
        let node = self.node(field)?;
        let to = match self.0 {
            "" => None,
            _ => Some(self.target()?),
        };
        Ok((node, to))
    }

    /// "to" stands before the node that is asked: "0 3 4 to leader".
    fn nodes_and_target(&mut self, _: &'static str) -> Read<(Vec<Who>, Option<TargetSpec>)> {
        let mut nodes = Vec::new();
        while let Ok(word) = self.word() {
            match word {
                "to" => return Ok((nodes, Some(self.target()?))),
                word => nodes.push(who(word)?),
            }
        }
        Ok((nodes, None))
    }

    fn node_if_given(&mut self, field: &'static str) -> Read<Option<Who>> {
        match self.0 {
            "" => Ok(None),
            _ => self.node(field).map(Some),
        }
    }

    fn stopped(&mut self, _: &'static str) -> Read<Stopped> {
        match self.word()? {
            "all" => Ok(Stopped::All(All::All)),
            word => small_number(word).map(Stopped::Node),
        }
    }

    fn link(&mut self, _: &'static str) -> Read<[Who; 2]> {
        Ok([who(self.word()?)?, who(self.word()?)?])
    }

    fn link_if_given(&mut self, field: &'static str) -> Read<Option<[Who; 2]>> {
        match self.0 {
            "" => Ok(None),
            _ => self.link(field).map(Some),
        }
    }

    /// "of" stands before a node, where a link might stand as well.
    fn link_or_node(&mut self) -> Read<(Option<[Who; 2]>, Option<Who>)> {
        match self.0.strip_prefix("of ") {
            Some(node) => {
                self.0 = node;
                Ok((None, Some(self.node("node")?)))
            }
            None => Ok((self.link_if_given("link")?, None)),
        }
    }

    fn range_ms(&mut self, _: &'static str) -> Read<[u64; 2]> {
        Ok([number(self.word()?)?, number(self.word()?)?])
    }

    fn count(&mut self, _: &'static str) -> Read<u32> {
        u32::try_from(number(self.word()?)?).map_err(|_| Unreadable)
    }

    fn span_ms(&mut self, _: &'static str) -> Read<u64> {
        number(self.word()?)
    }

    fn share(&mut self, _: &'static str) -> Read<Share> {
        let ratio = parse_ratio(self.word()?);
        ratio.map(Share).ok_or(Unreadable)
    }

    fn rate(&mut self, _: &'static str) -> Read<Rate> {
        let ratio = parse_ratio(self.word()?);
        ratio.map(Rate).ok_or(Unreadable)
    }

    fn disk_mode(&mut self, _: &'static str) -> Read<DiskMode> {
        let word = self.word()?;
        let mut all = DiskMode::ALL.into_iter();
        all.find(|mode| mode.word() == word).ok_or(Unreadable)
    }

    /// "off", or faults per minute and whether assumptions are kept.
    fn chaos(&mut self, _: &'static str) -> Read<ChaosSpec> {
        if self.0 == "off" {
            self.0 = "";
            return Ok(ChaosSpec::Off(Off::Off));
        }
        Ok(ChaosSpec::On(ChaosShape {
            per_minute: self.if_given(|words| small_number(words.word()?))?,
            assumptions: self.if_given(|words| {
                let word = words.word()?;
                let mut all = Assumptions::ALL.into_iter();
                all.find(|it| it.word() == word).ok_or(Unreadable)
            })?,
        }))
    }

    /// "off", or operations per second, share of reads, keys and clients.
    fn work(&mut self, field: &'static str) -> Read<Work> {
        if self.0 == "off" {
            self.0 = "";
            return Ok(Work::Off(Off::Off));
        }
        Ok(Work::On(WorkloadShape {
            per_second: self.if_given(|words| small_number(words.word()?))?,
            reads: self.if_given(|words| words.share(field))?,
            keys: self.if_given(|words| small_number(words.word()?))?,
            clients: self.if_given(|words| small_number(words.word()?))?,
        }))
    }

    /// A bar stands between two groups: "0 1 | the_rest".
    fn groups(&mut self, _: &'static str) -> Read<Vec<Group>> {
        let mut groups = Vec::from([Vec::new()]);
        let mut rest = false;
        while let Ok(word) = self.word() {
            match word {
                "|" => groups.push(Vec::new()),
                "the_rest" => rest = true,
                word => groups.last_mut().ok_or(Unreadable)?.push(who(word)?),
            }
        }
        let named = groups.into_iter().filter(|group| !group.is_empty());
        let rest = rest.then_some(Group::Rest(Rest::TheRest));
        Ok(named.map(Group::Members).chain(rest).collect())
    }

    fn message(&mut self, _: &'static str) -> Read<MessageSpec> {
        Ok(MessageSpec {
            from: end(self.word()?)?,
            to: end(self.word()?)?,
            kind: None,
            nth: match self.word()? {
                "newest" => Nth::Newest(Newest::Newest),
                word => Nth::Number(number(word)?),
            },
            copy: small_number(self.word()?)?,
        })
    }

    fn late_message(&mut self, field: &'static str) -> Read<LateMessage> {
        let MessageSpec {
            from,
            to,
            kind,
            nth,
            copy,
        } = self.message(field)?;
        Ok(LateMessage {
            from,
            to,
            kind,
            nth,
            copy,
            by_ms: number(self.word()?)?,
        })
    }
}

impl<'a> Words<'a> {
    fn word(&mut self) -> Read<&'a str> {
        let (word, rest) = self.0.split_once(' ').unwrap_or((self.0, ""));
        self.0 = rest;
        match word {
            "" => Err(Unreadable),
            word => Ok(word),
        }
    }

    /// A dash stands for a value that is not given.
    fn if_given<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<Option<T>> {
        match self.0.strip_prefix('-') {
            Some(rest) => {
                self.0 = rest.strip_prefix(' ').unwrap_or(rest);
                Ok(None)
            }
            None => read(self).map(Some),
        }
    }
}

/// One function for all numbers: a function for each type would link a parser for each.
fn number(word: &str) -> Read<u64> {
    word.parse().map_err(|_| Unreadable)
}

fn small_number<N: TryFrom<u64>>(word: &str) -> Read<N> {
    N::try_from(number(word)?).map_err(|_| Unreadable)
}

fn who(word: &str) -> Read<Who> {
    match word {
        "leader" => Ok(Who::Role(RoleSpec::Leader)),
        "a_follower" => Ok(Who::Role(RoleSpec::AFollower)),
        _ => small_number(word).map(Who::Node),
    }
}

fn end(word: &str) -> Read<End> {
    match word {
        "client" => Ok(End::Client(Client::Client)),
        _ => who(word).map(End::Who),
    }
}
