//! A run in our own shorthand: one line per notable event. People read it as a story, and tests
//! compare it as text.
//!
//! `n2` is Node 2, `3@2` the entry at index 3 of term 2, `c` the clients. The sentences of the feed
//! may be reworded; this notation stays as it is.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use raft_core::quorum::{Counted, Tally};
use raft_core::{
    ChunkFit, CommitEvidence, CommitHold, Decision, Entry, ExtensionDecision, FlowDecision,
    IgnoreReason, Importance, Index, Instant, Log, MembershipDecision, NodeId, NodeSet, Own,
    Payload, Position, PreVoteDenial, ReadGround, Rejection, RoleName, SnapshotDecision,
    TransferDecision, TransferEnd, VoteDenial,
};

use super::spec::expectation::Terms;
use crate::action::Action;
use crate::clients::Outcome;
use crate::world::World;
use crate::world::event::{CrashCause, DiskLoss, Event, Observer};
use crate::world::silence::HeldBack;

/// Writes a run down in shorthand. A line that repeats the one before it is left out.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    lines: Vec<(Instant, String)>,
}

impl Trace {
    /// The lines so far, in order.
    #[must_use]
    pub fn lines(&self) -> &[(Instant, String)] {
        &self.lines
    }

    /// The text, with remarks such as captions put in at their moments.
    #[must_use]
    pub fn text(&self, remarks: &[(Instant, String)]) -> String {
        let mut text = String::new();
        let mut remarks = remarks.iter().peekable();
        let mut write = |at: Instant, line: &str| {
            let millis = at.0 / 1_000;
            let (whole, rest) = (millis / 1_000, millis % 1_000);
            text.push_str(&format!("{whole:>5}.{rest:03}  {line}\n"));
        };
        for (at, line) in &self.lines {
            while let Some((said_at, say)) = remarks.next_if(|(said_at, _)| said_at < at) {
                write(*said_at, &format!("“{say}”"));
            }
            write(*at, line);
        }
        remarks.for_each(|(at, say)| write(*at, &format!("“{say}”")));
        text
    }
}

impl Observer for Trace {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        let line = match *event {
            Event::Decided { node, decision } => decided(world, node, decision),
            Event::Acted(action) => acted(action),
            Event::Crashed(node, CrashCause::Outside | CrashCause::Wiped) => {
                Some(format!("{} CRASHED", N(node)))
            }
            Event::Crashed(node, CrashCause::WritesTorn { kept, of }) => {
                let log = shorthand_of(world, node);
                let node = N(node);
                Some(format!(
                    "{node} CRASHED, {kept} of {of} unwritten entries kept, its disk holds {log}"
                ))
            }
            Event::Crashed(node, CrashCause::WriteFailed) => {
                Some(format!("{} ENDS, its disk has failed a write", N(node)))
            }
            Event::DiskLost { node, loss } => Some(match loss {
                DiskLoss::Wiped => format!("{} HAS LOST ITS DISK", N(node)),
                DiskLoss::Unsynced => {
                    let log = shorthand_of(world, node);
                    format!("{} HAS LOST WRITES, its disk holds {log}", N(node))
                }
            }),
            Event::Restarted(node) => {
                let log = shorthand_of(world, node);
                Some(format!("{} restarted with the log {log}", N(node)))
            }
            Event::MessagesHeld(held) => Some(held_back(held)),
            Event::Paused(node) => Some(format!("{} is paused", N(node))),
            Event::Resumed(node) => Some(format!("{} goes on", N(node))),
            Event::RequestSent(number) => request_sent(world, number),
            Event::RequestEnded(number) => request_ended(world, number),
            Event::Sent(_)
            | Event::Waits(_)
            | Event::Arrived(_)
            | Event::Dropped(..)
            | Event::Applied { .. }
            | Event::Requested(_) => None,
        };
        let last = self.lines.last().map(|(_, line)| line);
        if let Some(line) = line
            && last != Some(&line)
        {
            self.lines.push((world.now(), line));
        }
    }
}

/// "n2".
struct N(NodeId);

impl fmt::Display for N {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "n{}", self.0.0)
    }
}

/// "3@2", or "-" for the place before the first entry.
struct At(Option<Position>);

impl fmt::Display for At {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(Position { term, index }) => write!(formatter, "{index}@{term}"),
            None => formatter.write_str("-"),
        }
    }
}

