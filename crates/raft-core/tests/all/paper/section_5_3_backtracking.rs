//! Log replication: how a leader finds the last entry that a follower shares with it.

use raft_core::{Body, Input, ReplicationMode};

use crate::harness::cluster::{Cluster, Happening};
use crate::harness::server::Server;
use crate::harness::{
    Append, append, appends, at, config, disk, matched, node, number, rejected, sent,
};

// R06: both sides go back by whole terms. What the follower answers to a probe at the end of
// the leader's log, and where the leader tries next.
#[test]
fn section_5_3_each_rejection_skips_a_term() {
    struct Row {
        leader: &'static [u64],
        follower: &'static [u64],
        /// `(term, index)`, as in the catalogue.
        hint: (u64, u64),
        next: (u64, u64),
    }
    let row = |leader, follower, hint, next| Row {
        leader,
        follower,
        hint,
        next,
    };
    let table = [
        row(
            &[1, 2, 2, 4, 4, 4, 4],
            &[1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3],
            (3, 7),
            (2, 3),
        ),
        row(
            &[1, 2, 2, 3, 4, 4, 4, 5],
            &[1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3],
            (3, 8),
            (3, 4),
        ),
        row(&[1, 1, 1, 1], &[1, 2, 2, 4], (1, 1), (1, 1)),
        row(&[1, 1, 1, 1, 1, 1], &[1, 2, 2, 4], (1, 1), (1, 1)),
        row(&[1, 1, 1, 1], &[1, 2, 2, 4, 4, 4], (1, 1), (1, 1)),
        row(&[1, 1, 1, 4, 5], &[1, 1, 1, 4], (4, 4), (4, 4)),
        row(
            &[2, 5, 5, 5, 5, 5, 5, 5, 5],
            &[2, 4, 4, 4, 4, 4],
            (4, 6),
            (2, 1),
        ),
        row(&[2, 2, 2, 2, 2], &[2, 4, 4, 4, 4, 4, 4, 4], (2, 1), (2, 1)),
    ];
    for Row {
        leader,
        follower,
        hint,
        next,
    } in table
    {
        let last = at(leader.len() as u64, leader[leader.len() - 1]);
        let mut follower = Server::follower(3, 8, follower);
        let reply = sent(&follower.receive(1, 9, append(last, &[], 0)));
        let expected = rejected(leader.len() as u64, at(hint.1, hint.0));
        assert_eq!(reply, [(1, expected.clone())], "{leader:?}");

        let mut leader = Server::leader(3, 8, leader);
        let probes = appends(&leader.receive(1, 9, expected));
        assert_eq!(probes.len(), 1);
        assert_eq!(probes[0].1, at(next.1, next.0), "{:?}", leader.log());
    }
}

// R06, neutrally: never more rejections than there are terms in what conflicts.
#[test]
fn section_5_3_rejections_are_bounded_by_the_terms_in_conflict() {
    let logs: [&[u64]; 8] = [
        &[1, 2, 2, 4, 4, 4, 4],
        &[1, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3],
        &[1, 1, 1, 1],
        &[1, 2, 3, 5, 5, 6, 7],
        &[2, 4, 6],
        &[1, 3, 5, 7, 7, 7],
        &[],
        &[7, 7],
    ];
    for leader in logs {
        for follower in logs {
            let agreeing = leader
                .iter()
                .zip(follower)
                .take_while(|(a, b)| a == b)
                .count();
            let mut conflicting = follower[agreeing..].to_vec();
            conflicting.dedup();
            let mut cluster = Cluster::with_logs(config(2), &[leader, follower]);
            // The follower may have the better log: it is made to lose it all the same.
            cluster.servers[0] = Server::leader(2, 8, leader);
            cluster.heartbeat(0);
            cluster.settle();
            cluster.propose(0, "x");
            cluster.settle();

            let rejections = cluster.count_of("entries_rejected");
            // One more when the follower's log is only shorter: then nothing conflicts.
            assert!(
                rejections <= conflicting.len() + 1,
                "{leader:?} {follower:?}"
            );
            assert_eq!(cluster.server(1).log(), cluster.server(0).log());
        }
    }
}

// R07: a follower that lacks many entries says so once and gets the rest in one message.
#[test]
fn section_5_3_a_short_log_is_found_with_one_rejection() {
    let long: [u64; 4] = [1, 1, 1, 1];
    for (short, hint) in [(&long[..1], at(1, 1)), (&[], None)] {
        let mut cluster = Cluster::with_logs(config(3), &[&long, &long, short]);
        cluster.timeout(0);
        cluster.deliver_on(0, 1);
        cluster.deliver_on(1, 0);
        cluster.deliver_on(0, 2);
        cluster.deliver_on(2, 0);
        cluster.deliver_on(0, 2);
        let answer = &cluster.flight[cluster.find(2, 0).expect("answered")];
        assert_eq!(answer.message.body, rejected(4, hint));

        cluster.settle();
        assert_eq!(cluster.server(2).log(), long);
        assert_eq!(cluster.count_of("entries_rejected"), 1);
        let with_entries = |happening: &&Happening| {
            matches!(happening, Happening::Delivered(packet)
                if matches!(&packet.message.body,
                    Body::AppendEntries(request) if !request.entries.is_empty()))
        };
        assert_eq!(cluster.happenings.iter().filter(with_entries).count(), 1);
    }
}

