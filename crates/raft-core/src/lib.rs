//! Raft for one node: it takes inputs and gives effects, and does nothing else.
//!
//! # The problem
//!
//! A service that must survive the loss of a machine runs on several. Give each a copy of the
//! service, start all copies in the same state, apply the same commands in the same order to
//! each, and they stay in the same state: then any of them can answer for the others (Raft §2,
//! "replicated state machines"). What remains is to agree on one sequence of commands, although
//! machines crash and restart, and although messages are lost, doubled, delayed and overtaken by
//! others. That sequence is the *log*, and Raft keeps it the same on all machines.
//!
//! A cluster of five goes on working while any three of its nodes are up and reach each other.
//! With fewer it stops and waits, rather than give two different answers. No clock has to be right
//! for that. Timeouts decide only how soon something happens, never whether it is correct.
//!
//! The rules are those of Ongaro and Ousterhout, "In Search of an Understandable Consensus
//! Algorithm (Extended Version)", cited as `Raft §5.3`, and of Ongaro's dissertation,
//! "Consensus: Bridging Theory and Practice", cited as `Thesis §9.5`.
//!
//! # Terms
//!
//! Raft divides time into *terms*, numbered 1, 2, 3, … ([`Term`]). A term begins with an
//! election and has one leader or none. Every message carries its sender's term. A node that
//! receives a newer term takes it over and, if it was a leader or a candidate, becomes a
//! *follower*; a node that receives a request of an older term refuses it (Raft §5.1). So an old
//! leader need not be told that its term is over: the next message that it exchanges tells it.
//!
//! # Election
//!
//! A leader sends each follower a message at every heartbeat, and the message restarts the
//! follower's election timer. When the timer runs out, the follower becomes a *candidate*: it
//! opens the next term, votes for itself and asks all others for their vote (Raft §5.2). A
//! node has one vote per term and gives it to the first candidate that asks and may have it. A
//! candidate with more than half of all votes becomes *leader*. Any two majorities share a node,
//! and this node votes once, so a term has one leader at most: **Election Safety**.
//!
//! Votes may be split so that no candidate wins. Timeouts are drawn at random for that reason: most
//! of the time one timer runs out well before the others, and its node has won before theirs run
//! out.
//!
//! # Replication
//!
//! Clients send their commands to the leader. It appends each to its log, in an [`Entry`] with
//! its term, and sends it to the others. Such a message names the entry *before* the new ones,
//! by index and term. A follower that does not hold that entry rejects the message, and the
//! leader tries again further back, until it finds the last place where both logs agree. From
//! there on it sends its own entries, and the follower removes those that conflict with them
//! (Raft §5.3).
//!
//! By this one check, repeated at each message, two logs that hold an entry of the same index and
//! term are equal up to there: **Log Matching**. A leader only ever appends to its own log:
//! **Leader Append-Only**.
//!
//! # Commit
//!
//! A follower replies with the last index through which its log equals the leader's. Once more
//! than half of the nodes, the leader included, hold an entry *of the leader's own term*, the
//! leader knows this entry to be *committed*, and with it every entry before it. Its next messages
//! carry the commit index, and each node applies the committed entries in order.
//!
//! The condition on the term matters. An entry of an older term may be on a majority and
//! still be overwritten by a leader that has a newer one in its place (Raft §5.4.2, Figure 8).
//! It becomes safe together with the first entry of the current term that follows it.
//!
//! # Safety
//!
//! A committed entry is on a majority. To become leader, a candidate needs the votes of a
//! majority, so one of its voters holds the entry. And no node votes for a candidate whose log
//! is less up-to-date than its own, that is, whose last entry is of an older term, or of the same
//! term and at a lower index (Raft §5.4.1). So every later leader holds every committed entry,
//! **Leader Completeness**, and no two nodes ever apply different commands at the same index,
//! **State Machine Safety**. Raft §5.4.3 has the proof with all its cases.
//!
//! # Persistence
//!
//! Three things must survive a crash: the term, the vote in it, and the log ([`Persistent`]).
//! They must be on disk before a message asserts them (Raft Figure 2): a node that forgets a
//! vote can vote twice, and a node that forgets an entry was wrongly counted among those that hold
//! it. Everything else (the role, the commit index, a leader's knowledge of its followers) is
//! learned again.
//!
//! A [`Node`] asks for a write by [`Effect::Persist`], and holds each message that asserts what is
//! not yet written until [`Input::Persisted`] confirms the write. A fast disk, a slow one and one
//! that stalls need no different code.
//!
//! # How to drive a node
//!
//! A node does nothing by itself. It has no clock, no network, no disk and no source of
//! chance; it is a value, and [`Node::step`] is a function of that value, a moment and an
//! [`Input`]. The program that drives it has these duties:
//!
//! 1. Make it by [`Node::new`] from what its disk holds. Give each node, and each of its
//!    incarnations, a [`chance::Key`] of its own: equal keys would mean equal timeouts.
//! 2. Step it with one input at a time, at moments that never go back. Carry out the effects of
//!    a step in their order, before the next step.
//! 3. [`Effect::Persist`]: bring the disk up to date by [`Persistent::apply`] or its like,
//!    each write completely or not at all and in the order asked for; then, at once or later,
//!    give [`Input::Persisted`]. It confirms this write and all before it. Never confirm a write
//!    that a crash could still undo.
//! 4. [`Effect::Send`]: hand the message to the network at once. It may be lost, delayed,
//!    doubled or overtaken, but not altered. On arrival, give [`Input::Receive`].
//! 5. [`Effect::Commit`]: apply the entries of [`Node::log`] through this index, each once and
//!    in order. After a restart this begins again at the first.
//! 6. [`Effect::Taken`] tells where a command stands, [`Effect::NotLeader`] which node to ask
//!    instead, and [`Effect::PutOff`] to ask again later. A taken command is not committed: answer
//!    the client only when this very entry, with this index *and* term, is applied. If another
//!    entry is applied there, the command was lost.
//! 7. After each step ask for [`Node::deadline`], and give [`Input::Deadline`] when that moment
//!    has come. Given early, it does nothing; given late, it has the effect of a slow clock.
//! 8. To crash a node, drop it, and drop the writes that its disk has not completed. Keep the disk.
//! 9. [`Effect::Decide`] asks for nothing. It is there to be shown, counted or checked.
//!
//! All nodes of a cluster need the same [`Config`]. An election timeout should be many times
//! as long as a heartbeat and a message take together, or followers will start elections although
//! their leader is up (Raft §5.6).
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
//!     ClientId, Command, Config, Decision, Duration, Effect, Effects, Index, Input, Instant, Node,
//!     NodeId, NodeSet, Origin, Persistent,
//! };
//!
//! let config = Config::new(Configuration::new(NodeSet::first(3)));
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
//!     // When no input is waiting, time passes until the first deadline.
//!     let Some((id, input)) = waiting.pop_front() else {
//!         let deadlines = nodes.iter().filter_map(|node| Some((node.deadline()?, node.id())));
//!         let (deadline, id) = deadlines.min().expect("every node has a deadline");
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
//!             Effect::Taken { .. } | Effect::NotLeader { .. } | Effect::PutOff { .. } => {}
//!             Effect::ReadReady { .. } | Effect::Restore(_) => {}
//!             Effect::ChangeAnswered { .. } => {}
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
//! - **Two messages for a remote call.** A request and its reply are lost, delayed and doubled
//!   independently. A reply says what it is about, so no node keeps a list of open calls.
//! - **Optimistic pipelining** (Thesis §10.2.2). A leader sends entries as they come and
//!   counts them as sent. When a message is lost, the follower rejects the next one, and the
//!   leader goes back.
//! - **A term at a time** (Raft §5.3, at its end). Follower and leader both skip entries that
//!   cannot agree, since terms never fall along a log. While the leader only guesses where the
//!   logs agree, it sends no entries (Thesis §3.5).
//! - **Entries are removed as Figure 2 says**, from the first one that differs, and not because
//!   a message ends before the log does: a late message removes nothing.
//! - **A refused vote does not restart the voter's timer** (Thesis §9.5). A node that keeps
//!   refusing a candidate can still start an election itself.
//! - **A candidate counts its own vote when it is on disk**, and a leader its own copy of an entry.
//! - **A leader, too, sends only what is on its disk.** It could send entries while they are still
//!   being written (Thesis §10.2.1), which [`Extension::ParallelWrite`] does; without it, a leader
//!   whose disk is stuck sends nothing, and another node takes its place.
//! - **A node ignores messages from outside the cluster.** A message that no member can send while
//!   the rules hold (from a second leader in the receiver's term, or from a follower that holds
//!   more than was ever sent) is refused with [`Decision::Refused`], and is never a panic.
//! - **A new leader's blank entry is an option** (Raft §8), off by default. Without it, entries of
//!   earlier terms stay uncommitted until a client's next command.
//!
//! # Extensions
//!
//! Each is off unless [`Config::extensions`] names it, and each has a file in the folder
//! `extensions`, which a reader of plain Raft can leave out.
//!
//! - [`Extension::PreVote`] (Thesis §9.6). Without it, a node that was cut off comes back with a
//!   newer term and makes a leader step down although a majority follows it.
//! - [`Extension::CheckQuorum`] (Thesis §6.2). Without it, a leader that receives no replies goes
//!   on leading. If its own messages still arrive, its heartbeats keep others from being elected,
//!   and nothing is committed.
//! - [`Extension::LeaderStickiness`] (Thesis §4.2.3). Without it, a node that hears a leader votes
//!   for whoever asks in a newer term, and so helps to end the leader's. The paper's rule of
//!   refusing such requests is kept by not answering them at all.
//! - [`Extension::ParallelWrite`] (Thesis §10.2.1). Without it, an entry takes the leader's write
//!   and then a follower's, one after the other.
//! - [`Extension::ReadIndex`] (Thesis §6.4). Without it, a read is a command, and takes a write on
//!   a majority of the disks.
//! - [`Extension::LeaseReads`] (Thesis §6.4.1). Without it, each read waits for a round of
//!   messages. It trusts clocks: where one runs faster than another by more than
//!   [`Config::clock_drift`], a read may be stale.
//! - [`Extension::FollowerReads`] (Thesis §6.4). Without it, the leader alone answers reads.
//! - [`Extension::Snapshots`] (Raft §7, Thesis §5). Without it, logs grow for ever, and a follower
//!   that has missed many entries is sent all of them. The driver takes the snapshots, by
//!   [`Input::Compact`]: a node does not know its state machine.
//! - [`Extension::Membership`] (Thesis §4, Raft §6). Without it, a cluster is what its [`Config`]
//!   says. With it, servers join and leave ([`Input::Change`]), one at a time or many at once by
//!   joint consensus; a driver gives every machine the same [`Config`], also one that is no member
//!   yet.
//! - [`Extension::MaxInFlight`] (Thesis §10.2.2). Without it, a leader sends entries to a follower
//!   however many messages have had no answer.
//! - [`Extension::BatchFor`] (Thesis §10.2.2). Without it, each command leaves as soon as it comes.
//! - [`Extension::MaxUncommitted`]. Without it, a leader takes any number of commands that it
//!   cannot commit.
//!
//! A leader hands its lead to another node when [`Input::Transfer`] asks it to (Thesis §3.10): that
//! needs no switch, and changes nothing until somebody asks. Its file is there, too.
//!
//! Both sides of pre-vote, and stickiness, call a leader heard for the shortest election timeout
//! after its last message. A leader with check-quorum looks at each of its heartbeats.
//!
//! # What is left out, and what that costs
//!
//! - **Vote requests are sent once.** The paper's nodes repeat calls that are not answered
//!   (Raft §5.1). Here leaders do so with each heartbeat, but a candidate whose request was
//!   lost waits for its next timeout.
//! - **Sessions** (Raft §8, Thesis §6.3). Entries carry the client and its serial number, but
//!   to apply a repeated command once is the state machine's work.
//! - **Lost disks.** A node whose disk loses data breaks the assumption of stable storage
//!   (Raft Figure 2). A node that has lost its state cannot safely come back under its old name
//!   (Thesis §3.8), and nothing in Raft notices that it did. While its leader stays, nothing
//!   repairs it, either: the leader's `match_index` says that the follower holds the entries, and
//!   it only rises (Raft Figure 2). A rejection from further back is late, or the disk was lost;
//!   the leader cannot tell which, and ignores it. So the follower stays behind, and its copies
//!   go on counting. Only a new leader starts with `match_index` at 0, steps back and sends it
//!   everything (Raft Figure 2, §5.3).
#![no_std]
#![forbid(unsafe_code)]
extern crate alloc;

