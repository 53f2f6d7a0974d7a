//! Messages that wait for a disk are an event: said once for each silence, with what they wait for
//! and until when, and where they do not wait for long, not at all.

use crate::one_entry::{act, node, set_disk, with_one_entry, write};
use raft_core::{Bugs, Duration, Instant, NodeId, RoleName, Term};
use raft_sim::{Action, DiskMode, Event, HeldBack, Latency, Observer, Options, Run, World};

/// Writes down each silence as it begins, and each message of a node.
#[derive(Default)]
struct Ear {
    silences: Vec<(Instant, HeldBack)>,
    sent: Vec<(Instant, NodeId)>,
}

impl Observer for Ear {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        match event {
            Event::MessagesHeld(held) => self.silences.push((world.now(), **held)),
            Event::Sent(packet) => {
                let from = packet.name.from.node();
                self.sent.extend(from.map(|from| (world.now(), from)));
            }
            _ => {}
        }
    }
}

fn slow(node: u8, millis: u64) -> Action {
    Action::SetDiskLatency {
        node: Some(NodeId(node)),
        latency: Latency::from_millis([millis, millis]),
    }
}

/// Plays on for so many milliseconds.
fn play(world: &mut World, millis: u64, ear: &mut Ear) {
    let until = world.now() + Duration::from_millis(millis);
    world.advance_to(until, ear);
}

#[test]
fn a_candidate_that_has_sent_nothing_says_so_once_and_until_when() {
    let mut world = with_one_entry(Bugs::NONE);
    let mut ear = Ear::default();
    world.act(&slow(2, 5_000), &mut ear);
    world.act(&Action::ForceTimeout(NodeId(2)), &mut ear);
    let began = world.now();
    play(&mut world, 1, &mut ear);

    let [(at, held)] = ear.silences[..] else {
        panic!("{:?}", ear.silences);
    };
    assert_eq!(
        (at, held.node, held.role),
        (began, NodeId(2), RoleName::Candidate)
    );
    assert_eq!((held.term, held.messages), (Term(2), 2));
    assert_eq!(held.until, Some(began + Duration::from_millis(5_000)));
    assert!(held.is_unheard_candidate());
    assert_eq!(node(&world, 2).silent_since(), Some(began));
    assert!(ear.sent.iter().all(|(_, from)| *from != NodeId(2)));
}

#[test]
fn a_leader_is_silent_until_its_stall_ends_and_may_be_so_again() {
    let mut world = with_one_entry(Bugs::NONE);
    let mut ear = Ear::default();
    let stall = |mode| Action::SetDisk {
        node: NodeId(0),
        mode,
    };
    world.act(&stall(DiskMode::Stalls), &mut ear);
    write(&mut world, "SET x=2");
    assert_eq!(ear.silences, [], "nothing waited when the stall began");
    // The write was played before nobody; the state tells of it, too.
    let since = node(&world, 0).silent_since().expect("it is silent");
    play(&mut world, 500, &mut ear);
    assert_eq!(ear.silences, [], "it was said when it began");
    assert_eq!(node(&world, 0).silent_since(), Some(since));

    world.act(&stall(DiskMode::Syncs), &mut ear);
    play(&mut world, 1, &mut ear);
    assert_eq!(node(&world, 0).held_messages(), 0);
    assert_eq!(node(&world, 0).silent_since(), None);

    let mut again = Ear::default();
    world.act(&stall(DiskMode::Stalls), &mut again);
    let command = Action::Write {
        to: raft_sim::Target::Node(NodeId(0)),
        command: raft_core::Command::new("SET x=3"),
    };
    world.act(&command, &mut again);
    play(&mut world, 100, &mut again);
    let [(_, held)] = again.silences[..] else {
        panic!("{:?}", again.silences);
    };
    assert_eq!((held.role, held.until), (RoleName::Leader, None));
}

#[test]
fn a_stall_that_begins_while_messages_wait_is_said_then() {
    let mut world = with_one_entry(Bugs::NONE);
    let mut ear = Ear::default();
    // Shorter than a heartbeat: nobody misses what waits for so short a time.
    world.act(&slow(1, 40), &mut ear);
    world.act(&Action::ForceTimeout(NodeId(1)), &mut ear);
    play(&mut world, 1, &mut ear);
    assert_eq!(ear.silences, []);
    assert_eq!(node(&world, 1).silent_since(), None);
    let stalls = Action::SetDisk {
        node: NodeId(1),
        mode: DiskMode::Stalls,
    };
    world.act(&stalls, &mut ear);
    assert_eq!(ear.silences.len(), 1);
    assert_eq!(ear.silences[0].1.until, None);
}

