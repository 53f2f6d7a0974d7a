//! The wording of answers: each clause, need and outlook as one sentence, in this one place.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt::{self, Display, Formatter};

use raft_check::gallery::GalleryEntry;
use raft_core::quorum::Configuration;
use raft_core::{Command, CountOf, Index, NodeId, NodeSet, Position};
use raft_sim::{Link, Status};

use crate::answer::{Answer, Broken, Outlook};
use crate::barrier::Barrier;
use crate::clause::{Clause, DiskEnd, LossOfDisk, ReadRule};
use crate::goal::Goal;
use crate::majority_words::{Needed, Those, too_few_up};
use crate::past::EventId;
use crate::question::Question;

impl Display for Clause {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.words(f)?;
        match self.section() {
            Some(section) => write!(f, " ({section})."),
            None => f.write_str("."),
        }
    }
}

impl Clause {
    /// The sentence without its section and its full stop.
    fn words(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match *self {
            Clause::Down { node, since } => {
                let is = lasting(since, "is", "has been");
                write!(f, "{node} {is} down{}", Since(since))
            }
            Clause::Paused { node, since } => {
                let is = lasting(since, "is", "has been");
                let since = Since(since);
                write!(
                    f,
                    "{node}'s process {is} paused{since}: messages to it wait"
                )
            }
            Clause::Halted(node) => write!(
                f,
                "{node}'s process is up, but does nothing any more, since a rule is left out"
            ),
            Clause::CrashArmed(node) => {
                write!(f, "{node} is to crash when its next write is on its disk")
            }
            Clause::DiskHolds {
                node,
                unconfirmed,
                messages,
                until,
                since,
            } => {
                match until {
                    DiskEnd::StallEnds => {
                        let stalls = lasting(since, "stalls", "has stalled");
                        write!(f, "{node}'s disk {stalls}{}", Since(since))?;
                    }
                    DiskEnd::At(at) => write!(f, "{node}'s disk is at work until {at}")?,
                    DiskEnd::ProcessGoesOn => {
                        write!(f, "{node}'s process has not heard of its disk")?;
                    }
                }
                write!(f, ": {unconfirmed} not confirmed")?;
                let since = match until {
                    DiskEnd::StallEnds => None,
                    DiskEnd::At(_) | DiskEnd::ProcessGoesOn => since,
                };
                let wait = match messages {
                    0 => return write!(f, "{}", Since(since)),
                    1 => lasting(since, "waits", "has waited"),
                    _ => lasting(since, "wait", "have waited"),
                };
                let messages = CountOf(messages as u64, "message", "messages");
                write!(f, ", and {messages} {wait} for that{}", Since(since))
            }
            Clause::SlowDisk {
                node,
                takes,
                timeout,
            } => {
                match node {
                    Some(node) => write!(f, "{node}'s disk takes")?,
                    None => f.write_str("Disks take")?,
                }
                write!(
                    f,
                    " {takes} for a write, beside election timeouts of {timeout}: nothing that \
                     asserts a write is sent before it is done"
                )
            }
            Clause::WrongClock { node, rate } => {
                write!(f, "{node}'s clock runs at {rate} of the true pace")
            }
            Clause::TooFewUp { up, among } => too_few_up(up, among, f),
            Clause::Apart { best, among } => match best.count() {
                0 | 1 => write!(
                    f,
                    "No node that runs can be answered by another, and {} must hear each other",
                    Needed(among)
                ),
                _ => write!(
                    f,
                    "No majority can hear each other: the most that can are {}, and {} are needed",
                    Nodes(best),
                    Needed(among)
                ),
            },
            Clause::Cut(link) => write!(f, "The way {link} is cut"),
            Clause::Lossy { link, loss } => {
                write!(f, "Of the messages{}, {loss} are lost", OnLink(link))
            }
            Clause::SlowNetwork { takes, timeout } => write!(
                f,
                "A message takes {takes}, so that an answer may come after the shortest election \
                 timeout, {timeout}"
            ),
            Clause::Leads { node, term, since } => {
                let leads = lasting(since, "leads", "has led");
                write!(f, "{node} {leads} term {term}{}", Since(since))
            }
            Clause::Deposed {
                node,
                term,
                because_of,
                since,
            } => write!(
                f,
                "{node} led term {term} until {}, when {because_of} was in a newer term",
                since.at
            ),
            Clause::Follows {
                node,
                leader,
                heard,
                timer,
            } => {
                write!(f, "{node} follows {leader}")?;
                if let Some(heard) = heard {
                    write!(f, ", last heard {heard} ago")?;
                }
                f.write_str(": each message from it restarts the election timer")?;
                timer.map_or(Ok(()), |at| write!(f, ", which runs out at {at}"))
            }
            Clause::Asks {
                node,
                term,
                votes,
                among,
            } => {
                write!(f, "{node} asks for votes in term {term} and has ")?;
                match votes.count() {
                    0 => f.write_str("none")?,
                    count => write!(f, "{count}, from {}", Nodes(votes))?,
                }
                write!(f, "; it needs {}", Needed(among))
            }
            Clause::NoVote {
                node,
                learns: true,
                since: _,
            } => write!(
                f,
                "{node} is a learner: it is sent entries, and has no vote"
            ),
            Clause::NoVote {
                node,
                learns: false,
                since: Some(since),
            } => write!(
                f,
                "{node} has been no member of the cluster since {}, when {} took it out: nobody \
                 counts its vote, and no leader sends it entries",
                since.at, since.node
            ),
            Clause::NoVote {
                node,
                learns: false,
                since: None,
            } => write!(
                f,
                "{node} has not been a member of the cluster so far: nobody counts its vote, and \
                 no leader sends it entries"
            ),
            Clause::SplitVote { term, candidates } => {
                write!(f, "{} share the votes of term {term}", Nodes(candidates))
            }
            Clause::LogBehind {
                node,
                own,
                refuse,
                theirs,
                left,
                among,
            } => {
                write!(f, "{node}'s log {}, and {} ", Ends(own), Nodes(refuse))?;
                f.write_str(if refuse.count() == 1 { "has" } else { "have" })?;
                write!(
                    f,
                    " a more up-to-date one, which {}: {} can vote for {node}, and {} must",
                    Ends(theirs),
                    Those(left, among),
                    Needed(among)
                )
            }
            Clause::NextTimer { node, at } => {
                write!(f, "{node}'s election timer runs out at {at}")
            }
            Clause::OnLogs {
                entry,
                on,
                among,
                missing,
            } => on_logs(entry, on, among, missing, f),
            Clause::OlderTerm {
                entry,
                leader,
                current,
                own,
                is_committed: true,
                event: _,
            } => {
                write!(
                    f,
                    "Entry {} is of term {}, and {leader}, which leads term {current}, does not \
                     know it to be committed: it learns so when ",
                    entry.index, entry.term
                )?;
                match own {
                    Some(own) => write!(f, "entry {own}, the first of term {current}, commits"),
                    None => write!(
                        f,
                        "the first entry of term {current} commits, and there is none yet"
                    ),
                }
            }
            Clause::OlderTerm {
                entry,
                leader,
                current,
                own,
                is_committed: false,
                event: _,
            } => {
                write!(
                    f,
                    "Entry {} is of term {}, and {leader} leads term {current}: copies alone do \
                     not commit it",
                    entry.index, entry.term
                )?;
                match own {
                    Some(own) => write!(
                        f,
                        "; it commits with entry {own}, the first of term {current}"
                    ),
                    None => write!(
                        f,
                        "; it commits with the first entry of term {current}, and there is none \
                         yet"
                    ),
                }
            }
            Clause::NotCounted {
                leader,
                follower,
                index,
                match_index,
            } => write!(
                f,
                "{follower} holds entry {index}, and {leader} does not know yet: it counts {} \
                 there",
                Through(match_index)
            ),
            Clause::NotLeaders { leader, entry, has } => {
                write!(
                    f,
                    "{leader}, the leader, does not hold entry {}",
                    entry.index
                )?;
                write!(f, " of term {}", entry.term)?;
                match has {
                    Some(has) => write!(
                        f,
                        ", but one of term {} in its place: it overwrites the others",
                        has.term
                    ),
                    None => write!(f, ": its next entry there overwrites the others"),
                }
            }
            Clause::KnownBy { entry, by } => write!(
                f,
                "Entry {} of term {} is known to be committed by {}",
                entry.index,
                entry.term,
                Nodes(by)
            ),
            Clause::ToldNext { leader, node, at } => write!(
                f,
                "{leader} tells {node} of what is committed with each message, and its next \
                 heartbeat is due at {at}"
            ),
            Clause::DroppedByHand { at } => {
                write!(f, "A person or a scenario dropped it at {at}")
            }
            Clause::NoRoom => f.write_str("The network held all messages that it can hold"),
            Clause::MetCut {
                link,
                since: Some(at),
            } => write!(f, "The way {link} was cut at {at}, while it was under way"),
            Clause::MetCut { link, since: None } => {
                write!(f, "The way {link} was cut when it was sent")
            }
            Clause::Replaced { entry, committed } => write!(
                f,
                "Another entry is committed in the place of entry {}: one of term {}, not of term \
                 {}",
                entry.index, committed.term, entry.term
            ),
            Clause::Forgotten { entry } => write!(
                f,
                "Entry {} is committed, and no node that runs knows it any more: the \
                 commit index is not on disk, and the next leader learns it anew with an entry of \
                 its own term",
                entry.index
            ),
            Clause::NobodyLeads => f.write_str("Nobody leads, and only a leader commits"),
            Clause::Behind {
                node,
                agree,
                leader,
                last,
            } => write!(
                f,
                "{node}'s log agrees with {leader}'s through {}, which ends at {}",
                At(agree),
                At(last)
            ),
            Clause::CountedAsHeld {
                leader,
                node,
                match_index,
                agree,
                event: _,
            } => write!(
                f,
                "{leader} counts {node} as holding entries through {match_index}, which it does \
                 not from {} on; a match index only rises, so {leader} takes each rejection for a \
                 late one. A new leader would begin anew",
                Index::after(agree)
            ),
            Clause::DiskLost { node, how, since } => {
                let how = match how {
                    LossOfDisk::Wiped => "was wiped",
                    LossOfDisk::Unsynced => "lost writes that it had confirmed",
                };
                write!(f, "{node}'s disk {how} at {}", since.at)
            }
            Clause::Sending {
                leader,
                node,
                next_index,
                is_guess: false,
            } => write!(f, "{leader} sends {node} the entries from {next_index} on"),
            Clause::Sending {
                leader,
                node,
                next_index,
                is_guess: true,
            } => write!(
                f,
                "{leader} has no answer yet that {node}'s log agrees before {next_index}, the \
                 next entry that it would send"
            ),
            Clause::SendsSnapshot {
                leader,
                node,
                through,
                held,
                size,
            } => write!(
                f,
                "{leader}'s log no longer holds what {node} needs next, so it sends {node} its \
                 snapshot through index {through}: {node} is known to hold {held} of its {}",
                CountOf(size as u64, "byte", "bytes")
            ),
            Clause::OnItsWay { link, at } => {
                write!(f, "A message is on its way {link}, and arrives at {at}")
            }
            Clause::WaitsForWord {
                node,
                leader,
                timer,
                may_stand,
            } => {
                write!(f, "{node} is a follower")?;
                if let Some(leader) = leader {
                    write!(f, " of {leader}")?;
                }
                f.write_str(": it speaks when it is spoken to")?;
                match timer {
                    None => Ok(()),
                    Some(at) if may_stand => {
                        write!(f, ", or when its election timer runs out at {at}")
                    }
                    Some(at) => write!(
                        f,
                        ", and has no vote: its election timer, which runs out at {at}, starts no \
                         election"
                    ),
                }
            }
            Clause::NextHeartbeat { node, at } => {
                write!(f, "{node} leads, and its next heartbeat is due at {at}")
            }
            Clause::Alone(node) => write!(f, "{node} is its whole cluster: nobody is to be told"),
            Clause::LastSpoke { node, at: Some(at) } => {
                write!(f, "{node} last sent another node a message at {at}")
            }
            Clause::LastSpoke { node, at: None } => {
                write!(f, "{node} has sent no other node a message yet")
            }
            Clause::Asked {
                number: _,
                node,
                attempts,
                asks_again_at,
                gives_up_at,
            } => {
                let attempts = CountOf(attempts.into(), "time", "times");
                write!(f, "Its client has asked {attempts}, {node} last, ")?;
                if let Some(at) = asks_again_at {
                    write!(f, "asks the next node at {at} unless an answer comes, ")?;
                }
                write!(f, "and gives up at {gives_up_at}")
            }
            Clause::RequestOver {
                number: _,
                at,
                unknown: true,
                answered_by: _,
            } => write!(
                f,
                "Its client gave up at {at}: it may have been applied, or may be yet, or never"
            ),
            Clause::RequestOver {
                number: _,
                at,
                unknown: false,
                answered_by,
            } => match answered_by {
                Some(node) => write!(f, "{node} answered it, and its client heard so at {at}"),
                None => write!(f, "It ended at {at}"),
            },
            Clause::TakenAt { number: _, entry } => {
                write!(f, "Its entry stands in logs, at {entry}")
            }
            Clause::NotTaken { number: _ } => f.write_str("No log holds its command"),
            Clause::InSnapshots => f.write_str(
                "Its entry is committed, and snapshots have taken its place in the logs",
            ),
            Clause::ReadsBeside => {
                f.write_str("It is a read, which enters no log here: a node answers it beside it")
            }
            Clause::ReadAnswered {
                node,
                applied,
                is_latest,
                ground,
            } => {
                write!(f, "{node} answered it beside the log, ")?;
                if let Some(applied) = applied {
                    let latest = if is_latest { " at the latest" } else { "" };
                    write!(f, "as of index {applied}{latest}, ")?;
                }
                f.write_str(match ground {
                    ReadRule::Nothing => "and asked nobody who leads",
                    ReadRule::Round => "when a majority had confirmed who leads",
                    ReadRule::Lease => "by its lease, or when a majority had confirmed that it led",
                })
            }
            Clause::StaleRead {
                node,
                entry,
                acknowledged_at,
                asked_at,
            } => write!(
                f,
                "The answer is stale: entry {} of term {} was acknowledged at {acknowledged_at}, \
                 before this read was asked at {asked_at}, and {node} did not know of it",
                entry.index, entry.term
            ),
            Clause::IgnoresVotes {
                node,
                candidate,
                leader,
                until,
                since,
            } => {
                match until {
                    None => write!(
                        f,
                        "{node} leads, so it ignores requests for votes as long as it does"
                    )?,
                    Some(until) => write!(
                        f,
                        "{node} hears {leader}, so it ignores requests for votes until {until}, \
                         or longer if it hears more"
                    )?,
                }
                write!(f, "; it ignored {candidate}'s at {}", since.at)
            }
            Clause::HandsOver { leader, to } => write!(
                f,
                "{leader} hands its lead to {to}, and takes no commands meanwhile"
            ),
        }
    }
}

