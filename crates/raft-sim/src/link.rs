//! Share links: a whole run, a moment of it and its digest, as one string.
//!
//! `#` and then, in URL-safe base64: two magic bytes, the link version, a checksum of four
//! bytes, and the run in postcard's encoding. What equals the defaults is left out. The
//! order of the variants and fields below is the format of version 1: only ever append.
//! Version 2, in `pair.rs`, puts more around the same.

mod pair;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use base64ct::{Base64UrlUnpadded, Encoding};
use raft_core::{Bug, Bugs, Command, Duration, Instant, NodeId, NodeSet, Term};
use serde::{Deserialize, Serialize};

use crate::action::{Action, Link, PacketName, Target, TimedAction};
use crate::check::RunError;
use crate::digest::Digest;
use crate::disk::Conduct;
use crate::limits::LINK_CHARACTERS_MAX;
use crate::options::{Latency, Options, Ratio};
use crate::packet::Party;
use crate::run::{Run, Start};
use crate::workload::Workload;

use pair::PAIR_VERSION;
pub use pair::{Beside, Pair, decode_pair, encode_pair};

/// What a link carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The run with all its actions.
    pub run: Run,
    /// The moment viewed.
    pub at: Instant,
    /// The furthest moment that was played.
    pub head: Instant,
    /// The digest of the run at the moment viewed, by the engine that made the link.
    pub digest: Digest,
    /// The version of that engine.
    pub engine: u32,
}

/// Raised whenever an old run would get another digest.
pub const ENGINE_VERSION: u32 = 1;

const MAGIC: [u8; 2] = *b"RP";
const LINK_VERSION: u8 = 1;
const HEADER: usize = 7;

/// Why a text is not a link. Displayed, each is one sentence for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// There is nothing after the `#`.
    Empty,
    /// It is longer than any link.
    TooLong {
        /// Its length.
        characters: usize,
    },
    /// It is not base64, or does not begin as links do.
    NotALink,
    /// A newer version of the playground made it.
    FutureVersion {
        /// Its version.
        version: u8,
    },
    /// Characters are missing or changed.
    Damaged,
    /// It is whole, but asks for what no run may hold.
    Refused(RunError),
}

/// The link's text, beginning with `#`.
#[must_use]
pub fn encode(shared: &Shared) -> String {
    write(LINK_VERSION, &WireLink::from(shared))
}

fn write(version: u8, wire: &impl Serialize) -> String {
    frame(version, &postcard::to_allocvec(wire).unwrap_or_default())
}

/// Puts the header before an encoded run: tests make hostile links with it.
#[doc(hidden)]
#[must_use]
pub fn frame(version: u8, body: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(HEADER + body.len());
    bytes.extend(MAGIC);
    bytes.push(version);
    bytes.extend(checksum(body).to_le_bytes());
    bytes.extend(body);
    let mut link = Base64UrlUnpadded::encode_string(&bytes);
    link.insert(0, '#');
    link
}

/// The branch that a link of any version shows. A whole address is accepted too: what counts
/// is what follows the last `#`, or the text itself when there is none.
///
/// # Errors
/// One sentence that says what is wrong with it.
pub fn decode(text: &str) -> Result<Shared, LinkError> {
    decode_pair(text).map(|pair| pair.shown)
}

/// The version of a link, and what follows its header.
fn open(text: &str) -> Result<(u8, Vec<u8>), LinkError> {
    let fragment = text.rsplit('#').next().unwrap_or_default().trim();
    if fragment.is_empty() {
        return Err(LinkError::Empty);
    }
    if fragment.len() > LINK_CHARACTERS_MAX {
        return Err(LinkError::TooLong {
            characters: fragment.len(),
        });
    }
    let bytes = Base64UrlUnpadded::decode_vec(fragment).map_err(|_| LinkError::NotALink)?;
    let [first, second, version, c0, c1, c2, c3, body @ ..] = &*bytes else {
        return Err(LinkError::NotALink);
    };
    if [*first, *second] != MAGIC {
        return Err(LinkError::NotALink);
    }
    if ![LINK_VERSION, PAIR_VERSION].contains(version) {
        return Err(LinkError::FutureVersion { version: *version });
    }
    if u32::from_le_bytes([*c0, *c1, *c2, *c3]) != checksum(body) {
        return Err(LinkError::Damaged);
    }
    Ok((*version, body.to_vec()))
}

