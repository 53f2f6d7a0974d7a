//! Each decision and each message in plain words, values included.

use std::sync::Arc;

use crate::harness::index;
use raft_core::quorum::{Configuration, Counted, Tally};
use raft_core::{
    AppendEntries, AppendEntriesReply, Body, Change, ChangeRefusal, Chunk, ChunkFit,
    CommitEvidence, CommitHold, Decision, Duration, Entries, Entry, ExtensionDecision,
    FlowDecision, IgnoreReason, Impossible, Index, InstallSnapshot, InstallSnapshotReply,
    MembershipDecision, Message, NodeId, NodeSet, Payload, Position, Rejection, RequestVote,
    RequestVoteReply, RoleName, SnapshotDecision, SnapshotRefusal, Term, TransferDecision,
    TransferEnd, TransferRefusal, Unconfirmed, VoteDenial, WhoseClock,
};

const NODE: NodeId = NodeId(2);
const OTHER: NodeId = NodeId(4);

/// The place at `index` of `term`.
fn at(term: u64, index: u64) -> Position {
    Position {
        term: Term(term),
        index: place(index),
    }
}

fn place(index: u64) -> Index {
    Index::new(index).expect("indexes begin at 1")
}

/// Every row's decision goes by `name` and reads `begins` + the row's text.
#[track_caller]
fn check<const N: usize>(name: &str, begins: &str, rows: [(Decision, &str); N]) {
    for (decision, text) in rows {
        assert_eq!(decision.name(), name, "{decision:?}");
        let sentence = decision.sentence(NODE).to_string();
        assert_eq!(sentence, format!("{begins}{text}"), "{decision:?}");
    }
}

#[test]
fn an_election_timeout_tells_how_long_it_waited() {
    let row = |waited: Option<u64>| Decision::ElectionStarted {
        term: Term(3),
        waited: waited.map(Duration),
    };
    let rows = [
        (
            row(Some(1_629_999)),
            "'s election timer of 1.62 s ran out, so it asks for votes in term 3.",
        ),
        (
            row(Some(2_000_000)),
            "'s election timer of 2 s ran out, so it asks for votes in term 3.",
        ),
        (
            row(Some(151_307)),
            "'s election timer of 151 ms ran out, so it asks for votes in term 3.",
        ),
        (
            row(Some(307)),
            "'s election timer of 0.307 ms ran out, so it asks for votes in term 3.",
        ),
        (
            row(None),
            " was told to wait no longer, so it asks for votes in term 3.",
        ),
    ];
    check("election_timeout", "Node 2", rows);
}

#[test]
fn a_granted_vote_tells_how_the_logs_compare() {
    let row = |theirs, own| Decision::VoteGranted {
        candidate: OTHER,
        term: Term(3),
        theirs,
        own,
    };
    let rows = [
        (row(None, None), "both logs are empty."),
        (
            row(Some(at(1, 1)), None),
            "the candidate's log ends at index 1 of term 1, its own is empty.",
        ),
        // Only where a rule is left out.
        (
            row(None, Some(at(1, 1))),
            "the candidate's log is empty, its own ends at index 1 of term 1.",
        ),
        (
            row(Some(at(2, 4)), Some(at(2, 4))),
            "both logs end at index 4 of term 2.",
        ),
        (
            row(Some(at(2, 5)), Some(at(2, 4))),
            "both logs end in term 2, the candidate's at index 5, its own at index 4.",
        ),
        (
            row(Some(at(3, 1)), Some(at(2, 4))),
            "the candidate's log ends in term 3, its own in term 2.",
        ),
    ];
    check("vote_granted", "Node 2 votes for Node 4 in term 3: ", rows);
}

#[test]
fn a_denied_vote_names_the_rule_that_forbids_it() {
    let row = |reason| Decision::VoteDenied {
        candidate: OTHER,
        reason,
    };
    let voted = |voted_for| VoteDenial::AlreadyVoted {
        voted_for,
        term: Term(3),
    };
    let behind = |theirs, own| VoteDenial::LogBehind { theirs, own };
    let older = VoteDenial::OlderTerm {
        theirs: Term(2),
        own: Term(3),
    };
    let rows = [
        (
            row(older),
            "the request is of term 2, and Node 2 is in term 3.",
        ),
        (
            row(voted(NodeId(1))),
            "in term 3 it has already voted for Node 1.",
        ),
        (
            row(voted(NODE)),
            "in term 3 it has already voted for itself.",
        ),
        (
            row(behind(Some(at(2, 9)), Some(at(3, 4)))),
            "its own log ends in term 3, the candidate's in term 2.",
        ),
        (
            row(behind(Some(at(3, 3)), Some(at(3, 4)))),
            "both logs end in term 3, its own at index 4, the candidate's at index 3.",
        ),
        (
            row(behind(None, Some(at(3, 4)))),
            "its own log ends at index 4 of term 3, the candidate's is empty.",
        ),
    ];
    check("vote_denied", "Node 2 refuses its vote to Node 4: ", rows);
}

#[test]
fn a_count_tells_what_is_still_missing() {
    let row = |voter, granted| Decision::VoteCounted {
        voter,
        granted,
        votes: Tally::of(2, 3),
    };
    let rows = [
        (
            row(NODE, true),
            "Node 2 counts its own vote: 2 of the 3 it needs.",
        ),
        (
            row(OTHER, true),
            "Node 2 counts Node 4's vote: 2 of the 3 it needs.",
        ),
        (
            row(OTHER, false),
            "Node 4 did not vote for Node 2, which has 2 of the 3 votes it needs.",
        ),
    ];
    check("vote_counted", "", rows);

    let row = |voter, granted| Decision::VoteCounted {
        voter,
        granted,
        votes: both([1, 2], [3, 3]),
    };
    let rows = [
        (
            row(OTHER, true),
            "Node 2 counts Node 4's vote: 1 of the 2 it needs of the new voters, and 3 of the 3 \
             of the old.",
        ),
        (
            row(OTHER, false),
            "Node 4 did not vote for Node 2, which has the votes of 1 of the 2 it needs of the \
             new voters, and 3 of the 3 of the old.",
        ),
    ];
    check("vote_counted", "", rows);
}

/// How many of the new voters and how many of the old ones, each beside its majority.
fn both(new: [u32; 2], old: [u32; 2]) -> Tally {
    Tally::of_both(new, old)
}

#[test]
fn a_count_on_both_sides_of_a_joint_configuration_has_two_numbers() {
    assert_eq!(Counted(Tally::of(3, 3)).to_string(), "3");
    assert_eq!(Counted(both([2, 2], [1, 2])).to_string(), "2 new and 1 old");
}