/// Where an entry stands, and which nodes must append it: "one more of Nodes 2 and 4".
fn on_logs(
    entry: Position,
    on: NodeSet,
    among: Configuration,
    missing: NodeSet,
    f: &mut Formatter<'_>,
) -> fmt::Result {
    let Position { index, term } = entry;
    let count = on.count();
    let of = among.members().count();
    write!(f, "Entry {index} of term {term} is on {count} of {of} logs")?;
    if count > 0 {
        write!(f, ", of {}", Nodes(on))?;
    }
    let tally = among.tally(on);
    let needed = tally.needed;
    if let Some([of_old, needed_of_old]) = tally.replaced() {
        if missing.is_empty() {
            return write!(f, ": majorities of both, which are {}", Needed(among));
        }
        let new = needed.saturating_sub(tally.count);
        let old = needed_of_old.saturating_sub(of_old);
        return write!(
            f,
            "; {new} more of the new voters and {old} more of the old must append it, of {}",
            Nodes(missing)
        );
    }
    if missing.is_empty() {
        return write!(f, ": a majority, which is {needed}");
    }
    match needed.saturating_sub(count) {
        1 => f.write_str("; one more")?,
        more => write!(f, "; {more} more")?,
    }
    write!(f, " of {} must append it", Nodes(missing))
}

