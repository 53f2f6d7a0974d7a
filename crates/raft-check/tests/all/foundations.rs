//! What the five properties of Raft Figure 3 rest on: each has a run in which it fails, and it
//! alone. Whole nodes never do such things, so the judge watches one world, and then another
//! as if it went on, or hears what never happened.

use crate::common::{
    Watched, commit, cut, even, index, logs, ms, only_violation, report, three, timeout, timetable,
    two_leaders_apart, write,
};
use raft_check::{Breach, Judge, Property};
use raft_core::quorum::Tally;
use raft_core::{
    AppendEntries, AppendEntriesReply, Body, Decision, Duration, Entry, Extension,
    ExtensionDecision, Index, Message, NodeId, Payload, Position, ReadGround, RequestVote,
    RequestVoteReply, Term,
};
use raft_sim::{
    Action, Content, CrashCause, DiskMode, Endpoint, Event, Fate, Nobody, Observer, Packet,
    PacketName, Run, Start, World,
};

const GRANTED: Body = Body::RequestVoteReply(RequestVoteReply::Granted);
const DENIED: Body = Body::RequestVoteReply(RequestVoteReply::Denied);

/// A message, whether or not anybody sent it.
fn packet(world: &World, [from, to]: [u8; 2], term: u64, body: Body) -> Packet {
    let term = Term(term);
    Packet {
        id: 0,
        name: PacketName {
            from: Endpoint::Node(NodeId(from)),
            to: Endpoint::Node(NodeId(to)),
            nth: 0,
            copy: 0,
        },
        content: Content::Peer(Message { term, body }),
        sent_at: world.now(),
        due_at: world.now(),
        fate: Fate::Arrives,
    }
}

/// The judge hears a node say this.
fn say(watched: &mut Watched, way: [u8; 2], term: u64, body: Body) {
    let packet = packet(&watched.world, way, term, body);
    watched.judge.observe(&watched.world, &Event::Sent(&packet));
}

/// The judge sees a node crash and boot again, in this world.
fn reboot(watched: &mut Watched, node: u8, world: World) {
    watched.world = world;
    let events = [
        Event::Crashed(NodeId(node), CrashCause::Outside),
        Event::Restarted(NodeId(node)),
    ];
    for event in events {
        watched.judge.observe(&watched.world, &event);
    }
}

/// Nothing but this is found.
fn assert_only(judge: &Judge, property: Property, sentence: &str) {
    assert_eq!(only_violation(judge), (property, sentence.to_owned()));
}

/// Node 0 leads term 1, and a client asks it for a write.
fn a_write() -> Run {
    three([(0, timeout(0)), (200, write(0, "SET x=1"))])
}

/// The write is on its way: nobody knows that the followers have it.
fn under_way() -> World {
    Watched::whole(&a_write(), 260).world
}

/// Node 0 has voted for `candidate` in `term`, and that is on its disk.
fn voted(term: u64, candidate: u8) -> World {
    let start = Start {
        terms: [(NodeId(0), Term(term))].into(),
        votes: [(NodeId(0), NodeId(candidate))].into(),
        ..Start::default()
    };
    let run = Run { start, ..three([]) };
    World::begin(&run)
}

#[test]
fn two_votes_in_a_term_break_one_vote_per_term() {
    let mut watched = Watched::new(&three([]));
    watched.world = voted(1, 1);
    say(&mut watched, [0, 1], 1, GRANTED);
    say(&mut watched, [0, 1], 1, GRANTED);
    assert_eq!(watched.verdict(), None, "the same vote may be given again");
    reboot(&mut watched, 0, voted(1, 2));
    say(&mut watched, [0, 2], 1, GRANTED);
    let sentence = "Node 0 voted in term 1 for Node 1 and for Node 2.";
    assert_only(&watched.judge, Property::OneVotePerTerm, sentence);
}

#[test]
fn votes_of_terms_long_over_are_remembered() {
    let mut watched = Watched::new(&three([]));
    for (term, candidate) in [(1, 1), (4, 2), (2, 1)] {
        watched.world = voted(5, candidate);
        say(&mut watched, [0, candidate], term, GRANTED);
        assert_eq!(watched.verdict(), None);
    }
    say(&mut watched, [0, 2], 1, GRANTED);
    let sentence = "Node 0 voted in term 1 for Node 1 and for Node 2.";
    assert_only(&watched.judge, Property::OneVotePerTerm, sentence);
}

