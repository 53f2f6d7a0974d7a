//! Deeds as words in a row, "cut 0 leader": how the page's buttons put them.
//!
//! They say the same as the `do` of a scenario file, in the order in which the functions below
//! read them; `web/engine/action-line.ts` writes them. Reading JSON, with a sentence for each
//! mistake, is a quarter of a page's first load; a button makes no mistakes.

use alloc::string::String;
use alloc::vec::Vec;
use core::str::FromStr;

use super::error::ReadError;
use crate::action::Action;
use crate::scenario::play::resolve::resolve_now;
use crate::scenario::spec::action_spec::{
    ActionSpec, All, Any, Client, End, Group, Heal, LateMessage, Message, Newest, Nth, Rest, Role,
    Stopped, Target, Who,
};
use crate::scenario::spec::share::{Rate, Share, parse as parse_ratio};
use crate::scenario::spec::work::{Off, Work, WorkloadShape};
use crate::server::disk::DiskMode;
use crate::world::World;

/// What these words come down to at the moment shown.
///
/// # Errors
/// Why it cannot be done now, or that the words say nothing.
pub fn parse_action_line(words: &str, world: &World) -> Result<Vec<Action>, ReadError> {
    let deed = Words(words).deed().ok_or_else(|| {
        ReadError::new(format_args!(
            "\"{words}\" says nothing: expected an action in words, such as \"crash leader\"."
        ))
    })?;
    resolve_now(&deed, world)
}

/// The words that are still to be read, with one space between two of them.
struct Words<'a>(&'a str);

impl<'a> Words<'a> {
    fn deed(&mut self) -> Option<ActionSpec> {
        let deed = match self.word()? {
            "write" => ActionSpec::Write {
                to: Some(self.target()?),
                write: self.rest(),
            },
            "read" => ActionSpec::Read {
                to: Some(self.target()?),
                read: self.rest(),
            },
            "crash" => ActionSpec::Crash { crash: self.who()? },
            "restart" => ActionSpec::Restart {
                restart: self.stopped()?,
            },
            "pause" => ActionSpec::Pause { pause: self.who()? },
            "resume" => ActionSpec::Resume {
                resume: self.stopped()?,
            },
            "timeout" => ActionSpec::Timeout {
                timeout: self.who()?,
            },
            "crash_at_write" => ActionSpec::CrashAtWrite {
                crash_at_write: self.who()?,
            },
            "wipe_disk" => ActionSpec::WipeDisk {
                wipe_disk: self.who()?,
            },
            "disk" => ActionSpec::Disk {
                disk: self.conduct()?,
                node: self.who()?,
            },
            "disk_ms" => ActionSpec::DiskLatency {
                disk_ms: [self.number()?, self.number()?],
                node: self.if_any(Words::who)?,
            },
            "clock_rate" => ActionSpec::ClockRate {
                clock_rate: Rate(parse_ratio(self.word()?)?),
                node: self.who()?,
            },
            "workload" => ActionSpec::Workload {
                workload: self.work()?,
            },
            "partition" => ActionSpec::Partition {
                partition: self.groups()?,
            },
            "isolate" => ActionSpec::Isolate {
                isolate: self.who()?,
            },
            "cut" => ActionSpec::Cut { cut: self.link()? },
            "uncut" => ActionSpec::Uncut {
                uncut: self.link()?,
            },
            "heal" => ActionSpec::Heal(Heal::Heal),
            "latency_ms" => {
                let latency_ms = [self.number()?, self.number()?];
                let of_node = self.0.strip_prefix("of ");
                self.0 = of_node.unwrap_or(self.0);
                ActionSpec::Latency {
                    latency_ms,
                    link: match of_node {
                        None => self.if_any(Words::link)?,
                        Some(_) => None,
                    },
                    node: self.if_any(Words::who)?,
                }
            }
            "loss" => ActionSpec::Loss {
                loss: self.share()?,
                link: self.if_any(Words::link)?,
            },
            "duplication" => ActionSpec::Duplication {
                duplication: self.share()?,
                link: self.if_any(Words::link)?,
            },
            "drop" => ActionSpec::Drop {
                drop: self.message()?,
            },
            "deliver" => ActionSpec::Deliver {
                deliver: self.message()?,
            },
            "duplicate" => ActionSpec::Duplicate {
                duplicate: self.message()?,
            },
            "delay" => ActionSpec::Delay {
                delay: self.late_message()?,
            },
            _ => return None,
        };
        self.0.is_empty().then_some(deed)
    }

