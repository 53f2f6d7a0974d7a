//! Recovery undoes the effect of every action that would stay.

use raft_check::schedule::recovery;
use raft_core::{Change, Command, Duration, Instant, NodeId, NodeSet};
use raft_sim::{
    Action, ActionKind, Chaos, ClockWay, DiskMode, Endpoint, Latency, Link, Nobody, Options,
    PacketName, Ratio, Run, Status, Target, TimedAction, Workload, World,
};

/// An action of each kind; the compiler asks for one of a new kind.
fn sample(kind: ActionKind) -> Action {
    let node = NodeId(3);
    let (from, to) = (NodeId(1), node);
    let link = Link { from, to };
    let packet = PacketName {
        from: Endpoint::Node(from),
        to: Endpoint::Node(to),
        nth: 0,
        copy: 0,
    };
    let latency = Latency::from_millis([300, 400]);
    let ratio = Ratio {
        numerator: 1,
        denominator: 2,
    };
    match kind {
        ActionKind::Write | ActionKind::Read => Action::Write {
            to: Target::Any,
            command: Command::new("GET x"),
        },
        ActionKind::Crash => Action::Crash(node),
        ActionKind::Restart => Action::Restart(node),
        ActionKind::Pause => Action::Pause(node),
        ActionKind::Resume => Action::Resume(node),
        ActionKind::ForceTimeout => Action::ForceTimeout(node),
        ActionKind::CrashAtWrite => Action::CrashAtWrite(node),
        ActionKind::TearWrites => Action::TearWrites { node, keep: 1 },
        ActionKind::WipeDisk => Action::WipeDisk(node),
        ActionKind::SetDisk => Action::SetDisk {
            node,
            mode: DiskMode::Stalls,
        },
        ActionKind::SetDiskLatency => Action::SetDiskLatency {
            node: Some(node),
            latency,
        },
        ActionKind::SetClockRate => Action::SetClockRate { node, rate: ratio },
        ActionKind::ClockAhead => Action::JumpClock {
            node,
            way: ClockWay::Ahead,
            by: Duration::from_millis(100),
        },
        ActionKind::ClockBack => Action::JumpClock {
            node,
            way: ClockWay::Back,
            by: Duration::from_millis(100),
        },
        ActionKind::SetWorkload => Action::SetWorkload(Some(Workload::default())),
        ActionKind::Partition => Action::Partition(vec![NodeSet::first(2)]),
        ActionKind::Isolate => Action::Isolate(node),
        ActionKind::Cut => Action::Cut(link),
        ActionKind::Uncut => Action::Uncut(link),
        ActionKind::Heal => Action::Heal,
        ActionKind::SetLatency => Action::SetLatency {
            link: Some(link),
            latency,
        },
        ActionKind::SetLoss => Action::SetLoss {
            link: Some(link),
            ratio,
        },
        ActionKind::SetDuplication => Action::SetDuplication { link: None, ratio },
        ActionKind::Drop => Action::Drop(packet),
        ActionKind::Deliver => Action::Deliver(packet),
        ActionKind::Duplicate => Action::Duplicate(packet),
        ActionKind::Delay => Action::Delay(packet, Duration::from_millis(100)),
        ActionKind::SetChaos => Action::SetChaos(Some(Chaos::default())),
        ActionKind::Transfer => Action::Transfer {
            from: NodeId(0),
            to: node,
        },
        ActionKind::AddServer => changed(Change::AddServer(node)),
        ActionKind::AddLearner => changed(Change::AddLearner(node)),
        ActionKind::RemoveServer => changed(Change::RemoveServer(node)),
        ActionKind::ChangeMembership => changed(Change::Voters(NodeSet::from_iter([node]))),
    }
}

fn changed(change: Change) -> Action {
    let to = Target::Any;
    Action::Change { to, change }
}

/// All that is not as in a cluster that nothing was ever done to.
fn faults(world: &World) -> Vec<String> {
    let (options, network) = (world.options(), world.network());
    let mut faults = Vec::new();
    let mut expect = |is_usual: bool, what: String| {
        if !is_usual {
            faults.push(what);
        }
    };
    for node in world.nodes() {
        let id = node.id();
        expect(node.status() == Status::Up, format!("{id} is not up"));
        expect(
            node.disk_mode() == DiskMode::Syncs,
            format!("{id}'s disk does not sync"),
        );
        let disk = node.disk_latency().unwrap_or(options.disk);
        expect(disk == options.disk, format!("{id}'s disk is slow"));
        expect(
            node.clock_rate() == Ratio::ONE,
            format!("{id}'s clock is wrong"),
        );
        expect(!node.crashes_at_write(), format!("{id} is to crash"));
    }
    network
        .cuts()
        .for_each(|link| expect(false, format!("{link} is cut")));
    for (link, latency, loss) in network.link_overrides() {
        let latency = latency.unwrap_or(options.latency);
        expect(latency == options.latency, format!("{link} is slow"));
        let loss = loss.unwrap_or(Ratio::ZERO);
        expect(loss.numerator == 0, format!("{link} loses messages"));
    }
    let shares = [network.loss(), network.duplication()];
    expect(
        network.latency() == options.latency && shares.iter().all(|share| share.numerator == 0),
        "the network is not as usual".into(),
    );
    expect(world.workload().is_none(), "clients go on".into());
    expect(world.chaos().is_none(), "chaos goes on".into());
    faults
}

#[test]
fn recovery_undoes_every_kind_of_action() {
    let options = Options::default();
    for kind in ActionKind::ALL {
        let mut world = World::begin(&Run::new(7, options));
        let action = sample(kind);
        world.act(&action, &mut Nobody);
        let at = Instant::ZERO;
        for action in recovery(&[TimedAction { at, action }], &options) {
            world.act(&action, &mut Nobody);
        }
        assert_eq!(faults(&world), Vec::<String>::new(), "{kind:?}");
    }
}

/// Without this the test above could see nothing.
#[test]
fn the_faults_that_stay_are_seen() {
    let stays = |kind: &ActionKind| {
        let mut world = World::begin(&Run::new(7, Options::default()));
        world.act(&sample(*kind), &mut Nobody);
        !faults(&world).is_empty()
    };
    use ActionKind as K;
    let seen: Vec<K> = K::ALL.into_iter().filter(stays).collect();
    let expected = [
        K::Crash,
        K::Pause,
        K::CrashAtWrite,
        K::TearWrites,
        K::WipeDisk,
        K::SetDisk,
        K::SetDiskLatency,
        K::SetClockRate,
        K::SetWorkload,
        K::Partition,
        K::Isolate,
        K::Cut,
        K::SetLatency,
        K::SetLoss,
        K::SetDuplication,
        K::SetChaos,
    ];
    assert_eq!(seen, expected);
}
