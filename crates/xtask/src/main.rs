//! The chores of this repository. There is one: `cargo xtask wasm`.

mod wasm;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask wasm [--profile page|release|dev] [--out DIR]

  wasm   builds crates/raft-wasm for the browser and writes its JavaScript glue,
         its types and the module to web/generated; does nothing when nothing changed
           --profile   page: small, for the first load (the default);
                       release: fast, for hunting; dev: quick to build
           --out       another folder, relative to the repository";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match arguments.first().map(String::as_str) {
        Some("wasm") => wasm::Request::parse(&arguments[1..]).and_then(|request| request.build()),
        Some("help" | "--help" | "-h") => {
            println!("{USAGE}");
            Ok(())
        }
        Some(other) => Err(format!("there is no chore named {other:?}.\n{USAGE}")),
        None => Err(format!("no chore was named.\n{USAGE}")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("xtask: {sentence}");
            ExitCode::from(2)
        }
    }
}
