//! The invariants of a node and the properties of a cluster hold whatever messages arrive, and in
//! whatever order things happen.

use std::collections::BTreeMap;

use crate::harness::cluster::{Cluster, Happening};
use crate::harness::server::Server;
use crate::harness::{append, at, config, denied, entry, granted, matched, number, rejected};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use raft_core::{
    AppendEntries, Body, Effect, Entries, Index, Input, Node, NodeId, Position, RoleName, Token,
};

/// Mostly numbers that mean something in a short run, now and then one that means trouble.
fn any_number() -> impl Strategy<Value = u64> {
    prop_oneof![
        12 => 0_u64..6,
        1 => Just(u64::MAX),
        1 => Just(u64::MAX - 1),
    ]
}

fn any_place() -> impl Strategy<Value = Option<Position>> {
    (any_number(), any_number()).prop_map(|(index, term)| at(index, term))
}

fn any_body() -> impl Strategy<Value = Body> {
    prop_oneof![
        any_place().prop_map(crate::harness::request_vote),
        Just(granted()),
        Just(denied()),
        (any_place(), vec(any_number(), 0..4), any_number())
            .prop_map(|(prev, terms, commit)| append(prev, &terms, commit)),
        // Well-formed more often than chance would have it.
        (0_u64..4, 1_u64..5, 0..4_usize, 0_u64..6)
            .prop_map(|(index, term, count, commit)| well_formed(index, term, count, commit)),
        any_number().prop_map(matched),
        (any_number(), any_place()).prop_map(|(prev, hint)| rejected(prev, hint)),
    ]
}

fn well_formed(index: u64, term: u64, count: usize, commit: u64) -> Body {
    Body::AppendEntries(AppendEntries {
        prev: at(index, term),
        entries: std::iter::repeat_n(entry(term), count).collect::<Entries>(),
        leader_commit: Index::new(commit),
    })
}

#[derive(Clone, Debug)]
enum Event {
    Receive(u8, u64, Body),
    Propose,
    Deadline,
    Force,
    Persisted(u64),
    Sync,
    Crash,
}

fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        20 => (prop_oneof![9 => 0_u8..5, 1 => any::<u8>()], any_number(), any_body())
            .prop_map(|(from, term, body)| Event::Receive(from, term, body)),
        3 => Just(Event::Propose),
        2 => Just(Event::Deadline),
        1 => Just(Event::Force),
        1 => any_number().prop_map(Event::Persisted),
        3 => Just(Event::Sync),
        1 => Just(Event::Crash),
    ]
}

fn happen(server: &mut Server, event: Event) -> Vec<Effect> {
    match event {
        Event::Receive(from, term, body) => server.receive(from, term, body),
        Event::Propose => server.propose("x"),
        Event::Deadline => server.reach_deadline(),
        Event::Force => server.step(Input::ForceTimeout),
        Event::Persisted(token) => server.step(Input::Persisted(Token(token))),
        Event::Sync => server.sync(),
        Event::Crash => {
            server.crash();
            server.restart();
            Vec::new()
        }
    }
}

/// The invariants of [`Node`] from one step to the next, whatever arrives.
fn check_promises(before: &Node, after: &Node, effects: &[Effect]) {
    assert!(after.current_term() >= before.current_term());
    if after.current_term() == before.current_term() {
        let kept = before.voted_for().is_none() || after.voted_for() == before.voted_for();
        assert!(kept, "the vote changed in a term");
        if before.role_name() == RoleName::Leader && after.role_name() == RoleName::Leader {
            for follower in (0..5).map(NodeId) {
                let matched = |node: &Node| node.progress_of(follower).map(|one| one.match_index);
                assert!(matched(after) >= matched(before), "a match index fell");
            }
            let prefix = before.log().iter().zip(after.log().iter());
            assert!(prefix.into_iter().all(|(before, after)| before == after));
        }
    }
    assert!(after.commit_index() >= before.commit_index());
    for index in (1..=number(before.commit_index())).filter_map(Index::new) {
        assert_eq!(before.log().entry(index), after.log().entry(index));
    }
    for effect in effects {
        if let Effect::Send { message, .. } = effect {
            assert!(message.term <= after.current_term());
        }
    }
}

proptest! {
    #![proptest_config(crate::harness::settings::same_cases())]

    /// The numbered invariants of [`Node`]. Forged messages may give a node a wrong view of others,
    /// but never of itself.
    #[test]
    fn a_node_keeps_its_promises_in_any_soup_of_messages(
        events in vec(any_event(), 1..60),
        log in vec(1_u64..3, 0..4),
        stalled: bool,
    ) {
        let mut log = log;
        log.sort_unstable();
        let mut server = Server::follower(5, 2, &log);
        server.stalled = stalled;
        for event in events {
            let crash = matches!(event, Event::Crash);
            // A disk that lies about having written is not this test's subject.
            let lie = matches!(event, Event::Persisted(_)) && !server.unwritten.is_empty();
            if lie {
                continue;
            }
            let before = server.node().clone();
            let effects = happen(&mut server, event);
            if !crash {
                check_promises(&before, server.node(), &effects);
            }
        }
    }
}

/// What may happen to a cluster, with numbers that are taken modulo what there is.
#[derive(Clone, Copy, Debug)]
enum Move {
    Deliver(usize),
    Copy(usize),
    Drop(usize),
    Timeout(u8),
    Heartbeat(u8),
    Propose(u8),
    Crash(u8),
    Restart(u8),
    Stall(u8),
    SyncOne(u8),
    Unstall(u8),
    Cut(u8, u8),
    Heal,
}

