//! The simulated world around Raft nodes: network, disks, clocks and clients.
//!
//! A [`Run`] is a value: a seed, options, a start and timed actions. A [`World`] plays it and tells
//! every event to an [`Observer`]. A [`Timeline`] holds all moments and all branches of a run.
//! Share links ([`link`]) and scenario files (`scenario`) carry a run from one program to another.
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod action;
mod address;
mod clients;
mod costs;
#[cfg(feature = "json")]
pub mod diagrams;
mod digest;
mod event_queue;
mod faults;
mod feed;
mod lanes;
pub mod limits;
pub mod link;
mod need;
mod network;
mod options;
mod range;
mod run;
mod run_error;
#[cfg(feature = "json")]
pub mod scenario;
mod server;
mod sorted_map;
pub mod span;
mod timeline;
mod whole;
mod world;

pub use action::chaos::{Assumptions, Chaos};
pub use action::check::{check_action, check_command};
pub use action::fault::FaultKind;
pub use action::{Action, ActionKind, ActionNames, TimedAction};
pub use address::{Endpoint, Link, PacketName, Target};
pub use clients::answer::Answer;
pub use clients::machine::{Machine, Response};
pub use clients::parsed_command::ParsedCommand;
pub use clients::value::Value;
pub use clients::workload::Workload;
pub use clients::{Outcome, Refusal, Request, RequestCounts};
pub use costs::{Cost, CostShares, Costs, CostsOverTime};
pub use digest::Digest;
pub use faults::kind::{FaultShares, Repertoire};
#[cfg(feature = "json")]
pub use feed::jsonl as lines;
pub use feed::{Feed, FeedEvent, FeedItem};
pub use lanes::{Band, Lanes, Mark};
pub use need::Need;
pub use network::Network;
pub use network::message_kind::MessageKind;
pub use network::packet::{Content, Fate, Packet};
pub use options::{Latency, Options, Ratio};
pub use raft_core::Importance;
pub use run::check::{check_name, check_options, check_run, check_start, check_twin};
pub use run::reach::{UnreachableStart, unreachable_start};
pub use run::{Run, Start};
pub use run_error::RunError;
pub use server::clock::ClockWay;
pub use server::disk::DiskMode;
pub use server::storage::Storage;
pub use server::view::{NodeView, Status};
pub use sorted_map::SortedMap;
pub use timeline::branch::Branch;
pub use timeline::{Timeline, choice, compare};
pub use world::bounds::{Bound, Ending};
pub use world::event::{CrashCause, DiskLoss, DropReason, Event, Nobody, Observer};
pub use world::silence::HeldBack;
pub use world::{Counts, World};
