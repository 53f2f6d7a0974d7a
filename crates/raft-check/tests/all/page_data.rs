//! What the page knows of the engine without asking it: the rules that a run may leave out, and
//! the options that a run has where it says nothing, and the presets. The files are written from
//! the engine's own tables, with
//! `UPDATE_GOLDENS=1 cargo test -p raft-check --all-features --test all page_data`.

use std::fs;
use std::path::Path;

use raft_check::Property;
use raft_check::gallery::GalleryEntry;
use raft_core::Duration;
use raft_sim::Options;
#[cfg(feature = "json")]
use raft_sim::scenario::Preset;

/// Compares a file of the page with what it should hold, or writes it.
fn assert_in_step(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../web/compare")
        .join(name);
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(&path, text).expect("the file can be written");
    }
    let published = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        published == text,
        "web/compare/{name} is out of step: run this test with UPDATE_GOLDENS=1"
    );
}

#[test]
fn the_page_names_the_rules_as_the_gallery_does() {
    let rule = |entry: &GalleryEntry| {
        let [name, title, rule, section] =
            [entry.bug.name(), entry.title, entry.rule, entry.section]
                .map(|text| serde_json::Value::from(text).to_string());
        format!(
            "  {{\n    \"name\": {name},\n    \"title\": {title},\n    \"rule\": {rule},\n    \
             \"source\": {section}\n  }}"
        )
    };
    let rules: Vec<String> = GalleryEntry::all().map(rule).collect();
    assert_in_step("rules.json", &format!("[\n{}\n]\n", rules.join(",\n")));
}

#[test]
fn the_page_knows_what_each_property_promises() {
    let quoted =
        |property: Property| format!("  \"{}\": \"{}\"", property.name(), property.meaning());
    let promises: Vec<String> = Property::ALL.map(quoted).into();
    assert_in_step(
        "promises.json",
        &format!("{{\n{}\n}}\n", promises.join(",\n")),
    );
}

#[test]
fn the_page_knows_the_options_of_a_fresh_run() {
    let Options {
        nodes,
        election_timeout_min,
        election_timeout_max,
        heartbeat,
        latency,
        disk: _,
        loss: _,
        duplicate: _,
        blank_entry_at_election,
        extensions: _,
        clock_drift,
        snapshot_after: _,
        entries_per_message: _,
        flow: _,
        bugs: _,
    } = Options::default();
    let ms = |duration: Duration| duration.0 / 1_000;
    let (timeout_min, timeout_max) = (ms(election_timeout_min), ms(election_timeout_max));
    let (latency_min, latency_max) = (ms(latency.min), ms(latency.max));
    let text = format!(
        "{{\n  \"nodes\": {nodes},\n  \"election_timeout_ms\": [{timeout_min}, {timeout_max}],\n  \
         \"heartbeat_ms\": {},\n  \"latency_ms\": [{latency_min}, {latency_max}],\n  \
         \"blank_entry\": {blank_entry_at_election},\n  \"clock_drift_per_mille\": \
         {clock_drift}\n}}\n",
        ms(heartbeat),
    );
    assert_in_step("lab.json", &text);
}

#[cfg(feature = "json")]
#[test]
fn the_page_knows_the_presets() {
    let preset = |preset: Preset| {
        let Options {
            nodes,
            election_timeout_min,
            election_timeout_max,
            heartbeat,
            latency,
            disk,
            loss,
            duplicate,
            blank_entry_at_election,
            bugs,
            extensions,
            clock_drift,
            snapshot_after: _,
            entries_per_message: _,
            flow: _,
        } = preset.options();
        let usual = Options::default();
        assert_eq!((bugs, extensions), (usual.bugs, usual.extensions));
        assert_eq!(clock_drift, usual.clock_drift);
        assert_eq!(
            (nodes, disk, loss, duplicate, blank_entry_at_election),
            (
                usual.nodes,
                usual.disk,
                usual.loss,
                usual.duplicate,
                usual.blank_entry_at_election
            ),
            "the page takes only the timings of a preset"
        );
        let ms = |duration: Duration| duration.0 / 1_000;
        format!(
            "  \"{}\": {{\n    \"election_timeout_ms\": [{}, {}],\n    \"heartbeat_ms\": {},\n    \
             \"latency_ms\": [{}, {}]\n  }}",
            preset.name(),
            ms(election_timeout_min),
            ms(election_timeout_max),
            ms(heartbeat),
            ms(latency.min),
            ms(latency.max),
        )
    };
    let presets: Vec<String> = Preset::ALL.into_iter().map(preset).collect();
    assert_in_step(
        "presets.json",
        &format!("{{\n{}\n}}\n", presets.join(",\n")),
    );
}
