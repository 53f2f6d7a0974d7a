//! The wording of majorities: of one set of voters, or of both sides of a joint configuration
//! (Raft §6).

use core::fmt::{self, Display, Formatter};

use raft_core::quorum::{Configuration, Tally};
use raft_core::{CountOf, NodeSet};

/// "2 of 3 nodes are up, and a majority is 2", or the same of both sides of a joint configuration.
pub(crate) fn too_few_up(up: NodeSet, among: Configuration, f: &mut Formatter<'_>) -> fmt::Result {
    let Tally { count, needed, .. } = among.tally(up);
    let (of, of_old) = (among.voters().count(), among.outgoing().count());
    match among.tally(up).replaced() {
        None => {
            let verb = if count == 1 { "is" } else { "are" };
            write!(
                f,
                "{count} of {of} nodes {verb} up, and a majority is {needed}"
            )
        }
        Some([old, _]) => write!(
            f,
            "{count} of {of} new voters and {old} of {of_old} old ones are up, and majorities are \
             {}",
            Needed(among)
        ),
    }
}

/// How many are a majority: "2", or "2 of the new voters and 1 of the old".
pub(crate) struct Needed(pub Configuration);

impl Display for Needed {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let tally = self.0.tally(NodeSet::EMPTY);
        let Tally { needed, .. } = tally;
        match tally.replaced() {
            None => write!(f, "{needed}"),
            Some([_, of_old]) => write!(f, "{needed} of the new voters and {of_old} of the old"),
        }
    }
}

/// How many these are: "2 nodes", or "2 of the new voters and 1 of the old".
pub(crate) struct Those(pub NodeSet, pub Configuration);

impl Display for Those {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let tally = self.1.tally(self.0);
        let Tally { count, .. } = tally;
        match tally.replaced() {
            None => CountOf(count.into(), "node", "nodes").fmt(f),
            Some([of_old, _]) => write!(f, "{count} of the new voters and {of_old} of the old"),
        }
    }
}
