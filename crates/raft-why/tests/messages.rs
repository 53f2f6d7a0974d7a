//! What became of a message: why it was lost or ignored, asked by the number of any event of it.

use raft_core::{Bugs, Command, Extension, Extensions, NodeId};
use raft_sim::{
    Action, DropReason, Endpoint, Event, Link, Observer, Options, PacketName, Ratio, Run, Target,
    TimedAction, World,
};
use raft_why::{Clause, MessageAnswer, MessageEnd, MessageFinder, MessageWitness, NoMessage, Past};

/// The events of messages, each with its number and the message.
#[derive(Default)]
struct Events(Vec<(u64, &'static str, u64)>);

impl Observer for Events {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        let (what, packet) = match event {
            Event::Sent(packet) => ("sent", packet),
            Event::Arrived(packet) => ("arrived", packet),
            Event::Waits(packet) => ("waits", packet),
            Event::Dropped(packet, DropReason::Lost) => ("lost", packet),
            Event::Dropped(packet, DropReason::Cut) => ("cut", packet),
            Event::Dropped(packet, DropReason::ReceiverDown) => ("down", packet),
            _ => return,
        };
        self.0.push((world.counts().events, what, packet.id));
    }
}

/// Three nodes; Node 0 leads from the first moments on.
fn run(actions: &[(u64, Action)]) -> Run {
    let options = Options {
        nodes: 3,
        bugs: Bugs::NONE,
        ..Options::default()
    };
    let mut run = Run::new(7, options);
    let lead = (10, Action::ForceTimeout(NodeId(0)));
    for (millis, action) in std::iter::once(&lead).chain(actions) {
        run.actions.push(TimedAction {
            at: raft_core::Instant::from_millis(*millis),
            action: action.clone(),
        });
    }
    run
}

fn played(run: &Run, until_ms: u64, observer: &mut impl Observer) -> World {
    let mut world = World::begin(run);
    for TimedAction { at, action } in &run.actions {
        world.advance_to(*at, observer);
        world.act(action, observer);
    }
    world.advance_to(raft_core::Instant::from_millis(until_ms), observer);
    world
}

fn ask(run: &Run, until_ms: u64, seq: u64) -> Result<MessageAnswer, NoMessage> {
    let mut finder = MessageFinder::of(seq);
    played(run, until_ms, &mut finder);
    let found = finder.into_found()?;
    let mut past = Past::of(&World::begin(run));
    let mut witness = MessageWitness::of(found.id);
    played(run, until_ms, &mut (&mut past, &mut witness));
    Ok(witness.into_answer(&past).expect("it was sent"))
}

/// The answer about the first message to which this happens, asked by each of its events.
fn answer_about(run: &Run, until_ms: u64, what: &str) -> MessageAnswer {
    let mut events = Events::default();
    played(run, until_ms, &mut events);
    let found = events.0.iter().find(|(_, name, _)| *name == what);
    let (_, _, id) = *found.unwrap_or_else(|| panic!("no message is {what}"));
    let of_it = events.0.iter().filter(|(.., other)| *other == id);
    let answers: Vec<MessageAnswer> = of_it
        .map(|(seq, ..)| ask(run, until_ms, *seq).expect("it is a message"))
        .collect();
    assert!(
        answers.len() >= 2,
        "it was sent, and something became of it"
    );
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    answers[0].clone()
}

#[test]
fn a_message_that_the_network_lost() {
    let ratio = Ratio {
        numerator: 1,
        denominator: 2,
    };
    let lossy = run(&[(500, Action::SetLoss { link: None, ratio })]);
    let answer = answer_about(&lossy, 3_000, "lost");
    let [clause @ Clause::Lossy { loss, .. }] = answer.because[..] else {
        panic!("{:?}", answer.because);
    };
    assert_eq!(loss, ratio);
    assert_eq!(answer.asked(), "Why was this message lost?");
    assert!(
        answer.headline().contains("was lost at"),
        "{}",
        answer.headline()
    );
    assert!(clause.to_string().contains("lost"), "{clause}");
    assert!(answer.reactions.is_empty());
}

#[test]
fn a_message_that_met_a_link_which_was_cut_before_or_meanwhile() {
    let link = Link {
        from: NodeId(0),
        to: NodeId(1),
    };
    let before = run(&[(500, Action::Cut(link))]);
    let mut events = Events::default();
    played(&before, 3_000, &mut events);
    // The last one was sent long after the cut.
    let (seq, ..) = *events.0.iter().rfind(|it| it.1 == "cut").expect("one is");
    let answer = ask(&before, 3_000, seq).expect("it is a message");
    assert_eq!(answer.because, [Clause::MetCut { link, since: None }]);
    assert_eq!(
        answer.because[0].to_string(),
        "The way from Node 0 to Node 1 was cut when it was sent."
    );

    let mut sent = Events::default();
    let whole = run(&[]);
    let mut finder = Sendings::default();
    played(&whole, 1_000, &mut (&mut finder, &mut sent));
    let (sent_at, name) = *finder
        .0
        .iter()
        .rfind(|(_, name)| is_on(name, link))
        .expect("one");
    // In the millisecond after it was sent.
    let millis = sent_at.0 / 1_000 + 1;
    let meanwhile = run(&[(millis, Action::Cut(link))]);
    let mut after = Named(name, None);
    played(&meanwhile, 3_000, &mut after);
    let answer = ask(&meanwhile, 3_000, after.1.expect("it was cut")).expect("it is a message");
    let since = Some(raft_core::Instant::from_millis(millis));
    assert_eq!(answer.because, [Clause::MetCut { link, since }]);
    assert!(
        answer.because[0]
            .to_string()
            .ends_with("while it was under way.")
    );
}

/// The moments and names of all messages, as they are sent.
#[derive(Default)]
struct Sendings(Vec<(raft_core::Instant, PacketName)>);

impl Observer for Sendings {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        if let Event::Sent(packet) = event {
            self.0.push((world.now(), packet.name));
        }
    }
}

