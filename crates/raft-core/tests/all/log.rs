//! The log and the list it is kept in.

use std::sync::Arc;

use proptest::prelude::*;
use raft_core::quorum::Configuration;
use raft_core::{
    ClientId, Command, Entries, Entry, Index, Log, LogWrite, NodeId, NodeSet, Origin, Payload,
    Persistent, Position, SharedList, Snapshot, Term, Token, Write,
};

fn entry(term: u64) -> Entry {
    Entry {
        term: Term(term),
        payload: Payload::BLANK,
    }
}

fn log(terms: &[u64]) -> Log {
    Log::of(terms.iter().map(|term| entry(*term)))
}

fn index(number: u64) -> Index {
    Index::new(number).expect("indexes begin at 1")
}

fn at(index: u64, term: u64) -> Option<Position> {
    Index::new(index).map(|index| Position {
        term: Term(term),
        index,
    })
}

#[test]
fn an_empty_log_has_no_last_entry() {
    let log = Log::default();

    assert_eq!(log.last(), None);
    assert_eq!(log.last_index(), None);
    assert_eq!(log.next_index(), Index::FIRST);
    assert_eq!(log.first_index(), Index::FIRST);
    assert_eq!(log.entry(Index::FIRST), None);
    assert!(log.agrees_at(None));
    assert!(!log.agrees_at(at(1, 0)));
}

#[test]
fn entries_stand_at_consecutive_indexes_from_1() {
    let log = log(&[1, 1, 4]);

    assert_eq!(log.last(), at(3, 4));
    assert_eq!(log.next_index(), index(4));
    let terms: Vec<_> = log
        .iter()
        .map(|(index, entry)| (index.get(), entry.term.0))
        .collect();
    assert_eq!(terms, [(1, 1), (2, 1), (3, 4)]);
    assert_eq!(log.term_at(index(3)), Some(Term(4)));
    assert_eq!(log.term_at(index(4)), None);
    assert_eq!(log.position_at(index(2)), at(2, 1));
    assert!(log.agrees_at(at(2, 1)));
    assert!(!log.agrees_at(at(2, 2)));
    assert_eq!(log.term_at(index(u64::MAX)), None);
}

#[test]
fn a_slice_has_at_most_so_many_entries() {
    let log = log(&[1, 2, 3, 4]);
    let terms = |first, limit| -> Vec<u64> {
        log.slice(index(first), limit)
            .iter()
            .map(|entry| entry.term.0)
            .collect()
    };

    assert_eq!(terms(1, usize::MAX), [1, 2, 3, 4]);
    assert_eq!(terms(2, 2), [2, 3]);
    assert_eq!(terms(4, 2), [4]);
    assert!(terms(5, 2).is_empty());
    assert!(terms(1, 0).is_empty());
    assert!(terms(u64::MAX, 2).is_empty());
}

#[test]
fn truncation_removes_an_entry_and_all_that_follow() {
    for (first, left) in [
        (1, &[][..]),
        (2, &[1]),
        (3, &[1, 2]),
        (4, &[1, 2, 3]),
        (9, &[1, 2, 3]),
    ] {
        let mut shorter = log(&[1, 2, 3]);
        shorter.truncate_from(index(first));
        assert_eq!(shorter, log(left), "from {first}");
    }
}

// Raft §5.3: nothing after the answer can agree with a log that has `tried` in it.
#[test]
fn the_last_possible_agreement_is_the_last_entry_that_is_no_newer() {
    let table: [(&[u64], _, _); 10] = [
        (&[], at(5, 5), None),
        (&[1, 1], None, None),
        (&[1, 1], at(5, 5), at(2, 1)),
        (&[1, 1], at(1, 1), at(1, 1)),
        (&[1, 2, 2, 4], at(4, 3), at(3, 2)),
        (&[1, 2, 2, 4], at(4, 1), at(1, 1)),
        (&[2, 2], at(2, 1), None),
        (&[1, 2, 3], at(2, 9), at(2, 2)),
        (&[1, 2, 3], at(u64::MAX, u64::MAX), at(3, 3)),
        (&[1, 2, 3], at(u64::MAX, 0), None),
    ];
    for (terms, tried, found) in table {
        assert_eq!(
            log(terms).last_possible_agreement(tried),
            found,
            "{terms:?} {tried:?}"
        );
    }
}