impl Display for Barrier {
    /// As the second half of a sentence.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match *self {
            Barrier::NoMajority { best, among } => match best.count() {
                0 => write!(
                    f,
                    "no node can hear others, and {} must hear each other",
                    Needed(among)
                ),
                _ => write!(
                    f,
                    "no majority can hear each other; the most that can are {}, and {} are needed",
                    Nodes(best),
                    Needed(among)
                ),
            },
            Barrier::NotHeard {
                node,
                others,
                among,
            } => {
                match others.is_empty() {
                    true => write!(f, "no other node hears {node} and can answer it")?,
                    false => write!(f, "only {} can hear {node} and answer it", Nodes(others))?,
                }
                let needed = Needed(among);
                write!(f, ", and it needs {needed} to vote for it, itself included")
            }
            Barrier::NoMember(node) => write!(f, "{node} is no member of the cluster"),
            Barrier::StaysOut {
                node,
                status: Status::Paused,
            } => write!(f, "{node}'s process stays paused"),
            Barrier::StaysOut { node, status: _ } => write!(f, "{node} stays down"),
            Barrier::DiskFails(node) => write!(f, "{node}'s disk fails its writes"),
            Barrier::DiskStalls(node) => write!(f, "{node}'s disk stalls on"),
            Barrier::Replaced { entry, committed } => write!(
                f,
                "index {} is committed with an entry of term {}",
                entry.index, committed.term
            ),
            Barrier::Gone(entry) => {
                write!(f, "no log and no disk holds entry {} any more", entry.index)
            }
            Barrier::RequestOver(_) => f.write_str("its client has given up by then"),
        }
    }
}

