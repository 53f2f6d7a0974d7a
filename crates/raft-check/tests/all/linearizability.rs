//! What clients may see, and what they may not.

mod brute_force;
mod diagram;
mod random;
mod todc;

use crate::common::{ask, ms, write};
use diagram::{examples, read_drawing};
use raft_check::linearizability::{
    Budget, Ending, History, HistoryVerdict, Linearizability, Operation, judge_history,
};
use raft_check::schedule;
use raft_core::chance::Key;
use raft_core::{Bug, ClientId, Command, Instant, NodeId};
use raft_sim::{Action, Nobody, Options, Outcome, Response, Run, World};
use random::{Commands, Shape};

fn judge(history: &History) -> HistoryVerdict {
    judge_history(history, Budget::default())
}

/// What histories are like, in turn.
fn shape(seed: u64, operations: u64, unknown_percent: u64) -> Shape {
    Shape {
        operations,
        clients: 2 + seed % 3,
        keys: 1 + seed % 2,
        unknown_percent,
        commands: match seed % 8 {
            0..=3 => Commands::OneKey,
            4 | 5 => Commands::All,
            _ => Commands::Accounts,
        },
    }
}

#[test]
fn histories_from_the_literature_are_judged_as_they_should_be() {
    let (mut good, mut bad) = (0, 0);
    for example in examples() {
        let title = &example.title;
        let verdict = judge(&example.history);
        let found = verdict.contradiction().map(|it| {
            assert!(it.is_smallest, "{title}");
            let mut names: Vec<String> = it.numbers().map(|at| example.names[at].clone()).collect();
            names.sort();
            names
        });
        assert_eq!(found, example.contradiction, "{title}: {verdict}");
        assert_eq!(verdict.holds(), example.contradiction.is_none(), "{title}");
        *(if verdict.holds() { &mut good } else { &mut bad }) += 1;
    }
    assert!(
        good >= 25 && bad >= 25,
        "{good} good and {bad} bad histories"
    );
}

#[test]
fn short_examples_are_judged_as_all_orders_say() {
    let mut tried = 0;
    for example in examples() {
        if example.history.operations().len() <= 7 {
            let expected = example.contradiction.is_none();
            let found = brute_force::is_linearizable(&example.history);
            assert_eq!(found, expected, "{}", example.title);
            tried += 1;
        }
    }
    assert!(tried >= 50, "{tried} examples are short");
}

/// What is found alone is wrong, whoever else may be, and what is found last is the lie, or
/// came after it.
#[test]
fn one_client_sees_the_machine() {
    for seed in 0..500 {
        let key = Key::new(seed);
        let shape = Shape {
            operations: 60,
            clients: 1,
            keys: 3,
            unknown_percent: 0,
            commands: Commands::All,
        };
        let history = random::good(key, shape);
        assert!(judge(&history).holds(), "seed {seed}");
        let (tampered, place) = random::tampered(key, &history).expect("all are answered");
        let verdict = judge(&tampered);
        let contradiction = verdict.contradiction().expect("one answer is wrong");
        let numbers: Vec<usize> = contradiction.numbers().collect();
        assert!(
            numbers.contains(&place),
            "seed {seed}: {place} is not in {verdict}"
        );
        assert_eq!(numbers.last(), Some(&place), "seed {seed}: {verdict}");
    }
}

#[test]
fn todc_utils_agrees() {
    let (mut good, mut bad) = (0, 0);
    for seed in 0..3_000 {
        let key = Key::new(seed);
        let history = random::good(key, shape(seed, 4 + seed % 9, 0));
        assert!(judge(&history).holds(), "seed {seed}");
        assert!(todc::is_linearizable(&history), "seed {seed}");
        let (tampered, _) = random::tampered(key, &history).expect("all are answered");
        let verdict = judge(&tampered);
        assert_eq!(
            verdict.holds(),
            todc::is_linearizable(&tampered),
            "seed {seed}: {verdict}"
        );
        *(if verdict.holds() { &mut good } else { &mut bad }) += 1;
    }
    assert!(
        good > 100 && bad > 1_500,
        "{good} good and {bad} bad histories"
    );
}

/// What took effect at drawn moments has an order, however little of it was answered.
#[test]
fn nobody_is_accused_for_what_is_unknown() {
    for seed in 0..4_000 {
        let key = Key::new(seed);
        let percent = [25, 50, 75][seed as usize % 3];
        let history = random::good(key, shape(seed, 8 + seed % 17, percent));
        let verdict = judge(&history);
        assert!(verdict.holds(), "seed {seed}: {verdict}");
    }
}

