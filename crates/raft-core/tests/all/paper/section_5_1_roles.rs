//! Raft basics: which role sends what, how many leaders a term has, and how many failures a cluster
//! survives.

use raft_core::{Body, RoleName};

use crate::harness::cluster::Cluster;
use crate::harness::server::Server;
use crate::harness::{append, sent};

// "Five is a typical number, which allows the system to tolerate two failures": any two.
#[test]
fn section_5_1_five_nodes_tolerate_any_two_failures() {
    for first in 0..5_u8 {
        for second in first + 1..5 {
            let mut cluster = Cluster::new(5);
            cluster.crash(first);
            cluster.crash(second);
            let up = (0..5).find(|id| *id != first && *id != second);
            let leader = up.expect("three are left");

            cluster.elect(leader);
            cluster.propose(leader, "x");
            cluster.settle();

            assert_eq!(cluster.server(leader).commit(), 1);
        }
    }
}

// "In normal operation there is exactly one leader and all of the other servers are followers."
#[test]
fn section_5_1_in_normal_operation_one_leads_and_all_others_follow() {
    use RoleName::{Follower, Leader};
    let mut cluster = Cluster::new(5);
    cluster.elect(3);

    for _ in 0..3 {
        cluster.propose(3, "x");
        cluster.settle();
        cluster.heartbeat(3);
        cluster.settle();
    }

    assert_eq!(
        cluster.roles(),
        [Follower, Follower, Follower, Leader, Follower]
    );
    assert!(cluster.servers.iter().all(|server| server.term() == 1));
}

// "RequestVote RPCs are initiated by candidates […], and AppendEntries RPCs are initiated by
// leaders": a follower starts neither, a candidate no entries, a leader no vote request.
#[test]
fn section_5_1_candidates_ask_for_votes_and_leaders_send_entries() {
    let mut candidate = Server::follower(3, 0, &[]);
    let as_candidate = sent(&candidate.reach_deadline());
    let mut leader = candidate.elected();
    let as_leader = sent(&leader.reach_deadline());
    let with_command = sent(&leader.propose("x"));

    let is_request = |(_, body): &(u8, Body)| matches!(body, Body::RequestVote(_));
    let is_append = |(_, body): &(u8, Body)| matches!(body, Body::AppendEntries(_));
    assert!(as_candidate.iter().all(is_request) && as_candidate.len() == 2);
    assert!(as_leader.iter().all(is_append) && as_leader.len() == 2);
    assert!(with_command.iter().all(is_append) && with_command.len() == 2);
}

// "If a candidate wins the election, then it serves as leader for the rest of the term":
// nothing of this term ends it.
#[test]
fn section_5_1_a_leader_leads_for_the_rest_of_its_term() {
    let mut server = Server::leader(3, 0, &[]);

    for body in super::forged::bodies() {
        server.receive(1, 1, body.clone());
        server.receive(2, 1, body);
        server.reach_deadline();
    }

    assert_eq!((server.role(), server.term()), (RoleName::Leader, 1));
}

// "Raft ensures that there is at most one leader in a given term": two candidates of one
// term, and every order in which their messages and the answers may arrive.
#[test]
fn section_5_1_a_term_has_one_leader_at_most() {
    let mut cluster = Cluster::new(3);
    cluster.timeout(0);
    cluster.timeout(1);

    let endings = every_order(&cluster);

    assert!(endings.iter().any(|leaders| *leaders == [0]));
    assert!(endings.iter().any(|leaders| *leaders == [1]));
    assert!(
        endings.iter().all(|leaders| leaders.len() == 1),
        "node 2 decides"
    );
}

/// Who has won in term 1 by the time all vote requests and answers have arrived, for every
/// order of arrival. What leaders then send is lost.
fn every_order(cluster: &Cluster) -> Vec<Vec<u8>> {
    let is_about_votes = |body: &Body| !matches!(body, Body::AppendEntries(_));
    let mut begun = cluster.clone();
    begun
        .flight
        .retain(|packet| is_about_votes(&packet.message.body));
    if begun.flight.is_empty() {
        return vec![begun.leaders()];
    }
    let mut endings = Vec::new();
    for place in 0..begun.flight.len() {
        let mut next = begun.clone();
        next.deliver(place);
        endings.extend(every_order(&next));
    }
    endings
}

// "Servers retry RPCs if they do not receive a response in a timely manner": a leader with
// each heartbeat; a candidate, which asks once, in its next term.
#[test]
fn section_5_1_unanswered_requests_are_repeated() {
    let mut leader = Server::leader(3, 0, &[]);
    let mut candidate = Server::candidate(3, 0, &[]);
    for _ in 0..5 {
        let repeated = sent(&leader.reach_deadline());
        let asked_again = sent(&candidate.reach_deadline());

        assert_eq!(repeated, [1, 2].map(|to| (to, append(None, &[], 0))));
        assert_eq!(asked_again.len(), 2);
    }
    assert_eq!((leader.term(), candidate.term()), (1, 6));
}

// "They issue RPCs in parallel for best performance": a node waits for no reply before it sends.
#[test]
fn section_5_1_requests_go_out_in_parallel() {
    let mut candidate = Server::follower(5, 0, &[]);
    let requests = sent(&candidate.reach_deadline());
    let mut leader = candidate.elected();

    let entries = sent(&leader.propose("x"));

    let receivers = |sent: &[(u8, Body)]| sent.iter().map(|(to, _)| *to).collect::<Vec<_>>();
    assert_eq!(receivers(&requests), [1, 2, 3, 4]);
    assert_eq!(receivers(&entries), [1, 2, 3, 4]);
}
