//! A step with one other value, made here by hand: nothing of the crate under test helps, but for
//! the values of a node, which its own getters must show, and which must be all that differs.

use raft_core::{
    AppendEntriesReply, Body, ConfirmReply, Decision, Effect, Entries, Entry, Extension, Index,
    Input, Instant, Node, NodeId, NodeValue, ReadIndexAnswer, RequestVoteReply,
};
use raft_why::{Asked, Change};

/// What the node decides when it is asked with this other value.
pub fn asked_with(asked: &Asked, change: Change) -> Vec<Decision> {
    let (mut node, mut now, mut input) = (asked.node.clone(), asked.now, asked.input.clone());
    match change {
        Change::Node(value) => node = with_value(&asked.node, now, value),
        Change::AskedAt(at) => now = at,
        _ => change_input(&mut input, change),
    }
    let mut effects = Vec::new();
    node.step(now, input, &mut effects);
    let decisions = effects.into_iter().filter_map(|effect| match effect {
        Effect::Decide(decision) => Some(decision),
        _ => None,
    });
    decisions.collect()
}

fn change_input(input: &mut Input, change: Change) {
    match (change, input) {
        (Change::TransferTo(node), Input::Transfer(to)) => *to = node,
        (Change::Sender(node), Input::Receive { from, .. }) => *from = node,
        (Change::MessageTerm(term), Input::Receive { message, .. }) => message.term = term,
        (_, Input::Receive { message, .. }) => change_body(&mut message.body, change),
        (change, input) => panic!("{input:?} has no {change:?}"),
    }
}

fn change_body(body: &mut Body, change: Change) {
    match (change, body) {
        (Change::TheirLast(last), Body::RequestVote(it)) => it.last = last,
        (Change::TheirLast(last), Body::PreVote(it)) => it.last = last,
        (Change::ToldToStand(is), Body::RequestVote(it)) => it.transfer = is,
        (Change::NextTerm(term), Body::PreVote(it)) => it.next_term = term,
        (Change::NextTerm(term), Body::PreVoteReply(it)) => it.next_term = term,
        (Change::Granted(is), Body::PreVoteReply(it)) => it.granted = is,
        (Change::Granted(true), Body::RequestVoteReply(it)) => *it = RequestVoteReply::Granted,
        (Change::Granted(false), Body::RequestVoteReply(it)) => *it = RequestVoteReply::Denied,
        (Change::Prev(prev), Body::AppendEntries(it)) => it.prev = prev,
        (Change::LeaderCommit(index), Body::AppendEntries(it)) => it.leader_commit = index,
        (Change::Carries(count), Body::AppendEntries(it)) => {
            let count = usize::try_from(count).expect("it is no more than there are");
            assert!(count < it.entries.len());
            it.entries = Entries::from_iter(it.entries[..count].to_vec());
        }
        (Change::SentTerm(at), Body::AppendEntries(it)) => {
            let first = it.prev.map_or(0, |prev| prev.index.get()) + 1;
            let place = usize::try_from(at.index.get() - first).expect("it is in the message");
            let mut entries: Vec<Entry> = it.entries.to_vec();
            entries[place].term = at.term;
            it.entries = Entries::from_iter(entries);
        }
        (Change::Matched(index), Body::AppendEntriesReply(it)) => {
            *it = AppendEntriesReply::Matched(index);
        }
        (Change::Rejected(index), Body::AppendEntriesReply(it)) => {
            *it = match *it {
                AppendEntriesReply::Rejected { hint, .. } => {
                    AppendEntriesReply::Rejected { prev: index, hint }
                }
                AppendEntriesReply::Matched(_) => AppendEntriesReply::Rejected {
                    prev: index,
                    hint: None,
                },
            };
        }
        (Change::Round(round), Body::Confirm(it)) => it.round = round,
        (Change::Round(round), Body::ConfirmReply(it)) => {
            *it = ConfirmReply::Confirmed { round };
        }
        (Change::ReadThrough(index), Body::ReadIndexReply(it)) => {
            it.answer = ReadIndexAnswer::Through(index);
        }
        (change, body) => panic!("{body:?} has no {change:?}"),
    }
}

