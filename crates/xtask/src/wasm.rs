//! Builds the engine for the browser: cargo for the module, wasm-bindgen for the glue.
//!
//! There are three modules: `playground` with the parts for playing, which a page loads first;
//! `full` with the full engine; and `hunter`, which is built for speed.
//! wasm-bindgen runs as a library, so its version is the one that Cargo.lock pins and nobody
//! installs a tool by hand.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::UNIX_EPOCH;

use wasm_bindgen_cli_support::Bindgen;

/// The profile for size.
const PAGE: &str = "page";
const PACKAGE: &str = "raft-wasm";
const TARGET: &str = "wasm32-unknown-unknown";
/// Each module by the stem of its generated files (`full.js`, `full_bg.wasm`, …), the features
/// of raft-wasm that make it, and the profile it needs in place of the page's.
const MODULES: [(&str, &str, Option<&str>); 3] = [
    ("playground", "playground", None),
    ("full", "full", None),
    ("hunter", "hunter", Some("release")),
];

/// The modules to build and the folder for them.
pub struct Request {
    profile: String,
    out: PathBuf,
}

/// The module as cargo left it.
struct Module {
    path: PathBuf,
    /// A fingerprint that differs whenever the module may differ.
    stamp: String,
}

impl Request {
    /// Reads the arguments after `cargo xtask wasm`.
    pub fn parse(arguments: &[String]) -> Result<Self, String> {
        let mut request = Request {
            profile: PAGE.into(),
            out: "web/generated".into(),
        };
        let mut rest = arguments.iter();
        while let Some(name) = rest.next() {
            let mut value = || {
                rest.next()
                    .ok_or_else(|| format!("{name} needs a value after it."))
            };
            match name.as_str() {
                "--profile" => request.profile = value()?.clone(),
                "--out" => request.out = PathBuf::from(value()?),
                _ => return Err(format!("{name:?} is unknown: use --profile or --out.")),
            }
        }
        if ![PAGE, "release", "dev"].contains(&request.profile.as_str()) {
            let found = &request.profile;
            return Err(format!(
                "--profile is {found:?}, but must be page, release or dev."
            ));
        }
        Ok(request)
    }

    /// Brings the generated files up to date.
    pub fn build(&self) -> Result<(), String> {
        let root = repository();
        MODULES.iter().try_for_each(|(stem, features, profile)| {
            let usual = self.profile.as_str();
            let profile = profile.filter(|_| usual == PAGE).unwrap_or(usual);
            self.build_module(&root, stem, features, profile)
        })
    }

    fn build_module(
        &self,
        root: &Path,
        stem: &str,
        features: &str,
        profile: &str,
    ) -> Result<(), String> {
        let out = root.join(&self.out);
        let module = compile(root, features, profile)?;
        let shown = self.out.join(stem);
        let shown = shown.display();
        // Names the module that the generated files were made from.
        let stamp = out.join(format!(".{stem}-made-from"));
        if fs::read_to_string(&stamp).is_ok_and(|stamp| stamp == module.stamp) {
            println!("wasm: {shown} is up to date");
            return Ok(());
        }
        bind(&module.path, stem, &out)
            .and_then(|()| fs::write(&stamp, &module.stamp).map_err(|e| e.to_string()))
            .map_err(|reason| format!("writing {shown} failed: {reason}."))?;
        let size = fs::metadata(out.join(format!("{stem}_bg.wasm"))).map_or(0, |file| file.len());
        println!("wasm: {shown} written ({size} bytes, profile {profile})");
        Ok(())
    }
}

/// Runs cargo, which does nothing when nothing changed.
fn compile(root: &Path, features: &str, profile: &str) -> Result<Module, String> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(root)
        .args([
            "rustc",
            "--locked",
            "--package",
            PACKAGE,
            "--lib",
            "--target",
            TARGET,
        ])
        // Beside an rlib, cargo builds a module without link-time optimization across crates.
        .args(["--crate-type", "cdylib"])
        .args(["--no-default-features", "--features", features])
        .args(["--profile", profile])
        .arg("--message-format=json-render-diagnostics")
        .env("CARGO_ENCODED_RUSTFLAGS", path_flags(root))
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo could not be started: {error}."))?;
    if !output.status.success() {
        return Err(format!(
            "building {PACKAGE} for {TARGET} failed, as said above; if the target is what \
                 is missing, `rustup target add {TARGET}` installs it."
        ));
    }
    let path = module_path(&String::from_utf8_lossy(&output.stdout))
        .ok_or_else(|| format!("cargo built {PACKAGE} but named no .wasm file."))?;
    let stamp = stamp(&path, profile)
        .map_err(|error| format!("the module {} cannot be read: {error}.", path.display()))?;
    Ok(Module { path, stamp })
}

fn stamp(module: &Path, profile: &str) -> std::io::Result<String> {
    let file = fs::metadata(module)?;
    let age = file
        .modified()?
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_nanos();
    Ok(format!("{profile} {} {age}\n", file.len()))
}

fn bind(module: &Path, stem: &str, out: &Path) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(module)
        .out_name(stem)
        .typescript(true)
        // A fifth of the module is debug names.
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen.web(true).map_err(|error| error.to_string())?;
    bindgen.generate(out).map_err(|error| format!("{error:#}"))
}

/// Panic messages name source files as `engine/…` and `cargo/…`, independent of the machine that
/// builds the module. So the same sources give the same bytes.
fn path_flags(root: &Path) -> String {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    let cargo = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| home.map(|home| Path::new(&home).join(".cargo")));
    let mut flags = vec![format!("--remap-path-prefix={}=engine", root.display())];
    if let Some(cargo) = cargo {
        flags.push(format!("--remap-path-prefix={}=cargo", cargo.display()));
    }
    flags.join("\x1f")
}

/// The fields used here of cargo's message about one thing that it built.
#[derive(serde::Deserialize)]
struct Artifact {
    filenames: Vec<PathBuf>,
}

/// Finds the module among cargo's messages, one JSON object per line.
fn module_path(messages: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Artifact>(line).ok())
        .flat_map(|artifact| artifact.filenames)
        .rfind(|path| path.extension() == Some("wasm".as_ref()))
}

/// The root of the repository: two folders above this crate.
fn repository() -> PathBuf {
    let krate = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    krate.ancestors().nth(2).unwrap_or(&krate).to_path_buf()
}
