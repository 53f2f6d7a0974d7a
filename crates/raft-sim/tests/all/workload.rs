//! Clients that ask by themselves.

use std::collections::BTreeSet;

use raft_core::Instant;
use raft_sim::{Action, Nobody, Options, Outcome, Ratio, Run, Workload, World};

fn set(world: &mut World, workload: Option<Workload>) {
    world.act(&Action::SetWorkload(workload), &mut Nobody);
}

fn run_for_a_minute(workload: Workload) -> World {
    let mut world = World::begin(&Run::new(3, Options::default()));
    world.advance_to(Instant::from_millis(5_000), &mut Nobody);
    set(&mut world, Some(workload));
    world.advance_to(Instant::from_millis(65_000), &mut Nobody);
    world
}

#[test]
fn a_workload_keeps_to_its_dial() {
    let world = run_for_a_minute(Workload::default());
    let requests = world.requests();
    assert!((270..=330).contains(&requests.len()), "{}", requests.len());
    let reads = requests
        .iter()
        .filter(|it| it.command.text().starts_with("GET"));
    assert!((120..=180).contains(&reads.count()));
    let keys = requests
        .iter()
        .filter_map(|it| it.command.text().split([' ', '=']).nth(1));
    assert_eq!(Vec::from_iter(BTreeSet::from_iter(keys)), ["a", "b", "c"]);
    let clients: BTreeSet<_> = requests.iter().map(|it| it.origin.client).collect();
    assert!(clients.len() <= 5);
    assert_eq!(
        world.request_counts().acknowledged,
        requests.len() - world.request_counts().waiting
    );
}

#[test]
fn each_client_has_one_operation_at_a_time() {
    let workload = Workload {
        per_second: 200,
        clients: 2,
        ..Workload::default()
    };
    let world = run_for_a_minute(workload);
    for client in 0..2 {
        let own = world
            .requests()
            .iter()
            .filter(|it| it.origin.client.0 == client);
        let spans: Vec<_> = own.map(|it| (it.sent_at, it.ended_at)).collect();
        assert!(spans.len() > 100);
        for pair in spans.windows(2) {
            assert!(pair[0].1.is_some_and(|ended_at| ended_at <= pair[1].0));
        }
    }
}

#[test]
fn a_workload_ends() {
    let mut world = run_for_a_minute(Workload::default());
    set(&mut world, None);
    let begun = world.requests().len();
    world.advance_to(Instant::from_millis(120_000), &mut Nobody);
    assert_eq!(world.requests().len(), begun);
    let outcomes = world.requests().iter().map(|it| &it.outcome);
    assert!(
        outcomes
            .into_iter()
            .all(|it| matches!(it, Outcome::Acknowledged(_)))
    );
}

/// What else is done in a run does not change what the clients ask.
#[test]
fn operations_are_drawn_by_their_number() {
    let texts = |world: &World| -> Vec<String> {
        let commands = world.requests().iter().map(|it| it.command.text().into());
        commands.take(50).collect()
    };
    let calm = run_for_a_minute(Workload::default());
    let mut lossy = World::begin(&Run::new(3, Options::default()));
    lossy.advance_to(Instant::from_millis(5_000), &mut Nobody);
    let loss = Ratio {
        numerator: 1,
        denominator: 100,
    };
    lossy.act(
        &Action::SetLoss {
            link: None,
            ratio: loss,
        },
        &mut Nobody,
    );
    set(&mut lossy, Some(Workload::default()));
    lossy.advance_to(Instant::from_millis(65_000), &mut Nobody);
    assert_eq!(texts(&calm), texts(&lossy));
}
