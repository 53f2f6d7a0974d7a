//! The files of the repository, and the findings that a test reports about them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// A text file that is tracked, or would be if it were added.
pub struct File {
    /// Relative to the root, with `/` between folders.
    pub path: String,
    pub text: String,
}

impl File {
    pub fn has_extension(&self, wanted: &[&str]) -> bool {
        let extension = Path::new(&self.path)
            .extension()
            .and_then(|name| name.to_str());
        extension.is_some_and(|extension| wanted.contains(&extension))
    }
}

/// Findings: each has a place, the mistake there, and the way to mend it.
#[derive(Default)]
pub struct Findings(Vec<String>);

impl Findings {
    pub fn add(&mut self, path: &str, line: usize, sentence: &str) {
        self.0.push(format!("{path}:{line}: {sentence}"));
    }

    /// Fails the test if there is any finding.
    #[track_caller]
    pub fn expect_none(self) {
        assert!(
            self.0.is_empty(),
            "{} found:\n{}\n",
            self.0.len(),
            self.0.join("\n")
        );
    }
}

pub fn root() -> PathBuf {
    let krate = env::var_os("CARGO_MANIFEST_DIR").expect("cargo names the folder of the crate");
    Path::new(&krate)
        .ancestors()
        .nth(2)
        .expect("the crate lies in crates/")
        .to_path_buf()
}

pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path))
        .unwrap_or_else(|error| panic!("{path} should be readable, but: {error}"))
}

/// All text files. Git is asked, because it knows which files are made and not kept.
pub fn all() -> Vec<File> {
    let output = Command::new("git")
        .args([
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "-z",
        ])
        .current_dir(root())
        .output()
        .expect("git is needed to list the files: install it");
    assert!(
        output.status.success(),
        "git could not list the files: is this a git checkout?"
    );
    let names = String::from_utf8(output.stdout).expect("file names should be UTF-8");
    let mut paths: Vec<&str> = names.split_terminator('\0').collect();
    paths.sort_unstable();
    // Deleted files are still listed; pictures and modules are no text.
    let read = |path: &str| String::from_utf8(fs::read(root().join(path)).ok()?).ok();
    paths
        .into_iter()
        .filter_map(|path| {
            read(path).map(|text| File {
                path: path.into(),
                text,
            })
        })
        .filter(|file| !file.text.contains('\0'))
        .collect()
}

/// The Rust sources below one folder.
pub fn rust_below(folder: &str) -> Vec<File> {
    let mut files = all();
    files.retain(|file| file.path.starts_with(folder) && file.has_extension(&["rs"]));
    assert!(
        !files.is_empty(),
        "{folder} should hold Rust sources, but holds none"
    );
    files
}
