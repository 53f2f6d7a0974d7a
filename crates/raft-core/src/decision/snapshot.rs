//! The decisions about snapshots (Raft §7): their facts, their sentences and their values.

use core::fmt::{self, Formatter};

use super::values::{Tell, tell_index};
use super::{Facts, Importance};
use crate::count_of::CountOf;
use crate::types::{Index, NodeId, Position, Term};

/// A decision about a snapshot (Raft §7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnapshotDecision {
    /// A node put a snapshot of its state machine in the place of the entries that led to it.
    Taken {
        /// The last entry that the snapshot stands for.
        base: Position,
        /// How many entries left the log.
        replaced: u64,
        /// Bytes in the snapshot.
        size: usize,
    },
    /// A node did not take the snapshot that it was asked for.
    NotTaken {
        /// The last entry that it was to stand for.
        through: Index,
        /// Why not.
        reason: SnapshotRefusal,
    },
    /// A leader began to send its snapshot to a follower: its log no longer holds the entries that
    /// the follower needs.
    SendBegun {
        /// The follower.
        to: NodeId,
        /// The first entry that the follower needs.
        next_index: Index,
        /// The last entry that the snapshot stands for.
        base: Position,
        /// Bytes in the snapshot.
        size: usize,
    },
    /// A leader sends the same part again, with a heartbeat, since it is not confirmed yet.
    ChunkRepeated {
        /// The follower.
        to: NodeId,
        /// The last entry that the snapshot stands for.
        base: Position,
        /// The bytes before the part.
        offset: u32,
    },
    /// A follower received a part of a snapshot.
    ChunkTaken {
        /// The leader.
        leader: NodeId,
        /// The last entry that the snapshot stands for.
        base: Position,
        /// The bytes before the part.
        offset: u32,
        /// How it fits to those that the follower holds.
        fit: ChunkFit,
        /// The bytes of that snapshot that the follower holds now, from the first on.
        held: u32,
    },
    /// A leader learned how much of its snapshot a follower holds.
    ChunkConfirmed {
        /// The follower.
        follower: NodeId,
        /// The last entry that the snapshot stands for.
        base: Position,
        /// The bytes that the follower holds, from the first on.
        held: u32,
        /// Bytes in the snapshot.
        size: usize,
        /// Whether that is less than was known, so that parts are sent once more.
        goes_back: bool,
    },
    /// A follower put a leader's snapshot in the place of its state machine and of its log through
    /// the base.
    Installed {
        /// The leader.
        leader: NodeId,
        /// The last entry that the snapshot stands for.
        base: Position,
        /// Whether the follower's log held that entry: the entries behind it may stay only then.
        agrees: bool,
        /// How many entries its log had behind that index.
        behind: u64,
        /// Whether they stay.
        kept: bool,
    },
    /// A follower did not install a snapshot: it has committed all that the snapshot stands for.
    Stale {
        /// The leader.
        leader: NodeId,
        /// The last entry that the snapshot stands for.
        base: Position,
        /// The follower's commit index.
        commit: Option<Index>,
    },
    /// A node refused a part of a snapshot, since its sender leads an older term (Raft §5.1).
    Refused {
        /// The sender.
        leader: NodeId,
        /// The sender's term.
        theirs: Term,
        /// The receiver's.
        own: Term,
    },
    /// A leader learned that a follower's state stands for all that its snapshot does.
    InstallConfirmed {
        /// The follower.
        follower: NodeId,
        /// The last index that the snapshot stands for.
        through: Index,
    },
}

/// How a part of a snapshot fits to those that a follower holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChunkFit {
    /// It is the next one.
    Joined,
    /// The follower holds it already.
    Doubled,
    /// One before it is missing.
    Gap,
    /// It is of an older snapshot than the one under way.
    Overtaken,
}

/// Why a node did not take a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SnapshotRefusal {
    /// Its snapshot stands for that entry already.
    NothingNew,
    /// It does not know the entry to be committed.
    NotCommitted {
        /// Its commit index.
        commit: Option<Index>,
    },
    /// Its log ends before that entry.
    BeyondLog {
        /// The end of its log.
        last: Option<Index>,
    },
}

