//! The lanes of the time strip, as numbers.
//!
//! First how many nodes there are. Then for each node how many bands it has, and [`BAND_FIELDS`]
//! numbers for each. Then for each node, and at last for the clients, for each kind of mark in the
//! order of [`Mark::ALL`] how many there are, and their moments. Then how many violations there
//! are, and their moments. At last how far the branch was played: a scenario's own end may be
//! further ahead. `web/engine/lanes.ts` reads them.

use raft_core::NodeSet;
use raft_sim::{Band, Mark};

use crate::session::Session;
use crate::view::frame::{exact, role_number, status_number};

/// Numbers for each band.
pub const BAND_FIELDS: usize = 5;

/// The lanes of the whole branch shown.
pub(crate) fn lanes(session: &Session) -> Vec<f64> {
    let timeline = session.timeline();
    let lanes = &timeline.branch().lanes;
    let nodes = || NodeSet::first(timeline.world().options().nodes).iter();
    let mut numbers = vec![exact(nodes().count() as u64)];
    for node in nodes() {
        let bands = lanes
            .bands(node)
            .flat_map(|(at, band)| numbers_of(at.0, band));
        write_counted(&mut numbers, BAND_FIELDS, bands);
    }
    for lane in nodes().map(Some).chain([None]) {
        for mark in Mark::ALL {
            let moments = lanes.marks(lane, mark).map(|at| exact(at.0));
            write_counted(&mut numbers, 1, moments);
        }
    }
    let violations = timeline.furthest().1.judge().violations().iter();
    write_counted(&mut numbers, 1, violations.map(|it| exact(it.at.0)));
    numbers.push(exact(timeline.furthest().0.now().0));
    numbers
}

fn numbers_of(at: u64, band: Band) -> [f64; BAND_FIELDS] {
    let (role, status) = (role_number(band.role), status_number(band.status));
    let term = exact(band.term.0);
    [exact(at), term, role, status, f64::from(band.cut_off_from)]
}

/// Writes how many items of `fields` numbers there are, and the items.
fn write_counted(numbers: &mut Vec<f64>, fields: usize, items: impl Iterator<Item = f64>) {
    let place = numbers.len();
    numbers.push(0.0);
    numbers.extend(items);
    numbers[place] = exact(((numbers.len() - place - 1) / fields) as u64);
}