/// All of the body and nothing else.
fn read<'a, Wire: Deserialize<'a>>(body: &'a [u8]) -> Result<Wire, LinkError> {
    match postcard::take_from_bytes(body) {
        Ok((wire, [])) => Ok(wire),
        _ => Err(LinkError::Damaged),
    }
}

fn checksum(body: &[u8]) -> u32 {
    let mut digest = Digest::new(body.len() as u64);
    body.iter().for_each(|byte| digest.add(u64::from(*byte)));
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a checksum of 32 bits is what is wanted"
    )]
    let checksum = digest.value() as u32;
    checksum
}

impl fmt::Display for LinkError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LinkError::Empty => formatter
                .write_str("This link is empty: expected a run after the #; copy the whole link."),
            LinkError::TooLong { characters } => write!(
                formatter,
                "This link has {characters} characters: expected at most {LINK_CHARACTERS_MAX}; \
                 save the run as a file instead."
            ),
            LinkError::NotALink => formatter.write_str(
                "This is not a link of the Raft Playground: expected one that Share made; \
                 copy the whole link.",
            ),
            LinkError::FutureVersion { version } => write!(
                formatter,
                "This link has version {version}: this playground reads versions up to \
                 {PAIR_VERSION}; reload the page to get a newer playground."
            ),
            LinkError::Damaged => formatter.write_str(
                "This link is damaged: some of its characters are missing or changed; \
                 copy the whole link once more.",
            ),
            LinkError::Refused(error) => write!(formatter, "This link cannot be played: {error}"),
        }
    }
}

impl core::error::Error for LinkError {}

#[derive(Serialize, Deserialize)]
struct WireLink {
    engine: u32,
    seed: u64,
    options: Vec<WireOption>,
    logs: Vec<(u8, Vec<u64>)>,
    terms: Vec<(u8, u64)>,
    votes: Vec<(u8, u8)>,
    /// Each moment as the span since the one before.
    actions: Vec<(u64, WireAction)>,
    at: u64,
    head: u64,
    digest: u64,
}

#[derive(Serialize, Deserialize)]
enum WireOption {
    Nodes(u8),
    ElectionTimeout(u64, u64),
    Heartbeat(u64),
    Latency(u64, u64),
    Loss(u32, u32),
    Duplicate(u32, u32),
    BlankEntryAtElection(bool),
    /// By place in `Bug::ALL`, which is only ever appended to.
    Bug(u8),
    Disk(u64, u64),
}

#[derive(Serialize, Deserialize)]
enum WireAction {
    WriteTo(u8, String),
    WriteAny(String),
    Crash(u8),
    Restart(u8),
    Pause(u8),
    Resume(u8),
    ForceTimeout(u8),
    Partition(Vec<Vec<u8>>),
    Isolate(u8),
    Cut(u8, u8),
    Uncut(u8, u8),
    Heal,
    SetLatency(Option<(u8, u8)>, u64, u64),
    SetLoss(Option<(u8, u8)>, u32, u32),
    SetDuplication(Option<(u8, u8)>, u32, u32),
    Drop(WirePacket),
    Deliver(WirePacket),
    Duplicate(WirePacket),
    Delay(WirePacket, u64),
    CrashAtWrite(u8),
    WipeDisk(u8),
    /// The disk syncs (0), stalls (1) or lies (2).
    SetDisk(u8, u8),
    SetDiskLatency(Option<u8>, u64, u64),
    SetClockRate(u8, u32, u32),
    /// Operations per second, share of reads, keys, clients.
    SetWorkload(Option<(u32, (u32, u32), u8, u8)>),
}

/// From, to, nth, copy.
type WirePacket = (u8, u8, u64, u32);

const CLIENTS: u8 = u8::MAX;

