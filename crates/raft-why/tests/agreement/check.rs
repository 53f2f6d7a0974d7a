//! Answers beside brute force: what an answer says of a moment is tried in the run itself.
//!
//! A hostile run is drawn and played to some moments. At each, one question is asked, and the run
//! is replayed from its beginning with actions appended, as a person would do them on a branch.
//! What is said to come by itself must come, at the same microsecond and with the same digest. What
//! is said to suffice must suffice, and must not with any part of it left out. Where nothing is
//! said to help, everything together must not, in a run in which all rules are kept.

use raft_check::Judge;
use raft_check::schedule::{self, Faults};
use raft_core::chance::Key;
use raft_core::{
    Bug, Bugs, Command, Duration, Extension, Extensions, Index, Instant, NodeId, NodeSet,
};
use raft_sim::{
    Action, Assumptions, Chaos, DiskMode, Latency, Nobody, Options, Outcome, Ratio, Repertoire,
    Run, Target, TimedAction, World,
};
use raft_why::{Answer, Goal, Need, Outlook, Past, Question, Unanswerable, ask, forecast};

/// What was asked, and how it came out.
#[derive(Debug, Default)]
pub struct Tally {
    pub moments: u64,
    pub already: u64,
    pub waits: u64,
    pub plans: u64,
    pub alternatives: u64,
    pub nothing_helps: u64,
    pub disagreements: Vec<String>,
}

/// Faults come for so long.
const HOSTILE: Duration = Duration(30_000_000);

/// Chances of a seed's own, apart from those of schedules.
fn draw(seed: u64, part: u64) -> Key {
    Key::new(seed).with(0x0EA7).with(part)
}

/// The run of this seed: three to five nodes, all kinds of faults, in one seed of three a rule that
/// is left out, and in one of two extensions.
pub fn options_of(seed: u64) -> Options {
    let usual = schedule::options(seed);
    let bugs = match seed % 3 {
        2 => {
            let bug = Bug::ALL[draw(seed, 0).below(Bug::ALL.len())];
            Bugs::NONE.with(bug)
        }
        _ => Bugs::NONE,
    };
    let all: Extensions = Extension::ALL.into_iter().collect();
    let extensions = match seed % 2 {
        0 => Extensions::NONE,
        _ => schedule::extensions(seed, all),
    };
    Options {
        nodes: usual.nodes.clamp(3, 5),
        extensions,
        // As hunts draw it: so small that snapshots come within a run.
        snapshot_after: match extensions.has(Extension::Snapshots) {
            true => schedule::snapshot_after(seed),
            false => usual.snapshot_after,
        },
        bugs,
        ..usual
    }
}

/// A run that is watched while it is drawn.
struct Drawn {
    run: Run,
    world: World,
    past: Past,
    judge: Judge,
}

impl Drawn {
    fn act(&mut self, action: Action) {
        let at = self.world.now();
        // A replay handles all events that are due at this moment before the next action.
        self.advance_to(at);
        self.world
            .act(&action, &mut (&mut self.past, &mut self.judge));
        self.run.actions.push(TimedAction { at, action });
    }

    fn advance_to(&mut self, at: Instant) {
        self.world
            .advance_to(at, &mut (&mut self.past, &mut self.judge));
    }
}

/// Plays the run of a seed, and checks an answer after about every third fault.
pub fn check_seed(seed: u64, tally: &mut Tally) {
    let options = options_of(seed);
    let run = Run::new(seed, options);
    let world = World::begin(&run);
    let mut drawn = Drawn {
        past: Past::of(&world),
        judge: Judge::new(&world),
        run,
        world,
    };
    let assumptions = match draw(seed, 1).below(4) {
        0 => Assumptions::Broken,
        _ => Assumptions::Kept,
    };
    let repertoire = Repertoire {
        transfers: seed % 2 == 1,
        changes: options.extensions.has(Extension::Membership),
        ..Repertoire::USUAL
    };
    let faults = Faults::of_seed(seed, assumptions, repertoire);
    drawn.act(Action::SetWorkload(Some(schedule::workload(seed))));
    if seed % 5 == 4 {
        drawn.act(Action::SetChaos(Some(Chaos {
            per_minute: 40,
            assumptions,
        })));
    }
    for number in 0.. {
        let at = drawn.world.now() + faults.pause(number);
        if at > Instant::ZERO + HOSTILE || drawn.world.ending().is_some() {
            return;
        }
        drawn.advance_to(at);
        if drawn.world.counts().events > 60_000 {
            return;
        }
        for action in faults.draw(number, &drawn.world) {
            drawn.act(action);
        }
        if draw(seed, 1_000 + number).below(3) == 0 {
            let later =
                drawn.world.now() + Duration(draw(seed, 2_000 + number).between(0, 900_000));
            drawn.advance_to(later);
            check_moment(&drawn, draw(seed, 3_000 + number), tally);
        }
    }
}