#[test]
fn all_orders_agree_when_outcomes_are_unknown() {
    let (mut good, mut bad) = (0, 0);
    for seed in 0..8_000 {
        let key = Key::new(seed);
        let history = random::good(
            key,
            shape(seed, 3 + seed % 5, [25, 50, 75][seed as usize % 3]),
        );
        assert!(judge(&history).holds(), "seed {seed}");
        let Some((tampered, _)) = random::tampered(key, &history) else {
            continue;
        };
        let verdict = judge(&tampered);
        let expected = brute_force::is_linearizable(&tampered);
        assert_eq!(verdict.holds(), expected, "seed {seed}: {verdict}");
        *(if expected { &mut good } else { &mut bad }) += 1;
    }
    assert!(
        good > 300 && bad > 2_000,
        "{good} good and {bad} bad histories"
    );
}

#[test]
fn a_contradiction_is_one_whatever_the_others_did_and_none_of_it_can_be_spared() {
    let mut sizes = [0; 7];
    for seed in 0..4_000 {
        let key = Key::new(seed);
        let history = random::good(key, shape(seed, 4 + seed % 3, 25));
        let Some((tampered, _)) = random::tampered(key, &history) else {
            continue;
        };
        let verdict = judge(&tampered);
        let Some(contradiction) = verdict.contradiction() else {
            continue;
        };
        assert!(contradiction.is_smallest, "seed {seed}");
        let kept: Vec<usize> = contradiction.numbers().collect();
        let is_linearizable =
            |kept: &[usize]| brute_force::is_linearizable_if(&tampered, |it| kept.contains(&it));
        assert!(!is_linearizable(&kept), "seed {seed}: {verdict}");
        for spared in &kept {
            let fewer: Vec<usize> = kept.iter().copied().filter(|it| it != spared).collect();
            assert!(
                is_linearizable(&fewer),
                "seed {seed} without {spared}: {verdict}"
            );
        }
        let alone = contradiction
            .operations
            .iter()
            .map(|named| named.operation.clone());
        assert!(
            !brute_force::is_linearizable(&alone.collect()),
            "seed {seed}: {verdict}"
        );
        sizes[kept.len()] += 1;
    }
    println!("contradictions by size: {sizes:?}");
    assert!(sizes[1] > 500 && sizes[2] > 100, "{sizes:?}");
}

#[test]
fn a_contradiction_is_said_in_one_sentence() {
    let sentence = |lines: &[&str]| judge(&read_drawing(lines).0).to_string();
    assert_eq!(
        sentence(&[
            "A [SET x=1] [SET x=2]",
            "B                       [GET x: 1]"
        ]),
        "Not linearizable: client 1's GET x, asked at 24 ms, was answered “the value is 1” at \
         33 ms, though client 0's SET x=2 had been acknowledged at 20 ms."
    );
    assert_eq!(
        sentence(&["A [GET x: 1]"]),
        "Not linearizable: client 0's GET x, asked at 2 ms, was answered “the value is 1” at \
         11 ms, which no order of the operations explains."
    );
    assert_eq!(
        sentence(&["A [SET x=1] [GET x: 1]"]),
        "Linearizable: all 2 operations have their place in one order."
    );
}

#[test]
fn without_steps_nothing_is_decided() {
    let (history, _) = read_drawing(&["A [SET x=1]", "B             [GET x: 2]"]);
    let verdict = judge_history(&history, Budget(1));
    assert_eq!(verdict.linearizability, Linearizability::Undecided);
    assert!(!verdict.holds());
    let sentence = verdict.to_string();
    assert!(sentence.starts_with("Undecided: "), "{sentence}");
    assert!(judge(&history).contradiction().is_some());
}

#[test]
fn keys_are_judged_apart_unless_a_transfer_ties_them() {
    let apart = read_drawing(&["A [SET a=1] [SET b=1] [SET c=1] [hello: logged]"]).0;
    assert_eq!(judge(&apart).partitions, 4);
    let tied = [
        "A [SET a=1] [SET b=1] [SET c=1]",
        "B   [TRANSFER 1 a -> b...",
    ];
    assert_eq!(judge(&read_drawing(&tied).0).partitions, 2);
    let chained = [
        "A [TRANSFER 1 a -> b...",
        "B [TRANSFER 1 d -> c...",
        "C  [TRANSFER 1 b -> c...",
    ];
    assert_eq!(judge(&read_drawing(&chained).0).partitions, 1);
}

