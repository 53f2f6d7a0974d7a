//! Leaving a rule of leadership transfer out (Thesis §3.10) does what the gallery says of it.

use crate::harness::server::Server;
use crate::harness::{at, config, disk, origin, request_vote};
use raft_core::{
    Body, Bug, Bugs, Command, Config, Effect, Effects, Input, NodeId, Position, RequestVote,
    RoleName,
};

fn transfer(server: &mut Server, to: u8) -> Effects {
    server.step(Input::Transfer(NodeId(to)))
}

fn propose(server: &mut Server) -> Effects {
    server.step(Input::Propose {
        origin: origin(1),
        command: Command::new("SET x=1"),
    })
}

fn vote_as_told(last: Option<Position>) -> Body {
    Body::RequestVote(RequestVote {
        last,
        transfer: true,
    })
}

fn successor(server: &Server) -> Option<u8> {
    server.node().successor().map(|node| node.0)
}

fn puts_off(effects: &[Effect]) -> bool {
    effects.iter().any(|it| matches!(it, Effect::PutOff { .. }))
}

/// Node 0 of three with every rule, and without this one.
fn with_and_without(bug: Bug, term: u64, log: &[u64]) -> [Server; 2] {
    [Bugs::NONE, Bugs::NONE.with(bug)].map(|bugs| {
        let config = Config { bugs, ..config(3) };
        Server::new(0, config, disk(term, log))
    })
}

#[test]
fn rule_left_out_a_transfer_never_ends() {
    let leaders = with_and_without(Bug::TransferNeverAborted, 1, &[]);
    let ends = leaders.map(|mut leader| {
        leader.step(Input::ForceTimeout);
        let mut leader = leader.elected();
        transfer(&mut leader, 1);
        for _ in 0..10 {
            leader.reach_deadline();
        }
        (successor(&leader), puts_off(&propose(&mut leader)))
    });
    assert_eq!(ends, [(None, false), (Some(1), true)]);
}

#[test]
fn rule_left_out_a_successor_leads_without_votes() {
    let roles = with_and_without(Bug::TransferWithoutVotes, 4, &[]).map(|mut node| {
        node.receive(1, 4, Body::TimeoutNow);
        node.role()
    });
    assert_eq!(roles, [RoleName::Candidate, RoleName::Leader]);
}

#[test]
fn rule_left_out_a_voter_does_not_look_at_a_successors_log() {
    let votes = with_and_without(Bug::TransferVoteForAnyLog, 4, &[1, 4]).map(|mut voter| {
        voter.receive(1, 5, vote_as_told(at(1, 1)));
        let told = voter.vote();
        voter.receive(2, 6, request_vote(at(1, 1)));
        (told, voter.vote())
    });
    assert_eq!(votes, [(None, None), (Some(1), None)]);
}
