//! Checks that a run can be played: its options, its disks, its actions.

use alloc::format;

use raft_core::{Extension, FlowLimits, Instant, NODE_LIMIT, NodeId, Term};

use crate::action::TimedAction;
use crate::action::check::check_action;
use crate::limits::{
    ACTIONS_MAX, CLOCK_DRIFT_MAX, ENTRIES_PER_MESSAGE_MAX, FLOW_LIMIT_MAX, NAME_CHARACTERS_MAX,
    NODES_MAX, RUN_MAX, SEED_MAX, SNAPSHOT_AFTER_MAX, SPAN_MIN, START_ENTRIES_MAX, TERM_MAX,
};
use crate::options::Options;
use crate::range::{check_latency, check_node, check_printable, check_range, check_ratio};
use crate::run::{Run, Start};
use crate::run_error::{Checked, RunError};
use crate::whole::IS_WHOLE;

/// Checks that a run can be played.
///
/// # Errors
/// One sentence about the first value that is not possible, in the order of the run's fields.
pub fn check_run(run: &Run) -> Checked {
    if run.seed > SEED_MAX {
        let expected = format_args!("a whole number from 0 to {SEED_MAX}");
        return Err(RunError::new("seed", &expected, &run.seed));
    }
    check_options(&run.options).map_err(|error| error.within("options."))?;
    check_start(&run.start, &run.options).map_err(|error| error.within("start."))?;
    check_actions(run)
}

/// Checks the options of a cluster and its network.
///
/// # Errors
/// One sentence about the first option that is out of range.
pub fn check_options(options: &Options) -> Checked {
    if !(1..=NODES_MAX).contains(&options.nodes) {
        let expected = format_args!("1 to {NODES_MAX} nodes");
        return Err(RunError::new("nodes", &expected, &options.nodes));
    }
    let timeout = (options.election_timeout_min, options.election_timeout_max);
    check_range("election_timeout_ms", timeout, SPAN_MIN)?;
    check_range(
        "heartbeat_ms",
        (options.heartbeat, options.heartbeat),
        SPAN_MIN,
    )?;
    check_latency("latency_ms", options.latency)?;
    check_latency("disk_ms", options.disk)?;
    check_ratio("loss", options.loss)?;
    check_ratio("duplicate", options.duplicate)?;
    match IS_WHOLE {
        true => check_snapshots(options)
            .and_then(|()| check_flow(options))
            .and_then(|()| check_reads(options)),
        false => Ok(()),
    }
}

/// Checks after how many entries a snapshot is taken: one of an empty log stands for nothing.
fn check_snapshots(options: &Options) -> Checked {
    if (1..=SNAPSHOT_AFTER_MAX).contains(&options.snapshot_after) {
        return Ok(());
    }
    let expected = format_args!("1 to {SNAPSHOT_AFTER_MAX} entries");
    Err(RunError::new(
        "snapshot_after",
        &expected,
        &options.snapshot_after,
    ))
}

/// Checks the limits of the flow of entries: with a limit of nothing, nothing would be sent or
/// taken.
fn check_flow(options: &Options) -> Checked {
    let FlowLimits {
        max_in_flight,
        batch_for,
        max_uncommitted,
    } = options.flow;
    let rows = [
        (
            "max_entries_per_message",
            options.entries_per_message,
            ENTRIES_PER_MESSAGE_MAX,
            "entries",
        ),
        (
            Extension::MaxInFlight.name(),
            max_in_flight,
            FLOW_LIMIT_MAX,
            "messages",
        ),
        (
            Extension::MaxUncommitted.name(),
            max_uncommitted,
            FLOW_LIMIT_MAX,
            "entries",
        ),
    ];
    for (name, value, max, unit) in rows {
        if !(1..=max).contains(&value) {
            let expected = format_args!("1 to {max} {unit}");
            return Err(RunError::new(name, &expected, &value));
        }
    }
    let batch_for = (batch_for, batch_for);
    check_range(Extension::BatchFor.name(), batch_for, SPAN_MIN)
}

/// Checks how reads are answered: in one way, by a lease only where nobody is elected while a
/// leader is heard, and with a bound for clocks that a lease can be shortened by.
fn check_reads(options: &Options) -> Checked {
    let extensions = options.extensions;
    let of_reads = || {
        Extension::OF_READS
            .into_iter()
            .filter(|it| extensions.has(*it))
    };
    if of_reads().count() > 1 {
        let expected = "one way of answering reads";
        return Err(RunError::new("reads", &expected, &of_reads().count()));
    }
    let keeps_leases = [Extension::CheckQuorum, Extension::LeaderStickiness];
    if extensions.has(Extension::LeaseReads)
        && let Some(missing) = keeps_leases.into_iter().find(|it| !extensions.has(*it))
    {
        let expected = "check_quorum and leader_stickiness to be on with it, since a lease lasts \
                        only while nobody else is elected";
        let found = format_args!("lease without {}", missing.name());
        return Err(RunError::new("reads", &expected, &found));
    }
    if options.clock_drift > CLOCK_DRIFT_MAX {
        let expected = format_args!("at most {CLOCK_DRIFT_MAX} thousandths");
        return Err(RunError::new(
            "clock_drift_per_mille",
            &expected,
            &options.clock_drift,
        ));
    }
    Ok(())
}