fn check_moment(drawn: &Drawn, key: Key, tally: &mut Tally) {
    let Some(question) = question(&drawn.world, key) else {
        return;
    };
    tally.moments += 1;
    let answer = ask(&drawn.world, &drawn.past, Some(&drawn.judge), question);
    let answer = match answer {
        Ok(answer) => answer,
        // There is nothing to compare but that no log holds it.
        Err(Unanswerable::InSnapshots { index })
            if replayed(drawn)
                .nodes()
                .all(|node| node.log().position_at(index).is_none())
                && drawn.world.committed_through() >= Some(index) =>
        {
            tally.already += 1;
            return;
        }
        Err(sentence) => {
            return tally.disagreements.push(format!("{question} {sentence}"));
        }
    };
    let mut found = Vec::new();
    compare(drawn, &answer, tally, &mut found);
    let (seed, at) = (drawn.run.seed, drawn.world.now().0);
    let found = found.into_iter();
    tally
        .disagreements
        .extend(found.map(|what| format!("seed {seed} at {at} us: {question} {what}")));
}

/// One of the questions that can be asked here.
fn question(world: &World, key: Key) -> Option<Question> {
    let node = NodeId(u8::try_from(key.with(1).below(usize::from(world.options().nodes))).ok()?);
    let last = world
        .nodes()
        .map(|it| raft_core::count_through(it.log().last_index()))
        .max()?;
    let waiting = (0..world.requests().len()).filter(|number| {
        let request = world.requests().get(*number);
        request.is_some_and(|it| it.outcome == Outcome::Waiting)
    });
    let waiting: Vec<usize> = waiting.collect();
    let committed = raft_core::count_through(world.committed_through());
    Some(match key.with(0).below(7) {
        0 => Question::Leader,
        1 => Question::Win(node),
        2 => {
            let first = committed.saturating_sub(1).max(1);
            let index = Index::new(key.with(2).between(first, last.max(first)))?;
            let term = None;
            (index.get() <= last).then_some(Question::Commit { index, term })?
        }
        3 => Question::Answer(*waiting.get(key.with(3).below(waiting.len().max(1)))?),
        4 => Question::Speak(node),
        5 => {
            let index = Index::new(committed.max(1))?;
            let term = None;
            (index.get() <= last).then_some(Question::Known { node, index, term })?
        }
        _ => (last > 0).then_some(Question::CatchUp(node))?,
    })
}

fn compare(drawn: &Drawn, answer: &Answer, tally: &mut Tally, found: &mut Vec<String>) {
    let now = replayed(drawn);
    if now.digest() != drawn.world.digest() {
        return found.push("the replay went another way".into());
    }
    let goal = answer.goal;
    if answer.outlook == Outlook::Already {
        tally.already += 1;
        if !goal.is_reached(&now) && !matches!(goal, Goal::Speaks { .. }) {
            found.push("it is said to be so already, and is not".into());
        }
        return;
    }
    if answer.because.is_empty() {
        found.push("no fact is named".into());
    }
    let (reached, end) = play_on(&now, &goal, &[]);
    let forecast = forecast::wait(&drawn.world, &goal);
    if (forecast.reached_at, forecast.world.digest()) != (reached, end.digest()) {
        found.push(format!(
            "forecast {:?}, the run played on {reached:?}",
            forecast.reached_at
        ));
    }
    match (answer.outlook, reached) {
        (Outlook::At(at), Some(reached)) if at == reached => {
            tally.waits += 1;
            return;
        }
        (Outlook::Never { .. } | Outlook::Undecided { .. }, None) => {}
        (outlook, reached) => {
            return found.push(format!("said {outlook:?}, and it came at {reached:?}"));
        }
    }
    if answer.needs.is_empty() {
        tally.nothing_helps += 1;
        if drawn.run.options.bugs.iter().next().is_none() {
            found.extend(everything_helps(&now, &goal));
        }
        return;
    }
    tally.plans += 1;
    for needs in &answer.needs {
        tally.alternatives += 1;
        if play_on(&now, &goal, needs).0.is_none() {
            found.push(format!("{needs:?} does not suffice"));
        }
        for place in 0..needs.len() {
            let mut rest = needs.clone();
            rest.remove(place);
            if play_on(&now, &goal, &rest).0.is_some() {
                found.push(format!("{needs:?} works without {:?}", needs[place]));
            }
        }
    }
}

