//! The whole world: network, disks, clients and key-value machines around the nodes.

use raft_check::Judge;
use raft_core::{Command, Duration, Extensions, Instant};
use raft_sim::{Action, Nobody, Observer, Options, Run, Target, World};

use crate::case::Load;
use crate::{Bench, Done, NODES, command_text};

/// The observer of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Watched {
    /// The judge: every property is checked after every event.
    ByJudge,
    /// No observer.
    ByNobody,
}

/// A world under a load, from the same moment in each round.
pub(crate) struct WorldBench {
    load: Load,
    watched: Watched,
    beginning: World,
    beginning_judge: Judge,
    world: World,
    judge: Judge,
}

const HEARTBEAT: Duration = Duration(500_000);

impl WorldBench {
    /// A world with default options and these extensions, whose leader has this many entries
    /// committed everywhere.
    pub(crate) fn new(
        load: Load,
        entries: u64,
        watched: Watched,
        extensions: Extensions,
    ) -> WorldBench {
        let options = Options {
            extensions,
            ..Options::default()
        };
        assert_eq!((options.nodes, options.heartbeat), (NODES, HEARTBEAT));
        let mut world = World::begin(&Run::new(1, options));
        let mut judge = Judge::new(&world);
        while world.leader().is_none() {
            pass(&mut world, HEARTBEAT, &mut judge);
        }
        for number in 0..entries {
            write(&mut world, number, &mut judge);
            pass(&mut world, Duration::from_millis(50), &mut judge);
        }
        pass(&mut world, Duration::from_millis(2_000), &mut judge);
        assert_eq!(
            world.counts().committed,
            entries,
            "all entries are committed"
        );
        WorldBench {
            load,
            watched,
            beginning: world.clone(),
            beginning_judge: judge.clone(),
            world,
            judge,
        }
    }
}

impl Bench for WorldBench {
    fn prepare(&mut self) {
        self.world = self.beginning.clone();
        self.judge = self.beginning_judge.clone();
    }

    fn round(&mut self) -> Done {
        let before = self.world.counts();
        match self.watched {
            Watched::ByJudge => go(&mut self.world, self.load, &mut self.judge),
            Watched::ByNobody => go(&mut self.world, self.load, &mut Nobody),
        }
        assert!(self.judge.verdict().holds(), "{}", self.judge.verdict());
        let after = self.world.counts();
        Done {
            messages: after.messages - before.messages,
            commands: after.committed - before.committed,
        }
    }
}

fn go(world: &mut World, load: Load, observer: &mut impl Observer) {
    let writes = load.writes_per_heartbeat();
    for _ in 0..load.heartbeats_per_round() {
        for number in 0..writes {
            write(world, number, observer);
            pass(world, Duration(HEARTBEAT.0 / writes), observer);
        }
        if writes == 0 {
            pass(world, HEARTBEAT, observer);
        }
    }
}

/// A client asks the leader.
fn write(world: &mut World, number: u64, observer: &mut impl Observer) {
    let leader = world.leader().expect("nothing goes wrong in this world");
    let action = Action::Write {
        to: Target::Node(leader),
        command: Command::new(command_text(number)),
    };
    world.act(&action, observer);
}

fn pass(world: &mut World, span: Duration, observer: &mut impl Observer) {
    let until: Instant = world.now() + span;
    world.advance_to(until, observer);
}