impl From<&Shared> for WireLink {
    fn from(shared: &Shared) -> WireLink {
        let Run {
            seed,
            options,
            start,
            actions,
        } = &shared.run;
        let numbers = |terms: &Vec<Term>| terms.iter().map(|term| term.0).collect();
        WireLink {
            engine: shared.engine,
            seed: *seed,
            options: changed_options(options),
            logs: start
                .logs
                .iter()
                .map(|(node, terms)| (node.0, numbers(terms)))
                .collect(),
            terms: start
                .terms
                .iter()
                .map(|(node, term)| (node.0, term.0))
                .collect(),
            votes: start
                .votes
                .iter()
                .map(|(node, vote)| (node.0, vote.0))
                .collect(),
            actions: wire_actions(Instant::ZERO, actions),
            at: shared.at.0,
            head: shared.head.0,
            digest: shared.digest.value(),
        }
    }
}

impl TryFrom<WireLink> for Shared {
    type Error = LinkError;

    fn try_from(wire: WireLink) -> Result<Shared, LinkError> {
        let actions = actions_from(Instant::ZERO, wire.actions)?;
        let terms = |numbers: Vec<u64>| numbers.into_iter().map(Term).collect();
        // Collecting into a map sorts first, and each sort is kilobytes of the page's first load.
        let mut start = Start::default();
        start.logs.extend(
            wire.logs
                .into_iter()
                .map(|(node, log)| (NodeId(node), terms(log))),
        );
        start.terms.extend(
            wire.terms
                .into_iter()
                .map(|(node, term)| (NodeId(node), Term(term))),
        );
        start.votes.extend(
            wire.votes
                .into_iter()
                .map(|(node, vote)| (NodeId(node), NodeId(vote))),
        );
        let options = options_from(wire.options)?;
        Ok(Shared {
            run: Run {
                seed: wire.seed,
                options,
                start,
                actions,
            },
            at: Instant(wire.at),
            head: Instant(wire.head),
            digest: Digest::from_value(wire.digest),
            engine: wire.engine,
        })
    }
}

/// Each moment as the span since the one before, the first as that since `before`.
fn wire_actions(mut before: Instant, actions: &[TimedAction]) -> Vec<(u64, WireAction)> {
    let wire = actions.iter().map(|TimedAction { at, action }| {
        let span = *at - before;
        before = *at;
        (span.0, WireAction::from(action))
    });
    wire.collect()
}

fn actions_from(
    mut at: Instant,
    wire: Vec<(u64, WireAction)>,
) -> Result<Vec<TimedAction>, LinkError> {
    let actions = wire.into_iter().map(|(span, action)| {
        at = at + Duration(span);
        Ok(TimedAction {
            at,
            action: Action::try_from(action)?,
        })
    });
    actions.collect()
}

fn changed_options(options: &Options) -> Vec<WireOption> {
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
    } = *options;
    let usual = Options::default();
    let mut changed = Vec::new();
    if nodes != usual.nodes {
        changed.push(WireOption::Nodes(nodes));
    }
    let timeout = (election_timeout_min, election_timeout_max);
    if timeout != (usual.election_timeout_min, usual.election_timeout_max) {
        changed.push(WireOption::ElectionTimeout(timeout.0.0, timeout.1.0));
    }
    if heartbeat != usual.heartbeat {
        changed.push(WireOption::Heartbeat(heartbeat.0));
    }
    if latency != usual.latency {
        changed.push(WireOption::Latency(latency.min.0, latency.max.0));
    }
    if loss != usual.loss {
        changed.push(WireOption::Loss(loss.numerator, loss.denominator));
    }
    if duplicate != usual.duplicate {
        changed.push(WireOption::Duplicate(
            duplicate.numerator,
            duplicate.denominator,
        ));
    }
    if blank_entry_at_election != usual.blank_entry_at_election {
        changed.push(WireOption::BlankEntryAtElection(blank_entry_at_election));
    }
    if disk != usual.disk {
        changed.push(WireOption::Disk(disk.min.0, disk.max.0));
    }
    changed.extend(bugs.iter().map(|bug| WireOption::Bug(bug as u8)));
    changed
}

