//! Snapshots (Raft §7, Figure 13), one test for each of their claims. S… and P08 are numbers of
//! `docs/conformance.md`.

use std::sync::Arc;

use crate::harness::server::Server;
use crate::harness::{
    append, appends, at, config, disk, has_decided, index, matched, number, rejected, request_vote,
    sent,
};
use raft_core::{
    Body, Chunk, Config, Decision, Effect, Effects, ExtensionDecision, Input, InstallSnapshot,
    InstallSnapshotReply, Persistent, Position, RoleName, Snapshot, SnapshotDecision,
    SnapshotRefusal,
};

/// Bytes that make three parts: two of 16 and one of 8.
const BYTES: [u8; 40] = [7; 40];

fn compact(server: &mut Server, through: u64) -> Effects {
    server.step(Input::Compact {
        through: index(through),
        bytes: BYTES.into(),
    })
}

fn base(server: &Server) -> Option<Position> {
    server.node().snapshot().map(|snapshot| snapshot.base)
}

fn part(base: Option<Position>, offset: u32) -> Body {
    let rest = &BYTES[offset as usize..];
    let length = rest.len().min(16);
    Body::InstallSnapshot(InstallSnapshot {
        base: base.expect("a snapshot stands for an entry"),
        configuration: config(3).configuration,
        chunk: Arc::new(Chunk {
            offset,
            bytes: rest[..length].into(),
            done: length == rest.len(),
        }),
    })
}

fn received(base: Option<Position>, held: u32) -> Body {
    let base = base.expect("a snapshot stands for an entry");
    Body::InstallSnapshotReply(InstallSnapshotReply::Received { base, held })
}

fn missing(base: Option<Position>, held: u32) -> Body {
    let base = base.expect("a snapshot stands for an entry");
    Body::InstallSnapshotReply(InstallSnapshotReply::Missing { base, held })
}

fn installed(through: u64) -> Body {
    let through = index(through);
    Body::InstallSnapshotReply(InstallSnapshotReply::Installed { through })
}

fn refusals(effects: &[Effect]) -> Vec<SnapshotRefusal> {
    let refusal = |effect: &Effect| match effect {
        Effect::Decide(Decision::Extension(ExtensionDecision::Snapshot(
            SnapshotDecision::NotTaken { reason, .. },
        ))) => Some(*reason),
        _ => None,
    };
    effects.iter().filter_map(refusal).collect()
}

/// A leader of three in term 4 with the log `1, 1, 1, 1`, all of it committed by its own entry at
/// index 5, and a snapshot through index 4.
fn leader_with_snapshot() -> Server {
    let mut leader = Server::leader(3, 3, &[1, 1, 1, 1]);
    leader.propose("SET x=1");
    leader.receive(1, 4, matched(5));
    assert_eq!(leader.commit(), 5);
    compact(&mut leader, 4);
    leader
}

/// A disk with a snapshot through the first entries of this log, and the rest of it.
fn disk_with_snapshot(term: u64, log: &[u64], through: u64) -> Persistent {
    let mut server = Server::new(0, config(1), disk(term, log));
    server.step(Input::ForceTimeout);
    server.propose("SET x=1");
    compact(&mut server, through);
    server.disk
}

#[test]
fn a_snapshot_takes_the_place_of_committed_entries() {
    let mut leader = Server::leader(3, 3, &[1, 1, 1, 1]);
    leader.propose("SET x=1");
    leader.receive(1, 4, matched(5));
    let effects = compact(&mut leader, 4);
    assert!(has_decided(&effects, "snapshot_taken"));
    assert_eq!(base(&leader), at(4, 1));
    assert_eq!(leader.node().log().first_index(), index(5));
    assert_eq!(leader.log(), [4], "the entries behind it stay");
    assert_eq!(leader.node().log().last(), at(5, 4));
    assert_eq!(
        leader.disk.snapshot.as_deref(),
        Some(&Snapshot {
            base: at(4, 1).expect("it is an entry"),
            configuration: config(3).configuration,
            bytes: BYTES.into(),
        })
    );
    assert_eq!(leader.disk.log, *leader.node().log());
}

#[test]
fn a_snapshot_of_anything_else_is_not_taken() {
    let mut empty = Server::follower(3, 1, &[]);
    let effects = compact(&mut empty, 1);
    assert_eq!(
        refusals(&effects),
        [SnapshotRefusal::BeyondLog { last: None }]
    );
    let mut follower = Server::follower(3, 1, &[1, 1]);
    let effects = compact(&mut follower, 1);
    assert_eq!(
        refusals(&effects),
        [SnapshotRefusal::NotCommitted { commit: None }]
    );
    follower.receive(1, 1, append(at(2, 1), &[], 1));
    let effects = compact(&mut follower, 2);
    let commit = Some(index(1));
    assert_eq!(
        refusals(&effects),
        [SnapshotRefusal::NotCommitted { commit }]
    );
    compact(&mut follower, 1);
    let effects = compact(&mut follower, 1);
    assert_eq!(refusals(&effects), [SnapshotRefusal::NothingNew]);
    assert!(effects.iter().all(|it| !matches!(it, Effect::Persist(_))));
    let effects = compact(&mut follower, 9);
    let last = Some(index(2));
    assert_eq!(refusals(&effects), [SnapshotRefusal::BeyondLog { last }]);
    assert_eq!(base(&follower), at(1, 1));
}

