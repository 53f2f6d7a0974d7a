//! How hard a hunt has tried: the faults it has injected, and the coverage marks it has seen.

use alloc::format;
use alloc::string::String;

use raft_core::chance::Key;
use raft_core::{Decision, Entry, NodeId, RoleName, Term};
use raft_sim::limits::NODES_MAX;
use raft_sim::{
    Action, Answer, Content, CrashCause, DropReason, Endpoint, Event, FaultKind, Observer, Outcome,
    Packet, World,
};

use super::coverage::CoverageMark;

/// The names of the faults, in the order of [`Tally::faults`].
pub const FAULTS: [&str; FaultKind::ALL.len()] = FaultKind::NAMES;

/// Sums over many runs. Sums of parts add up to the sum of the whole, in any order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// Runs.
    pub runs: u64,
    /// Events of all kinds.
    pub events: u64,
    /// Messages sent.
    pub messages: u64,
    /// Elections started.
    pub elections: u64,
    /// Clients' commands that were committed.
    pub committed: u64,
    /// Operations that clients asked for.
    pub operations: u64,
    /// Runs that were given up for length, or whose histories were.
    pub undecided: u64,
    /// How often each fault was injected, in the order of [`FAULTS`].
    pub faults: [u64; FAULTS.len()],
    /// How often each mark was seen, in the order of [`CoverageMark::ALL`].
    pub marks: [u64; CoverageMark::ALL.len()],
    /// One number for all of it: equal hunts have equal digests.
    pub digest: u64,
    this_run: ThisRun,
}

/// What the tally remembers of the run under way.
#[derive(Clone, Debug, PartialEq, Eq)]
struct ThisRun {
    last_candidacy: Option<(Term, NodeId)>,
    /// For each link, how many of its messages have arrived or been overtaken.
    arrived: [[u64; PARTIES]; PARTIES],
}

/// The nodes, and the clients.
const PARTIES: usize = NODES_MAX as usize + 1;

impl Default for ThisRun {
    fn default() -> ThisRun {
        ThisRun {
            last_candidacy: None,
            arrived: [[0; PARTIES]; PARTIES],
        }
    }
}

impl Default for Tally {
    fn default() -> Tally {
        Tally {
            runs: 0,
            events: 0,
            messages: 0,
            elections: 0,
            committed: 0,
            operations: 0,
            undecided: 0,
            faults: [0; FAULTS.len()],
            marks: [0; CoverageMark::ALL.len()],
            digest: 0,
            this_run: ThisRun::default(),
        }
    }
}

impl Tally {
    /// How often this mark was seen.
    #[must_use]
    pub fn seen(&self, mark: CoverageMark) -> u64 {
        self.marks[mark as usize]
    }

    /// The digest as 16 hex digits.
    #[must_use]
    pub fn digest_text(&self) -> String {
        format!("{:016x}", self.digest)
    }

    /// The names of the marks that were never seen, of those that plain Raft under the usual faults
    /// has.
    pub fn unseen(&self) -> impl Iterator<Item = &'static str> {
        let is_usual = |mark: CoverageMark| mark.options().is_empty() && !mark.is_later();
        let never = move |(mark, _): &(CoverageMark, _)| is_usual(*mark) && self.seen(*mark) == 0;
        CoverageMark::ALL
            .into_iter()
            .filter(never)
            .map(|(_, name)| name)
    }

    /// Takes in another part of the same hunt.
    pub fn add(&mut self, other: &Tally) {
        self.runs += other.runs;
        self.events += other.events;
        self.messages += other.messages;
        self.elections += other.elections;
        self.committed += other.committed;
        self.operations += other.operations;
        self.undecided += other.undecided;
        let sums = self.faults.iter_mut().chain(&mut self.marks);
        let parts = other.faults.iter().chain(&other.marks);
        sums.zip(parts).for_each(|(sum, part)| *sum += part);
        self.digest = self.digest.wrapping_add(other.digest);
    }

    /// Adds the run of this seed, which has come to its end in `world`.
    pub(super) fn end_run(&mut self, seed: u64, world: &World) {
        let counts = world.counts();
        self.runs += 1;
        self.events += counts.events;
        self.messages += counts.messages;
        self.elections += counts.elections;
        self.committed += counts.committed;
        self.operations += world.requests().len() as u64;
        let of_run = Key::new(seed).with(world.digest().value()).bits();
        self.digest = self.digest.wrapping_add(of_run);
        self.this_run = ThisRun::default();
    }

    #[inline]
    fn see(&mut self, mark: CoverageMark) {
        self.marks[mark as usize] += 1;
    }

    fn acted(&mut self, world: &World, action: &Action) {
        if let Some(kind) = action.fault() {
            self.faults[kind as usize] += 1;
        }
        match action {
            Action::Crash(node) if leads(world, *node) => self.see(CoverageMark::LeaderCrashed),
            Action::Pause(node) if leads(world, *node) => self.see(CoverageMark::LeaderPaused),
            Action::Crash(node) if has_unstable_writes(world, *node) => {
                self.see(CoverageMark::WriteWaited);
            }
            _ => {}
        }
    }

    #[inline]
    fn decided(&mut self, world: &World, node: NodeId, decision: &Decision) {
        if CoverageMark::is_everyday(decision) {
            debug_assert_eq!(CoverageMark::of_decision(decision), None);
        } else {
            self.note_decision(world, node, decision);
        }
    }

    #[inline(never)]
    fn note_decision(&mut self, world: &World, node: NodeId, decision: &Decision) {
        if let Decision::ElectionStarted { term, .. } = decision {
            let rival = |(other_term, other)| other_term == *term && other != node;
            if self.this_run.last_candidacy.is_some_and(rival) {
                self.see(CoverageMark::RivalCandidates);
            }
            self.this_run.last_candidacy = Some((*term, node));
            if is_outside(world, node, node) {
                self.see(CoverageMark::OutsiderStood);
            }
        }
        if let Decision::SteppedDown {
            was: RoleName::Leader,
            because_of,
            ..
        } = decision
            && is_outside(world, node, *because_of)
        {
            self.see(CoverageMark::OutsiderDisturbed);
        }
        if let Some(mark) = CoverageMark::of_decision(decision) {
            self.see(mark);
            if mark == CoverageMark::JointLeft && is_joint_of_another(world, node) {
                self.see(CoverageMark::JointTakenOver);
            }
        }
    }

    #[inline]
    fn arrived(&mut self, packet: &Packet) {
        let name = packet.name;
        if packet.is_duplicate() {
            self.see(CoverageMark::MessageDoubled);
        }
        let next = &mut self.this_run.arrived[place_of(name.from)][place_of(name.to)];
        if name.nth < *next {
            self.see(CoverageMark::MessageOutOfOrder);
        } else {
            *next = name.nth;
        }
        if let Content::Reply {
            answer: Answer::NotLeader(Some(_)),
            ..
        } = packet.content
        {
            self.see(CoverageMark::ClientRedirected);
        }
    }

    fn request_ended(&mut self, world: &World, number: usize) {
        let request = world.requests().get(number);
        match request.map(|request| &request.outcome) {
            Some(Outcome::Acknowledged(_)) => self.see(CoverageMark::RequestAcknowledged),
            Some(Outcome::Refused(_)) => self.see(CoverageMark::RequestRefused),
            Some(Outcome::Unknown { .. }) => self.see(CoverageMark::RequestUnknown),
            Some(Outcome::Waiting) | None => {}
        }
    }
}

