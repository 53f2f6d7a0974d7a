//! The lanes tell what each node was at each moment, and hold little however long a run is.

use raft_core::{Command, Instant, NodeId, NodeSet, RoleName};
use raft_sim::{Action, Band, Lanes, Mark, Nobody, Options, Run, Status, Target, Timeline, World};

const ALL_EVENTS: u64 = u64::MAX;
/// The first resolution of lanes, in microseconds.
const STRETCH: u64 = 10_000;

fn seconds(count: u64) -> Instant {
    Instant::from_millis(count * 1_000)
}

fn write(text: &str) -> Action {
    Action::Write {
        to: Target::Any,
        command: Command::new(text),
    }
}

/// Half a minute with writes, a crash, a pause, a restart, a partition and a heal.
fn busy() -> Timeline<Nobody> {
    let mut timeline = Timeline::new(Run::new(11, Options::default()), |_| Nobody);
    let left: NodeSet = [NodeId(0), NodeId(1)].into_iter().collect();
    let right: NodeSet = [NodeId(2), NodeId(3), NodeId(4)].into_iter().collect();
    let plan = [
        (5, write("SET a=1")),
        (7, Action::Crash(NodeId(1))),
        (9, Action::Pause(NodeId(2))),
        (11, Action::Restart(NodeId(1))),
        (13, Action::Resume(NodeId(2))),
        (15, Action::Partition(vec![left, right])),
        (22, Action::Heal),
        (24, write("ADD a 1")),
    ];
    for (second, action) in plan {
        timeline.advance_to(seconds(second), ALL_EVENTS);
        timeline.act(action);
    }
    timeline.advance_to(seconds(30), ALL_EVENTS);
    timeline
}

fn band_at(lanes: &Lanes, node: NodeId, at: Instant) -> Option<Band> {
    let earlier = lanes.bands(node).take_while(|(begins, _)| *begins <= at);
    earlier.last().map(|(_, band)| band)
}

fn bands_of(world: &World) -> Vec<(NodeId, RoleName, u64, Status)> {
    let of = |node: raft_sim::NodeView<'_>| {
        let term = node.current_term().0;
        (node.id(), node.role(), term, node.status())
    };
    world.nodes().map(of).collect()
}

#[test]
fn a_band_tells_term_role_and_status_at_every_moment() {
    let mut timeline = busy();
    let lanes = timeline.branch().lanes.clone();
    for stretch in (1..3_000).step_by(7) {
        let at = Instant(stretch * STRETCH - 1);
        timeline.seek(at);
        for (node, role, term, status) in bands_of(timeline.world()) {
            let band = band_at(&lanes, node, at).expect("lanes begin with the run");
            assert_eq!(
                (band.role, band.term.0, band.status),
                (role, term, status),
                "{node} at {at:?}"
            );
        }
    }
}

#[test]
fn a_partition_cuts_each_node_off_from_the_other_group() {
    let timeline = busy();
    let lanes = &timeline.branch().lanes;
    let cut_off =
        |node, second| band_at(lanes, NodeId(node), seconds(second)).map(|band| band.cut_off_from);
    assert_eq!((cut_off(0, 16), cut_off(4, 16)), (Some(3), Some(2)));
    assert_eq!((cut_off(0, 23), cut_off(4, 23)), (Some(0), Some(0)));
}

#[test]
fn marks_tell_elections_commits_restarts_and_requests() {
    let timeline = busy();
    let lanes = &timeline.branch().lanes;
    let of_nodes = |mark| -> usize {
        let nodes = NodeSet::first(5);
        nodes
            .iter()
            .map(|it| lanes.marks(Some(it), mark).count())
            .sum()
    };
    assert!(of_nodes(Mark::Elected) >= 1);
    assert_eq!(of_nodes(Mark::Committed), 2);
    assert!(of_nodes(Mark::ToldOfCommit) >= 4);
    assert_eq!(of_nodes(Mark::Restarted), 1);
    assert_eq!(of_nodes(Mark::DiskLost), 0);
    assert_eq!(lanes.marks(None, Mark::Requested).count(), 2);
    let ended: Vec<Instant> = lanes.marks(None, Mark::RequestEnded).collect();
    assert_eq!(ended.len(), 2);
}

#[test]
fn the_lanes_of_a_fork_are_those_of_the_same_run_played_afresh() {
    let mut timeline = busy();
    timeline.seek(seconds(10));
    timeline.act(Action::Crash(NodeId(4)));
    timeline.advance_to(seconds(30), ALL_EVENTS);
    let mut fresh = Timeline::new(timeline.run(), |_| Nobody);
    fresh.advance_to(seconds(30), ALL_EVENTS);
    let (forked, fresh) = (&timeline.branch().lanes, &fresh.branch().lanes);
    for node in NodeSet::first(5).iter() {
        let ends = (1..3_000).map(|stretch| Instant(stretch * STRETCH - 1));
        for at in ends {
            assert_eq!(
                band_at(forked, node, at),
                band_at(fresh, node, at),
                "{at:?}"
            );
        }
        for mark in Mark::ALL {
            let of = |lanes: &Lanes| -> Vec<Instant> { lanes.marks(Some(node), mark).collect() };
            assert_eq!(of(forked), of(fresh), "{node} {mark:?}");
        }
    }
}

#[test]
fn a_long_run_fills_no_lane() {
    let options = Options {
        nodes: 3,
        ..Options::default()
    };
    let mut timeline = Timeline::new(Run::new(3, options), |_| Nobody);
    for second in 0..4_000 {
        timeline.advance_to(seconds(second), ALL_EVENTS);
        timeline.act(write("ADD a 1"));
        let node = NodeId(u8::try_from(second % 3).expect("below 3"));
        timeline.act(Action::ForceTimeout(node));
    }
    let lanes = &timeline.branch().lanes;
    for node in NodeSet::first(3).iter() {
        assert!((500..=1024).contains(&lanes.bands(node).count()));
        assert!(lanes.marks(Some(node), Mark::ToldOfCommit).count() <= 1024);
        let last = band_at(lanes, node, seconds(9_999)).map(|band| band.term);
        assert_eq!(
            last,
            timeline.world().node(node).map(|it| it.current_term())
        );
    }
    assert!((500..=1024).contains(&lanes.marks(None, Mark::Requested).count()));
}
