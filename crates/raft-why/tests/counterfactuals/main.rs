//! What would have changed a decision, beside the node itself: over hostile runs with every
//! extension and every rule left out, each counterfactual is tried by stepping the node with the
//! value that it names, made by hand. It must be another answer, the one that is told; nothing
//! nearer may be one; and every kind of decision must have some.

mod by_hand;

use std::collections::BTreeMap;

use by_hand::asked_with;
use raft_check::schedule::{self, Faults};
use raft_core::{
    Bug, Bugs, Decision, Extension, ExtensionDecision, Extensions, Index, Input, Instant, NodeId,
    NodeValue, Term, count_through,
};
use raft_sim::scenario::EventName;
use raft_sim::{Action, Assumptions, Event, Observer, Options, Repertoire, Run, World};
use raft_why::{Asked, Change, Counterfactual, Rule, rule, would_change};

/// Takes down what a node is asked before each step, and looks at what it decides.
#[derive(Default)]
struct Looker {
    asked: Option<Asked>,
    in_this_run: BTreeMap<&'static str, usize>,
    /// By kind of decision: how many were looked at, and how many counterfactuals they had.
    seen: BTreeMap<&'static str, (usize, usize)>,
}

impl Observer for Looker {
    fn observe(&mut self, _: &World, event: &Event<'_>) {
        let (Event::Decided { decision, .. }, Some(asked)) = (event, &self.asked) else {
            return;
        };
        let count = self.in_this_run.entry(decision.name()).or_default();
        *count += 1;
        // The first of each kind, and fewer and fewer of those that come later.
        if count.is_power_of_two() {
            let found = look_at(asked, decision);
            let seen = self.seen.entry(decision.name()).or_default();
            *seen = (seen.0 + 1, seen.1 + found);
        }
    }

    fn before_step(&mut self, world: &World, node: NodeId, now: Instant, input: &Input) {
        let node = world.node(node).and_then(|it| it.protocol());
        self.asked = node.map(|node| Asked::of(node, now, input));
    }
}

/// Compares the counterfactuals of a decision with the node. Returns how many there are.
fn look_at(asked: &Asked, decision: &Decision) -> usize {
    let decided = asked.decisions();
    assert!(
        decided.contains(decision),
        "{decision:?} is not what a copy decides: {decided:?}"
    );
    // Another value of the same answer, such as a lower commit index, is another answer.
    let is_new = |it: &Decision| !decided.iter().any(|one| says_so(&[*it], one));
    check_rule(asked, decision);
    let found = would_change(asked, decision);
    for Counterfactual {
        change,
        was,
        instead,
    } in &found
    {
        let then = asked_with(asked, *change);
        let told = || format!("{decision:?} of {asked:?}: {change:?} and not {was:?}: {then:?}");
        assert!(!says_so(&then, decision), "the same answer: {}", told());
        assert_eq!(
            *instead,
            then.iter().find(|it| is_new(it)).copied(),
            "another answer than told: {}",
            told()
        );
        for nearer in between(*was, *change) {
            if nearer.made_in(asked).is_some() {
                let then = asked_with(asked, nearer);
                assert!(says_so(&then, decision), "{nearer:?} is nearer: {}", told());
            }
        }
    }
    found.len()
}

/// A reader of the rule's lines arrives at the one that decided, where all rules are kept.
fn check_rule(asked: &Asked, decision: &Decision) {
    let Rule { title, lines } = rule(asked, decision);
    let told = || format!("{decision:?} of {asked:?} by {title}: {lines:#?}");
    let deciding = lines.iter().filter(|line| line.decides);
    assert_eq!(deciding.count(), 1, "{}", told());
    if asked.node.config().bugs != Bugs::NONE {
        return;
    }
    for line in &lines {
        if line.decides {
            assert_ne!(line.holds, Some(false), "{}", told());
            return;
        }
        assert!(!line.ends || line.holds == Some(false), "{}", told());
    }
}

/// Whether these decisions have this answer among them, whatever values went into it.
fn says_so(decisions: &[Decision], answer: &Decision) -> bool {
    decisions.iter().any(|other| {
        let values_agree = match (answer, other) {
            (
                Decision::VoteCounted { granted: one, .. },
                Decision::VoteCounted { granted: other, .. },
            )
            | (
                Decision::Extension(ExtensionDecision::PreVoteCounted { granted: one, .. }),
                Decision::Extension(ExtensionDecision::PreVoteCounted { granted: other, .. }),
            ) => one == other,
            (Decision::CommitAdvanced { new: one, .. }, Decision::CommitAdvanced { new, .. }) => {
                new >= one
            }
            (
                Decision::MatchAdvanced {
                    match_index: one, ..
                },
                Decision::MatchAdvanced { match_index, .. },
            ) => match_index >= one,
            _ => true,
        };
        answer.name() == other.name() && values_agree
    })
}

