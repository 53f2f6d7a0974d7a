//! Leader election: when it begins, and how it ends.

use std::collections::BTreeSet;

use raft_core::chance::Key;
use raft_core::{Decision, Duration, Effect, Input, Instant, Node, RoleName, Term};

use crate::harness::cluster::Cluster;
use crate::harness::server::Server;
use crate::harness::{
    append, appends, at, config, decided, denied, disk, granted, has_decided, node, request_vote,
    sent,
};

// A follower stays one as long as it receives valid messages from a leader or candidate.
#[test]
fn section_5_2_a_follower_stays_follower_while_it_hears_its_leader() {
    let mut server = Server::follower(3, 1, &[]);
    for _ in 0..100 {
        let deadline = server.node().deadline().expect("it waits");
        server.now = Instant(deadline.0 - 1);
        server.step(Input::Deadline);
        server.receive(1, 1, append(None, &[], 0));
        assert!(server.node().deadline() > Some(deadline));
    }

    assert_eq!(server.role(), RoleName::Follower);
    assert_eq!(server.term(), 1);
}

// A granted vote also restarts the timer; a refused one does not (Thesis §9.5).
#[test]
fn section_5_2_only_a_granted_vote_restarts_the_timer() {
    for (last, restarts) in [(at(2, 1), true), (at(1, 1), false)] {
        let mut server = Server::follower(3, 1, &[1, 1]);
        server.now = Instant::from_millis(1_000);
        let before = server.node().election_timer();

        server.receive(1, 2, request_vote(last));

        assert_eq!(server.node().election_timer() != before, restarts);
    }
}

// E03: at its election timeout a follower, or a candidate, opens a new term, becomes a
// candidate, votes for itself and asks each of the others.
#[test]
fn section_5_2_an_election_timeout_starts_an_election() {
    let mut server = Server::follower(3, 1, &[1, 1]);
    for term in [2, 3] {
        let effects = server.reach_deadline();

        assert_eq!(server.role(), RoleName::Candidate);
        assert_eq!(server.term(), term);
        assert_eq!(server.vote(), Some(0));
        let request = request_vote(at(2, 1));
        assert_eq!(sent(&effects), [(1, request.clone()), (2, request)]);
    }
}

// A node does nothing when its deadline is given too early.
#[test]
fn section_5_2_nothing_happens_before_the_timeout() {
    let mut server = Server::follower(3, 1, &[]);
    let deadline = server.node().deadline().expect("it waits");
    server.now = Instant(deadline.0 - 1);

    let effects = server.step(Input::Deadline);

    assert!(effects.is_empty());
    assert_eq!(server.role(), RoleName::Follower);
}

// E02: the only voter of a cluster leads as soon as its own vote is on disk, in silence.
#[test]
fn section_5_2_a_single_node_elects_itself() {
    let mut server = Server::follower(1, 0, &[]);

    let effects = server.step(Input::ForceTimeout);
    server.propose("a");
    server.propose("b");

    assert_eq!(server.role(), RoleName::Leader);
    assert_eq!(server.term(), 1);
    assert!(sent(&effects).is_empty());
    assert_eq!(server.commit(), 2);
}

// E04: a candidate wins with the votes of a majority of the full cluster in one term.
#[test]
fn section_5_2_a_majority_of_votes_makes_a_leader() {
    use RoleName::{Candidate, Leader};
    let table: [(u8, &[bool], RoleName); 15] = [
        (1, &[], Leader),
        (3, &[true], Leader),
        (3, &[true, true], Leader),
        (3, &[], Candidate),
        (3, &[false], Candidate),
        (3, &[false, false], Candidate),
        (4, &[true], Candidate),
        (4, &[true, true], Leader),
        (5, &[], Candidate),
        (5, &[true], Candidate),
        (5, &[true, true], Leader),
        (5, &[true, true, true, true], Leader),
        (5, &[false, false], Candidate),
        (5, &[true, false, false, false], Candidate),
        (5, &[false, false, false, false], Candidate),
    ];
    for (nodes, replies, role) in table {
        let mut server = Server::candidate(nodes, 0, &[]);
        for (voter, vote) in (1..).zip(replies) {
            server.receive(voter, 1, if *vote { granted() } else { denied() });
        }
        assert_eq!(server.role(), role, "{nodes} nodes, {replies:?}");
        assert_eq!(server.term(), 1);
    }
}

// E16: a majority of all nodes is needed, not of those that are up.
#[test]
fn section_5_2_dead_nodes_count_as_members() {
    for (nodes, dead, wins) in [(3, 1, true), (3, 2, false), (4, 2, false), (5, 2, true)] {
        let mut cluster = Cluster::new(nodes);
        (nodes - dead..nodes).for_each(|id| cluster.crash(id));

        cluster.timeout(0);
        cluster.settle();

        assert_eq!(
            cluster.leaders().contains(&0),
            wins,
            "{dead} of {nodes} dead"
        );
    }
}

