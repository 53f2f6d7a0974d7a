//! The flow of entries (Thesis §10.2.2), one test for each of its claims. F… and R… are numbers of
//! `docs/conformance.md`.

use crate::harness::cluster::Cluster;
use crate::harness::server::Server;
use crate::harness::{append, appends, at, config, disk, has_decided, matched, number, rejected};
use raft_core::{
    Bug, Bugs, Config, Duration, Effect, Effects, Extension, Extensions, FlowLimits, Input, NodeId,
    index_of,
};

/// Three nodes with this limit on.
fn limited(extension: Extension, flow: FlowLimits) -> Config {
    Config {
        extensions: Extensions::NONE.with(extension),
        flow,
        ..config(3)
    }
}

fn window_of(max_in_flight: u32) -> Config {
    let flow = FlowLimits {
        max_in_flight,
        ..FlowLimits::USUAL
    };
    limited(Extension::MaxInFlight, flow)
}

fn batches_of(entries_per_message: u32) -> Config {
    let flow = FlowLimits {
        batch_for: Duration::from_millis(20),
        ..FlowLimits::USUAL
    };
    Config {
        entries_per_message,
        ..limited(Extension::BatchFor, flow)
    }
}

fn backlog_of(max_uncommitted: u32) -> Config {
    let flow = FlowLimits {
        max_uncommitted,
        ..FlowLimits::USUAL
    };
    limited(Extension::MaxUncommitted, flow)
}

/// Node 0 leads term 2; its log holds these terms.
fn leader_with(config: Config, log: &[u64]) -> Server {
    let mut server = Server::new(0, config, disk(1, log));
    server.step(Input::ForceTimeout);
    server.elected()
}

/// For each message to this follower: how many entries it carries, and the index before them.
fn to(follower: u8, effects: &[Effect]) -> Vec<(u64, usize)> {
    let all = appends(effects).into_iter();
    let meant = all.filter(|(to, ..)| *to == follower);
    meant
        .map(|(_, prev, terms, _)| (number(index_of(prev)), terms.len()))
        .collect()
}

fn puts_off(effects: &Effects) -> bool {
    effects.iter().any(|it| matches!(it, Effect::PutOff { .. }))
}

/// F01: so many messages, and then none until an answer; each answer frees what it covers.
#[test]
fn f01_a_full_window_opens_with_an_answer() {
    let mut leader = leader_with(window_of(2), &[]);
    assert_eq!(to(1, &leader.propose("a")), [(0, 1)]);
    assert_eq!(to(1, &leader.propose("b")), [(1, 1)]);
    let third = leader.propose("c");
    assert_eq!(to(1, &third), []);
    assert!(has_decided(&third, "window_full"));
    let fourth = leader.propose("d");
    assert_eq!(to(1, &fourth), []);
    assert!(!has_decided(&fourth, "window_full"), "said once");
    // An answer to the first message lets one more leave, with all that waits.
    assert_eq!(to(1, &leader.receive(1, 2, matched(1))), [(2, 2)]);
    // A stale answer frees nothing.
    leader.propose("e");
    assert_eq!(to(1, &leader.receive(1, 2, matched(1))), []);
    // An answer to the last one frees all.
    assert_eq!(to(1, &leader.receive(1, 2, matched(4))), [(4, 1)]);
    assert_eq!(to(1, &leader.propose("f")), [(5, 1)]);
    // The other follower's window is its own.
    assert_eq!(to(2, &leader.receive(2, 2, matched(2))), [(2, 4)]);
}

/// F01: a heartbeat goes on behind what was sent, and its answer covers all of it.
#[test]
fn f01_a_heartbeat_opens_a_window_whose_answers_were_lost() {
    let mut leader = leader_with(window_of(1), &[]);
    leader.propose("a");
    leader.propose("b");
    assert_eq!(to(1, &leader.reach_deadline()), [(1, 0)]);
    assert_eq!(to(1, &leader.receive(1, 2, matched(1))), [(1, 1)]);
}

/// F01: where messages were lost, a heartbeat is rejected, and the leader probes.
#[test]
fn f01_a_lost_message_closes_no_window() {
    let mut leader = leader_with(window_of(1), &[]);
    leader.propose("a");
    leader.propose("b");
    leader.reach_deadline();
    assert_eq!(to(1, &leader.receive(1, 2, rejected(1, None))), [(0, 2)]);
    assert_eq!(to(1, &leader.receive(1, 2, matched(2))), []);
    assert_eq!(to(1, &leader.propose("c")), [(2, 1)]);
}

/// A follower in the middle of probing has its one message, and no window beside it.
#[test]
fn a_window_is_empty_after_a_step_back() {
    let mut leader = leader_with(window_of(2), &[1, 1, 1]);
    leader.propose("a");
    leader.propose("b");
    leader.receive(1, 2, rejected(3, at(1, 1)));
    leader.receive(1, 2, matched(1));
    assert_eq!(to(1, &leader.receive(1, 2, matched(5))), []);
    assert_eq!(to(1, &leader.propose("c")), [(5, 1)]);
    assert_eq!(to(1, &leader.propose("d")), [(6, 1)]);
    assert_eq!(to(1, &leader.propose("e")), []);
}

/// Where another limit is on, a leader notes no messages: nobody would ever take them off again.
#[test]
fn without_a_window_nothing_is_noted() {
    for (config, noted) in [
        (backlog_of(100), 0),
        (batches_of(1), 0),
        (window_of(100), 3),
    ] {
        let mut leader = leader_with(config, &[]);
        for text in ["a", "b", "c"] {
            leader.propose(text);
        }
        leader.reach_deadline();
        assert_eq!(leader.node().unanswered_by(NodeId(1)).len(), noted);
        assert_eq!(leader.node().messages_in_flight(), 2 * noted);
    }
}

