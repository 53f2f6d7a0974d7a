//! Whether an action can be done to a cluster with given options.

use alloc::format;

use raft_core::{Duration, NodeSet};

use crate::action::Action;
use crate::action::chaos::Chaos;
use crate::address::{Endpoint, PacketName, Target};
use crate::clients::workload::Workload;
use crate::limits::{
    CHAOS_PER_MINUTE_MAX, CLOCK_RATE_MAX, CLOCK_RATE_PARTS_MAX, COMMAND_CHARACTERS_MAX, SEED_MAX,
    WORKLOAD_CLIENTS_MAX, WORKLOAD_KEYS_MAX, WORKLOAD_PER_SECOND_MAX,
};
use crate::options::{Options, Ratio};
use crate::range::{
    check_latency, check_link, check_node, check_printable, check_range, check_ratio,
};
use crate::run_error::{Checked, RunError};
use crate::whole::IS_WHOLE;

/// Checks that this action is possible in a cluster with these options.
///
/// # Errors
/// One sentence about the value that is not possible.
pub fn check_action(action: &Action, options: &Options) -> Checked {
    let place = action.kind().names().field;
    match action {
        Action::Write { to, command } => {
            check_command(place, command.text())?;
            match to {
                Target::Node(node) => check_node("to", *node, options),
                Target::Any => Ok(()),
            }
        }
        Action::Crash(node)
        | Action::Restart(node)
        | Action::Pause(node)
        | Action::Resume(node)
        | Action::ForceTimeout(node)
        | Action::CrashAtWrite(node)
        | Action::WipeDisk(node)
        | Action::Isolate(node) => check_node(place, *node, options),
        Action::TearWrites { node, .. } => check_node(place, *node, options),
        Action::SetDisk { node, .. } => check_node("node", *node, options),
        Action::SetDiskLatency { node, latency } => {
            check_latency(place, *latency)?;
            node.map_or(Ok(()), |node| check_node("node", node, options))
        }
        Action::SetClockRate { node, rate } => {
            check_clock_rate(place, *rate)?;
            check_node("node", *node, options)
        }
        Action::JumpClock { node, by, .. } => {
            check_range(place, (*by, *by), Duration(0))?;
            check_node("node", *node, options)
        }
        Action::SetWorkload(workload) => workload.map_or(Ok(()), check_workload),
        Action::Partition(groups) => check_groups(place, groups, options),
        Action::Cut(link) | Action::Uncut(link) => check_link(place, *link, options),
        Action::Heal => Ok(()),
        Action::SetLatency { link, latency } => {
            check_latency(place, *latency)?;
            link.map_or(Ok(()), |link| check_link("link", link, options))
        }
        Action::SetLoss { link, ratio } | Action::SetDuplication { link, ratio } => {
            check_ratio(place, *ratio)?;
            link.map_or(Ok(()), |link| check_link("link", link, options))
        }
        Action::Drop(name) | Action::Deliver(name) | Action::Duplicate(name) => {
            check_packet(place, *name, options)
        }
        Action::Delay(name, by) => {
            check_packet(place, *name, options)?;
            check_range("delay.by_ms", (*by, *by), Duration(0))
        }
        Action::SetChaos(chaos) => chaos.map_or(Ok(()), check_chaos),
        Action::Transfer { from, to } => {
            check_node(place, *to, options)?;
            check_node("from", *from, options)
        }
        Action::Change { to, change } if IS_WHOLE => {
            if !options.may_change_members() {
                let expected = "the option membership to be on, since without it nobody joins or \
                                leaves";
                return Err(RunError::new(place, &expected, &"it off"));
            }
            let voters = change.servers();
            if voters.is_empty() {
                return Err(RunError::new(place, &"at least one node", &"none"));
            }
            for node in voters.iter() {
                check_node(place, node, options)?;
            }
            match to {
                Target::Node(node) => check_node("to", *node, options),
                Target::Any => Ok(()),
            }
        }
        // A part of the engine is never asked for one.
        Action::Change { .. } => Ok(()),
    }
}

