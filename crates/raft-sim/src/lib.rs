//! The world around Raft nodes.
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod action;
mod agenda;
mod asked;
mod branch;
mod check;
pub mod choice;
mod client;
pub mod compare;
mod digest;
mod disk;
mod event;
mod feed;
pub mod limits;
#[cfg(feature = "json")]
pub mod lines;
pub mod link;
mod machine;
mod moment;
mod network;
mod node_clock;
mod node_view;
mod options;
mod packet;
mod run;
#[cfg(feature = "json")]
pub mod scenario;
mod server;
mod sorted_map;
mod timeline;
mod workload;
mod world;

pub use action::{Action, Link, PacketName, Target, TimedAction};
pub use asked::Asked;
pub use branch::Branch;
pub use check::{
    RunError, check_action, check_command, check_name, check_options, check_run, check_start,
    check_twin,
};
pub use client::{Outcome, Refusal, Request, RequestCounts};
pub use digest::Digest;
pub use disk::Conduct;
pub use event::{Death, DiskLoss, Event, Nobody, Observer};
pub use feed::{Feed, FeedItem, Happening, Weight};
pub use machine::{Machine, Response};
pub use network::Network;
pub use node_view::{NodeView, Status};
pub use options::{Latency, Options, Ratio};
pub use packet::{Answer, Content, Fate, Packet, Party};
pub use run::{Run, Start};
pub use sorted_map::SortedMap;
pub use timeline::Timeline;
pub use workload::Workload;
pub use world::{Counts, World};