/// Checks the contents of the disks, each of them alone and any two of them side by side. Links may
/// hold a start that no run can reach all the same: [`unreachable_start`] says whether it is one.
///
/// [`unreachable_start`]: crate::unreachable_start
///
/// # Errors
/// One sentence about the first disk that cannot come about under Raft.
pub fn check_start(start: &Start, options: &Options) -> Checked {
    for (node, terms) in &start.logs {
        let place = format!("logs.{}", node.0);
        check_node(&place, *node, options)?;
        check_log(&place, terms)?;
    }
    for (node, term) in &start.terms {
        let place = format!("terms.{}", node.0);
        check_node(&place, *node, options)?;
        let last = start.last_term(*node);
        if *term < last || term.0 > TERM_MAX {
            let expected =
                format_args!("a term from {last}, that of its last entry, to {TERM_MAX}");
            return Err(RunError::new(&place, &expected, &term));
        }
    }
    for (node, vote) in &start.votes {
        let place = format!("votes.{}", node.0);
        check_node(&place, *node, options)?;
        check_node(&place, *vote, options)?;
        if start.current_term(*node) == Term(0) {
            let expected = "no vote, since nobody votes in term 0";
            return Err(RunError::new(&place, &expected, vote));
        }
    }
    check_members(start, options)?;
    check_log_matching(start)
}

/// Checks who belongs to the cluster at first: there is a voter, and nobody outside has a log.
fn check_members(start: &Start, options: &Options) -> Checked {
    let Some(members) = start.members.as_ref().filter(|_| IS_WHOLE) else {
        return Ok(());
    };
    if !options.may_change_members() {
        let expected = "the option membership to be on, since without it all nodes vote";
        return Err(RunError::new("members", &expected, &"it off"));
    }
    if members.members().is_empty() {
        return Err(RunError::new(
            "members.voters",
            &"at least one node",
            &"none",
        ));
    }
    for node in members.receivers(NodeId(NODE_LIMIT)).iter() {
        check_node("members", node, options)?;
    }
    let logs = start.logs.iter().map(|(node, _)| node);
    let terms = start.terms.iter().map(|(node, _)| node);
    let outside = |node: &&NodeId| !members.members().contains(**node);
    match logs.chain(terms).find(outside) {
        Some(node) => {
            let place = format!("logs.{}", node.0);
            let expected = "an empty disk, since only those who vote may have been there before";
            Err(RunError::new(&place, &expected, &"another"))
        }
        None => Ok(()),
    }
}

/// Checks that a run can have a twin with these options: as many nodes, and all in range.
///
/// # Errors
/// One sentence about the first option that is not possible.
pub fn check_twin(run: &Run, options: &Options) -> Checked {
    let nodes = run.options.nodes;
    if options.nodes != nodes {
        let expected = format_args!("{nodes} nodes, as the run has");
        return Err(RunError::new("options.nodes", &expected, &options.nodes));
    }
    check_options(options).map_err(|error| error.within("options."))
}

/// Checks the name of a branch.
///
/// # Errors
/// Returns one when the name is empty, too long or cannot be printed.
pub fn check_name(name: Option<&str>) -> Checked {
    let Some(name) = name else {
        return Ok(());
    };
    let characters = name.chars().count();
    if name.trim().is_empty() {
        return Err(RunError::new("name", &"a name", &"nothing"));
    }
    if characters > NAME_CHARACTERS_MAX {
        let expected = format_args!("at most {NAME_CHARACTERS_MAX} characters");
        return Err(RunError::new("name", &expected, &characters));
    }
    check_printable("name", name)
}

fn check_actions(run: &Run) -> Checked {
    if run.actions.len() > ACTIONS_MAX {
        let expected = format_args!("at most {ACTIONS_MAX} of them");
        return Err(RunError::new("actions", &expected, &run.actions.len()));
    }
    let mut earliest = Instant::ZERO;
    for (place, TimedAction { at, action }) in run.actions.iter().enumerate() {
        let within = |error: RunError| error.within(&format!("actions[{place}]."));
        if *at < earliest || *at > RUN_MAX {
            let expected = format_args!("a moment from {earliest} to {RUN_MAX}");
            return Err(within(RunError::new("at_ms", &expected, &at)));
        }
        earliest = *at;
        check_action(action, &run.options).map_err(|error| within(error.within("do.")))?;
    }
    Ok(())
}

fn check_log(place: &str, terms: &[Term]) -> Checked {
    if terms.len() > START_ENTRIES_MAX {
        let expected = format_args!("at most {START_ENTRIES_MAX} entries");
        return Err(RunError::new(place, &expected, &terms.len()));
    }
    let mut before = Term(1);
    for (position, term) in terms.iter().enumerate() {
        if *term < before || term.0 > TERM_MAX {
            let expected = format_args!(
                "a term from {before} to {TERM_MAX}, since terms never fall along a log"
            );
            return Err(RunError::new(
                &format!("{place}[{position}]"),
                &expected,
                &term,
            ));
        }
        before = *term;
    }
    Ok(())
}

/// Two logs with an entry of one term at one index are equal up to there (Raft §5.3).
fn check_log_matching(start: &Start) -> Checked {
    for (node, log) in &start.logs {
        for (other, other_log) in start.logs.iter().take_while(|(other, _)| *other < node) {
            let pairs = || log.iter().zip(other_log);
            let first_difference = pairs().position(|(own, theirs)| own != theirs);
            let last_agreement = pairs().rposition(|(own, theirs)| own == theirs);
            if let (Some(differ), Some(agree)) = (first_difference, last_agreement)
                && differ < agree
            {
                let place = format!("logs.{}[{differ}]", node.0);
                let expected = format_args!(
                    "term {} as in Node {}'s log, since both agree at index {} (Log Matching)",
                    other_log[differ],
                    other.0,
                    agree + 1
                );
                return Err(RunError::new(&place, &expected, &log[differ]));
            }
        }
    }
    Ok(())
}