proptest! {
    #![proptest_config(crate::harness::settings::same_cases())]

    /// The two-sided search never skips a place where both logs do agree.
    #[test]
    fn an_agreement_is_never_skipped(
        mut common in proptest::collection::vec(1_u64..4, 0..5),
        mut own in proptest::collection::vec(4_u64..8, 0..5),
        mut theirs in proptest::collection::vec(4_u64..8, 0..5),
        tried in 0_u64..12,
    ) {
        for terms in [&mut common, &mut own, &mut theirs] {
            terms.sort_unstable();
        }
        let of = |tail: &[u64]| log(&[&common[..], tail].concat());
        let (own, theirs) = (of(&own), of(&theirs));
        let Some(tried) = Index::new(tried).and_then(|tried| theirs.position_at(tried)) else {
            return Ok(());
        };
        let found = own.last_possible_agreement(Some(tried));
        let shared = (common.len() as u64).min(tried.index.get());
        prop_assert!(raft_core::count_through(found.map(|found| found.index)) >= shared);
        prop_assert!(found.map(|found| found.index) <= Some(tried.index));
    }

    /// The shared list is a list: compared with one that copies everything.
    #[test]
    fn a_shared_list_behaves_like_a_list(
        steps in proptest::collection::vec((0_u8..4, 0_usize..300), 1..60),
    ) {
        let (mut shared, mut plain) = (SharedList::default(), Vec::new());
        let mut copies = Vec::new();
        for (kind, number) in steps {
            match kind {
                0 => {
                    plain.extend(0..number);
                    (0..number).for_each(|item| shared.push(item));
                }
                1 => {
                    plain.truncate(number);
                    shared.truncate(number);
                }
                2 => {
                    if let Some(place) = plain.get_mut(number) {
                        *place = 1_000;
                    }
                    shared.replace(number, 1_000);
                }
                _ => copies.push((shared.clone(), plain.clone())),
            }
            prop_assert_eq!(shared.len(), plain.len());
            prop_assert_eq!(shared.is_empty(), plain.is_empty());
            prop_assert_eq!(shared.last(), plain.last());
            prop_assert_eq!(shared.get(number), plain.get(number));
            prop_assert!(shared.iter_from(number).eq(plain.iter().skip(number)));
            prop_assert!(shared.iter().eq(plain.iter()));
            prop_assert_eq!(&shared, &plain.iter().copied().collect());
        }
        for (shared, plain) in copies {
            prop_assert!(shared.iter().eq(plain.iter()), "a copy changed");
        }
    }
}

#[test]
fn a_write_brings_the_disk_up_to_date() {
    let mut disk = Persistent {
        current_term: Term(2),
        voted_for: Some(NodeId(1)),
        log: log(&[1, 2, 2]),
        snapshot: None,
    };
    let mut write = Write {
        token: Token(1),
        current_term: Term(3),
        voted_for: None,
        snapshot: None,
        log: None,
    };
    disk.apply(&write);
    assert_eq!((disk.current_term, disk.voted_for), (Term(3), None));
    assert_eq!(disk.log, log(&[1, 2, 2]));

    write.log = Some(LogWrite {
        first: index(2),
        entries: [entry(3)].into_iter().collect(),
    });
    disk.apply(&write);
    assert_eq!(disk.log, log(&[1, 3]));

    write.log = Some(LogWrite {
        first: index(1),
        entries: Entries::NONE,
    });
    disk.apply(&write);
    assert_eq!(disk.log, Log::default());

    let base = Position {
        term: Term(2),
        index: index(3),
    };
    let bytes = [7].into();
    write.snapshot = Some(Arc::new(Snapshot {
        base,
        configuration: Configuration::new(NodeSet::EMPTY),
        bytes,
    }));
    write.log = Some(LogWrite {
        first: index(4),
        entries: [entry(3)].into_iter().collect(),
    });
    disk.apply(&write);
    assert_eq!(disk.snapshot, write.snapshot);
    assert_eq!(disk.log.base(), Some(base));
    assert_eq!((disk.log.first_index(), disk.log.len()), (index(4), 1));
    assert!(!disk.log.is_empty());
    assert_eq!(disk.log.term_at(index(3)), Some(Term(2)));
    assert_eq!(disk.log.term_at(index(4)), Some(Term(3)));
    assert_eq!(disk.log.term_at(index(2)), None);
    for place in 1..=3 {
        assert!(disk.log.has_replaced(index(place)));
    }
    assert!(!disk.log.has_replaced(index(4)));
}