/// The values nearer to the present one than this one, where values are numbers.
fn between(was: Change, is: Change) -> Vec<Change> {
    let nearer = |was: u64, is: u64| {
        let distance = was.abs_diff(is);
        let all = was.saturating_sub(distance)..=was.saturating_add(distance);
        all.filter(move |it| it.abs_diff(was) < distance && *it != was)
    };
    let indexes = |was: Option<Index>, is: Option<Index>| {
        nearer(count_through(was), count_through(is)).map(Index::new)
    };
    let terms = |was: Term, is: Term| nearer(was.0, is.0).map(Term);
    match (was, is) {
        (Change::MessageTerm(was), Change::MessageTerm(is)) => {
            terms(was, is).map(Change::MessageTerm).collect()
        }
        (Change::NextTerm(was), Change::NextTerm(is)) => {
            terms(was, is).map(Change::NextTerm).collect()
        }
        (Change::LeaderCommit(was), Change::LeaderCommit(is)) => {
            indexes(was, is).map(Change::LeaderCommit).collect()
        }
        (Change::Matched(was), Change::Matched(is)) => {
            indexes(was, is).map(Change::Matched).collect()
        }
        (Change::Rejected(was), Change::Rejected(is)) => {
            indexes(was, is).map(Change::Rejected).collect()
        }
        (Change::ReadThrough(was), Change::ReadThrough(is)) => {
            indexes(was, is).map(Change::ReadThrough).collect()
        }
        (Change::Carries(was), Change::Carries(is)) => (is + 1..was).map(Change::Carries).collect(),
        (Change::Node(was), Change::Node(is)) => {
            let values: Vec<NodeValue> = match (was, is) {
                (NodeValue::CurrentTerm(was), NodeValue::CurrentTerm(is)) => {
                    terms(was, is).map(NodeValue::CurrentTerm).collect()
                }
                (NodeValue::CommitIndex(was), NodeValue::CommitIndex(is)) => {
                    indexes(was, is).map(NodeValue::CommitIndex).collect()
                }
                (NodeValue::MatchIndex(node, was), NodeValue::MatchIndex(_, is)) => {
                    let all = indexes(was, is);
                    all.map(|it| NodeValue::MatchIndex(node, it)).collect()
                }
                (NodeValue::LogOnDisk(was), NodeValue::LogOnDisk(is)) => {
                    indexes(was, is).map(NodeValue::LogOnDisk).collect()
                }
                _ => Vec::new(),
            };
            values.into_iter().map(Change::Node).collect()
        }
        _ => Vec::new(),
    }
}

/// The run of this seed: of plain Raft in one of three, else with extensions, and in one of three
/// with a rule left out.
fn options_of(seed: u64) -> Options {
    let usual = schedule::options(seed);
    let bug = Bug::ALL[usize::try_from(seed / 3).unwrap_or(0) % Bug::ALL.len()];
    let all: Extensions = Extension::ALL.into_iter().collect();
    Options {
        nodes: usual.nodes.clamp(3, 5),
        extensions: match seed % 3 {
            0 => Extensions::NONE,
            _ => schedule::extensions(seed, all),
        },
        bugs: match seed % 3 {
            2 => Bugs::NONE.with(bug),
            _ => Bugs::NONE,
        },
        ..usual
    }
}

fn play(seed: u64, looker: &mut Looker) {
    looker.in_this_run.clear();
    let run = Run::new(seed, options_of(seed));
    let mut world = World::begin(&run);
    let repertoire = Repertoire {
        later_faults: true,
        transfers: true,
        changes: run.options.extensions.has(Extension::Membership),
    };
    let assumptions = match seed % 4 {
        0 => Assumptions::Broken,
        _ => Assumptions::Kept,
    };
    let faults = Faults::of_seed(seed, assumptions, repertoire);
    let workload = Action::SetWorkload(Some(schedule::workload(seed)));
    world.act(&workload, looker);
    for number in 0.. {
        let at = world.now() + faults.pause(number);
        if at > Instant::from_millis(20_000) || world.counts().events > 30_000 {
            return;
        }
        world.advance_to(at, looker);
        for action in faults.draw(number, &world) {
            world.advance_to(at, looker);
            world.act(&action, looker);
        }
    }
}

#[test]
fn counterfactuals_are_what_the_node_says() {
    let mut looker = Looker::default();
    for seed in 0..SEEDS {
        play(seed, &mut looker);
    }
    let decisions = EventName::all().take_while(|it| it.name() != "crashed");
    // A world asks for a snapshot only where one can be taken; tests of the core ask for others.
    let happens = |name: &&str| *name != "snapshot_not_taken";
    for name in decisions.map(EventName::name).filter(happens) {
        let (looked_at, found) = looker.seen.get(name).copied().unwrap_or_default();
        assert!(looked_at > 0, "no {name} in these runs: {:?}", looker.seen);
        assert!(found > 0, "nothing would have changed any {name}");
    }
}

const SEEDS: u64 = 1_300;