impl SnapshotDecision {
    pub(super) fn facts(&self) -> Facts {
        use Importance::{Decisive, Notable, Routine};
        let (name, section, importance) = match self {
            SnapshotDecision::Taken { .. } => ("snapshot_taken", "Raft §7", Notable),
            SnapshotDecision::NotTaken { .. } => ("snapshot_not_taken", "Raft §7", Notable),
            SnapshotDecision::SendBegun { .. } => ("snapshot_sent", "Raft §7", Decisive),
            SnapshotDecision::ChunkRepeated { .. } => {
                ("snapshot_part_repeated", "Raft §7", Notable)
            }
            SnapshotDecision::ChunkTaken { .. } => {
                ("snapshot_part_received", "Raft Figure 13", Notable)
            }
            SnapshotDecision::ChunkConfirmed { .. } => {
                ("snapshot_part_confirmed", "Raft Figure 13", Routine)
            }
            SnapshotDecision::Installed { .. } => {
                ("snapshot_installed", "Raft Figure 13", Decisive)
            }
            SnapshotDecision::Stale { .. } => ("snapshot_stale", "Raft §7", Notable),
            SnapshotDecision::Refused { .. } => ("snapshot_refused", "Raft §5.1", Notable),
            SnapshotDecision::InstallConfirmed { .. } => ("snapshot_confirmed", "Raft §7", Notable),
        };
        Facts {
            name,
            section,
            importance,
        }
    }

    pub(super) fn each_value(&self, tell: Tell<'_>) {
        match *self {
            SnapshotDecision::Taken {
                base,
                replaced,
                size,
            } => {
                tell_base(base, tell);
                tell("replaced", replaced);
                tell("bytes", size as u64);
            }
            SnapshotDecision::NotTaken { through, reason } => {
                tell("index", through.get());
                match reason {
                    SnapshotRefusal::NothingNew => {}
                    SnapshotRefusal::NotCommitted { commit } => {
                        tell_index(commit, "commit_index", tell);
                    }
                    SnapshotRefusal::BeyondLog { last } => tell_index(last, "last_index", tell),
                }
            }
            SnapshotDecision::SendBegun {
                to,
                next_index,
                base,
                size,
            } => {
                tell("to", to.0.into());
                tell("next_index", next_index.get());
                tell_base(base, tell);
                tell("bytes", size as u64);
            }
            SnapshotDecision::ChunkRepeated { to, base, offset } => {
                tell("to", to.0.into());
                tell_base(base, tell);
                tell("offset", offset.into());
            }
            SnapshotDecision::ChunkTaken {
                leader,
                base,
                offset,
                fit: _,
                held,
            } => {
                tell("leader", leader.0.into());
                tell_base(base, tell);
                tell("offset", offset.into());
                tell("held", held.into());
            }
            SnapshotDecision::ChunkConfirmed {
                follower,
                base,
                held,
                size,
                goes_back: _,
            } => {
                tell("follower", follower.0.into());
                tell_base(base, tell);
                tell("held", held.into());
                tell("bytes", size as u64);
            }
            SnapshotDecision::Installed {
                leader,
                base,
                agrees,
                behind,
                kept,
            } => {
                tell("leader", leader.0.into());
                tell_base(base, tell);
                tell("agrees", agrees.into());
                tell("behind", behind);
                tell("kept", kept.into());
            }
            SnapshotDecision::Stale {
                leader,
                base,
                commit,
            } => {
                tell("leader", leader.0.into());
                tell_base(base, tell);
                tell_index(commit, "commit_index", tell);
            }
            SnapshotDecision::Refused {
                leader,
                theirs,
                own,
            } => {
                tell("leader", leader.0.into());
                tell("their_term", theirs.0);
                tell("own_term", own.0);
            }
            SnapshotDecision::InstallConfirmed { follower, through } => {
                tell("follower", follower.0.into());
                tell("index", through.get());
            }
        }
    }