/// Logs of which a snapshot has replaced different parts are compared where both are known.
#[test]
fn logs_behind_different_snapshots_are_compared() {
    let with_base = |through: u64, terms: &[u64]| {
        let mut disk = Persistent {
            log: log(terms),
            ..Persistent::default()
        };
        let base = disk.log.position_at(index(through));
        let base = base.expect("the log holds it");
        let bytes = [].into();
        disk.apply(&Write {
            token: Token(1),
            current_term: Term(9),
            voted_for: None,
            snapshot: Some(Arc::new(Snapshot {
                base,
                configuration: Configuration::new(NodeSet::EMPTY),
                bytes,
            })),
            log: None,
        });
        disk.log
    };
    let long = with_base(1, &[1, 1, 2, 2, 3]);
    let short = with_base(3, &[1, 1, 2, 2, 4]);
    for (one, other) in [(&long, &short), (&short, &long)] {
        assert_eq!(one.last_shared(other), Some(index(4)));
    }
    let other_history = with_base(3, &[1, 1, 1, 1]);
    assert_eq!(long.last_shared(&other_history), None);
    assert_eq!(long.last_shared(&log(&[1, 1, 2])), Some(index(3)));
    assert_eq!(long.last_shared(&Log::default()), None);
    let place = |number, term| {
        Some(Position {
            term: Term(term),
            index: index(number),
        })
    };
    assert!(short.agrees_at(place(2, 7)), "the snapshot stands for it");
    assert!(!short.agrees_at(place(3, 7)));
}

#[test]
fn copies_of_entries_share_them() {
    let payload = Payload::Command {
        origin: Origin {
            client: ClientId(1),
            serial: 2,
        },
        command: Command::new("SET x=1"),
    };
    let entry = Entry {
        term: Term(1),
        payload,
    };
    let entries: Entries = [entry.clone()].into_iter().collect();

    assert!(std::ptr::eq(
        &raw const entries[0],
        &raw const entries.clone()[0]
    ));
    assert_eq!(
        std::iter::empty::<Entry>().collect::<Entries>(),
        Entries::NONE
    );
    let Payload::Command { command, .. } = &entry.payload else {
        panic!("it holds a command");
    };
    assert_eq!(command.to_string(), "SET x=1");
}

#[test]
fn logs_share_entries_up_to_where_they_part() {
    let entry = |term| Entry {
        term: Term(term),
        payload: Payload::BLANK,
    };
    let log = |terms: &[u64]| Log::of(terms.iter().copied().map(entry));
    let index = |number| Index::new(number);

    assert_eq!(log(&[]).last_shared(&log(&[1])), None);
    assert_eq!(log(&[2]).last_shared(&log(&[1])), None);
    assert_eq!(log(&[1, 1, 2]).last_shared(&log(&[1, 1])), index(2));
    assert_eq!(log(&[1, 1, 2]).last_shared(&log(&[1, 1, 3, 3])), index(2));

    // Copies of a long log part behind what they still share in memory, or within it.
    let long = log(&[1; 200]);
    let (mut one, mut other) = (long.clone(), long);
    one.push(entry(2));
    other.push(entry(3));
    assert_eq!(one.last_shared(&other), index(200));
    other.truncate_from(Index::new(70).expect("not 0"));
    other.push(entry(4));
    assert_eq!(one.last_shared(&other), index(69));
}

proptest! {
    #[test]
    fn a_list_finds_the_place_behind_what_is_smaller(
        mut numbers in proptest::collection::vec(0_u32..200, 0..300),
        sought in 0_u32..201,
    ) {
        numbers.sort_unstable();
        let list: SharedList<u32> = numbers.iter().copied().collect();
        prop_assert_eq!(
            list.partition_point(|number| *number < sought),
            numbers.partition_point(|number| *number < sought)
        );
    }
}
