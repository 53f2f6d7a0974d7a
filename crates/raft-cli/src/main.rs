//! The binary `raft-playground`.
#![forbid(unsafe_code)]

/// A hunt allocates by the million, and this one is quicker at it: about five in a hundred.
#[global_allocator]
static GLOBAL: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    raft_cli::main_with(std::env::args_os())
}
