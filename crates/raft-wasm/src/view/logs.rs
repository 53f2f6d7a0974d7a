//! A window of the logs: the same indexes of every log.

use raft_core::{Index, Payload};
use raft_sim::{NodeView, World};
use serde::Serialize;

use crate::view::json::Each;
use crate::whole::IS_FULL;

#[derive(Serialize)]
pub(crate) struct LogWindow<Nodes> {
    first: u64,
    nodes: Nodes,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogShape<Entries> {
    id: u8,
    last_index: Option<u64>,
    commit_index: Option<u64>,
    entries: Entries,
}

#[derive(Serialize)]
pub(crate) struct EntryShape {
    term: u64,
    command: String,
}

/// Entries `first` … `first + count - 1` of every log.
pub(crate) fn logs(world: &World, first: u64, count: u64) -> impl Serialize {
    let first = first.max(1);
    let shape = move |node| log_shape(node, first, count);
    LogWindow {
        first,
        nodes: Each(move || world.nodes().map(shape)),
    }
}

fn log_shape(node: NodeView<'_>, first: u64, count: u64) -> impl Serialize {
    let indices = move || (first..first.saturating_add(count)).filter_map(Index::new);
    LogShape {
        id: node.id().0,
        last_index: node.log().last_index().map(Index::get),
        commit_index: node.commit_index().map(Index::get),
        entries: Each(move || indices().map(move |index| entry_shape(&node, index))),
    }
}

pub(crate) fn entry_shape(node: &NodeView<'_>, index: Index) -> Option<EntryShape> {
    let entry = node.log().entry(index)?;
    let command = match &entry.payload {
        Payload::Command { command, .. } => command.text().into(),
        Payload::Configuration(change) if IS_FULL => format!("{}", change.configuration),
        // Without extensions nobody appends a configuration.
        Payload::Blank | Payload::Configuration(_) => "(blank)".into(),
    };
    Some(EntryShape {
        term: entry.term.0,
        command,
    })
}
