//! Work on several threads, until it is done or Ctrl-C is pressed.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::interrupt;

/// The most threads: no machine has more processors.
const THREADS_MAX: usize = 1_024;

/// Does so many pieces of work, and returns what came of them in their order: of all, or of those
/// before the first that was not begun when somebody asked for an end.
pub(crate) fn side_by_side<T: Send>(
    pieces: usize,
    jobs: usize,
    work: impl Fn(usize) -> T + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let go_on = || {
        while !interrupt::was_asked() {
            let place = next.fetch_add(1, Ordering::Relaxed);
            if place >= pieces {
                return;
            }
            let result = work(place);
            if let Ok(mut done) = done.lock() {
                done.push((place, result));
            }
        }
    };
    thread::scope(|scope| {
        for _ in 1..jobs.min(pieces).min(THREADS_MAX) {
            scope.spawn(go_on);
        }
        go_on();
    });
    let mut done = done.into_inner().unwrap_or_default();
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}
