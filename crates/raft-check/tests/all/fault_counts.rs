//! What a run was put through is counted, and what mends is not.

use crate::common::{cut, even, link, ms, play, slow, timeout, timetable};
use raft_check::{FaultCounts, Judge};
use raft_core::NodeId;
use raft_sim::{Action, DiskMode, Ratio, Run, World};

#[test]
fn every_kind_of_trouble_is_counted() {
    let node = NodeId(1);
    let disk = |mode| Action::SetDisk { node, mode };
    let rows = [
        (0, timeout(0)),
        (1_000, Action::Crash(node)),
        (1_100, Action::Crash(node)),
        (2_000, Action::Restart(node)),
        (2_100, Action::Pause(node)),
        (2_200, Action::Resume(node)),
        (2_300, Action::Isolate(node)),
        (2_400, Action::Heal),
        (2_500, cut(0, 1)),
        (2_600, Action::Uncut(link(0, 1))),
        (2_700, slow(0, 2, 300)),
        (2_800, disk(DiskMode::Stalls)),
        (2_900, disk(DiskMode::Syncs)),
        (3_000, disk(DiskMode::Lies)),
        (3_100, Action::WipeDisk(node)),
        (
            3_200,
            Action::SetClockRate {
                node,
                rate: Ratio {
                    numerator: 2,
                    denominator: 1,
                },
            },
        ),
    ];
    let mut world = World::begin(&Run::new(0, even(3, &[])));
    let mut judge = Judge::new(&world);
    play(&mut world, &timetable(rows), ms(5_000), &mut judge);
    let expected = FaultCounts {
        // A crashed node cannot crash again; a wiped disk takes its process down.
        crashes: 2,
        pauses: 1,
        partitions: 1,
        cuts: 1,
        networks: 1,
        messages: 0,
        disks: 1,
        clocks: 1,
        broken_disks: 2,
    };
    assert_eq!(judge.fault_counts(), expected);
}
