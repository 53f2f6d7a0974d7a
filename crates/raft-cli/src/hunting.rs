//! A hunt on several threads.

use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use cpu_time::ProcessTime;
use raft_check::hunt::{Failure, Plan, Tally, Trial};
use raft_check::shrink::shrink;

use crate::{interrupt, progress};

/// What came of a hunt.
pub(crate) struct Hunted {
    pub(crate) plan: Plan,
    pub(crate) seeds: Range<u64>,
    pub(crate) tally: Tally,
    /// By seed.
    pub(crate) catches: Vec<Failure>,
    /// The time that all threads together computed.
    pub(crate) cpu: Duration,
    /// Whether the failures were shrunk.
    pub(crate) is_shrunken: bool,
    /// The seeds that were not tried, if somebody has stopped the hunt.
    pub(crate) untried: Option<Range<u64>>,
}

/// What a hunt does after a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AfterFailure {
    /// It goes on to the last seed.
    GoOn,
    /// It stops as soon as no lower seed can fail any more.
    Stop,
}

/// Seeds that a thread takes at a time.
const LOT: u64 = 64;
/// The most threads: no machine has more processors.
const THREADS_MAX: usize = 1_024;
/// The most failures that are kept.
const CATCHES_MAX: usize = 100;

/// Tries all seeds, lots of them side by side. The result does not depend on the threads.
pub(crate) fn hunt(
    plan: &Plan,
    seeds: Range<u64>,
    jobs: usize,
    after_failure: AfterFailure,
) -> Hunted {
    let started = ProcessTime::try_now();
    let next = AtomicU64::new(seeds.start);
    let lots: Mutex<Vec<(u64, Tally, Vec<Failure>)>> = Mutex::default();
    // Lots are handed out in order: once one has a failure, all lower seeds are under way.
    let last = AtomicU64::new(u64::MAX);
    let failure = AtomicU64::new(0);
    let bar = progress::of_runs(seeds.end - seeds.start);
    let work = || {
        while !interrupt::was_asked() {
            let first = next.fetch_add(LOT, Ordering::Relaxed);
            if first >= seeds.end || first > last.load(Ordering::Relaxed) {
                return;
            }
            let mut tally = Tally::default();
            let mut catches = Vec::new();
            for seed in first..(first + LOT).min(seeds.end) {
                catches.extend(Trial::of(plan, seed, &mut tally));
                if after_failure == AfterFailure::Stop && !catches.is_empty() {
                    last.fetch_min(first, Ordering::Relaxed);
                    break;
                }
            }
            let caught_now = catches.len() as u64;
            let caught_before = failure.fetch_add(caught_now, Ordering::Relaxed);
            progress::add(&bar, tally.runs, caught_before + caught_now);
            if let Ok(mut lots) = lots.lock() {
                lots.push((first, tally, catches));
            }
        }
    };
    let lots_there_are = usize::try_from((seeds.end - seeds.start).div_ceil(LOT));
    let jobs = jobs
        .min(lots_there_are.unwrap_or(usize::MAX))
        .min(THREADS_MAX);
    thread::scope(|scope| {
        for _ in 1..jobs {
            scope.spawn(work);
        }
        work();
    });
    let cpu = match started {
        Ok(started) => started.try_elapsed().unwrap_or_default(),
        Err(_) => Duration::ZERO,
    };
    bar.finish_and_clear();
    let lots = lots.into_inner().unwrap_or_default();
    let last = last.into_inner();
    // All lots that were handed out are done.
    let end = next.into_inner().min(seeds.end);
    let is_cut_short = interrupt::was_asked() && last == u64::MAX && end < seeds.end;
    let (seeds, untried) = match is_cut_short {
        true => (seeds.start..end, Some(end..seeds.end)),
        false => (seeds, None),
    };
    Hunted {
        untried,
        ..gather(plan, seeds, lots, last, cpu)
    }
}

impl Hunted {
    /// Shrinks all failures.
    pub(crate) fn shrink(&mut self) {
        self.is_shrunken = true;
        let plan = &self.plan;
        let catches = self.catches.iter();
        self.catches = catches.map(|failure| shrunken(failure, plan)).collect();
    }
}

/// Shrinks a failure, as far as it gets before somebody asks for an end.
fn shrunken(failure: &Failure, plan: &Plan) -> Failure {
    let bar = progress::of_shrinking(failure.seed);
    let small = shrink(failure, plan, &mut |so_far| {
        progress::show(&bar, failure.seed, so_far);
        interrupt::control_flow()
    });
    bar.finish_and_clear();
    small
}

/// Adds up the lots, in the order of their seeds and up to the one that ended the hunt.
fn gather(
    plan: &Plan,
    seeds: Range<u64>,
    mut lots: Vec<(u64, Tally, Vec<Failure>)>,
    last: u64,
    cpu: Duration,
) -> Hunted {
    lots.sort_by_key(|(first, ..)| *first);
    let mut hunted = Hunted {
        plan: *plan,
        seeds,
        tally: Tally::default(),
        catches: Vec::new(),
        cpu,
        is_shrunken: false,
        untried: None,
    };
    for (_, tally, catches) in lots.into_iter().take_while(|(first, ..)| *first <= last) {
        hunted.tally.add(&tally);
        hunted.catches.extend(catches);
    }
    hunted.catches.truncate(CATCHES_MAX);
    hunted
}
