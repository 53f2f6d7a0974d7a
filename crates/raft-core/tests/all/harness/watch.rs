//! The properties that hold after every step, whatever happens: the five of Raft Figure 3, and the
//! invariants of a single node (I1–I11 and I15 of the conformance catalogue).

use std::collections::BTreeMap;

use raft_core::{
    AppendEntriesReply, Body, Bug, CommitEvidence, Decision, Effect, Entry, Index,
    InstallSnapshotReply, Message, NodeId, RequestVoteReply, RoleName, Term,
};

use super::number;
use super::server::Server;

/// What has to be remembered of a run to check properties that no single moment shows.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    leaders: BTreeMap<Term, NodeId>,
    /// Each committed entry with the term in which a node first committed it.
    committed: Vec<(Entry, Term)>,
    before: BTreeMap<NodeId, Snapshot>,
}

/// A node as it was after its last step.
#[derive(Clone, Debug)]
struct Snapshot {
    term: Term,
    vote: Option<NodeId>,
    commit: u64,
    leading: Option<Leading>,
}

#[derive(Clone, Debug)]
struct Leading {
    log: Vec<Entry>,
    matches: Vec<u64>,
}

/// Fails with this sentence unless the condition holds.
macro_rules! demand {
    ($holds:expr, $($sentence:tt)+) => {
        if !$holds {
            return Err(format!($($sentence)+));
        }
    };
}

impl Watch {
    /// Notes what the disk holds at a crash: it must never be lost afterwards.
    pub fn crashed(&mut self, server: &Server) {
        let left = Snapshot {
            term: server.disk.current_term,
            vote: server.disk.voted_for,
            commit: 0,
            leading: None,
        };
        self.before.insert(server.id, left);
    }

    /// Checks the node that has just stepped, against itself and against all others.
    pub fn check(
        &mut self,
        servers: &[Server],
        stepped: NodeId,
        effects: &[Effect],
    ) -> Result<(), String> {
        let server = &servers[stepped.position()];
        if !server.is_up() {
            return Ok(());
        }
        self.check_own_past(server)?;
        self.check_leadership(server)?;
        self.check_commits(servers, server, effects)?;
        check_log_matching(servers, server)
    }

    fn check_own_past(&mut self, server: &Server) -> Result<(), String> {
        let node = server.node();
        let leading = (node.role_name() == RoleName::Leader).then(|| Leading {
            log: node.log().iter().map(|(_, entry)| entry.clone()).collect(),
            matches: matches(server),
        });
        let after = Snapshot {
            term: node.current_term(),
            vote: node.voted_for(),
            commit: number(node.commit_index()),
            leading,
        };
        let Some(before) = self.before.insert(node.id(), after.clone()) else {
            return Ok(());
        };
        let id = node.id();
        demand!(after.term >= before.term, "{id}: the term fell");
        let same_term = after.term == before.term;
        let vote_kept = before.vote.is_none() || after.vote == before.vote;
        demand!(!same_term || vote_kept, "{id}: the vote changed in a term");
        demand!(after.commit >= before.commit, "{id}: the commit index fell");
        if let (true, Some(before), Some(after)) = (same_term, before.leading, after.leading) {
            let kept = after.log.starts_with(&before.log);
            demand!(kept, "Leader Append-Only: {id} changed its own log");
            let rose = before.matches.iter().zip(&after.matches);
            demand!(
                rose.clone().all(|(before, after)| before <= after),
                "{id}: a match index fell within a leadership"
            );
        }
        Ok(())
    }

    fn check_leadership(&mut self, server: &Server) -> Result<(), String> {
        let node = server.node();
        if node.role_name() != RoleName::Leader {
            return Ok(());
        }
        let (id, term) = (node.id(), node.current_term());
        let first = *self.leaders.entry(term).or_insert(id);
        demand!(
            first == id,
            "Election Safety: {first} and {id} lead term {term}"
        );
        for (place, (entry, committed_in)) in self.committed.iter().enumerate() {
            let held = node.log().entry(Index::after_count(place as u64));
            demand!(
                *committed_in >= term || held == Some(entry),
                "Leader Completeness: {id} leads term {term} without entry {}",
                place + 1
            );
        }
        Ok(())
    }

    fn check_commits(
        &mut self,
        servers: &[Server],
        server: &Server,
        effects: &[Effect],
    ) -> Result<(), String> {
        let node = server.node();
        for (place, entry) in server.applied.iter().enumerate() {
            if place == self.committed.len() {
                self.committed.push((entry.clone(), node.current_term()));
            }
            demand!(
                self.committed[place].0 == *entry,
                "State Machine Safety: {} applied another entry {}",
                node.id(),
                place + 1
            );
        }
        for effect in effects {
            if let Effect::Decide(Decision::CommitAdvanced {
                new,
                evidence: CommitEvidence::Counted { replicas },
                ..
            }) = effect
            {
                let entry = node.log().entry(*new);
                let stored = |server: &&Server| server.disk.log.entry(*new) == entry;
                let count = servers.iter().filter(stored).count();
                demand!(
                    count >= replicas.needed as usize,
                    "{} committed index {new}, which is on {count} disks",
                    node.id()
                );
            }
        }
        Ok(())
    }
}