/// P08 and S14: a node boots from its snapshot and the log behind it, has committed all that the
/// snapshot stands for, and knows the term of its last entry.
#[test]
fn a_node_boots_from_its_snapshot_and_its_log() {
    let booted = Server::new(0, config(3), disk_with_snapshot(3, &[1, 2, 3], 2));
    assert_eq!(booted.commit(), 2);
    assert_eq!(booted.node().log().first_index(), index(3));
    assert_eq!(booted.node().log().position_at(index(2)), at(2, 2));
    assert_eq!(booted.log(), [3, 4]);

    let mut bare = Server::new(0, config(3), disk_with_snapshot(3, &[1, 2, 3], 4));
    assert_eq!(bare.log(), []);
    assert_eq!(bare.node().log().last(), at(4, 4));
    let effects = bare.receive(1, 9, request_vote(at(9, 3)));
    assert!(
        has_decided(&effects, "vote_denied"),
        "its log ends in term 4, in the snapshot"
    );
    let effects = bare.receive(1, 9, append(at(4, 4), &[9], 4));
    assert_eq!(sent(&effects), [(1, matched(5))]);
}

/// S01 and S05: a follower that needs older entries is sent the snapshot part by part, and no
/// entries meanwhile; then what follows it.
#[test]
fn a_follower_that_needs_older_entries_is_sent_the_snapshot() {
    let mut leader = leader_with_snapshot();
    let effects = leader.receive(2, 4, rejected(4, at(2, 1)));
    assert!(has_decided(&effects, "snapshot_sent"));
    assert_eq!(sent(&effects), [(2, part(at(4, 1), 0))]);
    let effects = leader.propose("SET x=2");
    assert!(appends(&effects).iter().all(|(to, ..)| *to == 1));
    let effects = leader.receive(2, 4, received(at(4, 1), 16));
    assert_eq!(sent(&effects), [(2, part(at(4, 1), 16))]);
    let effects = leader.receive(2, 4, received(at(4, 1), 32));
    assert_eq!(sent(&effects), [(2, part(at(4, 1), 32))]);
    let effects = leader.receive(2, 4, installed(4));
    assert_eq!(appends(&effects), [(2, at(4, 1), vec![4, 4], 5)]);
    assert_eq!(leader.progress(2).1, 4);
    assert_eq!(leader.node().sending_to(raft_core::NodeId(2)), None);
}

/// S05: an answer that tells of more than the snapshot ends its sending.
#[test]
fn a_match_behind_the_snapshot_ends_its_sending() {
    let mut leader = leader_with_snapshot();
    leader.receive(2, 4, rejected(4, None));
    let effects = leader.receive(2, 4, matched(5));
    assert_eq!(appends(&effects), []);
    let effects = leader.reach_deadline();
    let to_2: Vec<Body> = sent(&effects)
        .into_iter()
        .filter_map(|(to, body)| (to == 2).then_some(body))
        .collect();
    assert_eq!(to_2, [append(at(5, 4), &[], 5)]);
}

/// A part without an answer is sent again with the next heartbeat; one that was overtaken or comes
/// twice changes nothing; and where a follower holds less than it did, the leader goes back.
#[test]
fn parts_are_lost_doubled_overtaken_and_resumed() {
    let mut leader = leader_with_snapshot();
    leader.receive(2, 4, rejected(4, None));
    leader.receive(2, 4, received(at(4, 1), 16));
    let effects = leader.reach_deadline();
    assert!(has_decided(&effects, "snapshot_part_repeated"));
    assert!(sent(&effects).contains(&(2, part(at(4, 1), 16))));
    let effects = leader.receive(2, 4, received(at(4, 1), 16));
    assert_eq!(sent(&effects), [], "it says nothing new");
    let effects = leader.receive(2, 4, received(at(3, 1), 32));
    assert_eq!(sent(&effects), [], "it is about another snapshot");
    leader.receive(2, 4, received(at(4, 1), 32));
    let effects = leader.receive(2, 4, missing(at(4, 1), 0));
    assert_eq!(sent(&effects), [(2, part(at(4, 1), 0))]);

    let mut follower = Server::follower(3, 4, &[]);
    let effects = follower.receive(1, 4, part(at(4, 1), 16));
    assert_eq!(sent(&effects), [(1, missing(at(4, 1), 0))]);
    let effects = follower.receive(1, 4, part(at(4, 1), 0));
    assert_eq!(sent(&effects), [(1, received(at(4, 1), 16))]);
    let effects = follower.receive(1, 4, part(at(4, 1), 0));
    assert_eq!(sent(&effects), [(1, received(at(4, 1), 16))]);
    let effects = follower.receive(1, 4, part(at(3, 1), 0));
    assert_eq!(
        sent(&effects),
        [(1, received(at(3, 1), 0))],
        "a newer one is under way"
    );
    follower.receive(1, 4, part(at(4, 1), 16));
    let effects = follower.receive(1, 4, part(at(4, 1), 32));
    assert_eq!(sent(&effects), [(1, installed(4))]);
    assert_eq!(follower.disk.snapshot.as_ref().map(|it| it.base), at(4, 1));
}

