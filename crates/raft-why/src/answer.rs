//! The answer to a question.

use alloc::vec::Vec;

use raft_check::{BrokenAssumption, Judge, MissedTiming};
use raft_core::{Bug, Command, Duration, Instant, count_through};
use raft_sim::{Need, World};

use crate::barrier::{Barrier, barrier};
use crate::because;
use crate::clause::Clause;
use crate::forecast;
use crate::goal::Goal;
use crate::past::Past;
use crate::plan;
use crate::question::{Question, Unanswerable};

/// The answer to a question about one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The question.
    pub question: Question,
    /// The moment that it is about.
    pub at: Instant,
    /// What it misses.
    pub goal: Goal,
    /// The command of the request that it asks about, if it asks about one.
    pub command: Option<Command>,
    /// Whether it asks about an entry that is committed, which no node that runs knows any more.
    pub is_forgotten: bool,
    /// Whether it is as the question says: an entry that is committed has no answer to why not.
    pub holds: bool,
    /// Rules that are left out, and assumptions and requirements that are broken.
    pub broken: Vec<Broken>,
    /// The facts that it rests on, the weightiest first.
    pub because: Vec<Clause>,
    /// If we wait.
    pub outlook: Outlook,
    /// What must happen: each of these sets suffices, and needs all that it names. Empty when
    /// waiting suffices, and when nothing was found that does.
    pub needs: Vec<Vec<Need>>,
}

/// What of Raft is not so in this run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// A rule is left out on purpose.
    Rule(Bug),
    /// Raft's assumption of stable storage is broken.
    Assumption(BrokenAssumption),
    /// Raft's requirement on timing is missed.
    Timing(MissedTiming),
}

/// If we wait: with nothing more done by anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// It is so already.
    Already,
    /// It comes about by itself at this moment.
    At(Instant),
    /// It never comes about.
    Never {
        /// What keeps it from coming about.
        barrier: Barrier,
    },
    /// It does not come about within this time, and nothing says that it never will.
    Undecided {
        /// How far was looked.
        within: Duration,
    },
}

/// Answers a question about the present moment of a world. The past says since when something is
/// so; a judge, if there is one, says what is broken.
///
/// # Errors
/// When the question is about something that is not there.
pub fn ask(
    world: &World,
    past: &Past,
    judge: Option<&Judge>,
    question: Question,
) -> Result<Answer, Unanswerable> {
    let goal = question.goal(world)?;
    let holds = !goal.is_reached(world) && because::is_so(world, past, question, &goal);
    let (outlook, needs) = match holds {
        false => (Outlook::Already, Vec::new()),
        true => look_ahead(world, &goal),
    };
    Ok(Answer {
        question,
        at: world.now(),
        goal,
        command: command_of(world, &goal),
        is_forgotten: holds && is_committed(judge, &goal),
        holds,
        broken: broken(world, judge),
        because: because::clauses(world, past, question, &goal),
        outlook,
        needs,
    })
}

fn command_of(world: &World, goal: &Goal) -> Option<Command> {
    match *goal {
        Goal::Answered(number) => Some(world.requests().get(number)?.command.clone()),
        _ => None,
    }
}

/// Whether the judge has seen the entry of this goal committed.
fn is_committed(judge: Option<&Judge>, goal: &Goal) -> bool {
    let (Goal::Committed(entry), Some(judge)) = (goal, judge) else {
        return false;
    };
    let before = usize::try_from(count_through(entry.index.previous()));
    let committed = before
        .ok()
        .and_then(|before| judge.committed_entries().nth(before));
    committed.is_some_and(|committed| committed.term == entry.term)
}

fn look_ahead(world: &World, goal: &Goal) -> (Outlook, Vec<Vec<Need>>) {
    let waited = forecast::wait(world, goal);
    if let Some(at) = waited.reached_at {
        return (Outlook::At(at), Vec::new());
    }
    let outlook = match barrier(&waited.world, goal) {
        Some(barrier) => Outlook::Never { barrier },
        None => Outlook::Undecided {
            within: forecast::horizon(world),
        },
    };
    (outlook, plan::search(world, goal).alternatives)
}

fn broken(world: &World, judge: Option<&Judge>) -> Vec<Broken> {
    let verdict = judge.map(Judge::verdict);
    let assumption = verdict.and_then(|verdict| verdict.assumption);
    let timing = verdict.and_then(|verdict| verdict.timing);
    let rules = world.options().bugs.iter().map(Broken::Rule);
    rules
        .chain(assumption.map(Broken::Assumption))
        .chain(timing.map(Broken::Timing))
        .collect()
}