#[test]
fn what_waits_in_another_term_is_another_silence() {
    let mut world = with_one_entry(Bugs::NONE);
    set_disk(&mut world, 2, DiskMode::Stalls);
    let mut ear = Ear::default();
    world.act(&Action::ForceTimeout(NodeId(2)), &mut ear);
    play(&mut world, 1, &mut ear);
    // A newer term of another node makes it drop what waited, and vote.
    for other in [1, 0] {
        world.act(&Action::ForceTimeout(NodeId(other)), &mut ear);
        play(&mut world, 200, &mut ear);
    }
    let terms: Vec<Term> = ear
        .silences
        .iter()
        .filter(|(_, held)| held.node == NodeId(2))
        .map(|(_, held)| held.term)
        .collect();
    assert!(terms.len() >= 2, "{terms:?}");
    assert!(terms.is_sorted_by(|one, next| one < next), "{terms:?}");
    act(&mut world, &Action::Crash(NodeId(2)), 0);
    assert_eq!(node(&world, 2).silent_since(), None);
}

/// Over hostile runs, what is said agrees with the state: at each event, a node that holds
/// messages back for long has said so in its term.
#[test]
fn a_node_that_is_silent_has_said_so() {
    struct Check(Vec<Option<(Instant, Term)>>);
    impl Observer for Check {
        fn observe(&mut self, world: &World, event: &Event<'_>) {
            if let Event::MessagesHeld(held) = event {
                let known = &mut self.0[held.node.position()];
                let told = Some((world.now(), held.term));
                assert_ne!(known.map(|(_, term)| term), Some(held.term), "{held:?}");
                *known = told;
            }
            for node in world.nodes() {
                let known = &mut self.0[node.id().position()];
                if node.silent_since().is_none() {
                    *known = None;
                } else {
                    assert_eq!(node.silent_since(), known.map(|(at, _)| at));
                }
            }
        }
    }
    let options = Options {
        disk: Latency::from_millis([1, 2_500]),
        ..Options::default()
    };
    for seed in 0..20 {
        let run = Run::new(seed, options);
        let mut world = World::begin(&run);
        let mut check = Check(vec![None; 5]);
        for second in 1..30_u64 {
            let node = NodeId(u8::try_from((seed + second) % 5).expect("a node"));
            let action = match second % 6 {
                0 => Action::Crash(node),
                1 => Action::Restart(NodeId((node.0 + 4) % 5)),
                2 => Action::Pause(node),
                3 => Action::Resume(NodeId((node.0 + 4) % 5)),
                4 => Action::SetDisk {
                    node,
                    mode: DiskMode::Stalls,
                },
                _ => Action::SetDisk {
                    node: NodeId((node.0 + 4) % 5),
                    mode: DiskMode::Syncs,
                },
            };
            world.act(&action, &mut check);
            world.advance_to(Instant::from_millis(second * 1_000), &mut check);
        }
    }
}

/// Trace, feed and JSON lines say the same of it.
#[cfg(feature = "json")]
#[test]
fn traces_and_lines_say_since_when_and_until_when() {
    use raft_sim::lines::Lines;
    use raft_sim::scenario::{Scenario, Trace, play};

    let text = r#"{ "format": 1, "seed": 40, "options": { "nodes": 3, "preset": "etcd" },
        "actions": [
          { "at_ms": 10, "do": { "timeout": 0 } },
          { "at_ms": 1000, "do": { "disk_ms": [2500, 2500], "node": 2 } },
          { "at_ms": 1100, "do": { "timeout": 2 } },
          { "at_ms": 1200, "do": { "disk": "stalls", "node": 0 } },
          { "at_ms": 1200, "do": { "write": "SET x=1", "to": 0 } } ],
        "expect": [ { "happens": "messages_held", "node": 2, "at_least": 1 } ],
        "until_ms": 3000 }"#;
    let scenario = Scenario::read(text).expect("it is a scenario");
    let (mut trace, mut lines) = (Trace::default(), Lines::new(0, usize::MAX));
    let played = play(&scenario, &mut (&mut trace, &mut lines));
    assert!(!played.expectations[0].has_failed());

    let trace = trace.text(&[]);
    let told =
        "1.100  n2 holds back its whole candidacy until its vote of term 2 is written, at 3.600";
    assert!(trace.contains(told), "{trace}");
    let stalled = "n0 holds back 2 it would say until entry 1 is written, and its disk stalls";
    assert!(trace.contains(stalled), "{trace}");
    assert!(
        trace.contains("n0 holds its heartbeats back until entry 1 is written"),
        "{trace}"
    );
    let deposed = "n0 holds back 1 it would say until its term 2 and entry 1 are written";
    assert!(trace.contains(deposed), "{trace}");
    assert_eq!(trace.matches("holds back").count(), 3, "{trace}");

    let lines = lines.into_text();
    let held: Vec<&str> = lines
        .lines()
        .filter(|it| it.contains("messages_held"))
        .collect();
    assert_eq!(held.len(), 3, "{held:?}");
    let sentence = "Node 2 asks for votes in term 2, and nobody hears it: 2 messages are held back \
                    until its vote of term 2 is written, at 3.600 s.";
    assert!(held[0].contains(sentence), "{}", held[0]);
    assert!(
        held[0].contains(r#""term":2,"messages":2,"until_us":3600000"#),
        "{}",
        held[0]
    );
    assert!(held[1].contains("and the disk stalls."), "{}", held[1]);
    assert!(!held[1].contains("until_us"), "{}", held[1]);
}