/// Parts are volatile, and another leader's parts are other bytes.
#[test]
fn parts_are_forgotten_in_a_crash_and_in_a_new_term() {
    let mut follower = Server::follower(3, 4, &[]);
    follower.receive(1, 4, part(at(4, 1), 0));
    let mut other = follower.clone();
    follower.crash();
    follower.restart();
    let effects = follower.receive(1, 4, part(at(4, 1), 16));
    assert_eq!(sent(&effects), [(1, missing(at(4, 1), 0))]);
    let effects = other.receive(2, 5, part(at(4, 1), 16));
    assert_eq!(sent(&effects), [(2, missing(at(4, 1), 0))]);
}

fn install(follower: &mut Server, base: Option<Position>) -> Effects {
    let mut all = Effects::new();
    for offset in [0, 16, 32] {
        all.extend(follower.receive(1, 4, part(base, offset)));
    }
    all
}

/// S03: where the log does not hold the snapshot's last entry, all of it goes; where it does, the
/// entries behind it stay.
#[test]
fn a_log_that_differs_goes_and_one_that_fits_stays() {
    let mut differs = Server::follower(3, 4, &[1, 2, 2, 2, 2]);
    let effects = install(&mut differs, at(4, 3));
    assert!(has_decided(&effects, "snapshot_installed"));
    assert_eq!(differs.log(), []);
    assert_eq!(differs.node().log().last(), at(4, 3));
    assert_eq!(differs.commit(), 4);
    assert_eq!(differs.disk.log, *differs.node().log());

    let mut fits = Server::follower(3, 4, &[1, 2, 3, 3, 3]);
    let effects = install(&mut fits, at(4, 3));
    let restored = effects.iter().find_map(|effect| match effect {
        Effect::Restore(snapshot) => Some(Arc::clone(snapshot)),
        _ => None,
    });
    assert_eq!(restored.as_ref(), fits.node().snapshot());
    assert_eq!(fits.log(), [3]);
    assert_eq!(fits.disk.log, *fits.node().log());
}

/// A snapshot of what is committed already is stale, and a later one is not.
#[test]
fn a_stale_snapshot_is_left_alone() {
    let mut follower = Server::follower(3, 4, &[1, 1, 1, 1, 1]);
    follower.receive(1, 4, append(at(5, 1), &[], 4));
    let effects = follower.receive(1, 4, part(at(4, 1), 0));
    assert!(has_decided(&effects, "snapshot_stale"));
    assert_eq!(sent(&effects), [(1, installed(4))]);
    assert_eq!(base(&follower), None);
    let effects = follower.receive(1, 4, part(at(5, 1), 0));
    assert!(!has_decided(&effects, "snapshot_stale"));
}

/// S11: the leader of an older term is refused; one of the own term is followed.
#[test]
fn a_snapshot_of_an_older_term_is_refused() {
    let mut follower = Server::follower(3, 5, &[]);
    let effects = follower.receive(1, 4, part(at(4, 1), 0));
    assert!(has_decided(&effects, "snapshot_refused"));
    let refused = Body::InstallSnapshotReply(InstallSnapshotReply::Refused);
    assert_eq!(sent(&effects), [(1, refused)]);
    assert_eq!(follower.leader_known(), None);

    let mut candidate = Server::candidate(3, 3, &[]);
    candidate.receive(1, 4, part(at(4, 1), 0));
    assert_eq!(candidate.role(), RoleName::Follower);
    assert_eq!(candidate.leader_known(), Some(1));
}