fn decided(world: &World, own: NodeId, decision: &Decision) -> Option<String> {
    let node = N(own);
    Some(match *decision {
        Decision::ElectionStarted { term, waited } => match waited {
            Some(waited) => format!("{node} CANDIDATE of term {term} after {waited} of silence"),
            None => format!("{node} CANDIDATE of term {term}, told to"),
        },
        Decision::VoteGranted { candidate, .. } => format!("{node} votes for {}", N(candidate)),
        Decision::VoteDenied { candidate, reason } => {
            format!("{node} refuses {}: {}", N(candidate), denial(reason))
        }
        Decision::BecameLeader { term, votes, .. } => {
            let log = shorthand_of(world, own);
            let votes = Counted(votes);
            format!("{node} LEADS term {term} with {votes} votes and the log {log}")
        }
        Decision::SteppedDown {
            was,
            new,
            because_of,
            ..
        } => {
            let was = match was {
                RoleName::Leader => "LEADER no more",
                RoleName::Candidate | RoleName::Follower => "candidate no more",
            };
            format!("{node} {was}: {} is in term {new}", N(because_of))
        }
        Decision::EntriesAppended { first, count } => appended(world, own, first, count),
        Decision::EntriesTruncated {
            first,
            last,
            own,
            leaders,
        } => {
            let range = match first == last {
                true => format!("{first}"),
                false => format!("{first} to {last}"),
            };
            match leaders {
                Some(leaders) => {
                    format!("{node} REMOVES {range}: there it has term {own}, the leader {leaders}")
                }
                None => format!("{node} REMOVES {range}: nothing conflicts there"),
            }
        }
        Decision::EntriesRejected { leader, reason } => {
            format!("{node} rejects {}: {}", N(leader), rejection(reason))
        }
        Decision::CommandRefused { leader } => match leader {
            Some(leader) => format!("{node} refuses a command: {} leads", N(leader)),
            None => format!("{node} refuses a command: it knows no leader"),
        },
        Decision::CommitAdvanced { new, evidence, .. } => match evidence {
            CommitEvidence::Counted { replicas } => {
                let nodes = Counted(replicas);
                format!("{node} COMMITS through {new}: on {nodes} nodes")
            }
            CommitEvidence::Told { leader } => {
                format!("{node} commits through {new}: {} says so", N(leader))
            }
        },
        Decision::CommitHeld {
            index,
            reason: CommitHold::OlderTerm { entry, current },
        } => format!("{node} does not commit {index}: it is of term {entry}, not {current}"),
        Decision::HeartbeatsHeld { unconfirmed, .. } => {
            format!("{node} holds its heartbeats back until {unconfirmed} written")
        }
        Decision::ElectionPostponed { term, .. } => {
            format!("{node} postpones its election until term {term} is written")
        }
        Decision::MessageIgnored {
            from,
            reason:
                IgnoreReason::BelowMatch {
                    rejected,
                    match_index,
                },
        } => format!(
            "{node} ignores {}: it rejects {rejected}, and had confirmed {match_index}",
            N(from)
        ),
        Decision::Refused { from, .. } => {
            format!(
                "{node} REFUSES to believe {}: {}",
                N(from),
                decision.sentence(own)
            )
        }
        Decision::Extension(decision) => extended(own, decision)?,
        // No notation of its own: as a sentence if it is decisive, and not at all otherwise.
        other if other.importance() == Importance::Decisive => {
            format!("{node}: {}", other.sentence(own))
        }
        _ => return None,
    })
}

