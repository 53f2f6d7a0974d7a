//! Writes a run as a scenario file, which names nodes by number and gives moments in milliseconds.

use alloc::string::String;
use alloc::vec::Vec;

use raft_core::Instant;

use super::action::action_spec;
use super::error::ReadError;
use super::options::options_shape;
use super::spec::file::Scenario;
use super::spec::step::{Caption, Step, Trigger};
use super::start::start_shape;
use crate::action::Action;
use crate::limits::RUN_MAX;
use crate::network::packet::Fate;
use crate::run::Run;
use crate::run::check::check_run;
use crate::world::World;
use crate::world::event::{Nobody, Observer};

type ReadResult<T> = Result<T, ReadError>;

/// A run as a scenario with the same events, to be played until `until`. Its end is in whole
/// milliseconds, so it may lie a little later.
///
/// # Errors
/// Returns one when a file cannot hold the run: it has too many actions, or a span that is no whole
/// number of milliseconds, which only a link made by hand can have.
pub fn record(
    run: &Run,
    until: Instant,
    title: &str,
    about: &str,
    captions: &[(Instant, String)],
) -> ReadResult<Scenario> {
    check_run(run)?;
    let caption = |(at, say): &(Instant, String)| Caption {
        trigger: Trigger::At(*at),
        say: say.clone(),
    };
    Ok(Scenario {
        schema: None,
        format: 1,
        title: title.into(),
        about: about.into(),
        seed: run.seed,
        options: options_shape(&run.options)?,
        start: start_shape(&run.start, run.options.nodes),
        actions: steps(run)?,
        captions: captions.iter().map(caption).collect(),
        expect: Vec::new(),
        until_ms: Some(until.min(RUN_MAX).0.div_ceil(1_000)),
    })
}

/// The run's actions, without those that did nothing because their message was not in flight:
/// a file would wait for it.
fn steps(run: &Run) -> ReadResult<Vec<Step>> {
    let mut world = World::begin(run);
    let mut nobody: &mut dyn Observer = &mut Nobody;
    let mut steps = Vec::new();
    for timed in &run.actions {
        world.advance_to(timed.at, &mut nobody);
        if in_reach(&timed.action, &world) {
            steps.push(Step {
                trigger: Trigger::At(timed.at),
                action: action_spec(&timed.action)?,
            });
        }
        world.act(&timed.action, &mut nobody);
    }
    Ok(steps)
}

fn in_reach(action: &Action, world: &World) -> bool {
    let (Action::Drop(name)
    | Action::Deliver(name)
    | Action::Duplicate(name)
    | Action::Delay(name, _)) = action
    else {
        return true;
    };
    let mut packets = world.network().packets();
    packets.any(|packet| packet.name == *name && packet.fate == Fate::Arrives)
}