fn options_from(changed: Vec<WireOption>) -> Result<Options, LinkError> {
    let mut options = Options::default();
    for change in changed {
        match change {
            WireOption::Nodes(nodes) => options.nodes = nodes,
            WireOption::ElectionTimeout(min, max) => {
                options.election_timeout_min = Duration(min);
                options.election_timeout_max = Duration(max);
            }
            WireOption::Heartbeat(span) => options.heartbeat = Duration(span),
            WireOption::Latency(min, max) => {
                options.latency = Latency {
                    min: Duration(min),
                    max: Duration(max),
                };
            }
            WireOption::Disk(min, max) => {
                options.disk = Latency {
                    min: Duration(min),
                    max: Duration(max),
                };
            }
            WireOption::Loss(numerator, denominator) => {
                options.loss = Ratio {
                    numerator,
                    denominator,
                };
            }
            WireOption::Duplicate(numerator, denominator) => {
                options.duplicate = Ratio {
                    numerator,
                    denominator,
                };
            }
            WireOption::BlankEntryAtElection(blank) => options.blank_entry_at_election = blank,
            WireOption::Bug(place) => {
                let bug = Bug::ALL.get(usize::from(place)).ok_or(LinkError::Damaged)?;
                options.bugs = Bugs::with(options.bugs, *bug);
            }
        }
    }
    Ok(options)
}

impl From<&Action> for WireAction {
    fn from(action: &Action) -> WireAction {
        let text = |command: &Command| String::from(command.text());
        let pair = |link: &Link| (link.from.0, link.to.0);
        match action {
            Action::Write {
                to: Target::Node(node),
                command,
            } => WireAction::WriteTo(node.0, text(command)),
            Action::Write {
                to: Target::Any,
                command,
            } => WireAction::WriteAny(text(command)),
            Action::Crash(node) => WireAction::Crash(node.0),
            Action::Restart(node) => WireAction::Restart(node.0),
            Action::Pause(node) => WireAction::Pause(node.0),
            Action::Resume(node) => WireAction::Resume(node.0),
            Action::ForceTimeout(node) => WireAction::ForceTimeout(node.0),
            Action::Partition(groups) => {
                let members = |group: &NodeSet| group.iter().map(|node| node.0).collect();
                WireAction::Partition(groups.iter().map(members).collect())
            }
            Action::Isolate(node) => WireAction::Isolate(node.0),
            Action::Cut(link) => WireAction::Cut(link.from.0, link.to.0),
            Action::Uncut(link) => WireAction::Uncut(link.from.0, link.to.0),
            Action::Heal => WireAction::Heal,
            Action::SetLatency { link, latency } => {
                WireAction::SetLatency(link.as_ref().map(pair), latency.min.0, latency.max.0)
            }
            Action::SetLoss { link, ratio } => {
                WireAction::SetLoss(link.as_ref().map(pair), ratio.numerator, ratio.denominator)
            }
            Action::SetDuplication { link, ratio } => WireAction::SetDuplication(
                link.as_ref().map(pair),
                ratio.numerator,
                ratio.denominator,
            ),
            Action::CrashAtWrite(node) => WireAction::CrashAtWrite(node.0),
            Action::WipeDisk(node) => WireAction::WipeDisk(node.0),
            Action::SetDisk { node, conduct } => WireAction::SetDisk(node.0, *conduct as u8),
            Action::SetDiskLatency { node, latency } => {
                WireAction::SetDiskLatency(node.map(|node| node.0), latency.min.0, latency.max.0)
            }
            Action::SetClockRate { node, rate } => {
                WireAction::SetClockRate(node.0, rate.numerator, rate.denominator)
            }
            Action::SetWorkload(workload) => WireAction::SetWorkload(workload.map(|it| {
                let reads = (it.reads.numerator, it.reads.denominator);
                (it.per_second, reads, it.keys, it.clients)
            })),
            Action::Drop(name) => WireAction::Drop(wire_packet(name)),
            Action::Deliver(name) => WireAction::Deliver(wire_packet(name)),
            Action::Duplicate(name) => WireAction::Duplicate(wire_packet(name)),
            Action::Delay(name, by) => WireAction::Delay(wire_packet(name), by.0),
        }
    }
}

impl TryFrom<WireAction> for Action {
    type Error = LinkError;

