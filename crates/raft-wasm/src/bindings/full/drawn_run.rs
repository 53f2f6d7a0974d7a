//! A span of the run shown as text that another tool draws.

use raft_sim::diagrams::Span;
use raft_sim::diagrams::mermaid::SequenceDiagram;
use raft_sim::diagrams::shiviz::ShivizLog;
use serde::Serialize;

use crate::session::Session;

/// The longest log of ShiViz, in bytes: its page draws what a browser can hold.
const SHIVIZ_BYTES_MAX: usize = 8 << 20;

/// The text, and from when on it tells everything.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DrawnRun {
    text: String,
    /// In microseconds; `null` when the whole span is in it.
    starts_at: Option<u64>,
}

/// A span of the branch shown for this tool, "mermaid" or "shiviz".
///
/// # Errors
/// Returns one for another tool.
pub(super) fn drawn_run(session: &Session, tool: &str, span: Span) -> Result<DrawnRun, String> {
    let timeline = session.shown();
    let nodes = timeline.world().options().nodes;
    match tool {
        "mermaid" => {
            let mut diagram = SequenceDiagram::new(nodes, span);
            timeline.retell(0, &mut diagram, SequenceDiagram::is_over);
            Ok(DrawnRun {
                starts_at: diagram.starts_at().map(|at| at.0),
                text: diagram.into_text(),
            })
        }
        "shiviz" => {
            let mut log = ShivizLog::new(nodes, span, SHIVIZ_BYTES_MAX);
            timeline.retell(0, &mut log, ShivizLog::is_over);
            Ok(DrawnRun {
                starts_at: log.starts_at().map(|at| at.0),
                text: log.into_text(),
            })
        }
        _ => Err(format!("Expected mermaid or shiviz, found {tool:?}.")),
    }
}