// Once a candidate wins, it tells all others at once, so that no other election begins.
#[test]
fn section_5_2_a_new_leader_announces_itself_at_once() {
    let mut server = Server::candidate(3, 0, &[]);

    let effects = server.receive(1, 1, granted());

    assert_eq!(
        appends(&effects),
        [(1, None, vec![], 0), (2, None, vec![], 0)]
    );
}

// E10: a candidate that receives a message of a leader of its own term, or of a newer one, becomes
// a follower.
#[test]
fn section_5_2_a_candidate_yields_to_a_leader_of_its_term_or_a_newer_one() {
    for term in [2, 3] {
        let mut server = Server::candidate(3, 1, &[]);

        server.receive(2, term, append(None, &[], 0));

        assert_eq!(server.role(), RoleName::Follower);
        assert_eq!(server.leader_known(), Some(2));
        assert_eq!(server.term(), term);
        assert_eq!(
            server.vote() == Some(0),
            term == 2,
            "its vote in term 2 stays"
        );
    }
}

// A leader of an older term is rejected, and the candidate goes on.
#[test]
fn section_5_2_a_candidate_rejects_a_stale_leader_and_stays_candidate() {
    let mut server = Server::candidate(3, 1, &[]);

    let effects = server.receive(2, 1, append(None, &[], 0));

    assert_eq!(server.role(), RoleName::Candidate);
    assert_eq!(decided(&effects)[0].name(), "entries_rejected");
}

// E11: two candidates of one term; the loser yields, and its log is brought in line.
#[test]
fn section_5_2_the_loser_of_an_election_follows_the_winner() {
    let mut cluster = Cluster::new(3);
    cluster.isolate(0);
    cluster.timeout(0);
    cluster.elect(2);

    cluster.heal();
    cluster.heartbeat(2);
    cluster.settle();
    cluster.propose(2, "x");
    cluster.settle();

    assert_eq!(cluster.server(0).role(), RoleName::Follower);
    assert_eq!(cluster.server(0).term(), 1);
    assert_eq!(cluster.logs(), [[1], [1], [1]]);
}

// E14: votes may be split so that no candidate wins; the next timeout opens another term.
#[test]
fn section_5_2_a_split_vote_ends_with_a_new_election() {
    let mut cluster = Cluster::new(3);
    (0..3).for_each(|id| cluster.timeout(id));
    cluster.settle();
    assert!(cluster.leaders().is_empty());
    cluster.timeout(1);
    cluster.settle();
    assert_eq!(cluster.leaders(), [1]);
    assert_eq!(cluster.server(1).term(), 2);

    let mut cluster = Cluster::new(4);
    cluster.timeout(0);
    cluster.timeout(3);
    cluster.deliver_on(0, 1);
    cluster.deliver_on(3, 2);
    cluster.settle();
    assert!(cluster.leaders().is_empty());
    cluster.timeout(0);
    cluster.settle();
    assert_eq!(cluster.leaders(), [0]);
    assert_eq!(cluster.server(0).term(), 2);
}

// E21: a candidate with an equal log becomes leader; the old leader follows it.
#[test]
fn section_5_2_leadership_goes_round() {
    let mut cluster = Cluster::new(3);
    for (term, id) in (1..).zip([0, 1, 2]) {
        cluster.elect(id);
        assert_eq!(cluster.leaders(), [id]);
        assert_eq!(cluster.server(id).term(), term);
    }
}

// E23: a leader whose election is forced does nothing.
#[test]
fn section_5_2_a_leader_does_not_campaign() {
    let mut server = Server::leader(3, 0, &[]);
    let before = server.node().clone();

    let effects = server.step(Input::ForceTimeout);

    assert!(effects.is_empty());
    assert_eq!(*server.node(), before);
}

// E24: timeouts are drawn afresh each time from the whole interval, for followers and for
// candidates.
#[test]
fn section_5_2_election_timeouts_cover_their_whole_interval() {
    let mut config = config(3);
    (config.election_timeout_min, config.election_timeout_max) = (Duration(10), Duration(19));
    let expected: BTreeSet<u64> = (10..=19).collect();
    let timeout = |server: &Server| {
        let timer = server.node().election_timer().expect("it waits");
        (timer.ends_at - timer.started_at).0
    };

    let mut server = Server::new(0, config, disk(1, &[]));
    let of_follower = (0..500).map(|_| {
        server.receive(1, 1, append(None, &[], 0));
        timeout(&server)
    });
    assert_eq!(of_follower.collect::<BTreeSet<_>>(), expected);

    let of_candidate = (0..500).map(|_| {
        server.step(Input::ForceTimeout);
        timeout(&server)
    });
    assert_eq!(of_candidate.collect::<BTreeSet<_>>(), expected);
}

