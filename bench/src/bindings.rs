//! The functions that Node calls in wasm: plain exports without any glue.

#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;

use crate::{Bench, Case, Done, cases};

thread_local! {
    static OPEN: RefCell<Option<Box<dyn Bench>>> = const { RefCell::new(None) };
    static DONE: RefCell<Done> = const { RefCell::new(Done { messages: 0, commands: 0 }) };
}

/// Sets up the case with this number in the list of [`cases`].
#[unsafe(no_mangle)]
pub extern "C" fn open(case: usize) {
    let bench = cases().get(case).map(Case::open);
    OPEN.set(bench);
}

/// Gets ready for a round.
#[unsafe(no_mangle)]
pub extern "C" fn prepare() {
    OPEN.with_borrow_mut(|open| open.as_mut().expect("a case is open").prepare());
}

/// Does a round.
#[unsafe(no_mangle)]
pub extern "C" fn round() {
    DONE.set(OPEN.with_borrow_mut(|open| open.as_mut().expect("a case is open").round()));
}

/// Messages sent in the last round.
#[unsafe(no_mangle)]
pub extern "C" fn messages() -> u32 {
    DONE.with_borrow(|done| u32::try_from(done.messages).unwrap_or(u32::MAX))
}

/// Commands applied in the last round.
#[unsafe(no_mangle)]
pub extern "C" fn commands() -> u32 {
    DONE.with_borrow(|done| u32::try_from(done.commands).unwrap_or(u32::MAX))
}

/// raft-rs needs random election timeouts. Here no timeout ever runs out, so any number will do.
fn fill(bytes: &mut [u8]) -> Result<(), getrandom::Error> {
    bytes.fill(7);
    Ok(())
}

getrandom::register_custom_getrandom!(fill);
