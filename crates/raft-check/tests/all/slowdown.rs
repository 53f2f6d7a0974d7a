//! The rules without which nothing breaks: each saves time.

use raft_check::gallery::GalleryEntry;
use raft_check::slowdown::Pace;
use raft_core::{Bug, Bugs, Duration};

const SEEDS: u64 = 200;

fn median(bugs: Bugs) -> Pace {
    let paces: Vec<Pace> = (0..SEEDS).map(|seed| Pace::of(seed, bugs)).collect();
    Pace::median(&paces).expect("there are seeds")
}

#[test]
fn without_each_of_them_a_cluster_is_longer_without_a_leader() {
    let whole = median(Bugs::NONE);
    println!("whole: {whole:?}");
    let slow = GalleryEntry::all().filter(|entry| entry.breaks.is_none());
    let paces: Vec<(Bug, Pace)> = slow
        .map(|entry| (entry.bug, median(Bugs::NONE.with(entry.bug))))
        .collect();
    for (bug, pace) in &paces {
        println!("{}: {pace:?}", bug.name());
    }
    assert_eq!(paces.len(), 3);
    for (bug, pace) in paces {
        assert!(pace.leaderless > whole.leaderless, "{}", bug.name());
    }
}

#[test]
fn a_median_is_that_of_each_figure() {
    let pace = |leaderless, elections, acknowledged| Pace {
        leaderless: Duration(leaderless),
        elections,
        acknowledged,
    };
    assert_eq!(Pace::median(&[]), None);
    let paces = [
        pace(3, 10, 7),
        pace(1, 30, 9),
        pace(2, 20, 8),
        pace(4, 40, 6),
    ];
    assert_eq!(Pace::median(&paces[..3]), Some(pace(2, 20, 8)));
    assert_eq!(Pace::median(&paces), Some(pace(2, 20, 7)));
}