#[test]
fn a_leader_tells_what_made_it_one() {
    let row = |votes, needed| Decision::BecameLeader {
        term: Term(3),
        votes: Tally::of(votes, needed),
    };
    let rows = [
        (row(3, 3), "3 votes are a majority: Node 2 leads term 3."),
        (row(1, 1), "1 vote is a majority: Node 2 leads term 3."),
        (
            row(1, 2),
            "1 vote of the 2 that are a majority: Node 2 leads term 3.",
        ),
    ];
    check("leader_elected", "", rows);

    let row = |new, old| Decision::BecameLeader {
        term: Term(3),
        votes: both(new, old),
    };
    let rows = [
        (
            row([2, 2], [4, 3]),
            "2 of the new voters and 4 of the old vote for it, majorities of both: Node 2 leads \
             term 3.",
        ),
        (
            row([2, 2], [1, 3]),
            "2 of the new voters and 1 of the old vote for it, and majorities are 2 and 3: Node 2 \
             leads term 3.",
        ),
    ];
    check("leader_elected", "", rows);
}

#[test]
fn a_change_of_term_or_role_tells_who_caused_it() {
    let adopted = Decision::TermAdopted {
        old: Term(1),
        new: Term(3),
        from: OTHER,
    };
    let learned = "learns of term 3 from Node 4 and leaves term 1.";
    check("term_adopted", "Node 2 ", [(adopted, learned)]);

    let recognized = Decision::LeaderRecognized {
        leader: OTHER,
        term: Term(3),
    };
    let follows = "follows Node 4, the leader of term 3.";
    check("leader_recognized", "Node 2 ", [(recognized, follows)]);

    let row = |was, old| Decision::SteppedDown {
        was,
        old: Term(old),
        new: Term(3),
        because_of: OTHER,
    };
    let rows = [
        (
            row(RoleName::Leader, 2),
            "leading term 2: a message from Node 4 carries term 3.",
        ),
        (
            row(RoleName::Candidate, 2),
            "asking for votes in term 2: a message from Node 4 carries term 3.",
        ),
        (
            row(RoleName::Candidate, 3),
            "asking for votes in term 3: Node 4 leads this term.",
        ),
    ];
    check("stepped_down", "Node 2 stops ", rows);
}

#[test]
fn a_change_of_the_log_names_the_entries() {
    let row = |first, count| Decision::EntriesAppended {
        first: place(first),
        count,
    };
    let rows = [
        (row(1, 1), "entry 1 to its log."),
        (row(4, 3), "entries 4 to 6 to its log."),
    ];
    check("entries_appended", "Node 2 appends ", rows);

    let row = |first, last, leaders| Decision::EntriesTruncated {
        first: place(first),
        last: place(last),
        own: Term(2),
        leaders,
    };
    let rows = [
        (
            row(4, 4, Some(Term(3))),
            "entry 4: its entry at index 4 is of term 2, the leader's of term 3.",
        ),
        (
            row(4, 6, Some(Term(3))),
            "entries 4 to 6: its entry at index 4 is of term 2, the leader's of term 3.",
        ),
        (
            row(4, 6, None),
            "entries 4 to 6, though nothing conflicts there.",
        ),
    ];
    check("truncated", "Node 2 removes ", rows);
}

#[test]
fn an_accepted_message_tells_what_was_answered() {
    let row = |count, matched| Decision::EntriesAccepted {
        leader: OTHER,
        count,
        matched: Index::new(matched),
    };
    let rows = [
        (
            row(0, 4),
            "Node 4's heartbeat; its answer: both logs agree through index 4.",
        ),
        (
            row(0, 0),
            "Node 4's heartbeat; its answer: both logs agree where they begin.",
        ),
        (
            row(1, 4),
            "1 entry from Node 4; its answer: both logs agree through index 4.",
        ),
        (
            row(2, 5),
            "2 entries from Node 4; its answer: both logs agree through index 5.",
        ),
    ];
    check("entries_accepted", "Node 2 accepts ", rows);
}

#[test]
fn a_rejected_message_tells_what_does_not_agree() {
    let row = |reason| Decision::EntriesRejected {
        leader: OTHER,
        reason,
    };
    let prev = at(3, 7);
    let missing = |last| Rejection::Missing { prev, last };
    let older = Rejection::OlderTerm {
        theirs: Term(2),
        own: Term(3),
    };
    let rows = [
        (
            row(older),
            "the message is of term 2, and Node 2 is in term 3.",
        ),
        (
            row(missing(Some(place(4)))),
            "it builds on index 7 of term 3, and Node 2's log ends at index 4.",
        ),
        (
            row(missing(None)),
            "it builds on index 7 of term 3, and Node 2's log is empty.",
        ),
        (
            row(Rejection::Conflict { prev, own: Term(2) }),
            "it builds on index 7 of term 3, and Node 2's entry at index 7 is of term 2.",
        ),
    ];
    check(
        "entries_rejected",
        "Node 2 rejects Node 4's AppendEntries: ",
        rows,
    );
}

#[test]
fn a_command_is_taken_or_refused() {
    let taken = Decision::CommandTaken { at: at(3, 5) };
    let text = "takes the command as index 5 of term 3; it is not committed yet.";
    check("command_taken", "Node 2 ", [(taken, text)]);

    let row = |leader| Decision::CommandRefused { leader };
    let rows = [
        (row(Some(OTHER)), "it names Node 4 as the leader."),
        (row(None), "it knows of no leader."),
    ];
    check(
        "command_refused",
        "Node 2 does not lead, so it refuses the request; ",
        rows,
    );
}

#[test]
fn a_leader_tells_what_it_learned_of_a_follower() {
    let advanced = Decision::MatchAdvanced {
        follower: OTHER,
        match_index: place(5),
    };
    let text = "Node 2 learns that Node 4's log agrees with its own through index 5.";
    check("match_advanced", "", [(advanced, text)]);

    let back = Decision::SteppedBack {
        follower: OTHER,
        next_index: place(3),
    };
    let text = "Node 4 could not attach what Node 2 sent, so Node 2 tries again from index 3.";
    check("stepped_back", "", [(back, text)]);
}