fn any_move() -> impl Strategy<Value = Move> {
    let place = || any::<prop::sample::Index>().prop_map(|index| index.index(1_000));
    prop_oneof![
        40 => place().prop_map(Move::Deliver),
        2 => place().prop_map(Move::Copy),
        3 => place().prop_map(Move::Drop),
        3 => any::<u8>().prop_map(Move::Timeout),
        6 => any::<u8>().prop_map(Move::Heartbeat),
        6 => any::<u8>().prop_map(Move::Propose),
        1 => any::<u8>().prop_map(Move::Crash),
        2 => any::<u8>().prop_map(Move::Restart),
        2 => any::<u8>().prop_map(Move::Stall),
        4 => any::<u8>().prop_map(Move::SyncOne),
        2 => any::<u8>().prop_map(Move::Unstall),
        1 => any::<(u8, u8)>().prop_map(|(from, to)| Move::Cut(from, to)),
        1 => Just(Move::Heal),
    ]
}

fn play(cluster: &mut Cluster, next: Move) {
    let nodes = u8::try_from(cluster.servers.len()).expect("clusters are small");
    let flight = cluster.flight.len();
    let is_leader = |cluster: &Cluster, id: u8| {
        let server = cluster.server(id);
        server.is_up() && server.role() == RoleName::Leader
    };
    match next {
        Move::Deliver(place) if flight > 0 => cluster.deliver(place % flight),
        Move::Copy(place) if flight > 0 => cluster.deliver_copy(place % flight),
        Move::Drop(place) if flight > 0 => cluster.drop(place % flight),
        Move::Deliver(_) | Move::Copy(_) | Move::Drop(_) => {}
        Move::Timeout(id) => cluster.timeout(id % nodes),
        Move::Heartbeat(_) | Move::Propose(_) => {
            let leaders: Vec<u8> = (0..nodes).filter(|id| is_leader(cluster, *id)).collect();
            match next {
                Move::Heartbeat(n) if !leaders.is_empty() => {
                    cluster.heartbeat(leaders[usize::from(n) % leaders.len()]);
                }
                Move::Propose(n) if !leaders.is_empty() => {
                    cluster.propose(leaders[usize::from(n) % leaders.len()], "x");
                }
                _ => {}
            }
        }
        Move::Crash(id) if cluster.server(id % nodes).is_up() => cluster.crash(id % nodes),
        Move::Restart(id) if !cluster.server(id % nodes).is_up() => cluster.restart(id % nodes),
        Move::Crash(_) | Move::Restart(_) => {}
        Move::Stall(id) => cluster.stall(id % nodes),
        Move::SyncOne(id) => cluster.sync_one(id % nodes),
        Move::Unstall(id) => cluster.unstall(id % nodes),
        Move::Cut(from, to) => cluster.cut_one_way(from % nodes, to % nodes),
        Move::Heal => cluster.heal(),
    }
}

/// After all faults end, one election and two heartbeats make all logs equal.
fn recover(cluster: &mut Cluster) {
    let nodes = u8::try_from(cluster.servers.len()).expect("clusters are small");
    cluster.heal();
    for id in 0..nodes {
        cluster.unstall(id);
        if !cluster.server(id).is_up() {
            cluster.restart(id);
        }
    }
    cluster.settle();
    // Leaders whose term is over learn it from the answers to their next heartbeat.
    for id in cluster.leaders() {
        if cluster.server(id).role() == RoleName::Leader {
            cluster.heartbeat(id);
            cluster.settle();
        }
    }
    let best = (0..nodes).max_by_key(|id| cluster.server(*id).node().log().last());
    let best = best.expect("a cluster has nodes");
    while cluster.server(best).role() != RoleName::Leader {
        cluster.timeout(best);
        cluster.settle();
    }
    cluster.propose(best, "after all");
    for _ in 0..3 {
        cluster.settle();
        cluster.heartbeat(best);
    }
    cluster.settle();
    let log = cluster.server(best).log();
    for server in &cluster.servers {
        assert_eq!(server.log(), log, "{}", server.id);
        assert_eq!(server.commit(), log.len() as u64, "{}", server.id);
    }
}

proptest! {
    #![proptest_config(crate::harness::settings::same_cases())]

    /// The harness checks the five properties of Figure 3 after each step.
    #[test]
    fn any_schedule_is_safe_and_every_cluster_recovers(
        nodes in prop_oneof![Just(3_u8), Just(5)],
        blank: bool,
        entries_per_message in prop_oneof![Just(1_u32), Just(100)],
        moves in vec(any_move(), 1..200),
    ) {
        let mut config = config(nodes);
        config.blank_entry_at_election = blank;
        config.entries_per_message = entries_per_message;
        let mut cluster = Cluster::with_logs(config, &vec![&[][..]; nodes.into()]);
        for next in moves {
            play(&mut cluster, next);
        }
        recover(&mut cluster);
    }
}

/// Random runs prove little when nothing happens in them: in these, everything does.
#[test]
fn random_schedules_do_reach_what_they_are_meant_to() {
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeMap::new();
    for _ in 0..50 {
        let tree = vec(any_move(), 250)
            .new_tree(&mut runner)
            .expect("it can be drawn");
        let mut cluster = Cluster::new(5);
        for next in tree.current() {
            play(&mut cluster, next);
        }
        for happening in &cluster.happenings {
            if let Happening::Decided(_, decision) = happening {
                *seen.entry(decision.name()).or_insert(0) += 1;
            }
        }
    }
    for name in [
        "vote_granted",
        "vote_denied",
        "leader_elected",
        "stepped_down",
        "truncated",
        "entries_rejected",
        "stepped_back",
        "committed",
        "commit_held",
        "message_ignored",
    ] {
        assert!(seen.contains_key(name), "{name} never happened: {seen:?}");
    }
    assert!(!seen.contains_key("refused"), "{seen:?}");
}