#[test]
fn a_term_that_falls_breaks_monotonic_terms() {
    let mut watched = Watched::whole(&three([(0, timeout(1))]), 1_000);
    watched.world = World::begin(&three([]));
    say(&mut watched, [0, 1], 0, DENIED);
    let sentence = "The term of Node 0 fell from 1 to 0.";
    assert_only(&watched.judge, Property::TermsNeverFall, sentence);
}

#[test]
fn a_term_that_falls_over_a_restart_breaks_monotonic_terms() {
    let mut watched = Watched::whole(&three([(0, timeout(1))]), 1_000);
    reboot(&mut watched, 0, World::begin(&three([])));
    let sentence = "The term of Node 0 fell from 1 to 0.";
    assert_only(&watched.judge, Property::TermsNeverFall, sentence);
}

#[test]
fn a_crash_may_take_a_term_that_nobody_has_heard_of() {
    let mut watched = Watched::new(&three([]));
    watched.world = Watched::whole(&three([(0, timeout(1))]), 1_000).world;
    report(&mut watched, 0, commit(1));
    reboot(&mut watched, 0, World::begin(&three([])));
    assert_eq!(watched.verdict(), None);
}

#[test]
fn a_commit_index_that_falls_breaks_monotonic_commit_index() {
    let mut watched = Watched::whole(&a_write(), 1_000);
    watched.world = under_way();
    say(&mut watched, [1, 0], 1, DENIED);
    let sentence = "The commit index of Node 1 fell from 1 to nothing.";
    assert_only(&watched.judge, Property::CommitNeverFalls, sentence);
}

/// Node 1 alone of four followers takes the write, which is therefore not committed.
fn a_minority() -> Run {
    Run {
        options: even(5, &[]),
        actions: timetable([
            (0, timeout(0)),
            (140, cut(0, 2)),
            (140, cut(0, 3)),
            (140, cut(0, 4)),
            (200, write(0, "SET x=1")),
        ]),
        ..Run::default()
    }
}

#[test]
fn a_match_index_that_falls_breaks_monotonic_match_index() {
    let sentence = "The match index of Node 1 fell from 1 to nothing while Node 0 led term 1.";
    let unanswered = Watched::whole(&a_minority(), 260).world;

    let mut watched = Watched::whole(&a_minority(), 1_000);
    watched.world = unanswered.clone();
    say(&mut watched, [0, 1], 1, append(None, 0));
    assert_only(&watched.judge, Property::MatchNeverFalls, sentence);

    let mut watched = Watched::whole(&a_minority(), 1_000);
    watched.world = unanswered;
    let answer = packet(&watched.world, [1, 0], 1, matched(None));
    let event = Event::Arrived(&answer);
    watched.judge.observe(&watched.world, &event);
    assert_only(&watched.judge, Property::MatchNeverFalls, sentence);
}

#[test]
fn applying_twice_or_too_early_breaks_equal_applied_prefix() {
    let apply = |first: u64, last: u64| Event::Applied {
        node: NodeId(1),
        first: index(first),
        last: index(last),
    };
    let mut watched = Watched::whole(&a_write(), 1_000);
    watched.judge.observe(&watched.world, &apply(1, 1));
    let sentence = "Node 1 applied index 1 when it was the turn of index 2.";
    assert_only(&watched.judge, Property::AppliedPrefixEqual, sentence);

    let run = three([
        (0, timeout(0)),
        (200, write(0, "SET x=1")),
        (200, write(0, "SET y=2")),
    ]);
    let mut watched = Watched::whole(&run, 310);
    watched.judge.observe(&watched.world, &apply(2, 2));
    let sentence = "Node 1 applied index 2 when it was the turn of index 1.";
    assert_only(&watched.judge, Property::AppliedPrefixEqual, sentence);
}

#[test]
fn applying_what_is_not_committed_breaks_equal_applied_prefix() {
    let mut watched = Watched::whole(&a_write(), 260);
    let event = Event::Applied {
        node: NodeId(0),
        first: index(1),
        last: index(1),
    };
    watched.judge.observe(&watched.world, &event);
    let sentence = "Node 0 applied “SET x=1” of term 1 at index 1, where nothing is committed.";
    assert_only(&watched.judge, Property::AppliedPrefixEqual, sentence);
}