#[test]
fn a_commit_tells_its_evidence() {
    let row = |evidence| Decision::CommitAdvanced {
        old: Index::new(2),
        new: place(4),
        evidence,
    };
    let counted = |replicas, needed| CommitEvidence::Counted {
        replicas: Tally::of(replicas, needed),
    };
    let in_both = |new, old| CommitEvidence::Counted {
        replicas: both(new, old),
    };
    let rows = [
        (
            row(in_both([2, 2], [3, 3])),
            "2 of the new voters and 3 of the old store it, and majorities of both suffice: 2 and \
             3.",
        ),
        (
            row(in_both([2, 2], [2, 3])),
            "2 of the new voters and 2 of the old store it, and majorities of both are needed: 2 \
             and 3.",
        ),
        (row(counted(4, 3)), "4 nodes store it, and 3 suffice."),
        (row(counted(1, 1)), "1 node stores it, and 1 suffices."),
        (row(counted(1, 2)), "1 node stores it, and 2 are needed."),
        (
            row(CommitEvidence::Told { leader: OTHER }),
            "Node 4, the leader, says that this much is committed.",
        ),
    ];
    check("committed", "Node 2 commits through index 4: ", rows);
}

#[test]
fn a_held_commit_tells_what_is_missing() {
    let row = |reason| Decision::CommitHeld {
        index: place(4),
        reason,
    };
    let too_few = |replicas, needed| CommitHold::TooFew {
        replicas: Tally::of(replicas, needed),
    };
    let older = CommitHold::OlderTerm {
        entry: Term(2),
        current: Term(4),
    };
    let rows = [
        (row(too_few(2, 3)), "2 nodes store it, and 3 are needed."),
        (row(too_few(1, 2)), "1 node stores it, and 2 are needed."),
        (
            row(CommitHold::TooFew {
                replicas: both([1, 2], [3, 3]),
            }),
            "1 of the new voters and 3 of the old store it, and majorities of both are needed: 2 \
             and 3.",
        ),
        (
            row(older),
            "a majority stores it, but it is of term 2, \
             and counting proves only entries of the current term 4.",
        ),
    ];
    check("commit_held", "Node 2 may not commit index 4 yet: ", rows);
}

#[test]
fn an_ignored_message_tells_why() {
    let row = |from, reason| Decision::MessageIgnored { from, reason };
    let older = IgnoreReason::OlderTerm {
        theirs: Term(2),
        own: Term(3),
    };
    let below_match = IgnoreReason::BelowMatch {
        rejected: Index::after_count(2),
        match_index: Index::after_count(4),
    };
    let rows = [
        (
            row(OTHER, older),
            "Node 4's message: it is of term 2, and Node 2 is in term 3.",
        ),
        (
            row(OTHER, IgnoreReason::NotCandidate),
            "Node 4's answer about a vote: it is not a candidate.",
        ),
        (
            row(OTHER, IgnoreReason::NotAsking),
            "Node 4's answer about a pre-vote: it asks for none now.",
        ),
        (
            row(OTHER, IgnoreReason::NotLeader),
            "Node 4's answer to a leader: it does not lead.",
        ),
        (
            row(OTHER, IgnoreReason::Overtaken),
            "Node 4's answer: it is not the one that Node 2 waits for.",
        ),
        (
            row(OTHER, below_match),
            "Node 4's rejection at index 3: Node 4 has confirmed index 5, \
             so the rejection is late, or its disk was lost.",
        ),
        (
            row(NodeId(77), IgnoreReason::Stranger),
            "a message from Node 77, which is not a member of the cluster.",
        ),
        (
            row(NODE, IgnoreReason::Stranger),
            "a message under its own name: it has not sent it.",
        ),
    ];
    check("message_ignored", "Node 2 ignores ", rows);
}

/// What is asked for in vain is told so, and in that sense answered.
#[test]
fn a_question_that_is_refused_tells_why() {
    let row = |reason| Decision::MessageIgnored {
        from: OTHER,
        reason,
    };
    let old_leader = IgnoreReason::OldLeader {
        theirs: Term(2),
        own: Term(3),
    };
    let rows = [
        (
            row(old_leader),
            "tells Node 4 that it does not lead any more: it asks as the leader of term 2, and \
             Node 2 is in term 3.",
        ),
        (
            row(IgnoreReason::NoReadIndex),
            "gives Node 4 no read index: Node 2 does not lead.",
        ),
    ];
    check("message_ignored", "Node 2 ", rows);
}

#[test]
fn what_cannot_be_is_refused_with_what_is_known() {
    let row = |impossible| Decision::Refused {
        from: OTHER,
        impossible,
    };
    let second = |known| Impossible::SecondLeader {
        known,
        term: Term(3),
    };
    let beyond = |last| Impossible::MatchBeyondLog {
        matched: place(9),
        last,
    };
    let out_of_order = Impossible::TermOutOfOrder {
        index: place(5),
        term: Term(2),
    };
    let conflict = Impossible::CommittedConflict {
        index: place(3),
        own: Term(2),
        leaders: Term(4),
    };
    let rows = [
        (
            row(second(NODE)),
            "to believe that Node 4 leads term 3: it leads this term itself.",
        ),
        (
            row(second(NodeId(1))),
            "to believe that Node 4 leads term 3: Node 1 leads this term.",
        ),
        (
            row(beyond(Some(place(4)))),
            "to believe that Node 4 holds index 9: its own log ends at index 4.",
        ),
        (
            row(beyond(None)),
            "to believe that Node 4 holds index 9: its own log is empty.",
        ),
        (
            row(out_of_order),
            "Node 4's entries: at index 5, term 2 is older than the term before it \
             or newer than the leader's.",
        ),
        (
            row(conflict),
            "Node 4's entry at index 3, which is of term 4: its own entry there is of term 2 \
             and committed.",
        ),
    ];
    check("refused", "Node 2 refuses ", rows);
}

/// Every row's message, from Node 2 to Node 4 in term 3, reads "Node 2" + the row's text.
#[track_caller]
fn check_messages<const N: usize>(name: &str, rows: [(Body, &str); N]) {
    for (body, text) in rows {
        assert_eq!(body.name(), name);
        let message = Message {
            term: Term(3),
            body,
        };
        let sentence = message.sentence(NODE, OTHER).to_string();
        assert_eq!(sentence, format!("Node 2{text}"));
    }
}

