//! Links of version 2: the branch shown by its name, and what is compared with it.
//!
//! A plain run still makes a link of version 1. The order of the variants and fields below is
//! the format of version 2: only ever append.

use alloc::string::String;
use alloc::vec::Vec;

use raft_core::Instant;
use serde::{Deserialize, Serialize};

use super::{
    LINK_VERSION, LinkError, Shared, WireAction, WireLink, WireOption, actions_from,
    changed_options, options_from, read, wire_actions, write,
};
use crate::action::TimedAction;
use crate::check::{RunError, check_name, check_run, check_twin};
use crate::options::Options;
use crate::run::Run;

/// What a link carries, with what stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The branch shown.
    pub shown: Shared,
    /// What somebody called it.
    pub name: Option<String>,
    /// What it is compared with.
    pub beside: Option<Beside>,
}

/// What a run is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Another branch of it.
    Branch {
        /// What somebody called it.
        name: Option<String>,
        /// Whether the branch shown left this one, and not this one the branch shown.
        is_origin: bool,
        /// Until where both are the same.
        forked_at: Instant,
        /// All that is done on it, from the beginning.
        actions: Vec<TimedAction>,
        /// The furthest moment that was played.
        head: Instant,
    },
    /// The same actions under other options.
    Twin(Options),
}

pub(super) const PAIR_VERSION: u8 = 2;

/// The link's text, beginning with `#`.
#[must_use]
pub fn encode_pair(pair: &Pair) -> String {
    if pair.name.is_none() && pair.beside.is_none() {
        return super::encode(&pair.shown);
    }
    write(PAIR_VERSION, &WirePair::from(pair))
}

/// What a link of any version carries, with what stands beside it.
///
/// # Errors
/// One sentence that says what is wrong with it.
pub fn decode_pair(text: &str) -> Result<Pair, LinkError> {
    let (version, body) = super::open(text)?;
    let pair = match version {
        LINK_VERSION => Pair {
            shown: Shared::try_from(read::<WireLink>(&body)?)?,
            name: None,
            beside: None,
        },
        _ => Pair::try_from(read::<WirePair>(&body)?)?,
    };
    pair.check().map_err(LinkError::Refused)?;
    Ok(pair)
}

impl Pair {
    fn check(&self) -> Result<(), RunError> {
        let run = &self.shown.run;
        check_run(run)?;
        check_name(self.name.as_deref())?;
        match &self.beside {
            None => Ok(()),
            Some(Beside::Branch { name, actions, .. }) => {
                check_name(name.as_deref())?;
                check_run(&Run {
                    actions: actions.clone(),
                    ..run.clone()
                })
            }
            Some(Beside::Twin(options)) => check_twin(run, options),
        }
    }
}

#[derive(Serialize, Deserialize)]
struct WirePair {
    shown: WireLink,
    name: Option<String>,
    beside: WireBeside,
}

#[derive(Serialize, Deserialize)]
enum WireBeside {
    Nothing,
    Branch(WireBranch),
    Twin(Vec<WireOption>),
}

#[derive(Serialize, Deserialize)]
struct WireBranch {
    name: Option<String>,
    is_origin: bool,
    forked_at: u64,
    /// How many of its first actions are those of the branch shown.
    shared: u32,
    /// The others, each moment as the span since the one before.
    actions: Vec<(u64, WireAction)>,
    head: u64,
}

impl From<&Pair> for WirePair {
    fn from(pair: &Pair) -> WirePair {
        let shown = &pair.shown.run.actions;
        let beside = match &pair.beside {
            None => WireBeside::Nothing,
            Some(Beside::Twin(options)) => WireBeside::Twin(changed_options(options)),
            Some(Beside::Branch {
                name,
                is_origin,
                forked_at,
                actions,
                head,
            }) => {
                let pairs = shown.iter().zip(actions);
                let shared = pairs.take_while(|(one, other)| one == other).count();
                WireBeside::Branch(WireBranch {
                    name: name.clone(),
                    is_origin: *is_origin,
                    forked_at: forked_at.0,
                    shared: u32::try_from(shared).unwrap_or(u32::MAX),
                    actions: wire_actions(last_moment(&actions[..shared]), &actions[shared..]),
                    head: head.0,
                })
            }
        };
        WirePair {
            shown: WireLink::from(&pair.shown),
            name: pair.name.clone(),
            beside,
        }
    }
}

impl TryFrom<WirePair> for Pair {
    type Error = LinkError;

    fn try_from(wire: WirePair) -> Result<Pair, LinkError> {
        let shown = Shared::try_from(wire.shown)?;
        let beside = match wire.beside {
            WireBeside::Nothing => None,
            WireBeside::Twin(changed) => Some(Beside::Twin(options_from(changed)?)),
            WireBeside::Branch(branch) => {
                let shared = usize::try_from(branch.shared).ok();
                let shared = shared.and_then(|shared| shown.run.actions.get(..shared));
                let mut actions = shared.ok_or(LinkError::Damaged)?.to_vec();
                let own = actions_from(last_moment(&actions), branch.actions)?;
                actions.extend(own);
                Some(Beside::Branch {
                    name: branch.name,
                    is_origin: branch.is_origin,
                    forked_at: Instant(branch.forked_at),
                    actions,
                    head: Instant(branch.head),
                })
            }
        };
        Ok(Pair {
            shown,
            name: wire.name,
            beside,
        })
    }
}

fn last_moment(actions: &[TimedAction]) -> Instant {
    actions.last().map_or(Instant::ZERO, |last| last.at)
}