#[test]
fn overwriting_what_one_has_committed_breaks_committed_entries_stay() {
    let mut watched = Watched::whole(&a_write(), 1_000);
    report(&mut watched, 1, truncated(1, 1));
    assert_eq!(watched.verdict(), None, "the entry is there after the step");
    watched.world = Watched::whole(&three([(0, timeout(0))]), 1_000).world;
    report(&mut watched, 1, truncated(1, 1));
    let sentence = "Node 1 changed or removed “SET x=1” of term 1 at index 1, which it had \
                    committed.";
    assert_only(&watched.judge, Property::CommittedNeverChanges, sentence);
}

/// A node takes these entries out of its log.
fn truncated(first: u64, last: u64) -> Decision {
    Decision::EntriesTruncated {
        first: index(first),
        last: index(last),
        own: Term(1),
        leaders: Some(Term(2)),
    }
}

/// A node cuts two entries that it has committed, and puts the first one back in the same step:
/// only the second one is lost, now or later.
#[test]
fn what_is_put_back_in_the_same_step_has_stayed() {
    let (first, second) = ((200, write(0, "SET x=1")), (300, write(0, "SET y=2")));
    let both = three([(0, timeout(0)), first.clone(), second]);
    let lost = "Node 1 changed or removed “SET y=2” of term 1 at index 2, which it had \
                committed.";
    let appended = Decision::EntriesAppended {
        first: index(1),
        count: 1,
    };

    let mut watched = Watched::whole(&both, 1_000);
    for decision in [truncated(1, 2), appended] {
        report(&mut watched, 1, decision);
    }
    assert_eq!(watched.verdict(), None, "both are there after the step");
    watched.world = Watched::whole(&three([(0, timeout(0)), first]), 1_000).world;
    for decision in [truncated(1, 2), appended] {
        report(&mut watched, 1, decision);
    }
    assert_only(&watched.judge, Property::CommittedNeverChanges, lost);
}

/// Three nodes that boot with these logs.
fn holding(node_logs: [&[u64]; 3]) -> Run {
    Run {
        start: logs(node_logs),
        ..three([(0, timeout(0)), (200, write(0, "SET x=1"))])
    }
}

#[test]
fn booting_with_another_entry_breaks_committed_entries_stay() {
    let mut watched = Watched::whole(&holding([&[1], &[1], &[1]]), 1_000);
    let start = Start {
        terms: [(NodeId(1), Term(2))].into(),
        ..logs([&[], &[1, 1, 1], &[]])
    };
    let other = Run { start, ..three([]) };
    reboot(&mut watched, 1, World::begin(&other));
    let sentence = "Node 1 changed or removed “SET x=1” of term 2 at index 2, which it had \
                    committed.";
    assert_only(&watched.judge, Property::CommittedNeverChanges, sentence);
}

/// Node 1's disk stalls: it commits what only its memory holds, and a crash takes that.
#[test]
fn a_crash_may_take_what_was_not_on_disk_yet() {
    let stalls = |node| Action::SetDisk {
        node: NodeId(node),
        mode: DiskMode::Stalls,
    };
    let run = three([
        (0, timeout(0)),
        (150, stalls(1)),
        (200, write(0, "SET x=1")),
    ]);
    let mut watched = Watched::whole(&run, 1_000);
    let node = watched.world.node(NodeId(1)).expect("there is a node 1");
    assert!(node.commit_index().is_some() && node.last_on_disk().is_none());
    watched.act(&Action::Crash(NodeId(1)));
    watched.act(&Action::Restart(NodeId(1)));
    watched.advance(3_000);
    assert_eq!(watched.verdict(), None);
}

