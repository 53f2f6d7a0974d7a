//! Safety: who may become leader, and what may be committed.

use raft_core::RoleName;

use crate::harness::cluster::Cluster;
use crate::harness::server::Server;
use crate::harness::{
    append, at, config, decided, denied, granted, has_decided, request_vote, sent,
};

// E07: a voter denies its vote when its own log is more up-to-date: the later last term wins,
// and with equal terms the longer log.
#[test]
fn section_5_4_1_a_voter_denies_a_less_up_to_date_log() {
    let table: [(&[u64], _, bool); 11] = [
        (&[], None, true),
        (&[1], None, false),
        (&[1], at(1, 1), true),
        (&[1], at(2, 1), true),
        (&[1, 1], at(1, 1), false),
        (&[1], at(1, 2), true),
        (&[1], at(2, 2), true),
        (&[1, 1], at(1, 2), true),
        (&[2], at(1, 1), false),
        (&[2], at(2, 1), false),
        (&[2, 2], at(1, 1), false),
    ];
    for (log, last, grants) in table {
        check_vote(log, last, grants);
    }
    for (term, index) in (0..4).flat_map(|term| (0..4).map(move |index| (term, index))) {
        let grants = index > 0 && (term > 2 || (term == 2 && index >= 2));
        check_vote(&[2, 2], at(index, term), grants);
    }
}

fn check_vote(log: &[u64], last: Option<raft_core::Position>, grants: bool) {
    let mut server = Server::follower(3, 2, log);
    let effects = server.receive(1, 5, request_vote(last));
    let answer = if grants { granted() } else { denied() };
    assert_eq!(sent(&effects), [(1, answer)], "{log:?} asked by {last:?}");
    assert_eq!(server.vote(), grants.then_some(1));
}

// The reason tells what was compared.
#[test]
fn section_5_4_1_a_denial_tells_both_logs() {
    let mut server = Server::follower(3, 2, &[1, 2]);

    let effects = server.receive(1, 5, request_vote(at(9, 1)));

    let sentences: Vec<String> = decided(&effects)
        .iter()
        .map(|decision| decision.sentence(server.id).to_string())
        .collect();
    assert_eq!(
        sentences,
        [
            "Node 0 learns of term 5 from Node 1 and leaves term 2.",
            "Node 0 refuses its vote to Node 1: \
             its own log ends in term 2, the candidate's in term 1.",
        ]
    );
}

// E18: a candidate may win although a leader's log is longer, as long as the entries
// that it lacks are not committed. Those may then be overwritten.
#[test]
fn section_5_4_1_a_candidate_behind_the_leader_may_win() {
    let mut cluster = Cluster::new(5);
    cluster.elect(0);
    cluster.partition(&[&[0, 1], &[2, 3, 4]]);
    cluster.propose(0, "uncommitted");
    cluster.settle();
    cluster.heal();

    cluster.timeout(4);
    cluster.settle();

    assert_eq!(cluster.leaders(), [4]);
    cluster.propose(4, "other");
    cluster.settle();
    assert_eq!(cluster.logs(), [[2]; 5]);
    assert_eq!(cluster.server(4).commit(), 1);
    assert_eq!(cluster.server(0).applied.len(), 0);
}

// C09: a node that lacks a committed entry is never elected, however often it tries and though all
// links are up.
#[test]
fn section_5_4_1_a_candidate_without_a_committed_entry_cannot_win() {
    for behind in [3, 4] {
        let mut cluster = Cluster::new(5);
        cluster.elect(0);
        cluster.partition(&[&[0, 1, 2], &[3, 4]]);
        cluster.propose(0, "committed");
        cluster.settle();
        assert_eq!(cluster.server(0).commit(), 1);
        cluster.heal();
        cluster.crash(0);

        for _ in 0..10 {
            cluster.timeout(behind);
            cluster.settle();
            assert!(cluster.leaders().is_empty());
        }
        cluster.elect(1);
        cluster.propose(1, "next");
        cluster.settle();
        assert_eq!(cluster.server(behind).log().len(), 2);
    }
}

// C03: only entries of the leader's own term are committed by counting; the older ones
// before them are committed with them.
#[test]
fn section_5_4_2_only_entries_of_the_current_term_commit_by_counting() {
    for (acknowledged, commit) in [(1, 0), (2, 0), (3, 3)] {
        let mut server = Server::leader(3, 2, &[1, 2]);
        server.propose("x");

        server.acknowledge([1], acknowledged);

        assert_eq!(server.commit(), commit);
    }
}

// The reason for not committing tells the two terms.
#[test]
fn section_5_4_2_a_leader_says_why_it_may_not_commit_an_older_entry() {
    let mut server = Server::leader(3, 2, &[1, 2]);

    let effects = server.receive(1, 3, crate::harness::matched(2));

    let held = decided(&effects)[1];
    assert_eq!(held.section(), "Raft §5.4.2");
    assert_eq!(
        held.sentence(server.id).to_string(),
        "Node 0 may not commit index 2 yet: a majority stores it, but it is of term 2, \
         and counting proves only entries of the current term 3."
    );
}

// C08: what a leader's disk finishes after it has stepped down commits nothing.
#[test]
fn section_5_4_2_a_late_word_of_the_own_disk_commits_nothing() {
    let mut server = Server::leader(3, 0, &[]);
    server.stalled = true;
    server.propose("x");
    server.acknowledge([1], 1);
    server.receive(2, 2, append(None, &[], 0));

    let effects = server.sync();

    assert_eq!(server.role(), RoleName::Follower);
    assert_eq!(server.commit(), 0);
    assert!(!has_decided(&effects, "committed"));
}

// Committed entries are never replaced: a message that would do so cannot come from a
// leader that the rules allow.
#[test]
fn section_5_4_3_a_committed_entry_is_never_replaced() {
    let mut server = Server::follower(3, 2, &[1, 2]);
    server.receive(1, 2, append(at(2, 2), &[], 1));
    assert_eq!(server.commit(), 1);

    let effects = server.receive(2, 3, append(None, &[3], 1));
    assert!(has_decided(&effects, "refused"));
    assert!(sent(&effects).is_empty());
    assert_eq!(server.log(), [1, 2]);

    server.receive(2, 3, append(at(1, 1), &[3], 1));
    assert_eq!(server.log(), [1, 3], "what is not committed may be");
}

// Any election among nodes that hold all committed entries keeps them: every order of
// campaigns, the harness watching Leader Completeness.
#[test]
fn section_5_4_3_no_order_of_campaigns_loses_a_committed_entry() {
    let orders = (0..5_u8).flat_map(|a| (0..5).flat_map(move |b| (0..5).map(move |c| [a, b, c])));
    for order in orders {
        let mut cluster = Cluster::with_logs(config(5), &[&[1], &[1, 2], &[1, 2], &[1, 2], &[]]);
        for id in order {
            cluster.timeout(id);
            cluster.settle();
            if cluster.leaders().contains(&id) {
                cluster.propose(id, "x");
                cluster.settle();
            }
        }
        let committed: Vec<usize> = cluster
            .servers
            .iter()
            .map(|one| one.applied.len())
            .collect();
        let won = cluster.count_of("leader_elected") > 0;
        assert_eq!(committed.iter().any(|count| *count > 0), won, "{order:?}");
    }
}