impl Display for Broken {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Broken::Rule(bug) => {
                let entry = GalleryEntry::of(*bug);
                write!(f, "Broken on purpose: {} ({})", entry.rule, entry.section)?;
                f.write_str(".")
            }
            Broken::Assumption(assumption) => write!(f, "{assumption}."),
            Broken::Timing(timing) => write!(f, "{timing}."),
        }
    }
}

impl Answer {
    /// The question as the moment lets it be asked: "Why does Node 3 lead?" of a node that does.
    #[must_use]
    pub fn asked(&self) -> String {
        if self.holds {
            return match self.question {
                Question::Answer(_) => format!("Why is {} not answered?", self.request()),
                Question::Commit { index, .. } if self.is_forgotten => {
                    format!("Why does no node know entry {index} to be committed?")
                }
                question => question.to_string(),
            };
        }
        match self.question {
            Question::Leader => "Who leads, and why?".into(),
            Question::Win(node) => format!("Why does {node} lead?"),
            Question::Commit { index, term: None } => format!("Why is entry {index} committed?"),
            Question::Commit {
                index,
                term: Some(term),
            } => format!("Why is entry {index} of term {term} committed?"),
            Question::Known { node, index, .. } => {
                format!("Why does {node} know entry {index} to be committed?")
            }
            Question::Answer(_) => format!("Why is {} answered?", self.request()),
            Question::Speak(node) => format!("Does {node} speak?"),
            Question::CatchUp(node) => format!("Does {node} hold the log?"),
        }
    }