#[test]
fn a_vote_request_and_its_answer_read_as_such() {
    let row = |last, transfer| Body::RequestVote(RequestVote { last, transfer });
    let rows = [
        (
            row(Some(at(2, 4)), false),
            " asks Node 4 for its vote in term 3; \
             the candidate's log ends at index 4 of term 2.",
        ),
        (
            row(None, false),
            " asks Node 4 for its vote in term 3; the candidate's log is empty.",
        ),
        (
            row(None, true),
            " asks Node 4 for its vote in term 3; the candidate's log is empty, and its leader \
             told it to stand.",
        ),
    ];
    check_messages("RequestVote", rows);

    let rows = [
        (
            Body::RequestVoteReply(RequestVoteReply::Granted),
            " gives Node 4 its vote in term 3.",
        ),
        (
            Body::RequestVoteReply(RequestVoteReply::Denied),
            ", in term 3, refuses its vote to Node 4.",
        ),
    ];
    check_messages("RequestVoteReply", rows);

    let told = ", leader of term 3, tells Node 4 to begin an election now.";
    check_messages("TimeoutNow", [(Body::TimeoutNow, told)]);
}

#[test]
fn entries_and_heartbeats_tell_what_they_build_on() {
    let entry = Entry {
        term: Term(3),
        payload: Payload::BLANK,
    };
    let row = |prev, count: usize, commit| {
        Body::AppendEntries(AppendEntries {
            prev,
            entries: std::iter::repeat_n(entry.clone(), count).collect::<Entries>(),
            leader_commit: Index::new(commit),
        })
    };
    let rows = [
        (
            row(Some(at(2, 4)), 0, 3),
            ", leader of term 3, sends Node 4 a heartbeat that builds on index 4 of term 2; \
             it knows index 3 to be committed.",
        ),
        (
            row(None, 0, 0),
            ", leader of term 3, sends Node 4 a heartbeat that builds on the empty log; \
             it knows of no committed entry.",
        ),
        (
            row(Some(at(2, 4)), 2, 0),
            ", leader of term 3, sends Node 4 entries 5 to 6 to follow index 4 of term 2; \
             it knows of no committed entry.",
        ),
        (
            row(None, 1, 0),
            ", leader of term 3, sends Node 4 entry 1 to begin the log; \
             it knows of no committed entry.",
        ),
    ];
    check_messages("AppendEntries", rows);
}

#[test]
fn an_answer_to_entries_tells_where_the_logs_agree() {
    let matched = |index| AppendEntriesReply::Matched(Index::new(index));
    let rejected = |prev, hint| AppendEntriesReply::Rejected {
        prev: Index::new(prev),
        hint,
    };
    let rows = [
        (
            matched(6),
            " tells Node 4 that both logs agree through index 6.",
        ),
        (
            matched(0),
            " tells Node 4 that both logs agree where they begin.",
        ),
        (
            rejected(7, Some(at(2, 4))),
            " rejects what Node 4 sent to build on index 7; \
             index 4 of term 2 is the last that may agree.",
        ),
        (
            rejected(7, None),
            " rejects what Node 4 sent to build on index 7.",
        ),
        (rejected(0, None), " rejects what Node 4 sent."),
    ];
    for (reply, text) in rows {
        let body = Body::AppendEntriesReply(reply);
        check_messages(
            "AppendEntriesReply",
            [(body, &format!(", in term 3,{text}"))],
        );
    }
}

#[test]
fn a_postponed_election_names_what_is_being_written() {
    let row = |voted| Decision::ElectionPostponed {
        term: Term(7),
        voted,
    };
    let rows = [
        (row(true), "its vote of term 7 is not on disk yet."),
        (row(false), "its term 7 is not on disk yet."),
    ];
    check(
        "election_postponed",
        "Node 2 postpones its election: ",
        rows,
    );
}

#[test]
fn a_duration_by_another_clock_says_so() {
    let waited = Some(Duration(1_730_512));
    let decision = Decision::ElectionStarted {
        term: Term(2),
        waited,
    };
    let sentence = |clock| decision.sentence_by(NODE, clock).to_string();
    assert_eq!(
        sentence(WhoseClock::ItsOwn),
        "Node 2's election timer of 1.73 s by its own clock ran out, so it asks for votes in \
         term 2."
    );
    assert_eq!(
        sentence(WhoseClock::Everybodys),
        decision.sentence(NODE).to_string()
    );
}

#[test]
fn held_heartbeats_name_what_their_disk_has_not_written() {
    let row = |messages, term: Option<u64>, voted, log: Option<(u64, u64)>| {
        let unconfirmed = Unconfirmed {
            term: term.map(Term),
            voted,
            log_from: log.map(|(first, _)| place(first)),
            log_last: log.and_then(|(_, last)| Index::new(last)),
        };
        Decision::HeartbeatsHeld {
            messages,
            unconfirmed,
        }
    };
    let rows = [
        (
            row(1, None, false, Some((2, 2))),
            "1 message is held back until entry 2 is written.",
        ),
        (
            row(4, None, false, Some((2, 5))),
            "4 messages are held back until entries 2 to 5 are written.",
        ),
        (
            row(4, Some(3), true, None),
            "4 messages are held back until its vote of term 3 is written.",
        ),
        (
            row(4, Some(3), false, Some((2, 2))),
            "4 messages are held back until its term 3 and entry 2 are written.",
        ),
        (
            row(4, None, false, Some((3, 2))),
            "4 messages are held back until the removal of entries from 3 on is written.",
        ),
    ];
    check(
        "heartbeats_held",
        "Node 2's heartbeats wait for its disk: ",
        rows,
    );
}