/// A disk that lies: the violation is said, and that it is no fault of Raft's, from the first
/// word that its node speaks on the disk's word.
#[test]
fn a_lying_disk_breaks_an_assumption() {
    let lies = |node| Action::SetDisk {
        node: NodeId(node),
        mode: DiskMode::Lies,
    };
    // Nodes 0 and 1 acknowledge a write and forget it; node 2 was cut off meanwhile.
    let run = three([
        (0, timeout(0)),
        (150, lies(0)),
        (150, lies(1)),
        (150, Action::Isolate(NodeId(2))),
        (200, write(0, "SET x=1")),
        (1_000, Action::Crash(NodeId(0))),
        (1_000, Action::Crash(NodeId(1))),
        (1_100, Action::Heal),
        (1_100, Action::Restart(NodeId(0))),
        (1_100, Action::Restart(NodeId(1))),
        (1_200, timeout(2)),
        (1_500, write(2, "SET x=2")),
    ]);
    let watched = Watched::whole(&run, 3_000);
    let verdict = watched.judge.verdict();
    assert!(!verdict.holds());
    let sentence = verdict.to_string();
    let beginning = "Assumption broken: stable storage (Node 0's disk confirmed writes it had \
                     not synced at 250 ms). ";
    assert!(sentence.starts_with(beginning), "{sentence}");
    assert!(sentence.len() > beginning.len());
}

/// A disk that lies breaks nothing as long as its node speaks of nothing but what is on it.
#[test]
fn a_lying_disk_of_a_node_that_has_nothing_new_to_say_breaks_no_assumption() {
    let lies = Action::SetDisk {
        node: NodeId(1),
        mode: DiskMode::Lies,
    };
    let mut watched = Watched::whole(&three([(0, timeout(0)), (150, lies)]), 3_000);
    assert!(
        watched.world.counts().messages > 20,
        "it answers heartbeats"
    );
    assert_eq!(watched.judge.verdict().assumption, None);
    watched.act(&write(0, "SET x=1"));
    watched.advance(4_000);
    let assumption = watched
        .judge
        .verdict()
        .assumption
        .expect("it speaks of entry 1");
    assert_eq!(
        (assumption.node, assumption.breach),
        (NodeId(1), Breach::Lied)
    );
}

/// A node that is alone sends nothing: it relies on its disk's word when it commits.
#[test]
fn a_lying_disk_of_a_lone_leader_breaks_an_assumption_when_it_commits() {
    let mut run = three([
        (0, timeout(0)),
        (
            150,
            Action::SetDisk {
                node: NodeId(0),
                mode: DiskMode::Lies,
            },
        ),
        (200, write(0, "SET x=1")),
    ]);
    run.options.nodes = 1;
    let watched = Watched::whole(&run, 3_000);

    let verdict = watched.judge.verdict();
    assert!(
        watched
            .judge
            .violation_of(Property::CommitOnMajority)
            .is_some()
    );
    let assumption = verdict.assumption.expect("its disk lied");
    assert_eq!(
        (assumption.node, assumption.breach),
        (NodeId(0), Breach::Lied)
    );
}

/// What the judge finds when node 0 says this, on a disk as in `world`.
fn said(world: &World, to: u8, term: u64, body: Body) -> Option<String> {
    let mut judge = Judge::new(world);
    let packet = packet(world, [0, to], term, body);
    judge.observe(world, &Event::Sent(&packet));
    let [violation] = judge.violations() else {
        assert_eq!(judge.violations(), []);
        return None;
    };
    assert_eq!(violation.property(), Property::DiskBeforeWord);
    Some(violation.sentence())
}

#[test]
fn speaking_of_a_term_or_a_vote_too_early_breaks_persist_before_answer() {
    let world = voted(3, 1);
    assert_eq!(said(&world, 1, 3, GRANTED), None);
    assert_eq!(
        said(&world, 2, 2, GRANTED),
        None,
        "what that term was is gone"
    );
    assert_eq!(said(&world, 2, 3, DENIED), None);
    assert_eq!(
        said(&world, 2, 4, DENIED).as_deref(),
        Some("Node 0 spoke of term 4 while its disk held term 3.")
    );
    assert_eq!(
        said(&world, 2, 3, GRANTED).as_deref(),
        Some("Node 0 gave its vote of term 3 to Node 2 while its disk held one for Node 1.")
    );
    let start = Start {
        terms: [(NodeId(0), Term(3))].into(),
        ..Start::default()
    };
    let world = Run { start, ..three([]) };
    assert_eq!(
        said(&World::begin(&world), 2, 3, GRANTED).as_deref(),
        Some("Node 0 gave its vote of term 3 to Node 2 while its disk held none.")
    );
}