/// The number of the event in which the message of this name was cut.
struct Named(PacketName, Option<u64>);

impl Observer for Named {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        if let Event::Dropped(packet, DropReason::Cut) = event
            && packet.name == self.0
        {
            self.1 = Some(world.counts().events);
        }
    }
}

fn is_on(name: &PacketName, link: Link) -> bool {
    name.from == Endpoint::Node(link.from) && name.to == Endpoint::Node(link.to)
}

#[test]
fn a_message_that_somebody_dropped() {
    let mut sendings = Sendings::default();
    played(&run(&[]), 1_000, &mut sendings);
    let (at, name) = sendings.0[sendings.0.len() - 1];
    // It is under way in the next millisecond.
    let millis = at.0 / 1_000 + 1;
    let dropped = run(&[(millis, Action::Drop(name))]);
    let answer = answer_about(&dropped, 2_000, "lost");
    let at = raft_core::Instant::from_millis(millis);
    assert_eq!(answer.packet.name, name);
    assert_eq!(answer.because, [Clause::DroppedByHand { at }]);
}

#[test]
fn a_message_to_a_node_that_is_down_and_one_that_waits_for_a_paused_one() {
    let down = run(&[(500, Action::Crash(NodeId(2)))]);
    let answer = answer_about(&down, 3_000, "down");
    let [Clause::Down { node, since }] = answer.because[..] else {
        panic!("{:?}", answer.because);
    };
    let since = since.expect("the crash is known");
    assert_eq!(
        (node, since.at),
        (NodeId(2), raft_core::Instant::from_millis(500))
    );

    let paused = run(&[(500, Action::Pause(NodeId(2)))]);
    let answer = answer_about(&paused, 1_000, "waits");
    assert_eq!(answer.end, MessageEnd::Waits);
    assert_eq!(answer.asked(), "Why does this message wait?");
    assert!(matches!(
        answer.because[..],
        [Clause::Paused {
            node: NodeId(2),
            since: Some(_)
        }]
    ));
    // It goes down with the process.
    let gone = run(&[
        (500, Action::Pause(NodeId(2))),
        (1_000, Action::Crash(NodeId(2))),
    ]);
    let mut events = Events::default();
    played(&gone, 2_000, &mut events);
    let (seq, ..) = *events
        .0
        .iter()
        .find(|it| it.1 == "waits")
        .expect("one waits");
    let answer = ask(&gone, 2_000, seq).expect("it is a message");
    let at = raft_core::Instant::from_millis(1_000);
    assert_eq!(
        answer.end,
        MessageEnd::Dropped(at, DropReason::ReceiverDown)
    );
}

/// The number of the first decision to ignore a message, from this moment on.
struct Ignored(u64, Option<u64>);

impl Observer for Ignored {
    fn observe(&mut self, world: &World, event: &Event<'_>) {
        let is_late = world.now() >= raft_core::Instant::from_millis(self.0);
        if let Event::Decided { decision, .. } = event
            && is_late
            && decision.name() == "message_ignored"
        {
            self.1 = self.1.or(Some(world.counts().events));
        }
    }
}

/// The answer about the first message that is ignored from this moment on.
fn answer_about_ignored(run: &Run, from_ms: u64) -> MessageAnswer {
    let until_ms = from_ms + 1_000;
    let mut ignored = Ignored(from_ms, None);
    played(run, until_ms, &mut ignored);
    let seq = ignored.1.expect("one is ignored");
    ask(run, until_ms, seq).expect("a message brought it about")
}