/// Each decision about a transfer (Thesis §3.10), by its name, its section and its sentence.
#[test]
fn decisions_about_a_transfer_tell_who_hands_over_to_whom() {
    let to = OTHER;
    let within = Duration(1_500_000);
    let begun = |instead_of| TransferDecision::Begun {
        to,
        instead_of,
        within: Some(within),
    };
    let waits = |matched, last| TransferDecision::Waits {
        to,
        matched: Index::new(matched),
        last: Index::new(last),
    };
    let sent = |last| TransferDecision::TimeoutNowSent {
        to,
        last: Index::new(last),
    };
    let aborted = |told, reason| TransferDecision::Aborted { to, told, reason };
    let refused = |reason| TransferDecision::Refused { to, reason };
    let heeded = |leader| TransferDecision::VoteHeeded {
        candidate: OTHER,
        leader,
    };
    let rows = [
        (
            begun(None),
            "transfer_begun",
            "Node 2 begins to hand its lead to Node 4: it takes no more commands, and gives up \
             after 1.5 s.",
        ),
        (
            begun(Some(NodeId(1))),
            "transfer_begun",
            "Node 2 begins to hand its lead to Node 4, and no longer to Node 1: it takes no more \
             commands, and gives up after 1.5 s.",
        ),
        (
            waits(3, 7),
            "transfer_waits",
            "Node 2 waits until Node 4 holds its whole log: that ends at index 7, and Node 4 is \
             known to hold it through index 3.",
        ),
        (
            waits(0, 7),
            "transfer_waits",
            "Node 2 waits until Node 4 holds its whole log: that ends at index 7, and Node 4 is \
             not known to hold any of it.",
        ),
        (
            sent(7),
            "timeout_now_sent",
            "Node 4 holds Node 2's log through index 7, its end: Node 2 tells it to begin an \
             election now.",
        ),
        (
            sent(0),
            "timeout_now_sent",
            "Node 2's log is empty, so Node 4 lacks nothing of it: Node 2 tells it to begin an \
             election now.",
        ),
        (
            aborted(true, TransferEnd::TimeOver { within }),
            "transfer_aborted",
            "Node 2 gives up handing its lead to Node 4, and takes commands again: it told Node 4 \
             to begin an election, and within 1.5 s no newer term has come.",
        ),
        (
            aborted(false, TransferEnd::TimeOver { within }),
            "transfer_aborted",
            "Node 2 gives up handing its lead to Node 4, and takes commands again: within 1.5 s \
             Node 4 was not known to hold its whole log.",
        ),
        (
            aborted(true, TransferEnd::CalledOff),
            "transfer_aborted",
            "Node 2 gives up handing its lead to Node 4, and takes commands again: it was asked to \
             go on leading.",
        ),
        (
            refused(TransferRefusal::NotLeader {
                leader: Some(NodeId(1)),
            }),
            "transfer_refused",
            "Node 2 has no lead to hand to Node 4: it follows Node 1.",
        ),
        (
            refused(TransferRefusal::NotLeader { leader: None }),
            "transfer_refused",
            "Node 2 has no lead to hand to Node 4: it knows of no leader.",
        ),
        (
            refused(TransferRefusal::ToItself),
            "transfer_refused",
            "Node 2 goes on leading: it hands its lead to nobody.",
        ),
        (
            refused(TransferRefusal::NoMember),
            "transfer_refused",
            "Node 2 does not hand its lead to Node 4, which is no voting member.",
        ),
        (
            refused(TransferRefusal::UnderWay),
            "transfer_refused",
            "Node 2 hands its lead to Node 4 already: the time of that transfer goes on.",
        ),
        (
            TransferDecision::CommandPutOff { to },
            "command_put_off",
            "Node 2 takes no command while it hands its lead to Node 4: the client asks again \
             later.",
        ),
        (
            TransferDecision::ToldToStand {
                leader: OTHER,
                term: Term(3),
            },
            "told_to_stand",
            "Node 2 begins an election at once and asks nobody first: Node 4, leader of term 3, \
             told it to.",
        ),
        (
            heeded(NODE),
            "vote_heeded",
            "Node 2 heeds Node 4's request although it leads: it handed its lead over itself.",
        ),
        (
            heeded(NodeId(1)),
            "vote_heeded",
            "Node 2 heeds Node 4's request although it hears Node 1, its leader: the request says \
             that a leader told Node 4 to stand.",
        ),
    ];
    for (decision, name, text) in rows {
        let decision = Decision::Extension(ExtensionDecision::Transfer(decision));
        assert_eq!(decision.name(), name);
        let section = if name == "vote_heeded" {
            "Thesis §4.2.3"
        } else {
            "Thesis §3.10"
        };
        assert_eq!(decision.section(), section);
        assert_eq!(decision.sentence(NODE).to_string(), text);
    }
}

/// A decision with its name, its section and its sentence, and with its values.
type FlowRow = (
    FlowDecision,
    [&'static str; 3],
    &'static [(&'static str, u64)],
);

#[test]
fn decisions_about_the_flow_say_what_waits() {
    let window = |unanswered| FlowDecision::WindowFull {
        follower: OTHER,
        unanswered,
        next_index: index(8),
    };
    let batch = FlowDecision::BatchBegun {
        first: index(8),
        within: Duration(20_000),
        most: 64,
    };
    let backlog = |uncommitted| FlowDecision::BacklogFull {
        uncommitted,
        most: uncommitted,
    };
    let rows: [FlowRow; 5] = [
        (
            window(2),
            [
                "window_full",
                "Thesis §10.2.2",
                "Node 2 lets the entries from index 8 on wait for Node 4: 2 messages to it have no \
                 answer yet, and more there may not be.",
            ],
            &[("follower", 4), ("unanswered", 2), ("next_index", 8)],
        ),
        (
            window(1),
            [
                "window_full",
                "Thesis §10.2.2",
                "Node 2 lets the entries from index 8 on wait for Node 4: 1 message to it has no \
                 answer yet, and more there may not be.",
            ],
            &[("follower", 4), ("unanswered", 1), ("next_index", 8)],
        ),
        (
            batch,
            [
                "batch_begun",
                "Thesis §10.2.2",
                "Node 2 gathers commands from index 8 on: it sends them together with its next \
                 heartbeat, after 20 ms at the latest, or when there are 64 entries.",
            ],
            &[("first", 8), ("within_us", 20_000), ("most", 64)],
        ),
        (
            backlog(3),
            [
                "backlog_full",
                "Raft §8",
                "Node 2 takes no command: it counts 3 uncommitted entries, and 3 may be. The \
                 client asks again later.",
            ],
            &[("uncommitted", 3), ("most", 3)],
        ),
        (
            backlog(1),
            [
                "backlog_full",
                "Raft §8",
                "Node 2 takes no command: it counts 1 uncommitted entry, and 1 may be. The client \
                 asks again later.",
            ],
            &[("uncommitted", 1), ("most", 1)],
        ),
    ];
    for (decision, [name, section, text], expected) in rows {
        let decision = Decision::Extension(ExtensionDecision::Flow(decision));
        assert_eq!(decision.name(), name);
        assert_eq!(decision.section(), section);
        assert_eq!(decision.sentence(NODE).to_string(), text);
        let mut values = Vec::new();
        decision.each_value(|name, value| values.push((name, value)));
        assert_eq!(values, expected);
    }
}