mod append;
pub mod chance;
mod config;
mod count_of;
mod decision;
mod durability;
mod effect;
mod election;
mod entry;
mod extension;
mod extensions;
mod flow;
mod leader;
mod log;
mod membership;
mod message;
mod node;
mod persistent;
pub mod quorum;
mod reading;
mod role;
mod shared_list;
mod snapshot;
mod step;
mod types;
mod what_if;
mod whole;

pub use config::{Bug, Bugs, Config, FlowLimits};
pub use count_of::CountOf;
pub use decision::{
    ChunkFit, CommitEvidence, CommitHold, Decision, ExtensionDecision, Facts, FlowDecision,
    IgnoreReason, Importance, Impossible, MembershipDecision, PreVoteDenial, ReadGround, Rejection,
    SnapshotDecision, SnapshotRefusal, TransferDecision, TransferEnd, TransferRefusal, VoteDenial,
    WhoseClock,
};
pub use effect::{Effect, Effects, Input};
pub use entry::{ClientId, Command, Entries, Entry, Origin, Own, Payload, Rare, Reconfiguration};
pub use extension::{Extension, Extensions};
pub use log::Log;
pub use membership::{Change, ChangeRefusal};
pub use message::{
    AppendEntries, AppendEntriesReply, Body, Confirm, ConfirmReply, InstallSnapshot,
    InstallSnapshotReply, Message, PreVote, PreVoteReply, ReadIndex, ReadIndexAnswer,
    ReadIndexReply, RequestVote, RequestVoteReply,
};
pub use node::Node;
pub use persistent::{LogWrite, Persistent, Token, Unconfirmed, Write};
pub use role::{Progress, ReplicationMode, RoleName, Timer};
pub use shared_list::SharedList;
pub use snapshot::{Chunk, Snapshot};
pub use types::{
    Duration, Index, Instant, NODE_LIMIT, NodeId, NodeSet, Position, Term, count_through, index_of,
};
pub use what_if::NodeValue;