    /// The request that is asked about, by its command.
    fn request(&self) -> &str {
        self.command.as_ref().map_or("the request", Command::text)
    }

    /// Whether it is about this node, and this node leads.
    fn is_about_leader(&self, node: NodeId) -> bool {
        let leads = |clause: &Clause| match clause {
            Clause::Leads { node: leader, .. } => *leader == node,
            _ => false,
        };
        self.because.iter().any(leads)
    }

    /// Whether it is as the question says, in one sentence.
    #[must_use]
    pub fn headline(&self) -> String {
        let at = self.at;
        let what = match (self.goal, self.holds) {
            (Goal::Leader, true) => "there is no leader".into(),
            (Goal::Leader, false) => "there is a leader".into(),
            (Goal::Leads(node), true) => format!("{node} does not lead"),
            (Goal::Leads(node), false) => format!("{node} leads"),
            (Goal::Committed(entry), true) if self.is_forgotten => format!(
                "entry {} of term {} is committed, and no node that runs knows it any more",
                entry.index, entry.term
            ),
            (Goal::Committed(entry), true) => {
                format!(
                    "entry {} of term {} is not committed",
                    entry.index, entry.term
                )
            }
            (Goal::Committed(entry), false) => {
                format!("entry {} of term {} is committed", entry.index, entry.term)
            }
            (Goal::Knows { node, entry }, true) => format!(
                "{node} does not know entry {} of term {} to be committed",
                entry.index, entry.term
            ),
            (Goal::Knows { node, entry }, false) => format!(
                "{node} knows entry {} of term {} to be committed",
                entry.index, entry.term
            ),
            (Goal::Answered(_), true) => format!("{} is not answered", self.request()),
            (Goal::Answered(_), false) => format!("{} is answered", self.request()),
            (Goal::Speaks { node, .. }, true) => format!("{node} is silent"),
            (Goal::Speaks { node, .. }, false) => {
                format!("{node} has sent a message within the last heartbeat")
            }
            (Goal::Holds { node, through }, true) => {
                format!("{node} does not hold the log through {through}")
            }
            (Goal::Holds { node, .. }, false) if self.is_about_leader(node) => {
                format!("{node} leads: its log is the one that others are to hold")
            }
            (Goal::Holds { node, through }, false) => {
                format!("{node} holds the log through {through}")
            }
        };
        format!("At {at}, {what}.")
    }