#[test]
fn decisions_about_a_transfer_tell_their_values() {
    let values = |decision| {
        let mut values = Vec::new();
        let decision = Decision::Extension(ExtensionDecision::Transfer(decision));
        decision.each_value(|name, value| values.push((name, value)));
        values
    };
    let to = OTHER;
    let within = Duration(1_500_000);
    let begun = TransferDecision::Begun {
        to,
        instead_of: Some(NodeId(1)),
        within: Some(within),
    };
    assert_eq!(
        values(begun),
        [("to", 4), ("instead_of", 1), ("within_us", 1_500_000)]
    );
    let waits = TransferDecision::Waits {
        to,
        matched: None,
        last: Index::new(7),
    };
    assert_eq!(values(waits), [("to", 4), ("last_index", 7)]);
    let aborted = TransferDecision::Aborted {
        to,
        told: true,
        reason: TransferEnd::TimeOver { within },
    };
    assert_eq!(
        values(aborted),
        [("to", 4), ("told", 1), ("within_us", 1_500_000)]
    );
    let leader = Some(NodeId(1));
    let refused = TransferDecision::Refused {
        to,
        reason: TransferRefusal::NotLeader { leader },
    };
    assert_eq!(values(refused), [("to", 4), ("leader", 1)]);
}

#[test]
fn decisions_about_snapshots_tell_what_they_stand_for() {
    let base = at(3, 7);
    let (to, leader) = (OTHER, OTHER);
    let not_taken = |reason| SnapshotDecision::NotTaken {
        through: place(7),
        reason,
    };
    let part = |fit, held| SnapshotDecision::ChunkTaken {
        leader,
        base,
        offset: 16,
        fit,
        held,
    };
    let confirmed = |goes_back| SnapshotDecision::ChunkConfirmed {
        follower: OTHER,
        base,
        held: 16,
        size: 40,
        goes_back,
    };
    let installed = |agrees, behind, kept| SnapshotDecision::Installed {
        leader,
        base,
        agrees,
        behind,
        kept,
    };
    let stale = |commit| SnapshotDecision::Stale {
        leader,
        base,
        commit,
    };
    let rows = [
        (
            SnapshotDecision::Taken {
                base,
                replaced: 1,
                size: 40,
            },
            "snapshot_taken",
            "Node 2 puts a snapshot of 40 bytes in the place of 1 entry, through index 7 of \
             term 3.",
        ),
        (
            not_taken(SnapshotRefusal::NothingNew),
            "snapshot_not_taken",
            "Node 2 takes no snapshot through index 7: it has one through there.",
        ),
        (
            not_taken(SnapshotRefusal::NotCommitted { commit: None }),
            "snapshot_not_taken",
            "Node 2 takes no snapshot through index 7: it has committed nothing.",
        ),
        (
            not_taken(SnapshotRefusal::NotCommitted {
                commit: Index::new(5),
            }),
            "snapshot_not_taken",
            "Node 2 takes no snapshot through index 7: it has committed through index 5 only.",
        ),
        (
            not_taken(SnapshotRefusal::BeyondLog { last: None }),
            "snapshot_not_taken",
            "Node 2 takes no snapshot through index 7: its log is empty.",
        ),
        (
            not_taken(SnapshotRefusal::BeyondLog {
                last: Index::new(6),
            }),
            "snapshot_not_taken",
            "Node 2 takes no snapshot through index 7: its log ends at index 6.",
        ),
        (
            SnapshotDecision::SendBegun {
                to,
                next_index: place(3),
                base,
                size: 40,
            },
            "snapshot_sent",
            "Node 2 sends Node 4 its snapshot through index 7 of term 3, 40 bytes: Node 4 needs \
             the entry at index 3, which the log no longer holds.",
        ),
        (
            SnapshotDecision::ChunkRepeated {
                to,
                base,
                offset: 16,
            },
            "snapshot_part_repeated",
            "Node 2 sends Node 4 the part behind 16 bytes of its snapshot through index 7 again: \
             it is not confirmed yet.",
        ),
        (
            SnapshotDecision::ChunkRepeated {
                to,
                base,
                offset: 0,
            },
            "snapshot_part_repeated",
            "Node 2 sends Node 4 the first part of its snapshot through index 7 again: it is not \
             confirmed yet.",
        ),
        (
            part(ChunkFit::Joined, 32),
            "snapshot_part_received",
            "Node 2 holds 32 bytes of Node 4's snapshot through index 7.",
        ),
        (
            part(ChunkFit::Doubled, 32),
            "snapshot_part_received",
            "Node 2 has that part of Node 4's snapshot through index 7 already: it holds 32 bytes \
             of it.",
        ),
        (
            part(ChunkFit::Gap, 1),
            "snapshot_part_received",
            "Node 2 cannot use the part behind byte 16 of Node 4's snapshot through index 7: it \
             holds 1 byte of it.",
        ),
        (
            part(ChunkFit::Overtaken, 0),
            "snapshot_part_received",
            "Node 2 has no use for a part of Node 4's snapshot through index 7: a newer one is \
             under way.",
        ),
        (
            confirmed(false),
            "snapshot_part_confirmed",
            "Node 4 holds 16 bytes of the 40 in Node 2's snapshot through index 7: the next part \
             follows.",
        ),
        (
            confirmed(true),
            "snapshot_part_confirmed",
            "Node 4 holds 16 bytes of the 40 in Node 2's snapshot through index 7, less than it \
             did: the rest is sent once more.",
        ),
        (
            installed(false, 0, true),
            "snapshot_installed",
            "Node 2 installs Node 4's snapshot through index 7 of term 3 in place of its \
             state and log.",
        ),
        (
            installed(true, 2, true),
            "snapshot_installed",
            "Node 2 installs Node 4's snapshot through index 7 of term 3 in place of its \
             state and log. Its log held that entry: the rest stays.",
        ),
        (
            installed(false, 1, false),
            "snapshot_installed",
            "Node 2 installs Node 4's snapshot through index 7 of term 3 in place of its \
             state and log. Its log lacked that entry: the rest goes.",
        ),
        (
            installed(true, 1, false),
            "snapshot_installed",
            "Node 2 installs Node 4's snapshot through index 7 of term 3 in place of its \
             state and log. Its log held that entry, and the rest goes all the same.",
        ),
        (
            installed(false, 1, true),
            "snapshot_installed",
            "Node 2 installs Node 4's snapshot through index 7 of term 3 in place of its \
             state and log. Its log lacked that entry, and the rest stays all the same.",
        ),
        (
            stale(Index::new(9)),
            "snapshot_stale",
            "Node 2 has no use for Node 4's snapshot through index 7: it has committed through \
             index 9.",
        ),
        (
            stale(None),
            "snapshot_stale",
            "Node 2 has no use for Node 4's snapshot through index 7: it has committed nothing.",
        ),
        (
            SnapshotDecision::Refused {
                leader,
                theirs: Term(2),
                own: Term(3),
            },
            "snapshot_refused",
            "Node 2 refuses Node 4's snapshot: Node 4 leads term 2, and Node 2 is in term 3.",
        ),
        (
            SnapshotDecision::InstallConfirmed {
                follower: OTHER,
                through: place(7),
            },
            "snapshot_confirmed",
            "Node 4 holds on its disk all that Node 2's snapshot through index 7 stands for.",
        ),
    ];
    for (decision, name, text) in rows {
        let decision = Decision::Extension(ExtensionDecision::Snapshot(decision));
        assert_eq!(decision.name(), name);
        let sections = ["Raft §7", "Raft Figure 13", "Raft §5.1"];
        assert!(sections.contains(&decision.section()));
        assert_eq!(decision.sentence(NODE).to_string(), text);
        let mut values = Vec::new();
        decision.each_value(|name, value| values.push((name, value)));
        assert!(
            values.iter().any(|(_, value)| *value == 7 || *value == 2),
            "{values:?}"
        );
    }
}

