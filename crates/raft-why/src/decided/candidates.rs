//! The values that a step is asked again with, in groups: of each group, the nearest value that
//! changes the answer is told.
//!
//! Rules compare values, so an answer changes where one value passes another. Each value of a step
//! is therefore put beside the others of its kind: at them, just below and just above.

use alloc::vec;
use alloc::vec::Vec;

use raft_core::{
    AppendEntries, AppendEntriesReply, Body, ConfirmReply, Duration, Extension, Index, Input,
    Instant, NodeId, NodeValue, Position, ReadIndexAnswer, Term, count_through,
};

use super::asked::Asked;
use super::change::Change;

/// Extensions that can be put on for one step: the others keep books from an earlier moment on.
const CAN_BE_ON: [Extension; 2] = [Extension::PreVote, Extension::LeaderStickiness];

/// So many entries of a message are looked at.
const TELLING_MAX: usize = 8;

/// All groups, the most telling first; in each the nearest value first.
pub(super) fn groups(asked: &Asked) -> Vec<Vec<Change>> {
    let known = Known::of(asked);
    let mut groups = known.rules();
    groups.extend(known.message());
    groups.extend(known.state());
    groups.extend(known.books());
    groups.extend(known.extensions());
    groups.extend(known.senders());
    groups.push(known.roles());
    groups.push(known.moments());
    groups
}

/// The values that a step compares.
struct Known<'a> {
    asked: &'a Asked,
    from: Option<NodeId>,
    terms: Vec<u64>,
    /// Indexes by their number; 0 is none.
    indexes: Vec<u64>,
    places: Vec<Option<Position>>,
}