    pub(super) fn explain(&self, node: NodeId, f: &mut Formatter<'_>) -> fmt::Result {
        match *self {
            SnapshotDecision::Taken {
                base,
                replaced,
                size,
            } => {
                let (entries, bytes) = (CountOf(replaced, "entry", "entries"), bytes(size));
                write!(
                    f,
                    "{node} puts a snapshot of {bytes} in the place of {entries}, through {base}."
                )
            }
            SnapshotDecision::NotTaken { through, reason } => {
                write!(f, "{node} takes no snapshot through index {through}: ")?;
                explain_refusal(reason, f)
            }
            SnapshotDecision::SendBegun {
                to,
                next_index,
                base,
                size,
            } => {
                let bytes = bytes(size);
                write!(
                    f,
                    "{node} sends {to} its snapshot through {base}, {bytes}: {to} needs the entry \
                     at index {next_index}, which the log no longer holds."
                )
            }
            SnapshotDecision::ChunkRepeated { to, base, offset } => {
                write!(f, "{node} sends {to} the ")?;
                match offset {
                    0 => f.write_str("first part")?,
                    _ => write!(f, "part behind {}", bytes(offset as usize))?,
                }
                let index = base.index;
                write!(
                    f,
                    " of its snapshot through index {index} again: it is not confirmed yet."
                )
            }
            SnapshotDecision::ChunkTaken {
                leader,
                base,
                offset,
                fit,
                held,
            } => explain_part(
                node,
                [leader.0.into(), offset.into(), held.into()],
                base,
                fit,
                f,
            ),
            SnapshotDecision::ChunkConfirmed {
                follower,
                base,
                held,
                size,
                goes_back,
            } => {
                let (index, held) = (base.index, bytes(held as usize));
                write!(
                    f,
                    "{follower} holds {held} of the {size} in {node}'s snapshot through index \
                     {index}"
                )?;
                f.write_str(match goes_back {
                    true => ", less than it did: the rest is sent once more.",
                    false => ": the next part follows.",
                })
            }
            SnapshotDecision::Installed {
                leader,
                base,
                agrees,
                behind,
                kept,
            } => {
                write!(
                    f,
                    "{node} installs {leader}'s snapshot through {base} in place of its state and \
                     log"
                )?;
                if behind == 0 {
                    return f.write_str(".");
                }
                f.write_str(match agrees {
                    true => ". Its log held that entry",
                    false => ". Its log lacked that entry",
                })?;
                f.write_str(match (agrees, kept) {
                    (true, true) => ": the rest stays.",
                    (false, false) => ": the rest goes.",
                    (true, false) => ", and the rest goes all the same.",
                    (false, true) => ", and the rest stays all the same.",
                })
            }
            SnapshotDecision::Stale {
                leader,
                base,
                commit,
            } => {
                write!(
                    f,
                    "{node} has no use for {leader}'s snapshot through index {}: ",
                    base.index
                )?;
                match commit {
                    Some(commit) => write!(f, "it has committed through index {commit}."),
                    None => f.write_str("it has committed nothing."),
                }
            }
            SnapshotDecision::Refused {
                leader,
                theirs,
                own,
            } => write!(
                f,
                "{node} refuses {leader}'s snapshot: {leader} leads term {theirs}, and {node} is \
                 in term {own}."
            ),
            SnapshotDecision::InstallConfirmed { follower, through } => write!(
                f,
                "{follower} holds on its disk all that {node}'s snapshot through index {through} \
                 stands for."
            ),
        }
    }
}

fn explain_refusal(reason: SnapshotRefusal, f: &mut Formatter<'_>) -> fmt::Result {
    match reason {
        SnapshotRefusal::NothingNew => f.write_str("it has one through there."),
        SnapshotRefusal::NotCommitted {
            commit: Some(commit),
        } => {
            write!(f, "it has committed through index {commit} only.")
        }
        SnapshotRefusal::NotCommitted { commit: None } => f.write_str("it has committed nothing."),
        SnapshotRefusal::BeyondLog { last: Some(last) } => {
            write!(f, "its log ends at index {last}.")
        }
        SnapshotRefusal::BeyondLog { last: None } => f.write_str("its log is empty."),
    }
}

/// `numbers` are the leader, the offset of the part, and the bytes that the follower holds.
fn explain_part(
    node: NodeId,
    [leader, offset, held]: [u64; 3],
    base: Position,
    fit: ChunkFit,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    let (index, held) = (base.index, CountOf(held, "byte", "bytes"));
    write!(f, "{node} ")?;
    match fit {
        ChunkFit::Joined => {
            write!(
                f,
                "holds {held} of Node {leader}'s snapshot through index {index}."
            )
        }
        ChunkFit::Doubled => write!(
            f,
            "has that part of Node {leader}'s snapshot through index {index} already: it holds \
             {held} of it."
        ),
        ChunkFit::Gap => write!(
            f,
            "cannot use the part behind byte {offset} of Node {leader}'s snapshot through index \
             {index}: it holds {held} of it."
        ),
        ChunkFit::Overtaken => write!(
            f,
            "has no use for a part of Node {leader}'s snapshot through index {index}: a newer one \
             is under way."
        ),
    }
}

fn bytes(count: usize) -> CountOf {
    CountOf(count as u64, "byte", "bytes")
}

fn tell_base(base: Position, tell: Tell<'_>) {
    tell("base_index", base.index.get());
    tell("base_term", base.term.0);
}
