//! What a run may ask for.
//!
//! Links and scenario files come from strangers. Whatever gets in here is finite, in range
//! and makes sense; whatever does not is refused with one sentence that names the place,
//! what was expected and what was found.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt::{self, Display};

use raft_core::{Duration, Instant, NodeId, NodeSet, Term};

use crate::action::{Action, TimedAction};
use crate::address::{Endpoint, Link, PacketName, Target};
use crate::clients::workload::Workload;
use crate::limits::{
    ACTIONS_MAX, CLOCK_RATE_MAX, CLOCK_RATE_PARTS_MAX, COMMAND_CHARACTERS_MAX, NAME_CHARACTERS_MAX,
    NODES_MAX, RATIO_DENOMINATOR_MAX, RUN_MAX, SEED_MAX, SPAN_MAX, SPAN_MIN, START_ENTRIES_MAX,
    TERM_MAX, WORKLOAD_CLIENTS_MAX, WORKLOAD_KEYS_MAX, WORKLOAD_PER_SECOND_MAX,
};
use crate::options::{Latency, Options, Ratio};
use crate::run::{Run, Start};

/// Why a run is refused. Displayed, it is one sentence. A pointer wide, since every check may
/// hand one on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunError(Box<Reason>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Reason {
    place: String,
    expected: String,
    found: String,
}

impl RunError {
    pub(crate) fn new(place: &str, expected: impl Display, found: impl Display) -> RunError {
        RunError::of(place, &expected, &found)
    }

    /// One function for all that is expected and found.
    fn of(place: &str, expected: &dyn Display, found: &dyn Display) -> RunError {
        RunError(Box::new(Reason {
            place: place.into(),
            expected: expected.to_string(),
            found: found.to_string(),
        }))
    }

    /// The same error, seen from further out.
    pub(crate) fn within(mut self, outer: impl Display) -> RunError {
        self.0.place = format!("{outer}{}", self.0.place);
        self
    }
}

impl Display for RunError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Reason {
            place,
            expected,
            found,
        } = &*self.0;
        write!(formatter, "{place}: expected {expected}, found {found}.")
    }
}

impl core::error::Error for RunError {}

type Checked = Result<(), RunError>;

/// Whether a run can be played.
///
/// # Errors
/// The first thing that cannot be, in the order of the run's fields.
pub fn check_run(run: &Run) -> Checked {
    if run.seed > SEED_MAX {
        let expected = format_args!("a whole number from 0 to {SEED_MAX}");
        return Err(RunError::new("seed", expected, run.seed));
    }
    check_options(&run.options).map_err(|error| error.within("options."))?;
    check_start(&run.start, &run.options).map_err(|error| error.within("start."))?;
    check_actions(run)
}

