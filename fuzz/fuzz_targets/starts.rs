//! Starts: the bytes are the logs, terms and votes on the disks, and the seed of the run.
#![no_main]

use libfuzzer_sys::fuzz_target;
use raft_core::{NodeId, Term};
use raft_sim::{Options, Run};

#[allow(dead_code, reason = "each target uses a part of it")]
#[path = "../../crates/raft-check/examples/hostile/draw.rs"]
mod draw;
#[allow(dead_code, reason = "each target uses a part of it")]
#[path = "../../crates/raft-check/examples/hostile/input.rs"]
mod input;

fuzz_target!(|bytes: &[u8]| {
    let [seed, nodes, rest @ ..] = bytes else {
        return;
    };
    let nodes = 1 + nodes % 9;
    let options = Options {
        nodes,
        ..Options::default()
    };
    let mut run = Run::new((*seed).into(), options);
    for words in rest.chunks_exact(2) {
        let (node, number) = (NodeId(words[0] % nodes), u64::from(words[1]));
        match words[0] / 64 {
            0 => run.start.terms.insert(node, Term(number)),
            1 => run.start.votes.insert(node, NodeId(words[1] % nodes)),
            _ => {
                let mut log = run.start.logs.get(&node).cloned().unwrap_or_default();
                log.push(Term(number));
                run.start.logs.insert(node, log);
            }
        }
    }
    assert_eq!(input::meet_start(run).accusation, None);
});
