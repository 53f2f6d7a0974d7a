//! Where a rule that is left out made a node decide wrongly.

use std::fs;
use std::path::Path;

use raft_check::gallery::GalleryEntry;
use raft_check::{Deviation, deviations};
use raft_core::{Bug, Bugs, Command, Duration, Instant, NodeId};
use raft_sim::scenario::{Scenario, play};
use raft_sim::{Action, Nobody, Options, Run, Target, TimedAction, World};

fn story_of(bug: Bug) -> Scenario {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/bugs");
    let path = folder.join(bug.name()).with_extension("json");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    Scenario::read(&text).expect("a scenario")
}

fn world_at(run: &Run, at: Instant) -> World {
    let mut world = World::begin(run);
    for timed in run.actions.iter().take_while(|timed| timed.at <= at) {
        world.advance_to(timed.at, &mut Nobody);
        world.act(&timed.action, &mut Nobody);
    }
    world.advance_to(at, &mut Nobody);
    world
}

/// The first misstep of a story is where its twin, with the rule on, goes another way.
#[test]
fn each_story_parts_from_its_twin_at_its_first_misstep() {
    // Where nothing breaks, there is no story.
    let told = GalleryEntry::all().filter(|entry| entry.breaks.is_some());
    for bug in told.map(|entry| entry.bug) {
        let story = story_of(bug);
        let run = play(&story, &mut Nobody).run;
        let deviations = deviations(&run, story.until());
        let first = deviations
            .first()
            .unwrap_or_else(|| panic!("{}", bug.name()));
        let mut twin = run.clone();
        twin.options.bugs = Bugs::NONE;
        let before = Instant(first.at.0.saturating_sub(1));
        let (left, right) = (world_at(&run, before), world_at(&twin, before));
        assert_eq!(left.digest(), right.digest(), "{}", bug.name());
    }
}

/// Node 0 hears nothing of a write, and asks for votes all the same.
#[test]
fn a_vote_for_a_log_that_is_behind_is_named_with_what_the_rule_asks_for() {
    let options = Options {
        nodes: 3,
        bugs: Bugs::NONE.with(Bug::VoteForAnyLog),
        ..Options::default()
    };
    let mut run = Run::new(1, options);
    let leader = {
        let mut world = World::begin(&run);
        world.advance_to(Instant::from_millis(4_000), &mut Nobody);
        world.leader().expect("somebody leads")
    };
    let behind = NodeId((leader.0 + 1) % 3);
    let write = Action::Write {
        to: Target::Any,
        command: Command::new("SET x=1"),
    };
    let at = |millis, action| TimedAction {
        at: Instant::from_millis(millis),
        action,
    };
    run.actions = vec![
        at(4_000, Action::Isolate(behind)),
        at(4_100, write),
        at(6_000, Action::Heal),
        at(6_000, Action::ForceTimeout(behind)),
    ];
    let found = deviations(
        &run,
        Instant::from_millis(6_000) + Duration::from_millis(400),
    );
    let Some(Deviation { done, due, .. }) = found.first() else {
        panic!("nobody votes for {behind}");
    };
    let (done, due) = (done.as_deref(), due.as_deref());
    assert!(
        done.is_some_and(|it| it.contains(&format!("votes for {behind}"))),
        "{done:?}"
    );
    assert!(
        due.is_some_and(|it| it.contains(&format!("refuses its vote to {behind}"))),
        "{due:?}"
    );
    run.options.bugs = Bugs::NONE;
    assert_eq!(deviations(&run, Instant::from_millis(6_400)), []);
}