/// Checks that a client may send this command.
///
/// # Errors
/// One sentence about the mistake in the text.
pub fn check_command(place: &str, text: &str) -> Checked {
    let characters = text.chars().count();
    if characters > COMMAND_CHARACTERS_MAX {
        let expected = format_args!("at most {COMMAND_CHARACTERS_MAX} characters");
        return Err(RunError::new(place, &expected, &characters));
    }
    if text.trim().is_empty() {
        return Err(RunError::new(
            place,
            &"a command such as \"SET x=1\"",
            &"nothing",
        ));
    }
    check_printable(place, text)
}

/// Checks the rate of a clock.
///
/// # Errors
/// Returns one when the rate is too fast, too slow, or a ratio of numbers that are too large.
pub(crate) fn check_clock_rate(place: &str, rate: Ratio) -> Checked {
    let Ratio {
        numerator,
        denominator,
    } = rate;
    let parts = 1..=CLOCK_RATE_PARTS_MAX;
    let in_range = numerator <= denominator.saturating_mul(CLOCK_RATE_MAX)
        && denominator <= numerator.saturating_mul(CLOCK_RATE_MAX);
    if parts.contains(&numerator) && parts.contains(&denominator) && in_range {
        return Ok(());
    }
    let expected = format_args!(
        "a rate from 1/{CLOCK_RATE_MAX} to {CLOCK_RATE_MAX}, in parts of at most \
         {CLOCK_RATE_PARTS_MAX}"
    );
    Err(RunError::new(place, &expected, &format_args!("{rate}")))
}

/// Checks the numbers of a workload.
///
/// # Errors
/// One sentence about the first number that is out of range.
pub(crate) fn check_workload(workload: Workload) -> Checked {
    let Workload {
        per_second,
        reads,
        keys,
        clients,
    } = workload;
    let numbers = [
        ("per_second", per_second, WORKLOAD_PER_SECOND_MAX),
        ("keys", keys.into(), WORKLOAD_KEYS_MAX.into()),
        ("clients", clients.into(), WORKLOAD_CLIENTS_MAX.into()),
    ];
    for (name, number, max) in numbers {
        if !(1..=max).contains(&number) {
            let expected = format_args!("a whole number from 1 to {max}");
            return Err(RunError::new(
                &format!("workload.{name}"),
                &expected,
                &number,
            ));
        }
    }
    check_ratio("workload.reads", reads)
}

fn check_chaos(chaos: Chaos) -> Checked {
    if (1..=CHAOS_PER_MINUTE_MAX).contains(&chaos.per_minute) {
        return Ok(());
    }
    let expected = format_args!("a whole number from 1 to {CHAOS_PER_MINUTE_MAX}");
    Err(RunError::new(
        "chaos.per_minute",
        &expected,
        &chaos.per_minute,
    ))
}

fn check_packet(place: &str, name: PacketName, options: &Options) -> Checked {
    for (end, endpoint) in [("from", name.from), ("to", name.to)] {
        if let Endpoint::Node(node) = endpoint {
            check_node(&format!("{place}.{end}"), node, options)?;
        }
    }
    if name.from == name.to {
        let expected = "two different ends";
        return Err(RunError::new(
            place,
            &expected,
            &format_args!("{} twice", name.from),
        ));
    }
    if name.nth > SEED_MAX {
        let expected = format_args!("a whole number from 0 to {SEED_MAX}");
        return Err(RunError::new(&format!("{place}.nth"), &expected, &name.nth));
    }
    Ok(())
}

fn check_groups(place: &str, groups: &[NodeSet], options: &Options) -> Checked {
    if groups.is_empty() || groups.len() > usize::from(options.nodes) {
        let expected = format_args!("1 to {} groups of nodes", options.nodes);
        return Err(RunError::new(place, &expected, &groups.len()));
    }
    let mut seen = NodeSet::EMPTY;
    for (position, group) in groups.iter().enumerate() {
        let place = format!("{place}[{position}]");
        if group.is_empty() {
            return Err(RunError::new(&place, &"at least one node", &"none"));
        }
        for node in group.iter() {
            check_node(&place, node, options)?;
        }
        if let Some(node) = seen.intersection(*group).iter().next() {
            let expected = "each node in one group only";
            return Err(RunError::new(
                &place,
                &expected,
                &format_args!("{} again", node.0),
            ));
        }
        seen = seen.union(*group);
    }
    Ok(())
}