    fn word(&mut self) -> Option<&'a str> {
        let (word, rest) = self.0.split_once(' ').unwrap_or((self.0, ""));
        self.0 = rest;
        (!word.is_empty()).then_some(word)
    }

    /// A text with spaces of its own, which is why it comes last.
    fn rest(&mut self) -> String {
        core::mem::take(&mut self.0).into()
    }

    fn if_any<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.0 {
            "" => Some(None),
            _ => read(self).map(Some),
        }
    }

    fn number<N: FromStr>(&mut self) -> Option<N> {
        self.word()?.parse().ok()
    }

    fn who(&mut self) -> Option<Who> {
        who(self.word()?)
    }

    fn target(&mut self) -> Option<Target> {
        match self.word()? {
            "any" => Some(Target::Any(Any::Any)),
            word => who(word).map(Target::Who),
        }
    }

    fn stopped(&mut self) -> Option<Stopped> {
        match self.word()? {
            "all" => Some(Stopped::All(All::All)),
            word => word.parse().ok().map(Stopped::Node),
        }
    }

    fn end(&mut self) -> Option<End> {
        match self.word()? {
            "client" => Some(End::Client(Client::Client)),
            word => who(word).map(End::Who),
        }
    }

    fn link(&mut self) -> Option<[Who; 2]> {
        Some([self.who()?, self.who()?])
    }

    fn share(&mut self) -> Option<Share> {
        parse_ratio(self.word()?).map(Share)
    }

    fn conduct(&mut self) -> Option<DiskMode> {
        let word = self.word()?;
        let mut all = DiskMode::ALL.into_iter();
        all.find(|conduct| conduct.word() == word)
    }

    /// Groups with a bar between two of them: "0 1 | the_rest".
    fn groups(&mut self) -> Option<Vec<Group>> {
        let mut groups = Vec::from([Vec::new()]);
        let mut rest = false;
        while let Some(word) = self.word() {
            match word {
                "|" => groups.push(Vec::new()),
                "the_rest" => rest = true,
                word => groups.last_mut()?.push(who(word)?),
            }
        }
        let named = groups.into_iter().filter(|group| !group.is_empty());
        let rest = rest.then_some(Group::Rest(Rest::TheRest));
        Some(named.map(Group::Members).chain(rest).collect())
    }

    /// "off", or operations per second, share of reads, keys and clients.
    fn work(&mut self) -> Option<Work> {
        if self.0 == "off" {
            self.0 = "";
            return Some(Work::Off(Off::Off));
        }
        Some(Work::On(WorkloadShape {
            per_second: self.if_given()?,
            reads: match self.word()? {
                "-" => None,
                word => Some(Share(parse_ratio(word)?)),
            },
            keys: self.if_given()?,
            clients: self.if_given()?,
        }))
    }

    fn if_given<N: FromStr>(&mut self) -> Option<Option<N>> {
        match self.word()? {
            "-" => Some(None),
            word => word.parse().ok().map(Some),
        }
    }

    fn message(&mut self) -> Option<Message> {
        Some(Message {
            from: self.end()?,
            to: self.end()?,
            nth: match self.word()? {
                "newest" => Nth::Newest(Newest::Newest),
                word => Nth::Number(word.parse().ok()?),
            },
            copy: self.number()?,
        })
    }

    fn late_message(&mut self) -> Option<LateMessage> {
        let Message {
            from,
            to,
            nth,
            copy,
        } = self.message()?;
        Some(LateMessage {
            from,
            to,
            nth,
            copy,
            by_ms: self.number()?,
        })
    }
}

fn who(word: &str) -> Option<Who> {
    match word {
        "leader" => Some(Who::Role(Role::Leader)),
        "a_follower" => Some(Who::Role(Role::AFollower)),
        _ => word.parse().ok().map(Who::Node),
    }
}