    /// If we wait, in one sentence; `None` where there is nothing to wait for.
    #[must_use]
    pub fn if_we_wait(&self) -> Option<String> {
        let done = match self.goal {
            Goal::Leader => "there is a leader".into(),
            Goal::Leads(node) => format!("{node} leads"),
            Goal::Committed(entry) if self.is_forgotten => {
                format!("a node knows entry {} to be committed again", entry.index)
            }
            Goal::Committed(entry) => format!("entry {} is committed", entry.index),
            Goal::Knows { node, entry } => {
                format!("{node} knows entry {} to be committed", entry.index)
            }
            Goal::Answered(_) => format!("{} is answered", self.request()),
            Goal::Speaks { node, .. } => format!("{node} speaks"),
            Goal::Holds { node, .. } => format!("{node} has caught up"),
        };
        Some(match self.outlook {
            Outlook::Already => return None,
            Outlook::At(at) => format!("If we wait: {done} at {at}, if nothing else fails."),
            Outlook::Never { barrier } => format!("If we wait: never, since {barrier}."),
            Outlook::Undecided { within } => {
                format!("If we wait: not within {within} of simulated time.")
            }
        })
    }

    /// What is said where it does not come by itself and no set of needs was found; `None`
    /// elsewhere.
    #[must_use]
    pub fn nothing_helps(&self) -> Option<String> {
        if !self.needs.is_empty() {
            return None;
        }
        match self.outlook {
            Outlook::Already | Outlook::At(_) => None,
            Outlook::Never {
                barrier: Barrier::NoMember(node),
            } => Some(format!(
                "Add {node} to the cluster. That alone does not suffice: not even with all faults \
                 ended, a write and an election."
            )),
            _ => Some(
                "Nothing was found that helps: not even all faults ended, a write and an election."
                    .into(),
            ),
        }
    }

    /// What must happen, a line for each alternative.
    #[must_use]
    pub fn what_must_happen(&self) -> String {
        let mut text = String::new();
        for (place, needs) in self.needs.iter().enumerate() {
            text += if place > 0 { "or " } else { "" };
            for (place, need) in needs.iter().enumerate() {
                let and = match (place, place + 1 == needs.len()) {
                    (0, _) => "",
                    (_, true) => " and ",
                    (_, false) => ", ",
                };
                text += and;
                text += &need.to_string();
            }
            text += "\n";
        }
        text
    }
}

/// "Node 2", "Nodes 2 and 4", "Nodes 0, 2 and 4".
struct Nodes(NodeSet);

impl Display for Nodes {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let count = self.0.count() as usize;
        match count {
            0 => return f.write_str("no node"),
            1 => f.write_str("Node ")?,
            _ => f.write_str("Nodes ")?,
        }
        for (place, NodeId(number)) in self.0.iter().enumerate() {
            let between = match (place, place + 1 == count) {
                (0, _) => "",
                (_, true) => " and ",
                (_, false) => ", ",
            };
            write!(f, "{between}{number}")?;
        }
        Ok(())
    }
}

/// The verb of what holds now: the perfect where it is said since when.
fn lasting<'a>(since: Option<EventId>, now: &'a str, perfect: &'a str) -> &'a str {
    match since {
        Some(_) => perfect,
        None => now,
    }
}

/// " since 4.2 s", or nothing.
struct Since(Option<EventId>);

impl Display for Since {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0
            .map_or(Ok(()), |event| write!(f, " since {}", event.at))
    }
}

/// " from Node 1 to Node 2", or nothing for the whole network.
struct OnLink(Option<Link>);

impl Display for OnLink {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |link| write!(f, " {link}"))
    }
}

/// "ends with entry 5 of term 2", "is empty".
struct Ends(Option<Position>);

impl Display for Ends {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(Position { term, index }) => write!(f, "ends with entry {index} of term {term}"),
            None => f.write_str("is empty"),
        }
    }
}

/// "entries through 5", "nothing".
struct Through(Option<Index>);

impl Display for Through {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(index) => write!(f, "entries through {index}"),
            None => f.write_str("nothing"),
        }
    }
}

/// "5", or "0" before the first entry.
struct At(Option<Index>);

impl Display for At {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        raft_core::count_through(self.0).fmt(f)
    }
}