// While a leader searches, it sends one message at a time, without entries, and repeats it
// with heartbeats; new commands wait. Once an answer agrees, all that is missing goes out
// (Thesis §3.5).
#[test]
fn section_5_3_a_leader_that_probes_does_not_flood() {
    let mut server = Server::leader(3, 2, &[1, 2]);
    server.receive(1, 3, rejected(2, at(1, 1)));
    assert!(matches!(mode(&server), ReplicationMode::Probing { .. }));

    let to_first = |rows: Vec<Append>| rows.into_iter().filter(|row| row.0 == 1).count();
    assert_eq!(to_first(appends(&server.propose("a"))), 0);
    let repeated = appends(&server.reach_deadline());
    assert_eq!(repeated[0], (1, at(1, 1), vec![], 0));

    let effects = server.receive(1, 3, matched(1));
    assert_eq!(appends(&effects), [(1, at(1, 1), vec![2, 3], 0)]);
    assert_eq!(mode(&server), ReplicationMode::Pipelining);
}

// One probe is in flight at a time: heartbeats carry no entries while it may still be answered,
// and the next heartbeat but one repeats a probe that is lost.
#[test]
fn section_5_3_heartbeats_do_not_repeat_the_entries_of_a_probe() {
    let mut server = Server::leader(3, 2, &[1, 2]);
    let probe = (1, None, vec![1, 2], 0);
    assert_eq!(
        appends(&server.receive(1, 3, rejected(2, None))),
        std::slice::from_ref(&probe)
    );

    let mut heartbeat = || {
        let rows = appends(&server.reach_deadline());
        let mut to_first = rows.into_iter().filter(|row| row.0 == 1);
        to_first.next().expect("every follower gets a heartbeat")
    };
    let empty = (1, None, vec![], 0);
    for expected in [&empty, &probe, &empty, &probe] {
        assert_eq!(heartbeat(), *expected);
    }
}

// A heartbeat that is answered before the probe proves that the logs agree so far: the entries
// are sent again at once, since the probe is lost or late.
#[test]
fn section_5_3_an_answered_heartbeat_makes_up_for_a_lost_probe() {
    let mut server = Server::leader(3, 2, &[1, 2]);
    server.receive(1, 3, rejected(2, None));
    server.reach_deadline();

    let effects = server.receive(1, 3, matched(0));

    assert_eq!(appends(&effects), [(1, None, vec![1, 2], 0)]);
    assert_eq!(mode(&server), ReplicationMode::Pipelining);
}

// Where there is nothing to guess, entries go out at once: before the first entry all logs
// agree.
#[test]
fn section_5_3_an_empty_log_gets_its_entries_at_once() {
    let mut server = Server::leader(3, 2, &[1, 2]);

    let effects = server.receive(1, 3, rejected(2, None));

    assert_eq!(appends(&effects), [(1, None, vec![1, 2], 0)]);
}

// A rejection counts once: the same one, or one of an earlier probe, is overtaken.
#[test]
fn section_5_3_an_overtaken_rejection_is_ignored() {
    let mut server = Server::leader(3, 3, &[1, 2, 3]);
    server.receive(1, 4, rejected(3, at(2, 2)));
    let before = server.node().clone();

    for late in [rejected(3, at(2, 2)), rejected(3, None), rejected(1, None)] {
        let effects = server.receive(1, 4, late);
        assert!(sent(&effects).is_empty());
        assert_eq!(*server.node(), before);
    }
}

// Followers that lack the same share one copy of it; one for whom the place is still a guess
// does not make it an empty one.
#[test]
fn section_5_3_a_guess_about_one_follower_does_not_starve_another() {
    let mut server = Server::leader(3, 2, &[1, 2]);
    server.receive(1, 3, rejected(2, at(1, 1)));
    server.receive(2, 3, matched(1));
    server.receive(2, 3, rejected(2, at(1, 1)));
    server.reach_deadline();

    // The next heartbeat but one repeats what nobody has answered.
    let effects = server.reach_deadline();

    let expected = [(1, at(1, 1), vec![], 0), (2, at(1, 1), vec![2], 0)];
    assert_eq!(appends(&effects), expected);
}

// An answer to what was sent before the leader went back may tell more than has been sent
// since: the leader goes on behind it.
#[test]
fn section_5_3_a_late_acknowledgment_moves_the_leader_forward() {
    let mut config = config(3);
    config.entries_per_message = 1;
    let mut server = Server::new(0, config, disk(1, &[1; 5]));
    server.step(Input::ForceTimeout);
    let mut server = server.elected();
    server.receive(1, 2, rejected(5, at(2, 1)));
    server.receive(1, 2, matched(2));
    assert_eq!(server.progress(1), (4, 2));

    server.receive(1, 2, matched(5));

    assert_eq!(server.progress(1), (6, 5));
}

fn mode(server: &Server) -> ReplicationMode {
    let progress = server.node().progress_of(node(1)).expect("it leads");
    assert!(number(progress.match_index) < progress.next_index.get());
    progress.mode
}