    fn try_from(wire: WireAction) -> Result<Action, LinkError> {
        let link = |(from, to): (u8, u8)| Link {
            from: NodeId(from),
            to: NodeId(to),
        };
        Ok(match wire {
            WireAction::WriteTo(node, text) => Action::Write {
                to: Target::Node(NodeId(node)),
                command: Command::new(&text),
            },
            WireAction::WriteAny(text) => Action::Write {
                to: Target::Any,
                command: Command::new(&text),
            },
            WireAction::Crash(node) => Action::Crash(NodeId(node)),
            WireAction::Restart(node) => Action::Restart(NodeId(node)),
            WireAction::Pause(node) => Action::Pause(NodeId(node)),
            WireAction::Resume(node) => Action::Resume(NodeId(node)),
            WireAction::ForceTimeout(node) => Action::ForceTimeout(NodeId(node)),
            WireAction::Partition(groups) => {
                let sets = groups.iter().map(|group| node_set(group));
                Action::Partition(sets.collect::<Result<Vec<NodeSet>, LinkError>>()?)
            }
            WireAction::Isolate(node) => Action::Isolate(NodeId(node)),
            WireAction::Cut(from, to) => Action::Cut(link((from, to))),
            WireAction::Uncut(from, to) => Action::Uncut(link((from, to))),
            WireAction::Heal => Action::Heal,
            WireAction::SetLatency(on, min, max) => Action::SetLatency {
                link: on.map(link),
                latency: Latency {
                    min: Duration(min),
                    max: Duration(max),
                },
            },
            WireAction::SetLoss(on, numerator, denominator) => Action::SetLoss {
                link: on.map(link),
                ratio: Ratio {
                    numerator,
                    denominator,
                },
            },
            WireAction::SetDuplication(on, numerator, denominator) => Action::SetDuplication {
                link: on.map(link),
                ratio: Ratio {
                    numerator,
                    denominator,
                },
            },
            WireAction::CrashAtWrite(node) => Action::CrashAtWrite(NodeId(node)),
            WireAction::WipeDisk(node) => Action::WipeDisk(NodeId(node)),
            WireAction::SetDisk(node, place) => {
                let conduct = Conduct::ALL.get(usize::from(place));
                Action::SetDisk {
                    node: NodeId(node),
                    conduct: *conduct.ok_or(LinkError::Damaged)?,
                }
            }
            WireAction::SetDiskLatency(node, min, max) => Action::SetDiskLatency {
                node: node.map(NodeId),
                latency: Latency {
                    min: Duration(min),
                    max: Duration(max),
                },
            },
            WireAction::SetClockRate(node, numerator, denominator) => Action::SetClockRate {
                node: NodeId(node),
                rate: Ratio {
                    numerator,
                    denominator,
                },
            },
            WireAction::SetWorkload(workload) => Action::SetWorkload(workload.map(
                |(per_second, (numerator, denominator), keys, clients)| Workload {
                    per_second,
                    reads: Ratio {
                        numerator,
                        denominator,
                    },
                    keys,
                    clients,
                },
            )),
            WireAction::Drop(name) => Action::Drop(packet_name(name)),
            WireAction::Deliver(name) => Action::Deliver(packet_name(name)),
            WireAction::Duplicate(name) => Action::Duplicate(packet_name(name)),
            WireAction::Delay(name, by) => Action::Delay(packet_name(name), Duration(by)),
        })
    }
}

/// Node numbers as a set; numbers that no set can hold are damage.
fn node_set(numbers: &[u8]) -> Result<NodeSet, LinkError> {
    if numbers
        .iter()
        .any(|number| *number >= raft_core::NODE_LIMIT)
    {
        return Err(LinkError::Damaged);
    }
    Ok(numbers.iter().copied().map(NodeId).collect())
}

fn wire_packet(name: &PacketName) -> WirePacket {
    let number = |party: Party| match party {
        Party::Node(node) => node.0,
        Party::Clients => CLIENTS,
    };
    (number(name.from), number(name.to), name.nth, name.copy)
}

fn packet_name((from, to, nth, copy): WirePacket) -> PacketName {
    let party = |number: u8| match number {
        CLIENTS => Party::Clients,
        node => Party::Node(NodeId(node)),
    };
    PacketName {
        from: party(from),
        to: party(to),
        nth,
        copy,
    }
}
