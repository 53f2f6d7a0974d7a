//! Hostile schedules: the faults of a run, drawn from its seed while it is played.
//!
//! A schedule consists of ordinary actions, so that a run that fails has a link like any other.
//! Each draw depends on the seed, its purpose and its number, and on no other draw. The node that a
//! fault hits may depend on the world, since faults of the leader find more failures.
//!
//! Each seed leaves out some kinds of faults and draws others more often (*swarm testing*: Groce,
//! Zhang, Eide, Chen, Regehr, "Swarm Testing", ISSTA 2012): a run without one kind of fault shows
//! failures that this kind would hide.

mod recovery;

use alloc::vec::Vec;

use raft_core::chance::Key;
use raft_core::{Duration, Extension, Extensions, FlowLimits, Instant};
use raft_sim::{
    Action, FaultShares, Latency, Nobody, Options, Ratio, Run, TimedAction, Workload, World,
};
pub use raft_sim::{Assumptions, Repertoire};

pub use recovery::recovery;

/// The purposes of a seed's draws: each purpose has draws of its own.
enum Purpose {
    Options = 0x0707,
    Pace,
    Faults,
    Workload,
    Appetite,
    Extensions,
}

fn key(seed: u64, purpose: Purpose) -> Key {
    Key::new(seed).with(purpose as u64)
}

/// The faults of one run.
#[derive(Clone, Copy, Debug)]
pub struct Faults {
    seed: u64,
    shares: FaultShares,
    /// The longest pause between two faults.
    pause_max: Duration,
}

impl Faults {
    /// The faults that this seed draws: some kinds more than others, some not at all.
    #[must_use]
    pub fn of_seed(seed: u64, assumptions: Assumptions, repertoire: Repertoire) -> Faults {
        let pauses = [400, 1_000, 2_500];
        let pause = pauses[key(seed, Purpose::Pace).with(0).below(pauses.len())];
        Faults {
            seed,
            shares: FaultShares::swarm(key(seed, Purpose::Appetite), assumptions, repertoire),
            pause_max: Duration::from_millis(pause),
        }
    }

    /// The pause before the fault of this number.
    #[must_use]
    pub fn pause(&self, number: u64) -> Duration {
        let draw = key(self.seed, Purpose::Faults).with(number).with(0);
        Duration(draw.between(1, self.pause_max.0.max(1)))
    }

    /// The fault of this number, in this world: one action, or none when the world has nothing that
    /// it can hit. In half of the draws, a write to every node follows a partition.
    pub fn draw(&self, number: u64, world: &World) -> impl Iterator<Item = Action> + use<> {
        world.draw_fault(&self.shares, key(self.seed, Purpose::Faults), number)
    }
}

/// The cluster that this seed draws, with every rule in place: 1 to 7 nodes, 3 or 5 in most cases;
/// default pace and network in most cases, and now and then a slow disk, a network that loses
/// and doubles, or one as slow as the timeouts.
#[must_use]
pub fn options(seed: u64) -> Options {
    let draw = |part| key(seed, Purpose::Options).with(part);
    let sizes = [3, 3, 3, 5, 5, 5, 5, 2, 4, 1, 6, 7];
    let usual = Options::default();
    let in_twentieths = |numerator| Ratio {
        numerator,
        denominator: 20,
    };
    Options {
        nodes: sizes[draw(0).below(sizes.len())],
        blank_entry_at_election: draw(1).chance(1, 3),
        disk: match draw(2).below(4) {
            0 => Latency::from_millis([1, 40]),
            _ => Latency::NONE,
        },
        loss: in_twentieths([0, 0, 0, 0, 1, 2][draw(3).below(6)]),
        duplicate: in_twentieths([0, 0, 0, 0, 1, 4][draw(4).below(6)]),
        latency: match draw(5).below(8) {
            0 => Latency::from_millis([1, 10]),
            1 => Latency::from_millis([10, 400]),
            _ => usual.latency,
        },
        ..usual
    }
}