// E25: random timeouts make it rare that two nodes run out at the same moment, even when
// only ten values are possible.
#[test]
fn section_5_2_election_timeouts_rarely_collide() {
    let mut config = config(5);
    (config.election_timeout_min, config.election_timeout_max) = (Duration(10), Duration(19));
    let collides = |round: &u64| {
        let deadline = |id: u8| {
            let chance = Key::new(*round).with(id.into());
            let node = Node::new(node(id), config, disk(0, &[]), Instant::ZERO, chance);
            node.deadline().expect("it waits")
        };
        let mut deadlines: Vec<Instant> = (0..5).map(deadline).collect();
        deadlines.sort_unstable();
        deadlines[0] == deadlines[1]
    };

    let collisions = (0..1_000).filter(collides).count();

    assert!(collisions <= 300, "{collisions} of 1000");
}

// E27: a leader sends heartbeats to all followers, one each, whether or not they answer.
#[test]
fn section_5_2_a_leader_sends_heartbeats() {
    let mut server = Server::leader(3, 0, &[]);
    for _ in 0..10 {
        server.propose("x");
    }
    for _ in 0..3 {
        let started = server.now;
        let effects = server.reach_deadline();

        assert_eq!(server.now - started, server.node().config().heartbeat);
        let expected = [(1, at(10, 1), vec![], 0), (2, at(10, 1), vec![], 0)];
        assert_eq!(appends(&effects), expected);
    }
}

// E28: there is at most one leader in a term. The message of a second one is refused with a reason,
// and the node does not follow it.
#[test]
fn section_5_2_a_second_leader_of_a_term_is_refused() {
    let mut follower = Server::follower(3, 1, &[]);
    follower.receive(1, 1, append(None, &[], 0));
    for mut server in [follower, Server::leader(3, 0, &[])] {
        let before = server.node().clone();
        let effects = server.receive(2, 1, append(None, &[1], 1));

        assert!(has_decided(&effects, "refused"));
        assert!(sent(&effects).is_empty());
        assert_eq!(*server.node(), before);
    }
}

// E29: a node that is not a member of the cluster starts no election, and votes do not make it
// leader.
#[test]
fn section_5_2_a_node_outside_of_the_cluster_never_campaigns() {
    let mut server = Server::new(7, config(3), disk(1, &[]));
    for _ in 0..3 {
        let before = server.node().deadline();
        assert!(sent(&server.reach_deadline()).is_empty());
        assert!(
            server.node().deadline() > before,
            "it does not fire for ever"
        );
    }
    server.step(Input::ForceTimeout);
    server.receive(1, 1, granted());
    server.receive(2, 1, granted());

    assert_eq!(server.role(), RoleName::Follower);
    assert_eq!(server.term(), 1);
}

// E30: a candidate's own vote counts once it is on disk, and not at all when the election
// is lost by then.
#[test]
fn section_5_2_a_candidate_s_own_vote_counts_when_it_is_durable() {
    let mut server = Server::follower(3, 0, &[]);
    server.stalled = true;
    let effects = server.step(Input::ForceTimeout);
    assert!(
        sent(&effects).is_empty(),
        "the requests wait for the disk, too"
    );

    let mut loser = server.clone();
    server.receive(1, 1, granted());
    assert_eq!(server.role(), RoleName::Candidate);
    server.sync();
    assert_eq!(server.role(), RoleName::Leader);

    loser.receive(1, 1, append(None, &[], 0));
    let effects = loser.sync();
    assert!(!has_decided(&effects, "vote_counted"));
    assert_eq!(loser.role(), RoleName::Follower);
}

// A node whose last vote is still being written opens no new term: a disk slower than the timeout
// would otherwise let it open term after term, and each would discard the requests that waited
// for the one before (Raft Figure 2: "updated on stable storage before responding to RPCs").
#[test]
fn section_5_2_an_election_waits_for_the_last_vote_to_be_written() {
    let mut server = Server::follower(3, 1, &[]);
    server.stalled = true;
    server.step(Input::ForceTimeout);
    assert_eq!((server.term(), server.role()), (2, RoleName::Candidate));

    for input in [Input::ForceTimeout, Input::Deadline] {
        server.now = server.node().deadline().expect("its timer runs");
        let effects = server.step(input);
        assert_eq!(server.term(), 2);
        assert!(matches!(
            effects[..],
            [Effect::Decide(Decision::ElectionPostponed {
                term: Term(2),
                voted: true
            })]
        ));
        assert!(
            server.node().deadline() > Some(server.now),
            "the timer runs anew"
        );
    }

    server.stalled = false;
    let requests = sent(&server.sync()).len();
    assert_eq!(requests, 2, "what waited for the vote leaves with it");
    server.reach_deadline();
    assert_eq!(server.term(), 3);
}

// A candidate that yields to the leader of its term recognizes it like any other node.
#[test]
fn section_5_2_a_candidate_that_yields_recognizes_the_leader() {
    let mut server = Server::candidate(3, 1, &[]);

    let effects = server.receive(1, 2, append(None, &[], 0));

    let recognized = Effect::Decide(Decision::LeaderRecognized {
        leader: node(1),
        term: Term(2),
    });
    assert_eq!(effects.iter().filter(|it| **it == recognized).count(), 1);
}
