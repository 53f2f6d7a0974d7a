//! The differences between two runs, and the choices that the run shown has next.

use raft_core::{Index, NodeId};
use raft_sim::choice::{self, Subject};
use raft_sim::compare::{self, Difference, Divergence};
use raft_sim::scenario::{self, ActionSpec};
use raft_sim::{NodeView, World};
use serde::Serialize;

use crate::session::Session;
use crate::view::logs::{EntryShape, entry_shape};

/// How many entries of each log are shown, from the first difference on.
const ROWS_SHOWN: u64 = 50;

#[derive(Serialize)]
pub(super) struct Comparison {
    divergence: Option<DivergenceShape>,
    nodes: Vec<NodeDifference>,
}

#[derive(Serialize)]
struct DivergenceShape {
    at: u64,
    left: Option<DifferenceShape>,
    right: Option<DifferenceShape>,
}

#[derive(Serialize)]
struct DifferenceShape {
    at: u64,
    node: Option<u8>,
    sentence: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NodeDifference {
    id: u8,
    state: Vec<&'static str>,
    same_through: Option<u64>,
    same_log: bool,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    index: u64,
    left: Option<EntryShape>,
    right: Option<EntryShape>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ChoiceShape {
    #[serde(rename = "do")]
    deed: ActionSpec,
    sentence: String,
    packet: Option<u64>,
    node: Option<u8>,
    due_at: Option<u64>,
}

/// The run shown on the left, the compared run on the right.
pub(super) fn comparison(session: &mut Session) -> Option<Comparison> {
    let divergence = session.extras.divergence(&session.timeline);
    let divergence = divergence.map(divergence_shape);
    let compared = session.extras.compared()?;
    let (left, right) = (session.shown().world(), compared.timeline().world());
    let differences = compare::node_differences(left, right);
    Some(Comparison {
        divergence,
        nodes: differences
            .map(|difference| node_difference(difference, left, right))
            .collect(),
    })
}

/// The twin as a run of its own; in a pair, with the branch shown as its twin.
///
/// # Errors
/// One sentence when no twin is compared.
pub(super) fn twin_as_run(session: &Session, is_pair: bool) -> Result<Session, String> {
    let compared = session.extras.compared();
    let twin = compared.filter(|compared| compared.branch().is_none());
    let twin = twin.ok_or("No twin is compared: choose the options of one first.")?;
    let shown = session.shown();
    let mut run = Session::of(twin.timeline().run());
    run.timeline = twin.timeline().clone();
    if let Some(branch) = shown.alone(shown.branch().id).filter(|_| is_pair) {
        run.extras.compare(&run.timeline, None, branch)?;
    }
    Ok(run)
}

fn divergence_shape(divergence: &Divergence) -> DivergenceShape {
    let shape = |difference: &Difference| DifferenceShape {
        at: difference.at.0,
        node: difference.node.map(|node| node.0),
        sentence: difference.sentence.clone(),
    };
    DivergenceShape {
        at: divergence.at.0,
        left: divergence.left.as_ref().map(shape),
        right: divergence.right.as_ref().map(shape),
    }
}

fn node_difference(
    difference: compare::NodeDifference,
    left: &World,
    right: &World,
) -> NodeDifference {
    let first = Index::after(difference.same_through).get();
    NodeDifference {
        id: difference.id.0,
        state: difference.state,
        same_through: difference.same_through.map(Index::get),
        same_log: difference.same_log,
        rows: rows(difference.id, first, left, right),
    }
}

/// The entries of both logs from index `first` on.
fn rows(id: NodeId, first: u64, left: &World, right: &World) -> Vec<Row> {
    let entry = |node: &Option<NodeView<'_>>, index| entry_shape(node.as_ref()?, index);
    let (left, right) = (left.node(id), right.node(id));
    let rows = (first..first + ROWS_SHOWN)
        .filter_map(Index::new)
        .map(|index| Row {
            index: index.get(),
            left: entry(&left, index),
            right: entry(&right, index),
        });
    rows.take_while(|row| row.left.is_some() || row.right.is_some())
        .collect()
}

/// All that can happen next in the run shown.
pub(super) fn choices(session: &Session) -> Result<Vec<ChoiceShape>, String> {
    let world = session.shown().world();
    let shape = |choice: &choice::Choice<'_>| {
        let (packet, node) = match choice.subject {
            Subject::Message(packet) => (Some(packet.id), None),
            Subject::Node(node) => (None, Some(node.0)),
        };
        Ok(ChoiceShape {
            deed: scenario::action_spec(&choice.action).map_err(|error| error.to_string())?,
            sentence: choice.sentence(world).to_string(),
            packet,
            node,
            due_at: choice.due_at().map(|at| at.0),
        })
    };
    choice::choices(world).iter().map(shape).collect()
}