fn extended(own: NodeId, decision: ExtensionDecision) -> Option<String> {
    let node = N(own);
    Some(match decision {
        ExtensionDecision::PreVoteAsked { term, waited } => match waited {
            Some(waited) => format!("{node} could it win term {term}? after {waited} of silence"),
            None => format!("{node} could it win term {term}? told to"),
        },
        ExtensionDecision::PreVoteGranted { candidate, .. } => {
            format!("{node} would vote for {}", N(candidate))
        }
        ExtensionDecision::PreVoteDenied { candidate, reason } => {
            format!(
                "{node} would refuse {}: {}",
                N(candidate),
                pre_denial(own, reason)
            )
        }
        ExtensionDecision::PreVoteCounted { .. } => return None,
        ExtensionDecision::QuorumLost { heard, .. } => {
            let (heard, needed) = (Counted(heard), needed(heard));
            format!("{node} LEADER no more: it hears {heard} of the {needed} it needs")
        }
        ExtensionDecision::VoteIgnored {
            candidate, leader, ..
        } => format!("{node} ignores {}: {}", N(candidate), heard(own, leader)),
        ExtensionDecision::CommittedAhead { index, on_disk } => {
            let on_disk = on_disk.map_or(0, Index::get);
            format!("{node} has {index} committed and {on_disk} on its disk")
        }
        ExtensionDecision::Transfer(decision) => return transfer(own, decision),
        ExtensionDecision::Snapshot(decision) => return snapshot(own, decision),
        ExtensionDecision::Membership(decision) => return membership(own, decision),
        ExtensionDecision::Flow(decision) => flow(own, decision),
        ExtensionDecision::ReadWaitsForTerm { term } => {
            format!("{node} lets a read wait: nothing of term {term} is committed")
        }
        ExtensionDecision::ReadRoundBegun { round, reads, .. } => {
            format!("{node} asks whether it leads: round {round}, for {reads} to read")
        }
        ExtensionDecision::ReadRoundConfirmed { round, nodes, .. } => {
            let (nodes, needed) = (Counted(nodes), needed(nodes));
            format!("{node} led at round {round}: {nodes} of {needed} say so")
        }
        ExtensionDecision::ReadAnswered { at, ground } => {
            format!("{node} READS at {}: {}", number(at), read_ground(ground))
        }
        ExtensionDecision::ReadAsked { leader } => {
            format!("{node} asks {} for a read index", N(leader))
        }
        ExtensionDecision::ReadIndexTold { follower, at } => {
            format!("{node} tells {} to read at {}", N(follower), number(at))
        }
        ExtensionDecision::ReadWaitsForApply { at, commit_index } => {
            format!(
                "{node} lets a read wait for {at}: it is at {}",
                number(commit_index)
            )
        }
        ExtensionDecision::ReadsGivenUp { reads, .. } => format!("{node} gives up {reads} to read"),
        ExtensionDecision::VoteWithheld {
            candidate, leader, ..
        } => match leader {
            Some(leader) => format!(
                "{node} passes over {}: it confirmed {}",
                N(candidate),
                N(leader)
            ),
            None => format!("{node} passes over {}: it has just booted", N(candidate)),
        },
    })
}

fn transfer(own: NodeId, decision: TransferDecision) -> Option<String> {
    let node = N(own);
    Some(match decision {
        TransferDecision::Begun { to, .. } => format!("{node} hands its lead to {}", N(to)),
        TransferDecision::Waits { to, matched, last } => {
            let [matched, last] = [matched, last].map(|index| index.map_or(0, Index::get));
            format!("{node} waits for {}: it holds {matched} of {last}", N(to))
        }
        TransferDecision::TimeoutNowSent { to, .. } => {
            format!("{node} tells {} to begin an election", N(to))
        }
        TransferDecision::Aborted { to, reason, .. } => match reason {
            TransferEnd::TimeOver { within } => {
                format!(
                    "{node} keeps its lead: {} did not win within {within}",
                    N(to)
                )
            }
            TransferEnd::CalledOff => format!("{node} keeps its lead: asked to"),
            TransferEnd::Left => format!("{node} keeps its lead: {} has no vote any more", N(to)),
        },
        TransferDecision::Refused { to, .. } => {
            format!("{node} does not hand a lead to {}", N(to))
        }
        TransferDecision::CommandPutOff { .. } => format!("{node} puts a command off"),
        TransferDecision::ToldToStand { leader, .. } => {
            format!("{node} stands, told to by {}", N(leader))
        }
        TransferDecision::VoteHeeded { candidate, .. } => {
            format!("{node} heeds {}, told to stand", N(candidate))
        }
    })
}

/// The majority, or both majorities of a joint configuration.
fn needed(tally: Tally) -> String {
    match tally.replaced() {
        None => tally.needed.to_string(),
        Some([_, of_old]) => format!("{} and {of_old}", tally.needed),
    }
}

/// "N3", "N3 N4".
fn short(nodes: NodeSet) -> String {
    let names: Vec<String> = nodes.iter().map(|node| N(node).to_string()).collect();
    names.join(" ")
}

fn flow(own: NodeId, decision: FlowDecision) -> String {
    let node = N(own);
    match decision {
        FlowDecision::WindowFull {
            follower,
            unanswered,
            next_index,
        } => format!(
            "{node} lets {next_index} wait for {}: {unanswered} without an answer",
            N(follower)
        ),
        FlowDecision::BatchBegun { first, within, .. } => {
            format!("{node} gathers from {first} on, for {within}")
        }
        FlowDecision::BacklogFull { uncommitted, .. } => {
            format!("{node} puts a command off: {uncommitted} not committed")
        }
    }
}