impl Observer for Tally {
    #[expect(
        clippy::inline_always,
        reason = "where the event is known, little of it is left"
    )]
    #[inline(always)]
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        match event {
            Event::Decided { node, decision } => self.decided(world, *node, decision),
            Event::Arrived(packet) => self.arrived(packet),
            Event::Dropped(_, DropReason::Lost) => self.see(CoverageMark::MessageLost),
            Event::Dropped(_, DropReason::Cut) => self.see(CoverageMark::MessageCut),
            Event::Dropped(_, DropReason::ReceiverDown) => self.see(CoverageMark::MessageToNobody),
            Event::Acted(action) => self.acted(world, action),
            Event::DiskLost { .. } => self.see(CoverageMark::DiskLost),
            Event::Crashed(_, CrashCause::WritesTorn { kept: 1.., of }) if *of > 1 => {
                self.see(CoverageMark::WritesTorn);
            }
            Event::Crashed(_, CrashCause::WriteFailed) => self.see(CoverageMark::WriteFailed),
            Event::Restarted(node) => {
                let view = world.node(*node);
                if view.is_some_and(|view| view.log().last().is_some()) {
                    self.see(CoverageMark::RestartedWithLog);
                }
                if view.is_some_and(|view| view.snapshot().is_some()) {
                    self.see(CoverageMark::RestartedFromSnapshot);
                }
            }
            Event::RequestSent(number) => {
                let request = world.requests().get(*number);
                if request.is_some_and(|request| request.attempts > 1) {
                    self.see(CoverageMark::RequestRepeated);
                }
            }
            Event::RequestEnded(number) => self.request_ended(world, *number),
            _ => {}
        }
    }
}

fn place_of(party: Endpoint) -> usize {
    match party {
        Endpoint::Node(node) => node.position().min(PARTIES - 2),
        Endpoint::Clients => PARTIES - 1,
    }
}

/// Whether `other` has no vote in the configuration that `node` uses.
fn is_outside(world: &World, node: NodeId, other: NodeId) -> bool {
    world.options().may_change_members() && !world.configuration_of(node).members().contains(other)
}

/// Whether the last joint configuration in the log of `node`, a leader, is of an earlier leader.
fn is_joint_of_another(world: &World, node: NodeId) -> bool {
    let Some(view) = world.node(node) else {
        return false;
    };
    let is_joint = |entry: &Entry| {
        let configuration = entry.payload.configuration();
        configuration.is_some_and(|it| it.is_joint())
    };
    let joint = view
        .log()
        .iter()
        .filter(|(_, entry)| is_joint(entry))
        .last();
    joint.is_some_and(|(_, entry)| entry.term < view.current_term())
}

fn leads(world: &World, node: NodeId) -> bool {
    let view = world.node(node);
    view.is_some_and(|view| view.is_running() && view.leads())
}

fn has_unstable_writes(world: &World, node: NodeId) -> bool {
    world
        .node(node)
        .is_some_and(|view| view.unstable_writes() > 0)
}