/// Whether a cluster and a network can be like this.
///
/// # Errors
/// The first option that is out of range.
pub fn check_options(options: &Options) -> Checked {
    if !(1..=NODES_MAX).contains(&options.nodes) {
        let expected = format_args!("1 to {NODES_MAX} nodes");
        return Err(RunError::new("nodes", expected, options.nodes));
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
    check_ratio("duplicate", options.duplicate)
}

/// Whether the disks can hold this.
///
/// # Errors
/// The first disk that cannot come about under Raft.
pub fn check_start(start: &Start, options: &Options) -> Checked {
    for (node, terms) in &start.logs {
        let place = format!("logs.{}", node.0);
        check_node(&place, *node, options)?;
        check_log(&place, terms)?;
    }
    for (node, term) in &start.terms {
        let place = format!("terms.{}", node.0);
        check_node(&place, *node, options)?;
        let last = last_term(start, *node);
        if *term < last || term.0 > TERM_MAX {
            let expected =
                format_args!("a term from {last}, that of its last entry, to {TERM_MAX}");
            return Err(RunError::new(&place, expected, term));
        }
    }
    for (node, vote) in &start.votes {
        let place = format!("votes.{}", node.0);
        check_node(&place, *node, options)?;
        check_node(&place, *vote, options)?;
        let term = start
            .terms
            .get(node)
            .copied()
            .unwrap_or(last_term(start, *node));
        if term == Term(0) {
            let expected = "no vote, since nobody votes in term 0";
            return Err(RunError::new(&place, expected, *vote));
        }
    }
    check_log_matching(start)
}

/// Whether this can be done to a cluster with these options.
///
/// # Errors
/// What is wrong with it.
pub fn check_action(action: &Action, options: &Options) -> Checked {
    let place = field_of(action);
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
        Action::SetDisk { node, .. } => check_node("node", *node, options),
        Action::SetDiskLatency { node, latency } => {
            check_latency(place, *latency)?;
            node.map_or(Ok(()), |node| check_node("node", node, options))
        }
        Action::SetClockRate { node, rate } => {
            check_clock_rate(place, *rate)?;
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
    }
}

/// Whether a client may ask this.
///
/// # Errors
/// What is wrong with the text.
pub fn check_command(place: &str, text: &str) -> Checked {
    let characters = text.chars().count();
    if characters > COMMAND_CHARACTERS_MAX {
        let expected = format_args!("at most {COMMAND_CHARACTERS_MAX} characters");
        return Err(RunError::new(place, expected, characters));
    }
    if text.trim().is_empty() {
        return Err(RunError::new(
            place,
            "a command such as \"SET x=1\"",
            "nothing",
        ));
    }
    match text.chars().find(|character| character.is_control()) {
        Some(control) => {
            let found = shown_control(control);
            Err(RunError::new(
                place,
                "text without control characters",
                found,
            ))
        }
        None => Ok(()),
    }
}

/// A control character as programmers write it. Its `Debug` would write it so too, and bring
/// tables of all of Unicode into the page's first load.
fn shown_control(control: char) -> String {
    format!("'{}'", control.escape_default())
}

/// The field by which scenario files name an action.
pub(crate) fn field_of(action: &Action) -> &'static str {
    match action {
        Action::Write { .. } => "write",
        Action::Crash(_) => "crash",
        Action::Restart(_) => "restart",
        Action::Pause(_) => "pause",
        Action::Resume(_) => "resume",
        Action::ForceTimeout(_) => "timeout",
        Action::CrashAtWrite(_) => "crash_at_write",
        Action::WipeDisk(_) => "wipe_disk",
        Action::SetDisk { .. } => "disk",
        Action::SetDiskLatency { .. } => "disk_ms",
        Action::SetClockRate { .. } => "clock_rate",
        Action::SetWorkload(_) => "workload",
        Action::Partition(_) => "partition",
        Action::Isolate(_) => "isolate",
        Action::Cut(_) => "cut",
        Action::Uncut(_) => "uncut",
        Action::Heal => "heal",
        Action::SetLatency { .. } => "latency_ms",
        Action::SetLoss { .. } => "loss",
        Action::SetDuplication { .. } => "duplication",
        Action::Drop(_) => "drop",
        Action::Deliver(_) => "deliver",
        Action::Duplicate(_) => "duplicate",
        Action::Delay(..) => "delay",
    }
}

/// Whether a run can have a twin with these options: as many nodes, and all in range.
///
/// # Errors
/// The first thing that cannot be.
pub fn check_twin(run: &Run, options: &Options) -> Checked {
    let nodes = run.options.nodes;
    if options.nodes != nodes {
        let expected = format_args!("{nodes} nodes, as the run has");
        return Err(RunError::new("options.nodes", expected, options.nodes));
    }
    check_options(options).map_err(|error| error.within("options."))
}

/// Whether a branch can have this name.
///
/// # Errors
/// When it is empty, too long or cannot be printed.
pub fn check_name(name: Option<&str>) -> Checked {
    let Some(name) = name else {
        return Ok(());
    };
    let characters = name.chars().count();
    if name.trim().is_empty() {
        return Err(RunError::new("name", "a name", "nothing"));
    }
    if characters > NAME_CHARACTERS_MAX {
        let expected = format_args!("at most {NAME_CHARACTERS_MAX} characters");
        return Err(RunError::new("name", expected, characters));
    }
    match name.chars().find(|character| character.is_control()) {
        Some(control) => {
            let (expected, found) = ("text without control characters", shown_control(control));
            Err(RunError::new("name", expected, found))
        }
        None => Ok(()),
    }
}

fn check_actions(run: &Run) -> Checked {
    if run.actions.len() > ACTIONS_MAX {
        let expected = format_args!("at most {ACTIONS_MAX} of them");
        return Err(RunError::new("actions", expected, run.actions.len()));
    }
    let mut earliest = Instant::ZERO;
    for (place, TimedAction { at, action }) in run.actions.iter().enumerate() {
        let within = |error: RunError| error.within(format_args!("actions[{place}]."));
        if *at < earliest || *at > RUN_MAX {
            let expected = format_args!("a moment from {earliest} to {RUN_MAX}");
            return Err(within(RunError::new("at_ms", expected, at)));
        }
        earliest = *at;
        check_action(action, &run.options)
            .map_err(|error| within(error.within(format_args!("do."))))?;
    }
    Ok(())
}

fn check_node(place: &str, node: NodeId, options: &Options) -> Checked {
    if node.0 < options.nodes {
        return Ok(());
    }
    Err(RunError::new(place, NodesOf(options.nodes), node.0))
}

/// "a node from 0 to 4".
pub(crate) struct NodesOf(pub(crate) u8);