fn membership(own: NodeId, decision: MembershipDecision) -> Option<String> {
    let node = N(own);
    Some(match decision {
        MembershipDecision::Appended {
            at, configuration, ..
        } => format!("{node} CHANGES the configuration at {at}: {configuration}"),
        MembershipDecision::Adopted { at, configuration } => {
            format!("{node} uses the configuration at {at}: {configuration}")
        }
        MembershipDecision::Reverted { configuration, .. } => {
            format!("{node} uses the configuration before again: {configuration}")
        }
        MembershipDecision::Restored {
            through,
            configuration,
        } => format!(
            "{node} uses the configuration of the snapshot through {through}: {configuration}"
        ),
        MembershipDecision::Committed { at, .. } => {
            format!("{node} has its change at {at} COMMITTED")
        }
        MembershipDecision::Refused { change, reason } => {
            format!("{node} does not {change}: {}", reason.about(change))
        }
        MembershipDecision::CatchUpBegun { servers, through } => {
            let (servers, through) = (short(servers), number(through));
            format!("{node} lets {servers} catch up through {through}")
        }
        MembershipDecision::RoundEnded {
            servers,
            round,
            took,
            within,
            ..
        } => {
            let verdict = match took < within {
                true if servers.count() == 1 => "it is caught up",
                true => "they are caught up",
                false => "too slow",
            };
            let servers = short(servers);
            format!("{node} sees the end of round {round} of {servers}: {verdict}")
        }
        MembershipDecision::LeaderLeaves { term, .. } => {
            format!("{node} LEADER no more of term {term}: its removal is committed")
        }
    })
}

fn snapshot(own: NodeId, decision: SnapshotDecision) -> Option<String> {
    let node = N(own);
    let at = |base| At(Some(base));
    Some(match decision {
        SnapshotDecision::Taken { base, replaced, .. } => {
            format!(
                "{node} has a SNAPSHOT through {} for {replaced} of its log",
                at(base)
            )
        }
        SnapshotDecision::NotTaken { through, .. } => {
            format!("{node} takes no snapshot through {through}")
        }
        SnapshotDecision::SendBegun {
            to,
            next_index,
            base,
            size,
        } => format!(
            "{node} sends {} its snapshot through {}, {size} bytes, for want of {next_index}",
            N(to),
            at(base)
        ),
        SnapshotDecision::ChunkRepeated { to, offset, .. } => {
            format!(
                "{node} sends {} the snapshot from byte {offset} again",
                N(to)
            )
        }
        SnapshotDecision::ChunkTaken {
            base,
            offset,
            fit,
            held,
            ..
        } => {
            let fit = match fit {
                ChunkFit::Joined => "takes",
                ChunkFit::Doubled => "has already",
                ChunkFit::Gap => "cannot use",
                ChunkFit::Overtaken => "is past",
            };
            let base = at(base);
            format!("{node} {fit} the snapshot through {base} from byte {offset}: it holds {held}")
        }
        SnapshotDecision::ChunkConfirmed { .. } | SnapshotDecision::InstallConfirmed { .. } => {
            return None;
        }
        SnapshotDecision::Installed {
            base, behind, kept, ..
        } => {
            let (base, rest) = (at(base), if kept { "stay" } else { "go" });
            match behind {
                0 => format!("{node} INSTALLS the snapshot through {base}"),
                more => {
                    format!("{node} INSTALLS the snapshot through {base}, {more} behind it {rest}")
                }
            }
        }
        SnapshotDecision::Stale { base, commit, .. } => format!(
            "{node} leaves the snapshot through {} alone: it has committed {}",
            at(base),
            number(commit)
        ),
        SnapshotDecision::Refused { theirs, own, .. } => {
            format!("{node} refuses a snapshot: term {theirs} is over, {own} it is")
        }
    })
}

fn number(index: Option<Index>) -> u64 {
    index.map_or(0, Index::get)
}

fn read_ground(ground: ReadGround) -> String {
    match ground {
        ReadGround::Round { round } => format!("round {round} is confirmed"),
        ReadGround::Lease { left } => format!("its lease lasts {left}"),
        ReadGround::Leader { leader, .. } => format!("{} said so", N(leader)),
        ReadGround::Nothing => "without asking".into(),
    }
}

fn pre_denial(own: NodeId, reason: PreVoteDenial) -> String {
    match reason {
        PreVoteDenial::TermNotNewer { theirs, own } => {
            format!("term {theirs} is not newer than {own}")
        }
        PreVoteDenial::LeaderHeard { leader, .. } => heard(own, leader),
        PreVoteDenial::LogBehind { theirs, own } => denial(VoteDenial::LogBehind { theirs, own }),
    }
}

