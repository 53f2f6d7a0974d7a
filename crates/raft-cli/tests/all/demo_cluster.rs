//! The story of the cluster ends well, whatever the seed.

use raft_cli::cluster_story::tell;

#[test]
fn a_thousand_seeds_commit_all_five_writes() {
    for seed in 0..1_000 {
        let story = tell(seed);
        assert!(story.holds(), "seed {seed}: {:#?}", story.checks);
        assert_eq!(story.committed.rows().len(), 5, "seed {seed}");
        assert_eq!(story.phases.len(), 7);
    }
}

#[test]
fn one_seed_tells_one_story() {
    assert_eq!(tell(7).digest, tell(7).digest);
    assert_ne!(tell(7).digest, tell(8).digest);
}

#[test]
fn the_crashed_leader_is_still_down_at_the_end() {
    let story = tell(42);
    let last = story.phases.last().expect("seven phases");
    let crashed = last.nodes.iter().filter(|row| row.role.is_none());
    assert_eq!(crashed.count(), 1);
}
