//! Raft.
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod candidate;
pub mod chance;
mod config;
mod decision;
mod durability;
mod entry;
mod explain;
mod follower;
mod leader;
mod log;
mod message;
mod node;
mod persistent;
pub mod quorum;
mod shared_list;
mod step;
mod types;

pub use config::{Bug, Bugs, Config};
pub use decision::{
    CommitEvidence, CommitHold, Decision, IgnoreReason, Impossible, Rejection, RoleName, VoteDenial,
};
pub use entry::{ClientId, Command, Entries, Entry, Origin, Payload};
pub use leader::{Pace, Progress};
pub use log::Log;
pub use message::{
    AppendEntries, AppendEntriesReply, Body, Message, RequestVote, RequestVoteReply,
};
pub use node::{Node, Timer};
pub use persistent::{LogWrite, Persistent, Token, Write};
pub use shared_list::SharedList;
pub use step::{Effect, Effects, Input};
pub use types::{
    Duration, Index, Instant, NODE_LIMIT, NodeId, NodeSet, Position, Term, count_through, index_of,
};
