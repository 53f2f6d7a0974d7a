//! Whether a value is in range: nodes, links, spans, shares, printable text.
//!
//! Links and scenario files come from strangers. The checks of actions (`action/check.rs`) and of
//! runs (`run/check.rs`) are made of these; each refuses a value with one sentence.

use alloc::format;
use core::fmt::{self, Display};

use raft_core::{Duration, NodeId};

use crate::address::Link;
use crate::limits::{RATIO_DENOMINATOR_MAX, SPAN_MAX};
use crate::options::{Latency, Options, Ratio};
use crate::run_error::{Checked, RunError};

pub(crate) fn check_node(place: &str, node: NodeId, options: &Options) -> Checked {
    if node.0 < options.nodes {
        return Ok(());
    }
    Err(RunError::new(place, &NodesOf(options.nodes), &node.0))
}

/// "a node from 0 to 4".
pub(crate) struct NodesOf(pub(crate) u8);

impl Display for NodesOf {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => formatter.write_str("Node 0, the only one"),
            nodes => write!(formatter, "a node from 0 to {}", nodes - 1),
        }
    }
}

pub(crate) fn check_range(
    place: &str,
    (min, max): (Duration, Duration),
    least: Duration,
) -> Checked {
    if min < least || max > SPAN_MAX {
        let found = if min < least { min } else { max };
        let expected = format_args!("at least {least} and at most {SPAN_MAX}");
        return Err(RunError::new(place, &expected, &found));
    }
    if min > max {
        let expected = "the shorter one first";
        return Err(RunError::new(
            place,
            &expected,
            &format_args!("{min} before {max}"),
        ));
    }
    Ok(())
}

pub(crate) fn check_latency(place: &str, latency: Latency) -> Checked {
    check_range(place, (latency.min, latency.max), Duration(0))
}

pub(crate) fn check_ratio(place: &str, ratio: Ratio) -> Checked {
    let Ratio {
        numerator,
        denominator,
    } = ratio;
    if (1..=RATIO_DENOMINATOR_MAX).contains(&denominator) && numerator <= denominator {
        return Ok(());
    }
    let expected = format_args!("a share of at most 1 in parts of at most {RATIO_DENOMINATOR_MAX}");
    let found = format_args!("{numerator}/{denominator}");
    Err(RunError::new(place, &expected, &found))
}

pub(crate) fn check_link(place: &str, link: Link, options: &Options) -> Checked {
    check_node(place, link.from, options)?;
    check_node(place, link.to, options)?;
    if link.from == link.to {
        let found = format_args!("{} twice", link.from.0);
        return Err(RunError::new(place, &"two different nodes", &found));
    }
    Ok(())
}

/// Control characters have no meaning in texts of one line, and could make a terminal misbehave.
pub(crate) fn check_printable(place: &str, text: &str) -> Checked {
    match text.chars().find(|character| character.is_control()) {
        Some(control) => {
            // Its `Debug` would write it the same way, and bring tables of all of Unicode into
            // the page's first load.
            let found = format!("'{}'", control.escape_default());
            Err(RunError::new(
                place,
                &"text without control characters",
                &found,
            ))
        }
        None => Ok(()),
    }
}