/// The run from its beginning to the moment, without a copy of the world that was asked about.
fn replayed(drawn: &Drawn) -> World {
    let mut world = World::begin(&drawn.run);
    for TimedAction { at, action } in &drawn.run.actions {
        world.advance_to(*at, &mut Nobody);
        world.act(action, &mut Nobody);
    }
    world.advance_to(drawn.world.now(), &mut Nobody);
    world
}

/// Plays on with these needs as actions of the run, for 40 of the longest election timeouts.
fn play_on(now: &World, goal: &Goal, needs: &[Need]) -> (Option<Instant>, World) {
    let mut actions = Vec::new();
    for need in needs {
        for action in need.actions(now) {
            let at = need.at().unwrap_or(now.now());
            actions.push(TimedAction { at, action });
        }
    }
    actions.sort_by_key(|action| action.at);
    play_actions(now, goal, &actions)
}

fn play_actions(now: &World, goal: &Goal, actions: &[TimedAction]) -> (Option<Instant>, World) {
    let until = now.now() + Duration(40 * now.options().election_timeout_max.0);
    let mut world = now.without_chaos();
    let mut reached = None;
    for TimedAction { at, action } in actions {
        reached = reached.or_else(|| look_until(&mut world, goal, *at));
        if reached.is_none() {
            world.act(action, &mut Nobody);
            reached = goal.is_reached(&world).then(|| world.now());
        }
    }
    reached = reached.or_else(|| look_until(&mut world, goal, until));
    (reached, world)
}

fn look_until(world: &mut World, goal: &Goal, until: Instant) -> Option<Instant> {
    while world.advance_once(until, &mut Nobody) {
        if goal.is_reached(world) {
            return Some(world.now());
        }
    }
    world.advance_to(until, &mut Nobody);
    None
}

/// Which of the ways to grant everything gets there, if one does: all that can be broken is mended,
/// clients write, and no timer or one runs out.
fn everything_helps(now: &World, goal: &Goal) -> Option<String> {
    let nodes = NodeSet::first(now.options().nodes);
    let timeout = now.options().election_timeout_max.0;
    let after = |timeouts: u64| now.now() + Duration(timeout * timeouts);
    let mut mended = Vec::new();
    let mut mend = |action| {
        mended.push(TimedAction {
            at: now.now(),
            action,
        });
    };
    for node in now.nodes() {
        if node.crashes_at_write() || node.is_running() && node.deadline().is_none() {
            mend(Action::Crash(node.id()));
        }
        let node = node.id();
        mend(Action::Restart(node));
        mend(Action::Resume(node));
        let mode = DiskMode::Syncs;
        mend(Action::SetDisk { node, mode });
        mend(Action::SetDiskLatency {
            node: Some(node),
            latency: Latency::NONE,
        });
        let rate = Ratio::ONE;
        mend(Action::SetClockRate { node, rate });
    }
    mend(Action::Heal);
    let ratio = Ratio::ZERO;
    mend(Action::SetLoss { link: None, ratio });
    let latency = Options::default().latency;
    mend(Action::SetLatency {
        link: None,
        latency,
    });
    let timers = match *goal {
        Goal::Leads(node) | Goal::Speaks { node, .. } => [node].into_iter().collect(),
        _ => nodes,
    };
    let timer = |at, node| TimedAction {
        at,
        action: Action::ForceTimeout(node),
    };
    let chosen = core::iter::once(None).chain(timers.iter().map(Some));
    for timed in chosen {
        let mut actions = mended.clone();
        actions.extend(timed.map(|node| timer(after(4), node)));
        actions.extend((0..10).map(|nth| TimedAction {
            at: after(6 + nth),
            action: Action::Write {
                to: Target::Any,
                command: Command::new("SET asked=1"),
            },
        }));
        if play_actions(now, goal, &actions).0.is_some() {
            return Some(format!(
                "nothing is said to help, and everything does, with the timer of {timed:?}"
            ));
        }
    }
    None
}
