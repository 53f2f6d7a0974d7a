//! Raft for one node: inputs in, effects out, nothing else.
//!
//! # The problem
//!
//! A service that must survive the loss of a machine runs on several. Give each a copy of the
//! service, start all copies alike, feed all of them the same commands in the same order, and
//! they stay alike: then any of them can answer for the others. What remains is to agree on
//! one sequence of commands, although machines crash and come back, and although messages are
//! lost, doubled, delayed and overtaken by others. That sequence is the *log*, and Raft keeps
//! it the same everywhere.
//!
//! A cluster of five goes on working while any three of its nodes are up and hear each other.
//! With fewer it stops, and waits, rather than give two answers. No clock has to be right for
//! that. Timeouts decide only how soon something happens, never whether it is correct.
//!
//! The rules are those of Ongaro and Ousterhout, "In Search of an Understandable Consensus
//! Algorithm (Extended Version)", cited as `Raft §5.3`, and of Ongaro's dissertation,
//! "Consensus: Bridging Theory and Practice", cited as `Thesis §9.5`.
//!
//! # Terms
//!
//! Raft divides time into *terms*, numbered 1, 2, 3, … ([`Term`]). A term begins with an
//! election and has one leader or none. Every message carries its sender's term. Whoever sees
//! a newer one takes it over and, if it was leading or trying to, becomes a *follower*;
//! whoever is addressed in an older one refuses (Raft §5.1). So nobody needs to be told that
//! its time is over: the next message it exchanges will tell.
//!
//! # Election
//!
//! Followers listen. A leader speaks to each of them at every heartbeat, and each keeps a
//! timer that this restarts. When the timer runs out, a follower becomes a *candidate*: it
//! opens the next term, votes for itself and asks all others for their vote (Raft §5.2). A
//! node has one vote per term and gives it to the first who asks and may have it. More than
//! half of all votes make a leader, and since any two majorities share a node, and this node
//! votes once, a term has one leader at most: **Election Safety**.
//!
//! Votes may be split so that nobody wins. Timeouts are drawn at random for that reason: most
//! of the time one node runs out well before the others, and has won before they stir.
//!
//! # Replication
//!
//! Clients send their commands to the leader. It appends each to its log, in an [`Entry`] with
//! its term, and sends it to the others. Such a message names the entry *before* the new ones,
//! by index and term. A follower that does not hold that entry rejects the message, and the
//! leader tries again further back, until it finds the last place where both agree; from there
//! on it sends its own, and what the follower has instead is cut off (Raft §5.3).
//!
//! By this one check, repeated at each step, two logs that hold an entry of the same index and
//! term are equal up to there: **Log Matching**. A leader itself only ever appends: **Leader
//! Append-Only**.
//!
//! # Commit
//!
//! Followers answer through where their log equals the leader's. Once more than half of the
//! nodes, itself included, hold an entry *of its own term*, the leader knows it to be
//! *committed*, and with it everything before it. It tells the commit index in its next
//! messages, and each node applies what is committed, in order.
//!
//! The condition on the term matters. An entry of an older term may be on a majority and
//! still be overwritten by a node that has a newer one in its place (Raft §5.4.2, Figure 8).
//! It becomes safe together with the first entry of the current term that follows it.
//!
//! # Safety
//!
//! A committed entry is on a majority. To become leader, a candidate needs the votes of a
//! majority, so one of its voters holds the entry. And no node votes for a candidate whose log
//! is less up-to-date than its own: whose last entry is of an older term, or of the same term
//! and at a lower index (Raft §5.4.1). So every later leader holds every committed entry,
//! **Leader Completeness**, and no two nodes ever apply different commands at the same index,
//! **State Machine Safety**. Raft §5.4.3 has the proof with all its cases.
//!
//! # Persistence
//!
//! Three things must survive a crash: the term, the vote in it, and the log ([`Persistent`]).
//! They must be on disk before anybody is told of them (Raft Figure 2): a node that forgets a
//! vote can vote twice, and one that forgets an entry has been counted for it in vain.
//! Everything else (the role, the commit index, what a leader knows of the others) is learned
//! again.
//!
//! A [`Node`] says what to write as an [`Effect::Persist`], and keeps back each message that
//! speaks of what is not yet written until [`Input::Persisted`] says that it is. A disk that
//! answers at once, one that is slow and one that stalls need no different code.
//!
//! # How to drive a node
//!
//! A node does nothing by itself. It has no clock, no network, no disk and no source of
//! chance; it is a value, and [`Node::step`] is a function of that value, a moment and an
//! [`Input`]. Whoever drives it has these duties:
//!
//! 1. Make it by [`Node::new`] from what its disk holds. Give each node, and each of its
//!    incarnations, a [`chance::Key`] of its own: equal keys would mean equal timeouts.
//! 2. Step it with one input at a time, at moments that never go back. See to the effects of
//!    a step in their order, before the next step.
//! 3. [`Effect::Persist`]: bring the disk up to date by [`Persistent::apply`] or its like,
//!    each write whole or not at all and in the order asked for; then, at once or later,
//!    give [`Input::Persisted`]. It stands for this write and all before it. Never give it
//!    for what a crash could still take away.
//! 4. [`Effect::Send`]: hand the message to the network at once. It may be lost, delayed,
//!    doubled or overtaken, but not altered. On arrival, give [`Input::Receive`].
//! 5. [`Effect::Commit`]: apply the entries of [`Node::log`] through this index, each once and
//!    in order. After a restart this begins again at the first.
//! 6. [`Effect::Taken`] tells where a command stands, and [`Effect::NotLeader`] whom to ask
//!    instead. Taken is not committed: tell the client only when this very entry, with this
//!    index *and* term, is applied. If another one is, the command was lost.
//! 7. After each step ask for [`Node::deadline`], and give [`Input::Deadline`] when it has
//!    come. Too early does nothing, late is like a slow clock.
//! 8. To crash a node, drop it, with the writes that its disk has not done. Keep the disk.
//! 9. [`Effect::Decide`] changes nothing. It is there to be shown, counted or checked.
//!
//! All nodes of a cluster need the same [`Config`]. An election timeout should be many times
//! as long as a heartbeat and a message take together, or followers will lose patience with a
//! leader that is well (Raft §5.6).
//!
//! A cluster of three, whose messages arrive at once and whose disks are quick, until its
//! first command is committed everywhere:
//!
//! ```
//! use std::collections::VecDeque;
//!
//! use raft_core::chance::Key;
//! use raft_core::quorum::Configuration;
//! use raft_core::{
//!     Bugs, ClientId, Command, Config, Decision, Duration, Effect, Effects, Index, Input,
//!     Instant, Node, NodeId, NodeSet, Origin, Persistent,
//! };
//!
//! let config = Config {
//!     configuration: Configuration::new(NodeSet::first(3)),
//!     election_timeout_min: Duration::from_millis(1_500),
//!     election_timeout_max: Duration::from_millis(3_000),
//!     heartbeat: Duration::from_millis(500),
//!     entries_per_message: 100,
//!     blank_entry_at_election: false,
//!     bugs: Bugs::NONE,
//! };
//! let mut now = Instant::ZERO;
//! let mut disks = vec![Persistent::default(); 3];
//! let mut nodes: Vec<Node> = (0..3)
//!     .map(|id| {
//!         let disk = disks[usize::from(id)].clone();
//!         let chance = Key::new(42).with(id.into());
//!         Node::new(NodeId(id), config, disk, now, chance)
//!     })
//!     .collect();
//!
//! let mut waiting: VecDeque<(NodeId, Input)> = VecDeque::new();
//! let mut effects = Effects::new();
//! while !nodes.iter().all(|node| node.commit_index() == Some(Index::FIRST)) {
//!     // When there is nothing to do, time passes until somebody wants something.
//!     let Some((id, input)) = waiting.pop_front() else {
//!         let deadlines = nodes.iter().filter_map(|node| Some((node.deadline()?, node.id())));
//!         let (deadline, id) = deadlines.min().expect("every node waits for something");
//!         now = deadline;
//!         waiting.push_back((id, Input::Deadline));
//!         continue;
//!     };
//!     nodes[id.position()].step(now, input, &mut effects);
//!     for effect in effects.drain(..) {
//!         match effect {
//!             Effect::Persist(write) => {
//!                 disks[id.position()].apply(&write);
//!                 waiting.push_back((id, Input::Persisted(write.token)));
//!             }
//!             Effect::Send { to, message } => {
//!                 waiting.push_back((to, Input::Receive { from: id, message }));
//!             }
//!             Effect::Decide(decision) => {
//!                 println!("{now}: {} ({})", decision.sentence(id), decision.section());
//!                 if let Decision::BecameLeader { .. } = decision {
//!                     let origin = Origin { client: ClientId(0), serial: 1 };
//!                     let command = Command::new("SET x=1");
//!                     waiting.push_back((id, Input::Propose { origin, command }));
//!                 }
//!             }
//!             Effect::Commit(index) => println!("{now}: {id} applies through {index}"),
//!             Effect::Taken { .. } | Effect::NotLeader { .. } => {}
//!         }
//!     }
//! }
//!
//! assert!(nodes.iter().all(|node| node.log() == nodes[0].log()));
//! assert!(disks.iter().all(|disk| disk.log == disks[0].log));
//! ```
//!
//! # Where the paper leaves a choice
//!
//! - **Two messages for a remote call.** A question and its answer are lost, delayed and
//!   doubled apart. An answer says what it is about, so nobody keeps a list of open calls.
//! - **Optimistic pipelining** (Thesis §10.2.2). A leader sends entries as they come and
//!   counts them as sent. When one is lost, the next message is rejected, and it goes back.
//! - **A term at a time** (Raft §5.3, at its end). Follower and leader both skip what cannot
//!   agree, since terms never fall along a log. While the place is a guess, no entries are
//!   sent (Thesis §3.5).
//! - **Entries are cut off as Figure 2 says**, at the first one that differs, and not because
//!   a message ends before the log does: late messages take nothing back.
//! - **A refused vote does not restart the voter's timer** (Thesis §9.5). A node that hopeless
//!   candidates keep asking can still stand for election itself.
//! - **One's own vote counts when it is on disk**, and so does one's own copy of an entry.
//! - **A leader, too, speaks only of what is on its disk.** It could send entries while they
//!   are still being written (Thesis §10.2.1); here a leader whose disk is stuck falls silent,
//!   and another takes its place.
//! - **Only members of the cluster are listened to.** What no member can say while the rules
//!   hold (that there is a second leader in one's own term, that somebody holds more than was
//!   ever sent) is refused with [`Decision::Refused`], and is never a panic.
//! - **A new leader's blank entry is an option** (Raft §8), off by default. Without it, what a
//!   new leader inherits stays uncommitted until a client's next command.
//!
//! # What is left out, and what that costs
//!
//! - **Pre-vote** (Thesis §9.6). A node that was cut off comes back with a newer term and
//!   unseats a leader that was doing well.
//! - **Check-quorum** (Thesis §6.2). A leader that hears nobody goes on leading. If it can
//!   still be heard, its heartbeats keep others from being elected, and nothing is committed.
//! - **Vote requests are sent once.** The paper's nodes repeat calls that are not answered
//!   (Raft §5.1). Here leaders do so with each heartbeat, but a candidate whose request was
//!   lost waits for its next timeout.
//! - **Snapshots** (Raft §7). Logs grow for ever, and who has missed much is sent all of it.
//!   [`Log`] has a place for a snapshot's base.
//! - **Membership changes** (Raft §6). A cluster is what its [`Config`] says.
//!   [`quorum::Configuration`] can count joint majorities.
//! - **Leadership transfer** (Thesis §3.10). To relieve a leader means to wait for a timeout,
//!   or to force one by [`Input::ForceTimeout`].
//! - **Reads without the log** (Thesis §6.4). A read that must not be stale is a command like
//!   any other, and costs as much.
//! - **Sessions** (Raft §8, Thesis §6.3). Entries carry the client and its serial number, but
//!   to apply a repeated command once is the state machine's work.
//! - **Flow control.** A leader sends to a silent follower as much as clients give it to send,
//!   and takes any number of commands that it cannot commit.
//! - **Lost disks.** A node whose disk forgets breaks the promise that all of this rests on.
//!   Its leader does not believe it, and it stays behind until the next election.
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod append;
pub mod chance;
mod config;
mod count_of;
mod decision;
mod durability;
mod election;
mod entry;
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
pub use count_of::CountOf;
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
