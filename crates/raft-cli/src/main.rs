//! The binary `raft-playground`.
#![forbid(unsafe_code)]

fn main() -> std::process::ExitCode {
    raft_cli::main_with(std::env::args_os())
}
