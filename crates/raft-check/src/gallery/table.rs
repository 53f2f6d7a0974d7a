//! What the gallery says of each rule, in the order of [`Bug::ALL`].

use raft_core::{Bug, Extension};

use super::entry::GalleryEntry;
use crate::hunt::FailureKind;
use crate::properties::Property;

/// All rules that can be left out.
pub(super) static GALLERY: [GalleryEntry; Bug::ALL.len()] = [
    GalleryEntry {
        bug: Bug::LastReplyKillsLeader,
        title: "One answer too many",
        paragraph: "The leader keeps its followers in a list that is one place too short, and an \
                    answer of the last node kills the thread that reads answers. The process \
                    still stands and looks alive, but it sends no heartbeat, commits nothing, and \
                    nobody is told. In Raft any follower's answer counts, so that the fastest \
                    majority decides and no single node can hold the others up.",
        rule: "A leader heeds every follower's answer, the last one's like all others.",
        section: "Raft §5.3",
        breaks: Some(FailureKind::Stuck),
        extensions: &[],
        source: Some("the five-node script that this playground grew from"),
    },
    GalleryEntry {
        bug: Bug::MatchWholeLog,
        title: "Matching the whole log",
        paragraph: "A follower answers an append with the length of its whole log, and not with \
                    the last entry that the message covers. What stands past that entry may be \
                    left over from an older leader and differ from the new leader's log. The \
                    leader counts it as a copy of its own entry, and commits what too few nodes \
                    hold.",
        rule: "Answer an append with the last entry that the message covers.",
        section: "Raft Figure 2, §5.3",
        breaks: Some(FailureKind::Broke(Property::LeaderCompleteness)),
        extensions: &[],
        source: Some("the five-node script that this playground grew from"),
    },
    GalleryEntry {
        bug: Bug::CommitWholeLog,
        title: "Committing the whole log",
        paragraph: "A follower that hears how far the leader has committed goes as far in its own \
                    log, even past the last entry that the message covers. Up to that entry the \
                    two logs are known to agree; past it they may still differ. So the follower \
                    applies an entry that the leader is about to overwrite.",
        rule: "Commit as far as the leader has, but not past the last entry that the message \
               covers.",
        section: "Raft Figure 2, §5.3",
        breaks: Some(FailureKind::Broke(Property::StateMachineSafety)),
        extensions: &[],
        source: Some(
            "atomix/copycat issue 265 (2017), eBay/NuRaft pull request 57 (2019), rabbitmq/ra pull \
             request 508 (2025)",
        ),
    },
    GalleryEntry {
        bug: Bug::BelieveLateReplies,
        title: "Believing late replies",
        paragraph: "A leader takes each answer for the newest. Answers overtake each other on the \
                    way, so what it knows of a follower goes back to an older state, and an \
                    answer from a term that is over tells of entries that have been overwritten \
                    since. In Raft a match index only rises, and answers of older terms are \
                    ignored.",
        rule: "Ignore answers of an older term, and never lower a match index.",
        section: "Raft Figure 2, §5.1, §5.3",
        breaks: Some(FailureKind::Broke(Property::MatchNeverFalls)),
        extensions: &[],
        source: Some("etcd pull request 1207 (2014): late rejections took the next index back"),
    },
    GalleryEntry {
        bug: Bug::VoteForAnyLog,
        title: "Voting for any log",
        paragraph: "A voter does not compare logs: whoever asks first gets the vote. What is \
                    committed is on a majority, and every winner needs a vote from that majority, \
                    so one voter at least could have refused a candidate that lacks it. Without \
                    the comparison a node that slept through everything can lead, and overwrites \
                    what was committed.",
        rule: "Vote only for a candidate whose log is at least as up to date as your own.",
        section: "Raft §5.4.1",
        breaks: Some(FailureKind::Broke(Property::LeaderCompleteness)),
        extensions: &[],
        source: None,
    },
    GalleryEntry {
        bug: Bug::VoteForLongestLog,
        title: "Voting for the longest log",
        paragraph: "Voters compare only how long two logs are. A node that led in an old term can \
                    have a long tail that nobody else ever held, while the committed entries of \
                    newer terms stand in shorter logs. So the term of the last entry is compared \
                    first, and the length only between logs that end in the same term.",
        rule: "Compare the terms of the last entries first, and the lengths only if these are the \
               same.",
        section: "Raft §5.4.1",
        breaks: Some(FailureKind::Broke(Property::LeaderCompleteness)),
        extensions: &[],
        source: Some(
            "sile/noraft pull request 22 (2026); hashicorp/raft issue 94 (2016) is a milder form: \
             both had to be ahead, and nobody could win",
        ),
    },
    GalleryEntry {
        bug: Bug::VoteAgain,
        title: "Voting again",
        paragraph: "A voter says yes to every candidate of its term. Two candidates can then \
                    collect a majority each, since the same voters are in both, and one term has \
                    two leaders who give the same places in the log to different entries. One \
                    vote per term, first come, first served, makes that impossible.",
        rule: "Vote once in a term, for whoever asks first.",
        section: "Raft §5.2",
        breaks: Some(FailureKind::Broke(Property::ElectionSafety)),
        extensions: &[],
        source: Some(
            "camunda/camunda issue 5356 (2020): hearing from a leader cleared the vote; hazelcast \
             pull request 16643 (2020): stepping down cleared it",
        ),
    },
    GalleryEntry {
        bug: Bug::ForgetVoteAtRestart,
        title: "Forgetting the vote at restart",
        paragraph: "A node boots with its term and its log, but without its vote. Whoever asks \
                    next in the same term gets a second vote from it, as if the first one had \
                    never been given. That is why the vote is on disk before it is said.",
        rule: "Keep your vote on disk, and boot with it.",
        section: "Raft Figure 2, §5.2",
        breaks: Some(FailureKind::Broke(Property::OneVotePerTerm)),
        extensions: &[],
        source: Some("wenweihu86/raft-java issue 57 (2025)"),
    },
    GalleryEntry {
        bug: Bug::ForgetTermAtRestart,
        title: "Forgetting the term at restart",
        paragraph: "A node boots in the term of its last entry, and not in the newest term it has \
                    seen. It votes again in terms in which it has voted, and believes messages \
                    that it had refused before. A term is Raft's clock, and a clock must not go \
                    back.",
        rule: "Keep your term on disk, and boot in it.",
        section: "Raft Figure 2, §5.1",
        breaks: Some(FailureKind::Broke(Property::TermsNeverFall)),
        extensions: &[],
        source: Some("wenweihu86/raft-java issue 57 (2025)"),
    },
    GalleryEntry {
        bug: Bug::ElectWithMinority,
        title: "Electing with a minority",
        paragraph: "A candidate takes office with one vote less than a majority: two in a cluster \
                    of five, its own alone in a cluster of two. Two such groups can have nobody in \
                    common, so both elect a leader in the same term, and neither knows of the \
                    other. Any two majorities share a node; all of Raft's safety rests on that \
                    one.",
        rule: "Lead only with the votes of a majority.",
        section: "Raft §5.2",
        breaks: Some(FailureKind::Broke(Property::ElectionSafety)),
        extensions: &[],
        source: Some(
            "async-raft pull request 143 (2026): the quorum of a read was one too small; Apache \
             Geode GEODE-9822 (2021): half of the members passed for a majority",
        ),
    },
    GalleryEntry {
        bug: Bug::KeepLeading,
        title: "Leading on in a newer term",
        paragraph: "A leader that hears of a newer term takes over its number, and goes on \
                    leading. Nobody has elected it in that term, and somebody else may win it: \
                    then two leaders hand out the same places in the log under the same term. In \
                    Raft whoever hears of a newer term becomes a follower first.",
        rule: "Become a follower when you hear of a newer term.",
        section: "Raft §5.1",
        breaks: Some(FailureKind::Broke(Property::ElectionSafety)),
        extensions: &[],
        source: Some(
            "camunda/camunda issue 5360 (2020): a leader about to step down logged an entry under \
             the new term",
        ),
    },
    GalleryEntry {
        bug: Bug::DropUncommittedTail,
        title: "A leader that clears its tail",
        paragraph: "A new leader removes from its own log whatever it does not know to be \
                    committed, to begin with a clean slate. But it may be the last to learn of a \
                    commit: what it removes can be on a majority, applied and acknowledged. A \
                    leader only ever adds to its log; it settles the tail by committing an entry \
                    of its own after it.",
        rule: "A leader only adds to its log, and never removes from it.",
        section: "Raft §5.3, §5.4.2",
        breaks: Some(FailureKind::Broke(Property::LeaderAppendOnly)),
        extensions: &[],
        source: Some(
            "Apache Kafka KIP-101 (2016): logs were cut back to what a replica knew to be \
             committed; vesoft-inc/nebula pull request 2483 (2021)",
        ),
    },
    GalleryEntry {
        bug: Bug::AcceptOlderTerm,
        title: "Following a leader of the past",
        paragraph: "A follower takes entries from a leader of an older term. That leader does not \
                    know what was decided since, and its entries take the place of newer ones \
                    that the follower has confirmed already. The copies of which the new leader \
                    has counted a majority are then no longer there.",
        rule: "Reject what a leader of an older term sends.",
        section: "Raft §5.1, Figure 2",
        breaks: Some(FailureKind::Broke(Property::StateMachineSafety)),
        extensions: &[],
        source: Some(
            "butaneprotocol/oracles pull request 32 (2024): heartbeats of an older term were \
             heeded",
        ),
    },
    GalleryEntry {
        bug: Bug::SkipConsistencyCheck,
        title: "Appending after anything",
        paragraph: "A follower asks only whether it has an entry before the new ones, and not \
                    whether it is the same as the leader's: an older one will do. From there on \
                    the two logs look alike, with different entries underneath. The check is what \
                    makes one comparison enough: if two logs agree on an entry, they agree on all \
                    before it.",
        rule: "Reject entries unless the one before them is in your log, with the same term.",
        section: "Raft §5.3",
        breaks: Some(FailureKind::Broke(Property::LogMatching)),
        extensions: &[],
        source: Some(
            "cloud-software-foundation/c5 issue 43 (2014): heartbeats were accepted without the \
             check",
        ),
    },
    GalleryEntry {
        bug: Bug::TruncateOnAppend,
        title: "Cutting on every append",
        paragraph: "A follower cuts its log where the new entries begin, whether or not there is \
                    a conflict, and then appends them. When a late or doubled message repeats old \
                    entries, all that came after them is gone, though the leader has counted it \
                    and perhaps committed it. Only an entry that conflicts may be removed, with \
                    all that follows it.",
        rule: "Remove an entry only if one of the leader's conflicts with it.",
        section: "Raft §5.3, Figure 2",
        breaks: Some(FailureKind::Broke(Property::CommittedNeverChanges)),
        extensions: &[],
        source: Some("hashicorp/raft pull request 113 (2016)"),
    },
    GalleryEntry {
        bug: Bug::TruncateOnHeartbeat,
        title: "Cutting on a heartbeat",
        paragraph: "A follower takes an empty append for the end of the leader's log and cuts its \
                    own there. But a heartbeat speaks of no more than the place it names: it may \
                    have been sent before the newest entries and arrive after them. They are gone \
                    after the follower has confirmed them, and an acknowledged write with them.",
        rule: "Remove nothing when a message brings no entries.",
        section: "Raft §5.3, Figure 2",
        breaks: Some(FailureKind::Broke(Property::AcknowledgedNeverLost)),
        extensions: &[],
        source: Some("willemt/raft issue 37 (2017)"),
    },
    GalleryEntry {
        bug: Bug::NeverStepBack,
        title: "Never stepping back",
        paragraph: "A leader does not heed rejections and goes on sending from the same place. A \
                    follower that lacks what stands before, or has something else there, can \
                    never attach the entries, so it stays behind for ever, and the cluster bears \
                    one failure less. Stepping back until both logs agree is how Raft heals every \
                    difference.",
        rule: "After a rejection, try again from further back.",
        section: "Raft §5.3",
        breaks: Some(FailureKind::Stuck),
        extensions: &[],
        source: Some(
            "cubefs pull request 2428 (2023): the leader sent the same entries over and over",
        ),
    },
    GalleryEntry {
        bug: Bug::CommitOlderTerm,
        title: "Counting copies of an older term",
        paragraph: "A leader commits an entry of an older term as soon as a majority holds it. \
                    Raft Figure 8 shows why that is too early: a node with a newer entry at that \
                    place can still win an election and overwrite it everywhere. An entry of the \
                    leader's own term has to reach a majority; what stands before is committed \
                    along with it.",
        rule: "Count copies only of entries of your own term.",
        section: "Raft §5.4.2, Figure 8",
        breaks: Some(FailureKind::Broke(Property::CommitCountsOwnTerm)),
        extensions: &[],
        source: Some(
            "logcabin/logcabin issue 44 (2013), canonical/raft issue 220 (2021), bakwc/PySyncObj \
             issue 169 (2022)",
        ),
    },
    GalleryEntry {
        bug: Bug::CommitWithMinority,
        title: "Committing with a minority",
        paragraph: "A leader commits an entry that one node less than a majority holds: two of \
                    five, one of three. The others can elect a leader among themselves that has \
                    never heard of it, and it overwrites what a client was told is done. With a \
                    majority, every later winner needs a vote from somebody who holds the entry.",
        rule: "Commit an entry only when a majority holds it.",
        section: "Raft §5.3, §5.4",
        breaks: Some(FailureKind::Broke(Property::LeaderCompleteness)),
        extensions: &[],
        source: None,
    },
    GalleryEntry {
        bug: Bug::CountUnwrittenEntry,
        title: "Counting what is not on disk",
        paragraph: "A leader counts itself among those who hold an entry before its own disk \
                    does. It commits, crashes, and comes back without the entry: now one copy \
                    less than a majority is left, and the next failure can lose it. A copy counts \
                    when it is on disk, and the leader's own is no exception. A leader that sends \
                    nothing before its disk holds it can only do this harm in a cluster of one; \
                    with `parallel_write` it can in any.",
        rule: "Count your own copy only when it is on your disk.",
        section: "Raft Figure 2, §5.3; Thesis §10.2.1",
        breaks: Some(FailureKind::Broke(Property::CommitOnMajority)),
        extensions: &[],
        source: Some("goraft/raft pull request 150 (2014), deventlab/d-engine issue 329 (2026)"),
    },
    GalleryEntry {
        bug: Bug::SpeakBeforeDisk,
        title: "Speaking before the disk has it",
        paragraph: "A node answers at once and writes to its disk later. Votes, terms and entries \
                    of which it has told others can then be gone after a crash: it votes twice, \
                    or a majority that was counted is none. What a message says has to be on disk \
                    before the message leaves.",
        rule: "Have on disk what you say, before you say it.",
        section: "Raft Figure 2, §5.6",
        breaks: Some(FailureKind::Broke(Property::DiskBeforeWord)),
        extensions: &[],
        source: Some(
            "yugabyte/yugabyte-db issue 32875 (2026): followers acknowledged ahead of their own \
             log",
        ),
    },
    GalleryEntry {
        bug: Bug::LowerCommitIndex,
        title: "A commit index that falls",
        paragraph: "A follower takes over the leader's commit index even if it is lower than its \
                    own. New leaders and late messages often know less than the follower does, \
                    and what it has applied cannot be taken back: the node now denies what it has \
                    shown to clients. The rule is to advance if the leader's is higher, and to \
                    leave it alone otherwise.",
        rule: "Take over the leader's commit index only if it is higher than your own.",
        section: "Raft Figure 2, §5.3",
        breaks: Some(FailureKind::Broke(Property::CommitNeverFalls)),
        extensions: &[],
        source: Some(
            "ongardie/raft.tla issue 19 (2025): reported of the formal specification itself",
        ),
    },
    GalleryEntry {
        bug: Bug::ApplyUncommitted,
        title: "Applying before the commit",
        paragraph: "When something is committed, a machine applies all of its log, up to entries \
                    that only this node may hold. If another leader overwrites them, the machine \
                    has done what never happened, and nothing undoes it. Only committed entries \
                    are final, so only they may touch the machine.",
        rule: "Apply entries only as far as they are committed.",
        section: "Raft §5.3",
        breaks: Some(FailureKind::Broke(Property::AppliedPrefixEqual)),
        extensions: &[],
        source: Some(
            "jgroups-raft issue 26 (2015): what was applied was ahead of what was committed",
        ),
    },
    GalleryEntry {
        bug: Bug::AcknowledgeUncommitted,
        title: "Acknowledging before the commit",
        paragraph: "A leader tells the client \"done\" as soon as it has written the command to \
                    its own log. If it crashes or is cut off before a majority holds the entry, \
                    the next leader knows nothing of it, and the client was told a lie. An answer \
                    is a promise, and only a majority can keep it.",
        rule: "Answer a client only when its entry is committed and applied.",
        section: "Raft §5.3, §8",
        breaks: Some(FailureKind::Broke(Property::AcknowledgedNeverLost)),
        extensions: &[],
        source: Some("MongoDB's write concern of one node, as Jepsen found it (2013)"),
    },
    GalleryEntry {
        bug: Bug::ReadLocally,
        title: "Reading from one's own memory",
        paragraph: "A leader answers reads out of its own machine, without asking anybody whether \
                    it still leads. Behind a partition it may have been replaced long ago: it \
                    goes on answering with old values, while others have read newer ones. A read \
                    has to pass through the log, or the leader has to hear from a majority before \
                    it answers.",
        rule: "Answer a read only when a majority has confirmed that you still lead.",
        section: "Raft §8; Thesis §6.4",
        breaks: Some(FailureKind::NotLinearizable),
        extensions: &[],
        source: Some("etcd and Consul, as Jepsen found them (2014)"),
    },
    GalleryEntry {
        bug: Bug::ApplyRetryTwice,
        title: "Applying a retry twice",
        paragraph: "Machines do not remember whose request they have applied. A client that got \
                    no answer asks again, both copies get into the log, and one command takes \
                    effect twice: a sum grows by two, an old value comes back. With a session per \
                    client and a number per request, the second copy gets the first one's answer \
                    and changes nothing.",
        rule: "Remember each client's last request with its answer, and apply no request twice.",
        section: "Raft §8; Thesis §6.3",
        breaks: Some(FailureKind::NotLinearizable),
        extensions: &[],
        source: Some(
            "jetcd 0.8.2, as Jepsen found it (2024): the client library repeated requests that \
             were not safe to repeat",
        ),
    },
    GalleryEntry {
        bug: Bug::RefusedVoteRestartsTimer,
        title: "A refused request restarts the timer",
        paragraph: "Every request for a vote restarts the timer of whoever hears it, also where \
                    the vote is refused. A node whose log is behind cannot win, but each of its \
                    attempts makes the nodes that could win wait anew. Only a leader's message \
                    or a granted vote is a reason to wait.",
        rule: "Restart your timer for a vote that you grant, and not for one that you refuse.",
        section: "Raft Figure 2, §5.2; Thesis §9.5",
        breaks: None,
        extensions: &[],
        source: Some(
            "tikv/raft-rs issue 14 (2018); etcd issue 12959, in version 3.4.15; etcd-io/raft pull \
             request 167 (2024)",
        ),
    },
    GalleryEntry {
        bug: Bug::GrantedVoteKeepsTimer,
        title: "A granted vote restarts no timer",
        paragraph: "A voter gives its vote and lets its own timer run on. It may run out while \
                    the votes are being counted, or before the first heartbeat of the new leader \
                    has arrived, and a needless election deposes a leader that has only just been \
                    elected. Whoever has just voted gives the candidate a whole timeout to win.",
        rule: "Restart your timer when you grant a vote.",
        section: "Raft Figure 2, §5.2",
        breaks: None,
        extensions: &[],
        source: None,
    },
    GalleryEntry {
        bug: Bug::DeposedWithoutTimer,
        title: "A deposed leader without a timer",
        paragraph: "A leader has no election timer. One that hears of a newer term becomes a \
                    follower, and here nobody starts a timer for it: it waits for a leader for \
                    ever. If it is the only one whose log can win, there never is one, although \
                    every node is up and every message arrives.",
        rule: "Start an election timer when you stop leading.",
        section: "Raft §5.2, Figure 4",
        breaks: Some(FailureKind::Stuck),
        extensions: &[],
        source: None,
    },
    GalleryEntry {
        bug: Bug::CandidateNeverYields,
        title: "A candidate that never yields",
        paragraph: "Two candidates ask in the same term and one of them wins. The other takes no \
                    notice of the winner: it waits for its own votes until its timer runs out, \
                    and then opens a newer term, which deposes a leader that all others follow. A \
                    leader's message of its own term tells a candidate that the election is over.",
        rule: "Follow the leader of your term, also while you stand for election yourself.",
        section: "Raft §5.2",
        breaks: None,
        extensions: &[],
        source: None,
    },
    GalleryEntry {
        bug: Bug::EqualTimeouts,
        title: "Equal timeouts",
        paragraph: "Every node waits equally long. Nodes that start together stand for election \
                    together, each votes for itself, nobody wins, and all wait equally long \
                    again. Random timeouts end that: one node is usually so much earlier that it \
                    has won before the next one asks.",
        rule: "Draw each election timeout anew from a range.",
        section: "Raft §5.2, §9.3",
        breaks: Some(FailureKind::Stuck),
        extensions: &[],
        source: None,
    },
    GalleryEntry {
        bug: Bug::PreVoteCountsAsVote,
        title: "Pre-votes that count as votes",
        paragraph: "A node that a majority would vote for takes that for an election won, and \
                    leads at once. But a pre-vote is a question about what might be: whoever \
                    answers it notes nothing, and answers the next one that asks in the same way. \
                    Two nodes can be told yes about one term, and then one term has two leaders.",
        rule: "After a pre-vote, stand for election and ask for the votes themselves.",
        section: "Thesis §9.6, Raft §5.2",
        breaks: Some(FailureKind::Broke(Property::ElectionSafety)),
        extensions: &[Extension::PreVote],
        source: None,
    },
    GalleryEntry {
        bug: Bug::PreVoteOpensTerm,
        title: "A pre-vote that opens a term",
        paragraph: "Whoever is asked for a pre-vote enters the term that the question is about, \
                    as it would for any message of a newer term. Its answer then comes from that \
                    term, so that the node that asked has to enter it, too, and gives up its \
                    question. Every question ends that way, and nobody ever stands for election. \
                    A question may change no term.",
        rule: "Answer a pre-vote without entering the term that it is about.",
        section: "Thesis §9.6, Raft §5.1",
        breaks: Some(FailureKind::Stuck),
        extensions: &[Extension::PreVote],
        source: None,
    },
    GalleryEntry {
        bug: Bug::OldPreVoteIgnored,
        title: "Pre-votes of an older term",
        paragraph: "A node ignores pre-votes from older terms than its own, as it does with other \
                    late messages. But questions and answers change no term, so two nodes in \
                    different terms stay in them: the one that is ahead ignores the other's \
                    questions and even its consent, and the other never hears how late it is. \
                    Without a leader to tell them, a majority that needs both is stuck for ever.",
        rule: "Answer a pre-vote from an older term with your own, and count consent from any \
               term.",
        section: "Thesis §9.6, Raft §5.1",
        breaks: Some(FailureKind::Stuck),
        extensions: &[Extension::PreVote],
        source: Some("etcd issue 8243 (2017), canonical/raft issue 279 (2022)"),
    },
    GalleryEntry {
        bug: Bug::UnheardWithoutTimer,
        title: "A lost quorum, and no timer",
        paragraph: "A leader that hears from too few others steps down, and nobody starts an \
                    election timer for it. In plain Raft the next request for a vote would, with \
                    its newer term. But where nodes ask first, one whose log is behind never gets \
                    to send one. If the log of the node without a timer is the only one that can \
                    win, all wait for ever: two extensions, each sound, and one timer too few.",
        rule: "Start an election timer when you step down, for whatever reason.",
        section: "Thesis §6.2, Raft §5.2",
        breaks: Some(FailureKind::Stuck),
        extensions: &[Extension::CheckQuorum, Extension::PreVote],
        source: None,
    },
    GalleryEntry {
        bug: Bug::SilentToOldLeader,
        title: "Silent to an old leader",
        paragraph: "A node that is in a newer term does not answer the leader of an older one. \
                    In plain Raft that does little harm, since its next request for votes ends \
                    the leader's term. But where requests for votes are ignored while a leader is \
                    heard, its answer is all that can tell the leader of the newer term: without \
                    it the node takes no entry any more, although all can hear it.",
        rule: "Answer a leader of an older term with your own term.",
        section: "Thesis §4.2.3, Raft Figure 2, §5.1",
        breaks: Some(FailureKind::Stuck),
        extensions: &[Extension::LeaderStickiness],
        source: Some("etcd issue 8501 (2017): there, such a node could neither win nor follow"),
    },
    GalleryEntry {
        bug: Bug::CandidateHearsItself,
        title: "A candidate that hears itself",
        paragraph: "A node ignores requests for votes while a leader is heard, and here a \
                    candidate does so, too, as if it led. Candidates then pass over each other's \
                    newer terms, and where a majority needs two of them, each waits for the other \
                    to give in. Only a leader's message is a reason to ignore a request; a \
                    candidate has heard none.",
        rule: "Ignore a request for a vote only while you hear a leader, or lead yourself.",
        section: "Thesis §4.2.3, Raft §5.1",
        breaks: Some(FailureKind::Stuck),
        extensions: &[Extension::LeaderStickiness],
        source: None,
    },
    GalleryEntry {
        bug: Bug::GoOnAfterFailedWrite,
        title: "Going on after a failed write",
        paragraph: "A disk says that it could not write, and the node goes on: it tries again, or \
                    takes no notice. The system has thrown away what it could not write, so the \
                    next attempt finds nothing left to do and reports success. From then on the \
                    node speaks of a term, a vote or an entry that only its memory holds, and a \
                    restart loses it. A process whose disk has failed a write has to end.",
        rule: "End the process when a write has failed, and boot with what is on the disk.",
        section: "Raft Figure 2, §5.6",
        breaks: Some(FailureKind::Broke(Property::DiskBeforeWord)),
        extensions: &[],
        source: Some(
            "PostgreSQL until 11.2 (2019), where the next fsync succeeded; Rebello et al. (ATC \
             2020) found that none of five storage systems handles a failed fsync well enough",
        ),
    },
    GalleryEntry {
        bug: Bug::TransferNeverAborted,
        title: "A transfer that never ends",
        paragraph: "A leader that hands over its lead takes no commands, so that its successor can \
                    come to hold its whole log, and here it waits for that as long as it takes. \
                    The successor may be down or cut off, and the word to begin an election may \
                    be lost. Then the cluster has a leader, whom all follow, and takes no command \
                    any more. After an election timeout without a newer term the leader has to go \
                    on as before.",
        rule: "Give a transfer up after an election timeout, and take commands again.",
        section: "Thesis §3.10, Raft §8",
        breaks: Some(FailureKind::Broke(Property::TransferEnds)),
        extensions: &[],
        source: None,
    },
    GalleryEntry {
        bug: Bug::TransferWithoutVotes,
        title: "An heir that leads without votes",
        paragraph: "A node that the leader tells to take over leads the next term at once: the old \
                    leader has chosen it, so why ask the others? But that word may be late, and \
                    the others may have elected somebody in that very term; or the old leader has \
                    given up and gone on. A transfer only says when an election begins. Who wins \
                    it is up to a majority, which votes once in a term and looks at the log.",
        rule: "Told to take over, begin an election, and lead only with a majority of votes.",
        section: "Thesis §3.10, Raft §5.2",
        breaks: Some(FailureKind::Broke(Property::ElectionSafety)),
        extensions: &[],
        source: None,
    },
    GalleryEntry {
        bug: Bug::TransferVoteForAnyLog,
        title: "Trusting a successor's log",
        paragraph: "The leader sends its successor the whole log before it tells it to stand, so a \
                    voter takes the log of such a candidate for good without looking. But that \
                    word can be late: the leader has long given up the transfer and committed \
                    more, and the candidate lacks it. With a majority of such votes it leads, and \
                    overwrites what a client was told is done. The request may pass over pre-vote \
                    and over the leader that is heard; it never passes over the comparison of \
                    logs.",
        rule: "Vote only for a log at least as up-to-date as yours, whoever told the candidate to \
               stand.",
        section: "Raft §5.4.1, Thesis §3.10",
        breaks: Some(FailureKind::Broke(Property::LeaderCompleteness)),
        extensions: &[],
        source: None,
    },
    GalleryEntry {
        bug: Bug::ReadWithoutAsking,
        title: "A read without asking",
        paragraph: "A leader notes its commit index and answers at once, without a round that \
                    would tell it whether it still leads. Behind a partition another leader may \
                    have been elected and have committed newer values, of which this one knows \
                    nothing. A read index is worth something only if nobody else led when it was \
                    taken.",
        rule: "Answer a read only when a majority has answered a round that began after it came.",
        section: "Thesis §6.4, Raft §8",
        breaks: Some(FailureKind::NotLinearizable),
        extensions: &[Extension::ReadIndex],
        source: Some("Hoverbear/old-raft-rs issue 107 (2015), andrewjstone/rafter issue 8"),
    },
    GalleryEntry {
        bug: Bug::ReadBeforeOwnTerm,
        title: "A read before the term has begun",
        paragraph: "A new leader answers reads at its commit index as soon as a round has \
                    confirmed it. It holds every committed entry, but it does not know yet that \
                    they are committed: its commit index may lie behind that of the leader before \
                    it, whose clients have their answers. Only an entry of its own term, once it \
                    is committed, tells how far the log is.",
        rule: "As a new leader, let reads wait until an entry of your own term is committed.",
        section: "Thesis §6.4, Raft §8",
        breaks: Some(FailureKind::NotLinearizable),
        extensions: &[Extension::ReadIndex],
        source: Some("etcd issue 7331 (2017), RedisLabs/redisraft pull request 22 (2020)"),
    },
    GalleryEntry {
        bug: Bug::LateConfirmationCounts,
        title: "A late confirmation counts",
        paragraph: "A leader counts every confirmation for its latest round, whichever it answers. \
                    A reply that was under way for long, or a second copy of one, says that its \
                    sender followed this leader some time ago. Since then it may have helped to \
                    elect another, and the read that is answered now came after that; a lease that \
                    counts from the latest round is longer than anybody promised. A confirmation \
                    has to name its round.",
        rule: "Count a confirmation for the round that it names, and for none that began later.",
        section: "Thesis §6.4, Raft §8",
        breaks: Some(FailureKind::Broke(Property::LeaseHeld)),
        extensions: &[Extension::LeaseReads],
        source: Some(
            "etcd issue 20418 (2025): a late reply to the first try of a read confirmed the second",
        ),
    },
    GalleryEntry {
        bug: Bug::ReadBeforeApplied,
        title: "A read before it is applied",
        paragraph: "A follower asks its leader for a read index, and answers its client as soon as \
                    it has one. But its own state machine may be behind: what the leader has \
                    committed reaches it with the next message at the earliest. The answer then \
                    comes from a state that other clients have already seen pass.",
        rule: "Answer at a read index when your own state machine has applied it.",
        section: "Thesis §6.4, Raft §8",
        breaks: Some(FailureKind::NotLinearizable),
        extensions: &[Extension::FollowerReads],
        source: None,
    },
    GalleryEntry {
        bug: Bug::FollowerReadsAlone,
        title: "A follower that reads alone",
        paragraph: "A follower answers reads from its own state machine without asking anybody. It \
                    is always a message behind its leader, and cut off from it, any number of \
                    them: its clients read values that were overwritten long ago. Some systems \
                    offer this as a mode of its own, and say that it is stale.",
        rule: "As a follower, ask your leader for a read index before you answer.",
        section: "Thesis §6.4, Raft §8",
        breaks: Some(FailureKind::NotLinearizable),
        extensions: &[Extension::FollowerReads],
        source: None,
    },
    GalleryEntry {
        bug: Bug::EndlessLease,
        title: "A lease that never ends",
        paragraph: "A leader that has once been confirmed answers all reads by its lease and never \
                    looks at its clock. The others wait for an election timeout and elect another \
                    leader, as they may, and the old one answers on. A lease has to end before \
                    the first of the others can be elected.",
        rule: "Let a lease end an election timeout after its round began, and earlier by the \
               drift of clocks.",
        section: "Thesis §6.4.1, Raft §8",
        breaks: Some(FailureKind::Broke(Property::LeaseHeld)),
        extensions: &[Extension::LeaseReads],
        source: None,
    },
    GalleryEntry {
        bug: Bug::BreakPromise,
        title: "A promise that is not kept",
        paragraph: "A node that confirms a leader promises to elect nobody for an election \
                    timeout: the leader's lease rests on that. Here it votes for the next \
                    candidate that asks, as in Raft without leases, and there is a second leader \
                    while the first one still answers. The promise must outlive a newer term, and \
                    a restart, too: no disk holds it, so a node that boots waits as if it had just \
                    made one.",
        rule: "Elect nobody for a shortest election timeout after you have confirmed a leader, or \
               booted.",
        section: "Thesis §6.4.1, Raft §8",
        breaks: Some(FailureKind::Broke(Property::LeaseHeld)),
        extensions: &[Extension::LeaseReads],
        source: None,
    },
    GalleryEntry {
        bug: Bug::SnapshotUncommitted,
        title: "A snapshot of what is not committed",
        paragraph: "A node applies all of its log when it takes a snapshot, also the entries \
                    that too few hold. What is not committed may still be overwritten by another \
                    leader's entries, and from a log it would simply be cut. From a snapshot it \
                    cannot be taken out again: the state machine of this node is wrong for good, \
                    and so is that of every node which it sends its snapshot to.",
        rule: "Let a snapshot stand for committed entries only.",
        section: "Raft §7",
        breaks: Some(FailureKind::Broke(Property::SnapshotHoldsApplied)),
        extensions: &[Extension::Snapshots],
        source: None,
    },
    GalleryEntry {
        bug: Bug::SnapshotWithoutSessions,
        title: "A snapshot without sessions",
        paragraph: "The keys go into the snapshot, and the table of what was last answered to \
                    each client does not. The state looks whole until a client whose answer was \
                    lost asks again: a node that goes on from such a snapshot does not know the \
                    request and applies it a second time, while the others do not. The sessions \
                    are part of the state machine.",
        rule: "Keep the sessions of clients in the snapshot.",
        section: "Thesis §6.3, Raft §7, §8",
        breaks: Some(FailureKind::Broke(Property::SnapshotHoldsApplied)),
        extensions: &[Extension::Snapshots],
        source: None,
    },
    GalleryEntry {
        bug: Bug::SnapshotWithoutTerm,
        title: "A snapshot without its last term",
        paragraph: "The snapshot remembers the index of the last entry that it stands for, and a \
                    node that boots from it takes that entry to be of term 0. The term is what \
                    the next entry is checked against, and what a voter compares where its log \
                    holds nothing else. Such a node takes its own log for older than it is, and \
                    elects a leader that lacks what it has committed.",
        rule: "Keep the term of the last entry with the snapshot.",
        section: "Raft §7, §5.3, §5.4.1",
        breaks: Some(FailureKind::Broke(Property::SnapshotHoldsApplied)),
        extensions: &[Extension::Snapshots],
        source: None,
    },
    GalleryEntry {
        bug: Bug::InstallOlderSnapshot,
        title: "An older snapshot over a newer state",
        paragraph: "A follower installs each snapshot that arrives. One that was under way for \
                    long, or a second copy of it, stands for less than the follower has applied \
                    since: its state machine goes back in time, and its commit index with it. A \
                    snapshot is of use only to a node that has committed less.",
        rule: "Install a snapshot only if it stands for more than you have committed.",
        section: "Raft §7",
        breaks: Some(FailureKind::Broke(Property::SnapshotNeverFalls)),
        extensions: &[Extension::Snapshots],
        source: None,
    },
    GalleryEntry {
        bug: Bug::MixSnapshotChunks,
        title: "Parts of two snapshots",
        paragraph: "A follower puts the parts of snapshots together in the order of their \
                    offsets and does not look which snapshot they are of. A leader that has \
                    taken a newer one meanwhile, or another leader, sends parts of other bytes: \
                    the beginning of the one and the end of the other are the state of nobody. The \
                    base and the term have to be the same, too.",
        rule: "Join a part only to parts of the same snapshot, from the same leader.",
        section: "Raft Figure 13",
        breaks: Some(FailureKind::Broke(Property::SnapshotHoldsApplied)),
        extensions: &[Extension::Snapshots],
        source: None,
    },
    GalleryEntry {
        bug: Bug::KeepAfterSnapshot,
        title: "Keeping a log that differs",
        paragraph: "A follower that installs a snapshot keeps whatever stands past it in its \
                    log. Where the log does not hold the snapshot's last entry, its rest is of \
                    another history, from a leader whose entries were never committed. Put \
                    past the snapshot, it looks like what the leader has there.",
        rule: "Keep the rest of the log only if the log holds the snapshot's last entry; \
               else discard all of it.",
        section: "Raft Figure 13",
        breaks: Some(FailureKind::Broke(Property::LogMatching)),
        extensions: &[Extension::Snapshots],
        source: None,
    },
    GalleryEntry {
        bug: Bug::DiscardAfterSnapshot,
        title: "Discarding a log that fits",
        paragraph: "A follower that installs a snapshot discards its whole log, although the log \
                    holds the snapshot's last entry and goes on past it. The follower has told \
                    its leader that it holds those entries, and the leader counts them. \
                    Committed with the help of a copy that is gone, an entry may be on too few \
                    disks to survive.",
        rule: "Keep the entries past the snapshot if the log holds its last one.",
        section: "Raft Figure 13",
        breaks: Some(FailureKind::Broke(Property::DiskBeforeWord)),
        extensions: &[Extension::Snapshots],
        source: None,
    },
    GalleryEntry {
        bug: Bug::ChangeBeforeOwnTerm,
        title: "A change before the term's first commit",
        paragraph: "A new leader changes the membership at once. The leader before it may have \
                    changed it, too, and told somebody whom this one has not heard of: the two \
                    changes start from the same members, and a majority after the one and a \
                    majority after the other may have nobody in common. An entry of its own term \
                    on a majority rules the earlier change out, and that has to come first. The \
                    thesis itself had it wrong, until 2015.",
        rule: "Change the membership only after an entry of your own term is committed.",
        section: "Thesis §4.1, Raft §6",
        breaks: Some(FailureKind::Broke(Property::LeaderCompleteness)),
        extensions: &[Extension::Membership],
        source: Some("Diego Ongaro, “bug in single-server membership changes”, raft-dev (2015)"),
    },
    GalleryEntry {
        bug: Bug::ChangeWhileUnderWay,
        title: "Two changes at once",
        paragraph: "A leader begins a change while its last one is not committed. Each of the two \
                    changes one vote. Both together change two: a majority of the members \
                    before and a majority of those afterwards may have nobody in common, and each \
                    of them can elect a leader.",
        rule: "Begin a change only when the last one is committed.",
        section: "Thesis §4.1, Raft §6",
        breaks: Some(FailureKind::Broke(Property::OneChangeAtATime)),
        extensions: &[Extension::Membership],
        source: None,
    },
    GalleryEntry {
        bug: Bug::ConfigurationWhenCommitted,
        title: "A configuration that waits for its commit",
        paragraph: "A node uses a new configuration when it is committed, as it does with all \
                    other entries. The leader then commits the change, and whatever comes with \
                    it, by a majority of the members before: where one more is needed now, that \
                    is one too few. A configuration has to count from the moment at which it is \
                    in the log.",
        rule: "Use the latest configuration in your log, committed or not.",
        section: "Thesis §4.1, Raft §6",
        breaks: Some(FailureKind::Broke(Property::MajorityOfConfiguration)),
        extensions: &[Extension::Membership],
        source: None,
    },
    GalleryEntry {
        bug: Bug::LearnerCounts,
        title: "The copies of learners",
        paragraph: "A leader counts the copies that learners hold as if they were members. What \
                    it commits so may be on too few of those who vote, and they elect the next \
                    leader, which need not hold it. A learner counts when it has its vote, and not \
                    before.",
        rule: "Count the copies of those who vote, and of nobody else.",
        section: "Thesis §4.2.1, Raft §6",
        breaks: Some(FailureKind::Broke(Property::MajorityOfConfiguration)),
        extensions: &[Extension::Membership],
        source: None,
    },
    GalleryEntry {
        bug: Bug::RemovedLeaderCounts,
        title: "A leader that counts itself",
        paragraph: "A leader that has removed itself leads on until its removal is committed, and \
                    counts its own copy meanwhile. It is no member any more, so this is one copy \
                    too few among the others. What it has committed may be lost with the next of \
                    them.",
        rule: "Do not count your own copy when you have removed yourself.",
        section: "Thesis §4.2.2, Raft §6",
        breaks: Some(FailureKind::Broke(Property::MajorityOfConfiguration)),
        extensions: &[Extension::Membership],
        source: None,
    },
    GalleryEntry {
        bug: Bug::OnlyNewMajority,
        title: "Only the new voters are asked",
        paragraph: "A change of many votes passes through a joint configuration of the old voters \
                    and the new ones. A majority of the new ones alone elects and commits in it. \
                    The old voters need not have heard of the change, and as long as they have \
                    not, a majority of theirs elects and commits, too: the two may have nobody in \
                    common.",
        rule: "In a joint configuration, ask for a majority of the old voters and for one of the \
               new.",
        section: "Raft §6, Thesis §4.3",
        breaks: Some(FailureKind::Broke(Property::MajorityOfConfiguration)),
        extensions: &[Extension::Membership],
        source: None,
    },
    GalleryEntry {
        bug: Bug::LeaveJointEarly,
        title: "A joint configuration left early",
        paragraph: "A leader appends the joint configuration, and the new one at once after it. \
                    From then on the new voters decide alone, while the old ones have not heard \
                    of the joint configuration and decide alone, too. It does its work only once \
                    a majority of each side holds it.",
        rule: "Append the new configuration only when the joint one is committed.",
        section: "Raft §6, Thesis §4.3",
        breaks: Some(FailureKind::Broke(Property::OneChangeAtATime)),
        extensions: &[Extension::Membership],
        source: None,
    },
    GalleryEntry {
        bug: Bug::CountInheritedEntries,
        title: "Somebody else's backlog",
        paragraph: "A leader takes no command while too many entries are not committed, and counts \
                    those that it has inherited, too. But it can commit these only together with \
                    an entry of its own term. A new leader with a long log behind it waits for \
                    them to be committed before it takes the command that would commit them, and \
                    waits for ever.",
        rule: "Count only uncommitted entries of your own term before you refuse a command.",
        section: "Raft §5.4.2, §8",
        breaks: Some(FailureKind::Stuck),
        extensions: &[Extension::MaxUncommitted],
        source: None,
    },
    GalleryEntry {
        bug: Bug::SilentWhenFull,
        title: "A full window that stays shut",
        paragraph: "A leader that waits for a follower's answers sends it nothing meanwhile, not \
                    even heartbeats. If the answers are lost, or the messages, nobody finds out: \
                    the leader waits for an answer that will not come, and the follower hears no \
                    leader and stays behind. A heartbeat has to go on, and its answer opens the \
                    window again.",
        rule: "Send heartbeats, also to a follower whose answers you wait for.",
        section: "Raft §5.2, Thesis §10.2.2",
        breaks: Some(FailureKind::Stuck),
        extensions: &[Extension::MaxInFlight, Extension::PreVote],
        source: None,
    },
];
