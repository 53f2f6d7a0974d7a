//! The lines of docs/hunting.md that split a hunt over processes, run as they stand there.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// The seeds of the page, and what a test has time for.
const SEEDS: (&str, &str) = ("0..1000000", "0..800");

/// The lines between the fences of the page that begin with this one.
fn lines_of_the_page(first: &str) -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/hunting.md");
    let page = fs::read_to_string(page).expect("the page is there");
    let start = page.find(first).expect("the page has this line");
    let block = &page[start..];
    block[..block.find("```").expect("a fence")].to_owned()
}

#[test]
fn the_page_splits_a_hunt_with_gnu_parallel() {
    let binary = Path::new(env!("CARGO_BIN_EXE_raft-playground"));
    let beside = binary.parent().expect("it lies in a folder");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("parallel");
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("the folder can be made");
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths(
        [beside.to_owned()]
            .into_iter()
            .chain(env::split_paths(&path)),
    );

    let lines = lines_of_the_page("parallel raft-playground").replace(SEEDS.0, SEEDS.1);
    assert!(lines.contains(SEEDS.1), "{lines}");
    let output = Command::new("sh")
        .args(["-e", "-c", &lines])
        .current_dir(&folder)
        .env("PATH", path.expect("paths can be joined"))
        // It would ask to be cited, and wait.
        .env("PARALLEL_HOME", &folder)
        .output()
        .expect("there is a shell");
    let (out, err) = (output.stdout, output.stderr);
    let (out, err) = (String::from_utf8_lossy(&out), String::from_utf8_lossy(&err));
    assert!(output.status.success(), "{out}{err}");
    assert!(out.contains("No violation in 800 runs."), "{out}{err}");
    let parts = fs::read_dir(&folder).expect("it can be listed");
    let parts = parts.filter(|part| {
        let name = part.as_ref().expect("a part").file_name();
        name.to_string_lossy().starts_with("part-")
    });
    assert_eq!(parts.count(), 8);
}