/// Entries of term 1 after the one at this place.
fn append(prev: Option<Position>, count: usize) -> Body {
    let entry = Entry {
        term: Term(1),
        payload: Payload::BLANK,
    };
    Body::AppendEntries(AppendEntries {
        prev,
        entries: core::iter::repeat_n(entry, count).collect(),
        leader_commit: None,
    })
}

fn at(term: u64, place: u64) -> Option<Position> {
    let (term, index) = (Term(term), index(place));
    Some(Position { term, index })
}

fn matched(last: Option<Index>) -> Body {
    Body::AppendEntriesReply(AppendEntriesReply::Matched(last))
}

#[test]
fn speaking_of_an_entry_too_early_breaks_persist_before_answer() {
    let world = World::begin(&holding([&[1, 1], &[], &[]]));
    for body in [
        append(None, 2),
        append(at(1, 1), 1),
        append(at(1, 2), 0),
        matched(None),
        matched(Some(index(2))),
    ] {
        assert_eq!(said(&world, 1, 1, body), None);
    }
    for (body, place) in [
        (append(None, 3), 3),
        (append(at(2, 1), 0), 1),
        (append(at(1, 2), 1), 3),
        (append(at(1, 3), 0), 3),
        (matched(Some(index(3))), 3),
    ] {
        let sentence =
            format!("Node 0 spoke of its entry at index {place}, which its disk did not hold.");
        assert_eq!(said(&world, 1, 1, body), Some(sentence));
    }
}

#[test]
fn a_candidate_that_yields_has_asked_for_nothing() {
    let ask = |place| {
        Body::RequestVote(RequestVote {
            last: at(1, place),
            transfer: false,
        })
    };
    let run = holding([&[1, 1], &[1, 1], &[]]);
    let candidate = Watched::whole(&run, 10).world;
    assert_eq!(said(&candidate, 1, 2, ask(2)), None);
    let sentence = "Node 0 spoke of its entry at index 3, which its disk did not hold.";
    assert_eq!(said(&candidate, 1, 2, ask(3)).as_deref(), Some(sentence));
    let follower = World::begin(&run);
    assert_eq!(said(&follower, 1, 1, ask(3)), None);
}

#[test]
fn copies_that_the_network_makes_are_not_said_again() {
    let world = World::begin(&three([]));
    let mut judge = Judge::new(&world);
    let mut copy = packet(&world, [0, 1], 7, GRANTED);
    copy.name.copy = 1;
    judge.observe(&world, &Event::Sent(&copy));
    assert_eq!(judge.violations(), []);
}

#[test]
fn acknowledging_what_is_not_committed_breaks_no_acknowledged_write_lost() {
    let mut watched = Watched::whole(&a_write(), 260);
    watched.world.advance_to(ms(1_000), &mut Nobody);
    let event = Event::RequestEnded(0);
    watched.judge.observe(&watched.world, &event);
    let sentence = "Node 0 acknowledged “SET x=1”, which is not committed.";
    assert_only(&watched.judge, Property::AcknowledgedNeverLost, sentence);
}

#[test]
fn counting_copies_of_an_older_term_breaks_commit_by_counting_own_term() {
    let mut watched = Watched::whole(&holding([&[1], &[1], &[1]]), 120);
    report(&mut watched, 0, commit(1));
    let sentence = "Node 0, the leader of term 2, counted the copies of the entry at index 1 of \
                    term 1.";
    assert_only(&watched.judge, Property::CommitCountsOwnTerm, sentence);
}

#[test]
fn counting_copies_that_are_not_there_breaks_committed_on_a_majority() {
    let mut apart = two_leaders_apart();
    apart.actions.retain(|timed| timed.at < ms(300));
    let mut watched = Watched::whole(&apart, 290);
    report(&mut watched, 0, commit(1));
    let sentence = "Node 0 committed the entry at index 1 of term 1, which was on 1 disk; a \
                    majority is 2.";
    assert_only(&watched.judge, Property::CommitOnMajority, sentence);
}

