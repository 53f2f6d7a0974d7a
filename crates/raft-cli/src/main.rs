//! The binary `raft-playground`.
#![forbid(unsafe_code)]

/// A hunt makes millions of allocations, and is about five per cent faster with this allocator.
#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    raft_cli::main_with(std::env::args_os())
}
