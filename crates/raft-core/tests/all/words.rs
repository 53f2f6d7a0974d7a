//! The small types, chance, and names.

use std::collections::BTreeSet;

use raft_core::chance::Key;
use raft_core::{
    AppendEntries, Bug, Bugs, Duration, Entries, Entry, Index, Instant, NodeId, Payload, Position,
    RoleName, Term, count_through,
};

#[test]
fn indexes_begin_at_1_and_end_somewhere() {
    assert_eq!(Index::new(0), None);
    assert_eq!(Index::FIRST.get(), 1);
    assert_eq!(Index::FIRST.previous(), None);
    assert_eq!(Index::after(None), Index::FIRST);
    assert_eq!(Index::after(Index::new(4)).get(), 5);
    assert_eq!(Index::after_count(4).get(), 5);
    assert_eq!(count_through(None), 0);
    assert!(
        None < Some(Index::FIRST),
        "an empty log ends before every other"
    );

    let last = Index::new(u64::MAX).expect("it is not 0");
    assert_eq!(last.next(), last);
    assert_eq!(Index::after(Some(last)), last);
    assert_eq!(Index::after_count(u64::MAX), last);
}

// Raft §5.4.1, "at least as up-to-date": by term first, then by index.
#[test]
fn positions_are_ordered_by_term_first() {
    let at = |index: u64, term| Position {
        term: Term(term),
        index: Index::new(index).expect("indexes begin at 1"),
    };

    assert!(at(1, 2) > at(9, 1));
    assert!(at(2, 2) > at(1, 2));
    assert!(None < Some(at(1, 0)));
    assert_eq!(at(4, 2).to_string(), "index 4 of term 2");
}

#[test]
fn what_a_message_covers_never_overflows() {
    let entry = Entry {
        term: Term(1),
        payload: Payload::BLANK,
    };
    let covered = |prev: u64, count: usize| {
        let request = AppendEntries {
            prev: Index::new(prev).map(|index| Position {
                term: Term(1),
                index,
            }),
            entries: std::iter::repeat_n(entry.clone(), count).collect::<Entries>(),
            leader_commit: None,
        };
        count_through(request.last_covered())
    };

    for (prev, count, last) in [(0, 0, 0), (0, 2, 2), (3, 0, 3), (3, 2, 5)] {
        assert_eq!(covered(prev, count), last);
    }
    assert_eq!(covered(u64::MAX, 2), u64::MAX);
}

#[test]
fn time_is_told_with_the_digits_that_matter() {
    for (micros, told) in [
        (0, "0 ms"),
        (1, "0.001 ms"),
        (1_500, "1.5 ms"),
        (40_000, "40 ms"),
        (999_999, "999.999 ms"),
        (1_000_000, "1 s"),
        (4_200_000, "4.2 s"),
        (12_000_351, "12.000351 s"),
        (u64::MAX, "18446744073709.551615 s"),
    ] {
        assert_eq!(Duration(micros).to_string(), told);
        assert_eq!(Instant(micros).to_string(), told);
    }
    assert_eq!(Instant(5) - Instant(7), Duration(0));
    assert_eq!(Instant(u64::MAX) + Duration(7), Instant(u64::MAX));
}

#[test]
fn a_draw_depends_on_what_it_is_for_and_on_nothing_else() {
    let draw = |seed, purpose, n| Key::new(seed).with(purpose).with(n).bits();

    assert_eq!(draw(1, 2, 3), draw(1, 2, 3));
    let parts = (0..10).flat_map(|seed| (0..10).map(move |purpose| (seed, purpose)));
    let draws = parts.flat_map(|(seed, purpose)| (0..10).map(move |n| draw(seed, purpose, n)));
    assert_eq!(
        draws.collect::<BTreeSet<u64>>().len(),
        1_000,
        "no two are the same"
    );
    assert_ne!(draw(0, 1, 2), draw(0, 2, 1), "the order counts");
}

#[test]
fn a_draw_stays_within_its_bounds() {
    let keys = || (0..1_000).map(|n| Key::new(9).with(n));

    let drawn: BTreeSet<u64> = keys().map(|key| key.between(3, 7)).collect();
    assert_eq!(drawn, (3..=7).collect());
    assert!(keys().all(|key| key.between(5, 5) == 5));
    assert!(
        keys().all(|key| key.between(7, 3) == 7),
        "an empty range gives its beginning"
    );
    assert!(keys().all(|key| key.between(0, u64::MAX) == key.bits()));

    let hits = keys().filter(|key| key.chance(1, 4)).count();
    assert!((200..300).contains(&hits), "{hits} of 1000");
    assert!(keys().all(|key| key.chance(1, 1)));
    assert!(!keys().any(|key| key.chance(0, 1)));
    assert!(!keys().any(|key| key.chance(1, 0)));
}

#[test]
fn a_rule_left_out_is_remembered_by_its_name() {
    let bugs = Bugs::NONE.with(Bug::MatchWholeLog);

    assert!(bugs.has(Bug::MatchWholeLog));
    assert!(!bugs.has(Bug::CommitWholeLog));
    assert_eq!(bugs.iter().collect::<Vec<_>>(), [Bug::MatchWholeLog]);
    assert_eq!(Bugs::NONE.iter().count(), 0);
    let all = Bug::ALL.into_iter().fold(Bugs::NONE, Bugs::with);
    assert_eq!(all.iter().collect::<Vec<_>>(), Bug::ALL);
    let names: BTreeSet<&str> = Bug::ALL.into_iter().map(Bug::name).collect();
    assert_eq!(names.len(), Bug::ALL.len());
}

#[test]
fn names_read_well() {
    assert_eq!(NodeId(3).to_string(), "Node 3");
    assert_eq!(Term(7).to_string(), "7");
    let roles = [RoleName::Follower, RoleName::Candidate, RoleName::Leader];
    assert_eq!(
        roles.map(RoleName::word),
        ["follower", "candidate", "leader"]
    );
}