#[test]
fn parts_of_snapshots_and_their_answers_in_words() {
    let base = at(3, 7);
    let part = |offset, done| {
        let bytes = [7; 16].into();
        Body::InstallSnapshot(InstallSnapshot {
            base,
            configuration: Configuration::new(NodeSet::first(3)),
            chunk: Arc::new(Chunk {
                offset,
                bytes,
                done,
            }),
        })
    };
    let rows = [
        (
            part(0, true),
            "Node 2, leader of term 5, sends Node 4 its snapshot through index 7 of term 3, 16 \
             bytes.",
        ),
        (
            part(0, false),
            "Node 2, leader of term 5, sends Node 4 the first 16 bytes of its snapshot through \
             index 7 of term 3.",
        ),
        (
            part(16, false),
            "Node 2, leader of term 5, sends Node 4 the next 16 bytes of its snapshot through \
             index 7 of term 3, behind 16.",
        ),
        (
            part(16, true),
            "Node 2, leader of term 5, sends Node 4 the last 16 bytes of its snapshot through \
             index 7 of term 3, behind 16.",
        ),
        (
            Body::InstallSnapshotReply(InstallSnapshotReply::Received { base, held: 16 }),
            "Node 2, in term 5, holds 16 bytes of Node 4's snapshot through index 7.",
        ),
        (
            Body::InstallSnapshotReply(InstallSnapshotReply::Missing { base, held: 0 }),
            "Node 2, in term 5, lacks a part of Node 4's snapshot through index 7: it holds 0 \
             bytes of it.",
        ),
        (
            Body::InstallSnapshotReply(InstallSnapshotReply::Installed { through: place(7) }),
            "Node 2, in term 5, holds all that Node 4's snapshot through index 7 stands for.",
        ),
        (
            Body::InstallSnapshotReply(InstallSnapshotReply::Refused),
            "Node 2, in term 5, refuses Node 4's snapshot of an older term.",
        ),
    ];
    for (body, text) in rows {
        let message = Message {
            term: Term(5),
            body,
        };
        assert_eq!(message.sentence(NODE, OTHER).to_string(), text);
    }
}

