//! Majorities: tables to read, and a comparison with a second, slower definition.

use proptest::prelude::*;
use raft_core::quorum::{Configuration, majority_of};
use raft_core::{Index, NODE_LIMIT, NodeId, NodeSet, count_through};

/// All sets of the nodes 0 … `nodes - 1`.
fn subsets(nodes: u8) -> impl Iterator<Item = NodeSet> {
    (0..1_u32 << nodes).map(move |bits| members_of(nodes, bits))
}

fn members_of(nodes: u8, bits: u32) -> NodeSet {
    (0..nodes)
        .filter(|node| bits & (1 << node) != 0)
        .map(NodeId)
        .collect()
}

/// A majority, by its other definition: any two of them share a member. A set is one when no
/// majority fits into what it leaves out, that is, when it beats its complement.
fn slow_is_majority(nodes: NodeSet, of: NodeSet) -> bool {
    let inside = of.iter().filter(|node| nodes.contains(*node)).count();
    let outside = of.iter().filter(|node| !nodes.contains(*node)).count();
    inside > outside
}

/// The highest index such that a majority of each side has it: by trying them all.
fn slow_reached(sides: &[NodeSet], progress: &[u64]) -> u64 {
    let highest = progress.iter().copied().max().unwrap_or(0);
    let decided = |index: &u64| {
        let reached = |node: &NodeId| progress[usize::from(node.0)] >= *index;
        let holders: NodeSet = (0..9).map(NodeId).filter(reached).collect();
        sides.iter().all(|side| slow_is_majority(holders, *side))
    };
    (1..=highest).rev().find(decided).unwrap_or(0)
}

fn reached(configuration: Configuration, progress: &[u64]) -> u64 {
    count_through(configuration.reached(|node| Index::new(progress[usize::from(node.0)])))
}

#[test]
fn majorities_by_size() {
    let table = [
        (1, 1),
        (2, 2),
        (3, 2),
        (4, 3),
        (5, 3),
        (6, 4),
        (7, 4),
        (8, 5),
        (9, 5),
    ];
    for (size, majority) in table {
        assert_eq!(majority_of(size), majority, "{size} nodes");
    }
}

#[test]
fn what_a_majority_has_reached() {
    let table: [(&[u64], u64); 14] = [
        (&[0], 0),
        (&[7], 7),
        (&[7, 0], 0),
        (&[7, 5], 5),
        (&[3, 2, 1], 2),
        (&[0, 9, 0], 0),
        (&[9, 9, 0], 9),
        (&[4, 3, 2, 1], 2),
        (&[9, 9, 0, 0], 0),
        (&[5, 4, 3, 2, 1], 3),
        (&[1, 1, 1, 9, 9], 1),
        (&[0, 0, 9, 9, 9], 9),
        (&[6, 5, 4, 3, 2, 1], 3),
        (&[9, 8, 7, 6, 5, 4, 3, 2, 1], 5),
    ];
    for (progress, expected) in table {
        let size = u8::try_from(progress.len()).expect("clusters are small");
        let configuration = Configuration::new(NodeSet::first(size));
        let mut padded = progress.to_vec();
        padded.resize(9, 0);
        assert_eq!(reached(configuration, &padded), expected, "{progress:?}");
    }
}

#[test]
fn every_vote_of_every_cluster_is_counted_right() {
    for size in 1..=9 {
        let voters = NodeSet::first(size);
        let configuration = Configuration::new(voters);
        for votes in subsets(9) {
            let expected = slow_is_majority(votes, voters);
            assert_eq!(
                configuration.is_majority(votes),
                expected,
                "{votes:?} of {size}"
            );
        }
        assert_eq!(configuration.majority(), majority_of(size.into()));
    }
}

#[test]
fn two_majorities_always_meet() {
    for size in 1..=9 {
        let configuration = Configuration::new(NodeSet::first(size));
        let majorities: Vec<NodeSet> = subsets(size)
            .filter(|set| configuration.is_majority(*set))
            .collect();
        for one in &majorities {
            assert!(
                majorities
                    .iter()
                    .all(|other| !one.intersection(*other).is_empty())
            );
        }
    }
}

// Raft §6: in the middle of a membership change both sides must agree.
#[test]
fn a_joint_configuration_needs_both_majorities() {
    for voters in subsets(5).filter(|voters| !voters.is_empty()) {
        for outgoing in subsets(5).filter(|outgoing| !outgoing.is_empty()) {
            let joint = Configuration::joint(voters, outgoing);
            assert_eq!(joint.members(), voters.union(outgoing));
            for votes in subsets(5) {
                let expected = slow_is_majority(votes, voters) && slow_is_majority(votes, outgoing);
                assert_eq!(joint.is_majority(votes), expected);
            }
        }
    }
}

#[test]
fn every_progress_of_small_clusters_is_counted_right() {
    for size in 1..=5_u8 {
        let voters = NodeSet::first(size);
        for case in 0..4_u64.pow(size.into()) {
            let mut progress: Vec<u64> = (0..size)
                .map(|node| case / 4_u64.pow(node.into()) % 4)
                .collect();
            progress.resize(9, 0);
            let expected = slow_reached(&[voters], &progress);
            assert_eq!(reached(Configuration::new(voters), &progress), expected);
        }
    }
}

#[test]
fn nobody_decides_for_an_empty_cluster() {
    let nobody = Configuration::new(NodeSet::EMPTY);

    assert!(!nobody.is_majority(NodeSet::EMPTY));
    assert!(!nobody.is_majority(NodeSet::first(9)));
    assert_eq!(nobody.reached(|_| Index::new(9)), None);
}

#[test]
fn sets_have_no_room_for_numbers_beyond_the_limit() {
    let mut set = NodeSet::first(NODE_LIMIT);
    let full = set;
    for number in [NODE_LIMIT, 17, 31, 32, 63, 64, 128, 255] {
        set.insert(NodeId(number));
        assert_eq!(set, full);
        assert!(!set.contains(NodeId(number)));
        set.remove(NodeId(number));
        assert_eq!(set, full);
    }
    assert_eq!(full.count(), u32::from(NODE_LIMIT));
    assert_eq!(
        full.iter().map(|node| node.0).collect::<Vec<_>>(),
        Vec::from_iter(0..16)
    );
    assert_eq!(NodeSet::first(255), full);
}

proptest! {
    #![proptest_config(crate::harness::settings::same_cases())]

    #[test]
    fn progress_is_counted_right(
        voters in 1_u32..512,
        outgoing in 0_u32..512,
        progress in proptest::collection::vec(0_u64..12, 9),
    ) {
        let (voters, outgoing) = (members_of(9, voters), members_of(9, outgoing));
        let simple = Configuration::new(voters);
        prop_assert_eq!(reached(simple, &progress), slow_reached(&[voters], &progress));

        let joint = Configuration::joint(voters, outgoing);
        let mut sides = vec![voters];
        sides.extend(Some(outgoing).filter(|outgoing| !outgoing.is_empty()));
        prop_assert_eq!(reached(joint, &progress), slow_reached(&sides, &progress));
    }
}