impl<'a> Known<'a> {
    fn of(asked: &'a Asked) -> Known<'a> {
        let node = &asked.node;
        let mut known = Known {
            asked,
            from: None,
            terms: vec![node.current_term().0],
            indexes: vec![0, count_through(node.commit_index())],
            places: vec![None],
        };
        known.note_place(node.log().last());
        known.note_place(node.log().base());
        known.note_index(node.durable_index());
        known.note_index(node.commit_index());
        known.note_index(node.configured_at());
        // From where on a log is too long beside what is committed.
        let most = u64::from(node.config().flow.max_uncommitted.max(1));
        let last = count_through(node.log().last_index());
        known.note_index(Index::new(last.saturating_sub(most)));
        // Nobody is sent anything from there on yet.
        known.note_index(node.gathered_from().and_then(Index::previous));
        for follower in node.configuration().receivers(node.id()).iter() {
            if let Some(progress) = node.progress_of(follower) {
                known.note_index(progress.match_index);
                known.note_index(progress.next_index.previous());
            }
            for last in node.unanswered_by(follower) {
                known.note_index(Some(*last));
            }
            if let Some((base, ..)) = node.sending_to(follower) {
                known.note_index(Some(base.index));
            }
        }
        if let Input::Receive { from, message } = &asked.input {
            known.from = Some(*from);
            known.note_term(message.term);
            known.note_body(&message.body);
        }
        // Where the entries of the terms in question begin in its own log.
        for term in known.beside(&known.terms) {
            let through = node.log().last_index().map(|index| Position {
                term: Term(term),
                index,
            });
            known.note_place(node.log().last_possible_agreement(through));
        }
        // What its own log holds around the indexes in question.
        for index in known.beside(&known.indexes) {
            let held = Index::new(index).and_then(|index| node.log().position_at(index));
            known.note_place(held);
        }
        known
    }

    fn note_body(&mut self, body: &Body) {
        match body {
            Body::RequestVote(it) => self.note_place(it.last),
            Body::PreVote(it) => {
                self.note_place(it.last);
                self.note_term(it.next_term);
            }
            Body::PreVoteReply(it) => self.note_term(it.next_term),
            Body::AppendEntries(it) => self.note_entries(it),
            Body::AppendEntriesReply(AppendEntriesReply::Matched(matched)) => {
                self.note_index(*matched);
            }
            Body::AppendEntriesReply(AppendEntriesReply::Rejected { prev, .. }) => {
                self.note_index(*prev);
            }
            Body::ReadIndexReply(it) => {
                if let ReadIndexAnswer::Through(through) = it.answer {
                    self.note_index(through);
                }
            }
            Body::InstallSnapshot(it) => self.note_place(Some(it.base)),
            Body::RequestVoteReply(_)
            | Body::TimeoutNow
            | Body::Confirm(_)
            | Body::ConfirmReply(_)
            | Body::ReadIndex(_)
            | Body::InstallSnapshotReply(_) => {}
        }
    }

    fn note_entries(&mut self, request: &AppendEntries) {
        self.note_place(request.prev);
        self.note_index(request.leader_commit);
        for (place, _) in self.telling(request) {
            self.note_place(Some(place));
        }
    }

    /// The entries of a message at which something can change, with the places in it: where terms
    /// change, where the node's log holds another one, the first and the last.
    fn telling(&self, request: &AppendEntries) -> Vec<(Position, usize)> {
        let first = count_through(request.prev.map(|prev| prev.index));
        let entries = &request.entries;
        let at = |place: usize| Position {
            term: entries[place].term,
            index: Index::after_count(first + place as u64),
        };
        let log = self.asked.node.log();
        let tells = |place: &usize| {
            let at = at(*place);
            let is_end = *place == 0 || *place + 1 == entries.len();
            let conflicts = log.term_at(at.index).is_some_and(|own| own != at.term);
            is_end || conflicts || at.term != entries[*place - 1].term
        };
        let places = (0..entries.len()).filter(tells).take(TELLING_MAX);
        places.map(|place| (at(place), place)).collect()
    }

    fn note_term(&mut self, term: Term) {
        self.terms.push(term.0);
    }

    fn note_index(&mut self, index: Option<Index>) {
        self.indexes.push(count_through(index));
    }

    fn note_place(&mut self, place: Option<Position>) {
        self.places.push(place);
        if let Some(place) = place {
            self.note_term(place.term);
            self.note_index(Some(place.index));
        }
    }

    /// These numbers, and those beside them.
    fn beside(&self, numbers: &[u64]) -> Vec<u64> {
        let around = |number: &u64| [number.saturating_sub(1), *number, number.saturating_add(1)];
        let mut all: Vec<u64> = numbers.iter().flat_map(around).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn terms_near(&self, term: Term) -> Vec<Term> {
        let mut terms = self.beside(&self.terms);
        terms.sort_by_key(|other| other.abs_diff(term.0));
        terms.into_iter().map(Term).collect()
    }

    fn indexes_near(&self, index: Option<Index>) -> Vec<Option<Index>> {
        let mut indexes = self.beside(&self.indexes);
        indexes.sort_by_key(|other| other.abs_diff(count_through(index)));
        indexes.into_iter().map(Index::new).collect()
    }

    /// Places at and beside those known, those with the nearest term first.
    fn places_near(&self, place: Option<Position>) -> Vec<Option<Position>> {
        let mut all = vec![None];
        for known in self.places.iter().flatten() {
            let terms = self.beside(&[known.term.0]);
            let indexes = self.beside(&[known.index.get()]);
            let places = terms.iter().flat_map(|term| {
                let at = |index: &u64| {
                    let (term, index) = (Term(*term), Index::new(*index)?);
                    (term > Term(0)).then_some(Position { term, index })
                };
                indexes.iter().filter_map(at)
            });
            all.extend(places.map(Some));
        }
        let numbers = |place: Option<Position>| {
            let term = place.map_or(0, |place| place.term.0);
            (term, count_through(place.map(|place| place.index)))
        };
        let (term, index) = numbers(place);
        all.sort_by_key(|other| {
            let other = numbers(*other);
            (other.0.abs_diff(term), other.1.abs_diff(index))
        });
        all.dedup();
        all
    }

    fn others(&self) -> Vec<NodeId> {
        let node = &self.asked.node;
        let others = node.configuration().receivers(node.id());
        let mut others: Vec<NodeId> = others.iter().collect();
        // The node that this is about comes first.
        others.sort_by_key(|other| Some(*other) != self.from);
        others
    }

    /// The rules that are left out, each as if it were kept.
    fn rules(&self) -> Vec<Vec<Change>> {
        let bugs = self.asked.node.config().bugs.iter();
        let kept = bugs.map(|bug| vec![Change::Node(NodeValue::LeavesOut(bug, false))]);
        kept.collect()
    }

    fn message(&self) -> Vec<Vec<Change>> {
        let Input::Receive { message, .. } = &self.asked.input else {
            return match self.asked.input {
                Input::Transfer(_) => {
                    vec![self.others().into_iter().map(Change::TransferTo).collect()]
                }
                _ => Vec::new(),
            };
        };
        let term = self.terms_near(message.term).into_iter();
        let mut groups = vec![term.map(Change::MessageTerm).collect()];
        groups.extend(self.body(&message.body, message.term));
        groups
    }

    fn body(&self, body: &Body, term: Term) -> Vec<Vec<Change>> {
        // Nobody's log holds an entry of a newer term than its own.
        let lasts = |last, newest: Term| {
            let places = self.places_near(last).into_iter();
            let fits =
                move |place: &Option<Position>| place.is_none_or(|place| place.term <= newest);
            places.filter(fits).map(Change::TheirLast).collect()
        };
        match body {
            Body::RequestVote(it) => vec![
                lasts(it.last, term),
                vec![Change::ToldToStand(!it.transfer)],
            ],
            Body::PreVote(it) => {
                let next = self.terms_near(it.next_term).into_iter();
                vec![lasts(it.last, term), next.map(Change::NextTerm).collect()]
            }
            Body::PreVoteReply(it) => {
                let next = self.terms_near(it.next_term).into_iter();
                vec![
                    vec![Change::Granted(!it.granted)],
                    next.map(Change::NextTerm).collect(),
                ]
            }
            Body::RequestVoteReply(_) => {
                vec![vec![Change::Granted(true), Change::Granted(false)]]
            }
            Body::AppendEntries(it) => self.entries(it, term),
            Body::AppendEntriesReply(it) => {
                let known = match *it {
                    AppendEntriesReply::Matched(index) => index,
                    AppendEntriesReply::Rejected { prev, .. } => prev,
                };
                let near = || self.indexes_near(known).into_iter();
                vec![
                    near().map(Change::Matched).collect(),
                    near().map(Change::Rejected).collect(),
                ]
            }
            Body::Confirm(it) => vec![rounds(it.round)],
            Body::ConfirmReply(ConfirmReply::Confirmed { round }) => vec![rounds(*round)],
            Body::ReadIndexReply(it) => match it.answer {
                ReadIndexAnswer::Through(through) => {
                    let near = self.indexes_near(through).into_iter();
                    vec![near.map(Change::ReadThrough).collect()]
                }
                ReadIndexAnswer::NotLeader => Vec::new(),
            },
            // What a snapshot holds follows from its base, so neither is asked about alone.
            Body::ConfirmReply(ConfirmReply::Refused)
            | Body::TimeoutNow
            | Body::ReadIndex(_)
            | Body::InstallSnapshot(_)
            | Body::InstallSnapshotReply(_) => Vec::new(),
        }
    }

    fn entries(&self, request: &AppendEntries, term: Term) -> Vec<Vec<Change>> {
        let commit = self.indexes_near(request.leader_commit).into_iter();
        let count = request.entries.len() as u64;
        let mut groups = vec![
            self.prevs(request),
            (0..count).rev().map(Change::Carries).collect(),
            commit.map(Change::LeaderCommit).collect(),
        ];
        for (at, place) in self.telling(request) {
            // Terms never fall along a log, and none is newer than its leader's.
            let before = place.checked_sub(1).map(|before| &request.entries[before]);
            let first = request.prev.map_or(Term(1), |prev| prev.term);
            let below = before.map_or(first, |before| before.term);
            let after = request.entries.get(place + 1);
            let above = after.map_or(term, |next| next.term);
            let terms = self.terms_near(at.term).into_iter();
            let fits = terms.filter(|term| *term >= below && *term <= above);
            let changed = fits.map(|term| Change::SentTerm(Position { term, ..at }));
            groups.push(changed.collect());
        }
        groups
    }

    /// Other entries before the new ones: at the same index; a heartbeat may begin anywhere.
    fn prevs(&self, request: &AppendEntries) -> Vec<Change> {
        let first = request.entries.first().map(|entry| entry.term);
        let index = |place: Option<Position>| place.map(|place| place.index);
        let fits = |place: &Option<Position>| match first {
            Some(first) => {
                index(*place) == index(request.prev)
                    && place.is_none_or(|place| place.term <= first)
            }
            None => true,
        };
        let places = self.places_near(request.prev).into_iter();
        places.filter(fits).map(Change::Prev).collect()
    }

    /// The node's own term, vote, log and commit index, and what of them is on its disk.
    fn state(&self) -> Vec<Vec<Change>> {
        let node = &self.asked.node;
        let value = |value: NodeValue| Change::Node(value);
        let votes = core::iter::once(None).chain(self.others().into_iter().map(Some));
        // A shorter log ends with an entry that it holds; other terms of entries come below.
        let (log, last) = (node.log(), node.log().last());
        let index = |place: Option<Position>| place.map(|place| place.index);
        let fits = |place: &Option<Position>| match index(*place) < index(last) {
            true => place.is_none_or(|it| log.position_at(it.index) == *place),
            false => index(*place) > index(last),
        };
        let lasts = self.places_near(last).into_iter().filter(fits);
        let terms = self.terms_near(node.current_term()).into_iter();
        let commit = self.indexes_near(node.commit_index()).into_iter();
        let on_disk = self.indexes_near(node.durable_index()).into_iter();
        let mut groups = vec![
            votes.map(|vote| value(NodeValue::VotedFor(vote))).collect(),
            lasts
                .map(|last| value(NodeValue::LastEntry(last)))
                .collect(),
        ];
        groups.extend(self.entry_terms());
        groups.extend([
            terms
                .map(|term| value(NodeValue::CurrentTerm(term)))
                .collect(),
            commit
                .map(|index| value(NodeValue::CommitIndex(index)))
                .collect(),
            vec![
                value(NodeValue::StateOnDisk(true)),
                value(NodeValue::StateOnDisk(false)),
            ],
            on_disk
                .map(|index| value(NodeValue::LogOnDisk(index)))
                .collect(),
        ]);
        groups
    }

    /// Other terms of the node's entries at the indexes in question.
    fn entry_terms(&self) -> Vec<Vec<Change>> {
        let log = self.asked.node.log();
        let mut indexes = self.indexes.clone();
        indexes.sort_unstable();
        indexes.dedup();
        let held = indexes.into_iter().filter_map(Index::new);
        let held = held.filter_map(|index| log.position_at(index));
        let group = |at: Position| {
            let terms = self.terms_near(at.term).into_iter();
            let places = terms.filter(|term| *term > Term(0));
            let places = places.map(move |term| Position { term, ..at });
            places
                .map(|at| Change::Node(NodeValue::EntryTerm(at)))
                .collect()
        };
        held.map(group).collect()
    }

    /// What a candidate or a leader keeps of the others, and what extensions keep.
    fn books(&self) -> Vec<Vec<Change>> {
        let node = &self.asked.node;
        let timeout = node.config().election_timeout_min;
        let mut groups = Vec::new();
        for other in self.others() {
            let known = node.progress_of(other);
            let matched = self.indexes_near(known.and_then(|it| it.match_index));
            let matched = matched.into_iter();
            groups.push(
                matched
                    .map(|index| NodeValue::MatchIndex(other, index))
                    .collect(),
            );
            for has in [true, false] {
                groups.push(vec![NodeValue::HasVoteOf(other, has)]);
                groups.push(vec![NodeValue::HasPreVoteOf(other, has)]);
            }
            let heard = self.moments_around(timeout).into_iter();
            groups.push(heard.map(|at| NodeValue::HeardAt(other, at)).collect());
        }
        if let Some(from) = self.from
            && let Some(progress) = node.progress_of(from)
        {
            let next = self.indexes_near(Some(progress.next_index)).into_iter();
            groups.push(
                next.flatten()
                    .map(|index| NodeValue::NextIndex(from, index))
                    .collect(),
            );
        }
        let heard = self.moments_around(timeout).into_iter();
        groups.push(heard.map(NodeValue::HeardLeaderAt).collect());
        let promised = self.moments_around(timeout).into_iter();
        groups.push(promised.map(NodeValue::PromisedAt).collect());
        if self.asked.input == Input::Deadline {
            groups.push(vec![NodeValue::TimerStartedAt(self.asked.now)]);
        }
        let successors = core::iter::once(None).chain(self.others().into_iter().map(Some));
        groups.push(successors.map(NodeValue::HandsOverTo).collect());
        let changes = |group: Vec<NodeValue>| group.into_iter().map(Change::Node).collect();
        groups.into_iter().map(changes).collect()
    }

    /// Now, and about so long ago.
    fn moments_around(&self, ago: Duration) -> Vec<Instant> {
        let now = self.asked.now;
        let Some(limit) = now.0.checked_sub(ago.0) else {
            return vec![now];
        };
        vec![Instant(limit), Instant(limit + 1), now]
    }

    fn extensions(&self) -> Vec<Vec<Change>> {
        let on = self.asked.node.config().extensions;
        // Without changes of the membership, the configuration would not be what it is.
        let off = on.iter().filter(|it| *it != Extension::Membership);
        let off = off.map(|it| NodeValue::Extends(it, false));
        let others = CAN_BE_ON.into_iter().filter(|it| !on.has(*it));
        let all = off.chain(others.map(|it| NodeValue::Extends(it, true)));
        all.map(|value| vec![Change::Node(value)]).collect()
    }

    /// The leader that the node knows; and a member, where the sender is none.
    fn senders(&self) -> Vec<Vec<Change>> {
        let node = &self.asked.node;
        let others = node.configuration().receivers(node.id());
        let is_stranger = self.from.is_some_and(|from| !others.contains(from));
        let leader = node.leader().filter(|leader| *leader != node.id());
        let members = self.others().into_iter().filter(|_| is_stranger);
        let senders = leader.into_iter().chain(members);
        vec![senders.map(Change::Sender).collect()]
    }

    fn roles(&self) -> Vec<Change> {
        let leaders = core::iter::once(None).chain(self.others().into_iter().map(Some));
        let follows = leaders.map(NodeValue::Follows);
        let all = follows.chain([NodeValue::Stands, NodeValue::Leads]);
        all.map(Change::Node).collect()
    }

    /// Earlier and later, where no timer says when.
    fn moments(&self) -> Vec<Change> {
        if self.asked.input == Input::Deadline {
            return Vec::new();
        }
        let now = self.asked.now;
        let timeout = self.asked.node.config().election_timeout_min;
        let earlier = Instant(now.0.saturating_sub(timeout.0));
        let moments = [earlier, now + timeout];
        moments.into_iter().map(Change::AskedAt).collect()
    }
}

/// Other rounds than this one, the nearest first.
fn rounds(round: u64) -> Vec<Change> {
    let earlier = (0..round).rev().take(8);
    earlier.chain([round + 1]).map(Change::Round).collect()
}