fn heard(own: NodeId, leader: NodeId) -> String {
    match leader == own {
        true => "it leads".into(),
        false => format!("it hears {}", N(leader)),
    }
}

fn denial(reason: VoteDenial) -> String {
    match reason {
        VoteDenial::OlderTerm { theirs, own } => format!("term {theirs} is over, {own} it is"),
        VoteDenial::AlreadyVoted { voted_for, .. } => format!("{} has its vote", N(voted_for)),
        VoteDenial::LogBehind { theirs, own } => {
            format!("a log to {} is behind one to {}", At(theirs), At(own))
        }
    }
}

fn rejection(reason: Rejection) -> String {
    match reason {
        Rejection::OlderTerm { theirs, own } => format!("term {theirs} is over, {own} it is"),
        Rejection::Missing { prev, last } => match last {
            Some(last) => format!("no {}, its log ends at {last}", At(Some(prev))),
            None => format!("no {}, its log is empty", At(Some(prev))),
        },
        Rejection::Conflict { prev, own } => {
            format!("no {}, its entry there is of term {own}", At(Some(prev)))
        }
    }
}

fn appended(world: &World, node: NodeId, first: Index, count: u64) -> String {
    let log = world.node(node).map(|node| node.log());
    let first_entry = log.and_then(|log| log.entry(first));
    let text = match first_entry.map(|entry: &Entry| &entry.payload) {
        Some(Payload::Command { command, .. }) => format!("“{command}”"),
        Some(Payload::Own(Own::Configuration(change))) => format!("{}", change.configuration),
        Some(Payload::Own(Own::Blank)) | None => "blank".into(),
    };
    let at = At(log.and_then(|log| log.position_at(first)));
    match count {
        1 => format!("{} + {at} {text}", N(node)),
        more => format!("{} + {at} {text} and {} more", N(node), more - 1),
    }
}

fn shorthand_of(world: &World, node: NodeId) -> String {
    let log = world.node(node).map(|node| node.log());
    let entries = log.into_iter().flat_map(Log::iter);
    let terms: Vec<u64> = entries.map(|(_, entry)| entry.term.0).collect();
    match log.and_then(Log::base) {
        Some(base) => format!("({}) {}", At(Some(base)), Terms(&terms)),
        None => format!("{}", Terms(&terms)),
    }
}

/// The notation of an action on the network or on a message. Other actions have none: their
/// effects have lines.
fn acted(action: &Action) -> Option<String> {
    match action {
        Action::Write { .. }
        | Action::Crash(_)
        | Action::Restart(_)
        | Action::Pause(_)
        | Action::Resume(_)
        | Action::ForceTimeout(_) => None,
        Action::Partition(groups) => {
            let side = |group: &raft_core::NodeSet| {
                let names: Vec<String> = group.iter().map(|node| format!("{}", N(node))).collect();
                names.join(" ")
            };
            let sides: Vec<String> = groups.iter().map(side).collect();
            Some(format!("== CUT: {}", sides.join(" | ")))
        }
        Action::Heal => Some("== HEALED".into()),
        other => Some(format!("== {other}")),
    }
}

fn held_back(held: &HeldBack) -> String {
    let (node, unconfirmed) = (N(held.node), held.unconfirmed);
    let what = match held.is_unheard_candidate() {
        true => "its whole candidacy".into(),
        false => format!("{} it would say", held.messages),
    };
    let until = match held.until {
        Some(at) => format!("at {}.{:03}", at.0 / 1_000_000, at.0 / 1_000 % 1_000),
        None => "and its disk stalls".into(),
    };
    format!("{node} holds back {what} until {unconfirmed} written, {until}")
}

fn request_sent(world: &World, number: usize) -> Option<String> {
    let request = world.requests().get(number)?;
    let (to, command) = (N(request.asked), &request.command);
    Some(match request.attempts {
        1 => format!("c asks {to}: “{command}”"),
        attempt => format!("c asks {to}, try {attempt}: “{command}”"),
    })
}

fn request_ended(world: &World, number: usize) -> Option<String> {
    let request = world.requests().get(number)?;
    let command = &request.command;
    Some(match &request.outcome {
        Outcome::Acknowledged(response) => format!("c has an answer to “{command}”: {response}"),
        Outcome::Refused(_) => format!("c is refused “{command}”"),
        Outcome::Unknown { waited } => {
            format!("c GIVES UP on “{command}” after {waited}: applied or not, it cannot know")
        }
        Outcome::Waiting => return None,
    })
}