/// A candidate that has won ignores the votes that come later: the answer leads to the decision.
#[test]
fn a_message_that_was_ignored() {
    let run = run(&[]);
    let mut ignored = Ignored(0, None);
    played(&run, 1_000, &mut ignored);
    let seq = ignored.1.expect("a late vote is ignored");
    let answer = ask(&run, 1_000, seq).expect("a message brought it about");
    assert!(answer.is_ignored());
    assert_eq!(answer.asked(), "Why was this message ignored?");
    let [reaction] = answer.reactions[..] else {
        panic!("{:?}", answer.reactions);
    };
    assert_eq!((reaction.seq, reaction.node), (seq, NodeId(0)));
    assert!(
        answer
            .headline()
            .ends_with("and its receiver did nothing with it.")
    );
}

/// Nobody ignores a message whose newer term makes a leader step down, or that is answered.
fn is_not_ignored(answer: &MessageAnswer) {
    assert!(!answer.is_ignored(), "{answer:?}");
    assert_eq!(answer.asked(), "What became of this message?");
    let MessageEnd::Arrived(at) = answer.end else {
        panic!("{:?}", answer.end);
    };
    let end = format!("and arrived at {at}.");
    assert!(answer.headline().ends_with(&end), "{}", answer.headline());
}

#[test]
fn a_reply_that_deposes_a_leader_is_not_ignored() {
    let back = run(&[(500, Action::Isolate(NodeId(2))), (3_500, Action::Heal)]);
    let answer = answer_about_ignored(&back, 3_500);
    let names: Vec<&str> = answer
        .reactions
        .iter()
        .map(|it| it.decision.name())
        .collect();
    assert_eq!(names, ["stepped_down", "message_ignored"]);
    assert_eq!(answer.reactions[0].node, NodeId(0));
    is_not_ignored(&answer);
}

fn read_at(node: u8) -> Action {
    Action::Write {
        to: Target::Node(NodeId(node)),
        command: Command::new("GET x"),
    }
}

/// Node 0 hears nobody, and asks for confirmations when Node 1 has led a newer term for long.
#[test]
fn a_confirmation_that_is_refused_is_not_ignored() {
    let to_leader = |from| Link {
        from: NodeId(from),
        to: NodeId(0),
    };
    let mut deaf = run(&[
        (500, Action::Cut(to_leader(1))),
        (500, Action::Cut(to_leader(2))),
        (600, Action::ForceTimeout(NodeId(1))),
        (2_000, read_at(0)),
    ]);
    deaf.options.extensions = Extensions::from_iter([Extension::ReadIndex]);
    let answer = answer_about_ignored(&deaf, 2_000);
    assert_eq!(answer.reactions.len(), 1, "{:?}", answer.reactions);
    assert!(answer.reactions[0].ignores() && answer.is_answered);
    is_not_ignored(&answer);
}

/// Node 0 was down and follows nobody: Node 2, which has not heard of that, asks it for an index.
#[test]
fn a_question_for_a_read_index_is_not_ignored() {
    let mut was_down = run(&[
        (500, Action::Crash(NodeId(0))),
        (510, Action::Restart(NodeId(0))),
        (510, read_at(2)),
    ]);
    was_down.options.extensions = Extensions::from_iter([Extension::FollowerReads]);
    let answer = answer_about_ignored(&was_down, 510);
    assert_eq!(answer.reactions.len(), 1, "{:?}", answer.reactions);
    assert!(answer.reactions[0].ignores() && answer.is_answered);
    is_not_ignored(&answer);
}

#[test]
fn a_message_that_arrived_and_what_its_receiver_made_of_it() {
    let write = Action::Write {
        to: Target::Node(NodeId(0)),
        command: Command::new("SET x=1"),
    };
    let run = run(&[(500, write)]);
    let answer = answer_about(&run, 1_500, "arrived");
    let MessageEnd::Arrived(at) = answer.end else {
        panic!("{:?}", answer.end);
    };
    assert!(at > answer.packet.sent_at);
    assert_eq!(answer.asked(), "What became of this message?");
    assert!(!answer.reactions.is_empty());
    assert!(answer.because.is_empty());
}

#[test]
fn an_event_that_is_not_there_or_about_no_message_says_what_there_is() {
    let run = run(&[]);
    let none = ask(&run, 1_000, 1_000_000).expect_err("there are not so many");
    assert!(
        none.to_string()
            .starts_with("There is no event 1000000: by then they are numbered 1 to ")
    );
    // The first event is the action that makes Node 0 stand.
    let other = ask(&run, 1_000, 1).expect_err("it is no message");
    assert!(
        other
            .to_string()
            .starts_with("Event 1 is about no message: expected one that")
    );
}