fn matches(server: &Server) -> Vec<u64> {
    let node = server.node();
    let others = node.config().configuration.others(node.id());
    let progress = others.iter().filter_map(|other| node.progress_of(other));
    progress
        .map(|progress| number(progress.match_index))
        .collect()
}

/// Checks what holds in any single state of a node, also with a rule left out, unless it is that
/// rule which makes it hold.
pub fn check_shape(server: &Server) {
    if let Err(sentence) = shape(server) {
        panic!("{sentence}");
    }
}

/// Checks, just before this step's writes reach the disk, that each message which leaves asserts
/// only what is on disk.
pub fn check_durability(server: &Server, effects: &[Effect]) {
    if server.node().config().bugs.has(Bug::SpeakBeforeDisk) {
        return;
    }
    for effect in effects {
        if let Effect::Send { to, message } = effect
            && let Err(sentence) = durability(server, *to, message)
        {
            panic!("{sentence}");
        }
    }
}

fn shape(server: &Server) -> Result<(), String> {
    let node = server.node();
    let (id, log) = (node.id(), node.log());
    let may_be_cut = node.config().bugs.has(Bug::TruncateOnHeartbeat);
    demand!(
        may_be_cut || node.commit_index() <= log.last_index(),
        "{id}: committed more than it holds"
    );
    let may_fall = node.config().bugs.has(Bug::LowerCommitIndex);
    demand!(
        may_fall || number(node.commit_index()) == server.applied_through(),
        "{id}: applied other than what it committed"
    );
    let ascending = log.iter().map(|(_, entry)| entry.term).is_sorted();
    demand!(ascending, "{id}: terms fall along its log");
    let newest = log.last().map_or(Term(0), |last| last.term);
    demand!(
        newest <= node.current_term(),
        "{id}: its log is ahead of its term"
    );
    let others = node.config().configuration.others(id);
    for progress in others.iter().filter_map(|other| node.progress_of(other)) {
        let in_order = progress.match_index < Some(progress.next_index);
        let within = progress.next_index <= log.next_index();
        demand!(in_order && within, "{id}: {progress:?} is out of bounds");
    }
    Ok(())
}

fn check_log_matching(servers: &[Server], server: &Server) -> Result<(), String> {
    let own = server.log_or_disk();
    for other in servers {
        let theirs = other.log_or_disk();
        let mut matching = false;
        let common = number(own.last_index()).min(number(theirs.last_index()));
        for index in (1..=common).rev().filter_map(Index::new) {
            let (own, theirs) = (own.entry(index), theirs.entry(index));
            matching |= own.map(|entry| entry.term) == theirs.map(|entry| entry.term);
            demand!(
                !matching || own == theirs,
                "Log Matching: {} and {} differ at index {index}",
                server.id,
                other.id
            );
        }
    }
    Ok(())
}

/// "Updated on stable storage before responding" (Raft Figure 2).
fn durability(server: &Server, to: NodeId, message: &Message) -> Result<(), String> {
    let (id, disk) = (server.id, &server.disk);
    demand!(
        message.term <= disk.current_term,
        "{id}: spoke of a term before it was on disk"
    );
    if message.term < disk.current_term {
        return Ok(());
    }
    match &message.body {
        Body::RequestVote(_) => {
            demand!(
                disk.voted_for == Some(id),
                "{id}: asked before its own vote was on disk"
            );
        }
        Body::RequestVoteReply(RequestVoteReply::Granted) => {
            demand!(
                disk.voted_for == Some(to),
                "{id}: granted a vote before it was on disk"
            );
        }
        Body::AppendEntriesReply(AppendEntriesReply::Matched(matched)) => {
            let own = server.node().log();
            let still_own = message.term == server.node().current_term();
            let durable = matched.is_none_or(|matched| {
                if disk.log.has_replaced(matched) {
                    return true;
                }
                let stored = disk.log.position_at(matched);
                stored.is_some() && (!still_own || stored == own.position_at(matched))
            });
            demand!(
                durable,
                "{id}: acknowledged entries before they were on disk"
            );
        }
        Body::InstallSnapshotReply(InstallSnapshotReply::Installed { through }) => {
            demand!(
                disk.log.has_replaced(*through) || disk.log.entry(*through).is_some(),
                "{id}: acknowledged a snapshot before it was on disk"
            );
        }
        _ => {}
    }
    Ok(())
}
