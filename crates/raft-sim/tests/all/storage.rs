//! A node's state is on its disk, on the way there, or in memory: an observer is told which.

use crate::one_entry::{act, node, set_disk, with_one_entry, write};
use raft_core::{Bugs, Index, NodeId, Term, WhoseClock};
use raft_sim::{Action, DiskMode, Ratio, Storage, World};

/// Where the term, the vote and the newest entries are, and through which index the log is stored.
fn places(world: &World, id: u8) -> ([Storage; 3], Option<u64>) {
    let view = node(world, id);
    let all = [
        view.term_storage(),
        view.vote_storage(),
        view.newest_entries_storage(),
    ];
    (all, view.stored_through().map(Index::get))
}

const ON_DISK: [Storage; 3] = [Storage::OnDisk; 3];

#[test]
fn what_a_disk_has_done_is_on_disk() {
    let world = with_one_entry(Bugs::NONE);
    for id in 0..3 {
        assert_eq!(places(&world, id), (ON_DISK, Some(1)));
        assert_eq!(node(&world, id).held_messages(), 0);
        assert_eq!(node(&world, id).unconfirmed(), None);
    }
}

/// A node with a stalled disk opens a term: the term and its vote are in memory, and a crash and a
/// restart show that they were nowhere else.
#[test]
fn a_term_and_a_vote_wait_for_a_stalled_disk() {
    let mut world = with_one_entry(Bugs::NONE);
    set_disk(&mut world, 2, DiskMode::Stalls);
    act(&mut world, &Action::ForceTimeout(NodeId(2)), 100);

    assert_eq!(node(&world, 2).current_term(), Term(2));
    let waiting = [Storage::Waiting, Storage::Waiting, Storage::OnDisk];
    assert_eq!(places(&world, 2), (waiting, Some(1)));
    assert!(node(&world, 2).held_messages() >= 2, "its requests wait");

    act(&mut world, &Action::Crash(NodeId(2)), 0);
    assert_eq!(places(&world, 2), (ON_DISK, Some(1)));
    set_disk(&mut world, 2, DiskMode::Syncs);
    act(&mut world, &Action::Restart(NodeId(2)), 0);
    assert_eq!(node(&world, 2).current_term(), Term(1));
}

/// The log of a leader with a stalled disk, entry by entry; then its disk goes on.
#[test]
fn entries_wait_for_a_stalled_disk() {
    let mut world = with_one_entry(Bugs::NONE);
    set_disk(&mut world, 0, DiskMode::Stalls);
    write(&mut world, "SET x=2");
    write(&mut world, "SET x=3");

    let waiting = [Storage::OnDisk, Storage::OnDisk, Storage::Waiting];
    assert_eq!(places(&world, 0), (waiting, Some(1)));
    let unconfirmed = node(&world, 0).unconfirmed().expect("entries wait");
    assert_eq!(unconfirmed.to_string(), "entries 2 to 3 are");

    set_disk(&mut world, 0, DiskMode::Syncs);
    assert_eq!(places(&world, 0), (ON_DISK, Some(3)));
}

/// A disk that lies has confirmed what only its cache holds: the node believes it, the observer
/// does not.
#[test]
fn the_cache_of_a_lying_disk_is_no_disk() {
    let mut world = with_one_entry(Bugs::NONE);
    set_disk(&mut world, 1, DiskMode::Lies);
    write(&mut world, "SET x=2");
    act(&mut world, &Action::ForceTimeout(NodeId(1)), 0);

    let cached = [Storage::InCache; 3];
    assert_eq!(places(&world, 1), (cached, Some(1)));
    assert_eq!(node(&world, 1).unconfirmed(), None, "as far as it knows");
}

/// A clock is the world's until it runs wrong, and stays another one when its rate is right again.
#[test]
fn a_clock_that_has_run_wrong_stays_its_own() {
    let mut world = with_one_entry(Bugs::NONE);
    assert_eq!(node(&world, 0).whose_clock(), WhoseClock::Everybodys);
    for (numerator, then_ms) in [(2, 10), (1, 10)] {
        let rate = Ratio {
            numerator,
            denominator: 1,
        };
        let node = NodeId(0);
        act(&mut world, &Action::SetClockRate { node, rate }, then_ms);
        assert_eq!(
            world.node(node).map(|it| it.whose_clock()),
            Some(WhoseClock::ItsOwn)
        );
    }
    assert_eq!(node(&world, 1).whose_clock(), WhoseClock::Everybodys);
}
