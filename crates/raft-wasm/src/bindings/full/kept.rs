//! A run with all its branches, each as the link that `branchLink` made of it: so the page keeps
//! runs from one visit to the next.

use raft_core::Instant;
use raft_sim::limits::{BRANCHES_MAX, RUN_MAX};
use raft_sim::link::{self, ComparedRun, Contents, ENGINE_VERSION, Narration, Pair};

use crate::session::Session;
use crate::session::opening::Opened;

/// One branch of a kept run.
struct Kept {
    /// The place of the branch that it forked from, and until when both are the same.
    origin: Option<(u32, Instant)>,
    pair: Pair,
    narration: Narration,
}

/// Opens all branches of a run, and shows one of them at the moment of its link.
///
/// A branch that another version of the engine played is replayed, to see whether it comes out the
/// same here. All others are replayed when they are shown.
///
/// # Errors
/// One sentence about the damage, or about the branch that is refused.
pub(super) fn open(lines: &str, shown: u32) -> Result<(Session, Opened), String> {
    let branches: Vec<Kept> = lines.lines().map(read).collect::<Result<_, _>>()?;
    let mut session = plant(&branches)?;
    let of_shown = &branches.get(shown as usize).ok_or_else(damaged)?.pair;
    let others = (0..)
        .zip(&branches)
        .filter(|(id, branch)| *id != shown && branch.pair.shown.engine != ENGINE_VERSION);
    let others = others.map(|(id, branch)| (id, &branch.pair));
    let mut differs = None;
    for (id, Pair { shown: branch, .. }) in others.chain([(shown, of_shown)]) {
        session.seek(Instant::ZERO);
        session.open_branch(id)?;
        replay(&mut session, branch.at.min(RUN_MAX))?;
        if session.world().digest() != branch.digest {
            differs = Some(branch.engine);
        }
    }
    let twin = of_shown.beside.clone();
    if let Some(twin) = twin.filter(|beside| matches!(beside, ComparedRun::Twin(_))) {
        let Session {
            extras, timeline, ..
        } = &mut session;
        let at = timeline.world().now();
        extras.begin_beside(timeline, twin)?;
        extras.follow(at);
        extras.check_beside(at)?;
    }
    Ok((session, Opened::of(differs)))
}

/// Goes to the moment at which a branch was left.
fn replay(session: &mut Session, at: Instant) -> Result<(), String> {
    if session.seek(at) == at {
        return Ok(());
    }
    Err(match session.world().ending() {
        Some(ending) => format!(
            "This kept run was left at {at}, but it ends at {}: {}.",
            ending.at, ending.bound
        ),
        None => format!("This kept run was left at {at}, which it does not reach."),
    })
}

fn read(line: &str) -> Result<Kept, String> {
    let [parent, forked_at, link] = *line.split(' ').collect::<Vec<_>>() else {
        return Err(damaged());
    };
    let origin = match parent {
        "-" => None,
        place => Some((
            place.parse().map_err(|_| damaged())?,
            Instant(forked_at.parse().map_err(|_| damaged())?),
        )),
    };
    let Contents { pair, narration } =
        link::decode_contents(link).map_err(|error| error.to_string())?;
    Ok(Kept {
        origin,
        pair,
        narration,
    })
}

/// The tree of branches, of which nothing is played yet.
fn plant(branches: &[Kept]) -> Result<Session, String> {
    let Kept {
        pair: first,
        narration,
        ..
    } = branches.first().ok_or_else(damaged)?;
    let begins_alike = |branch: &Kept| {
        let (run, other) = (&branch.pair.shown.run, &first.shown.run);
        run.seed == other.seed && run.options == other.options && run.start == other.start
    };
    if branches.len() > BRANCHES_MAX || !branches.iter().all(begins_alike) {
        return Err(damaged());
    }
    let mut session = Session::of(first.shown.run.clone());
    session.tell(narration.clone());
    let timeline = &mut session.timeline;
    timeline.expect_head(first.shown.head);
    timeline.name_branch(0, first.name.clone());
    for Pair { shown, name, .. } in branches.iter().skip(1).map(|branch| &branch.pair) {
        let actions = shown.run.actions.iter().cloned();
        let id = timeline.add_branch(name.clone(), Instant::ZERO, actions, shown.head);
        timeline.set_origin(id, None);
    }
    for (id, branch) in (0..).zip(branches) {
        if !timeline.set_origin(id, branch.origin) {
            return Err(damaged());
        }
    }
    Ok(session)
}

fn damaged() -> String {
    "This kept run is damaged: its branches do not belong together.".into()
}