#[test]
fn decisions_about_the_membership_name_who_votes() {
    let voters = |count| Configuration::new(NodeSet::first(count));
    let learner = |count, node| voters(count).with_learners(NodeSet::from_iter([NodeId(node)]));
    let configuration = learner(3, 4);
    let (at, servers) = (place(7), NodeSet::from_iter([OTHER]));
    let many = NodeSet::from_iter([OTHER, NodeId(7)]);
    let joint = voters(3).to_joint(many);
    let change_to = Change::Voters(many);
    let refused = |change, reason| MembershipDecision::Refused { change, reason };
    let remove = Change::RemoveServer(OTHER);
    let ended = |round, took| MembershipDecision::RoundEnded {
        servers,
        round,
        through: Some(at),
        took: Duration(took),
        within: Duration(1_500_000),
    };
    let rows = [
        (
            MembershipDecision::Appended {
                at,
                before: voters(3),
                configuration,
                is_used: true,
            },
            "change_appended",
            "Node 2 appends and uses the configuration at index 7: voters 0, 1 and 2, learner 4; a \
             majority is 2.",
        ),
        (
            MembershipDecision::Adopted {
                at,
                configuration: voters(4),
            },
            "configuration_adopted",
            "Node 2 uses the configuration at index 7 of its log: voters 0, 1, 2 and 3; a \
             majority is 3.",
        ),
        (
            MembershipDecision::Reverted {
                at: None,
                before: voters(2),
                configuration: voters(1),
            },
            "configuration_reverted",
            "The entry of Node 2's configuration was removed, so it uses the one before its log \
             again: voter 0; a majority is 1.",
        ),
        (
            MembershipDecision::Reverted {
                at: Some(at),
                before: joint,
                configuration: voters(2),
            },
            "configuration_reverted",
            "The entry of Node 2's joint configuration was removed, so it uses the one at index 7 \
             again: voters 0 and 1; a majority is 2.",
        ),
        (
            MembershipDecision::Restored {
                through: at,
                configuration: voters(2),
            },
            "configuration_restored",
            "Node 2 uses the configuration of the snapshot through index 7: voters 0 and 1; a \
             majority is 2.",
        ),
        (
            MembershipDecision::Committed { at, configuration },
            "change_committed",
            "The change at index 7 is committed: voters 0, 1 and 2, learner 4.",
        ),
        (
            refused(remove, ChangeRefusal::UnderWay { at }),
            "change_refused",
            "Node 2 does not remove Node 4: the change at index 7 is not committed yet.",
        ),
        (
            refused(remove, ChangeRefusal::OwnTermNotCommitted { term: Term(7) }),
            "change_refused",
            "Node 2 does not remove Node 4: no entry of its own term 7 is committed yet.",
        ),
        (
            refused(
                Change::AddServer(OTHER),
                ChangeRefusal::CatchingUp {
                    servers: NodeSet::from_iter([NodeId(7)]),
                },
            ),
            "change_refused",
            "Node 2 does not add Node 4: Node 7 catches up first.",
        ),
        (
            refused(Change::AddServer(OTHER), ChangeRefusal::IsVoter),
            "change_refused",
            "Node 2 does not add Node 4: Node 4 is a voter already.",
        ),
        (
            refused(Change::AddLearner(OTHER), ChangeRefusal::IsLearner),
            "change_refused",
            "Node 2 does not add Node 4 as a learner: Node 4 is a learner already.",
        ),
        (
            refused(remove, ChangeRefusal::IsOutside),
            "change_refused",
            "Node 2 does not remove Node 4: Node 4 does not belong to the cluster.",
        ),
        (
            refused(remove, ChangeRefusal::IsLastVoter),
            "change_refused",
            "Node 2 does not remove Node 4: Node 4 is the last voter, and a cluster needs one.",
        ),
        (
            refused(Change::AddServer(OTHER), ChangeRefusal::NotCaughtUp),
            "change_refused",
            "Node 2 does not add Node 4: Node 4 did not catch up in time, and stays a learner.",
        ),
        (
            refused(Change::AddServer(OTHER), ChangeRefusal::Left),
            "change_refused",
            "Node 2 does not add Node 4: Node 4 left while it caught up.",
        ),
        (
            MembershipDecision::CatchUpBegun {
                servers,
                through: Some(at),
            },
            "catch_up_begun",
            "Node 4 gets its vote when it has caught up: Node 2 first brings it its log through \
             index 7.",
        ),
        (
            MembershipDecision::CatchUpBegun {
                servers,
                through: None,
            },
            "catch_up_begun",
            "Node 4 gets its vote when it has caught up: Node 2 first brings it its log, which is \
             empty.",
        ),
        (
            ended(1, 120_000),
            "catch_up_round_ended",
            "Node 4 holds all of round 1, which took 120 ms: less than 1.5 s, so it is caught up.",
        ),
        (
            ended(2, 1_500_000),
            "catch_up_round_ended",
            "Node 4 holds all of round 2, which took 1.5 s: not less than 1.5 s, so it is not \
             caught up yet.",
        ),
        (
            MembershipDecision::Appended {
                at,
                before: voters(3),
                configuration: joint,
                is_used: true,
            },
            "change_appended",
            "Node 2 appends and uses the joint configuration at index 7: old voters 0, 1 and 2, \
             new voters 4 and 7; it needs majorities of both, 2 of the old and 2 of the new.",
        ),
        (
            MembershipDecision::Appended {
                at,
                before: joint,
                configuration: joint.left(),
                is_used: true,
            },
            "change_appended",
            "Node 2 leaves the joint configuration: it appends and uses the configuration at index \
             7: voters 4 and 7; a majority is 2.",
        ),
        (
            MembershipDecision::Committed {
                at,
                configuration: joint,
            },
            "change_committed",
            "The change at index 7 is committed: old voters 0, 1 and 2, new voters 4 and 7.",
        ),
        (
            MembershipDecision::CatchUpBegun {
                servers: many,
                through: Some(at),
            },
            "catch_up_begun",
            "Nodes 4 and 7 get their votes when they have caught up: Node 2 first brings them its \
             log through index 7.",
        ),
        (
            MembershipDecision::RoundEnded {
                servers: many,
                round: 7,
                through: Some(at),
                took: Duration(100_000),
                within: Duration(1_500_000),
            },
            "catch_up_round_ended",
            "Nodes 4 and 7 hold all of round 7, which took 100 ms: less \
             than 1.5 s, so they are caught up.",
        ),
        (
            refused(change_to, ChangeRefusal::AreVoters),
            "change_refused",
            "Node 2 does not change the voters to 4 and 7: Nodes 4 and 7 are the voters already.",
        ),
        (
            refused(Change::Voters(servers), ChangeRefusal::AreVoters),
            "change_refused",
            "Node 2 does not change the voters to 4: Node 4 is the only voter already.",
        ),
        (
            refused(change_to, ChangeRefusal::NoVoter),
            "change_refused",
            "Node 2 does not change the voters to 4 and 7: a cluster needs a voter.",
        ),
        (
            refused(change_to, ChangeRefusal::CatchingUp { servers: many }),
            "change_refused",
            "Node 2 does not change the voters to 4 and 7: Nodes 4 and 7 catch up first.",
        ),
        (
            refused(change_to, ChangeRefusal::NotCaughtUp),
            "change_refused",
            "Node 2 does not change the voters to 4 and 7: not all of them caught up in time, and \
             the new ones stay learners.",
        ),
        (
            refused(change_to, ChangeRefusal::Left),
            "change_refused",
            "Node 2 does not change the voters to 4 and 7: one of them left meanwhile.",
        ),
        (
            MembershipDecision::LeaderLeaves { term: Term(3), at },
            "leader_left",
            "Node 2 leads term 3 no more: the change at index 7 took its vote.",
        ),
    ];
    for (decision, name, text) in rows {
        let decision = Decision::Extension(ExtensionDecision::Membership(decision));
        assert_eq!(decision.name(), name);
        let sections = [
            "Raft §6",
            "Raft §7",
            "Thesis §4.1",
            "Thesis §4.2.1",
            "Thesis §4.2.2",
        ];
        assert!(sections.contains(&decision.section()), "{name}");
        assert_eq!(decision.sentence(NODE).to_string(), text);
        let mut values = Vec::new();
        decision.each_value(|name, value| values.push((name, value)));
        let is_told = |(_, value): &(&str, u64)| [1, 2, 4, 7].contains(value);
        assert!(values.iter().any(is_told), "{text}: {values:?}");
    }
}

/// Each value by a name of its own, so that none is lost in an object of them.
#[test]
fn a_change_refused_while_servers_catch_up_tells_both_sets_of_them() {
    let told = |asked: &[u8], catching_up: &[u8]| {
        let set = |nodes: &[u8]| NodeSet::from_iter(nodes.iter().copied().map(NodeId));
        let refused = MembershipDecision::Refused {
            change: Change::Voters(set(asked)),
            reason: ChangeRefusal::CatchingUp {
                servers: set(catching_up),
            },
        };
        let mut values = Vec::new();
        let decision = Decision::Extension(ExtensionDecision::Membership(refused));
        decision.each_value(|name, value| values.push((name, value)));
        values
    };
    assert_eq!(
        told(&[0, 1, 3], &[3, 4]),
        [("servers", 3), ("catching_up_servers", 2)]
    );
    assert_eq!(told(&[0], &[4]), [("server", 0), ("catching_up", 4)]);
}

#[test]
fn a_transfer_to_a_node_without_a_vote_ends_in_words() {
    let aborted = TransferDecision::Aborted {
        to: OTHER,
        told: false,
        reason: TransferEnd::Left,
    };
    let decision = Decision::Extension(ExtensionDecision::Transfer(aborted));
    assert_eq!(
        decision.sentence(NODE).to_string(),
        "Node 2 gives up handing its lead to Node 4, and takes commands again: Node 4 is no \
         voting member any more."
    );
}
