//! What the gallery says of each rule, in the order of [`Bug::ALL`].

use raft_core::Bug;

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
        breaks: FailureKind::Stuck,
        source: Some("the five-node script that this playground grew from"),
    },
    GalleryEntry {
        bug: Bug::MatchWholeLog,
        title: "Matching the whole log",
        paragraph: "A follower answers an append with the length of its whole log, and not with \
                    the last entry that the message covers. What stands behind that entry may be \
                    left over from an older leader and differ from the new leader's log. The \
                    leader counts it as a copy of its own entry, and commits what too few nodes \
                    hold.",
        rule: "Answer an append with the last entry that the message covers.",
        section: "Raft Figure 2, §5.3",
        breaks: FailureKind::Broke(Property::LeaderCompleteness),
        source: Some("the five-node script that this playground grew from"),
    },
    GalleryEntry {
        bug: Bug::CommitWholeLog,
        title: "Committing the whole log",
        paragraph: "A follower that hears how far the leader has committed goes as far in its own \
                    log, even behind the last entry that the message covers. Up to that entry the \
                    two logs are known to agree; behind it they may still differ. So the follower \
                    applies an entry that the leader is about to overwrite.",
        rule: "Commit as far as the leader has, but not past the last entry that the message \
               covers.",
        section: "Raft Figure 2, §5.3",
        breaks: FailureKind::Broke(Property::StateMachineSafety),
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
        breaks: FailureKind::Broke(Property::MatchNeverFalls),
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
        breaks: FailureKind::Broke(Property::LeaderCompleteness),
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
        breaks: FailureKind::Broke(Property::LeaderCompleteness),
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
        breaks: FailureKind::Broke(Property::ElectionSafety),
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
        breaks: FailureKind::Broke(Property::OneVotePerTerm),
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
        breaks: FailureKind::Broke(Property::TermsNeverFall),
        source: Some("wenweihu86/raft-java issue 57 (2025)"),
    },
    GalleryEntry {
        bug: Bug::ElectWithMinority,
        title: "Electing with a minority",
        paragraph: "A candidate takes office with one vote less than a majority: two in a cluster \
                    of five. Two groups of two have nobody in common, so both can elect a leader \
                    in the same term, and neither knows of the other. Any two majorities share a \
                    node; all of Raft's safety rests on that one.",
        rule: "Lead only with the votes of a majority.",
        section: "Raft §5.2",
        breaks: FailureKind::Broke(Property::ElectionSafety),
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
        breaks: FailureKind::Broke(Property::ElectionSafety),
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
        breaks: FailureKind::Broke(Property::LeaderAppendOnly),
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
        breaks: FailureKind::Broke(Property::StateMachineSafety),
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
        breaks: FailureKind::Broke(Property::LogMatching),
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
        breaks: FailureKind::Broke(Property::CommittedNeverChanges),
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
        breaks: FailureKind::Broke(Property::AcknowledgedNeverLost),
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
        breaks: FailureKind::Stuck,
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
        breaks: FailureKind::Broke(Property::CommitCountsOwnTerm),
        source: Some(
            "logcabin/logcabin issue 44 (2013), canonical/raft issue 220 (2021), bakwc/PySyncObj \
             issue 169 (2022)",
        ),
    },
    GalleryEntry {
        bug: Bug::CommitWithMinority,
        title: "Committing with a minority",
        paragraph: "A leader commits an entry that one node less than a majority holds: two of \
                    five. The other three can elect a leader among themselves that has never \
                    heard of it, and it overwrites what a client was told is done. With a \
                    majority, every later winner needs a vote from somebody who holds the entry.",
        rule: "Commit an entry only when a majority holds it.",
        section: "Raft §5.3, §5.4",
        breaks: FailureKind::Broke(Property::LeaderCompleteness),
        source: None,
    },
    GalleryEntry {
        bug: Bug::CountUnwrittenEntry,
        title: "Counting what is not on disk",
        paragraph: "A leader counts itself among those who hold an entry before its own disk \
                    does. It commits, crashes, and comes back without the entry: now one copy \
                    less than a majority is left, and the next failure can lose it. A copy counts \
                    when it is on disk, and the leader's own is no exception.",
        rule: "Count your own copy only when it is on your disk.",
        section: "Raft Figure 2, §5.3; Thesis §10.2.1",
        breaks: FailureKind::Broke(Property::CommitOnMajority),
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
        breaks: FailureKind::Broke(Property::DiskBeforeWord),
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
        breaks: FailureKind::Broke(Property::CommitNeverFalls),
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
        breaks: FailureKind::Broke(Property::AppliedPrefixEqual),
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
        breaks: FailureKind::Broke(Property::AcknowledgedNeverLost),
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
        breaks: FailureKind::NotLinearizable,
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
        breaks: FailureKind::NotLinearizable,
        source: Some(
            "jetcd 0.8.2, as Jepsen found it (2024): the client library repeated requests that \
             were not safe to repeat",
        ),
    },
];