impl Display for NodesOf {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => formatter.write_str("node 0, the only one"),
            nodes => write!(formatter, "a node from 0 to {}", nodes - 1),
        }
    }
}

fn check_range(place: &str, (min, max): (Duration, Duration), least: Duration) -> Checked {
    if min < least || max > SPAN_MAX {
        let found = if min < least { min } else { max };
        let expected = format_args!("at least {least} and at most {SPAN_MAX}");
        return Err(RunError::new(place, expected, found));
    }
    if min > max {
        let expected = "the shorter one first";
        return Err(RunError::new(
            place,
            expected,
            format_args!("{min} before {max}"),
        ));
    }
    Ok(())
}

fn check_latency(place: &str, latency: Latency) -> Checked {
    check_range(place, (latency.min, latency.max), Duration(0))
}

fn check_ratio(place: &str, ratio: Ratio) -> Checked {
    let Ratio {
        numerator,
        denominator,
    } = ratio;
    if (1..=RATIO_DENOMINATOR_MAX).contains(&denominator) && numerator <= denominator {
        return Ok(());
    }
    let expected = format_args!("a share of at most 1 in parts of at most {RATIO_DENOMINATOR_MAX}");
    let found = format_args!("{numerator}/{denominator}");
    Err(RunError::new(place, expected, found))
}

/// Whether a clock can run like this.
///
/// # Errors
/// When it is too fast, too slow, or counted in too many parts.
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
    Err(RunError::new(place, expected, format_args!("{rate}")))
}

/// Whether clients can be asked to do so much.
///
/// # Errors
/// The first of its numbers that is out of range.
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
            return Err(RunError::new(&format!("workload.{name}"), expected, number));
        }
    }
    check_ratio("workload.reads", reads)
}

fn check_link(place: &str, link: Link, options: &Options) -> Checked {
    check_node(place, link.from, options)?;
    check_node(place, link.to, options)?;
    if link.from == link.to {
        let found = format_args!("{} twice", link.from.0);
        return Err(RunError::new(place, "two different nodes", found));
    }
    Ok(())
}

fn check_packet(place: &str, name: PacketName, options: &Options) -> Checked {
    for (end, party) in [("from", name.from), ("to", name.to)] {
        if let Endpoint::Node(node) = party {
            check_node(&format!("{place}.{end}"), node, options)?;
        }
    }
    if name.from == name.to {
        let expected = "two different ends";
        return Err(RunError::new(
            place,
            expected,
            format_args!("{} twice", name.from),
        ));
    }
    if name.nth > SEED_MAX {
        let expected = format_args!("a whole number from 0 to {SEED_MAX}");
        return Err(RunError::new(&format!("{place}.nth"), expected, name.nth));
    }
    Ok(())
}

fn check_groups(place: &str, groups: &[NodeSet], options: &Options) -> Checked {
    if groups.is_empty() || groups.len() > usize::from(options.nodes) {
        let expected = format_args!("1 to {} groups of nodes", options.nodes);
        return Err(RunError::new(place, expected, groups.len()));
    }
    let mut seen = NodeSet::EMPTY;
    for (position, group) in groups.iter().enumerate() {
        let place = format!("{place}[{position}]");
        if group.is_empty() {
            return Err(RunError::new(&place, "at least one node", "none"));
        }
        for node in group.iter() {
            check_node(&place, node, options)?;
        }
        if let Some(node) = seen.intersection(*group).iter().next() {
            let expected = "each node in one group only";
            return Err(RunError::new(
                &place,
                expected,
                format_args!("{} again", node.0),
            ));
        }
        seen = seen.union(*group);
    }
    Ok(())
}

fn check_log(place: &str, terms: &[Term]) -> Checked {
    if terms.len() > START_ENTRIES_MAX {
        let expected = format_args!("at most {START_ENTRIES_MAX} entries");
        return Err(RunError::new(place, expected, terms.len()));
    }
    let mut before = Term(1);
    for (position, term) in terms.iter().enumerate() {
        if *term < before || term.0 > TERM_MAX {
            let expected = format_args!(
                "a term from {before} to {TERM_MAX}, since terms never fall along a log"
            );
            return Err(RunError::new(
                &format!("{place}[{position}]"),
                expected,
                term,
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
                    "term {} as in node {}'s log, since both agree at index {} (Log Matching)",
                    other_log[differ],
                    other.0,
                    agree + 1
                );
                return Err(RunError::new(&place, expected, log[differ]));
            }
        }
    }
    Ok(())
}

fn last_term(start: &Start, node: NodeId) -> Term {
    let log = start.logs.get(&node);
    log.and_then(|terms| terms.last())
        .copied()
        .unwrap_or_default()
}