/// Those of these extensions that are on in the run of this seed: each in three of four seeds. Of
/// the ways of reading, one is drawn in three of four; a lease brings what it needs.
#[must_use]
pub fn extensions(seed: u64, among: Extensions) -> Extensions {
    let draws = key(seed, Purpose::Extensions);
    let is_on = |it: &Extension| draws.with(*it as u64).chance(3, 4);
    let is_of_reads = |it: &Extension| Extension::OF_READS.contains(it);
    let switches = among.iter().filter(|it| !is_of_reads(it)).filter(is_on);
    let switches: Extensions = switches.collect();
    // One way of reading at most is on.
    let ways: Vec<Extension> = among.iter().filter(is_of_reads).collect();
    let reads = draws.with(Extension::ReadIndex as u64);
    let way = ways.get(reads.with(0).below(ways.len().max(1)));
    match way.filter(|_| reads.chance(3, 4)) {
        // Leases need both: see `check_options`.
        Some(Extension::LeaseReads) => switches
            .with(Extension::LeaseReads)
            .with(Extension::CheckQuorum)
            .with(Extension::LeaderStickiness),
        Some(way) => switches.with(*way),
        None => switches,
    }
}

/// After how many applied entries the nodes of this seed's run take snapshots: often enough that a
/// follower which is away for a moment needs one.
#[must_use]
pub fn snapshot_after(seed: u64) -> u32 {
    let draw = key(seed, Purpose::Extensions).with(Extension::Snapshots as u64);
    [1, 2, 3, 5, 8][draw.with(0).below(5)]
}

/// The entries in a message and the limits of the flow in this seed's run: small, so that the few
/// writes of a hunt come upon them.
#[must_use]
pub fn flow(seed: u64) -> (u32, FlowLimits) {
    let draw = |part| {
        key(seed, Purpose::Extensions)
            .with(Extension::MaxInFlight as u64)
            .with(part)
    };
    let limits = FlowLimits {
        max_in_flight: [1, 1, 2, 3][draw(0).below(4)],
        batch_for: Duration::from_millis([10, 50, 200, 400][draw(1).below(4)]),
        max_uncommitted: [1, 2, 3, 8][draw(2).below(4)],
    };
    ([1, 2, 3, 64][draw(3).below(4)], limits)
}

/// How many machines vote at first in this seed's run, where members come and go, and how many
/// belong to no cluster. Four voters come up most: two majorities that have one change between them
/// can miss each other only where their number is even.
#[must_use]
pub fn machines(seed: u64) -> [u8; 2] {
    let draw = |part| {
        key(seed, Purpose::Extensions)
            .with(Extension::Membership as u64)
            .with(part)
    };
    let [voters, to_spare] = [[4, 4, 4, 3, 3, 5, 2, 6], [0, 0, 0, 1, 1, 1, 2, 2]];
    [voters[draw(0).below(8)], to_spare[draw(1).below(8)]]
}

/// The most operations in a second that a hunt's clients ask for.
pub const OPERATIONS_PER_SECOND_MAX: u32 = 8;

/// The workload that this seed draws for its clients.
#[must_use]
pub fn workload(seed: u64) -> Workload {
    let draw = |part| key(seed, Purpose::Workload).with(part);
    let small = |part, max: u64| u8::try_from(draw(part).between(1, max)).unwrap_or(1);
    Workload {
        per_second: [1, 2, 4, OPERATIONS_PER_SECOND_MAX][draw(0).below(4)],
        reads: Ratio {
            numerator: [1, 2, 3][draw(1).below(3)],
            denominator: 4,
        },
        keys: small(2, 3),
        clients: small(3, 5),
    }
}

/// All actions of the run of this seed until `until`.
#[must_use]
pub fn actions(seed: u64, options: &Options, until: Instant) -> Vec<TimedAction> {
    let faults = Faults::of_seed(seed, Assumptions::Kept, Repertoire::USUAL);
    let mut world = World::begin(&Run::new(seed, *options));
    let mut done = Vec::new();
    let mut act = |world: &mut World, action: Action| {
        world.act(&action, &mut Nobody);
        let at = world.now();
        done.push(TimedAction { at, action });
    };
    act(&mut world, Action::SetWorkload(Some(workload(seed))));
    for number in 0.. {
        let at = world.now() + faults.pause(number);
        if at > until {
            break;
        }
        world.advance_to(at, &mut Nobody);
        let fault = faults.draw(number, &world);
        for action in fault {
            // A replay handles all events that are due at this moment before the next action.
            world.advance_to(at, &mut Nobody);
            act(&mut world, action);
        }
    }
    done
}
