//! Slowdown: what a rule of Raft saves where nothing breaks without it.
//!
//! Some rules about timers only make elections shorter and fewer. No property shows that they are
//! missing, and a cluster without them makes progress in the end. So each such rule is measured:
//! one cluster lives through the same fate with the rule and without it, seed by seed, and the
//! medians are compared.

use alloc::vec::Vec;

use raft_core::{Bugs, Duration, Instant, NodeId};
use raft_sim::{Action, Nobody, Options, Outcome, Ratio, Run, Workload, World};

/// What a cluster did in the time of one measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// How long no node led.
    pub leaderless: Duration,
    /// Elections begun.
    pub elections: u64,
    /// Requests of clients that were acknowledged.
    pub acknowledged: u64,
}

/// How long a cluster is watched.
pub const WATCHED: Duration = Duration(60_000_000);
/// The time from one crash of a leader to the next: two of the longest election timeouts.
const CRASH_EVERY: Duration = Duration(6_000_000);
/// How often a look is taken whether somebody leads.
const LOOK: Duration = Duration(10_000);

impl Pace {
    /// The pace of five nodes with these rules left out. Every six seconds the leader crashes, and
    /// the one that crashed before boots again: it lacks what was written meanwhile, so it asks for
    /// votes that the others must refuse.
    #[must_use]
    pub fn of(seed: u64, bugs: Bugs) -> Pace {
        let options = Options {
            bugs,
            ..Options::default()
        };
        let mut world = World::begin(&Run::new(seed, options));
        world.act(&Action::SetWorkload(Some(WORKLOAD)), &mut Nobody);
        let mut down: Option<NodeId> = None;
        let mut leaderless = Duration(0);
        let mut crash_at = Instant::ZERO + CRASH_EVERY;
        while world.now() < Instant::ZERO + WATCHED {
            let next_look = world.now() + LOOK;
            world.advance_to(next_look, &mut Nobody);
            let leader = world.leader();
            if leader.is_none() {
                leaderless = Duration(leaderless.0 + LOOK.0);
            }
            if world.now() >= crash_at
                && let Some(leader) = leader
            {
                if let Some(earlier) = down.replace(leader) {
                    world.act(&Action::Restart(earlier), &mut Nobody);
                }
                world.act(&Action::Crash(leader), &mut Nobody);
                crash_at = world.now() + CRASH_EVERY;
            }
        }
        let acknowledged = |it: &&raft_sim::Request| matches!(it.outcome, Outcome::Acknowledged(_));
        Pace {
            leaderless,
            elections: world.counts().elections,
            acknowledged: world.requests().iter().filter(acknowledged).count() as u64,
        }
    }

    /// The median of each figure by itself; of an even number, the lower of the two in the middle.
    /// `None` of nothing.
    #[must_use]
    pub fn median(paces: &[Pace]) -> Option<Pace> {
        let middle = |figure: fn(&Pace) -> u64| {
            let mut figures: Vec<u64> = paces.iter().map(figure).collect();
            figures.sort_unstable();
            figures.get(figures.len().saturating_sub(1) / 2).copied()
        };
        Some(Pace {
            leaderless: Duration(middle(|pace| pace.leaderless.0)?),
            elections: middle(|pace| pace.elections)?,
            acknowledged: middle(|pace| pace.acknowledged)?,
        })
    }
}

/// Enough writes that a node which was away lacks some.
const WORKLOAD: Workload = Workload {
    per_second: 4,
    reads: Ratio {
        numerator: 1,
        denominator: 4,
    },
    keys: 3,
    clients: 4,
};