/// The node with this value, which shows that value and else the same ones as before.
fn with_value(before: &Node, now: Instant, value: NodeValue) -> Node {
    let node = before.with_value(now, value).expect("such a node can be");
    assert!(shows(&node, value), "{value:?} is not to be seen");
    assert!(!shows(before, value), "{value:?} was there before");
    let (one, other) = (Shown::of(before), Shown::of(&node));
    let differs = [
        (one.term != other.term, "term"),
        (one.vote != other.vote, "vote"),
        (one.log != other.log, "log"),
        (one.commit != other.commit, "commit"),
        (one.role != other.role, "role"),
        (one.progress != other.progress, "progress"),
        (one.timer != other.timer, "timer"),
        (one.config != other.config, "config"),
    ];
    let differs = differs
        .into_iter()
        .filter_map(|(is, name)| is.then_some(name));
    let may_differ: &[&str] = match value {
        NodeValue::CurrentTerm(_) => &["term", "vote"],
        NodeValue::VotedFor(_) => &["vote"],
        NodeValue::LastEntry(_) | NodeValue::EntryTerm(_) => &["log"],
        NodeValue::CommitIndex(_) => &["commit"],
        // A node votes for itself before it stands, and a leader has no timer.
        NodeValue::Follows(_) | NodeValue::Stands | NodeValue::Leads => {
            &["role", "vote", "progress", "timer"]
        }
        NodeValue::HasVoteOf(..) | NodeValue::HasPreVoteOf(..) => &["role"],
        NodeValue::MatchIndex(..) | NodeValue::NextIndex(..) => &["progress"],
        NodeValue::TimerStartedAt(_) => &["timer"],
        NodeValue::HandsOverTo(_) => &["role"],
        NodeValue::Extends(..) | NodeValue::LeavesOut(..) => &["config"],
        NodeValue::HeardLeaderAt(_)
        | NodeValue::HeardAt(..)
        | NodeValue::StateOnDisk(_)
        | NodeValue::LogOnDisk(_)
        | NodeValue::PromisedAt(_) => &[],
    };
    for name in differs {
        assert!(may_differ.contains(&name), "{value:?} changes the {name}");
    }
    node
}

/// What can be seen of a node.
#[derive(PartialEq)]
struct Shown<'a> {
    term: u64,
    vote: Option<NodeId>,
    log: &'a raft_core::Log,
    commit: Option<Index>,
    role: (String, Option<NodeId>, String),
    progress: Vec<Option<raft_core::Progress>>,
    timer: Option<raft_core::Timer>,
    config: raft_core::Config,
}

impl Shown<'_> {
    fn of(node: &Node) -> Shown<'_> {
        let votes = format!("{:?} {:?}", node.votes(), node.pre_votes());
        let role = format!("{:?} {:?}", node.role_name(), node.successor());
        Shown {
            term: node.current_term().0,
            vote: node.voted_for(),
            log: node.log(),
            commit: node.commit_index(),
            role: (role, node.leader(), votes),
            progress: (0..9).map(|it| node.progress_of(NodeId(it))).collect(),
            timer: node.election_timer(),
            config: *node.config(),
        }
    }
}

/// Whether a node's getters show this value.
fn shows(node: &Node, value: NodeValue) -> bool {
    use raft_core::RoleName::{Candidate, Follower, Leader};
    match value {
        NodeValue::CurrentTerm(term) => node.current_term() == term,
        NodeValue::VotedFor(vote) => node.voted_for() == vote,
        NodeValue::LastEntry(last) => node.log().last() == last,
        NodeValue::EntryTerm(at) => node.log().term_at(at.index) == Some(at.term),
        NodeValue::CommitIndex(index) => node.commit_index() == index,
        NodeValue::Follows(leader) => node.role_name() == Follower && node.leader() == leader,
        NodeValue::Stands => node.role_name() == Candidate,
        NodeValue::Leads => node.role_name() == Leader,
        NodeValue::HasVoteOf(voter, has) => node.votes().contains(voter) == has,
        NodeValue::HasPreVoteOf(voter, has) => {
            node.pre_votes().is_some_and(|votes| votes.contains(voter)) == has
        }
        NodeValue::MatchIndex(follower, index) => {
            node.progress_of(follower).map(|it| it.match_index) == Some(index)
        }
        NodeValue::NextIndex(follower, index) => {
            node.progress_of(follower).map(|it| it.next_index) == Some(index)
        }
        NodeValue::TimerStartedAt(at) => node.election_timer().map(|it| it.started_at) == Some(at),
        NodeValue::HandsOverTo(to) => node.successor() == to,
        NodeValue::LogOnDisk(index) => node.durable_index() == index,
        NodeValue::StateOnDisk(is) => node.unconfirmed().is_none_or(|it| it.term.is_none()) == is,
        NodeValue::Extends(extension, is) => {
            let extension: Extension = extension;
            node.config().extensions.has(extension) == is
        }
        NodeValue::LeavesOut(bug, is) => node.config().bugs.has(bug) == is,
        // What a node has heard and promised is to be seen in no other way.
        NodeValue::HeardLeaderAt(_) | NodeValue::HeardAt(..) | NodeValue::PromisedAt(_) => {
            node.value_like(value) == Some(value)
        }
    }
}
