//! Ctrl-C: long work stops, and what has been found is kept.

use std::ops::ControlFlow;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

/// The exit code of what Ctrl-C has stopped, as shells have it: 128 and the number of the signal.
pub(crate) const STOPPED: u8 = 130;

static WAS_ASKED: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C asks for an end; the second time, it does not ask.
pub(crate) fn listen() {
    let handler = || {
        if WAS_ASKED.swap(true, Ordering::Relaxed) {
            process::exit(STOPPED.into());
        }
    };
    // Without a handler Ctrl-C ends the process, as ever: nothing is worse than before.
    let _ = ctrlc::set_handler(handler);
}

/// Breaks long work off once somebody has asked for an end.
pub(crate) fn control_flow() -> ControlFlow<()> {
    if was_asked() {
        ControlFlow::Break(())
    } else {
        ControlFlow::Continue(())
    }
}

/// Whether somebody has asked for an end.
pub(crate) fn was_asked() -> bool {
    WAS_ASKED.load(Ordering::Relaxed)
}
