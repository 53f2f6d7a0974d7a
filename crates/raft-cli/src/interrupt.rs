//! Ctrl-C: long work stops, and its results so far are kept.

use std::ops::ControlFlow;
use std::process;
use std::sync::atomic::{AtomicBool, Ordering};

/// The exit code of what Ctrl-C has stopped, as shells have it: 128 and the number of the signal.
pub(crate) const STOPPED: u8 = 130;

static WAS_ASKED: AtomicBool = AtomicBool::new(false);

/// From now on the first Ctrl-C asks long work to stop, and the second ends the process at once.
pub(crate) fn listen() {
    let handler = || {
        if WAS_ASKED.swap(true, Ordering::Relaxed) {
            process::exit(STOPPED.into());
        }
    };
    // Without a handler, Ctrl-C ends the process as usual.
    let _ = ctrlc::set_handler(handler);
}

/// Breaks long work off once Ctrl-C was pressed.
pub(crate) fn control_flow() -> ControlFlow<()> {
    if was_asked() {
        ControlFlow::Break(())
    } else {
        ControlFlow::Continue(())
    }
}

/// Whether Ctrl-C was pressed.
pub(crate) fn was_asked() -> bool {
    WAS_ASKED.load(Ordering::Relaxed)
}