/// S10: a crash before the write is done leaves the old state, one after it the new state; and the
/// answer waits for the write.
#[test]
fn a_crash_leaves_the_old_state_or_the_new_one() {
    let mut follower = Server::follower(3, 4, &[1, 2, 2]);
    follower.stalled = true;
    follower.receive(1, 4, part(at(4, 3), 0));
    follower.receive(1, 4, part(at(4, 3), 16));
    let effects = follower.receive(1, 4, part(at(4, 3), 32));
    assert_eq!(sent(&effects), [], "it waits for the disk");
    assert_eq!(follower.node().log().last(), at(4, 3));
    let mut written = follower.clone();
    follower.crash();
    follower.restart();
    assert_eq!(follower.log(), [1, 2, 2]);
    assert_eq!(follower.commit(), 0);

    let effects = written.sync();
    assert_eq!(sent(&effects), [(1, installed(4))]);
    written.crash();
    written.restart();
    assert_eq!(written.log(), []);
    assert_eq!(written.commit(), 4);
    assert_eq!(base(&written), at(4, 3));
}

/// A late message from before the snapshot agrees with it, and changes nothing.
#[test]
fn a_late_message_from_before_the_snapshot_changes_nothing() {
    let mut follower = Server::follower(3, 4, &[]);
    install(&mut follower, at(4, 3));
    let effects = follower.receive(1, 4, append(at(1, 1), &[2, 2], 4));
    assert_eq!(sent(&effects), [(1, matched(3))]);
    let effects = follower.receive(1, 4, append(at(3, 2), &[3, 4], 5));
    assert_eq!(sent(&effects), [(1, matched(5))]);
    assert_eq!(follower.log(), [4]);
    assert_eq!(follower.node().log().first_index(), index(5));
    assert_eq!(follower.commit(), 5);
}

/// T03: a transfer to a node that needs the snapshot waits until it holds all of the log.
#[test]
fn a_transfer_waits_for_the_snapshot() {
    let mut leader = leader_with_snapshot();
    leader.receive(2, 4, rejected(4, None));
    leader.step(Input::Transfer(raft_core::NodeId(2)));
    let effects = leader.receive(2, 4, installed(4));
    assert!(!has_decided(&effects, "timeout_now_sent"));
    let effects = leader.receive(2, 4, matched(5));
    assert_eq!(sent(&effects), [(2, Body::TimeoutNow)]);
}

/// A leader that steps back as far as its snapshot finds no agreement there.
#[test]
fn a_hint_before_the_snapshot_is_no_agreement() {
    let leader = leader_with_snapshot();
    let log = leader.node().log();
    assert_eq!(log.last_possible_agreement(at(3, 1)), None);
    assert_eq!(log.last_possible_agreement(at(4, 1)), at(4, 1));
    assert_eq!(log.last_possible_agreement(at(9, 9)), at(5, 4));
    assert_eq!(number(log.last_index()), 5);
}

/// Broken rules, each where it matters.
mod left_out {
    use super::*;
    use raft_core::{Bug, Bugs};

    fn without(bug: Bug) -> Config {
        Config {
            bugs: Bugs::NONE.with(bug),
            ..config(3)
        }
    }

    #[test]
    fn an_older_snapshot_is_installed() {
        let mut follower = Server::new(
            0,
            without(Bug::InstallOlderSnapshot),
            disk(4, &[1, 1, 1, 1, 1]),
        );
        follower.receive(1, 4, append(at(5, 1), &[], 5));
        install(&mut follower, at(4, 1));
        assert_eq!(base(&follower), at(4, 1));
        assert_eq!(follower.commit(), 4);
    }

    #[test]
    fn parts_of_two_snapshots_are_joined() {
        let mut follower = Server::new(0, without(Bug::MixSnapshotChunks), disk(4, &[]));
        follower.receive(1, 4, part(at(4, 1), 0));
        let effects = follower.receive(1, 4, part(at(5, 1), 16));
        assert_eq!(sent(&effects), [(1, received(at(5, 1), 32))]);
    }

    #[test]
    fn the_rest_of_the_log_is_kept_and_discarded_against_the_rule() {
        let log = [1, 2, 2, 2, 2];
        let mut keeps = Server::new(0, without(Bug::KeepAfterSnapshot), disk(4, &log));
        install(&mut keeps, at(4, 1));
        assert_eq!(keeps.log(), [2]);
        assert_eq!(keeps.disk.log, *keeps.node().log());
        let mut discards = Server::new(0, without(Bug::DiscardAfterSnapshot), disk(4, &log));
        install(&mut discards, at(4, 2));
        assert_eq!(discards.log(), []);
        assert_eq!(discards.disk.log, *discards.node().log());
    }

    #[test]
    fn a_snapshot_takes_what_is_not_committed_and_forgets_its_term() {
        let mut server = Server::new(0, without(Bug::SnapshotUncommitted), disk(4, &[1, 2]));
        compact(&mut server, 2);
        assert_eq!(base(&server), at(2, 2));
        let disk = disk_with_snapshot(3, &[1, 2, 3], 4);
        let forgets = Server::new(0, without(Bug::SnapshotWithoutTerm), disk);
        assert_eq!(base(&forgets).map(|base| base.term.0), Some(0));
    }
}