/// A world in which node 0 leads, and then everybody is alone.
fn leader_without_followers() -> World {
    let mut world = World::begin(&Run::new(7, Options::default()));
    world.act(&Action::ForceTimeout(NodeId(0)), &mut Nobody);
    world.advance_to(ms(1_000), &mut Nobody);
    world.act(&write(0, "SET x=1"), &mut Nobody);
    world.advance_to(ms(2_000), &mut Nobody);
    world.act(&Action::Isolate(NodeId(0)), &mut Nobody);
    world
}

#[test]
fn who_gives_up_does_not_know_until_a_later_request_is_answered() {
    let mut world = leader_without_followers();
    world.act(&write(0, "SET x=2"), &mut Nobody);
    world.advance_to(ms(12_000), &mut Nobody);
    let history = History::of(&world);
    let endings: Vec<&Ending> = history.operations().iter().map(|it| &it.ending).collect();
    let [
        Ending::Answered {
            response: Response::Stored,
            ..
        },
        Ending::Unknown { until: None },
    ] = endings[..]
    else {
        panic!("{endings:?}");
    };

    world.act(&Action::Heal, &mut Nobody);
    world.act(&ask("GET x"), &mut Nobody);
    world.advance_to(ms(30_000), &mut Nobody);
    let history = History::of(&world);
    let [_, lost, read] = history.operations() else {
        panic!("{history:?}");
    };
    assert_eq!(lost.client, read.client);
    let Ending::Answered { at, .. } = read.ending else {
        panic!("{read:?}");
    };
    assert_eq!(lost.ending, Ending::Unknown { until: Some(at) });
    assert!(judge(&history).holds());
}

#[test]
fn a_refused_request_may_still_have_been_taken() {
    let mut world = World::begin(&Run::new(7, Options::default()));
    world.act(&write(1, "SET x=1"), &mut Nobody);
    world.advance_to(ms(1_000), &mut Nobody);
    let request = world.requests().get(0).expect("it was asked");
    assert!(
        matches!(request.outcome, Outcome::Refused(_)),
        "{request:?}"
    );
    let history = History::of(&world);
    assert_eq!(
        history.operations()[0].ending,
        Ending::Unknown { until: None }
    );
}

#[test]
fn what_was_never_sent_was_never_taken() {
    let mut world = World::begin(&Run::new(7, Options::default()));
    (0..=1_000).for_each(|_| world.act(&ask("SET x=1"), &mut Nobody));
    let history = History::of(&world);
    let last = history.operations().last().expect("all are there");
    assert_eq!(last.ending, Ending::NeverTaken);
    assert_eq!(judge(&history).operations, 1_000);
}

/// A world that much is done to, which is then left in peace, and whose keys are read.
fn hostile_world(seed: u64, options: Options) -> World {
    let mut world = World::begin(&Run::new(seed, options));
    let faults_end = ms(if seed.is_multiple_of(2) {
        12_000
    } else {
        40_000
    });
    let actions = schedule::actions(seed, &options, faults_end);
    for timed in &actions {
        world.advance_to(timed.at, &mut Nobody);
        world.act(&timed.action, &mut Nobody);
    }
    let recovery = schedule::recovery(&actions, &options);
    recovery
        .iter()
        .for_each(|action| world.act(action, &mut Nobody));
    for key in ["a", "b", "c"] {
        world.act(&ask(&format!("GET {key}")), &mut Nobody);
    }
    world.advance_to(ms(100_000), &mut Nobody);
    world
}

/// In the middle of trouble, logs end in entries that nobody has committed.
#[test]
fn the_log_explains_a_world_at_every_moment() {
    for seed in 0..60 {
        let options = schedule::options(seed);
        let mut world = World::begin(&Run::new(seed, options));
        for timed in schedule::actions(seed, &options, ms(20_000)) {
            world.advance_to(timed.at, &mut Nobody);
            world.act(&timed.action, &mut Nobody);
            let history = History::of(&world);
            let verdict = judge(&history);
            let (at, operations) = (timed.at, history.operations().len() as u64);
            assert!(verdict.holds(), "seed {seed} at {at}: {verdict}");
            assert!(verdict.steps <= operations, "seed {seed} at {at}: a search");
        }
    }
}