/// Whatever the window, all logs meet.
#[test]
fn a_window_of_one_brings_a_long_log_over() {
    let config = Config {
        entries_per_message: 3,
        ..window_of(1)
    };
    let long = [1; 20];
    let mut cluster = Cluster::with_logs(config, &[&long, &[], &[1, 1]]);
    cluster.elect(0);
    for text in ["a", "b", "c"] {
        cluster.propose(0, text);
    }
    cluster.settle();
    assert_eq!(cluster.server(1).log(), cluster.server(0).log());
    assert_eq!(cluster.server(2).log(), cluster.server(0).log());
    assert_eq!(cluster.server(0).commit(), 23);
}

/// Commands that come within the time leave together, with the next heartbeat.
#[test]
fn commands_are_gathered_and_sent_together() {
    let mut leader = leader_with(batches_of(64), &[]);
    let first = leader.propose("a");
    assert_eq!(to(1, &first), []);
    assert!(has_decided(&first, "batch_begun"));
    assert!(
        first.iter().any(|it| matches!(it, Effect::Persist(_))),
        "its own disk does not wait"
    );
    let second = leader.propose("b");
    assert!(!has_decided(&second, "batch_begun"));
    // An answer to a heartbeat does not end the gathering.
    assert_eq!(to(1, &leader.receive(1, 2, matched(0))), []);
    let deadline = leader.node().deadline().expect("a leader has one");
    let begun_at = leader.now;
    assert_eq!(deadline - begun_at, Duration::from_millis(20));
    let sent = leader.reach_deadline();
    assert_eq!(to(1, &sent), [(0, 2)]);
    assert_eq!(to(2, &sent), [(0, 2)]);
    // The next one is gathered anew.
    assert!(has_decided(&leader.propose("c"), "batch_begun"));
}

/// A full message leaves at once.
#[test]
fn a_full_batch_does_not_wait() {
    let mut leader = leader_with(batches_of(2), &[]);
    assert_eq!(to(1, &leader.propose("a")), []);
    assert_eq!(to(1, &leader.propose("b")), [(0, 2)]);
    assert_eq!(to(1, &leader.propose("c")), []);
}

/// A follower that lags is sent what it lacks while commands are gathered.
#[test]
fn a_follower_that_lags_does_not_wait_for_a_batch() {
    let mut leader = leader_with(batches_of(2), &[1, 1, 1, 1, 1]);
    leader.receive(1, 2, rejected(5, None));
    leader.propose("a");
    assert_eq!(to(1, &leader.receive(1, 2, matched(0))), [(0, 2)]);
    assert_eq!(to(1, &leader.receive(1, 2, matched(2))), [(2, 2)]);
}

/// R24: with so many entries uncommitted, a leader takes no command; when they are committed, it
/// does.
#[test]
fn r24_a_leader_with_a_backlog_puts_commands_off() {
    let mut leader = leader_with(backlog_of(2), &[]);
    assert!(!puts_off(&leader.propose("a")));
    assert!(!puts_off(&leader.propose("b")));
    let third = leader.propose("c");
    assert!(puts_off(&third));
    assert!(has_decided(&third, "backlog_full"));
    assert_eq!(leader.log(), [2, 2], "it is not in the log");
    leader.receive(1, 2, matched(1));
    assert!(!puts_off(&leader.propose("c")));
    assert!(puts_off(&leader.propose("d")));
}

/// R24: what a leader has inherited does not count: only a command of its own can commit it.
#[test]
fn r24_inherited_entries_do_not_count() {
    let config = backlog_of(2);
    let mut leader = leader_with(config, &[1, 1, 1]);
    assert!(!puts_off(&leader.propose("a")));
    leader.receive(1, 2, matched(4));
    assert_eq!(leader.commit(), 4);

    let bugs = Bugs::NONE.with(Bug::CountInheritedEntries);
    let mut stuck = leader_with(Config { bugs, ..config }, &[1, 1, 1]);
    assert!(puts_off(&stuck.propose("a")), "and so for ever");
}

/// Who does not lead names the leader, whatever the limits.
#[test]
fn limits_are_the_leaders() {
    for config in [window_of(1), batches_of(2), backlog_of(1)] {
        let mut follower = Server::new(0, config, disk(1, &[1, 1]));
        let refused = follower.propose("a");
        assert!(has_decided(&refused, "command_refused"));
        assert!(!puts_off(&refused));
    }
}

#[test]
fn rule_left_out_a_full_window_gets_no_heartbeat() {
    let config = window_of(1);
    let bugs = Bugs::NONE.with(Bug::SilentWhenFull);
    let heard = [config, Config { bugs, ..config }].map(|config| {
        let mut leader = leader_with(config, &[]);
        leader.propose("a");
        leader.propose("b");
        to(1, &leader.reach_deadline()).len()
    });
    assert_eq!(heard, [1, 0]);
}

/// Where a rule is left out, a log may lose what is committed. Nothing is uncommitted then.
#[test]
fn a_leader_that_lost_what_it_committed_takes_commands() {
    let config = Config {
        bugs: Bugs::NONE.with(Bug::TruncateOnHeartbeat),
        ..backlog_of(1)
    };
    let mut server = Server::new(0, config, disk(1, &[]));
    server.receive(1, 1, append(None, &[1, 1, 1], 3));
    server.receive(1, 1, append(at(1, 1), &[], 3));
    assert_eq!((server.log().len(), server.commit()), (1, 3));
    server.step(Input::ForceTimeout);
    let mut leader = server.elected();
    let effects = leader.propose("a");
    assert!(!puts_off(&effects));
    assert!(!has_decided(&effects, "backlog_full"));
}
