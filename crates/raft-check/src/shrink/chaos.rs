//! The faults of chaos, one by one, in the place of chaos.

use alloc::vec::Vec;

use raft_core::Instant;
use raft_sim::limits::ACTIONS_MAX;
use raft_sim::{Action, Event, Nobody, Observer, Run, TimedAction, World};

use super::attempts::Attempts;

/// Puts the faults that chaos makes in the place of chaos, so that each can be taken out.
pub(super) fn spell_out(attempts: &mut Attempts<'_>) {
    let run = &attempts.best.run;
    let is_chaos = |timed: &TimedAction| matches!(timed.action, Action::SetChaos(_));
    if run.actions.iter().any(is_chaos) {
        let actions = chaos_spelled_out(run, attempts.best.until);
        // More would fit into no link.
        if actions.len() <= ACTIONS_MAX {
            attempts.accept_actions(actions);
        }
    }
}

/// The actions of this run with those that chaos does until this moment in the place of chaos.
#[must_use]
pub fn chaos_spelled_out(run: &Run, until: Instant) -> Vec<TimedAction> {
    let mut world = World::begin(run);
    let mut done = Done(Vec::new());
    for TimedAction { at, action } in &run.actions {
        world.advance_to(*at, &mut done);
        match action {
            Action::SetChaos(Some(_)) => {}
            Action::SetChaos(None) => {
                let at = *at;
                let settings = world.settings_before_chaos().into_iter();
                done.0
                    .extend(settings.map(|action| TimedAction { at, action }));
            }
            _ => done.0.push(TimedAction {
                at: *at,
                action: action.clone(),
            }),
        }
        world.act(action, &mut Nobody);
    }
    world.advance_to(until, &mut done);
    done.0
}

/// Notes the actions that come while no action of the run is done: those of chaos.
struct Done(Vec<TimedAction>);

impl Observer for Done {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        if let Event::Acted(action) = event {
            self.0.push(TimedAction {
                at: world.now(),
                action: (*action).clone(),
            });
        }
    }
}