#[test]
fn hostile_worlds_are_linearizable() {
    let (mut answered, mut unknown, mut found) = (0, 0, 0);
    for seed in 0..200 {
        let options = schedule::options(seed);
        let world = hostile_world(seed, options);
        let history = History::of(&world);
        let verdict = judge(&history);
        assert!(verdict.holds(), "seed {seed}: {verdict}");
        let operations = history.operations().len() as u64;
        assert!(
            verdict.steps <= operations,
            "seed {seed}: its log explains all"
        );
        if seed % 10 == 0 {
            // Without the order of the log, some are too hard; none may be accused.
            let operations = history.operations().iter().cloned();
            let verdict = judge_history(&operations.collect(), Budget(50_000));
            assert_eq!(verdict.contradiction(), None, "seed {seed}: {verdict}");
            found += u32::from(verdict.holds());
        }
        let outcomes = history
            .operations()
            .iter()
            .map(|it| it.response().is_some());
        let (known, open): (Vec<bool>, Vec<bool>) = outcomes.partition(|known| *known);
        answered += known.len();
        unknown += open.len();
    }
    println!("{answered} operations were answered, {unknown} were not; {found} orders were found");
    assert!(found > 3, "{found} of 20 orders were found by search");
    assert!(
        answered > 4_000 && unknown > 1_500,
        "{answered} answered, {unknown} not"
    );
}

/// Not every broken rule shows in every run, and none of the accused is innocent.
#[test]
fn clients_notice_broken_rules() {
    let (mut accused, mut undecided) = (0, 0);
    for bug in Bug::ALL {
        for seed in 0..20 {
            let mut options = schedule::options(seed);
            options.bugs = options.bugs.with(bug);
            let history = History::of(&hostile_world(seed, options));
            let verdict = judge_history(&history, Budget(2_000_000));
            match &verdict.linearizability {
                Linearizability::Holds => {}
                Linearizability::Undecided => undecided += 1,
                Linearizability::Broken(contradiction) => {
                    accused += 1;
                    println!("{} with seed {seed}: {verdict}", bug.name());
                    assert!(contradiction.operations.len() < 20, "{verdict}");
                }
            }
        }
    }
    println!("{accused} accused, {undecided} undecided");
    assert!(accused > 0, "some clients were told what cannot be");
}

#[test]
fn a_lie_told_to_one_client_of_a_world_is_found() {
    let mut world = leader_without_followers();
    world.act(&Action::Heal, &mut Nobody);
    for number in 0..20 {
        world.act(&ask(&format!("SET x={number}")), &mut Nobody);
        world.act(&ask("GET x"), &mut Nobody);
        let later = world.now() + raft_core::Duration::from_millis(1_000);
        world.advance_to(later, &mut Nobody);
    }
    let history = History::of(&world);
    assert!(judge(&history).holds());
    let mut operations = history.operations().to_vec();
    let stale = operations.len() - 1;
    let Ending::Answered { response, .. } = &mut operations[stale].ending else {
        panic!("{:?}", operations[stale]);
    };
    *response = Response::Value(Some("3".into()));
    let verdict = judge(&operations.into_iter().collect());
    let contradiction = verdict.contradiction().expect("it is stale");
    assert_eq!(contradiction.operations.len(), 2, "{verdict}");
    assert_eq!(contradiction.numbers().last(), Some(stale), "{verdict}");
}

/// Ten thousand operations of five clients, three in a hundred of unknown outcome.
#[test]
fn long_histories_take_few_steps() {
    for commands in [Commands::OneKey, Commands::All] {
        let shape = Shape {
            operations: 10_000,
            clients: 5,
            keys: 5,
            unknown_percent: 3,
            commands,
        };
        let history = random::good(Key::new(1), shape);
        let verdict = judge(&history);
        println!("{} steps: {verdict}", verdict.steps);
        assert!(verdict.holds(), "{verdict}");
    }
}

/// An operation by hand, for what drawings do not show.
fn operation(client: u32, text: &str, called_at: u64, ending: Ending) -> Operation {
    Operation {
        client: ClientId(client),
        command: Command::new(text),
        called_at: Instant(called_at),
        ending,
    }
}

#[test]
fn what_touches_may_overlap() {
    let answered = |at, response| Ending::Answered {
        at: Instant(at),
        response,
    };
    let stored = operation(0, "SET x=1", 1, answered(5, Response::Stored));
    let read_at = |at| operation(1, "GET x", at, answered(9, Response::Value(None)));
    assert!(judge(&[stored.clone(), read_at(5)].into_iter().collect()).holds());
    assert!(!judge(&[stored, read_at(6)].into_iter().collect()).holds());
}