#[test]
fn every_property_is_checked_in_an_ordinary_run() {
    let run = Run {
        actions: timetable([
            (0, timeout(0)),
            (200, write(0, "SET x=1")),
            (1_000, Action::Crash(NodeId(0))),
            (1_100, timeout(1)),
            (1_400, write(1, "SET y=2")),
            (2_000, Action::Restart(NodeId(0))),
            (2_900, Action::Crash(NodeId(2))),
            (
                3_000,
                Action::Transfer {
                    from: NodeId(1),
                    to: NodeId(2),
                },
            ),
        ]),
        ..three([])
    };
    let watched = Watched::whole(&run, 5_000);
    assert_eq!(watched.verdict(), None);
    for (property, checks) in watched.judge.checks() {
        // Nobody answers by a lease there, takes snapshots, or joins or leaves: other tests do.
        let is_of_an_option = [
            "lease_held",
            "snapshot_holds_applied",
            "snapshot_never_falls",
            "one_change_at_a_time",
            "majority_of_configuration",
        ]
        .contains(&property.name());
        assert_eq!(checks > 0, !is_of_an_option, "{}", property.title());
    }
}

/// A cluster with leases, whose leader has been cut off from the others and was replaced.
fn replaced_with_leases() -> Watched {
    let on = [
        Extension::CheckQuorum,
        Extension::LeaderStickiness,
        Extension::LeaseReads,
    ];
    let mut run = three([(0, timeout(0))]);
    run.options.extensions = on.into_iter().collect();
    let mut watched = Watched::whole(&run, 2_000);
    watched.act(&write(0, "GET x"));
    watched.advance(2_500);
    watched
}

#[test]
fn answering_by_a_lease_that_is_over_breaks_lease_held() {
    let by_lease = Decision::Extension(ExtensionDecision::ReadAnswered {
        at: Some(index(1)),
        ground: ReadGround::Lease { left: Duration(1) },
    });
    let mut watched = replaced_with_leases();
    report(&mut watched, 0, by_lease);
    assert_eq!(watched.verdict(), None);
    let checks = watched.judge.checks();
    let checks = checks.filter(|(property, _)| *property == Property::LeaseHeld);
    assert_eq!(
        checks.map(|(_, count)| count).sum::<u64>(),
        2,
        "one by itself"
    );
    let (term, votes) = (Term(7), Tally::of(2, 2));
    let elected = Decision::BecameLeader { term, votes };
    report(&mut watched, 2, elected);
    report(&mut watched, 0, by_lease);
    let sentence = "Node 0 answered a read by its lease of term 1, when Node 2 had been elected in \
                    term 7.";
    assert_only(&watched.judge, Property::LeaseHeld, sentence);
}

#[test]
fn nothing_that_is_heard_makes_the_judge_panic() {
    let huge = index(u64::MAX);
    let far = Some(Position {
        term: Term(u64::MAX),
        index: huge,
    });
    let mut watched = Watched::whole(&a_write(), 1_000);
    for way in [[0, 1], [1, 0], [2, 9], [200, 0], [0, 255]] {
        for term in [0, 1, 2, u64::MAX] {
            for body in [
                GRANTED,
                Body::RequestVote(RequestVote {
                    last: far,
                    transfer: true,
                }),
                Body::TimeoutNow,
                append(far, 2),
                append(at(1, 1), 0),
                matched(Some(huge)),
                matched(None),
            ] {
                let packet = packet(&watched.world, way, term, body);
                for event in [Event::Sent(&packet), Event::Arrived(&packet)] {
                    watched.judge.observe(&watched.world, &event);
                }
            }
        }
    }
    for node in [0, 1, 200].map(NodeId) {
        for [first, last] in [[1, 1], [1, u64::MAX], [u64::MAX, u64::MAX], [5, 2]] {
            let (first, last) = (index(first), index(last));
            let event = Event::Applied { node, first, last };
            watched.judge.observe(&watched.world, &event);
        }
        let events = [
            Event::Crashed(node, CrashCause::Outside),
            Event::Restarted(node),
        ];
        for event in events {
            watched.judge.observe(&watched.world, &event);
        }
    }
    for number in [0, 1, usize::MAX] {
        let event = Event::RequestEnded(number);
        watched.judge.observe(&watched.world, &event);
    }
    watched.act(&write(0, "SET y=2"));
    watched.advance(3_000);
}
